"""What homes take part in, as lists for paper: the matrix of homes and items, and the rates."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from renewtrack.domain import codes, money, participation
from renewtrack.domain.participation import ANSWER_WORDS, ANSWERS, BUILDING, ESTATE, Spot, Tally
from renewtrack.printing.list_tables import COLUMNS, ITEM_RATES, ITEMS, ListColumn, Listing
from renewtrack.store import participation as answers
from renewtrack.store.choosing import Filter
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

    from renewtrack.store.participation import MatrixLine

WHOLE, SUBTOTAL = Words("合计", "Total"), Words("小计", "Subtotal")
RATE = Words(
    "{count} 户，按户 {heads}%，按面积 {share}%",
    "{count} homes, {heads}% by homes, {share}% by area",
)
Hide = Callable[[str, str], str]


def of(
    db: Database,
    what: str,
    building_ids: Sequence[int] | None,
    hide: Hide,
    check: Callable[..., object],
) -> Listing:
    """Return the list of some buildings in their order, or of all that have households.

    ``hide`` masks a value by its key; ``check`` is given the rows and may refuse them.
    """
    if building_ids is None:
        building_ids = answers.buildings(db, Filter())
    made = _matrix if what == ITEMS else _rates
    return made(db, building_ids, hide, check)


def _matrix(
    db: Database, building_ids: Sequence[int], hide: Hide, check: Callable[..., object]
) -> Listing:
    items, lines = answers.matrix(db, building_ids)
    check(lines)
    columns = (*COLUMNS[ITEMS], *(ListColumn(item, headed(item), "said") for item in items))
    rows = tuple(
        (
            *(line.street, line.estate, line.number, line.stairwell),
            *(hide("room", line.room), line.area_m2),
            *(_said(line, item) for item in items),
        )
        for line in lines
    )
    blank = (None,) * (len(COLUMNS[ITEMS]) - 1)
    sums = ((WHOLE, *blank, *(_rate(lines, item) for item in items)),)
    return Listing(ITEMS, columns, rows, sums=sums if lines else ())


def _said(line: MatrixLine, item: str) -> tuple[str, float | None]:
    return line.answers.get(item, (participation.NOT_ASKED, None))


def _rate(lines: Iterable[MatrixLine], item: str) -> Words:
    tally = participation.total(
        participation.one(_said(line, item)[0], line.area_m2, _said(line, item)[1])
        for line in lines
    )
    rate = tally.rate
    return RATE.filled(count=rate.count, heads=_text(rate.by_heads), share=_text(rate.by_area))


def _rates(
    db: Database, building_ids: Sequence[int], hide: Hide, check: Callable[..., object]
) -> Listing:
    found = answers.rates(db, building_ids)
    rows = [_row(*each) for each in participation.rolled(found.tallies, BUILDING).items()]
    check(rows)
    estates = participation.rolled(found.tallies, ESTATE)
    sums = [_row(*each) for each in estates.items()]
    for item in found.items if len({spot for spot, _ in estates}) > 1 else ():
        tallies = (tally for (_, own), tally in estates.items() if own == item)
        sums.append((WHOLE, "", *_row((Spot(None, ""), item), participation.total(tallies))[2:]))
    return Listing(ITEM_RATES, COLUMNS[ITEM_RATES], tuple(rows), sums=tuple(sums))


def _row(key: tuple[Spot, str], tally: Tally) -> tuple[object, ...]:
    spot, item = key
    rate, unit = tally.rate, unit_of(item)
    return (
        *(spot.estate, spot.building or SUBTOTAL, item_words(item), tally.every),
        *(tally.of(answer) for answer in ANSWERS),
        *(rate.by_heads, rate.by_area, rate.without_area, tally.amount(unit), unit),
    )


def item_words(item: str) -> Words:
    """Return what an item is called: a kind of work, or the sheet's own words."""
    entry = codes.code("work_types", item)
    return entry.words if entry else Words(item, item)


def unit_of(item: str) -> str:
    """Return the unit that an item is counted in, "" where nobody says."""
    entry = codes.code("work_types", item)
    return entry.unit.replace("m2", "㎡") if entry else ""


def headed(item: str) -> Words:
    """Return the heading of an item, with its unit."""
    words, unit = item_words(item), unit_of(item)
    return Words(f"{words.zh}({unit})", f"{words.en} ({unit})") if unit else words


def said(value: tuple[str, float | None], language: str) -> str:
    """Return an answer as it is written, with its number."""
    answer, quantity = value
    if answer == participation.NOT_ASKED:
        return ""
    told = ANSWER_WORDS[answer].in_(language)
    many = answer != participation.NOT_CONCERNED and quantity
    return f"{told} {quantity:.12g}" if many else told


def _text(share: float | None) -> str:
    return "—" if share is None else str(money.half_up(share, 1))
