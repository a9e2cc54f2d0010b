"""What stands on a printed page: plain marks placed in millimetres from its upper left corner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from renewtrack import signs

Floats: TypeAlias = NDArray[np.float64]
Indices: TypeAlias = NDArray[np.int64]

INK = "#1E2126"
SOFT_INK = "#565C66"
FAINT_INK = "#9AA0A9"
HAIR = "#C4C8CE"
PAPER = "#FFFFFF"

LINE_STEP = 1.32  # line height in ems


@dataclass(frozen=True, slots=True)
class Box:
    """An upright rectangle in millimetres; y grows downwards."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Return the right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Return the lower edge."""
        return self.top + self.height

    @property
    def centre(self) -> tuple[float, float]:
        """Return the middle as x, y."""
        return self.left + self.width / 2, self.top + self.height / 2

    @property
    def area(self) -> float:
        """Return the area in square millimetres."""
        return self.width * self.height

    def shrunk(self, by: float) -> Box:
        """Return the box with every edge moved inwards."""
        return Box(self.left + by, self.top + by, self.width - 2 * by, self.height - 2 * by)

    def overlaps(self, other: Box) -> bool:
        """Tell whether the two share any ground; touching edges do not count."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def holds(self, other: Box, slack: float = 0.0) -> bool:
        """Tell whether the other lies wholly inside, give or take some slack."""
        return (
            other.left >= self.left - slack
            and other.top >= self.top - slack
            and other.right <= self.right + slack
            and other.bottom <= self.bottom + slack
        )


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text in its box; ``size`` is the em in mm, ``role`` says what it is for.

    What shows nothing is left out, so that no name turns the rest of its line around.
    """

    box: Box
    text: str
    size: float
    role: str
    align: str = "left"  # left, centre, right
    colour: str = INK
    halo: float = 0.0  # width in mm of a white rim
    upright: bool = True  # False: turned to read from bottom to top
    clip: Box | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", signs.in_line(self.text))


@dataclass(frozen=True, slots=True)
class Pen:
    """How a line is drawn: colour, width and dashes in mm."""

    colour: str = INK
    width: float = 0.15
    dashes: tuple[float, ...] = ()
    round_ends: bool = False


@dataclass(frozen=True, slots=True)
class Paths:
    """Lines or filled shapes: ``points`` (n, 2) in mm, cut into lines, the lines into parts.

    ``lines`` holds the first point of every line and the number of points at the end; ``parts``
    the first line of every part (a shape with its holes) and the number of lines at the end.
    """

    points: Floats
    lines: Indices
    parts: Indices
    role: str
    pen: Pen | None = None
    fill: str | None = None
    clip: Box | None = None

    def __len__(self) -> int:
        return len(self.parts) - 1

    def drawn(
        self, role: str, pen: Pen | None = None, fill: str | None = None, clip: Box | None = None
    ) -> Paths:
        """Return the same geometry in another dress."""
        return replace(self, role=role, pen=pen, fill=fill, clip=clip)

    def only(self, wanted: NDArray[np.bool_]) -> Paths:
        """Return the parts that are wanted; ``wanted`` has one truth value a part."""
        line_wanted = np.repeat(wanted, np.diff(self.parts))
        point_wanted = np.repeat(line_wanted, np.diff(self.lines))
        return replace(
            self,
            points=self.points[point_wanted],
            lines=starts(np.diff(self.lines)[line_wanted]),
            parts=starts(np.diff(self.parts)[wanted]),
        )


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that fills a box: red, green, blue of its pixels, row by row from the top."""

    box: Box
    width: int
    height: int
    pixels: bytes
    role: str
    clip: Box | None = None


Mark: TypeAlias = Text | Paths | Picture


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its size in mm and its marks in the order of drawing."""

    width: float
    height: float
    marks: tuple[Mark, ...]

    def texts(self, role: str = "") -> list[Text]:
        """Return the texts, of one role or of all."""
        return [mark for mark in self.marks if isinstance(mark, Text) and role in ("", mark.role)]

    def paths(self, role: str) -> list[Paths]:
        """Return the drawn shapes of one role."""
        return [mark for mark in self.marks if isinstance(mark, Paths) and mark.role == role]


def starts(lengths: Indices) -> Indices:
    """Turn lengths into offsets, beginning with 0 and ending with the sum."""
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths, dtype=np.int64)])


def polylines(lines: Sequence[Sequence[tuple[float, float]]], role: str, pen: Pen) -> Paths:
    """Return open lines, each a part of its own."""
    points = np.array([point for line in lines for point in line], float).reshape(-1, 2)
    offsets = starts(np.array([len(line) for line in lines], np.int64))
    return Paths(points, offsets, np.arange(len(lines) + 1, dtype=np.int64), role, pen)


def rule(x1: float, y1: float, x2: float, y2: float, pen: Pen | None = None) -> Paths:
    """Return one straight line."""
    return polylines([[(x1, y1), (x2, y2)]], "rule", pen or Pen(HAIR, 0.12))


def shape(corners: Sequence[tuple[float, float]], role: str) -> Paths:
    """Return one closed shape without dress."""
    closed = np.array([*corners, corners[0]], float)
    return Paths(closed, np.array([0, len(closed)]), np.array([0, 1]), role)


def rectangle(box: Box, role: str, pen: Pen | None = None, fill: str | None = None) -> Paths:
    """Return the outline of a box, filled or not."""
    corners = [
        (box.left, box.top),
        (box.right, box.top),
        (box.right, box.bottom),
        (box.left, box.bottom),
    ]
    return shape(corners, role).drawn(role, pen, fill)


def greyed(mark: Mark) -> Mark:
    """Return a mark in greys, as bright as its colours (ITU-R BT.601 weights)."""
    if isinstance(mark, Text):
        return replace(mark, colour=grey(mark.colour))
    if isinstance(mark, Picture):
        return replace(mark, pixels=_grey_pixels(mark.pixels))
    pen = None if mark.pen is None else replace(mark.pen, colour=grey(mark.pen.colour))
    return replace(mark, pen=pen, fill=None if mark.fill is None else grey(mark.fill))


def _grey_pixels(pixels: bytes) -> bytes:
    parts = np.frombuffer(pixels, np.uint8).reshape(-1, 3)
    weighed = np.rint(parts @ np.array([0.299, 0.587, 0.114])).astype(np.uint8)
    return np.repeat(weighed, 3).tobytes()


def grey(colour: str) -> str:
    """Return the grey of a colour #rrggbb or, as opaque as it is, of #aarrggbb."""
    opaque, plain = colour[1:-6], colour[-6:]
    red, green, blue = (int(plain[place : place + 2], 16) for place in (0, 2, 4))
    return "#" + opaque + f"{round(0.299 * red + 0.587 * green + 0.114 * blue):02X}" * 3
