"""Which estates and buildings a printed sheet is about."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from renewtrack.store import listing, projects, works
from renewtrack.store.listing import EstateRow, Filter

if TYPE_CHECKING:
    from sqlite_utils import Database

    from renewtrack.printing.make import Options

MOST_NUMBERED = 5_000  # buildings; with more of them on one sheet no footprint holds its number


@dataclass(frozen=True, slots=True)
class Chosen:
    """The rows of the range: its estates, and the ids of its buildings by estate."""

    estates: list[EstateRow]
    buildings: frozenset[int]
    whole_estates: bool


def chosen(db: Database, options: Options, today: str) -> Chosen:
    """Return the rows of the range in the order of the ledger."""
    street = {"street": frozenset({options.street})} if options.street else {}
    only = options.only
    if options.kind in ("projects", "works") and only is not None:
        only = _served(db, options.kind, only)
    if options.kind == "buildings" and only is not None:
        ids = listing.ids(db, "buildings", Filter(chosen=street, only=only, today=today))
        rows = listing.rows(db, "buildings", ids, today)
        homes = frozenset(row.estate_id for row in rows if row.estate_id is not None)
        estates = listing.ids(db, "estates", Filter(only=homes, today=today))
    else:
        estates = listing.ids(db, "estates", Filter(chosen=street, only=only, today=today))
        ids = listing.ids(db, "buildings", Filter(chosen=street, today=today))
    found = listing.rows(db, "estates", estates, today)
    whole = options.kind != "buildings" or only is None
    if whole and only is not None:
        ids = _within(db, ids, frozenset(estates), today)
    return Chosen(found, frozenset(ids), whole)


def _served(db: Database, kind: str, only: frozenset[int]) -> frozenset[int]:
    """Return the estates of the projects or works that the range keeps to."""
    if kind == "works":
        return frozenset(works.estates_of(db, only))
    return frozenset(estate for project in only for estate in projects.estates_of(db, project))


def _within(db: Database, ids: list[int], estates: frozenset[int], today: str) -> list[int]:
    rows = listing.rows(db, "buildings", ids, today)
    return [row.id for row in rows if row.estate_id in estates]


def numbers(db: Database, chosen: Chosen, today: str) -> tuple[dict[int, str], Counter[int]]:
    """Return the buildings' numbers and how many of the range each estate has."""
    if chosen.whole_estates and len(chosen.buildings) > MOST_NUMBERED:
        return {}, Counter()
    rows = listing.rows(db, "buildings", sorted(chosen.buildings), today)
    numbers = {row.id: row.number for row in rows}
    return numbers, Counter(row.estate_id for row in rows if row.estate_id is not None)
