"""What the file holds below buildings, projects and facilities, for the kinds that need it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from renewtrack.domain import text
from renewtrack.domain.facilities import Facility, Rating, Sensor
from renewtrack.domain.homes import Appointment, Household, ItemChoice, Need, Stairwell
from renewtrack.domain.lifts import ConsentRound, Lift
from renewtrack.domain.money_events import MoneyEvent
from renewtrack.domain.places import Area, Site
from renewtrack.store import (
    appointments,
    areas,
    facilities,
    households,
    lifts,
    money_events,
    sites,
    stairwells,
    votes,
)

if TYPE_CHECKING:
    from sqlite_utils import Database

Room = tuple[int, int, str]  # building, stairwell or 0, folded room
Event = tuple[str, ...]  # what makes an event of money one, see ``event_key``
Readings = dict[tuple[int, str], facilities.Stored]
Records = dict[tuple[str, int], object]


@dataclass(slots=True)
class Below:
    """The records by what sheets know them by; empty for kinds that have no use for them."""

    stairwells: dict[tuple[int, str], Stairwell] = field(default_factory=dict)
    households: dict[Room, Household] = field(default_factory=dict)
    choices: dict[tuple[int, str], ItemChoice] = field(default_factory=dict)
    needs: dict[tuple[int, str], Need] = field(default_factory=dict)
    numbered: dict[str, Need] = field(default_factory=dict)  # by the number of a source, folded
    said: dict[tuple[int, int, int, str], Need] = field(default_factory=dict)  # place and words
    appointments: dict[int, Appointment] = field(default_factory=dict)  # the open one
    visits: dict[tuple[int, str], Appointment] = field(default_factory=dict)  # on a day, any state
    lifts: dict[int, Lift] = field(default_factory=dict)  # by stairwell
    votes: dict[int, ConsentRound] = field(default_factory=dict)  # the latest, by lift
    counted: frozenset[int] = frozenset()  # votes that are counted from their ballots
    events: dict[Event, MoneyEvent] = field(default_factory=dict)
    facilities: dict[str, list[Facility]] = field(default_factory=lambda: defaultdict(list))
    sensors: dict[tuple[int, str], Sensor] = field(default_factory=dict)
    ratings: dict[tuple[int, str], Rating] = field(default_factory=dict)
    streets: dict[str, int] = field(default_factory=dict)  # folded -> id
    areas: dict[int, Area] = field(default_factory=dict)
    sites: list[Site] = field(default_factory=list)
    readings: Callable[[Collection[int], str, str], Readings] = lambda *_: {}


def load(db: Database, kind: str, records: Records) -> Below:
    """Load what a sheet of a kind is compared with, and enter it into the records by id."""
    below = Below()
    if kind in _LOADERS:
        _LOADERS[kind](db, below, records)
    return below


def event_key(event: MoneyEvent, project: str) -> Event:
    """Return what makes an event one: day, document, project, source, kind, amount and payee."""
    said = (event.date, event.document_no, project, event.source, event.kind, event.payee)
    return (*(text.fold(part or "") for part in said), str(event.amount_fen))


def _stairwells(db: Database, below: Below, records: Records) -> None:
    for each in stairwells.all(db):
        below.stairwells[each.building_id, text.fold(each.number)] = each
        records["stairwell", each.id] = each


def _bookings(db: Database, below: Below, records: Records) -> None:
    _stairwells(db, below, records)
    for household in households.all(db):
        room = (household.building_id, household.stairwell_id or 0, text.fold(household.room))
        below.households[room] = household
        records["household", household.id] = household
    for choice in households.choices(db):
        below.choices[choice.household_id, text.fold(choice.item)] = choice
        records["item_choice", choice.id] = choice
    for need in households.needs(db):
        if need.household_id is not None:
            below.needs[need.household_id, text.fold(need.text)] = need
        records["need", need.id] = need
    for appointment in appointments.all(db):
        records["appointment", appointment.id] = appointment
        below.visits[appointment.household_id, appointment.date or ""] = appointment
        if appointment.state == "planned":
            below.appointments[appointment.household_id] = appointment


def _needs(db: Database, below: Below, records: Records) -> None:
    _stairwells(db, below, records)
    for household in households.all(db):
        room = (household.building_id, household.stairwell_id or 0, text.fold(household.room))
        below.households[room] = household
    for need in households.needs(db):
        at = (need.household_id or 0, need.building_id or 0, need.estate_id or 0)
        below.said[(*at, text.fold(need.text))] = need
        if need.source_no:
            below.numbered[text.fold(need.source_no)] = need
        records["need", need.id] = need


def _lifts(db: Database, below: Below, records: Records) -> None:
    _stairwells(db, below, records)
    for lift in lifts.all(db):
        below.lifts[lift.stairwell_id] = lift
        records["lift", lift.id] = lift
    for vote in lifts.votes(db):
        if vote.lift_id is not None:
            below.votes[vote.lift_id] = vote
        records["consent_round", vote.id] = vote
    below.counted = votes.counted(db)


def _payments(db: Database, below: Below, records: Records) -> None:
    for event in money_events.all(db):
        if event.project_id:
            below.events[event_key(event, str(event.project_id))] = event
        below.events.setdefault(event_key(event, event.project_name or ""), event)
        records["money_event", event.id] = event


def _readings(db: Database, below: Below, records: Records) -> None:
    for facility in facilities.all(db):
        below.facilities[text.fold(facility.name)].append(facility)
        records["facility", facility.id] = facility
    for sensor in facilities.sensors(db):
        below.sensors[sensor.facility_id, sensor.quantity] = sensor
        records["sensor", sensor.id] = sensor
    for rating in facilities.ratings(db):
        below.ratings[rating.facility_id, rating.time] = rating
        records["rating", rating.id] = rating
    for street in areas.streets(db):
        below.streets[text.fold(street.name)] = street.id
    below.readings = lambda sensors, first, last: facilities.readings(db, sensors, first, last)


def _areas(db: Database, below: Below, records: Records) -> None:
    for area in areas.all(db):
        below.areas[area.id] = area
        records["area", area.id] = area


def _sites(db: Database, below: Below, records: Records) -> None:
    _areas(db, below, records)
    for site in sites.all(db):
        below.sites.append(site)
        records["site", site.id] = site


_LOADERS = {
    "areas": _areas,
    "sites": _sites,
    "bookings": _bookings,
    "lifts": _lifts,
    "payments": _payments,
    "needs": _needs,
    "readings": _readings,
}
