"""Base maps in the real page: pictures and vector tiles beneath the features, and who made them."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from renewtrack.maps.base_maps import FOLDER, BaseMaps, Opened
from renewtrack.store.base_maps import PMTILES, BaseMap
from renewtrack.ui.map_view import MapView
from tests.maps import made_tiles
from tests.maps.made_tiles import HERE

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

HOSTILE = '<img src=x onerror="window.__hacked=1">${window.__hacked=1}</script>'
BOMB = b"\x1a\x15\x78\x02\x0a\x01a\x12\x0d\x18\x03\x22\x09\x09\x00\x00\x87\x94\xeb\xdc\x03\x09\x00"
LONG = 20_000  # milliseconds


class Page:
    """One page for all tests here, with base maps laid on it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.maps, self.view = folder, BaseMaps(), MapView()
        self.view.resize(600, 480)
        self.view.site.put_folder(FOLDER, self.maps.find)
        self.view.show()
        self.view.start()
        self.lay([])

    def lay(self, bases: Sequence[BaseMap]) -> None:
        """Show these base maps and no others."""
        self.maps.use(self.maps.open(bases, self.folder / "台账.gpkg"))
        self.view.keep(self.maps.message())

    def js(self, qtbot: QtBot, code: str) -> Any:
        assert self.view.page is not None
        answers: list[Any] = []
        self.view.page.runJavaScript(f"JSON.stringify({code})", answers.append)
        qtbot.waitUntil(lambda: bool(answers), timeout=LONG)
        return json.loads(answers[0]) if answers[0] else None

    def settled(self, qtbot: QtBot, count: int) -> None:
        """Wait until so many base maps are painted."""
        done = (
            f"renewtrack.scene.base.layers.size === {count} && renewtrack.tiles.isIdle() &&"
            "[...renewtrack.scene.base.layers.values()].every((each) => !each.isLoading())"
        )
        qtbot.waitUntil(lambda: bool(self.js(qtbot, done)), timeout=LONG)
        qtbot.wait(120)

    def go(self, qtbot: QtBot, zoom: int) -> None:
        """Look at the place of the tests."""
        move = f"renewtrack.map.setView([{HERE[1]}, {HERE[0]}], {zoom}, {{animate: false}})"
        self.js(qtbot, f"({move}, 1)")

    def seen(self) -> set[str]:
        """The colours of the map's middle."""
        image: QImage = self.view.picture()
        ratio = image.devicePixelRatio()
        places = [(x, y) for x in range(150, 450, 10) for y in range(80, 400, 10)]
        return {QColor(image.pixel(round(x * ratio), round(y * ratio))).name() for x, y in places}

    def line(self, qtbot: QtBot) -> str:
        return str(self.js(qtbot, "document.querySelector('.source').textContent"))


@pytest.fixture(scope="module")
def page(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    made = Page(tmp_path_factory.mktemp("底图"))
    yield made
    made.maps.use(Opened())
    made.view.close()
    made.view.deleteLater()


@pytest.fixture(autouse=True)
def _bare(page: Page, qtbot: QtBot) -> Iterator[None]:
    qtbot.waitUntil(
        lambda: page.view.page is not None and page.js(qtbot, "Boolean(window.renewtrack)"),
        timeout=LONG,
    )
    yield
    page.lay([])
    assert page.js(qtbot, "window.__errors") == []
    assert page.view.refused_requests == 0


def _base(path: Path, **told: Any) -> BaseMap:
    kind = PMTILES if path.suffix == ".pmtiles" else "mbtiles"
    return BaseMap(name=path.stem, kind=kind, path=str(path), **told)


def test_raster_tiles_lie_beneath_the_features(page: Page, qtbot: QtBot) -> None:
    path = page.folder / "栅格.mbtiles"
    made_tiles.raster_mbtiles(path, (14, 15))
    page.lay([_base(path)])
    page.go(qtbot, 15)
    page.settled(qtbot, 1)
    assert "#cddebe" in page.seen()


def test_a_picture_is_shown_larger_beyond_its_own_zooms(page: Page, qtbot: QtBot) -> None:
    path = page.folder / "远.mbtiles"
    made_tiles.raster_mbtiles(path, (13,))
    page.lay([_base(path)])
    page.go(qtbot, 17)
    page.settled(qtbot, 1)
    assert "#cddebe" in page.seen()
    page.go(qtbot, 18)
    qtbot.waitUntil(lambda: "#cddebe" not in page.seen(), timeout=LONG)


def test_opacity_lets_the_ground_shine_through(page: Page, qtbot: QtBot) -> None:
    path = page.folder / "淡.mbtiles"
    made_tiles.raster_mbtiles(path, (14, 15))
    page.lay([_base(path, opacity=0.5)])
    page.go(qtbot, 15)
    page.settled(qtbot, 1)
    assert "#cddebe" not in page.seen()


@pytest.mark.parametrize("zoom", [14, 16])
def test_vector_tiles_are_painted_without_webgl(page: Page, qtbot: QtBot, zoom: int) -> None:
    path = page.folder / f"矢量{zoom}.mbtiles"
    made_tiles.vector_mbtiles(path)
    page.lay([_base(path)])
    page.go(qtbot, zoom)
    page.settled(qtbot, 1)
    colours = page.seen()
    assert "#f4f4f1" in colours  # land
    assert colours & {"#d3e1ea", "#e3ecdd"}  # water or a park
    roads = "[...renewtrack.scene.base.layers.values()][0].tilesInView()[0].roles.roads.length"
    assert page.js(qtbot, roads) == 3


def test_a_vector_archive_changes_its_colours_with_the_light(page: Page, qtbot: QtBot) -> None:
    tiles = {each: made_tiles.streets(*each) for each in made_tiles.about((14,))}
    path = made_tiles.archive(page.folder / "矢量.pmtiles", tiles, kind=1)
    page.lay([_base(path)])
    page.go(qtbot, 14)
    page.settled(qtbot, 1)
    page.view.set_dark(True)
    page.settled(qtbot, 1)
    assert "#1e2023" in page.seen()
    page.view.set_dark(False)
    page.settled(qtbot, 1)


def test_broken_and_hostile_vector_tiles_are_empty_ones(page: Page, qtbot: QtBot) -> None:
    zoom, x, y = made_tiles.tile_at(14)
    bad = [b"\xff" * 30, BOMB, gzip.compress(b"\x1a\xff\xff\xff\xff\x0f")]
    tiles = {(zoom, x + n, y): raw for n, raw in enumerate(bad)}
    path = page.folder / "坏.mbtiles"
    made_tiles.mbtiles(path, tiles, format="pbf", minzoom="14", maxzoom="14")
    page.lay([_base(path)])
    page.go(qtbot, 14)
    page.settled(qtbot, 1)
    assert page.js(qtbot, "1 + 1") == 2


def test_who_made_them_and_their_approval_number_stand_on_the_map(page: Page, qtbot: QtBot) -> None:
    path = page.folder / "审.mbtiles"
    made_tiles.raster_mbtiles(path, (14,))
    page.lay([_base(path, attribution="区测绘院", approval_number="京S(2025)001号")])
    page.settled(qtbot, 1)
    assert "区测绘院 · 审图号：京S(2025)001号" in page.line(qtbot)
    page.view.set_language("en")
    assert "approval no. 京S(2025)001号" in page.line(qtbot)
    page.view.set_language("zh")


def test_one_that_cannot_be_opened_is_named_and_the_others_are_shown(
    page: Page, qtbot: QtBot
) -> None:
    path = page.folder / "好.mbtiles"
    made_tiles.raster_mbtiles(path, (14,))
    page.lay([_base(page.folder / "不在.mbtiles"), _base(path)])
    page.settled(qtbot, 1)
    assert "底图打不开：不在" in page.line(qtbot)


def test_hostile_words_of_a_base_map_stay_words(page: Page, qtbot: QtBot) -> None:
    path = page.folder / "恶.mbtiles"
    made_tiles.vector_mbtiles(path, attribution=HOSTILE)
    base = _base(path, attribution=HOSTILE, approval_number=HOSTILE)
    page.lay([base])
    page.go(qtbot, 14)
    page.settled(qtbot, 1)
    assert HOSTILE in page.line(qtbot)
    assert page.js(qtbot, "window.__hacked") is None
    assert page.js(qtbot, "document.querySelectorAll('.source img').length") == 0
