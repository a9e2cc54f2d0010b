"""What every kind of row shares: the import's surroundings and the estate that a row names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from renewtrack.domain import addresses
from renewtrack.domain.vector_files import BY_PLACE
from renewtrack.intake import matching, positions, reconciling, sentences, shifts, told_estates
from renewtrack.intake.candidates import Candidate
from renewtrack.intake.columns import Cells
from renewtrack.intake.known import Asked, Known, name_key
from renewtrack.intake.layout import Layout
from renewtrack.intake.matching import Matched
from renewtrack.intake.options import NO_PLACE, Options
from renewtrack.intake.outlines import Outlines
from renewtrack.intake.plans import ERROR, Issue, Key
from renewtrack.intake.row_read import RowRead
from renewtrack.intake.wanted import Wanted

T = TypeVar("T")


class Rejected(Exception):
    """A row that cannot be identified, with the kind of issue that says why."""

    def __init__(self, kind: str, field_key: str = "", **values: object) -> None:
        self.kind = kind
        self.field = field_key
        self.values = values
        super().__init__(kind)


@dataclass(slots=True)
class Surroundings:
    """What the rows of one import share while they are planned."""

    layout: Layout
    options: Options
    known: Known
    year: int | None
    reference: positions.Reference
    district: str = ""  # of the file, "" where nobody has entered it
    file: str = ""  # the sheet's file by name, without its suffix
    seen: dict[Key, int] = field(default_factory=dict)  # identity -> its first row, one-based
    made: set[Key] = field(default_factory=set)  # new records that an earlier row makes already
    notes: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    outlines: Outlines = field(default_factory=Outlines)  # the shapes of the sheet
    placed: list[tuple[int, float, float]] = field(default_factory=list)
    stood: list[shifts.Stood] = field(default_factory=list)  # beside known positions
    met: dict[reconciling.Named, reconciling.Naming] = field(default_factory=dict)
    asked: list[Asked | None] = field(default_factory=list)  # the place that each row names
    named: tuple[list[object] | None] | None = None  # see ``estate_names``, once it is known
    closer: dict[int, tuple[str, str]] = field(default_factory=dict)  # place -> area told there
    areas: dict[int, tuple[str | None, str | None]] = field(default_factory=dict)  # of estates
    refused: dict[int, Rejected] = field(default_factory=dict)  # by row, zero-based
    _fresh: dict[str, int] = field(default_factory=dict)

    def fresh(self, table: str) -> int:
        """Return a ref below 0 for a new record of a table, another one each time."""
        self._fresh[table] = self._fresh.get(table, 0) - 1
        return self._fresh[table]

    def fresh_many(self, table: str, count: int) -> list[int]:
        """Return so many refs below 0 for new records of a table."""
        last = self._fresh.get(table, 0)
        self._fresh[table] = last - count
        return list(range(last - 1, last - count - 1, -1))

    def area_of(self, matched: Matched) -> tuple[str | None, str | None]:
        """Return the street and community that are known of an estate so far."""
        known = self.areas.get(matched.id)
        if known is None:
            known = (matched.street, matched.community)
            if matched.id > 0:
                standing = self.known.estates[matched.id]
                known = (standing.street, standing.community)
            self.areas[matched.id] = known
        return known

    def claim(self, key: Key, row: int) -> None:
        """Take an identity for a row; raises Rejected where an earlier row has it."""
        first = self.seen.setdefault(key, row + 1)
        if first != row + 1:
            raise Rejected("duplicate", first=first)


def estates_of(cells: Cells, around: Surroundings) -> list[Matched | Rejected]:
    """Return the estate that each data row names, or why it cannot be told; equal words once.

    All places of the sheet are seen before the first row, so their order means nothing.
    """
    asked = _asked_by_row(cells, around)
    found: dict[Asked | None, Matched | Rejected] = {None: Rejected("no_name", "estate_name")}
    for place, one in enumerate(asked):
        if one not in found and one is not None:
            found[one] = _estate(around, one)
            if isinstance(found[one], Matched):
                _told_closer(around, place, found[one])
    around.asked = asked
    return [
        around.refused.get(row) or found[one] for row, one in zip(cells.rows, asked, strict=True)
    ]


def estate_names(cells: Cells, around: Surroundings) -> list[object] | None:
    """Return the estate that each row names: in a column, a band, or before a building's number.

    None where the rows name none.
    """
    if around.named is None:
        column = cells.columns.get("estate_name")
        around.named = (column.values if column is not None else told_estates.by_row(cells),)
    return around.named[0]


def _asked_by_row(cells: Cells, around: Surroundings) -> list[Asked | None]:
    """Return the place that each row names as the sheet says it, and let matching see them all."""
    nothing: list[object] = [None] * len(cells.rows)
    keys = ("street", "community", "street_community")
    columns = [cells.values(key) or nothing for key in keys]
    said = zip(estate_names(cells, around) or nothing, *columns, strict=True)
    bands, street = cells.layout.bands, cells.layout.street
    known: dict[tuple[object, ...], Asked] = {}
    asked: list[Asked | None] = []
    for row, names in zip(cells.rows, said, strict=True):
        if names[0] is None:
            asked.append(None)
            continue
        key = (*names, bands.get(row)) if bands else names
        one = known.get(key)
        if one is None:
            one = known[key] = _asked(names, bands.get(row) or street)
        asked.append(one)
    places = (part for one in known.values() for part in _parts(around, one))
    matching.prepare(around.known, places, streets=street_expected(cells.layout))
    return asked


def _asked(names: Sequence[object], band: str | None) -> Asked:
    """Return street, community and name; a glued cell is parted, a band gives the street."""
    name, street, community, glued = (None if one is None else str(one) for one in names)
    glued = glued or (street if street and community is None and "社区" in street else None)
    if glued:
        first, second = addresses.split_street_community(glued)
        street, community = first or street, second or community
    return street or band, community, str(name)


def _parts(around: Surroundings, one: Asked) -> list[Asked]:
    """Return the estates that a cell names, each with the row's street and community."""
    parts = matching.parts(one[2])
    if len(parts) < 2 or name_key(one[2]) in around.known.by_name:
        return [one]
    return [(one[0], one[1], part) for part in parts]


def _estate(around: Surroundings, one: Asked) -> Matched | Rejected:
    try:
        first, *more = (_single(around, part) for part in _parts(around, one))
    except Rejected as refused:
        return refused
    if not more:
        return first
    return replace(first, name=one[2].replace("\n", "、"), more=(first, *more))


def place(around: Surroundings, one: Asked) -> Matched | Rejected:
    """Return the estate that a sheet as a whole names, or why it cannot be told."""
    found = _estate(around, one)
    if (met := around.known.matched.get(one)) is not None:
        reconciling.meet(around.met, "estate", one, met, around.layout.data)
    return found


def _single(around: Surroundings, one: Asked) -> Matched:
    """Return one estate; raises Rejected where it cannot be told or may not be made."""
    street, community, name = one
    if matching.is_figures(name):
        raise Rejected("bad_name", "estate_name", value=name)
    known = around.known
    if (
        street is None
        and street_expected(around.layout)
        and not matching.met(known, None, community, name)
    ):
        raise Rejected("no_street", "street")
    matched = matching.estate(known, street, community, name)
    if matched.count > 1:
        raise Rejected("ambiguous", "estate_name", value=name, count=matched.count)
    if not matched.id:
        raise _not_met(around, one, matched)
    return matched


def _not_met(around: Surroundings, one: Asked, matched: Matched) -> Rejected:
    """Return why a place that is not known leaves its row out."""
    if left_out(around, "estate", one):
        return Rejected("refused_place", "estate_name", value=one[2])
    return unknown("estate_name", one[2], matched.candidates)


def left_out(around: Surroundings, table: str, one: Asked) -> bool:
    """Tell whether the person has said that a written place is not to come in."""
    return around.options.places.get((table, matching.written(one))) == NO_PLACE


def unknown(key: str, name: str, candidates: Sequence[Candidate]) -> Rejected:
    """Return why a name that the file does not have leaves its row out, with what it may be."""
    if candidates:
        return Rejected("unsure_place", key, value=name, candidates=reconciling.named(candidates))
    return Rejected("no_place", key, value=name)


def _told_closer(around: Surroundings, place: int, matched: Matched | Rejected) -> None:
    """Note a street or community that the row at a place is the first to tell of an estate."""
    assert isinstance(matched, Matched)
    known = around.area_of(matched)
    told = (known[0] or matched.street, known[1] or matched.community)
    if told != known:
        around.areas[matched.id] = told
        street, community = told
        standing = around.known.estates[matched.id]
        around.known.estates[matched.id] = replace(standing, street=street, community=community)
        around.closer[place] = (street or "", community or "")


def each(
    cells: Cells,
    wanted: Wanted,
    plan: Callable[[int], tuple[T, str]],
    places: Iterable[int] | None = None,
) -> list[tuple[int, T]]:
    """Plan the rows at some places, else all, and return what is accepted, by place.

    ``plan`` returns what it makes of the row at a place and whose the row is; it raises Rejected
    where the row is left out.
    """
    found: list[tuple[int, T]] = []
    for at in range(len(cells.rows)) if places is None else places:
        try:
            made, wanted.names[at] = plan(at)
        except Rejected as refused:
            _reject(cells, wanted, at, refused)
        else:
            found.append((at, made))
    return found


def _reject(cells: Cells, wanted: Wanted, place: int, refused: Rejected) -> None:
    """Leave a row out and say first why."""
    wanted.rejected.add(place)
    read = RowRead(cells, place)
    wanted.names[place] = read.words("estate_name") or ""
    cells.told.setdefault(place, []).insert(0, _rejection(read, refused))


def _rejection(read: RowRead, refused: Rejected) -> Issue:
    """Return the issue of a rejected row."""
    column = read.layout.column(refused.field) if refused.field else None
    return sentences.issue(
        read.layout, read.row, refused.kind, column, level=ERROR, **refused.values
    )


def street_expected(layout: Layout) -> bool:
    """Tell whether a sheet tells streets row by row: in a column, in bands or in subtotals."""
    told = (layout.column(key) for key in ("street", "street_community"))
    return bool(layout.bands) or any(
        column is not None and not column.heading.endswith(BY_PLACE) for column in told
    )


def show_similar(read: RowRead, around: Surroundings, matched: Matched) -> None:
    """Show the file's nearest name beside a new estate's."""
    near = matching.similar(around.known, matched)
    if near is not None:
        read.complain("similar", "estate_name", value=matched.name, known=near)
