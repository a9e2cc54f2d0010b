"""The dialog that asks for the district and the file of a new ledger."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QWidget,
)

from renewtrack.ui import asking, plain
from renewtrack.ui.speaking import say, text
from renewtrack.words import Words

TITLE = Words("新建空台账", "New empty ledger")
DISTRICT = Words("区（县）名称", "District")
DISTRICT_HINT = Words("例如：示范区", "Such as: Demo District")
FILE = Words("文件", "File")
CHOOSE = Words("选择…", "Choose…")
MAKE = Words("新建", "Create")
NAMELESS = Words("请填写区（县）名称", "Please give the district's name")
THERE = Words("这个文件已经存在，请换一个名字", "This file exists already; choose another name")
FOLDERLESS = Words("这个文件夹不存在", "That folder does not exist")
FORBIDDEN = '<>:"/\\|?*'


class NewLedger(QDialog):
    """Asks for a name and proposes a file from it."""

    def __init__(self, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folder, self._own_path = folder, False
        self.name, self.file = QLineEdit(), QLineEdit()
        self.why = plain.label()
        say(self.setWindowTitle, TITLE)
        say(self.name.setPlaceholderText, DISTRICT_HINT)
        say(self.name.setAccessibleName, DISTRICT)
        say(self.file.setAccessibleName, FILE)
        self.name.textChanged.connect(self._propose)
        self.file.textEdited.connect(self._typed)
        choose = QPushButton()
        say(choose.setText, CHOOSE)
        say(choose.setAccessibleName, CHOOSE)
        choose.clicked.connect(self._choose)
        row = QHBoxLayout()
        row.addWidget(self.file, 1)
        row.addWidget(choose)
        form = QFormLayout()
        form.setVerticalSpacing(10)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for words, field in ((DISTRICT, self.name), (FILE, row)):
            label = plain.label()
            say(label.setText, words)
            form.addRow(label, field)
        asking.framed(self, (form,), self.why, self._accept, MAKE)
        self.setMinimumWidth(520)
        self._propose("")

    def path(self) -> Path:
        """Return the file that was chosen."""
        path = Path(self.file.text().strip())
        return path if path.suffix.lower() == ".gpkg" else path.with_name(path.name + ".gpkg")

    def district(self) -> str:
        """Return the district's name."""
        return self.name.text().strip()

    def _propose(self, name: str) -> None:
        if not self._own_path:
            safe = "".join(sign for sign in name.strip() if sign not in FORBIDDEN)
            self.file.setText(str(self._folder / f"{safe or text(TITLE)}.gpkg"))

    def _typed(self) -> None:
        self._own_path = True

    def _choose(self) -> None:
        found, _ = QFileDialog.getSaveFileName(self, text(FILE), self.file.text(), "*.gpkg")
        if found:
            self._own_path = True
            self.file.setText(found)

    def _accept(self) -> None:
        why = self._trouble()
        if why is None:
            self.accept()
        else:
            self.why.setText(text(why))

    def _trouble(self) -> Words | None:
        if not self.district():
            return NAMELESS
        if self.path().exists():
            return THERE
        return None if self.path().parent.is_dir() else FOLDERLESS
