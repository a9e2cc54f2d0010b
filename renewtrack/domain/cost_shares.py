"""What each flat pays for a lift: shares by floor and area, to the fen, agreed and no law."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache

from renewtrack.domain import tables
from renewtrack.errors import UserError
from renewtrack.words import Words

AGREED = Words(
    "分摊方案由业主约定，非法定标准", "Agreed among the owners; no law sets these shares"
)

_MOST, _DECIMALS = 1000, 6  # of a factor


class NobodyPays(UserError):
    """All flats weigh nothing, so that nobody could pay."""

    words = Words(
        "按这个方案没有一户承担费用，请检查楼层和系数。",
        "By this sharing no flat would pay: please check floors and factors.",
    )


class BadFactor(UserError):
    """A factor of a floor is none that a share can be reckoned from."""

    words = Words(
        "{floor} 层的系数“{factor}”不能用：请填 0 到 1000 之间的数，最多六位小数。",
        "The factor “{factor}” of floor {floor} cannot be used: it has to be from 0 to 1000, with "
        "six decimals at most.",
    )


@dataclass(frozen=True, slots=True)
class Preset:
    """A way of sharing: factors of the floors from the first, then ``step`` more each floor."""

    key: str
    words: Words
    factors: tuple[Decimal, ...]
    step: Decimal
    by: str  # area or flat


@dataclass(frozen=True, slots=True)
class Flat:
    """One flat that may pay: its floor from 1, its area in dm2."""

    floor: int
    area_dm2: int | None = None


@cache
def presets() -> dict[str, Preset]:
    """Return the presets of ``cost_shares.toml`` by their keys."""
    return {
        row["key"]: Preset(
            row["key"],
            Words(row["zh"], row["en"]),
            tuple(Decimal(str(factor)) for factor in row["factors"]),
            Decimal(str(row["step"])),
            row["by"],
        )
        for row in tables.document("cost_shares")["code"]
    }


def factor(preset: Preset, floor: int, own: Mapping[int, Decimal] | None = None) -> Decimal:
    """Return the factor of a floor; ``own`` factors by floor win, missing ones are 0 there."""
    if own:
        return own.get(floor, Decimal(0))
    if floor < 1 or not preset.factors:
        return Decimal(0)
    if floor <= len(preset.factors):
        return preset.factors[floor - 1]
    return preset.factors[-1] + preset.step * (floor - len(preset.factors))


def shares(
    flats: Sequence[Flat],
    preset: Preset,
    amount_fen: int,
    by: str = "",
    own: Mapping[int, Decimal] | None = None,
) -> list[int]:
    """Return what each flat pays of an amount, in fen; they sum to the amount exactly.

    share = factor x weight / sum; what rounding down leaves goes fen by fen to the flats of the top
    floor that pays. An amount below zero is none. Raises NobodyPays, BadFactor.
    """
    for floor, each in (own or {}).items():
        if not _usable(each):
            raise BadFactor(floor=floor, factor=each)
    amount = max(0, amount_fen)
    weighed = by or preset.by
    weights = [
        Fraction(factor(preset, flat.floor, own)) * (flat.area_dm2 or 0 if weighed == "area" else 1)
        for flat in flats
    ]
    total = sum(weights)
    if total <= 0:
        raise NobodyPays
    paid = [int(amount * weight / total) for weight in weights]
    top = max(flat.floor for flat, weight in zip(flats, weights, strict=True) if weight > 0)
    upper = [
        place
        for place, (flat, weight) in enumerate(zip(flats, weights, strict=True))
        if flat.floor == top and weight > 0
    ]
    for cent in range(amount - sum(paid)):
        paid[upper[cent % len(upper)]] += 1
    return paid


def _usable(own: Decimal) -> bool:
    if not own.is_finite() or not 0 <= own <= _MOST:
        return False
    exponent = own.as_tuple().exponent
    return isinstance(exponent, int) and exponent >= -_DECIMALS


def own_factors(written: str | None) -> dict[int, Decimal]:
    """Return the factors by floor that a lift keeps as JSON; {} for none or what cannot be read."""
    try:
        found = json.loads(written or "{}")
        return {int(floor): Decimal(str(value)) for floor, value in found.items()}
    except (ValueError, ArithmeticError, AttributeError):
        return {}
