"""The street or community that an import puts an estate into, made where the file lacks it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renewtrack.store import areas

if TYPE_CHECKING:
    from sqlite_utils import Database


class PlaceAreas:
    """Ids of areas by street and community, each looked up once."""

    def __init__(self, db: Database) -> None:
        self._db = db
        district = areas.district(db)
        self.district = district.id if district else None
        self._known: dict[tuple[str, str], int | None] = {}

    def of(self, street: str, community: str) -> int | None:
        """Return the id of the community, else of the street, else of the district."""
        key = (street, community)
        if key not in self._known:
            above = self.district
            if street:
                above = areas.ensure(self._db, "street", street, above)
            if community:
                above = areas.ensure(self._db, "community", community, above)
            self._known[key] = above
        return self._known[key]
