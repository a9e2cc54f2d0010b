"""The project file: made, opened, refused, upgraded and closed."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from renewtrack.store import (
    connecting,
    digests,
    inspecting,
    leftovers,
    migrations,
    reading_only,
    refusing,
    replacing,
    sorting,
)
from renewtrack.store.connecting import connect
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
)
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

    from renewtrack.store.damage import Damage

__all__ = [
    "CannotWrite",
    "DamagedFile",
    "DiskFull",
    "FileBusy",
    "FileExists",
    "FileMissing",
    "NewerFile",
    "NotOurs",
    "ProjectFile",
    "connect",
    "create",
    "open_file",
]

_APPLICATION_ID = 0x47504B47  # "GPKG"
_USER_VERSION = 10400  # GeoPackage 1.4


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
    hold: object | None = None  # that nobody else writes to it; None where it is readonly
    notices: tuple[Words, ...] = ()  # what the person is told once, after opening
    damage: Damage | None = None  # of a damaged file, opened on purpose

    def close(self) -> None:
        """Close the connection of the thread that opened the file, and let others write to it."""
        self.db.conn.close()


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

    A file on a medium that cannot be written is opened for reading. Raises FileMissing, NotOurs,
    NewerFile, DamagedFile, FileBusy, DiskFull, CannotWrite; a refused file keeps its bytes.
    """
    path = Path(path)
    if damaged:
        return _damaged(path)
    found = inspecting.schema_version(path)
    if found > migrations.SCHEMA_VERSION:
        raise NewerFile(path=path, theirs=found, ours=migrations.SCHEMA_VERSION)
    why = _reason(path, readonly)
    try:
        conn = connecting.raw_readonly(path) if why else connecting.raw(path, "rw")
        try:
            return _read_only(path, conn, found, why) if why else _opened(path, conn, found)
        except BaseException:
            conn.close()
            raise
    except (sqlite3.DatabaseError, UnicodeDecodeError) as failed:
        told = refusing.told(path, failed)
        if told is None and not isinstance(failed, sqlite3.OperationalError):
            raise
        # What SQLite cannot do with a sound file, such as finding a table, is the file's trouble.
        raise told or DamagedFile(path=path, what=failed) from failed


def _reason(path: Path, asked: bool) -> ReadOnly | None:
    """Return why the file is opened for reading only; None where it takes changes."""
    if not connecting.writable(path):
        return reading_only.because("medium", name=path.name)
    return reading_only.because("asked", name=path.name) if asked else None


def _damaged(path: Path) -> ProjectFile:
    from renewtrack.store import damage

    looked = damage.opened(path)
    return ProjectFile(
        path=path,
        db=connecting.admitted(looked.db),
        district=looked.stated.get("district_name") or "",
        schema_version=int(looked.stated["schema_version"]),
        demo=looked.stated.get("demo") == "1",
        readonly=True,
        why=reading_only.because("damaged", name=path.name),
        damage=looked.damage,
    )


def _opened(path: Path, conn: sqlite3.Connection, found: int) -> ProjectFile:
    (mode,) = conn.execute("PRAGMA journal_mode = TRUNCATE").fetchone()
    if mode != "truncate":  # a WAL that another program still holds
        raise FileBusy(path=path)
    inspecting.check(path, conn)
    inspecting.check_texts(path, conn)  # again: a journal or WAL may have brought other content
    found = inspecting.stated_version(path, conn)
    if found < migrations.SCHEMA_VERSION:
        _copy_aside(path, conn, found)
        _upgrade(conn)
    db = connecting.wrapped(conn)
    if sorting.stale(db):
        _in_transaction(db, sorting.refresh)
    return _described(path, db, None)


def _read_only(path: Path, conn: sqlite3.Connection, found: int, why: ReadOnly) -> ProjectFile:
    """Open without a write; rows that another program renamed keep their empty search text."""
    inspecting.check(path, conn)
    if found < migrations.SCHEMA_VERSION:
        raise CannotWrite(path=path, what=f"v{found} -> v{migrations.SCHEMA_VERSION}")
    return _described(path, connecting.sealed(conn), why)


def _described(path: Path, db: Database, why: ReadOnly | None) -> ProjectFile:
    stated = dict(db.execute("SELECT key, value FROM renewtrack_meta").fetchall())
    return ProjectFile(
        path=path,
        db=connecting.admitted(db),
        district=stated.get("district_name") or "",
        schema_version=int(stated["schema_version"]),
        demo=stated.get("demo") == "1",
        readonly=why is not None,
        why=why,
    )


def fill_new(conn: sqlite3.Connection, stated: dict[str, str]) -> None:
    """Make the tables of the present schema in an empty file, and state what it is."""
    conn.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
    conn.execute(f"PRAGMA user_version = {_USER_VERSION}")
    db = connecting.wrapped(conn)
    _in_transaction(db, _migrate)

    def state(db: Database) -> None:
        rows = {"format": "renewtrack", **stated}
        db.conn.executemany("INSERT INTO renewtrack_meta VALUES (?, ?)", list(rows.items()))
        db.execute(
            "INSERT INTO renewtrack_meta VALUES ('created_at', strftime('%Y-%m-%dT%H:%M:%SZ'))"
        )

    _in_transaction(db, state)


def _upgrade(conn: sqlite3.Connection) -> None:
    _in_transaction(connecting.wrapped(conn), _migrate)


def _migrate(db: Database) -> None:
    """Apply the pending steps; the caller's transaction makes them all stand or none."""
    migrations.steps().apply(db)
    db.execute(
        "INSERT OR REPLACE INTO renewtrack_meta VALUES ('schema_version', :version)",
        {"version": str(migrations.SCHEMA_VERSION)},
    )
    broken = db.execute("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise sqlite3.IntegrityError(f"rows without their parent after upgrading: {broken[:3]}")


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


def _copy_aside(path: Path, conn: sqlite3.Connection, version: int) -> None:
    """Keep a checked copy as ``NAME.before-vN`` before the file is brought to schema N."""
    copy = path.with_name(f"{path.name}.before-v{version + 1}")
    part = copy.with_name(copy.name + ".part")
    leftovers.clear(part)
    try:
        with closing(sqlite3.connect(part)) as target:
            conn.backup(target)
            if target.execute("PRAGMA quick_check").fetchone() != ("ok",):
                raise DamagedFile(path=path, what="copy")
        with part.open("rb+") as written:
            os.fsync(written.fileno())
        part.replace(copy)
    finally:
        leftovers.clear(part)
