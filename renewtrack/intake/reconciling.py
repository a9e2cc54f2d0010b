"""The places that the rows of a sheet name, each with what it was taken for and what it may be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from renewtrack.intake.candidates import Candidate as Candidate
from renewtrack.intake.known import Asked
from renewtrack.intake.matching import MATCHED, NEW, NONE, UNSURE, written

if TYPE_CHECKING:
    from renewtrack.intake.rows import Surroundings

STATES = (UNSURE, NONE, NEW, MATCHED)  # in the order in which a person looks at them
TABLES = ("estate", "building", "project")
Named = tuple[str, Asked]  # the table, and the place as the sheet says it


class Found(Protocol):
    """What matching found for a place."""

    @property
    def id(self) -> int:
        """Return the record's id, 0 or below where the file has none."""

    @property
    def state(self) -> str:
        """Return one of ``STATES``."""

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """Return what it may be, the likeliest first."""


@dataclass(slots=True)
class Naming:
    """One place of a sheet on its way: what was found and the rows that name it."""

    found: Found
    rows: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Place:
    """One written place: ``written`` is what ``Options.places`` names it by, with its table.

    ``rows`` are the sheet's own numbers, from 1. ``chosen_uid`` is the record that it is taken
    for, "" where the file has none.
    """

    table: str
    written: str
    street: str | None
    community: str | None
    name: str
    rows: tuple[int, ...]
    state: str
    chosen_uid: str
    candidates: tuple[Candidate, ...] = ()


def meet(
    met: dict[Named, Naming], table: str, asked: Asked, found: Found, rows: Iterable[int]
) -> None:
    """Note what a written place was found to be, and the rows (zero-based) that name it."""
    place = met.get((table, asked))
    if place is None:
        place = met[table, asked] = Naming(found)
    place.rows.extend(row + 1 for row in rows)


def places(around: Surroundings) -> tuple[Place, ...]:
    """Return the places that the rows of an import name, those that need a person first."""
    _meet_estates(around)
    found = [_place(around, table, asked, place) for (table, asked), place in around.met.items()]
    order = {state: place for place, state in enumerate(STATES)}
    return tuple(sorted(found, key=lambda one: (order[one.state], one.rows[:1])))


def _meet_estates(around: Surroundings) -> None:
    """Note the estates that the rows name, which nobody needs before the places are asked for."""
    rows_of: dict[Asked, list[int]] = {}
    for row, one in zip(around.layout.data, around.asked, strict=False):
        if one is not None:
            rows_of.setdefault(one, []).append(row)
    for one, rows in rows_of.items():
        met = around.known.matched.get(one)
        if met is not None and ("estate", one) not in around.met:
            meet(around.met, "estate", one, met, rows)


def counts(found: Iterable[Place]) -> dict[str, int]:
    """Return the number of places in each state."""
    counted = dict.fromkeys(STATES, 0)
    for place in found:
        counted[place.state] += 1
    return counted


def named(candidates: Iterable[Candidate]) -> str:
    """Return candidates as a sentence lists them."""
    return "、".join(candidate.label for candidate in candidates)


def _place(around: Surroundings, table: str, asked: Asked, place: Naming) -> Place:
    street, community, name = asked
    return Place(
        table=table,
        written=written(asked),
        street=street,
        community=community,
        name=name,
        rows=tuple(sorted(place.rows)),
        state=place.found.state,
        chosen_uid=_uid(around.known.records, table, place.found.id),
        candidates=place.found.candidates,
    )


def _uid(records: Mapping[tuple[str, int], object], table: str, number: int) -> str:
    return str(getattr(records.get((table, number)), "uid", "")) if number > 0 else ""
