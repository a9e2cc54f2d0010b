"""What stands round the map: head lines, signature box, notes and remarks."""

from __future__ import annotations

from collections.abc import Iterator

from renewtrack.printing import lettering, phrases
from renewtrack.printing.facts import PaperFacts
from renewtrack.printing.layouts import Layout
from renewtrack.printing.sheet import (
    FAINT_INK,
    HAIR,
    INK,
    LINE_STEP,
    SOFT_INK,
    Box,
    Mark,
    Pen,
    Text,
    rectangle,
    rule,
)
from renewtrack.printing.status_map import StatusMap


def heading(text: str, box: Box, layout: Layout) -> tuple[list[Mark], float]:
    """Return a panel's heading and the y below it."""
    size = layout.text["heading"]
    height = size * 1.45
    return (
        [Text(Box(box.left, box.top, box.width, height), text, size, "heading")],
        box.top + height + size * 0.2,
    )


def signature(facts: PaperFacts, layout: Layout, column: Box) -> list[Mark]:
    """Return the signature box at the foot of a column."""
    language = facts.language
    size, height = layout.text["table"], signature_height(layout)
    box = Box(column.left, column.bottom - height, column.width, height)
    rows = (
        (phrases.COMPILED, facts.compiled_by, phrases.CHECKED, facts.checked_by, 0.42),
        (phrases.SIGNED, "", phrases.SIGNED_ON, phrases.BLANK_DATE.in_(language), 0.58),
    )
    marks: list[Mark] = [rectangle(box, "signature", Pen(INK, 0.25))]
    names = box.width * 0.19
    edges = [box.left, box.left + names, box.centre[0], box.centre[0] + names, box.right]
    marks += [rule(x, box.top, x, box.bottom, Pen(FAINT_INK, 0.15)) for x in edges[1:-1]]
    y = box.top
    for left, value, right, other, share in rows:
        cells = (left.in_(language), value, right.in_(language), other)
        for place, text in enumerate(cells):
            cell = Box(edges[place], y, edges[place + 1] - edges[place], height * share)
            marks += _cell(text, cell, size, SOFT_INK if place % 2 == 0 else INK)
        y += height * share
        if y < box.bottom - 0.1:
            marks.append(rule(box.left, y, box.right, y, Pen(FAINT_INK, 0.15)))
    return marks


def signature_height(layout: Layout) -> float:
    """Return the height of the signature box."""
    return layout.text["table"] * 8.4


def _cell(text: str, box: Box, size: float, colour: str) -> Iterator[Mark]:
    room = box.width - size * 0.8
    lines = lettering.wrap(text, size, room) if text.strip() else [text]
    while len(lines) * size * LINE_STEP > box.height and size > 1:
        size *= 0.9
        lines = lettering.wrap(text, size, room)
    top = box.centre[1] - len(lines) * size * LINE_STEP / 2
    for line in lines:
        if line.strip():
            place = Box(box.left + (box.width - room) / 2, top, room, size * LINE_STEP)
            yield Text(place, line, size, "signature", "centre", colour)
        top += size * LINE_STEP


def notes(status_map: StatusMap, meridian: float | None, layout: Layout) -> Iterator[Mark]:
    """Return the lines below the map: system and source on the left, dates on the right."""
    facts, language = status_map.facts, status_map.facts.language
    left = [phrases.SYSTEM.in_(language)]
    if meridian is not None:
        degrees = phrases.degrees(round(meridian * 3600) / 3600, "EW")
        left.append(phrases.PROJECTION.in_(language).format(meridian=degrees))
    if facts.source:
        left.append(phrases.SOURCE.in_(language).format(text=facts.source))
    left += _base_maps(status_map)
    right = [
        words.in_(language).format(text=phrases.long_date(text, language))
        for words, text in ((phrases.CUTOFF, facts.cutoff), (phrases.MADE, facts.made_on))
        if text
    ]
    yield from _stacked(left, layout.boxes["notes"], layout.text["small"], "left")
    yield from _stacked(right, layout.boxes["dates"], layout.text["small"], "right")


def _base_maps(status_map: StatusMap) -> Iterator[str]:
    """Say who made the base maps, and by which number each may be shown."""
    language = status_map.facts.language
    told = []
    for text, number in status_map.backdrop.sources if status_map.backdrop else ():
        approved = phrases.APPROVED.in_(language).format(text=text, number=number)
        told.append(approved if number else text)
    if told:
        yield phrases.BASE_MAP.in_(language).format(text="；".join(told))


def _stacked(lines: list[str], box: Box, size: float, align: str) -> Iterator[Mark]:
    """Write lines from the top of a box, smaller where they would not fit."""
    wrapped = [piece for line in lines for piece in lettering.wrap(line, size, box.width)]
    step = size * 1.5
    if len(wrapped) * step > box.height:
        shrink = box.height / (len(wrapped) * step)
        size, step = size * shrink, step * shrink
    for row, line in enumerate(wrapped):
        place = Box(box.left, box.top + row * step, box.width, step)
        yield Text(place, line, size, "note", align, SOFT_INK)


def remarks(lines: list[str], box: Box, layout: Layout) -> tuple[list[Mark], float]:
    """Return small remarks below a table and the y below them."""
    size = layout.text["small"] * 0.92
    marks: list[Mark] = []
    y = box.top + size * 0.3
    for line in [piece for text in lines for piece in lettering.wrap(text, size, box.width)]:
        marks.append(Text(Box(box.left, y, box.width, size * 1.4), line, size, "remark",
                          colour=SOFT_INK))  # fmt: skip
        y += size * 1.4
    return marks, y


def head_lines(
    facts: PaperFacts, layout: Layout, page: int, pages: int, is_map: bool = True
) -> Iterator[Mark]:
    """Return secrecy line, title, subtitle and page number.

    Raises NeedsApproval for a public map with neither number nor exemption.
    """
    language = facts.language
    body = layout.text["body"]
    corner = phrases.PAGE.in_(language).format(page=page, pages=pages)
    for name, text, align in (
        ("secrecy", facts.secrecy_line(is_map), "left"),
        ("page_number", corner, "right"),
    ):
        box = layout.boxes[name]
        size = lettering.fitting(text, body, box.width, 0.5)
        yield Text(box, text, size, name, align, SOFT_INK if name == "page_number" else INK)
    yield from _title(facts.title, layout)
    box, size = layout.boxes["subtitle"], layout.text["subtitle"]
    under = facts.subtitle
    if not under and facts.cutoff:
        day = phrases.long_date(facts.cutoff, language)
        under = phrases.CUTOFF.in_(language).format(text=day)
    if under:
        size = lettering.fitting(under, size, box.width, 0.5)
        yield Text(box, under, size, "subtitle", "centre", SOFT_INK)
    if page > 1 and is_map:
        top = layout.boxes["further"].top - body * 0.5
        yield rule(layout.boxes["further"].left, top, layout.boxes["further"].right, top,
                   Pen(HAIR, 0.2))  # fmt: skip


def _title(text: str, layout: Layout) -> Iterator[Mark]:
    box, size = layout.boxes["title"], layout.text["title"]
    if lettering.fitting(text, size, box.width) * 0.999 <= size * 0.6:
        size *= 0.55
        lines = lettering.wrap(text, size, box.width)
        size = min(size, box.height / (len(lines) * 1.15))
    else:
        size, lines = lettering.fitting(text, size, box.width), [text]
    step = box.height / len(lines)
    for row, line in enumerate(lines):
        yield Text(Box(box.left, box.top + row * step, box.width, step), line, size, "title",
                   "centre")  # fmt: skip
