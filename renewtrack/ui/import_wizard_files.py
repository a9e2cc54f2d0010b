"""Step 1 of the import wizard: the files, the sheet taken, its kind, year and coordinates."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QSizePolicy,
    QSpinBox,
    QWidget,
)

from renewtrack.domain import systems
from renewtrack.intake import layout, refusals
from renewtrack.ui import asking
from renewtrack.ui.import_wizard_choice import LEFT_OUT, Choice
from renewtrack.ui.import_wizard_layouts import LAYOUT, LayoutBox
from renewtrack.ui.import_wizard_parts import button, card, label, page
from renewtrack.ui.import_wizard_sources import SourcesPane
from renewtrack.ui.speaking import say, speech, text
from renewtrack.words import Words

READ_AS = Words("识别结果", "What was recognised")
KIND = Words("表格种类(&K)", "&Kind of sheet")
AUTO = Words("自动识别", "Recognised by itself")
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
READING = Words("正在读取…", "Reading…")
NOT_TICKED = Words("没有勾选，不导入（{why}）。", "Not ticked, so it is left out ({why}).")
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
PASSWORD = Words("打开密码(&W)", "Pass&word")
UNLOCK = Words("打开(&O)", "&Unlock")
SYSTEMS = (
    ("", Words("请选择…", "Choose…")),
    ("bd09", Words("百度 BD-09", "Baidu BD-09")),
    ("gcj02", Words("高德、腾讯 GCJ-02", "Gaode, Tencent GCJ-02")),
    ("wgs84", Words("WGS 84（GPS）", "WGS 84 (GPS)")),
    ("cgcs2000", Words("国家 2000（CGCS2000）", "CGCS2000")),
    *((each.key, each.words) for each in systems.WEB[:2]),
    (OTHER, Words("其他投影坐标（EPSG 编号）…", "Another grid (EPSG number)…")),
    (LEFT_OUT, Words("不清楚，先不导入坐标", "Not known, leave positions out")),
)
NEW_LOCAL = "new local"  # the dialog of local systems is asked for
MAKE_LOCAL = Words("用控制点新建地方坐标系…", "Make a local system by control points…")
OLD = "old"  # what the head names has no public parameters
_NAMES = dict(SYSTEMS) | {OLD: Words("西安80、北京54 或地方坐标系", "an old or a local system")}
LOCKED = (refusals.SheetPassworded,)
_FIRST_YEAR = 1989  # below the first that can be chosen; shows as "none"


class FilesPage(QWidget):
    """Lists the files, and shows of the chosen one what was recognised."""

    said = Signal(str, object)  # what of the options, and its value
    local_asked = Signal()  # a new local system
    unlocked = Signal(str)  # the password

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sources = SourcesPane()
        self.kind, self.system, self.layouts = QComboBox(), QComboBox(), LayoutBox()
        self.year = QSpinBox()
        self.recognised, self.title, self.encoding = label(wrap=True), label(wrap=True), label()
        self.cutoff, self.rows, self.system_note = label(), label(), label(role="dim", wrap=True)
        self.trouble, self.question = (label(role="refusal", wrap=True) for _ in range(2))
        self.aside = label(role="dim", wrap=True)
        self.password, self.unlock = QLineEdit(), button(UNLOCK)
        self._lock = QWidget()
        say(self.question.setText, ASK)
        self._form = QFormLayout()
        self._shown: Choice | None = None
        self._locals: tuple[str, ...] = ()
        box = QHBoxLayout()
        box.setSpacing(12)
        box.addWidget(self.sources, 4)
        box.addWidget(self._right(), 5)
        page(self).addLayout(box, 1)
        self._connect()
        speech.switched.connect(self._fill)

    def show_choices(self, choices: Sequence[Choice], at: int) -> None:
        """Show the files, one of them chosen."""
        self.sources.show_choices(choices, at)
        self._shown = choices[at] if choices else None
        self._fill()

    def offer_locals(self, keys: Sequence[str]) -> None:
        """Offer the local systems of the file, by their keys."""
        self._locals = tuple(keys)
        self._fill()

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
            (LAYOUT, self.layouts),
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
        box.addWidget(self.aside)
        box.addLayout(form)
        box.addWidget(self.trouble)
        box.addWidget(self._password_row())
        box.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(frame)
        return area

    def _password_row(self) -> QWidget:
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setMinimumHeight(28)
        name = label(PASSWORD, "dim")
        name.setBuddy(self.password)
        say(self.password.setAccessibleName, Words(_bare(PASSWORD.zh), _bare(PASSWORD.en)))
        inside = QHBoxLayout(self._lock)
        inside.setContentsMargins(0, 0, 0, 0)
        for part in (name, self.password, self.unlock):
            inside.addWidget(part)
        return self._lock

    def _line(self, form: QFormLayout, words: Words | None, field: QWidget) -> None:
        if isinstance(field, QComboBox | QSpinBox | LayoutBox):
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
        self.kind.activated.connect(lambda _: self.said.emit("layout", self.kind.currentData()))
        self.layouts.activated.connect(
            lambda _: self.said.emit("saved", self.layouts.currentData())
        )
        self.password.returnPressed.connect(self._unlock)
        self.unlock.clicked.connect(self._unlock)
        self.system.activated.connect(self._system_chosen)
        self.year.valueChanged.connect(
            lambda year: self.said.emit("year", year if year > _FIRST_YEAR else None)
        )

    def _unlock(self) -> None:
        if self.password.text():
            self.unlocked.emit(self.password.text())
            self.password.clear()

    def _system_chosen(self) -> None:
        system = str(self.system.currentData())
        if system == NEW_LOCAL:
            self._fill()
            self.local_asked.emit()
            return
        if system == OTHER:
            typed = asking.line(self, EPSG_TITLE, EPSG) or ""
            digits = "".join(sign for sign in typed if sign.isdigit())
            system = f"EPSG:{digits}" if digits else ""
        self.said.emit("crs", system)

    def _fill(self, _: object = None) -> None:
        choice = self._shown
        examined = choice.examined if choice else None
        for widget in (self.kind, self.layouts, self.year, self.system):
            widget.setEnabled(examined is not None)
        self.trouble.setVisible(bool(choice and choice.trouble))
        if choice and choice.trouble:
            self.trouble.setText(choice.trouble.in_(speech.language))
        locked = choice is not None and isinstance(choice.trouble, LOCKED)
        self._lock.setVisible(locked)
        if locked:
            self.password.setFocus()
        self.aside.setVisible(choice is not None and not choice.ticked)
        if choice is not None and choice.why_not is not None:
            self.aside.setText(text(NOT_TICKED.filled(why=choice.why_not)))
        self.year.setSpecialValueText(text(NO_YEAR))
        self.layouts.show_choice(choice)
        self._fill_facts(choice)
        self._fill_kinds(choice)
        self._fill_system(choice)

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
        with QSignalBlocker(self.kind):
            self.kind.clear()
            self.kind.addItem(text(AUTO), None)
            for each in layout.kinds():
                self.kind.addItem(text(each.words), each.key)
            if choice is not None:
                self.kind.setCurrentIndex(max(0, self.kind.findData(choice.options.layout)))

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
            for key, words in self._offered(system == OLD):
                self.system.addItem(text(words), key)
            known = said if system == OLD else system or said
            if self.system.findData(known) < 0:
                self.system.addItem(known, known)
            self.system.setCurrentIndex(self.system.findData(known))
        self.system.setEnabled(system in ("", OLD))
        self.system_note.setText(text(NAMED.filled(system=_NAMES.get(system, system))))

    def _offered(self, old: bool) -> list[tuple[str, Words]]:
        """Return what can be chosen; for an old or local system none but those of the file."""
        first, *usual, last = SYSTEMS
        own = [(key, systems.name(key)) for key in self._locals]
        return [first, *([] if old else usual), *own, (NEW_LOCAL, MAKE_LOCAL), last]


def _bare(words: str) -> str:
    """Return a name without its mnemonic."""
    return words.partition("(&")[0].replace("&", "")
