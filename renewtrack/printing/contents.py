"""The table of contents of an atlas: its units with their counts and pages, each a link."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from renewtrack.printing import panels
from renewtrack.printing.facts import PaperFacts
from renewtrack.printing.folio import Link
from renewtrack.printing.layouts import Layout
from renewtrack.printing.sheet import Box, Mark, Text
from renewtrack.printing.tables import Column, Table, lay
from renewtrack.words import Words

HEADING = Words("目　录", "Contents")
NUMBER, NAME = Words("序号", "No."), Words("名称", "Name")
ESTATES, DRAWN = Words("小区", "Estates"), Words("上图楼栋", "On the map")
MISSING, PAGE = Words("无坐标", "No position"), Words("页码", "Page")
NOT_DRAWN = Words("“—”：没有可上图的楼栋，未出图。", "“—”: nothing with a position, no page.")
WIDTH = 130.0  # mm of A3, the aim of a column's width
ROLE = "contents"


@dataclass(frozen=True, slots=True)
class Entry:
    """One unit; ``page`` counts from 0, None where it has none."""

    name: str
    group: str
    estates: int
    drawn: int
    unplaced: int
    page: int | None


def count(facts: PaperFacts, entries: Sequence[Entry], layout: Layout) -> int:
    """Return how many pages the contents take."""
    return len(compose(facts, entries, layout)[0])


def compose(
    facts: PaperFacts, entries: Sequence[Entry], layout: Layout
) -> tuple[list[list[Mark]], list[Link]]:
    """Return the marks of the pages of contents, without head lines, and the links on them."""
    language = facts.language
    table, pages = _table(entries, layout, language)
    box = layout.boxes["further"]
    columns = max(1, round(box.width / (WIDTH * layout.growth)))
    bodies: list[list[Mark]] = []
    links: list[Link] = []
    at = 0
    while at < len(table.rows) or not bodies:
        marks, top = panels.heading(HEADING.in_(language), box, layout)
        foot = layout.text["small"] * 2
        room = Box(box.left, top, box.width, box.bottom - top - foot)
        boxes = _split(room, columns, layout.lengths["column_gap"])
        laid = lay(table, at, boxes)
        links += _links(laid.marks, len(bodies), boxes, pages)
        under = Box(box.left, laid.bottom, box.width, foot)
        absent = any(entry.page is None for entry in entries)
        notes = panels.remarks([NOT_DRAWN.in_(language)], under, layout)[0] if absent else []
        bodies.append([*marks, *laid.marks, *notes])
        if laid.next_row == at:
            break
        at = laid.next_row
    return bodies, links


def _table(entries: Sequence[Entry], layout: Layout, language: str) -> tuple[Table, dict[str, int]]:
    """Return the table and the target of every page number that it shows."""
    heads = ((NUMBER, 0.7), (NAME, 3.4), (ESTATES, 0.8), (DRAWN, 1.1), (MISSING, 0.9), (PAGE, 0.8))
    columns = tuple(
        Column(words.in_(language), share, "left" if words is NAME else "right")
        for words, share in heads
    )
    rows: list[tuple[str, ...]] = []
    pages: dict[str, int] = {}
    group = ""
    for number, entry in enumerate(entries, 1):
        if entry.group and entry.group != group:
            group = entry.group
            rows.append((group,))
        page = "—" if entry.page is None else str(entry.page + 1)
        if entry.page is not None:
            pages[page] = entry.page
        figures = (str(entry.estates), str(entry.drawn), str(entry.unplaced), page)
        rows.append((str(number), entry.name, *figures))
    table = Table(ROLE, columns, tuple(rows), layout.text["body"], layout.row_height)
    return table, pages


def _split(box: Box, count: int, gap: float) -> list[Box]:
    width = (box.width - gap * (count - 1)) / count
    return [Box(box.left + at * (width + gap), box.top, width, box.height) for at in range(count)]


def _links(marks: Sequence[Mark], page: int, boxes: list[Box], pages: dict[str, int]) -> list[Link]:
    """Return a link over every row, found by the page number at its end."""
    found = []
    for mark in marks:
        if not isinstance(mark, Text) or mark.role != ROLE or mark.text not in pages:
            continue
        for box in boxes:
            if mark.align == "right" and 0 < box.right - mark.box.right < box.width * 0.02 + 2:
                row = Box(box.left, mark.box.top, box.width, mark.box.height)
                found.append(Link(page, row, pages[mark.text]))
    return found
