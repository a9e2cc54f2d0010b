"""A wall map: one large sheet cut over printer sheets that overlap, with marks to join them by."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from renewtrack.errors import UserError
from renewtrack.printing import lettering, phrases, shapes
from renewtrack.printing.folio import Bookmark, Folio
from renewtrack.printing.layouts import page_size
from renewtrack.printing.sheet import (
    FAINT_INK,
    INK,
    PAPER,
    SOFT_INK,
    Box,
    Mark,
    Page,
    Paths,
    Pen,
    Text,
    polylines,
    rectangle,
)
from renewtrack.words import Words

MARGIN = 5.0  # mm that printers leave blank: so three A3 by three are just an A0
OVERLAP = 10.0  # mm that two neighbours share
MOST = 64  # sheets
GLUE = "#F1F2F4"


class TooManySheets(UserError):
    """A page would fall into more sheets than anybody joins."""

    words = Words(
        "这张图要拼 {count} 张 {size}，超过 {most} 张，没有出图。请换更大的纸张，或缩小图幅。",
        "This sheet would take {count} sheets of {size}, more than {most}; nothing was made. "
        "Choose larger paper or a smaller map.",
    )


class NothingToCut(UserError):
    """A page fits on the printer's paper as it is."""

    words = Words(
        "这张图不大于 {size}，不需要拼接。请直接打印，或选更小的纸张来拼。",
        "This sheet is no larger than {size} and needs no joining. Print it as it is, or choose "
        "smaller paper.",
    )


@dataclass(frozen=True, slots=True)
class Tile:
    """One printer sheet: where it stands in the grid, and the part of the page that it bears."""

    row: int
    column: int
    part: Box  # mm of the large page
    name: str  # A1, A2 … from the upper left: the letter is the row


def tiled(
    folio: Folio, size: str, orientation: str, overlap: float = OVERLAP, language: str = "zh"
) -> Folio:
    """Return every page of a folio cut over sheets of a paper, row by row, at true scale.

    Each page begins with a plan of its sheets. Without an orientation the sheets lie or stand as
    fewer of them are needed. Raises NothingToCut, TooManySheets, UnknownPaper.
    """
    pages: list[Page] = []
    bookmarks: list[Bookmark] = []
    for number, page in enumerate(folio.pages, 1):
        sheet = page_size(size, orientation or fewest(page, size, overlap))
        tiles = cut(page, size, sheet, overlap)
        bookmarks.append(Bookmark(f"{folio.title} {number}", len(pages)))
        pages.append(_plan(page, tiles, sheet, language))
        for tile in tiles:
            bookmarks.append(Bookmark(tile.name, len(pages), 1))
            pages.append(_sheet(page, tile, sheet, (overlap, language)))
    return Folio(tuple(pages), folio.title, tuple(bookmarks), author=folio.author)


def fewest(page: Page, size: str, overlap: float = OVERLAP) -> str:
    """Return the orientation of the sheets that cover a page with fewer of them."""

    def needed(orientation: str) -> int:
        wide, high = page_size(size, orientation)
        columns = _count(page.width, wide - 2 * MARGIN, overlap)
        return columns * _count(page.height, high - 2 * MARGIN, overlap)

    return min(("landscape", "portrait"), key=needed)


def cut(page: Page, size: str, sheet: tuple[float, float], overlap: float) -> list[Tile]:
    """Return the sheets that a page falls into; raises NothingToCut, TooManySheets."""
    room = sheet[0] - 2 * MARGIN, sheet[1] - 2 * MARGIN
    columns = _count(page.width, room[0], overlap)
    rows = _count(page.height, room[1], overlap)
    if columns * rows == 1 or (page.width <= sheet[0] and page.height <= sheet[1]):
        raise NothingToCut(size=size)
    if columns * rows > MOST:
        raise TooManySheets(count=columns * rows, size=size, most=MOST)
    found = []
    for row in range(rows):
        for column in range(columns):
            left, top = column * (room[0] - overlap), row * (room[1] - overlap)
            part = Box(left, top, min(room[0], page.width - left), min(room[1], page.height - top))
            found.append(Tile(row, column, part, f"{_letter(row)}{column + 1}"))
    return found


def _count(whole: float, room: float, overlap: float) -> int:
    return max(1, math.ceil((whole - overlap) / (room - overlap) - 1e-9))


def _letter(row: int) -> str:
    return chr(ord("A") + row) if row < 26 else f"{chr(ord('A') + row // 26 - 1)}{row % 26}"


def _sheet(page: Page, tile: Tile, sheet: tuple[float, float], told: tuple[float, str]) -> Page:
    """Return one printer sheet: its part of the page, cut marks, glue edges, its name."""
    overlap, language = told
    shift = np.array([MARGIN - tile.part.left, MARGIN - tile.part.top])
    window = Box(MARGIN, MARGIN, tile.part.width, tile.part.height)
    marks: list[Mark] = []
    for mark in page.marks:
        marks += _moved(mark, shift, window)
    marks += _blank_edges(window, sheet)
    marks += _edges(page, tile, window, overlap)
    marks += _name(tile, window, sheet, language)
    return Page(sheet[0], sheet[1], tuple(marks))


def _moved(mark: Mark, shift: np.ndarray, window: Box) -> Iterator[Mark]:
    """Yield a mark at its place on the sheet, cut to the window; nothing where it lies outside."""
    if isinstance(mark, Paths):
        if not len(mark.points):
            return
        clip = window if mark.clip is None else _common(_shifted(mark.clip, shift), window)
        if clip is None:
            return
        moved = replace(mark, points=mark.points + shift, clip=clip)
        bounds = shapes.bounds(moved)
        inside = (
            (bounds[:, 0] <= window.right)
            & (bounds[:, 2] >= window.left)
            & (bounds[:, 1] <= window.bottom)
            & (bounds[:, 3] >= window.top)
        )
        if inside.any():
            yield moved if inside.all() else moved.only(inside)
        return
    box = _shifted(mark.box, shift)
    if not box.overlaps(window):
        return
    yield replace(mark, box=box, clip=window)


def _shifted(box: Box, shift: np.ndarray) -> Box:
    return Box(box.left + float(shift[0]), box.top + float(shift[1]), box.width, box.height)


def _common(one: Box, other: Box) -> Box | None:
    left, top = max(one.left, other.left), max(one.top, other.top)
    right, bottom = min(one.right, other.right), min(one.bottom, other.bottom)
    return Box(left, top, right - left, bottom - top) if right > left and bottom > top else None


def _blank_edges(window: Box, sheet: tuple[float, float]) -> Iterator[Mark]:
    """Keep the margins white, whatever a halo or a thick line sheds into them."""
    for box in (
        Box(0, 0, sheet[0], window.top),
        Box(0, window.bottom, sheet[0], sheet[1] - window.bottom),
        Box(0, 0, window.left, sheet[1]),
        Box(window.right, 0, sheet[0] - window.right, sheet[1]),
    ):
        yield rectangle(box, "margin", None, PAPER)


def _edges(page: Page, tile: Tile, window: Box, overlap: float) -> Iterator[Mark]:
    """Draw the cut marks at the corners, and dashes where the next sheet comes to lie."""
    pen, dashed = Pen(INK, 0.2), Pen(FAINT_INK, 0.15, (1.5, 1.5))
    arm = MARGIN * 0.55
    for x, out_x in ((window.left, -1), (window.right, 1)):
        for y, out_y in ((window.top, -1), (window.bottom, 1)):
            yield polylines([[(x + out_x * 1.0, y), (x + out_x * arm, y)],
                             [(x, y + out_y * 1.0), (x, y + out_y * arm)]], "cut", pen)  # fmt: skip
    if tile.part.right < page.width - 0.01:
        x = window.right - overlap
        yield polylines([[(x, window.top), (x, window.bottom)]], "overlap", dashed)
    if tile.part.bottom < page.height - 0.01:
        y = window.bottom - overlap
        yield polylines([[(window.left, y), (window.right, y)]], "overlap", dashed)


def _name(tile: Tile, window: Box, sheet: tuple[float, float], language: str) -> Iterator[Mark]:
    """Write the sheet's name and its neighbours into the lower margin."""
    text = phrases.TILE.in_(language).format(name=tile.name)
    size = MARGIN * 0.5
    box = Box(
        window.left + MARGIN, sheet[1] - MARGIN * 0.85, window.width - 2 * MARGIN, MARGIN * 0.7
    )
    yield Text(box, text, size, "tile", "left", SOFT_INK)


def _plan(page: Page, tiles: list[Tile], sheet: tuple[float, float], language: str) -> Page:
    """Return the sheet that shows how the others are joined."""
    size = 5.0
    title = Box(MARGIN, MARGIN, sheet[0] - 2 * MARGIN, size * 1.6)
    marks: list[Mark] = [
        Text(title, phrases.TILE_PLAN.in_(language), size, "title", "centre"),
        *_advice(tiles, title, sheet, language),
    ]
    top = title.bottom + size * 3.4
    room = Box(MARGIN * 2, top, sheet[0] - 4 * MARGIN, sheet[1] - top - MARGIN * 2)
    share = min(room.width / page.width, room.height / page.height)
    left = room.left + (room.width - page.width * share) / 2
    for tile in tiles:
        box = Box(
            left + tile.part.left * share,
            room.top + tile.part.top * share,
            tile.part.width * share,
            tile.part.height * share,
        )
        marks.append(
            rectangle(
                box, "plan", Pen(INK, 0.2), GLUE if tile.row % 2 == tile.column % 2 else PAPER
            )
        )
        label = min(8.0, box.width * 0.35, box.height * 0.5)
        marks.append(Text(box, tile.name, label, "plan_name", "centre"))
    return Page(sheet[0], sheet[1], tuple(marks))


def _advice(
    tiles: list[Tile], title: Box, sheet: tuple[float, float], language: str
) -> Iterator[Mark]:
    rows, columns = tiles[-1].row + 1, tiles[-1].column + 1
    told = phrases.TILE_ADVICE.in_(language).format(count=len(tiles), rows=rows, columns=columns)
    size = 3.0
    box = Box(MARGIN, title.bottom + 1.0, sheet[0] - 2 * MARGIN, size * 1.5)
    for place, line in enumerate(lettering.wrap(told, size, box.width)):
        yield Text(
            Box(box.left, box.top + place * size * 1.5, box.width, box.height),
            line, size, "advice", "centre", SOFT_INK,
        )  # fmt: skip
