"""The offline manual and the page about the program."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QTextBlockFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

import renewtrack
from renewtrack import paths
from renewtrack.ui import icons, plain
from renewtrack.ui.speaking import say, speech, text
from renewtrack.words import Words

TITLE = Words("使用手册", "Manual")
PAGES = Words("目录", "Contents")
PAGE = Words("手册内容", "Page")
NONE = Words("手册还没有装在这台电脑上", "The manual is not installed on this machine")
ABOUT = Words("关于更新台账", "About Renewal Ledger")
CLOSE = Words("关闭", "Close")
SAYS = Words(
    "更新台账 renewtrack {version}\n\n"
    "老旧小区与楼栋更新改造的离线台账。不联网，数据只存在本机的项目文件（GeoPackage）里。\n"
    "本程序按 Apache-2.0 许可发布。",
    "更新台账 renewtrack {version}\n\n"
    "The offline ledger of estate and building renewal. It uses no network; your data stays in "
    "the project file (a GeoPackage) on this machine.\n"
    "Published under the Apache License 2.0.",
)
LINE = 135  # per cent of the height of a line
PICTURE = "\ufffc"  # what stands for one in the text
PAGE_OF = {  # the page of each pane, by the name of its class
    "ImportWizard": "02",
    "LedgerTable": "03",
    "FilterPanel": "03",
    "DetailPanel": "03",
    "MapPane": "04",
    "PrintDialog": "05",
    "HouseholdForm": "17",
    "RetentionDialog": "20",
    "PersonDataDialog": "20",
    "LayoutsDialog": "05",
    "ReportDialog": "12",
    "HistoryView": "07",
    "RecordHistory": "07",
    "BoardScreen": "13",
    "GanttScreen": "13",
    "CalendarScreen": "13",
    "DashboardScreen": "13",
    "TodayScreen": "13",
    "MoneyScreen": "14",
    "PlansDialog": "16",
    "HomesScreen": "17",
    "NeedsScreen": "18",
    "NeedForm": "18",
    "HomeAnswers": "18",
    "PhotosScreen": "19",
    "VisitsScreen": "21",
    "BookingForm": "21",
    "CrewsDialog": "21",
}
LICENCES = Words("所用软件及许可", "Software used, with licences")


class Manual(QDialog):
    """Pages of docs/manual beside a list of them."""

    def __init__(self, page: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        say(self.setWindowTitle, TITLE)
        self.list, self.page = QListWidget(), QTextBrowser()
        say(self.list.setAccessibleName, PAGES)
        say(self.page.setAccessibleName, PAGE)
        self.list.setFixedWidth(190)
        self.page.setOpenLinks(False)
        self.page.anchorClicked.connect(self._follow)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 12, 12, 12)
        row.addWidget(self.list)
        row.addWidget(self.page, 1)
        self.resize(860, 620)
        self.list.currentItemChanged.connect(lambda item, _: self._show(item))
        self._wanted = page
        speech.switched.connect(self._fill)
        self._fill()

    def _fill(self) -> None:
        self.list.clear()
        for place, path in enumerate(pages(speech.language)):
            item = QListWidgetItem(_headline(path))
            item.setData(Qt.ItemDataRole.UserRole, str(path))
            self.list.addItem(item)
            if path.stem.startswith(self._wanted or "README"):
                self.list.setCurrentRow(place)
        if self.list.count() == 0:
            self.page.setPlainText(text(NONE))
        elif self.list.currentItem() is None:
            self.list.setCurrentRow(0)

    def _show(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            path = Path(str(item.data(Qt.ItemDataRole.UserRole)))
            self.page.setSearchPaths([str(path.parent)])
            self.page.setMarkdown(path.read_text(encoding="utf-8"))
            _space_out(self.page.document())
            _fit_pictures(self.page.document(), self.page.viewport().width())
            self._wanted = path.stem.partition("-")[0]  # the same page in the other language

    def turn_to(self, page: str) -> None:
        """Show the page whose name begins so; empty = the index."""
        self._wanted = page
        self._fill()

    def _follow(self, url: QUrl) -> None:
        """Follow links between pages; never anything outside."""
        for place in range(self.list.count()):
            item = self.list.item(place)
            if Path(str(item.data(Qt.ItemDataRole.UserRole))).name == Path(url.path()).name:
                self.list.setCurrentRow(place)


class About(QDialog):
    """Name, version and licences."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        say(self.setWindowTitle, ABOUT)
        mark = QLabel()
        mark.setPixmap(icons.application_icon().pixmap(56, 56))
        says = plain.label()
        says.setWordWrap(True)
        say(says.setText, SAYS.filled(version=renewtrack.__version__))
        top = QHBoxLayout()
        top.setSpacing(16)
        top.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(says, 1)
        head = plain.label()
        head.setProperty("role", "section")
        say(head.setText, LICENCES)
        licences = QTextBrowser()
        licences.setOpenLinks(False)
        say(licences.setAccessibleName, LICENCES)
        licences.setMarkdown(_licences())
        close = QPushButton()
        say(close.setText, CLOSE)
        close.setDefault(True)
        close.clicked.connect(self.accept)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 18, 20, 14)
        box.setSpacing(12)
        box.addLayout(top)
        box.addWidget(head)
        box.addWidget(licences, 1)
        box.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        self.resize(600, 480)


def open_manual(page: str, parent: QWidget) -> Manual:
    """Open the manual at a page beside the window, or turn the open one to it.

    ``page`` is how the name of the page begins, such as "04"; empty = the index.
    """
    for found in parent.findChildren(Manual):
        found.turn_to(page)
        found.raise_()
        found.activateWindow()
        return found
    manual = Manual(page, parent)
    manual.show()
    return manual


def page_of(focus: QWidget | None) -> str:
    """Return the page about the pane that a widget stands in; the table's where there is none."""
    while focus is not None:
        for name, page in PAGE_OF.items():
            if any(each.__name__ == name for each in type(focus).__mro__):
                return page
        focus = focus.parentWidget()
    return PAGE_OF["LedgerTable"]


def _space_out(document: QTextDocument) -> None:
    """Give lines and paragraphs the air that Markdown leaves to the reader's program."""
    cursor = QTextCursor(document)
    block = document.begin()
    while block.isValid():
        cursor.setPosition(block.position())
        form = block.blockFormat()
        height = 100 if block.text() == PICTURE else LINE
        form.setLineHeight(height, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        listed = block.textList() is not None
        close = listed or cursor.currentTable() is not None
        form.setTopMargin(2 if close else 6)
        form.setBottomMargin(2 if close else 6)
        if form.headingLevel():
            form.setTopMargin(14 if form.headingLevel() > 1 else 0)
        cursor.setBlockFormat(form)
        block = block.next()


def _fit_pictures(document: QTextDocument, room: int) -> None:
    """Make no picture wider than the page."""
    cursor = QTextCursor(document)
    while cursor.movePosition(QTextCursor.MoveOperation.NextCharacter):
        form = cursor.charFormat()
        if not form.isImageFormat():
            continue
        picture = form.toImageFormat()
        picture.setWidth(max(200, room - 2 * round(document.documentMargin()) - 24))
        one = QTextCursor(cursor)
        one.movePosition(
            QTextCursor.MoveOperation.PreviousCharacter, QTextCursor.MoveMode.KeepAnchor
        )
        one.setCharFormat(picture)


def pages(language: str) -> list[Path]:
    """Return the manual's pages in a language, the index first; Chinese where there is none."""
    for folder in (language, "zh"):
        found = sorted(
            (paths.ROOT / "docs" / "manual" / folder).glob("*.md"),
            key=lambda path: (path.stem != "README", path.name),
        )
        if found:
            return found
    return []


def _headline(path: Path) -> str:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            return line[2:].strip()
    return path.stem


def _licences() -> str:
    for name in ("THIRD_PARTY.md", "THIRD_PARTY"):
        path = paths.ROOT / name
        if path.is_file():
            return path.read_text(encoding="utf-8")
    return "PySide6 / Qt (LGPL-3.0), folium (MIT), Leaflet (BSD-2-Clause), SQLite (public domain)"
