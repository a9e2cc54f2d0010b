"""The outline and the links of a PDF, which Qt does not write, added behind its pages."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from renewtrack.printing.folio import Folio
from renewtrack.printing.sheet import Box

POINTS_A_MM = 72 / 25.4


def added(content: bytes, folio: Folio) -> bytes:
    """Return a PDF with the bookmarks and links of its folio; the pages keep every byte.

    What is new stands behind the old end, as an incremental update (ISO 32000-2, 7.5.6).
    """
    if not folio.bookmarks and not folio.links:
        return content
    from pypdf import PdfWriter

    writer = PdfWriter(BytesIO(content), incremental=True)
    parents: list[Any] = []
    for each in folio.bookmarks:
        del parents[each.level :]
        parent = parents[-1] if parents else None
        parents.append(
            writer.add_outline_item(title=each.title, page_number=each.page, parent=parent)
        )
    _link(writer, folio)
    if folio.bookmarks:
        writer.page_mode = "/UseOutlines"
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


def _link(writer: Any, folio: Folio) -> None:
    from pypdf.annotations import Link
    from pypdf.generic import Fit

    for each in folio.links:
        page = folio.pages[each.page]
        left, bottom, right, top = _points(each.box, page.height)
        link = Link(rect=(left, bottom, right, top), target_page_index=each.target, fit=Fit.fit())
        writer.add_annotation(each.page, link)


def _points(box: Box, height: float) -> tuple[float, float, float, float]:
    """Return left, bottom, right, top in points from the page's lower left corner."""
    return (
        box.left * POINTS_A_MM,
        (height - box.bottom) * POINTS_A_MM,
        box.right * POINTS_A_MM,
        (height - box.top) * POINTS_A_MM,
    )
