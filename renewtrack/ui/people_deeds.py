"""What the commands about people do: sign in, people, the own password, the lock, the roles."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QDialog, QMenu

from renewtrack.store.file import ProjectFile
from renewtrack.store.people import EDITOR, MANAGER, Identity
from renewtrack.ui import sign_in
from renewtrack.ui.command_table import DATA
from renewtrack.ui.idle_lock import IdleLock
from renewtrack.ui.speaking import say
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

    from renewtrack.ui.main_window import MainWindow

LEAST = {  # the least role of each command that a viewer may not use
    **dict.fromkeys(
        (
            *("import", "undo", "redo", "paste", "fill_down", "clear_cells", "delete_rows"),
            *("add_estate", "add_building", "add_project"),
        ),
        EDITOR,
    ),
    **dict.fromkeys(("people", "erase_person", "retention", "export_unmasked"), MANAGER),
}
IDLE = Words("空闲锁定", "Lock when idle")
MINUTES = (5, 10, 20, 30, 60)
AFTER = Words("{minutes} 分钟后", "After {minutes} minutes")
NEVER = Words("从不", "Never")
CHANGED = Words("密码已修改。", "The password is changed.")
NO_EDIT = Words(
    "您的角色只能查看，不能修改。需要修改请找管理员。",
    "Your role may look but not change. Ask a manager where a change is needed.",
)


class PeopleDeeds:
    """Does what a command about people says, on one window."""

    def __init__(self, window: MainWindow) -> None:
        self._window, self._session = window, window.session
        self.lock = IdleLock(window.session, window)
        window.session.welcome = self.welcome

    def table(self) -> dict[str, Callable[[], object]]:
        """Return what each command does."""
        return {
            "people": self.open_people,
            "own_password": self.ask_own_password,
            "other_person": self.ask_other,
            "lock": self.lock.lock,
        }

    def welcome(self, opened: ProjectFile) -> Identity | None:
        """Ask who works in a file that names people; None if the person gave up."""
        return sign_in.ask(opened, self._session.who, self._window)

    def open_people(self) -> None:
        """Show who works in the file."""
        from renewtrack.ui.people_dialog import PeopleDialog

        PeopleDialog(self._session, self._window).exec()
        self.permit()

    def ask_own_password(self) -> None:
        """Ask for another password of one's own."""
        from renewtrack.ui.person_form import OwnPassword

        identity = self._session.identity
        if identity is None:
            return
        form = OwnPassword(self.lock.possible, self._window)
        if form.exec() != QDialog.DialogCode.Accepted:
            return
        name, old, new = identity.name, form.old.text(), form.password() or ""

        def change(db: Database, _: object) -> None:
            from renewtrack.store import people

            people.change_password(db, name, old, new)

        def done(_: object) -> None:
            self._window.tell(CHANGED)
            self.permit()

        self._session.run_write(change, done)

    def ask_other(self) -> None:
        """Let somebody else sign in and work on; whoever gives up leaves all as it is."""
        file = self._session.file
        identity = sign_in.ask(file, "", self._window) if file is not None else None
        if identity is not None:
            self._session.work_for(identity)

    def permit(self) -> None:
        """Let those commands and cells be used that the person's role covers."""
        session, actions = self._session, self._window.commands.actions
        there, signed = session.file is not None, session.identity is not None
        if there:
            for key, role in LEAST.items():
                if key in actions and not session.may(role):
                    actions[key].setEnabled(False)
        for key in ("own_password", "other_person"):
            actions[key].setEnabled(there and signed)
        actions["lock"].setEnabled(there and self.lock.possible)
        actions["set_who"].setEnabled(not signed)
        closed = NO_EDIT if there and not session.may(EDITOR) else None
        if session.file is not None and session.file.why is not None:
            closed = session.file.why.words
        for table in self._window.workspace.ledger.tables.values():
            table.ledger.closed = closed
        self._window.detail.closed = closed

    def add_idle_menu(self) -> None:
        """Add the menu in which everybody says after how long the window locks."""
        menu = QMenu(self._window)
        say(menu.setTitle, IDLE)
        group = QActionGroup(menu)
        for minutes in (*MINUTES, 0):
            act = menu.addAction("")
            act.setCheckable(True)
            act.setChecked(minutes == self._session.preferences.lock_minutes)
            say(act.setText, AFTER.filled(minutes=minutes) if minutes else NEVER)
            act.triggered.connect(lambda _=False, m=minutes: self._session.prefer(lock_minutes=m))
            group.addAction(act)
        self._window.commands.menus[DATA].addMenu(menu)
