"""Percentages from what they stand on, and of wholes from their parts, with the weights told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from renewtrack.domain import lifecycle, tables
from renewtrack.domain.money import half_up
from renewtrack.words import Words

QUANTITY, MONEY, MILESTONES, STATED = BASES = ("quantity", "money", "milestones", "stated")
BASIS_WORDS = {
    QUANTITY: Words("按工程量", "by quantity"),
    MONEY: Words("按资金", "by money"),
    MILESTONES: Words("按阶段", "by stage"),
    STATED: Words("填报", "as stated"),
}
BUDGET, AREA, HOUSEHOLDS, EQUAL = WEIGHTS = ("budget", "area", "households", "equal")
WEIGHT_WORDS = {
    BUDGET: Words("按预算加权", "weighted by budget"),
    AREA: Words("按建筑面积加权", "weighted by floor area"),
    HOUSEHOLDS: Words("按户数加权", "weighted by households"),
    EQUAL: Words("等权", "all parts alike"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a whole: its percentage and what it may weigh; None is not known."""

    percent: float | None
    budget_fen: int | None = None
    area_m2: float | None = None
    households: int | None = None


@dataclass(frozen=True, slots=True)
class Whole:
    """The percentage of a whole with the weights it was reckoned by, and what was left out."""

    percent: float | None
    weight: str
    left_out: int = 0

    @property
    def words(self) -> Words:
        """Return the weights as a report prints them."""
        return WEIGHT_WORDS[self.weight]


@dataclass(frozen=True, slots=True)
class Measured:
    """What a work's percentage can be reckoned from; money in fen."""

    stage: str | None = None
    stated: float | None = None
    quantity: float | None = None
    quantity_done: float | None = None
    budget_fen: int | None = None
    paid_fen: int | None = None


@cache
def milestones() -> dict[str, float]:
    """Return the percentage that each stage stands for, as ``lifecycle.toml`` has it."""
    return {
        str(key): float(value) for key, value in tables.document("lifecycle")["milestone"].items()
    }


def percent_by(basis: str, work: Measured) -> float | None:
    """Return a work's percentage (0 to 100) on a basis of ``BASES``; None where figures lack.

    Completed works (S80 or later) stand at 100 on every basis.
    """
    if lifecycle.is_completed(work.stage):
        return 100.0
    if basis == QUANTITY:
        return _share(work.quantity_done, work.quantity)
    if basis == MONEY:
        return _share(work.paid_fen, work.budget_fen)
    if basis == MILESTONES:
        return milestones().get(work.stage or "")
    return work.stated


def whole(parts: Iterable[Part]) -> Whole:
    """Return the percentage of a whole: sum(percent x weight) / sum(weight), halves up, last.

    Weights are the budgets where every part that counts has one, else the floor areas, else the
    households, else all alike. Parts without a percentage are left out and counted.
    """
    every = list(parts)
    counted = [part for part in every if part.percent is not None]
    left_out = len(every) - len(counted)
    if not counted:
        return Whole(None, EQUAL, left_out)
    for key, weights in _weights(counted):
        total = sum(weights)
        if total > 0 and all(weight > 0 for weight in weights):
            done = sum(
                Decimal(str(part.percent)) * weight
                for part, weight in zip(counted, weights, strict=True)
            )
            return Whole(float(half_up(done / total)), key, left_out)
    raise AssertionError("equal weights always count")


def _weights(parts: Sequence[Part]) -> Iterable[tuple[str, list[Decimal]]]:
    yield BUDGET, [Decimal(part.budget_fen or 0) for part in parts]
    yield AREA, [Decimal(str(part.area_m2 or 0)) for part in parts]
    yield HOUSEHOLDS, [Decimal(part.households or 0) for part in parts]
    yield EQUAL, [Decimal(1) for _ in parts]


def _share(some: float | None, every: float | None) -> float | None:
    if some is None or not every or every < 0:
        return None
    share = half_up(Decimal(str(some)) * 100 / Decimal(str(every)))
    return float(min(max(share, Decimal(0)), Decimal(100)))
