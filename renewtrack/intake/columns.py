"""The data rows of a sheet read column by column: every distinct cell is read once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from renewtrack.domain import dates, nulls, text
from renewtrack.domain.fields import Field
from renewtrack.domain.stages import Progress as StageProgress
from renewtrack.domain.stages import Stage
from renewtrack.intake import (
    cells,
    heading_fields,
    headings,
    kind_readers,
    plausible,
    quick_figures,
)
from renewtrack.intake.headings import Column
from renewtrack.intake.layout import Layout
from renewtrack.intake.plans import QUESTION, Issue
from renewtrack.intake.progress import Progress, look
from renewtrack.intake.row_read import Complaint, Read, RowRead, as_issue, plain
from renewtrack.intake.sheets import Cell, letters, raw_text

NOWHERE = -1  # the column of a value that no cell says
STEP = 2_000  # cells between two looks at whether to stop
_READERS = {**cells.READERS, **kind_readers.READERS}
_MISSING = quick_figures.MISSING
_SENTENCES = frozenset({"need", "problem", "next_step", "livelihood", "remark"})
_UNREAD = frozenset({"seq"})  # numbers of rows, which mean nothing outside their sheet


@dataclass(slots=True)
class ColumnValues:
    """One column read: a value for each data row, None where there is none."""

    column: Column
    field: Field
    values: list[object]
    beside: tuple[int, ...] = ()  # further columns whose words are joined to these

    @property
    def letters(self) -> str:
        """Return the column's letters."""
        return self.column.letters


@dataclass(frozen=True, slots=True)
class StageSaid:
    """What a row's status and progress say together; ``key`` is the field that says the stage."""

    stage: Stage | None = None
    percent: float | None = None
    key: str = ""
    against: Stage | None = None  # another stage that the second field says
    against_key: str = ""


@dataclass(slots=True)
class Cells:
    """The data rows of a sheet by field; ``told`` is what there is to say, by place of row."""

    layout: Layout
    rows: Sequence[int]  # zero-based, of the sheet
    columns: dict[str, ColumnValues] = field(default_factory=dict)
    told: dict[int, list[Complaint | Issue]] = field(default_factory=dict)
    masked: dict[str, list[int]] = field(default_factory=dict)  # field -> places it was left out
    _stages: list[StageSaid] | None = None

    def read_at(self, key: str, place: int) -> Read | None:
        """Return a field's value at a place with the words it came from, or None."""
        column = self.columns[key]
        value = column.values[place]
        if value is None:
            return None
        raw, cell = self.source(column, place)
        if isinstance(value, dates.PartialDate):
            return Read(value.iso, raw, cell, value.precision, value.qualifier)
        return Read(value, raw, cell)

    def source(self, column: ColumnValues, place: int) -> tuple[str, str]:
        """Return the words of a cell, and the cell as people write it: C7."""
        return self.words(place, (column.column.index, *column.beside))

    def words(self, place: int, indices: Sequence[int]) -> tuple[str, str]:
        """Return the words of a row's cells, joined, and the first filled one as C7."""
        row = self.rows[place]
        said = self.layout.rows[row]
        filled = [index for index in indices if said[index] is not None] or list(indices[:1])
        raw = "；".join(raw_text(said[index]) for index in filled)
        return raw, f"{letters(filled[0])}{row + 1}"

    def index(self, *keys: str) -> int:
        """Return the sheet's column of the first of some fields that it has, or ``NOWHERE``."""
        found = (self.columns[key].column.index for key in keys if key in self.columns)
        return next(found, NOWHERE)

    def issues_at(self, place: int) -> list[Issue]:
        """Return what there is to say of the row at a place."""
        row = self.rows[place]
        return [
            said if isinstance(said, Issue) else as_issue(self.layout, row, said)
            for said in self.told.get(place, ())
        ]

    def values(self, key: str) -> list[object] | None:
        """Return the values of a field by place, or None where the sheet lacks it."""
        column = self.columns.get(key)
        return None if column is None else column.values

    def stage_at(self, place: int) -> StageSaid:
        """Return what status, progress and percent say of the row at a place."""
        if self._stages is None:
            self._stages = _stages(self)
        return self._stages[place]

    def reads(self) -> Iterator[RowRead]:
        """Yield the rows one by one."""
        return (RowRead(self, place) for place in range(len(self.rows)))


def read(
    layout: Layout,
    rows: Sequence[int] | None = None,
    progress: Progress | None = None,
    kept: Iterable[tuple[int, int]] = (),
) -> Cells:
    """Read the data rows of a sheet, or some of them; ``kept`` cells (row, column) say nothing.

    Raises Cancelled where ``progress`` returns False.
    """
    found = Cells(layout, layout.data if rows is None else rows)
    known = [
        (column, headings.field(column.field))
        for column in layout.columns
        if column.field is not None
        and column.field not in _UNREAD
        and column.index < layout.sheet.width
    ]
    known.sort(key=lambda one: one[1].key != "plan_year")  # dates are completed by it
    broken = _broken(layout)
    for done, (column, field_) in enumerate(known):
        look(progress, done, len(known))
        read_ = _Column(found, column, field_, broken.get(column.index)).values(progress)
        _leave(found, read_, kept)
        _take(found, read_)
    return found


def _stages(found: Cells) -> list[StageSaid]:
    nothing: list[object] = [None] * len(found.rows)
    said = [found.values(key) or nothing for key in ("status", "progress", "percent")]
    if _yes_or_no(found):
        pairs = [_farthest(*pair) for pair in zip(said[0], said[1], strict=True)]
        said[:2] = pairs, nothing
    memo: dict[tuple[int, int, object], StageSaid] = {}
    result = []
    for status, progress, percent in zip(*said, strict=True):
        key = (id(status), id(progress), percent)  # equal cells are read once
        if key not in memo:
            memo[key] = _stage(status, progress, percent)
        result.append(memo[key])
    return result


def _yes_or_no(found: Cells) -> bool:
    """Tell whether two columns ask whether works have begun and ended."""
    columns = [found.columns.get(key) for key in ("status", "progress")]
    return all(each is not None and "是否" in each.column.heading for each in columns)


def _farthest(first: object, second: object) -> object:
    said = [one for one in (first, second) if isinstance(one, StageProgress)]
    return max(said, key=lambda one: one.stage.key if one.stage else "", default=None)


def _stage(status: object, progress: object, stated: object) -> StageSaid:
    said = [
        (key, value)
        for key, value in (("status", status), ("progress", progress))
        if isinstance(value, StageProgress)
    ]
    percents = [value.percent for _, value in said if value.percent is not None]
    percent = stated if isinstance(stated, float) else (percents[-1] if percents else None)
    if not said:
        return StageSaid(percent=percent)
    (key, first), *others = said
    other = next(
        (
            (key, value.stage)
            for key, value in others
            if first.stage is not None
            and value.stage is not None
            and value.stage.bucket != first.stage.bucket
        ),
        ("", None),
    )
    if first.stage is None and others:
        key, first = others[0]
    return StageSaid(first.stage, percent, key if first.stage else "", other[1], other[0])


def _broken(layout: Layout) -> dict[int, set[int]]:
    """Return the rows of error cells by column."""
    rows: dict[int, set[int]] = {}
    for (row, index), flaw in layout.sheet.flaws.items():
        if flaw == "error":
            rows.setdefault(index, set()).add(row)
    return rows


def _leave(found: Cells, column: ColumnValues, kept: Iterable[tuple[int, int]]) -> None:
    rows = {row for row, index in kept if index == column.column.index}
    for place, row in enumerate(found.rows) if rows else ():
        if row in rows:
            column.values[place] = None


def _take(found: Cells, column: ColumnValues) -> None:
    """Add a column; where several may say the same field their words are joined."""
    key = column.field.key
    before = found.columns.get(key)
    if before is not None and key in heading_fields.SEVERAL:
        for place, value in enumerate(column.values):
            had = before.values[place]
            if value is not None:
                before.values[place] = value if had is None else f"{had}；{value}"
        before.beside = (*before.beside, column.column.index)
        return
    if before is not None:
        column.values = [
            had if value is None else value
            for had, value in zip(before.values, column.values, strict=True)
        ]
    found.columns[key] = column


class _Column:
    """One column on its way; it also stands in for the row whose cell a reader asks about."""

    def __init__(self, found: Cells, column: Column, known: Field, broken: set[int] | None) -> None:
        self.found, self.column, self.known = found, column, known
        self.layout = found.layout
        self.broken = broken or set()
        self.about = known.kind.removeprefix(cells.CODE_TABLES) if ":" in known.kind else ""
        self.reader = _READERS.get("code" if self.about else known.kind, _READERS["text"])
        self.is_text = self.reader is cells.READERS["text"] and not known.personal
        self.limits = plausible.limits(known.key)
        self.years = found.values("plan_year") if known.kind == "date" else None
        self.year: object = None
        self.said: list[Complaint] = []
        self.figures = quick_figures.reader(known, column.unit)
        self.outcomes: dict[tuple[type, Cell, object], _Outcome] = {}
        self.clean = _Clean()  # texts of which there is nothing to say

    def get(self, key: str) -> object:
        """Return the year that completes a date; a reader asks for nothing else."""
        return self.year if key == "plan_year" else None

    def complain(self, kind: str, key: str = "", **values: object) -> None:
        """Keep what a reader says of the cell at hand."""
        self.said.append((kind, key, values))

    def values(self, progress: Progress | None) -> ColumnValues:
        """Return the values of the column by place; raises Cancelled."""
        index, table = self.column.index, self.layout.rows
        given = [table[row][index] for row in self.found.rows]
        each = self._slowly if self.broken or self.years is not None else self._quickly
        result: list[object] = []
        for start in range(0, len(given), STEP):
            if start:
                look(progress)
            result += each(given[start : start + STEP], start)
        return ColumnValues(self.column, self.known, result)

    def _slowly(self, given: list[Cell], start: int) -> list[object]:
        return [
            None if cell is None else self._one(cell, place)
            for place, cell in enumerate(given, start)
        ]

    def _quickly(self, given: list[Cell], start: int) -> list[object]:
        known = self.figures(given) if self.figures is not None else self.clean.of(given)
        if self.figures is not None or self.clean.missed:
            for place, value in enumerate(known):
                if value is _MISSING:
                    known[place] = self._one(given[place], start + place)
        return known

    def _one(self, cell: Cell, place: int) -> object:
        """Return what a cell is read as, and say at its place what there is to say."""
        if self.found.rows[place] in self.broken:
            self._tell(place, [("error_cell", self.known.key, {"value": raw_text(cell)})])
            return None
        if cell.__class__ is str and cell in self.clean:
            return self.clean[cell]
        if self.is_text and cell.__class__ is str and str(cell)[:1].isalpha():
            said = None if _says_nothing(str(cell), self.about) else text.tidy(str(cell)) or None
            self.clean[cell] = said
            return said
        year = self.years[place] if self.years is not None else None
        outcome = self.outcomes.get((cell.__class__, cell, year))
        if outcome is None:
            outcome = self._outcome(cell, year)
            if outcome.said or outcome.masked or cell.__class__ is not str or year is not None:
                self.outcomes[cell.__class__, cell, year] = outcome
            else:
                self.clean[cell] = outcome.value
        self._tell(place, outcome.said)
        if outcome.masked:
            self.found.masked.setdefault(self.known.key, []).append(place)
        return outcome.value

    def _tell(self, place: int, said: Sequence[Complaint]) -> None:
        if said:
            self.found.told.setdefault(place, []).extend(said)

    def _outcome(self, cell: Cell, year: object) -> _Outcome:
        if isinstance(cell, str) and _says_nothing(cell, self.about):
            return _Outcome(None)
        raw = raw_text(cell)
        if self.known.personal and "*" in raw:
            return _Outcome(None, masked=True)
        self.year, self.said = plain(year), []
        if len(raw) > text.LONGEST_VALUE and not self._any_length():
            self.complain("unreadable", self.known.key, value=raw, field=self.known.words)
            return _Outcome(None, tuple(self.said))
        value = self.reader(self, self.known, self.column, cell)
        if value is cells.NOTHING or self._beyond(value, raw):
            value = None
        return _Outcome(value, tuple(self.said))

    def _any_length(self) -> bool:
        """Tell whether its cells may be whole texts; a name, a figure or a date never is."""
        return self.known.kind in ("content", "shape") or self.known.key in _SENTENCES

    def _beyond(self, value: object, raw: str) -> bool:
        """Tell whether a figure cannot be, and ask about it: its unit is likely mistaken."""
        if self.limits is None or plausible.judge(self.known.key, value) != plausible.IMPOSSIBLE:
            return False
        said = plausible.words(self.known.key, value)
        kind = "wrong_unit" if said["mixed"] else "too_many"
        self.complain(kind, self.known.key, value=raw, level=QUESTION, **said)
        return True


class _Clean(dict[Cell, object]):
    """What texts are read as; looked up for a whole list at once."""

    def __init__(self) -> None:
        super().__init__({None: None})
        self.missed = False

    def __missing__(self, cell: Cell) -> object:
        self.missed = True
        return _MISSING

    def of(self, given: list[Cell]) -> list[object]:
        """Return the values of cells; ``missed`` tells whether some are not known yet."""
        self.missed = False
        return list(map(self.__getitem__, given))


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What a cell is read as and what there is to say of it."""

    value: object
    said: tuple[Complaint, ...] = ()
    masked: bool = False


@lru_cache(maxsize=16384)
def _says_nothing(words: str, about: str) -> bool:
    return nulls.may_be_null(words) and nulls.is_null(words, about)
