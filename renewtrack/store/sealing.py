"""Seals over the books of the file: a chain of SHA-256 in which a changed or missing line shows.

What it proves: nobody altered a sealed line by another program and left the seals alone, and no
page of the books rotted. What it cannot prove: that nobody did so and reckoned every later seal
anew, or cut the youngest lines and seals off together. There is no secret in the file, so whoever
can write it and knows this module can make a chain that agrees. Only a seal that was noted
elsewhere, as in the manifest of a backup on another disk, speaks against them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from renewtrack.store import roles, rows
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

WHOLE = frozenset({"erase", "thin", "salvage"})  # they change old lines: all is sealed anew
_STEP = 1000  # lines hashed at a time; part of what a seal means, so it stays
_PLAIN = json.JSONEncoder(separators=(",", ":"), default=repr)


def _exact(column: str) -> str:
    """Return SQL for a value of any kind to the last bit, also of a text that is no UTF-8."""
    return f"typeof({column}), iif(typeof({column}) = 'real', {column}, hex({column}))"


# The column of the seal that says how far it reaches, the book, and the line as it is hashed.
# Left out is only what a later action writes into an old line: ``action_group.undone_by``.
_BOOKS = (
    (
        "change_id",
        "change_log",
        f"group_id, hex(who), hex(at), op, hex(table_name), row_id, hex(column_name),"
        f" {_exact('old')}, {_exact('new')}",
    ),
    (
        "group_id",
        "action_group",
        "hex(action), hex(label_zh), hex(label_en), hex(who), hex(at), batch_id, undoes",
    ),
    ("reveal_id", "reveal_log", "hex(at), hex(who), hex(reason), hex(what)"),
    (
        "export_id",
        "export_log",
        "hex(at), hex(who), hex(what), hex(file), rows, masked, hex(reason), hex(sha256)",
    ),
    ("audit_id", "audit_log", "hex(at), hex(who), hex(event), hex(detail)"),
)
_REACHES = ", ".join(reach for reach, _, _ in _BOOKS)
_BROKEN = Words(
    "历史对不上：第 {n} 次封存（{at}）里的记录后来被改动或删除（改动 {first}–{last}）",
    "The history does not agree: lines of seal {n} ({at}) were altered or removed afterwards "
    "(changes {first} to {last})",
)
_MISSING = Words("历史封存缺少第 {n} 次", "Seal {n} of the history is missing")


@dataclass(frozen=True, slots=True)
class Seal:
    """One link of the chain: how far it reaches in each book, and the hash of all of it."""

    id: int
    at: str  # UTC, ISO 8601
    why: str
    change_id: int
    group_id: int
    reveal_id: int
    export_id: int
    audit_id: int
    sha256: str

    @property
    def reach(self) -> dict[str, int]:
        """Return the last line of each book that this seal covers."""
        return {reach: getattr(self, reach) for reach, _, _ in _BOOKS}


_NOTHING = Seal(0, "", "", 0, 0, 0, 0, 0, "")


def seal(db: Database, why: str) -> None:
    """Seal what the books hold since the last seal, inside the action under way.

    ``why`` of ``WHOLE`` seals every line anew, since old ones have changed on purpose. Whoever may
    not see the values of the log leaves its lines to the next one who may.
    """
    last = latest(db) or _NOTHING
    reach = {reach: _end(db, table, getattr(last, reach)) for reach, table, _ in _BOOKS}
    if not sees_all(db):
        reach["change_id"] = last.change_id
    if reach == last.reach and why not in WHOLE:
        return
    at = rows.value(db, "SELECT strftime('%Y-%m-%dT%H:%M:%fZ', 'now')")
    made = Seal(id=last.id + 1, at=at, why=why, **reach, sha256="")
    db.conn.execute(
        f"""
        INSERT INTO seal (id, at, why, {_REACHES}, sha256)
        VALUES (:id, :at, :why, :change_id, :group_id, :reveal_id, :export_id, :audit_id, :sha256)
        """,
        {"id": made.id, "at": at, "why": why, **reach, "sha256": _hash(db, made, last)},
    )


def latest(db: Database) -> Seal | None:
    """Return the youngest seal; None in a file without any."""
    return next(iter(_seals(db, "ORDER BY id DESC LIMIT 1")), None)


def findings(db: Database) -> Iterator[Words]:
    """Say where the chain breaks: missing seals, and lines that are not those that were sealed.

    Changes by other programs since the last seal are no break; the next action seals them. Whoever
    may not see the values of the log cannot reckon their hashes: nothing is found then, as in a
    file older than seals.
    """
    if not sees_all(db) or not rows.columns(db, "seal"):
        return
    start = rows.value(
        db,
        "SELECT MAX(id) FROM seal WHERE why IN (SELECT value FROM json_each(?))",
        (json.dumps(sorted(WHOLE)),),
    )
    chain = _seals(db, "WHERE id >= ? ORDER BY id", ((start or 1) - 1,))
    before = chain.pop(0) if start and chain and chain[0].id < start else _NOTHING
    for each in chain:
        yield from (_MISSING.filled(n=gap) for gap in range(before.id + 1, each.id))
        if _hash(db, each, before) != each.sha256:
            first = 1 if each.why in WHOLE else before.change_id + 1
            yield _BROKEN.filled(n=each.id, at=each.at, first=first, last=each.change_id)
        before = each
    given = rows.value(db, "SELECT seq FROM sqlite_sequence WHERE name = 'seal'") or 0
    yield from (_MISSING.filled(n=gap) for gap in range(before.id + 1, given + 1))


def sees_all(db: Database) -> bool:
    """Tell whether this connection reads the values of the log, and not NULL in their place."""
    identity = getattr(db.conn, "identity", None)
    return identity is None or identity.role != roles.VIEWER


def _seals(db: Database, which: str, parameters: tuple[int, ...] = ()) -> list[Seal]:
    found = rows.fetch(db, f"SELECT id, at, why, {_REACHES}, sha256 FROM seal {which}", parameters)
    return [Seal(**row) for row in found]


def _end(db: Database, table: str, reached: int) -> int:
    return max(reached, rows.value(db, f"SELECT MAX(id) FROM {table}") or 0)


def _hash(db: Database, each: Seal, before: Seal) -> str:
    """Return the hash of one seal: of the one before it, of what it says, of its lines."""
    head = [before.sha256, each.id, each.at, each.why, *each.reach.values()]
    digest = hashlib.sha256(_PLAIN.encode(head).encode())
    for reach, table, line in _BOOKS:
        first = 0 if each.why in WHOLE else getattr(before, reach)
        last = getattr(each, reach)
        if first < last:
            for lines in _lines(db, table, line, first, last):
                digest.update(_PLAIN.encode(lines).encode())
    return digest.hexdigest()


def _lines(
    db: Database, table: str, line: str, first: int, last: int
) -> Iterator[list[tuple[Any, ...]]]:
    """Yield the lines of a book after ``first`` up to ``last``, some at a time."""
    cursor = db.conn.execute(
        f"SELECT id, {line} FROM {table} WHERE id > ? AND id <= ? ORDER BY id", (first, last)
    )
    while lines := cursor.fetchmany(_STEP):
        yield lines
