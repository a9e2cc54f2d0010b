"""What must stand before a step of a lift retrofit may begin; practice, edited by the office."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cache

from renewtrack.domain import codes, tables
from renewtrack.words import Words


@cache
def needs() -> dict[str, tuple[str, ...]]:
    """Return the keys of what each step needs, by step."""
    return {row["step"]: tuple(row["needs"]) for row in tables.document("lift_gates")["gate"]}


def steps() -> tuple[str, ...]:
    """Return the steps of the journey in their order, without the side states."""
    return tuple(code.key for code in codes.table("lift_steps") if code.key.startswith("E"))


def lacking(start: str | None, to: str, have: Collection[str]) -> tuple[str, ...]:
    """Return the needs that lack for a move: those of its step and of every step it passes over.

    A move back or to a side state (X1, X2) lacks nothing.
    """
    if not to.startswith("E"):
        return ()
    since = start if start is not None and start.startswith("E") else ""
    passed = [step for step in steps() if since < step <= to]
    found = (need for step in passed for need in needs().get(step, ()))
    return tuple(dict.fromkeys(need for need in found if need not in have))


def listed(needs: Iterable[str]) -> Words:
    """Return some needs as one phrase."""
    said = [words_of(need) for need in needs]
    return Words("、".join(each.zh for each in said), ", ".join(each.en for each in said))


def words_of(need: str) -> Words:
    """Return what a need is called."""
    table, key = ("papers", need[6:]) if need.startswith("paper:") else ("lift_gates", need)
    entry = codes.code(table, key)
    return entry.words if entry else Words(need, need)
