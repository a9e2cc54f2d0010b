"""What an estate's own counts say against its buildings, after a survey of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from renewtrack.intake import sentences
from renewtrack.intake.columns import Cells
from renewtrack.intake.entries import Entries
from renewtrack.intake.plans import Issue
from renewtrack.intake.rows import Surroundings
from renewtrack.intake.wanted import Wanted


@dataclass(slots=True)
class _Counted:
    """One estate's buildings by ref with their households, and the first row that names it."""

    row: int
    households: dict[int, int | None] = field(default_factory=dict)


def of_wanted(around: Surroundings, cells: Cells, wanted: Wanted) -> Iterator[Issue]:
    """Yield what ``of_buildings`` finds where a sheet lists buildings."""
    for entries in wanted.entries:
        if entries.table == "building":
            yield from of_buildings(around, cells, entries)


def of_buildings(around: Surroundings, cells: Cells, buildings: Entries) -> Iterator[Issue]:
    """Yield once for each estate where its buildings are not as many as it is recorded with.

    Its buildings are those of the file and those of the sheet. Households are compared where
    every building tells them and none is missing, or where they are more already.
    """
    for estate_id, counted in _count(around, cells, buildings).items():
        estate = around.known.estates[estate_id]
        buildings_known = len(counted.households)
        stated = estate.building_count
        if stated is not None and stated != buildings_known:
            yield _issue(
                around, counted.row, "estate_buildings", estate.name, stated, buildings_known
            )
        told = [count for count in counted.households.values() if count is not None]
        complete = len(told) == buildings_known and stated in (None, buildings_known)
        stated, known = estate.household_count, sum(told)
        if stated is not None and (known > stated or (complete and known != stated)):
            yield _issue(around, counted.row, "estate_households", estate.name, stated, known)


def _count(around: Surroundings, cells: Cells, buildings: Entries) -> dict[int, _Counted]:
    found: dict[int, _Counted] = {}
    _, estates = buildings.parents["estate_id"]
    told = buildings.columns.get("household_count")
    for entry, estate_id in enumerate(estates):
        if estate_id not in found:
            found[estate_id] = _Counted(cells.rows[buildings.places[entry]])
        value = told.values[entry] if told is not None else None
        households = found[estate_id].households
        households[buildings.refs[entry]] = value if isinstance(value, int) else None
    standing: dict[int, dict[int, int | None]] = defaultdict(dict)
    for building in around.known.buildings.values():
        standing[building.estate_id][building.id] = building.household_count
    for estate_id, counted in found.items():
        for number, known in standing.get(estate_id, {}).items():
            if counted.households.get(number) is None:
                counted.households[number] = known
    return found


def _issue(  # noqa: PLR0913 - what the sentence says
    around: Surroundings, row: int, kind: str, estate: str, stated: int, known: int
) -> Issue:
    column = around.layout.column("estate_name")
    return sentences.issue(
        around.layout, row, kind, column, value=estate, estate=estate, stated=stated, known=known
    )
