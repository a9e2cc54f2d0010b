"""The plans of the file, from the strategic to the yearly, with their targets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renewtrack.store import belonging, rows

if TYPE_CHECKING:
    from sqlite_utils import Database

LEVELS = ("strategic", "special", "area", "yearly")


def tree(db: Database) -> list[rows.Row]:
    """Return every plan after the one it belongs to, with its ``depth`` in the tree."""
    return rows.fetch(
        db,
        """
        WITH RECURSIVE down(id, depth, way) AS (
            SELECT id, 0, printf('%08d', id) FROM plan WHERE parent_id IS NULL
            UNION ALL SELECT plan.id, depth + 1, way || printf('/%08d', plan.id)
            FROM plan JOIN down ON plan.parent_id = down.id WHERE depth < 20
        )
        SELECT plan.*, depth, (SELECT COUNT(*) FROM target WHERE plan_id = plan.id) AS targets
        FROM down JOIN plan ON plan.id = down.id ORDER BY way
        """,
    )


def add(db: Database, **values: object) -> int:
    """Add a plan and return its id."""
    return rows.add(db, "plan", values)


def change(db: Database, plan_id: int, values: dict[str, object]) -> None:
    """Write columns of a plan."""
    rows.change(db, "plan", plan_id, values)


def remove(db: Database, plan_id: int) -> None:
    """Delete a plan with its targets; plans below and projects stay, without it."""
    belonging.remove(db, "plan", plan_id)


def below(db: Database, plan_id: int) -> set[int]:
    """Return a plan and all plans below it, none of which it may belong to."""
    found = rows.column(
        db,
        """
        WITH RECURSIVE down(id) AS (
            SELECT :id UNION SELECT plan.id FROM plan JOIN down ON plan.parent_id = down.id
        )
        SELECT id FROM down
        """,
        {"id": plan_id},
    )
    return set(found)
