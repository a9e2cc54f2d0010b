"""The tables of the sheet: statistics by street and index of estates."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from renewtrack.domain import secrecy
from renewtrack.printing import phrases
from renewtrack.printing.layouts import Layout
from renewtrack.printing.map_frame import MapFrame
from renewtrack.printing.status_map import StatusMap, StreetTotals
from renewtrack.printing.tables import Column, Table

HOUSEHOLDS_COLUMN = 3


def streets_table(status_map: StatusMap, layout: Layout) -> Table:
    """Return the statistics by street with their total; sums are rounded last."""
    language, preset = status_map.facts.language, status_map.facts.preset
    hidden = {HOUSEHOLDS_COLUMN} if preset.hidden(secrecy.HOUSEHOLDS) else set()
    head = (
        (phrases.STREET, 2.5), (phrases.ESTATES, 1.0), (phrases.BUILDINGS, 1.1),
        (phrases.HOUSEHOLDS, 1.3), (phrases.AREA, 1.7), (phrases.STARTED, 1.0),
        (phrases.FINISHED, 1.0),
    )  # fmt: skip
    columns = tuple(
        Column(words.in_(language), share, "right" if place else "left")
        for place, (words, share) in enumerate(head)
        if place not in hidden
    )
    every = (*status_map.streets, _total(status_map.streets, phrases.TOTAL.in_(language)))
    rows = [
        tuple(cell for place, cell in enumerate(_street_row(street)) if place not in hidden)
        for street in every
    ]
    return Table("streets", columns, tuple(rows), layout.text["table"], layout.row_height, True)


def _street_row(street: StreetTotals) -> tuple[str, ...]:
    return (
        street.street,
        str(street.estates),
        str(street.buildings),
        "" if street.households is None else str(street.households),
        "" if street.floor_area_m2 is None else wan(street.floor_area_m2),
        str(street.started),
        str(street.finished),
    )


def _total(streets: tuple[StreetTotals, ...], name: str) -> StreetTotals:
    homes = [street.households for street in streets if street.households is not None]
    areas = [street.floor_area_m2 for street in streets if street.floor_area_m2 is not None]
    return StreetTotals(
        name,
        sum(street.estates for street in streets),
        sum(street.buildings for street in streets),
        sum(homes) if homes else None,
        sum(areas) if areas else None,
        sum(street.started for street in streets),
        sum(street.finished for street in streets),
    )


def wan(square_metres: float) -> str:
    """Return 万㎡ with two decimals, halves up."""
    exact = Decimal(repr(square_metres)) / 10_000
    return str(exact.quantize(Decimal("0.01"), ROUND_HALF_UP))


def index_table(status_map: StatusMap, drawn: MapFrame, layout: Layout) -> Table:
    """Return the index of estates under the headings of their streets."""
    language = status_map.facts.language
    name, stage = (2.8, 2.5) if language == "zh" else (2.4, 2.9)
    columns = (
        Column(phrases.NUMBER.in_(language), 0.85, "right"),
        Column(phrases.ESTATE.in_(language), name),
        Column(phrases.BUILDINGS_SHORT.in_(language), 0.95, "right"),
        Column(phrases.STAGE.in_(language), stage, wraps=False),
    )
    rows: list[tuple[str, ...]] = []
    street = None
    for label in status_map.labels:
        if label.street != street:
            street = label.street
            rows.append((street or "—",))
        number = drawn.numbers.get(label.estate_id)
        rows.append(
            (
                "—" if number is None else str(number),
                label.name,
                str(label.buildings),
                label.stage.in_(language),
            )
        )
    return Table("index", columns, tuple(rows), layout.text["index"], layout.row_height)
