"""The forms about people are filled from the keyboard: typed from the top, kept by Enter."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from renewtrack.store import file, passwords, people
from renewtrack.store.people import MANAGER, Person
from renewtrack.ui.main_window import MainWindow
from renewtrack.ui.person_form import NewPassword, NewPerson, OwnPassword, PersonForm, RoleChoice
from renewtrack.ui.proof import Proof
from renewtrack.ui.sign_in import SignIn

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
SECRET = "一个足够长的密码"
SOMEBODY = Person(1, "钱工", MANAGER, protected=True, added_at=None)
FORMS: dict[str, Callable[[QWidget], PersonForm]] = {
    "new": lambda bare: NewPerson(False, bare),
    "first": lambda bare: NewPerson(True, bare),
    "role": lambda bare: RoleChoice(SOMEBODY, bare),
    "reset": lambda bare: NewPassword("钱工", bare),
    "own": lambda bare: OwnPassword(True, bare),
}


@pytest.mark.parametrize("name", FORMS)
def test_the_first_field_has_the_cursor_and_the_buttons_come_last(
    name: str, bare: MainWindow, qtbot: QtBot
) -> None:
    form = FORMS[name](bare)
    form.show()
    first = form.fields.itemAt(0, form.fields.ItemRole.FieldRole)
    assert first is not None
    assert form.focusWidget() is first.widget()
    form.again.setFocus()
    for button in (form._save, form._cancel):
        qtbot.keyClick(form.focusWidget(), Qt.Key.Key_Tab)
        assert form.focusWidget() is button
    form.done(0)


def test_enter_in_a_field_keeps_and_never_gives_up(bare: MainWindow, qtbot: QtBot) -> None:
    form = NewPerson(False, bare)
    form.show()
    form.line.setText("赵工")
    form.new.setText(SECRET)
    qtbot.keyClick(form.again, Qt.Key.Key_Return)
    assert form.isVisible()
    assert form.why.isVisible()
    form.again.setText(SECRET)
    qtbot.keyClick(form.again, Qt.Key.Key_Return)
    assert form.result() == form.DialogCode.Accepted


def test_enter_signs_in_also_after_a_walk_over_the_buttons(
    bare: MainWindow, ledger_file: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    pressed: list[bool] = []
    monkeypatch.setattr(Proof, "check", lambda _: pressed.append(True))
    monkeypatch.setattr(passwords, "COSTS", {"time_cost": 1, "memory_cost": 64, "parallelism": 1})
    opened = file.open_file(ledger_file)
    people.add(opened.db, "李主任", people.MANAGER, SECRET, "李主任")
    dialog = SignIn(opened, "", bare)
    dialog.show()
    dialog.buttons.button(dialog.buttons.StandardButton.Cancel).setFocus()
    dialog.proof.password.setFocus()
    qtbot.keyClick(dialog.proof.password, Qt.Key.Key_Return)
    assert pressed
    assert dialog.isVisible()
    dialog.done(0)
    opened.close()
