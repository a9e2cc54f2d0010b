"""What the works of buildings are to hold when the wishes of their homes are summed up."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from renewtrack.domain import quantities

ADD, CHANGE, SAME, NOBODY, UNCOUNTED, SEVERAL, ABOVE, UNIT = STEPS = (
    *("add", "change", "same", "nobody", "uncounted", "several", "above", "unit"),
)
USUAL = frozenset((ADD, CHANGE))  # what is written where nobody chooses otherwise
WRITTEN = frozenset((ADD, CHANGE, NOBODY, ABOVE, UNIT))
_NEAR = 1e-6


@dataclass(frozen=True, slots=True)
class ScopeLine:
    """One building's work of an item: what it holds now, and what its homes want together.

    ``works`` are the works of the whole building of this kind, ``above`` tells whether the estate
    has one as a whole. ``new`` is None where homes agree and nobody told a number; ``missing``
    is how many of them did not.
    """

    building_id: int
    estate: str
    number: str
    homes: int
    works: tuple[int, ...]
    old: float | None
    old_unit: str | None
    new: float | None
    unit: str
    missing: int = 0
    above: bool = False

    @property
    def step(self) -> str:
        """What is to be done, one of STEPS."""
        if len(self.works) > 1:
            return SEVERAL
        if self.works:
            return self._of_work()
        if not self.homes:
            return SAME
        if self.above:
            return ABOVE
        return ADD

    def _of_work(self) -> str:
        if self.new is None:
            return UNCOUNTED
        if self.unit and self.old_unit and not _alike(self.old_unit, self.unit):
            return UNIT
        same = self.old is not None and abs(self.old - self.new) < _NEAR
        if same and (not self.unit or self.old_unit):
            return SAME
        if not self.homes:
            return NOBODY if self.old else SAME
        return CHANGE


def _alike(one: str, other: str) -> bool:
    """Tell whether two units are one, however they are spelt."""
    return one == other or quantities.in_unit(Decimal(1), one, other) == 1
