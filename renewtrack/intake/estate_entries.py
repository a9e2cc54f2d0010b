"""The estates that the rows of a sheet name, as records to make or to change."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from renewtrack.domain import text
from renewtrack.domain.places import Building, Estate, Site
from renewtrack.intake import fields_of, outlines, placing, rows
from renewtrack.intake.columns import NOWHERE, Cells
from renewtrack.intake.entries import Area, Entries, Filled
from renewtrack.intake.matching import Matched
from renewtrack.intake.row_read import RowRead
from renewtrack.intake.rows import Surroundings

_JOINTS = re.compile(r"[、,，;；\n]+")
_EAST, _NORTH = ("lon", "coord_y", "lat", "coord_x"), ("lat", "coord_x", "lon", "coord_y")
_FIGURES = tuple(key for key in placing.FIELDS if key != outlines.KEY)
_POSITION = ("geom", "source_x", "source_y", "source_crs", "position_method")


def of_rows(
    cells: Cells,
    around: Surroundings,
    accepted: Sequence[tuple[int, Matched]],
    *,
    values: bool,
    shared: Collection[int] = (),
) -> Entries:
    """Return the estates of the accepted rows, by place and match.

    With ``values`` the rows tell of the estate itself, but those at ``shared`` places, whose
    figures are not of one whole estate; else only new ones and those whose street or community
    is told more closely are among the entries.
    """
    areas, names = [], []
    for place, matched in accepted:
        area, name = _met(cells, around, place, matched)
        areas.append(area)
        names.append(name)
    wanted = [
        (place, matched, area, name)
        for (place, matched), area, name in zip(accepted, areas, names, strict=True)
        if values or area is not None or name is not None
    ]
    places = [place for place, *_ in wanted]
    found = Entries("estate", places, [matched.id for _, matched, *_ in wanted])
    found.areas = [area for *_, area, _ in wanted]
    told = cells.columns.get("estate_name")
    at = (told.column.index, told.beside) if told is not None else (NOWHERE, ())
    found.columns["name"] = Filled([name for *_, name in wanted], *at)
    if values:
        of_project = fields_of.entity_columns("project") if cells.layout.kind == "ledger" else ()
        found.columns |= fields_of.entity(cells, "estate", places, but=of_project)
        _leave_shared(found, shared)
        _with_aliases(found, around)
        _with_positions(found, cells, around)
    return found


def _met(
    cells: Cells, around: Surroundings, place: int, matched: Matched
) -> tuple[Area | None, str | None]:
    """Return the street and community to write for a row's estate, and its name if it is new."""
    street, community = around.area_of(matched)
    area = around.closer.get(place)
    if matched.id > 0 or matched.key in around.made:
        return area, None
    around.made.add(matched.key)
    if not street:
        around.notes["no_street"].append(cells.rows[place])
    if matched.candidates:
        rows.show_similar(RowRead(cells, place), around, matched)
    return ((street or "", community or "") if street or community else None), text.tidy(
        matched.name
    )


def _leave_shared(found: Entries, shared: Collection[int]) -> None:
    entries = [entry for entry, place in enumerate(found.places) if place in shared]
    for name, column in found.columns.items():
        for entry in entries if name != "name" else ():
            column.values[entry] = None


def _with_aliases(found: Entries, around: Surroundings) -> None:
    """Add the names of a cell to those that the file knows; none is ever taken away."""
    column = found.columns.get("aliases")
    for entry, said in enumerate(column.values if column is not None else ()):
        if said is not None and column is not None:
            standing = around.known.estates[found.refs[entry]]
            names = (part.strip() for part in _JOINTS.split(str(said)))
            every = dict.fromkeys((*standing.aliases, *filter(None, names)))
            column.values[entry] = tuple(every)


def _with_positions(found: Entries, cells: Cells, around: Surroundings) -> None:
    if not any(key in cells.columns for key in placing.FIELDS):
        return
    standing: list[Estate] = [around.known.estates[ref] for ref in found.refs]
    found.columns |= positions(cells, around, found.places, standing)


def positions(
    cells: Cells,
    around: Surroundings,
    places: Sequence[int],
    standing: Sequence[Building | Estate | Site | None],
) -> dict[str, Filled]:
    """Return the columns of the rows' positions; {} for a sheet without coordinates."""
    shaped = outlines.columns(cells, around, places, standing)
    columns = [cells.columns[key] for key in _FIGURES if key in cells.columns]
    if not columns:
        return shaped
    filled: dict[str, list[object]] = {name: [None] * len(places) for name in _POSITION}
    east, north = [NOWHERE] * len(places), [NOWHERE] * len(places)
    for entry, (place, record) in enumerate(zip(places, standing, strict=True)):
        if place in around.outlines.by_place:
            continue  # its shape says more
        if all(column.values[place] is None for column in columns):
            continue
        for name, value in placing.values(RowRead(cells, place), around, record).items():
            filled[name][entry] = value.value
        east[entry] = _cell_of(cells, place, _EAST)
        north[entry] = _cell_of(cells, place, _NORTH)
    at = {"source_x": east, "source_y": north, "geom": east}
    found = {
        name: Filled(values, at.get(name, NOWHERE))
        for name, values in filled.items()
        if any(value is not None for value in values)
    }
    return _both(shaped, found)


def _both(shaped: dict[str, Filled], found: dict[str, Filled]) -> dict[str, Filled]:
    """Return the columns of shapes, and those of points for the rows without one."""
    if not shaped or not found:
        return shaped or found
    for name, filled in found.items():
        more = shaped.setdefault(name, Filled([None] * len(filled.values), NOWHERE))
        ats = [filled.column_of(entry) for entry in range(len(filled.values))]
        more.at = [
            more.column_of(entry) if value is not None else ats[entry]
            for entry, value in enumerate(more.values)
        ]
        more.values = [
            had if had is not None else new
            for had, new in zip(more.values, filled.values, strict=True)
        ]
    return shaped


def _cell_of(cells: Cells, place: int, keys: Sequence[str]) -> int:
    """Return the sheet's column of the first of some fields that a row fills."""
    filled = (cells.columns[key] for key in keys if key in cells.columns)
    return next((each.column.index for each in filled if each.values[place] is not None), NOWHERE)
