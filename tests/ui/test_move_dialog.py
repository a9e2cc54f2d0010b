"""Many records go to a stage at once; where something lacks, a reason is asked for and kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from pytestqt.qtbot import QtBot

from renewtrack.domain import lifecycle
from renewtrack.store import file, gating, listing, people, rows
from renewtrack.store.roles import Identity
from renewtrack.ui import asking, move_dialog, stage_asking
from renewtrack.ui.columns import COLUMNS
from renewtrack.ui.edits import Edit
from renewtrack.ui.main_window import MainWindow
from renewtrack.ui.move_dialog import MoveDialog
from renewtrack.ui.session import Session
from renewtrack.ui.speaking import speech

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
Key = Qt.Key
CJK = re.compile(r"[\u3400-\u9fff]")
REASON = "区里会议纪要〔2026〕3号"
STAGE = next(each for each in COLUMNS["works"] if each.key == "stage")
ASKED = stage_asking.of_move  # before conftest answers it
Ids = list[int]


@pytest.fixture
def works(window: MainWindow) -> Ids:
    """Works that lack something for completion."""
    db = window.session.db
    standing = rows.column(db, "SELECT id FROM work WHERE stage = 'S60' ORDER BY id LIMIT 40")
    lacks = gating.lacking(db, "work", standing, "S80")
    return [each for each in standing if each in lacks][:5]


@pytest.fixture
def dialog(window: MainWindow, works: Ids, qtbot: QtBot) -> Iterator[MoveDialog]:
    assert len(works) == 5
    made = MoveDialog(window.session, "work", works, window)
    made.show()
    yield made
    made.close()
    made.deleteLater()


def stages_of(window: MainWindow, ids: Ids) -> set[str | None]:
    return set(gating.stages_of(window.session.db, "work", ids).values())


def events(window: MainWindow, ids: Ids) -> list[tuple[str, str, str | None]]:
    found = rows.fetch(
        window.session.db,
        "SELECT work_id, stage, from_stage, reason FROM stage_event ORDER BY id DESC LIMIT ?",
        (len(ids),),
    )
    return [
        (row["stage"], row["from_stage"], row["reason"]) for row in found if row["work_id"] in ids
    ]


def accepting(stage: str, reason: str, told: list[str] | None = None) -> Callable[..., int]:
    """Return a clerk who chooses a stage, types a reason and presses Enter."""

    def fill(dialog: MoveDialog) -> int:
        dialog.show()
        dialog.suggest(stage)
        if dialog.reason.isEnabled():
            QTest.keyClick(dialog.reason, Key.Key_A, Qt.KeyboardModifier.ControlModifier)
            dialog.reason.insert(reason)
        QTest.keyClick(dialog.date, Key.Key_Return)
        if dialog.isVisible():
            if told is not None:
                told.append(dialog.why.text())
            QTest.keyClick(dialog, Key.Key_Escape)
        return dialog.result()

    return fill


def mark(window: MainWindow, ids: Ids) -> None:
    window.workspace.show_table("works")
    window.workspace.ledger.table.mark(ids)


def test_the_stage_after_the_present_one_is_offered(dialog: MoveDialog) -> None:
    assert dialog.key == next(iter(lifecycle.forward("S60")))
    assert "5" in dialog.now.text()


def test_many_works_move_by_one_action_with_their_reason(
    window: MainWindow, works: Ids, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(MoveDialog, "exec", accepting("S80", REASON))
    mark(window, works)
    window.commands.actions["move_stage"].trigger()
    assert stages_of(window, works) == {"S80"}
    assert events(window, works) == [("S80", "S60", REASON)] * 5
    assert "5" in window.status.currentMessage()
    window.commands.actions["undo"].trigger()
    assert stages_of(window, works) == {"S60"}
    assert REASON not in {reason for *_, reason in events(window, works)}


def test_without_a_reason_nothing_moves_and_it_is_told(
    window: MainWindow, works: Ids, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(MoveDialog, "exec", accepting("S80", "   ", told))
    target = window.session.undo_target()
    mark(window, works)
    window.commands.actions["move_stage"].trigger()
    assert told == [move_dialog.NEEDED.zh]
    assert stages_of(window, works) == {"S60"}
    assert window.session.undo_target() == target


@pytest.mark.parametrize("typed", ["", "改天", "2026-13-01"])
def test_a_date_that_is_none_is_told_in_words(dialog: MoveDialog, typed: str) -> None:
    dialog.reason.setText(REASON)
    dialog.date.setText(typed)
    QTest.keyClick(dialog.date, Key.Key_Return)
    assert dialog.isVisible()
    assert dialog.why.text()
    assert dialog.focusWidget() is dialog.date


def test_what_lacks_is_said_before_and_a_reason_is_only_open_where_it_counts(
    dialog: MoveDialog, works: Ids
) -> None:
    dialog.suggest("S80")
    assert dialog.lacks.text().startswith("5 条记录进入")
    assert dialog.reason.isEnabled()
    dialog.suggest("S60")
    assert dialog.lacks.text() == ""
    assert not dialog.reason.isEnabled()


def test_holding_up_asks_for_a_reason_though_nothing_lacks(dialog: MoveDialog) -> None:
    held = next(iter(lifecycle.SIDE))
    dialog.suggest(held)
    assert dialog.lacks.text() == stage_asking.asked(dialog._session, "work", dialog._ids, held).zh  # type: ignore[union-attr]
    assert "理由" in dialog.lacks.text()
    assert dialog.reason.isEnabled()


def test_many_records_move_in_a_thread(
    window: MainWindow, works: Ids, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(move_dialog, "BIG", 2)
    monkeypatch.setattr(MoveDialog, "exec", accepting("S80", REASON))
    mark(window, works)
    window.commands.actions["move_stage"].trigger()
    qtbot.waitUntil(lambda: stages_of(window, works) == {"S80"}, timeout=30_000)
    qtbot.waitUntil(lambda: not window.session.tasks.running, timeout=30_000)
    window.commands.actions["undo"].trigger()
    assert stages_of(window, works) == {"S60"}


def test_with_no_row_the_person_is_told_to_select_some(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(MoveDialog, "exec", lambda _: pytest.fail("asked about nothing"))
    move_dialog.ask(window, "works", [])
    assert window.status.currentMessage() == move_dialog.NOTHING.zh


def test_rows_of_every_table_stand_for_what_moves(window: MainWindow) -> None:
    session = window.session
    for kind, table in (
        ("estates", "project"),
        ("buildings", "work"),
        ("projects", "project"),
        ("works", "work"),
    ):
        every = listing.ids(session.db, kind)
        found, ids = move_dialog.subjects(session, kind, every)
        assert found == table
        assert ids
        assert len(set(ids)) == len(ids)
        known = set(rows.column(session.db, f"SELECT id FROM {table}"))
        assert set(ids) <= known


# -- the question of a cell's edit


@pytest.fixture
def asks(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Ask really; what was asked is kept and answered with a reason."""
    said: list[str] = []

    def line(_: QWidget, __: object, question: object) -> str:
        said.append(str(question))
        return REASON

    monkeypatch.setattr(stage_asking, "of_move", ASKED)
    monkeypatch.setattr(asking, "line", line)
    return said


def test_an_edit_of_a_stage_asks_only_where_something_lacks(
    window: MainWindow, works: Ids, asks: list[str]
) -> None:
    edits = [Edit(each, each, STAGE, "S80") for each in works]
    assert stage_asking.of_edits(window, window.session, edits) == REASON
    assert len(asks) == 1
    same = [Edit(each, each, STAGE, "S60") for each in works]
    assert stage_asking.of_edits(window, window.session, same) == ""
    assert len(asks) == 1


def test_giving_up_the_question_gives_up_the_move(
    window: MainWindow, works: Ids, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stage_asking, "of_move", ASKED)
    monkeypatch.setattr(asking, "line", lambda *_: None)
    edits = [Edit(each, each, STAGE, "S80") for each in works]
    assert stage_asking.of_edits(window, window.session, edits) is None


# -- who may, and in which language


def closed_by_reading(session: Session) -> None:
    path = Path(session.path)
    session.close()
    session.adopt(file.open_file(path, readonly=True))


def closed_by_role(session: Session) -> None:
    people.add(session.db, "李主任", people.MANAGER, "一个足够长的密码", "李主任")
    session.work_for(Identity("小王", people.VIEWER))


@pytest.mark.parametrize("close", [closed_by_reading, closed_by_role])
def test_nobody_who_may_only_look_moves_anything(
    window: MainWindow,
    works: Ids,
    close: Callable[[Session], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(MoveDialog, "exec", accepting("S80", REASON))
    told: list[object] = []
    monkeypatch.setattr(window, "tell", told.append)
    close(window.session)
    mark(window, works)
    window.commands.actions["move_stage"].trigger()
    assert told == [move_dialog.CLOSED]
    assert stages_of(window, works) == {"S60"}
    assert not [event for event in events(window, works) if REASON in event]


def test_the_dialog_opens_in_english_without_chinese(
    window: MainWindow, works: Ids, qtbot: QtBot
) -> None:
    speech.switch("en")
    dialog = MoveDialog(window.session, "work", works)
    qtbot.addWidget(dialog)
    dialog.suggest("S80")
    said = [dialog.windowTitle(), *(each.text() for each in dialog.findChildren(QLabel))]
    said += [each.text() for each in dialog.findChildren(QAbstractButton)]
    said += [dialog.stage.itemText(place) for place in range(dialog.stage.count())]
    assert [words for words in said if CJK.search(words)] == []


def test_a_closed_dialog_is_no_trouble_for_the_next_language(
    window: MainWindow, works: Ids, qtbot: QtBot
) -> None:
    dialog = MoveDialog(window.session, "work", works, window)
    dialog.show()
    QTest.keyClick(dialog, Key.Key_Escape)
    dialog.deleteLater()
    qtbot.waitUntil(lambda: not window.findChildren(MoveDialog))
    speech.switch("en")
    assert window.commands.actions["move_stage"].text()
    speech.switch("zh")


def test_it_says_how_many_go_back(dialog: MoveDialog) -> None:
    dialog.suggest("S30")
    assert dialog.lacks.isVisible()
    assert dialog.lacks.text().startswith("5 条退回")
    dialog.suggest("S80")
    assert "退回" not in dialog.lacks.text()


@pytest.mark.parametrize(
    ("date", "taken"),
    [("2026-11", True), ("2026-11-23", True), ("2026-11-24", False), ("2027", False)],
)
def test_a_day_to_come_is_not_taken(dialog: MoveDialog, date: str, taken: bool) -> None:
    assert dialog._session.today == "2026-11-23"
    dialog.suggest("S80")
    dialog.date.setText(date)
    dialog.reason.setText(REASON)
    QTest.keyClick(dialog.date, Key.Key_Return)
    assert bool(dialog.result()) is taken
    assert bool(dialog.why.text()) is not taken
