"""Places of a district: areas, estates, buildings, sites."""

from __future__ import annotations

from dataclasses import dataclass

AREA_LEVELS = ("district", "street", "community", "grid")


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """One administrative area; ``level`` is one of ``AREA_LEVELS``."""

    id: int
    uid: str
    level: str
    name: str
    code: str | None = None
    parent_id: int | None = None
    source_x: float | None = None
    source_y: float | None = None
    source_crs: str | None = None
    position_method: str | None = None
    geom: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Estate:
    """One residential estate (小区) as the office counts it; areas in square metres.

    ``street`` and ``community`` are the names of its areas. Counts are the office's own and
    may differ from what its buildings add up to.
    """

    id: int
    uid: str
    name: str
    area_id: int | None = None
    street: str | None = None
    community: str | None = None
    aliases: tuple[str, ...] = ()
    address: str | None = None
    year_built: int | None = None
    year_built_to: int | None = None
    building_count: int | None = None
    household_count: int | None = None
    population: int | None = None
    floor_area_m2: float | None = None
    land_area_m2: float | None = None
    ownership: str | None = None
    property_mgmt: str | None = None
    code: str | None = None
    remark: str | None = None
    source_x: float | None = None
    source_y: float | None = None
    source_crs: str | None = None
    position_method: str | None = None
    geom: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Building:
    """One building (楼栋) of an estate; ``number`` as ``addresses.building_number`` gives it."""

    id: int
    uid: str
    estate_id: int
    number: str
    estate: str | None = None
    street: str | None = None
    community: str | None = None
    aliases: tuple[str, ...] = ()
    unit_count: int | None = None
    storeys: int | None = None
    structure: str | None = None
    household_count: int | None = None
    population: int | None = None
    floor_area_m2: float | None = None
    height_m: float | None = None
    year_built: int | None = None
    danger_grade: str | None = None
    ownership: str | None = None
    code: str | None = None
    remark: str | None = None
    source_x: float | None = None
    source_y: float | None = None
    source_crs: str | None = None
    position_method: str | None = None
    geom: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A place that is no building: park, greenway, pipe segment, public toilet, lift."""

    id: int
    uid: str
    kind: str
    name: str | None = None
    area_id: int | None = None
    remark: str | None = None
    source_x: float | None = None
    source_y: float | None = None
    source_crs: str | None = None
    position_method: str | None = None
    geom: bytes | None = None
