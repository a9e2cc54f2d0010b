"""The map that is given away, opened from disk: it asks for nothing and runs no name."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QUrl
from PySide6.QtWebEngineCore import (
    QWebEnginePage,
    QWebEngineProfile,
    QWebEngineUrlRequestInfo,
    QWebEngineUrlRequestInterceptor,
)
from PySide6.QtWebEngineWidgets import QWebEngineView
from pytestqt.qtbot import QtBot

from renewtrack.maps import give_away
from renewtrack.maps.give_away import Facts, Outline
from tests.maps import district

HOSTILE = (
    "</script><img src=http://evil.example/x onerror=window.hit=1>",
    "${window.hit=1}`'\"\\u2028{{7*7}}{% raw %}<slot-data></slot-data>",
    "C:\\photo\\2019<!--<script>window.hit=1</script>",
)
LONG = 30_000


class Counting(QWebEngineUrlRequestInterceptor):
    """Writes down every request, and lets it pass."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def interceptRequest(self, info: QWebEngineUrlRequestInfo) -> None:
        self.asked.append(info.requestUrl().toString())


class Page(QWebEnginePage):
    """Keeps what scripts complain of."""

    def __init__(self, profile: QWebEngineProfile) -> None:
        super().__init__(profile)
        self.told: list[str] = []

    def javaScriptConsoleMessage(self, level: Any, message: str, line: int, source: str) -> None:
        self.told.append(f"{line}: {message}")


class Given:
    """A page that was opened, and the questions that tests have about it."""

    def __init__(self, view: QWebEngineView, page: Page, wall: Counting) -> None:
        self.view, self.page, self.wall = view, page, wall

    def ask(self, expression: str) -> Any:
        """Return what an expression is in the page."""
        return self.run(f"JSON.stringify(({expression}) ?? null)")

    def run(self, script: str) -> Any:
        """Run a script there; what it ends with comes back if it is JSON."""
        answers: list[Any] = []
        self.page.runJavaScript(script, 0, answers.append)
        QtBot(None).waitUntil(lambda: bool(answers), timeout=LONG)
        return json.loads(answers[0]) if answers[0] else None


def features() -> list[district.Building]:
    made = district.buildings(estates=3, each=5)
    named = [
        district.Building(one.id, one.estate_id, name, one.bucket, True, one.geom)
        for one, name in zip(made, HOSTILE, strict=False)
    ]
    return [*named, *made[len(HOSTILE) :]]


@pytest.fixture(scope="module")
def given(qapp: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Given]:
    path = tmp_path_factory.mktemp("given") / "地图.html"
    beneath = [
        *give_away.of_areas(district.areas()),
        Outline("green", HOSTILE[0], district.slab(0, 0)),
    ]
    facts = Facts(HOSTILE[0], (HOSTILE[1],), ("审图号 " + HOSTILE[2],), unplaced=4)
    text = give_away.page(
        district.placed_of(features()), district.look_of(features()), beneath, facts
    )
    path.write_text(text, encoding="utf-8")
    profile, wall = QWebEngineProfile(), Counting()
    profile.setUrlRequestInterceptor(wall)
    page, view = Page(profile), QWebEngineView()
    view.setPage(page)
    view.resize(900, 600)
    view.show()
    loaded: list[bool] = []
    page.loadFinished.connect(loaded.append)
    page.load(QUrl.fromLocalFile(str(path)))
    QtBot(None).waitUntil(lambda: bool(loaded), timeout=LONG)
    yield Given(view, page, wall)
    for each in (view, page, profile):
        shiboken6.delete(each)


def test_it_asks_for_nothing_but_itself(given: Given) -> None:
    asked = given.ask("performance.getEntriesByType('resource').map((each) => each.name)")
    assert [each for each in asked if not each.startswith("data:")] == []
    others = [each for each in given.wall.asked if not each.startswith(("file:", "data:"))]
    assert others == []
    assert len([each for each in given.wall.asked if each.startswith("file:")]) == 1


def test_no_script_of_it_complains(given: Given) -> None:
    assert given.page.told == []


def test_every_building_is_in_it_with_its_class(given: Given) -> None:
    assert given.ask("window.given.shapes.count") == len(features())
    lines = "[...document.querySelectorAll('.line')].map((each) => each.textContent)"
    counted = give_away.counts(district.look_of(features()))
    words = {each.key: each.words.zh for each in district.look_of(features()).theme.classes}
    wanted = [f"{words[key]}{count}" for key, count in counted.items() if count]
    assert given.ask(lines)[: len(wanted)] == wanted


def test_hostile_names_are_shown_as_they_are_written(given: Given) -> None:
    assert given.ask("document.querySelector('h1').textContent") == HOSTILE[0]
    assert given.ask("document.title") == HOSTILE[0]
    labels = "Array.from({length: window.given.shapes.count}, (_, i) => window.given.labels(i))"
    assert set(HOSTILE) <= set(given.ask(labels))
    told = given.ask("document.querySelector('.notes').textContent")
    assert told == "审图号 " + HOSTILE[2]


def test_hostile_names_run_nowhere(given: Given) -> None:
    given.run(
        """
        const map = window.given.map, at = window.given.shapes.anchor;
        const place = window.given.unprojected(at[0], at[1]);
        map.setView(place, 18, {animate: false});
        map.fire('mousemove', {latlng: place, containerPoint: map.latLngToContainerPoint(place)});
        document.querySelector('input').value = 'script';
        document.querySelector('input').dispatchEvent(new Event('input'));
        ''
        """
    )
    assert given.ask("window.hit === undefined")
    assert given.ask("document.querySelectorAll('img, iframe, object, .card script').length") == 0
    assert given.ask("document.querySelector('.card').hidden") is False


def test_the_legend_filters(given: Given) -> None:
    given.run("document.querySelector('.panel .line').click(); ''")
    assert given.ask("window.given.chosen.size") == 1
    assert (
        given.ask("document.querySelector('.panel .line').getAttribute('aria-pressed')") == "true"
    )
    given.run("document.querySelector('.panel .line').click(); ''")
    assert given.ask("window.given.chosen.size") == 0


def test_it_is_drawn(given: Given) -> None:
    given.run("window.given.showAll(); ''")
    drawn = "[...document.querySelectorAll('.leaflet-tile-pane canvas')].length"
    QtBot(None).waitUntil(lambda: given.ask(drawn) > 0, timeout=LONG)
    QtBot(None).waitUntil(
        lambda: len({given.view.grab().toImage().pixel(x, 300) for x in range(0, 900, 3)}) > 4,
        timeout=LONG,
    )
