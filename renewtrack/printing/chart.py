"""Bars beside the map: the legend's counts, and how far each street is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from renewtrack.domain import stages
from renewtrack.printing import lettering, map_frame, panels, phrases
from renewtrack.printing.layouts import Layout
from renewtrack.printing.map_frame import MapFrame
from renewtrack.printing.sheet import HAIR, INK, Box, Mark, Pen, Text, rectangle, rule
from renewtrack.printing.status_map import StatusMap, StreetTotals

HATCH = 0.7  # mm between the lines of a bar's hatch
LEAST_ROW = 0.95  # ems; tighter rows would touch


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: its name, its parts as (count, hatch, colour), and what is written behind it."""

    name: str
    parts: tuple[tuple[int, str, str], ...]
    told: str


def chart(
    status_map: StatusMap, drawn: MapFrame, layout: Layout, box: Box
) -> tuple[list[Mark], float]:
    """Return both charts below one another and the y below them; what finds no room is told."""
    language = status_map.facts.language
    bars = [
        Bar(
            kind.words.in_(language),
            ((drawn.counts.get(kind.key, 0), kind.hatch, kind.light),),
            str(drawn.counts.get(kind.key, 0)),
        )
        for kind in status_map.theme.classes
    ]
    heading = phrases.CHART.filled(counted=status_map.counted).in_(language)
    marks, bottom = _chart(heading, bars, status_map, layout, box)
    if len(status_map.streets) < 2 or not marks:
        return marks, bottom
    gap = layout.lengths["gap"]
    rest = Box(box.left, bottom + gap, box.width, box.bottom - bottom - gap)
    streets = [_street(each) for each in status_map.streets]
    heading = phrases.STREET_CHART.in_(language)
    more, below = _chart(heading, streets, status_map, layout, rest)
    return (marks + more, below) if more else (marks, bottom)


def _street(street: StreetTotals) -> Bar:
    """Return finished, begun and other estates of a street as one bar."""
    begun = max(street.started - street.finished, 0)
    waiting = max(street.estates - street.finished - begun, 0)
    parts = (
        *(
            (count, stages.bucket(key).hatch, stages.bucket(key).light)
            for count, key in (
                (street.finished, "done"),
                (begun, "building"),
            )
        ),
        (waiting, stages.NO_PROJECT.hatch, stages.NO_PROJECT.light),
    )
    return Bar(street.street, parts, f"{street.finished}/{street.started}/{street.estates}")


def _chart(
    heading: str, bars: list[Bar], status_map: StatusMap, layout: Layout, box: Box
) -> tuple[list[Mark], float]:
    size = layout.text["table"]
    marks, top = panels.heading(heading, box, layout)
    row = min(size * 1.75, (box.bottom - top) / max(1, len(bars)))
    if row < size * LEAST_ROW:
        return [], box.top - layout.lengths["gap"]
    names = max(lettering.width(bar.name, size) for bar in bars)
    names = min(names, box.width * 0.34)
    told = max(lettering.width(bar.told, size) for bar in bars) + size * 0.6
    longest = max(sum(count for count, _, _ in bar.parts) for bar in bars) or 1
    room = box.width - names - told - size * 0.8
    for at, bar in enumerate(bars):
        line = Box(box.left, top + at * row, box.width, row)
        fitted = lettering.fitting(bar.name, size, names)
        marks.append(Text(Box(line.left, line.top, names, row), bar.name, fitted, "chart"))
        left = line.left + names + size * 0.6
        black = status_map.facts.black_and_white
        marks += _parts(bar, (left, room / longest), line, black)
        drawn = sum(count for count, _, _ in bar.parts) * room / longest
        behind = Box(left + drawn + size * 0.3, line.top, told, row)
        marks.append(Text(behind, bar.told, size, "chart_count", colour=INK))
    axis = box.left + names + size * 0.6
    bottom = top + row * len(bars)
    marks.append(rule(axis, top, axis, bottom, Pen(HAIR, 0.2)))
    return marks, bottom


def _parts(bar: Bar, axis: tuple[float, float], line: Box, black: bool) -> Iterator[Mark]:
    left, unit = axis
    for count, hatch, colour in bar.parts:
        if not count:
            continue
        wide = count * unit
        high = line.height * 0.62
        block = Box(left, line.centre[1] - high / 2, wide, high)
        for mark in map_frame.dressed(rectangle(block, "bar"), hatch, colour, black, HATCH):
            yield mark.drawn("chart_bar", mark.pen, mark.fill)
        left += wide
