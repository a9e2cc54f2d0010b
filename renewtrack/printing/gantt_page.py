"""The Gantt chart on paper: heads and months on every page, baseline, today, legend."""

from __future__ import annotations

import datetime as dt
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass

from renewtrack.domain import lateness
from renewtrack.printing import finishing, gantt_axis, layouts, lettering, panels, sheet
from renewtrack.printing.facts import PaperFacts
from renewtrack.printing.folio import Bookmark, Folio, Progress
from renewtrack.printing.gantt_axis import Axis
from renewtrack.printing.layouts import Layout
from renewtrack.printing.sheet import INK, SOFT_INK, Box, Mark, Page, Pen, Text
from renewtrack.printing.status_map import Paper
from renewtrack.store.spans import Bar, Span
from renewtrack.words import Words

TITLE = Words("{place}改造进度横道图", "{place}: Gantt chart of the works")
NOTHING = Words("没有排期的记录。", "Nothing is scheduled.")
NO_GROUP = Words("（未列入项目）", "(no project)")
ROW, TEXT = 5.2, 2.5  # mm of A3
NAMES_SHARE = 0.26  # of the width, for what the lines are called
HEAD = 9.0  # mm of A3
LEGEND = 7.0
COLOURS = {
    lateness.GREEN: "#4C8C4A",
    lateness.YELLOW: "#D99A00",
    lateness.RED: "#C62828",
    lateness.NONE: "#8A8F96",
}
PALE = {
    lateness.GREEN: "#CFE4CE",
    lateness.YELLOW: "#F6E3B0",
    lateness.RED: "#F3C6C6",
    lateness.NONE: "#DDDFE2",
}
RULE = Pen("#C9CED5", 0.12)
BASE = "#5B6470"


@dataclass(frozen=True, slots=True)
class Chart:
    """What is drawn: the bars in their order, the baseline by their ids, and the day it is."""

    bars: list[Bar]
    baseline: Mapping[int, Span]
    today: dt.date


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where a page's lines stand, in mm, and the days across it."""

    box: Box
    axis: Axis
    row: float
    text: float
    language: str

    @property
    def left(self) -> float:
        """Return where the days begin."""
        return self.box.left + self.box.width * NAMES_SHARE

    def x(self, day: dt.date, after: int = 0) -> float:
        """Return where a day begins, or some days after it."""
        return self.left + (self.box.right - self.left) * self.axis.place(day, after)


def compose(
    chart: Chart, paper: Paper, facts: PaperFacts, ends: Span, progress: Progress | None = None
) -> Folio:
    """Lay a chart over as many pages as it takes; raises NoChineseFont."""
    told = progress or (lambda share: None)
    layout = layouts.load(layouts.STANDARD, paper.size, paper.orientation)
    frame = _frame(layout, gantt_axis.axis(ends, chart.today), facts.language)
    lines = gantt_axis.grouped(chart.bars)
    room = int((frame.box.height - HEAD * layout.growth) / frame.row)
    parts = [lines[at : at + room] for at in range(0, len(lines), room)] or [[]]
    pages = []
    for number, part in enumerate(parts, 1):
        told(number / len(parts))
        marks = (
            *panels.head_lines(facts, layout, number, len(parts), False),
            *_head(frame, layout, len(part)),
            *_lines(part, frame, layout, chart),
            *_legend(frame, layout),
        )
        pages.append(Page(layout.width, layout.height, marks))
    made = finishing.finished(pages, facts)
    return Folio(made, facts.title, (Bookmark(facts.title, 0),), author=facts.compiled_by)


def _frame(layout: Layout, axis: Axis, language: str) -> _Frame:
    box, grow = layout.boxes["further"], layout.growth
    inside = Box(box.left, box.top, box.width, box.height - LEGEND * grow)
    return _Frame(inside, axis, ROW * grow, TEXT * grow, language)


def _head(frame: _Frame, layout: Layout, count: int) -> Iterator[Mark]:
    """Write years and months over their columns, with lines down to the last row."""
    top, high = frame.box.top, HEAD * layout.growth
    bottom = top + high + max(count, 1) * frame.row
    yield sheet.rule(frame.box.left, top + high, frame.box.right, top + high)
    months = list(frame.axis.months())
    wide = (frame.box.right - frame.left) / max(1, len(months))
    step = 1 if wide > frame.text * 2.6 else 3 if wide * 3 > frame.text * 2.6 else 12
    years = _years(frame, months)
    for day in months:
        x = frame.x(day)
        yield sheet.rule(x, top + (0 if day.month == 1 else high / 2), x, bottom, RULE)
        if day in years:
            year = gantt_axis.year_words(day, frame.language)
            box = Box(x + 0.6, top + 0.2, frame.text * 6, high / 2)
            if box.right <= frame.box.right:
                yield Text(box, year, frame.text, "year")
        if (day.month - 1) % step == 0:
            said = gantt_axis.month_words(day, frame.language)
            box = Box(x + 0.4, top + high / 2, wide * step - 0.4, high / 2 - 0.4)
            size = lettering.fitting(said, frame.text * 0.9, box.width, 0.4)
            yield Text(box, said, size, "month", colour=SOFT_INK)


def _years(frame: _Frame, months: Sequence[dt.date]) -> list[dt.date]:
    """Return the days at which a year is written: as many as find room beside one another."""
    starts = [day for day in months if day.month == 1 or day == months[0]]
    wide = lettering.width(gantt_axis.year_words(months[0], frame.language), frame.text) + 1
    if len(starts) > 1 and starts[0].month > 1 and frame.x(starts[1]) - frame.x(starts[0]) < wide:
        starts = starts[1:]
    shown = starts[:1]
    for day in starts[1:]:
        if frame.x(day) - frame.x(shown[-1]) >= wide:
            shown.append(day)
    return shown


def _lines(
    part: Sequence[Bar | str], frame: _Frame, layout: Layout, chart: Chart
) -> Iterator[Mark]:
    top = frame.box.top + HEAD * layout.growth
    if not part:
        box = Box(frame.box.left, top + 4, frame.box.width, frame.text * 2)
        yield Text(box, NOTHING.in_(frame.language), frame.text * 1.2, "empty", "centre")
        return
    for number, line in enumerate(part):
        at = top + number * frame.row
        if isinstance(line, str):
            yield from _group(line, frame, at)
        else:
            yield from _bar(line, frame, at, chart)
    x, bottom = frame.x(chart.today), top + len(part) * frame.row
    yield sheet.rule(x, top, x, bottom, Pen("#C62828", 0.4, (1.6, 0.8)))


def _group(name: str, frame: _Frame, top: float) -> Iterator[Mark]:
    band = Box(frame.box.left, top, frame.box.width, frame.row)
    yield sheet.rectangle(band, "group", None, "#EEF1F4")
    words = name or NO_GROUP.in_(frame.language)
    box = Box(frame.box.left + 1, top, frame.box.width - 2, frame.row)
    shown = lettering.cut(words, frame.text, box.width)
    yield Text(box, shown, frame.text, "group_name")


def _bar(bar: Bar, frame: _Frame, top: float, chart: Chart) -> Iterator[Mark]:
    high, base = frame.row, chart.baseline.get(bar.id)
    name = Box(frame.box.left + 2.5, top, frame.left - frame.box.left - 3.5, high)
    shown = lettering.cut(gantt_axis.name(bar, frame.language), frame.text, name.width)
    yield Text(name, shown, frame.text, "bar_name", colour=INK)
    yield sheet.rule(frame.box.left, top + high, frame.box.right, top + high, RULE)
    if base is not None and (box := _box(frame, base, top + high * 0.78, high * 0.12)):
        yield sheet.rectangle(box, "baseline", None, BASE)
    if box := _box(frame, bar.planned, top + high * 0.18, high * 0.52):
        yield sheet.rectangle(box, "planned", Pen(COLOURS[bar.light], 0.2), PALE[bar.light])
        if bar.share:
            done = Box(box.left, box.top, box.width * bar.share, box.height)
            yield sheet.rectangle(done, "done", None, COLOURS[bar.light])
    if bar.forecast is not None:
        x = frame.x(bar.forecast)
        if frame.left <= x <= frame.box.right:
            yield _diamond(x, top + high * 0.44, high * 0.26)
    if box := _box(frame, bar.worked(chart.today), top + high * 0.36, high * 0.16):
        yield sheet.rectangle(box, "actual", None, INK)


def _box(frame: _Frame, span: Span, top: float, height: float) -> Box | None:
    """Return the box of some days, cut at the edges; None where a day is unknown or outside."""
    if span.start is None or span.finish is None:
        return None
    left = max(frame.x(span.start), frame.left)
    right = min(frame.x(span.finish, 1), frame.box.right)
    return Box(left, top, right - left, height) if right > left else None


def _diamond(x: float, y: float, size: float) -> Mark:
    corners = [(x, y - size), (x + size, y), (x, y + size), (x - size, y), (x, y - size)]
    return sheet.shape(corners, "forecast").drawn("forecast", None, INK)


def _legend(frame: _Frame, layout: Layout) -> Iterator[Mark]:
    """Say below the chart what its signs mean."""
    grow, left = layout.growth, frame.box.left
    top, size = frame.box.bottom + 2 * grow, layout.text["small"]
    for light in (lateness.GREEN, lateness.YELLOW, lateness.RED, lateness.NONE):
        swatch = Box(left, top + 0.6, 6 * grow, 2.4 * grow)
        yield sheet.rectangle(swatch, "swatch", Pen(COLOURS[light], 0.2), PALE[light])
        left += 7 * grow
        left = yield from _said(lateness.LIGHT_WORDS[light], left, top, size, frame)
    for words, fill, high in (
        (gantt_axis.ACTUAL, INK, 0.9),
        (gantt_axis.BASELINE, BASE, 0.7),
    ):
        yield sheet.rectangle(Box(left, top + 1.4, 6 * grow, high * grow), "swatch", None, fill)
        left += 7 * grow
        left = yield from _said(words, left, top, size, frame)
    yield _diamond(left + 1.5, top + 1.8 * grow, 1.2 * grow)
    left = yield from _said(gantt_axis.FORECAST, left + 4 * grow, top, size, frame)
    yield sheet.rule(left, top + 1.8, left + 6 * grow, top + 1.8, Pen("#C62828", 0.4, (1.6, 0.8)))
    yield from _said(gantt_axis.TODAY, left + 7 * grow, top, size, frame)


def _said(
    words: Words, left: float, top: float, size: float, frame: _Frame
) -> Generator[Mark, None, float]:
    said = words.in_(frame.language)
    wide = lettering.width(said, size) + size
    yield Text(Box(left, top, wide, size * 1.5), said, size, "legend", colour=SOFT_INK)
    return left + wide + size
