"""Everything that the file holds of one household: shown, exported, erased at its own request."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from renewtrack.errors import UserError
from renewtrack.ui import asking, form_fields, icons, plain, plain_list, putting_out, trouble
from renewtrack.ui.session import Session
from renewtrack.ui.speaking import say, speech, text
from renewtrack.ui.tasks import Task
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

    from renewtrack.store.person_data import Part

TITLE = Words("本户的全部信息", "All that is held of this household")
LEAD = Words(
    "这里列出台账中关于本户的全部内容，包括历史、导入来源和其他记录里提到的地方。"
    "更正请回到住户表；导出要写明理由，并记入导出记录。",
    "All that the ledger holds of this household, its history, imported cells and mentions "
    "elsewhere included. Correct it in the household's form; an export needs a reason and is "
    "recorded.",
)
HEADS = (Words("项目", "Item"), Words("内容", "Content"))
NUMBER = Words("第 {number} 条", "No. {number}")
ASK = Words("查看一户的全部信息", "See all that is held of a household")
ASK_WHY = Words(
    "查看会记入日志（谁、何时、哪一户、理由）。请填写理由：",
    "Looking is recorded (who, when, which household, why). Please give your reason:",
)
MASKED = Words(
    "尚未填写理由，内容不显示。", "Nothing is shown before a reason is given and recorded."
)
SHOW = Words("填写理由并显示…", "Give a reason and show…")
EXPORT = Words("导出…", "Export…")
EXPORT_AS = Words("导出本户的全部信息", "Export all that is held of this household")
KINDS = Words("Excel 表 (*.xlsx);;网页 (*.html)", "Excel workbook (*.xlsx);;Page (*.html)")
NAME = Words("住户信息", "Household")
ERASE = Words("清除一个人…", "Erase a person…")
PURGE = Words("清除本户…", "Purge this household…")
READING = Words("正在查找本户的信息…", "Looking for what is held…")
TOLD = Words("已导出 {count} 行：{name}", "Exported {count} lines: {name}")


class PersonDataDialog(QDialog):
    """Shows nothing before a reason is on record."""

    def __init__(self, session: Session, household_id: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        from renewtrack.store import homes_form

        self.session, self.household_id = session, household_id
        self.stored = homes_form.one(session.db, household_id)
        self.parts: Sequence[Part] = ()
        self.tree, self.told = QTreeWidget(), plain.label()
        self.look, self.export, self.erase = QPushButton(), QPushButton(), QPushButton()
        self.purge = QPushButton()
        self._build()
        self._enable()
        self.resize(QSize(760, 560))
        speech.switched.connect(self._draw)

    def _build(self) -> None:
        say(self.setWindowTitle, TITLE)
        lead = plain.label()
        lead.setProperty("role", "dim")
        say(lead.setText, LEAD)
        for each in (lead, self.told):
            each.setWordWrap(True)
        say(self.told.setText, MASKED)
        plain_list.prepare(self.tree, TITLE, len(HEADS), 1)
        self.tree.setRootIsDecorated(True)
        self.tree.setWordWrap(True)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 14)
        box.setSpacing(10)
        box.addWidget(lead)
        box.addWidget(self.tree, 1)
        box.addWidget(self.told)
        box.addLayout(self._foot())
        self._draw()

    def _foot(self) -> QHBoxLayout:
        foot = asking.foot(self)
        for place, (button, words, icon, deed) in enumerate(
            (
                (self.look, SHOW, "eye", self.ask),
                (self.export, EXPORT, "export", self.ask_export),
                (self.erase, ERASE, "people", self.erase_person),
                (self.purge, PURGE, "remove", self.purge_home),
            )
        ):
            say(button.setText, words)
            icons.give(button.setIcon, icon)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False, do=deed: do())
            foot.insertWidget(place, button)
        return foot

    def _enable(self) -> None:
        shown = bool(self.parts)
        self.look.setEnabled(not shown and self.session.may("editor"))
        manager = self.session.may("manager")
        for button in (self.export, self.erase, self.purge):
            button.setEnabled(shown and manager)

    def ask(self) -> None:
        """Ask why, record it, and read everything in a thread."""
        reason = asking.line(self, ASK, ASK_WHY)
        if reason:
            self.read(reason)

    def read(self, reason: str) -> Task:
        """Record the look and read everything in a thread."""
        from renewtrack.store import reveals

        who, what = self.session.who, reveals.of_household(str(self.stored["uid"]))
        self.session.write("reveal", lambda db: reveals.note(db, who, reason, what))
        home = self.household_id

        def job(db: Database, _: Task) -> list[Part]:
            from renewtrack.store import person_data

            return person_data.of(db, home, _named)

        say(self.told.setText, READING)
        self.look.setEnabled(False)
        return self.session.run_read(job, self._arrived, self._failed, words=READING)

    def _arrived(self, parts: list[Part]) -> None:
        self.parts = parts
        say(self.told.setText, Words("", ""))
        self._draw()
        self._enable()

    def _failed(self, error: Exception) -> None:
        self._enable()
        trouble.show(error, self)

    def _draw(self, _: str = "") -> None:
        self.tree.setHeaderLabels([text(words) for words in HEADS])
        self.tree.clear()
        for part in self.parts:
            top = QTreeWidgetItem(self.tree, [text(part.title), f"{len(part.lines):,}"])
            for number, line in enumerate(part.lines, 1):
                below = top
                if len(part.lines) > 1:
                    below = QTreeWidgetItem(top, [text(NUMBER.filled(number=number)), ""])
                for words, value in zip(part.heads, line, strict=True):
                    said = text(value) if isinstance(value, Words) else value
                    if said:
                        QTreeWidgetItem(below, [text(words), " ".join(said.split())])
                below.setExpanded(len(part.lines) <= 12)
            top.setExpanded(len(part.lines) <= 12)
        self.tree.resizeColumnToContents(0)

    def ask_export(self) -> None:
        """Ask why and where to, and write it out."""
        reason = putting_out.reason_or_trouble(self.session, self)
        if not reason:
            return
        near = self.session.path.parent / f"{text(NAME)}_{self.session.today}.xlsx"
        found, kind = QFileDialog.getSaveFileName(self, text(EXPORT_AS), str(near), text(KINDS))
        if found:
            suffix = ".html" if "html" in kind else ".xlsx"
            self.write(_ending(Path(found), suffix), reason)

    def write(self, path: Path, reason: str) -> None:
        """Write everything out in full; who, why and the checksum are on record."""
        from renewtrack.reports import person_data

        seen = putting_out.recorder(self.session, "person_data", path, Words(reason, reason))
        try:
            count = person_data.write(self.parts, path, speech.language, seen)
        except UserError as refused:
            trouble.show(refused, self)
            return
        say(self.told.setText, TOLD.filled(count=f"{count:,}", name=path.name))

    def erase_person(self) -> None:
        """Open the erasing of one person with the householder's particulars in it."""
        from renewtrack.ui.erase_dialog import EraseDialog

        dialog = EraseDialog(self.session, self)
        dialog.fields["name"].setText(self.stored.get("holder") or "")
        dialog.fields["phone"].setText(self.stored.get("phone") or "")
        dialog.exec()
        self._hide()

    def purge_home(self) -> None:
        """Open the purge of this household alone."""
        from renewtrack.ui.retention_dialog import RetentionDialog

        RetentionDialog(self.session, self, only=self.household_id).exec()
        self._hide()

    def _hide(self) -> None:
        """Show nothing of what may have gone, so that it cannot be exported either."""
        from renewtrack.store import homes_form

        self.stored = homes_form.one(self.session.db, self.household_id)
        self.parts = ()
        say(self.told.setText, MASKED)
        self._draw()
        self._enable()


def _ending(path: Path, suffix: str) -> Path:
    """Return a path with an ending of ours: “3.15” of a date is none."""
    from renewtrack.reports import person_data

    known = path.suffix.lower() in person_data.ENDINGS
    return path if known else path.with_name(path.name + suffix)


def _named(table: str, column: str) -> Words:
    """Return what a stored column is called, a column of the books as in the erasing."""
    from renewtrack.ui.erase_dialog import BOOKS

    known = form_fields.field_of(table, column).words
    return BOOKS.get(column, known) if known.zh == column else known
