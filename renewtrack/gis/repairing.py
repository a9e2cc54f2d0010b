"""Shapes put right as one action that can be undone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from renewtrack.gis.checking import Fault
from renewtrack.store import actions, geometries, rows
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

DETAIL = Words("：修复 {count} 个图形", ": {count} shapes mended")


def repair(db: Database, faults: Sequence[Fault], who: str) -> int:
    """Write the mended shapes and return their number.

    What has changed since it was looked at stays as it is. Raises what ``actions.act`` does.
    """
    wanted = [fault for fault in faults if fault.mended is not None]
    if not wanted:
        return 0
    done = 0
    with actions.act(db, "place", who, DETAIL.filled(count=len(wanted))):
        for fault in wanted:
            place = fault.place
            if geometries.of(db, place.table, place.id) == place.geom:
                rows.change(db, place.table, place.id, {"geom": fault.mended})
                done += 1
    return done
