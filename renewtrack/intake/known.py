"""What the file already holds, loaded once and looked up by folded names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from renewtrack.domain import addresses, text
from renewtrack.domain.masking import Mask
from renewtrack.domain.places import Building, Estate
from renewtrack.domain.works import Funding, Project, Work
from renewtrack.intake import known_below
from renewtrack.intake.known_below import Below
from renewtrack.intake.neighbours import Neighbours
from renewtrack.store import areas, buildings, estates, exports, funding, gpkg, projects, works

if TYPE_CHECKING:
    from sqlite_utils import Database

    from renewtrack.intake.matching import Matched

LISTING = ("ledger", "buildings")  # kinds of sheets that list places, and so may make them
Asked = tuple[str | None, str | None, str]  # street, community and name as a sheet writes them


@dataclass(frozen=True, slots=True)
class AreaNames:
    """A street and community as the file writes them, and what makes them one."""

    street: str | None
    community: str | None
    keys: tuple[str | None, str | None]  # of street and community

    @property
    def street_key(self) -> str | None:
        """Return what makes the street one."""
        return self.keys[0]


class Estates(dict[int, Estate]):
    """The estates by id; one that an import makes (id below 0) is put together when asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.fresh: list[Asked] = []

    def add(self, street: str | None, community: str | None, name: str) -> int:
        """Enter a new estate and return its id, below 0."""
        self.fresh.append((street, community, name))
        return -len(self.fresh)

    def __missing__(self, number: int) -> Estate:
        if not -len(self.fresh) <= number < 0:
            raise KeyError(number)
        street, community, name = self.fresh[-number - 1]
        self[number] = made = Estate(
            id=number, uid="", name=name, street=street, community=community
        )
        return made


@dataclass(slots=True)
class Known:
    """The file's places and plans by the keys that sheets use.

    ``makes`` tells whether a place that is not known may be made; ``places`` is what the person
    said of written places, see ``Options.places``.
    """

    estates: Estates = field(default_factory=Estates)
    by_name: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    area_keys: dict[int, tuple[str | None, str | None]] = field(default_factory=dict)
    open: set[int] = field(default_factory=set)  # estates without street or community
    streets: dict[str, str] = field(default_factory=dict)  # folded -> as the file writes it
    communities: dict[tuple[str, str], str] = field(default_factory=dict)
    buildings: dict[tuple[int, str], Building] = field(default_factory=dict)
    projects: dict[int, list[Project]] = field(default_factory=lambda: defaultdict(list))
    works: dict[int, list[Work]] = field(default_factory=lambda: defaultdict(list))
    funding: dict[int, dict[str, Funding]] = field(default_factory=dict)
    records: dict[tuple[str, int], object] = field(default_factory=dict)  # by table and id
    mask: Mask = field(default_factory=Mask)  # of the persons whom the file names
    district: bytes | None = None  # its area, a GeoPackage geometry
    makes: bool = True
    places: Mapping[tuple[str, str], str] = field(default_factory=dict)
    matched: dict[Asked, Matched] = field(default_factory=dict)
    codes: dict[tuple[str, str], int] = field(default_factory=dict)  # table and uid or code -> id
    numbers: dict[int, list[str]] | None = None  # buildings of an estate, see ``building_numbers``
    served: dict[int, list[int]] | None = None  # estates of a project, see ``estates_of``
    near: Neighbours = field(default_factory=Neighbours)
    below: Below = field(default_factory=Below)  # what stands below buildings and projects
    _near_known: bool = False
    _areas: dict[tuple[str | None, str | None], AreaNames] = field(default_factory=dict)

    def area(self, street: str | None, community: str | None) -> AreaNames:
        """Return a street and community as the file has them, else as the sheet writes them."""
        asked = (street, community)
        found = self._areas.get(asked)
        if found is None:
            first = self.street(street)
            second = self.community(first, community)
            found = self._areas[asked] = AreaNames(
                first,
                second,
                (
                    street_key(first) if first else None,
                    community_key(second) if second else None,
                ),
            )
        return found

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

    def enter_all(self, found: Sequence[Estate]) -> None:
        """Take in the estates of the file with their old names and codes."""
        keys = iter(addresses.name_keys([one for each in found for one in _names(each)]))
        for estate in found:
            self.enter(estate, [next(keys) for _ in _names(estate)])

    def enter(self, estate: Estate, keys: Sequence[str] | None = None) -> None:
        """Take in one estate; ``keys`` are those of its names where they are folded already."""
        self.estates[estate.id] = estate
        self.records["estate", estate.id] = estate
        self.area_keys[estate.id] = (
            street_key(estate.street) if estate.street else None,
            community_key(estate.community) if estate.community else None,
        )
        if None in self.area_keys[estate.id]:
            self.open.add(estate.id)
        for key in dict.fromkeys(keys or addresses.name_keys(_names(estate))):
            self.by_name[key].append(estate.id)
        self.coded("estate", estate.id, estate.uid, estate.code)

    def coded(self, table: str, number: int, *codes: str | None) -> None:
        """Take in what a record is known by; a code that two records have names neither."""
        for code in codes:
            if code:
                key = (table, code_key(code))
                self.codes[key] = number if self.codes.get(key, number) == number else 0

    def estates_of(self, project_id: int) -> list[int]:
        """Return the estates that a project of the file serves."""
        if self.served is None:
            self.served = defaultdict(list)
            for estate_id, standing in self.projects.items():
                for project in standing:
                    self.served[project.id].append(estate_id)
        return self.served.get(project_id, [])

    def has_neighbours(self) -> bool:
        """Tell whether the file has names to be like; they are entered when first asked for."""
        if not self._near_known:
            self._near_known = True
            for key, numbers in self.by_name.items():
                for number in numbers:
                    if number > 0:
                        self.near.add(self.area_keys[number][0], key, number)
        return bool(self.near)

    def building_numbers(self, estate_id: int) -> list[str]:
        """Return the numbers of an estate's buildings on record."""
        if self.numbers is None:
            self.numbers = defaultdict(list)
            for (estate, _), building in self.buildings.items():
                self.numbers[estate].append(building.number)
        return self.numbers.get(estate_id, [])


def load(db: Database, kind: str) -> Known:
    """Load what a sheet of a kind is compared with: estates always, then its own records."""
    known = Known(mask=exports.mask(db))
    known.enter_all(estates.all(db))
    known.makes = kind in LISTING or not known.estates
    for street in areas.streets(db):
        known.streets[street_key(street.name)] = street.name
        for community in areas.communities(db, street.id):
            place = (street_key(street.name), community_key(community.name))
            known.communities[place] = community.name
    if (district := areas.district(db)) is not None and gpkg.has_position(district.geom):
        known.district = district.geom
    if kind != "ledger":
        _load_buildings(known, buildings.all(db))
    known.below = known_below.load(db, kind, known.records)
    if kind != "buildings":
        _load_projects(db, known, projects.all(db))
    return known


def _load_buildings(known: Known, found: Iterable[Building]) -> None:
    for building in found:
        known.buildings[building.estate_id, text.fold(building.number)] = building
        known.records["building", building.id] = building
        known.coded("building", building.id, building.uid, building.code)
    for building in [*known.buildings.values()]:
        for alias in building.aliases:
            number = text.fold(addresses.building_number(alias))
            known.buildings.setdefault((building.estate_id, number), building)


def _load_projects(db: Database, known: Known, found: Iterable[Project]) -> None:
    for project in found:
        known.records["project", project.id] = project
        known.coded("project", project.id, project.uid, project.code)
        known.works[project.id] = []
        known.funding[project.id] = {}
    for project_id, estate_id in projects.links(db):
        linked = known.records["project", project_id]
        known.projects[estate_id].append(cast(Project, linked))
    for work in works.of_all_projects(db):
        known.works[cast(int, work.project_id)].append(work)
    for source in funding.all(db):
        known.funding[source.project_id][source.source] = source
        known.records["funding", source.id] = source


def _names(estate: Estate) -> list[str]:
    return [estate.name, *estate.aliases]


def code_key(code: str) -> str:
    """Return what makes a code or uid one."""
    return code.strip().lower() if code.isascii() else text.fold(code)


def street_key(name: str | None) -> str:
    """Return what makes a street one: 上地街道 and 上地街道办事处 are equal."""
    return addresses.estate_key(name, None, "")[0]


def community_key(name: str | None) -> str:
    """Return what makes a community one within its street."""
    return addresses.estate_key(None, name, "")[1]


def name_key(name: str) -> str:
    """Return what makes an estate's name one within its community."""
    return addresses.estate_key(None, None, name)[2]
