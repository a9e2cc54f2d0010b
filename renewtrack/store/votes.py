"""Votes of owners on a lift, a work or a project: the roll, the answers, and their sums."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from renewtrack.domain import consent
from renewtrack.domain.consent import Ballot, Tally
from renewtrack.domain.lifts import ConsentRound
from renewtrack.store import owners, rows

if TYPE_CHECKING:
    from sqlite_utils import Database

Owner = Literal["lift", "work", "project"]
_FIGURES = tuple(
    f"{of}_{said}{unit}"
    for of, unit in (("owners", ""), ("area", "_dm2"))
    for said in ("total", "part", "agree")
)
# The households that a vote on a record asks.
_ROLL = {
    "lift": "household.stairwell_id = (SELECT stairwell_id FROM lift WHERE id = :id)",
    "work": """EXISTS (
        SELECT 1 FROM work WHERE work.id = :id AND (
            work.household_id = household.id
            OR work.household_id IS NULL AND (
                work.stairwell_id = household.stairwell_id
                OR work.stairwell_id IS NULL AND (
                    work.building_id = household.building_id
                    OR work.estate_id = building.estate_id))))""",
    "project": """building.estate_id IN (
        SELECT estate_id FROM project_estate WHERE project_id = :id)""",
}


def open_round(
    db: Database, owner: Owner, owner_id: int, day: str | None, name: str | None = None
) -> int:
    """Open a vote under the rule of a day (ISO), with the roll of its households; return its id.

    Flats of the same owners on record count as one owner's; without owners on record, flats whose
    householder has the same name and telephone. Runs inside the action under way.
    """
    round_id = rows.add(
        db,
        "consent_round",
        {
            f"{owner}_id": owner_id,
            "rule_set": consent.rule_at(day).key,
            "opened_on": day,
            "name": name,
        },
    )
    enrol(db, round_id, owner, owner_id)
    return round_id


def enrol(db: Database, round_id: int, owner: Owner, owner_id: int) -> int:
    """Put the households that are not on the roll yet on it; return how many they were."""
    found = rows.fetch(
        db,
        f"""
        SELECT household.id, household.room, household.holder AS holder, household.phone AS phone,
               household.floor_area_m2
        FROM household JOIN building ON building.id = household.building_id
        LEFT JOIN stairwell ON stairwell.id = household.stairwell_id
        WHERE {_ROLL[owner]} AND household.id NOT IN (
            SELECT household_id FROM ballot
            WHERE round_id = :round AND household_id IS NOT NULL)
        ORDER BY building.sort, LENGTH(stairwell.number), stairwell.number,
                 LENGTH(household.room), household.room, household.id
        """,
        {"id": owner_id, "round": round_id},
    )
    names = owners.names(db, [row["id"] for row in found])
    numbers = _numbers(db, round_id, found)
    areas = (row["floor_area_m2"] for row in found)
    rows.add_many(
        db,
        "ballot",
        {
            "round_id": [round_id] * len(found),
            "household_id": [row["id"] for row in found],
            "room": [row["room"] for row in found],
            "owner": [names.get(row["id"], row["holder"]) for row in found],
            "owner_no": numbers,
            "area_dm2": [None if area is None else consent.dm2(area) for area in areas],
            "needed": [0] * len(found),
        },
    )
    count(db, round_id)
    return len(found)


def _numbers(db: Database, round_id: int, found: list[rows.Row]) -> list[int]:
    """Return the owner's number of each flat: that of the same owners on the roll, else a new one.

    Who owns a flat is told by its owners on record; without any, by its householder's name and
    telephone, where both are known.
    """
    last = int(
        rows.value(
            db, "SELECT COALESCE(MAX(owner_no), 0) FROM ballot WHERE round_id = ?", (round_id,)
        )
    )
    enrolled = _enrolled(db, round_id)
    group_of = _groups(db, [*enrolled, *found])
    known = {group_of[row["id"]]: row["owner_no"] for row in enrolled}
    numbers = []
    for row in found:
        group = group_of[row["id"]]
        if not group or group not in known:
            last += 1
            known[group] = last
        numbers.append(known[group])
    return numbers


def _enrolled(db: Database, round_id: int) -> list[rows.Row]:
    """Return the households on a roll with their owners' numbers, the first one last."""
    return rows.fetch(
        db,
        """
        SELECT household.id, household.holder AS holder, household.phone AS phone, ballot.owner_no
        FROM ballot JOIN household ON household.id = ballot.household_id
        WHERE round_id = ? ORDER BY ballot.id DESC
        """,
        (round_id,),
    )


def _groups(db: Database, found: list[rows.Row]) -> dict[int, frozenset[tuple[str, str]]]:
    known = owners.groups(db, [row["id"] for row in found])
    groups = {}
    for row in found:
        person = (row["holder"] or "", row["phone"] or "")
        alone = frozenset([person]) if all(person) else frozenset[tuple[str, str]]()
        groups[row["id"]] = known.get(row["id"], alone)
    return groups


def answer(db: Database, ballot_ids: Sequence[int], said: str | None, day: str | None) -> None:
    """Write the answer of some flats, one of ``consent.ANSWERS`` or None, and count anew."""
    ids = list(ballot_ids)
    given = [day if said is not None else None] * len(ids)
    rows.change_many(db, "ballot", ids, {"answer": [said] * len(ids), "date": given})
    listed = ",".join(str(int(each)) for each in ids)
    for round_id in rows.column(
        db, f"SELECT DISTINCT round_id FROM ballot WHERE id IN ({listed}) ORDER BY round_id"
    ):
        count(db, round_id)


def tally(db: Database, round_id: int) -> Tally:
    """Return what the ballots of a vote add up to."""
    found = rows.fetch(
        db,
        """
        SELECT owner_no, area_dm2, answer, needed FROM ballot
        WHERE round_id = ? ORDER BY id
        """,
        (round_id,),
    )
    return consent.tally(
        Ballot(row["owner_no"], row["area_dm2"], row["answer"], bool(row["needed"]))
        for row in found
    )


def count(db: Database, round_id: int) -> None:
    """Write what the ballots add up to into their vote, so that every reader agrees.

    A vote without ballots keeps the figures that were typed or imported.
    """
    if not rows.value(db, "SELECT EXISTS (SELECT 1 FROM ballot WHERE round_id = ?)", (round_id,)):
        return
    found = tally(db, round_id)
    rows.change(
        db,
        "consent_round",
        round_id,
        {
            "owners_total": found.owners_total,
            "owners_part": found.owners_part,
            "owners_agree": found.owners_agree,
            "area_total_dm2": found.area_total_dm2,
            "area_part_dm2": found.area_part_dm2,
            "area_agree_dm2": found.area_agree_dm2,
        },
    )


def recount(db: Database, round_id: int) -> None:
    """Count after ballots were added, changed or deleted: with the last one its figures go too."""
    if rows.value(db, "SELECT EXISTS (SELECT 1 FROM ballot WHERE round_id = ?)", (round_id,)):
        count(db, round_id)
    else:
        rows.change(db, "consent_round", round_id, dict.fromkeys(_FIGURES))


def counted(db: Database) -> frozenset[int]:
    """Return the votes that are counted from their ballots."""
    return frozenset(rows.column(db, "SELECT DISTINCT round_id FROM ballot"))


def of(db: Database, owner: Owner, owner_id: int) -> list[ConsentRound]:
    """Return the votes on a record, the latest last."""
    found = rows.fetch(
        db, f"SELECT * FROM consent_round WHERE {owner}_id = ? ORDER BY id", (owner_id,)
    )
    return rows.as_values(ConsentRound, found)


def ballots(db: Database, round_id: int) -> list[rows.Row]:
    """Return the roll of a vote with its answers; ``owner`` is personal."""
    return rows.fetch(
        db,
        """
        SELECT id, uid, round_id, household_id, room, owner AS owner, owner_no, area_dm2, needed,
               answer, date, remark
        FROM ballot WHERE round_id = ? ORDER BY LENGTH(room), room, id
        """,
        (round_id,),
    )


def passed(db: Database, vote: ConsentRound) -> bool | None:
    """Tell whether a vote has passed: its rule is reached, and every flat that has to agree did.

    None where a figure lacks.
    """
    return consent.reached(vote) if vote.id not in refused(db) else False


def refused(db: Database) -> frozenset[int]:
    """Return the votes that lack the consent of a flat whose own part the works occupy."""
    found = rows.column(
        db,
        """
        SELECT DISTINCT round_id FROM ballot WHERE needed AND answer IS NOT 'yes' ORDER BY round_id
        """,
    )
    return frozenset(found)


def summed(vote: ConsentRound) -> Tally:
    """Return the figures of a vote as they stand, typed ones as well."""
    return Tally(
        vote.owners_total or 0,
        vote.owners_part or 0,
        vote.owners_agree or 0,
        vote.area_total_dm2,
        vote.area_part_dm2,
        vote.area_agree_dm2,
    )
