"""Figures that no estate has: what is only rare and what is a mistaken unit or a slip."""

from __future__ import annotations

from dataclasses import dataclass

from renewtrack.intake import headings
from renewtrack.words import Words

TEN_THOUSAND = 10_000  # 万: what 元 and 万元, ㎡ and 万㎡ are apart
EARLIEST_WORKS = 1949
RARE, IMPOSSIBLE = "rare", "impossible"


@dataclass(frozen=True, slots=True)
class Limits:
    """What is possible and, within that, usual; in yuan, m2 or pieces. 0 sets no limit."""

    possible: tuple[float, float]
    usual: tuple[float, float]
    unit: Words | None = None  # of figures that stand in a unit and in ten thousands of it
    mixed: Words | None = None


_YUAN = Words("元", " yuan")
_M2 = Words("㎡", " m2")
_MIXED_MONEY = Words("元与万元", "yuan and 10,000 yuan")
_MIXED_AREA = Words("㎡与万㎡", "m2 and 10,000 m2")
_FUNDS = Limits((0, 5e10), (0, 5e9), _YUAN, _MIXED_MONEY)
# The largest estates of the country have some 70,000 households on 7,000,000 m2; housing towers
# end near 80 storeys.
LIMITS = {
    "gfa": Limits((0, 2e7), (0, 5e6), _M2, _MIXED_AREA),
    "invest_total": Limits((1e4, 5e10), (1e5, 5e9), _YUAN, _MIXED_MONEY),
    "house_count": Limits((0, 500_000), (0, 50_000)),
    "floors": Limits((0, 200), (0, 80)),
}


def limits(key: str) -> Limits | None:
    """Return the limits of a field, or None; every source of money has the same."""
    return LIMITS.get(key) or (_FUNDS if "funding" in headings.field(key).columns else None)


def figure(key: str, value: object) -> float:
    """Return a stored value in yuan, m2 or pieces; 0 for what is no number."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return 0.0
    return value / 100 if headings.field(key).kind == "money" else float(value)


def judge(key: str, value: object) -> str | None:
    """Return ``RARE`` or ``IMPOSSIBLE`` for a figure beyond its field's limits, else None."""
    known, found = limits(key), figure(key, value)
    if known is None or found <= 0:
        return None
    if not known.possible[0] <= found <= known.possible[1]:
        return IMPOSSIBLE
    return None if known.usual[0] <= found <= known.usual[1] else RARE


def words(key: str, value: object) -> dict[str, object]:
    """Return what a sentence says of such a figure: the amount and what it likely should be."""
    known, found = limits(key), figure(key, value)
    assert known is not None
    small = found < known.usual[0]
    likely = found * TEN_THOUSAND if small else found / TEN_THOUSAND
    return {
        "field": headings.field(key).words,
        "shown": _amount(found, known.unit),
        "suggested": _amount(likely, known.unit),
        "mixed": known.mixed,
    }


def _amount(found: float, unit: Words | None) -> Words:
    zh, en = (unit.zh, unit.en) if unit else ("", "")
    short = f"{found / TEN_THOUSAND:.10g}万{zh}" if found >= TEN_THOUSAND else f"{found:.10g}{zh}"
    return Words(short, f"{found:,.10g}{en}")
