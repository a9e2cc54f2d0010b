"""How the buildings on the map look under a theme: a class and a lateness each."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from renewtrack.maps.theme import Theme
from renewtrack.store import map_values

if TYPE_CHECKING:
    from sqlite_utils import Database


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """A theme with the class and lateness of each building, aligned with ``Placed.ids``."""

    theme: Theme
    classes: npt.NDArray[np.uint8]
    overdue: npt.NDArray[np.bool_]


def of_keys(theme: Theme, keys: Sequence[str | None], overdue: Sequence[bool]) -> Look:
    """Return the look of buildings by the keys of their classes; unknown keys are the last."""
    place = {key: theme.index(key) for key in set(keys)}
    classes = np.fromiter((place[key] for key in keys), dtype=np.uint8, count=len(keys))
    return Look(theme, classes, np.array(overdue, dtype=bool))


def of(db: Database, theme: Theme, ids: Sequence[int], today: str | None = None) -> Look:
    """Return the look of buildings under a theme; ``ids`` ascend.

    Raises UnknownColumn for a theme of a column that this program does not know.
    """
    found = map_values.sort_into(db, theme.classing, today)
    every, wanted = np.array(found.ids, dtype=np.int64), np.array(ids, dtype=np.int64)
    at = np.searchsorted(every, wanted)
    at[at == len(every)] = 0
    known = every[at] == wanted if len(every) else np.zeros(len(wanted), dtype=bool)
    last = len(theme.classes) - 1
    if not len(every):
        return Look(theme, np.full(len(wanted), last, np.uint8), known)
    places = np.array(found.places, dtype=np.uint8)[at]
    return Look(
        theme,
        np.where(known, places, last).astype(np.uint8),
        np.array(found.overdue, dtype=bool)[at] & known & theme.rims,
    )


def again(
    db: Database, before: Look, ids: Sequence[int], estates: Collection[int], today: str | None
) -> Look:
    """Return a look with the buildings of some estates as they are now; ``ids`` ascend."""
    found = map_values.sort_into(db, before.theme.classing, today, estates=estates)
    every, wanted = np.array(ids, dtype=np.int64), np.array(found.ids, dtype=np.int64)
    at = np.searchsorted(every, wanted)
    shown = at < len(every)
    shown[shown] = every[at[shown]] == wanted[shown]
    classes, overdue = before.classes.copy(), before.overdue.copy()
    classes[at[shown]] = np.array(found.places, dtype=np.uint8)[shown]
    overdue[at[shown]] = np.array(found.overdue, dtype=bool)[shown] & before.theme.rims
    return Look(before.theme, classes, overdue)
