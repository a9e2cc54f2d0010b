"""Step 4 of the import wizard: questions, warnings, totals that differ, rows that match nothing."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QButtonGroup, QTabWidget, QToolButton, QVBoxLayout, QWidget

from renewtrack.intake import plans
from renewtrack.intake.plans import Issue, Plan, TotalDiffers
from renewtrack.ui import import_wizard_values as values
from renewtrack.ui.import_wizard_choice import Choice
from renewtrack.ui.import_wizard_parts import label, page, row, toggle
from renewtrack.ui.import_wizard_positions import PositionsTab
from renewtrack.ui.import_wizard_questions import QuestionsTab
from renewtrack.ui.import_wizard_reconcile import NONE as NO_MATCH
from renewtrack.ui.import_wizard_reconcile import UNSURE, PlacesTab
from renewtrack.ui.import_wizard_tables import Head, LinesModel, LinesTable
from renewtrack.ui.speaking import speech, text
from renewtrack.words import Words

LEVELS = {
    "": Words("全部", "All"),
    plans.ERROR: Words("拒绝", "Rejected"),
    plans.QUESTION: Words("要确认", "To confirm"),
    plans.WARNING: Words("提醒", "Warnings"),
}
SIGNS = {plans.ERROR: "✖", plans.QUESTION: "？", plans.WARNING: "▲"}
INKS = {plans.ERROR: "bad", plans.QUESTION: "accent", plans.WARNING: "dim"}
SHEET_ROW = Words("全表", "Sheet")
ISSUES, TOTALS = Words("提示", "Issues"), Words("合计核对", "Totals")
QUESTIONS, PLACES = Words("问题", "Questions"), Words("名称", "Names")
POSITIONS = Words("坐标", "Positions")
ALL_WELL = Words("没有需要核对的问题。", "Nothing to look at.")
TOTALS_WELL = Words(
    "表上的合计、小计都与明细相符。合计只用来核对，从不导入。",
    "Every total stated is the sum of its rows. Totals are compared, never imported.",
)
TOTALS_DIFFER = Words(
    "表上有 {count} 处合计与明细之和不符。合计不会导入，系统按明细重新计算。",
    "Stated totals that are not the sum of their rows: {count}. They are not imported; the "
    "program adds the rows up itself.",
)
MOST = 5_000  # issues listed; more are counted
MORE = Words(
    "共 {all} 条，这里列出前 {shown} 条；请用上面的按钮筛选。",
    "{all} in all; the first {shown} are listed. Narrow them down above.",
)


class IssuesPage(QWidget):
    """Shows what has to be looked at before anything is written."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.issues = LinesModel[Issue](_issue_heads(self))
        self.totals = LinesModel[TotalDiffers](_total_heads())
        self.questions, self.places, self.positions = QuestionsTab(), PlacesTab(), PositionsTab()
        self.told = {name: label(role="dim", wrap=True) for name in ("issues", "totals")}
        self.sentence = label(wrap=True)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.filters: dict[str, QToolButton] = {}
        self._plan: Plan | None = None
        self._choice: Choice | None = None
        self._found: tuple[Issue, ...] = ()
        self._level = ""
        self._more = 0
        for tab in (
            self.questions,
            self.places,
            self.positions,
            self._tab("issues", self.issues, ISSUES),
            self._tab("totals", self.totals, TOTALS),
        ):
            self.tabs.addTab(tab, "")
        page(self).addWidget(self.tabs, 1)
        speech.switched.connect(self._tell)

    def show_choice(self, choice: Choice) -> None:
        """Show what the plan of a file found."""
        planned = choice.planned
        plan = planned.plan if planned else None
        if plan is self._plan and choice is self._choice:
            return
        again = choice is self._choice and self._plan is not None
        self._plan, self._choice = plan, choice
        self._found = planned.issues if planned else ()
        self.questions.show_questions(plan, planned.questions if planned else ())
        self.places.show_places(planned.places if planned else (), plan, again)
        self.positions.show_seen(planned.positions if planned else None)
        self.totals.show_lines(plan.totals_differ if plan else ())
        if not again or self._level not in {issue.level for issue in self._found}:
            self._level = ""
        self.filters[self._level].setChecked(True)
        self._filter(self._level)
        if plan is not None and not again:
            self.tabs.setCurrentIndex(self._first())

    def _first(self) -> int:
        """Return the tab that asks for something; that of the issues where none does."""
        if self.questions.open:
            return 0
        if self.places.counts[UNSURE] + self.places.counts[NO_MATCH]:
            return 1
        seen = self.positions.seen
        return 2 if seen is not None and seen.shift.doubtful else 3

    def masks(self, letters: str) -> str | None:
        """Return the personal field of a column, or None."""
        columns = self._plan.layout.columns if self._plan else ()
        found = next((column.field for column in columns if column.letters == letters), None)
        return found if values.is_personal(found) else None

    def _tab(self, name: str, model: LinesModel[Any], words: Words) -> QWidget:
        tab = QWidget()
        table = LinesTable(words)
        table.take(model)
        box = QVBoxLayout(tab)
        box.setContentsMargins(0, 10, 0, 0)
        box.setSpacing(8)
        box.addWidget(self.told[name])
        if name == "issues":
            box.addLayout(self._filters())
            self.issues_table = table
            table.selectionModel().currentRowChanged.connect(self._tell_issue)
        box.addWidget(table, 1)
        if name == "issues":
            box.addWidget(self.sentence)
        return tab

    def _filters(self) -> QVBoxLayout:
        group = QButtonGroup(self)
        for level, words in LEVELS.items():
            made = toggle(words)
            made.setChecked(not level)
            made.clicked.connect(lambda _, level=level: self._filter(level))
            group.addButton(made)
            self.filters[level] = made
        box = QVBoxLayout()
        box.addLayout(row(*self.filters.values(), None))
        return box

    def _filter(self, level: str) -> None:
        self._level = level
        chosen = [issue for issue in self._found if level in ("", issue.level)]
        self._more = len(chosen)
        self.issues.show_lines(chosen[:MOST])
        self.issues_table.setCurrentIndex(self.issues.index(0, 0))
        self._tell()

    def _tell_issue(self, _: object = None) -> None:
        """Say the issue under the cursor in full, for the table may cut it off."""
        row = self.issues_table.currentIndex().row()
        lines = self.issues.lines
        found = self.issues.heads[-1].show(lines[row]) if 0 <= row < len(lines) else ""
        self.sentence.setText(text(found) if isinstance(found, Words) else found)
        self.sentence.setVisible(bool(found))

    def _tell(self, _: object = None) -> None:
        found = self._found
        for level, words in LEVELS.items():
            count = sum(1 for issue in found if level in ("", issue.level))
            self.filters[level].setText(f"{text(words)} {count:,}")
        differ, listed = len(self.totals.lines), len(self.issues.lines)
        more = MORE.filled(all=f"{self._more:,}", shown=f"{listed:,}")
        self.told["issues"].setText(text(more if found else ALL_WELL))
        self.told["issues"].setVisible(not found or self._more > listed)
        totals = TOTALS_DIFFER.filled(count=differ) if differ else TOTALS_WELL
        self.told["totals"].setText(text(totals))
        self._tell_issue()
        counts = self.places.counts
        unsure = counts[UNSURE] + counts[NO_MATCH]
        seen = self.positions.seen
        names = (
            (QUESTIONS, self.questions.open),
            (PLACES, unsure or ""),
            (POSITIONS, ""),
            (ISSUES, len(found)),
            (TOTALS, differ),
        )
        for place, (words, number) in enumerate(names):
            self.tabs.setTabText(place, f"{text(words)} {number}".strip())
        self.tabs.setTabVisible(0, bool(self.questions.cards))
        self.tabs.setTabVisible(1, bool(self.places.places))
        self.tabs.setTabVisible(2, seen is not None)


def _issue_heads(page_of: IssuesPage) -> tuple[Head[Issue], ...]:
    def value(issue: Issue) -> str:
        personal = page_of.masks(issue.column)
        return values.masked(personal, issue.value) if personal else issue.value

    def message(issue: Issue) -> Words:
        personal = page_of.masks(issue.column)
        if personal is None or not issue.value:
            return issue.message
        hidden = values.masked(personal, issue.value)
        said = (
            words.replace(issue.value, hidden) for words in (issue.message.zh, issue.message.en)
        )
        return Words(*said)

    return (
        Head(
            Words("级别", "Level"),
            92,
            lambda issue: Words(
                f"{SIGNS[issue.level]} {LEVELS[issue.level].zh}",
                f"{SIGNS[issue.level]} {LEVELS[issue.level].en}",
            ),
            ink=lambda issue: INKS[issue.level],
        ),
        Head(Words("行", "Row"), 50, _row_of, right=True),
        Head(Words("列", "Column"), 150, _column_of),
        Head(Words("内容", "Value"), 130, value),
        Head(Words("说明", "What to do"), 460, message),
    )


def _row_of(issue: Issue) -> str | Words:
    return str(issue.row) if issue.row else SHEET_ROW


def _column_of(issue: Issue) -> str:
    return f"{issue.column}  {issue.heading}" if issue.column else ""


def _total_heads() -> tuple[Head[TotalDiffers], ...]:
    return (
        Head(Words("行", "Row"), 60, lambda total: str(total.row), right=True),
        Head(Words("合计项", "Label"), 150, lambda total: total.label),
        Head(Words("列", "Column"), 220, lambda total: f"{total.column}  {total.heading}"),
        Head(Words("表上写的", "Stated"), 130, lambda total: _figure(total.stated), right=True),
        Head(Words("明细之和", "Sum of rows"), 130, lambda t: _figure(t.computed), right=True),
        Head(
            Words("相差", "Difference"),
            110,
            lambda total: f"{total.difference:+,.10g}",
            right=True,
            ink=lambda total: "bad",
        ),
        Head(Words("单位", "Unit"), 70, lambda total: total.unit),
    )


def _figure(value: float) -> str:
    return f"{value:,.10g}"
