"""What the invented district holds, before any of it is stored."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from renewtrack.demo.shapes import Place, Ring


@dataclass(frozen=True, slots=True, kw_only=True)
class InventedBuilding:
    """One building; ``ring`` is its footprint on the plane, ``known`` what the file has of it."""

    uid: str
    number: str
    ring: Ring
    known: str  # "outline", "point" or "nothing" of its position
    aliases: tuple[str, ...]
    storeys: int
    unit_count: int
    structure: str
    household_count: int
    floor_area_m2: int
    year_built: int
    danger_grade: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class InventedWork:
    """One work on the estate, or on one of its buildings where ``number`` names it."""

    uid: str
    kind: str
    number: str | None = None
    stage: str | None = None
    percent: float | None = None
    quantity: float | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InventedHousehold:
    """One household of a building; ``wants`` is an item's uid, the item, and whether it is wanted.

    ``agree`` is None where nobody has asked yet.
    """

    uid: str
    number: str  # of the building
    room: str
    floor_area_m2: float
    agree: str | None
    wants: tuple[tuple[str, str, bool], ...] = ()
    holder: str | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InventedMoney:
    """Money of a project that was allocated, received or paid."""

    uid: str
    source: str
    kind: str
    fen: int
    day: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InventedProject:
    """One yearly project: ``columns`` as stored, money by source in fen, stages with dates."""

    uid: str
    columns: dict[str, object]
    stage: str
    plan_year: int
    invest_fen: int
    funding: dict[str, tuple[str, int]]  # source -> uid, fen
    events: tuple[tuple[str, str, dt.date], ...]  # uid, stage, day
    works: tuple[InventedWork, ...]
    money: tuple[InventedMoney, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class InventedEstate:
    """One estate on its plot; counts as stated, which may differ from its buildings'."""

    uid: str
    name: str
    community: str  # key of the district table
    ring: Ring
    columns: dict[str, object]
    buildings: tuple[InventedBuilding, ...]
    projects: tuple[InventedProject, ...] = ()
    joins: str | None = None  # uid of another estate's project that serves this one too
    households: tuple[InventedHousehold, ...] = ()

    @property
    def sums(self) -> tuple[int, int, int]:
        """Return the buildings, households and square metres of its buildings."""
        return (
            len(self.buildings),
            sum(building.household_count for building in self.buildings),
            sum(building.floor_area_m2 for building in self.buildings),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class InventedArea:
    """One street or community with its boundary."""

    uid: str
    key: str
    name: str
    ring: Ring


@dataclass(frozen=True, slots=True, kw_only=True)
class InventedSite:
    """One open space: a park or a school."""

    uid: str
    kind: str
    name: str
    community: str
    ring: Ring


@dataclass(frozen=True, slots=True, kw_only=True)
class InventedDistrict:
    """The whole invented district; ``middle`` is a place in it, for those who need one."""

    uid: str
    name: str
    ring: Ring
    streets: tuple[InventedArea, ...]
    communities: tuple[InventedArea, ...]
    estates: tuple[InventedEstate, ...]
    sites: tuple[InventedSite, ...]
    middle: Place = field(default=(0.0, 0.0))

    def street(self, estate: InventedEstate) -> str:
        """Return the name of an estate's street."""
        return next(area.name for area in self.streets if estate.community.startswith(area.key))

    def community(self, estate: InventedEstate) -> str:
        """Return the name of an estate's community."""
        return next(area.name for area in self.communities if area.key == estate.community)
