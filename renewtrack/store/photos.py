"""Pictures of before and after: taken in with their time and place, listed, given their places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from renewtrack.domain import photo_names
from renewtrack.domain.photo_names import Told
from renewtrack.domain.photo_places import Guide, Match
from renewtrack.store import (
    actions,
    attachments,
    exports,
    photo_files,
    photo_guide,
    photo_reading,
    rows,
)
from renewtrack.store.contents import Progress
from renewtrack.store.photo_files import Found, Kept, Skipped
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

BY_HAND = "hand"  # a key of photo_placings
PLACES = ("estate", "building", "household", "site", "work", "project")
DETAIL = Words("：{count} 张照片", "{count} pictures")
_KEYED = tuple(f"{owner}_id" for owner in attachments.OWNERS)


@dataclass(frozen=True, slots=True)
class Wish:
    """How pictures are taken in: by whom, into which estates (None for all), or all to one place.

    ``phase`` holds for those whose names tell none.
    """

    who: str
    estate_ids: Collection[int] | None = None
    place: tuple[str, int] | None = None
    phase: str | None = None


@dataclass(slots=True)
class Receipt:
    """What became of each file; added, there and skipped add up to ``files``."""

    files: int = 0
    added: list[int] = field(default_factory=list)  # ids of attachments
    there: int = 0
    skipped: list[Skipped] = field(default_factory=list)
    cut: list[str] = field(default_factory=list)  # names of those added without their end
    by: Counter[str] = field(default_factory=Counter)  # how many by key of photo_placings, "" none


def index(
    db: Database,
    project: Path,
    sources: Sequence[Path],
    wish: Wish,
    progress: Progress | None = None,
) -> Receipt:
    """Take in the pictures of files, folders and cards as one action, and tell what became of each.

    The originals are only read. A picture that is at its place already is not added again, nor one
    that a person placed elsewhere. ``progress(done, total)`` may raise to stop; then nothing of it
    stays. Raises NotKept, and what an action raises.
    """
    photo_reading.ready()
    told = progress or (lambda done, total: None)
    files = photo_files.found_in(sources, lambda: told(0, 1))
    receipt, kept = Receipt(len(files)), []
    keeping = photo_files.Keeping(project)
    try:
        for done, each in enumerate(keeping.each(files), 1):
            if isinstance(each, Skipped):
                receipt.skipped.append(each)
            else:
                kept.append(each)
            told(done, len(files) * 1.02)
        _record(db, kept, wish, receipt)
        _masked(db, receipt)
    except BaseException:
        keeping.give_up()
        raise
    return receipt


def _masked(db: Database, receipt: Receipt) -> None:
    """Hide persons in the names that are told: a file is often called after who lives there."""
    mask = exports.mask(db)
    receipt.skipped = [Skipped(mask.free(each.name), each.why) for each in receipt.skipped]
    receipt.cut = [mask.free(name) for name in receipt.cut]


def _record(db: Database, kept: Sequence[Kept], wish: Wish, receipt: Receipt) -> None:
    """Write the pictures that are not there yet in one action."""
    guide = photo_guide.read(db, wish.estate_ids)
    reader = _Reader(guide, photo_guide.own_items(db), wish)
    with actions.act(db, "attach", wish.who, DETAIL.filled(count=len(kept))):
        at = rows.value(db, "SELECT at FROM action_group WHERE id = ?", (actions.require(db),))
        known = _Known(db, {each.content.sha256 for each in kept})
        fresh: list[rows.Row] = []
        for each in kept:
            match, values = reader.row(each)
            if known.has(each.content.sha256, match):
                receipt.there += 1
                continue
            known.add(each.content.sha256, match)
            fresh.append({**values, "added_at": at, "who": wish.who})
            receipt.by[values["placed_by"] or ""] += 1
            if each.head.cut:
                receipt.cut.append(each.content.name)
        names = ("sha256", "size", "name", *_WRITTEN, *(f"{place}_id" for place in PLACES))
        columns = {name: [row.get(name) for row in fresh] for name in (*names, "added_at", "who")}
        receipt.added.extend(rows.add_many(db, "attachment", columns))


_WRITTEN = ("item", "phase", "taken_at", "taken_on", "lon", "lat", "placed_by")


class _Reader:
    """Makes a row of a picture: what its names and its head tell."""

    def __init__(self, guide: Guide, own_items: Collection[str], wish: Wish) -> None:
        self._guide, self._own, self._wish = guide, own_items, wish
        self._folders: dict[str, Told] = {}

    def row(self, each: Kept) -> tuple[Match | None, rows.Row]:
        """Return where a picture belongs and its columns."""
        head, wish = each.head, self._wish
        told = [photo_names.told(each.found.path.stem, self._own), *self._around(each.found)]
        whole = Told()
        for one in told:
            whole = whole.filled(one)
        match = self._guide.match(told, head.lon, head.lat)
        if wish.place is not None:
            match = Match(*wish.place, BY_HAND)
        taken = head.taken_at or told[0].taken
        values: rows.Row = {
            "sha256": each.content.sha256,
            "size": each.content.size,
            "name": each.content.name,
            "item": whole.item,
            "phase": whole.phase or wish.phase,
            "taken_at": taken if taken and len(taken) > 10 else None,
            "taken_on": taken[:10] if taken else None,
            "lon": head.lon,
            "lat": head.lat,
            "placed_by": match.by if match else None,
        }
        if match is not None:
            values[f"{match.owner}_id"] = match.owner_id
        return match, values

    def _around(self, found: Found) -> Iterable[Told]:
        for name in found.folders:
            if name not in self._folders:
                self._folders[name] = photo_names.told(name, self._own)
            yield self._folders[name]


class _Known:
    """Which contents are at which places already."""

    def __init__(self, db: Database, wanted: Collection[str]) -> None:
        self._at: dict[str, set[tuple[str, int]]] = {}
        self._hand: set[str] = set()
        keys = ", ".join(_KEYED)
        for row in rows.fetch(db, f"SELECT sha256, placed_by, {keys} FROM attachment"):
            if row["sha256"] not in wanted:
                continue
            places = self._at.setdefault(row["sha256"], set())
            places |= {(key[:-3], row[key]) for key in _KEYED if row[key] is not None}
            if row["placed_by"] == BY_HAND:
                self._hand.add(row["sha256"])

    def has(self, sha256: str, match: Match | None) -> bool:
        """Tell whether a content is at a place, or where a person put it, or nobody knows where."""
        if sha256 not in self._at:
            return False
        if match is None:
            return True
        if match.by != BY_HAND and sha256 in self._hand:
            return True
        return (match.owner, match.owner_id) in self._at[sha256]

    def add(self, sha256: str, match: Match | None) -> None:
        """Count a content as being at a place."""
        places = self._at.setdefault(sha256, set())
        if match is not None:
            places.add((match.owner, match.owner_id))


def assign(db: Database, ids: Sequence[int], place: tuple[str, int] | None) -> None:
    """Give pictures to a place by hand, or take them off theirs; inside an action.

    Raises ValueError for a record that pictures do not belong to.
    """
    if place is not None and place[0] not in PLACES:
        raise ValueError(f"pictures do not belong to {place[0]}")
    values: dict[str, object] = dict.fromkeys(_KEYED)
    values |= {"placed_by": BY_HAND if place else None, "place_ok": None}
    if place is not None:
        values[f"{place[0]}_id"] = place[1]
    for one in ids:
        rows.change(db, "attachment", one, values)


def set_phase(db: Database, ids: Sequence[int], phase: str | None) -> None:
    """Say of pictures what they show; raises ValueError for an unknown phase."""
    if phase is not None and phase not in attachments.PHASES:
        raise ValueError(f"a picture has no phase {phase}")
    _change(db, ids, {"phase": phase})


def set_item(db: Database, ids: Sequence[int], item: str | None) -> None:
    """Say of pictures which item they show."""
    _change(db, ids, {"item": item or None})


def confirm(db: Database, ids: Sequence[int]) -> None:
    """Say that pictures belong to their places, however far off they were taken."""
    _change(db, ids, {"place_ok": 1})


def _change(db: Database, ids: Sequence[int], values: dict[str, object]) -> None:
    for one in ids:
        rows.change(db, "attachment", one, values)
