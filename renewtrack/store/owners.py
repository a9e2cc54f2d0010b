"""Owners on record: who owns which flat, and with what share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from renewtrack.domain import owners
from renewtrack.domain.owners import Owner
from renewtrack.errors import UserError
from renewtrack.store import rows
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

_MANY = 200  # names offered


class SharesTooMany(UserError):
    """The shares of a flat come to more than the whole."""

    words = Words(
        "这套房的产权份额合计会超过 1（整套），没有登记。请核对各人的份额，例如两人各半填 0.5。",
        "The shares of this flat would come to more than 1, the whole; nothing was recorded. Check "
        "each share: two halves are 0.5 each.",
    )


class NoShare(UserError):
    """A share is none: nothing, less than nothing or more than the whole."""

    words = Words(
        "产权份额应大于 0、不超过 1（整套），没有登记。不清楚就留空。",
        "A share is above 0 and at most 1, the whole; nothing was recorded. Leave it empty where "
        "it is not known.",
    )


class NameNeeded(UserError):
    """An owner has no name."""

    words = Words(
        "请填写产权人姓名，没有登记。", "Please give the owner's name; nothing was recorded."
    )


def of(db: Database, household_id: int) -> list[Owner]:
    """Return the owners of a flat, as they were recorded; names and telephones are personal."""
    found = rows.fetch(
        db,
        """
        SELECT ownership.id AS ownership_id, owner.id AS owner_id, owner.name AS name,
               owner.phone AS phone, ownership.share,
               (SELECT COUNT(*) FROM ownership AS other WHERE other.owner_id = owner.id) AS flats
        FROM ownership JOIN owner ON owner.id = ownership.owner_id
        WHERE ownership.household_id = ? ORDER BY ownership.id
        """,
        (household_id,),
    )
    return rows.as_values(Owner, found)


def named(db: Database, words: str = "") -> list[rows.Row]:
    """Return owners whose name or telephone holds some words, with the number of their flats."""
    return rows.fetch(
        db,
        """
        SELECT owner.id, owner.name AS name, owner.phone AS phone, owner.remark,
               (SELECT COUNT(*) FROM ownership WHERE owner_id = owner.id) AS flats
        FROM owner
        WHERE instr(owner.name, :words) OR instr(COALESCE(owner.phone, ''), :words) OR :words = ''
        ORDER BY owner.name, owner.id LIMIT :many
        """,
        {"words": words.strip(), "many": _MANY},
    )


def put(db: Database, household_id: int, owner: int | rows.Row, share: float | None) -> int:
    """Record an owner of a flat, known by id or new by name and telephone; return the record's id.

    Who is an owner of it already is given another share. Raises NameNeeded, NoShare,
    SharesTooMany, RuntimeError outside an action.
    """
    if share is not None and not 0 < share <= 1:
        raise NoShare
    now = of(db, household_id)
    mine = next((each for each in now if each.owner_id == owner), None)
    if not owners.fits((each.share for each in now if each is not mine), share):
        raise SharesTooMany
    if mine is not None:
        rows.change(db, "ownership", mine.ownership_id, {"share": share})
        return mine.ownership_id
    owner_id = owner if isinstance(owner, int) else _add(db, owner)
    return rows.add(
        db,
        "ownership",
        {"owner_id": owner_id, "household_id": household_id, "share": share},
    )


def correct(db: Database, ownership_id: int, values: rows.Row) -> None:
    """Correct an owner's ``name`` and ``phone``, at all the flats, or the ``share`` of one flat.

    Raises NameNeeded, NoShare, SharesTooMany, RuntimeError outside an action.
    """
    (known,) = rows.fetch(db, "SELECT * FROM ownership WHERE id = ?", (ownership_id,))
    person: rows.Row = {key: values[key] for key in ("name", "phone") if key in values}
    if "name" in person and not (person["name"] or "").strip():
        raise NameNeeded
    if person:
        rows.change(db, "owner", known["owner_id"], person)
    if "share" in values:
        put(db, known["household_id"], known["owner_id"], values["share"])


def leave(db: Database, ownership_id: int) -> None:
    """Take an owner off a flat; who owns no other flat goes from the file."""
    owner_id = rows.value(db, "SELECT owner_id FROM ownership WHERE id = ?", (ownership_id,))
    rows.remove(db, "ownership", ownership_id)
    if not rows.value(db, "SELECT COUNT(*) FROM ownership WHERE owner_id = ?", (owner_id,)):
        rows.remove(db, "owner", owner_id)


def groups(db: Database, household_ids: Sequence[int]) -> dict[int, frozenset[tuple[str, str]]]:
    """Return who owns some flats together; a flat without owners on record is left out.

    An owner is known by name and telephone, so that two records of him are one owner; where the
    telephone is not known, by his record.
    """
    listed = ",".join(str(int(each)) for each in household_ids)
    found: dict[int, set[tuple[str, str]]] = {}
    for row in rows.fetch(
        db,
        f"""
        SELECT household_id, owner.id, owner.name AS name, owner.phone AS phone
        FROM ownership JOIN owner ON owner.id = ownership.owner_id
        WHERE household_id IN ({listed}) ORDER BY ownership.id
        """,
    ):
        known = (row["name"], row["phone"]) if row["phone"] else ("", str(row["id"]))
        found.setdefault(row["household_id"], set()).add(known)
    return {flat: frozenset(group) for flat, group in found.items()}


def names(db: Database, household_ids: Sequence[int]) -> dict[int, str]:
    """Return the names of the owners of some flats, one after the other."""
    listed = ",".join(str(int(each)) for each in household_ids)
    found: dict[int, list[str]] = {}
    for row in rows.fetch(
        db,
        f"""
        SELECT household_id, owner.name AS name
        FROM ownership JOIN owner ON owner.id = ownership.owner_id
        WHERE household_id IN ({listed}) AND owner.name IS NOT NULL ORDER BY ownership.id
        """,
    ):
        found.setdefault(row["household_id"], []).append(row["name"])
    return {flat: "、".join(each) for flat, each in found.items()}


def owner_count(db: Database, household_ids: Sequence[int]) -> int:
    """Return how many owners some flats have; a flat without any on record counts for itself."""
    known = groups(db, household_ids)
    return owners.count({flat: known.get(flat, frozenset()) for flat in household_ids})


def _add(db: Database, given: rows.Row) -> int:
    name = " ".join(str(given.get("name") or "").split())
    if not name:
        raise NameNeeded
    return rows.add(
        db, "owner", {"name": name, "phone": given.get("phone"), "remark": given.get("remark")}
    )
