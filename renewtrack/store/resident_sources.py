"""Where the lists of needs, consultations and satisfaction come from."""

from __future__ import annotations

import json

from renewtrack.domain import need_states
from renewtrack.store import naming, needs
from renewtrack.store.record_sources import RecordList, number
from renewtrack.store.rows import Row

_PLACE = "LEFT JOIN place ON place.estate_id = {estate}"
_AT = {
    "street": "place.street",
    "estate": "place.estate",
    "building": "building.number",
    "stairwell": "stairwell.number",
    "room": "household.room",
}
_ORDER = """place.place IS NULL, place.place, building.sort, LENGTH(stairwell.number),
    stairwell.number, LENGTH(household.room), household.room"""
_SEARCH = ("place.search", "building.number || '号楼'", "stairwell.number || '单元'")


def _own(table: str, names: str) -> dict[str, str]:
    return {name: f"{table}.{name}" for name in names.split()}


def _need(row: Row) -> Row:
    row["state"] = need_states.state(row["state"], row["referred_to"])
    return _placed(row)


def _placed(row: Row) -> Row:
    row["building"], row["stairwell"] = number(row["building"]), number(row["stairwell"])
    return row


def _round(row: Row) -> Row:
    try:
        found = json.loads(row["options"] or "[]")
    except ValueError:
        found = [row["options"]]
    row["options"] = [str(each) for each in found] if isinstance(found, list) else []
    return row


RESIDENTS = {
    "needs": RecordList(
        table="need",
        key="need.id",
        columns={
            "uid": "need.uid",
            **_AT,
            **_own("need", "text category item source source_no said_on"),
            "state": "need.adopted",
            **_own("need", "why referred_to due"),
            "same_as": "(SELECT uid FROM need AS first WHERE first.id = need.same_as_id)",
            "consultation": "(SELECT uid FROM consultation WHERE id = need.consultation_id)",
            **_own("need", "reply replied_on delivered_on delivered_how"),
        },
        of=f"{needs.JOINED} {_PLACE.format(estate='estate.id')}",
        order=f"{_ORDER}, need.id",
        search=(*_SEARCH, "need.text", "need.source_no", "need.referred_to", "need.said_on"),
        shape=_need,
        coded={"need.category": "need_categories", "need.source": "need_sources"},
    ),
    "consultations": RecordList(
        table="consultation",
        key="consultation.id",
        columns={
            "uid": "consultation.uid",
            "estate": "place.estate",
            "project": f"CASE WHEN project.id IS NULL THEN NULL ELSE {naming.PROJECT} END",
            **_own("consultation", "title text options opened_on closed_on"),
            "ballots": """(SELECT COUNT(*) FROM consultation_ballot AS ballot
                WHERE ballot.consultation_id = consultation.id)""",
            **_own("consultation", "notice_from notice_to decided why decided_on remark"),
        },
        of=f"consultation {_PLACE.format(estate='consultation.estate_id')}"
        " LEFT JOIN project ON project.id = consultation.project_id",
        order="consultation.opened_on IS NULL, consultation.opened_on, consultation.id",
        search=("place.search", "project.search", "consultation.title", "consultation.text"),
        shape=_round,
    ),
    "satisfaction": RecordList(
        table="satisfaction",
        key="satisfaction.id",
        columns={
            "uid": "satisfaction.uid",
            **_AT,
            **_own("satisfaction", "phase rating date remark"),
        },
        of="""satisfaction JOIN household ON household.id = satisfaction.household_id
            JOIN building ON building.id = household.building_id
            LEFT JOIN stairwell ON stairwell.id = household.stairwell_id """
        + _PLACE.format(estate="building.estate_id"),
        order=f"{_ORDER}, satisfaction.id",
        search=(*_SEARCH, "satisfaction.date", "satisfaction.remark"),
        shape=_placed,
        coded={"satisfaction.phase": "survey_phases", "satisfaction.rating": "ratings"},
    ),
}
