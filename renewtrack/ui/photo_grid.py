"""A grid of small pictures with their places and phases, moved through by the arrow keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from renewtrack.ui import photo_words, plain
from renewtrack.ui.look import light
from renewtrack.ui.photo_loading import Pictures
from renewtrack.ui.speaking import say, speech, text
from renewtrack.words import Words

if TYPE_CHECKING:
    from renewtrack.store.photo_list import Photo

NAME = Words("照片", "Pictures")
WIDE, HIGH, LINE, GAP = 156, 117, 18, 8
CELL = QSize(WIDE + GAP * 2, HIGH + LINE * 2 + GAP * 2 + 2)
INKS = {"before": "#8D6E00", "during": "#1565C0", "after": "#2E7D32"}
DARK_INKS = {"before": "#FFD54F", "during": "#90CAF9", "after": "#A5D6A7"}
SIGNS = {"before": "◐", "during": "◓", "after": "●"}
PAIRED = Words("已配对", "paired")
QUESTIONED = Words("位置待核", "place in question")
LOADING, BROKEN = Words("…", "…"), Words("无法显示", "Cannot be shown")
Index = QModelIndex | QPersistentModelIndex


class PhotoModel(QAbstractListModel):
    """The pictures that are listed; their pixels come as they are looked at."""

    def __init__(self, pictures: Pictures, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.pictures = pictures
        self.photos: Sequence[Photo] = ()
        self.path_of: Callable[[str], Path] = Path
        self._places: dict[str, list[int]] = {}
        pictures.arrived.connect(self._arrived)
        speech.switched.connect(self._again)

    def show_photos(self, photos: Sequence[Photo]) -> None:
        """Show other pictures."""
        self.beginResetModel()
        self.photos = photos
        self._places = {}
        for place, photo in enumerate(photos):
            self._places.setdefault(photo.sha256, []).append(place)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.photos)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        photo = self.photos[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return " ".join(each for each in (*lines(photo), *marks(photo)) if each)
        if role == Qt.ItemDataRole.ToolTipRole:
            said = (photo.name, *lines(photo), photo_words.off(photo.off_m), *marks(photo))
            return plain.plain_tip("\n".join(each for each in said if each))
        if role == Qt.ItemDataRole.SizeHintRole:
            return CELL
        return None

    def picture(self, photo: Photo) -> Any:
        """Return the small picture; None while it is read."""
        return self.pictures.of(photo.sha256, self.path_of(photo.sha256))

    def _arrived(self, sha256: str) -> None:
        for place in self._places.get(sha256, ()):
            index = self.index(place)
            self.dataChanged.emit(index, index)

    def _again(self, _: object = None) -> None:
        if self.photos:
            self.dataChanged.emit(self.index(0), self.index(len(self.photos) - 1))


def lines(photo: Photo) -> tuple[str, str]:
    """Return the two lines below a picture: its place; its phase, item and day."""
    sign = SIGNS.get(photo.phase or "", "○")
    second = (
        f"{sign} {photo_words.phase(photo.phase)}",
        photo.taken_on,
        photo_words.item(photo.about),
    )
    return photo_words.place_of(photo), " ".join(each for each in second if each)


def place_ink(photo: Photo) -> str:
    """Return the colour of a picture's place: another one where somebody should look."""
    tones = light.tones
    return tones.bad if photo.questioned or photo.place is None else tones.text


def marks(photo: Photo) -> tuple[str, ...]:
    """Return what else is to be known of a picture."""
    found = ((photo.paired, PAIRED), (photo.questioned, QUESTIONED))
    return tuple(text(words) for there, words in found if there)


class _Painter(QStyledItemDelegate):
    def __init__(self, model: PhotoModel) -> None:
        super().__init__(model)
        self._model = model

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return CELL

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        photo, tones = self._model.photos[index.row()], light.tones
        whole: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(whole.adjusted(2, 2, -2, -2), QColor(tones.picked))
        box = QRect(whole.left() + GAP, whole.top() + GAP, WIDE, HIGH)
        self._picture(painter, box, photo)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(tones.accent), 2))
            painter.drawRect(whole.adjusted(2, 2, -3, -3))
        below = QRect(box.left(), box.bottom() + 2, WIDE, LINE)
        first, second = lines(photo)
        self._line(painter, below, first, place_ink(photo))
        inks = DARK_INKS if light.dark else INKS
        self._line(
            painter, below.translated(0, LINE), second, inks.get(photo.phase or "", tones.dim)
        )
        painter.restore()

    def _picture(self, painter: QPainter, box: QRect, photo: Photo) -> None:
        tones, found = light.tones, self._model.picture(photo)
        painter.fillRect(box, QColor(tones.raised))
        if found is None:
            known = self._model.pictures.known(photo.sha256)
            painter.setPen(QColor(tones.dim))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text(BROKEN if known else LOADING))
            return
        size = found.size().scaled(box.size(), Qt.AspectRatioMode.KeepAspectRatio)
        at = QRect(box.topLeft(), size)
        at.moveCenter(box.center())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(at, found)
        signs = ("⇄" if photo.paired else "") + ("⚠" if photo.questioned else "")
        if signs:
            badge = QRect(box.right() - 14 * len(signs) - 4, box.top() + 2, 14 * len(signs) + 4, 18)
            painter.fillRect(badge, QColor(0, 0, 0, 150))
            painter.setPen(QColor("#FFFFFF"))
            painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, signs)

    @staticmethod
    def _line(painter: QPainter, box: QRect, words: str, ink: str) -> None:
        painter.setPen(QColor(ink))
        cut = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), cut)


class PhotoGrid(QListView):
    """The grid; ``keys`` are single keys with deeds, ``moved`` tells that others are selected."""

    moved = Signal()

    def __init__(self, model: PhotoModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.photos, self.keys = model, dict[Qt.Key, Callable[[], object]]()
        say(self.setAccessibleName, NAME)
        self.setModel(model)
        self.setItemDelegate(_Painter(model))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setUniformItemSizes(True)
        self.setGridSize(CELL)
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setDragEnabled(False)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.verticalScrollBar().setSingleStep(CELL.height() // 3)
        self.selectionModel().selectionChanged.connect(self._told)
        light.switched.connect(self._painted)

    def chosen(self) -> list[Photo]:
        """Return the selected pictures, in their order."""
        places = sorted({index.row() for index in self.selectionModel().selectedIndexes()})
        return [self.photos.photos[at] for at in places if at < len(self.photos.photos)]

    def front(self) -> Photo | None:
        """Return the picture with the cursor."""
        at = self.currentIndex().row()
        return self.photos.photos[at] if 0 <= at < len(self.photos.photos) else None

    def choose(self, ids: Sequence[int]) -> None:
        """Select pictures and bring the first of them into view."""
        wanted, chosen = set(ids), QItemSelection()
        first = None
        for place, photo in enumerate(self.photos.photos):
            if photo.id in wanted:
                index = self.photos.index(place)
                chosen.select(index, index)
                first = first or index
        how = QItemSelectionModel.SelectionFlag
        self.selectionModel().select(chosen, how.ClearAndSelect)
        if first is not None:
            self.selectionModel().setCurrentIndex(first, how.NoUpdate)
            self.scrollTo(first)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain_key = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        deed = self.keys.get(Qt.Key(event.key())) if plain_key else None
        if deed is not None:
            deed()
        else:
            super().keyPressEvent(event)

    def _told(self, *_: object) -> None:
        self.moved.emit()

    def _painted(self, *_: object) -> None:
        self.viewport().update()
