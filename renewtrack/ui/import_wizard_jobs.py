"""What the import wizard does in threads: open a file, examine a sheet, plan and store it."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from renewtrack.intake import (
    cells,
    delimited,
    headings,
    layout,
    placing,
    planning,
    preflight,
    reading,
    storing,
    units,
)
from renewtrack.intake.layout import Layout
from renewtrack.intake.options import Options
from renewtrack.intake.plans import CellChange, Plan, Receipt
from renewtrack.intake.sheets import SheetCells, letters, raw_text
from renewtrack.ui import import_wizard_values as values
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

Progress = Callable[[float, float], object]
EXAMINED_ROWS = 2_000  # enough to judge a column by; the plan reads them all
SAMPLES = 3
UNREADABLE = frozenset(
    (
        *("unreadable", "unknown_word", "error_cell", "negative", "beyond_limits"),
        *("status_word", "no_stage", "bad_coordinate"),
    )
)
WORKBOOK = Words("工作簿", "Workbook")
_TEXT_ENCODINGS = {"utf-8-sig": "UTF-8 (BOM)", "utf-16": "UTF-16"}


@dataclass(frozen=True, slots=True)
class Opened:
    """A file read into the cells of its sheets; ``encoding`` names what its text was in."""

    path: Path
    sheets: tuple[SheetCells, ...]
    encoding: Words


@dataclass(frozen=True, slots=True)
class Examined:
    """One sheet understood as far as can be said before it is planned.

    ``samples`` and ``bad`` go by the sheet's column; ``system`` is the coordinate system that
    the sheet names, "" where it names none although it has coordinates, None without any.
    """

    layout: Layout
    confidence: float
    samples: dict[int, tuple[str, ...]]
    bad: dict[int, int]
    system: str | None


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One cell of the preview: whose it is, what it was and what it would be."""

    row: int
    state: str
    name: str
    change: CellChange | None
    field: Words


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan with its changes line by line, ready to be shown."""

    plan: Plan
    lines: tuple[ChangeLine, ...]


def open_file(path: Path) -> Opened:
    """Read a file; raises the UserErrors of ``intake.reading``."""
    return Opened(path, reading.read(path), _encoding(path))


def examine(opened: Opened, options: Options, progress: Progress) -> Examined:
    """Recognise the sheet that options name, else the best one, and try its columns."""
    progress(0, 1)
    found = layout.choose(opened.sheets, options, opened.path.stem)
    if found is None:
        first = next(sheet for sheet in opened.sheets if sheet.rows)
        found = layout.recognise(first, options, opened.path.stem)
    if options.year is not None:
        found = replace(found, facts=replace(found.facts, year=options.year))
    found, _ = units.settle(found, options.units)
    fields = [column.confidence for column in found.columns if column.field]
    return Examined(
        layout=found,
        confidence=sum(fields) / len(found.columns) if fields else 0.0,
        samples={column.index: _samples(found, column.index) for column in found.columns},
        bad=_bad(found, progress),
        system=_system(found, options),
    )


def plan(db: Database, opened: Opened, options: Options, progress: Progress) -> Planned:
    """Tell what importing the file would do, line by line; nothing is written."""

    def tell(done: int, total: int) -> bool:
        progress(done, total)
        return True

    with _no_search_for_cycles():
        made = planning.plan(db, opened.path, options, tell)
        return Planned(made, tuple(_lines(made)))


def store(db: Database, made: Plan, who: str, progress: Progress) -> Receipt:
    """Write a plan as one action; Cancelled leaves nothing of it."""

    def tell(done: int, total: int) -> bool:
        progress(done, total)
        return True

    with _no_search_for_cycles():
        return storing.store(db, made, who, tell)


@contextmanager
def _no_search_for_cycles() -> Iterator[None]:
    """Keep Python from searching a plan's many small values for cycles, which there are none.

    The search stops every thread, the window's as well, for half a second at 20,000 rows.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()  # with the next but one line: the job's values count as old, not as new,
        gc.enable()  # and the searches of new values leave them alone
        gc.unfreeze()


def _lines(made: Plan) -> list[ChangeLine]:
    found: list[ChangeLine] = []
    for row in made.rows:
        lines = [
            ChangeLine(row.row, row.state, row.name, change, values.words_of(made, change))
            for change in row.changes
            if not values.is_unshown(change)
        ]
        reason = next((issue.message for issue in row.issues), Words("", ""))
        words = reason if row.state == "rejected" else Words("", "")
        found += lines or [ChangeLine(row.row, row.state, row.name, None, words)]
    return found


def _samples(found: Layout, index: int) -> tuple[str, ...]:
    told: dict[str, None] = {}
    for row in found.data:
        if index < len(found.rows[row]) and (cell := found.rows[row][index]) is not None:
            told.setdefault(raw_text(cell).strip().replace("\n", " ⏎ "))
            if len(told) == SAMPLES:
                break
    return tuple(told)


def _bad(found: Layout, progress: Progress) -> dict[int, int]:
    """Count the cells of each column that cannot be read as its field."""
    if found.kind == layout.UNKNOWN:
        return {}
    counted: Counter[str] = Counter()
    rows, prepared = found.data[:EXAMINED_ROWS], cells.prepared(found)
    for done, row in enumerate(rows):
        if done % 100 == 0:
            progress(done, len(rows))
        read = cells.read_row(found, row, prepared)
        counted.update(issue.column for issue in read.issues if issue.kind in UNREADABLE)
    return {column.index: counted[letters(column.index)] for column in found.columns}


def _system(found: Layout, options: Options) -> str | None:
    if not any(headings.field(c.field).kind == "coordinate" for c in found.columns if c.field):
        return None
    return placing.reference(found, replace(options, crs=None))[0].system or ""


def _encoding(path: Path) -> Words:
    if preflight.kind(path) != "text":
        suffix = path.suffix.lstrip(".").lower()
        return Words(f"{WORKBOOK.zh} {suffix}", f"{WORKBOOK.en} {suffix}")
    content = path.read_bytes()
    for mark, name in delimited.BOMS:
        if content.startswith(mark):
            return Words(_TEXT_ENCODINGS.get(name, name), _TEXT_ENCODINGS.get(name, name))
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return Words("GB18030（国标）", "GB18030")
    return Words("UTF-8", "UTF-8")
