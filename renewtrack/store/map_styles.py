"""The themes of the map that people of the office made for themselves."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from renewtrack.errors import UserError
from renewtrack.store import rows
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database


class StyleNameTaken(UserError):
    """Two themes may not have one name."""

    words = Words(
        "已有名为“{name}”的专题，没有保存。请换一个名称。",
        "There is a theme called “{name}” already; nothing was saved. Choose another name.",
    )


@dataclass(frozen=True, slots=True)
class MapStyle:
    """One theme of the office's own; ``settings`` is whatever stood there, {} if unreadable."""

    id: int
    uid: str
    name: str
    settings: Mapping[str, Any]


def all(db: Database) -> list[MapStyle]:  # noqa: A001 - reads as map_styles.all(db)
    """Return the themes in the order of their names."""
    found = rows.fetch(db, "SELECT id, uid, name, settings FROM map_style ORDER BY name, id")
    return [
        MapStyle(
            row["id"],
            str(row["uid"] or row["id"]),
            str(row["name"] or ""),
            _read(row["settings"]),
        )
        for row in found
    ]


def save(
    db: Database, name: str, settings: Mapping[str, object], style_id: int | None = None
) -> int:
    """Add a theme or change it, and return its id.

    Raises StyleNameTaken, RuntimeError outside an action.
    """
    values = {"name": name, "settings": json.dumps(settings, ensure_ascii=False)}
    try:
        if style_id is None:
            return rows.add(db, "map_style", values)
        rows.change(db, "map_style", style_id, values)
    except sqlite3.IntegrityError as failed:
        raise StyleNameTaken(name=name) from failed
    return style_id


def remove(db: Database, style_id: int) -> None:
    """Delete a theme."""
    rows.remove(db, "map_style", style_id)


def _read(stored: object) -> Mapping[str, Any]:
    try:
        found = json.loads(str(stored))
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
