"""What a printed PDF says when it is read back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pypdf import PdfReader

from renewtrack.printing import painter
from renewtrack.printing.folio import Folio

MM = 25.4 / 72


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the outline: its title, page from 0, and level."""

    title: str
    page: int
    level: int


def pages_of(path: Path) -> list[str]:
    """Return the text of every page without any blanks."""
    return [re.sub(r"\s", "", page.extract_text()) for page in PdfReader(path).pages]


def sizes_of(path: Path) -> list[tuple[int, int]]:
    """Return width and height of every page in whole millimetres."""
    boxes = (page.mediabox for page in PdfReader(path).pages)
    return [(round(float(box.width) * MM), round(float(box.height) * MM)) for box in boxes]


def outline_of(path: Path) -> list[Entry]:
    """Return the entries of the outline in their order."""
    reader = PdfReader(path)

    def walk(items: list[Any], level: int) -> Iterator[Entry]:
        for item in items:
            if isinstance(item, list):
                yield from walk(item, level + 1)
            else:
                page = reader.get_destination_page_number(item)
                yield Entry(str(item.title), -1 if page is None else page, level)

    return list(walk(reader.outline, 0))


def links_of(path: Path) -> list[tuple[int, int]]:
    """Return (page, target) of every link inside the document; pages count from 0."""
    reader = PdfReader(path)
    numbers = {page.indirect_reference.idnum: at for at, page in enumerate(reader.pages)}  # type: ignore[union-attr]
    found = []
    for at, page in enumerate(reader.pages):
        for note in page.annotations or []:
            target = note.get_object()["/Dest"][0]
            number = target if isinstance(target, int) else numbers[target.idnum]
            found.append((at, int(number)))
    return found


def embedded(path: Path) -> bool:
    """Tell whether every font of the document has its programme in it."""
    fonts = [
        font.get_object()
        for page in PdfReader(path).pages
        for font in (page.get("/Resources", {}).get_object().get("/Font") or {}).values()
    ]
    return bool(fonts) and all(_program(font) for font in fonts)


def _program(font: Any) -> bool:
    below = font.get("/DescendantFonts")
    own = below[0].get_object() if below else font
    described = own.get("/FontDescriptor")
    return described is not None and any(
        f"/FontFile{end}" in described.get_object() for end in ("", "2", "3")
    )


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text on a page: where its baseline starts, in mm from the upper left corner."""

    page: int
    text: str
    x: float
    y: float


def texts_of(path: Path) -> list[Piece]:
    """Return every piece of text with its place, as it stands in the document."""
    found: list[Piece] = []
    for at, page in enumerate(PdfReader(path).pages):
        high = float(page.mediabox.height)

        def visit(text: str, cm: list[float], tm: list[float], _font: Any, _size: float) -> None:
            if text.strip():
                x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
                y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
                found.append(Piece(at, text.strip(), x * MM, (high - y) * MM))  # noqa: B023

        page.extract_text(visitor_text=visit)
    return found


def outside(path: Path) -> list[Piece]:
    """Return the pieces of text that start beyond their page."""
    sizes = sizes_of(path)
    return [
        piece
        for piece in texts_of(path)
        if not (0 <= piece.x <= sizes[piece.page][0] and 0 <= piece.y <= sizes[piece.page][1])
    ]


def overlaps(folio: Folio) -> list[tuple[int, str, str]]:
    """Return (page, text, text) of every two texts whose signs cover one another."""
    found = []
    for at, page in enumerate(folio.pages):
        signs = sorted(
            ((painter.inked(text).shrunk(0.02), text.text) for text in page.texts()),
            key=lambda each: each[0].left,
        )
        for place, (box, text) in enumerate(signs):
            for other, beside in signs[place + 1 :]:
                if other.left >= box.right:
                    break
                if box.overlaps(other):
                    found.append((at, text, beside))
    return found
