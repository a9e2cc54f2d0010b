"""What stands on the map, read and packed in a thread; what is known to be unchanged is not."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

    from renewtrack.maps.drawing import Drawing, Packed
    from renewtrack.maps.features import MapArea
    from renewtrack.maps.looks import Look
    from renewtrack.maps.theme import Theme
    from renewtrack.store.map_revision import Revision

LEVELS = ("street", "community")  # whose boundaries make the ground


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """What was on the map, and the revision of the file and the day that it was read at."""

    revision: Revision
    today: str
    drawing: Drawing

    @property
    def packed(self) -> Packed:
        """The packed buildings."""
        return self.drawing.packed


@dataclass(frozen=True, slots=True, eq=False)
class Content:
    """What stands on the map."""

    drawing: Drawing
    revision: Revision
    today: str
    ground: tuple[MapArea, ...]
    buildings: int  # in the file, with coordinates or without

    @property
    def known(self) -> Known:
        """What need not be read again while it stands."""
        return Known(self.revision, self.today, self.drawing)


def read(
    db: Database, today: str, theme: Theme | None, known: Known | None, path: Path | None = None
) -> Content:
    """Return what stands on the map under a theme, the stage without one.

    ``path`` is where packs are kept beside; None keeps none.
    """
    from renewtrack.maps import drawing
    from renewtrack.maps.theme import STAGE
    from renewtrack.store import listing, map_revision, on_map

    now = map_revision.revision(db)
    packed = _packed(db, now, known, path)
    look = _look(db, theme or STAGE, packed, today, known)
    levels = [on_map.areas(db, level) for level in LEVELS]
    ground = tuple(area for some in (*levels, on_map.estate_outlines(db)) for area in some)
    total = listing.total(db, "buildings")
    return Content(drawing.Drawing(packed, look), now, today, ground, total)


def _packed(db: Database, now: Revision, known: Known | None, path: Path | None) -> Packed:
    from renewtrack.maps import drawing, pack_cache
    from renewtrack.store import map_revision, on_map

    if known is not None and map_revision.shapes_stand(db, known.revision):
        return known.packed
    kept = pack_cache.load(path) if path is not None and known is None else None
    if kept is not None and map_revision.shapes_stand(db, kept[0]):
        return kept[1]
    made = drawing.pack(on_map.placed(db))
    if path is not None:
        pack_cache.save(path, now, made)
    return made


def _look(db: Database, theme: Theme, packed: Packed, today: str, known: Known | None) -> Look:
    """Return how buildings look; where few have changed since only those are read again."""
    from renewtrack.maps import looks
    from renewtrack.store import map_revision

    ids = packed.pack.ids.tolist()
    same = known is not None and known.packed is packed and known.today == today
    if known is None or not same or known.drawing.look.theme != theme:
        return looks.of(db, theme, ids, today)
    touched = map_revision.estates_touched(db, known.revision)
    if touched is None:
        return looks.of(db, theme, ids, today)
    return looks.again(db, known.drawing.look, ids, touched, today)
