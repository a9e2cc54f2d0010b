"""What must stand before a stage may begin, and what of it a record lacks.

The gates are practice, not law: ``resources/codes/gates.toml`` is the office's to change. A lack
never forbids a move: it asks for a reason, which is kept with the move.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cache

from renewtrack.domain import codes, lifecycle, tables
from renewtrack.words import Words

PAPER = "paper:"


@cache
def needs() -> dict[str, tuple[str, ...]]:
    """Return the keys of what each stage needs, by stage."""
    return {row["stage"]: tuple(row["needs"]) for row in tables.document("gates")["gate"]}


def words_of(need: str) -> Words:
    """Return what a need is called; its key where no table knows it."""
    table, key = ("papers", need.removeprefix(PAPER)) if need.startswith(PAPER) else ("gates", need)
    entry = codes.code(table, key)
    return entry.words if entry else Words(need, need)


def needed(start: str | None, to: str) -> tuple[str, ...]:
    """Return what a move needs: that of its stage and of every stage that it passes over.

    A move to a side state or back to an earlier stage needs nothing. What stood before the
    present stage is taken to stand: it is not asked for again. The dates that the stage itself
    tells are not asked for; those of stages passed over are, as the move cannot know them.
    """
    if lifecycle.is_held(to):
        return ()
    since = "" if start is None or lifecycle.is_held(start) else start
    passed = [stage for stage in sorted(needs()) if since < stage <= to]
    told = {f"date:{column}" for column in lifecycle.TOLD_BY.get(to, ())}
    found = (need for stage in passed for need in needs()[stage] if need not in told)
    return tuple(dict.fromkeys(found))


def lacking(start: str | None, to: str, have: Collection[str]) -> tuple[str, ...]:
    """Return the needs of a move that do not stand; ``have`` are those that do."""
    return tuple(need for need in needed(start, to) if need not in have)


def listed(lacks: Collection[str]) -> Words:
    """Return some needs as one phrase."""
    said = [words_of(need) for need in lacks]
    return Words("、".join(each.zh for each in said), ", ".join(each.en for each in said))
