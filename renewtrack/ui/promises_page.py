"""What was promised of needs against what is delivered: counts and the list behind them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from renewtrack.domain.need_states import DELIVERY_WORDS, DONE, NO_WORK, READY, WORKING
from renewtrack.ui import needs_model, plain
from renewtrack.ui.import_wizard_tables import Head, LinesModel, LinesTable
from renewtrack.ui.speaking import say, speech, text
from renewtrack.words import Words

if TYPE_CHECKING:
    from renewtrack.store.need_delivery import Promise

NAME = Words("承诺与兑现", "Promised and delivered")
STATE, WORKS = Words("兑现", "Delivery"), Words("完工/工程", "Finished/works")
ON, HOW = Words("兑现日期", "Delivered on"), Words("兑现情况", "How")
ALL = Words("全部承诺 {count}", "All promises {count}")
ONE = Words("{state} {count}", "{state} {count}")
SHOWN = Words("列出", "List")
TOLD = Words(
    "采纳 {every} 条：已兑现 {done}，已完工待登记 {ready}，未完工 {working}，"
    "未列入改造内容 {no_work}",
    "{every} adopted: {done} delivered, {ready} finished and not noted, {working} not finished, "
    "{no_work} in no works",
)
DELIVER = Words("登记兑现(V)…", "Note delivery (V)…")
NOTHING = Words("筛选范围内没有采纳的需求。", "No adopted needs in what is filtered.")
HINT = Words(
    "对照依据：采纳的需求写明的改造项，在该楼或该小区是否完工；没有写改造项的列为“未列入”。",
    "By the item that an adopted need names: is it finished in the building or estate? Without an "
    "item it is in no works.",
)


class PromisesPage(QWidget):
    """V notes that the selected promises were delivered."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.found: Sequence[Promise] = ()
        self.model: LinesModel[Promise] = LinesModel(
            (
                Head(STATE, 130, lambda line: DELIVERY_WORDS[line.state], ink=_ink),
                Head(needs_model.PLACE, 150, lambda line: needs_model.place(line.need)),
                Head(needs_model.SAID, 220, lambda line: line.need.text),
                Head(
                    needs_model.ITEM,
                    110,
                    lambda line: needs_model.coded("work_types", line.need.item),
                ),
                Head(WORKS, 118, lambda line: f"{line.finished}/{line.works}", right=True),
                Head(ON, 100, lambda line: line.need.delivered_on or ""),
                Head(HOW, 160, lambda line: line.need.delivered_how or ""),
            )
        )
        self.table, self.told, self.none = LinesTable(NAME), plain.label(), plain.label()
        self.which, self.deliver, self.hint = QComboBox(), QPushButton(), plain.label()
        self._may = False
        self._build()

    def take(self, deliver: Callable[[list[int]], object]) -> None:
        """Let the key and the button note deliveries."""

        def deed() -> None:
            deliver([line.need.id for line in self.chosen()])

        self.deliver.clicked.connect(lambda _=False: deed())
        self.table.keys[Qt.Key.Key_V] = deed
        self.table.activated.connect(lambda _: deed())

    def show_promises(self, found: Sequence[Promise], may: bool) -> None:
        """Show the promises of what is filtered."""
        self.found, self._may = found, may
        self._spoken()

    def chosen(self) -> list[Promise]:
        """Return the selected promises."""
        places = sorted({index.row() for index in self.table.selectionModel().selectedRows()})
        return [self.model.lines[at] for at in places if at < len(self.model.lines)]

    def _build(self) -> None:
        self.table.take(self.model, wide=2)
        for state in ("", *DELIVERY_WORDS):
            self.which.addItem("", state)
        say(self.which.setAccessibleName, SHOWN)
        self.which.currentIndexChanged.connect(lambda _: self._narrow())
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._enable())
        say(self.deliver.setText, DELIVER)
        for label, words in ((self.none, NOTHING), (self.hint, HINT)):
            label.setProperty("role", "dim")
            label.setWordWrap(True)
            say(label.setText, words)
        self.told.setWordWrap(True)
        bar = QHBoxLayout()
        bar.addWidget(self.which)
        bar.addWidget(self.deliver)
        bar.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(8, 4, 8, 4)
        box.addWidget(self.told)
        box.addLayout(bar)
        box.addWidget(self.none)
        box.addWidget(self.table, 1)
        box.addWidget(self.hint)
        speech.switched.connect(self._spoken)
        self._spoken()

    def _narrow(self) -> None:
        kept = {line.need.id for line in self.chosen()}
        state = str(self.which.currentData() or "")
        lines = [line for line in self.found if not state or line.state == state]
        self.model.show_lines(lines)
        place = next((at for at, line in enumerate(lines) if line.need.id in kept), None)
        if place is not None:
            self.table.selectRow(place)
        self.none.setVisible(not lines)
        self._enable()

    def _enable(self) -> None:
        self.deliver.setEnabled(self._may and bool(self.chosen()))

    def _spoken(self, _: str = "") -> None:
        counts = dict.fromkeys(DELIVERY_WORDS, 0)
        for line in self.found:
            counts[line.state] += 1
        self.which.setItemText(0, text(ALL.filled(count=len(self.found))))
        for place, (state, words) in enumerate(DELIVERY_WORDS.items(), 1):
            said = ONE.filled(state=words, count=counts[state])
            self.which.setItemText(place, text(said))
        self.told.setText(text(TOLD.filled(every=len(self.found), **counts)))
        self._narrow()


def _ink(line: Promise) -> str:
    return {DONE: "good", READY: "warning", WORKING: "text", NO_WORK: "dim"}[line.state]
