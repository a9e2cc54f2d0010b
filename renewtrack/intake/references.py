"""References in formulas and ranges, moved with the rows that are put in above them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
_BLIND = frozenset({"offset", "indirect"})
_CELL = r"\$?[A-Za-z]{1,3}\$?[0-9]{1,7}"
_SHEET = r"(?:'(?:[^']|'')*'|(?:\[[0-9]+\])?[\w.]+(?::[\w.]+)?)!"
_TOKEN = re.compile(
    rf"""
      "(?:[^"]|"")*"                                   # a text
    | \#[A-Z/0]+[!?]?                                  # an error, such as #REF!
    | (?P<sheet>{_SHEET})?
      (?P<ref>{_CELL}(?::{_CELL})?|\$?[0-9]{{1,7}}:\$?[0-9]{{1,7}})(?![\w.(!\[])
    | (?P<columns>(?:{_SHEET})?\$?[A-Za-z]{{1,3}}:\$?[A-Za-z]{{1,3}})(?![\w.(!\[])
    | (?P<other>{_SHEET})
    | (?P<table>[\w.\\?]*\[(?:[^\[\]]|\[[^\]]*\])*\])
    | (?P<name>[\w.\\?]+)                              # names, functions, figures
    """,
    re.VERBOSE,
)
_PLACE = re.compile(r"(\$?)([A-Za-z]{0,3})(\$?)([0-9]{1,7})")


@dataclass(frozen=True, slots=True)
class Place:
    """One corner of a reference; rows count from 1, ``column`` is "" in a range of whole rows."""

    column: str
    row: int
    fixed_column: bool = False
    fixed_row: bool = False

    def __str__(self) -> str:
        column = ("$" if self.fixed_column else "") + self.column
        return f"{column}{'$' if self.fixed_row else ''}{self.row}"


@dataclass(frozen=True, slots=True)
class Reference:
    """A cell or a range within a formula; ``sheet`` as it is written with its mark, or ""."""

    sheet: str
    first: Place
    last: Place | None = None

    def __str__(self) -> str:
        return f"{self.sheet}{self.first}" + (f":{self.last}" if self.last else "")

    @property
    def sheet_name(self) -> str:
        """Return the plain name of the sheet it points to, "" for its own."""
        name = self.sheet.removesuffix("!")
        if name.startswith("'"):
            name = name[1:-1].replace("''", "'")
        return name

    @property
    def rows(self) -> tuple[int, int]:
        """Return its first and last row."""
        return self.first.row, (self.last or self.first).row


@dataclass(frozen=True, slots=True)
class Shift:
    """Rows put in after rows of a sheet: how many after which, counted from 1."""

    after: tuple[tuple[int, int], ...]

    def row(self, row: int) -> int:
        """Return where a row stands afterwards."""
        return min(row + sum(count for at, count in self.after if at < row), LAST_ROW)

    def rows(self, first: int, last: int, grow: bool) -> tuple[int, int]:
        """Return where a range stands; with ``grow`` it takes in what comes right after it."""
        added = sum(count for at, count in self.after if grow and at == last)
        return self.row(first), min(self.row(last) + added, LAST_ROW)


def mapped(formula: str, change: Callable[[Reference], Reference]) -> str:
    """Return a formula with each of its references changed; texts and names stay."""

    def one(token: re.Match[str]) -> str:
        if token["ref"] is None:
            return token[0]
        reference = _reference(token)
        changed = change(reference)
        return token[0] if changed == reference else str(changed)

    return _TOKEN.sub(one, formula)


@dataclass(frozen=True, slots=True)
class Needs:
    """What a formula needs: boxes of its own sheet, and names of any sort in lower case.

    A box is its top, left, bottom and right, from 0. ``blind`` tells of a formula whose cells
    cannot be told from its words, as with OFFSET or the columns of a table.
    """

    boxes: tuple[tuple[int, int, int, int], ...]
    names: frozenset[str]
    blind: bool


def needs(formula: str, sheet: str, own: bool = True) -> Needs:
    """Return what a formula needs of a sheet, whose own it is or another's."""
    boxes, names, blind = [], set(), False
    for token in _TOKEN.finditer(formula):
        if token["ref"] is not None:
            reference = _reference(token)
            if _is_of(reference.sheet_name, sheet, own):
                boxes.append(_box(reference))
        elif token["columns"] is not None:
            named, _, span = token["columns"].rpartition("!")
            if _is_of(Reference(f"{named}!" if named else "", Place("", 1)).sheet_name, sheet, own):
                first, last = sorted(_number(one.strip("$")) for one in span.split(":"))
                boxes.append((0, first - 1, LAST_ROW, last - 1))
        elif token["table"] is not None:
            blind = True
        elif token["name"] is not None:
            names.add(token["name"].casefold())
    return Needs(tuple(boxes), frozenset(names), blind or bool(names & _BLIND))


def _is_of(named: str, sheet: str, own: bool) -> bool:
    return named.casefold() == sheet.casefold() if named else own


def _box(reference: Reference) -> tuple[int, int, int, int]:
    first, last = reference.first, reference.last or reference.first
    top, bottom = sorted((first.row - 1, last.row - 1))
    if not first.column:
        return top, 0, bottom, LAST_COLUMN
    left, right = sorted((_number(first.column) - 1, _number(last.column) - 1))
    return top, left, bottom, right


def shifted(formula: str, shift: Shift, sheet: str, own: bool, row: int = 0) -> str:
    """Return a formula as it reads after rows were put into a sheet.

    ``own`` tells a formula of that very sheet, in ``row``. A range of several rows that ends where
    rows come in takes them in, as a total must, but not one that grows downward row by row.
    """

    def change(reference: Reference) -> Reference:
        if not _is_of(reference.sheet_name, sheet, own):
            return reference
        return _shifted(reference, shift, _grows(reference, row if own else 0))

    return mapped(formula, change)


def _grows(reference: Reference, row: int) -> bool:
    first, last = reference.rows
    if reference.last is None:
        return False
    if first == last and reference.first.column != reference.last.column:
        return False  # a sum along one row
    return reference.last.fixed_row or not first <= row <= last


def _shifted(reference: Reference, shift: Shift, grow: bool) -> Reference:
    top, bottom = shift.rows(*reference.rows, grow=grow)
    return Reference(
        reference.sheet,
        replace(reference.first, row=top),
        replace(reference.last, row=bottom) if reference.last else None,
    )


def ranges(words: str, shift: Shift, grow: Callable[[int, int], bool] | bool = True) -> str:
    """Return a list of ranges, as validations and formats name their cells, after a shift."""

    def change(reference: Reference) -> Reference:
        wanted = grow if isinstance(grow, bool) else grow(*reference.rows)
        top, bottom = shift.rows(*reference.rows, grow=wanted)
        if reference.last is None and bottom > top:
            last = replace(reference.first, row=bottom)
            return Reference("", replace(reference.first, row=top), last)
        return _shifted(reference, shift, wanted)

    return mapped(words, change)


def moved(formula: str, rows: int, columns: int) -> str:
    """Return a formula as it reads when it is copied by rows and columns, as shared ones are."""

    def place(corner: Place) -> Place:
        column, row = corner.column, corner.row
        if columns and column and not corner.fixed_column:
            column = _letters((_number(column) - 1 + columns) % LAST_COLUMN + 1)
        if not corner.fixed_row:
            row = (row - 1 + rows) % LAST_ROW + 1
        return replace(corner, column=column, row=row)

    def change(reference: Reference) -> Reference:
        last = place(reference.last) if reference.last else None
        return Reference(reference.sheet, place(reference.first), last)

    return mapped(formula, change)


def copied(formula: str, sample: int, row: int) -> str:
    """Return the formula of a sample row for a row put in below it.

    What points to the sample's own row, or the one above it, points to the new row's; what points
    anywhere else, such as to a total, stays.
    """
    away = row - sample

    def place(corner: Place) -> Place:
        if not corner.fixed_row and corner.row in (sample, sample - 1):
            return replace(corner, row=corner.row + away)
        return corner

    def change(reference: Reference) -> Reference:
        if reference.sheet_name or (reference.last and reference.rows[0] < sample - 1):
            last = reference.last
            if reference.sheet_name or last is None or last.row != sample:
                return reference
            return replace(reference, last=place(last))
        last = place(reference.last) if reference.last else None
        return Reference(reference.sheet, place(reference.first), last)

    return mapped(formula, change)


def _reference(token: re.Match[str]) -> Reference:
    first, _, last = token["ref"].partition(":")
    return Reference(token["sheet"] or "", _corner(first), _corner(last) if last else None)


def _corner(words: str) -> Place:
    found = _PLACE.fullmatch(words)
    assert found is not None
    if not found[2]:
        return Place("", int(found[4]), fixed_row=bool(found[1] or found[3]))
    return Place(found[2], int(found[4]), bool(found[1]), bool(found[3]))


def _number(column: str) -> int:
    number = 0
    for sign in column.upper():
        number = number * 26 + ord(sign) - 64
    return number


def _letters(number: int) -> str:
    words = ""
    while number:
        number, rest = divmod(number - 1, 26)
        words = chr(65 + rest) + words
    return words
