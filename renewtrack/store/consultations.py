"""Rounds in which residents are asked: options, paper ballots by home, meetings, the decision."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from renewtrack.domain import text
from renewtrack.errors import UserError
from renewtrack.store import belonging, exports, naming, rows
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database


class WhyNotDecided(UserError):
    """A round is decided without a reason."""

    words = Words(
        "决定要写明理由，没有写入。请填写理由后再试。",
        "A decision is noted with its reason only; nothing was written. Give the reason.",
    )


class OptionInUse(UserError):
    """An option that homes have chosen is to go."""

    words = Words(
        "选项“{option}”已有 {count} 户选择，不能删除或改名，没有写入。请保留这个选项。",
        "{count} homes have chosen “{option}”, so it can be neither removed nor renamed; nothing "
        "was written. Keep the option.",
    )


class NoSuchOption(UserError):
    """A ballot is for an option that the round does not have."""

    words = Words(
        "这次征求意见没有选项“{option}”，没有写入。请先添加选项。",
        "The round has no option “{option}”; nothing was written. Add the option first.",
    )


class NotOfRound(UserError):
    """A ballot of a home that the round does not ask."""

    words = Words(
        "这户不在征求意见的范围内，没有写入。请核对小区和楼号。",
        "This home is not asked in the round; nothing was written. Check estate and building.",
    )


@dataclass(frozen=True, slots=True)
class Consultation:
    """One round; dates are ISO texts, persons in its texts are masked."""

    id: int
    estate_id: int | None
    project_id: int | None
    place: str
    title: str
    text: str | None
    options: tuple[str, ...]
    opened_on: str | None
    closed_on: str | None
    notice_from: str | None
    notice_to: str | None
    decided: str | None
    why: str | None
    decided_on: str | None
    remark: str | None


@dataclass(frozen=True, slots=True)
class Count:
    """What the homes of a round say: heads and areas (m²) by option; homes without an area."""

    homes: int
    area_m2: float
    heads: dict[str, int] = field(default_factory=dict)
    areas: dict[str, float] = field(default_factory=dict)
    without_area: int = 0

    @property
    def answered(self) -> int:
        """Return how many homes have a ballot."""
        return sum(self.heads.values())

    def by_heads(self, option: str) -> float | None:
        """Return the share of all homes that chose an option, in percent."""
        return 100 * self.heads.get(option, 0) / self.homes if self.homes else None

    def by_area(self, option: str) -> float | None:
        """Return the share of all known areas whose homes chose an option, in percent."""
        return 100 * self.areas.get(option, 0.0) / self.area_m2 if self.area_m2 else None


@dataclass(frozen=True, slots=True)
class Asked:
    """A home that a round asks, and what it chose."""

    id: int
    building_id: int
    estate: str
    building: str
    stairwell: str | None
    room: str
    area_m2: float | None
    choice: str | None


_HOMES = """household JOIN building ON building.id = household.building_id
    LEFT JOIN estate ON estate.id = building.estate_id
    LEFT JOIN stairwell ON stairwell.id = household.stairwell_id"""
# Of an estate's round its homes, of a project's those of the estates that it serves.
_ASKED = """building.estate_id IN (
    SELECT estate_id FROM consultation WHERE id = :round AND estate_id IS NOT NULL
    UNION SELECT link.estate_id FROM consultation
    JOIN project_estate AS link ON link.project_id = consultation.project_id
    WHERE consultation.id = :round)"""
_ROUND = f"""
SELECT consultation.*, COALESCE(estate.name, {naming.PROJECT}) AS place
FROM consultation LEFT JOIN estate ON estate.id = consultation.estate_id
LEFT JOIN project ON project.id = consultation.project_id
"""


def all(db: Database) -> list[Consultation]:  # noqa: A001 - reads as consultations.all(db)
    """Return every round, the latest first."""
    order = "ORDER BY consultation.opened_on IS NULL DESC, consultation.opened_on DESC, id DESC"
    return _rounds(db, rows.fetch(db, f"{_ROUND} {order.replace(' id ', ' consultation.id ')}"))


def ids(db: Database, building_ids: Sequence[int] | None = None) -> list[int]:
    """Return the rounds of the file, or those that ask homes of some buildings' estates."""
    only = """consultation.estate_id IN (
            SELECT estate_id FROM building WHERE id IN (SELECT value FROM json_each(:ids)))
        OR consultation.project_id IN (
            SELECT link.project_id FROM project_estate AS link
            JOIN building ON building.estate_id = link.estate_id
            WHERE building.id IN (SELECT value FROM json_each(:ids)))"""
    return rows.column(
        db,
        f"""
        SELECT id FROM consultation WHERE {"1" if building_ids is None else only}
        ORDER BY opened_on DESC, id DESC
        """,
        {"ids": json.dumps(list(building_ids or ()))},
    )


def one(db: Database, round_id: int) -> Consultation | None:
    """Return a round, or None."""
    return next(
        iter(_rounds(db, rows.fetch(db, f"{_ROUND} WHERE consultation.id = ?", (round_id,)))), None
    )


def add(db: Database, place: Mapping[str, int], values: Mapping[str, Any]) -> int:
    """Open a round of an ``estate_id`` or a ``project_id`` and return its id.

    Raises WhyNotDecided, RuntimeError outside an action.
    """
    return rows.add(db, "consultation", {**place, **_sound(values)})


def change(db: Database, round_id: int, values: Mapping[str, Any]) -> None:
    """Write what is known of a round; raises WhyNotDecided, OptionInUse."""
    given = _sound(values, belonging.one(db, "consultation", round_id))
    if "options" in given:
        for option, count in _chosen(db, round_id).items():
            if option not in given["options"]:
                raise OptionInUse(option=option, count=count)
    rows.change(db, "consultation", round_id, given)


def remove(db: Database, round_id: int) -> None:
    """Delete a round with its ballots and meetings; needs heard in it stay."""
    belonging.remove(db, "consultation", round_id)


def asked(db: Database, round_id: int) -> list[Asked]:
    """Return the homes that a round asks, building by building, with what each chose."""
    found = rows.fetch(
        db,
        f"""
        SELECT household.id, building.id AS building_id, COALESCE(estate.name, '') AS estate,
               building.number AS building, stairwell.number AS stairwell, household.room,
               household.floor_area_m2 AS area_m2, ballot.choice
        FROM {_HOMES} LEFT JOIN consultation_ballot AS ballot
            ON ballot.household_id = household.id AND ballot.consultation_id = :round
        WHERE {_ASKED} OR ballot.id IS NOT NULL
        ORDER BY estate.sort, estate.id, building.sort, building.id, LENGTH(stairwell.number),
                 stairwell.number, LENGTH(household.room), household.room, household.id
        """,
        {"round": round_id},
    )
    return rows.as_values(Asked, found)


def count(db: Database, round_id: int) -> Count:
    """Count the ballots of a round by heads and by area."""
    found = rows.fetch(
        db,
        f"""
        SELECT ballot.choice, COUNT(*) AS homes, SUM(household.floor_area_m2) AS area_m2,
               SUM(COALESCE(household.floor_area_m2, 0) = 0) AS bare
        FROM {_HOMES} LEFT JOIN consultation_ballot AS ballot
            ON ballot.household_id = household.id AND ballot.consultation_id = :round
        WHERE {_ASKED} OR ballot.id IS NOT NULL GROUP BY ballot.choice
        """,
        {"round": round_id},
    )
    chosen = {row["choice"]: row for row in found if row["choice"] is not None}
    return Count(
        sum(row["homes"] for row in found),
        round(sum(row["area_m2"] or 0.0 for row in found), 4),
        {choice: row["homes"] for choice, row in chosen.items()},
        {choice: round(row["area_m2"] or 0.0, 4) for choice, row in chosen.items()},
        sum(row["bare"] for row in found),
    )


def answer(db: Database, round_id: int, household_id: int, choice: str | None, day: str) -> None:
    """Note the paper ballot of a home, in place of an earlier one; None takes it away.

    Raises NoSuchOption, NotOfRound, RuntimeError outside an action.
    """
    given = {"round": round_id, "home": household_id}
    known = rows.value(
        db,
        "SELECT id FROM consultation_ballot WHERE consultation_id = :round"
        " AND household_id = :home",
        given,
    )
    if choice is None:
        if known is not None:
            rows.remove(db, "consultation_ballot", known)
        return
    if choice not in _options(db, round_id):
        raise NoSuchOption(option=choice)
    if not rows.value(db, f"SELECT 1 FROM {_HOMES} WHERE household.id = :home AND {_ASKED}", given):
        raise NotOfRound
    values = {"choice": choice, "date": day}
    if known is not None:
        rows.change(db, "consultation_ballot", known, values)
    else:
        ids = {"consultation_id": round_id, "household_id": household_id}
        rows.add(db, "consultation_ballot", {**ids, **values})


def meetings(db: Database, round_id: int) -> list[rows.Row]:
    """Return the meetings of a round by their dates, persons masked."""
    mask = exports.mask(db)
    found = belonging.of(db, "meeting", "consultation_id", round_id)
    return [mask.record(row) for row in sorted(found, key=lambda row: row["date"] or "")]


def options_of(written: str) -> list[str]:
    """Return options that were typed one a line or with commas, each once."""
    lines = written.replace("，", "\n").replace("；", "\n").replace(";", "\n").splitlines()
    parts = (text.tidy(part) for line in lines for part in line.split(","))
    return list(dict.fromkeys(part for part in parts if part))


def _sound(values: Mapping[str, Any], known: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return values as they are stored; a decision has a reason."""
    given = dict(values)
    if isinstance(given.get("options"), str):
        given["options"] = options_of(given["options"])
    after = {**(known or {}), **given}
    if (after.get("decided") or "").strip() and not (after.get("why") or "").strip():
        raise WhyNotDecided
    return given


def _chosen(db: Database, round_id: int) -> dict[str, int]:
    found = rows.fetch(
        db,
        "SELECT choice, COUNT(*) AS homes FROM consultation_ballot WHERE consultation_id = ?"
        " GROUP BY choice",
        (round_id,),
    )
    return {row["choice"]: row["homes"] for row in found}


def _options(db: Database, round_id: int) -> tuple[str, ...]:
    return _read(rows.value(db, "SELECT options FROM consultation WHERE id = ?", (round_id,)))


def _read(stored: str | None) -> tuple[str, ...]:
    try:
        found = json.loads(stored) if stored else []
    except ValueError:
        return tuple(options_of(stored or ""))
    return tuple(map(str, found)) if isinstance(found, list) else ()


def _rounds(db: Database, found: Sequence[rows.Row]) -> list[Consultation]:
    mask = exports.mask(db) if found else None
    made: list[Consultation] = []
    fields = Consultation.__dataclass_fields__
    for row in found:
        options = _read(row["options"])
        shown = mask.record(dict(row)) if mask else row
        shown["title"] = mask.free(row["title"]) if mask else row["title"]
        shown["options"] = options
        made.append(Consultation(**{key: shown[key] for key in fields}))
    return made


def at(found: Iterable[Consultation], round_id: int | None) -> Consultation | None:
    """Return the round of an id among some."""
    return next((each for each in found if each.id == round_id), None)
