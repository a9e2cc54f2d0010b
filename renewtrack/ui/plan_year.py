"""The annual plan of one year: as it was frozen, as it stands, and every change between."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from renewtrack.domain import baselines, money
from renewtrack.domain.baselines import Adjustment
from renewtrack.ui import asking, icons, plain
from renewtrack.ui.import_wizard_tables import Head, LinesModel, LinesTable
from renewtrack.ui.session import Session
from renewtrack.ui.speaking import say, speech, text
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

YEAR, VERSION = Words("计划年度", "Plan year"), Words("锁定版本", "Frozen version")
FREEZE = Words("锁定年度计划…", "Freeze the plan…")
FREEZE_TITLE = Words("锁定年度计划", "Freeze the annual plan")
FREEZE_ASK = Words(
    "把 {year} 年计划（{count} 个项目）锁定为第 {number} 版。"
    "此后的改动显示为调整。\n依据文件或理由：",
    "Freeze the plan of {year} ({count} projects) as version {number}; later changes show as "
    "adjustments.\nDocument or reason:",
)
DETAIL = Words("{year} 第 {number} 版", "{year}, version {number}")
NO_VERSION = Words("尚未锁定", "Not frozen yet")
NUMBERED = Words("第 {number} 版　{day}　{reason}", "Version {number}   {day}   {reason}")
NUMBERS = Words(
    "{what}：{projects} 个项目，{estates} 个小区，{buildings} 栋，{households} 户，"
    "{area} ㎡，{money} 万元",
    "{what}: {projects} projects, {estates} estates, {buildings} buildings, {households} "
    "households, {area} m², {money} ×10⁴ yuan",
)
FROZEN, PRESENT = Words("锁定时", "Frozen"), Words("目前", "Now")
CHANGES = Words("调整明细", "Adjustments")
SAME = Words("锁定后没有调整。", "Nothing has changed since it was frozen.")
OPEN = Words("在表里打开", "Open in the table")
KIND, PROJECT = Words("调整", "Change"), Words("项目", "Project")
WHAT, BEFORE, AFTER = Words("内容", "What"), Words("锁定时", "Frozen"), Words("目前", "Now")
PLAN_YEAR = Words("计划年度", "Plan year")


def _value(line: Adjustment, value: object) -> str:
    if value is None:
        return "—"
    if line.what == "invest_total_fen" and isinstance(value, int):
        return f"{Decimal(money.yuan_text(value)):,.2f}"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _what(line: Adjustment) -> Words:
    if line.kind == baselines.MOVED:
        return PLAN_YEAR
    return baselines.COMPARED.get(line.what, Words("", ""))


HEADS: tuple[Head[Adjustment], ...] = (
    Head(KIND, 150, lambda line: baselines.KIND_WORDS[line.kind]),
    Head(PROJECT, 230, lambda line: line.name),
    Head(WHAT, 130, _what),
    Head(BEFORE, 130, lambda line: _value(line, line.before), right=True),
    Head(AFTER, 130, lambda line: _value(line, line.after), right=True),
)


class PlanYear(QWidget):
    """Shows one plan year; freezing makes its next version."""

    drilled = Signal(str, object, object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.year, self.version = QComboBox(), QComboBox()
        self.freeze, self.open = QPushButton(), QPushButton()
        self.then, self.now, self.none = plain.label(), plain.label(), plain.label()
        self.model: LinesModel[Adjustment] = LinesModel(HEADS)
        self.table = LinesTable(CHANGES)
        self._build()
        session.changed.connect(self.refresh)
        speech.switched.connect(self._tell)
        self.refresh()

    def refresh(self, _: object = None) -> None:
        """Read the years and versions again."""
        if self.session.file is None:
            return
        from renewtrack.store import baselines as kept

        years = kept.years(self.session.db)
        chosen = self.year.currentData()
        if chosen not in years:
            now = int(self.session.today[:4])
            chosen = now if now in years else (years[0] if years else None)
        self.year.blockSignals(True)
        self.year.clear()
        for year in years:
            self.year.addItem(str(year), year)
        self.year.setCurrentIndex(self.year.findData(chosen))
        self.year.blockSignals(False)
        self._versions()

    def _build(self) -> None:
        bar = QHBoxLayout()
        for words, field in ((YEAR, self.year), (VERSION, self.version)):
            label = plain.label()
            say(label.setText, words)
            say(field.setAccessibleName, words)
            label.setBuddy(field)
            bar.addWidget(label)
            bar.addWidget(field)
        self.version.setMinimumWidth(260)
        bar.addStretch(1)
        for button, words, icon, deed in (
            (self.open, OPEN, "table", self._open),
            (self.freeze, FREEZE, "lock", self.ask),
        ):
            say(button.setText, words)
            icons.give(button.setIcon, icon)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False, do=deed: do())
            bar.addWidget(button)
        self.year.currentIndexChanged.connect(lambda _: self._versions())
        self.version.currentIndexChanged.connect(lambda _: self._tell())
        self.table.take(self.model, wide=1)
        self.table.activated.connect(lambda _: self._open())
        self.none.setProperty("role", "dim")
        for label in (self.then, self.now):
            label.setWordWrap(True)
        box = QVBoxLayout(self)
        box.setContentsMargins(12, 8, 0, 0)
        box.addLayout(bar)
        for widget in (self.then, self.now, self.none):
            box.addWidget(widget)
        box.addWidget(self.table, 1)

    def _versions(self) -> None:
        from renewtrack.store import baselines as kept

        year = self.year.currentData()
        found = kept.versions(self.session.db, year) if year is not None else []
        self.version.blockSignals(True)
        self.version.clear()
        for row in found:
            words = NUMBERED.filled(
                number=row["number"], day=row["frozen_at"][:10], reason=row["reason"] or ""
            )
            self.version.addItem(text(words).strip(), row["number"])
        if not found:
            self.version.addItem(text(NO_VERSION), None)
        self.version.blockSignals(False)
        self._tell()

    def _tell(self, _: object = None) -> None:
        year, number = self.year.currentData(), self.version.currentData()
        self.freeze.setEnabled(year is not None and self.session.may("editor"))
        if self.session.file is None or year is None:
            return
        from renewtrack.store import baselines as kept

        db = self.session.db
        frozen = kept.frozen(db, year, number) if number is not None else None
        lines = kept.adjustments(db, year, number) if frozen is not None else []
        self.model.show_lines(lines)
        self.now.setText(_numbers(PRESENT, baselines.sums(kept.present(db, year))))
        self.then.setText("" if frozen is None else _numbers(FROZEN, baselines.sums(frozen)))
        self.then.setVisible(frozen is not None)
        self.none.setText(text(NO_VERSION if frozen is None else SAME))
        self.none.setVisible(not lines)
        self.open.setEnabled(bool(self._ids()))

    def _ids(self) -> list[int]:
        """Return the projects of the selected changes, of all where none is selected."""
        chosen = {index.row() for index in self.table.selectionModel().selectedRows()}
        lines = [line for at, line in enumerate(self.model.lines) if not chosen or at in chosen]
        from renewtrack.store import projects

        return projects.ids_of(self.session.db, [line.uid for line in lines])

    def _open(self) -> None:
        ids = self._ids()
        if ids:
            self.drilled.emit("projects", ids, CHANGES)

    def ask(self) -> None:
        """Ask why the plan is frozen, and freeze it."""
        from renewtrack.store import baselines as kept

        session, year = self.session, self.year.currentData()
        number = len(kept.versions(session.db, year)) + 1
        count = len(kept.present(session.db, year))
        question = FREEZE_ASK.filled(year=year, count=count, number=number)
        reason = asking.line(self, FREEZE_TITLE, question)
        if not reason:
            return
        who, now = session.who, dt.datetime.now(dt.UTC).isoformat(timespec="seconds")

        def write(db: Database) -> None:
            kept.freeze(db, year, who, now, reason)

        session.write("baseline", write, DETAIL.filled(year=year, number=number))


def _numbers(what: Words, sums: dict[str, float]) -> str:
    said = NUMBERS.filled(
        what=what,
        projects=f"{int(sums['projects']):,}",
        estates=f"{int(sums['estates']):,}",
        buildings=f"{int(sums['buildings']):,}",
        households=f"{int(sums['households']):,}",
        area=f"{sums['floor_area_m2']:,.2f}",
        money=money.wan_shown(int(sums["invest_total_fen"])),
    )
    return text(said)
