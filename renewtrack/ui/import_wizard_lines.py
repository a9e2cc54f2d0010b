"""The lines of the import's preview, one for each cell, made only as far as they are looked at."""

from __future__ import annotations

import time
from array import array
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import overload

from renewtrack.intake import plans
from renewtrack.intake.headings import Column
from renewtrack.intake.plans import CellChange, Issue, Plan, PlannedRow
from renewtrack.intake.sheets import letters, position, raw_text
from renewtrack.ui import import_wizard_values as values
from renewtrack.words import Words

_NOTHING = Words("", "")
_KEPT = 512  # rows whose lines stay made


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One cell of the preview: whose it is, what it was, what it would be, what is to be said.

    ``at`` is the sheet's cell, zero-based, where it can be mended; None where there is none.
    """

    row: int
    state: str
    name: str
    change: CellChange | None
    field: Words
    issue: Issue | None = None
    at: tuple[int, int] | None = None
    raw: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which lines of a plan are shown; ``pinned`` rows are shown whatever their state."""

    states: frozenset[str] = frozenset(plans.STATES)
    column: int | None = None
    words: str = ""
    pinned: frozenset[int] = frozenset()


@dataclass(slots=True)
class Lines(Sequence[ChangeLine]):
    """The wanted lines of a plan in the order of the sheet, found row by row by ``grow``.

    Only how many lines each row has is kept; the lines are made again where they are shown.
    """

    plan: Plan
    wanted: Wanted
    language: str
    _seen: int = 0  # rows of the plan that were looked at
    _places: array[int] = field(default_factory=lambda: array("L"))
    _ends: array[int] = field(default_factory=lambda: array("L"))  # lines up to and with a row
    _made: dict[int, tuple[ChangeLine, ...]] = field(default_factory=dict)
    _states: Sequence[str] = ()
    _numbers: tuple[int, ...] = ()  # of the data rows, zero-based; only where rows are pinned

    def __post_init__(self) -> None:
        self._states = self.plan.states
        if self.wanted.pinned:
            self._numbers = self.plan.layout.data

    def grow(self, seconds: float, lines: int) -> int:
        """Look at more rows until the time is up or there are so many new lines; return these."""
        before, until = len(self), time.perf_counter() + seconds
        while not self.done and len(self) - before < lines:
            self._look_at(self._seen)
            self._seen += 1
            if time.perf_counter() > until:
                break
        return len(self) - before

    @property
    def done(self) -> bool:
        """Tell whether every row of the plan was looked at."""
        return self._seen >= len(self._states)

    @property
    def share(self) -> float:
        """Return how much of the plan was looked at, 0 to 1."""
        return self._seen / max(1, len(self._states))

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    @overload
    def __getitem__(self, place: int) -> ChangeLine: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[ChangeLine]: ...
    def __getitem__(self, place: int | slice) -> ChangeLine | Sequence[ChangeLine]:
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        if not 0 <= place < len(self):
            raise IndexError(place)
        row = bisect_right(self._ends, place)
        first = self._ends[row - 1] if row else 0
        return self._of(self._places[row])[place - first]

    def place_of(self, number: int) -> int | None:
        """Return the place of the first line of a sheet's row, by the sheet's own number."""
        first = 0
        for place, end in zip(self._places, self._ends, strict=True):
            if self._of(place)[0].row == number:
                return first
            first = end
        return None

    def _look_at(self, place: int) -> None:
        wanted = self.wanted
        if self._states[place] in wanted.states or self._pinned(place):
            found = self._of(place)
            if found:
                self._places.append(place)
                self._ends.append(len(self) + len(found))

    def _pinned(self, place: int) -> bool:
        return bool(self._numbers) and self._numbers[place] in self.wanted.pinned

    def _of(self, place: int) -> tuple[ChangeLine, ...]:
        made = self._made.get(place)
        if made is None:
            if len(self._made) >= _KEPT:
                self._made.clear()
            made = tuple(self._filtered(of_row(self.plan, self.plan.rows[place])))
            self._made[place] = made
        return made

    def _filtered(self, lines: Sequence[ChangeLine]) -> Iterator[ChangeLine]:
        words = self.wanted.words.casefold()
        column = self.wanted.column
        named = not words or words in lines[0].name.casefold()
        for line in lines:
            if column is not None and (line.at is None or line.at[1] != column):
                continue
            if named or any(words in each.casefold() for each in self._shown(line)):
                yield line

    def _shown(self, line: ChangeLine) -> tuple[str, ...]:
        change, language = line.change, self.language
        said = line.issue.message.in_(language) if line.issue else ""
        if change is None:
            return line.field.in_(language), line.raw, said, str(line.row)
        old, new = (values.shown(change, each, language) for each in (change.old, change.new))
        return line.field.in_(language), old, new, values.masked_raw(change), said, str(line.row)


def of_row(plan: Plan, row: PlannedRow) -> tuple[ChangeLine, ...]:
    """Return the lines of one row: its changes, then the cells that something is to be said of."""
    told = {issue.column: issue for issue in row.issues if issue.column}
    lines = [
        _of_change(plan, row, change, told)
        for change in row.changes
        if not values.is_unshown(change)
    ]
    shown = {line.at[1] for line in lines if line.at is not None}
    for issue in row.issues:
        at = _cell_of(issue)
        if (at is None or at[1] not in shown) and issue.level != plans.WARNING:
            lines.append(_of_issue(plan, row, issue, at))
            shown |= {at[1]} if at is not None else set()
    if row.state == plans.REJECTED:
        lines += _identity(plan, row, shown)
    return tuple(lines) or (ChangeLine(row.row, row.state, row.name, None, _NOTHING),)


def _of_change(
    plan: Plan, row: PlannedRow, change: CellChange, told: dict[str, Issue]
) -> ChangeLine:
    at = position(change.cell) if change.cell else None
    if at is not None and at[0] != row.row - 1:
        at = None  # another row's cell, as of a merged range
    issue = told.get(letters(at[1])) if at is not None else None
    return ChangeLine(
        row.row, row.state, row.name, change, values.words_of(plan, change), issue, at, change.raw
    )


def _of_issue(plan: Plan, row: PlannedRow, issue: Issue, at: tuple[int, int] | None) -> ChangeLine:
    column = column_at(plan, at[1]) if at is not None else None
    raw = values.masked_cell(column, issue.value)
    words = values.field_words(column) if column is not None else _NOTHING
    return ChangeLine(row.row, row.state, row.name, None, words, issue, at, raw)


def _identity(plan: Plan, row: PlannedRow, shown: Collection[int]) -> Iterator[ChangeLine]:
    """Offer the cells by which a rejected row is known, so that they can be mended."""
    cells = plan.layout.rows[row.row - 1]
    for column in plan.layout.columns:
        if column.field in values.IDENTITY and column.index not in shown:
            raw = raw_text(cells[column.index]) if column.index < len(cells) else ""
            at = (row.row - 1, column.index)
            words = values.field_words(column)
            yield ChangeLine(row.row, row.state, row.name, None, words, None, at, raw)


def _cell_of(issue: Issue) -> tuple[int, int] | None:
    return position(f"{issue.column}{issue.row}") if issue.column and issue.row else None


def column_at(plan: Plan, index: int) -> Column | None:
    """Return the column of a sheet by its zero-based place."""
    return next((column for column in plan.layout.columns if column.index == index), None)


def said(line: ChangeLine) -> Words:
    """Return what is to be said of a line, a person's details in it masked."""
    if line.issue is None:
        return _NOTHING
    written, message = line.issue.value, line.issue.message
    shown = values.masked_raw(line.change) if line.change is not None else line.raw
    if not written or written == shown or written not in message.zh + message.en:
        return message
    return Words(message.zh.replace(written, shown), message.en.replace(written, shown))
