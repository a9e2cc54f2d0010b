"""The status bar: running jobs with cancel at the left, sums and the person at the right."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from PySide6.QtWidgets import QProgressBar, QPushButton, QStatusBar, QWidget

from renewtrack.domain import money
from renewtrack.ui import plain
from renewtrack.ui.ledger import Shown
from renewtrack.ui.session import Session
from renewtrack.ui.speaking import say, speech, text
from renewtrack.ui.tasks import Task
from renewtrack.words import Words

OF_ALL = Words("显示合计", "Shown")
OF_MARKED = Words("所选合计", "Selected")
UNITS = {
    "estates": Words("{count} 个小区", "{count} estates"),
    "buildings": Words("{count} 栋", "{count} buildings"),
    "projects": Words("{count} 个项目", "{count} projects"),
    "works": Words("{count} 项改造内容", "{count} works"),
}
SUMS = Words(
    "{head}：{unit} · {households} 户 · {area} · {money} 万元",
    "{head}: {unit} · {households} households · {area} · {money} ×10⁴ yuan",
)
WORK_SUMS = Words("{head}：{unit} · 预算 {money} 万元", "{head}: {unit} · budget {money} ×10⁴ yuan")
AREA = Words("{area} 万㎡", "{area} ×10⁴ ㎡")
NO_AREA = Words("面积未填", "no floor area")
SUMS_TIP = Words(
    "总投资按项目合计：几个小区共用的项目只算一次，因此可能小于各行相加。\n"
    "小区表、楼栋表里是各小区现在的项目，以前的项目不在内；全部项目的合计见项目表。",
    "Money is summed by projects: one shared by several estates counts once, so that the sum may "
    "be less than its rows added up.\nEstates and buildings have the project they are in now, none "
    "of before; the sum of all projects is at the table of projects.",
)
CANCEL = Words("取消", "Cancel")
SAVED = Words("已保存 {time}", "Saved {time}")
WHO = Words("操作人：{who}", "User: {who}")


class StatusLine(QStatusBar):
    """Shows sums of what is shown or selected, the last save, and what runs."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._shown: Shown | None = None
        self._saved: dt.datetime | None = None
        self._task: Task | None = None
        self.job, self.bar, self.cancel = plain.label(), QProgressBar(), QPushButton()
        self.sums, self.saved, self.who = plain.label(), plain.label(), plain.label()
        self._prepare()
        session.tasks.started.connect(self._follow)
        session.tasks.moved.connect(self._moved)
        session.tasks.ended.connect(self._follow)
        session.changed.connect(self._save)
        session.opened.connect(self._opened)
        session.preferred.connect(self._draw)
        speech.switched.connect(self._draw)
        self._opened()

    def _prepare(self) -> None:
        self.setSizeGripEnabled(False)
        self.bar.setRange(0, 100)
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(140)
        self.cancel.setFlat(True)
        say(self.cancel.setText, CANCEL)
        self.cancel.clicked.connect(self._stop)
        plain.say_tip(self.sums, SUMS_TIP)
        for widget in (self.job, self.bar, self.cancel):
            self.addWidget(widget)
            widget.hide()
        for widget in (self.sums, self.saved, self.who):
            self.addPermanentWidget(widget)

    def show_sums(self, shown: Shown) -> None:
        """Show what the table adds up to."""
        self._shown = shown
        self._draw()

    def _draw(self) -> None:
        shown = self._shown
        self.sums.setText("" if shown is None else text(_sums(shown)))
        at = f"{self._saved:%H:%M}" if self._saved is not None else ""
        self.saved.setText(text(SAVED.filled(time=at)) if at else "")
        self.who.setText(text(WHO.filled(who=self.session.who)))

    def _save(self) -> None:
        self._saved = dt.datetime.now()
        self._draw()

    def _opened(self) -> None:
        there = self.session.file is not None
        self._saved = None
        if not there:
            self._shown = None
        for label in (self.sums, self.saved, self.who):
            label.setVisible(there)
        self._draw()

    def _follow(self) -> None:
        running = self.session.tasks.running
        self._task = running[0] if running else None
        for widget in (self.job, self.bar, self.cancel):
            widget.setVisible(self._task is not None)
        if self._task is not None:
            self.job.setText(text(self._task.words))
            self._moved(self._task)

    def _moved(self, task: Task) -> None:
        if task is self._task:
            self.bar.setValue(round(task.fraction * 100))

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()


def _sums(shown: Shown) -> Words:
    sums = shown.sums
    if shown.kind == "works":
        head = OF_MARKED if shown.of_marked else OF_ALL
        unit = UNITS["works"].filled(count=f"{sums.count:,}")
        fen = Decimal(money.wan_text(sums.budget_fen))
        return WORK_SUMS.filled(head=head, unit=unit, money=f"{fen:,.2f}")
    area = Decimal(str(sums.floor_area_m2)) / 10_000
    known = AREA.filled(area=f"{money.half_up(area, 2):,.2f}") if area else NO_AREA
    return SUMS.filled(
        head=OF_MARKED if shown.of_marked else OF_ALL,
        unit=UNITS[shown.kind].filled(count=f"{sums.count:,}"),
        households=f"{sums.households:,}",
        area=known,
        money=money.wan_shown(sums.invest_total_fen),
    )
