"""The list of files and their sheets in step 1, and the ways to add to it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from renewtrack.ui import import_wizard_values as values
from renewtrack.ui import plain
from renewtrack.ui.import_wizard_choice import Choice
from renewtrack.ui.import_wizard_parts import button, label, row
from renewtrack.ui.import_wizard_tables import brush
from renewtrack.ui.speaking import say, speech, text
from renewtrack.words import Words

FILES = Words("要导入的文件和工作表", "Files and sheets to import")
DROP = Words(
    "把文件或文件夹拖到这里；也可以在 Excel、WPS 中复制后按 Ctrl+V。",
    "Drop files or folders here, or copy cells in Excel or WPS and press Ctrl+V.",
)
ADD, FOLDER = Words("添加文件…(&F)", "Add &files…"), Words("文件夹…(&D)", "Fol&der…")
PASTE, REMOVE = Words("粘贴(&V)", "Paste (&V)"), Words("移除(&R)", "&Remove")
CHOOSE = Words("选择要导入的文件", "Choose files to import")
CHOOSE_FOLDER = Words("选择文件夹，其中的表格一起导入", "Choose a folder of sheets")
SHEETS, LAYERS = Words("表格文件", "Sheets"), Words("图形文件", "GIS layers")
EVERY = Words("表格和图形文件", "Sheets and GIS layers")
WRITTEN, READING = Words("已写入", "written"), Words("正在读取…", "reading…")
WAITS = Words("等待读取", "waits to be read")
ROWS = Words("{count} 行", "{count} rows")
_PATTERNS = "*.xlsx *.xlsm *.xls *.xlsb *.et *.ods *.csv *.tsv *.txt *.htm *.html"
_LAYERS = "*.gpkg *.shp *.zip *.geojson *.json *.kml *.kmz *.dxf *.pbf *.osm"
_CHOICE = Qt.ItemDataRole.UserRole
_SENTENCE = Qt.ItemDataRole.UserRole + 1


class SourcesTree(QTreeWidget):
    """A list whose sentences are as high as their words need."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit_sentences()

    def fit_sentences(self) -> None:
        """Give every sentence the height that it needs at the present width."""
        wide, wrap = self.viewport().width() - 3 * self.indentation(), Qt.TextFlag.TextWordWrap
        for place in range(self.topLevelItemCount()):
            top = self.topLevelItem(place)
            line = top.child(0) if top is not None else None
            if line is not None and line.data(0, _SENTENCE):
                box = self.fontMetrics().boundingRect(0, 0, wide, 9_999, int(wrap), line.text(0))
                line.setSizeHint(0, QSize(0, box.height() + 10))


class SourcesPane(QWidget):
    """Lists files, below each its sheets with a tick, or why it was refused."""

    add_asked = Signal()
    folder_asked = Signal()
    paste_asked = Signal()
    removed = Signal(object)  # Choice
    picked = Signal(object)
    ticked = Signal(object, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tree = SourcesTree()
        self.tree.setHeaderHidden(True)
        self.tree.setRootIsDecorated(False)
        self.tree.setItemsExpandable(False)
        self.tree.setIndentation(18)
        self.tree.setWordWrap(True)
        self.tree.setStyleSheet("QTreeView { show-decoration-selected: 0; }")
        self.tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.tree.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        say(self.tree.setAccessibleName, FILES)
        self.add, self.folder = button(ADD), button(FOLDER)
        self.paste, self.remove = button(PASTE), button(REMOVE)
        self._choices: Sequence[Choice] = ()
        self._at = 0
        self._lay_out()
        self._connect()
        speech.switched.connect(self._fill)

    def show_choices(self, choices: Sequence[Choice], at: int) -> None:
        """Show the files, one of them or of their sheets chosen."""
        self._choices, self._at = tuple(choices), at
        self._fill()

    @property
    def lines(self) -> list[QTreeWidgetItem]:
        """Return every line in order, sheets below their file."""
        found: list[QTreeWidgetItem] = []
        for place in range(self.tree.topLevelItemCount()):
            top = self.tree.topLevelItem(place)
            if top is not None:
                below = (top.child(each) for each in range(top.childCount()))
                found += [top, *(each for each in below if each is not None)]
        return found

    def _lay_out(self) -> None:
        head = label(FILES, "section")
        head.setBuddy(self.tree)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addWidget(head)
        box.addWidget(self.tree, 1)
        box.addWidget(label(DROP, "dim", wrap=True))
        box.addLayout(row(self.add, self.folder, self.paste, None, self.remove))

    def _connect(self) -> None:
        self.add.clicked.connect(self.add_asked)
        self.folder.clicked.connect(self.folder_asked)
        self.paste.clicked.connect(self.paste_asked)
        self.remove.clicked.connect(self._remove)
        self.tree.currentItemChanged.connect(self._picked)
        self.tree.itemChanged.connect(self._ticked)
        here, around = (
            Qt.ShortcutContext.WidgetShortcut,
            Qt.ShortcutContext.WidgetWithChildrenShortcut,
        )
        for keys, owner, context, deed in (
            (QKeySequence.StandardKey.Paste, self, around, self.paste_asked.emit),
            (QKeySequence.StandardKey.Delete, self.tree, here, self._remove),
        ):
            shortcut = QShortcut(QKeySequence(keys), owner)
            shortcut.setContext(context)
            shortcut.activated.connect(deed)

    def _fill(self, _: object = None) -> None:
        with QSignalBlocker(self.tree):
            self.tree.clear()
            files: dict[Path, list[Choice]] = {}
            for choice in self._choices:
                files.setdefault(choice.path, []).append(choice)
            for sheets in files.values():
                self._add_file(sheets)
            self.tree.expandAll()
            self.tree.fit_sentences()
        self.remove.setEnabled(bool(self._choices))

    def _add_file(self, sheets: list[Choice]) -> None:
        first = sheets[0]
        top = QTreeWidgetItem(self.tree, [_file_line(sheets)])
        top.setData(0, _CHOICE, first)
        top.setData(0, Qt.ItemDataRole.AccessibleTextRole, first.path.name)
        top.setToolTip(0, plain.plain_tip(first.path.name))
        if first.trouble is not None:
            self._add_trouble(top, first)
        self._mark(top, first)
        for choice in sheets if len(sheets) > 1 else ():
            self._add_sheet(top, choice)

    def _add_trouble(self, top: QTreeWidgetItem, choice: Choice) -> None:
        assert choice.trouble is not None
        told = choice.trouble.in_(speech.language)
        line = QTreeWidgetItem(top, [told])
        line.setForeground(0, QBrush(brush("bad")))
        line.setData(0, _CHOICE, choice)
        line.setData(0, _SENTENCE, True)
        line.setFlags(Qt.ItemFlag.ItemIsEnabled)

    def _add_sheet(self, top: QTreeWidgetItem, choice: Choice) -> None:
        line = QTreeWidgetItem(top, [_sheet_line(choice)])
        line.setFlags(line.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        ticked = Qt.CheckState.Checked if choice.ticked else Qt.CheckState.Unchecked
        line.setCheckState(0, ticked)
        line.setData(0, _CHOICE, choice)
        line.setToolTip(0, plain.plain_tip(line.text(0)))
        if not choice.ticked:
            line.setForeground(0, QBrush(brush("dim")))
        self._mark(line, choice)

    def _mark(self, line: QTreeWidgetItem, choice: Choice) -> None:
        if self._choices and self._choices[self._at] is choice:
            self.tree.setCurrentItem(line)

    def _picked(self, now: QTreeWidgetItem | None, _: QTreeWidgetItem | None = None) -> None:
        if now is not None:
            self.picked.emit(now.data(0, _CHOICE))

    def _ticked(self, line: QTreeWidgetItem, _: int) -> None:
        if line.flags() & Qt.ItemFlag.ItemIsUserCheckable:
            self.ticked.emit(line.data(0, _CHOICE), line.checkState(0) == Qt.CheckState.Checked)

    def _remove(self) -> None:
        now = self.tree.currentItem()
        if now is not None:
            self.removed.emit(now.data(0, _CHOICE))


def _file_line(sheets: list[Choice]) -> str:
    first = sheets[0]
    name = values.short(first.path)
    if all(each.receipt for each in sheets if each.ticked) and any(e.receipt for e in sheets):
        return f"✓ {name} · {text(WRITTEN)}"
    if first.trouble is not None:
        return f"✖ {name}"
    if first.opened is None:
        return f"{name} · {text(WAITS)}"
    return name


def _sheet_line(choice: Choice) -> str:
    parts = [choice.sheet]
    if choice.examined is not None and choice.known:
        parts.append(text(ROWS.filled(count=f"{len(choice.examined.layout.data):,}")))
    if choice.receipt is not None:
        parts.append(text(WRITTEN))
    if choice.why_not is not None:
        parts.append(text(choice.why_not))
    return " · ".join(parts)


def ask(parent: QWidget) -> list[Path]:
    """Ask for files to import."""
    kinds = ";;".join(
        (
            f"{text(EVERY)} ({_PATTERNS} {_LAYERS})",
            f"{text(SHEETS)} ({_PATTERNS})",
            f"{text(LAYERS)} ({_LAYERS})",
        )
    )
    found, _ = QFileDialog.getOpenFileNames(parent, text(CHOOSE), "", kinds)
    return [Path(each) for each in found]


def ask_folder(parent: QWidget) -> Path | None:
    """Ask for a folder whose sheets are all to be imported."""
    found = QFileDialog.getExistingDirectory(parent, text(CHOOSE_FOLDER))
    return Path(found) if found else None
