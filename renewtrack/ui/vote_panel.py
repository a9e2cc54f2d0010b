"""The votes on one lift, work or project: gauge, ballots by the keyboard, notice, objections."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from renewtrack.domain import consent, notice_clock
from renewtrack.ui import asking, cells, icons, plain, vote_entries
from renewtrack.ui.attachments_list import AttachmentsList
from renewtrack.ui.cells import Refusal
from renewtrack.ui.consent_gauge import ConsentGauge
from renewtrack.ui.entry_list import EntryList
from renewtrack.ui.session import Session
from renewtrack.ui.speaking import say, speech, text
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

    from renewtrack.domain.lifts import ConsentRound
    from renewtrack.store.votes import Owner

ROUND = Words("表决", "Vote")
OPEN = Words("新开一轮表决", "Open a vote")
ENROL = Words("补充名册", "Complete the roll")
DAY = Words("表决日", "Day")
DAY_TIP = Words(
    "新开的一轮按这一天有效的规则计算", "A new vote is counted by the rule that held on this day"
)
OPENED = Words("：新开表决", "a vote opened")
ENROLLED = Words("：补充表决名册", "the roll of a vote")
ANSWERED = Words("：{count} 张表决票", "{count} ballots")
NUMBER = Words("第 {number} 轮 {day}（{rule}）", "No. {number}, {day} ({rule})")
KEYS = Words(
    "选中后按 Y 同意、N 反对、A 弃权、U 未表态", "Select, then Y, N, A (abstains) or U (none)"
)
SPLIT = Words(
    "业主 {owners} 的几套房意见不一致，按参与、不同意计",
    "Owners {owners} answered differently for their flats: they take part and do not agree",
)
NOTICE = Words("公示", "Notice")
FROM, TO = Words("公示起", "Notice from"), Words("公示止", "to")
NOTICED = Words("：公示日期", "dates of the notice")
BUTTONS = (
    ("yes", Words("同意", "Yes"), Qt.Key.Key_Y),
    ("no", Words("反对", "No"), Qt.Key.Key_N),
    ("abstain", Words("弃权", "Abstains"), Qt.Key.Key_A),
    ("", Words("未表态", "None"), Qt.Key.Key_U),
)


class VotePanel(QWidget):
    """Shows the votes of one owner; the ballots write through to the totals at once."""

    changed = Signal()

    def __init__(self, session: Session, owner: Owner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.owner = session, owner
        self.owner_id: int | None = None
        self.which, self.open, self.enrol = QComboBox(), QPushButton(), QPushButton()
        self.day = QLineEdit(session.today)
        self.gauge, self.doubt, self.clock = ConsentGauge(), plain.label(), plain.label()
        self.ballots = EntryList(session, vote_entries.BALLOTS)
        self.objections = EntryList(session, vote_entries.OBJECTIONS)
        self.scans = AttachmentsList(session)
        self.begins, self.ends = QLineEdit(), QLineEdit()
        self._rounds: list[ConsentRound] = []
        self._build()
        session.changed.connect(self._again)
        speech.switched.connect(self._again)

    def show_of(self, owner_id: int | None) -> None:
        """Show the votes of a lift, work or project, the latest in front."""
        self.owner_id = owner_id
        self._again()
        if self._rounds:
            self.which.setCurrentIndex(len(self._rounds) - 1)
        self._show()

    @property
    def round(self) -> ConsentRound | None:
        """Return the vote in front."""
        place = self.which.currentIndex()
        return self._rounds[place] if 0 <= place < len(self._rounds) else None

    # -- build

    def _build(self) -> None:
        bar = _head_bar(self)
        for label in (self.doubt, self.clock):
            label.setWordWrap(True)
        self.doubt.setProperty("role", "bad")
        left, right = QWidget(), QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 8, 0)
        column.addWidget(self.doubt)
        column.addWidget(self.ballots, 1)
        column.addLayout(_answer_bar(self))
        beside = QVBoxLayout(right)
        beside.setContentsMargins(12, 0, 0, 0)
        beside.addWidget(self.gauge)
        beside.addLayout(self._notice())
        beside.addWidget(self.clock)
        beside.addWidget(self.objections, 1)
        beside.addWidget(self.scans, 1)
        for button in self.scans.findChildren(QPushButton):
            button.setAutoDefault(False)
        parts = QSplitter(Qt.Orientation.Horizontal)
        for part in (left, right):
            parts.addWidget(part)
        parts.setHandleWidth(1)
        parts.setChildrenCollapsible(False)
        parts.setSizes([520, 380])
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 8, 0, 0)
        box.addLayout(bar)
        box.addWidget(parts, 1)
        self.which.currentIndexChanged.connect(lambda _: self._show())
        self.ballots.picked.connect(self._scans)

    def _notice(self) -> QHBoxLayout:
        bar = QHBoxLayout()
        for words, line, column in (
            (FROM, self.begins, "notice_from"),
            (TO, self.ends, "notice_to"),
        ):
            label = plain.label()
            say(label.setText, words)
            say(line.setAccessibleName, words)
            label.setBuddy(line)
            line.editingFinished.connect(partial(self._noticed, line, column))
            bar.addWidget(label)
            bar.addWidget(line, 1)
        return bar

    # -- what is shown

    def _again(self, _: object = None) -> None:
        """Read the votes again, keeping the one in front."""
        kept = self.which.currentIndex()
        self._rounds = []
        if self.session.file is not None and self.owner_id is not None:
            from renewtrack.store import votes

            self._rounds = votes.of(self.session.db, self.owner, self.owner_id)
        self.which.blockSignals(True)
        self.which.clear()
        for number, vote in enumerate(self._rounds, 1):
            rule = consent.rule_of(vote.rule_set).words
            day = vote.opened_on or ""
            self.which.addItem(text(NUMBER.filled(number=number, day=day, rule=rule)))
        last = len(self._rounds) - 1
        self.which.setCurrentIndex(kept if 0 <= kept <= last else last)
        self.which.blockSignals(False)
        self._show()

    def _show(self) -> None:
        vote = self.round
        may = self.session.may("editor") if self.session.file is not None else False
        self.open.setEnabled(may and self.owner_id is not None)
        self.enrol.setEnabled(may and vote is not None)
        self.ballots.show_of(vote.id if vote is not None else None)
        self.objections.show_of(vote.id if vote is not None else None)
        for line, day in (
            (self.begins, vote.notice_from if vote is not None else None),
            (self.ends, vote.notice_to if vote is not None else None),
        ):
            line.setEnabled(may and vote is not None)
            line.setText(day or "")
        self._tell(vote)

    def _tell(self, vote: ConsentRound | None) -> None:
        if vote is None:
            self.gauge.show_vote(None, consent.rule_at(), None)
            self.doubt.hide()
            self.clock.setText("")
            return
        from renewtrack.store import votes

        rule = consent.rule_of(vote.rule_set)
        counted = bool(self.ballots.model.lines)
        db = self.session.db
        found = votes.tally(db, vote.id) if counted else votes.summed(vote)
        self.gauge.show_vote(found, rule, consent.missing(found, rule))
        owners = "、".join(str(each) for each in found.split)
        self.doubt.setText(text(SPLIT.filled(owners=owners)) if owners else "")
        self.doubt.setVisible(bool(owners))
        today = dt.date.fromisoformat(self.session.today)
        clock = notice_clock.clock(vote.notice_from, vote.notice_to, today)
        self.clock.setText(text(clock.words))

    def _scans(self, row: object) -> None:
        self.scans.setVisible(isinstance(row, dict))
        self.scans.closed = not self.session.may("editor")
        if isinstance(row, dict):
            self.scans.show_owner("ballot", int(row["id"]))

    # -- what is written

    def open_round(self) -> None:
        """Open a vote with the roll of the households it asks."""
        from renewtrack.store import votes

        owner_id, day = self.owner_id, cells.typed(asking.DATE, self.day.text())
        if isinstance(day, cells.Refusal):
            self.doubt.setText(text(day.words))
            self.doubt.show()
            self.day.setFocus()
        elif owner_id is not None:
            said = str(day or self.session.today)
            self.session.write(
                "vote", lambda db: votes.open_round(db, self.owner, owner_id, said), OPENED
            )
            self.which.setCurrentIndex(len(self._rounds) - 1)
            self.changed.emit()

    def complete_roll(self) -> None:
        """Put households that came later on the roll of the vote in front."""
        from renewtrack.store import votes

        vote, owner_id = self.round, self.owner_id
        if vote is not None and owner_id is not None:
            self.session.write(
                "vote", lambda db: votes.enrol(db, vote.id, self.owner, owner_id), ENROLLED
            )

    def answer(self, said: str | None) -> None:
        """Write the answer of the selected ballots and go on to the next."""
        from renewtrack.store import votes

        table = self.ballots.table
        places = sorted(index.row() for index in table.selectionModel().selectedRows())
        ids = [self.ballots.model.lines[place]["id"] for place in places]
        if not ids or not self.session.may("editor"):
            return
        today = self.session.today

        def write(db: Database) -> None:
            votes.answer(db, ids, said, today)

        self.session.write("vote", write, ANSWERED.filled(count=len(ids)))
        following = min(places[-1] + 1, len(self.ballots.model.lines) - 1)
        table.clearSelection()
        table.selectRow(following)
        table.setFocus()
        self.changed.emit()

    def _noticed(self, line: QLineEdit, column: str) -> None:
        from renewtrack.store import rows

        vote = self.round
        if vote is None or line.text().strip() == (getattr(vote, column) or ""):
            return
        value = cells.typed(asking.DATE, line.text())
        if isinstance(value, Refusal):
            self.clock.setText(text(value.words))
            return
        self.session.write(
            "vote", lambda db: rows.change(db, "consent_round", vote.id, {column: value}), NOTICED
        )
        self.changed.emit()


def _head_bar(panel: VotePanel) -> QHBoxLayout:
    """Return the votes to choose from, the day of a new one, and its buttons."""
    bar = QHBoxLayout()
    say(panel.which.setAccessibleName, ROUND)
    bar.addWidget(panel.which, 1)
    on = plain.label()
    say(on.setText, DAY)
    say(panel.day.setAccessibleName, DAY)
    say(panel.day.setToolTip, DAY_TIP)
    on.setBuddy(panel.day)
    panel.day.setFixedWidth(96)
    bar.addWidget(on)
    bar.addWidget(panel.day)
    for button, words, icon, deed in (
        (panel.open, OPEN, "add", panel.open_round),
        (panel.enrol, ENROL, "people", panel.complete_roll),
    ):
        say(button.setText, words)
        icons.give(button.setIcon, icon)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _=False, do=deed: do())
        bar.addWidget(button)
    return bar


def _answer_bar(panel: VotePanel) -> QHBoxLayout:
    """Return the buttons of the answers with their keys."""
    bar = QHBoxLayout()
    for key, words, _ in BUTTONS:
        button = QPushButton()
        say(button.setText, words)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _=False, said=key: panel.answer(said or None))
        bar.addWidget(button)
    keys = plain.label()
    keys.setProperty("role", "dim")
    say(keys.setText, KEYS)
    bar.addWidget(keys)
    bar.addStretch(1)
    table = panel.ballots.table
    table.setSelectionMode(table.SelectionMode.ExtendedSelection)
    table.keys = {key: partial(panel.answer, said or None) for said, _, key in BUTTONS}
    return bar
