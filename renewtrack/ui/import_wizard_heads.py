"""Step 2 of the import wizard: the sheet's first rows by class, and which of them are the head."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QAbstractItemView, QCheckBox, QSpinBox, QTableView, QWidget

from renewtrack.intake import row_classes as rc
from renewtrack.intake.layout import Layout
from renewtrack.intake.sheets import raw_text
from renewtrack.ui.import_wizard_choice import Choice
from renewtrack.ui.import_wizard_parts import button, label, page, row
from renewtrack.ui.import_wizard_preview import CLASS_WORDS, PreviewModel
from renewtrack.ui.import_wizard_tables import LinesTable
from renewtrack.ui.speaking import say, speech, text
from renewtrack.words import Words

HEAD_FROM, HEAD_TO = Words("表头从第(&H)", "&Head from row"), Words("到第(&T)", "&to row")
DATA_FROM = Words("数据从第(&D)", "&Data from row")
ROW = Words("行", "")
AS_HEAD = Words("所选行是表头(&E)", "Selected rows ar&e the head")
AS_START = Words("数据从所选行起(&G)", "Data be&gins here")
SKIP = Words("跳过/恢复所选行(&K)", "S&kip or keep rows")
AGAIN = Words("重新自动识别(&A)", "Recognise &again")
ALL_ROWS = Words("显示全部行(&L)", "Show a&ll rows")
AS_ABOVE = Words("街道、社区空白同上一行(&M)", "Blank street: sa&me as above")
PREVIEW = Words("表格预览", "Preview of the sheet")
TOLD = Words("数据 {data} 行导入；不导入：{others}", "{data} rows of data; left aside: {others}")


class HeadsPage(QWidget):
    """Shows how the rows were understood and takes corrections."""

    head_said = Signal(int, int)  # zero-based, first and last
    start_said = Signal(int)
    skip_said = Signal(list)
    as_above_said = Signal(bool)
    again_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = PreviewModel()
        self.table = LinesTable(PREVIEW)
        self.table.setModel(self.model)
        self.table.verticalHeader().show()
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.horizontalHeader().setStretchLastSection(False)
        self.head_from, self.head_to, self.data_from = QSpinBox(), QSpinBox(), QSpinBox()
        self.as_head, self.as_start = button(AS_HEAD), button(AS_START)
        self.skip, self.again = button(SKIP), button(AGAIN)
        self.whole = QCheckBox()
        say(self.whole.setText, ALL_ROWS)
        self.as_above = QCheckBox()
        say(self.as_above.setText, AS_ABOVE)
        self.told = label(role="dim", wrap=True)
        self._choice: Choice | None = None
        box = page(self)
        box.addLayout(self._spins())
        box.addWidget(self.table, 1)
        box.addWidget(self.told)
        box.addLayout(row(self.as_head, self.as_start, self.skip, None, self.again))
        self._connect()
        speech.switched.connect(self._tell)

    def show_choice(self, choice: Choice) -> None:
        """Show how a file's sheet was understood."""
        self._choice = choice
        found = choice.examined.layout if choice.examined else None
        same = self.model.layout_shown is not None and found is not None
        stay = same and self.model.layout_shown.sheet is found.sheet  # type: ignore[union-attr]
        scrolled = self.table.verticalScrollBar().value(), self.table.horizontalScrollBar().value()
        self.model.show_layout(found, self.whole.isChecked())
        if found is None:
            return
        self._span(found)
        if stay:
            self.table.verticalScrollBar().setValue(scrolled[0])
            self.table.horizontalScrollBar().setValue(scrolled[1])
        else:
            self._widen(found)
        with QSignalBlocker(self.as_above):
            self.as_above.setChecked(bool(choice.options.fill_down))
        head = found.head_rows or (0,)
        for spin, value in (
            (self.head_from, head[0] + 1),
            (self.head_to, head[-1] + 1),
            (self.data_from, choice.first_data + 1),
        ):
            with QSignalBlocker(spin):
                spin.setRange(1, max(1, len(found.sheet.rows)))
                spin.setValue(value)
        self._tell()

    def _spins(self) -> Any:
        parts: list[QWidget | None] = []
        for words, spin in (
            (HEAD_FROM, self.head_from),
            (HEAD_TO, self.head_to),
            (DATA_FROM, self.data_from),
        ):
            name = label(words)
            name.setBuddy(spin)
            spin.setMinimumSize(68, 28)
            spin.setKeyboardTracking(False)
            plain = Words(words.zh.partition("(&")[0], words.en.replace("&", ""))
            say(spin.setAccessibleName, plain)
            parts += [name, spin, label(ROW)]
        return row(*parts, None, self.as_above, self.whole)

    def _connect(self) -> None:
        self.head_from.valueChanged.connect(self._head_spun)
        self.head_to.valueChanged.connect(self._head_spun)
        self.data_from.valueChanged.connect(lambda number: self.start_said.emit(number - 1))
        self.as_head.clicked.connect(self._head_chosen)
        self.as_start.clicked.connect(self._start_chosen)
        self.skip.clicked.connect(self._skip_chosen)
        self.again.clicked.connect(self.again_asked)
        self.whole.toggled.connect(self._show_again)
        self.as_above.toggled.connect(self.as_above_said)

    def _show_again(self) -> None:
        if self._choice is not None:
            self.show_choice(self._choice)

    def _head_spun(self) -> None:
        first, last = self.head_from.value() - 1, self.head_to.value() - 1
        if self.sender() is self.head_from:
            last = min(max(first, last), first + 2)
        else:
            first = max(min(first, last), last - 2)
        self.head_said.emit(first, last)

    def _head_chosen(self) -> None:
        rows = self._rows()
        if rows:
            self.head_said.emit(rows[0], min(rows[-1], rows[0] + 2))

    def _start_chosen(self) -> None:
        rows = self._rows()
        if rows:
            self.start_said.emit(rows[0])

    def _skip_chosen(self) -> None:
        rows = self._rows()
        if rows:
            self.skip_said.emit(rows)

    def _rows(self) -> list[int]:
        return sorted({index.row() for index in self.table.selectionModel().selectedIndexes()})

    def _span(self, found: Layout) -> None:
        """Draw the sheet's merged ranges as merged, as far as they are shown."""
        self.table.clearSpans()
        rows = self.model.rowCount()
        for merge in found.sheet.merged:
            high = min(merge.bottom, rows - 1) - merge.top + 1
            wide = min(merge.right, found.sheet.width - 1) - merge.left + 1
            if merge.top < rows and merge.left < found.sheet.width and (high > 1 or wide > 1):
                self.table.setSpan(merge.top, merge.left + 1, high, wide)

    def _widen(self, found: Layout) -> None:
        QTableView.resizeColumnToContents(self.table, 0)
        metrics = self.table.fontMetrics()
        shown = [row for row in range(self.model.rowCount()) if found.classes[row] != rc.TITLE]
        for place in range(found.sheet.width):
            cells = (raw_text(found.sheet.rows[row][place]) for row in shown[:20])
            widest = max((metrics.horizontalAdvance(words[:30]) for words in cells), default=40)
            self.table.setColumnWidth(place + 1, min(180, max(48, widest + 20)))

    def _tell(self, _: object = None) -> None:
        found = self.model.layout_shown
        if found is None:
            self.told.setText("")
            return
        joint = ", " if speech.language == "en" else "、"
        others = joint.join(
            f"{text(CLASS_WORDS[kind])} {count}" for kind, count in found.skipped().items() if count
        )
        self.told.setText(text(TOLD.filled(data=len(found.data), others=others or "0")))
