from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from renewtrack.maps.theme import STAGE
from renewtrack.store import buildings
from renewtrack.ui.main_window import MainWindow
from renewtrack.ui.map_view import MapView

LONG = 30_000


def _view(window: MainWindow) -> MapView:
    assert window.workspace.map.view is not None
    return window.workspace.map.view


def _told(window: MainWindow, monkeypatch: pytest.MonkeyPatch, name: str) -> list[Any]:
    """What the map is told from now on by one of its deeds."""
    told: list[Any] = []
    monkeypatch.setattr(_view(window), name, lambda given: told.append(given))
    return told


def test_a_selected_estate_outlines_its_buildings(
    mapped: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = _told(mapped, monkeypatch, "select")
    table = mapped.workspace.ledger.table
    table.selectRow(0)
    stands = {each.id for each in buildings.of_estate(mapped.session.db, table.ledger.ids[0])}
    assert told[-1]
    assert set(told[-1]) <= stands


def test_a_picked_building_selects_and_shows_its_row_without_an_echo(mapped: MainWindow) -> None:
    mapped.workspace.ledger.show_kind("buildings")
    table = mapped.workspace.ledger.table
    wanted = table.ledger.ids[700]
    told: list[object] = []
    table.rows_marked.connect(told.append)
    _view(mapped).picked.emit([wanted], False)
    assert table.marked() == [wanted]
    assert table.current_id() == wanted
    assert not told  # what came from the map is not sent back to it
    shown = table.visualRect(table.currentIndex())
    assert table.viewport().rect().intersects(shown)


def test_a_box_of_buildings_is_one_change(mapped: MainWindow) -> None:
    mapped.workspace.ledger.show_kind("buildings")
    table = mapped.workspace.ledger.table
    counted: list[object] = []
    mapped.workspace.ledger.counted.connect(counted.append)
    wanted = table.ledger.ids[10:40]
    _view(mapped).picked.emit(wanted, False)
    assert set(table.marked()) == set(wanted)
    assert len(counted) == 1
    _view(mapped).picked.emit(table.ledger.ids[50:52], True)
    assert len(table.marked()) == 32


def test_a_building_picked_among_estates_selects_its_estate(mapped: MainWindow) -> None:
    table = mapped.workspace.ledger.table
    estate = table.ledger.ids[5]
    one = next(iter(mapped.workspace.map.buildings_of("estates", [estate])))
    _view(mapped).picked.emit([one], False)
    assert table.marked() == [estate]


def test_a_click_in_the_legend_is_a_filter(
    mapped: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    pressed = _told(mapped, monkeypatch, "choose_classes")
    _view(mapped).legend_clicked.emit("building")
    assert mapped.workspace.choice.chosen == {"stage": frozenset({"building"})}
    assert set(pressed[-1]) == {"building"}
    mapped.workspace.choice.clear()
    assert not set(pressed[-1])


def test_what_the_filter_hides_is_dimmed_on_the_map_and_not_lost(
    mapped: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = _told(mapped, monkeypatch, "filter_to")
    gone = _told(mapped, monkeypatch, "show_look")
    mapped.workspace.choice.search(mapped.workspace.ledger.table.ledger.row(0).name)
    shown = mapped.workspace.ledger.table.ledger.ids
    assert set(kept[-1]) == mapped.workspace.map.buildings_of("estates", shown)
    mapped.workspace.choice.clear()
    assert kept[-1] is None
    assert not gone


def test_double_click_and_ctrl_j_move_the_map(
    mapped: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = mapped.workspace.ledger.table
    moved = _told(mapped, monkeypatch, "zoom_to")
    row = table.rowViewportPosition(2) + 5
    place = QPoint(table.columnViewportPosition(1) + 5, row)
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    table.setFocus()
    mapped.commands.actions["zoom"].trigger()
    assert len(moved) == 2
    assert (
        moved[0] == moved[1] == mapped.workspace.map.buildings_of("estates", [table.ledger.ids[2]])
    )


def test_an_edit_colours_the_map_anew(
    mapped: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[Any] = []
    monkeypatch.setattr(_view(mapped), "_tell", lambda *messages: told.extend(messages))
    model = mapped.workspace.ledger.table.ledger
    stages = [getattr(model.row(row), "stage", "") for row in range(model.rowCount())]
    row = stages.index("S30")  # not begun: no building has works with a stage of their own
    keys = [each.key for each in model.columns]
    model.type(model.index(row, keys.index("stage")), "施工中")
    qtbot.waitUntil(lambda: any(each["do"] == "patch" for each in told), timeout=LONG)
    (patch,) = [each for each in told if each["do"] == "patch"]
    stand = mapped.workspace.map.buildings_of("estates", [model.ids[row]])
    assert {one for one, _, _ in patch["rows"]} <= stand
    assert {klass for _, klass, _ in patch["rows"]} == {STAGE.index("building")}


def test_light_and_language_reach_the_map(
    mapped: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    pane = mapped.workspace.map
    before = pane.view.picture() if pane.view is not None else None
    mapped.deeds.dress("dark")
    mapped.deeds.speak("en")

    def darker() -> bool:
        after = _view(mapped).picture()
        return before is not None and after.pixelColor(3, 3).lightness() < 80

    qtbot.waitUntil(darker, timeout=LONG)
    mapped.deeds.dress("light")
