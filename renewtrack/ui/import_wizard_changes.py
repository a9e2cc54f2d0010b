"""Step 5 of the import wizard: what would be written, cell by cell, counted and filtered."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from renewtrack.intake import plans
from renewtrack.intake.row_classes import CLASSES
from renewtrack.ui import import_wizard_values as values
from renewtrack.ui.import_wizard_choice import Choice
from renewtrack.ui.import_wizard_jobs import ChangeLine
from renewtrack.ui.import_wizard_parts import Figure, button, label, page, row, toggle
from renewtrack.ui.import_wizard_preview import CLASS_WORDS
from renewtrack.ui.import_wizard_tables import Head, LinesModel, LinesTable
from renewtrack.ui.speaking import speech, text
from renewtrack.words import Words

STATES = {
    plans.NEW: Words("新增", "New"),
    plans.CHANGED: Words("更新", "Changed"),
    plans.SAME: Words("无变化", "Same"),
    plans.REJECTED: Words("拒绝", "Rejected"),
}
SIGNS = {plans.NEW: "＋", plans.CHANGED: "✎", plans.SAME: "＝", plans.REJECTED: "✖"}
INKS = {plans.NEW: "good", plans.CHANGED: "accent", plans.SAME: "dim", plans.REJECTED: "bad"}
SKIPPED = Words("跳过", "Left aside")
SHOW = Words("显示", "Show")
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
SAVE_REJECTS = Words("拒绝的行另存为 Excel…(&X)", "Save rejected rows as E&xcel…")
CHANGES = Words("将写入的内容", "What will be written")


class ChangesPage(QWidget):
    """Shows counts and old and new values; the same rows stay out of the grid at first."""

    rejects_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.figures = {state: Figure(words) for state, words in STATES.items()}
        self.figures["skipped"] = Figure(SKIPPED)
        self.adds_up = label(role="dim", wrap=True)
        self.model = LinesModel[ChangeLine](_heads())
        self.table = LinesTable(CHANGES)
        self.table.take(self.model)
        self.filters: dict[str, QToolButton] = {}
        self.save = button(SAVE_REJECTS)
        self.save.clicked.connect(self.rejects_asked)
        self._choice: Choice | None = None
        box = page(self)
        counts = QHBoxLayout()
        counts.setSpacing(10)
        for figure in self.figures.values():
            counts.addWidget(figure, 1)
        box.addLayout(counts)
        box.addWidget(self.adds_up)
        box.addLayout(self._filter_row())
        box.addWidget(self.table, 1)
        box.addWidget(label(NOTHING_YET, "dim", wrap=True))
        speech.switched.connect(self._tell)

    def show_choice(self, choice: Choice) -> None:
        """Show what the plan of a file would write."""
        self._choice = choice
        for state, made in self.filters.items():
            made.setChecked(state != plans.SAME)
        self._filter()
        self._tell()

    def _filter_row(self) -> QHBoxLayout:
        for state, words in STATES.items():
            made = toggle(words)
            made.clicked.connect(self._filter)
            self.filters[state] = made
        return row(label(SHOW, "dim"), *self.filters.values(), None, self.save)

    def _filter(self) -> None:
        planned = self._choice.planned if self._choice else None
        wanted = {state for state, made in self.filters.items() if made.isChecked()}
        lines = planned.lines if planned else ()
        self.model.show_lines([line for line in lines if line.state in wanted])

    def _tell(self, _: object = None) -> None:
        planned = self._choice.planned if self._choice else None
        if planned is None:
            return
        plan = planned.plan
        for state, count in plan.counts.items():
            self.figures[state].show_number(count)
            self.filters[state].setText(f"{SIGNS[state]} {text(STATES[state])} {count:,}")
        skipped = plan.skipped
        self.figures["skipped"].show_number(sum(skipped.values()))
        joint = ", " if speech.language == "en" else "、"
        classes = joint.join(
            f"{text(CLASS_WORDS[kind])} {skipped[kind]}" for kind in CLASSES if skipped.get(kind)
        )
        said = ADDS_UP.filled(
            read=plan.rows_read,
            skipped=sum(skipped.values()),
            classes=classes or "0",
            **plan.counts,
        )
        self.adds_up.setText(text(said))
        self.save.setEnabled(plan.counts[plans.REJECTED] > 0)


def _heads() -> tuple[Head[ChangeLine], ...]:
    return (
        Head(
            Words("状态", "State"),
            84,
            lambda line: Words(
                f"{SIGNS[line.state]} {STATES[line.state].zh}",
                f"{SIGNS[line.state]} {STATES[line.state].en}",
            ),
            ink=lambda line: INKS[line.state],
        ),
        Head(Words("行", "Row"), 50, lambda line: str(line.row), right=True),
        Head(Words("对象", "Of"), 150, lambda line: line.name),
        Head(Words("内容", "What"), 130, lambda line: line.field),
        Head(Words("台账原值", "In the ledger"), 150, _old, ink=lambda line: "dim"),
        Head(Words("→ 新值", "→ New value"), 170, _new),
        Head(Words("表中原文", "As written"), 150, _raw, ink=lambda line: "dim"),
    )


def _old(line: ChangeLine) -> str:
    change = line.change
    return values.shown(change, change.old, speech.language) if change else ""


def _new(line: ChangeLine) -> str:
    change = line.change
    return values.shown(change, change.new, speech.language) if change else ""


def _raw(line: ChangeLine) -> str:
    change = line.change
    if change is None or not change.raw:
        return ""
    words = values.masked_raw(change)
    return f"{change.cell}：{words}" if change.cell else words
