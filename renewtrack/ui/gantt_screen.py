"""The view of the schedule: a Gantt chart of the works or projects, printable as it stands."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from renewtrack.ui import icons, plain
from renewtrack.ui.columns import KIND_WORDS
from renewtrack.ui.filtering import Choice
from renewtrack.ui.gantt_view import GanttView
from renewtrack.ui.screen import Screen
from renewtrack.ui.session import Session
from renewtrack.ui.speaking import say, speech, text
from renewtrack.words import Words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlite_utils import Database

    from renewtrack.store.spans import Bar, Span

SHOWN = Words("行", "Rows")
TODAY = Words("今天", "Today")
PRINT = Words("打印横道图…", "Print the chart…")
MOVE = Words("调整所选的阶段…", "Move the selection…")
COUNT = Words("{count} 行", "{count} rows")
CUT = Words("前 {count} 行；请筛选后再看其余", "the first {count}; filter to see the rest")
NOTHING = Words("没有符合条件的记录", "Nothing meets the filter")
MOST = 5_000


class GanttScreen(Screen):
    """A chart of what the filter shows, with the latest baseline of each plan year."""

    def __init__(self, session: Session, choice: Choice, parent: QWidget | None = None) -> None:
        super().__init__(session, choice, parent)
        self.which, self.view = QComboBox(), GanttView()
        self.today, self.print_, self.mover = QPushButton(), QPushButton(), QPushButton()
        self.count = plain.label()
        self._build()

    @property
    def kind(self) -> str:
        """Return the kind of record that a row is."""
        return str(self.which.currentData() or "projects")

    def show_now(self) -> None:
        """Read the bars of the filter with their baseline."""
        kind, wanted = self.kind, self.choice.filter(self.kind, self.session.today)

        def job(db: Database, _: object) -> tuple[list[Bar], Mapping[int, Span], Span]:
            from renewtrack.store import spans

            bars = spans.read(db, kind, wanted, MOST)  # type: ignore[arg-type]
            baseline = spans.baseline(db, kind)  # type: ignore[arg-type]
            return bars, baseline, spans.ends(bars, baseline)

        self.read(job, self._arrived)

    def _build(self) -> None:
        for kind in ("projects", "works"):
            self.which.addItem("", kind)
        say(self.which.setAccessibleName, SHOWN)
        self.which.currentIndexChanged.connect(lambda _: self.show_now())
        bar = QHBoxLayout()
        bar.setContentsMargins(8, 4, 8, 4)
        bar.addWidget(self.which)
        for button, words, icon in (
            (self.today, TODAY, "time-line"),
            (self.mover, MOVE, "next"),
            (self.print_, PRINT, "print"),
        ):
            say(button.setText, words)
            icons.give(button.setIcon, icon)
            bar.addWidget(button)
        bar.addStretch(1)
        self.count.setProperty("role", "dim")
        bar.addWidget(self.count)
        self.mover.setEnabled(False)
        self.today.clicked.connect(self.view.go_to_today)
        self.mover.clicked.connect(
            lambda: self.move_asked.emit(self.kind, sorted(self.view.marked), "")
        )
        self.print_.clicked.connect(lambda: self.printed.emit(self.kind))
        self.view.opened.connect(lambda row_id: self.opened.emit(self.kind, row_id))
        self.view.chosen.connect(self._chosen)
        speech.switched.connect(self._spoken)
        self._spoken()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(bar)
        box.addWidget(self.view, 1)
        self.setFocusProxy(self.view)

    def _arrived(self, found: tuple[list[Bar], Mapping[int, Span], Span]) -> None:
        bars, baseline, ends = found
        self.view.show_bars(bars, ends, baseline, dt.date.fromisoformat(self.session.today))
        words = CUT if len(bars) == MOST else COUNT
        said = words.filled(count=f"{len(bars):,}") if bars else NOTHING
        self.count.setText(text(said))
        self.print_.setEnabled(bool(bars))

    def _chosen(self, ids: list[int]) -> None:
        self.mover.setEnabled(bool(ids) and self.session.may("editor"))
        self.picked.emit(self.kind, ids)

    def _spoken(self, _: str = "") -> None:
        for place in range(self.which.count()):
            words = KIND_WORDS[str(self.which.itemData(place))]
            self.which.setItemText(place, text(words))
