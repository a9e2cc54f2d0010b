"""The records that a written place may be, for a person to choose from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from renewtrack.intake.neighbours import Near
from renewtrack.words import Words

if TYPE_CHECKING:
    from renewtrack.intake.known import AreaNames, Known

SAME_NAME = Words("同名", "the same name")
SAME_NUMBER = Words("号数相同", "the same number")
NEXT_NUMBER = Words("同小区的楼栋", "a building of the same estate")


@dataclass(frozen=True, slots=True)
class Candidate:
    """One record by its uid, as people call it, with a likeness of 0 to 100 and the reason."""

    uid: str
    label: str
    score: int
    why: Words


def of_estates(
    known: Known, area: AreaNames, name: str, key: str, found: Sequence[int] = ()
) -> tuple[Candidate, ...]:
    """Return the estates of the file that a name may be: ``found`` ones, else the likeliest."""
    if not found and not known.has_neighbours():
        return ()
    near = [Near(number, 100, SAME_NAME) for number in found if number > 0]
    return tuple(
        Candidate(known.estates[one.id].uid, estate_label(known, one.id), one.score, one.why)
        for one in near or known.near.of(area.street_key, key)
    )


def estate_label(known: Known, number: int) -> str:
    """Return an estate as people call it: street, community and name."""
    estate = known.estates[number]
    return " ".join(filter(None, (estate.street, estate.community, estate.name)))
