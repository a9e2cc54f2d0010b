"""Parts of the intake that other modules bring; each falls back to nothing while it is missing."""

from __future__ import annotations

import importlib
import inspect
from typing import Any

from renewtrack.intake import planning, reading


def _optional(name: str) -> Any:
    try:
        return importlib.import_module(f"renewtrack.intake.{name}")
    except ImportError:
        return None


senders = _optional("senders")
questions = _optional("questions")
shifts = _optional("shifts")
batch = _optional("batch")


def read(path: Any, password: Any, tell: Any) -> Any:
    """Read a file with all that reading knows by now."""
    known = inspect.signature(reading.read).parameters
    given = {"password": password, "progress": tell}
    return reading.read(path, **{key: each for key, each in given.items() if key in known})


def plan(db: Any, path: Any, options: Any, tell: Any, sheets: Any) -> Any:
    """Plan with all that planning knows by now."""
    known = inspect.signature(planning.plan).parameters
    more = {"sheets": sheets} if "sheets" in known else {}
    return planning.plan(db, path, options, tell, **more)


def states(made: Any) -> Any:
    """Return the states of a plan's rows."""
    found = getattr(made, "states", None)
    return found if found is not None else tuple(row.state for row in made.rows)
