"""The rows of a list or layer of sites: one park, street, pipe or facility each."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from renewtrack.domain import text
from renewtrack.domain.places import Site
from renewtrack.intake import estate_entries, fields_of, rows
from renewtrack.intake.columns import Cells
from renewtrack.intake.entries import Entries
from renewtrack.intake.known import street_key
from renewtrack.intake.row_read import RowRead
from renewtrack.intake.rows import Rejected, Surroundings
from renewtrack.intake.wanted import Wanted
from renewtrack.store import sound_shapes

Name = tuple[str, str]  # kind and folded name


@dataclass(slots=True)
class _Line:
    """One site of an accepted row."""

    place: int
    kind: str
    name: str
    known: Site | None = None

    @property
    def key(self) -> Name:
        return self.kind, text.fold(self.name)


def plan(cells: Cells, around: Surroundings) -> Wanted:
    """Return what the rows of a list of sites would write."""
    wanted = Wanted.of(cells)
    told = rows.each(cells, wanted, lambda place: _line(RowRead(cells, place)))
    lines = [line for _, line in told]
    _meet(around, lines)
    wanted.entries = (_entries(cells, around, lines),)
    return wanted


def _line(read: RowRead) -> tuple[_Line, str]:
    kind = read.words("site_kind")
    if kind is None:
        raise Rejected("no_site_kind", "site_kind")
    name = text.tidy(read.words("site_name") or "")
    return _Line(read.place, kind, name), name or kind


def _meet(around: Surroundings, lines: Sequence[_Line]) -> None:
    """Find the sites of the file: by kind and name where both have it once, else by their shape.

    A road of many parts has one name for all of them.
    """
    there: dict[Name, list[Site]] = defaultdict(list)
    for site in around.known.below.sites:
        there[site.kind, text.fold(site.name or "")].append(site)
    often = Counter(line.key for line in lines)
    taken: set[int] = set()
    for line in lines:
        standing = there.get(line.key, [])
        if line.name and len(standing) == 1 and often[line.key] == 1:
            line.known = standing[0]
            continue
        outline = around.outlines.by_place.get(line.place)
        for site in standing if outline is not None else ():
            if site.id in taken or site.geom is None:
                continue
            if outline is not None and sound_shapes.same(outline.shape, site.geom):
                line.known = site
                taken.add(site.id)
                break


def _entries(cells: Cells, around: Surroundings, lines: Sequence[_Line]) -> Entries:
    places = [line.place for line in lines]
    refs = [line.known.id if line.known is not None else around.fresh("site") for line in lines]
    found = Entries("site", places, refs)
    found.columns = fields_of.entity(cells, "site", places)
    names: list[object] = [line.name or None for line in lines]
    found.columns |= fields_of.told(cells, "name", "site_name", names)
    found.columns |= fields_of.told(cells, "kind", "site_kind", [line.kind for line in lines])
    found.columns |= estate_entries.positions(cells, around, places, [line.known for line in lines])
    found.parents = {"area_id": ("area", [_area(cells, around, place) for place in places])}
    return found


def _area(cells: Cells, around: Surroundings, place: int) -> int:
    """Return the street that a row names and the file has; 0 for none."""
    said = (cells.values("street") or {place: None})[place]
    if said is None:
        return 0
    key = street_key(str(said))
    areas = around.known.below.areas.values()
    return next(
        (each.id for each in areas if each.level == "street" and street_key(each.name) == key), 0
    )
