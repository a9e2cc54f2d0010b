"""The pages beside the grid of pictures: pairs compared, missing ones, doubtful places."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSplitter, QVBoxLayout, QWidget

from renewtrack.ui import icons, photo_words, plain
from renewtrack.ui.import_wizard_tables import Head, LinesModel, LinesTable
from renewtrack.ui.photo_compare import BROKEN, READING, CompareView
from renewtrack.ui.photo_loading import Pictures
from renewtrack.ui.photo_words import PHASES
from renewtrack.ui.speaking import say
from renewtrack.words import Words

if TYPE_CHECKING:
    from renewtrack.store.photo_list import Missing, Photo
    from renewtrack.store.photo_pairs import Pair
    from renewtrack.ui.photo_deeds import PhotoDeeds

PAIRS = Words("前后对照", "Pairs")
PLACE, ITEM = Words("位置", "Place"), Words("改造项", "Item")
DAYS, PUBLIC = Words("拍摄", "Taken"), Words("公开", "Public")
YES, NO = Words("✓", "✓"), Words("—", "—")
NO_PAIRS = Words(
    "还没有配成对的照片。点“自动配对”，或在左边选两张按 B。",
    "No pairs yet. Press Pair up, or choose two pictures at the left and press B.",
)
OPEN, PART = Words("公开/不公开(G)", "Public or not (G)"), Words("拆开", "Take apart")
KEYS = Words(
    "← → 移动分界，Shift+方向键对齐，+ − 缩放，0 复位",
    "← → move the slider, Shift+arrows align, + − zoom, 0 anew",
)
LACKING = Words("缺少的照片", "Missing pictures")
LACKS = Words("缺", "Lacks")
DONE = Words("{phase}（已完工）", "{phase} (works done)")
NO_LACK = Words("没有缺照片的位置。", "No place lacks a picture.")
DOUBTFUL = Words("位置待核的照片", "Pictures whose place is in question")
FILE, HOW_FAR = Words("文件", "File"), Words("距离", "How far")
NO_DOUBT = Words("没有离所在位置 200 米以上的照片。", "No picture was taken far from its place.")
CONFIRM = Words("位置无误(K)", "The place is right (K)")


class PairsPage(QWidget):
    """The pairs above, the one in front compared below."""

    def __init__(self, deeds: PhotoDeeds, pictures: Pictures) -> None:
        super().__init__()
        self._deeds, self._pictures = deeds, pictures
        self.path_of: Callable[[str], Path] = Path
        self._laid: int | None = None
        self.model: LinesModel[Pair] = LinesModel(
            (
                Head(PLACE, 130, lambda pair: photo_words.place_of(pair.after)),
                Head(PUBLIC, 52, lambda pair: YES if pair.public else NO),
                Head(ITEM, 90, _item),
                Head(DAYS, 160, _days),
            )
        )
        self.table, self.view, self.none = LinesTable(PAIRS), CompareView(), plain.label()
        self.open, self.part = QPushButton(), QPushButton()
        self._build()

    def show_pairs(self, pairs: Sequence[Pair], may: bool) -> None:
        """Show the pairs, the one in front kept there."""
        kept = self.front()
        self.view.may = may
        self.model.show_lines(pairs)
        self.none.setVisible(not pairs)
        self.table.setVisible(bool(pairs))
        for button in (self.open, self.part):
            button.setEnabled(may and bool(pairs))
        ids = [pair.id for pair in pairs]
        if pairs:
            self.table.selectRow(ids.index(kept.id) if kept is not None and kept.id in ids else 0)
        self._show()

    def front(self) -> Pair | None:
        """Return the pair in front."""
        at = self.table.currentIndex().row()
        return self.model.lines[at] if 0 <= at < len(self.model.lines) else None

    def bring(self, pair_id: int) -> None:
        """Bring a pair to the front, if it is listed."""
        ids = [pair.id for pair in self.model.lines]
        if pair_id in ids:
            self.table.selectRow(ids.index(pair_id))

    def _build(self) -> None:
        self.table.take(self.model)
        self.table.setSelectionMode(LinesTable.SelectionMode.SingleSelection)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show())
        self.table.keys = {Qt.Key.Key_G: self._publish}
        self.view.aligned.connect(self._align)
        self._pictures.arrived.connect(self._arrived)
        self.none.setProperty("role", "dim")
        self.none.setWordWrap(True)
        say(self.none.setText, NO_PAIRS)
        say(self.open.setText, OPEN)
        say(self.part.setText, PART)
        icons.give(self.open.setIcon, "eye")
        self.open.clicked.connect(self._publish)
        self.part.clicked.connect(self._part)
        bar = QHBoxLayout()
        bar.addWidget(self.open)
        bar.addWidget(self.part)
        bar.addStretch(1)
        keys = plain.label()
        keys.setProperty("role", "dim")
        keys.setWordWrap(True)
        say(keys.setText, KEYS)
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.addWidget(self.table)
        parts.addWidget(self.view)
        parts.setSizes([150, 340])
        parts.setChildrenCollapsible(False)
        box = QVBoxLayout(self)
        box.setContentsMargins(6, 4, 6, 4)
        box.addWidget(self.none)
        box.addWidget(parts, 1)
        box.addWidget(keys)
        box.addLayout(bar)

    def _show(self) -> None:
        pair = self.front()
        if pair is None:
            self._laid = None
            self.view.show_pictures(None, None)
            return
        if self._laid != pair.id or not self.view.moved:  # undo may have brought another back
            self.view.lay(pair.shift_x, pair.shift_y, pair.zoom)
            self._laid = pair.id
        both = [each.sha256 for each in (pair.before, pair.after)]
        before, after = (self._pictures.of(each, self.path_of(each)) for each in both)
        why = [BROKEN if self._pictures.known(each) else READING for each in both]
        self.view.show_pictures(before, after, (why[0], why[1]))

    def _arrived(self, sha256: str) -> None:
        pair = self.front()
        if pair is not None and sha256 in (pair.before.sha256, pair.after.sha256):
            self._show()

    def _align(self, shift_x: float, shift_y: float, zoom: float) -> None:
        pair = next((each for each in self.model.lines if each.id == self._laid), None)
        if pair is not None:
            new = replace(pair, shift_x=shift_x, shift_y=shift_y, zoom=zoom)
            self.model.lines = [new if each is pair else each for each in self.model.lines]
            self._deeds.align(pair, shift_x, shift_y, zoom)

    def _publish(self) -> None:
        pair = self.front()
        if pair is not None:
            self._deeds.publish(pair)

    def _part(self) -> None:
        pair = self.front()
        if pair is not None:
            self._deeds.part(pair)


class MissingPage(QWidget):
    """Places that lack a picture; Enter shows what there is of one in the grid."""

    asked = Signal(object)  # Missing

    def __init__(self) -> None:
        super().__init__()
        self.model: LinesModel[Missing] = LinesModel(
            (
                Head(PLACE, 130, photo_words.place),
                Head(LACKS, 120, _lacks),
                Head(ITEM, 110, lambda line: photo_words.item(line.item)),
            )
        )
        self.table, self.none = LinesTable(LACKING), plain.label()
        _page(self, self.table, self.model, self.none, NO_LACK)
        self.table.activated.connect(lambda index: self.asked.emit(self.model.lines[index.row()]))

    def show_missing(self, found: Sequence[Missing]) -> None:
        """Show the places."""
        self.model.show_lines(found)
        self.none.setVisible(not found)
        self.table.setVisible(bool(found))


class DoubtfulPage(QWidget):
    """Pictures taken far from their places; K confirms, Enter shows one in the grid."""

    asked = Signal(object)  # Photo

    def __init__(self, deeds: PhotoDeeds) -> None:
        super().__init__()
        self._deeds = deeds
        self.model: LinesModel[Photo] = LinesModel(
            (
                Head(PLACE, 120, photo_words.place_of),
                Head(HOW_FAR, 140, lambda photo: photo_words.off(photo.off_m)),
                Head(FILE, 160, lambda photo: photo.name),
            )
        )
        self.table, self.none, self.confirm = LinesTable(DOUBTFUL), plain.label(), QPushButton()
        _page(self, self.table, self.model, self.none, NO_DOUBT)
        self.table.setSelectionMode(LinesTable.SelectionMode.ExtendedSelection)
        self.table.keys = {Qt.Key.Key_K: self._confirm}
        say(self.confirm.setText, CONFIRM)
        self.confirm.clicked.connect(self._confirm)
        bar = QHBoxLayout()
        bar.addWidget(self.confirm)
        bar.addStretch(1)
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.addLayout(bar)
        self.table.activated.connect(lambda index: self.asked.emit(self.model.lines[index.row()]))

    def show_doubtful(self, found: Sequence[Photo], may: bool) -> None:
        """Show the pictures."""
        self.model.show_lines(found)
        self.none.setVisible(not found)
        self.table.setVisible(bool(found))
        self.confirm.setEnabled(may and bool(found))
        if found:
            self.table.selectRow(0)

    def _confirm(self) -> None:
        places = sorted({index.row() for index in self.table.selectionModel().selectedRows()})
        self._deeds.confirm([self.model.lines[at].id for at in places])


def _page(
    page: QWidget, table: LinesTable, model: LinesModel[Any], none: QLabel, words: Words
) -> None:
    """Lay out a page of one table, and the words that stand there without lines."""
    model.setParent(page)
    table.take(model)
    none.setProperty("role", "dim")
    none.setWordWrap(True)
    none.setAlignment(Qt.AlignmentFlag.AlignTop)
    say(none.setText, words)
    box = QVBoxLayout(page)
    box.setContentsMargins(6, 4, 6, 4)
    box.addWidget(none)
    box.addWidget(table, 1)


def _item(pair: Pair) -> str:
    return photo_words.item(pair.after.about or pair.before.about)


def _days(pair: Pair) -> str:
    days = (pair.before.taken_on or "?", pair.after.taken_on or "?")
    return " → ".join(days)


def _lacks(line: Missing) -> Words:
    phase = PHASES[line.phase]
    return DONE.filled(phase=phase) if line.finished else phase
