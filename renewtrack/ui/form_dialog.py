"""Asks what a surveyor's form is for and of which place, and writes it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QFormLayout, QVBoxLayout, QWidget

from renewtrack.errors import UserError
from renewtrack.ui import asking, plain, putting_out, trouble
from renewtrack.ui.fill_dialog import REVEAL
from renewtrack.ui.path_field import PathField
from renewtrack.ui.session import Session
from renewtrack.ui.speaking import say, text
from renewtrack.ui.tasks import Task
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

TITLE = Words("外业填报表", "Surveyor's form")
ABOUT = Words(
    "给没有本软件的人填的 Excel：只含所选街道，名称和楼号锁定，选项用下拉列表。"
    "填完导入时按隐藏的标识对上记录，中间改过名也不会错。",
    "An Excel form for people without this program: only the chosen street, names and building "
    "numbers locked, choices as lists. When it comes in, its hidden ids decide which record each "
    "row is, even one renamed meanwhile.",
)
WHAT = Words("填什么", "What")
STREET, COMMUNITY = Words("街道", "Street"), Words("社区", "Community")
OUT = Words("存为", "Save as")
ALL = Words("（全部）", "(all)")
MAKE = Words("写出", "Write")
KIND = Words("工作簿 (*.xlsx)", "Workbooks (*.xlsx)")
KINDS = {
    "buildings": Words("楼栋摸底", "Buildings"),
    "households": Words("入户登记", "Households"),
    "ledger": Words("项目进度", "Progress of projects"),
}


class FormDialog(QDialog):
    """What is to be filled in, where, and the file to write."""

    def __init__(self, session: Session, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._folder = session, folder
        self.what, self.street, self.community = QComboBox(), QComboBox(), QComboBox()
        self.out = PathField(OUT, KIND, folder, saving=True)
        self.reveal = QCheckBox()
        self.buttons = asking.buttons(MAKE)
        say(self.setWindowTitle, TITLE)
        say(self.reveal.setText, REVEAL)
        for key, words in KINDS.items():
            self.what.addItem(text(words), key)
        self._streets()
        self._lay()
        self.what.currentIndexChanged.connect(lambda _: self._suggest())
        self.street.currentIndexChanged.connect(lambda _: self._communities())
        self.community.currentIndexChanged.connect(lambda _: self._suggest())
        self.out.changed.connect(self._enable)
        self._communities()

    def _lay(self) -> None:
        about = plain.label()
        about.setWordWrap(True)
        say(about.setText, ABOUT)
        form = QFormLayout()
        form.setVerticalSpacing(10)
        fields: tuple[tuple[Words, QWidget, QWidget], ...] = (
            (WHAT, self.what, self.what),
            (STREET, self.street, self.street),
            (COMMUNITY, self.community, self.community),
            (OUT, self.out, self.out.line),
        )
        for words, field, buddy in fields:
            name = plain.label()
            say(name.setText, words)
            say(buddy.setAccessibleName, words)
            name.setBuddy(buddy)
            form.addRow(name, field)
        form.addRow("", self.reveal)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 18, 20, 14)
        box.setSpacing(12)
        box.addWidget(about)
        box.addLayout(form)
        box.addWidget(self.buttons)
        self.setMinimumWidth(600)

    def _streets(self) -> None:
        from renewtrack.store import areas

        self.street.addItem(text(ALL), None)
        for area in areas.streets(self._session.db):
            self.street.addItem(area.name, area.id)

    def _communities(self) -> None:
        from renewtrack.store import areas

        street = self.street.currentData()
        self.community.blockSignals(True)
        self.community.clear()
        self.community.addItem(text(ALL), None)
        for area in areas.communities(self._session.db, street) if street else ():
            self.community.addItem(area.name, area.id)
        self.community.blockSignals(False)
        self.community.setEnabled(self.community.count() > 1)
        self._suggest()

    def place(self) -> tuple[str | None, str | None]:
        """Return the chosen street and community, None for all."""
        chosen = (self.street, self.community)
        street, community = (box.currentText() if box.currentData() else None for box in chosen)
        return street, community

    def _suggest(self) -> None:
        if not self.out.typed:
            name = "".join(filter(None, self.place()))
            what = text(KINDS[self.what.currentData()])
            day = self._session.today
            self.out.offer(self._folder / f"{name}{what}_{day}.xlsx")
        self._enable()

    def _enable(self) -> None:
        ready = self.out.path() is not None
        self.buttons.button(self.buttons.StandardButton.Ok).setEnabled(ready)

    def run(self, tell: Callable[[Words], object], reason: str = "") -> Task:
        """Write in a thread, record it, and say how many rows went out."""
        out, what = self.out.path(), str(self.what.currentData())
        assert out is not None
        if out.suffix.lower() != ".xlsx":
            out = out.with_name(f"{out.name}.xlsx")
        street, community = self.place()

        def write(db: Database, path: Path, seen: putting_out.Seen) -> int:
            from renewtrack.intake import form_sheet

            where = form_sheet.Where(street, community)
            return form_sheet.write(db, path, what, where, bool(reason), seen)

        return putting_out.run(self._session, write, ("form", out, reason), tell)


def show(session: Session, folder: Path, window: QWidget, tell: Callable[[Words], object]) -> None:
    """Ask, and write."""
    dialog = FormDialog(session, folder, window)
    if dialog.exec() == QDialog.DialogCode.Accepted:
        reason: str | None = ""
        if dialog.reveal.isChecked():
            try:
                reason = putting_out.ask_reason(session, window)
            except UserError as error:
                trouble.show(error, window)
                reason = None
        if reason is not None:
            dialog.run(tell, reason)
    dialog.deleteLater()
