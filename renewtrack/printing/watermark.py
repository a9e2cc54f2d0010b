"""The watermark: office, person and time, pale and slanting, over the whole page."""

from __future__ import annotations

import functools
import math

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainterPath

from renewtrack.printing import fonts
from renewtrack.printing.sheet import Box, Floats, Page, Paths, starts

COLOUR = "#24404858"  # a seventh of a dark grey: what lies beneath stays legible
SIZE = 7.0  # mm of A3
SLANT = math.radians(-24)
ACROSS, DOWN = 1.5, 9.0  # of a line's width, ems: how far apart its copies stand
HEIGHT_OF_A3 = 297.0


def lines(office: str, person: str, at: str) -> tuple[str, ...]:
    """Return the lines of a watermark: who lets it out, and when; empty parts are left out."""
    who = "　".join(part for part in (office.strip(), person.strip()) if part)
    return tuple(line for line in (who, at) if line)


def mark(page: Page, told: tuple[str, ...]) -> Paths | None:
    """Return the copies of the lines that lie on a page, as shapes: none is a text to be copied."""
    size = SIZE * math.sqrt(min(page.width, page.height) / HEIGHT_OF_A3)
    block, rings = _block(told, size)
    if not len(block):
        return None
    wide, high = float(np.ptp(block[:, 0])), float(np.ptp(block[:, 1]))
    turn = np.array([[math.cos(SLANT), math.sin(SLANT)], [-math.sin(SLANT), math.cos(SLANT)]])
    reach = math.hypot(page.width, page.height) / 2
    middle = np.array([page.width / 2, page.height / 2])
    step_x, step_y = wide * ACROSS, size * DOWN + high
    copies: list[Floats] = []
    for row in range(-math.ceil(reach / step_y), math.ceil(reach / step_y) + 1):
        for column in range(-math.ceil(reach / step_x) - 1, math.ceil(reach / step_x) + 2):
            offset = np.array([(column + (row % 2) / 2) * step_x, row * step_y])
            placed = (block + offset) @ turn + middle
            if placed.min() > 0 and (placed.max(axis=0) < (page.width, page.height)).all():
                copies.append(placed)
    if not copies:
        return None
    points = np.concatenate(copies)
    sizes = np.tile(rings, len(copies))
    per_copy = np.full(len(copies), len(rings), np.int64)
    return Paths(
        points, starts(sizes), starts(per_copy), "watermark", None, COLOUR,
        Box(0, 0, page.width, page.height),
    )  # fmt: skip


@functools.lru_cache(maxsize=8)
def _block(told: tuple[str, ...], size: float) -> tuple[Floats, np.ndarray]:
    """Return the outlines of the lines round (0, 0) in mm, and the points of each ring."""
    path = QPainterPath()
    font = fonts.font(size)
    for row, line in enumerate(told):
        own = QPainterPath()
        own.addText(QPointF(0, 0), font, line)
        box = own.boundingRect()
        own.translate(-box.center().x(), row * size * fonts.HUNDREDTHS * 1.5)
        path.addPath(own)
    rings = [
        np.array([(point.x(), point.y()) for point in polygon.toList()]) / fonts.HUNDREDTHS
        for polygon in path.toSubpathPolygons()
    ]
    rings = [ring for ring in rings if len(ring) > 2]
    if not rings:
        return np.empty((0, 2)), np.empty(0, np.int64)
    points = np.concatenate(rings)
    middle = (points.min(axis=0) + points.max(axis=0)) / 2
    return points - middle, np.array([len(ring) for ring in rings], np.int64)
