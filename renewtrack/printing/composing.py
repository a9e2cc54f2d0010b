"""Composing: a status map and a paper become finished pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from renewtrack.printing import (
    chart,
    finishing,
    layouts,
    legend,
    listings,
    map_frame,
    overview,
    panels,
    phrases,
    scale_bar,
    scales,
)
from renewtrack.printing.folio import Folio
from renewtrack.printing.layouts import Column, Layout
from renewtrack.printing.map_frame import MapFrame
from renewtrack.printing.sheet import Box, Mark, Page, Text
from renewtrack.printing.status_map import Paper, StatusMap
from renewtrack.printing.tables import Laid, Table, from_row, lay, lay_evenly, parted

LAYOUT = layouts.STANDARD
TIGHTER = (1.0, 0.93, 0.86)  # a table that nearly fits is set smaller; one that does not goes on
FURTHER_COLUMN = 92.0  # mm of A3, the width aimed at for a table's column on further pages


@dataclass(frozen=True, slots=True, kw_only=True)
class MapFolio(Folio):
    """The finished pages of a map with what a receipt tells about them."""

    scale: int
    counts: dict[str, int]  # class -> features drawn, every class of the theme
    overdue: int
    outside: int
    unplaced: int
    unlabelled: int


@dataclass(frozen=True, slots=True)
class Rest:
    """A table that did not find room on the first page, and where it goes on."""

    table: Table
    first: int
    heading: str
    remarks: tuple[str, ...]
    language: str


def compose(status_map: StatusMap, paper: Paper) -> MapFolio:
    """Lay out every page of a status map.

    Raises NeedsApproval where the sheet is public without number or exemption, NoChineseFont,
    ScaleOutOfReach, UnknownLayout.
    """
    layout = layouts.load(paper.layout, paper.size, paper.orientation)
    drawn, bodies = bodies_of(status_map, paper, layout)
    pages = [
        [*panels.head_lines(status_map.facts, layout, number, len(bodies)), *body]
        for number, body in enumerate(bodies, 1)
    ]
    return MapFolio(
        pages=finishing.finished(
            [Page(layout.width, layout.height, tuple(page)) for page in pages], status_map.facts
        ),
        title=status_map.facts.title,
        author=status_map.facts.compiled_by,
        scale=drawn.view.scale,
        counts=counts_of(status_map, drawn),
        overdue=drawn.overdue,
        outside=drawn.outside,
        unplaced=status_map.unplaced + drawn.empty,
        unlabelled=drawn.unlabelled,
    )


def counts_of(status_map: StatusMap, drawn: MapFrame) -> dict[str, int]:
    """Return the features drawn by class, every class of the theme."""
    return {kind.key: drawn.counts.get(kind.key, 0) for kind in status_map.theme.classes}


def bodies_of(
    status_map: StatusMap, paper: Paper, layout: Layout
) -> tuple[MapFrame, list[list[Mark]]]:
    """Return the map and the marks of every page without head lines; raises ScaleOutOfReach."""
    scales.check(paper.scale)
    frames = _frames(status_map, layout, paper.scale)
    first, rest = _first_page(status_map, frames, layout)
    return frames[0], [first, *_further_pages(rest, layout)]


def _frames(status_map: StatusMap, layout: Layout, scale: int | None) -> legend.Frames:
    """Draw the map and, where the layout has a frame for it, the earlier day at the same scale."""
    drawn = map_frame.compose(status_map, layout, scale)
    earlier = status_map.before
    if earlier is None or "before" not in layout.boxes:
        return drawn, None
    features = tuple(
        replace(each, class_key=earlier.keys.get(each.id, ""), overdue=False)
        for each in status_map.features
    )
    then = replace(status_map, features=features)
    return drawn, map_frame.compose(then, layout, drawn.view.scale, "before")


def _first_page(
    status_map: StatusMap, frames: legend.Frames, layout: Layout
) -> tuple[list[Mark], list[Rest]]:
    drawn, then = frames
    marks: list[Mark] = [*drawn.marks, *(then.marks if then else ())]
    marks += _captions(status_map, frames, layout)
    if not sum(drawn.counts.values()):
        text = phrases.NOTHING.in_(status_map.facts.language)
        marks.append(Text(layout.boxes["map"], text, layout.text["subtitle"], "empty", "centre"))
    if drawn.located:
        marks += scale_bar.scale_bar(status_map, drawn.view.scale, layout)
    marks += panels.notes(status_map, drawn.view.plane.lon if drawn.located else None, layout)
    rest: list[Rest] = []
    for column in layout.columns:
        more, left = _column(status_map, frames, layout, column)
        marks += more
        rest += left
    return marks, rest


def _captions(status_map: StatusMap, frames: legend.Frames, layout: Layout) -> Iterator[Mark]:
    """Say above each of two frames which day it shows."""
    earlier, language = status_map.before, status_map.facts.language
    if frames[1] is None or earlier is None:
        return
    size = layout.text["heading"]
    told = (
        ("before", phrases.THEN, earlier.day),
        ("map", phrases.NOW, status_map.facts.cutoff or status_map.facts.made_on),
    )
    for name, words, day in told:
        box = layout.boxes[name]
        text = words.in_(language).format(day=phrases.long_date(day, language))
        yield Text(Box(box.left, box.top - size * 1.5, box.width, size * 1.4), text, size,
                   "caption", "centre")  # fmt: skip


def _column(
    status_map: StatusMap, frames: legend.Frames, layout: Layout, column: Column
) -> tuple[list[Mark], list[Rest]]:
    """Fill a column with its panels from above, the signature box at its foot."""
    box, gap = column.box, layout.lengths["gap"]
    marks: list[Mark] = []
    rest: list[Rest] = []
    if "signature" in column.panels:
        marks += panels.signature(status_map.facts, layout, box)
        height = box.height - panels.signature_height(layout) - gap
        box = Box(box.left, box.top, box.width, height)
    for panel in column.panels:
        if panel == "legend":
            more, bottom = legend.legend(status_map, frames, layout, box)
        elif panel == "overview":
            more, bottom = overview.overview(status_map, frames[0], layout, box)
        elif panel == "chart":
            more, bottom = chart.chart(status_map, frames[0], layout, box)
        elif panel in ("streets", "index"):
            told = _told(panel, status_map, frames[0], layout)
            more, bottom, left = _table_panel(told, box, layout, panel == "index")
            rest += left
        else:
            continue
        marks += more
        box = Box(box.left, bottom + gap, box.width, box.bottom - bottom - gap)
    return marks, rest


def _told(panel: str, status_map: StatusMap, drawn: MapFrame, layout: Layout) -> Rest:
    """Return a panel's whole table with its heading and remarks."""
    language = status_map.facts.language
    if panel == "streets":
        heading = phrases.STREETS.in_(language)
        said = (phrases.COUNTED_AS.in_(language), phrases.ROUNDED.in_(language))
        return Rest(listings.streets_table(status_map, layout), 0, heading, said, language)
    remarks: tuple[str, ...] = ()
    if any(label.estate_id not in drawn.numbers for label in status_map.labels):
        remarks += (phrases.ABSENT.in_(language),)
    if drawn.unlabelled:
        remarks += (phrases.UNLABELLED.in_(language).format(count=drawn.unlabelled),)
    table = listings.index_table(status_map, drawn, layout)
    return Rest(table, 0, phrases.INDEX.in_(language), remarks, language)


def _table_panel(
    told: Rest, box: Box, layout: Layout, in_columns: bool
) -> tuple[list[Mark], float, list[Rest]]:
    """Lay a table below its heading; what finds no room is handed back."""
    if not told.table.rows:
        return [], box.top - layout.lengths["gap"], []
    marks, top = panels.heading(told.heading, box, layout)
    foot = _foot(told, layout)
    room = Box(box.left, top, box.width, max(0.0, box.bottom - top - foot))
    count = layout.index_columns if in_columns else 1
    boxes = _split(room, count, layout)
    for tighter in TIGHTER:
        laid = lay_evenly(replace(told.table, size=told.table.size * tighter), boxes)
        if laid.next_row >= len(told.table.rows):
            break
    else:
        laid = lay_evenly(told.table, boxes)
    if laid.next_row == 0 and told.table.rows:
        return [], box.top - layout.lengths["gap"], [told]
    more, bottom = _below(told, laid, box, layout)
    if laid.next_row >= len(told.table.rows):
        return [*marks, *laid.marks, *more], bottom, []
    heading = phrases.CONTINUED.in_(told.language).format(heading=told.heading)
    return (
        [*marks, *laid.marks, *more],
        bottom,
        [replace(told, first=laid.next_row, heading=heading)],
    )


def _foot(told: Rest, layout: Layout) -> float:
    """Return the height that the remarks below a table may take."""
    return layout.text["small"] * 1.4 * (len(told.remarks) + 1.5)


def _below(told: Rest, laid: Laid, box: Box, layout: Layout) -> tuple[list[Mark], float]:
    """Write the remarks of a table, last whether it goes on."""
    lines = list(told.remarks)
    if laid.next_row < len(told.table.rows):
        lines.append(phrases.CONTINUES.in_(told.language))
    under = Box(box.left, laid.bottom, box.width, _foot(told, layout))
    return panels.remarks(lines, under, layout)


def _split(box: Box, count: int, layout: Layout) -> list[Box]:
    gap = layout.lengths["column_gap"]
    width = (box.width - gap * (count - 1)) / count
    return [
        Box(box.left + place * (width + gap), box.top, width, box.height) for place in range(count)
    ]


def _further_pages(left: list[Rest], layout: Layout) -> Iterator[list[Mark]]:
    """Lay what is left over page after page; a page begins with the next open table."""
    box = layout.boxes["further"]
    count = max(1, round(box.width / (FURTHER_COLUMN * layout.growth)))
    for told in left:
        marks, top = panels.heading(told.heading, box, layout)
        room = Box(box.left, top, box.width, box.bottom - top - _foot(told, layout))
        columns, at = _split(room, count, layout), 0
        open_ = replace(told, table=parted(from_row(told.table, told.first), columns[0]), first=0)
        while at < len(open_.table.rows):
            laid = lay(open_.table, at, columns)
            page = [*marks, *laid.marks, *_below(open_, laid, box, layout)[0]]
            at = laid.next_row
            yield page
