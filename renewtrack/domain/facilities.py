"""Facilities in operation: what their sensors read, how visitors rate them, what is an alarm."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from renewtrack.domain import codes, tables

BELOW, ABOVE = "below_limit", "above_limit"  # what the sensor itself can tell
OPEN, CLOSED = "open", "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facility:
    """One facility by kind and name; ``street`` is the name of its area."""

    id: int
    uid: str
    kind: str
    name: str
    grade: str | None = None
    area_id: int | None = None
    site_id: int | None = None
    street: str | None = None
    remark: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sensor:
    """What is measured at a facility: a key of ``measured``, in its unit."""

    id: int
    uid: str
    facility_id: int
    quantity: str
    unit: str | None = None
    remark: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One value at one time (ISO, to the minute); without a value the ``qualifier`` says why."""

    id: int
    sensor_id: int
    time: str
    value: float | None = None
    qualifier: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """What a visitor said at a time; ``follow_up`` is open or closed where one is needed."""

    id: int
    uid: str
    facility_id: int
    time: str
    rating: str
    follow_up: str | None = None
    remark: str | None = None


@dataclass(frozen=True, slots=True)
class Threshold:
    """From above which value a reading is an alarm; ``grade`` "" is any grade of the facility."""

    facility: str
    grade: str
    quantity: str
    above: float
    level: str


@cache
def thresholds() -> tuple[Threshold, ...]:
    """Return the thresholds of ``thresholds.toml``."""
    return tuple(
        Threshold(
            row["facility"], row.get("grade", ""), row["quantity"], row["above"], row["level"]
        )
        for row in tables.document("thresholds")["threshold"]
    )


def follow_up_of(rating: str) -> str | None:
    """Return ``open`` for a rating that somebody has to look after, else None."""
    entry = codes.code("ratings", rating)
    return OPEN if entry and entry.group == "follow_up" else None
