"""GDAL with the few drivers that the office's files need, so that no other one can be tricked."""

from __future__ import annotations

import importlib
import os
from types import ModuleType

_SKIPPED = (
    *("PCIDSK", "PDS4", "VICAR", "PDF", "MBTiles", "EEDA", "OGCAPI", "GDALG", "MapInfo File"),
    *("LVBAG", "S57", "DGN", "OGR_VRT", "CSV", "GML", "GPX", "KML", "GeoJSONSeq", "ESRIJSON"),
    *("TopoJSON", "OGR_GMT", "SQLite", "WAsP", "OpenFileGDB", "FlatGeobuf", "GeoRSS", "VFK"),
    *("PGDUMP", "GPSBabel", "OGR_PDS", "WFS", "OAPIF", "EDIGEO", "Idrisi", "ODS", "XLSX"),
    *("Elasticsearch", "Carto", "AmigoCloud", "SXF", "Selafin", "JML", "PLSCENES", "CSW", "VDV"),
    *("MVT", "NGW", "MapML", "GTFS", "PMTiles", "JSONFG", "MiraMonVector", "ADBC", "AVCBin"),
    *("AVCE00", "AIVector", "HTTP", "VRT"),
)


def guarded() -> ModuleType:
    """Return pyogrio; where it was not imported yet, without drivers that nobody asks for."""
    os.environ.setdefault("GDAL_SKIP", ",".join(_SKIPPED))
    os.environ.setdefault("GDAL_DISABLE_READDIR_ON_OPEN", "FALSE")
    os.environ.setdefault("CPL_VSIL_CURL_ALLOWED_EXTENSIONS", ".none")
    os.environ.setdefault("OGR_GEOJSON_MAX_OBJ_SIZE", "64")  # MB of one feature
    os.environ.setdefault("OSM_MAX_TMPFILE_SIZE", "100")  # MB kept in memory
    return importlib.import_module("pyogrio")
