"""Administrative areas: district, streets, communities, grids."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renewtrack.domain.places import Area
from renewtrack.store import rows

if TYPE_CHECKING:
    from sqlite_utils import Database

LEVELS = ("district", "street", "community", "grid")


def ensure(
    db: Database, level: str, name: str, parent_id: int | None = None, code: str = ""
) -> int:
    """Return the id of the area of that level, name and parent, added where it is missing."""
    found = rows.value(
        db,
        """
        SELECT id FROM area
        WHERE level = :level AND name = :name AND COALESCE(parent_id, 0) = COALESCE(:parent, 0)
        """,
        {"level": level, "name": name, "parent": parent_id},
    )
    if found is not None:
        return int(found)
    return add(db, level=level, name=name, parent_id=parent_id, code=code or None)


def place(db: Database, street: str = "", community: str = "") -> int | None:
    """Return the id of the lowest named area, added where it is missing; "" is not known.

    Without a street and a community it is the district, or None where nobody has entered it.
    """
    above = district(db)
    area_id = above.id if above else None
    if street:
        area_id = ensure(db, "street", street, area_id)
    if community:
        area_id = ensure(db, "community", community, area_id)
    return area_id


def add(db: Database, **values: object) -> int:
    """Add an area and return its id."""
    return rows.add(db, "area", values)


def change(db: Database, area_id: int, values: dict[str, object]) -> None:
    """Write columns of an area."""
    rows.change(db, "area", area_id, values)


def remove(db: Database, area_id: int) -> None:
    """Delete an area that holds nothing; sqlite3.IntegrityError if it does."""
    rows.remove(db, "area", area_id)


def get(db: Database, area_id: int) -> Area | None:
    """Return an area, or None."""
    return next(iter(_where(db, "id = :id", {"id": area_id})), None)


def children(db: Database, parent_id: int | None) -> list[Area]:
    """Return the areas right below one, or those without a parent, in pinyin order."""
    return _where(db, "parent_id IS :parent", {"parent": parent_id})


def district(db: Database) -> Area | None:
    """Return the district, or None where nobody has entered it."""
    return next(iter(_where(db, "level = 'district'", {})), None)


def district_name(db: Database) -> str:
    """Return the district's name, of its own area or as the file was made for it."""
    area = district(db)
    stated = rows.value(db, "SELECT value FROM renewtrack_meta WHERE key = 'district_name'")
    return area.name if area else str(stated or "")


def streets(db: Database) -> list[Area]:
    """Return the streets in pinyin order."""
    return _where(db, "level = 'street'", {})


def communities(db: Database, street_id: int | None = None) -> list[Area]:
    """Return the communities of a street, or of all, in pinyin order."""
    return _where(
        db,
        "level = 'community' AND (:street IS NULL OR parent_id = :street)",
        {"street": street_id},
    )


def all(db: Database) -> list[Area]:  # noqa: A001 - reads as areas.all(db)
    """Return every area in pinyin order."""
    return _where(db, "1", {})


def _where(db: Database, condition: str, parameters: dict[str, object]) -> list[Area]:
    found = rows.fetch(
        db,
        f"""
        SELECT id, geom, uid, level, code, name, parent_id,
            source_x, source_y, source_crs, position_method
        FROM area WHERE {condition} ORDER BY sort, id
        """,
        parameters,
    )
    return rows.as_values(Area, found)
