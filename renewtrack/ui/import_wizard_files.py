"""Step 1 of the import wizard: the files, the sheet taken, its kind, year and coordinates."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QSizePolicy,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from renewtrack.intake import layout
from renewtrack.ui import asking
from renewtrack.ui import import_wizard_values as values
from renewtrack.ui.import_wizard_choice import LEFT_OUT, Choice
from renewtrack.ui.import_wizard_parts import button, card, label, page, row
from renewtrack.ui.speaking import say, speech, text
from renewtrack.words import Words

DROP = Words(
    "把表格文件拖到这里，或点“添加文件”。可以是 xlsx、xls、et、ods、csv。",
    "Drop sheets here, or choose Add files: xlsx, xls, et, ods, csv.",
)
FILES = Words("要导入的文件", "Files to import")
ADD = Words("添加文件…(&F)", "Add &files…")
REMOVE = Words("移除(&R)", "&Remove")
READ_AS = Words("识别结果", "What was recognised")
KIND = Words("表格种类(&K)", "&Kind of sheet")
AUTO = Words("自动识别", "Recognised by itself")
SHEET = Words("工作表(&S)", "&Sheet")
YEAR = Words("计划年度(&Y)", "Plan &year")
NO_YEAR = Words("不填", "None")
SYSTEM = Words("坐标系(&Z)", "C&oordinate system")
TITLE, ENCODING = Words("标题", "Title"), Words("格式与编码", "Format and encoding")
CUTOFF, ROWS = Words("数据截止", "Data as of"), Words("行数", "Rows")
RECOGNISED = Words("{kind} · 可信度 {percent}%", "{kind} · {percent}% sure")
UNKNOWN = Words(
    "没有认出表头。请选择另一张工作表，或在下一步指定表头行。",
    "No head was recognised. Choose another sheet, or say in the next step which rows it is.",
)
COUNTED = Words("{data} 行数据，另有 {skipped} 行不导入", "{data} rows, {skipped} more left aside")
NONE_OPEN = Words("—", "—")
READING, WRITTEN = Words("正在读取…", "Reading…"), Words("已写入", "Written")
ASK = Words(
    "表里没有写明坐标系。百度、高德坐标与真实位置相差数百米，请向填表单位问清后选择。",
    "The sheet does not name its coordinate system. Baidu and Gaode are hundreds of metres off: "
    "ask who filled it in.",
)
NAMED = Words("表头写明：{system}", "The head names {system}")
OTHER = "other"  # the number is asked for
EPSG = Words(
    "EPSG 编号，例如 4548（国家 2000，3 度带，中央经线 117°）", "EPSG number, such as 4548"
)
EPSG_TITLE = Words("坐标系", "Coordinate system")
CHOOSE = Words("选择要导入的文件", "Choose files to import")
SHEETS = Words("表格文件", "Sheets")
_PATTERNS = "*.xlsx *.xlsm *.xls *.xlsb *.et *.ods *.csv *.tsv *.txt"
SYSTEMS = (
    ("", Words("请选择…", "Choose…")),
    ("bd09", Words("百度 BD-09", "Baidu BD-09")),
    ("gcj02", Words("高德、腾讯 GCJ-02", "Gaode, Tencent GCJ-02")),
    ("wgs84", Words("WGS 84（GPS）", "WGS 84 (GPS)")),
    ("cgcs2000", Words("国家 2000（CGCS2000）", "CGCS2000")),
    (OTHER, Words("其他投影坐标（EPSG 编号）…", "Another grid (EPSG number)…")),
    (LEFT_OUT, Words("不清楚，先不导入坐标", "Not known, leave positions out")),
)
_NAMES = dict(SYSTEMS)
_FIRST_YEAR = 1989  # below the first that can be chosen; shows as "none"


class FilesPage(QWidget):
    """Lists the files, and shows of the chosen one what was recognised."""

    add_asked = Signal()
    removed = Signal(int)
    picked = Signal(int)
    said = Signal(str, object)  # what of the options, and its value

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.list = QListWidget()
        self.kind, self.sheet, self.system = QComboBox(), QComboBox(), QComboBox()
        self.year = QSpinBox()
        self.recognised, self.title, self.encoding = label(wrap=True), label(wrap=True), label()
        self.cutoff, self.rows, self.system_note = label(), label(), label(role="dim", wrap=True)
        self.trouble, self.question = (label(role="refusal", wrap=True) for _ in range(2))
        say(self.question.setText, ASK)
        self._form = QFormLayout()
        self._choices: Sequence[Choice] = ()
        self._shown: Choice | None = None
        box = QHBoxLayout()
        box.setSpacing(12)
        box.addLayout(self._left(), 2)
        box.addWidget(self._right(), 3)
        page(self).addLayout(box, 1)
        self._connect()
        speech.switched.connect(self._fill)

    def show_choices(self, choices: Sequence[Choice], at: int) -> None:
        """Show the files, one of them chosen."""
        self._choices = tuple(choices)
        with QSignalBlocker(self.list):
            self.list.clear()
            for choice in choices:
                item = QListWidgetItem(values.short(choice.path))
                item.setData(Qt.ItemDataRole.AccessibleTextRole, choice.path.name)
                self.list.addItem(item)
            self.list.setCurrentRow(at)
        self._shown = choices[at] if choices else None
        self._fill()

    def _left(self) -> QVBoxLayout:
        box = QVBoxLayout()
        box.setSpacing(8)
        self.add, self.remove = button(ADD), button(REMOVE)
        head = label(FILES, "section")
        head.setBuddy(self.list)
        say(self.list.setAccessibleName, FILES)
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        box.addWidget(head)
        box.addWidget(self.list, 1)
        box.addWidget(label(DROP, "dim", wrap=True))
        box.addLayout(row(self.add, self.remove, None))
        return box

    def _right(self) -> QWidget:
        frame, box = card()
        box.addWidget(label(READ_AS, "section"))
        form = self._form
        form.setHorizontalSpacing(14)
        form.setVerticalSpacing(9)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.year.setRange(_FIRST_YEAR, 2100)
        for words, field in (
            (KIND, self.kind),
            (None, self.recognised),
            (SHEET, self.sheet),
            (TITLE, self.title),
            (ENCODING, self.encoding),
            (YEAR, self.year),
            (CUTOFF, self.cutoff),
            (ROWS, self.rows),
            (SYSTEM, self.system),
            (None, self.system_note),
            (None, self.question),
        ):
            self._line(form, words, field)
        box.addLayout(form)
        box.addWidget(self.trouble)
        box.addStretch(1)
        return frame

    def _line(self, form: QFormLayout, words: Words | None, field: QWidget) -> None:
        if isinstance(field, QComboBox | QSpinBox):
            field.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            field.setMinimumSize(180, 28)
        if words is None:
            form.addRow("", field)
            return
        name = label(words, "dim")
        if not isinstance(field, QLabel):
            name.setBuddy(field)
            say(field.setAccessibleName, Words(_bare(words.zh), _bare(words.en)))
        form.addRow(name, field)

    def _connect(self) -> None:
        self.add.clicked.connect(self.add_asked)
        self.remove.clicked.connect(lambda: self.removed.emit(self.list.currentRow()))
        self.list.currentRowChanged.connect(self.picked)
        self.kind.activated.connect(lambda _: self.said.emit("layout", self.kind.currentData()))
        self.sheet.activated.connect(lambda _: self.said.emit("sheet", self.sheet.currentData()))
        self.system.activated.connect(self._system_chosen)
        self.year.valueChanged.connect(
            lambda year: self.said.emit("year", year if year > _FIRST_YEAR else None)
        )

    def _system_chosen(self) -> None:
        system = str(self.system.currentData())
        if system == OTHER:
            typed = asking.line(self, EPSG_TITLE, EPSG) or ""
            digits = "".join(sign for sign in typed if sign.isdigit())
            system = f"EPSG:{digits}" if digits else ""
        self.said.emit("crs", system)

    def _fill(self, _: object = None) -> None:
        choice = self._shown
        examined = choice.examined if choice else None
        self.remove.setEnabled(choice is not None)
        for widget in (self.kind, self.sheet, self.year, self.system):
            widget.setEnabled(examined is not None)
        self.trouble.setVisible(bool(choice and choice.trouble))
        if choice and choice.trouble:
            self.trouble.setText(choice.trouble.in_(speech.language))
        self.year.setSpecialValueText(text(NO_YEAR))
        self._fill_names()
        self._fill_facts(choice)
        self._fill_kinds(choice)
        self._fill_system(choice)

    def _fill_names(self) -> None:
        for place, choice in enumerate(self._choices):
            item = self.list.item(place)
            state = WRITTEN if choice.receipt else None
            name = values.short(choice.path)
            item.setText(f"✓ {name} · {text(state)}" if state else name)

    def _fill_facts(self, choice: Choice | None) -> None:
        examined = choice.examined if choice else None
        for shown in (self.title, self.encoding, self.cutoff, self.rows, self.recognised):
            shown.setText(text(NONE_OPEN))
        if choice is None or examined is None:
            waiting = choice is not None and choice.trouble is None
            self.recognised.setText(text(READING) if waiting else text(NONE_OPEN))
            return
        found = examined.layout
        self.title.setText(found.title or text(NONE_OPEN))
        self.cutoff.setText(found.facts.cutoff or text(NONE_OPEN))
        skipped = sum(found.skipped().values())
        self.rows.setText(text(COUNTED.filled(data=len(found.data), skipped=skipped)))
        if choice.opened:
            self.encoding.setText(text(choice.opened.encoding))
        kind = next((each for each in layout.kinds() if each.key == found.kind), None)
        percent = round(examined.confidence * 100)
        said = RECOGNISED.filled(kind=kind.words, percent=percent) if kind else UNKNOWN
        self.recognised.setText(text(said))
        with QSignalBlocker(self.year):
            self.year.setValue(found.facts.year or _FIRST_YEAR)
        self._form.setRowVisible(self.year, found.kind != "buildings")

    def _fill_kinds(self, choice: Choice | None) -> None:
        with QSignalBlocker(self.kind), QSignalBlocker(self.sheet):
            self.kind.clear()
            self.kind.addItem(text(AUTO), None)
            for each in layout.kinds():
                self.kind.addItem(text(each.words), each.key)
            self.sheet.clear()
            if choice is None or choice.opened is None or choice.examined is None:
                return
            self.kind.setCurrentIndex(max(0, self.kind.findData(choice.options.layout)))
            for sheet in choice.opened.sheets:
                self.sheet.addItem(sheet.name, sheet.name)
            self.sheet.setCurrentIndex(self.sheet.findData(choice.examined.layout.sheet.name))

    def _fill_system(self, choice: Choice | None) -> None:
        examined = choice.examined if choice else None
        system = examined.system if examined else None
        asks = choice is not None and choice.asks_for_system
        self._form.setRowVisible(self.system, system is not None)
        self._form.setRowVisible(self.system_note, bool(system))
        self._form.setRowVisible(self.question, asks)
        if choice is None or system is None:
            return
        said = LEFT_OUT if choice.no_positions else choice.options.crs or ""
        with QSignalBlocker(self.system):
            self.system.clear()
            for key, words in SYSTEMS:
                self.system.addItem(text(words), key)
            known = system or said
            if self.system.findData(known) < 0:
                self.system.addItem(known, known)
            self.system.setCurrentIndex(self.system.findData(known))
        self.system.setEnabled(system == "")
        self.system_note.setText(text(NAMED.filled(system=_NAMES.get(system, system))))


def ask(parent: QWidget) -> list[Path]:
    """Ask for files to import."""
    kinds = f"{text(SHEETS)} ({_PATTERNS})"
    found, _ = QFileDialog.getOpenFileNames(parent, text(CHOOSE), "", kinds)
    return [Path(each) for each in found]


def _bare(words: str) -> str:
    """Return a name without its mnemonic."""
    return words.partition("(&")[0].replace("&", "")
