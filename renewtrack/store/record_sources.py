"""Where the lists of record_lists come from: their columns, order, search, and plain values."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from renewtrack.domain import consent, lifts
from renewtrack.domain.homes import item_words
from renewtrack.domain.lifts import ConsentRound
from renewtrack.store import naming
from renewtrack.store.rows import Row

_PLAIN_NUMBER = re.compile(r"0|[1-9][0-9]{0,8}")
_VOTE = tuple(
    f"{what}_{of}" for of in ("total", "part", "agree") for what in ("owners", "area")
)  # of each, by owners and by area


@dataclass(frozen=True, slots=True)
class RecordList:
    """One list: ``table`` must be there, ``key`` is its id, ``of`` what is selected from.

    ``columns`` are SQL by printed name, ``search`` are texts that a word may stand in, ``coded``
    are columns whose words stand in a code list; ``shape`` makes a row a record of plain values.
    """

    table: str
    key: str
    columns: Mapping[str, str]
    of: str
    order: str
    search: tuple[str, ...]
    shape: Callable[[Row], Row]
    coded: Mapping[str, str] = field(default_factory=dict)


def number(value: Any) -> Any:
    """Return a plain number as an integer, anything else as it is: 甲1 stays text."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, str) and _PLAIN_NUMBER.fullmatch(value):
        return int(value)
    return value


def yuan(fen: int | None) -> float | None:
    """Return fen as yuan with two decimals; None stays None."""
    return None if fen is None else round(fen / 100, 2)


def _household(row: Row) -> Row:
    row["items"] = [item_words(item) for item in json.loads(row["items"] or "[]")]
    row["needs"] = json.loads(row["needs"] or "[]")
    return _numbered(row)


def _numbered(row: Row) -> Row:
    row["building"] = number(row["building"])
    row["stairwell"] = number(row["stairwell"])
    return row


def _lift(row: Row) -> Row:
    row["group"] = lifts.group_of(row["step"])
    said = {name if "owners" in name else f"{name}_dm2": row[name] for name in _VOTE}
    vote = ConsentRound(id=0, uid="", lift_id=0, rule_set=row["rule_set"] or "", **said)
    reached = False if row["consent_ok"] else consent.reached(vote)  # a flat that has to agree
    row["consent_ok"] = reached if row["rule_set"] else None
    for name in _VOTE:
        if name.startswith("area") and row[name] is not None:
            row[name] = row[name] / 100
    row["cost"], row["subsidy"] = yuan(row["cost"]), yuan(row["subsidy"])
    return _numbered(row)


def _payment(row: Row) -> Row:
    row["amount"] = yuan(row["amount"])
    return row


def _rating(row: Row) -> Row:
    row["follow_up"] = row["state"] is not None
    return row


def _same(row: Row) -> Row:
    return row


def _of(table: str, names: str) -> dict[str, str]:
    return {name: f"{table}.{name}" for name in names.split()}


def _in_json(value: str, of: str) -> str:
    return f"(SELECT json_group_array({value}) FROM (SELECT {value} FROM {of} ORDER BY id))"


WITH = f"""
WITH place AS MATERIALIZED (
    SELECT estate.id AS estate_id, estate.name AS estate, estate.search,
           {naming.STREET} AS street, {naming.COMMUNITY} AS community,
           ROW_NUMBER() OVER (ORDER BY {naming.IN_ORDER}) AS place
    FROM estate {naming.JOINED}
), threshold AS MATERIALIZED (
    SELECT json_extract(value, '$[0]') AS facility, json_extract(value, '$[1]') AS grade,
           json_extract(value, '$[2]') AS quantity, json_extract(value, '$[3]') AS above,
           json_extract(value, '$[4]') AS level
    FROM json_each(:thresholds)
), watched AS MATERIALIZED (
    SELECT sensor.id AS sensor_id, sensor.quantity, sensor.unit, facility.name AS facility,
           facility.kind, facility.grade, MIN(threshold.above) AS least
    FROM sensor JOIN facility ON facility.id = sensor.facility_id
    JOIN threshold ON threshold.facility = facility.kind
     AND threshold.quantity = sensor.quantity
     AND threshold.grade IN ('', COALESCE(facility.grade, ''))
    GROUP BY sensor.id
)
"""
_LEVEL = """(SELECT threshold.level FROM threshold
    WHERE threshold.facility = watched.kind AND threshold.quantity = watched.quantity
      AND threshold.grade IN ('', COALESCE(watched.grade, '')) AND reading.value > threshold.above
    ORDER BY threshold.above DESC LIMIT 1)"""
_PLACED = """LEFT JOIN stairwell ON stairwell.id = {of}.stairwell_id
    LEFT JOIN building ON building.id = {building}
    LEFT JOIN place ON place.estate_id = building.estate_id"""
_HOMES = "household " + _PLACED.format(of="household", building="household.building_id")
_HOME = {
    **_of("place", "street community estate"),
    "building": "building.number",
    "stairwell": "stairwell.number",
    "room": "household.room",
}
_HOME_ORDER = """place.place IS NULL, place.place, building.sort, LENGTH(stairwell.number),
    stairwell.number, LENGTH(household.room), household.room, household.id"""
_HOME_SEARCH = (
    *("place.search", "building.number || '号楼'", "stairwell.number || '单元'", "household.room"),
    "household.holder",
)
_LIFTS = (
    "lift "
    + _PLACED.format(of="lift", building="stairwell.building_id")
    + """
    LEFT JOIN consent_round AS vote ON vote.id = (
        SELECT MAX(id) FROM consent_round WHERE consent_round.lift_id = lift.id)"""
)
_PAYMENTS = """money_event LEFT JOIN project ON project.id = money_event.project_id
    LEFT JOIN place ON place.place = (
        SELECT MIN(own.place) FROM project_estate AS link
        JOIN place AS own ON own.estate_id = link.estate_id WHERE link.project_id = project.id)"""
_READINGS = """reading JOIN sensor ON sensor.id = reading.sensor_id
    JOIN facility ON facility.id = sensor.facility_id"""
_RATINGS = "rating JOIN facility ON facility.id = rating.facility_id"
LISTS = {
    "households": RecordList(
        table="household",
        key="household.id",
        columns={
            "uid": "household.uid",
            **_HOME,
            "agree": "household.agree",
            "items": _in_json(
                "item", "item_choice WHERE household_id = household.id AND wanted = 1"
            ),
            "needs": _in_json("text", "need WHERE household_id = household.id"),
            "holder": "household.holder",
            "phone": "household.phone",
            **_of("household", "floor_area_m2 remark"),
        },
        of=_HOMES,
        order=_HOME_ORDER,
        search=(*_HOME_SEARCH, "household.remark"),
        shape=_household,
        coded={"household.agree": "agreements"},
    ),
    "appointments": RecordList(
        table="appointment",
        key="appointment.id",
        columns={
            "uid": "appointment.uid",
            **_HOME,
            **_of("appointment", "date half state purpose"),
            "crew": "(SELECT name FROM crew WHERE crew.id = appointment.crew_id)",
            "holder": "household.holder",
            "phone": "household.phone",
            "remark": "appointment.remark",
        },
        of=f"appointment JOIN {_HOMES}".replace(
            "JOIN household", "JOIN household ON household.id = appointment.household_id", 1
        ),
        order=f"appointment.date IS NULL, appointment.date, appointment.half, {_HOME_ORDER}",
        search=(*_HOME_SEARCH, "appointment.date"),
        shape=_numbered,
        coded={
            "appointment.half": "halves",
            "appointment.state": "appointment_states",
            "appointment.purpose": "visit_purposes",
        },
    ),
    "lifts": RecordList(
        table="lift",
        key="lift.id",
        columns={
            "uid": "lift.uid",
            **_of("place", "street community estate"),
            "building": "building.number",
            "stairwell": "stairwell.number",
            "step": "lift.step",
            "group": "NULL",
            "consent_ok": """EXISTS (SELECT 1 FROM ballot
                WHERE round_id = vote.id AND needed AND answer IS NOT 'yes')""",
            "cost": "lift.cost_fen",
            "subsidy": "lift.subsidy_fen",
            **_of("stairwell", "storeys household_count"),
            **{name: f"vote.{name}{'_dm2' * ('area' in name)}" for name in _VOTE},
            **_of("vote", "objection notice_from notice_to rule_set"),
            **_of("lift", "start_actual finish_actual contractor remark"),
        },
        of=_LIFTS,
        order="""place.place IS NULL, place.place, building.sort, LENGTH(stairwell.number),
            stairwell.number, lift.id""",
        search=("place.search", "building.number || '号楼'", "vote.objection", "lift.remark"),
        shape=_lift,
        coded={"lift.step": "lift_steps"},
    ),
    "payments": RecordList(
        table="money_event",
        key="money_event.id",
        columns={
            "uid": "money_event.uid",
            **_of("place", "street estate"),
            "project": "COALESCE(project.name, money_event.project_name)",
            **_of("money_event", "date kind source"),
            "amount": "money_event.amount_fen",
            **_of("money_event", "document_no payee remark project_name"),
            "plan_year": "project.plan_year",
        },
        of=_PAYMENTS,
        order="money_event.date IS NULL, money_event.date, money_event.id",
        search=(
            *("place.search", "project.search", "money_event.project_name"),
            *("money_event.document_no", "money_event.payee", "money_event.remark"),
            "money_event.date",
        ),
        shape=_payment,
        coded={"money_event.kind": "money_kinds", "money_event.source": "fund_sources"},
    ),
    "readings": RecordList(
        table="reading",
        key="reading.id",
        columns={
            "facility": "facility.name",
            "time": "reading.time",
            "quantity": "sensor.quantity",
            **_of("reading", "value"),
            "unit": "sensor.unit",
            "qualifier": "reading.qualifier",
            **_of("facility", "kind grade"),
        },
        of=_READINGS,
        order="facility.name, facility.id, reading.time, sensor.id",
        search=("facility.name", "reading.time"),
        shape=_same,
        coded={"sensor.quantity": "measured", "reading.qualifier": "qualifiers"},
    ),
    "alarms": RecordList(
        table="reading",
        key="reading.id",
        columns={
            "facility": "watched.facility",
            "time": "reading.time",
            "quantity": "watched.quantity",
            "level": _LEVEL,
            "value": "reading.value",
            **_of("watched", "unit grade"),
            "above": "watched.least",
        },
        of="watched JOIN reading ON reading.sensor_id = watched.sensor_id"
        " AND reading.value > watched.least",
        order="reading.time, watched.facility, reading.id",
        search=("watched.facility", "reading.time"),
        shape=_same,
        coded={"watched.quantity": "measured"},
    ),
    "ratings": RecordList(
        table="rating",
        key="rating.id",
        columns={
            "uid": "rating.uid",
            "facility": "facility.name",
            **_of("rating", "time rating"),
            "follow_up": "rating.follow_up",
            "state": "rating.follow_up",
            "remark": "rating.remark",
        },
        of=_RATINGS,
        order="rating.time, facility.name, rating.id",
        search=("facility.name", "rating.time", "rating.remark"),
        shape=_rating,
        coded={"rating.rating": "ratings"},
    ),
}
