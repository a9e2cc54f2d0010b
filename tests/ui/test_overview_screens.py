"""Dashboard, calendar and what needs somebody today: figures, keys, and where they lead."""

from __future__ import annotations

import datetime as dt
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from renewtrack import demo
from renewtrack.store import due_dates, listing, projects, rows
from renewtrack.store.choosing import Filter
from renewtrack.ui.calendar_screen import CalendarScreen
from renewtrack.ui.dashboard_screen import CHARTS, TILES, DashboardScreen
from renewtrack.ui.main_window import MainWindow
from renewtrack.ui.speaking import speech
from renewtrack.ui.today_screen import TodayScreen

T = TypeVar("T")
TODAY = demo.TODAY.isoformat()


def screen(window: MainWindow, key: str, kind: type[T]) -> T:
    """Show a view by its command and return it."""
    window.commands.actions[key].trigger()
    shown = window.workspace.screens.made[key]
    assert isinstance(shown, kind)
    return shown


@pytest.fixture
def dashboard(window: MainWindow, qtbot: QtBot) -> DashboardScreen:
    shown = screen(window, "dashboard", DashboardScreen)
    qtbot.waitUntil(lambda: shown.found is not None)
    return shown


@pytest.fixture
def calendar(window: MainWindow, qtbot: QtBot) -> CalendarScreen:
    shown = screen(window, "calendar", CalendarScreen)
    qtbot.waitUntil(lambda: bool(shown.due))
    return shown


@pytest.fixture
def today(window: MainWindow, qtbot: QtBot) -> TodayScreen:
    shown = screen(window, "today", TodayScreen)
    qtbot.waitUntil(lambda: bool(shown.model.lines))
    return shown


# -- the dashboard


def test_arrows_go_from_figure_to_figure(
    window: MainWindow, dashboard: DashboardScreen, qtbot: QtBot
) -> None:
    first, second = (dashboard.tiles[key] for key in TILES[:2])
    window.activateWindow()
    first.setFocus()
    qtbot.waitUntil(first.hasFocus)
    QTest.keyClick(first, Qt.Key.Key_Right)
    assert second.hasFocus()
    QTest.keyClick(second, Qt.Key.Key_Left)
    assert first.hasFocus()


def test_every_figure_opens_its_rows(
    window: MainWindow, dashboard: DashboardScreen, qtbot: QtBot
) -> None:
    lifts = rows.value(window.session.db, "SELECT COUNT(DISTINCT stairwell_id) FROM lift")
    ledger = window.workspace.ledger
    for key in TILES:
        window.commands.actions["dashboard"].trigger()
        tile = dashboard.tiles[key]
        assert tile.figure is not None
        with qtbot.waitSignal(dashboard.drilled) as told:
            QTest.keyClick(tile, Qt.Key.Key_Return)
        assert told.args is not None
        kind, ids, _ = told.args
        figure = tile.figure.figure.replace(",", "")
        if figure.isdigit():
            assert len(ids) == int(figure) if key != "lifts" else len(ids) <= lifts, key
        assert ledger.kind == kind
        shown = sorted(ids)
        qtbot.waitUntil(lambda held=shown: sorted(ledger.table.ledger.ids) == held)  # type: ignore[misc]
        window.workspace.choice.clear()


def test_every_chart_opens_the_rows_of_its_bars(
    window: MainWindow, dashboard: DashboardScreen, qtbot: QtBot
) -> None:
    for key in CHARTS:
        if key == "months":
            continue
        window.commands.actions["dashboard"].trigger()
        chart = dashboard.charts[key]
        place = next(at for at, bar in enumerate(chart.bars) if bar.value > 0)
        chart.setFocus()
        for _ in range(place + 1):
            QTest.keyClick(chart, Qt.Key.Key_Down)
        with qtbot.waitSignal(dashboard.drilled) as told:
            QTest.keyClick(chart, Qt.Key.Key_Return)
        assert told.args is not None
        assert told.args[1], key
        window.workspace.choice.clear()


def test_the_dashboard_follows_the_filter(
    window: MainWindow, dashboard: DashboardScreen, qtbot: QtBot
) -> None:
    window.workspace.choice.toggle("street", "上地街道")
    wanted = Filter(chosen={"street": frozenset({"上地街道"})}, today=TODAY)
    count = len(listing.ids(window.session.db, "projects", wanted))
    tile = dashboard.tiles["projects"]
    qtbot.waitUntil(lambda: tile.figure is not None and tile.figure.figure == str(count))


def test_a_change_is_seen_on_the_dashboard(
    window: MainWindow, dashboard: DashboardScreen, qtbot: QtBot
) -> None:
    session = window.session
    before = dashboard.found
    session.write("edit", lambda db: projects.add(db, name="新项目", plan_year=2026))
    qtbot.waitUntil(lambda: dashboard.found is not before)
    count = rows.value(session.db, "SELECT COUNT(*) FROM project")
    tile = dashboard.tiles["projects"]
    qtbot.waitUntil(lambda: tile.figure is not None and tile.figure.figure == str(count))


# -- the calendar


def test_the_days_of_the_month_show_what_the_store_says(
    window: MainWindow, calendar: CalendarScreen
) -> None:
    first, last = str(calendar.grid.first), str(calendar.grid.last)
    wanted = Filter(today=TODAY)
    assert calendar.due == due_dates.read(window.session.db, "projects", wanted, first, last)


def test_keys_move_by_days_and_months(calendar: CalendarScreen) -> None:
    grid = calendar.grid
    assert grid.day == demo.TODAY
    for key, day in (
        (Qt.Key.Key_Right, demo.TODAY + dt.timedelta(1)),
        (Qt.Key.Key_Down, demo.TODAY + dt.timedelta(8)),
        (Qt.Key.Key_Home, demo.TODAY),
        (Qt.Key.Key_PageUp, dt.date(2026, 10, demo.TODAY.day)),
        (Qt.Key.Key_PageDown, demo.TODAY),
    ):
        QTest.keyClick(grid, key)
        assert grid.day == day


def test_the_31st_stays_in_a_short_month(calendar: CalendarScreen) -> None:
    calendar.grid.go_to(dt.date(2027, 1, 31))
    calendar.grid.by_months(1)
    assert calendar.grid.day == dt.date(2027, 2, 28)


def test_a_day_opens_what_is_due_on_it(
    window: MainWindow, calendar: CalendarScreen, qtbot: QtBot
) -> None:
    due = next(each for each in calendar.due if each.rows == "projects")
    calendar.grid.go_to(dt.date.fromisoformat(due.day))
    place = [line.kind for line in calendar.model.lines].index(due.kind)
    calendar.table.selectRow(place)
    with qtbot.waitSignal(calendar.drilled) as told:
        QTest.keyClick(calendar.grid, Qt.Key.Key_Return)
    assert told.args is not None
    assert told.args[:2] == ["projects", list(due.ids)]


# -- what needs somebody today


def test_the_pressing_is_first_and_opens_its_rows(
    window: MainWindow, today: TodayScreen, qtbot: QtBot
) -> None:
    first = today.model.lines[0]
    assert first.urgency == "red"
    today.table.setFocus()
    with qtbot.waitSignal(today.drilled) as told:
        today.open.click()
    assert told.args is not None
    assert told.args[:2] == [first.rows, list(first.ids)]
    ledger = window.workspace.ledger
    qtbot.waitUntil(lambda: sorted(ledger.table.ledger.ids) == sorted(first.ids))


def test_what_is_done_goes_from_the_list(
    window: MainWindow, today: TodayScreen, qtbot: QtBot
) -> None:
    line = next(each for each in today.model.lines if each.key == "defect_late")

    def mend(db: object) -> None:
        ids = rows.column(db, "SELECT id FROM defect WHERE fixed_on IS NULL")  # type: ignore[arg-type]
        rows.change_many(db, "defect", ids, {"fixed_on": [TODAY] * len(ids)})  # type: ignore[arg-type]

    window.session.write("edit", mend)
    qtbot.waitUntil(lambda: all(each.key != line.key for each in today.model.lines))


def test_the_views_speak_english(
    dashboard: DashboardScreen, calendar: CalendarScreen, today: TodayScreen, qtbot: QtBot
) -> None:
    speech.switch("en")
    try:
        assert today.open.text() == "Open in the table"
        assert today.model.data(today.model.index(0, 1)) == today.model.lines[0].words.en
        assert calendar.now.text() == "Today"
        assert calendar.head.text() == f"{demo.TODAY:%Y-%m}"
        assert dashboard.tiles["paid"].accessibleName().startswith("Paid ")
    finally:
        speech.switch("zh")


def test_a_line_of_the_calendar_is_shown_on_the_map(
    window: MainWindow, calendar: CalendarScreen, qtbot: QtBot
) -> None:
    due = next(each for each in calendar.due if each.rows == "projects")
    calendar.grid.go_to(dt.date.fromisoformat(due.day))
    kinds = [line.kind for line in calendar.model.lines]
    window.activateWindow()
    calendar.table.setFocus()
    qtbot.waitUntil(calendar.table.hasFocus)
    calendar.table.clearSelection()
    with qtbot.waitSignal(calendar.picked) as told:
        calendar.table.selectRow(kinds.index(due.kind))
    assert told.args == ["projects", list(due.ids)]
