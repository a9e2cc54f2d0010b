"""The usual ways to put buildings on a map, each as a page of its own to measure beside ours."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import folium
import numpy as np
import shapely
from branca.element import Element, Figure
from folium.plugins import FastMarkerCluster
from PySide6.QtCore import QBuffer, QEventLoop, QIODevice, QUrl
from PySide6.QtWebEngineCore import (
    QWebEnginePage,
    QWebEngineProfile,
    QWebEngineUrlRequestJob,
    QWebEngineUrlSchemeHandler,
)
from PySide6.QtWebEngineWidgets import QWebEngineView

from renewtrack.maps import page as our_page
from renewtrack.maps import site as sites
from renewtrack.store import gpkg
from renewtrack.ui import map_scheme

SHADES = ("#767676", "#2C7BB6", "#FE6100", "#332288", "#A50026")
_NOTE = """<script>const noted = () => requestAnimationFrame(() => requestAnimationFrame(() => {
    window.__drawn = performance.now();
}));</script>"""
_DRAWN = _NOTE + "<script>addEventListener('load', noted);</script>"
_CALLBACK = "function (row) { return L.circleMarker([row[0], row[1]]); }"
_OWN_LAYER = (
    _NOTE
    + """<script>addEventListener('load', async () => {
    const map = window[document.querySelector('.folium-map').id];
    const answer = await fetch('data.json');
    const style = (feature) => ({
        color: feature.properties.c, fillColor: feature.properties.c, weight: 1, fillOpacity: 1 });
    L.geoJSON(await answer.json(), { renderer: L.canvas(), style }).addTo(map);
    noted();
});</script>"""
)
Rival = Callable[[list[bytes]], dict[str, bytes]]


class Pages(QWebEngineUrlSchemeHandler):
    """Answers from a dictionary of names, as our own page is answered."""

    def __init__(self, site: sites.Site) -> None:
        super().__init__()
        self._site = site

    def requestStarted(self, job: QWebEngineUrlRequestJob) -> None:
        answer = self._site.answer(job.requestUrl().path())
        if not isinstance(answer, sites.Answer):
            job.fail(QWebEngineUrlRequestJob.Error.UrlNotFound)
            return
        body = QBuffer(job)
        body.setData(answer.body())
        body.open(QIODevice.OpenModeFlag.ReadOnly)
        job.reply(answer.kind, body)


def opened(made: dict[str, bytes]) -> tuple[QWebEngineView, list[Any]]:
    """Return a view that shows a page, and what has to be kept as long as it is shown."""
    site = sites.Site()
    sites.add_shipped(site)
    for name, body in made.items():
        kind = {"": sites.HTML, "json": sites.JSON, "js": sites.SCRIPT, "css": sites.STYLE}
        site.put(name, kind[name.rpartition(".")[2]], body)
    profile, pages = QWebEngineProfile(), Pages(site)
    profile.installUrlSchemeHandler(map_scheme.SCHEME, pages)
    view = QWebEngineView()
    page = QWebEnginePage(profile, view)
    view.setPage(page)
    view.resize(1400, 900)
    view.show()
    loaded = QEventLoop()
    page.loadFinished.connect(loaded.quit)
    page.load(QUrl(our_page.PAGE))
    loaded.exec()
    return view, [page, profile, pages]


def nothing(_blobs: list[bytes]) -> dict[str, bytes]:
    """An empty map: what folium and the browser take by themselves."""
    return {"": _html(_map(), _DRAWN)}


def folium_geojson(blobs: list[bytes]) -> dict[str, bytes]:
    """``folium.GeoJson`` with a style function, drawn on canvas."""
    shown = _map(_bounds(blobs))
    layer = folium.GeoJson(
        _collection(blobs),
        style_function=lambda feature: {
            "color": feature["properties"]["c"],
            "fillColor": feature["properties"]["c"],
            "weight": 1,
            "fillOpacity": 1,
        },
    )
    layer.add_to(shown)
    return {"": _html(shown, _DRAWN)}


def own_geojson(blobs: list[bytes]) -> dict[str, bytes]:
    """One ``L.geoJSON`` on ``L.canvas``, fed with what is fetched."""
    text = json.dumps(_collection(blobs), separators=(",", ":"))
    return {"": _html(_map(_bounds(blobs)), _OWN_LAYER), "data.json": text.encode()}


def marker_cluster(blobs: list[bytes]) -> dict[str, bytes]:
    """``FastMarkerCluster``: no shapes, a point a building."""
    centres = shapely.get_coordinates(shapely.centroid(_geometries(blobs)))[:, ::-1].tolist()
    shown = _map(_bounds(blobs))
    layer = FastMarkerCluster(centres, callback=_CALLBACK)  # type: ignore[no-untyped-call]
    layer.default_js = [("cluster", f"{our_page.ORIGIN}/cluster.js")]
    layer.default_css = [("cluster_css", f"{our_page.ORIGIN}/cluster.css")]
    layer.add_to(shown)
    folder = cluster_folder()
    assert folder is not None
    return {
        "": _html(shown, _DRAWN),
        "cluster.js": (folder / "leaflet.markercluster.js").read_bytes(),
        "cluster.css": (folder / "MarkerCluster.Default.css").read_bytes(),
    }


def cluster_folder() -> Path | None:
    """Return where npm's leaflet.markercluster lies (``RENEWTRACK_MARKERCLUSTER``), or None."""
    given = os.environ.get("RENEWTRACK_MARKERCLUSTER", "")
    return Path(given) if given and (Path(given) / "leaflet.markercluster.js").exists() else None


RIVALS: dict[str, Rival] = {
    "folium.GeoJson": folium_geojson,
    "L.GeoJSON": own_geojson,
    "FastMarkerCluster": marker_cluster,
    "empty map": nothing,
}


def _map(bounds: list[list[float]] | None = None) -> folium.Map:
    shown = folium.Map(
        location=(40, 116), zoom_start=12, tiles=None, prefer_canvas=True, maxZoom=21
    )
    shown.default_js = [("leaflet", f"{our_page.ORIGIN}/leaflet/leaflet.js")]
    shown.default_css = [("leaflet_css", f"{our_page.ORIGIN}/leaflet/leaflet.css")]
    if bounds is not None:
        shown.fit_bounds(bounds)
    return shown


def _html(shown: folium.Map, script: str) -> bytes:
    figure = shown.get_root()
    assert isinstance(figure, Figure)
    figure.html.add_child(Element(script), name="drawn")
    return figure.render().encode()


def _geometries(blobs: list[bytes]) -> Any:
    return shapely.from_wkb([gpkg.to_wkb(blob) for blob in blobs])


def _bounds(blobs: list[bytes]) -> list[list[float]]:
    x0, y0, x1, y1 = shapely.total_bounds(_geometries(blobs)).tolist()
    return [[y0, x0], [y1, x1]]


def _collection(blobs: list[bytes]) -> dict[str, Any]:
    texts = shapely.to_geojson(_geometries(blobs))
    shades = np.array(SHADES)[np.arange(len(blobs)) // 50 % len(SHADES)].tolist()
    return {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "id": row, "geometry": json.loads(text), "properties": {"c": shade}}
            for row, (text, shade) in enumerate(zip(texts, shades, strict=True))
        ],
    }
