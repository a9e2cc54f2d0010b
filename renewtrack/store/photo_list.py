"""The pictures of the file as they are looked at: place, item, phase, and how far off they are."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from renewtrack.domain import photo_places
from renewtrack.domain.photo_pairs import Lack, Place, Shot, lacking
from renewtrack.store import exports, photo_guide, photo_reading, rows

if TYPE_CHECKING:
    from sqlite_utils import Database

    from renewtrack.domain.masking import Mask

_OWNERS = ("household", "work", "site", "building", "estate", "project")
_LABEL = """
COALESCE(household_estate.name, estate.name, '') AS estate,
COALESCE(home_building.number, building.number) AS number,
stairwell.number AS unit, household.room AS room,
COALESCE(site.name, project.name) AS named, work.kind AS kind,
COALESCE(home_building.id, building.id) AS in_building,
COALESCE(household_estate.id, estate.id) AS in_estate
"""
_JOINED = """
LEFT JOIN work ON work.id = attachment.work_id
LEFT JOIN household ON household.id = COALESCE(attachment.household_id, work.household_id)
LEFT JOIN stairwell ON stairwell.id = household.stairwell_id
LEFT JOIN building AS home_building ON home_building.id = household.building_id
LEFT JOIN estate AS household_estate ON household_estate.id = home_building.estate_id
LEFT JOIN building ON building.id = COALESCE(attachment.building_id, work.building_id)
LEFT JOIN site ON site.id = COALESCE(attachment.site_id, work.site_id)
LEFT JOIN estate ON estate.id =
    COALESCE(attachment.estate_id, building.estate_id, work.estate_id)
LEFT JOIN project ON project.id = attachment.project_id
"""
_ELSEWHERE = " AND ".join(
    f"attachment.{owner}_id IS NULL"
    for owner in (
        *("lift", "ballot", "paper", "site_log", "defect", "need", "consultation", "meeting"),
    )
)


@dataclass(frozen=True, slots=True)
class Photo:
    """One picture, persons in its name masked; ``place`` is the record it belongs to.

    ``off_m`` tells how far from there it was taken.
    """

    id: int
    sha256: str
    size: int
    name: str
    phase: str | None
    item: str | None
    taken_at: str | None
    taken_on: str | None
    lon: float | None
    lat: float | None
    placed_by: str | None
    place_ok: int | None
    place: Place | None
    estate: str
    number: str | None
    unit: str | None
    room: str | None
    named: str | None
    kind: str | None
    building_id: int | None
    estate_id: int | None
    paired: bool
    off_m: float | None

    @property
    def questioned(self) -> bool:
        """Tell whether it was taken far from its place and nobody has confirmed that."""
        return not self.place_ok and photo_places.is_far(self.off_m)

    @property
    def about(self) -> str | None:
        """Return the item that it shows: its own, else that of its work."""
        return self.item or self.kind

    @property
    def shot(self) -> Shot:
        """Return what counts for pairing."""
        taken = self.taken_at or self.taken_on
        return Shot(self.id, self.phase, self.place, self.about, taken, self.lon, self.lat)


@dataclass(frozen=True, slots=True)
class Missing:
    """A place that lacks a picture; ``finished`` where works are done and nothing shows it."""

    place: Place
    estate: str
    number: str | None
    unit: str | None
    room: str | None
    item: str | None
    phase: str
    finished: bool = False


def all(  # noqa: A001 - reads as photo_list.all(db)
    db: Database, estate_ids: Collection[int] | None = None
) -> list[Photo]:
    """Return the pictures of places and those without one, oldest first; of some estates if given.

    Those without a place are among them always: nobody knows where they belong.
    """
    found = rows.fetch(
        db,
        f"""
        SELECT attachment.id, sha256, attachment.size, attachment.name, phase, attachment.item,
               taken_at, taken_on, attachment.lon, attachment.lat, placed_by, place_ok,
               {", ".join(f"attachment.{owner}_id" for owner in _OWNERS)}, {_LABEL},
               EXISTS (SELECT 1 FROM photo_pair
                       WHERE attachment.id IN (before_id, after_id)) AS paired
        FROM attachment {_JOINED} WHERE {_ELSEWHERE}
        ORDER BY COALESCE(taken_at, taken_on, '~'), attachment.id
        """,
    )
    boxes, mask = photo_guide.Boxes(db), exports.mask(db)
    return [
        _photo(row, boxes, mask)
        for row in found
        if Path(row["name"]).suffix.lower() in photo_reading.SUFFIXES
        and (estate_ids is None or row["in_estate"] is None or row["in_estate"] in estate_ids)
    ]


def missing(
    db: Database, photos: Collection[Photo], estate_ids: Collection[int] | None = None
) -> list[Missing]:
    """Return the places that lack a picture of before or after, and finished buildings without."""
    by_place = {(each.place, each.about): each for each in photos if each.place is not None}
    found = [
        _missing(lack, by_place[lack.place, lack.item])
        for lack in lacking(each.shot for each in photos)
    ]
    shown = {each.building_id for each in photos if each.phase == "after"}
    told = {each.place for each in found}
    for row in rows.fetch(
        db,
        """
        SELECT building.id, building.number, building.estate_id, estate.name AS estate,
               MIN(work.kind) AS kind
        FROM work JOIN building ON building.id = work.building_id
        LEFT JOIN estate ON estate.id = building.estate_id
        WHERE work.finish_actual IS NOT NULL OR work.percent >= 100
        GROUP BY building.id ORDER BY estate.sort, building.sort, building.id
        """,
    ):
        within = estate_ids is None or row["estate_id"] in estate_ids
        place = ("building", row["id"])
        if within and row["id"] not in shown and place not in told:
            found.append(
                Missing(place, row["estate"] or "", row["number"], None, None, row["kind"],
                        "after", True)
            )  # fmt: skip
    return found


def _missing(lack: Lack, of: Photo) -> Missing:
    return Missing(lack.place, of.estate, of.number, of.unit, of.room, lack.item, lack.phase)


def _photo(row: rows.Row, boxes: photo_guide.Boxes, mask: Mask) -> Photo:
    owned = [(owner, row.pop(f"{owner}_id")) for owner in _OWNERS]
    place = next(((owner, one) for owner, one in owned if one is not None), None)
    off = None
    if place is not None and row["lon"] is not None and row["lat"] is not None:
        off = boxes.distance(*place, row["lon"], row["lat"])
    building_id, estate_id = row.pop("in_building"), row.pop("in_estate")
    row["paired"] = bool(row["paired"])
    row["name"] = mask.free(row["name"])  # a file is often called after who lives there
    return Photo(**row, place=place, building_id=building_id, estate_id=estate_id, off_m=off)
