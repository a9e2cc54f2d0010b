"""A map of many thousands, in one real page: dots, filters, themes and hostile words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from renewtrack.maps.looks import Look
from renewtrack.maps.theme import STAGE, Theme
from renewtrack.ui.map_view import MapView
from renewtrack.words import Words
from tests.maps.district import Building, building, buildings, drawing_of, look_of, slab

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

CITY = buildings(estates=60, each=50)
FEATURES = "renewtrack.scene.features"
NAMES = "renewtrack.scene.names"
HOSTILE = (
    "<img src=x onerror=\"window.__hacked='img'\">",
    "</script><script>window.__hacked='script'</script>",
    "${window.__hacked='template'}`",
    "{{ 7 * 7 }}{% raw %}\u2028\u202e",
    "__proto__",
)


class City:
    """The page, and questions to it."""

    def __init__(self, view: MapView) -> None:
        self.view = view

    def js(self, code: str) -> Any:
        heard: list[Any] = []
        assert self.view.page is not None
        self.view.page.runJavaScript(f"JSON.stringify({code})", heard.append)
        _until(lambda: bool(heard))
        return json.loads(heard[0]) if heard[0] else None

    def until(self, code: str) -> None:
        _until(lambda: bool(self.js(code)))

    def still(self) -> None:
        moving = "renewtrack.map._animatingZoom || renewtrack.map._panAnim?._inProgress"
        self.until(f"!({moving}) && renewtrack.tiles.isIdle()")

    def show(self, features: list[Building]) -> None:
        self.view.show_drawing(drawing_of(features))
        self.until(f"{FEATURES}.count === {len(features)} && {NAMES} !== null")

    def look_at(self, zoom: float) -> None:
        self.js(f"void renewtrack.map.setView([40.05, 116.34], {zoom}, {{animate: false}})")
        self.still()


def _until(done: Any, seconds: int = 20) -> None:
    loop, clock = QEventLoop(), QTimer()
    clock.setInterval(20)
    clock.timeout.connect(lambda: loop.quit() if done() else None)
    clock.start()
    late = QTimer(singleShot=True)
    late.timeout.connect(loop.quit)
    late.start(1000 * seconds)
    loop.exec()
    assert late.isActive(), "never came"


@pytest.fixture(scope="module")
def city(qapp: QApplication) -> Iterator[City]:
    view = MapView()
    view.resize(900, 600)
    view.show()
    heard: list[float] = []
    view.painted.connect(heard.append)
    view.show_drawing(drawing_of(CITY))
    view.start()
    _until(lambda: bool(heard))
    yield City(view)
    assert view.refused_requests == 0
    view.close()
    view.deleteLater()
    QApplication.processEvents()


@pytest.fixture(autouse=True)
def whole(city: City) -> None:
    """Every test begins with the whole city and without a filter."""
    city.view.filter_to(None)
    city.view.show_drawing(drawing_of(CITY))
    city.until(f"{FEATURES}.count === {len(CITY)} && renewtrack.scene.only === null")


def test_far_out_the_page_says_that_shapes_are_dots_and_near_it_does_not(city: City) -> None:
    note = "document.querySelector('.simplified').hidden"
    city.look_at(11)
    city.until(f"{note} === false")
    city.look_at(18)
    city.until(f"{note} === true")


def test_every_building_is_drawn_however_far_out(city: City) -> None:
    alone = [building(number, geom=slab(900 * number, 0)) for number in range(1, 41)]
    city.show(alone)
    city.look_at(11)
    drawn = city.js(
        f"""Array.from({{length: {FEATURES}.count}}, (_, row) => {{
            const f = {FEATURES}, zoom = renewtrack.map.getZoom(), scale = 2 ** (zoom + 8 - 30);
            const x = f.anchor[2 * row] * scale, y = f.anchor[2 * row + 1] * scale;
            const tile = renewtrack.tiles._tiles[
                `${{Math.floor(x / 256)}}:${{Math.floor(y / 256)}}:${{zoom}}`];
            if (!tile) return 'away';
            const [r, g, b] = tile.el.getContext('2d').getImageData(x % 256, y % 256, 1, 1).data;
            return [r, g, b].map((c) => c.toString(16).padStart(2, '0')).join('');
        }})"""
    )
    colour = STAGE.classes[STAGE.index("building")].light[1:].lower()
    assert {each for each in drawn if each != "away"} == {colour}
    assert len([each for each in drawn if each != "away"]) > 20


def test_where_dots_meet_the_colours_are_as_the_classes_are(city: City) -> None:
    crowd = [
        replace(each, bucket="done" if each.id % 4 else "building")
        for each in (
            building(n, geom=slab(0.1 * (n % 60), 0.1 * (n // 60))) for n in range(1, 3601)
        )
    ]
    city.show(crowd)
    shares = city.js(
        f"""(() => {{
            const f = {FEATURES}, k = {STAGE.index("done")};
            return [...f.classes].filter((each) => each === k).length / f.count;
        }})()"""
    )
    assert shares == 0.75
    city.look_at(11)
    one = city.js(
        f"""(() => {{
            const f = {FEATURES}, zoom = renewtrack.map.getZoom(), scale = 2 ** (zoom + 8 - 30);
            const x = f.anchor[0] * scale, y = f.anchor[1] * scale, tile = renewtrack.tiles._tiles[
                `${{Math.floor(x / 256)}}:${{Math.floor(y / 256)}}:${{zoom}}`];
            const data = tile.el.getContext('2d').getImageData(x % 256, y % 256, 1, 1).data;
            return [...data.slice(0, 3)];
        }})()"""
    )
    light = STAGE.classes[STAGE.index("building")].light, STAGE.classes[STAGE.index("done")].light
    assert "#" + "".join(f"{each:02X}" for each in one) not in light  # stronger than a single one


def test_a_filter_to_thousands_is_fetched_and_the_legend_counts_them(city: City) -> None:
    city.view.filter_to(range(1, 2501))
    city.until(f"{FEATURES}.dim.reduce((a, b) => a + b, 0) === {len(CITY) - 2500}")
    counted = "[...document.querySelectorAll('.legend-count')].map((each) => each.textContent)"
    whole = sum(int(each.replace(",", "")) for each in city.js(counted)[:-1])
    assert whole == 2500


def test_a_selection_of_thousands_is_fetched(city: City) -> None:
    city.view.select(range(1, 2501))
    city.until(f"{FEATURES}.picked.reduce((a, b) => a + b, 0) === 2500")
    assert city.js(f"{FEATURES}.pickedRows().length") == 2500
    city.view.select([])
    city.until(f"{FEATURES}.pickedRows().length === 0")


def test_another_theme_recolours_and_keeps_the_shapes(city: City) -> None:
    city.js(f"void ({FEATURES}.__mark = 1)")
    other = Theme("other", Words("另一种", "Another"), tuple(reversed(STAGE.classes)))
    city.view.show_look(look_of(CITY, other))
    city.until("document.querySelector('.legend-head').textContent.includes('另一种')")
    assert city.js(f"{FEATURES}.__mark") == 1
    first = look_of(CITY, other).classes[0]
    assert city.js(f"{FEATURES}.classes[{FEATURES}.rowOf({CITY[0].id})]") == first
    city.view.show_look(look_of(CITY))


def test_hostile_words_of_a_theme_and_names_of_estates_stay_words(city: City) -> None:
    classes = tuple(
        replace(each, words=Words(text, text))
        for each, text in zip(STAGE.classes, (*HOSTILE, "其他"), strict=True)
    )
    theme = Theme("hostile", Words(HOSTILE[0], HOSTILE[0]), classes)
    named = [
        replace(building(n + 1, label=f"{text}{n + 1}号楼"), estate_id=n + 1)
        for n, text in enumerate(HOSTILE)
    ]
    city.view.show_drawing(drawing_of(named, theme))
    city.until(f"{FEATURES}.count === {len(named)} && {NAMES} !== null")
    words = "[...document.querySelectorAll('.legend-word')].map((each) => each.textContent)"
    assert city.js(words)[:5] == list(HOSTILE)
    labels = city.js(f"Array.from({{length: 5}}, (_, n) => {NAMES}.label({FEATURES}.rowOf(n + 1)))")
    assert labels == [each.label for each in named]
    city.view.zoom_all()
    city.still()
    assert city.js("window.__hacked ?? null") is None
    assert city.js("document.querySelectorAll('img, iframe, .legend script').length") == 0
    assert city.js("window.__errors") == []


def test_a_look_of_other_features_is_not_worn(city: City) -> None:
    before = city.js(f"[...{FEATURES}.classes]")
    city.js(f"void {FEATURES}.wear(new ArrayBuffer(10))")
    assert city.js(f"[...{FEATURES}.classes]") == before


def test_a_number_of_a_building_is_found_in_its_label_as_the_program_finds_it(city: City) -> None:
    from renewtrack.maps import names

    labels = (
        "东里小区3号楼",
        "东里小区甲1号楼",
        "一区5#楼",
        "望江里11-14栋",
        "望江里A2幢",
        "活动站",
    )
    city.show([building(n + 1, label=text) for n, text in enumerate(labels)])
    found = city.js(f"Array.from({{length: 6}}, (_, n) => {NAMES}.number({FEATURES}.rowOf(n + 1)))")
    assert found == [names.split(text)[1] for text in labels]


def test_a_class_that_the_theme_does_not_have_is_drawn_as_its_last(city: City) -> None:
    look = look_of(CITY)
    city.view.show_look(Look(look.theme, look.classes * 0 + 63, look.overdue))
    city.until(f"new Set({FEATURES}.classes).size === 1")
    assert city.js(f"{FEATURES}.classes[0]") == len(STAGE.classes) - 1
    city.view.show_look(look)
