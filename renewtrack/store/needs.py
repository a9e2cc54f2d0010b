"""What households, buildings and estates ask for, and what becomes of it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from renewtrack.domain import need_states
from renewtrack.errors import UserError
from renewtrack.store import choosing, exports, lights, rows
from renewtrack.store.choosing import PLACE, Filter
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

_DECIDED = ("adopted", "why", "referred_to", "due")  # what a linked need has of the first


class WhyNotNeeded(UserError):
    """A need is refused without a reason."""

    words = Words(
        "不采纳要写明理由，没有写入。请填写理由后再试。",
        "A need is not adopted for a stated reason only; nothing was written. Give the reason.",
    )


class ReferredNowhere(UserError):
    """A need is referred to nobody."""

    words = Words(
        "转办要写明转给哪个单位，没有写入。请填写承办单位后再试。",
        "A need is referred to a named unit only; nothing was written. Name the unit.",
    )


class NotTheSame(UserError):
    """Needs of two estates, or a need and itself, cannot be one."""

    words = Words(
        "只能把同一小区的两条不同需求标为相同，没有写入。请另选一条。",
        "Only two needs of one estate can be marked as the same; nothing was written. Choose "
        "another.",
    )


class NothingAsked(UserError):
    """A need without words."""

    words = Words("需求内容是空的，没有写入。请填写。", "The need has no words; write some.")


@dataclass(frozen=True, slots=True)
class NeedLine:
    """One need with its place; persons in its words are masked. ``adopted`` is 1, 0 or None."""

    id: int
    household_id: int | None
    building_id: int | None
    estate_id: int | None
    estate: str
    building: str | None
    stairwell: str | None
    room: str | None
    text: str
    category: str | None
    item: str | None
    source: str | None
    source_no: str | None
    said_on: str | None
    adopted: int | None
    why: str | None
    referred_to: str | None
    due: str | None
    same_as_id: int | None
    linked: int
    reply: str | None
    replied_on: str | None
    delivered_on: str | None
    delivered_how: str | None
    consultation_id: int | None
    overdue: int

    @property
    def state(self) -> str:
        """Return one of ``need_states.STATES``."""
        return need_states.state(self.adopted, self.referred_to)


# The place of a need, whichever of the three it hangs on.
JOINED = """need LEFT JOIN household ON household.id = need.household_id
    LEFT JOIN stairwell ON stairwell.id = household.stairwell_id
    LEFT JOIN building ON building.id = COALESCE(need.building_id, household.building_id)
    LEFT JOIN estate ON estate.id = COALESCE(need.estate_id, building.estate_id)"""
_BELOW = "building.id IN (SELECT value FROM json_each(:buildings))"
_BELOW_ID = "id IN (SELECT value FROM json_each(:buildings))"
_ABOVE = "need.estate_id IN (SELECT value FROM json_each(:estates))"
OVERDUE = f"""(need.due IS NOT NULL AND {lights.last("need.due")} < :today AND (
    need.adopted IS NULL OR need.source = 'hotline' AND need.replied_on IS NULL))"""
_COLUMNS = f"""need.id, need.household_id, building.id AS building_id, estate.id AS estate_id,
    COALESCE(estate.name, '') AS estate, building.number AS building,
    stairwell.number AS stairwell, household.room, need.text, need.category, need.item,
    need.source, need.source_no, need.said_on, need.adopted, need.why, need.referred_to, need.due,
    need.same_as_id, need.reply, need.replied_on, need.delivered_on, need.delivered_how,
    need.consultation_id,
    (SELECT COUNT(*) FROM need AS other WHERE other.same_as_id = need.id) AS linked,
    {OVERDUE} AS overdue"""
_ORDER = """need.adopted IS NOT NULL, need.due IS NULL, need.due, estate.sort, estate.id,
    building.sort, LENGTH(stairwell.number), stairwell.number, LENGTH(household.room),
    household.room, need.id"""


def all(  # noqa: A001 - reads as needs.all(db)
    db: Database, wanted: Filter, estates: Filter, today: str
) -> list[NeedLine]:
    """Return the needs at the buildings of a filter and the estates of another, open ones first.

    What only one of the two knows holds for both: an estate is left out with all its buildings,
    and a building with its estate.
    """
    of, more = choosing.BUILDINGS, choosing.ESTATES
    where, parameters = choosing.conditions(of, wanted)
    owned, further = choosing.conditions(more, estates)
    buildings = _ids(db, f"{PLACE} SELECT building.id FROM {of.rows} WHERE {where}", parameters)
    owners = _ids(db, f"{PLACE} SELECT estate.id FROM {more.rows} WHERE {owned}", further)
    below, above = _BELOW, _ABOVE
    if estates.only is not None:
        below += " AND building.estate_id IN (SELECT value FROM json_each(:estates))"
    if wanted.only is not None or set(wanted.chosen) - set(estates.chosen):
        above += f" AND need.estate_id IN (SELECT estate_id FROM building WHERE {_BELOW_ID})"
    return _read(
        db,
        f"({below}) OR ({above})",
        {"buildings": buildings, "estates": owners, "today": today},
    )


def some(db: Database, ids: Sequence[int], today: str, reveal: str = "") -> list[NeedLine]:
    """Return needs by their ids, in the order of the list; a reason to ``reveal`` unmasks them.

    Raises NotAllowed.
    """
    if reveal:
        exports.permit(db, reveal)
    where = "need.id IN (SELECT value FROM json_each(:ids))"
    return _read(db, where, {"ids": json.dumps(list(ids)), "today": today}, not reveal)


def of_building(db: Database, building_id: int, today: str = "") -> list[NeedLine]:
    """Return the needs of a building and its homes, those that wait for a decision first."""
    return _read(db, "building.id = :building", {"building": building_id, "today": today})


def of_estate(db: Database, estate_id: int, today: str = "") -> list[NeedLine]:
    """Return the needs of an estate, its buildings and their homes."""
    return _read(db, "estate.id = :estate", {"estate": estate_id, "today": today})


def of_round(db: Database, consultation_id: int, today: str = "") -> list[NeedLine]:
    """Return the needs that were heard in a round."""
    return _read(db, "need.consultation_id = :round", {"round": consultation_id, "today": today})


def answered(db: Database, building_ids: Sequence[int] | None = None) -> list[int]:
    """Return the needs that were decided, referred or answered, at some buildings or all.

    Those of whole estates are among them where a building of the estate is.
    """
    only = """(building.id IN (SELECT value FROM json_each(:ids)) OR need.estate_id IN (
        SELECT estate_id FROM building WHERE id IN (SELECT value FROM json_each(:ids))))"""
    return rows.column(
        db,
        f"""
        SELECT need.id FROM {JOINED} WHERE
        (need.adopted IS NOT NULL OR need.referred_to IS NOT NULL OR need.reply IS NOT NULL)
        AND {"1" if building_ids is None else only} ORDER BY {_ORDER}
        """,
        {"ids": json.dumps(list(building_ids or ()))},
    )


def add(db: Database, place: Mapping[str, int], text: str, **values: object) -> int:
    """Note a need of a ``household_id``, ``building_id`` or ``estate_id`` and return its id.

    Raises NothingAsked, RuntimeError outside an action.
    """
    if not text.strip():
        raise NothingAsked
    return rows.add(db, "need", {**place, "text": text.strip(), **values})


def change(db: Database, need_id: int, values: Mapping[str, object]) -> None:
    """Write what is known of a need besides its decision; raises NothingAsked."""
    if "text" in values and not str(values["text"] or "").strip():
        raise NothingAsked
    rows.change(db, "need", need_id, values)


def decide(db: Database, ids: Sequence[int], adopted: bool | None, why: str = "") -> None:
    """Adopt some needs, refuse them with a reason, or leave them open again.

    Those that are linked together are decided together. Raises WhyNotNeeded, RuntimeError outside
    an action.
    """
    if adopted is False and not why.strip():
        raise WhyNotNeeded
    every = family(db, ids)
    columns: dict[str, list[object]] = {
        "adopted": [adopted] * len(every),
        "why": [why.strip() or None] * len(every),
    }
    rows.change_many(db, "need", every, columns)


def refer(db: Database, ids: Sequence[int], to: str, due: str | None = None) -> None:
    """Refer some needs and those linked with them to a unit, to be handled by a day.

    Raises ReferredNowhere, RuntimeError outside an action.
    """
    if not to.strip():
        raise ReferredNowhere
    every = family(db, ids)
    columns: dict[str, list[object]] = {
        "referred_to": [to.strip()] * len(every),
        "due": [due] * len(every),
        "adopted": [None] * len(every),
        "why": [None] * len(every),
    }
    rows.change_many(db, "need", every, columns)


def reply(db: Database, ids: Sequence[int], text: str, day: str) -> None:
    """Note what was answered to some needs, and on which day."""
    columns: dict[str, list[object]] = {
        "reply": [text.strip() or None] * len(ids),
        "replied_on": [day if text.strip() else None] * len(ids),
    }
    rows.change_many(db, "need", list(ids), columns)


def deliver(db: Database, ids: Sequence[int], day: str | None, how: str = "") -> None:
    """Note that what was adopted is delivered; without a day it is not any more."""
    columns: dict[str, list[object]] = {
        "delivered_on": [day] * len(ids),
        "delivered_how": [how.strip() or None] * len(ids),
    }
    rows.change_many(db, "need", list(ids), columns)


def link(db: Database, ids: Sequence[int], first: int) -> None:
    """Link needs to another that says the same: they follow its decision from now on.

    What is linked to them already follows it too. Raises NotTheSame, RuntimeError outside an
    action.
    """
    root = rows.value(db, "SELECT COALESCE(same_as_id, id) FROM need WHERE id = ?", (first,))
    moved = [each for each in family(db, ids, up=False) if each != root]
    if root is None or not moved or len(_estates(db, [*moved, root])) > 1:
        raise NotTheSame
    kept = rows.fetch(db, f"SELECT {', '.join(_DECIDED)} FROM need WHERE id = ?", (root,))[0]
    columns: dict[str, list[object]] = {key: [kept[key]] * len(moved) for key in _DECIDED}
    rows.change_many(db, "need", moved, {**columns, "same_as_id": [root] * len(moved)})


def unlink(db: Database, ids: Sequence[int]) -> None:
    """Let needs stand for themselves again; the decision they have stays."""
    rows.change_many(db, "need", list(ids), {"same_as_id": [None] * len(ids)})


def family(db: Database, ids: Sequence[int], up: bool = True) -> list[int]:
    """Return needs with all that are linked to them, and with ``up`` what they are linked to."""
    root = "COALESCE(same_as_id, id)" if up else "id"
    return rows.column(
        db,
        f"""
        WITH root AS (
            SELECT {root} AS id FROM need WHERE id IN (SELECT value FROM json_each(:ids))
        )
        SELECT id FROM need WHERE id IN root OR same_as_id IN root ORDER BY id
        """,
        {"ids": json.dumps(list(ids))},
    )


def _estates(db: Database, ids: Sequence[int]) -> set[int | None]:
    where = "need.id IN (SELECT value FROM json_each(?))"
    found = rows.column(
        db, f"SELECT estate.id FROM {JOINED} WHERE {where}", (json.dumps(list(ids)),)
    )
    return set(found)


def _ids(db: Database, query: str, parameters: Mapping[str, object]) -> str:
    return json.dumps(rows.column(db, query, parameters))


def _read(
    db: Database, where: str, parameters: Mapping[str, object], masked: bool = True
) -> list[NeedLine]:
    query = f"SELECT {_COLUMNS} FROM {JOINED} WHERE {where} ORDER BY {_ORDER}"
    found = rows.fetch(db, query, parameters)
    if not found or not masked:
        return rows.as_values(NeedLine, found)
    mask = exports.mask(db)
    return rows.as_values(NeedLine, (mask.record(row) for row in found))
