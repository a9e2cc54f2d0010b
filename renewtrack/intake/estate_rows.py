"""The rows of a list of estates: one estate each, with nothing of its projects."""

from __future__ import annotations

from renewtrack.intake import estate_entries, rows
from renewtrack.intake.columns import Cells
from renewtrack.intake.matching import Matched
from renewtrack.intake.rows import Rejected, Surroundings
from renewtrack.intake.wanted import Wanted


def plan(cells: Cells, around: Surroundings) -> Wanted:
    """Return what the rows of a list of estates would write."""
    wanted, matches = Wanted.of(cells), rows.estates_of(cells, around)
    accepted = rows.each(
        cells, wanted, lambda place: _claimed(matches[place], around, cells.rows[place])
    )
    wanted.entries = (estate_entries.of_rows(cells, around, accepted, values=True),)
    return wanted


def _claimed(matched: Matched | Rejected, around: Surroundings, row: int) -> tuple[Matched, str]:
    if isinstance(matched, Rejected):
        raise matched
    around.claim(("estate", *matched.key[1:]), row)
    return matched, matched.name
