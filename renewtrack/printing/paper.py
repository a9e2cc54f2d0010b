"""Composed pages on a real printer, by the same painter at true scale."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QImage, QPageLayout, QPainter

from renewtrack.errors import UserError
from renewtrack.printing import painter, pdf
from renewtrack.printing.folio import Folio
from renewtrack.printing.sheet import PAPER, Page
from renewtrack.words import Words

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

SLACK = 1.0  # mm: printers round their sheets


class NotPrinted(UserError):
    """The printer did not take the job."""

    words = Words(
        "打印机没有接受任务。请检查打印机是否开机、联机，或先导出PDF再打印。",
        "The printer did not take the job. Check that it is on and connected, "
        "or export a PDF and print that.",
    )


class PaperTooSmall(UserError):
    """The printer's paper is smaller than the page."""

    words = Words(
        "打印机的纸张比这张图小，没有打印，以免裁掉边上的内容。"
        "请选更大的纸张，或在“拼接打印”里选打印机的纸。",
        "The printer's paper is smaller than this sheet and nothing was printed, lest its edges be "
        "lost. Choose larger paper, or cut it over the printer's paper (“Cut over sheets”).",
    )


def prepare(printer: QPrinter, folio: Folio) -> None:
    """Give a printer the pages' paper, its whole sheet and their number."""
    printer.setFullPage(True)
    printer.setPageLayout(pdf.page_layout(folio.pages[0]))
    printer.setFromTo(1, len(folio.pages))


def fits(printer: QPrinter, folio: Folio) -> bool:
    """Tell whether the printer's sheet holds every page; what does not fit is to be cut first."""
    sheet = printer.pageLayout().fullRect(QPageLayout.Unit.Millimeter)
    short, long = sorted((sheet.width() + SLACK, sheet.height() + SLACK))
    return all(min(_size(page)) <= short and max(_size(page)) <= long for page in folio.pages)


def _size(page: Page) -> tuple[float, float]:
    return page.width, page.height


def send(printer: QPrinter, folio: Folio) -> int:
    """Print the pages that the printer's range asks for; return how many.

    Raises NotPrinted.
    """
    printer.setFullPage(True)
    first, last = printer.fromPage() or 1, printer.toPage() or len(folio.pages)
    wanted = folio.pages[first - 1 : last]
    if wanted and _size(wanted[0]) != _size(folio.pages[0]):
        printer.setPageLayout(pdf.page_layout(wanted[0]))
    pen = QPainter()
    if not pen.begin(printer):
        raise NotPrinted
    try:
        for number, page in enumerate(wanted):
            if number:
                if _size(page) != _size(wanted[number - 1]):
                    printer.setPageLayout(pdf.page_layout(page))
                printer.newPage()
            painter.paint(pen, page, printer.resolution() / pdf.MM_AN_INCH)
    finally:
        pen.end()
    return len(wanted)


def picture(page: Page, dots_per_mm: float) -> QImage:
    """Return a page as an image for the screen."""
    size = QSize(round(page.width * dots_per_mm), round(page.height * dots_per_mm))
    drawn = QImage(size, QImage.Format.Format_RGB32)
    drawn.fill(QColor(PAPER))
    pen = QPainter(drawn)
    pen.setClipRect(QRectF(0, 0, size.width(), size.height()))
    painter.paint(pen, page, dots_per_mm)
    pen.end()
    return drawn
