"""The pages of a household's form about persons: its owners, and its consents to keep details."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from renewtrack.domain.masking import mask_name, mask_phone
from renewtrack.errors import UserError
from renewtrack.ui import asking, icons, plain
from renewtrack.ui.columns import Column
from renewtrack.ui.entry_form import EntryForm
from renewtrack.ui.import_wizard_tables import Head, LinesModel, LinesTable
from renewtrack.ui.resident_columns import STORED
from renewtrack.ui.session import Session
from renewtrack.ui.speaking import say, text
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

    from renewtrack.domain.owners import Owner

Row = dict[str, Any]
OWNERS = Words("产权人", "Owners")
NAME, PHONE = Words("姓名", "Name"), Words("电话", "Telephone")
SHARE, FLATS = Words("份额", "Share"), Words("名下套数", "Flats owned")
NO_OWNERS = Words(
    "还没有登记产权人；表决时按户主姓名和电话认人。",
    "No owner on record: votes go by the householder's name and telephone.",
)
FIND = Words("已有产权人（按姓名或电话查找）", "Known owner (find by name or telephone)")
FIND_HINT = Words("输入完整姓名或电话", "Type the whole name or telephone")
FOUND = Words("{name} {phone}（{flats} 套）", "{name} {phone} (flats: {flats})")
NOBODY = Words("（新的产权人）", "(a new owner)")
ADD_OWNER, REMOVE = Words("新增产权人…", "Add an owner…"), Words("移除", "Remove")
CORRECT = Words("修改…", "Edit…")
OWNER_ADDED = Words("：产权人", "an owner")
OWNER_CORRECTED = Words("：产权人", "an owner corrected")
OWNER_GONE = Words("：移除产权人", "an owner removed")
SURE = Words("移除这位产权人？可以撤销。", "Remove this owner? It can be undone.")
CONSENTS = Words("个人信息同意书", "Privacy consents")
VERSION, SENSITIVE = Words("告知书版本", "Notice"), Words("含敏感信息", "Sensitive too")
GIVEN, METHOD = Words("同意日期", "Given on"), Words("方式", "Method")
WITHDRAWN = Words("撤回日期", "Withdrawn on")
YES = Words("是", "Yes")
NO_CONSENTS = Words("还没有登记同意书。", "No consent on record.")
ADD_CONSENT = Words("登记同意…", "Record a consent…")
WITHDRAW = Words("撤回…", "Withdraw…")
WITHDRAW_ASK = Words("撤回的日期：", "Withdrawn on which day:")
WITHDRAW_DONE = Words("：撤回个人信息同意", "a privacy consent withdrawn")
CONSENT_DONE = Words("：个人信息同意", "a privacy consent")
PURGE_ASK = Words(
    "已登记撤回。现在就清除本户的个人信息吗？清除不能撤销；"
    "也可以稍后在“数据 → 个人信息保存期限”里清除。",
    "The withdrawal is on record. Purge this household's personal details now? That cannot be "
    "undone; it can also be done later under “Data → How long personal details are kept”.",
)
PURGE = Words("去清除…", "Purge…")
NOTICES = Words("告知书版本…", "Versions of the notice…")
NO_TEXT = Words(
    "还没有个人信息告知书。请先点“告知书版本…”新增一份，再登记同意。",
    "There is no privacy notice yet: add one under “Versions of the notice…” first.",
)
METHODS = tuple(
    each for each in STORED["privacy_consent"] if each.key not in ("withdrawn_on", "version")
)


def about(field: Words, why: Words) -> Words:
    """Return what is wrong with a field."""
    return Words(f"{field.zh}：{why.zh}", f"{field.en}: {why.en}")


class _Page(QWidget):
    """A table with a line in place of none, and buttons below."""

    def __init__(self, session: Session, household_id: int, none: Words) -> None:
        super().__init__()
        self.session, self.household_id, self.revealed = session, household_id, False
        self.none, self.trouble = plain.label(), plain.label()
        self.none.setProperty("role", "dim")
        self.trouble.setProperty("role", "bad")
        for each in (self.none, self.trouble):
            each.setWordWrap(True)
        self.trouble.hide()
        say(self.none.setText, none)

    def lay(self, table: LinesTable, *buttons: tuple[QPushButton, Words, str, Any]) -> None:
        """Put the parts one above the other."""
        bar = QHBoxLayout()
        for button, words, icon, deed in buttons:
            say(button.setText, words)
            icons.give(button.setIcon, icon)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False, do=deed: do())
            bar.addWidget(button)
        bar.addStretch(1)
        box = QVBoxLayout(self)
        box.addWidget(self.none)
        box.addWidget(table, 1)
        box.addWidget(self.trouble)
        box.addStretch(0)
        box.addLayout(bar)

    def attempt(self, write: Any, detail: Words, kind: str = "edit") -> bool:
        """Write, and tell a refusal on the page; True where it was written."""
        try:
            self.session.write(kind, write, detail)
        except UserError as refused:
            say(self.trouble.setText, Words(refused.in_("zh"), refused.in_("en")))
            self.trouble.show()
            return False
        self.trouble.hide()
        return True


class OwnersPage(_Page):
    """Who owns the flat, with shares; an owner of other flats is chosen by name."""

    def __init__(self, session: Session, household_id: int) -> None:
        super().__init__(session, household_id, NO_OWNERS)
        self.model: LinesModel[Owner] = LinesModel(
            (
                Head(NAME, 150, lambda line: self._said(line.name or "", mask_name)),
                Head(PHONE, 150, lambda line: self._said(line.phone or "", mask_phone)),
                Head(SHARE, 80, lambda line: "" if line.share is None else f"{line.share:g}"),
                Head(FLATS, 90, lambda line: str(line.flats), right=True),
            )
        )
        self.table, self.add, self.remove = LinesTable(OWNERS), QPushButton(), QPushButton()
        self.change = QPushButton()
        self.table.take(self.model)
        self.lay(
            self.table,
            (self.add, ADD_OWNER, "add", self.ask),
            (self.change, CORRECT, "pen", self.correct),
            (self.remove, REMOVE, "remove", self.take_off),
        )

    def show_now(self, revealed: bool) -> None:
        """Read the owners again."""
        from renewtrack.store import owners

        self.revealed = revealed
        found = owners.of(self.session.db, self.household_id)
        self.model.show_lines(found)
        self.none.setVisible(not found)
        self.table.setVisible(bool(found))
        may = self.session.may("editor")
        self.add.setEnabled(may)
        self.remove.setEnabled(may and bool(found))
        self.change.setEnabled(may and bool(found))
        if found:
            self.table.selectRow(0)

    def correct(self) -> None:
        """Ask for other particulars of the owner under the cursor; what is masked stays."""
        index = self.table.currentIndex()
        if not index.isValid():
            return
        line = self.model.lines[index.row()]
        name, phone = line.name or "", line.phone or ""
        shown = {"name": self._said(name, mask_name), "phone": self._said(phone, mask_phone)}
        form = EntryForm(CORRECT, _owner_columns(), {**shown, "share": line.share}, self)
        form.close_fields(() if self.revealed else shown)
        form.required = frozenset(("name",))
        accepted = form.exec() == QDialog.DialogCode.Accepted
        values = dict(form.values)
        form.deleteLater()
        if accepted and values:
            from renewtrack.store import owners

            owned = line.ownership_id
            self.attempt(lambda db: owners.correct(db, owned, values), OWNER_CORRECTED)
            self.show_now(self.revealed)

    def ask(self) -> None:
        """Ask for an owner, known or new, and his share."""
        form = OwnerForm(self.session, self)
        accepted = form.exec() == QDialog.DialogCode.Accepted
        given, share = form.owner, form.values.get("share")
        form.deleteLater()
        if not accepted:
            return

        def write(db: Database) -> None:
            from renewtrack.store import owners

            owners.put(db, self.household_id, given, None if share is None else float(share))

        self.attempt(write, OWNER_ADDED)
        self.show_now(self.revealed)

    def take_off(self) -> None:
        """Take the owner under the cursor off the flat."""
        index = self.table.currentIndex()
        if not index.isValid() or not asking.confirmed(self, REMOVE, SURE, REMOVE):
            return
        line = self.model.lines[index.row()]

        def write(db: Database) -> None:
            from renewtrack.store import owners

            owners.leave(db, line.ownership_id)

        self.attempt(write, OWNER_GONE)
        self.show_now(self.revealed)

    def _said(self, words: str, hide: Any) -> str:
        return words if self.revealed else str(hide(words))


class OwnerForm(EntryForm):
    """Asks who owns a flat: somebody on record, found by the whole name, or somebody new."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(ADD_OWNER, _owner_columns(), {}, parent)
        self._session = session
        self.known, self.search = QComboBox(), QLineEdit()
        say(self.search.setPlaceholderText, FIND_HINT)
        say(self.search.setAccessibleName, FIND)
        say(self.known.setAccessibleName, OWNERS)
        self.search.textChanged.connect(self._find)
        self.known.currentIndexChanged.connect(lambda _: self._choose())
        column = QVBoxLayout()
        label = plain.label()
        say(label.setText, FIND)
        label.setBuddy(self.search)
        for each in (label, self.search, self.known):
            column.addWidget(each)
        box = self.layout()
        assert isinstance(box, QVBoxLayout)
        box.insertLayout(0, column)
        _lead(self, self.search, self.known)
        self._find("")

    @property
    def owner(self) -> int | Row:
        """Return the id of the owner on record, or the particulars of a new one."""
        chosen = self.known.currentData()
        if chosen is not None:
            return int(chosen)
        return {key: self.values.get(key) for key in ("name", "phone")}

    def _find(self, words: str) -> None:
        """Offer the owners whose whole name or number was typed; nobody can leaf through others."""
        from renewtrack.store import owners

        sought = words.strip()
        found = owners.named(self._session.db, sought) if sought else []
        whole = [row for row in found if sought in (row["name"], row["phone"])]
        self.known.clear()
        self.known.addItem(text(NOBODY), None)
        for row in whole:
            name = row["name"] if row["name"] == sought else mask_name(row["name"] or "")
            phone = mask_phone(row["phone"] or "")
            shown = FOUND.filled(name=name, phone=phone, flats=row["flats"])
            self.known.addItem(text(shown), row["id"])
        self.known.setCurrentIndex(1 if whole else 0)
        self._choose()

    def _choose(self) -> None:
        new = self.known.currentData() is None
        self.required = frozenset(("name",)) if new else frozenset()
        for key in ("name", "phone"):
            self.fields[key].setEnabled(new)


class ConsentsPage(_Page):
    """Each consent with the version of the notice; withdrawing one offers the purge."""

    withdrawn = Signal()
    purged = Signal()  # or looked at and left

    def __init__(self, session: Session, household_id: int) -> None:
        super().__init__(session, household_id, NO_CONSENTS)
        self.model: LinesModel[Row] = LinesModel(
            (
                Head(VERSION, 90, lambda line: line["version"]),
                Head(GIVEN, 100, lambda line: line["given_on"]),
                Head(METHOD, 120, _method),
                Head(SENSITIVE, 100, lambda line: YES if line["sensitive"] else ""),
                Head(WITHDRAWN, 100, lambda line: line["withdrawn_on"] or ""),
            )
        )
        self.table = LinesTable(CONSENTS)
        self.add, self.take_back, self.notices = QPushButton(), QPushButton(), QPushButton()
        self.table.take(self.model)
        self.lay(
            self.table,
            (self.add, ADD_CONSENT, "add", self.ask),
            (self.take_back, WITHDRAW, "undo", self.withdraw),
            (self.notices, NOTICES, "help", self.show_notices),
        )

    def show_now(self, revealed: bool) -> None:
        """Read the consents again."""
        from renewtrack.store import privacy

        self.revealed = revealed
        found = privacy.consents(self.session.db, self.household_id)
        self.model.show_lines(found)
        self.none.setVisible(not found)
        self.table.setVisible(bool(found))
        may = self.session.may("editor")
        self.add.setEnabled(may)
        self.take_back.setEnabled(may and any(row["withdrawn_on"] is None for row in found))
        if found:
            self.table.selectRow(len(found) - 1)

    def ask(self) -> None:
        """Ask when and how the household consented, to the latest notice unless told another."""
        from renewtrack.store import privacy, rows

        texts = privacy.texts(self.session.db)
        if not texts:
            say(self.trouble.setText, NO_TEXT)
            self.trouble.show()
            return
        given = {"given_on": self.session.today, "method": "paper"}
        form = EntryForm(ADD_CONSENT, METHODS, given, self)
        form.required = frozenset(("given_on",))
        which = QComboBox()
        say(which.setAccessibleName, VERSION)
        for each in texts:
            which.addItem(each["version"], each["id"])
        box = form.layout()
        assert isinstance(box, QVBoxLayout)
        box.insertWidget(0, which)
        _lead(form, which)
        accepted = form.exec() == QDialog.DialogCode.Accepted
        values = {**given, **form.values, "text_id": which.currentData()}
        form.deleteLater()
        if accepted:
            values["household_id"] = self.household_id
            self.attempt(lambda db: rows.add(db, "privacy_consent", values), CONSENT_DONE)
            self.show_now(self.revealed)

    def withdraw(self) -> None:
        """Note that the consent under the cursor was taken back, and offer to purge."""
        index = self.table.currentIndex()
        if not index.isValid() or self.model.lines[index.row()]["withdrawn_on"]:
            return
        from renewtrack.store import privacy

        day = asking.date(self, WITHDRAW, WITHDRAW_ASK, self.session.today)
        if day is None:
            return
        line = self.model.lines[index.row()]
        done = self.attempt(lambda db: privacy.withdraw(db, line["id"], day), WITHDRAW_DONE)
        self.show_now(self.revealed)
        if not done:
            return
        self.withdrawn.emit()
        if self.session.may("manager") and asking.confirmed(self, WITHDRAW, PURGE_ASK, PURGE):
            from renewtrack.ui.retention_dialog import RetentionDialog

            RetentionDialog(self.session, self, only=self.household_id).exec()
            self.purged.emit()

    def show_notices(self) -> None:
        """Show the versions of the privacy notice."""
        from renewtrack.ui.privacy_notices import NoticesDialog

        NoticesDialog(self.session, self).exec()


def _lead(form: EntryForm, *first: QWidget) -> None:
    """Let the keys begin at widgets that were put above the fields, and go on to these."""
    for before, after in pairwise((*first, *form.fields.values())):
        form.setTabOrder(before, after)
    first[0].setFocus()


def _owner_columns() -> tuple[Column, ...]:
    return (*(each for each in STORED["owner"] if each.key != "remark"), _share())


def _share() -> Column:
    column = STORED["ownership"][0]
    return Column(column.key, column.words, column.width, "area")  # a number that is not negative


def _method(line: Row) -> Words | str:
    from renewtrack.ui import cells

    return cells.code_words("privacy_methods", line["method"]) if line["method"] else ""
