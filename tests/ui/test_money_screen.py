"""The view of the money: its sums, and the rows that its figures lead to."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from renewtrack.store import actions, money_events, rows
from renewtrack.ui.main_window import MainWindow
from renewtrack.ui.money_screen import MEASURES, MoneyScreen
from renewtrack.ui.speaking import speech


@pytest.fixture
def money(window: MainWindow, qtbot: QtBot) -> MoneyScreen:
    window.commands.actions["money"].trigger()
    screen = window.workspace.screens.made["money"]
    assert isinstance(screen, MoneyScreen)
    qtbot.waitUntil(lambda: bool(screen.model.rows))
    return screen


def test_the_sums_are_those_of_the_file(window: MainWindow, money: MoneyScreen) -> None:
    paid = rows.value(
        window.session.db, "SELECT SUM(amount_fen) FROM money_event WHERE kind = 'paid'"
    )
    assert money.model.fen(0, 1) == paid
    assert sum(row.total for row in money.model.rows) == paid


def test_every_measure_sums_alike_by_any_rows(money: MoneyScreen, qtbot: QtBot) -> None:
    for measure in MEASURES:
        sums = set()
        for by in ("project", "street", "year"):
            money.rows.setCurrentIndex(money.rows.findData(by))
            money.measure.setCurrentIndex(list(MEASURES).index(measure))
            wanted = (measure, by)
            qtbot.waitUntil(
                lambda held=wanted: (money.model.measure, money.model.by) == held  # type: ignore[misc]
            )
            sums.add(money.model.fen(0, 1))
        assert len(sums) == 1, measure


def test_a_cell_opens_the_projects_that_have_its_money(
    window: MainWindow, money: MoneyScreen, qtbot: QtBot
) -> None:
    column = next(at for at in range(2, money.model.columnCount()) if money.model.fen(0, at))
    source = money.model.source_at(column)
    money.table.setFocus()
    money.table.setCurrentIndex(money.model.index(0, column))
    QTest.keyClick(money.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.workspace.screens.key == "ledger")
    wanted = rows.column(
        window.session.db,
        "SELECT DISTINCT project_id FROM money_event WHERE kind = 'paid' AND source = ?",
        (source,),
    )
    ledger = window.workspace.ledger
    assert ledger.kind == "projects"
    qtbot.waitUntil(lambda: sorted(ledger.table.ledger.ids) == sorted(wanted))


def test_a_payment_is_seen_at_once(window: MainWindow, money: MoneyScreen, qtbot: QtBot) -> None:
    session, before = window.session, money.model.fen(0, 1) or 0
    owner = money.model.rows[0].ids[0]

    def write(db: object) -> None:
        money_events.add(
            db,  # type: ignore[arg-type]
            project_id=owner,
            source="central",
            kind="paid",
            amount_fen=12_345,
        )

    session.write("edit", write)
    qtbot.waitUntil(lambda: money.model.fen(0, 1) == before + 12_345)


def test_money_of_no_project_has_a_row_and_is_told(
    window: MainWindow, money: MoneyScreen, qtbot: QtBot
) -> None:
    with actions.act(window.session.db, "edit", "测试员"):
        money_events.add(
            window.session.db, project_name="不知名", source="other", kind="paid", amount_fen=700
        )
    money.show_now()
    qtbot.waitUntil(lambda: any(not row.ids for row in money.model.rows))
    place = next(at for at, row in enumerate(money.model.rows, 1) if not row.ids)
    assert money.model.name(place) == "（未对应项目）"
    assert any(line.key == "unplaced" for line in money.findings.lines)


def test_the_view_speaks_english(money: MoneyScreen) -> None:
    speech.switch("en")
    try:
        assert money.measure.itemText(0) == "Planned"
        assert money.model.name(0) == "Total"
        assert money.parts.tabText(2) == "Unit costs"
    finally:
        speech.switch("zh")


def test_the_row_under_the_cursor_is_shown_on_the_map(
    window: MainWindow, money: MoneyScreen, qtbot: QtBot
) -> None:
    window.activateWindow()
    money.table.setFocus()
    qtbot.waitUntil(money.table.hasFocus)
    money.table.setCurrentIndex(money.model.index(0, 0))
    with qtbot.waitSignal(money.picked) as told:
        QTest.keyClick(money.table, Qt.Key.Key_Down)
    assert told.args == ["projects", list(money.model.rows[0].ids)]
