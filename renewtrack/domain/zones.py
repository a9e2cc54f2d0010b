"""The Gauss-Krüger belts of CGCS2000: numbers, meridians, codes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from renewtrack.words import Words

# (width of the belt, first number, last number, code of the first with its number before the
# easting, code of the first without). EPSG registry 4491-4554.
_FAMILIES = ((3, 25, 45, 4513, 4534), (6, 13, 23, 4491, 4502))
FALSE_EASTING = 500_000.0
MILLION = 1_000_000.0
_PREFIXED = Words(
    "CGCS2000 {width} 度带 {number} 带（{key}）", "CGCS2000 {width}-degree belt {number} ({key})"
)
_PLAIN = Words("CGCS2000 中央子午线 {meridian}°（{key}）", "CGCS2000 meridian {meridian}° ({key})")


@dataclass(frozen=True, slots=True)
class Zone:
    """One belt; ``prefixed`` says that its number stands before the easting."""

    width: int  # degrees, 3 or 6
    number: int
    prefixed: bool

    @property
    def meridian(self) -> int:
        """Return the central meridian in degrees."""
        return self.number * 3 if self.width == 3 else self.number * 6 - 3

    @property
    def key(self) -> str:
        """Return the code of the EPSG registry."""
        _, first, _, prefixed, plain = next(f for f in _FAMILIES if f[0] == self.width)
        return f"EPSG:{(prefixed if self.prefixed else plain) + self.number - first}"

    @property
    def false_easting(self) -> float:
        """Return what is added to the distance from the meridian, in metres."""
        return FALSE_EASTING + (self.number * MILLION if self.prefixed else 0)

    @property
    def words(self) -> Words:
        """Return how surveyors call it."""
        words = _PREFIXED if self.prefixed else _PLAIN
        said = {"width": self.width, "number": self.number, "meridian": self.meridian}
        return words.filled(key=self.key, **said)

    def other(self, *, prefixed: bool) -> Zone:
        """Return the same belt with its number before the easting or without."""
        return Zone(self.width, self.number, prefixed)


@cache
def every() -> tuple[Zone, ...]:
    """Return all belts that touch the country, those of three degrees first."""
    return tuple(
        Zone(width, number, prefixed)
        for width, first, last, *_ in _FAMILIES
        for prefixed in (False, True)
        for number in range(first, last + 1)
    )


@cache
def _by_key() -> dict[str, Zone]:
    return {zone.key: zone for zone in every()}


def of_key(key: str) -> Zone | None:
    """Return the belt of a code such as EPSG:4526; None for other codes."""
    return _by_key().get(key)


def of_meridian(degrees: int) -> Zone | None:
    """Return the belt of a central meridian, without its number; None where there is none."""
    return next((zone for zone in every() if not zone.prefixed and zone.meridian == degrees), None)


def of_easting(easting: float) -> Zone | None:
    """Return the belt whose number stands before an easting; None where none does."""
    number = int(easting // MILLION)
    return next((zone for zone in every() if zone.prefixed and zone.number == number), None)


def nearest(lon: float) -> Zone:
    """Return the three-degree belt of a longitude, without its number."""
    plain = [zone for zone in every() if zone.width == 3 and not zone.prefixed]
    return min(plain, key=lambda zone: abs(zone.meridian - lon))


def fitting(zone: Zone, easting: float) -> Zone | None:
    """Return the belt with or without its number as an easting has it.

    None where the easting bears the number of another belt.
    """
    if abs(easting) < MILLION:
        return zone.other(prefixed=False)
    told = of_easting(easting)
    if told is None or told.meridian != zone.meridian:
        return None
    return told
