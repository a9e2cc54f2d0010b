"""The project file: made, opened, refused, upgraded and closed."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from renewtrack.store import (
    actions,
    audits,
    connecting,
    damage,
    digests,
    holding,
    inspecting,
    leftovers,
    medium,
    migrations,
    reading_only,
    refusing,
    replacing,
    sorting,
    strays,
    upgrading,
)
from renewtrack.store.connecting import connect
from renewtrack.store.holding import Hold, InUse, StaleElsewhere
from renewtrack.store.leases import Holder
from renewtrack.store.reading_only import ReadOnly
from renewtrack.store.refusing import (
    CannotWrite,
    DamagedFile,
    DiskFull,
    FileBusy,
    FileExists,
    FileMissing,
    NewerFile,
    NotOurs,
    OlderFile,
)
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

    from renewtrack.store.damage import Damage
    from renewtrack.store.roles import Identity

__all__ = [
    "CannotWrite",
    "DamagedFile",
    "DiskFull",
    "FileBusy",
    "FileExists",
    "FileMissing",
    "InUse",
    "NewerFile",
    "NotOurs",
    "OlderFile",
    "ProjectFile",
    "StaleElsewhere",
    "connect",
    "create",
    "open_file",
]

_APPLICATION_ID = 0x47504B47  # "GPKG"
_USER_VERSION = 10400  # GeoPackage 1.4
TAKEN_OVER = Words("接管 {who} 在“{host}”上的占用", 'taken over from {who} on "{host}"')


@dataclass(frozen=True, slots=True)
class ProjectFile:
    """An open project file and what it says of itself; actions on a readonly one are refused."""

    path: Path
    db: Database
    district: str
    schema_version: int
    demo: bool
    readonly: bool = False
    why: ReadOnly | None = None  # why it is readonly, for the banner
    hold: Hold | None = None  # that nobody else writes to it; None where it is readonly
    notices: tuple[Words, ...] = ()  # what the person is told once, after opening
    damage: Damage | None = None  # of a damaged file, opened on purpose
    _seen: tuple[int, int] = field(default=(0, 0), repr=False)

    def connect(self, readonly: bool = False, identity: Identity | None = None) -> Database:
        """Return a further connection, for one thread; it may no more than the file itself."""
        if self.damage is not None:
            return damage.connected(self.path, self.damage, identity)
        return connect(self.path, readonly or self.readonly, identity)

    def close(self) -> None:
        """Close the connection of the thread that opened the file, and let others write to it.

        Where something was written, the bytes that are left behind are noted for the next check.
        """
        try:
            written = _changes(self.db) != self._seen
        except sqlite3.Error:  # closed already, or others hold it
            written = False
        self.db.conn.close()
        if self.hold is None:
            return
        if written and self.hold.last and not connecting.open_on(self.path):
            digests.note(self.path)
        self.hold.release()


def create(path: Path, district: str, code: str = "", demo: bool = False) -> ProjectFile:
    """Make a project file for a district and open it.

    Raises FileExists, DiskFull, CannotWrite. The final name holds a complete file or nothing;
    a journal that an earlier file of that name left is set aside.
    """
    path = Path(path)
    if path.exists():
        raise FileExists(path=path)
    part = path.with_name(path.name + ".part")
    try:
        leftovers.clear(part)
        try:
            with closing(connecting.raw(part, "rwc")) as conn:
                fill_new(
                    conn, {"district_name": district, "district_code": code, "demo": str(+demo)}
                )
            leftovers.set_aside(path)
            digests.forget(path)  # of an earlier file of that name
            replacing.replace(part, path)
        finally:
            leftovers.drop(part)
        replacing.sync(path.parent)
    except (OSError, sqlite3.OperationalError) as failed:
        told = refusing.told(path, failed) or CannotWrite(path=path, what=failed)
        raise told from failed
    return open_file(path)


def open_file(  # noqa: PLR0913 - each says by its name what is asked for
    path: Path,
    *,
    who: str = "",
    hold: bool = True,
    readonly: bool = False,
    take_over: bool = False,
    damaged: bool = False,
) -> ProjectFile:
    """Open a project file, bringing an older one to the present schema first.

    Who opens it for changes holds it until it is closed; ``take_over`` follows a holder that
    cannot be asked, and is recorded. On a network place or a medium that cannot be written, and
    with ``readonly``, it is opened for reading; ``damaged`` shows what can still be read. Raises
    FileMissing, NotOurs, NewerFile, OlderFile, DamagedFile, FileBusy, InUse, StaleElsewhere,
    DiskFull, CannotWrite, BackupUnderWay; a refused file keeps its bytes.
    """
    path = connecting.followed(Path(path))
    if damaged:
        return _damaged(path)
    if not path.is_file():
        inspecting.schema_version(path)  # says what is wrong with it
    why = _reason(path, readonly)
    opening = _Opening(path, who, why)
    with refusing.in_words(path):
        if why is None and hold:
            opening.hold = _held(path, who, take_over)
        try:
            return opening.finish()
        except BaseException:
            if opening.hold is not None:
                opening.hold.release()
            raise


def _held(path: Path, who: str, take_over: bool) -> Hold:
    try:
        return holding.take(path, who, take_over)
    except OSError as failed:
        raise refusing.of_disk(path, failed) from failed


def _reason(path: Path, asked: bool) -> ReadOnly | None:
    """Return why the file is opened for reading only; None where it takes changes."""
    place = medium.of(path)
    if place.network:
        return reading_only.because("network", name=path.name, what=place.words)
    if place.readonly or not connecting.writable(path):
        return reading_only.because("medium", name=path.name)
    if path.is_file() and path.stat().st_nlink > 1:
        return reading_only.because("linked", name=path.name)
    if not asked:
        return None
    other = None if holding.held_here(path) else holding.holder(path)
    if other is not None:
        return reading_only.because("in_use", name=path.name, **other.told())
    return reading_only.because("asked", name=path.name)


def _damaged(path: Path) -> ProjectFile:
    looked = damage.opened(path)
    return _described(
        path,
        looked.db,
        why=reading_only.because("damaged", name=path.name),
        damage=looked.damage,
    )


@dataclass(slots=True)
class _Opening:
    """A file on its way from its name to an open project file."""

    path: Path
    who: str
    why: ReadOnly | None
    hold: Hold | None = None

    def finish(self) -> ProjectFile:
        """Look at what lies there, connect, and bring it to the present schema."""
        notices: tuple[Words, ...] = ()
        if not connecting.open_on(self.path):
            notices = strays.look(self.path, ours=self.hold is not None)
        self._refuse_newer(self._found())
        conn = connecting.raw_readonly(self.path) if self.why else connecting.raw(self.path, "rw")
        try:
            db = self._read_only(conn) if self.why else self._for_changes(conn)
            return _described(self.path, db, why=self.why, hold=self.hold, notices=notices)
        except BaseException:
            conn.close()
            raise

    def _found(self) -> int:
        """Return the schema version; where others write to the file it is read under lock later."""
        if self.hold is None and holding.holder(self.path) is not None:
            return 0
        return inspecting.schema_version(self.path)

    def _refuse_newer(self, found: int) -> None:
        if found > migrations.SCHEMA_VERSION:
            raise NewerFile(path=self.path, theirs=found, ours=migrations.SCHEMA_VERSION)

    def _for_changes(self, conn: sqlite3.Connection) -> Database:
        (mode,) = conn.execute("PRAGMA journal_mode = TRUNCATE").fetchone()
        if mode != "truncate":  # a WAL that another program still holds
            raise FileBusy(path=self.path)
        inspecting.check(self.path, conn)
        inspecting.check_texts(self.path, conn)  # again: a journal or WAL may have brought more
        found = inspecting.stated_version(self.path, conn)
        self._refuse_newer(found)
        if found < migrations.SCHEMA_VERSION:
            upgrading.upgrade(self.path, conn, found, self.who)
        db = connecting.wrapped(conn)
        if self.hold is not None and self.hold.taken_from is not None:
            _record_taking_over(db, self.who, self.hold.taken_from)
        if sorting.stale(db):
            _in_transaction(db, sorting.refresh)
        return db

    def _read_only(self, conn: sqlite3.Connection) -> Database:
        """Open without a write; rows that another program renamed keep their empty search text."""
        inspecting.check(self.path, conn)
        found = inspecting.stated_version(self.path, conn)
        self._refuse_newer(found)
        if found < migrations.SCHEMA_VERSION:
            raise OlderFile(path=self.path, theirs=found, ours=migrations.SCHEMA_VERSION)
        return connecting.sealed(conn)


def _record_taking_over(db: Database, who: str, other: Holder) -> None:
    with actions.act(db, "note", who, TAKEN_OVER.filled(**other.told())):
        audits.note(db, who, "take_over", **other.brief())


def _described(
    path: Path,
    db: Database,
    why: ReadOnly | None,
    **more: Any,
) -> ProjectFile:
    stated = dict(db.execute("SELECT key, value FROM renewtrack_meta").fetchall())
    return ProjectFile(
        path=path,
        db=connecting.admitted(db),
        district=stated.get("district_name") or "",
        schema_version=int(stated["schema_version"]),
        demo=stated.get("demo") == "1",
        readonly=why is not None,
        why=why,
        _seen=_changes(db),
        **more,
    )


def _changes(db: Database) -> tuple[int, int]:
    """Return what differs once this connection or any other has written to the file."""
    return db.conn.total_changes, int(db.execute("PRAGMA data_version").fetchone()[0])


def fill_new(conn: sqlite3.Connection, stated: dict[str, str]) -> None:
    """Make the tables of the present schema in an empty file, and state what it is."""
    conn.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
    conn.execute(f"PRAGMA user_version = {_USER_VERSION}")
    db = connecting.wrapped(conn)
    _in_transaction(db, upgrading.migrate)

    def state(db: Database) -> None:
        rows = {"format": "renewtrack", **stated}
        db.conn.executemany("INSERT INTO renewtrack_meta VALUES (?, ?)", list(rows.items()))
        db.execute(
            "INSERT INTO renewtrack_meta VALUES ('created_at', strftime('%Y-%m-%dT%H:%M:%SZ'))"
        )

    _in_transaction(db, state)


def _in_transaction(db: Database, change: Callable[[Database], None]) -> None:
    """Run the file's own upkeep, which is no action of a person, in one transaction."""
    db.execute("PRAGMA query_only = OFF")
    try:
        db.execute("BEGIN IMMEDIATE")
        change(db)
        db.execute("COMMIT")
    finally:
        db.rollback()
        db.execute("PRAGMA query_only = ON")
