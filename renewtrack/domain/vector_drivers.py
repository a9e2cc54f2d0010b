"""GDAL with the few drivers that the office's files need, and without a way to the network."""

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
# A file may name its coordinate system, or its data, by a web address, which GDAL would ask.
_NOWHERE = "http://127.0.0.1:1"
_NO_NETWORK = {
    "GDAL_HTTP_PROXY": _NOWHERE,
    "GDAL_HTTPS_PROXY": _NOWHERE,
    "GDAL_HTTP_MAX_RETRY": "0",
}


def guarded() -> ModuleType:
    """Return pyogrio; where it was not imported yet, without drivers that nobody asks for."""
    os.environ.setdefault("GDAL_SKIP", ",".join(_SKIPPED))
    os.environ.setdefault("GDAL_DISABLE_READDIR_ON_OPEN", "FALSE")
    os.environ.setdefault("CPL_VSIL_CURL_ALLOWED_EXTENSIONS", ".none")
    os.environ.setdefault("OGR_GEOJSON_MAX_OBJ_SIZE", "64")  # MB of one feature
    os.environ.setdefault("OSM_MAX_TMPFILE_SIZE", "100")  # MB kept in memory
    found = importlib.import_module("pyogrio")
    found.set_gdal_config_options(_NO_NETWORK)
    return found
