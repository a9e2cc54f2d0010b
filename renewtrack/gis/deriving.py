"""Columns that a layer of buildings or projects lacks, with honest values in place of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from renewtrack.domain.vector_files import BY_PLACE
from renewtrack.gis.heads import Head

ESTATE = Head(f"小区名称{BY_PLACE}", "estate_name")  # blank: the import looks where the shape lies
STREET = Head(f"街道{BY_PLACE}", "street")
NUMBER = Head("楼号（无编号）", "bldg_no")
OF_PROJECT = "小区名称（按项目）"
NO_NUMBER = "无号"
_OF_OTHERS = frozenset(
    {"area_name", "area_level", "site_kind", "site_name", "unit_no", "house_no", "facility_name"}
)
_OF_BUILDINGS = frozenset(
    {"bldg_no", "floors", "height", "structure", "danger_grade", "unit_count", "bldg_code"}
)
_OSM = ("osm_way_id", "osm_id", "@id", "full_id")
_SIGNS = "0123456789abcdefghjkmnpqrstuvwxyz"
_JOINTS = re.compile(r"[、,，;；\n]")
_WRAP = 1 << 15  # metres, about: no estate is so large
_STEP = {True: 1e-5, False: 1.0}  # about a metre, in degrees or not
Column = tuple[Head, Sequence[Any]]


def more(
    heads: Sequence[Head], names: dict[str, Sequence[Any]], shapes: Any, degrees: bool
) -> list[Column]:
    """Return further columns of a layer; ``names`` are its own by their plain names."""
    known = {head.field for head in heads if head.field}
    if known & _OF_OTHERS:
        return []
    if known & {"bldg_count"} and "bldg_no" not in known:
        return []
    if known & {"project_name", "project_code"} and "bldg_no" not in known:
        return _of_projects(heads, names, known)
    if not known & _OF_BUILDINGS and (known - {"remark"} or not _are_polygons(shapes)):
        return []
    blank = [None] * len(shapes)
    made: list[Column] = []
    if "estate_name" not in known:
        made += [(ESTATE, blank), *([(STREET, blank)] if "street" not in known else [])]
    if "bldg_no" not in known:
        made.append((NUMBER, _numbers(names, shapes, degrees)))
    return made


def _of_projects(
    heads: Sequence[Head], names: dict[str, Sequence[Any]], known: set[str]
) -> list[Column]:
    if "estate_name" in known:
        return []
    columns = dict(zip((head.field for head in heads), names.values(), strict=False))
    codes = columns.get("project_code") or [None] * len(next(iter(names.values())))
    said = columns.get("project_name") or codes
    often = Counter(said)
    told = [
        f"{name} {code}" if code is not None and often[name] > 1 else name
        for name, code in zip(said, codes, strict=True)
    ]
    return [(Head(OF_PROJECT, "estate_name"), [_one_place(name) for name in told])]


def _one_place(name: Any) -> Any:
    """Return a project's name without the signs that would make it a list of places."""
    return None if name is None else " ".join(_JOINTS.sub(" ", str(name)).split())


def _are_polygons(shapes: Any) -> bool:
    import shapely

    kinds = shapely.get_type_id(shapes)
    return len(kinds) > 0 and float(((kinds == 3) | (kinds == 6)).mean()) > 0.5


def _numbers(names: dict[str, Sequence[Any]], shapes: Any, degrees: bool) -> list[str]:
    """Return what stands in place of a number: OpenStreetMap's own, else a sign of the place.

    Both stay the same however often and in whatever order the layer comes again.
    """
    import shapely

    own = [names[name] for name in _OSM if name in names]
    found = []
    for at, (west, south, east, north) in enumerate(shapely.bounds(shapes).tolist()):
        told = next((column[at] for column in own if column[at]), None)
        if told is not None:
            found.append(f"{NO_NUMBER}{_bare(told)}")
        elif west != west:
            found.append(f"{NO_NUMBER}{at + 1}")
        else:
            found.append(NO_NUMBER + _of_place((west + east) / 2, (south + north) / 2, degrees))
    return found


def _bare(told: Any) -> str:
    return "".join(sign for sign in str(told) if sign.isalnum())[-16:]


def _of_place(x: float, y: float, degrees: bool) -> str:
    step = _STEP[degrees]
    number = int(x / step) % _WRAP * _WRAP + int(y / step) % _WRAP
    signs = ""
    while number:
        number, rest = divmod(number, len(_SIGNS))
        signs = _SIGNS[rest] + signs
    return signs
