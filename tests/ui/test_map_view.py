"""The map in a real page of a real window, off screen."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QImage, QMouseEvent
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from renewtrack.maps import page_words
from renewtrack.maps.theme import STAGE
from renewtrack.ui.map_view import MapView
from tests.maps.district import Building, areas, blob, building, buildings, drawing_of, slab

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

HOSTILE = (
    "<img src=x onerror=\"window.__hacked='img'\">",
    "<script>window.__hacked='script'</script>",
    "</script><script>window.__hacked='closed'</script>",
    "${window.__hacked='template'}",
    "`;window.__hacked='backtick';`",
    "C:\\photo\\2019",
    "'\"\\'-alert(1)-'",
    "{{ this.__class__ }}{% raw %}",
    "javascript:window.__hacked='url'",
    "行\u2028分\u2029隔\r\n\x00\x1b",
    "👩‍👩‍👧‍👦🏚️ 𠮷野家",
    "\u202eedirrevo\u202c",
    "很长的名字" * 2000,
    "<svg onload=window.__hacked='svg'>",
    "__proto__",
)


class Shown:
    """A map in a window, with what a person would do to it."""

    def __init__(self, qtbot: QtBot, view: MapView) -> None:
        self.qtbot, self.view = qtbot, view

    def js(self, code: str) -> Any:
        """Run code in the page and return its value."""
        assert self.view.page is not None
        answers: list[Any] = []
        self.view.page.runJavaScript(f"JSON.stringify({code})", answers.append)
        self.qtbot.waitUntil(lambda: bool(answers), timeout=10_000)
        return json.loads(answers[0]) if answers[0] else None

    def until(self, code: str) -> None:
        """Wait until code in the page is true."""
        self.qtbot.waitUntil(lambda: bool(self.js(code)), timeout=15_000)

    def place_of(self, feature: int) -> QPoint:
        """Where a feature stands in the view."""
        x, y = self.js(
            f"""(() => {{
                const {{ scene, map }} = renewtrack, row = scene.features.rowOf({feature});
                const scale = 2 ** (map.getZoom() + 8 - 30), corner = map.getPixelBounds().min;
                return [scene.features.anchor[2 * row] * scale - corner.x,
                        scene.features.anchor[2 * row + 1] * scale - corner.y];
            }})()"""
        )
        return QPoint(round(x), round(y))

    def press(
        self, kind: QEvent.Type, at: QPoint, keys: Qt.KeyboardModifier, button: bool = True
    ) -> None:
        """Send a mouse event to the page's own widget."""
        target = self._screen()
        left = Qt.MouseButton.LeftButton
        held = left if button else Qt.MouseButton.NoButton
        event = QMouseEvent(
            kind,
            QPointF(at),
            QPointF(target.mapToGlobal(at)),
            Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else left,
            Qt.MouseButton.NoButton if kind == QEvent.Type.MouseButtonRelease else held,
            keys,
        )
        QApplication.sendEvent(target, event)

    def click(self, at: QPoint, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.press(QEvent.Type.MouseMove, at, keys, button=False)
        self.press(QEvent.Type.MouseButtonPress, at, keys)
        self.press(QEvent.Type.MouseButtonRelease, at, keys)

    def _screen(self) -> QWidget:
        page = self.view.page
        assert page is not None
        proxy = self.view._view.focusProxy()  # type: ignore[union-attr]
        assert proxy is not None
        return proxy

    def still(self) -> None:
        """Wait until the map stands and everything is painted."""
        self.qtbot.wait(50)
        moving = "renewtrack.map._animatingZoom || renewtrack.map._panAnim?._inProgress"
        self.until(f"!({moving}) && renewtrack.tiles.isIdle()")
        self.qtbot.wait(50)


@pytest.fixture
def opened(qtbot: QtBot) -> Iterator[Callable[..., Shown]]:
    views = []

    def open_(features: list[Building], width: int = 700, height: int = 500) -> Shown:
        view = MapView()
        qtbot.addWidget(view)
        views.append(view)
        view.resize(width, height)
        view.show_drawing(drawing_of(features))
        view.show()
        with qtbot.waitSignal(view.painted, timeout=20_000):
            view.start()
        return Shown(qtbot, view)

    yield open_
    for view in views:
        assert view.refused_requests == 0


ROW = [building(number) for number in range(1, 7)]


def colours(picture: QImage) -> set[str]:
    """Every second pixel's colour as #rrggbb."""
    return {
        QColor(picture.pixel(x, y)).name().upper()
        for x in range(0, picture.width(), 2)
        for y in range(0, picture.height(), 2)
    }


def words_shown(view: MapView) -> list[str]:
    """What the labels round the page say."""
    return [each.text() for each in view.findChildren(QLabel) if each.isVisible()]


def test_webengine_is_imported_only_when_the_map_starts() -> None:
    import subprocess

    code = (
        "import sys; from PySide6.QtWidgets import QApplication; import renewtrack.ui.map_scheme;"
        "renewtrack.ui.map_scheme.register(); app = QApplication([]);"
        "from renewtrack.ui.map_view import MapView; view = MapView(); view.show();"
        "print([m for m in sys.modules if 'WebEngine' in m or m in ('folium', 'pandas')])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_the_picture_shows_the_classes_in_their_colours(opened: Callable[..., Shown]) -> None:
    keys = [each.key for each in STAGE.classes]
    shown = opened([building(i + 1, bucket=key) for i, key in enumerate(keys)])
    assert {each.light.upper() for each in STAGE.classes} <= colours(shown.view.picture())
    assert shown.js("window.__errors") == []


def test_the_window_that_holds_the_map_can_be_grabbed_with_it(
    qtbot: QtBot, opened: Callable[..., Shown]
) -> None:
    shown = opened(ROW)
    whole = shown.view.window().grab().toImage()
    assert STAGE.classes[2].light.upper() in colours(whole)


def test_dark_and_english_come_without_loading_anew(opened: Callable[..., Shown]) -> None:
    shown = opened(ROW)
    shown.js("window.__mark = 1")
    shown.view.set_dark(True)
    shown.view.set_language("en")
    shown.until("document.querySelector('.legend-word')?.textContent === 'Not started'")
    shown.still()
    assert shown.js("window.__mark") == 1
    assert STAGE.classes[2].dark.upper() in colours(shown.view.picture())
    titles = shown.js("[...document.querySelectorAll('.map-button')].map((each) => each.title)")
    assert titles == [page_words.PAGE_WORDS[k].en for k in ("zoom_in", "zoom_out", "zoom_all")]


def test_the_legend_says_word_glyph_and_count_and_tells_what_was_clicked(
    qtbot: QtBot, opened: Callable[..., Shown]
) -> None:
    shown = opened([*ROW, building(7, bucket="done"), building(8, bucket="done", overdue=True)])
    lines = "[...document.querySelectorAll('.legend-line')].map((each) => each.textContent)"
    expected = [each.words.zh for each in STAGE.classes]
    counts = {"building": 6, "done": 2}
    assert shown.js(lines) == [
        *(f"{word}{counts.get(c.key, 0)}" for word, c in zip(expected, STAGE.classes, strict=True)),
        "逾期1",
    ]
    assert shown.js("document.querySelectorAll('.legend-line canvas').length") == 7
    with qtbot.waitSignal(shown.view.legend_clicked) as clicked:
        shown.js("document.querySelector('[data-key=done]').click()")
    assert clicked.args == ["done"]
    shown.until("renewtrack.scene.features.dim.reduce((a, b) => a + b, 0) === 6")
    shown.view.choose_classes([])
    shown.until("renewtrack.scene.features.dim.reduce((a, b) => a + b, 0) === 0")


def test_a_click_picks_the_building_under_it(qtbot: QtBot, opened: Callable[..., Shown]) -> None:
    shown = opened(ROW)
    with qtbot.waitSignal(shown.view.picked) as picked:
        shown.click(shown.place_of(3))
    assert picked.args == [[3], False]


def test_ctrl_click_adds_and_takes_away(qtbot: QtBot, opened: Callable[..., Shown]) -> None:
    shown = opened(ROW)
    control = Qt.KeyboardModifier.ControlModifier
    with qtbot.waitSignal(shown.view.picked):
        shown.click(shown.place_of(2))
    with qtbot.waitSignal(shown.view.picked) as added:
        shown.click(shown.place_of(5), control)
    assert added.args == [[5], True]
    qtbot.wait(600)  # else the next click is the second of a double click
    with qtbot.waitSignal(shown.view.picked) as left:
        shown.click(shown.place_of(5), control)
    assert left.args == [[2], False]


def test_a_click_on_bare_ground_picks_nothing(qtbot: QtBot, opened: Callable[..., Shown]) -> None:
    shown = opened(ROW)
    shown.view.select([1])
    with qtbot.waitSignal(shown.view.picked) as picked:
        shown.click(QPoint(350, 60))
    assert picked.args == [[], False]


def test_a_box_drawn_with_shift_picks_what_lies_in_it(
    qtbot: QtBot, opened: Callable[..., Shown]
) -> None:
    shown = opened(ROW)
    shift = Qt.KeyboardModifier.ShiftModifier
    start = shown.place_of(2) + QPoint(-20, -30)
    end = shown.place_of(4) + QPoint(20, 30)
    spy = QSignalSpy(shown.view.picked)
    shown.press(QEvent.Type.MouseButtonPress, start, shift)
    shown.press(QEvent.Type.MouseMove, (start + end) / 2, shift)
    shown.press(QEvent.Type.MouseMove, end, shift)
    shown.press(QEvent.Type.MouseButtonRelease, end, shift)
    qtbot.waitUntil(lambda: spy.count() > 0)
    qtbot.wait(300)
    assert [(sorted(args[0]), args[1]) for args in map(spy.at, range(spy.count()))] == [
        ([2, 3, 4], False)
    ]


def test_selecting_from_the_table_outlines_and_is_not_answered(
    qtbot: QtBot, opened: Callable[..., Shown]
) -> None:
    shown = opened(ROW)
    with qtbot.assertNotEmitted(shown.view.picked, wait=300):
        shown.view.select([2, 4])
        shown.until("renewtrack.scene.features.picked.reduce((a, b) => a + b, 0) === 2")


def test_the_hover_card_shows_name_state_and_lateness(opened: Callable[..., Shown]) -> None:
    shown = opened([replace(each, overdue=True) for each in ROW])
    no_key = Qt.KeyboardModifier.NoModifier
    shown.press(QEvent.Type.MouseMove, shown.place_of(3), no_key, button=False)
    shown.until("!document.querySelector('.card').hidden")
    assert shown.js("document.querySelector('.card').innerText.split('\\n')") == [
        "东里小区3号楼",
        "施工中",
        "逾期",
    ]


def test_one_edited_row_is_patched_and_the_rest_stays(opened: Callable[..., Shown]) -> None:
    shown = opened(ROW)
    shown.js("void (renewtrack.scene.features.__mark = 1)")
    shown.view.patch([1], [STAGE.index("blocked")], [False])
    row = "renewtrack.scene.features.classes[renewtrack.scene.features.rowOf(1)]"
    shown.until(f"{row} === {STAGE.index('blocked')}")
    shown.still()
    assert shown.js("renewtrack.scene.features.__mark") == 1
    assert STAGE.classes[STAGE.index("blocked")].light.upper() in colours(shown.view.picture())


def test_a_filter_dims_what_it_leaves_out(opened: Callable[..., Shown]) -> None:
    shown = opened(ROW)
    shown.view.filter_to([1])
    shown.until("renewtrack.scene.features.dim.reduce((a, b) => a + b, 0) === 5")
    shown.view.filter_to(None)
    shown.until("renewtrack.scene.features.dim.reduce((a, b) => a + b, 0) === 0")


def test_zooming_to_one_building_brings_it_to_the_middle(opened: Callable[..., Shown]) -> None:
    shown = opened(ROW)
    shown.view.zoom_to([6])
    shown.until("renewtrack.map.getZoom() === 18")
    shown.still()
    place = shown.place_of(6)
    assert abs(place.x() - 350) < 90
    assert abs(place.y() - 250) < 60


def test_holes_are_holes(qtbot: QtBot, opened: Callable[..., Shown]) -> None:
    import shapely

    from tests.maps.district import at

    outer = [at(x, y) for x, y in ((0, 0), (200, 0), (200, 200), (0, 200))]
    hole = [at(x, y) for x, y in ((60, 60), (60, 140), (140, 140), (140, 60))]
    shown = opened([building(1, geom=blob(shapely.Polygon(outer, [hole])))])
    inside, edge = ([116.30, 40.03], at(100, 100)), at(30, 100)
    found = shown.js(
        f"""[[{inside[1][0]}, {inside[1][1]}], [{edge[0]}, {edge[1]}]].map(([lon, lat]) => {{
            const point = renewtrack.map.project([lat, lon], 22);
            return renewtrack.scene.features.contains(0, point.x, point.y);
        }})"""
    )
    assert found == [False, True]


def test_with_nothing_to_draw_a_friendly_line_is_shown(opened: Callable[..., Shown]) -> None:
    shown = opened([])
    assert shown.js("document.querySelector('.empty-title').textContent") == "地图上还没有楼栋"
    assert shown.js("document.querySelector('.legend').hidden") is True


def test_streets_and_communities_make_the_ground(opened: Callable[..., Shown]) -> None:
    shown = opened(buildings(estates=4, each=6))
    shown.view.show_ground(areas())
    shown.until("renewtrack.scene.areas?.count === 17")
    assert "上地街道" in shown.js("renewtrack.scene.areaNames.names")


def test_hostile_names_are_shown_as_they_are_and_nothing_runs(
    qtbot: QtBot, opened: Callable[..., Shown]
) -> None:
    features = [
        replace(building(i + 1, label=f"{text}{i + 1}号楼"), estate_id=i + 1)
        for i, text in enumerate(HOSTILE)
    ]
    shown = opened(features, width=1200)
    shown.view.show_ground([replace(areas()[1], name=text) for text in HOSTILE])
    shown.until(f"renewtrack.scene.areas?.count === {len(HOSTILE)}")
    shown.view.zoom_to([1])
    shown.still()
    for number in range(1, len(HOSTILE) + 1):
        shown.js(f"void renewtrack.told({{do: 'select', ids: [{number}]}})")
    shown.view.zoom_all()
    shown.still()
    no_key = Qt.KeyboardModifier.NoModifier
    for number, text in enumerate(HOSTILE, start=1):
        shown.press(QEvent.Type.MouseMove, shown.place_of(number), no_key, button=False)
        shown.until("!document.querySelector('.card').hidden")
        wanted = json.dumps(f"{text}{number}号楼")
        shown.until(f"document.querySelector('.card-title').textContent === {wanted}")
    assert shown.js("window.__hacked ?? null") is None
    assert shown.js("window.__errors") == []
    assert shown.js("document.querySelectorAll('img, iframe, .card script').length") == 0
    with qtbot.waitSignal(shown.view.picked) as picked:
        shown.click(shown.place_of(4))
    assert picked.args == [[4], False]
    assert STAGE.classes[2].light.upper() in colours(shown.view.picture())


@pytest.mark.parametrize(
    "attempt",
    [
        "fetch('https://example.com/')",
        "fetch('renewtrack://other/map.css')",
        "fetch('file:///etc/passwd')",
        "fetch('map.css', {method: 'POST', body: 'x'})",
        "import('https://example.com/x.js')",
        "new Promise((yes, no) => { const i = new Image(); i.onload = yes; i.onerror = no;"
        " i.src = 'http://example.com/x.png'; })",
        "new Promise((yes, no) => { const s = new WebSocket('wss://example.com');"
        " s.onopen = yes; s.onerror = no; })",
        "fetch('..%2F..%2Fmain.py').then((a) => { if (!a.ok) throw 0; })",
        "new Promise((yes, no) => { (0, eval)('1'); yes(); })",
    ],
)
def test_nothing_leaves_the_page_and_nothing_else_comes_in(qtbot: QtBot, attempt: str) -> None:
    view = MapView()
    qtbot.addWidget(view)
    view.show_drawing(drawing_of(ROW))
    view.show()
    with qtbot.waitSignal(view.painted, timeout=20_000):
        view.start()
    shown = Shown(qtbot, view)
    shown.js(f"void ({attempt}).then(() => window.__went = 'out', () => window.__went = 'refused')")
    shown.until("window.__went")
    assert shown.js("window.__went") == "refused"


def test_the_interceptor_counts_what_it_refuses(qtbot: QtBot) -> None:
    from PySide6.QtWebEngineCore import QWebEnginePage, QWebEngineProfile

    from renewtrack.ui.map_page import Wall

    profile = QWebEngineProfile()
    wall = Wall(profile)
    profile.setUrlRequestInterceptor(wall)
    page = QWebEnginePage(profile)
    with qtbot.waitSignal(page.loadFinished):
        page.load(QUrl("http://192.0.2.1/"))
    assert wall.refused == 1
    shiboken6.delete(page)  # before its profile
    shiboken6.delete(profile)


def test_the_page_cannot_leave_itself(opened: Callable[..., Shown]) -> None:
    shown = opened(ROW)
    for code in ("location.href = 'https://example.com/'", "window.open('https://example.com/')"):
        shown.js(f"void ({code})")
    shown.qtbot.wait(200)
    assert shown.view.page is not None
    assert shown.view.page.url().toString() == "renewtrack://app/"
    assert shown.js("renewtrack.scene.features.count") == len(ROW)


def test_a_message_of_no_known_form_does_nothing(
    qtbot: QtBot, opened: Callable[..., Shown]
) -> None:
    shown = opened(ROW)
    with qtbot.assertNotEmitted(shown.view.picked, wait=200):
        shown.view._asked('{"ask": "pick", "ids": ["x"], "extend": false}')
        shown.view._asked("no json")


def test_a_bridge_thrown_away_by_the_page_is_built_again(
    qtbot: QtBot, opened: Callable[..., Shown]
) -> None:
    shown = opened(ROW)
    with qtbot.waitSignal(shown.view.painted, timeout=20_000):
        shown.js(
            "void new QWebChannel(qt.webChannelTransport, (c) => c.objects.bridge.deleteLater())"
        )
    with qtbot.waitSignal(shown.view.picked) as picked:
        shown.click(shown.place_of(3))
    assert picked.args == [[3], False]


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_a_killed_renderer_comes_back_once_with_a_notice_and_its_state(
    qtbot: QtBot, opened: Callable[..., Shown]
) -> None:
    shown = opened(ROW)
    view = shown.view
    view.select([2])
    view.patch([1], [STAGE.index("done")], [False])
    assert view.page is not None
    with qtbot.waitSignal(view.painted, timeout=20_000):
        os.kill(view.page.renderProcessPid(), signal.SIGKILL)
    assert words_shown(view) == [page_words.CAME_BACK.zh]
    features = "renewtrack.scene.features"
    shown.until(f"{features}.picked[{features}.rowOf(2)] === 1")
    assert shown.js(f"{features}.classes[{features}.rowOf(1)]") == STAGE.index("done")

    os.kill(view.page.renderProcessPid(), signal.SIGKILL)
    lost = page_words.TABLE_ONLY.zh
    qtbot.waitUntil(
        lambda: any(each.text() == lost and each.isVisible() for each in view.findChildren(QLabel))
    )
    with qtbot.waitSignal(view.painted, timeout=20_000):
        view._frame.again.emit()
    assert shown.js("renewtrack.scene.features.count") == len(ROW)


def test_the_settings_that_open_doors_are_off(opened: Callable[..., Shown]) -> None:
    from renewtrack.ui import map_page

    page = opened(ROW).view.page
    assert page is not None
    assert not [each.name for each in map_page._OFF if page.settings().testAttribute(each)]
    assert page.profile().isOffTheRecord()


def test_labels_do_not_cover_each_other(opened: Callable[..., Shown]) -> None:
    features = [building(i, geom=slab(12 * i, 0, long=10)) for i in range(1, 60)]
    shown = opened(features)
    shown.js(
        """void (() => {
            const write = CanvasRenderingContext2D.prototype.fillText;
            window.__texts = [];
            CanvasRenderingContext2D.prototype.fillText = function (text, x, y) {
                window.__texts.push([text, x, y, this.measureText(text).width, this.textAlign]);
                return write.call(this, text, x, y);
            };
            renewtrack.map.setZoom(17, { animate: false });
        })()"""
    )
    shown.until("window.__texts.length > 3")
    spans = sorted(
        {
            (x if align == "left" else x - wide / 2, y, wide)
            for _, x, y, wide, align in shown.js("window.__texts.splice(0)")
        }
    )
    covered = [
        (a, b)
        for i, a in enumerate(spans)
        for b in spans[:i]
        if abs(a[1] - b[1]) < 9 and a[0] < b[0] + b[2] and b[0] < a[0] + a[2]
    ]
    assert not covered
