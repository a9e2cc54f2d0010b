"""Which parts of a vector file are opened, how, and what is wrong with one that cannot be."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from renewtrack.domain import vector_files
from renewtrack.gis import dbf

MOST_ENTRIES, MOST_BYTES, MOST_RATIO = 2_000, 400 << 20, 400
OTHER = "other"  # the kind of refusal for a database that is no GeoPackage
_TORN = (EOFError, NotImplementedError, OSError, RuntimeError)
_INSIDE = (".shp", ".gpkg", ".geojson", ".json", ".kml", ".dxf", ".pbf")
_OSM_PARTS = (  # layer, what is taken of it, and what that is called
    ("multipolygons", "boundary = 'administrative' AND building IS NULL", "行政区划"),
    ("multipolygons", "building IS NOT NULL", "建筑"),
    (
        "multipolygons",
        "building IS NULL AND (leisure IN ('park', 'garden', 'playground') "
        "OR landuse IN ('recreation_ground', 'grass'))",
        "绿地",
    ),
    ("lines", "highway IS NOT NULL", "道路"),
)


class Unreadable(Exception):
    """A vector file that cannot be taken; ``kind`` names the refusal, ``values`` fill it."""

    def __init__(self, kind: str, **values: object) -> None:
        super().__init__(kind)
        self.kind, self.values = kind, values


@dataclass(frozen=True, slots=True)
class Source:
    """One file that GDAL opens, within another one or by itself."""

    path: str
    driver: str
    encoding: str | None = None
    names: dict[str, str] = field(default_factory=dict)  # layers whose own name says nothing
    options: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Part:
    """What is taken of a layer; "" is all of it, by its own name."""

    where: str = ""
    name: str = ""


def sources(path: Path, start: bytes) -> Iterator[Source]:
    """Yield what is to be opened of a file."""
    kind = vector_files.told(start, path.name)
    if kind == vector_files.ZIP:
        yield from _inside(path)
        return
    if kind is None:
        raise Unreadable("LayersBroken")
    if kind == vector_files.SHP:
        yield _shapefile(path)
        return
    if kind == vector_files.GPKG and not _is_geopackage(path):
        raise Unreadable(OTHER)
    options = {"IMMUTABLE": "YES"} if kind == vector_files.GPKG else {}
    names = {"entities": path.stem, "OGRGeoJSON": path.stem}
    spelled = _of_drawing(path.read_bytes()) if kind == vector_files.DXF else None
    yield Source(str(path), kind, spelled, names, options)


def in_order(source: Source, layers: list[str]) -> list[str]:
    """Return layers in the order they are taken in; OpenStreetMap's borders come first."""
    if source.driver != vector_files.OSM:
        return layers
    first = [name for name, *_ in _OSM_PARTS]
    return sorted((each for each in layers if each in first), key=first.index)


def parts(source: Source, layer: str) -> Iterator[Part]:
    """Yield what is taken of a layer: of OpenStreetMap buildings, areas, greens and roads."""
    if source.driver != vector_files.OSM:
        yield Part()
        return
    for name, where, words in _OSM_PARTS:
        if name == layer:
            yield Part(where, words)


@contextmanager
def refusing() -> Iterator[None]:
    """Turn what GDAL says of a broken file into a refusal."""
    from pyogrio import errors

    try:
        yield
    except (errors.DataSourceError, errors.DataLayerError, errors.FieldError) as broken:
        raise Unreadable("LayersBroken") from broken
    except (UnicodeDecodeError, ValueError, RuntimeError, OverflowError) as broken:
        raise Unreadable("LayersBroken") from broken


def _shapefile(path: Path) -> Source:
    """Return a shapefile with the encoding of its table; its parts may be in capitals."""
    beside = {each.name.lower(): each for each in path.parent.iterdir()}
    stem = path.stem.lower()
    lacking = [part for part in vector_files.PARTS if f"{stem}{part}" not in beside]
    if lacking:
        raise Unreadable("ShapefileIncomplete", parts="、".join(lacking))
    table = beside[f"{stem}.dbf"].read_bytes()
    declared = beside.get(f"{stem}.cpg")
    said = declared.read_text("latin-1") if declared is not None else None
    return Source(str(path), vector_files.SHP, dbf.GDAL_NAMES[dbf.encoding(table, said)])


def _of_drawing(content: bytes) -> str | None:
    """Return the encoding of a drawing's texts, which few drawings declare rightly."""
    if content.isascii():
        return None
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "CP936"
    return "UTF-8"


def _inside(path: Path) -> Iterator[Source]:
    """Yield the vector files within a zip; raises Unreadable for a bomb or one without any."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            _measure(members)
            names = {member.filename: member for member in members}
            found = [name for name in names if _suffix(name) in _INSIDE and _plain(name)]
            if not found:
                raise Unreadable("LayersZipOther")
            for name in sorted(found):
                yield _zipped(path, archive, name)
    except (zipfile.BadZipFile, zlib.error, *_TORN) as broken:
        raise Unreadable("LayersBroken") from broken


def _measure(members: list[zipfile.ZipInfo]) -> None:
    declared = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members) or 1
    if any(member.flag_bits & 1 for member in members):
        raise Unreadable("LayersLocked")
    if len(members) > MOST_ENTRIES or declared > MOST_BYTES:
        raise Unreadable("LayersTooBig")
    if declared > (32 << 20) and declared / packed > MOST_RATIO:
        raise Unreadable("LayersTooBig")


def _zipped(path: Path, archive: zipfile.ZipFile, name: str) -> Source:
    inner = f"/vsizip/{{{path}}}/{name}"
    with archive.open(name) as stream:
        start = stream.read(4096)
    kind = vector_files.told(start, name)
    if kind is None or kind == vector_files.ZIP:
        raise Unreadable("LayersBroken")
    stem = PurePosixPath(name).stem
    if kind != vector_files.SHP:
        spelled = _of_drawing(archive.read(name)) if kind == vector_files.DXF else None
        return Source(inner, kind, spelled, {"entities": stem, "OGRGeoJSON": stem})
    names = {each.lower(): each for each in archive.namelist()}
    bare = name[: -len(".shp")].lower()
    lacking = [part for part in vector_files.PARTS if f"{bare}{part}" not in names]
    if lacking:
        raise Unreadable("ShapefileIncomplete", parts="、".join(lacking))
    table = archive.read(names[f"{bare}.dbf"])
    declared = names.get(f"{bare}.cpg")
    said = archive.read(declared).decode("latin-1") if declared is not None else None
    return Source(inner, kind, dbf.GDAL_NAMES[dbf.encoding(table, said)])


def _is_geopackage(path: Path) -> bool:
    """Tell a GeoPackage by the table that every one has; other databases are none of ours."""
    with path.open("rb") as file:
        return b"gpkg_contents" in file.read(1 << 20)


def _suffix(name: str) -> str:
    return PurePosixPath(name).suffix.lower()


def _plain(name: str) -> bool:
    """Tell a member that is no hidden or foreign one."""
    return "__MACOSX" not in name and not PurePosixPath(name).name.startswith(".")
