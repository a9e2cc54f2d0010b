"""The coordinate system that a layer names, as the words and the conversion the import needs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

_GEOGRAPHIC = {4326: "WGS84", 4490: "CGCS2000"}
_OLD = (("beijing", "北京54"), ("xian", "西安80"))
_SURE = 60  # percent, from which a definition counts as a known one


@dataclass(frozen=True, slots=True)
class SystemTold:
    """``words`` name a system for the heading, "" where the layer names none."""

    words: str
    degrees: bool = True
    convert: Callable[[Any], Any] | None = None  # to WGS 84, for a system without a number


def of(crs: str | None) -> SystemTold:
    """Return what a layer's system is called; one without a number is turned into WGS 84.

    Grids on the old national datums keep their name: they cannot be turned without parameters.
    """
    if not crs:
        return SystemTold("", False)
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    try:
        known = CRS.from_user_input(crs)
    except CRSError:
        return SystemTold("", False)
    number = known.to_epsg(min_confidence=_SURE)
    if number in _GEOGRAPHIC:
        return SystemTold(_GEOGRAPHIC[number])
    if number is None and known.is_geographic and _is_wgs84(known):
        return SystemTold(_GEOGRAPHIC[4326])
    if number is not None:
        return SystemTold(f"EPSG:{number}", known.is_geographic)
    return _nameless(known)


def _is_wgs84(known: Any) -> bool:
    return "WGS 84" in known.datum.name or "World Geodetic System 1984" in known.datum.name


def _nameless(known: Any) -> SystemTold:
    named = f"{known.name} {known.geodetic_crs.name if known.geodetic_crs else ''}".lower()
    plain = "".join(sign for sign in named if sign.isalnum())
    for sign, words in _OLD:
        if sign in plain:
            return SystemTold(words, known.is_geographic)
    if known.geodetic_crs is None:
        return SystemTold("", False)
    return SystemTold(_GEOGRAPHIC[4326], True, lambda shapes: _moved(known, shapes))


def _moved(known: Any, shapes: Any) -> Any:
    import numpy as np
    import shapely
    from pyproj import Transformer

    into = Transformer.from_crs(known, "EPSG:4326", always_xy=True)
    return shapely.transform(
        shapes, lambda places: np.column_stack(into.transform(places[:, 0], places[:, 1]))
    )
