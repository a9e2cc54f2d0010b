"""How a value of each building is sorted into classes: one SQL for the map and for the filter."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count

OTHER = "other"  # the class of values that are known and have no class of their own


@dataclass(frozen=True, slots=True)
class Classing:
    """Into which of ``keys`` a column's values fall.

    With ``limits`` a figure falls into the class that ends before the next limit. Otherwise a key
    takes the values equal to it and ``OTHER`` the rest. The last key takes what is not known.
    """

    column: str
    keys: tuple[str, ...]
    limits: tuple[float, ...] = ()


def place(classing: Classing, value: str, mark: str) -> tuple[str, dict[str, str]]:
    """Return SQL for the place of a value's class among the keys, and its parameters.

    ``mark`` begins the names of the parameters.
    """
    last = len(classing.keys) - 1
    if classing.limits:
        steps = " ".join(
            f"WHEN {value} < {float(limit)!r} THEN {at}" for at, limit in enumerate(classing.limits)
        )
        return f"CASE WHEN {value} IS NULL THEN {last} {steps} ELSE {last - 1} END", {}
    numbers = count()
    parameters: dict[str, str] = {}
    steps = ""
    for at, key in enumerate(classing.keys):
        if key in ("", OTHER):
            continue
        name = f"{mark}_{next(numbers)}"
        parameters[name] = key
        steps += f" WHEN :{name} THEN {at}"
    rest = classing.keys.index(OTHER) if OTHER in classing.keys else last
    if not steps:
        return f"CASE WHEN COALESCE({value}, '') = '' THEN {last} ELSE {rest} END", {}
    known = f"CASE CAST({value} AS TEXT){steps} ELSE {rest} END"
    return f"CASE WHEN COALESCE({value}, '') = '' THEN {last} ELSE {known} END", parameters
