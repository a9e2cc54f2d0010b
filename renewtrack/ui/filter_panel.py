"""The filter panel: every facet with its values and counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from renewtrack.domain import stages
from renewtrack.ui import filtering, glyphs, icons, plain
from renewtrack.ui.filtering import Choice
from renewtrack.ui.look import light
from renewtrack.ui.speaking import say, speech, text
from renewtrack.words import Words

if TYPE_CHECKING:
    from renewtrack.store.listing import FacetValue

FIND = Words("搜索名称、编号、拼音首字母", "Search names, numbers, pinyin")
FIND_TIP = Words(
    "搜索小区、楼号、地址（Ctrl+F）。两个字即可，也可用拼音或拼音首字母，如 sddl",
    "Search estates, numbers, addresses (Ctrl+F). Two characters, pinyin or initials will do",
)
NAME = Words("筛选条件", "Filters")
OPEN_AT_FIRST = frozenset(("stage", "lateness", "street"))
WAIT = 140  # milliseconds after the last key before the search runs
FacetRole = int(Qt.ItemDataRole.UserRole) + 1
ChoiceRole = int(Qt.ItemDataRole.UserRole) + 2


class FacetTree(QTreeWidget):
    """The facets as a tree with boxes to tick."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        item = self.currentItem()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and item is not None:
            if item.data(0, ChoiceRole) is None:
                item.setExpanded(not item.isExpanded())
            else:
                on = item.checkState(0) == Qt.CheckState.Checked
                item.setCheckState(0, Qt.CheckState.Unchecked if on else Qt.CheckState.Checked)
        else:
            super().keyPressEvent(event)


class SearchLine(QLineEdit):
    """The search field; Esc empties it, and leaves it once it is empty."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.text():
            self.clear()
            self.returnPressed.emit()
        else:
            self.left.emit()


class FilterPanel(QWidget):
    """Search field and facets; writes into the choice and shows what it says."""

    left = Signal()  # the person wants back to the table

    def __init__(self, choice: Choice, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choice = choice
        self._facets: Mapping[str, Sequence[FacetValue]] = {}
        self._closed = {key for key in filtering.FACETS if key not in OPEN_AT_FIRST}
        self._seen: dict[str, tuple[str, ...]] = {}  # values of facets that no row has just now
        self._setting = False
        self.search = SearchLine()
        self.tree = FacetTree()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WAIT)
        self._prepare()
        choice.changed.connect(self._chosen)
        speech.switched.connect(self._again)
        light.switched.connect(self._again)

    def _prepare(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(8, 8, 4, 4)
        box.setSpacing(6)
        self.search.setClearButtonEnabled(True)
        say(self.search.setPlaceholderText, FIND)
        say(self.search.setAccessibleName, FIND)
        say(self.search.setToolTip, FIND_TIP)
        icons.give(
            self.search.addAction(
                icons.icon("search"), QLineEdit.ActionPosition.LeadingPosition
            ).setIcon,
            "search",
        )
        self.search.textChanged.connect(self._written)
        self.search.left.connect(self.left)
        self.search.returnPressed.connect(self._look)
        self._timer.timeout.connect(self._look)
        tree = self.tree
        tree.setProperty("role", "plain")
        tree.setColumnCount(2)
        tree.setHeaderHidden(True)
        tree.setRootIsDecorated(True)
        tree.setIndentation(14)
        tree.setIconSize(QSize(14, 14))
        tree.setUniformRowHeights(True)
        tree.setFrameShape(QTreeWidget.Shape.NoFrame)
        tree.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        heads = tree.header()
        heads.setStretchLastSection(False)
        heads.setMinimumSectionSize(30)
        heads.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        heads.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        say(tree.setAccessibleName, NAME)
        tree.itemChanged.connect(self._ticked)
        tree.itemClicked.connect(self._clicked)
        tree.itemCollapsed.connect(lambda item: self._closed.add(item.data(0, FacetRole)))
        tree.itemExpanded.connect(lambda item: self._closed.discard(item.data(0, FacetRole)))
        box.addWidget(self.search)
        box.addWidget(tree, 1)

    def forget(self) -> None:
        """Know nothing of the values of the file that was open before."""
        self._seen.clear()

    def show_facets(self, facets: Mapping[str, Sequence[FacetValue]]) -> None:
        """Show the facets of the present kind with their counts."""
        self._facets = facets
        tree = self.tree
        here = tree.currentItem()
        kept = (here.data(0, FacetRole), here.data(0, ChoiceRole)) if here else None
        scrolled = tree.verticalScrollBar().value()
        tree.blockSignals(True)
        tree.clear()
        for key, head in filtering.FACETS.items():
            counts = self._counts(key, facets.get(key, ()))
            if key in facets:
                self._seen[key] = tuple(counts) or self._seen.get(key, ())
                counts = counts or dict.fromkeys(self._seen[key], 0)
            if counts:
                self._add_facet(key, head, counts)
        self._restore(kept)
        tree.blockSignals(False)
        tree.verticalScrollBar().setValue(scrolled)

    def _add_facet(self, key: str, head: Words, counts: Mapping[str, int]) -> None:
        top = QTreeWidgetItem(self.tree, [text(head), ""])
        top.setData(0, FacetRole, key)
        top.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
        bold = QFont(self.font())
        bold.setBold(True)
        top.setFont(0, bold)
        held = self._choice.chosen.get(key, frozenset())
        if held:
            top.setText(1, f"{len(held)}")
            top.setForeground(1, QColor(light.tones.accent))
        for value, count in counts.items():
            self._add_value(top, value, count, value in held)
        top.setExpanded(key not in self._closed or bool(held))

    @staticmethod
    def _counts(key: str, values: Sequence[FacetValue]) -> dict[str, int]:
        counts = {each.value: each.count for each in values}
        return filtering.by_bucket(counts) if key == "stage" and counts else counts

    def _add_value(self, top: QTreeWidgetItem, value: str, count: int, ticked: bool) -> None:
        key = top.data(0, FacetRole)
        words = text(filtering.value_words(key, value))
        item = QTreeWidgetItem(top, [words, f"{count:,}"])
        item.setData(0, FacetRole, key)
        item.setData(0, ChoiceRole, value)
        item.setFlags(
            Qt.ItemFlag.ItemIsEnabled
            | Qt.ItemFlag.ItemIsSelectable
            | Qt.ItemFlag.ItemIsUserCheckable
        )
        item.setCheckState(0, Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
        item.setToolTip(0, plain.plain_tip(words))
        item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        item.setForeground(1, QColor(light.tones.dim if count else light.tones.faint))
        if key == "stage":
            item.setIcon(0, glyphs.icon(stages.bucket(value)))
        if not count:
            item.setForeground(0, QColor(light.tones.faint))

    def _restore(self, kept: tuple[str, str] | None) -> None:
        if kept is None:
            return
        tops = (self.tree.topLevelItem(place) for place in range(self.tree.topLevelItemCount()))
        for top in tops:
            if top is None:
                continue
            for item in (top, *(top.child(place) for place in range(top.childCount()))):
                if item and (item.data(0, FacetRole), item.data(0, ChoiceRole)) == kept:
                    self.tree.setCurrentItem(item)

    def _ticked(self, item: QTreeWidgetItem) -> None:
        value = item.data(0, ChoiceRole)
        if value is None:
            return
        facet = item.data(0, FacetRole)
        held = self._choice.chosen.get(facet, frozenset())
        on = item.checkState(0) == Qt.CheckState.Checked
        wanted = held | {value} if on else held - {value}
        QTimer.singleShot(0, lambda: self._choice.choose(facet, wanted))

    def _clicked(self, item: QTreeWidgetItem) -> None:
        if item.data(0, ChoiceRole) is None:
            item.setExpanded(not item.isExpanded())

    def _again(self) -> None:
        self.show_facets(self._facets)

    def _look(self) -> None:
        self._timer.stop()
        self._choice.search(self.search.text())

    def _chosen(self) -> None:
        if self.search.text().strip() != self._choice.text:
            self._timer.stop()
            self._setting = True  # its signals go on, or its clear mark would stay
            self.search.setText(self._choice.text)
            self._setting = False

    def _written(self) -> None:
        if not self._setting:
            self._timer.start()
