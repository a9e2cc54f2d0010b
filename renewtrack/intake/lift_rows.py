"""The rows of a progress sheet of lifts: one stairwell each with its lift and the vote on it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from renewtrack.domain import consent, dates
from renewtrack.domain.dates import PartialDate
from renewtrack.intake import fields_of, home_places, rows
from renewtrack.intake.columns import NOWHERE, Cells
from renewtrack.intake.entries import Entries, Filled, of_column
from renewtrack.intake.home_places import Homes
from renewtrack.intake.matching import Matched
from renewtrack.intake.row_read import RowRead
from renewtrack.intake.rows import Rejected, Surroundings
from renewtrack.intake.wanted import Wanted

_VOTE = {  # column of the vote: field of the sheet
    "owners_total": "house_count",
    "area_total_dm2": "area_total",
    "owners_part": "owners_part",
    "area_part_dm2": "area_part",
    "owners_agree": "agree_count",
    "area_agree_dm2": "area_agree",
    "objection": "objection",
    "notice_from": "notice_from",
    "notice_to": "notice_to",
}
_FIGURES = frozenset(name for name in _VOTE if name.startswith(("owners_", "area_")))
_ALONE = frozenset({"house_count", "area_total"})  # figures of the stairwell that make no vote
_BETWEEN = re.compile(r"(?<=[\d日])[至到~～—–]+|(?<=[日\d])-+(?=\d{1,2}[月.]\d|\d{4})|\s+-\s*")


def plan(cells: Cells, around: Surroundings) -> Wanted:
    """Return what the rows of a progress sheet of lifts would write."""
    wanted, places = Wanted.of(cells), Homes(cells, around)
    matches = home_places.estates_of(cells, around)
    told = rows.each(
        cells,
        wanted,
        lambda place: _stairwell(RowRead(cells, place), places, matches[place], around),
    )
    estates, buildings, stairwells = places.entries()
    for column, key in (("storeys", "floors"), ("household_count", "house_count")):
        if key in cells.columns:
            stairwells.columns[column] = of_column(cells.columns[key], stairwells.places)
    lifts = _lifts(cells, around, told)
    wanted.entries = (estates, buildings, stairwells, lifts, _votes(cells, around, lifts))
    return wanted


def _stairwell(
    read: RowRead, places: Homes, matched: Matched | Rejected, around: Surroundings
) -> tuple[int, str]:
    matched = home_places.known_matched(matched)
    number, unit = home_places.entrance_of(read, matched)
    if unit is None:
        raise Rejected("no_stairwell", "unit_no")
    building = places.building(read.place, matched, number)
    around.claim(("stairwell", str(building), unit), read.row)
    places.accepted.append((read.place, matched))
    return places.stairwell(
        read.place, building, unit, every=True
    ), f"{matched.name} {number}-{unit}"


def _lifts(cells: Cells, around: Surroundings, told: Sequence[tuple[int, int]]) -> Entries:
    places = [place for place, _ in told]
    found = Entries("lift", places)
    for _, stairwell in told:
        known = around.known.below.lifts.get(stairwell)
        found.refs.append(known.id if known is not None else around.fresh("lift"))
    found.columns = fields_of.entity(cells, "lift", places)
    found.parents = {"stairwell_id": ("stairwell", [stairwell for _, stairwell in told])}
    return found


def _votes(cells: Cells, around: Surroundings, lifts: Entries) -> Entries:
    """Return the votes of the rows that tell of one; the latest of a known lift is mended."""
    found = Entries("consent_round")
    columns = {name: cells.columns[key] for name, key in _VOTE.items() if key in cells.columns}
    periods = _periods(cells)
    telling = [column for name, column in columns.items() if _VOTE[name] not in _ALONE]
    owners: list[int] = []
    rules: list[object] = []
    for place, lift in zip(lifts.places, lifts.refs, strict=True):
        if all(column.values[place] is None for column in telling) and place not in periods:
            continue
        known = around.known.below.votes.get(lift)
        found.places.append(place)
        found.refs.append(known.id if known is not None else around.fresh("consent_round"))
        owners.append(lift)
        rules.append(consent.rule_at(_day(cells, place)).key if known is None else None)
    found.columns = {"rule_set": Filled(rules, NOWHERE)}
    for name, column in columns.items():
        found.columns[name] = filled = of_column(column, found.places)
        if name.endswith("_dm2"):
            filled.values = [
                consent.dm2(each) if isinstance(each, float) else None for each in filled.values
            ]
    if periods:
        for end, name in enumerate(("notice_from", "notice_to")):
            days: list[object] = [periods.get(place, (None, None))[end] for place in found.places]
            found.columns.setdefault(name, Filled(days, cells.index("notice")))
    found.parents = {"lift_id": ("lift", owners)}
    _keep_counted(cells, around, found)
    return found


def _keep_counted(cells: Cells, around: Surroundings, found: Entries) -> None:
    """Take no figures for a vote that is counted from its ballots, and say so."""
    for at, ref in enumerate(found.refs):
        if ref in around.known.below.counted:
            RowRead(cells, found.places[at]).complain("counted_vote")
            for name in _FIGURES.intersection(found.columns):
                found.columns[name].values[at] = None


def _day(cells: Cells, place: int) -> str | None:
    value = (cells.values("notice_from") or {place: None})[place]
    return value.iso if isinstance(value, PartialDate) else None


def _periods(cells: Cells) -> dict[int, tuple[PartialDate | None, PartialDate | None]]:
    """Return the first and last day of notice by place, of a column that tells both in one cell."""
    found: dict[int, tuple[PartialDate | None, PartialDate | None]] = {}
    year = cells.layout.facts.year
    for place, words in enumerate(cells.values("notice") or ()):
        if words is None:
            continue
        first, last = _period(str(words), year)
        if first is None:
            RowRead(cells, place).complain("unreadable_period", "notice", value=words)
        else:
            found[place] = (first, last)
    return found


def _period(words: str, year: int | None) -> tuple[PartialDate | None, PartialDate | None]:
    parts = [part for part in _BETWEEN.split(words.strip()) if part.strip()]
    first = dates.read_date(parts[0], year) if parts else None
    if not isinstance(first, PartialDate) or (first.precision.endswith("no_year") and year is None):
        return None, None
    if len(parts) != 2:
        return (first, None) if len(parts) == 1 else (None, None)
    last = dates.read_date(parts[1], int(first.iso[:4]))
    return first, last if isinstance(last, PartialDate) else None
