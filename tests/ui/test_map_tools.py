"""The tools of the map in the real window, with the mouse and with the keys alone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QMessageBox

from renewtrack import app, demo
from renewtrack.gis import shaping
from renewtrack.preferences import Preferences
from renewtrack.store import buildings, geometries, sites
from renewtrack.ui.main_window import MainWindow
from renewtrack.ui.session import Session
from renewtrack.ui.speaking import speech
from tests.ui.map_driving import RIGHT, Hand, spin

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
SPACE, ENTER, ESCAPE = Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Escape


@pytest.fixture(scope="module")
def shared(
    qapp: object, invented: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Hand]:
    """One window at the map for all of this module: a page takes a second to open."""
    session = Session(Preferences(who="测试员"), keep=False)
    session.day = demo.TODAY
    window = app.make_window(session)
    window.resize(1500, 860)
    window.show()
    path = tmp_path_factory.mktemp("tools") / "示范区.gpkg"
    session.open(Path(shutil.copy(invented, path)))
    shown: list[object] = []
    window.workspace.map.shown.connect(lambda: shown.append(1))
    spin(lambda: window.workspace.map.view is not None)
    assert window.workspace.map.view is not None
    window.workspace.map.view.painted.connect(shown.append)
    spin(lambda: len(shown) > 1)
    window.deeds.map_full()
    window.workspace.ledger.show_kind("buildings")
    yield Hand(window)
    speech.switch("zh")
    window.close()
    window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def hand(shared: Hand, qtbot: object) -> Iterator[Hand]:
    """The hand at the map, empty before and after."""
    yield shared
    shared.window.map_tools.lay_down()
    shared.window.map_sites.pick(0)


def _ids(window: MainWindow) -> list[int]:
    return window.workspace.ledger.tables["buildings"].ledger.ids


def _outlined(window: MainWindow, skip: int) -> int:
    """A building with a plain outline, whose middle lies inside; one for one test alone."""
    db = window.session.db
    plain = (each for each in _ids(window) if _sides(geometries.of(db, "building", each)) == 4)
    return next(islice(plain, skip, None))


def _sides(blob: bytes | None) -> int:
    """How many corners an outline has; 0 for what is a point or nothing."""
    sketch = shaping.take_apart(blob) if blob is not None else None
    return len(sketch.parts[0][0]) if sketch is not None and sketch.shape == "polygon" else 0


def _corners(hand: Hand, building: int) -> list[tuple[float, float]]:
    blob = geometries.of(hand.window.session.db, "building", building)
    assert blob is not None
    sketch = shaping.take_apart(blob)
    assert sketch is not None
    return [hand.pixel(*place) for place in sketch.parts[0][0]]


def _fill(kind: str, name: str) -> Any:
    def fill(form: Any) -> None:
        form.kind.setCurrentIndex(form.kind.findData(kind))
        form.name.setText(name)
        form.accept()

    return fill


def test_a_park_is_drawn_by_clicks_and_stands_on_the_map(hand: Hand) -> None:
    hand.look_at("buildings", _outlined(hand.window, 0), 18)
    hand.do("draw_park")
    x, y = hand.middle()
    for at in ((x + 150, y - 200), (x + 260, y - 200), (x + 260, y - 120)):
        hand.click(at)
    hand.steps(3)
    assert "面积" in hand.window.map_tools.strip.measure.text()
    name = "<img src=x onerror=alert(1)>公园"
    hand.answer(_fill("pocket_park", name))
    hand.key(ENTER)
    hand.until(lambda: hand.window.map_sites.picked)
    site = sites.get(hand.window.session.db, hand.window.map_sites.picked)
    assert site is not None
    assert (site.kind, site.name) == ("pocket_park", name)
    assert (site.source_crs, site.position_method) == ("wgs84", "drawn")
    assert not hand.window.map_tools.in_hand
    target = hand.window.session.undo_target()
    assert target is not None
    assert target.words.zh == f"新增场地“{name}”"


def test_a_line_is_drawn_with_the_keys_alone(hand: Hand) -> None:
    hand.do("draw_line")
    hand.key(SPACE, " ")
    for _ in range(9):
        hand.key(Qt.Key.Key_Right)
    hand.key(SPACE, " ")
    hand.steps(2)
    hand.answer(_fill("greenway", "键盘绿道"))
    hand.key(ENTER)
    hand.until(lambda: hand.window.map_sites.picked)
    site = sites.get(hand.window.session.db, hand.window.map_sites.picked)
    assert site is not None
    assert site.geom is not None
    assert shaping.from_blob(site.geom).geom_type == "LineString"


def test_an_outline_that_crosses_itself_is_refused_and_goes_on(hand: Hand) -> None:
    before = len(sites.all(hand.window.session.db))
    hand.do("draw_park")
    x, y = hand.middle()
    for at in ((x - 90, y), (x + 90, y + 90), (x + 90, y), (x - 90, y + 90)):
        hand.click(at)
    hand.steps(4)
    hand.key(ENTER)
    strip = hand.window.map_tools.strip
    hand.until(lambda: "交叉" in strip.refusal.text() and strip.refusal.isVisible())
    assert hand.window.map_tools.in_hand == "draw_park"
    hand.key(Qt.Key.Key_Backspace)
    hand.steps(3)
    hand.key(ESCAPE)
    hand.until(lambda: not hand.window.map_tools.in_hand)
    assert len(sites.all(hand.window.session.db)) == before


def test_a_corner_is_dragged_and_both_undos_take_it_back(hand: Hand) -> None:
    window, building = hand.window, _outlined(hand.window, 1)
    db = window.session.db
    hand.look_at("buildings", building)
    before = geometries.of(db, "building", building)
    hand.do("correct_shape")
    x, y = _corners(hand, building)[0]
    away = hand.middle()
    hand.drag((x, y), (x + (x - away[0]) * 0.2, y + (y - away[1]) * 0.2))
    hand.steps(1)
    assert window.commands.actions["undo"].text() == "撤销：上一个点"
    hand.do("undo")
    hand.steps(0)
    hand.do("redo")
    hand.steps(1)
    hand.do("pen_finish")
    hand.until(lambda: not window.map_tools.in_hand)
    after = geometries.of(db, "building", building)
    assert after != before
    window.deeds.undo()
    assert geometries.of(db, "building", building) == before


def test_a_wrong_point_is_moved_by_a_click(hand: Hand) -> None:
    window, db = hand.window, hand.window.session.db
    wrong = next(
        each
        for each in _ids(window)
        if (blob := geometries.of(db, "building", each)) and not _sides(blob)
    )
    hand.look_at("buildings", wrong)
    hand.do("correct_shape")
    x, y = hand.middle()
    right = hand.js(
        f"(({{lat, lng}}) => [lng, lat])"
        f"(renewtrack.map.containerPointToLatLng([{round(x + 60)}, {round(y + 40)}]))"
    )
    window.commands.actions["pen_snapping"].trigger()  # off: nothing near is meant
    hand.click((x + 60, y + 40))
    hand.steps(1)
    hand.key(ENTER)
    hand.until(lambda: not window.map_tools.in_hand)
    window.commands.actions["pen_snapping"].trigger()
    assert hand.centre("buildings", wrong) == pytest.approx(right, abs=2e-6)
    moved = buildings.get(db, wrong)
    assert moved is not None
    assert (moved.source_crs, moved.position_method) == ("wgs84", "drawn")


def test_a_new_corner_keeps_to_a_neighbours_corner_exactly(hand: Hand) -> None:
    building = _outlined(hand.window, 2)
    hand.look_at("buildings", building)
    hand.do("draw_building")
    (x, y), *_ = _corners(hand, building)
    hand.click((x + 4, y - 3))
    caught = hand.js("renewtrack.stage.pen().sketch.open[0]")
    blob = geometries.of(hand.window.session.db, "building", building)
    assert blob is not None
    lon, lat = shaping.take_apart(blob).parts[0][0][0]  # type: ignore[union-attr]
    assert (caught["lon"], caught["lat"]) == pytest.approx((lon, lat), abs=4e-7)


def test_a_corner_is_taken_away_by_the_other_button(hand: Hand) -> None:
    building = _outlined(hand.window, 3)
    hand.look_at("buildings", building)
    hand.do("correct_shape")
    corners = _corners(hand, building)
    hand.click(corners[0], RIGHT)
    hand.steps(1)
    assert len(hand.js("renewtrack.stage.pen().sketch.open")) == len(corners) - 1


def test_a_building_is_split_by_a_line_and_merged_again(hand: Hand) -> None:
    window, building = hand.window, _outlined(hand.window, 4)
    db = window.session.db
    hand.look_at("buildings", building)
    one = buildings.get(db, building)
    assert one is not None
    whole = shaping.area_m2(shaping.from_blob(one.geom or b""))
    hand.do("split_building")
    corners = _corners(hand, building)
    x = sum(each[0] for each in corners) / len(corners)
    top, bottom = min(each[1] for each in corners), max(each[1] for each in corners)
    hand.click((x, top - 60))
    hand.click((x, bottom + 60))
    hand.steps(2)
    hand.answer(lambda asked: asked.buttons.button(asked.buttons.StandardButton.Ok).click())
    hand.key(ENTER)
    hand.until(lambda: (window.session.undo_target() or 0) and "拆分“" in _undo(window))
    parts = [
        each
        for each in buildings.of_estate(db, one.estate_id)
        if each.number.startswith(one.number)
    ]
    added = next(each for each in parts if each.number == f"{one.number}-2")
    table = window.workspace.ledger.table
    table.mark([building, added.id])
    hand.answer(_agree)
    hand.do("merge_buildings")
    assert buildings.get(db, added.id) is None
    merged = buildings.get(db, building)
    assert merged is not None
    assert merged.aliases == (*one.aliases, added.number)
    area = shaping.area_m2(shaping.from_blob(merged.geom or b""))
    assert area == pytest.approx(whole, rel=1e-6)


def _undo(window: MainWindow) -> str:
    target = window.session.undo_target()
    return target.words.zh if target is not None else ""


def _agree(box: QMessageBox) -> None:
    role = QMessageBox.ButtonRole.AcceptRole
    next(each for each in box.buttons() if box.buttonRole(each) == role).click()


@pytest.mark.parametrize("way", ["box", "outline", "keys"])
def test_buildings_are_chosen_by_a_box_an_outline_and_the_keys(hand: Hand, way: str) -> None:
    building = _outlined(hand.window, 5)
    table = hand.window.workspace.ledger.table
    hand.look_at("buildings", building, 20)
    table.mark([])
    hand.do("map_outline" if way == "outline" else "map_box")
    x, y = hand.middle()
    if way == "outline":
        for at in ((x - 90, y - 90), (x + 90, y - 90), (x + 90, y + 90), (x - 90, y + 90)):
            hand.click(at)
        hand.key(ENTER)
    elif way == "box":
        hand.drag((x - 90, y - 90), (x + 90, y + 90))
    else:
        for _ in range(8):
            hand.key(Qt.Key.Key_Left)
            hand.key(Qt.Key.Key_Up)
        hand.key(SPACE, " ")
        for _ in range(16):
            hand.key(Qt.Key.Key_Right)
            hand.key(Qt.Key.Key_Down)
        hand.key(SPACE, " ")
    hand.until(lambda: table.marked() == [building])
    hand.key(ESCAPE)
    hand.until(lambda: not hand.window.map_tools.in_hand)
    assert not hand.window.commands.actions["map_box"].isChecked()


def test_undo_while_an_outline_is_drawn_is_about_its_corners(hand: Hand) -> None:
    before = hand.window.session.undo_target()
    hand.do("map_outline")
    x, y = hand.middle()
    hand.click((x - 80, y - 80))
    hand.click((x + 80, y - 80))
    hand.window.deeds.undo()
    hand.until_js("renewtrack.stage.pen().sketch.open.length === 1")
    assert hand.window.session.undo_target() == before


def test_a_point_does_not_replace_an_outline(hand: Hand) -> None:
    hand.look_at("buildings", _outlined(hand.window, 9))
    hand.do("draw_position")
    assert not hand.window.map_tools.in_hand
    assert "已有轮廓" in hand.window.status.currentMessage()


def test_a_distance_is_measured_on_the_ellipsoid(hand: Hand) -> None:
    from renewtrack.gis import measuring

    hand.look_at("buildings", _outlined(hand.window, 6))
    hand.window.commands.actions["pen_snapping"].trigger()
    hand.do("measure_length")
    x, y = hand.middle()
    hand.click((x - 200, y + 30))
    hand.click((x + 200, y - 30))
    hand.steps(2)
    hand.window.commands.actions["pen_snapping"].trigger()
    ends = [
        hand.js(
            f"(({{lat, lng}}) => [lng, lat])"
            f"(renewtrack.map.containerPointToLatLng([{round(x + dx)}, {round(y + dy)}]))"
        )
        for dx, dy in ((-200, 30), (200, -30))
    ]
    length = measuring.length_m([tuple(each) for each in ends])
    said = hand.window.map_tools.strip.measure.text()
    assert said == f"长 {length:,.1f} m"


def test_the_card_tells_more_where_the_pointer_rests(hand: Hand) -> None:
    building = _outlined(hand.window, 7)
    hand.look_at("buildings", building)
    hand.until_js("renewtrack.scene.names !== null")
    one = buildings.get(hand.window.session.db, building)
    assert one is not None
    at = hand.pixel(*hand.centre("buildings", building))
    hand.move(at)
    hand.until_js("document.querySelector('.card-facts') !== null")
    shown = hand.js("document.querySelector('.card').textContent")
    assert str(one.year_built) in shown


def test_what_is_in_view_is_listed_for_the_keyboard(hand: Hand) -> None:
    window, building = hand.window, _outlined(hand.window, 8)
    hand.look_at("buildings", building)
    window.visible.table.setFocus()
    hand.do("visible_panel")
    model = window.visible.model
    hand.until(lambda: any(each.id == building for each in model.lines))
    place = next(n for n, each in enumerate(model.lines) if each.id == building)
    window.visible.table.setCurrentIndex(model.index(place, 0))
    window.visible.take(False)
    assert window.workspace.ledger.table.marked() == [building]
    hand.do("visible_panel")
    hand.until(lambda: not window.visible.isVisible())


def test_nothing_is_drawn_by_who_may_only_look(hand: Hand, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Session, "may", lambda self, role: role == "viewer")
    hand.do("draw_park")
    assert not hand.window.map_tools.in_hand
    assert hand.window.status.currentMessage() == "这个文件只能查看，不能修改"
