"""How the files of GIS and drawing programs are told by their first bytes."""

from __future__ import annotations

GPKG, SHP, GEOJSON, KML, DXF, OSM = "GPKG", "ESRI Shapefile", "GeoJSON", "KML", "DXF", "OSM"
ZIP = "zip"  # holds one of the others
SUFFIXES = frozenset(
    {".gpkg", ".shp", ".geojson", ".json", ".kml", ".kmz", ".dxf", ".pbf", ".osm", ".zip"}
)
BESIDE = frozenset(  # parts of a shapefile that are no file of their own
    {".dbf", ".shx", ".prj", ".cpg", ".sbn", ".sbx", ".qix", ".qpj", ".qmd", ".qml", ".xml"}
)
BY_PLACE = "（按位置）"  # ends the heading of a column that the import fills by the shape's place
PARTS = (".dbf", ".shx")  # those without which it cannot be read
_ZIPS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_GEO_WORDS = (b'"type"', b'"features"', b'"coordinates"', b'"crs"', b'"name"', b'"bbox"')
_DXF_BINARY = b"AutoCAD Binary DXF"


def told(start: bytes, name: str) -> str | None:
    """Return the kind of a file by its first 4 kB, one of the above; None for no such file."""
    suffix = _suffix(name)
    if start.startswith(b"SQLite format 3\x00"):
        return GPKG
    if start.startswith(b"\x00\x00\x27\x0a"):
        return SHP
    if start.startswith(_DXF_BINARY):
        return DXF
    if start.startswith(_ZIPS):
        return ZIP if suffix in (".zip", ".kmz") else None
    if start[:1] == b"\x00" and b"OSMHeader" in start[:64]:
        return OSM
    return _of_text(start.lstrip(b"\xef\xbb\xbf \t\r\n"), suffix)


def _of_text(start: bytes, suffix: str) -> str | None:
    if start.startswith(b"{"):
        geographic = any(word in start for word in _GEO_WORDS)
        return GEOJSON if geographic or suffix in (".geojson", ".json") else None
    if start.startswith(b"<"):
        if b"<kml" in start:
            return KML
        return OSM if b"<osm" in start else None
    lines = [line.strip() for line in start[:400].splitlines()[:4]]
    if suffix == ".dxf" or lines[:2] == [b"0", b"SECTION"]:
        return DXF if lines[:1] in ([b"0"], [b"999"]) else None
    return None


def _suffix(name: str) -> str:
    return f".{name.rpartition('.')[2].lower()}" if "." in name else ""
