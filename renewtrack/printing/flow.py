"""A column of sections that runs over the A4 pages of a dossier."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from renewtrack.printing.dossier_tables import SIZE
from renewtrack.printing.sheet import SOFT_INK, Box, Mark, Text
from renewtrack.printing.tables import Table, lay, parted

EDGE = Box(15, 14, 180, 270)  # mm of A4: what may be printed on
TOP, GAP, HEAD = 34.0, 4.5, 3.9
PAGE = Box(EDGE.left, TOP + HEAD * 1.6, EDGE.width, EDGE.bottom - TOP - HEAD * 1.6)  # empty


@dataclass(slots=True)
class Flow:
    """Where the next section begins, and the pages that stand so far."""

    pages: list[list[Mark]]
    y: float = TOP

    def room(self) -> float:
        """Return the height that is left on the page."""
        return EDGE.bottom - self.y

    def turn(self) -> None:
        """Begin a new page."""
        self.pages.append([])
        self.y = TOP

    def put(self, marks: Iterable[Mark]) -> None:
        """Draw on the page in front."""
        self.pages[-1].extend(marks)

    def head(self, text: str, needed: float = 0.0) -> None:
        """Write a heading, on a new page where what follows would have no room."""
        if self.room() < HEAD * 1.6 + needed:
            self.turn()
        self.put([Text(Box(EDGE.left, self.y, EDGE.width, HEAD * 1.5), text, HEAD, "heading")])
        self.y += HEAD * 1.6

    def say(self, text: str) -> None:
        """Write a remark."""
        box = Box(EDGE.left, self.y, EDGE.width, SIZE * 1.5)
        self.put([Text(box, text, SIZE, "note", colour=SOFT_INK)])
        self.y += SIZE * 1.5 + GAP

    def table(self, table: Table, again: str = "") -> None:
        """Lay a table over as many pages as it takes; ``again`` heads those that follow."""
        table, at = parted(table, PAGE), 0
        while at < len(table.rows):
            laid = lay(table, at, [Box(EDGE.left, self.y, EDGE.width, self.room())])
            self.put(laid.marks)
            self.y = laid.bottom + GAP
            at = laid.next_row
            if at < len(table.rows):
                self.turn()
                if again:
                    self.head(again)
