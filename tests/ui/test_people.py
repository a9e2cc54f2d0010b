"""Signing in, people, roles and the lock in the real window."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from renewtrack.errors import Cancelled
from renewtrack.store import connecting, file, passwords, people
from renewtrack.store.people import EDITOR, MANAGER, VIEWER, Identity
from renewtrack.ui import people_deeds, sign_in
from renewtrack.ui.cover import Cover
from renewtrack.ui.idle_lock import IdleLock
from renewtrack.ui.main_window import MainWindow
from renewtrack.ui.people_dialog import PeopleDialog
from renewtrack.ui.person_form import NewPerson, OwnPassword, PersonForm, RoleChoice
from renewtrack.ui.sign_in import SignIn
from renewtrack.ui.speaking import speech
from tests.ui.conftest import LONG

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
SECRET, OTHER, WRONG = "the first secret", "another secret", "wrong-wrong"
WHO = {"李主任": MANAGER, "王工": EDITOR, "看客": VIEWER}


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "COSTS", {"time_cost": 1, "memory_cost": 64, "parallelism": 1})


@pytest.fixture
def staffed(ledger_file: Path, _cheap: None) -> Path:
    """The demo district with a manager, an editor and a viewer."""
    opened = file.open_file(ledger_file)
    people.add(opened.db, "李主任", MANAGER, SECRET, "测试")
    people.sign_in(opened.db, "李主任", SECRET)
    people.add(opened.db, "王工", EDITOR, SECRET, "测试")
    people.add(opened.db, "看客", VIEWER, SECRET, "测试")
    opened.close()
    return ledger_file


@pytest.fixture
def enter(bare: MainWindow, staffed: Path) -> Callable[[str], MainWindow]:
    """Open the file as one of its people."""

    def entered(name: str) -> MainWindow:
        bare.session.welcome = lambda opened: people.sign_in(opened.db, name, SECRET)
        bare.session.open(staffed)
        return bare

    return entered


@pytest.fixture
def boss(enter: Callable[[str], MainWindow]) -> Iterator[MainWindow]:
    """The window with a manager at work; never left locked."""
    window = enter("李主任")
    yield window
    if window.people.lock.locked:
        window.people.lock._open()


def _events(window: MainWindow) -> list[str]:
    found = window.session.db.execute("SELECT event FROM audit_log ORDER BY id").fetchall()
    return [row[0] for row in found]


def _cover(window: MainWindow) -> Cover:
    return window.people.lock.covers[window]


def _type(cover: Cover, password: str) -> None:
    QTest.keyClicks(cover.proof.password, password)
    QTest.keyClick(cover.proof.password, Qt.Key.Key_Return)


# -- signing in


@pytest.fixture
def dialog(bare: MainWindow, staffed: Path) -> Iterator[SignIn]:
    opened = file.open_file(staffed)
    made = SignIn(opened, "王工", bare)
    made.show()
    yield made
    made.done(0)
    opened.close()


def test_the_usual_name_is_chosen_and_the_password_opens(dialog: SignIn, qtbot: QtBot) -> None:
    assert dialog.proof.chosen.name == "王工"
    QTest.keyClicks(dialog.proof.password, SECRET)
    QTest.keyClick(dialog.proof.password, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.identity is not None, timeout=LONG)
    assert dialog.identity == Identity("王工", EDITOR)
    assert dialog.result() == QDialog.DialogCode.Accepted


def test_a_wrong_password_says_so_and_empties_the_field(dialog: SignIn, qtbot: QtBot) -> None:
    QTest.keyClicks(dialog.proof.password, WRONG)
    dialog.proof.check()
    assert dialog.proof.busy
    qtbot.waitUntil(lambda: not dialog.proof.busy, timeout=LONG)
    assert dialog.proof.why.isVisible()
    assert dialog.proof.why.text() == people.WrongPassword().in_("zh")
    assert dialog.proof.password.text() == ""
    assert dialog.identity is None


def test_the_password_is_never_shown(dialog: SignIn) -> None:
    dialog.proof.password.setText(SECRET)
    assert SECRET not in dialog.proof.password.displayText()


def test_the_window_opens_for_whoever_signed_in(enter: Callable[[str], MainWindow]) -> None:
    window = enter("王工")
    assert window.session.who == "王工"
    assert window.pages.currentIndex() == 1


def test_whoever_gives_up_keeps_what_was_open(bare: MainWindow, staffed: Path) -> None:
    bare.session.welcome = lambda _: None
    with pytest.raises(Cancelled):
        bare.session.open(staffed)
    assert bare.session.file is None
    assert bare.pages.currentIndex() == 0


def test_opening_from_the_menu_asks_for_the_password(
    bare: MainWindow, staffed: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def answer(opened: file.ProjectFile, usual: str, parent: object) -> Identity | None:
        asked.append((opened.path, usual))
        return people.sign_in(opened.db, "看客", SECRET) if len(asked) > 1 else None

    monkeypatch.setattr(sign_in, "ask", answer)
    bare.files.open_path(staffed)
    qtbot.waitUntil(lambda: len(asked) == 1 and not bare.session.tasks.running, timeout=LONG)
    assert bare.session.file is None
    with qtbot.waitSignal(bare.session.opened, timeout=LONG):
        bare.files.open_path(staffed)
    assert asked == [(staffed, "测试员")] * 2
    assert bare.session.who == "看客"


def test_every_further_connection_works_for_the_same_person(
    enter: Callable[[str], MainWindow], qtbot: QtBot
) -> None:
    session, seen = enter("看客").session, []
    for run in (session.run_read, session.run_write):
        run(lambda db, _: db.conn.identity, seen.append)
    qtbot.waitUntil(lambda: len(seen) == 2, timeout=LONG)
    assert seen == [Identity("看客", VIEWER)] * 2


def test_a_file_without_people_asks_nobody(bare: MainWindow, ledger_file: Path) -> None:
    bare.session.welcome = lambda _: pytest.fail("nobody is to be asked")
    bare.session.open(ledger_file)
    assert bare.session.identity is None
    assert bare.session.may(MANAGER)


# -- roles


@pytest.mark.parametrize("name", WHO)
def test_commands_beyond_the_role_are_grey(enter: Callable[[str], MainWindow], name: str) -> None:
    window = enter(name)
    rank = people.ROLES.index(WHO[name])
    for key, least in people_deeds.LEAST.items():
        action = window.commands.actions[key]
        if people.ROLES.index(least) > rank:
            assert not action.isEnabled(), key
        elif key not in ("undo", "redo"):
            assert action.isEnabled(), key


def test_what_is_grey_is_refused_by_the_data_as_well(enter: Callable[[str], MainWindow]) -> None:
    session = enter("看客").session
    before = session.db.execute("SELECT COUNT(*) FROM estate").fetchone()
    with pytest.raises(people.NotAllowed):
        session.write("add_estate", lambda db: db.execute("DELETE FROM estate"))
    with pytest.raises(people.NotAllowed):
        session.undo()
    assert session.db.execute("SELECT COUNT(*) FROM estate").fetchone() == before


def test_a_viewer_edits_no_cell_and_is_told_why(enter: Callable[[str], MainWindow]) -> None:
    model = enter("看客").workspace.ledger.table.ledger
    name = model.index(0, [column.key for column in model.columns].index("name"))
    assert not model.flags(name) & Qt.ItemFlag.ItemIsEditable
    assert model.reason(name) == people_deeds.NO_EDIT


def test_an_editor_edits_cells(enter: Callable[[str], MainWindow]) -> None:
    model = enter("王工").workspace.ledger.table.ledger
    name = model.index(0, [column.key for column in model.columns].index("name"))
    assert model.flags(name) & Qt.ItemFlag.ItemIsEditable


def test_undo_stays_grey_for_a_viewer_after_a_change(enter: Callable[[str], MainWindow]) -> None:
    window = enter("看客")
    window.session.changed.emit(frozenset({"estate"}))
    assert not window.commands.actions["undo"].isEnabled()


def test_somebody_else_signs_in_and_all_is_shown_anew(
    enter: Callable[[str], MainWindow], qtbot: QtBot
) -> None:
    window = enter("看客")
    with qtbot.waitSignal(window.session.opened):
        window.session.work_for(Identity("李主任", MANAGER))
    assert window.session.who == "李主任"
    assert window.commands.actions["import"].isEnabled()
    assert window.session.db.conn.identity == Identity("李主任", MANAGER)


# -- the dialog of people


def test_setting_the_first_manager_signs_that_person_in(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = PeopleDialog(window.session, window)
    assert dialog.empty.isVisibleTo(dialog)

    def fill(form: NewPerson) -> int:
        form.line.setText("李主任")
        form.new.setText(SECRET)
        form.again.setText(SECRET)
        assert form.role() == MANAGER
        assert form.trouble() is None
        return QDialog.DialogCode.Accepted

    monkeypatch.setattr(NewPerson, "exec", fill)
    dialog.ask_add()
    qtbot.waitUntil(lambda: bool(dialog.persons), timeout=LONG)
    assert window.session.identity == Identity("李主任", MANAGER)
    assert dialog.list.item(0, 0).text() == "李主任"
    window.session.write("note", lambda _: None)
    dialog.done(0)


def test_the_dialog_changes_roles_and_removes(
    boss: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = PeopleDialog(boss.session, boss)
    dialog.list.selectRow(2)

    def become_editor(form: RoleChoice) -> int:
        form.roles.setCurrentIndex(1)
        return QDialog.DialogCode.Accepted

    monkeypatch.setattr(RoleChoice, "exec", become_editor)
    dialog.role.click()
    qtbot.waitUntil(lambda: dialog.persons[2].role == EDITOR, timeout=LONG)
    monkeypatch.setattr("renewtrack.ui.asking.confirmed", lambda *_: True)
    dialog.list.selectRow(2)
    dialog.remove.click()
    qtbot.waitUntil(lambda: len(dialog.persons) == 2, timeout=LONG)
    dialog.done(0)


def test_the_last_manager_cannot_be_removed_in_the_dialog(boss: MainWindow) -> None:
    dialog = PeopleDialog(boss.session, boss)
    dialog.list.selectRow(0)
    assert not dialog.remove.isEnabled()
    assert not dialog.role.isEnabled()
    dialog.list.selectRow(1)
    assert dialog.remove.isEnabled()
    dialog.done(0)


def test_the_dialog_says_what_a_program_cannot_promise(boss: MainWindow) -> None:
    dialog = PeopleDialog(boss.session, boss)
    for language, words in (("zh", "没有加密"), ("en", "not encrypted")):
        speech.switch(language)
        assert any(words in label.text() for label in dialog.findChildren(QLabel))
    dialog.done(0)


@pytest.mark.parametrize(
    ("role", "new", "again", "fits"),
    [
        (EDITOR, "", "", True),
        (MANAGER, "", "", False),
        (MANAGER, "1234567", "1234567", False),
        (EDITOR, SECRET, SECRET + "x", False),
        (MANAGER, SECRET, SECRET, True),
    ],
)
def test_a_new_person_needs_what_the_role_needs(
    bare: MainWindow, role: str, new: str, again: str, fits: bool
) -> None:
    form = NewPerson(first=False, parent=bare)
    form.line.setText("赵工")
    form.roles.setCurrentIndex(people.ROLES.index(role))
    form.new.setText(new)
    form.again.setText(again)
    form._accept()
    assert (form.result() == QDialog.DialogCode.Accepted) is fits
    assert form.why.isVisibleTo(form) is not fits


def test_everybody_changes_the_own_password(
    enter: Callable[[str], MainWindow], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = enter("看客")

    def fill(form: OwnPassword) -> int:
        form.old.setText(SECRET)
        form.new.setText(OTHER)
        return QDialog.DialogCode.Accepted

    monkeypatch.setattr(PersonForm, "exec", fill)
    window.commands.actions["own_password"].trigger()
    qtbot.waitUntil(lambda: not window.session.tasks.running, timeout=LONG)
    assert people.sign_in(window.session.db, "看客", OTHER).name == "看客"


# -- the lock


def test_the_lock_covers_the_whole_window_and_the_password_opens_it(
    boss: MainWindow, qtbot: QtBot
) -> None:
    boss.commands.actions["lock"].trigger()
    cover = _cover(boss)
    assert cover.isVisible()
    assert cover.geometry() == boss.rect()
    for place in (QPoint(5, 5), boss.rect().center(), boss.rect().bottomRight()):
        found = boss.childAt(place)
        assert found is cover or cover.isAncestorOf(found)
    _type(cover, SECRET)
    qtbot.waitUntil(lambda: not boss.people.lock.locked, timeout=LONG)
    assert {"lock", "unlock"} <= {*_events(boss)}


def test_the_cover_hides_every_dot_of_what_was_there(boss: MainWindow) -> None:
    boss.people.lock.lock()
    locked = boss.grab().toImage()
    plain = locked.pixelColor(3, 3)
    card = _cover(boss).card.geometry()
    strangers = [
        (x, y)
        for x in range(0, boss.width(), 7)
        for y in range(0, boss.height(), 7)
        if not card.adjusted(-2, -2, 2, 2).contains(x, y) and locked.pixelColor(x, y) != plain
    ]
    assert strangers == []


def test_a_wrong_password_keeps_it_locked(boss: MainWindow, qtbot: QtBot) -> None:
    boss.people.lock.lock()
    _type(_cover(boss), WRONG)
    qtbot.waitUntil(lambda: _cover(boss).proof.why.text().startswith("姓名或密码"), timeout=LONG)
    assert boss.people.lock.locked
    assert "unlock_failed" in _events(boss)


def test_the_cover_grows_with_its_window(boss: MainWindow, qtbot: QtBot) -> None:
    boss.people.lock.lock()
    boss.resize(1500, 900)
    qtbot.waitUntil(lambda: _cover(boss).geometry() == boss.rect())


def test_open_dialogs_are_covered_and_so_are_those_that_open_later(
    boss: MainWindow, qtbot: QtBot
) -> None:
    before = PeopleDialog(boss.session, boss)
    before.show()
    boss.people.lock.lock()
    later = QDialog(boss)
    later.resize(500, 400)
    QPushButton("里面有姓名", later)
    later.show()
    qtbot.waitUntil(lambda: later in boss.people.lock.covers)
    for dialog in (before, later):
        cover = boss.people.lock.covers[dialog]
        assert cover.isVisible()
        assert cover.geometry() == dialog.rect()
    _type(boss.people.lock.covers[later], SECRET)
    qtbot.waitUntil(lambda: not boss.people.lock.locked, timeout=LONG)
    assert not later.findChildren(Cover, options=Qt.FindChildOption.FindDirectChildrenOnly) or all(
        not cover.isVisible() for cover in later.findChildren(Cover)
    )
    later.done(0)
    before.done(0)


def test_no_key_and_no_shortcut_reaches_what_is_covered(boss: MainWindow) -> None:
    table = boss.workspace.ledger.table
    table.setCurrentIndex(table.ledger.index(0, 0))
    done = []
    boss.commands.actions["undo"].triggered.connect(lambda: done.append("undo"))
    boss.people.lock.lock()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_F2, Qt.Key.Key_A):
        QTest.keyClick(table, key)
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(40, 90))
    handle = boss.windowHandle()
    QTest.keyClick(handle, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert done == []
    assert table.currentIndex().row() == 0
    boss.people.lock._open()
    QTest.keyClick(table, Qt.Key.Key_Down)
    assert table.currentIndex().row() == 1


def test_the_tab_key_stays_on_the_cover(boss: MainWindow, qtbot: QtBot) -> None:
    boss.activateWindow()
    boss.people.lock.lock()
    cover = _cover(boss)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is cover.proof.password)
    seen = set()
    for _ in range(7):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        focus = QApplication.focusWidget()
        assert focus is not None
        assert cover.isAncestorOf(focus)
        seen.add(focus)
    assert seen == {cover.proof.password, cover.unlock, cover.other}


def test_closing_the_window_right_after_locking_asks_nothing(
    boss: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(boss.deeds, "may_close", lambda: pytest.fail("no job of a person runs"))
    boss.people.lock.lock()
    assert boss.close()


def test_a_running_job_goes_on_behind_the_lock(boss: MainWindow, qtbot: QtBot) -> None:
    done: list[object] = []
    boss.session.run_read(lambda db, _: db.execute("SELECT 1").fetchone()[0], done.append)
    boss.people.lock.lock()
    qtbot.waitUntil(lambda: done == [1], timeout=LONG)
    assert boss.people.lock.locked


def test_somebody_else_takes_over_at_the_lock(boss: MainWindow, qtbot: QtBot) -> None:
    boss.people.lock.lock()
    cover = _cover(boss)
    cover.other.click()
    assert [person.name for person in cover.proof.persons] == list(WHO)
    cover.proof.choose("看客")
    _type(cover, SECRET)
    qtbot.waitUntil(lambda: not boss.people.lock.locked, timeout=LONG)
    assert boss.session.who == "看客"
    assert not boss.commands.actions["import"].isEnabled()


class Clock:
    """Seconds, as a test wants them."""

    now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(boss: MainWindow) -> Clock:
    made = Clock()
    lock: IdleLock = boss.people.lock
    lock.clocks = (made, lambda: 0.0)
    lock.touch()
    return made


def test_it_locks_after_ten_minutes_without_a_key_or_click(boss: MainWindow, clock: Clock) -> None:
    clock.now += 599
    boss.people.lock.look()
    assert not boss.people.lock.locked
    clock.now += 1
    boss.people.lock.look()
    assert boss.people.lock.locked


@pytest.mark.parametrize("act", ["key", "mouse", "wheel"])
def test_keys_and_the_mouse_keep_it_open(boss: MainWindow, clock: Clock, act: str) -> None:
    boss.activateWindow()
    handle = boss.windowHandle()
    boss.people.lock._watch(handle)
    clock.now += 590
    if act == "mouse":
        QTest.mouseMove(handle, QPoint(200, 300))
        QTest.mouseClick(handle, Qt.MouseButton.LeftButton, pos=QPoint(700, 60))
    else:
        kind = QEvent.Type.KeyPress if act == "key" else QEvent.Type.Wheel
        event = (
            QKeyEvent(kind, Qt.Key.Key_Shift, Qt.KeyboardModifier.NoModifier)
            if act == "key"
            else QEvent(QEvent.Type.TouchBegin)
        )
        boss.people.lock.eventFilter(handle, event)
    clock.now += 20
    boss.people.lock.look()
    assert not boss.people.lock.locked


def test_a_machine_that_slept_is_locked_by_its_clock(boss: MainWindow, clock: Clock) -> None:
    lock, asleep = boss.people.lock, Clock()
    lock.clocks = (clock, asleep)  # the first stands still while the machine sleeps
    lock.touch()
    asleep.now += 601
    lock.look()
    assert lock.locked


@pytest.mark.parametrize(("minutes", "after", "locked"), [(5, 301, True), (0, 1e9, False)])
def test_the_time_is_a_preference(
    boss: MainWindow, clock: Clock, minutes: int, after: float, locked: bool
) -> None:
    boss.session.prefer(lock_minutes=minutes)
    clock.now += after
    boss.people.lock.look()
    assert boss.people.lock.locked is locked


def test_nothing_locks_where_nobody_could_unlock(window: MainWindow) -> None:
    lock = window.people.lock
    assert not window.commands.actions["lock"].isEnabled()
    lock.clocks = (lambda: 1e12, lambda: 1e12)
    lock.look()
    lock.lock()
    assert not lock.locked


def test_no_password_is_in_the_audit_log_or_the_preferences(boss: MainWindow, qtbot: QtBot) -> None:
    boss.people.lock.lock()
    _type(_cover(boss), WRONG)
    qtbot.waitUntil(lambda: not _cover(boss).proof.busy, timeout=LONG)
    connecting.admit(boss.session.db.conn, None)
    books = json.dumps(
        boss.session.db.execute("SELECT who, event, detail FROM audit_log").fetchall()
    )
    for typed in (SECRET, WRONG):
        assert typed not in books
        assert typed not in repr(boss.session.preferences)
