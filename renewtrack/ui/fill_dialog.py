"""Asks which sender's workbook is to be filled, where the filled one goes, and fills it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QWidget

from renewtrack.ui import putting_out
from renewtrack.ui.out_dialog import OutDialog
from renewtrack.ui.path_field import PathField
from renewtrack.ui.session import Session
from renewtrack.ui.speaking import say, text
from renewtrack.ui.tasks import Task
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

    from renewtrack.intake.filling import Filled

TITLE = Words("填写来表", "Fill the sender's workbook")
ABOUT = Words(
    "把台账里现在的数据填进来表单位自己的工作簿：只改与台账不同的格，格式、合并、公式、图片、"
    "批注和打印设置都保持原样，合计由 Excel 重新计算。台账里没有的行不动。",
    "What the ledger knows now goes into the sender's own workbook: only cells that differ change; "
    "looks, merges, formulas, pictures, notes and print set-up stay, totals are counted anew by "
    "Excel. Rows that the ledger does not know are left.",
)
TEMPLATE = Words("来表", "Sender's workbook")
OUT = Words("填好后存为", "Save the filled one as")
ADD = Words("补上来表缺的记录（同一街道）", "Add the records it lacks (same streets)")
FILL = Words("填写", "Fill")
KIND = Words("工作簿 (*.xlsx *.xlsm)", "Workbooks (*.xlsx *.xlsm)")
FILLED_END = Words("（已填写）", " (filled)")
FILLED = Words(
    "已填写 {name}：对上 {rows} 行，改写 {cells} 格，新加 {added} 行",
    "Filled {name}: {rows} rows met, {cells} cells changed, {added} rows added",
)
LEFT = Words(
    "；台账里没有的 {count} 行没有动", "; {count} rows that the ledger does not know were left"
)


class FillDialog(OutDialog):
    """A sender's workbook, a place for the filled one, and what is wanted of it."""

    def __init__(self, session: Session, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(session, TITLE, FILL, parent)
        self.template = PathField(TEMPLATE, KIND, folder)
        self.out = PathField(OUT, KIND, folder, saving=True)
        self.add = QCheckBox()
        say(self.add.setText, ADD)
        files = (self.template, self.out)
        self.lay(ABOUT, [(field.words, field, field.line) for field in files], self.add)
        for field in files:
            field.changed.connect(self._enable)
        self.template.changed.connect(self._suggest)
        self._enable()

    def _suggest(self) -> None:
        """Offer a name beside the sender's workbook, unless the person has given one."""
        path = self.template.path()
        if path is not None and not self.out.typed:
            self.out.offer(path.with_name(f"{path.stem}{text(FILLED_END)}{path.suffix}"))

    def _enable(self) -> None:
        template = self.template.path()
        ready = template is not None and template.is_file() and self.out.path() is not None
        self.allow(ready)

    def run(self, tell: Callable[[Words], object], reason: str = "") -> Task:
        """Fill in a thread, record it, and say what was filled and what was left."""
        template, out = self.template.path(), self.out.path()
        assert template is not None
        assert out is not None
        if out.suffix.lower() not in (".xlsx", ".xlsm"):
            out = out.with_name(out.name + template.suffix)
        add = self.add.isChecked()
        done: list[Filled] = []

        def write(db: Database, path: Path, seen: putting_out.Seen) -> int:
            from renewtrack.intake import filling

            wish = filling.Filling(add, reveal=bool(reason))
            done.append(filling.fill(db, template, path, wish=wish, seen=seen))
            return done[0].rows

        def told(_: Words) -> None:
            tell(_said(done[0]))

        return putting_out.run(self._session, write, ("filled", out, reason), told)


def _said(done: Filled) -> Words:
    words = FILLED.filled(
        name=done.path.name, rows=done.rows, cells=f"{done.cells:,}", added=done.added
    )
    if not done.unknown:
        return words
    left = LEFT.filled(count=len(done.unknown))
    return Words(words.zh + left.zh, words.en + left.en)
