"""What the import wizard does in threads: open a file, examine its sheets, plan and store one."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from renewtrack.intake import (
    columns,
    encodings,
    headings,
    items_of,
    layout,
    no_cycles,
    placing,
    planning,
    plans,
    preflight,
    progress,
    questions,
    reading,
    senders,
    shifts,
    storing,
    units,
)
from renewtrack.intake.layout import Layout
from renewtrack.intake.options import Options
from renewtrack.intake.plans import Issue, Plan, Receipt
from renewtrack.intake.questions import ColumnQuestion
from renewtrack.intake.reconciling import Place
from renewtrack.intake.sheets import SheetCells, letters, raw_text
from renewtrack.ui import import_wizard_pace as pace_of
from renewtrack.ui.import_wizard_pace import Pace, Teller
from renewtrack.ui.import_wizard_positions import Seen as Positions
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

    from renewtrack.intake.saved_layout import SavedLayout

EXAMINED_ROWS = 2_000  # enough to judge a column by; the plan reads them all
SAMPLES, LONGEST_SAMPLE = 3, 200
POSITIONS = ("coordinate", "shape")  # kinds of fields that have a coordinate system
UNREADABLE = frozenset(
    (
        *("unreadable", "unknown_word", "error_cell", "negative", "beyond_limits"),
        *("status_word", "no_stage", "bad_coordinate"),
    )
)
HIDDEN = Words("隐藏的工作表", "hidden sheet")
NOT_KNOWN = Words("没有认出表头", "no head recognised")
NO_ROWS = Words("没有数据行", "no rows of data")
PASTED = Words("剪贴板", "Clipboard")
LAYERS = Words("图形文件", "GIS layers")
WORKBOOK = Words("工作簿", "Workbook")
_BIG5 = Words("Big5（繁体）", "Big5 (traditional)")
_TEXT_ENCODINGS = {
    "utf-8": Words("UTF-8", "UTF-8"),
    "utf-8-sig": Words("UTF-8 (BOM)", "UTF-8 (BOM)"),
    "utf-16": Words("UTF-16", "UTF-16"),
    "utf-16-le": Words("UTF-16", "UTF-16"),
    "utf-16-be": Words("UTF-16", "UTF-16"),
    "gb18030": Words("GB18030（国标）", "GB18030"),
    "cp950": _BIG5,
    "big5hkscs": _BIG5,
}


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
    ``items`` are the columns of ticks that become what households choose.
    """

    layout: Layout
    confidence: float
    samples: dict[int, tuple[str, ...]]
    bad: dict[int, int]
    system: str | None
    items: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Seen:
    """One sheet of a file: what it seems to be, and why it is not taken by itself."""

    sheet: str
    examined: Examined
    options: Options
    saved: SavedLayout | None = None
    ticked: bool = True
    why_not: Words | None = None


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan, with what is dear to find in it found already, the worst issues first."""

    plan: Plan
    issues: tuple[Issue, ...] = ()
    questions: tuple[ColumnQuestion, ...] = ()
    places: tuple[Place, ...] = ()
    positions: Positions | None = None


def open_file(path: Path, password: str | None, pace: Pace) -> Opened:
    """Read a file; raises the UserErrors of ``intake.reading``, Cancelled where it is stopped."""
    return Opened(path, reading.read(path, password, pace.stage(pace_of.READING)), _encoding(path))


def look_over(opened: Opened, given: Options, pace: Pace) -> tuple[Seen, ...]:
    """Examine every sheet that holds anything; the recognised visible ones are ticked."""
    tell = pace.stage(pace_of.RECOGNISING)
    filled = [sheet for sheet in opened.sheets if sheet.rows]
    found = [_seen(opened, sheet, given, tell) for sheet in filled]
    if found and not any(seen.ticked for seen in found):
        first = next((place for place, sheet in enumerate(filled) if not sheet.hidden), 0)
        found[first] = replace(found[first], ticked=True)
    return tuple(found)


def _seen(opened: Opened, sheet: SheetCells, given: Options, tell: Teller) -> Seen:
    saved = senders.find(sheet)
    options = replace(saved.options(given) if saved else given, sheet=sheet.name)
    examined = examine(opened, options, tell)
    why = HIDDEN if sheet.hidden else None
    if examined.layout.kind == layout.UNKNOWN:
        why = why or NOT_KNOWN
    elif not examined.layout.data:
        why = why or NO_ROWS
    return Seen(sheet.name, examined, options, saved, why is None, why)


def examine(opened: Opened, options: Options, tell: Teller) -> Examined:
    """Recognise the sheet that options name, else the best one, and try its columns."""
    found = layout.choose(opened.sheets, options, opened.path.stem)
    if found is None:
        first = next(sheet for sheet in opened.sheets if sheet.rows)
        found = layout.recognise(first, options, opened.path.stem)
    if options.year is not None:
        found = replace(found, facts=replace(found.facts, year=options.year))
    found, _ = units.settle(found, options.units)
    items = frozenset(column.index for column in items_of.columns(found, options.mapping))
    sure = [1.0 if column.index in items else column.confidence for column in found.columns]
    return Examined(
        layout=found,
        confidence=sum(sure) / len(sure) if any(c.field for c in found.columns) else 0.0,
        samples={column.index: _samples(found, column.index) for column in found.columns},
        bad=_bad(found, tell),
        system=_system(found, options),
        items=items,
    )


def plan(db: Database, opened: Opened, options: Options, pace: Pace) -> Planned:
    """Tell what importing the file would do, line by line; nothing is written."""
    with no_cycles.unsearched():
        tell = pace.stage(pace_of.COMPARING)
        made = planning.plan(db, opened.path, options, tell, opened.sheets)
        order = {plans.ERROR: 0, plans.QUESTION: 1, plans.WARNING: 2}
        issues = sorted(made.issues, key=lambda issue: order[issue.level])
        return Planned(made, tuple(issues), questions.of(made), made.places, _positions(made))


def _positions(made: Plan) -> Positions | None:
    """Return the sheet's points beside known ones, where there are enough to compare."""
    shift = shifts.compare(made.around) if made.around is not None else None
    if shift is None or made.around is None:
        return None
    return Positions(shift, shifts.known_points(made.around))


def overwritten(made: Plan, pace: Pace) -> int:
    """Return in how many rows a value of the file would be written over by another."""
    tell, count = pace.stage(pace_of.COUNTING), 0
    for place, state in enumerate(made.states):
        if state in (plans.NEW, plans.CHANGED):  # a new project's estate may be known already
            changes = made.rows[place].changes
            count += any(change.old not in (None, "") for change in changes)
        progress.look(tell, place, len(made.states))
    return count


def store(db: Database, made: Plan, who: str, pace: Pace) -> Receipt:
    """Write a plan as one action; Cancelled leaves nothing of it."""
    return storing.store(db, made, who, pace.stage(pace_of.STORING))


def _samples(found: Layout, index: int) -> tuple[str, ...]:
    told: dict[str, None] = {}
    for row in found.data:
        if index < len(found.rows[row]) and (cell := found.rows[row][index]) is not None:
            told.setdefault(raw_text(cell)[:LONGEST_SAMPLE].strip().replace("\n", " ⏎ "))
            if len(told) == SAMPLES:
                break
    return tuple(told)


def _bad(found: Layout, tell: Teller) -> dict[int, int]:
    """Count the cells of each column that cannot be read as its field."""
    if found.kind == layout.UNKNOWN:
        return {}
    read = columns.read(found, found.data[:EXAMINED_ROWS], tell)
    counted = Counter(
        issue.column
        for place in read.told
        for issue in read.issues_at(place)
        if issue.kind in UNREADABLE
    )
    return {column.index: counted[letters(column.index)] for column in found.columns}


def _system(found: Layout, options: Options) -> str | None:
    if not any(headings.field(c.field).kind in POSITIONS for c in found.columns if c.field):
        return None
    return placing.reference(found, replace(options, crs=None))[0].system or ""


def _encoding(path: Path) -> Words:
    if not path.is_file():
        return PASTED
    kind, suffix = preflight.kind(path), path.suffix.lstrip(".").lower()
    if kind == "layers":
        return Words(f"{LAYERS.zh} {suffix}", f"{LAYERS.en} {suffix}")
    if kind != "text":
        return Words(f"{WORKBOOK.zh} {suffix}", f"{WORKBOOK.en} {suffix}")
    name = encodings.guess(path.read_bytes()) or ""
    return _TEXT_ENCODINGS.get(name, Words(name, name))
