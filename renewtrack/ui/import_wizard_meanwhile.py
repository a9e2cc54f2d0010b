"""The questions of a plan; nothing while the module that asks them is missing."""

from __future__ import annotations

import importlib
from typing import Any


def _optional(name: str) -> Any:
    try:
        return importlib.import_module(f"renewtrack.intake.{name}")
    except ImportError:
        return None


questions = _optional("questions")
