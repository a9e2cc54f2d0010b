"""What is written on the map: street and community names, estates, building numbers, north."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import shapely

from renewtrack.printing import lettering, phrases, shapes
from renewtrack.printing.labelling import Block, Ink, Taken, name_lines, place
from renewtrack.printing.layouts import Layout
from renewtrack.printing.shapes import View
from renewtrack.printing.sheet import (
    INK,
    LINE_STEP,
    PAPER,
    Box,
    Indices,
    Mark,
    Paths,
    Pen,
    Text,
    shape,
)
from renewtrack.printing.status_map import Boundary, EstateLabel, StatusMap

AREA_COLOURS = {"street": "#8B7A68", "community": "#9C8F7F"}
BADGE = "#3A3F47"
CROWDED = 0.25  # names that would take more of the map than this give way to bare numbers
FULL = 0.6  # share of the map that labels could cover at the very most
COVERED = 0.22  # at most so much of a footprint goes under its number: the hatch must stay legible


@dataclass(frozen=True, slots=True)
class MapNames:
    """The marks, the number of every estate that is on the map, and how many found no room."""

    marks: tuple[Mark, ...]
    numbers: dict[int, int]
    unlabelled: int


def compose(
    status_map: StatusMap,
    layout: Layout,
    view: View,
    taken: Taken,
    drawn: tuple[Ink, Paths, Indices],
) -> MapNames:
    """Place every name; the more important first."""
    ink, paths, owners = drawn
    marks: list[Mark] = []
    if "north_arrow" in layout.elements:
        marks += _north(view.frame, layout, taken, (ink, status_map.facts.language))
    if "area_names" in layout.elements:
        for level, text in (("street", "area"), ("community", "community")):
            own = [item for item in status_map.boundaries if item.level == level and item.inside]
            marks += _area_names(own, layout.text[text], view, taken, ink)
    homes = _homes(status_map, paths, owners, view.frame)
    listed = [label for label in status_map.labels if label.estate_id in homes]
    numbers = {label.estate_id: place for place, label in enumerate(listed, 1)}
    unlabelled = 0
    if "estate_labels" in layout.elements:
        blocks, unlabelled = _estates(listed, numbers, homes, layout, (view.frame, taken, ink))
        marks += blocks
    if "numbers" in layout.elements:
        marks += _building_numbers(status_map, layout.text["tick"], view, taken, (paths, owners))
    return MapNames(tuple(marks), numbers, unlabelled)


def _homes(status_map: StatusMap, paths: Paths, owners: Indices, frame: Box) -> dict[int, Box]:
    """Return the box of every estate's drawn buildings, cut to the frame."""
    if not len(paths):
        return {}
    estates = np.array([feature.estate_id for feature in status_map.features])[owners]
    bounds = shapes.bounds(paths)
    keys, which = np.unique(estates, return_inverse=True)
    low, high = np.full((len(keys), 2), np.inf), np.full((len(keys), 2), -np.inf)
    np.minimum.at(low, which, bounds[:, :2])
    np.maximum.at(high, which, bounds[:, 2:])
    low = np.clip(low, (frame.left, frame.top), (frame.right, frame.bottom))
    high = np.clip(high, (frame.left, frame.top), (frame.right, frame.bottom))
    return {
        int(key): Box(float(a[0]), float(a[1]), float(b[0] - a[0]), float(b[1] - a[1]))
        for key, a, b in zip(keys, low, high, strict=True)
    }


def _estates(
    listed: list[EstateLabel],
    numbers: dict[int, int],
    homes: dict[int, Box],
    layout: Layout,
    where: tuple[Box, Taken, Ink],
) -> tuple[list[Mark], int]:
    """Place number and name where both have room, else the number alone."""
    size = layout.text["label"]
    blocks = [
        Block(str(numbers[label.estate_id]), name_lines(label.name, size), size) for label in listed
    ]
    if sum(block.width * block.height for block in blocks) > CROWDED * where[0].area:
        blocks = [replace(block.bare(), size=size * 0.85) for block in blocks]
    order = sorted(range(len(listed)), key=lambda at: -listed[at].buildings)
    tried = _that_may_fit([blocks[at].width * blocks[at].height for at in order], where[0])
    marks: list[Mark] = []
    left: list[int] = []
    unlabelled = len(order) - tried
    for at in order[:tried]:
        box = place(blocks[at], homes[listed[at].estate_id], *where)
        if box is None:
            left.append(at)
        else:
            marks += set_block(blocks[at], box)
    for at in left:
        if not blocks[at].lines:  # it was tried bare already
            unlabelled += 1
            continue
        bare = blocks[at].bare()
        box = place(bare, homes[listed[at].estate_id], *where)
        unlabelled += box is None
        marks += [] if box is None else set_block(bare, box)
    return marks, unlabelled


def _that_may_fit(areas: list[float], frame: Box) -> int:
    """Return how many of some labels are worth a try: a frame that is full takes no more."""
    filled = np.cumsum(areas) if areas else np.empty(0)
    return int(np.searchsorted(filled, FULL * frame.area))


def set_block(block: Block, box: Box) -> Iterator[Mark]:
    """Draw a block into its box: the badge with its number, then the lines."""
    size = block.size
    if block.number:
        badge = Box(box.left, box.centre[1] - size * 0.75, block.badge, size * 1.5)
        yield pill(badge).drawn("badge", Pen(PAPER, 0.15), BADGE)
        yield Text(badge, block.number, size * 0.9, "estate_number", "centre", PAPER)
    step = size * LINE_STEP * 0.9
    top = box.centre[1] - step * len(block.lines) / 2
    left = box.left + block.badge + size * 0.25
    for line in block.lines:
        room = Box(left, top, box.right - left, step)
        yield Text(room, line, size, "estate_name", halo=size * 0.14)
        top += step


def pill(box: Box) -> Paths:
    """Return a box with half-round ends."""
    radius = box.height / 2
    turns = np.linspace(np.pi / 2, 3 * np.pi / 2, 13)
    left = [
        (box.left + radius + radius * np.cos(turn), box.centre[1] + radius * np.sin(turn))
        for turn in turns
    ]
    right = [(2 * box.centre[0] - x, 2 * box.centre[1] - y) for x, y in left]
    return shape([*left, *right], "badge")


def _area_names(
    areas: list[Boundary], size: float, view: View, taken: Taken, ink: Ink
) -> Iterator[Mark]:
    """Write every area's name where it covers least, inside its own ground."""
    frame = shapely.box(
        view.frame.left, view.frame.top, view.frame.right, view.frame.bottom
    ).buffer(-size)
    for area in areas:
        ground = shapely.transform(shapely.from_wkb(area.wkb), view.on_paper)
        seen = shapely.intersection(shapely.make_valid(ground), frame)
        block = Block("", tuple(lettering.wrap(area.name, size, size * 10)), size)
        if seen.is_empty or not block.lines[0]:
            continue
        box = _roomiest(block, seen, taken, ink)
        if box is not None:
            step = box.height / len(block.lines)
            for row, line in enumerate(block.lines):
                room = Box(box.left, box.top + row * step, box.width, step)
                colour = AREA_COLOURS[area.level]
                yield Text(room, line, size, "area_name", "centre", colour, size * 0.1)


def _roomiest(block: Block, ground: shapely.Geometry, taken: Taken, ink: Ink) -> Box | None:
    """Return the place inside an area that covers least, near its middle, and take it."""
    west, north, east, south = ground.bounds
    xs, ys = np.meshgrid(np.linspace(west, east, 24), np.linspace(north, south, 24))
    left, top = xs.ravel() - block.width / 2, ys.ravel() - block.height / 2
    rooms = shapely.box(left, top, left + block.width, top + block.height)
    inside = shapely.contains(ground, rooms)
    middle = shapely.centroid(ground)
    reach = max(east - west, south - north, 1.0)
    best: tuple[float, Box] | None = None
    for x, y in zip(left[inside], top[inside], strict=True):
        box = Box(float(x), float(y), block.width, block.height)
        away = np.hypot(box.centre[0] - middle.x, box.centre[1] - middle.y) / reach
        cost = 4 * ink.under(box) + float(away)
        if (best is None or cost < best[0]) and taken.free(box.shrunk(-1.0)):
            best = cost, box
    if best is None:
        return None
    taken.add(best[1])
    return best[1]


def _building_numbers(
    status_map: StatusMap, size: float, view: View, taken: Taken, drawn: tuple[Paths, Indices]
) -> Iterator[Mark]:
    """Write a building's own number into its footprint wherever it has room."""
    paths, owners = drawn
    height = size * 1.1
    bounds = shapes.bounds(paths)
    high = np.flatnonzero(bounds[:, 3] - bounds[:, 1] >= height * 2)
    for (left, top, right, bottom), owner in zip(bounds[high], owners[high], strict=True):
        number = status_map.features[owner].number
        width = lettering.width(number, size)
        room = (right - left) * (bottom - top)
        if not number or width * height > room * COVERED:
            continue
        box = Box((left + right - width) / 2, (top + bottom - height) / 2, width, height)
        if view.frame.holds(box) and taken.free(box):
            taken.add(box)
            yield Text(box, number, size, "building_number", "centre", INK, size * 0.12)


def _north(frame: Box, layout: Layout, taken: Taken, told: tuple[Ink, str]) -> Iterator[Mark]:
    """Stand the north arrow in the upper corner that covers less."""
    ink, language = told
    width, height, off = (layout.growth * mm for mm in (8.0, 17.0, 4.0))
    corners = [
        Box(frame.right - off - width, frame.top + off, width, height),
        Box(frame.left + off, frame.top + off, width, height),
    ]
    box = min(corners, key=ink.under)
    taken.add(box.shrunk(-1.0))
    size = width * 0.5
    x, tip, foot = box.centre[0], box.top + size * 1.3, box.bottom
    half, notch = width * 0.36, foot - (foot - tip) * 0.2
    yield Text(Box(box.left, box.top, width, size * 1.15), phrases.NORTH.in_(language), size,
               "north", "centre", halo=size * 0.15)  # fmt: skip
    whole = [(x, tip), (x + half, foot), (x, notch), (x - half, foot)]
    yield shape(whole, "north").drawn("north", Pen(INK, 0.25), PAPER)
    yield shape([(x, tip), (x, notch), (x - half, foot)], "north").drawn("north", None, INK)
