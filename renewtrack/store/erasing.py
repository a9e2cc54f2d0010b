"""A person taken out of the file: out of records, history and books, and out of its bytes."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from renewtrack.domain.masking import ERASED
from renewtrack.domain.persons import Person, Sought, encoded
from renewtrack.errors import UserError
from renewtrack.store import actions, audits, erased_copies, exports, people, refusing, rows, traces
from renewtrack.store.traces import Sample, Trace, find, samples
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

__all__ = [
    "Erased",
    "Person",
    "Sample",
    "Trace",
    "erase",
    "find",
    "pack",
    "redact",
    "samples",
    "verify",
]

_DROPPED = ("draft",)  # lines that are worth nothing without the person


class StillSignsIn(UserError):
    """The person is one of those who work in the file."""

    words = Words(
        "这个姓名是本文件的登录人员，没有清除任何内容。请先在“人员”里移除此人，再清除。",
        "Somebody of this name signs in to this file; nothing was erased. Remove that person under "
        "“People” first.",
    )


class ReasonNeeded(UserError):
    """A person was to be erased without a reason."""

    words = Words(
        "清除个人信息必须写明理由，没有清除任何内容。",
        "A person is erased for a stated reason only; nothing was erased.",
    )


class NotPacked(UserError):
    """The records are clean, but old pages of the file could not be written anew."""

    words = Words(
        "记录里已经清除，但文件还没有重新整理，旧的内容可能仍在文件的空白处。"
        "请关闭正在使用这个文件的其他程序，然后再做一次“清除个人信息”。",
        "The records are clean, but the file could not be packed, so old content may still stand "
        "in its free space. Close other programs that use the file, then erase once more.",
    )


class StillThere(UserError):
    """The bytes of the file, or of a file beside it, still hold the person."""

    words = Words(
        "记录里已经清除，但 {where} 里仍能找到此人。请保留这个提示，并请维护人员检查该文件。",
        "The records are clean, but {where} still holds the person. Keep this message and ask the "
        "maintainers to look at that file.",
    )


@dataclass(frozen=True, slots=True)
class Erased:
    """What was taken out, which other files still hold the person, what went out in clear."""

    counts: tuple[Trace, ...]
    backups_holding: tuple[Path, ...]
    exports_since: tuple[exports.Export, ...]


def erase(db: Database, person: Person, who: str, reason: str) -> Erased:
    """Take a person out of every table in one action, pack the file, and look at its bytes.

    The change log is rewritten as if the mark ``ERASED`` had always stood there, so no undo and
    no redo brings the person back; the audit log tells who erased how many rows and why. What
    cannot be promised: blocks of the disk that the system has not overwritten, copies, backups
    and exports that have left this folder. Raises TooLittle, ReasonNeeded, StillSignsIn,
    NotAllowed, FileBusy, DiskFull, NotPacked, StillThere.
    """
    _refuse(db, person, reason)
    since = _first_seen(db, person)
    written = set(person.needles())
    with actions.act(db, "erase", person.redacted(who)):
        counts = tuple(redact(db, person, written))
        _audit(db, person, who, reason, counts)
    pack(db)
    verify(db, person, written)
    holding = erased_copies.holding(path_of(db), person)
    return Erased(counts, holding, tuple(exports.unmasked_since(db, since)))


def path_of(db: Database) -> Path:
    return Path(rows.value(db, "SELECT file FROM pragma_database_list WHERE name = 'main'"))


def _refuse(db: Database, person: Person, reason: str) -> None:
    person.require()
    people.permit(db, people.MANAGER)
    if not reason.strip():
        raise ReasonNeeded
    if any(map(person.in_, rows.column(db, "SELECT name FROM person WHERE active"))):
        raise StillSignsIn


def redact(db: Database, person: Sought, written: set[bytes]) -> Iterator[Trace]:
    """Rewrite every row that holds the person; ``written`` collects how it was written.

    The triggers of the log write one line for each row of ``change_context``: while it is empty
    they write none, so the log gets no line with the old words.
    """
    context = rows.fetch(db, "SELECT id, group_id, who FROM change_context")
    db.execute("DELETE FROM change_context")
    touched: list[str] = []
    for table in traces.tables(db):
        count = 0
        for number, values in list(traces.hits(db, table, person)):
            count += 1
            for value in values.values():
                for words in person.written(str(value)):
                    written.update(encoded(words))
            if table in _DROPPED:
                db.execute(f'DELETE FROM "{table}" WHERE rowid = ?', (number,))
            else:
                _rewrite(
                    db, table, number, {k: traces.redacted(person, v) for k, v in values.items()}
                )
        if count:
            touched.append(table)
            yield Trace(table, count)
    db.execute(
        """
        UPDATE gpkg_contents SET last_change = strftime('%Y-%m-%dT%H:%M:%fZ', 'now')
        WHERE table_name IN (SELECT value FROM json_each(:touched))
        """,
        {"touched": json.dumps(touched)},
    )
    db.conn.executemany("INSERT INTO change_context VALUES (:id, :group_id, :who)", context)


def _rewrite(db: Database, table: str, number: int, values: dict[str, Any]) -> None:
    """Write a row anew; search text and sort key are made again from its clean name."""
    for derived in {"search", "sort"} & {*rows.columns(db, table)}:
        values[derived] = None
    marks = ", ".join(f'"{name}" = :{name}' for name in values)
    query = f'UPDATE "{table}" SET {marks} WHERE rowid = :rowid'
    try:
        db.conn.execute(query, {**values, "rowid": number})
    except sqlite3.IntegrityError:  # the clean name is taken: two rows were told apart by it
        named = {k: f"{v} {number}" if v and ERASED in str(v) else v for k, v in values.items()}
        db.conn.execute(query, {**named, "rowid": number})


def _audit(db: Database, person: Person, who: str, reason: str, counts: tuple[Trace, ...]) -> None:
    tables = {trace.table: trace.count for trace in counts}
    audits.note(db, person.redacted(who), "erase", reason=person.redacted(reason), tables=tables)


def _first_seen(db: Database, person: Person) -> str:
    """Return when the person came into the file, as far as the log knows; "" is the beginning."""
    live = {number for number, _ in traces.hits(db, "change_log", person)}
    cells = {number for number, _ in traces.hits(db, "cell_source", person)}
    times = rows.column(
        db,
        """
        SELECT MIN(at) FROM change_log WHERE id IN (SELECT value FROM json_each(:lines))
        UNION ALL
        SELECT MIN(imported_at) FROM import_batch WHERE id IN (
            SELECT batch_id FROM cell_source WHERE id IN (SELECT value FROM json_each(:cells)))
        """,
        {"lines": json.dumps([*live]), "cells": json.dumps([*cells])},
    )
    return min((at for at in times if at), default="")


def pack(db: Database) -> None:
    """Write the whole file anew, so that no free page keeps what was there; raises NotPacked."""
    db.execute("PRAGMA query_only = OFF")
    try:
        db.execute("PRAGMA temp_store = MEMORY")  # no copy of the rows in a temporary file
        db.execute("PRAGMA secure_delete = ON")
        db.execute("VACUUM")
    except sqlite3.OperationalError as refused:
        if refusing.told("", refused) is None:  # to ask for the path may fail as well
            raise
        raise NotPacked from refused
    finally:
        db.execute("PRAGMA query_only = ON")


def verify(db: Database, person: Sought, written: set[bytes]) -> None:
    """Raise StillThere where rows or bytes still hold the person.

    A run of few bytes stands in shapes and hashes by chance: of such the cells alone are judged,
    which ``find`` reads.
    """
    if left := find(db, person):
        raise StillThere(where=left[0].table)
    path = path_of(db)
    certain = erased_copies.certain(written)
    # Through the connection: opening and closing the file itself would drop SQLite's locks.
    if erased_copies.in_bytes(db.conn.serialize(), certain, person):
        raise StillThere(where=path)
    for side in erased_copies.sides(path):
        if erased_copies.in_bytes(side.read_bytes(), certain, person):
            raise StillThere(where=side)
