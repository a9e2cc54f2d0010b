"""What importing a file would do: every data row new, changed, same or rejected."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from renewtrack.errors import Cancelled
from renewtrack.intake import (
    building_rows,
    cells,
    checking,
    comparing,
    known,
    ledger_rows,
    placing,
    reading,
    refusals,
    rows,
    sentences,
    sheet_issues,
    totals,
    units,
)
from renewtrack.intake import (
    layout as layouts,
)
from renewtrack.intake.cells import RowRead
from renewtrack.intake.layout import Layout
from renewtrack.intake.options import Options
from renewtrack.intake.plans import QUESTION, REJECTED, Issue, Plan, PlannedRow
from renewtrack.intake.rows import Rejected, RowWrites, Surroundings
from renewtrack.intake.sheets import SheetCells
from renewtrack.store import areas, gpkg

if TYPE_CHECKING:
    from sqlite_utils import Database

Progress = Callable[[int, int], bool | None]  # done, of how many; returns False to stop
KINDS: dict[str, Callable[[RowRead, Surroundings], RowWrites]] = {
    "ledger": ledger_rows.plan,
    "buildings": building_rows.plan,
}
FAR_KM = 30.0
STEP = 500


def plan(
    db: Database, path: Path, options: Options | None = None, progress: Progress | None = None
) -> Plan:
    """Read a file and tell what importing it would do; nothing is written.

    Raises a UserError where the file cannot be read or no sheet of it is recognised, Cancelled
    where ``progress`` returns False.
    """
    path = Path(path)
    options = options or Options()
    sheets = reading.read(path)
    layout = _chosen(path, sheets, options)
    made = plan_layout(db, path, layout, options, progress)
    book = (
        replace(issue, file=path.name) for issue in sheet_issues.of_book(sheets, layout, options)
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
    layout, unit_questions = units.settle(layout, options.units)
    if options.year is not None:
        layout = replace(layout, facts=replace(layout.facts, year=options.year))
    around, other_system = _surroundings(db, layout, options)
    columns = cells.prepared(layout)
    reads: list[RowRead] = []
    planned: list[PlannedRow] = []
    for done, row in enumerate(layout.data):
        if progress is not None and done % STEP == 0 and progress(done, len(layout.data)) is False:
            raise Cancelled
        read = cells.read_row(layout, row, columns)
        _note_shared(read)
        _note_masked(read, around)
        planned.append(_planned(read, around))
        reads.append(read)
    planned = _with_far_places(planned, around)
    return Plan(
        path=path,
        sha256=hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "",
        layout=layout,
        options=options,
        rows=tuple(_in_file(row, path) for row in planned),
        sheet_issues=tuple(
            replace(issue, file=path.name)
            for issue in (
                *unit_questions,
                *sheet_issues.of_rows(around, reads, other_system),
            )
        ),
        totals_differ=totals.differing(
            layout, frozenset(row.row - 1 for row in planned if row.state == REJECTED)
        ),
        year=around.year,
        known=dict(around.ids),
    )


def _chosen(path: Path, sheets: tuple[SheetCells, ...], options: Options) -> Layout:
    layout = layouts.choose(sheets, options, path.stem)
    if layout is None and options.sheet is not None:
        names = "、".join(sheet.name for sheet in sheets)
        raise refusals.SheetNotNamed(name=path.name, sheet=options.sheet, sheets=names)
    if layout is None or layout.kind not in KINDS:
        raise refusals.NothingRecognised(name=path.name)
    return layout


def _surroundings(
    db: Database, layout: Layout, options: Options
) -> tuple[Surroundings, str | None]:
    reference, other = placing.reference(layout, options)
    around = Surroundings(
        layout=layout,
        options=options,
        known=known.load(db, layout.kind),
        year=layout.facts.year,
        reference=reference,
        district=areas.district_name(db),
    )
    return around, other


def _planned(read: RowRead, around: Surroundings) -> PlannedRow:
    number = read.row + 1
    try:
        wanted = KINDS[around.layout.kind](read, around)
    except Rejected as refused:
        issues = (rows.rejection(read, refused), *read.issues)
        return PlannedRow(number, REJECTED, read.words("estate_name") or "", issues=issues)
    read.issues.extend(checking.check(read))
    state, changes, writes = comparing.compare(wanted.writes, around)
    return PlannedRow(number, state, wanted.name, changes, writes, tuple(read.issues))


def _note_shared(read: RowRead) -> None:
    """Ask about the row's cells whose figure a merged range leaves with an earlier row."""
    for column in read.layout.columns if read.layout.shared else ():
        first = read.layout.shared.get((read.row, column.index))
        if first is not None and column.field:
            read.complain("shared_figure", column.field, level=QUESTION, first=first + 1)


def _note_masked(read: RowRead, around: Surroundings) -> None:
    """Tell of texts that hide somebody: what the file has there stays."""
    for key, value in read.values.items():
        if isinstance(value.value, str) and around.known.mask.shows(value.value):
            read.masked.append(key)


def _with_far_places(planned: list[PlannedRow], around: Surroundings) -> list[PlannedRow]:
    """Warn of positions far from the middle of the sheet's and the file's other points."""
    points = [(lon, lat) for _, lon, lat in around.placed]
    standing = [building.geom for building in around.known.buildings.values()]
    standing += [estate.geom for estate in around.known.estates.values()]
    points += [gpkg.centre(geom) for geom in standing if geom is not None]
    if len(points) < 3:
        return planned
    lon, lat = median(point[0] for point in points), median(point[1] for point in points)
    usual = median(placing.metres(lon, lat, *point) for point in points) / 1000
    far: dict[int, Issue] = {}
    for row, east, north in around.placed:
        km = placing.metres(lon, lat, east, north) / 1000
        if km > max(FAR_KM, 6 * usual):
            column = next(filter(None, map(around.layout.column, placing.FIELDS)), None)
            far[row + 1] = sentences.issue(around.layout, row, "far_away", column, km=round(km))
    return [
        replace(row, issues=(*row.issues, far[row.row])) if row.row in far else row
        for row in planned
    ]


def _in_file(row: PlannedRow, path: Path) -> PlannedRow:
    if not row.issues:
        return row
    return replace(row, issues=tuple(replace(issue, file=path.name) for issue in row.issues))
