"""What the map asks of the things it draws."""

from __future__ import annotations

from typing import Protocol


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
