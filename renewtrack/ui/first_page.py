"""The first page: demo data, import, a new ledger, recent files, language and light."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from renewtrack import paths
from renewtrack.ui import icons, plain
from renewtrack.ui.command_table import LANGUAGE_NAMES, THEMES
from renewtrack.ui.session import Session
from renewtrack.ui.speaking import say, speech, text
from renewtrack.words import Words

NAME = Words("更新台账", "Renewal Ledger")
LEAD = Words(
    "老旧小区与楼栋更新改造的离线台账：表格、地图、图纸在一处",
    "The offline ledger of estate and building renewal: table, map and paper in one place",
)
DEMO = Words("打开示范数据", "Open the demo district")
DEMO_HINT = Words(
    "虚构的示范区，一千多栋楼，先看看能做什么（回车即可）",
    "Invented, over 1,000 buildings; press Enter to look",
)
IMPORT = Words("从 Excel 导入…", "Import from Excel…")
IMPORT_HINT = Words(
    "台账 .xlsx、楼栋普查表 .csv，写入前先预览",
    "A ledger .xlsx or a survey .csv, with a preview",
)
NEW = Words("新建空台账…", "New empty ledger…")
NEW_HINT = Words("填写区名，选一个文件即可", "Give the district's name and choose a file")
OPEN = Words("打开…", "Open…")
RECENT = Words("最近打开", "Recent files")
NO_RECENT = Words("打开过的台账会列在这里", "Ledgers you have opened are listed here")
GONE = Words("（文件已不在）", "(no longer there)")
LOCAL = Words(
    "离线可用 · 数据只存在本机：{folder}", "Works offline · data stays on this machine: {folder}"
)
CHANGE = Words("更改位置…", "Change…")
LANGUAGE = Words("语言", "Language")
THEME = Words("外观", "Appearance")
SHOWN = 5  # recent files


class FirstPage(QWidget):
    """Where a person without an open file begins."""

    demo_asked = Signal()
    import_asked = Signal()
    new_asked = Signal()
    open_asked = Signal()
    file_asked = Signal(str)
    folder_asked = Signal()
    language_chosen = Signal(str)
    theme_chosen = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.demo = self._wide("demo", DEMO)
        self.sheets = self._wide("import", IMPORT)
        self.new = self._wide("new", NEW)
        self._recent = QVBoxLayout()
        self._folder = plain.label()
        self.language, self.theme = QComboBox(), QComboBox()
        self._prepare()
        session.preferred.connect(self.refresh)
        speech.switched.connect(self.refresh)
        self.refresh()

    def _prepare(self) -> None:
        icons.give_bright(self.demo.setIcon, "demo")
        self.demo.setDefault(True)
        self.demo.setAutoDefault(True)
        self.demo.clicked.connect(self.demo_asked)
        self.sheets.clicked.connect(self.import_asked)
        self.new.clicked.connect(self.new_asked)
        card = QFrame()
        card.setProperty("role", "card")
        card.setFixedWidth(760)
        box = QVBoxLayout(card)
        box.setContentsMargins(32, 26, 32, 20)
        box.setSpacing(16)
        box.addLayout(self._heading())
        middle = QHBoxLayout()
        middle.setSpacing(32)
        middle.addLayout(self._beginnings(), 11)
        middle.addLayout(self._recents(), 10)
        box.addLayout(middle, 1)
        line = QFrame()
        line.setProperty("role", "line")
        box.addWidget(line)
        box.addLayout(self._foot())
        outer = QVBoxLayout(self)
        outer.addStretch(2)
        outer.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
        outer.addStretch(3)

    def _heading(self) -> QHBoxLayout:
        mark = QLabel()
        mark.setPixmap(icons.application_icon().pixmap(QSize(48, 48)))
        name, lead = plain.label(), plain.label()
        name.setProperty("role", "hero")
        lead.setProperty("role", "dim")
        say(name.setText, NAME)
        say(lead.setText, LEAD)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(name)
        words.addWidget(lead)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(mark)
        row.addLayout(words, 1)
        return row

    def _beginnings(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(4)
        for button, hint in (
            (self.demo, DEMO_HINT),
            (self.sheets, IMPORT_HINT),
            (self.new, NEW_HINT),
        ):
            label = plain.label()
            label.setProperty("role", "dim")
            label.setContentsMargins(2, 0, 0, 10)
            say(label.setText, hint)
            column.addWidget(button)
            column.addWidget(label)
        column.addStretch(1)
        return column

    def _recents(self) -> QVBoxLayout:
        head = plain.label()
        head.setProperty("role", "section")
        say(head.setText, RECENT)
        other = QPushButton()
        say(other.setText, OPEN)
        say(other.setAccessibleName, OPEN)
        icons.give(other.setIcon, "open")
        other.clicked.connect(self.open_asked)
        column = QVBoxLayout()
        column.setSpacing(6)
        column.addWidget(head)
        self._recent.setSpacing(2)
        column.addLayout(self._recent)
        column.addStretch(1)
        column.addWidget(other, 0, Qt.AlignmentFlag.AlignLeft)
        return column

    def _foot(self) -> QVBoxLayout:
        self._folder.setProperty("role", "dim")
        self._folder.setWordWrap(True)
        change = QPushButton()
        change.setFlat(True)
        say(change.setText, CHANGE)
        say(change.setAccessibleName, CHANGE)
        change.clicked.connect(self.folder_asked)
        top = QHBoxLayout()
        top.addWidget(self._folder, 1)
        top.addWidget(change)
        bottom = QHBoxLayout()
        bottom.setSpacing(8)
        for words, box in ((LANGUAGE, self.language), (THEME, self.theme)):
            label = plain.label()
            label.setProperty("role", "dim")
            say(label.setText, words)
            say(box.setAccessibleName, words)
            label.setBuddy(box)
            bottom.addWidget(label)
            bottom.addWidget(box)
            bottom.addSpacing(12)
        bottom.addStretch(1)
        for key, name in LANGUAGE_NAMES.items():
            self.language.addItem(name, key)
        self.language.activated.connect(
            lambda _: self.language_chosen.emit(self.language.currentData())
        )
        self.theme.activated.connect(lambda _: self.theme_chosen.emit(self.theme.currentData()))
        foot = QVBoxLayout()
        foot.setSpacing(8)
        foot.addLayout(top)
        foot.addLayout(bottom)
        return foot

    def refresh(self) -> None:
        """Show the present preferences."""
        liked = self.session.preferences
        folder = liked.folder or str(paths.data_folder())
        self._folder.setText(text(LOCAL.filled(folder=folder)))
        self.language.setCurrentIndex(self.language.findData(speech.language))
        self.theme.clear()
        for key, words in THEMES.items():
            self.theme.addItem(text(words), key)
        self.theme.setCurrentIndex(max(0, self.theme.findData(liked.theme)))
        self._list_recent()

    def _list_recent(self) -> None:
        while (item := self._recent.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        recent = self.session.preferences.recent[:SHOWN]
        for written in recent:
            self._recent.addWidget(self._recent_button(Path(written)))
        if not recent:
            none = plain.label(text(NO_RECENT))
            none.setProperty("role", "dim")
            none.setWordWrap(True)
            self._recent.addWidget(none)

    def _recent_button(self, path: Path) -> QPushButton:
        there = path.exists()
        button = QPushButton(path.stem if there else f"{path.stem}{text(GONE)}")
        button.setFlat(True)
        button.setEnabled(there)
        button.setToolTip(plain.plain_tip(str(path)))
        button.setStyleSheet("text-align: left;")
        button.setIcon(icons.icon("table"))
        button.clicked.connect(lambda: self.file_asked.emit(str(path)))
        return button

    @staticmethod
    def _wide(sign: str, words: Words) -> QPushButton:
        button = QPushButton()
        button.setProperty("role", "wide")
        button.setAutoDefault(True)
        button.setDefault(False)
        icons.give(button.setIcon, sign)
        say(button.setText, words)
        say(button.setAccessibleName, words)
        return button
