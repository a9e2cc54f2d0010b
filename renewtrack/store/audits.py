"""Lines of the audit log: what was done to the file as a whole, by whom, never taken back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


def note(db: Database, who: str, event: str, **detail: object) -> None:
    """Add a line inside the action under way; ``event`` is a key that is never renamed."""
    db.conn.execute(
        """
        INSERT INTO audit_log (at, who, event, detail)
        VALUES (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), :who, :event, :detail)
        """,
        {"who": who, "event": event, "detail": json.dumps(detail, ensure_ascii=False)},
    )
