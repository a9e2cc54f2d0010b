"""What the file already holds, loaded once and looked up by folded names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from renewtrack.domain import addresses, text
from renewtrack.domain.masking import Mask
from renewtrack.domain.places import Building, Estate
from renewtrack.domain.works import Funding, Project, Work
from renewtrack.store import areas, buildings, estates, exports, funding, projects, works

if TYPE_CHECKING:
    from sqlite_utils import Database


@dataclass(slots=True)
class Known:
    """The file's places and plans by the keys that sheets use."""

    estates: dict[int, Estate] = field(default_factory=dict)
    by_name: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    in_street: dict[str | None, list[str]] = field(default_factory=lambda: defaultdict(list))
    streets: dict[str, str] = field(default_factory=dict)  # folded -> as the file writes it
    communities: dict[tuple[str, str], str] = field(default_factory=dict)
    buildings: dict[tuple[int, str], Building] = field(default_factory=dict)
    projects: dict[int, list[Project]] = field(default_factory=lambda: defaultdict(list))
    works: dict[int, list[Work]] = field(default_factory=lambda: defaultdict(list))
    funding: dict[int, dict[str, Funding]] = field(default_factory=dict)
    records: dict[tuple[str, int], object] = field(default_factory=dict)  # by table and id
    mask: Mask = field(default_factory=Mask)  # of the persons whom the file names

    def street(self, written: str | None) -> str | None:
        """Return a street's name as the file has it, else as the sheet writes it."""
        if not written:
            return None
        return self.streets.get(street_key(written), text.tidy(written))

    def community(self, street: str | None, written: str | None) -> str | None:
        """Return a community's name as the file has it below a street, else as written."""
        if not written:
            return None
        place = (street_key(street), community_key(written))
        return self.communities.get(place, text.tidy(written))


def load(db: Database, kind: str) -> Known:
    """Load what a sheet of a kind is compared with: estates always, then its own records."""
    known = Known(mask=exports.mask(db))
    for estate in estates.all(db):
        known.estates[estate.id] = estate
        known.records["estate", estate.id] = estate
        known.in_street[street_key(estate.street) if estate.street else None].append(estate.name)
        for name in {name_key(name) for name in (estate.name, *estate.aliases)}:
            known.by_name[name].append(estate.id)
    for street in areas.streets(db):
        known.streets[street_key(street.name)] = street.name
        for community in areas.communities(db, street.id):
            place = (street_key(street.name), community_key(community.name))
            known.communities[place] = community.name
    if kind == "buildings":
        for building in buildings.all(db):
            known.buildings[building.estate_id, text.fold(building.number)] = building
            known.records["building", building.id] = building
    else:
        _load_projects(db, known, projects.all(db))
    return known


def _load_projects(db: Database, known: Known, found: Iterable[Project]) -> None:
    for project in found:
        for estate_id in projects.estates_of(db, project.id):
            known.projects[estate_id].append(project)
        known.records["project", project.id] = project
        known.works[project.id] = works.of_project(db, project.id)
        known.funding[project.id] = {
            source.source: source for source in funding.of_project(db, project.id)
        }
        for source in known.funding[project.id].values():
            known.records["funding", source.id] = source


def street_key(name: str | None) -> str:
    """Return what makes a street one: 上地街道 and 上地街道办事处 are equal."""
    return addresses.estate_key(name, None, "")[0]


def community_key(name: str | None) -> str:
    """Return what makes a community one within its street."""
    return addresses.estate_key(None, name, "")[1]


def name_key(name: str) -> str:
    """Return what makes an estate's name one within its community."""
    return addresses.estate_key(None, None, name)[2]
