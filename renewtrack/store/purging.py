"""Personal details of households purged: out of records, history and books, files and bytes."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from renewtrack.domain.many_persons import ManyPersons
from renewtrack.domain.masking import mask_text
from renewtrack.errors import UserError
from renewtrack.store import (
    accounts,
    actions,
    audits,
    contents,
    erased_copies,
    erasing,
    exports,
    people,
    proving,
    purge_scope,
    replacing,
    rows,
    thinning,
)
from renewtrack.store.purge_scope import Scope
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

EVENT = "purge"  # stored; never renamed
DETAIL = Words("：{count} 户住户", ": {count} households")
_STEPS = 5
_LONGEST_NAME = 12  # signs; longer is an office or a sentence
_OFFICES = ("局", "办", "委", "处", "科", "公司", "街道", "社区", "中心", "集团", "物业", "单位")

Progress = Callable[[float, float], object]


class NothingDue(UserError):
    """No household was named whose personal details shall go."""

    words = Words("没有选中要清除的住户。", "No household was chosen; nothing was purged.")


@dataclass(frozen=True, slots=True)
class Purged:
    """What went, which copies still hold it, and the line of the audit log that certifies it.

    ``namesakes`` counts names that stay elsewhere, since somebody who stays has the same.
    """

    certificate: int
    households: int
    rows: dict[str, int]
    files: int
    namesakes: int
    backups_holding: tuple[Path, ...]
    exports_since: tuple[exports.Export, ...] = ()  # that went out in full
    gone: ManyPersons = field(default=ManyPersons(), repr=False)  # never told, never logged


def purge(
    db: Database,
    household_ids: Sequence[int],
    who: str,
    reason: str,
    progress: Progress | None = None,
) -> Purged:
    """Take the personal details of households out of the file for good, all in one pass.

    Rooms, areas, answers, visits and votes stay. No undo brings anything back: the log is
    rewritten as if nothing had stood there. A name that somebody else in the file has as well
    goes from these households' own records, and stays elsewhere. Raises NothingDue, NotAllowed,
    ReasonNeeded, FileBusy, DiskFull, NotPacked, StillThere.
    """
    people.permit(db, people.MANAGER)
    if not reason.strip():
        raise erasing.ReasonNeeded
    if not household_ids:
        raise NothingDue
    tell = progress or (lambda *_: None)
    with actions.act(db, "erase", who, DETAIL.filled(count=len(household_ids))):
        going = _Going(db, household_ids)
        tell(1, _STEPS)
        unaccounted = _unaccounted(db)
        _quietly(db, lambda: _own_records(db, going))
        tell(2, _STEPS)
        _elsewhere(db, going)
        tell(3, _STEPS)
        certificate = _certify(db, who, reason, going, _baseline(db, unaccounted))
    erasing.pack(db)
    path = erasing.path_of(db)
    _delete(path, going.files)
    tell(4, _STEPS)
    if going.left:
        erasing.verify(db, going.left, going.written)
    holding = _holding(path, going.left, going.scope.contents)
    tell(5, _STEPS)
    given = tuple(exports.unmasked_since(db, ""))
    return replace(going.result(certificate, holding), exports_since=given, gone=going.left)


class _Going:
    """What is known of the households while they are purged."""

    def __init__(self, db: Database, household_ids: Sequence[int]) -> None:
        self.scope = purge_scope.of(db, household_ids)
        self.names = purge_scope.names(db, self.scope)
        self.phones = purge_scope.phones(db, self.scope)
        self.everyone = ManyPersons.of(self.names, self.phones)
        self.left = ManyPersons()  # who goes from everywhere: none of the names of who stays
        self.counts: Counter[str] = Counter()
        self.written: set[bytes] = set()
        self.files: list[str] = []

    def result(self, certificate: int, holding: tuple[Path, ...]) -> Purged:
        """Return what was done."""
        stayed = len(self.everyone.names - self.left.names)
        counts, homes = dict(self.counts), len(self.scope.households)
        return Purged(certificate, homes, counts, len(self.files), stayed, holding)


def _certify(db: Database, who: str, reason: str, going: _Going, baseline: dict[str, int]) -> int:
    audits.note(
        db,
        who,
        EVENT,
        reason=mask_text(going.left.redacted(reason.strip())),
        households=len(going.scope.households),
        files=len(going.files),
        tables=dict(going.counts),
        baseline=baseline,
    )
    return int(rows.value(db, "SELECT MAX(id) FROM audit_log"))


# -- the households' own records


def _quietly(db: Database, change: Callable[[], None]) -> None:
    """Change rows without a line of the log, which would keep the old words."""
    context = rows.fetch(db, "SELECT id, group_id, who FROM change_context")
    db.execute("DELETE FROM change_context")
    change()
    db.conn.executemany("INSERT INTO change_context VALUES (:id, :group_id, :who)", context)


def _own_records(db: Database, going: _Going) -> None:
    scope, counts = going.scope, going.counts
    for table, columns in purge_scope.EMPTIED.items():
        counts[table] += _empty(db, table, scope.ids[table], columns)
    for table, columns in purge_scope.REWORDED.items():
        counts[table] += _reword(db, table, scope.ids[table], columns, going.everyone)
    for table in purge_scope.GONE:
        counts[table] += _remove(db, table, scope.owners if table == "owner" else scope.ids[table])
        for book in ("change_log", "cell_source"):
            db.execute(
                f"""
                DELETE FROM {book} WHERE table_name = :table
                AND row_id IN (SELECT value FROM json_each(:ids))
                """,
                {"table": table, "ids": json.dumps(scope.ids[table])},
            )


def _empty(db: Database, table: str, ids: Sequence[int], columns: Sequence[str]) -> int:
    """Empty columns of rows, and their old values in the log and in what was imported."""
    marks = ", ".join(f'"{name}" = NULL' for name in columns)
    some = " OR ".join(f'"{name}" IS NOT NULL' for name in columns)
    cursor = db.execute(
        f'UPDATE "{table}" SET {marks} WHERE ({some}) AND id IN (SELECT value FROM json_each(:i))',
        {"i": json.dumps(list(ids))},
    )
    _forget(db, table, ids, columns)
    return cursor.rowcount


def _forget(db: Database, table: str, ids: Sequence[int], columns: Sequence[str]) -> None:
    """Take old values out of the log and the imported cells."""
    given = {"table": table, "ids": json.dumps(list(ids)), "columns": json.dumps(list(columns))}
    mine = "table_name = :table AND row_id IN (SELECT value FROM json_each(:ids))"
    named = f"{mine} AND column_name IN (SELECT value FROM json_each(:columns))"
    clear = "UPDATE change_log SET old = NULL, new = NULL"
    db.execute(f"{clear} WHERE op = 'update' AND {named}", given)
    put = ", ".join(f"'$.{each}', NULL" for each in columns)
    db.execute(
        f"UPDATE change_log SET old = json_set(old, {put}) WHERE op = 'delete' AND {mine}", given
    )
    db.execute(f"UPDATE cell_source SET raw = NULL WHERE {named}", given)


def _reword(
    db: Database, table: str, ids: Sequence[int], columns: Sequence[str], gone: ManyPersons
) -> int:
    """Take the persons and every telephone out of free texts, of the log and of imported cells."""
    given = {"table": table, "ids": json.dumps(list(ids)), "columns": json.dumps(list(columns))}
    listed = ", ".join(f'"{name}"' for name in columns)
    found = db.conn.execute(
        f'SELECT {listed}, id FROM "{table}" WHERE id IN (SELECT value FROM json_each(:ids))',
        {"ids": given["ids"]},
    )
    count = _rewrite(db, table, columns, found.fetchall(), lambda value: _clean(value, gone))
    _reword_books(db, given, columns, gone)
    return count


def _reword_books(
    db: Database, given: dict[str, str], columns: Sequence[str], gone: ManyPersons
) -> None:
    mine = "table_name = :table AND row_id IN (SELECT value FROM json_each(:ids))"
    named = f"{mine} AND column_name IN (SELECT value FROM json_each(:columns))"
    deleted = "table_name = ? AND row_id IN (SELECT value FROM json_each(?))"
    told = f"SELECT old, new, id FROM change_log WHERE op = 'update' AND {named}"
    lines = db.conn.execute(told, given).fetchall()
    _rewrite(db, "change_log", ("old", "new"), lines, lambda value: _clean(value, gone))
    for name in columns:  # of rows that were deleted
        path = f"$.{name}"
        told = f"SELECT json_extract(old, ?), id FROM change_log WHERE op = 'delete' AND {deleted}"
        lines = db.conn.execute(told, (path, given["table"], given["ids"])).fetchall()
        changed = [(path, _clean(value, gone), line) for value, line in lines if value]
        db.conn.executemany("UPDATE change_log SET old = json_set(old, ?, ?) WHERE id = ?", changed)
    lines = db.conn.execute(f"SELECT raw, id FROM cell_source WHERE {named}", given).fetchall()
    _rewrite(db, "cell_source", ("raw",), lines, lambda value: _clean(value, gone))


def _rewrite(
    db: Database,
    table: str,
    columns: Sequence[str],
    found: Iterable[tuple[Any, ...]],
    clean: Callable[[Any], Any],
) -> int:
    """Write the clean values of rows, each given with its id last; return how many changed."""
    marks = ", ".join(f'"{name}" = ?' for name in columns)
    rewritten = [(*map(clean, row[:-1]), row[-1]) for row in found]
    changed = [new for new, old in zip(rewritten, found, strict=True) if new != tuple(old)]
    db.conn.executemany(f'UPDATE "{table}" SET {marks} WHERE id = ?', changed)
    return len(changed)


def _clean(value: Any, gone: ManyPersons) -> Any:
    return mask_text(gone.redacted(value)) if isinstance(value, str) else value


def _remove(db: Database, table: str, ids: Sequence[int]) -> int:
    return db.execute(
        f'DELETE FROM "{table}" WHERE id IN (SELECT value FROM json_each(:ids))',
        {"ids": json.dumps(list(ids))},
    ).rowcount


# -- everywhere else


def _elsewhere(db: Database, going: _Going) -> None:
    """Take out of every other table who has gone from the fields of persons, and find the files."""
    going.left = _left(db, going.names, going.phones)
    for each in erasing.redact(db, going.left, going.written):
        going.counts[each.table] += each.count
    going.counts = +going.counts  # without tables in which nothing was found
    going.files = _unnamed(db, going.scope)


def _left(db: Database, names: Iterable[str], phones: Iterable[str]) -> ManyPersons:
    """Return who goes from everywhere: names and telephones that nobody has who stays."""
    taken = {*exports.names(db.conn), *rows.column(db, "SELECT name FROM person")}
    stay = ManyPersons.of(purge_scope.parts(taken), _phones(db))
    gone = ManyPersons.of(filter(_is_name, names), phones)
    places = rows.column(
        db,
        """
        SELECT name FROM estate UNION SELECT name FROM area
        UNION SELECT name FROM project WHERE name IS NOT NULL
        """,
    )
    spare = frozenset((*stay.names, *places))
    return ManyPersons(gone.names - stay.names, gone.phones - stay.phones, spare)


def _is_name(words: str) -> bool:
    letters = any(map(str.isalpha, words)) and not any(map(str.isdigit, words))
    return letters and len(words) <= _LONGEST_NAME and not words.endswith(_OFFICES)


def _phones(db: Database) -> list[str]:
    return rows.column(
        db,
        """
        SELECT phone FROM household WHERE phone IS NOT NULL
        UNION SELECT phone FROM owner WHERE phone IS NOT NULL
        UNION SELECT phone FROM crew WHERE phone IS NOT NULL
        UNION SELECT phone FROM project WHERE phone IS NOT NULL
        """,
    )


def _unnamed(db: Database, scope: Scope) -> list[str]:
    """Return the contents that no attachment names any more, nor the history of another one."""
    named = {*rows.column(db, "SELECT DISTINCT sha256 FROM attachment")} | {
        *rows.column(
            db,
            """
            SELECT json_extract(old, '$.sha256') FROM change_log
            WHERE table_name = 'attachment' AND op = 'delete'
            """,
        )
    }
    return sorted(scope.contents - named)


def _delete(path: Path, files: Iterable[str]) -> None:
    """Overwrite and delete contents; overwriting is no promise, a disk may keep old blocks."""
    for sha256 in files:
        place = contents.place(path, sha256)
        if place.is_file():
            erased_copies.overwrite(place)
            place.unlink()
            replacing.sync(place.parent)


def _unaccounted(db: Database) -> dict[str, int]:
    """Return by table how many rows stand without an entry of the log."""
    there, logged = accounts.rows_there(db.conn), accounts.rows_logged(db.conn)
    return {table: there[table] - logged[table] for table in purge_scope.GONE}


def _baseline(db: Database, before: dict[str, int]) -> dict[str, int]:
    """Return the rows without an entry of their own, now that entries have gone with rows."""
    known, now = thinning.baseline(db), _unaccounted(db)
    return known | {table: known.get(table, 0) + now[table] - before[table] for table in now}


def _holding(path: Path, left: ManyPersons, pictures: set[str]) -> tuple[Path, ...]:
    """Return the copies and backups that still hold one of the persons or of the pictures."""
    found = {*erased_copies.holding(path, left)} if left else set[Path]()
    for place in erased_copies.places(path):
        for each in proving.in_folder(place):
            if pictures & {kept.sha256 for kept in each.manifest.attachments}:
                found.add(each.path)
    return tuple(sorted(found))
