"""The features of a layer as columns of cells and shapes."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

DEGREE_PLACES, METRE_PLACES = 9, 4  # a tenth of a millimetre
_TAG = re.compile(r'"((?:[^"\\]|\\.)*)"=>"((?:[^"\\]|\\.)*)"')
_TAGS = ("addr:housenumber", "addr:street", "building:levels", "height", "start_date", "operator")
_ALL_TAGS = "other_tags"
_DRAWN = ("Layer", "Text")  # columns of a drawing
_UNTOLD = ("PaperSpace", "SubClasses", "Linetype", "EntityHandle", "ExtendedEntity")
_OF_KML = ("tessellate", "extrude", "visibility", "drawOrder", "icon", "altitudeMode")
_MIDNIGHT = re.compile(r"T00:00:00(?:\.0+)?Z?$")
Columns = list[tuple[str, list[Any]]]


@dataclass(frozen=True, slots=True)
class Told:
    """The features of one layer: columns by name, shapes, and the system as GDAL names it."""

    columns: Columns
    shapes: Any  # an array of shapely geometries, None where there is none
    lost: Any  # which of them could not be read
    crs: str | None

    def moved(self, convert: Callable[[Any], Any]) -> Told:
        """Return the same features with their shapes in another system."""
        return replace(self, shapes=convert(self.shapes))

    def only(self, places: Sequence[int]) -> Told:
        """Return the features at some places."""
        columns = [(name, [values[at] for at in places]) for name, values in self.columns]
        at = list(places)
        return Told(columns, self.shapes[at], self.lost[at], self.crs)


def told(meta: Any, wkb: Any, columns: Sequence[Any]) -> Told:
    """Return what pyogrio read as columns and shapes."""
    import shapely

    there = [content is not None for content in wkb]
    shapes = shapely.force_2d(shapely.from_wkb(wkb, on_invalid="ignore"))
    lost = [known and shape is None for known, shape in zip(there, shapes, strict=True)]
    named = [
        (str(name), _column(values)) for name, values in zip(meta["fields"], columns, strict=True)
    ]
    return Told(_with_tags(named), shapes, _array(lost), meta.get("crs"))


def respelled(given: Told, encoding: str | None) -> Told:
    """Return a drawing's texts in its own encoding, where GDAL took them for Latin ones."""
    if encoding is None:
        return given
    name = {"CP936": "gb18030"}.get(encoding, encoding)
    columns = [(own, [_spelled(cell, name) for cell in cells]) for own, cells in given.columns]
    return replace(given, columns=columns)


def _spelled(cell: Any, encoding: str) -> Any:
    if not isinstance(cell, str) or cell.isascii():
        return cell
    try:
        return cell.encode("latin-1").decode(encoding)
    except UnicodeError:
        return cell  # it was read rightly


def filled(given: Told) -> Columns:
    """Return the columns that hold anything and say something."""
    return [
        (name, values)
        for name, values in given.columns
        if name not in (*_UNTOLD, *_OF_KML, _ALL_TAGS)
        and any(value is not None for value in values)
    ]


def as_text(given: Told, degrees: bool, unreadable: str) -> list[str | None]:
    """Return shapes as WKT; None for a feature without one, ``unreadable`` for a broken one."""
    import shapely

    places = DEGREE_PLACES if degrees else METRE_PLACES
    texts = shapely.to_wkt(given.shapes, rounding_precision=places)
    return [
        unreadable if lost else (None if words is None else str(words))
        for words, lost in zip(texts, given.lost, strict=True)
    ]


def by_drawing_layer(given: Told) -> Iterator[tuple[str, Told]]:
    """Yield a drawing's own layers by name: closed lines as polygons, with the texts inside."""
    import shapely

    drawn = dict(given.columns).get(_DRAWN[0]) or ["0"] * len(given.shapes)
    shapes = _array([_closed(shape) for shape in given.shapes])
    texts = dict(given.columns).get(_DRAWN[1]) or [None] * len(shapes)
    labels = [
        (shape, str(words))
        for shape, words in zip(shapes, texts, strict=True)
        if words is not None and shape is not None and shape.geom_type == "Point"
    ]
    inside: list[str | None] = [None] * len(shapes)
    if labels:
        tree = shapely.STRtree(shapes)
        for point, words in labels:
            for at in tree.query(point, predicate="within"):
                if shapes[at].geom_type == "Polygon" and words not in (inside[at] or ""):
                    inside[at] = f"{inside[at]} {words}" if inside[at] else words
    kept = [(name, values) for name, values in given.columns if name not in _DRAWN]
    whole = Told([*kept, ("注记", _either(texts, inside))], shapes, given.lost, given.crs)
    for name in dict.fromkeys(map(str, drawn)):
        yield name, whole.only([at for at, other in enumerate(drawn) if str(other) == name])


def _either(first: Sequence[Any], second: Sequence[Any]) -> list[Any]:
    return [one if one is not None else other for one, other in zip(first, second, strict=True)]


def _closed(shape: Any) -> Any:
    import shapely

    if shape is None or shape.geom_type != "LineString" or not shape.is_closed:
        return shape
    return shapely.Polygon(shape.coords) if len(shape.coords) > 3 else shape


def _column(values: Any) -> list[Any]:
    kind = values.dtype.kind
    if kind == "O":
        return [_cell(value) for value in values]
    if kind == "f":
        words = values.astype("float64") if values.dtype.itemsize == 8 else values.astype(str)
        return [None if value != value else float(value) for value in words.tolist()]
    return list(values.tolist())


def _cell(value: Any) -> Any:
    if value is None or value == "":
        return None
    if isinstance(value, bytes):
        return None  # a picture or the like
    if isinstance(value, list | tuple):
        return "、".join(str(each) for each in value)
    if hasattr(value, "tolist"):
        return "、".join(str(each) for each in value.tolist())
    return _MIDNIGHT.sub("", value) if isinstance(value, str) else value


def _with_tags(columns: Columns) -> Columns:
    """Add the tags of OpenStreetMap that stand in one column together."""
    known = dict(columns)
    told = known.get(_ALL_TAGS)
    if told is None:
        return columns
    tags = [_tags(str(cell)) if cell is not None else {} for cell in told]
    more = [(name, [each.get(name) for each in tags]) for name in _TAGS if name not in known]
    return _with_greens([*columns, *more])


def _with_greens(columns: Columns) -> Columns:
    """Let the use of the land stand in where a place of leisure has no kind of its own."""
    known = dict(columns)
    if "leisure" in known and "landuse" in known:
        known["leisure"] = _either(known["leisure"], known.pop("landuse"))
    return list(known.items())


def _tags(cell: str) -> dict[str, str]:
    if cell.startswith("{"):
        try:
            found = json.loads(cell)
        except ValueError:
            return {}
        return {str(key): str(value) for key, value in found.items()}
    return {key: value.replace('\\"', '"') for key, value in _TAG.findall(cell)}


def _array(values: Sequence[Any]) -> Any:
    import numpy as np

    made = np.empty(len(values), dtype=object)
    made[:] = values
    return made
