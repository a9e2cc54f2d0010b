"""The office's own layouts of printed maps: made of a shipped one, kept, handed on, forgotten."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDoubleSpinBox,
    QFileDialog,
    QFormLayout,
    QGridLayout,
    QGroupBox,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from renewtrack.errors import UserError
from renewtrack.ui import plain, trouble
from renewtrack.ui.print_words import Choice
from renewtrack.ui.session import Session
from renewtrack.ui.speaking import say, text
from renewtrack.words import Words

if TYPE_CHECKING:
    from renewtrack.printing.layout_files import OwnLayout

TITLE = Words("本单位的版式", "The office's own layouts")
NAME, BASE = Words("名称", "Name"), Words("以此为底", "Made of")
TEXT = Words("文字大小（倍）", "Size of text (times)")
LEFT = Words("图例放在左边", "Legend on the left")
INSIDE, BESIDE = Words("图框内", "Inside the map"), Words("图框外", "Beside the map")
SAVE, REMOVE = Words("保存并使用", "Save and use"), Words("删除", "Delete")
TAKE, GIVE = Words("从文件读入…", "Take from a file…"), Words("写成文件…", "Write to a file…")
CLOSE = Words("关闭", "Close")
FILES = Words("图纸版式 (*.toml)", "Print layouts (*.toml)")
LIST = Words("已有的版式", "Layouts there are")
NEW = Words("我的版式", "My layout")


class LayoutsDialog(QDialog):
    """Makes layouts; ``saved`` is the key of the one that was saved last, "" for none."""

    def __init__(self, session: Session, chosen: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        from renewtrack.printing import layout_files, layouts

        self.saved = ""
        self._session = session
        self._own: dict[str, OwnLayout] = {}
        self.listed = QListWidget()
        self.name, self.text_size = QLineEdit(), QDoubleSpinBox()
        self.text_size.setRange(layout_files.SMALLEST, layout_files.LARGEST)
        self.text_size.setSingleStep(0.1)
        names = layouts.names()
        self.base = Choice({key: names[key] for key in layouts.SHIPPED})
        self.left = QCheckBox()
        self.elements = {key: QCheckBox() for key in layout_files.ELEMENTS}
        self.panels = {key: QCheckBox() for key in layout_files.PANELS}
        self.save, self.remove = QPushButton(), QPushButton()
        self.take, self.give, self.shut = QPushButton(), QPushButton(), QPushButton()
        say(self.setWindowTitle, TITLE)
        self._lay_out()
        self._connect()
        self._list()
        self._begin(chosen)

    def _lay_out(self) -> None:
        from renewtrack.printing import layout_files

        form = QFormLayout()
        for words, field in ((NAME, self.name), (BASE, self.base), (TEXT, self.text_size)):
            label = plain.label()
            say(label.setText, words)
            say(field.setAccessibleName, words)
            label.setBuddy(field)
            form.addRow(label, field)
        say(self.left.setText, LEFT)
        form.addRow("", self.left)
        right = QVBoxLayout()
        right.addLayout(form)
        right.addWidget(_group(INSIDE, self.elements, layout_files.ELEMENTS))
        right.addWidget(_group(BESIDE, self.panels, layout_files.PANELS))
        right.addStretch(1)
        say(self.listed.setAccessibleName, LIST)
        self.listed.setFixedWidth(190)
        middle = QHBoxLayout()
        middle.addWidget(self.listed)
        middle.addLayout(right, 1)
        foot = QHBoxLayout()
        for button, words in (
            (self.take, TAKE),
            (self.give, GIVE),
            (self.remove, REMOVE),
            (self.save, SAVE),
            (self.shut, CLOSE),
        ):
            say(button.setText, words)
            button.setAutoDefault(False)
            foot.addWidget(button)
            if button is self.remove:
                foot.addStretch(1)
        self.save.setDefault(True)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(18, 16, 18, 14)
        whole.setSpacing(12)
        whole.addLayout(middle, 1)
        whole.addLayout(foot)
        self.setMinimumWidth(680)

    def _connect(self) -> None:
        self.listed.currentTextChanged.connect(self._show)
        self.save.clicked.connect(self._save)
        self.remove.clicked.connect(self._remove)
        self.take.clicked.connect(self._ask_take)
        self.give.clicked.connect(self._ask_give)
        self.shut.clicked.connect(self.accept)
        self.base.currentIndexChanged.connect(self._as_base)

    def _list(self, chosen: str = "") -> None:
        from renewtrack.printing import layout_files

        self._own = {own.name: own for own in layout_files.all()}
        self.listed.blockSignals(True)
        self.listed.clear()
        self.listed.addItems(list(self._own))
        self.listed.blockSignals(False)
        found = self.listed.findItems(chosen, Qt.MatchFlag.MatchExactly) if chosen else []
        if found:
            self.listed.setCurrentItem(found[0])
        self.remove.setEnabled(bool(self._own))
        self.give.setEnabled(bool(self._own))

    def _begin(self, chosen: str) -> None:
        """Begin with the layout in use: an own one to change, a shipped one to start from."""
        from renewtrack.printing import layouts

        name = chosen.removeprefix(layouts.OWN)
        if chosen.startswith(layouts.OWN) and name in self._own:
            self._list(name)
            return
        self.name.setText(text(NEW))
        self.base.choose(chosen)
        self._as_base()

    def _as_base(self) -> None:
        """Tick what the shipped layout has."""
        from renewtrack.printing import layouts

        shipped = layouts.load(self.base.key, "A3", "landscape")
        panels = {panel for column in shipped.columns for panel in column.panels}
        for boxes, ticked in ((self.elements, shipped.elements), (self.panels, panels)):
            for key, box in boxes.items():
                box.setChecked(key in ticked)
        self.text_size.setValue(1.0)

    def _show(self, name: str) -> None:
        own = self._own.get(name)
        if own is None:
            return
        self.base.blockSignals(True)
        self.base.choose(own.base)
        self.base.blockSignals(False)
        self.name.setText(own.name)
        self.text_size.setValue(own.text)
        self.left.setChecked(own.legend_left)
        for boxes, ticked in ((self.elements, own.elements), (self.panels, own.panels)):
            for key, box in boxes.items():
                box.setChecked(key in ticked)

    def layout_shown(self) -> OwnLayout:
        """Return what the fields say."""
        from renewtrack.printing.layout_files import OwnLayout

        return OwnLayout(
            self.name.text().strip(),
            self.base.key,
            frozenset(key for key, box in self.elements.items() if box.isChecked()),
            frozenset(key for key, box in self.panels.items() if box.isChecked()),
            round(self.text_size.value(), 2),
            self.left.isChecked(),
        )

    def _save(self) -> None:
        from renewtrack.printing import layout_files, layouts

        own = self.layout_shown()
        try:
            layout_files.save(own)
        except UserError as error:
            trouble.show(error, self)
            return
        self.saved = layouts.OWN + own.name
        self.accept()

    def _remove(self) -> None:
        from renewtrack.printing import layout_files

        item = self.listed.currentItem()
        if item is not None:
            layout_files.remove(item.text())
            self._list()

    def _ask_take(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, text(TAKE), "", text(FILES))
        if path:
            self.read(Path(path))

    def read(self, path: Path) -> None:
        """Take a layout from another office's file, in place of one of the same name."""
        from renewtrack.printing import layout_files

        try:
            own = layout_files.read(path)
            layout_files.save(own)
        except UserError as error:
            trouble.show(error, self)
            return
        self._list(own.name)

    def _ask_give(self) -> None:
        item = self.listed.currentItem() or self.listed.item(0)
        path, _ = QFileDialog.getSaveFileName(self, text(GIVE), f"{item.text()}.toml", text(FILES))
        if path:
            self.write(Path(path), item.text())

    def write(self, path: Path, name: str) -> None:
        """Write a layout to a file for another office."""
        from renewtrack.printing import layout_files

        try:
            layout_files.write(self._own[name], path)
        except UserError as error:
            trouble.show(error, self)


def _group(words: Words, boxes: dict[str, QCheckBox], named: dict[str, Words]) -> QGroupBox:
    group = QGroupBox()
    say(group.setTitle, words)
    grid = QGridLayout(group)
    for place, (key, box) in enumerate(boxes.items()):
        say(box.setText, named[key])
        grid.addWidget(box, place // 2, place % 2)
    return group
