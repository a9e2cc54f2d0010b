"""Sites: what is renewed and is no building."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renewtrack.domain.places import Site
from renewtrack.store import attachments, rows, works

if TYPE_CHECKING:
    from sqlite_utils import Database


def add(db: Database, **values: object) -> int:
    """Add a site and return its id."""
    return rows.add(db, "site", values)


def change(db: Database, site_id: int, values: dict[str, object]) -> None:
    """Write columns of a site."""
    rows.change(db, "site", site_id, values)


def remove(db: Database, site_id: int) -> None:
    """Delete a site with its works; a facility that stands there stays, without it."""
    works.remove_at(db, "site_id", site_id)
    for facility_id in rows.column(
        db, "SELECT id FROM facility WHERE site_id = ? ORDER BY id", (site_id,)
    ):
        rows.change(db, "facility", facility_id, {"site_id": None})
    attachments.remove_of(db, "site", site_id)
    rows.remove(db, "site", site_id)


def get(db: Database, site_id: int) -> Site | None:
    """Return a site, or None."""
    found = rows.fetch(db, "SELECT * FROM site WHERE id = :id", {"id": site_id})
    return next(iter(rows.as_values(Site, found)), None)


def all(db: Database) -> list[Site]:  # noqa: A001 - reads as sites.all(db)
    """Return every site, in the order they were added."""
    return rows.as_values(Site, rows.fetch(db, "SELECT * FROM site ORDER BY id"))
