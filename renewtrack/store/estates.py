"""Estates, the places that renewal projects serve."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renewtrack.domain.places import Estate
from renewtrack.store import areas, belonging, buildings, naming, rows, works

if TYPE_CHECKING:
    from sqlite_utils import Database


def add(db: Database, **values: object) -> int:
    """Add an estate and return its id."""
    return rows.add(db, "estate", values)


def change(db: Database, estate_id: int, values: dict[str, object]) -> None:
    """Write columns of an estate."""
    rows.change(db, "estate", estate_id, values)


def move_to(
    db: Database, estate_id: int, street: str | None = None, community: str | None = None
) -> None:
    """Put an estate into a street and a community by name; None leaves that one as it is."""
    here = get(db, estate_id)
    if here is None:
        return
    street = here.street if street is None else street
    community = here.community if community is None else community
    change(db, estate_id, {"area_id": areas.place(db, street or "", community or "")})


def remove(db: Database, estate_id: int) -> None:
    """Delete an estate with its buildings and works; its projects stay, without it."""
    for building_id in rows.column(
        db, "SELECT id FROM building WHERE estate_id = ? ORDER BY id", (estate_id,)
    ):
        buildings.remove(db, building_id)
    works.remove_at(db, "estate_id", estate_id)
    for link_id in rows.column(
        db, "SELECT id FROM project_estate WHERE estate_id = ? ORDER BY id", (estate_id,)
    ):
        rows.remove(db, "project_estate", link_id)
    belonging.remove(db, "estate", estate_id)


def get(db: Database, estate_id: int) -> Estate | None:
    """Return an estate with the names of its street and community, or None."""
    return next(iter(_where(db, "estate.id = :id", {"id": estate_id})), None)


def all(db: Database) -> list[Estate]:  # noqa: A001 - reads as estates.all(db)
    """Return every estate by street, community and name."""
    return _where(db, "1", {})


def _where(db: Database, condition: str, parameters: dict[str, object]) -> list[Estate]:
    found = rows.fetch(
        db,
        f"""
        SELECT estate.*, {naming.STREET} AS street, {naming.COMMUNITY} AS community
        FROM estate {naming.JOINED}
        WHERE {condition}
        ORDER BY {naming.IN_ORDER}
        """,
        parameters,
    )
    return rows.as_values(Estate, found)
