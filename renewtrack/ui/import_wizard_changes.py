"""Step 5 of the import wizard: what would be written, cell by cell, mended in place."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QSplitter,
    QToolButton,
    QWidget,
)

from renewtrack.intake import plans
from renewtrack.intake.options import ASK
from renewtrack.intake.plans import Plan
from renewtrack.intake.row_classes import CLASSES
from renewtrack.ui import import_wizard_values as values
from renewtrack.ui.import_wizard_accepting import AcceptRow
from renewtrack.ui.import_wizard_choice import Choice
from renewtrack.ui.import_wizard_grid import SIGNS, STATES, GridModel, GridTable
from renewtrack.ui.import_wizard_layouts import name_of
from renewtrack.ui.import_wizard_lines import ChangeLine, Lines, Wanted
from renewtrack.ui.import_wizard_lines import said as said_of
from renewtrack.ui.import_wizard_parts import Figure, button, label, page, row, toggle
from renewtrack.ui.import_wizard_preview import CLASS_WORDS
from renewtrack.ui.import_wizard_row import RowPane
from renewtrack.ui.speaking import say, speech, text
from renewtrack.words import Words

SKIPPED = Words("跳过", "Left aside")
SHOW, ALL_COLUMNS = Words("显示", "Show"), Words("全部列", "All columns")
SEARCH = Words("查找名称、原值、新值…", "Find a name or value…")
ADDS_UP = Words(
    "读到 {read} 行 ＝ 新增 {new} ＋ 更新 {changed} ＋ 无变化 {same} ＋ 拒绝 {rejected}；"
    "另有 {skipped} 行不是数据（{classes}）。",
    "{read} rows read = {new} new + {changed} changed + {same} same + {rejected} rejected; "
    "{skipped} more are no data ({classes}).",
)
NOTHING_YET = Words(
    "到这一步为止文件一个字节都没有改。写入后可在“历史”中整批撤销。",
    "Not one byte of the file has been changed so far. Afterwards the whole batch can be undone.",
)
BECAME = Words("第 {row} 行：{old} → {new}", "Row {row}: {old} → {new}")
STILL = Words("第 {row} 行仍被拒绝：{why}", "Row {row} is still rejected: {why}")
GONE = Words("第 {row} 行不再导入", "Row {row} is left out now")
SAVE_REJECTS = Words("拒绝的行另存为 Excel…(&X)", "Save rejected rows as E&xcel…")
REMEMBER = Words("记住这个版式(&M)：", "Re&member this layout:")
NAME = Words("版式名称", "Name of the layout")
NOTHING = Words("", "")
_TYPED = 250  # milliseconds without a key before a search begins
_SIDE = 290  # pixels of the row as it was written
_ROOMY = 980  # pixels of the page from which it is shown


class ChangesPage(QWidget):
    """Shows counts and old and new values; the same rows stay out of the grid at first."""

    rejects_asked = Signal()
    mended = Signal(int, int, str)  # zero-based row and column of the sheet, the new words

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.figures = {state: Figure(words) for state, words in STATES.items()}
        self.figures["skipped"] = Figure(SKIPPED)
        self.adds_up, self.became = label(role="dim", wrap=True), label(wrap=True)
        self.model = GridModel(self)
        self.table, self.row_pane = GridTable(self.model), RowPane()
        self.accepting = AcceptRow(self.table)
        self.filters: dict[str, QToolButton] = {}
        self.column, self.search = QComboBox(), QLineEdit()
        self.save, self.remember, self.name = button(SAVE_REJECTS), QCheckBox(), QLineEdit()
        self._choice: Choice | None = None
        self._shown: Plan | None = None
        self._watched: tuple[int, str] | None = None  # a row that was mended, its state before
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPED)
        self._lay_out()
        self._connect()
        speech.switched.connect(self._tell)

    def show_choice(self, choice: Choice) -> None:
        """Show what the plan of a file would write; the cursor stays in its row."""
        again = choice is self._choice
        self._choice = choice
        plan = choice.planned.plan if choice.planned else None
        if plan is not self._shown or not again:
            line, here = self._line(), self.table.currentIndex().row()
            at = line.row if again and line is not None else None
            if not again:
                self._begin(choice)
            self._shown = plan
            self._fill_columns(plan)
            self._filter()
            self._return_to(at, here if again else 0)
            self._tell_mended(plan)
        self.accepting.show_choice(choice)
        self.name.setText(name_of(choice))
        self.name.setCursorPosition(0)
        for shown in (self.remember, self.name):
            shown.setVisible(choice.corrected)
        with QSignalBlocker(self.remember):
            self.remember.setChecked(choice.remember)
        self._tell()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.row_pane.setVisible(self.width() >= _ROOMY)

    def _begin(self, choice: Choice) -> None:
        for state, made in self.filters.items():
            made.setChecked(state != plans.SAME)
        with QSignalBlocker(self.search):
            self.search.clear()
        self._watched = None

    def _lay_out(self) -> None:
        box = page(self)
        box.setSpacing(8)
        counts = QHBoxLayout()
        counts.setSpacing(10)
        for figure in self.figures.values():
            counts.addWidget(figure, 1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.table)
        split.addWidget(self.row_pane)
        split.setStretchFactor(0, 1)
        split.setSizes([800, _SIDE])
        split.setCollapsible(0, False)
        say(self.remember.setText, REMEMBER)
        say(self.name.setAccessibleName, NAME)
        self.name.setFixedWidth(260)
        box.addLayout(counts)
        box.addWidget(self.adds_up)
        box.addLayout(self._filter_row())
        box.addWidget(split, 1)
        box.addWidget(self.became)
        box.addWidget(self.accepting)
        box.addLayout(row(self.remember, self.name, None, self.save))
        box.addWidget(label(NOTHING_YET, "dim", wrap=True))

    def _filter_row(self) -> QHBoxLayout:
        for state, words in STATES.items():
            made = toggle(words)
            made.clicked.connect(self._filter)
            self.filters[state] = made
        say(self.column.setAccessibleName, ALL_COLUMNS)
        say(self.search.setAccessibleName, SEARCH)
        say(self.search.setPlaceholderText, SEARCH)
        self.search.setClearButtonEnabled(True)
        self.column.setMinimumWidth(130)
        self.column.setMaximumWidth(200)
        self.search.setMaximumWidth(240)
        line = row(label(SHOW, "dim"), *self.filters.values(), None, self.column, self.search)
        line.setStretchFactor(self.search, 3)
        return line

    def _connect(self) -> None:
        self.save.clicked.connect(self.rejects_asked)
        self.column.activated.connect(self._filter)
        self.search.textEdited.connect(lambda _: self._typing.start())
        self._typing.timeout.connect(self._filter)
        self.model.mended.connect(self._mend)
        self.row_pane.mended.connect(self._mend)
        self.table.selectionModel().currentRowChanged.connect(self._show_row)
        self.remember.toggled.connect(self._remember)
        self.name.textEdited.connect(self._named)

    def _mend(self, number: int, column: int, words: str) -> None:
        line = self._line()
        if line is not None:
            self._watched = (number + 1, line.state)
        self.mended.emit(number, column, words)

    def _remember(self, on: bool) -> None:
        if self._choice is not None:
            self._choice.remember = on
        self.name.setEnabled(on)

    def _named(self, words: str) -> None:
        if self._choice is not None:
            self._choice.layout_name = words.strip()

    def _filter(self, _: object = None) -> None:
        plan = self._shown
        if plan is None or self._choice is None:
            self.model.show_lines(())
            return
        wanted = Wanted(
            frozenset(state for state, made in self.filters.items() if made.isChecked()),
            self.column.currentData(),
            self.search.text().strip(),
            frozenset(self._choice.mended.rows) | _asked(plan),
        )
        self.model.show_found(Lines(plan, wanted, speech.language))
        self._show_row()

    def _line(self) -> ChangeLine | None:
        place = self.table.currentIndex().row()
        return self.model.lines[place] if 0 <= place < self.model.rowCount() else None

    def _show_row(self, _: object = None) -> None:
        line = self._line()
        self.row_pane.show_row(self._shown, line.row if line is not None else None)
        self.accepting.show_line(line)
        say(self.became.setText, said_of(line) if line is not None else NOTHING)

    def _return_to(self, number: int | None, here: int) -> None:
        """Put the cursor to a row of the sheet, or where it stood if that row is gone."""
        found, count = self.model.found, self.model.rowCount()
        place = found.place_of(number) if found is not None and number is not None else None
        if count:
            wanted = place if place is not None and place < count else min(max(here, 0), count - 1)
            self.table.setCurrentIndex(self.model.index(wanted, 0))

    def _fill_columns(self, plan: Plan | None) -> None:
        chosen = self.column.currentData()
        self.column.clear()
        self.column.addItem(text(ALL_COLUMNS), None)
        for column in plan.layout.columns if plan is not None else ():
            if column.field:
                words = text(values.field_words(column))
                self.column.addItem(f"{column.letters}  {words}", column.index)
        self.column.setCurrentIndex(max(0, self.column.findData(chosen)))

    def _tell_mended(self, plan: Plan | None) -> None:
        """Say what became of the row that was mended last."""
        if self._watched is None or plan is None:
            return
        number, before = self._watched
        data = plan.layout.data
        if number - 1 not in data:
            said = GONE.filled(row=number)
        else:
            now = plan.rows[data.index(number - 1)]
            said = BECAME.filled(row=number, old=STATES[before], new=STATES[now.state])
            if now.state == plans.REJECTED and now.issues:
                said = STILL.filled(row=number, why=now.issues[0].message)
        say(self.became.setText, said)
        self._watched = None

    def _tell(self, _: object = None) -> None:
        plan = self._shown
        if plan is None:
            return
        counts = plan.counts
        for state, count in counts.items():
            self.figures[state].show_number(count)
            self.filters[state].setText(f"{SIGNS[state]} {text(STATES[state])} {count:,}")
        skipped = plan.skipped
        self.figures["skipped"].show_number(sum(skipped.values()))
        joint = ", " if speech.language == "en" else "、"
        classes = joint.join(
            f"{text(CLASS_WORDS[kind])} {skipped[kind]}" for kind in CLASSES if skipped.get(kind)
        )
        said = ADDS_UP.filled(
            read=len(plan.states),
            skipped=sum(skipped.values()),
            classes=classes or "0",
            **counts,
        )
        self.adds_up.setText(text(said))
        self.save.setEnabled(counts[plans.REJECTED] > 0)


def _asked(plan: Plan) -> frozenset[int]:
    """Return the rows (zero-based) with a conflict to be decided, whatever else becomes of them."""
    if plan.options.rule != ASK:
        return frozenset()
    return frozenset(issue.row - 1 for issue in plan.issues if issue.kind == "conflict")
