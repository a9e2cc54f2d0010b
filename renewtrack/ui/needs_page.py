"""The list of needs with its facets, counts by place or item, and the keys that decide."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QPushButton, QSplitter, QVBoxLayout, QWidget

from renewtrack.domain import codes
from renewtrack.domain.need_states import STATE_WORDS
from renewtrack.ui import icons, needs_model, plain
from renewtrack.ui.flow import FlowLayout
from renewtrack.ui.import_wizard_tables import LinesModel, LinesTable
from renewtrack.ui.needs_model import BY_WORDS, NAME, Group
from renewtrack.ui.speaking import say, speech, text
from renewtrack.words import Words

if TYPE_CHECKING:
    from renewtrack.store.needs import NeedLine
    from renewtrack.ui.need_deeds import NeedDeeds

STATE, CATEGORY, SOURCE = (
    Words("处理", "Decision"),
    Words("类别", "Category"),
    Words("来源", "Source"),
)
ANY = {
    "state": Words("全部处理情况", "Any decision"),
    "category": Words("全部类别", "Any category"),
    "source": Words("全部来源", "Any source"),
}
OVERDUE = Words("超期", "Overdue")
COUNTED = Words("{words} {count}", "{words} {count}")
COUNTS, BY = Words("分组统计", "Counts"), Words("分组", "Group by")
NOTHING = Words(
    "筛选范围内没有需求。可登记，或导入热线工单表。",
    "No needs in what is filtered: note one, or import a hotline sheet.",
)
KEYS = Words(
    "Y 采纳、N 不采纳、D 改回待定、R 转办、A 答复、S 标为相同；回车修改，Insert 登记",
    "Y adopts, N does not, D opens again, R refers, A answers, S marks as the same; Enter edits, "
    "Insert notes",
)
DEEDS: tuple[tuple[str, Words, Qt.Key], ...] = (
    ("adopt", Words("采纳(Y)", "Adopt (Y)"), Qt.Key.Key_Y),
    ("refuse", Words("不采纳(N)…", "Do not (N)…"), Qt.Key.Key_N),
    ("open", Words("待定(D)", "Open (D)"), Qt.Key.Key_D),
    ("refer", Words("转办(R)…", "Refer (R)…"), Qt.Key.Key_R),
    ("reply", Words("答复(A)…", "Answer (A)…"), Qt.Key.Key_A),
    ("same", Words("标为相同(S)…", "Same as (S)…"), Qt.Key.Key_S),
)
ADD, EDIT = Words("登记需求…", "Note a need…"), Words("修改…", "Edit…")
OUT, PAPERS = Words("导出 Excel…", "Export to Excel…"), Words("打印答复…", "Print answers…")


class NeedsPage(QWidget):
    """Shows needs; the facets and the counts narrow what the list shows."""

    chosen_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: list[NeedLine] = []
        self.model = LinesModel(needs_model.heads())
        self.counts: LinesModel[Group] = LinesModel(needs_model.group_heads())
        self.table, self.groups = LinesTable(NAME), LinesTable(COUNTS)
        self.by = QComboBox()
        self.facets = {key: QComboBox() for key in ANY}
        self.buttons: dict[str, QPushButton] = {}
        self.none, self.keys = plain.label(), plain.label()
        self.may = False
        self._showing = False
        self._build()

    def take(self, deeds: NeedDeeds) -> None:
        """Let keys and buttons do what they say."""
        done: dict[str, Callable[[], object]] = {
            "adopt": partial(deeds.decide, True),
            "refuse": partial(deeds.decide, False),
            "open": partial(deeds.decide, None),
            "refer": deeds.refer,
            "reply": deeds.reply,
            "same": deeds.same,
            "add": deeds.add,
            "edit": deeds.edit,
            "out": deeds.ask_export,
            "papers": deeds.ask_papers,
        }
        for key, deed in done.items():
            self.buttons[key].clicked.connect(lambda _=False, do=deed: do())
        self.table.keys = {sign: done[key] for key, _, sign in DEEDS}
        self.table.keys[Qt.Key.Key_Insert] = done["add"]
        self.table.keys[Qt.Key.Key_Delete] = deeds.remove
        self.table.activated.connect(lambda _: deeds.edit())

    def show_needs(self, lines: Sequence[NeedLine], may: bool) -> None:
        """Show the needs of what is filtered."""
        self.lines, self.may = list(lines), may
        self._fill_facets()
        self._narrow()

    def chosen(self) -> list[NeedLine]:
        """Return the selected needs."""
        places = sorted({index.row() for index in self.table.selectionModel().selectedRows()})
        return [self.model.lines[at] for at in places if at < len(self.model.lines)]

    def shown(self) -> list[NeedLine]:
        """Return the needs that the list shows."""
        return list(self.model.lines)

    def group(self) -> Group | None:
        """Return the line of the counts that is in front."""
        place = self.groups.currentIndex().row()
        return self.counts.lines[place] if 0 <= place < len(self.counts.lines) else None

    # -- build

    def _build(self) -> None:
        self.table.take(self.model)
        self.groups.take(self.counts, wide=0)
        self.groups.setSelectionMode(LinesTable.SelectionMode.SingleSelection)
        for by in BY_WORDS:
            self.by.addItem("", by)
        say(self.by.setAccessibleName, BY)
        self.by.currentIndexChanged.connect(lambda _: self._regroup())
        for key, facet in self.facets.items():
            say(facet.setAccessibleName, {"state": STATE, "category": CATEGORY}.get(key, SOURCE))
            facet.currentIndexChanged.connect(lambda _: None if self._showing else self._narrow())
        self.groups.selectionModel().currentRowChanged.connect(lambda *_: self._filter())
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._chosen())
        for label, words in ((self.none, NOTHING), (self.keys, KEYS)):
            label.setProperty("role", "dim")
            label.setWordWrap(True)
            say(label.setText, words)
        box = QVBoxLayout(self)
        box.setContentsMargins(8, 4, 8, 4)
        box.setSpacing(4)
        box.addLayout(self._bar())
        box.addWidget(self.none)
        box.addWidget(self._parts(), 1)
        box.addLayout(self._feet())
        box.addWidget(self.keys)
        speech.switched.connect(self._spoken)
        self._spoken()
        self.setFocusProxy(self.table)

    def _bar(self) -> FlowLayout:
        bar = FlowLayout()
        for widget in (self.by, *self.facets.values()):
            widget.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            bar.addWidget(widget)
        for key, words, icon in (
            *(("add", ADD, "add"), ("edit", EDIT, "pen")),
            *(("papers", PAPERS, "print"), ("out", OUT, "export")),
        ):
            bar.addWidget(self._button(key, words, icon))
        return bar

    def _parts(self) -> QSplitter:
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.addWidget(self.groups)
        parts.addWidget(self.table)
        parts.setChildrenCollapsible(False)
        parts.setSizes([130, 360])
        return parts

    def _feet(self) -> FlowLayout:
        row = FlowLayout()
        for key, words, _ in DEEDS:
            row.addWidget(self._button(key, words, ""))
        return row

    def _button(self, key: str, words: Words, icon: str) -> QPushButton:
        made = self.buttons[key] = QPushButton()
        say(made.setText, words)
        if icon:
            icons.give(made.setIcon, icon)
        return made

    # -- what is shown

    def _fill_facets(self) -> None:
        """Count the values of every facet; what is chosen stays chosen."""
        counts, self._showing = needs_model.counted(self.lines), True
        for key, box in self.facets.items():
            kept = box.currentData()
            box.clear()
            box.addItem(text(ANY[key]), "")
            for value, words in _values(key):
                if count := counts[key][value]:
                    box.addItem(text(COUNTED.filled(words=words, count=f"{count:,}")), value)
            box.setCurrentIndex(max(0, box.findData(kept)))
        self._showing = False

    def _narrow(self) -> None:
        said = {_ARGUMENT[key]: str(box.currentData() or "") for key, box in self.facets.items()}
        self._left = needs_model.only(self.lines, **said)
        self.none.setVisible(not self._left)
        self._regroup()

    def _regroup(self) -> None:
        kept = self.group()
        found = needs_model.groups(self._left, str(self.by.currentData()))
        self.counts.show_lines(found)
        keys = [group.key for group in found]
        if found:
            self.groups.selectRow(keys.index(kept.key) if kept and kept.key in keys else 0)
        self._filter()

    def _filter(self) -> None:
        group, kept = self.group(), {line.id for line in self.chosen()}
        found = list(group.lines) if group is not None else []
        self.model.show_lines(found)
        place = next((at for at, line in enumerate(found) if line.id in kept), None)
        if place is not None:
            self.table.selectRow(place)
        self._chosen()

    def _chosen(self) -> None:
        some = bool(self.chosen())
        for key in ("adopt", "refuse", "open", "refer", "reply", "same", "edit"):
            self.buttons[key].setEnabled(self.may and some)
        self.buttons["add"].setEnabled(self.may)
        for key in ("out", "papers"):
            self.buttons[key].setEnabled(bool(self.model.lines))
        self.chosen_changed.emit()

    def _spoken(self, _: str = "") -> None:
        for place, words in enumerate(BY_WORDS.values()):
            self.by.setItemText(place, text(words))
        self._fill_facets()

    _left: Sequence[NeedLine] = ()


_ARGUMENT = {"state": "state", "category": "category", "source": "heard"}


def _values(key: str) -> list[tuple[str, Words]]:
    if key == "state":
        return [*STATE_WORDS.items(), ("overdue", OVERDUE)]
    table = {"category": "need_categories", "source": "need_sources"}[key]
    return [(entry.key, entry.words) for entry in codes.table(table)]
