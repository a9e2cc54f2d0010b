"""The rows of needs and hotline orders: whose each is by its address, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence

from renewtrack.domain import need_states, text
from renewtrack.domain.homes import Need
from renewtrack.intake import fields_of, need_places, rows
from renewtrack.intake.columns import NOWHERE, Cells
from renewtrack.intake.entries import Entries, Filled
from renewtrack.intake.need_places import Spot
from renewtrack.intake.row_read import RowRead
from renewtrack.intake.rows import Rejected, Surroundings
from renewtrack.intake.wanted import Wanted

HOTLINE = "hotline"
_SHOWN = 16  # signs of a need by which its row is called
_OWN = ("category", "source", "text")


def plan(cells: Cells, around: Surroundings) -> Wanted:
    """Return what the rows of a sheet of needs would write; who called is not kept."""
    wanted, places = Wanted.of(cells), need_places.Places(cells, around)
    told = rows.each(cells, wanted, lambda place: _need(RowRead(cells, place), places, around))
    wanted.entries = (_entries(cells, around, told),)
    return wanted


def _need(read: RowRead, places: need_places.Places, around: Surroundings) -> tuple[Spot, str]:
    """Return where a row's need is, and its name; raises Rejected."""
    said = read.words("need_text")
    if not said:
        raise Rejected("no_need", "need_text")
    spot = places.of(read)
    number = read.words("need_no")
    key = ("need", number) if number else ("need", *map(str, spot), text.fold(said))
    around.claim(key, read.row)
    return spot, " ".join(part for part in (number, said[:_SHOWN]) if part)


def _entries(cells: Cells, around: Surroundings, told: Sequence[tuple[int, Spot]]) -> Entries:
    places = [place for place, _ in told]
    found = Entries("need", places)
    known = [_known(RowRead(cells, place), around, spot) for place, spot in told]
    found.refs = [each.id if each is not None else around.fresh("need") for each in known]
    found.columns = {
        "text": Filled(_texts(cells, places), cells.index("need_text")),
        "category": _categories(cells, places, known),
        "source": _sources(cells, places, known),
        **fields_of.entity(cells, "need", places, _OWN),
    }
    found.parents = {
        "household_id": ("household", [spot.household for _, spot in told]),
        "building_id": ("building", [spot.building for _, spot in told]),
        "estate_id": ("estate", [spot.estate for _, spot in told]),
    }
    return found


def _known(read: RowRead, around: Surroundings, spot: Spot) -> Need | None:
    """Return the need that the file has: of the same number, else of the same place and words."""
    below, number = around.known.below, read.words("need_no")
    if number:
        return below.numbered.get(text.fold(number))
    return below.said.get((*spot, text.fold(read.words("need_text") or "")))


def _texts(cells: Cells, places: Sequence[int]) -> list[object]:
    values = cells.columns["need_text"].values
    return [values[place] for place in places]


def _categories(cells: Cells, places: Sequence[int], known: Sequence[Need | None]) -> Filled:
    """Return the category as the sheet tells it, else as the words of a new need suggest."""
    told = cells.values("need_category")
    values: list[object] = []
    for place, need in zip(places, known, strict=True):
        said = told[place] if told else None
        if said is None and need is None:
            words = RowRead(cells, place).words("need_text") or ""
            said = need_states.suggested(words)
        values.append(said)
    return Filled(values, cells.index("need_category") if told else NOWHERE)


def _sources(cells: Cells, places: Sequence[int], known: Sequence[Need | None]) -> Filled:
    """Return where a need was heard; a new one with a number and no word of it is a hotline's."""
    told = cells.values("need_source")
    values: list[object] = []
    for place, need in zip(places, known, strict=True):
        said = told[place] if told else None
        if said is None and need is None and RowRead(cells, place).words("need_no"):
            said = HOTLINE
        values.append(said)
    return Filled(values, cells.index("need_source") if told else NOWHERE)
