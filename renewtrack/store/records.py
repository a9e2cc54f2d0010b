"""Records as scripts and other programs read them: stable keys, plain JSON values."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from renewtrack.domain import codes
from renewtrack.errors import UserError
from renewtrack.store import actions, choosing, exports, record_lists, reveals, rows
from renewtrack.store.record_sources import number as _number
from renewtrack.store.record_sources import yuan
from renewtrack.store.refusing import UnknownColumn, UnknownTable
from renewtrack.store.totals import work_label
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database


class ReasonMissing(UserError):
    """Personal details were asked for without a reason."""

    words = Words(
        "查看个人信息必须写明理由；没有显示任何个人信息。请填写理由后再试。",
        "Personal details are shown for a stated reason only; none were shown. "
        "Give the reason, then try again.",
    )


@dataclass(frozen=True, slots=True)
class Reveal:
    """Who wants to see personal details unmasked and why; both are recorded in the file."""

    who: str
    reason: str


@dataclass(frozen=True, slots=True)
class _Kind:
    query: str
    shape: Callable[[rows.Row], rows.Row]


def query(
    db: Database,
    what: str,
    where: Mapping[str, str] | None = None,
    fields: Sequence[str] | None = None,
    reveal: Reveal | None = None,
) -> Iterator[dict[str, Any]]:
    """Yield the records of one list as dictionaries of JSON values.

    Money is in yuan, areas in square metres, dates are ISO as precise as known, None is not
    known. ``where`` compares with the value as it is printed ("" is not known, of a list any
    item); ``fields`` keeps to some keys. Persons are masked unless ``reveal`` says who and why.
    Raises UnknownTable, UnknownColumn, ReasonMissing before the first record.
    """
    if what not in KINDS:
        raise UnknownTable(name=what, known=", ".join(KINDS))
    known = _keys(db, _KINDS[what]) if what in _KINDS else record_lists.keys(what)
    for name in (*(where or {}), *(fields or ())):
        if name not in known:
            raise UnknownColumn(what=what, name=name, known=", ".join(known))
    if reveal is not None:
        _record(db, what, reveal)
    return _records(db, what, where or {}, fields or known, reveal is not None)


def _records(
    db: Database,
    what: str,
    where: Mapping[str, str],
    fields: Sequence[str],
    plain: bool,
) -> Iterator[dict[str, Any]]:
    mask = exports.mask(db)
    for record in _every(db, what):
        if not plain:
            mask.record(record)
        if all(_matches(record[name], wanted) for name, wanted in where.items()):
            yield {name: record[name] for name in fields}


def _every(db: Database, what: str) -> Iterator[rows.Row]:
    kind = _KINDS.get(what)
    if kind is None:
        return record_lists.all(db, what)
    return (kind.shape(row) for row in rows.fetch(db, kind.query))


def _keys(db: Database, kind: _Kind) -> tuple[str, ...]:
    cursor = db.conn.execute(f"SELECT * FROM ({kind.query}) LIMIT 0")
    return tuple(kind.shape(dict.fromkeys(column[0] for column in cursor.description)))


def _matches(value: object, wanted: str) -> bool:
    if isinstance(value, (list, dict)):
        return wanted in value or (wanted == "" and not value)
    return wanted == ("" if value is None else str(value))


def _record(db: Database, what: str, reveal: Reveal) -> None:
    if not reveal.reason.strip() or not reveal.who.strip():
        raise ReasonMissing
    with actions.act(db, "reveal", reveal.who):
        reveals.note(db, reveal.who, reveal.reason, what)


def _estate(row: rows.Row) -> rows.Row:
    row["aliases"] = list(rows.read("aliases", row["aliases"]))
    return row


def _building(row: rows.Row) -> rows.Row:
    row["number"] = _number(row["number"])
    row["structure"] = _word("structures", row["structure"])
    row["aliases"] = list(rows.read("aliases", row["aliases"]))
    return row


def _project(row: rows.Row) -> rows.Row:
    row["percent"] = _number(row["percent"])
    row["content"] = [_work_words(pair) for pair in _pairs(row["content"])]
    row["funding"] = {source: yuan(fen) for source, fen in _pairs(row["funding"])}
    row["invest_total"] = yuan(row["invest_total"])
    row["invest_done"] = yuan(row["invest_done"])
    return row


def _work(row: rows.Row) -> rows.Row:
    row["building"] = _number(row["building"])
    row["percent"] = _number(row["percent"])
    row["type"] = row["kind"] and _work_words((row["kind"], row["remark"] or ""))
    return row


def _money(row: rows.Row) -> rows.Row:
    row["planned"] = yuan(row["planned"])
    return row


def _word(table: str, key: str | None) -> str | None:
    entry = codes.code(table, key) if key else None
    return entry.words.zh if entry else key


def _work_words(pair: tuple[str, str]) -> str:
    kind, remark = pair
    return remark if kind == "other" and remark else work_label(kind)


def _pairs(joined: str | None) -> list[tuple[str, Any]]:
    """Return the pairs of a JSON list, in order, each once."""
    return list(dict.fromkeys((first, second) for first, second in json.loads(joined or "[]")))


def _served(column: str) -> str:
    return f"""(SELECT GROUP_CONCAT(name, '、') FROM (
        SELECT of.{column} AS name FROM project_estate AS link
        JOIN place AS of ON of.estate_id = link.estate_id
        WHERE link.project_id = project.id AND of.{column} IS NOT NULL
        GROUP BY of.{column} ORDER BY MIN(of.place)
    )) AS {column}"""


_ESTATES = f"""{choosing.PLACE}
SELECT estate.uid, place.street, place.community, estate.name, estate.address,
       estate.year_built, estate.building_count, estate.household_count, estate.floor_area_m2,
       centre_x(estate.geom) AS lon, centre_y(estate.geom) AS lat, estate.aliases,
       estate.year_built_to, estate.population, estate.land_area_m2, estate.ownership,
       estate.property_mgmt, estate.code, estate.remark, estate.source_x, estate.source_y,
       estate.source_crs, estate.position_method
FROM estate JOIN place ON place.estate_id = estate.id ORDER BY place.place"""
_BUILDINGS = f"""{choosing.PLACE}
SELECT building.uid, place.street, place.community, place.estate, building.number,
       building.storeys, building.structure, building.household_count, building.danger_grade,
       building.year_built, centre_x(building.geom) AS lon, centre_y(building.geom) AS lat,
       building.aliases, building.unit_count, building.population, building.floor_area_m2,
       building.height_m, {choosing.BUILDING_STAGE} AS stage, building.ownership, building.code,
       building.remark, building.source_x, building.source_y, building.source_crs,
       building.position_method
FROM {choosing.BUILDINGS.rows} ORDER BY {choosing.BUILDINGS.order}"""
_PROJECTS = f"""{choosing.PLACE}
SELECT project.uid, {_served("street")}, {_served("community")}, {_served("estate")},
       project.stage, project.percent,
       (SELECT json_group_array(json_array(kind, COALESCE(remark, ''))) FROM (
           SELECT kind, remark FROM work WHERE work.project_id = project.id ORDER BY id
       )) AS content,
       project.start_plan, project.start_actual, project.finish_plan, project.finish_actual,
       project.invest_total_fen AS invest_total,
       (SELECT json_group_array(json_array(source, planned_fen)) FROM (
           SELECT source, planned_fen FROM funding
           WHERE funding.project_id = project.id AND planned_fen IS NOT NULL ORDER BY id
       )) AS funding,
       project.name, project.code, project.batch, project.plan_year, project.percent_basis,
       project.accept_date, project.handover_date, project.invest_done_fen AS invest_done,
       project.lead_unit, project.owner_org, project.designer, project.contractor,
       project.supervisor, project.leader AS leader, project.contact AS contact,
       project.phone AS phone, project.problem,
       project.next_step, project.livelihood, project.remark
FROM {choosing.PROJECTS.rows} ORDER BY {choosing.PROJECTS.order}"""
_WORKS = f"""{choosing.PLACE}
SELECT work.uid, place.street, place.community, place.estate, building.number AS building,
       work.kind, NULL AS type, COALESCE(work.stage, project.stage) AS stage, work.percent,
       work.quantity, work.unit, work.start_plan, work.start_actual, work.finish_plan,
       work.finish_actual, project.plan_year, work.remark
FROM work LEFT JOIN building ON building.id = work.building_id
LEFT JOIN place ON place.estate_id = COALESCE(work.estate_id, building.estate_id)
LEFT JOIN project ON project.id = work.project_id
ORDER BY place.place IS NULL, place.place, building.sort, work.id"""
_MONEY = f"""{choosing.PLACE}
SELECT funding.uid, place.street, place.community, {_served("estate")}, project.plan_year,
       project.name AS project, funding.source, funding.planned_fen AS planned
FROM funding JOIN ({choosing.PROJECTS.rows}) ON project.id = funding.project_id
ORDER BY place.place IS NULL, place.place, project.id, funding.id"""
_KINDS = {
    "estates": _Kind(_ESTATES, _estate),
    "buildings": _Kind(_BUILDINGS, _building),
    "projects": _Kind(_PROJECTS, _project),
    "works": _Kind(_WORKS, _work),
    "money": _Kind(_MONEY, _money),
}
KINDS = (*_KINDS, *record_lists.KINDS)
