"""Rounds of consultation: the list, the count by heads and area, meetings and needs heard."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QSplitter, QTabWidget, QVBoxLayout, QWidget

from renewtrack.domain import money, notice_clock
from renewtrack.ui import icons, needs_model, plain
from renewtrack.ui.entry_list import EntryList, EntrySpec
from renewtrack.ui.flow import FlowLayout
from renewtrack.ui.import_wizard_tables import Head, LinesModel, LinesTable
from renewtrack.ui.resident_columns import STORED
from renewtrack.ui.session import Session
from renewtrack.ui.speaking import say, speech, text
from renewtrack.words import Words

if TYPE_CHECKING:
    from renewtrack.store.consultations import Consultation, Count
    from renewtrack.store.needs import NeedLine

ROUNDS, COUNTS = Words("征求意见", "Rounds"), Words("计票", "Count")
PLACE, TITLE = Words("小区或项目", "Estate or project"), Words("事项", "Subject")
OPENED, CLOSED = Words("开始", "Opened"), Words("截止", "Closed")
NOTICE, DECIDED = Words("公示", "Notice"), Words("决定", "Decision")
OPTION, HEADS = Words("选项", "Option"), Words("户", "Homes")
BY_HEADS, AREA = Words("按户 %", "By homes %"), Words("面积 ㎡", "Area m²")
BY_AREA, NO_BALLOT = Words("按面积 %", "By area %"), Words("未交票", "No ballot")
MEETINGS, HEARD = Words("会议", "Meetings"), Words("听到的需求", "Needs heard")
PAGES = Words("征求意见的各页", "Pages of a round")
NOTHING = Words("还没有征求意见。", "No rounds yet.")
TOLD = Words(
    "{title}：{count} / {every} 户已交票；{clock}", "{title}: {count} of {every} ballots; {clock}"
)
NO_AREA = Words("{said}；{count} 户面积不明", "{said}; {count} homes without an area")
SAID = Words("{told}　决定：{decided}（{why}）", "{told}. Decided: {decided} ({why})")
MEETING = EntrySpec(
    "meeting", "consultation_id", Words("会议", "meeting"), STORED["meeting"], frozenset({"notes"})
)
BUTTONS: tuple[tuple[str, Words, str], ...] = (
    ("add", Words("新的征求意见…", "New round…"), "add"),
    ("edit", Words("修改…", "Edit…"), "pen"),
    ("ballots", Words("录入纸质票(B)…", "Enter ballots (B)…"), "people"),
    ("print", Words("打印公示…", "Print the notice…"), "print"),
    ("page", Words("公示网页…", "Notice as a page…"), "export"),
    ("remove", Words("删除", "Delete"), "remove"),
)
OptionLine = tuple["str | Words", int, "float | None", float, "float | None"]


class RoundsPage(QWidget):
    """Enter edits a round, B enters its ballots, Insert opens another."""

    picked = Signal(int)  # the round in front

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.model: LinesModel[Consultation] = LinesModel(
            (
                Head(PLACE, 130, lambda line: line.place),
                Head(TITLE, 150, lambda line: line.title),
                Head(OPENED, 92, lambda line: line.opened_on or ""),
                Head(CLOSED, 92, lambda line: line.closed_on or ""),
                Head(NOTICE, 150, self._notice),
                Head(DECIDED, 120, lambda line: line.decided or ""),
            )
        )
        self.options: LinesModel[OptionLine] = LinesModel(
            (
                Head(OPTION, 160, lambda line: line[0]),
                Head(HEADS, 60, lambda line: f"{line[1]:,}", right=True),
                Head(BY_HEADS, 84, lambda line: percent(line[2]), right=True),
                Head(AREA, 96, lambda line: f"{line[3]:,.2f}", right=True),
                Head(BY_AREA, 84, lambda line: percent(line[4]), right=True),
            )
        )
        self.heard_model = LinesModel(needs_model.heads())
        self.table, self.counts, self.heard = (
            LinesTable(ROUNDS),
            LinesTable(COUNTS),
            LinesTable(HEARD),
        )
        self.meetings, self.pages = EntryList(session, MEETING), QTabWidget()
        self.told, self.none, self.words = plain.label(), plain.label(), plain.label()
        self.buttons = {key: QPushButton() for key, _, _ in BUTTONS}
        self.add_need = QPushButton()
        self._build()

    def take(self, deeds: dict[str, Callable[[], object]], heard: Callable[[], object]) -> None:
        """Let buttons and keys do what they say."""
        for key, deed in deeds.items():
            self.buttons[key].clicked.connect(partial(_call, deed))
        self.table.keys = {
            Qt.Key.Key_Insert: deeds["add"],
            Qt.Key.Key_B: deeds["ballots"],
            Qt.Key.Key_Delete: deeds["remove"],
        }
        self.table.activated.connect(lambda _: deeds["edit"]())
        self.add_need.clicked.connect(partial(_call, heard))

    @property
    def round(self) -> Consultation | None:
        """Return the round in front."""
        place = self.table.currentIndex().row()
        return self.model.lines[place] if 0 <= place < len(self.model.lines) else None

    def show_rounds(self, found: Sequence[Consultation]) -> None:
        """Show the rounds of the file; the one in front stays there."""
        kept = self.round
        self.model.show_lines(found)
        self.none.setVisible(not found)
        ids = [each.id for each in found]
        if found:
            self.table.selectRow(ids.index(kept.id) if kept and kept.id in ids else 0)
        self._show()

    # -- build

    def _build(self) -> None:
        self.table.setSelectionMode(LinesTable.SelectionMode.SingleSelection)
        self.table.take(self.model, wide=1)
        self.counts.take(self.options, wide=0)
        self.heard.take(self.heard_model)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show())
        self.none.setProperty("role", "dim")
        say(self.none.setText, NOTHING)
        for label in (self.told, self.words):
            label.setWordWrap(True)
        self.words.setProperty("role", "dim")
        bar = FlowLayout()
        for key, words, icon in BUTTONS:
            button = self.buttons[key]
            say(button.setText, words)
            icons.give(button.setIcon, icon)
            bar.addWidget(button)
        for page, words in (
            (self.counts, COUNTS),
            (self.meetings, MEETINGS),
            (self._heard(), HEARD),
        ):
            place = self.pages.addTab(page, "")
            say(partial(self.pages.setTabText, place), words, page)
        self.pages.setDocumentMode(True)
        say(self.pages.tabBar().setAccessibleName, PAGES)
        below = QWidget()
        column = QVBoxLayout(below)
        column.setContentsMargins(0, 0, 0, 0)
        for widget in (self.told, self.words, self.pages):
            column.addWidget(widget)
        column.setStretch(2, 1)
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.addWidget(self.table)
        parts.addWidget(below)
        parts.setChildrenCollapsible(False)
        parts.setSizes([180, 320])
        box = QVBoxLayout(self)
        box.setContentsMargins(8, 4, 8, 4)
        box.addLayout(bar)
        box.addWidget(self.none)
        box.addWidget(parts, 1)
        speech.switched.connect(self._tell)

    def _heard(self) -> QWidget:
        page = QWidget()
        box = QVBoxLayout(page)
        box.setContentsMargins(0, 0, 0, 0)
        say(self.add_need.setText, Words("登记需求…", "Note a need…"))
        icons.give(self.add_need.setIcon, "add")
        bar = FlowLayout()
        bar.addWidget(self.add_need)
        box.addWidget(self.heard, 1)
        box.addLayout(bar)
        return page

    # -- what is shown

    def _show(self) -> None:
        found, may = self.round, self.session.may("editor")
        lines: list[NeedLine] = []
        self._count: Count | None = None
        if found is not None and self.session.file is not None:
            from renewtrack.store import consultations, needs

            self._count = consultations.count(self.session.db, found.id)
            lines = needs.of_round(self.session.db, found.id, self.session.today)
        self.options.show_lines(option_lines(found, self._count))
        self.heard_model.show_lines(lines)
        self.meetings.show_of(found.id if found is not None else None)
        for key, button in self.buttons.items():
            button.setEnabled((found is not None or key == "add") and (may or key in _READING))
        self.add_need.setEnabled(may and found is not None)
        self._tell()
        if found is not None:
            self.picked.emit(found.id)

    def _tell(self, _: str = "") -> None:
        found, count = self.round, self._count
        if found is None or count is None:
            self.told.clear()
            self.words.clear()
            return
        clock = _clock(found, self.session.today)
        words = TOLD.filled(
            title=found.title,
            count=f"{count.answered:,}",
            every=f"{count.homes:,}",
            clock=clock.words,
        )
        if count.without_area:
            words = NO_AREA.filled(said=words, count=f"{count.without_area:,}")
        if found.decided:
            words = SAID.filled(told=words, decided=found.decided, why=found.why or "")
        self.told.setText(text(words))
        self.words.setText(found.text or "")
        self.words.setVisible(bool(found.text))

    def _notice(self, line: Consultation) -> Words:
        return _clock(line, self.session.today).words

    _count: Count | None = None


_READING = frozenset(("print", "page"))


def _call(deed: Callable[[], object], _: bool = False) -> None:
    deed()


def _clock(found: Consultation, today: str) -> notice_clock.Clock:
    return notice_clock.clock(found.notice_from, found.notice_to, dt.date.fromisoformat(today))


def option_lines(found: Consultation | None, count: Count | None) -> list[OptionLine]:
    """Return each option with heads and area, and at the end who has no ballot yet."""
    if found is None or count is None:
        return []
    lines: list[OptionLine] = [
        (
            option,
            count.heads.get(option, 0),
            count.by_heads(option),
            count.areas.get(option, 0.0),
            count.by_area(option),
        )
        for option in dict.fromkeys((*found.options, *count.heads))
    ]
    homes = count.homes - count.answered
    area = round(count.area_m2 - sum(count.areas.values()), 4)
    share = 100 * area / count.area_m2 if count.area_m2 else None
    heads = 100 * homes / count.homes if count.homes else None
    return [*lines, (NO_BALLOT, homes, heads, area, share)]


def percent(share: float | None) -> str:
    """Return a share with one decimal, or a dash."""
    return "—" if share is None else str(money.half_up(Decimal(str(share)), 1))
