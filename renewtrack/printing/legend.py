"""The legend: what every sign on the map means and how many there are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from renewtrack.domain import codes
from renewtrack.printing import (
    lettering,
    map_frame,
    map_names,
    overdue,
    panels,
    phrases,
    shapes,
    site_marks,
    site_shapes,
)
from renewtrack.printing.labelling import Block
from renewtrack.printing.layouts import Layout
from renewtrack.printing.map_frame import BOUNDARY_PENS, MapFrame
from renewtrack.printing.sheet import (
    INK,
    PAPER,
    SOFT_INK,
    Box,
    Mark,
    Paths,
    Pen,
    Text,
    polylines,
    rule,
)
from renewtrack.printing.status_map import StatusMap
from renewtrack.words import Words

Frames = tuple[MapFrame, MapFrame | None]  # now, and the earlier day if there is one
SWATCH_HATCH = 0.75  # mm between the hatch lines of a swatch


@dataclass(frozen=True, slots=True)
class LegendLine:
    """One line of the legend: its sign, its words and its count, if it counts anything."""

    sign: tuple[Mark, ...]
    text: str
    count: str


def legend(
    status_map: StatusMap, frames: Frames, layout: Layout, box: Box
) -> tuple[list[Mark], float]:
    """Return the legend, classes on the left, sums and signs on the right, and the y below it.

    Where two days are compared, each class has its count on both.
    """
    drawn, then = frames
    language = status_map.facts.language
    marks, top = panels.heading(phrases.LEGEND.in_(language), box, layout)
    size = layout.text["body"]
    step, gap = size * 1.9, size * 1.6
    half = (box.width - gap) / 2
    sides = (
        (box.left, _class_lines(status_map, drawn, layout, then)),
        (box.left + half + gap, _other_lines(status_map, drawn, layout)),
    )
    marks.append(rule(box.left, top, box.right, top, Pen(SOFT_INK, 0.25)))
    top += size * 0.4
    for left, lines in sides:
        for row, line in enumerate(lines):
            marks += _legend_line(line, Box(left, top + row * step, half, step), size)
    bottom = top + step * max(len(lines) for _, lines in sides) + size * 0.4
    marks.append(rule(box.left, bottom, box.right, bottom, Pen(SOFT_INK, 0.25)))
    return marks, bottom


def _legend_line(line: LegendLine, box: Box, size: float) -> Iterator[Mark]:
    sign_width = size * 3.2
    for mark in line.sign:
        yield _moved(mark, box.left, box.centre[1])
    count_width = lettering.width(line.count, size)
    left = box.left + sign_width + size * 0.6
    room = Box(left, box.top, box.right - left - count_width - size * 0.5, box.height)
    fitted = lettering.fitting(line.text, size, room.width)
    yield Text(room, line.text, fitted, "legend")
    if line.count:
        counted = Box(box.right - count_width, box.top, count_width, box.height)
        yield Text(counted, line.count, size, "legend_count", "right")


def _moved(mark: Mark, x: float, y: float) -> Mark:
    """Return a sign drawn round (0, 0) at its place."""
    if isinstance(mark, Text):
        box = Box(mark.box.left + x, mark.box.top + y, mark.box.width, mark.box.height)
        return replace(mark, box=box)
    assert isinstance(mark, Paths)  # no sign has a picture in it
    return replace(mark, points=mark.points + np.array([x, y]))


def _class_lines(
    status_map: StatusMap, drawn: MapFrame, layout: Layout, then: MapFrame | None
) -> list[LegendLine]:
    language, black = status_map.facts.language, status_map.facts.black_and_white
    size = layout.text["body"]
    lines = []
    for kind in status_map.theme.classes:
        count = drawn.counts.get(kind.key, 0)
        wide = size * (1.9 if drawn.has_points else 3.2)
        sample = map_frame.swatch(Box(0, -size * 0.6, wide, size * 1.2))
        sign: list[Mark] = [
            *map_frame.dressed(sample, kind.hatch, kind.light, black, SWATCH_HATCH * layout.growth)
        ]
        if drawn.has_points:
            point = shapes.symbol(kind.glyph, size * 2.65, 0.0, size * 0.42)
            sign += map_frame.dressed(point, kind.hatch, kind.light, black, SWATCH_HATCH)
        told = _counted(count, status_map)
        if then is not None:
            told = phrases.COMPARED.in_(language).format(
                before=then.counts.get(kind.key, 0), now=told
            )
        lines.append(LegendLine(_as_swatch(sign), kind.words.in_(language), told))
    return lines


def _other_lines(status_map: StatusMap, drawn: MapFrame, layout: Layout) -> list[LegendLine]:
    language, size = status_map.facts.language, layout.text["body"]
    wide = size * 3.2

    def line(words: Words, count: int | None = None, *sign: Mark) -> LegendLine:
        text = "" if count is None else _counted(count, status_map)
        return LegendLine(sign, words.in_(language), text)

    black = status_map.facts.black_and_white
    late: list[Mark] = (
        [*overdue.sign(Box((wide - size) / 2, -size / 2, size, size), black, "swatch")]
        if drawn.signed
        else [
            map_frame.swatch(Box(0, -size * 0.6, wide, size * 1.2)).drawn(
                "swatch", Pen(INK if black else overdue.RED, 0.5), PAPER
            )
        ]
    )
    lines = [
        line(phrases.ON_MAP, sum(drawn.counts.values())),
        line(phrases.NO_COORDINATES, status_map.unplaced + drawn.empty),
    ]
    if status_map.theme.rims:
        lines.append(line(phrases.OVERDUE, drawn.overdue, *late))
    if drawn.outside:
        lines.insert(2, line(phrases.OUTSIDE, drawn.outside))
    levels = {boundary.level for boundary in status_map.boundaries}
    for level, words in (
        ("street", phrases.STREET_LINE),
        ("community", phrases.COMMUNITY_LINE),
    ):
        if level in levels:
            stroke = polylines([[(0.0, 0.0), (wide, 0.0)]], "swatch", BOUNDARY_PENS[level])
            lines.append(line(words, None, stroke))
    lines += _ground_lines(status_map, drawn, size)
    if drawn.numbers:
        block = Block("1", (), size * 0.85)
        place = Box((wide - block.badge) / 2, -block.size * 0.75, block.badge, block.size * 1.5)
        lines.append(line(phrases.ESTATE_NUMBER, None, *map_names.set_block(block, place)))
    return lines


def _ground_lines(status_map: StatusMap, drawn: MapFrame, size: float) -> Iterator[LegendLine]:
    """Yield the lines of what lies round the features: sites by kind, dimmed neighbours."""
    language, wide = status_map.facts.language, size * 3.2
    for kind, count in sorted(drawn.sites.items(), key=lambda pair: _site_order(pair[0])):
        sign = site_marks.sample(kind, wide, size)
        yield LegendLine(sign, site_marks.words(kind).in_(language), str(count))
    if status_map.dimmed:
        pale = map_frame.swatch(Box(0, -size * 0.6, wide, size * 1.2))
        edge = Pen(map_frame.DIMMED_EDGE, 0.15)
        sign = (pale.drawn("swatch", edge, map_frame.DIMMED),)
        yield LegendLine(sign, phrases.NEIGHBOUR.in_(language), "")


def _site_order(kind: str) -> int:
    keys = [entry.key for entry in codes.table(site_shapes.KINDS)]
    return keys.index(kind) if kind in keys else len(keys)


def _counted(count: int, status_map: StatusMap) -> str:
    return f"{count} {status_map.counted.in_(status_map.facts.language)}"


def _as_swatch(sign: list[Mark]) -> tuple[Mark, ...]:
    """Tell the legend's samples from the map's own features."""
    return tuple(replace(mark, role="swatch") for mark in sign)
