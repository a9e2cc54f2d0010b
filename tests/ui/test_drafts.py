"""What was typed and not saved is offered again: cells, forms, new records and reasons."""

from __future__ import annotations

import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QLineEdit
from pytestqt.qtbot import QtBot

from renewtrack.store import actions, drafts, estates, people, projects, rows
from renewtrack.store.connecting import connect
from renewtrack.store.people import Identity
from renewtrack.ui import asking, draft_places, drafts_dialog
from renewtrack.ui.draft_places import CELL, FIELD, NEW, REASON, REVEAL, Place
from renewtrack.ui.drafts_dialog import DraftsDialog
from renewtrack.ui.main_window import MainWindow
from renewtrack.ui.record_deeds import NewRecord
from renewtrack.ui.speaking import speech
from tests.ui.conftest import column
from tests.ui.window_process import Desk

KILL = """
import sqlite3
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

def kept():
    with sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True) as conn:
        return conn.execute("SELECT count(*) FROM draft").fetchone()[0]

def begin(window):
    def type_it():
        table = window.workspace.ledger.table
        index = table.ledger.index(0, 0)
        table.setCurrentIndex(index)
        table.edit(index)
        QTest.keyClicks(table.indexWidget(index), "Kept")
        when(window, kept, lambda: os.kill(os.getpid(), signal.SIGKILL))
    when(window, lambda: window.session.file is not None, type_it)
"""
LOOK = """
def begin(window):
    def look():
        from renewtrack.ui.drafts_dialog import DraftsDialog
        for bar in window.banners.bars.values():
            print(bar.words.text())
        dialog = DraftsDialog(window)
        print(dialog.list.topLevelItemCount(), dialog.list.topLevelItem(0).text(1))
        dialog.go.click()
        table = window.workspace.ledger.table
        print("editor", table.indexWidget(table.currentIndex()).text())
        window.close()
    when(window, lambda: window.session.file is not None, look)
"""


_PRESS = QEvent.Type.KeyPress


def _say(line: QLineEdit, words: str) -> None:
    """Type words as an input method does."""
    event = QInputMethodEvent()
    event.setCommitString(words)
    QApplication.sendEvent(line, event)


def _kept(window: MainWindow) -> dict[Place, str]:
    found = drafts.all(window.session.db)
    return {place: each.text for each in found if (place := draft_places.read(each.place))}


def _type(
    window: MainWindow, qtbot: QtBot, words: str, key: str = "name"
) -> tuple[Place, QLineEdit]:
    """Type words into the cell of the first row and bring them into the file."""
    table = window.workspace.ledger.table
    index = table.ledger.index(0, column(table, key))
    table.setCurrentIndex(index)
    table.edit(index)
    editor = table.indexWidget(index)
    line = editor.lineEdit() if isinstance(editor, QComboBox) else editor
    assert isinstance(line, QLineEdit)
    line.selectAll()
    _say(line, words)
    window.session.drafts.flush()
    stored = table.ledger.columns[index.column()]
    return Place(CELL, "estates", table.ledger.ids[0], stored.table, stored.key), line


def _again(window: MainWindow) -> None:
    """Open the file as after a crash: nothing was settled."""
    path = window.session.path
    for table in window.workspace.ledger.tables.values():
        table.closePersistentEditor(table.currentIndex())
    window.session.open(path)


def _leave(window: MainWindow, *left: tuple[Place, str]) -> None:
    """Leave words in the file as an earlier run did, and open it."""
    for place, words in left:
        assert drafts.keep(window.session.db, "测试员", place.written(), words)
    _again(window)


def _dialog(window: MainWindow, qtbot: QtBot) -> DraftsDialog:
    dialog = DraftsDialog(window)
    qtbot.addWidget(dialog)
    return dialog


@pytest.fixture
def known(window: MainWindow) -> tuple[int, int]:
    """An estate whose project names a person: ids of both."""
    found = rows.fetch(
        window.session.db,
        """
        SELECT estate_id, project_id FROM project_estate JOIN project ON project.id = project_id
        WHERE leader IS NOT NULL AND phone IS NOT NULL ORDER BY estate_id LIMIT 1
        """,
    )[0]
    return found["estate_id"], found["project_id"]


def test_a_cell_is_kept_as_it_grows_and_forgotten_once_it_is_saved(
    window: MainWindow, qtbot: QtBot
) -> None:
    place, editor = _type(window, qtbot, "新名")
    assert _kept(window) == {place: "新名"}
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert _kept(window) == {}
    found = estates.get(window.session.db, place.row_id)
    assert found is not None
    assert found.name == "新名"


def test_a_cell_that_is_given_up_is_forgotten(window: MainWindow, qtbot: QtBot) -> None:
    _, editor = _type(window, qtbot, "新名")
    qtbot.keyClick(editor, Qt.Key.Key_Escape)
    assert _kept(window) == {}


def test_a_refused_cell_is_kept_until_it_is_put_right(window: MainWindow, qtbot: QtBot) -> None:
    place, editor = _type(window, qtbot, "很多", "building_count")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert _kept(window) == {place: "很多"}


def test_words_that_the_file_did_not_take_stay_with_the_drafts(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    place, editor = _type(window, qtbot, "新名")
    monkeypatch.setattr("renewtrack.ui.edits.apply", full)
    no_key = Qt.KeyboardModifier.NoModifier
    with qtbot.captureExceptions() as raised:
        QApplication.postEvent(editor, QKeyEvent(_PRESS, Qt.Key.Key_Return, no_key))
        qtbot.waitUntil(lambda: bool(raised))
    assert _kept(window) == {place: "新名"}


def test_a_list_is_kept_when_words_are_typed_and_not_when_it_opens(
    window: MainWindow, qtbot: QtBot
) -> None:
    table = window.workspace.ledger.table
    index = table.ledger.index(0, column(table, "stage"))
    table.edit(index)
    window.session.drafts.flush()
    assert _kept(window) == {}
    editor = table.indexWidget(index)
    assert editor is not None
    qtbot.keyClick(editor, Qt.Key.Key_Escape)
    place, _ = _type(window, qtbot, "没有的", "stage")
    assert _kept(window) == {place: "没有的"}


def test_typing_comes_into_the_file_by_itself_within_moments(
    window: MainWindow, qtbot: QtBot
) -> None:
    own = window.session.drafts
    own._pause.setInterval(1)
    place = Place(NEW, "estates", column="name")
    own.keep(place, "新家园")
    qtbot.waitUntil(lambda: _kept(window) == {place: "新家园"})


def test_steady_typing_does_not_put_it_off_for_ever(window: MainWindow, qtbot: QtBot) -> None:
    own = window.session.drafts
    own._latest.setInterval(30)
    place = Place(NEW, "estates", column="name")
    typing = QTimer(window)
    typing.timeout.connect(lambda: own.keep(place, "还在输入"))  # the pause never comes
    typing.start(5)
    qtbot.waitUntil(lambda: _kept(window) == {place: "还在输入"})
    typing.stop()


def test_words_that_were_saved_at_once_never_reach_the_file(window: MainWindow) -> None:
    own, place = window.session.drafts, Place(NEW, "estates", column="name")
    before = rows.value(window.session.db, "PRAGMA data_version")
    changes = window.session.db.conn.total_changes
    own.keep(place, "新家园")
    own.drop(place)
    own.flush()
    assert window.session.db.conn.total_changes == changes
    assert rows.value(window.session.db, "PRAGMA data_version") == before


def test_a_file_that_another_writes_to_gets_the_words_later(
    window: MainWindow, qtbot: QtBot
) -> None:
    own, place = window.session.drafts, Place(NEW, "estates", column="name")
    other = connect(window.session.path)
    with actions.act(other, "add_estate", "李工"):
        estates.add(other, name="西里")
        own.keep(place, "新家园")
        own.flush()
        assert _kept(window) == {}
    other.conn.close()
    qtbot.waitUntil(lambda: _kept(window) == {place: "新家园"}, timeout=10_000)


def test_a_field_of_the_details_is_kept_and_forgotten_once_it_is_saved(
    window: MainWindow, qtbot: QtBot, known: tuple[int, int]
) -> None:
    window.deeds.open_detail("estates", known[0])
    field = window.detail.forms["estates"][1].fields["problem"]
    assert isinstance(field, QLineEdit)
    field.clear()
    _say(field, "管线冲突")
    window.session.drafts.flush()
    assert _kept(window) == {Place(FIELD, "estates", known[0], "project", "problem"): "管线冲突"}
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert _kept(window) == {}
    project = projects.get(window.session.db, known[1])
    assert project is not None
    assert project.problem == "管线冲突"


def test_money_is_kept_and_forgotten_once_it_is_given_up(
    window: MainWindow, qtbot: QtBot, known: tuple[int, int]
) -> None:
    window.deeds.open_detail("estates", known[0])
    window.detail.tabs.setCurrentIndex(2)
    key, field = next(iter(window.detail.money.fields.items()))
    shown = field.text()
    _say(field, "7")
    window.session.drafts.flush()
    ((place, words),) = _kept(window).items()
    assert (place.what, place.column) == (FIELD, key)
    assert "7" in words
    field.setText(shown)
    field.setModified(True)
    field.editingFinished.emit()
    assert _kept(window) == {}


@pytest.mark.parametrize("answer", [QDialog.DialogCode.Accepted, QDialog.DialogCode.Rejected])
def test_a_new_record_is_kept_while_it_is_filled_in(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, answer: QDialog.DialogCode
) -> None:
    seen: list[dict[Place, str]] = []

    def fill(dialog: NewRecord) -> QDialog.DialogCode:
        _say(dialog.name, "新家园")
        window.session.drafts.flush()
        seen.append(_kept(window))
        return answer

    monkeypatch.setattr(NewRecord, "exec", fill)
    window.records.ask_new("estates")
    assert seen == [{Place(NEW, "estates", column="name"): "新家园"}]
    assert _kept(window) == {}


def test_a_reason_is_kept_until_the_look_is_recorded(
    window: MainWindow, qtbot: QtBot, known: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[dict[Place, str]] = []

    def answer(dialog: asking.LineDialog) -> QDialog.DialogCode:
        _say(dialog.line, "核对电话")
        window.session.drafts.flush()
        seen.append(_kept(window))
        return QDialog.DialogCode.Accepted

    monkeypatch.setattr(asking.LineDialog, "exec", answer)
    window.deeds.open_detail("estates", known[0])
    window.detail.ask_reveal()
    assert seen == [{Place(REASON, "estates", known[0], "", REVEAL): "核对电话"}]
    assert _kept(window) == {}
    assert rows.value(window.session.db, "SELECT reason FROM reveal_log") == "核对电话"


def test_what_is_left_is_told_over_the_table_until_it_is_settled(
    window: MainWindow, qtbot: QtBot
) -> None:
    assert drafts_dialog.KEY not in window.banners.bars
    _leave(window, (Place(NEW, "estates", column="name"), "新家园"))
    assert "1" in window.banners.bars[drafts_dialog.KEY].words.text()
    _dialog(window, qtbot).discard.click()
    assert drafts_dialog.KEY not in window.banners.bars
    assert _kept(window) == {}


def test_a_cell_is_gone_back_to_with_its_words_and_saved(window: MainWindow, qtbot: QtBot) -> None:
    ids = window.workspace.ledger.table.ledger.ids
    _leave(window, (Place(CELL, "estates", ids[3], "estate", "address"), "东里路 1 号"))
    _dialog(window, qtbot).go.click()
    table = window.workspace.ledger.table
    assert table.current_id() == ids[3]
    editor = table.indexWidget(table.currentIndex())
    assert isinstance(editor, QLineEdit)
    assert editor.text() == "东里路 1 号"
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    found = estates.get(window.session.db, ids[3])
    assert found is not None
    assert found.address == "东里路 1 号"
    assert _kept(window) == {}
    assert drafts_dialog.KEY not in window.banners.bars


def test_a_field_is_gone_back_to_with_its_words_and_saved(
    window: MainWindow, qtbot: QtBot, known: tuple[int, int]
) -> None:
    _leave(window, (Place(FIELD, "estates", known[0], "project", "problem"), "管线冲突"))
    _dialog(window, qtbot).go.click()
    field = window.detail.forms["estates"][1].fields["problem"]
    assert isinstance(field, QLineEdit)
    assert field.text() == "管线冲突"
    field.editingFinished.emit()
    project = projects.get(window.session.db, known[1])
    assert project is not None
    assert project.problem == "管线冲突"
    assert _kept(window) == {}


def test_a_new_record_is_taken_up_with_all_its_fields(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = {"name": "新家园", "street": "新街道", "community": "新社区"}
    _leave(window, *((Place(NEW, "estates", column=key), each) for key, each in given.items()))
    seen: list[dict[str, str]] = []

    def look(dialog: NewRecord) -> QDialog.DialogCode:
        seen.append(
            {
                "name": dialog.name.text(),
                "street": dialog.street.currentText(),
                "community": dialog.community.currentText(),
            }
        )
        return QDialog.DialogCode.Accepted

    monkeypatch.setattr(NewRecord, "exec", look)
    dialog = _dialog(window, qtbot)
    assert dialog.list.topLevelItemCount() == 1  # one record, not three fields
    dialog.go.click()
    assert seen == [given]
    assert "新家园" in [each.name for each in estates.all(window.session.db)]
    assert _kept(window) == {}


def test_persons_are_masked_in_the_list_and_shown_for_a_reason_alone(
    window: MainWindow, qtbot: QtBot, known: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    place = Place(FIELD, "estates", known[0], "project", "phone")
    _leave(window, (place, "13912345678"))
    dialog = _dialog(window, qtbot)
    item = dialog.list.topLevelItem(0)
    assert item is not None
    assert item.text(1) == "139****5678"
    assert dialog.whole.toPlainText() == "139****5678"
    assert "13912345678" not in item.toolTip(1)
    monkeypatch.setattr(asking, "line", lambda *_: None)
    dialog.go.click()
    field = window.detail.forms["estates"][1].fields["phone"]
    assert isinstance(field, QLineEdit)
    assert "****" in field.text()
    assert _kept(window) == {place: "13912345678"}
    monkeypatch.setattr(asking, "line", lambda *_: "核对电话")
    _dialog(window, qtbot).go.click()
    assert field.text() == "13912345678"
    assert rows.value(window.session.db, "SELECT reason FROM reveal_log") == "核对电话"


def test_a_number_in_free_words_is_masked_in_the_list(window: MainWindow, qtbot: QtBot) -> None:
    ids = window.workspace.ledger.table.ledger.ids
    _leave(window, (Place(FIELD, "estates", ids[0], "estate", "remark"), "电话 13912345678"))
    item = _dialog(window, qtbot).list.topLevelItem(0)
    assert item is not None
    assert item.text(1) == "电话 139****5678"


def test_words_for_a_record_that_is_gone_are_shown_and_can_be_discarded(
    window: MainWindow, qtbot: QtBot
) -> None:
    _leave(window, (Place(CELL, "estates", 99_999, "estate", "name"), "新名"))
    dialog = _dialog(window, qtbot)
    assert not dialog.go.isEnabled()
    assert dialog.whole.toPlainText() == "新名"
    dialog.discard.click()
    assert _kept(window) == {}


def test_all_are_discarded_after_a_question(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = window.workspace.ledger.table.ledger.ids
    places = [Place(CELL, "estates", each, "estate", "name") for each in ids[:3]]
    _leave(window, *((place, "新名") for place in places))
    monkeypatch.setattr(asking, "confirmed", lambda *_: False)
    _dialog(window, qtbot).discard_all.click()
    assert len(_kept(window)) == 3
    monkeypatch.setattr(asking, "confirmed", lambda *_: True)
    _dialog(window, qtbot).discard_all.click()
    assert _kept(window) == {}


def test_a_reason_left_behind_stands_in_the_question_when_it_is_asked_again(
    window: MainWindow, qtbot: QtBot, known: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    _leave(window, (Place(REASON, "estates", known[0], "", REVEAL), "核对电话"))
    asked: list[str] = []
    monkeypatch.setattr(asking, "line", lambda *given: asked.append(given[3]))
    _dialog(window, qtbot).go.click()
    assert asked == ["核对电话"]


def test_what_a_newer_version_left_is_passed_over(window: MainWindow) -> None:
    drafts.keep(window.session.db, "测试员", '["hologram", 7]', "words")
    _again(window)
    assert drafts_dialog.KEY not in window.banners.bars


def test_a_viewer_keeps_and_is_offered_nothing(window: MainWindow) -> None:
    db = window.session.db
    people.add(db, "管理员", people.MANAGER, "一二三四五六七八", "测试员")
    window.session.work_for(Identity("管理员", people.MANAGER))
    people.add(db, "看看", people.VIEWER, None, "管理员")
    window.session.work_for(Identity("看看", people.VIEWER))
    window.session.drafts.keep(Place(NEW, "estates", column="name"), "新家园")
    window.session.drafts.flush()
    with closing(sqlite3.connect(window.session.path)) as conn:
        assert conn.execute("SELECT count(*) FROM draft").fetchone() == (0,)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_place_has_a_name_in_both_languages(window: MainWindow, language: str) -> None:
    speech.switch(language)
    db, estate = window.session.db, window.workspace.ledger.table.ledger.ids[0]
    for place in (
        Place(CELL, "estates", estate, "project", "invest_total_fen"),
        Place(FIELD, "estates", estate, "funding", "central"),
        Place(FIELD, "estates", estate, "project", "leader"),
        Place(NEW, "projects"),
        Place(REASON, column=draft_places.EXPORT),
        Place(REASON, "estates", estate, "", REVEAL),
    ):
        words = draft_places.words(db, place)
        assert words.zh
        assert words.en
        assert draft_places.read(place.written()) == place


def test_a_window_killed_amid_typing_offers_the_words_at_its_next_start(
    ledger_file: Path, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    desk = Desk(home)
    killed = desk.run(KILL, ledger_file)
    assert killed.code == -signal.SIGKILL, killed.out + killed.err
    told = desk.run(LOOK, ledger_file)
    assert "1 处输入没来得及保存" in told.out, told.out + told.err
    assert "1 Kept" in told.out
    assert "editor Kept" in told.out
