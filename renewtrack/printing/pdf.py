"""A status map as a PDF file: vectors at true scale, text that reads back right."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPdfWriter

from renewtrack.errors import UserError
from renewtrack.printing import composing, fonts, outline, painter
from renewtrack.printing.composing import MapFolio
from renewtrack.printing.folio import Folio, Progress
from renewtrack.printing.layouts import SIZES
from renewtrack.printing.sheet import Page
from renewtrack.printing.status_map import Paper, StatusMap
from renewtrack.store import replacing
from renewtrack.words import Words

LOG = logging.getLogger(__name__)
RESOLUTION = 1200  # dots an inch; one dot is 0.02 mm
MM_AN_INCH = 25.4
Seen = Callable[[Path, int], object]


class NotWritten(UserError):
    """The target cannot be written."""

    words = Words(
        "无法写入 {path}：文件可能正被其他程序打开，或所在文件夹不可写。"
        "原有文件未改动。请关闭该文件，或换一个位置保存。",
        "Cannot write {path}: it may be open in another program, or its folder cannot be "
        "written. The old file is untouched. Close it, or save somewhere else.",
    )


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was written: pages, scale 1:n, features by class, and what is not on the map."""

    pages: int
    scale: int
    counts: dict[str, int]
    overdue: int
    outside: int
    unplaced: int
    path: Path


def write(  # noqa: PLR0913 - each says by its name what is asked for
    path: Path,
    status_map: StatusMap,
    paper: str = "A3",
    orientation: str = "landscape",
    scale: int | None = None,
    *,
    seen: Seen | None = None,
) -> Receipt:
    """Write a status map as PDF; an existing file is replaced only when all is well.

    Raises NotWritten, NeedsApproval, NoChineseFont, and what ``seen`` raises.
    """
    fonts.application()
    folio = composing.compose(status_map, Paper(paper, orientation, scale))
    write_folio(path, folio, seen)
    return receipt(folio, path)


def write_folio(
    path: Path, folio: Folio, seen: Seen | None = None, progress: Progress | None = None
) -> None:
    """Write composed pages as PDF beside the target, then rename.

    ``seen`` is called with the finished file and its pages before it gets its name;
    ``progress`` with the share of pages that are drawn, and may raise to give up.
    """
    content = rendered(folio, progress)
    put(path, content, (lambda part: seen(part, len(folio.pages))) if seen else None)
    LOG.info("wrote a PDF: %d pages", len(folio.pages))


def receipt(folio: MapFolio, path: Path) -> Receipt:
    """Return what a written map tells."""
    return Receipt(
        len(folio.pages),
        folio.scale,
        folio.counts,
        folio.overdue,
        folio.outside,
        folio.unplaced,
        path,
    )


def rendered(folio: Folio, progress: Progress | None = None) -> bytes:
    """Return composed pages as the bytes of a PDF."""
    store = QByteArray()
    buffer = QBuffer(store)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(RESOLUTION)
    writer.setTitle(folio.title)
    writer.setAuthor(folio.author)
    writer.setCreator("renewtrack")
    writer.setPageLayout(page_layout(folio.pages[0]))
    pen = QPainter(writer)
    try:
        for number, page in enumerate(folio.pages):
            if number:
                writer.setPageLayout(page_layout(page))
                writer.newPage()
            painter.paint(pen, page, RESOLUTION / MM_AN_INCH)
            if progress is not None:
                progress((number + 1) / len(folio.pages))
    finally:
        pen.end()  # a painter that outlives what it paints on ends the program
    buffer.close()
    return outline.added(bytes(store.data()), folio)


def page_layout(page: Page) -> QPageLayout:
    """Return Qt's page layout of a page: the full page, no margins."""
    short, long = sorted((page.width, page.height))
    turned = page.width > page.height
    names = {size: QPageSize(getattr(QPageSize.PageSizeId, name)) for name, size in SIZES.items()}
    size = names.get((short, long), QPageSize(QSizeF(short, long), QPageSize.Unit.Millimeter))
    way = QPageLayout.Orientation.Landscape if turned else QPageLayout.Orientation.Portrait
    return QPageLayout(size, way, QMarginsF(0, 0, 0, 0))


def put(path: Path, content: bytes, seen: Callable[[Path], object] | None = None) -> None:
    """Write aside and rename; nothing is left behind on failure.

    ``seen`` is called with the finished file before it gets its name. Raises NotWritten.
    """
    aside = path.with_name(path.name + ".part")
    try:
        aside.write_bytes(content)
        replacing.sync(aside)
        if seen is not None:
            seen(aside)
        replacing.replace(aside, path)
        replacing.sync(path.parent)
    except (OSError, replacing.HeldByOther) as error:
        LOG.warning("cannot write a file that goes out: %s", type(error).__name__)
        raise NotWritten(path=path) from error
    finally:
        with contextlib.suppress(OSError):
            aside.unlink(missing_ok=True)
