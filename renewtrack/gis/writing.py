"""Layers written as the files of GIS programs: GeoPackage, Shapefile, KML, GeoJSON."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol
from xml.sax.saxutils import escape

from renewtrack.domain import vector_drivers
from renewtrack.gis import styles
from renewtrack.store import gpkg

SUFFIXES = (".gpkg", ".shp", ".kml", ".geojson")
ENCODINGS = {"utf-8": "UTF-8", "gb18030": "GBK"}  # of a shapefile's names
FORMS = ("polygon", "line", "point")
_FORM_WORDS = {"polygon": "面", "line": "线", "point": "点"}
_STYLED = {"polygon": styles.AREA, "line": styles.LINE, "point": styles.POINT}
_TYPES = {"polygon": "MultiPolygon", "line": "MultiLineString", "point": "Point"}
WGS84 = "EPSG:4326"
_WIDEST = 10  # bytes of a shapefile's column name
_LONGEST = 254  # bytes of a shapefile's text
_UNESCAPED = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)


class Layer(Protocol):
    """One layer: the columns by key and heading, rows, and shapes as GeoPackage geometries.

    A layer whose shapes are in another system than WGS 84 has a ``crs`` besides. ``label`` is the
    heading whose words stand on the map, ``classed`` the one that colours it.
    """

    @property
    def kind(self) -> str:
        """Return what its places are: buildings, estates, areas or sites."""

    @property
    def title(self) -> str:
        """Return what the layer is called in a file."""

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the columns' keys."""

    @property
    def heads(self) -> tuple[str, ...]:
        """Return the columns' headings."""

    @property
    def rows(self) -> Sequence[Sequence[Any]]:
        """Return a row for each place."""

    @property
    def shapes(self) -> Sequence[bytes | None]:
        """Return a shape for each place."""

    @property
    def label(self) -> str:
        """Return the heading whose words stand on the map."""

    @property
    def classed(self) -> str:
        """Return the heading that colours it, "" for none."""


@dataclass(frozen=True, slots=True)
class _Part:
    """The features of a layer of one form."""

    layer: Layer
    form: str
    places: list[int]
    shapes: list[Any]


def write(target: Path, layers: Sequence[Layer], encoding: str = "utf-8") -> list[Path]:
    """Write layers into one file of the suffix's kind and return the files that were made.

    A shapefile has several parts, and one file for each form of shape; what has no shape goes
    into a GeoPackage and a GeoJSON only. Shapes are WGS 84 where a layer names no other ``crs``.
    """
    suffix = target.suffix.lower()
    if suffix == ".shp":
        return _shapefiles(target, layers[0], encoding)
    target.unlink(missing_ok=True)
    if suffix == ".gpkg":
        _geopackage(target, layers)
    else:
        _one_by_one(target, layers, {".kml": "LIBKML", ".geojson": "GeoJSON"}[suffix])
    return [target]


def _geopackage(target: Path, layers: Sequence[Layer]) -> None:
    told: list[tuple[str, str]] = []
    begun = False
    for layer in layers:
        parts = _parts(layer)
        for part in parts:
            name = layer.title if len(parts) == 1 else f"{layer.title}_{_FORM_WORDS[part.form]}"
            _write(target, part, "GPKG", name, append=begun)
            begun = True
            told.append((name, _style(part)))
    if begun:
        _styles(target, told)


def _style(part: _Part) -> str:
    layer, form = part.layer, _STYLED[part.form]
    if layer.classed:
        return styles.by_class(layer.classed, styles.of_buildings(), layer.label, form)
    return styles.plain(layer.kind, layer.label, form)


def _styles(target: Path, told: Sequence[tuple[str, str]]) -> None:
    """Write the table from which QGIS takes the look of a layer."""
    import numpy as np

    count = len(told)
    texts: dict[str, list[Any]] = {
        "f_table_catalog": [""] * count,
        "f_table_schema": [""] * count,
        "f_table_name": [name for name, _ in told],
        "f_geometry_column": ["geom"] * count,
        "styleName": [name for name, _ in told],
        "styleQML": [style for _, style in told],
        "styleSLD": [""] * count,
        "useAsDefault": [True] * count,
        "description": [""] * count,
        "owner": [""] * count,
        "ui": [""] * count,
    }
    now = np.array([np.datetime64("now", "ms")] * count)
    columns = [
        np.array(values, dtype=bool if name == "useAsDefault" else object)
        for name, values in texts.items()
    ]
    vector_drivers.guarded().raw.write(
        str(target),
        geometry=None,
        field_data=[*columns, now],
        fields=[*texts, "update_time"],
        layer="layer_styles",
        driver="GPKG",
        geometry_type=None,
        append=True,
        layer_options={"FID": "id", "ASPATIAL_VARIANT": "GPKG_ATTRIBUTES"},
    )


def _one_by_one(target: Path, layers: Sequence[Layer], driver: str) -> None:
    begun = False
    for layer in layers:
        parts = _parts(layer)
        if driver == "GeoJSON":  # one collection of whatever there is
            every = _Part(layer, "", [], [])
            for part in parts:
                every.places.extend(part.places)
                every.shapes.extend(part.shapes)
            parts = [every]
        for part in parts:
            # Latin signs tell layers apart: LIBKML turns all others of an id into lines
            name = f"{layer.title} {layer.kind}" + (f" {part.form}" if len(parts) > 1 else "")
            _write(target, part, driver, name, append=begun)
            begun = True
    if driver == "LIBKML":
        _escape(target)


def _escape(target: Path) -> None:
    """Write as words what stands unescaped in a KML, so that no balloon takes it for markup."""
    words = target.read_text("utf-8")
    target.write_text(_UNESCAPED.sub(lambda found: escape(found[1]), words), "utf-8")


def _shapefiles(target: Path, layer: Layer, encoding: str) -> list[Path]:
    made = []
    parts = _parts(layer)
    for place, part in enumerate(parts):
        path = target if not place else target.with_name(f"{target.stem}_{part.form}.shp")
        _write(path, part, "ESRI Shapefile", path.stem, encoding=encoding)
        made += sorted(path.parent.glob(f"{path.stem}.*"))
    return made


def _parts(layer: Layer) -> list[_Part]:
    """Return the features by the form of their shapes; those without one go with the first."""
    import shapely

    found: dict[str, _Part] = {}
    bare: list[int] = []
    for place, blob in enumerate(layer.shapes):
        if blob is None or not gpkg.has_position(blob):
            bare.append(place)
            continue
        shape = shapely.from_wkb(gpkg.to_wkb(blob))
        form = FORMS[2 - int(shapely.get_dimensions(shape))]
        part = found.setdefault(form, _Part(layer, form, [], []))
        part.places.append(place)
        part.shapes.append(shape)
    first = next(iter(found.values()), None) or found.setdefault(
        "point", _Part(layer, "point", [], [])
    )
    first.places.extend(bare)
    first.shapes.extend([None] * len(bare))
    return [found[form] for form in FORMS if form in found]


def _write(  # noqa: PLR0913 - what GDAL asks for
    target: Path,
    part: _Part,
    driver: str,
    name: str,
    *,
    append: bool = False,
    encoding: str = "utf-8",
) -> None:
    import shapely

    layer, shp = part.layer, driver == "ESRI Shapefile"
    kind = _TYPES.get(part.form, "Unknown")
    shapes = [_as(shape, kind) for shape in part.shapes]
    options: dict[str, Any] = {}
    if driver == "GPKG":
        options = {"GEOMETRY_NAME": "geom", "FID": "fid"}
    elif driver == "GeoJSON":
        options = {"RFC7946": "YES", "COORDINATE_PRECISION": "7"}
    heads = _short(layer, encoding) if shp else list(layer.heads)
    columns = [
        _column([layer.rows[place][at] for place in part.places], shp, encoding)
        for at in range(len(heads))
    ]
    if driver == "LIBKML":
        heads, columns = _named(layer, heads, columns)
    vector_drivers.guarded().raw.write(
        str(target),
        geometry=_objects([None if each is None else shapely.to_wkb(each) for each in shapes]),
        field_data=columns,
        fields=heads,
        crs=getattr(layer, "crs", WGS84),
        geometry_type=kind,
        driver=driver,
        layer=name,
        append=append,
        encoding=None if not shp else ENCODINGS[encoding],
        **({"layer_options": options} if options else {}),
    )


def _named(layer: Layer, heads: list[str], columns: list[Any]) -> tuple[list[str], list[Any]]:
    """Let what a place is called be its name in a KML."""
    if layer.label in heads:
        at = heads.index(layer.label)
        return ["Name", *heads], [columns[at], *columns]
    return heads, columns


def _as(shape: Any, kind: str) -> Any:
    """Return a shape as the one kind of its layer: all areas of several parts."""
    import shapely

    if shape is None:
        return None
    shape = shapely.set_precision(shape, 0.0) if kind == "Unknown" else shape
    if kind == "MultiPolygon" and shape.geom_type == "Polygon":
        return shapely.MultiPolygon([shape])
    if kind == "MultiLineString" and shape.geom_type == "LineString":
        return shapely.MultiLineString([shape])
    if kind == "Point" and shape.geom_type == "MultiPoint":
        return shape.centroid
    return shape


def _column(values: list[Any], shp: bool, encoding: str) -> Any:
    import numpy as np

    there = [value for value in values if value is not None]
    if there and all(isinstance(value, int | float) for value in there):
        whole = all(isinstance(value, int) for value in there)
        if whole and len(there) == len(values):
            return np.array(values, dtype="int64")
        return np.array([math.nan if value is None else float(value) for value in values])
    texts = [None if value is None else str(value) for value in values]
    if shp:
        texts = [None if each is None else _cut(each, _LONGEST, encoding) for each in texts]
    return _objects(texts)


def _short(layer: Layer, encoding: str) -> list[str]:
    """Return column names of ten bytes at most, each another one: ours, else the key's."""
    found: list[str] = []
    for key, head in zip(layer.keys, layer.heads, strict=True):
        bare = head.partition("（")[0]
        name = bare if len(_bytes(bare, encoding)) <= _WIDEST else _cut(key, _WIDEST, "ascii")
        while name in found:
            name = f"{name[: _WIDEST - 1]}{len(found) % 10}"
        found.append(name)
    return found


def _cut(words: str, most: int, encoding: str) -> str:
    """Return words of so many bytes at most, whole signs only."""
    if len(_bytes(words, encoding)) <= most:
        return words
    name = "gb18030" if encoding == "gb18030" else "utf-8"
    return words.encode(name, "replace")[:most].decode(name, "ignore")


def _bytes(words: str, encoding: str) -> bytes:
    return words.encode("gb18030" if encoding == "gb18030" else "utf-8", "replace")


def _objects(values: Sequence[Any]) -> Any:
    import numpy as np

    made = np.empty(len(values), dtype=object)
    made[:] = values
    return made
