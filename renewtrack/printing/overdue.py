"""What is overdue on paper: a rim where a building has room for it, else a sign per estate."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from renewtrack.printing.sheet import INK, PAPER, Box, Floats, Indices, Mark, Pen, Text, shape

RED = "#D32F2F"
LEAST_SIDE = 1.2  # mm: on a narrower building a rim would hide the colour and hatch of its stage
RADIUS = 1.15  # mm, of the sign on A3


def rimmed(bounds: Floats) -> bool:
    """Tell whether shapes with these bounds (n, 4) in mm are wide enough for a rim each."""
    return not len(bounds) or float(np.median(_sides(bounds))) >= LEAST_SIDE


def pen(black: bool, bounds: Floats) -> Pen:
    """Return the rim: red, in black-and-white a heavy black line; thin on narrow shapes."""
    side = float(np.median(_sides(bounds))) if len(bounds) else 4.0
    return Pen(INK if black else RED, min(0.5, max(0.25, side * 0.14)))


def places(bounds: Floats, estates: Indices, frame: Box, radius: float) -> list[Box]:
    """Return where the signs stand: at the upper right of every estate's overdue buildings."""
    found = []
    for estate in np.unique(estates):
        own = bounds[estates == estate]
        x = min(max(float(own[:, 2].max()), frame.left + radius), frame.right - radius)
        y = min(max(float(own[:, 1].min()), frame.top + radius), frame.bottom - radius)
        found.append(Box(x - radius, y - radius, 2 * radius, 2 * radius))
    return found


def sign(box: Box, black: bool, role: str = "overdue") -> Iterator[Mark]:
    """Draw a disc with an exclamation mark into a box."""
    turns = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    x, y = box.centre
    radius = box.width / 2
    rim = [(x + radius * np.cos(turn), y + radius * np.sin(turn)) for turn in turns]
    yield shape(rim, role).drawn(role, Pen(PAPER, radius * 0.2), INK if black else RED)
    yield Text(box, "!", radius * 1.7, f"{role}_sign", "centre", PAPER)


def _sides(bounds: Floats) -> Floats:
    return np.asarray((bounds[:, 2:] - bounds[:, :2]).min(axis=1), float)
