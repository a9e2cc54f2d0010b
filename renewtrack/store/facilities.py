"""Facilities, their sensors, what these read, and how visitors rate them."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import TYPE_CHECKING

from renewtrack.domain.facilities import Facility, Rating, Sensor
from renewtrack.store import naming, rows

if TYPE_CHECKING:
    from sqlite_utils import Database

Stored = tuple[int, float | None, str | None]  # id, value and qualifier of a reading


def add(db: Database, **values: object) -> int:
    """Add a facility and return its id; sqlite3.IntegrityError where its name is taken."""
    return rows.add(db, "facility", values)


def change(db: Database, facility_id: int, values: dict[str, object]) -> None:
    """Write columns of a facility."""
    rows.change(db, "facility", facility_id, values)


def remove(db: Database, facility_id: int) -> None:
    """Delete a facility with its sensors, their readings and its ratings."""
    for sensor_id in rows.column(
        db, "SELECT id FROM sensor WHERE facility_id = ? ORDER BY id", (facility_id,)
    ):
        remove_sensor(db, sensor_id)
    for rating_id in rows.column(
        db, "SELECT id FROM rating WHERE facility_id = ? ORDER BY id", (facility_id,)
    ):
        rows.remove(db, "rating", rating_id)
    rows.remove(db, "facility", facility_id)


def add_sensor(db: Database, **values: object) -> int:
    """Add a sensor and return its id; sqlite3.IntegrityError where the facility has it."""
    return rows.add(db, "sensor", values)


def remove_sensor(db: Database, sensor_id: int) -> None:
    """Delete a sensor with its readings."""
    for reading_id in rows.column(
        db, "SELECT id FROM reading WHERE sensor_id = ? ORDER BY id", (sensor_id,)
    ):
        rows.remove(db, "reading", reading_id)
    rows.remove(db, "sensor", sensor_id)


def read(db: Database, **values: object) -> int:
    """Add a reading and return its id; sqlite3.IntegrityError where that time has one."""
    return rows.add(db, "reading", values)


def rate(db: Database, **values: object) -> int:
    """Add a rating and return its id; sqlite3.IntegrityError where that time has one."""
    return rows.add(db, "rating", values)


def change_rating(db: Database, rating_id: int, values: dict[str, object]) -> None:
    """Write columns of a rating, as when its follow-up is closed."""
    rows.change(db, "rating", rating_id, values)


def all(db: Database) -> list[Facility]:  # noqa: A001 - reads as facilities.all(db)
    """Return every facility with the name of its street, as they were added."""
    found = rows.fetch(
        db,
        f"""
        SELECT estate.*, {naming.STREET} AS street
        FROM facility AS estate {naming.JOINED} ORDER BY estate.id
        """,
    )
    return rows.as_values(Facility, found)


def sensors(db: Database) -> list[Sensor]:
    """Return every sensor, as they were added."""
    return rows.as_values(Sensor, rows.fetch(db, "SELECT * FROM sensor ORDER BY id"))


def readings(
    db: Database, sensors: Collection[int], first: str, last: str
) -> dict[tuple[int, str], Stored]:
    """Return the readings of some sensors between two times, both included, by sensor and time.

    Each is its id, value and qualifier: they are too many to be put together one by one.
    """
    found = db.conn.execute(
        """
        SELECT sensor_id, time, id, value, qualifier FROM reading
        WHERE sensor_id IN (SELECT value FROM json_each(:sensors))
          AND time BETWEEN :first AND :last
        ORDER BY sensor_id, time
        """,
        {"sensors": json.dumps([*sensors]), "first": first, "last": last},
    ).fetchall()
    return {(sensor, time): (number, *said) for sensor, time, number, *said in found}


def ratings(db: Database) -> list[Rating]:
    """Return every rating, as they were added."""
    return rows.as_values(Rating, rows.fetch(db, "SELECT * FROM rating ORDER BY id"))
