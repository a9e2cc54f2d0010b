"""A vector file that names a web address makes nobody ask it."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from renewtrack.errors import UserError
from renewtrack.gis import layers
from renewtrack.maps import base_opening
from renewtrack.store.base_maps import LINES, BaseMap

BY_LINK = """{{"type": "FeatureCollection", "crs": {{"type": "link", "properties": {{
"href": "{url}", "type": "ogcwkt"}}}}, "features": [{{"type": "Feature", "properties": {{"a": 1}},
"geometry": {{"type": "Polygon", "coordinates": [[[116, 40], [117, 40], [116, 41], [116, 40]]]}}
}}]}}"""
HOSTILE = {
    "link.geojson": BY_LINK,
    "virtual.json": '<OGRVRTDataSource><OGRVRTLayer name="a"><SrcDataSource>/vsicurl/{url}'
    "</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>",
    "virtual.kml": '<OGRVRTDataSource><!--<kml --><OGRVRTLayer name="a"><SrcDataSource>'
    "/vsicurl/{url}</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>",
    "service.json": "<OGRWFSDataSource><URL>{url}</URL></OGRWFSDataSource>",
}


class Told(http.server.BaseHTTPRequestHandler):
    """Answers whatever is asked, and remembers that it was."""

    asked: list[str] = []  # noqa: RUF012 - one server a test

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_response(200)
        self.end_headers()

    do_HEAD = do_GET  # noqa: N815 - as the library calls it

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def url() -> Iterator[str]:
    Told.asked.clear()
    server = http.server.HTTPServer(("127.0.0.1", 0), Told)
    serving = threading.Thread(target=server.serve_forever, daemon=True)
    serving.start()
    yield f"http://127.0.0.1:{server.server_port}/a"
    server.shutdown()
    serving.join()
    server.server_close()


@pytest.mark.parametrize("name", HOSTILE)
def test_a_base_map_of_a_foreign_ledger_asks_no_web_address(
    tmp_path: Path, url: str, name: str
) -> None:
    (tmp_path / name).write_text(HOSTILE[name].format(url=url), "utf-8")
    said = base_opening.trouble(BaseMap(kind=LINES, path=name), tmp_path / "ledger.gpkg")
    assert (said is None) == (name == "link.geojson")
    assert not Told.asked


def test_an_import_asks_no_web_address_for_its_coordinate_system(tmp_path: Path, url: str) -> None:
    path = tmp_path / "link.geojson"
    path.write_text(BY_LINK.format(url=url), "utf-8")
    found = list(layers.read(path, path.read_bytes()[:4096]))
    assert len(found[0].rows) == 1
    assert not Told.asked


def test_a_file_that_gives_no_shape_is_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "empty.geojson"
    path.write_text('{"type": "FeatureCollection", "features": []}', "utf-8")
    with pytest.raises(UserError):
        base_opening.tried(path, tmp_path / "ledger.gpkg")
