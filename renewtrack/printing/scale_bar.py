"""The scale of the map below its frame: ratio and bar."""

from __future__ import annotations

from collections.abc import Iterator

from renewtrack.printing import lettering, phrases, scales
from renewtrack.printing.layouts import Layout
from renewtrack.printing.sheet import INK, PAPER, SOFT_INK, Box, Mark, Pen, Text, rectangle
from renewtrack.printing.status_map import StatusMap


def scale_bar(status_map: StatusMap, scale: int, layout: Layout) -> list[Mark]:
    """Return the ratio and the bar, in the middle below the map."""
    language, box = status_map.facts.language, layout.boxes["scale"]
    size, small = layout.text["body"], layout.text["small"]
    beside = max(layout.boxes["notes"].width, layout.boxes["dates"].width)
    room = box.width - 2 * beside
    bar = scales.bar(scale, min(layout.lengths["bar_length"], room - small * 6))
    left, top = box.centre[0] - bar.length / 2, box.top + size * 3.1
    ratio = f"{phrases.SCALE.in_(language)}　{scales.ratio(scale)}"
    line = Box(box.left + beside, box.top, room, size * 1.3)
    marks: list[Mark] = [Text(line, ratio, size, "ratio", "centre")]
    marks += _fields(bar, left, top, layout.growth * 1.5)
    marks += _distances(bar, (left, top), small, language)
    return marks


def _fields(bar: scales.Bar, left: float, top: float, thick: float) -> Iterator[Mark]:
    """Return the fields of the bar, black and white by turns."""
    length = bar.length / bar.fields
    for at in range(bar.fields):
        box = Box(left + at * length, top, length, thick)
        yield rectangle(box, "bar", Pen(INK, 0.15), PAPER if at % 2 else INK)


def _distances(
    bar: scales.Bar, corner: tuple[float, float], size: float, language: str
) -> Iterator[Mark]:
    """Write the distances over the bar's fields and the unit behind the last."""
    left, top = corner[0], corner[1] - size * 1.5
    length, wide = bar.length / bar.fields, 0.0
    for at in range(bar.fields + 1):
        if at not in (0, bar.fields) and length < size * 4:
            continue
        text = _distance(bar, at)
        wide = lettering.width(text, size)
        spot = Box(left + at * length - wide / 2, top, wide, size * 1.3)
        yield Text(spot, text, size, "bar_label", "centre", SOFT_INK)
    unit = (phrases.METRES if bar.ground < 1000 else phrases.KILOMETRES).in_(language)
    spot = Box(
        left + bar.length + wide / 2 + size * 0.3, top, lettering.width(unit, size), size * 1.3
    )
    yield Text(spot, unit, size, "bar_label", "left", SOFT_INK)


def _distance(bar: scales.Bar, at: int) -> str:
    metres = bar.ground * at / bar.fields
    return f"{metres:g}" if bar.ground < 1000 else f"{metres / 1000:g}"
