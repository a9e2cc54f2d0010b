"""What a sheet is: its title, head, columns as fields and the class of every row."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from functools import cache
from typing import Any

from renewtrack.domain import tables
from renewtrack.intake import (
    beside,
    captions,
    counts,
    evidence,
    headings,
    kind_words,
    rivals,
    row_classes,
    senders,
)
from renewtrack.intake.headings import Column
from renewtrack.intake.options import Options
from renewtrack.intake.question_words import SYSTEM_KINDS, UNIT
from renewtrack.intake.rivals import Contest
from renewtrack.intake.sheets import Cell, SheetCells
from renewtrack.words import Words

UNKNOWN = "unknown"
_EACH = frozenset({"seq", "floors"})  # figures that several rows may have in common


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of sheet and the fields by which it is known."""

    key: str
    words: Words
    table: str
    needs: tuple[str, ...]
    one_of: tuple[str, ...]
    none_of: tuple[str, ...]
    also: tuple[str, ...] = ()  # of these one as well; measured_* is any that begins so
    titles: tuple[str, ...] = ()  # words of a title that do in place of ``one_of``
    own: bool = False  # it has fields of its own, so it is known before those that have none
    first: bool = False  # it is known before those that its sheets could be taken for

    def fits(self, found: Iterable[str], title: str = "") -> bool:
        """Tell whether fields, and the words over the table, make a sheet of this kind."""
        keys = set(found)
        titled = any(word in title for word in self.titles)
        return (
            keys.issuperset(self.needs)
            and not keys.intersection(self.none_of)
            and (titled or _any_of(self.one_of, keys))
            and _any_of(self.also, keys)
        )


def _any_of(wanted: Sequence[str], keys: Iterable[str]) -> bool:
    return not wanted or any(fnmatchcase(key, word) for key in keys for word in wanted)


@dataclass(frozen=True, slots=True)
class Layout:
    """One sheet understood: rows by class, columns by field, and what its title says."""

    sheet: SheetCells
    kind: str
    title: str
    facts: captions.Facts
    head_rows: tuple[int, ...]
    columns: tuple[Column, ...]
    classes: tuple[str, ...]  # one of row_classes.CLASSES for each row
    bands: dict[int, str]  # street of the rows below a band that names it
    rows: tuple[tuple[Cell, ...], ...]  # with merged ranges filled down
    shared: Mapping[tuple[int, int], int] = field(default_factory=dict)  # see ``shared_figures``
    contests: tuple[Contest, ...] = ()
    other_table: int | None = None  # the row where another table begins below this one
    beside: tuple[int, ...] = ()  # columns of tables beside this one
    estates: Mapping[int, str] = field(default_factory=dict)  # of the rows below a band for it
    street: str | None = None  # of every row, told by the sheet's name or title only
    sender: str = ""  # the name of the remembered layout by which it was recognised

    @property
    def data(self) -> tuple[int, ...]:
        """Return the zero-based numbers of the data rows."""
        return tuple(row for row, kind in enumerate(self.classes) if kind == row_classes.DATA)

    def column(self, key: str) -> Column | None:
        """Return the column of a field, or None."""
        return next((column for column in self.columns if column.field == key), None)

    def fields(self) -> frozenset[str]:
        """Return the keys of the fields that the sheet has."""
        return frozenset(column.field for column in self.columns if column.field)

    def skipped(self) -> dict[str, int]:
        """Return how many rows of each class are no data."""
        counts = dict.fromkeys(row_classes.CLASSES, 0)
        for kind in self.classes:
            counts[kind] += 1
        del counts[row_classes.DATA]
        return counts


@cache
def kinds() -> tuple[Kind, ...]:
    """Return the kinds of sheets, one file of ``resources/layouts`` each, the closest first."""
    found = map(_kind, tables.layouts())
    return tuple(sorted(found, key=lambda kind: (not kind.own, not kind.first, kind.key)))


def _kind(read: Mapping[str, Any]) -> Kind:
    return Kind(
        key=read["key"],
        words=Words(read["zh"], read["en"]),
        table=read["table"],
        needs=tuple(read["needs"]),
        one_of=tuple(read.get("one_of", ())),
        none_of=tuple(read.get("none_of", ())),
        also=tuple(read.get("also", ())),
        titles=tuple(read.get("titles", ())),
        own=bool(read.get("field")),
        first=bool(read.get("first")),
    )


def recognise(sheet: SheetCells, options: Options | None = None, file: str = "") -> Layout:
    """Recognise one sheet; its kind is ``unknown`` where no head or no kind fits.

    ``options`` carries what the person said (head rows, columns, kind), which always wins;
    ``file`` is the file's name without suffix, where a year may stand.
    """
    options, sender = senders.applied(sheet, options or Options())
    head = headings.find(sheet, options.head_rows)
    facts = captions.read(sheet, head[0] if head else 0, file)
    title = " ".join((facts.title, sheet.name, file))
    columns = headings.columns(sheet, head, options.mapping)
    strays = beside.strays(sheet.rows, head, columns)
    if strays:
        said = {**dict.fromkeys(strays, ""), **(options.mapping or {})}
        columns = headings.columns(sheet, head, said)
    columns = _of_kind(columns, sheet.rows[head[-1] + 1 :] if head else (), title, options)
    columns = tuple(captions.with_unit(column, facts) for column in columns)
    classed = row_classes.classify(_without(sheet, strays), head, columns, options.skip)
    filled = _as_above(filled_down(sheet, columns), columns, classed.classes, options.fill_down)
    columns, contests = rivals.settle(columns, filled, classed, options)
    columns = _answered(columns, filled, classed, options)
    found = {column.field for column in columns if column.field}
    known = (kind.key for kind in kinds() if kind.fits(found, title))
    chosen = options.layout or next(known, UNKNOWN)
    return Layout(
        sheet=sheet,
        kind=chosen,
        title=facts.title,
        facts=facts,
        head_rows=head,
        columns=columns,
        classes=classed.classes,
        bands=classed.bands,
        estates=classed.estates,
        rows=filled,
        shared=shared_figures(sheet, columns, classed.classes),
        contests=contests,
        other_table=classed.other_table,
        beside=tuple(sorted(strays)),
        street=_street(sheet, facts, columns, classed),
        sender=sender,
    )


def _without(sheet: SheetCells, columns: Collection[int]) -> SheetCells:
    """Return a sheet with some columns blank."""
    if not columns:
        return sheet
    kept = [index not in columns for index in range(sheet.width)]
    rows = (
        tuple(cell if keep else None for cell, keep in zip(row, kept, strict=True))
        for row in sheet.rows
    )
    return replace(sheet, rows=tuple(rows))


def _of_kind(
    columns: tuple[Column, ...], below: Sequence[Sequence[Cell]], title: str, options: Options
) -> tuple[Column, ...]:
    """Return the columns as the first kind that they fit by its own words knows them.

    ``below`` are the rows under the head, which tell counts from labels where no kind fits else.
    """
    given = frozenset(options.mapping or ())
    columns = counts.with_pairs(counts.with_stairwells(columns, below), below)
    columns = counts.with_begun_and_ended(columns)
    for each in (columns, counts.instead(columns, below)):
        for kind in kinds() if each is not None else ():
            assert each is not None
            found = kind_words.of_kind(each, kind.key, given) if kind.own else each
            fields = {column.field for column in found if column.field}
            if options.layout == kind.key or (options.layout is None and kind.fits(fields, title)):
                return found
    return columns


def _answered(
    columns: Sequence[Column],
    rows: Sequence[Sequence[Cell]],
    classed: row_classes.Rows,
    options: Options,
) -> tuple[Column, ...]:
    """Give each column the answers to its questions: by its own cells, then by the person."""
    data = [
        row for row, kind in zip(rows, classed.classes, strict=True) if kind == row_classes.DATA
    ]
    units = options.units or {}
    made = []
    for column in columns:
        answers: dict[str, str] = {}
        if column.field is not None:
            known = headings.field(column.field)
            answers.update(evidence.of(known, (row[column.index] for row in data)))
            if column.field in units:
                answers[UNIT] = units[column.field]
            if options.sender and options.crs and known.kind in ("coordinate", "shape"):
                answers[SYSTEM_KINDS[0]] = options.crs
        answers.update(
            (kind, said) for (index, kind), said in options.answers.items() if index == column.index
        )
        made.append(replace(column, answers=answers) if answers else column)
    return tuple(made)


def choose(sheets: tuple[SheetCells, ...], options: Options, file: str = "") -> Layout | None:
    """Return the best recognised sheet: the one named in options, else a visible one.

    A sheet of a known kind beats one of none, more data rows beat fewer; None if none is known.
    """
    if options.sheet is not None:
        named = next((sheet for sheet in sheets if sheet.name == options.sheet), None)
        return recognise(named, options, file) if named else None
    layouts = [
        recognise(sheet, options, file) for sheet in sheets if sheet.rows and not sheet.hidden
    ]
    known = [layout for layout in layouts if layout.kind != UNKNOWN]
    return max(known, key=_worth, default=None)


def _worth(layout: Layout) -> int:
    return len(layout.fields()) * len(layout.data)


def filled_down(sheet: SheetCells, columns: Sequence[Column] = ()) -> tuple[tuple[Cell, ...], ...]:
    """Return the rows with the cells of tall merged ranges filled down, and nothing else filled.

    A count, an area or money over several rows is one figure for all of them: it stays with the
    first.
    """
    once = _once(columns)
    height = len(sheet.rows)
    filled: dict[int, list[Cell]] = {}  # the rows that change
    for merge in sheet.merged:
        if not merge.tall or merge.top >= height or merge.left >= sheet.width:
            continue
        top = filled.get(merge.top, sheet.rows[merge.top])
        value = None if merge.left in once else top[merge.left]
        for row in range(merge.top + 1, min(merge.bottom + 1, height)):
            filled.setdefault(row, list(sheet.rows[row]))[merge.left] = value
    return _with_rows(sheet.rows, filled)


def _with_rows(
    rows: tuple[tuple[Cell, ...], ...], changed: Mapping[int, Sequence[Cell]]
) -> tuple[tuple[Cell, ...], ...]:
    if not changed:
        return rows
    made = list(rows)
    for row, cells in changed.items():
        made[row] = tuple(cells)
    return tuple(made)


def shared_figures(
    sheet: SheetCells, columns: Sequence[Column], classes: Sequence[str]
) -> dict[tuple[int, int], int]:
    """Return the data cells below the first of a merged figure, with the row that keeps it."""
    once = _once(columns)
    return {
        (row, merge.left): merge.top
        for merge in sheet.merged
        if merge.tall and merge.left in once and sheet.rows[merge.top][merge.left] is not None
        for row in range(merge.top + 1, min(merge.bottom + 1, len(classes)))
        if classes[row] == classes[merge.top] == row_classes.DATA
    }


def _once(columns: Sequence[Column]) -> frozenset[int]:
    return frozenset(
        column.index
        for column in columns
        if column.field
        and column.field not in _EACH
        and headings.field(column.field).kind in ("int", "area", "money")
    )


def _street(
    sheet: SheetCells, facts: captions.Facts, columns: Sequence[Column], rows: row_classes.Rows
) -> str | None:
    """Return the one street of a sheet that has neither a column nor bands for it."""
    told = {"street", "street_community"} & {column.field for column in columns}
    return None if told or rows.bands else captions.street(sheet.name, facts.title)


def _as_above(
    rows: tuple[tuple[Cell, ...], ...],
    columns: tuple[Column, ...],
    classes: tuple[str, ...],
    fields: frozenset[str],
) -> tuple[tuple[Cell, ...], ...]:
    """Fill the blanks of some fields from the data row above, because the person said so."""
    places = [column.index for column in columns if column.field in fields]
    if not places:
        return rows
    filled = [list(row) for row in rows]
    last: dict[int, Cell] = {}
    for row, kind in zip(filled, classes, strict=True):
        for place in places if kind == row_classes.DATA else ():
            if row[place] is None:
                row[place] = last.get(place)
            last[place] = row[place]
    return tuple(tuple(row) for row in filled)
