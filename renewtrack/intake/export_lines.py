"""The rows of the plain lists to be written: every field of a form in the words it is read by."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from renewtrack.domain import fields
from renewtrack.domain.places import Building, Estate
from renewtrack.intake import captions, ledger_lines, record_lines, words_back
from renewtrack.intake.papers import Line, Paper, PaperColumn, Written, paper
from renewtrack.store import batches, buildings, estates, exports, gpkg, listing

if TYPE_CHECKING:
    from sqlite_utils import Database

DEGREE_PLACES = 7  # about a centimetre
Only = frozenset[int] | None


def lines(
    db: Database,
    kind: str,
    chosen: listing.Filter | None = None,
    reveal: bool = False,
    whole: bool = False,
) -> list[Line]:
    """Return the rows of a form by the keys of its columns.

    ``chosen`` picks estates or buildings. Persons are masked unless ``reveal``. ``whole`` tells
    a project's year and name even where they tell nothing apart.
    """
    made: Iterator[Line]
    if kind == "ledger":
        only = None if chosen is None else frozenset(listing.ids(db, "estates", chosen))
        return [
            {**line.values, "seq": number}
            for number, line in enumerate(ledger_lines.lines(db, only, reveal, whole), 1)
        ]
    if kind in _MADE:
        only = None if chosen is None else frozenset(listing.ids(db, kind, chosen))
        made = _MADE[kind](db, only)
    else:
        made = record_lines.lines(db, kind)
    form = paper(kind)
    mask = exports.mask(db)
    found: list[Line] = []
    for number, line in enumerate(made, 1):
        scaled = {column.field: in_unit(column, line.get(column.field)) for column in form.columns}
        told: Line = {**line, **scaled, "seq": number}
        found.append(told if reveal else ledger_lines.masked(told, mask))
    return found


def in_unit(column: PaperColumn, value: Written) -> Written:
    """Return fen or m2 in the unit that a column's heads tell; anything else as it is."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        return value
    exact = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    known = fields.field(column.field).kind
    unit = {"area": captions.area_unit, "money": captions.money_unit}.get(known)
    return value if unit is None else _plain(words_back.in_unit(exact, known, unit(column.label)))


def _plain(exact: Decimal) -> Written:
    return int(exact) if exact == exact.to_integral() else float(exact)


def _buildings(db: Database, only: Only) -> Iterator[Line]:
    for building in buildings.all(db):
        if only is None or building.id in only:
            yield _building(building)


def _building(building: Building) -> Line:
    return {
        **_stored(building, "building"),
        "uid": building.uid,
        "street": building.street,
        "community": building.community,
        "estate_name": building.estate,
        "bldg_no": words_back.building_number(building.number),
        **_degrees(building.geom),
    }


def _estates(db: Database, only: Only) -> Iterator[Line]:
    for estate in estates.all(db):
        if only is None or estate.id in only:
            yield _estate(db, estate)


def _estate(db: Database, estate: Estate) -> Line:
    source = batches.source_of(db, "estate", estate.id).get("year_built")
    return {
        **_stored(estate, "estate"),
        "uid": estate.uid,
        "street": estate.street,
        "community": estate.community,
        "estate_name": estate.name,
        "estate_alias": "、".join(estate.aliases) or None,
        "year_built": words_back.year(estate.year_built, estate.year_built_to, source),
        **_degrees(estate.geom),
    }


def _stored(record: object, table: str) -> dict[str, Written]:
    """Return the columns of a record by field, keys of code lists as their labels."""
    values: dict[str, Written] = {}
    for known in fields.FIELDS:
        name = known.columns.get(table)
        if name is None:
            continue
        value = getattr(record, name)
        about = known.kind.partition(":")[2]
        values[known.key] = words_back.code(about, value) if about else value
    return values


def _degrees(geom: bytes | None) -> dict[str, Written]:
    lon, lat = gpkg.centre(geom) if geom is not None else (None, None)
    return {
        "lon": None if lon is None else round(lon, DEGREE_PLACES),
        "lat": None if lat is None else round(lat, DEGREE_PLACES),
    }


_MADE: dict[str, Callable[[Database, Only], Iterator[Line]]] = {
    "buildings": _buildings,
    "estates": _estates,
}


def estate_line(db: Database, estate: Estate) -> Line:
    """Return an estate's row."""
    return _estate(db, estate)


def building_line(number: int, building: Building) -> Line:
    """Return a building's row with its number in a list."""
    return {**_building(building), "seq": number}


def used(form: Paper, found: list[Line]) -> tuple[PaperColumn, ...]:
    """Return the columns without the optional ones that no line fills, items before the last."""
    columns = [
        column
        for column in form.columns
        if not column.optional or any(line.get(column.field) is not None for line in found)
    ]
    items = [PaperColumn(head, f"item:{head}") for head in record_lines.item_columns(found)]
    return (*columns[:-1], *items, *columns[-1:])
