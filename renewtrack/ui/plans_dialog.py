"""Plans from the strategic to the yearly, their targets with what is reached, the annual plan."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QPushButton,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from renewtrack.domain import targets
from renewtrack.ui import asking, fitting, icons, plain
from renewtrack.ui.bar_chart import BarChart, ChartBar
from renewtrack.ui.columns import Column
from renewtrack.ui.entry_columns import STORED
from renewtrack.ui.entry_list import EntryList, EntrySpec, Row
from renewtrack.ui.plan_tree import PlanTree
from renewtrack.ui.plan_year import PlanYear
from renewtrack.ui.speaking import say, speech, text
from renewtrack.ui.tasks import Task
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

    from renewtrack.analysis.reaching import Reached
    from renewtrack.ui.main_window import MainWindow

TITLE = Words("规划与目标", "Plans and targets")
TARGETS = Words("目标完成", "Targets")
ANNUAL = Words("年度计划与调整", "Annual plan")
SECTIONS = Words("规划的各部分", "Parts of the plans")
CHART = Words("各项目标的完成值（竖线为目标值）", "Reached, with the target as a line")
HOW = Words(
    "完成值由已完工的改造推算：同一处只计一次，重叠的地只算一遍，口袋公园包含在绿地内不另加。"
    "预计年底 = 已完成 + 按预计或计划完工日期年内应完工的。",
    "Reached is reckoned from finished works: each place once, ground that overlaps once; a pocket "
    "park is part of the green area. By year's end adds what should be finished this year.",
)
UNSURE = Words(
    "另有 {undated} 项完工日期不明未计入，{unmeasured} 项没有图形或合用的工程量。",
    "{undated} more are finished on an unknown day; {unmeasured} have no fitting shape or "
    "quantity.",
)
ROWS_BEHIND = Words("打开完成值背后的记录", "Open what was reached")
UNIT = Column("unit", Words("单位", "Unit"), 50)
DONE = Column("done", Words("完成值", "Reached"), 80, "area")
SHARE = Column("share", Words("完成率", "Rate"), 70, "percent")
AHEAD = Column("forecast", Words("预计年底", "By year's end"), 90, "area")
SPEC = EntrySpec(
    "target",
    "plan_id",
    Words("目标", "target"),
    STORED["target"],
    frozenset({"metric", "planned"}),
    (UNIT, DONE, SHARE, AHEAD),
)


class PlansDialog(QDialog):
    """The tree of plans at the left, the targets of the one in front at the right."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.window_, self.session = window, window.session
        self.reached: dict[int, Reached] = {}
        self._task: Task | None = None
        self.plans, self.behind = PlanTree(self.session), QPushButton()
        self.targets = EntryList(self.session, replace(SPEC, read=self._targets))
        self.chart, self.unsure = BarChart(CHART), plain.label()
        self.annual = PlanYear(self.session)
        self.tabs = QTabWidget()
        say(self.setWindowTitle, TITLE)
        self._build()
        self.session.changed.connect(self.refresh)
        speech.switched.connect(self._again)
        self.resize(fitting.low(self, 1120, 680))
        self.refresh()

    def refresh(self, _: object = None) -> None:
        """Read the plans, and in a thread what is reached."""
        if self.session.file is None:
            self.reject()
            return
        self.plans.refresh()
        today = self.session.today

        def job(db: Database, _: object) -> dict[int, Reached]:
            from renewtrack.analysis import reaching

            return {each.id: each for each in reaching.read(db, today)}

        self._drop()
        self._task = self.session.run_read(job, self._arrived)

    def done(self, result: int) -> None:
        """Close; nothing more is read for it."""
        self.session.changed.disconnect(self.refresh)
        self._drop()
        super().done(result)

    def _drop(self) -> None:
        if self._task is not None:
            self._task.cancel()
        self._task = None

    # -- build

    def _build(self) -> None:
        self.plans.chosen.connect(self._show)
        say(self.behind.setText, ROWS_BEHIND)
        icons.give(self.behind.setIcon, "table")
        self.behind.setAutoDefault(False)
        self.behind.clicked.connect(lambda: self._open())
        for words, page in ((TARGETS, self._right()), (ANNUAL, self.annual)):
            number = self.tabs.addTab(page, "")
            say(partial(self.tabs.setTabText, number), words, page)
        self.tabs.setDocumentMode(True)
        say(self.tabs.tabBar().setAccessibleName, SECTIONS)
        self.annual.drilled.connect(self._drill)
        parts = QSplitter(Qt.Orientation.Horizontal)
        parts.addWidget(self.plans)
        parts.addWidget(self.tabs)
        parts.setHandleWidth(1)
        parts.setChildrenCollapsible(False)
        parts.setSizes([340, 760])
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 14)
        box.addWidget(parts, 1)
        box.addLayout(asking.foot(self))

    def _right(self) -> QWidget:
        page = QWidget()
        how = plain.label()
        say(how.setText, HOW)
        for label in (how, self.unsure):
            label.setWordWrap(True)
            label.setProperty("role", "dim")
        self.targets.bar.insertWidget(self.targets.bar.count() - 1, self.behind)
        self.targets.picked.connect(lambda _: self._enable())
        self.chart.opened.connect(self._open)
        box = QVBoxLayout(page)
        box.setContentsMargins(12, 8, 0, 0)
        box.addWidget(self.targets, 1)
        box.addWidget(self.chart)
        box.addWidget(how)
        box.addWidget(self.unsure)
        return page

    # -- what is shown

    def _show(self) -> None:
        self.targets.show_of(self.plans.plan_id)
        self._draw()
        self._enable()

    def _targets(self, db: Database, plan_id: int) -> list[Row]:
        from renewtrack.store import belonging

        found = belonging.of(db, "target", "plan_id", plan_id)
        for row in found:
            one, metric = self.reached.get(row["id"]), targets.metrics().get(row["metric"])
            row["unit"] = text(metric.unit_words) if metric else ""
            row["done"] = None if one is None else round(one.base + one.done, 2)
            row["share"] = None if one is None or one.share is None else round(one.share, 1)
            row["forecast"] = None if one is None else round(one.forecast, 2)
        return found

    def _arrived(self, found: dict[int, Reached]) -> None:
        self.reached = found
        self.targets.refresh()
        self._draw()
        self._enable()

    def _draw(self) -> None:
        shown = [
            self.reached[row["id"]] for row in self.targets.model.lines if row["id"] in self.reached
        ]
        self.chart.show_bars([_bar(each) for each in shown])
        self.chart.setVisible(bool(shown))
        undated, unmeasured = (
            sum(getattr(each, name) for each in shown) for name in ("undated", "unmeasured")
        )
        said = UNSURE.filled(undated=undated, unmeasured=unmeasured)
        self.unsure.setText(text(said))
        self.unsure.setVisible(bool(undated or unmeasured))

    def _again(self, _: str) -> None:
        self.plans.refresh()

    def _enable(self) -> None:
        row = self.targets.row
        one = self.reached.get(row["id"]) if row else None
        self.behind.setEnabled(one is not None and bool(one.rows))

    # -- where it leads

    def _open(self, target_id: object = None) -> None:
        row = self.targets.row
        key = target_id if isinstance(target_id, int) else (row["id"] if row else None)
        one = self.reached.get(key) if isinstance(key, int) else None
        if one is not None and one.rows:
            kind = one.rows[0][0]
            self._drill(kind, [number for _, number in one.rows], one.metric.words)

    def _drill(self, kind: str, ids: list[int], words: Words) -> None:
        self.accept()
        self.window_.workspace.drill(kind, ids, words)


def open_over(window: MainWindow) -> None:
    """Show the plans of the file."""
    dialog = PlansDialog(window)
    dialog.exec()
    dialog.deleteLater()


def _bar(each: Reached) -> ChartBar:
    reached = each.base + each.done
    name = each.metric.words
    if each.year is not None:
        name = Words(f"{name.zh} {each.year}", f"{name.en} {each.year}")
    share = 1.0 if not each.planned else reached / each.planned
    said = f"{reached:,.2f}".rstrip("0").rstrip(".")
    figure = f"{said} / {each.planned:,g} {text(each.metric.unit_words)}".strip()
    return ChartBar(each.id, name, min(share, 1.5), figure, mark=1.0)
