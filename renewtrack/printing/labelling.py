"""Names and numbers on the map, placed so that no two of them touch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from renewtrack.printing import lettering
from renewtrack.printing.sheet import LINE_STEP, Box, Floats

CELL = 0.5  # mm, of the raster that knows where something is drawn
CLEAR = 0.35  # mm of white ground round every label
INK_WEIGHT = 4.0  # covering drawn things is worse than standing off the middle

# Where a label may stand, in half extents of its estate: the middle first, then outwards.
_STEPS = (0.0, -0.5, 0.5, -1.0, 1.0)
OFFERS = tuple(
    sorted(((x, y) for x in _STEPS for y in _STEPS), key=lambda at: at[0] ** 2 + at[1] ** 2)
)


class Ink:
    """How much of the frame is covered by drawn things, by a raster of half millimetres."""

    def __init__(self, frame: Box, bounds: Floats) -> None:
        self._left, self._top = frame.left, frame.top
        columns, rows = int(frame.width / CELL) + 2, int(frame.height / CELL) + 2
        corners = np.zeros((rows + 1, columns + 1))
        cells = (bounds - np.array([frame.left, frame.top] * 2)) / CELL
        x1, x2 = (np.clip(np.rint(cells[:, side]), 0, columns).astype(int) for side in (0, 2))
        y1, y2 = (np.clip(np.rint(cells[:, side]), 0, rows).astype(int) for side in (1, 3))
        for y, x, step in ((y1, x1, 1), (y2, x2, 1), (y1, x2, -1), (y2, x1, -1)):
            np.add.at(corners, (y, x), step)
        covered = corners.cumsum(0).cumsum(1) > 0.5
        self._sums = np.pad(covered.cumsum(0).cumsum(1), ((1, 0), (1, 0)))

    def under(self, box: Box) -> float:
        """Return the covered share of a box, 0 to 1."""
        rows, columns = self._sums.shape
        x1, x2 = (self._cell(edge, self._left, columns) for edge in (box.left, box.right))
        y1, y2 = (self._cell(edge, self._top, rows) for edge in (box.top, box.bottom))
        sums = self._sums
        covered = sums[y2, x2] - sums[y1, x2] - sums[y2, x1] + sums[y1, x1]
        return float(covered) / max(1, (x2 - x1) * (y2 - y1))

    @staticmethod
    def _cell(edge: float, origin: float, count: int) -> int:
        return min(count - 1, max(0, round((edge - origin) / CELL)))


class Taken:
    """The boxes that stand already, found by squares of the page."""

    SQUARE = 12.0

    def __init__(self, boxes: Iterable[Box] = ()) -> None:
        self._squares: dict[tuple[int, int], list[Box]] = {}
        for box in boxes:
            self.add(box)

    def add(self, box: Box) -> None:
        """Take a box for good."""
        for square in self._touched(box):
            self._squares.setdefault(square, []).append(box)

    def free(self, box: Box) -> bool:
        """Tell whether nothing stands in a box."""
        return not any(
            box.overlaps(other)
            for square in self._touched(box)
            for other in self._squares.get(square, ())
        )

    def _touched(self, box: Box) -> Iterator[tuple[int, int]]:
        size = self.SQUARE
        for column in range(int(box.left // size), int(box.right // size) + 1):
            for row in range(int(box.top // size), int(box.bottom // size) + 1):
                yield column, row


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of text set as one, with a badge for a number before them where there is one."""

    number: str
    lines: tuple[str, ...]
    size: float

    @property
    def badge(self) -> float:
        """Return the width of the badge."""
        if not self.number:
            return 0.0
        return max(self.size * 1.5, lettering.width(self.number, self.size * 0.9) + self.size * 0.7)

    @property
    def width(self) -> float:
        """Return the width of badge and lines."""
        widest = max((lettering.width(line, self.size) for line in self.lines), default=0.0)
        return self.badge + (self.size * 0.25 + widest if self.lines else 0.0)

    @property
    def height(self) -> float:
        """Return the height of the lines, at least that of the badge."""
        return self.size * max(1.5, LINE_STEP * 0.9 * len(self.lines))

    def bare(self) -> Block:
        """Return the badge alone."""
        return Block(self.number, (), self.size)


def name_lines(name: str, size: float) -> tuple[str, ...]:
    """Return a name on one line, or on two of like length; what is longer still ends in …."""
    room = size * 9
    whole = lettering.width(name, size)
    if whole <= room:
        return (name,)
    lines = lettering.wrap(name, size, min(room, max(whole * 0.58, size * 4)))
    rest = "".join(lines[1:])
    return lines[0], lettering.cut(rest, size, room)


def place(block: Block, home: Box, frame: Box, taken: Taken, ink: Ink) -> Box | None:
    """Return the best free place for a block in or beside its home, and take it."""
    wide, high = block.width, block.height
    best: tuple[float, Box] | None = None
    for across, down in OFFERS:
        x = home.centre[0] + across * (home.width + wide * 0.6) / 2
        y = home.centre[1] + down * (home.height + high * 1.2) / 2
        box = Box(x - wide / 2, y - high / 2, wide, high)
        cost = INK_WEIGHT * ink.under(box) + abs(across) * 0.5 + abs(down) * 0.35
        if (best is None or cost < best[0]) and frame.holds(box, -CLEAR) and _stands(box, taken):
            best = cost, box
    if best is None:
        return None
    taken.add(best[1])
    return best[1]


def _stands(box: Box, taken: Taken) -> bool:
    return taken.free(box.shrunk(-CLEAR))
