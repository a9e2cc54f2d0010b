"""A status map as a picture: the first sheet in pixels, as the PDF has it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QColor, QImage, QPainter

from renewtrack.printing import composing, fonts, painter, pdf
from renewtrack.printing.composing import MapFolio
from renewtrack.printing.pdf import MM_AN_INCH, Seen
from renewtrack.printing.status_map import Paper, StatusMap

DOTS = 200  # an inch; A3 is 3307 x 2339 pixels
MOST_PIXELS = 60_000_000  # 240 MB while it is painted


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was painted: its size in pixels, scale 1:n, features by class, pages left out."""

    width: int
    height: int
    scale: int
    counts: dict[str, int]
    unplaced: int
    left_out: int
    path: Path


def write(
    path: Path,
    status_map: StatusMap,
    paper: Paper | None = None,
    dots: int = DOTS,
    seen: Seen | None = None,
) -> Receipt:
    """Write the sheet as a PNG; an existing file is replaced only when all is well.

    Raises NotWritten, NeedsApproval, NoChineseFont, and what ``seen`` raises.
    """
    fonts.application()
    folio = composing.compose(status_map, paper or Paper())
    image = painted(folio, dots)
    put = (lambda part: seen(part, sum(folio.counts.values()))) if seen is not None else None
    pdf.put(path, _png(image), put)
    return Receipt(
        image.width(),
        image.height(),
        folio.scale,
        folio.counts,
        folio.unplaced,
        len(folio.pages) - 1,
        path,
    )


def painted(folio: MapFolio, dots: int = DOTS) -> QImage:
    """Return the first page at so many dots an inch, or fewer where it would be too large."""
    page = folio.pages[0]
    per_mm = dots / MM_AN_INCH
    pixels = page.width * page.height * per_mm**2
    if pixels > MOST_PIXELS:
        per_mm *= (MOST_PIXELS / pixels) ** 0.5
    image = QImage(
        round(page.width * per_mm), round(page.height * per_mm), QImage.Format.Format_RGB32
    )
    image.setDotsPerMeterX(round(per_mm * 1000))
    image.setDotsPerMeterY(round(per_mm * 1000))
    image.fill(QColor("white"))
    pen = QPainter(image)
    painter.paint(pen, page, per_mm)
    pen.end()
    return image


def _png(image: QImage) -> bytes:
    store = QByteArray()
    buffer = QBuffer(store)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    buffer.close()
    return bytes(store.data())
