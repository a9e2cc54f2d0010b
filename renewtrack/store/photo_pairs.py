"""Pairs of pictures: before beside after, how they are laid over each other, which are public."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from renewtrack.domain.photo_pairs import suggest
from renewtrack.errors import UserError
from renewtrack.store import photo_list, rows
from renewtrack.store.photo_list import Photo
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

PUBLIC_PLACES = ("building", "estate", "site", "work")  # faces of buildings, never of homes


class NotPublic(UserError):
    """A picture of a home was to be made public."""

    words = Words(
        "“{name}”拍的是住户家里，或没有归到楼栋、小区，不能公开；没有改动。"
        "只有楼栋、小区和场地外观的照片可以公开。",
        'The picture "{name}" shows a home, or belongs to no building or estate, and cannot be '
        "made public; nothing was changed. Only faces of buildings, estates and sites can.",
    )


@dataclass(frozen=True, slots=True)
class Pair:
    """One pair; ``shift_x`` and ``shift_y`` are shares of the width and height of before."""

    id: int
    before: Photo
    after: Photo
    title: str | None
    shift_x: float
    shift_y: float
    zoom: float
    public: bool


def all(  # noqa: A001 - reads as photo_pairs.all(db)
    db: Database, estate_ids: Collection[int] | None = None
) -> list[Pair]:
    """Return the pairs whose pictures are both there, in the order of their places."""
    return among(db, photo_list.all(db, estate_ids))


def among(db: Database, photos: Collection[Photo]) -> list[Pair]:
    """Return the pairs of some pictures."""
    by_id = {each.id: each for each in photos}
    found = [
        Pair(
            row["id"], by_id[row["before_id"]], by_id[row["after_id"]], row["title"],
            row["shift_x"], row["shift_y"], row["zoom"], bool(row["public"]),
        )
        for row in rows.fetch(db, "SELECT * FROM photo_pair ORDER BY id")
        if row["before_id"] in by_id and row["after_id"] in by_id
    ]  # fmt: skip
    return sorted(found, key=lambda pair: _in_order(pair.after))


def _in_order(photo: Photo) -> tuple[str, int, str, str, str]:
    number = photo.number or ""
    return photo.estate, len(number), number, photo.unit or "", photo.room or ""


def pair_up(db: Database, photos: Collection[Photo]) -> list[int]:
    """Make the pairs that suggest themselves, inside an action, and return their ids."""
    paired = {each.id for each in photos if each.paired}
    return [add(db, *pair) for pair in suggest((each.shot for each in photos), paired)]


def add(db: Database, before_id: int, after_id: int) -> int:
    """Put two pictures together and return the id; the one that is there if they are already."""
    found = rows.value(
        db,
        "SELECT id FROM photo_pair WHERE before_id = ? AND after_id = ?",
        (before_id, after_id),
    )
    if found is not None:
        return int(found)
    return rows.add(db, "photo_pair", {"before_id": before_id, "after_id": after_id})


def remove(db: Database, ids: Sequence[int]) -> None:
    """Take pairs apart; their pictures stay."""
    for one in ids:
        rows.remove(db, "photo_pair", one)


def align(db: Database, pair_id: int, shift_x: float, shift_y: float, zoom: float) -> None:
    """Say how after is laid over before; raises ValueError for what cannot be seen."""
    if not (abs(shift_x) <= 1 and abs(shift_y) <= 1 and 0.1 <= zoom <= 10):
        raise ValueError("not to be seen")
    rows.change(db, "photo_pair", pair_id, {"shift_x": shift_x, "shift_y": shift_y, "zoom": zoom})


def publish(db: Database, pair: Pair, public: bool) -> None:
    """Let a pair stand on the public page, or no longer; raises NotPublic for a home."""
    for photo in (pair.before, pair.after):
        if public and not may_be_public(photo):
            raise NotPublic(name=photo.name)
    rows.change(db, "photo_pair", pair.id, {"public": int(public)})


def may_be_public(photo: Photo) -> bool:
    """Tell whether a picture belongs to a building, an estate or a site, and to no home."""
    return photo.place is not None and photo.place[0] in PUBLIC_PLACES and photo.room is None
