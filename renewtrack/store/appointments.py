"""Appointments for visits to households."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renewtrack.domain.homes import Appointment
from renewtrack.store import belonging, rows

if TYPE_CHECKING:
    from sqlite_utils import Database


def add(db: Database, **values: object) -> int:
    """Add an appointment and return its id."""
    return rows.add(db, "appointment", values)


def change(db: Database, appointment_id: int, values: dict[str, object]) -> None:
    """Write columns of an appointment."""
    rows.change(db, "appointment", appointment_id, values)


def remove(db: Database, appointment_id: int) -> None:
    """Delete an appointment; one that was made in its place stays."""
    belonging.remove(db, "appointment", appointment_id)


def all(db: Database) -> list[Appointment]:  # noqa: A001 - reads as appointments.all(db)
    """Return every appointment, as they were added."""
    return rows.as_values(Appointment, rows.fetch(db, "SELECT * FROM appointment ORDER BY id"))
