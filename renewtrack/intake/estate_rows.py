"""The rows of a list of estates: one estate each, with nothing of its projects."""

from __future__ import annotations

from renewtrack.intake import estate_entries, rows
from renewtrack.intake.columns import Cells
from renewtrack.intake.matching import Matched
from renewtrack.intake.rows import Rejected, Surroundings
from renewtrack.intake.wanted import Wanted


def plan(cells: Cells, around: Surroundings) -> Wanted:
    """Return what the rows of a list of estates would write."""
    wanted = Wanted([""] * len(cells.rows))
    accepted: list[tuple[int, Matched]] = []
    for place, matched in enumerate(rows.estates_of(cells, around)):
        try:
            accepted.append((place, _claimed(matched, around, cells.rows[place])))
        except Rejected as refused:
            rows.reject(cells, wanted, place, refused)
        else:
            wanted.names[place] = accepted[-1][1].name
    wanted.entries = (estate_entries.of_rows(cells, around, accepted, values=True),)
    return wanted


def _claimed(matched: Matched | Rejected, around: Surroundings, row: int) -> Matched:
    if isinstance(matched, Rejected):
        raise matched
    around.claim(("estate", *matched.key[1:]), row)
    return matched
