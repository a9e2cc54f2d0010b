"""The dialog in which a manager says who works in the file, and as what."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from renewtrack.store.people import MANAGER, ROLE_WORDS, Identity, Person
from renewtrack.ui import asking, dialog_writing, plain
from renewtrack.ui.person_form import NewPassword, NewPerson, RoleChoice
from renewtrack.ui.session import Session
from renewtrack.ui.speaking import say, speech, text
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

TITLE = Words("人员与权限", "People and roles")
HEADS = (
    Words("姓名", "Name"),
    Words("角色", "Role"),
    Words("密码", "Password"),
    Words("加入日期", "Since"),
)
SET, OPEN = Words("已设", "Set"), Words("未设", "None")
EMPTY = Words(
    "现在没有设人员：能打开这个文件的人都可以查看和修改全部内容。\n"
    "设了第一位管理员以后，打开文件要先登录，每个人只能做自己角色以内的事。",
    "No people are set: whoever opens this file may see and change everything.\n"
    "Once the first manager is set, the file asks who works in it, and everybody does what "
    "the role covers.",
)
ROLES_ARE = Words(
    "查看：看台账（姓名电话不显示），导出和打印脱敏内容。编辑：另可修改、导入、撤销，写明理由看姓名电话。"
    "管理员：另可设人员、恢复备份、清除个人信息、精简历史、导出完整信息。",
    "Viewers look at the ledger without names and telephones, export and print it masked. Editors "
    "also change, import, undo, and see names and telephones for a stated reason. Managers also "
    "set people, restore backups, erase persons, thin the history and export unmasked.",
)
HONEST = Words(
    "请注意：登录和角色管的是在本程序里能做什么，文件本身没有加密。能复制这个文件的人，"
    "可以用别的软件读到里面的内容。请用系统账号和文件夹权限保管文件和备份。",
    "Please note: signing in and roles govern what is done in this program; the file itself is not "
    "encrypted. Whoever can copy the file can read it with other software. Keep the file and its "
    "backups by the accounts and folder permissions of the system.",
)
ADD_FIRST = Words("设第一位管理员…", "Set the first manager…")
ADD, ROLE = Words("新增…", "Add…"), Words("改角色…", "Role…")
RESET, REMOVE = Words("重设密码…", "Password…"), Words("移除", "Remove")
CLOSE = Words("关闭", "Close")
REMOVE_TITLE = Words("移除人员", "Remove a person")
REMOVE_ASK = Words(
    "移除“{name}”？此人不能再登录这个文件；历史里的姓名会保留。",
    "Remove “{name}”? The person can sign in to this file no longer; the history keeps the name.",
)
SAVING = Words("正在保存人员…", "Saving people…")


class PeopleDialog(QDialog):
    """Lists people, and adds, changes and removes them."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.persons: list[Person] = []
        say(self.setWindowTitle, TITLE)
        self.empty = self._label(EMPTY)
        self.list = self._make_list()
        self.list.hide()
        self.add, self.role, self.reset, self.remove, self.shut = (QPushButton() for _ in range(5))
        for button, words in (
            (self.role, ROLE),
            (self.reset, RESET),
            (self.remove, REMOVE),
            (self.shut, CLOSE),
        ):
            say(button.setText, words)
        for button, deed in (
            (self.add, self.ask_add),
            (self.role, self.ask_role),
            (self.reset, self.ask_reset),
            (self.remove, self.ask_remove),
            (self.shut, self.reject),
        ):
            button.setAutoDefault(False)
            button.clicked.connect(deed)
        row = QHBoxLayout()
        for button in (self.add, self.role, self.reset, self.remove):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.shut)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 18, 20, 14)
        box.setSpacing(12)
        for widget in (self.empty, self.list, self._label(ROLES_ARE, "dim"), self._label(HONEST)):
            box.addWidget(widget)
        box.addStretch(0)
        box.setStretchFactor(self.list, 1)
        box.addLayout(row)
        speech.switched.connect(self.show_people)
        self.list.itemSelectionChanged.connect(self._allow)
        self.resize(620, 260)
        self.show_people()

    def show_people(self) -> None:
        """Read who works in the file, and list them."""
        from renewtrack.store import people

        self.persons = people.all(self._session.db)
        self.list.setRowCount(len(self.persons))
        for row, person in enumerate(self.persons):
            for column, shown in enumerate(
                (
                    person.name,
                    text(ROLE_WORDS[person.role]),
                    text(SET if person.protected else OPEN),
                    (person.added_at or "")[:10],
                )
            ):
                self.list.setItem(row, column, QTableWidgetItem(shown))
        there = bool(self.persons)
        self.empty.setVisible(not there)
        if there == self.list.isHidden():  # it comes or goes
            self.list.setVisible(there)
            self.resize(620, 480 if there else 260)
        say(self.add.setText, ADD if there else ADD_FIRST)
        if there and self.list.currentRow() < 0:
            self.list.selectRow(0)
        self._allow()

    @property
    def chosen(self) -> Person | None:
        """Return the person whose line is marked."""
        row = self.list.currentRow()
        return self.persons[row] if 0 <= row < len(self.persons) else None

    # -- what the buttons do

    def ask_add(self) -> None:
        """Ask for a new person and add it; the first one is a manager, who works on at once."""
        form = NewPerson(first=not self.persons, parent=self)
        if form.exec() != QDialog.DialogCode.Accepted:
            return
        name, role, password, who = form.name(), form.role(), form.password(), self._session.who
        first = not self.persons

        def add(db: Database, _: object) -> Identity:
            from renewtrack.store import people

            people.add(db, name, role, password, who)
            return people.sign_in(db, name, password or "") if first else Identity(name, role)

        def done(identity: Identity) -> None:
            if first:
                self._session.work_for(identity)
            self.show_people()

        self._write(add, done)

    def ask_role(self) -> None:
        """Ask for another role of the marked person."""
        person = self.chosen
        if person is None:
            return
        form = RoleChoice(person, self)
        if form.exec() == QDialog.DialogCode.Accepted:
            self._change(person, role=form.role(), password=form.password())

    def ask_reset(self) -> None:
        """Ask for another password of the marked person."""
        person = self.chosen
        if person is None:
            return
        form = NewPassword(person.name, self)
        if form.exec() == QDialog.DialogCode.Accepted:
            self._change(person, password=form.password())

    def ask_remove(self) -> None:
        """Remove the marked person, once that is confirmed."""
        person, who = self.chosen, self._session.who
        if person is None or not asking.confirmed(
            self, REMOVE_TITLE, REMOVE_ASK.filled(name=person.name), REMOVE
        ):
            return
        name = person.name

        def take_out(db: Database, _: object) -> None:
            from renewtrack.store import people

            people.remove(db, name, who)

        self._write(take_out, lambda _: self.show_people())

    def _change(self, person: Person, role: str | None = None, password: str | None = None) -> None:
        name, who = person.name, self._session.who

        def change(db: Database, _: object) -> None:
            from renewtrack.store import people

            people.change(db, name, who, role=role, password=password)

        self._write(change, lambda _: self.show_people())

    def _write(self, job: Callable[..., object], done: Callable[..., object]) -> None:
        dialog_writing.write(self, self._session, job, done, SAVING)

    # -- how it is built

    def _make_list(self) -> QTableWidget:
        made = QTableWidget(0, len(HEADS))
        say(made.setAccessibleName, TITLE)
        made.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        made.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        made.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        made.verticalHeader().hide()
        made.setShowGrid(False)
        made.setTabKeyNavigation(False)
        heads = made.horizontalHeader()
        heads.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        heads.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        heads.setMinimumSectionSize(90)
        heads.setHighlightSections(False)
        heads.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column, words in enumerate(HEADS):
            item = QTableWidgetItem()
            made.setHorizontalHeaderItem(column, item)
            say(item.setText, words, made)
        return made

    def _label(self, words: Words, role: str = "") -> QWidget:
        label = plain.label()
        label.setProperty("role", role)
        label.setWordWrap(True)
        say(label.setText, words)
        return label

    def _allow(self) -> None:
        """Offer what can be done to the marked person; the last manager stays one."""
        person = self.chosen
        managers = [each for each in self.persons if each.role == MANAGER]
        last = person is not None and managers == [person]
        self.role.setEnabled(person is not None and not last)
        self.remove.setEnabled(person is not None and not last)
        self.reset.setEnabled(person is not None)
