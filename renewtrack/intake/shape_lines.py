"""The places of the file as layers to be written: rows in the office's words beside shapes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from renewtrack.domain import codes, stages
from renewtrack.intake import export_lines, ledger_lines
from renewtrack.intake.papers import Written, paper
from renewtrack.store import areas, buildings, estates, exports, listing, map_values, sites
from renewtrack.store.classing import Classing
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

KINDS = ("buildings", "estates", "areas", "sites")
TITLES = {
    "buildings": Words("楼栋", "Buildings"),
    "estates": Words("小区", "Estates"),
    "areas": Words("行政区划", "Areas"),
    "sites": Words("场地设施", "Sites"),
}
STAGE = "map_stage"
_LABELS = {
    "buildings": "bldg_no",
    "estates": "estate_name",
    "areas": "area_name",
    "sites": "site_name",
}
_STAGE_HEAD = "改造阶段"
_SOURCES = (
    ("source_crs", "原坐标系"),
    ("source_x", "原坐标X"),
    ("source_y", "原坐标Y"),
    ("position_method", "定位方式"),
)
_LEFT_OUT = frozenset({"seq", "lon", "lat", "coord_x", "coord_y", "geometry"})
Row = dict[str, Written]


@dataclass(frozen=True, slots=True)
class ShapeLayer:
    """One layer: keys and headings of its columns, a row for each place, and its shapes.

    ``label`` is the heading whose words stand on a map, ``classed`` the one that colours it.
    """

    kind: str
    keys: tuple[str, ...]
    heads: tuple[str, ...]
    rows: list[list[Written]]
    shapes: list[bytes | None]  # GeoPackage geometries in WGS 84
    title: str
    label: str = ""
    classed: str = ""


def layer(db: Database, kind: str, chosen: listing.Filter | None = None) -> ShapeLayer:
    """Return the places of a kind; persons that free texts name are masked."""
    mask = exports.mask(db)
    only = None
    if chosen is not None and kind in ("buildings", "estates"):
        only = frozenset(listing.ids(db, kind, chosen))
    lines, shapes = _MADE[kind](db, only)
    heads = _heads(kind)
    told = [{**line, **ledger_lines.masked(line, mask)} for line in lines]
    used = [key for key in heads if any(line.get(key) is not None for line in told)]
    rows = [[line.get(key) for key in used] for line in told]
    shown = {key: heads[key] for key in used}
    return ShapeLayer(
        kind,
        tuple(used),
        tuple(shown.values()),
        rows,
        shapes,
        TITLES[kind].zh,
        shown.get(_LABELS[kind], ""),
        shown.get(STAGE, ""),
    )


def layers(db: Database, kinds: Sequence[str]) -> list[ShapeLayer]:
    """Return the layers of some kinds, without those that hold nothing; one at least."""
    found = [layer(db, kind) for kind in kinds]
    return [each for each in found if each.rows] or found[:1]


def _heads(kind: str) -> dict[str, str]:
    found = {
        column.field: column.heading
        for column in paper(kind).columns
        if column.field not in _LEFT_OUT
    }
    if kind == "buildings":
        found[STAGE] = _STAGE_HEAD
    return found | dict(_SOURCES) | {"uid": "uid"}


def _buildings(db: Database, only: frozenset[int] | None) -> tuple[list[Row], list[bytes | None]]:
    steps = _stages(db)
    found = [each for each in buildings.all(db) if only is None or each.id in only]
    lines = [
        {
            **export_lines.building_line(number, each),
            STAGE: steps.get(each.id),
            **_sources(each),
        }
        for number, each in enumerate(found, 1)
    ]
    return lines, [each.geom for each in found]


def _stages(db: Database) -> dict[int, str]:
    """Return what people call the stage of each building on the map."""
    buckets = (*stages.BUCKETS, stages.NO_PROJECT)
    told = map_values.sort_into(db, Classing("bucket", tuple(each.key for each in buckets), ()))
    return {
        number: buckets[place].words.zh for number, place in zip(told.ids, told.places, strict=True)
    }


def _estates(db: Database, only: frozenset[int] | None) -> tuple[list[Row], list[bytes | None]]:
    found = [each for each in estates.all(db) if only is None or each.id in only]
    lines = [{**export_lines.estate_line(db, each), **_sources(each)} for each in found]
    return lines, [each.geom for each in found]


def _areas(db: Database, _: frozenset[int] | None) -> tuple[list[Row], list[bytes | None]]:
    found = areas.all(db)
    names = {each.id: each.name for each in found if each.level == "street"}
    lines: list[Row] = [
        {
            "area_name": each.name,
            "area_level": _words("area_levels", each.level),
            "street": names.get(each.parent_id or 0),
            "adcode": each.code,
            "uid": each.uid,
            **_sources(each),
        }
        for each in found
    ]
    return lines, [each.geom for each in found]


def _sites(db: Database, _: frozenset[int] | None) -> tuple[list[Row], list[bytes | None]]:
    found = sites.all(db)
    names = {each.id: each.name for each in areas.all(db) if each.level == "street"}
    lines: list[Row] = [
        {
            "site_name": each.name,
            "site_kind": _words("site_kinds", each.kind),
            "street": names.get(each.area_id or 0),
            "remark": each.remark,
            "uid": each.uid,
            **_sources(each),
        }
        for each in found
    ]
    return lines, [each.geom for each in found]


def _words(table: str, key: str) -> str:
    known = codes.code(table, key)
    return known.words.zh if known is not None else key


def _sources(record: object) -> Row:
    return {key: getattr(record, key) for key, _ in _SOURCES}


_MADE: dict[
    str,
    Callable[[Database, frozenset[int] | None], tuple[list[Row], list[bytes | None]]],
] = {"buildings": _buildings, "estates": _estates, "areas": _areas, "sites": _sites}
