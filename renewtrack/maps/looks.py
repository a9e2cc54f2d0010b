"""How the buildings on the map look under a theme: a class and a lateness each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from renewtrack.maps.theme import Theme


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
