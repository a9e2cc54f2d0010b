"""The Gantt chart is walked by the arrows, opens by Enter and picks on the map what is selected."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel
from pytestqt.qtbot import QtBot

from renewtrack.store import rows
from renewtrack.store.spans import Bar
from renewtrack.ui import gantt_paint, gantt_view
from renewtrack.ui.gantt_screen import GanttScreen
from renewtrack.ui.main_window import MainWindow
from renewtrack.ui.move_dialog import MoveDialog
from renewtrack.ui.session import Session
from renewtrack.ui.speaking import speech

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
Key, Shift = Qt.Key, Qt.KeyboardModifier.ShiftModifier
CJK = re.compile(r"[\u3400-\u9fff]")
READ = 10_000  # milliseconds; a busy machine


@pytest.fixture
def chart(window: MainWindow, qtbot: QtBot) -> GanttScreen:
    window.commands.actions["gantt"].trigger()
    screen = window.workspace.screens.made["gantt"]
    assert isinstance(screen, GanttScreen)
    qtbot.waitUntil(lambda: bool(screen.view.lines), timeout=READ)
    screen.view.setFocus()
    return screen


def bars(chart: GanttScreen) -> list[Bar]:
    return [line for line in chart.view.lines if isinstance(line, Bar)]


def test_every_project_has_its_line(window: MainWindow, chart: GanttScreen) -> None:
    ids = rows.column(window.session.db, "SELECT id FROM project ORDER BY id")
    assert sorted(bar.id for bar in bars(chart)) == ids
    assert chart.count.text() == f"{len(ids)} 行"


def test_the_works_are_shown_as_well(window: MainWindow, chart: GanttScreen, qtbot: QtBot) -> None:
    chart.which.setCurrentIndex(chart.which.findData("works"))
    count = rows.value(window.session.db, "SELECT COUNT(*) FROM work")
    qtbot.waitUntil(lambda: len(bars(chart)) == count, timeout=READ)


def test_the_arrows_pass_the_names_of_groups(chart: GanttScreen) -> None:
    view, every = chart.view, bars(chart)
    walked = []
    for _ in every:
        QTest.keyClick(view, Key.Key_Down)
        bar = view.bar_at(view.current)
        assert bar is not None
        walked.append(bar.id)
    assert walked == [bar.id for bar in every]
    QTest.keyClick(view, Key.Key_Down)
    assert view.bar_at(view.current) == every[-1]
    QTest.keyClick(view, Key.Key_Home)
    assert view.bar_at(view.current) == every[0]
    QTest.keyClick(view, Key.Key_Up)
    assert view.bar_at(view.current) == every[0]
    QTest.keyClick(view, Key.Key_End)
    assert view.bar_at(view.current) == every[-1]


def test_shift_and_arrows_select_several(chart: GanttScreen) -> None:
    view, every = chart.view, bars(chart)
    QTest.keyClick(view, Key.Key_Home)
    for _ in range(3):
        QTest.keyClick(view, Key.Key_Down, Shift)
    assert view.marked == {bar.id for bar in every[:4]}
    QTest.keyClick(view, Key.Key_Down)
    assert view.marked == {every[4].id}


def test_enter_opens_the_line_and_only_a_line(chart: GanttScreen, qtbot: QtBot) -> None:
    told: list[tuple[str, int]] = []
    chart.opened.connect(lambda kind, row_id: told.append((kind, row_id)))
    QTest.keyClick(chart.view, Key.Key_Return)
    assert told == []
    QTest.keyClick(chart.view, Key.Key_Home)
    QTest.keyClick(chart.view, Key.Key_Return)
    assert told == [("projects", bars(chart)[0].id)]


def test_selecting_picks_on_the_map_and_in_the_table(
    window: MainWindow, chart: GanttScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    picked: list[tuple[str, list[int]]] = []
    monkeypatch.setattr(
        type(window.workspace.map),
        "select",
        lambda _, kind, ids: picked.append((kind, list(ids))),
    )
    QTest.keyClick(chart.view, Key.Key_Home)
    first = bars(chart)[0].id
    assert picked[-1] == ("projects", [first])
    assert window.workspace.ledger.kind == "projects"
    assert window.workspace.ledger.table.marked() == [first]


def test_a_click_selects_the_line_below_the_pointer(chart: GanttScreen) -> None:
    view = chart.view
    place = next(at for at, line in enumerate(view.lines) if isinstance(line, Bar))
    point = view.viewport().rect().topLeft()
    point.setX(20)
    point.setY(gantt_paint.HEAD + place * gantt_paint.ROW + gantt_paint.ROW // 2)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=point)
    assert view.marked == {bars(chart)[0].id}


def test_plus_and_minus_zoom_as_far_as_there_are_steps(chart: GanttScreen) -> None:
    view = chart.view
    for _ in gantt_view.DAY:
        QTest.keyClick(view, Key.Key_Plus)
    assert view.zoom == len(gantt_view.DAY) - 1
    wide = view.horizontalScrollBar().maximum()
    for _ in gantt_view.DAY:
        QTest.keyClick(view, Key.Key_Minus)
    assert view.zoom == 0
    assert view.horizontalScrollBar().maximum() < wide


def test_what_is_marked_stays_marked_after_a_change(
    window: MainWindow, chart: GanttScreen, qtbot: QtBot
) -> None:
    QTest.keyClick(chart.view, Key.Key_Home)
    first = bars(chart)[0]
    window.session.write(
        "edit", lambda db: rows.change(db, "project", first.id, {"name": "改名项目"})
    )
    qtbot.waitUntil(lambda: "改名项目" in {bar.name for bar in bars(chart)}, timeout=READ)
    assert chart.view.marked == {first.id}
    bar = next(bar for bar in bars(chart) if bar.id == first.id)
    assert "改名项目" in gantt_view.tip(bar)


def test_a_filter_without_rows_is_told_and_prints_nothing(
    window: MainWindow, chart: GanttScreen, qtbot: QtBot
) -> None:
    window.workspace.choice.search("无此小区无此楼")
    qtbot.waitUntil(lambda: not chart.view.lines, timeout=READ)
    assert chart.count.text() == "没有符合条件的记录"
    assert not chart.print_.isEnabled()
    for key in (Key.Key_Down, Key.Key_End, Key.Key_Return):
        QTest.keyClick(chart.view, key)
    assert chart.view.marked == set()


def test_nobody_who_may_only_look_is_asked_for_a_move(
    chart: GanttScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    QTest.keyClick(chart.view, Key.Key_Home)
    assert chart.mover.isEnabled()
    monkeypatch.setattr(Session, "may", lambda *_: False)
    monkeypatch.setattr(MoveDialog, "exec", lambda _: pytest.fail("asked to move"))
    QTest.keyClick(chart.view, Key.Key_Down)
    assert not chart.mover.isEnabled()
    chart.mover.click()


def test_the_chart_speaks_english(chart: GanttScreen, qtbot: QtBot) -> None:
    speech.switch("en")
    qtbot.waitUntil(lambda: chart.count.text().endswith("rows"), timeout=READ)
    said = [each.text() for each in chart.findChildren(QLabel)]
    said += [each.text() for each in chart.findChildren(QAbstractButton)]
    said += [chart.view.accessibleName(), chart.which.accessibleName()]
    said += [chart.which.itemText(place) for place in range(chart.which.count())]
    assert [words for words in said if CJK.search(words)] == []
