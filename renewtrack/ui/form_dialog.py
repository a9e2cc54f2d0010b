"""Asks what a surveyor's form is for and of which place, and writes it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QWidget

from renewtrack.ui import putting_out
from renewtrack.ui.out_dialog import OutDialog
from renewtrack.ui.path_field import PathField
from renewtrack.ui.session import Session
from renewtrack.ui.speaking import text
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


class FormDialog(OutDialog):
    """What is to be filled in, where, and the file to write."""

    def __init__(self, session: Session, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(session, TITLE, MAKE, parent)
        self._folder = folder
        self.what, self.street, self.community = QComboBox(), QComboBox(), QComboBox()
        self.out = PathField(OUT, KIND, folder, saving=True)
        for key, words in KINDS.items():
            self.what.addItem(text(words), key)
        self._streets()
        self.lay(
            ABOUT,
            (
                (WHAT, self.what, self.what),
                (STREET, self.street, self.street),
                (COMMUNITY, self.community, self.community),
                (OUT, self.out, self.out.line),
            ),
        )
        self.what.currentIndexChanged.connect(lambda _: self._suggest())
        self.street.currentIndexChanged.connect(lambda _: self._communities())
        self.community.currentIndexChanged.connect(lambda _: self._suggest())
        self.out.changed.connect(self._enable)
        self._communities()

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
        self.allow(self.out.path() is not None)

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
