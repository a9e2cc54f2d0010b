"""Where the lists of what an office keeps of its projects, lifts and plans come from."""

from __future__ import annotations

from renewtrack.store import naming
from renewtrack.store.record_sources import RecordList, number, yuan
from renewtrack.store.rows import Row

_PROJECT = "LEFT JOIN project ON project.id = {of}.project_id"
_NAME = naming.PROJECT
_DM2 = 100


def _money(row: Row) -> Row:
    for key in ("amount", "present"):
        if key in row:
            row[key] = yuan(row[key])
    return row


def _ballot(row: Row) -> Row:
    row["area"] = None if row["area"] is None else row["area"] / _DM2
    row["needed"] = None if row["needed"] is None else bool(row["needed"])
    return _numbered(row)


def _numbered(row: Row) -> Row:
    row["building"], row["stairwell"] = number(row["building"]), number(row["stairwell"])
    return row


def _same(row: Row) -> Row:
    return row


def _own(table: str, names: str) -> dict[str, str]:
    return {name: f"{table}.{name}" for name in names.split()}


_VOTED = """
    LEFT JOIN consent_round AS vote ON vote.id = {of}.round_id
    LEFT JOIN lift ON lift.id = vote.lift_id
    LEFT JOIN stairwell ON stairwell.id = lift.stairwell_id
    LEFT JOIN building ON building.id = stairwell.building_id
    LEFT JOIN place ON place.estate_id = building.estate_id
    LEFT JOIN work ON work.id = vote.work_id
    LEFT JOIN project ON project.id = COALESCE(vote.project_id, work.project_id)"""
_OF_VOTE = {
    "project": f"CASE WHEN project.id IS NULL THEN NULL ELSE {_NAME} END",
    "estate": "place.estate",
    "building": "building.number",
    "stairwell": "stairwell.number",
}
TRACKED = {
    "plans": RecordList(
        table="plan",
        key="plan.id",
        columns={
            **_own("plan", "uid level name year_from year_to"),
            "above": "above.name",
            "area": "area.name",
            "targets": "(SELECT COUNT(*) FROM target WHERE plan_id = plan.id)",
            "remark": "plan.remark",
        },
        of="plan LEFT JOIN plan AS above ON above.id = plan.parent_id"
        " LEFT JOIN area ON area.id = plan.area_id",
        order="plan.year_from, plan.id",
        search=("plan.name", "area.name"),
        shape=_same,
        coded={"plan.level": "plan_levels"},
    ),
    "targets": RecordList(
        table="target",
        key="target.id",
        columns={
            "uid": "target.uid",
            "plan": "plan.name",
            "level": "plan.level",
            **_own("target", "metric planned year base remark"),
        },
        of="target JOIN plan ON plan.id = target.plan_id",
        order="plan.year_from, plan.id, target.id",
        search=("plan.name",),
        shape=_same,
        coded={"target.metric": "targets"},
    ),
    "contracts": RecordList(
        table="contract",
        key="contract.id",
        columns={
            "uid": "contract.uid",
            "project": _NAME,
            **_own("contract", "kind number name party party_code"),
            "amount": "contract.amount_fen",
            "present": "contract.amount_fen + COALESCE((SELECT SUM(amount_fen) FROM variation"
            " WHERE contract_id = contract.id), 0)",
            **_own("contract", "signed_on start_plan finish_plan remark"),
        },
        of="contract " + _PROJECT.format(of="contract"),
        order="contract.signed_on IS NULL, contract.signed_on, contract.id",
        search=("project.search", "contract.number", "contract.name", "contract.party"),
        shape=_money,
        coded={"contract.kind": "contract_kinds"},
    ),
    "papers": RecordList(
        table="paper",
        key="paper.id",
        columns={
            "uid": "paper.uid",
            "project": f"CASE WHEN project.id IS NULL THEN NULL ELSE {_NAME} END",
            "work": "work.kind",
            "lift": "lift.uid",
            **_own("paper", "kind number date remark"),
        },
        of="paper LEFT JOIN work ON work.id = paper.work_id"
        " LEFT JOIN project ON project.id = COALESCE(paper.project_id, work.project_id)"
        " LEFT JOIN lift ON lift.id = paper.lift_id",
        order="paper.date IS NULL, paper.date, paper.id",
        search=("project.search", "paper.number", "paper.remark"),
        shape=_same,
        coded={"paper.kind": "papers"},
    ),
    "site_logs": RecordList(
        table="site_log",
        key="site_log.id",
        columns={
            "uid": "site_log.uid",
            "project": _NAME,
            "work": "work.kind",
            **_own("site_log", "date weather hands text who"),
        },
        of="site_log " + _PROJECT.format(of="site_log") + " LEFT JOIN work ON work.id = work_id",
        order="site_log.date, site_log.id",
        search=("project.search", "site_log.text", "site_log.date"),
        shape=_same,
    ),
    "defects": RecordList(
        table="defect",
        key="defect.id",
        columns={
            "uid": "defect.uid",
            "project": _NAME,
            "work": "work.kind",
            **_own("defect", "severity text party found_on due fixed_on fixed_how"),
            **_own("defect", "checked_on checked_by remark"),
        },
        of="defect " + _PROJECT.format(of="defect") + " LEFT JOIN work ON work.id = work_id",
        order="defect.found_on IS NULL, defect.found_on, defect.id",
        search=("project.search", "defect.text", "defect.party"),
        shape=_same,
        coded={"defect.severity": "severities"},
    ),
    "ballots": RecordList(
        table="ballot",
        key="ballot.id",
        columns={
            "uid": "ballot.uid",
            **_OF_VOTE,
            **_own("ballot", "room owner_no"),
            "holder": "ballot.owner",
            "area": "ballot.area_dm2",
            **_own("ballot", "needed answer date remark"),
        },
        of="ballot" + _VOTED.format(of="ballot"),
        order="vote.id, LENGTH(ballot.room), ballot.room, ballot.id",
        search=("place.search", "project.search", "ballot.room"),
        shape=_ballot,
        coded={"ballot.answer": "answers"},
    ),
    "objections": RecordList(
        table="objection",
        key="objection.id",
        columns={
            "uid": "objection.uid",
            **_OF_VOTE,
            "remark": "objection.text",
            **_own("objection", "date state outcome"),
        },
        of="objection" + _VOTED.format(of="objection"),
        order="objection.date IS NULL, objection.date, objection.id",
        search=("place.search", "project.search", "objection.text"),
        shape=_numbered,
        coded={"objection.state": "objection_states"},
    ),
}
