"""Sheets written back in the office's own forms, which come in again with no change."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xlsxwriter.exceptions import XlsxFileError

from renewtrack.domain import dates
from renewtrack.errors import UserError
from renewtrack.intake import export_lines, ledger_lines, ledger_sheet
from renewtrack.intake.export_lines import DEGREE_PLACES
from renewtrack.intake.papers import Written, paper
from renewtrack.store import (
    areas,
    batches,
    buildings,
    estates,
    exports,
    gpkg,
    listing,
)
from renewtrack.store.aside import Aside
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

# Called with the finished content and its number of rows before it gets its name, so that what
# goes out is recorded; what it raises leaves nothing written.
Seen = Callable[[Path, int], object]


class NotWritten(UserError):
    """The sheet's file cannot be written."""

    words = Words(
        "无法写入“{name}”：文件正被其他程序打开、文件夹没有写入权限，或磁盘已满。"
        "台账数据没有变化。请关闭该文件或换一个位置再导出。",
        "“{name}” cannot be written: another program has it open, the folder may not be "
        "written to, or the disk is full. The data is unchanged. Close the file or choose "
        "another place.",
    )


@dataclass(frozen=True, slots=True)
class LedgerWords:
    """What the person says on a ledger to be written; None = as the file knows it."""

    title: str | None = None
    office: str | None = None
    cutoff: str | None = None  # ISO
    reveal: bool = False  # personal columns in clear; the caller has asked for a reason


def ledger(
    db: Database,
    path: Path,
    chosen: listing.Filter | None = None,
    said: LedgerWords | None = None,
    seen: Seen | None = None,
) -> int:
    """Write the ledger as .xlsx in the office's layout and return its number of rows.

    ``chosen`` picks estates. Raises NotWritten, and what ``seen`` raises.
    """
    said = said or LedgerWords()
    only = None if chosen is None else frozenset(listing.ids(db, "estates", chosen))
    lines = ledger_lines.lines(db, only, said.reveal)
    with written(path, len(lines), seen) as target:
        ledger_sheet.draw(target, paper("ledger"), lines, _words(db, said, only))
    return len(lines)


def geojson(
    db: Database,
    path: Path,
    what: str = "buildings",
    chosen: listing.Filter | None = None,
    seen: Seen | None = None,
) -> int:
    """Write buildings or estates as GeoJSON (RFC 7946, WGS 84) and return their number.

    Raises NotWritten.
    """
    features = list(_features(db, what, chosen))
    document = {"type": "FeatureCollection", "features": features}
    with written(path, len(features), seen) as target:
        target.write_text(json.dumps(document, ensure_ascii=False, allow_nan=False), "utf-8")
    return len(features)


class written(Aside):  # noqa: N801 - reads as a function: with written(path) as target
    """Write beside the target first, so that a failed export leaves the old file whole.

    ``seen`` is called before the content gets its name. Raises NotWritten, what ``seen`` raises.
    """

    BROKEN = (OSError, XlsxFileError)

    def refusal(self) -> NotWritten:
        """Return what is told where the target cannot be written."""
        return NotWritten(name=self.path.name)


def _words(db: Database, said: LedgerWords, only: frozenset[int] | None) -> dict[str, str]:
    words = paper("ledger").words
    name = areas.district_name(db)
    years = sorted(ledger_lines.years(db, only))
    title = words["title"].format(district=name, year=years[0] if len(years) == 1 else "")
    cutoff = said.cutoff or next(
        (batch.cutoff_date for batch in batches.all(db) if batch.cutoff_date), None
    )
    parts = [
        words["cutoff"].format(cutoff=dates.show(cutoff, "zh")) if cutoff else "",
        words["office"].format(office=said.office or ""),
        words["units"],
    ]
    return {
        "annex": words["annex"],
        "title": said.title or (title if len(years) == 1 else title.replace("年城镇", "城镇")),
        "caption": "        ".join(part for part in parts if part),
    }


def _features(db: Database, what: str, chosen: listing.Filter | None) -> Iterator[dict[str, Any]]:
    only = None if chosen is None else frozenset(listing.ids(db, what, chosen))
    mask = exports.mask(db)
    if what == "buildings":
        for number, building in enumerate(buildings.all(db), 1):
            if only is None or building.id in only:
                line = ledger_lines.masked(export_lines.building_line(number, building), mask)
                for key in ("lon", "lat", "seq"):
                    del line[key]
                yield _feature(building.uid, building.geom, {"uid": building.uid, **line})
        return
    for estate in estates.all(db):
        if only is None or estate.id in only:
            line = {
                "uid": estate.uid,
                "street": estate.street,
                "community": estate.community,
                "name": estate.name,
                "address": estate.address,
                "year_built": estate.year_built,
                "building_count": estate.building_count,
                "household_count": estate.household_count,
                "floor_area_m2": estate.floor_area_m2,
            }
            yield _feature(estate.uid, estate.geom, line)


def _feature(uid: str, geom: bytes | None, properties: dict[str, Written]) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": uid,
        "geometry": None if geom is None else _geometry(geom),
        "properties": properties,
    }


def _geometry(geom: bytes) -> dict[str, Any]:
    """Return a geometry with its rings the right way round, as RFC 7946 3.1.6 asks."""
    import shapely
    from shapely.geometry import mapping
    from shapely.geometry.polygon import orient

    shape = shapely.from_wkb(gpkg.to_wkb(geom))
    if shape.geom_type == "Polygon":
        shape = orient(shape)
    elif shape.geom_type == "MultiPolygon":
        shape = type(shape)([orient(part) for part in shape.geoms])
    shape = shapely.transform(shape, lambda places: places.round(DEGREE_PLACES))
    found: dict[str, Any] = mapping(shape)
    return found
