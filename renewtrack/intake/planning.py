"""A sheet compared with the file: what each row would make, change or leave as it is."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from renewtrack.intake import (
    area_rows,
    booking_rows,
    building_rows,
    checking,
    columns,
    comparing,
    estate_checks,
    estate_rows,
    far_places,
    form_keys,
    known,
    layer_places,
    ledger_rows,
    lift_rows,
    mending,
    need_rows,
    no_cycles,
    outlines,
    payment_rows,
    placing,
    reading,
    reading_rows,
    refusals,
    sheet_issues,
    site_rows,
    totals,
    units,
)
from renewtrack.intake import (
    layout as layouts,
)
from renewtrack.intake.columns import Cells
from renewtrack.intake.conflicts import Rule
from renewtrack.intake.layout import Layout
from renewtrack.intake.options import Options
from renewtrack.intake.plans import QUESTION, Plan
from renewtrack.intake.progress import Progress, look
from renewtrack.intake.row_read import RowRead
from renewtrack.intake.rows import Rejected, Surroundings
from renewtrack.intake.sheets import SheetCells
from renewtrack.intake.wanted import PlannedRows, Wanted
from renewtrack.store import areas, local_systems

if TYPE_CHECKING:
    from sqlite_utils import Database

KINDS: dict[str, Callable[[Cells, Surroundings], Wanted]] = {
    "ledger": ledger_rows.plan,
    "buildings": building_rows.plan,
    "estates": estate_rows.plan,
    "bookings": booking_rows.plan,
    "lifts": lift_rows.plan,
    "payments": payment_rows.plan,
    "needs": need_rows.plan,
    "readings": reading_rows.plan,
    "areas": area_rows.plan,
    "sites": site_rows.plan,
}
_STAGES = 4  # reading the columns, matching, comparing, checking: each a part of the progress


def plan(
    db: Database,
    path: Path,
    options: Options | None = None,
    progress: Progress | None = None,
    sheets: tuple[SheetCells, ...] | None = None,
) -> Plan:
    """Read a file and tell what importing it would do; nothing is written.

    ``sheets`` saves reading a file again. Raises a UserError where the file cannot be read or no
    sheet of it is recognised, Cancelled where ``progress`` returns False.
    """
    with no_cycles.unsearched():
        path = Path(path)
        options = with_fits(db, options or Options())
        sheets = _mended(path, reading.read(path) if sheets is None else sheets, options)
        layout = _chosen(path, sheets, options)
        made = plan_layout(db, path, layout, options, progress)
        book = (
            replace(issue, file=path.name)
            for issue in sheet_issues.of_book(sheets, layout, options)
        )
        return replace(made, sheet_issues=(*book, *made.sheet_issues))


def plan_layout(
    db: Database,
    path: Path,
    layout: Layout,
    options: Options,
    progress: Progress | None = None,
) -> Plan:
    """Tell what importing a sheet that is recognised already would do."""
    options = with_fits(db, options)
    layout, unit_questions = units.settle(layout, options.units)
    if options.year is not None:
        layout = replace(layout, facts=replace(layout.facts, year=options.year))
    layout, refused = form_keys.settled(db, layout)
    steps = _Steps(progress, len(layout.data))
    cells = columns.read(layout, progress=steps.part(0), kept=options.keep)
    around, other_system = _surroundings(db, layout, options)
    around.file = path.stem
    around.refused = {row: Rejected(kind, value=uid) for row, (kind, uid) in refused.items()}
    _note_shared(cells)
    _note_masked(cells, around)
    around.outlines = outlines.read(cells, around)
    layer_places.fill(db, cells, around)
    look(steps.part(1))
    wanted = KINDS[layout.kind](cells, around)
    states = _compared(cells, wanted, around, Rule(db, cells, around), steps.part(2))
    checking.of_cells(cells, wanted.rejected, steps.part(3))
    _note_far_places(cells, wanted, around)
    left_out = frozenset(cells.rows[place] for place in wanted.rejected)
    said = (
        *unit_questions,
        *sheet_issues.of_rows(around, cells, other_system),
        *estate_checks.of_wanted(around, cells, wanted),
    )
    return Plan(
        path=path,
        sha256=hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "",
        layout=layout,
        options=options,
        rows=PlannedRows(cells, wanted, states, around.known, path.name),
        states=states,
        wanted=wanted,
        cells=cells,
        sheet_issues=tuple(replace(issue, file=path.name) for issue in said),
        totals_differ=totals.differing(layout, left_out),
        year=around.year,
        around=around,
    )


def with_fits(db: Database, options: Options) -> Options:
    """Return the person's words together with the local systems that the file has."""
    fits = local_systems.fits(db)
    return replace(options, fits=fits) if fits != options.fits else options


def _mended(path: Path, sheets: tuple[SheetCells, ...], options: Options) -> tuple[SheetCells, ...]:
    """Return the sheets with the person's words in the one that is taken."""
    if options.edits and options.sheet is None:
        options = replace(options, sheet=_chosen(path, sheets, options).sheet.name)
    return mending.mended(sheets, options)


def _chosen(path: Path, sheets: tuple[SheetCells, ...], options: Options) -> Layout:
    layout = layouts.choose(sheets, options, path.stem)
    if layout is None and options.sheet is not None:
        names = "、".join(sheet.name for sheet in sheets)
        raise refusals.SheetNotNamed(name=path.name, sheet=options.sheet, sheets=names)
    if layout is None or layout.kind not in KINDS:
        raise refusals.NothingRecognised(name=path.name)
    return layout


class _Steps:
    """One progress of all parts of the work, in rows."""

    def __init__(self, progress: Progress | None, count: int) -> None:
        self._progress, self._count = progress, count

    def part(self, number: int) -> Progress | None:
        """Return the progress of a part, which tells how much of itself is done."""
        if self._progress is None:
            return None
        tell, count = self._progress, self._count
        last = 0.0

        def moved(done: int, of: int) -> bool | None:
            nonlocal last
            last = max(last, done / of if of else 0.0)  # (0, 0) only asks whether to stop
            return tell(round(count * (number + last) / _STAGES), count)

        return moved


def _surroundings(
    db: Database, layout: Layout, options: Options
) -> tuple[Surroundings, str | None]:
    reference, other = placing.reference(layout, options)
    around = Surroundings(
        layout=layout,
        options=options,
        known=_known(db, layout, options),
        year=layout.facts.year,
        reference=reference,
        district=areas.district_name(db),
    )
    return around, other


def _known(db: Database, layout: Layout, options: Options) -> known.Known:
    found = known.load(db, layout.kind)
    found.places = options.places
    found.makes = found.makes or options.new_places
    return found


def _compared(
    cells: Cells, wanted: Wanted, around: Surroundings, rule: Rule, progress: Progress | None
) -> list[str]:
    """Return the state of each row, and keep of what it would write only what differs."""
    for done, entries in enumerate(wanted.entries):
        look(progress, done, len(wanted.entries))
        comparing.compare_entries(cells, entries, around, rule)
    return comparing.states(cells, wanted, comparing.MAIN[around.layout.kind])


def _note_shared(cells: Cells) -> None:
    """Ask about the cells whose figure a merged range leaves with an earlier row."""
    layout = cells.layout
    for place, row in enumerate(cells.rows) if layout.shared else ():
        for column in layout.columns:
            first = layout.shared.get((row, column.index))
            if first is not None and column.field:
                read = RowRead(cells, place)
                read.complain("shared_figure", column.field, level=QUESTION, first=first + 1)


def _note_masked(cells: Cells, around: Surroundings) -> None:
    """Tell of texts that hide somebody: what the file has there stays."""
    shows = around.known.mask.shows
    for key, column in cells.columns.items():
        if column.field.kind not in ("text", "content"):
            continue
        texts = {value for value in column.values if value.__class__ is str and "*" in str(value)}
        hiding = {value for value in texts if shows(str(value))}
        for place, value in enumerate(column.values) if hiding else ():
            if value in hiding:
                cells.masked.setdefault(key, []).append(place)


def _note_far_places(cells: Cells, wanted: Wanted, around: Surroundings) -> None:
    """Warn of positions outside the district or far from all others."""
    far = far_places.of_rows(around)
    for place, row in enumerate(cells.rows) if far else ():
        if row in far and place not in wanted.rejected:
            kind, km = far[row]
            key = next(key for key in placing.FIELDS if key in cells.columns)
            RowRead(cells, place).complain(kind, key, km=km)
