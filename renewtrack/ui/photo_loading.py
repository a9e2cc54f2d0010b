"""Pictures read small beside the window, the last asked for first, and kept in memory."""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage, QPixmap

from renewtrack.ui.tasks import Task, Tasks

MOST_WAITING = 400  # beyond which the oldest are forgotten: they were scrolled past
AT_ONCE = 6  # pictures of one job: other work waits no longer than for these


class Pictures(QObject):
    """Gives the pictures of contents at one size; ``arrived`` (their SHA-256) when one is read."""

    arrived = Signal(str)

    def __init__(
        self, tasks: Tasks, size: tuple[int, int], keep: int, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._tasks, self._size, self._keep = tasks, size, keep
        self._kept: OrderedDict[str, QPixmap | None] = OrderedDict()
        self._waiting: OrderedDict[str, Path] = OrderedDict()
        self._running: Task | None = None

    def of(self, sha256: str, path: Path) -> QPixmap | None:
        """Return a picture; None while it is read, and for what is none."""
        if sha256 in self._kept:
            self._kept.move_to_end(sha256)
            return self._kept[sha256]
        self._waiting[sha256] = path
        self._waiting.move_to_end(sha256)
        while len(self._waiting) > MOST_WAITING:
            self._waiting.popitem(last=False)
        self._go_on()
        return None

    def known(self, sha256: str) -> bool:
        """Tell whether a picture was read, be it shown or not."""
        return sha256 in self._kept

    def forget(self) -> None:
        """Give up what waits and what is kept, such as for another file."""
        self._waiting.clear()
        self._kept.clear()

    def retry(self) -> None:
        """Read anew what could not be shown: its content may have been found again."""
        for sha256 in [each for each, picture in self._kept.items() if picture is None]:
            del self._kept[sha256]

    def _go_on(self) -> None:
        if self._running is not None or not self._waiting:
            return
        count = min(AT_ONCE, len(self._waiting))
        wanted = [self._waiting.popitem() for _ in range(count)]
        size = self._size

        def job(_: Task) -> list[tuple[str, QImage]]:
            return [(sha256, read(path, size)) for sha256, path in wanted]

        self._running = self._tasks.run(job, self._take, self._failed, quiet=True)

    def _take(self, found: list[tuple[str, QImage]]) -> None:
        self._running = None
        for sha256, image in found:
            self._kept[sha256] = None if image.isNull() else QPixmap.fromImage(image)
        while len(self._kept) > self._keep:
            self._kept.popitem(last=False)
        for sha256, _ in found:
            self.arrived.emit(sha256)
        self._go_on()

    def _failed(self, _: Exception) -> None:
        self._running = None
        self._go_on()


def read(path: Path, size: tuple[int, int]) -> QImage:
    """Return a picture no larger than a size; a null one for what cannot be shown."""
    from renewtrack.store import photo_pixels

    found = photo_pixels.small(path, size)
    if found is None:
        return QImage()
    wide, high, pixels = found
    return QImage(pixels, wide, high, wide * 3, QImage.Format.Format_RGB888).copy()
