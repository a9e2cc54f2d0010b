"""Opening a base map, of whatever kind it is, or saying in one sentence why not."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from renewtrack.domain import datum
from renewtrack.errors import UserError
from renewtrack.maps import shifted, tile_source
from renewtrack.maps.base_refusals import (
    BadCorners,
    Broken,
    NoFile,
    NotABase,
    NotAllowedHere,
    OwnLedger,
)
from renewtrack.maps.tile_source import TileSource
from renewtrack.store import base_maps
from renewtrack.store.base_maps import LINES, MBTILES, ONLINE, PICTURE, PMTILES, BaseMap

PICTURES = (".tif", ".tiff", ".jpg", ".jpeg", ".png", ".webp", ".bmp")
VECTORS = (".geojson", ".json", ".shp", ".gpkg", ".kml")
SUFFIXES = (".mbtiles", ".pmtiles", *PICTURES, *VECTORS)
_SHAPEFILE = b"\x00\x00\x27\x0a"


def kind_of(path: Path, ledger: Path | None = None) -> str:
    """Return the kind of a file by its bytes.

    Raises NotABase, NoFile, and OwnLedger before a byte of the open ledger is read: closing a
    second handle on it would drop the locks of the first.
    """
    try:
        if not path.is_file():
            raise NoFile(name=path.name, path=path)
        if ledger is not None and ledger.exists() and path.samefile(ledger):
            raise OwnLedger(name=path.name)
        with path.open("rb") as file:
            start = file.read(16)
    except OSError:
        raise NoFile(name=path.name, path=path) from None
    return _kind(start, path)


def _kind(start: bytes, path: Path) -> str:
    suffix = path.suffix.lower()
    if start.startswith(b"PMTiles"):
        return PMTILES
    if start.startswith(b"SQLite format 3\x00"):
        return LINES if suffix == ".gpkg" else MBTILES
    if start.startswith(_SHAPEFILE) or suffix in VECTORS:
        return LINES
    if suffix in PICTURES:
        return PICTURE
    if suffix in (".mbtiles", ".pmtiles"):
        raise Broken(name=path.name)
    raise NotABase(name=path.name)


def open_(base: BaseMap, ledger: Path, allowed: Collection[str] = ()) -> TileSource:
    """Open a base map of a ledger.

    ``allowed`` are the addresses, and the files on other computers, that are switched on here.
    Raises a UserError for whatever is wrong with it.
    """
    if base.is_elsewhere(ledger) and base.path not in allowed:
        raise NotAllowedHere(name=base.name)
    if base.kind == ONLINE:
        return _online(base)
    path = base.file(ledger)
    name = base_maps.told_name(base.path)
    if kind_of(path, ledger) != base.kind:
        raise Broken(name=name)
    try:
        source = _opened(base, path)
    except FileNotFoundError:
        raise NoFile(name=name, path=path) from None
    except UserError:
        raise
    except Exception:  # noqa: BLE001 - whatever libraries make of a file that means harm
        raise Broken(name=name) from None
    system = base.settings.get("system")
    if source.about.kind == tile_source.RASTER and base.kind != PICTURE and system == "gcj02":
        return shifted.Shifted(source, "gcj02")
    return source


def _online(base: BaseMap) -> TileSource:
    from renewtrack.maps.online_base import Online

    source = Online(base.path)
    gcj = base.settings.get("system") == "gcj02"
    return shifted.Shifted(source, "gcj02") if gcj else source


def _opened(base: BaseMap, path: Path) -> TileSource:
    if base.kind == MBTILES:
        from renewtrack.maps.mbtiles import MBTiles

        return MBTiles(path)
    if base.kind == PMTILES:
        from renewtrack.maps.pmtiles import PMTiles

        return PMTiles(path)
    if base.kind == LINES:
        from renewtrack.maps.lines_base import Lines

        return Lines(path)
    from renewtrack.maps.picture_base import Picture

    return Picture(path, corners_of(base))


def corners_of(base: BaseMap) -> list[tuple[float, float]] | None:
    """Return a picture's four corners in WGS 84, or None where it tells its own place."""
    told = base.settings.get("corners")
    if told is None:
        return None
    system = str(base.settings.get("system") or "wgs84")
    if not isinstance(told, Sequence) or len(told) != 4 or system not in datum.SYSTEMS:
        raise BadCorners
    try:
        places = [(float(x), float(y)) for x, y in told]
        return [datum.to_wgs84(x, y, system) for x, y in places]
    except (TypeError, ValueError, OverflowError):
        raise BadCorners from None


def tried(path: Path, ledger: Path, settings: Mapping[str, object] | None = None) -> BaseMap:
    """Return a file as a base map that can be opened, named after it; slow, for a thread.

    Raises a UserError for whatever is wrong with it.
    """
    kind, where = kind_of(path, ledger), base_maps.path_from(ledger, path)
    base = BaseMap(name=path.stem, kind=kind, path=where, settings=settings or {})
    source = open_(base, ledger, (where,))
    source.close()
    return replace(base, attribution=source.about.attribution)


def trouble(base: BaseMap, ledger: Path) -> UserError | None:
    """Return why a base map cannot be opened, or None where all is well."""
    try:
        open_(base, ledger).close()
    except UserError as error:
        return error
    return None
