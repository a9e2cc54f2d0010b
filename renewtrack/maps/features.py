"""What the map asks of the things it draws."""

from __future__ import annotations

from typing import Protocol


class MapFeature(Protocol):
    """One building (or estate) to draw, as ``store.on_map`` returns it."""

    @property
    def id(self) -> int:
        """The row's id in its table."""

    @property
    def estate_id(self) -> int:
        """The estate it stands in."""

    @property
    def label(self) -> str:
        """The estate's name followed by the building's number."""

    @property
    def bucket(self) -> str:
        """The key of its class in the theme."""

    @property
    def overdue(self) -> bool:
        """Whether its planned finish has passed."""

    @property
    def geom(self) -> bytes:
        """A GeoPackage blob in WGS 84."""


class MapArea(Protocol):
    """One area whose boundary makes the ground, as ``store.on_map.areas`` returns it."""

    @property
    def level(self) -> str:
        """One of ``ground.LEVELS``."""

    @property
    def name(self) -> str:
        """The name to write on it."""

    @property
    def geom(self) -> bytes | None:
        """A GeoPackage blob in WGS 84; None is not drawn."""
