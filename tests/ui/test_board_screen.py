"""The board counts as the file does, moves cards on by a key and leads to the rows of a group."""

from __future__ import annotations

import re
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel
from pytestqt.qtbot import QtBot

from renewtrack.domain import lifecycle, stages
from renewtrack.store import boards, rows, works
from renewtrack.store.choosing import Filter
from renewtrack.ui.board_screen import BoardColumn, BoardScreen
from renewtrack.ui.main_window import MainWindow
from renewtrack.ui.move_dialog import MoveDialog
from renewtrack.ui.screens import LEDGER, SCREENS
from renewtrack.ui.session import Session
from renewtrack.ui.speaking import speech

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
Key, Ctrl = Qt.Key, Qt.KeyboardModifier.ControlModifier
CJK = re.compile(r"[\u3400-\u9fff]")
READ = 10_000  # milliseconds; a busy machine


@pytest.fixture
def board(window: MainWindow, qtbot: QtBot) -> BoardScreen:
    window.commands.actions["board"].trigger()
    screen = window.workspace.screens.made["board"]
    assert isinstance(screen, BoardScreen)
    qtbot.waitUntil(lambda: any(each.view.cards.ids for each in screen.columns), timeout=READ)
    return screen


def shown(board: BoardScreen) -> dict[str, list[int]]:
    return {column.key: column.view.cards.ids for column in board.columns}


def stored(window: MainWindow, kind: Any, wanted: Filter | None = None) -> dict[str, list[int]]:
    found = boards.read(window.session.db, kind, wanted or Filter(today=window.session.today))
    return {column.key: list(column.ids) for column in found}


def full(board: BoardScreen) -> BoardColumn:
    """Return the first group with several cards, before the last group."""
    groups = board.columns[: len(lifecycle.GROUPS) - 1]
    return next(each for each in groups if len(each.view.cards.ids) > 1)


def choose(column: BoardColumn) -> int:
    """Put the cursor on the first card of a group and select it."""
    column.view.setFocus()
    column.view.setCurrentIndex(column.view.cards.index(0))
    return column.view.cards.ids[0]


@pytest.mark.parametrize("kind", ["works", "projects"])
def test_every_record_is_a_card_of_its_group(
    window: MainWindow, board: BoardScreen, qtbot: QtBot, kind: str
) -> None:
    board.which.setCurrentIndex(board.which.findData(kind))
    wanted = stored(window, kind)
    qtbot.waitUntil(lambda: shown(board) == wanted, timeout=READ)
    table = kind.removesuffix("s")
    assert sum(map(len, wanted.values())) == rows.value(
        window.session.db, f"SELECT COUNT(*) FROM {table}"
    )
    for column in board.columns:
        assert column.head.text().endswith(f"  {len(wanted[column.key]):,}")


def test_the_money_of_the_heads_is_that_of_the_file(window: MainWindow, board: BoardScreen) -> None:
    total = rows.value(window.session.db, "SELECT SUM(budget_fen) FROM work")
    said = [column.sum.text().split()[0].replace(",", "") for column in board.columns]
    assert total
    assert round(sum(float(each) for each in said) * 1_000_000) == pytest.approx(
        total, abs=10_000 * len(said)
    )


def test_a_filter_leaves_only_its_cards(
    window: MainWindow, board: BoardScreen, qtbot: QtBot
) -> None:
    before = shown(board)
    kept = full(board).view.cards.ids[:2]
    window.workspace.choice.keep("works", kept)
    qtbot.waitUntil(lambda: sum(map(len, shown(board).values())) == 2, timeout=READ)
    window.workspace.choice.clear()
    qtbot.waitUntil(lambda: shown(board) == before, timeout=READ)


def test_a_head_opens_just_its_rows_in_the_table(
    window: MainWindow, board: BoardScreen, qtbot: QtBot
) -> None:
    column = full(board)
    wanted = sorted(column.view.cards.ids)
    column.head.setFocus()
    QTest.keyClick(column.head, Key.Key_Space)
    assert window.workspace.screens.key == LEDGER
    ledger = window.workspace.ledger
    assert ledger.kind == "works"
    qtbot.waitUntil(lambda: sorted(ledger.table.ledger.ids) == wanted, timeout=READ)


def test_ctrl_right_moves_a_card_to_the_next_group(
    window: MainWindow, board: BoardScreen, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    offered: list[str] = []

    def agree(dialog: MoveDialog) -> int:
        dialog.show()
        offered.append(dialog.key)
        dialog.reason.setText("补录实际进展")
        QTest.keyClick(dialog.date, Key.Key_Return)
        return dialog.result()

    monkeypatch.setattr(MoveDialog, "exec", agree)
    column, before = full(board), shown(board)
    card = choose(column)
    following = board.columns[board.columns.index(column) + 1]
    QTest.keyClick(column.view, Key.Key_Right, Ctrl)
    group = next(each for each in lifecycle.GROUPS if each.key == following.key)
    assert offered == [group.first]
    qtbot.waitUntil(lambda: card in following.view.cards.ids, timeout=READ)
    assert card not in column.view.cards.ids
    window.commands.actions["undo"].trigger()
    qtbot.waitUntil(lambda: shown(board) == before, timeout=READ)


def test_left_and_right_go_to_the_neighbouring_group(board: BoardScreen) -> None:
    seen = [column for column in board.columns if not column.isHidden()]
    seen[0].view.setFocus()
    QTest.keyClick(seen[0].view, Key.Key_Right)
    assert board.window().focusWidget() is seen[1].view
    QTest.keyClick(seen[1].view, Key.Key_Left)
    assert board.window().focusWidget() is seen[0].view
    QTest.keyClick(seen[0].view, Key.Key_Left)
    assert board.window().focusWidget() is seen[0].view


def test_enter_asks_for_the_details_of_a_card(board: BoardScreen, qtbot: QtBot) -> None:
    column = full(board)
    card = choose(column)
    with qtbot.waitSignal(board.opened) as told:
        QTest.keyClick(column.view, Key.Key_Return)
    assert told.args == ["works", card]


def test_a_selected_card_is_picked_in_the_table_behind(
    window: MainWindow, board: BoardScreen
) -> None:
    card = choose(full(board))
    assert board.marked() == [card]
    assert window.workspace.ledger.kind == "works"
    assert window.workspace.ledger.table.marked() == [card]
    assert board.mover.isEnabled()


def test_nobody_who_may_only_look_is_asked_for_a_move(
    board: BoardScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Session, "may", lambda *_: False)
    monkeypatch.setattr(MoveDialog, "exec", lambda _: pytest.fail("asked to move"))
    column = full(board)
    choose(column)
    assert not board.mover.isEnabled()
    QTest.keyClick(column.view, Key.Key_Right, Ctrl)
    board._ask("S80")


def test_a_change_elsewhere_is_seen_at_once(
    window: MainWindow, board: BoardScreen, qtbot: QtBot
) -> None:
    card = full(board).view.cards.ids[0]
    window.session.write("delete", lambda db: works.remove(db, card))
    qtbot.waitUntil(
        lambda: card not in [each for ids in shown(board).values() for each in ids], timeout=READ
    )


def test_the_views_and_their_cards_speak_english(
    window: MainWindow, board: BoardScreen, qtbot: QtBot
) -> None:
    speech.switch("en")
    qtbot.waitUntil(lambda: not CJK.search(board.columns[0].head.text()), timeout=READ)
    said = [each.text() for each in board.findChildren(QLabel)]
    said += [each.text() for each in board.findChildren(QAbstractButton)]
    said += [each.toolTip() for each in board.findChildren(QAbstractButton)]
    said += [column.view.accessibleName() for column in board.columns]
    said += [column.head.accessibleName() for column in board.columns]
    said += [board.which.itemText(place) for place in range(board.which.count())]
    tabs = window.workspace.screens.tabs
    said += [tabs.tabText(place) for place in range(tabs.count())]
    assert tabs.count() == len(SCREENS) + 1
    assert [words for words in said if CJK.search(words)] == []


def test_a_card_says_its_stage_in_words(board: BoardScreen) -> None:
    column = full(board)
    said = str(column.view.cards.index(0).data(Qt.ItemDataRole.AccessibleTextRole))
    assert any(each.words.zh in said for each in stages.STAGES)
