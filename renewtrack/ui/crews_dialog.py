"""Crews with their half days, days on which nobody is disturbed, and the office's working days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QDialog,
    QHBoxLayout,
    QLabel,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from renewtrack.domain import visit_rounds
from renewtrack.ui import asking, fitting, plain
from renewtrack.ui.entry_form import Values
from renewtrack.ui.entry_list import EntryList, EntrySpec, Row
from renewtrack.ui.resident_columns import STORED
from renewtrack.ui.session import Session
from renewtrack.ui.speaking import say, text
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

TITLE = Words("班组与入户日历", "Crews and the calendar of visits")
CREWS, QUIET = Words("班组", "Crews"), Words("不宜入户的日子", "Quiet days")
DAYS = Words("工作日调整", "Working days")
PAGES = Words("班组与日历的各页", "Pages of crews and calendar")
SLOTS = Words("所选班组另定的半天（户数 0 为不出工）", "Half days that differ (0 homes: away)")
WHERE = Words("适用小区", "Estate")
EVERYWHERE = Words("全区", "Everywhere")
USUAL = Words(
    "周末和法定节假日按内置表（2025、2026 年）；这里登记加班的周末和另行停工的日子。",
    "Weekends and public holidays are those of the built-in table (2025, 2026); put weekends that "
    "are worked and days that are not here.",
)
QUIET_HINT = Words(
    "考试周、节日、午休等。选中小区则只管该小区，“全区”管所有小区；星期填数字，如 67 为周六日。",
    "Exam weeks, festivals, rests. They hold at the estate chosen, or everywhere; weekdays are "
    "digits, 67 is Saturday and Sunday.",
)
TAKEN = Words("“{what}”已经登记过", "“{what}” is on record already")
WHOLE_DAY = Words("请填写完整日期，例如 2026-6-8", "Give a whole date, such as 2026-6-8")
BACKWARDS = Words("止日早于起日", "The end is before the beginning")
WEEKDAYS = Words("星期只能填 1 到 7 的数字", "Weekdays are digits from 1 to 7")
LESS = Words("户数不能小于 0", "Homes cannot be below 0")

CREW = EntrySpec("crew", "", Words("班组", "crew"), STORED["crew"], frozenset({"name", "capacity"}))
SLOT = EntrySpec(
    "slot",
    "crew_id",
    Words("半天", "half day"),
    STORED["slot"],
    frozenset({"date", "half", "capacity"}),
)
RULE = EntrySpec(
    "quiet_rule",
    "estate_id",
    Words("不宜入户的日子", "quiet rule"),
    STORED["quiet_rule"],
    frozenset({"first_day", "last_day", "why"}),
)
WORK_DAY = EntrySpec(
    "work_day",
    "",
    Words("工作日调整", "working day"),
    STORED["work_day"],
    frozenset({"date"}),
    first=lambda _: {"worked": 0},
)


class CrewsDialog(QDialog):
    """Three pages of lists; everything is written at once and can be undone."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        capacity = int(visit_rounds.settings()["capacity"])
        self.crews = _list(session, CREW, _all("crew", "name"), ("name",), _crew)
        self.crews.spec = replace(
            self.crews.spec, first=lambda _: {"capacity": capacity, "active": 1}
        )
        self.slots = _list(session, SLOT, None, ("date", "half"), _slot)
        self.rules = _list(session, RULE, _of_estate, (), _rule)
        self.days = _list(session, WORK_DAY, _all("work_day", "date"), ("date",), _work_day)
        self.estate, self.tabs = QComboBox(), QTabWidget()
        say(self.setWindowTitle, TITLE)
        self._build()
        self.resize(fitting.low(self, 760, 560))

    def _build(self) -> None:
        self.crews.picked.connect(self._crew_picked)
        for page, words in (
            (self._page(self.crews, _note(SLOTS), self.slots), CREWS),
            (self._page(_note(QUIET_HINT), self._chooser(), self.rules), QUIET),
            (self._page(_note(USUAL), self.days), DAYS),
        ):
            place = self.tabs.addTab(page, "")
            say(partial(self.tabs.setTabText, place), words, page)
        say(self.tabs.tabBar().setAccessibleName, PAGES)
        box = QVBoxLayout(self)
        box.setContentsMargins(14, 12, 14, 12)
        box.addWidget(self.tabs, 1)
        box.addLayout(asking.foot(self))
        self.crews.show_of(0)
        self.days.show_of(0)
        self.rules.show_of(0)

    def _page(self, *widgets: QWidget) -> QWidget:
        page = QWidget()
        box = QVBoxLayout(page)
        for widget in widgets:
            box.addWidget(widget, 1 if isinstance(widget, EntryList) else 0)
        return page

    def _chooser(self) -> QWidget:
        from renewtrack.store import estates

        self.estate.addItem(text(EVERYWHERE), 0)
        for estate in estates.all(self.session.db):
            self.estate.addItem(estate.name, estate.id)
        self.estate.setEditable(True)
        self.estate.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        line, completer = self.estate.lineEdit(), self.estate.completer()
        assert line is not None
        assert completer is not None
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        line.editingFinished.connect(self._say_estate)
        say(self.estate.setAccessibleName, WHERE)
        self.estate.currentIndexChanged.connect(
            lambda _: self.rules.show_of(int(self.estate.currentData() or 0))
        )
        page = QWidget()
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 0, 0, 0)
        label = plain.label()
        say(label.setText, WHERE)
        label.setBuddy(self.estate)
        row.addWidget(label)
        row.addWidget(self.estate, 1)
        return page

    def _say_estate(self) -> None:
        """Name the estate whose rules are shown, whatever else was typed."""
        self.estate.setEditText(self.estate.itemText(self.estate.currentIndex()))

    def _crew_picked(self, row: Row | None) -> None:
        self.slots.show_of(None if row is None else int(row["id"]))


def _list(
    session: Session,
    spec: EntrySpec,
    read: Callable[[Database, int], list[Row]] | None,
    unique: tuple[str, ...],
    sound: Callable[[Values], Words | None],
) -> EntryList:
    """Return a list whose entries are sound, and each there once."""
    made = EntryList(session, replace(spec, read=read))

    def check(values: Values) -> Words | None:
        others = (row for row in made.model.lines if row["id"] != made.edited)
        if unique and any(all(row[k] == values[k] for k in unique) for row in others):
            return TAKEN.filled(what=" ".join(_told(k, values[k]) for k in unique))
        return sound(values)

    made.spec = replace(made.spec, check=check)
    return made


def _told(key: str, value: Any) -> str:
    from renewtrack.ui import cells

    return text(cells.code_words("halves", value)) if key == "half" else str(value)


def _all(table: str, order: str) -> Callable[[Database, int], list[Row]]:
    def read(db: Database, _: int) -> list[Row]:
        from renewtrack.store import crews

        return crews.listed(db, table, order)

    return read


def _of_estate(db: Database, estate_id: int) -> list[Row]:
    from renewtrack.store import crews

    return crews.quiet_rules(db, estate_id or None)


def _crew(values: Values) -> Words | None:
    return LESS if (values.get("capacity") or 0) < 0 else None


def _slot(values: Values) -> Words | None:
    return _day(values["date"]) or _crew(values)


def _work_day(values: Values) -> Words | None:
    return _day(values["date"])


def _rule(values: Values) -> Words | None:
    first, last = values["first_day"], values["last_day"]
    why = _day(first) or _day(last)
    if why is None and last < first:
        why = BACKWARDS
    if why is None and set(values.get("weekdays") or "") - set("1234567"):
        why = WEEKDAYS
    return why


def _day(iso: str) -> Words | None:
    try:
        dt.date.fromisoformat(iso)
    except ValueError:
        return WHOLE_DAY
    return None


def _note(words: Words) -> QLabel:
    made = plain.label()
    made.setProperty("role", "dim")
    made.setWordWrap(True)
    say(made.setText, words)
    return made
