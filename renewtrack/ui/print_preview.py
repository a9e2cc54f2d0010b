"""The preview of a sheet: one page as it will be printed, turned and zoomed at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QShortcut,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from renewtrack.ui import plain
from renewtrack.ui.speaking import say
from renewtrack.words import Words

if TYPE_CHECKING:
    from renewtrack.printing.folio import Folio

ZOOMS = (0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 4.0)
SCREEN_DOTS = 96 / 25.4  # dots a millimetre at 100 %
MOST_DOTS = 40_000_000  # of one picture; a larger zoom of an A0 would take gigabytes

FIT = Words("适合窗口", "Fit")
LARGER, SMALLER = Words("放大", "Zoom in"), Words("缩小", "Zoom out")
FORWARD, BACK = Words("下一页", "Next page"), Words("上一页", "Previous page")
READY = Words("第 {page} / {pages} 页{scale}　{zoom}%", "Page {page} of {pages}{scale} · {zoom}%")
CONTENTS = Words("转到", "Go to")
PREVIEW = Words("图纸预览", "Preview of the sheet")


class PageArea(QScrollArea):
    """One page as it will be printed."""

    resized = Signal()
    zoomed = Signal(int)  # one step larger or smaller

    def __init__(self) -> None:
        super().__init__()
        self._canvas = Canvas()
        self.setWidget(self._canvas)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        say(self.setAccessibleName, PREVIEW)

    @property
    def image(self) -> QImage | None:
        """Return the page that is shown."""
        return self._canvas.image

    def show_page(self, image: QImage) -> None:
        """Show a page."""
        self._canvas.show_image(image)

    def room(self) -> QSize:
        """Return the size that a page may have without scrolling."""
        return self.maximumViewportSize() - QSize(2 * Canvas.RIM, 2 * Canvas.RIM)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoomed.emit(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)


class Canvas(QWidget):
    """The page with a shadow."""

    RIM = 14

    def __init__(self) -> None:
        super().__init__()
        self.image: QImage | None = None

    def show_image(self, image: QImage) -> None:
        """Take a page and its size."""
        self.image = image
        size = image.deviceIndependentSize().toSize()
        self.setMinimumSize(size + QSize(2 * self.RIM, 2 * self.RIM))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        pen = QPainter(self)
        pen.fillRect(self.rect(), self.palette().color(QPalette.ColorRole.Mid))
        if self.image is None:
            return
        page = QRectF(QPointF(), self.image.deviceIndependentSize())
        page.moveCenter(QPointF(self.width() / 2, self.height() / 2))
        page.moveTopLeft(page.topLeft().toPoint().toPointF())
        pen.fillRect(page.translated(2, 3), QColor(0, 0, 0, 50))
        pen.drawImage(page.topLeft(), self.image)
        pen.setPen(QColor(0, 0, 0, 60))
        pen.drawRect(page)


class Preview(QWidget):
    """The page of composed sheets that is looked at, with the buttons to turn and to zoom."""

    def __init__(self) -> None:
        super().__init__()
        self._folio: Folio | None = None
        self._page, self._zoom = 0, 0.0  # zoom 0: as large as the window allows
        self.area = PageArea()
        self.state = plain.label()
        self.back, self.forward = _tool("‹", BACK), _tool("›", FORWARD)
        self.smaller, self.larger = _tool("−", SMALLER), _tool("+", LARGER)
        self.fit = QToolButton()
        self.contents = QComboBox()
        self.contents.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.contents.setMaximumWidth(260)
        self.contents.hide()
        say(self.contents.setAccessibleName, CONTENTS)
        say(self.fit.setText, FIT)
        say(self._show_state, READY, owner=self)
        self._lay_out()
        self._connect()

    @property
    def page(self) -> int:
        """Return the number of the page that is shown, from 1."""
        return self._page + 1

    @property
    def image(self) -> QImage | None:
        """Return the page that is shown."""
        return self.area.image

    def show_folio(self, folio: Folio) -> None:
        """Show composed pages, staying on the page and at the zoom."""
        self._folio = folio
        self._page = min(self._page, len(folio.pages) - 1)
        self._fill_contents(folio)
        self._draw()

    def _fill_contents(self, folio: Folio) -> None:
        """List the bookmarks, as a way to a page of many."""
        self.contents.clear()
        for each in folio.bookmarks:
            self.contents.addItem("　" * each.level + each.title, each.page)
        self.contents.setVisible(len(folio.bookmarks) > 1)

    def _jump(self, place: int) -> None:
        self._page = int(self.contents.itemData(place))
        self._draw()

    def _mark_contents(self) -> None:
        """Choose the bookmark that the page stands under."""
        pages = [self.contents.itemData(at) for at in range(self.contents.count())]
        before = [at for at, page in enumerate(pages) if page <= self._page]
        if before:
            self.contents.setCurrentIndex(before[-1])

    def turn(self, step: int) -> None:
        """Turn pages forward or back, as far as there are any."""
        if self._folio is not None:
            self._page = max(0, min(self._page + step, len(self._folio.pages) - 1))
            self._draw()

    def zoom(self, step: int) -> None:
        """Zoom one step in or out from what is shown."""
        now = self._shown_zoom()
        further = [zoom for zoom in ZOOMS if (zoom - now) * step > 0.01]
        if further:
            self._zoom = further[0] if step > 0 else further[-1]
            self._draw()

    def zoom_to_fit(self) -> None:
        """Show the whole page."""
        self._zoom = 0.0
        self._draw()

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        for widget in (self.back, self.forward, self.contents, self.state):
            bar.addWidget(widget)
        bar.addStretch(1)
        for widget in (self.smaller, self.fit, self.larger):
            bar.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(bar)
        column.addWidget(self.area, 1)

    def _connect(self) -> None:
        self.back.clicked.connect(lambda: self.turn(-1))
        self.forward.clicked.connect(lambda: self.turn(1))
        self.smaller.clicked.connect(lambda: self.zoom(-1))
        self.larger.clicked.connect(lambda: self.zoom(1))
        self.fit.clicked.connect(self.zoom_to_fit)
        self.contents.activated.connect(self._jump)
        self.area.zoomed.connect(self.zoom)
        self.area.resized.connect(self._resized)
        standard = QKeySequence.StandardKey
        QShortcut(QKeySequence(standard.MoveToNextPage), self, lambda: self.turn(1))
        QShortcut(QKeySequence(standard.MoveToPreviousPage), self, lambda: self.turn(-1))
        QShortcut(QKeySequence("Ctrl+="), self, lambda: self.zoom(1))
        QShortcut(QKeySequence("Ctrl++"), self, lambda: self.zoom(1))
        QShortcut(QKeySequence("Ctrl+-"), self, lambda: self.zoom(-1))
        QShortcut(QKeySequence("Ctrl+0"), self, self.zoom_to_fit)
        for button in (self.back, self.forward, self.smaller, self.larger, self.fit):
            button.setEnabled(False)

    def _resized(self) -> None:
        if self._zoom == 0:
            self._draw()

    def _shown_zoom(self) -> float:
        """Return the zoom, as a share of the true size on the screen."""
        if self._zoom or self._folio is None:
            return self._zoom or 1.0
        page, room = self._folio.pages[self._page], self.area.room()
        across, down = room.width() / page.width, room.height() / page.height
        return max(0.05, min(across, down) / SCREEN_DOTS)

    def _draw(self) -> None:
        """Draw the page; the same painter as on paper."""
        if self._folio is None:
            return
        from renewtrack.printing import paper

        page, ratio = self._folio.pages[self._page], self.devicePixelRatioF()
        most = (MOST_DOTS / (page.width * page.height)) ** 0.5
        dots = min(self._shown_zoom() * SCREEN_DOTS * ratio, most)
        image = paper.picture(page, dots)
        image.setDevicePixelRatio(ratio)
        self.area.show_page(image)
        self._mark_contents()
        pages = len(self._folio.pages)
        self.back.setEnabled(self._page > 0)
        self.forward.setEnabled(self._page < pages - 1)
        for button in (self.smaller, self.larger, self.fit):
            button.setEnabled(True)
        say(self._show_state, READY, owner=self)

    def _show_state(self, pattern: str) -> None:
        if self._folio is None:
            return
        zoom = round(self._shown_zoom() * 100)
        pages, scale = len(self._folio.pages), getattr(self._folio, "scale", 0)
        self.state.setText(
            pattern.format(
                page=self.page, pages=pages, scale=f" · 1:{scale}" if scale else "", zoom=zoom
            )
        )


def _tool(sign: str, words: Words) -> QToolButton:
    button = QToolButton()
    button.setText(sign)
    say(button.setToolTip, words)
    say(button.setAccessibleName, words)
    return button
