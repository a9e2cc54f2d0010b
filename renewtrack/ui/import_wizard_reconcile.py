"""The places a sheet names beside the records they may be: accepted, made new or left out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QHBoxLayout,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from renewtrack.intake.known import LISTING
from renewtrack.intake.options import NEW_PLACE, NO_PLACE
from renewtrack.intake.plans import Plan
from renewtrack.intake.reconciling import Candidate, Place
from renewtrack.ui.import_wizard_parts import button, label, row, toggle
from renewtrack.ui.import_wizard_scores import ScoreStrip
from renewtrack.ui.import_wizard_tables import Head, LinesModel, LinesTable
from renewtrack.ui.speaking import say, speech, text
from renewtrack.words import Words

MATCHED, UNSURE, NEW, NONE = "matched", "unsure", "new", "none"
ALL = ""
STATES = {
    UNSURE: Words("待定", "Unsure"),
    NEW: Words("新建", "New"),
    NONE: Words("没有对上", "No match"),
    MATCHED: Words("已匹配", "Matched"),
    ALL: Words("全部", "All"),
}
SIGNS = {UNSURE: "？", NEW: "＋", NONE: "✖", MATCHED: "＝"}
INKS = {UNSURE: "bad", NEW: "good", NONE: "faint", MATCHED: "dim"}
TABLES = {
    "estate": Words("小区", "Estate"),
    "building": Words("楼栋", "Building"),
    "project": Words("项目", "Project"),
    "facility": Words("设施", "Facility"),
    "area": Words("街道/社区", "Street/community"),
}
WRITTEN, CANDIDATES = Words("表中的名称", "Names in the sheet"), Words("可能是", "May be")
TAKE_ALL = Words("≥{least} 全部采用 ({count})(&Q)", "Take all ≥{least} ({count}) (&Q)")
ACCEPT = Words("就是它(&E)", "It is thi&s")
MAKE = Words("新建(&W)", "Make ne&w")
OUT = Words("不导入(&U)", "Leave o&ut")
UNDECIDE = Words("重新匹配(&Y)", "Match a&gain")
KEYS = Words(
    "回车采用第一个候选，N 新建，X 不导入，退格重新匹配；左右键在两张表之间走。相同写法一起处理。",
    "Enter takes the first candidate, N makes new, X leaves out, Backspace matches again; Left and "
    "Right move between the tables. Equal names are settled together.",
)
ALL_WELL = Words("表中的名称都对上了文件里的记录。", "Every name matched a record of the file.")
STANDING = Words(
    "名称 {all} 个：已匹配 {matched}，待定 {unsure}，新建 {new}，没有对上 {none}。{until}",
    "{all} names: {matched} matched, {unsure} unsure, {new} new, {none} without a match. {until}",
)
STAY_OUT = Words(
    "待定和没有对上的行，在您决定之前不导入。",
    "Rows of the unsure and of those without a match stay out until you decide.",
)
COME_AS_NEW = Words("待定的在您决定之前按新建导入。", "The unsure come in as new until you decide.")
NO_PROJECT = Words(
    "待定的资金照样导入，选定之前不挂到项目上；没有对上的行不导入。",
    "Money of the unsure comes in without a project until you decide; rows without a match stay "
    "out.",
)
ROWS = Words("{count} 行", "{count} rows")
_CHOSEN = "✓"


@dataclass(frozen=True, slots=True)
class CandidateLine:
    """One candidate as its table shows it."""

    candidate: Candidate
    chosen: bool


class PlacesTab(QWidget):
    """Shows the written names by facet, the candidates of one, and takes decisions."""

    settled = Signal(object)  # {(table, written): uid or NEW_PLACE or NO_PLACE or None}

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.places: Sequence[Place] = ()
        self.model, self.candidates = LinesModel(_heads()), LinesModel(_candidate_heads())
        self.table, self.near = LinesTable(WRITTEN), LinesTable(CANDIDATES)
        self.facets: dict[str, QToolButton] = {}
        self.strip = ScoreStrip()
        self.take_all, self.accept = button(TAKE_ALL.filled(least=90, count=0)), button(ACCEPT)
        self.make, self.out, self.undecide = button(MAKE), button(OUT), button(UNDECIDE)
        self.told = label(wrap=True)
        self._facet: str | None = None
        self._said: Collection[tuple[str, str]] = ()
        self._kind = ""
        self._lay_out()
        self._connect()
        speech.switched.connect(self._tell)

    def show_places(self, places: Sequence[Place], plan: Plan | None, again: bool) -> None:
        """Show the places of a plan, some settled by the person; ``again`` keeps the cursor."""
        self.places, self._said = places, plan.options.places if plan is not None else ()
        self._kind = plan.layout.kind if plan is not None else ""
        counts = self.counts
        if not again or not counts.get(self._facet or ALL):
            self._facet = next((each for each in (UNSURE, NONE, NEW) if counts[each]), ALL)
            self.facets[self._facet].setChecked(True)
        self._filter()

    @property
    def counts(self) -> dict[str, int]:
        """Return the number of names in each state."""
        found = dict.fromkeys(STATES, 0)
        for place in self.places:
            found[place.state] = found.get(place.state, 0) + 1
        found[ALL] = len(self.places)
        return found

    # -- build

    def _lay_out(self) -> None:
        self.table.take(self.model, wide=2)
        self.near.take(self.candidates, wide=1)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(self.table)
        split.addWidget(self._right())
        split.setSizes([560, 520])
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 10, 0, 0)
        box.setSpacing(8)
        box.addWidget(self.told)
        box.addLayout(self._facet_row())
        box.addWidget(split, 1)
        box.addWidget(label(KEYS, "dim", wrap=True))

    def _facet_row(self) -> QHBoxLayout:
        group = QButtonGroup(self)
        for state, words in STATES.items():
            made = toggle(words)
            made.clicked.connect(lambda _, state=state: self._choose_facet(state))
            group.addButton(made)
            self.facets[state] = made
        return row(*self.facets.values(), None, self.strip, self.take_all)

    def _right(self) -> QWidget:
        right = QWidget()
        box = QVBoxLayout(right)
        box.setContentsMargins(8, 0, 0, 0)
        box.setSpacing(8)
        box.addWidget(self.near, 1)
        box.addLayout(row(self.accept, self.make, self.out, self.undecide, None))
        return right

    def _connect(self) -> None:
        self.table.selectionModel().currentRowChanged.connect(self._show_candidates)
        self.table.installEventFilter(self)
        self.near.installEventFilter(self)
        self.near.doubleClicked.connect(lambda _: self._accept())
        self.strip.moved.connect(self._tell)
        self.take_all.clicked.connect(self._take_all)
        self.accept.clicked.connect(self._accept)
        self.make.clicked.connect(lambda: self._settle(NEW_PLACE))
        self.out.clicked.connect(lambda: self._settle(NO_PLACE))
        self.undecide.clicked.connect(lambda: self._settle(None))

    # -- deeds

    def eventFilter(self, watched: QObject, event: object) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QKeyEvent.Type.KeyPress:
            deed = self._deed_of(watched, event)
            if deed is not None:
                deed()
                return True
        return super().eventFilter(watched, event)  # type: ignore[arg-type]

    def _deed_of(self, watched: QObject, event: QKeyEvent) -> Callable[[], object] | None:
        key, held = Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if held:
            return None
        if watched is self.table and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            place = self._place()
            return self._accept if place is not None and place.candidates else None
        deeds: dict[Qt.Key, Callable[[], object]] = {
            Qt.Key.Key_Return: self._accept,
            Qt.Key.Key_Enter: self._accept,
            Qt.Key.Key_N: lambda: self._settle(NEW_PLACE),
            Qt.Key.Key_X: lambda: self._settle(NO_PLACE),
            Qt.Key.Key_Backspace: lambda: self._settle(None),
            Qt.Key.Key_Right: self.near.setFocus,
            Qt.Key.Key_Left: self.table.setFocus,
        }
        return deeds.get(key)

    def _choose_facet(self, state: str) -> None:
        self._facet = state
        self._filter()

    def _filter(self) -> None:
        here, at = self.table.currentIndex().row(), self._place()
        lines = [each for each in self.places if self._facet in (ALL, each.state)]
        self.model.show_lines(lines)
        if lines:
            keys = [_key(each) for each in lines]
            if at is not None and _key(at) in keys:  # settled places move in the list
                here = keys.index(_key(at))
            self.table.setCurrentIndex(self.model.index(max(0, min(here, len(lines) - 1)), 0))
        self._show_candidates()
        self._tell()

    def _place(self) -> Place | None:
        at = self.table.currentIndex().row()
        return self.model.lines[at] if 0 <= at < len(self.model.lines) else None

    def _chosen(self) -> list[Place]:
        at = {index.row() for index in self.table.selectionModel().selectedRows()}
        found = [self.model.lines[each] for each in sorted(at) if each < len(self.model.lines)]
        place = self._place()
        return found or ([place] if place is not None else [])

    def _accept(self) -> None:
        """Take the candidate under the cursor of their table, else the first."""
        place, at = self._place(), self.near.currentIndex().row()
        if place is None or not place.candidates:
            return
        if self.near.hasFocus() or at > 0:
            said = {_key(place): place.candidates[max(0, at)].uid}
        else:
            chosen = [each for each in self._chosen() if each.candidates]
            said = {_key(each): each.candidates[0].uid for each in chosen}
        self.settled.emit(said)
        self.table.setFocus()

    def _settle(self, uid: str | None) -> None:
        chosen = self._chosen()
        if chosen:
            self.settled.emit({_key(each): uid for each in chosen})

    def _take_all(self) -> None:
        least = self.strip.least
        sure = [each for each in self._open() if each.candidates[0].score >= least]
        if sure:
            self.settled.emit({_key(each): each.candidates[0].uid for each in sure})

    def _open(self) -> list[Place]:
        """Return the places with candidates that neither the matching nor the person settled."""
        return [
            each
            for each in self.places
            if each.state != MATCHED and each.candidates and _key(each) not in self._said
        ]

    # -- what is shown

    def _show_candidates(self, _: object = None) -> None:
        place = self._place()
        found: Iterable[Candidate] = place.candidates if place is not None else ()
        lines = [
            CandidateLine(each, place is not None and each.uid == place.chosen_uid)
            for each in found
        ]
        self.candidates.show_lines(lines)
        with QSignalBlocker(self.near):
            if lines:
                at = next((number for number, line in enumerate(lines) if line.chosen), 0)
                self.near.setCurrentIndex(self.candidates.index(at, 0))
        self.accept.setEnabled(bool(lines))
        for made in (self.make, self.out, self.undecide):
            made.setEnabled(place is not None)

    def _until(self) -> Words:
        """Return what becomes of the rows of names that nobody has settled."""
        if not self.counts[UNSURE] + self.counts[NONE]:
            return Words("", "")
        if self._kind in LISTING:
            return COME_AS_NEW
        return NO_PROJECT if self._kind == "payments" else STAY_OUT

    def _tell(self, _: object = None) -> None:
        counts = self.counts
        for state, words in STATES.items():
            self.facets[state].setText(f"{SIGNS.get(state, '')} {text(words)} {counts[state]}")
            self.facets[state].setVisible(state in (ALL, MATCHED, UNSURE, NEW) or counts[state] > 0)
        self.strip.show_scores([each.candidates[0].score for each in self._open()])
        count = self.strip.count()
        say(self.take_all.setText, TAKE_ALL.filled(least=self.strip.least, count=count))
        self.take_all.setEnabled(count > 0)
        for shown in (self.strip, self.take_all):
            shown.setVisible(bool(self._open()))
        figures = {key: counts[key] for key in STATES if key}
        told = STANDING.filled(**figures, all=counts[ALL], until=self._until())
        settled = counts[MATCHED] == counts[ALL]
        self.told.setText(text(ALL_WELL if settled else told))


def _key(place: Place) -> tuple[str, str]:
    return place.table, place.written


def _heads() -> tuple[Head[Place], ...]:
    return (
        Head(
            Words("状态", "State"),
            86,
            lambda place: Words(
                f"{SIGNS[place.state]} {STATES[place.state].zh}",
                f"{SIGNS[place.state]} {STATES[place.state].en}",
            ),
            ink=lambda place: INKS[place.state],
        ),
        Head(Words("种类", "Kind"), 60, lambda place: TABLES.get(place.table, TABLES["estate"])),
        Head(Words("表中写的", "As written"), 230, lambda place: place.written.strip("/")),
        Head(Words("分数", "Score"), 52, _score, right=True),
        Head(Words("行", "Rows"), 84, _rows, ink=lambda place: "dim"),
    )


def _candidate_heads() -> tuple[Head[CandidateLine], ...]:
    return (
        Head(Words("", ""), 28, lambda line: _CHOSEN if line.chosen else "", ink=lambda _: "good"),
        Head(Words("文件里的记录", "Record of the file"), 210, lambda line: line.candidate.label),
        Head(Words("分数", "Score"), 56, lambda line: str(line.candidate.score), right=True),
        Head(Words("依据", "Why"), 130, lambda line: line.candidate.why, ink=lambda _: "dim"),
    )


def _score(place: Place) -> str:
    return str(place.candidates[0].score) if place.candidates else ""


def _rows(place: Place) -> str | Words:
    if len(place.rows) > 3:
        return ROWS.filled(count=len(place.rows))
    return ", ".join(str(number) for number in place.rows)
