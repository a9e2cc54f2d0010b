"""The doings of the office that the bench interrupts, each with a careless twin as its control."""

from __future__ import annotations

import datetime as dt
import functools
import shutil
import socket
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from renewtrack.domain.persons import Person
from renewtrack.intake import planning, storing
from renewtrack.store import (
    actions,
    attachments,
    backups,
    connecting,
    contents,
    erasing,
    estates,
    fifth_schema,
    file,
    fourth_schema,
    history,
    migrations,
    projects,
    restoring,
    second_schema,
    seventh_schema,
    sixth_schema,
    thinning,
    third_schema,
    triggers,
)
from renewtrack.store.contents import Content
from tests.faults import clock, content, office
from tests.faults.office import NAME, WHO

if TYPE_CHECKING:
    from sqlite_utils import Database

    from renewtrack.intake.plans import Plan
    from renewtrack.store.file import ProjectFile

OLD_SCHEMA = Path(__file__).parent.parent / "store" / "released" / "schema-1.gpkg"
HEADINGS = "序号,街道,社区,小区名称,建成年份,户数,改造内容,计划开工时间,总投资(万元),备注"


@dataclass(frozen=True, slots=True)
class Flow:
    """One doing: what it starts from, the doing, what can be read afterwards."""

    key: str
    run: Callable[[Path], object]
    careless: Callable[[Path], object] | None  # the same done badly: the bench must find it
    lay: Callable[[Path], object] = office.lay
    state: Callable[[Path], str] = lambda folder: content.of_file(folder / NAME)
    # Refused and yet there is no harm where the person has the same with and without it.
    same_to_people: bool = False
    whole: bool = True  # one action, or nothing of it

    @staticmethod
    def copy(folder: Path, to: Path) -> None:
        """Put the folder's content in place of another's."""
        shutil.rmtree(to, ignore_errors=True)
        shutil.copytree(folder, to)


_HEARD, _SAYING = socket.socketpair()


def acknowledge() -> None:
    """Say that what was done is stored, as the window does by showing it."""
    _SAYING.send(b".")  # a call that no fault touches, and that a recording shows
    _HEARD.recv(1)


def _opened(folder: Path) -> closing[ProjectFile]:
    return closing(file.open_file(folder / NAME))


def _without_journal(project: ProjectFile) -> None:
    """Let SQLite keep what it needs to roll back in memory, where a kill takes it along."""
    project.db.conn.execute("PRAGMA journal_mode = MEMORY")


@functools.cache
def _plan(path: Path) -> Plan:
    """Read the sheet once for all runs: they start from the same file."""
    rows = [
        f"{number},上地街道,,清河{number}里小区,199{number % 10},{200 + number},屋面防水,2025.6,"
        f"{100 + number},虚构"
        for number in range(1, 25)
    ]
    sheet = path.with_name("台账.csv")
    sheet.write_text("\n".join([HEADINGS, *rows]), "utf-8")
    with closing(file.open_file(path)) as project:
        return planning.plan(project.db, sheet)


def _lay_sheet(folder: Path) -> None:
    _PLANS.append(_plan(office.lay(folder)))


_PLANS: list[Plan] = []


def _import(folder: Path) -> None:
    with _opened(folder) as project:
        storing.store(project.db, _PLANS[-1], WHO)


def _import_row_by_row(folder: Path) -> None:
    with _opened(folder) as project:
        for row in _PLANS[-1].rows:
            storing.store(project.db, replace(_PLANS[-1], rows=(row,)), WHO)


def _bulk_edit(folder: Path) -> None:
    with _opened(folder) as project, actions.act(project.db, "bulk_edit", WHO):
        for number in range(1, office.ESTATES + 1):
            estates.change(project.db, number, {"household_count": 7, "remark": "批量" * 200})


def _edit_one_by_one(folder: Path) -> None:
    with _opened(folder) as project:
        for number in range(1, office.ESTATES + 1):
            with actions.act(project.db, "bulk_edit", WHO):
                estates.change(project.db, number, {"household_count": 7, "remark": "批量" * 200})


def _lay_bulk(folder: Path) -> None:
    office.lay(folder)
    _bulk_edit(folder)


def _undo(folder: Path) -> None:
    with _opened(folder) as project:
        history.undo(project.db, WHO)


def _undo_without_journal(folder: Path) -> None:
    with _opened(folder) as project:
        _without_journal(project)
        history.undo(project.db, WHO)


def _delete(folder: Path) -> None:
    with _opened(folder) as project:
        project.db.conn.execute("PRAGMA cache_size = 8")  # pages go to the file before the commit
        with actions.act(project.db, "delete", WHO):
            for number in range(1, office.ESTATES):
                estates.remove(project.db, number)


def _delete_without_journal(folder: Path) -> None:
    with _opened(folder) as project:
        _without_journal(project)
        with actions.act(project.db, "delete", WHO):
            for number in range(1, office.ESTATES):
                estates.remove(project.db, number)


def _lay_old(folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    shutil.copyfile(OLD_SCHEMA, folder / NAME)


def _upgrade(folder: Path) -> None:
    with _opened(folder):
        pass


def _upgrade_by_script(folder: Path) -> None:
    """Migrate as a plain script does: every statement stands for itself."""
    with closing(connecting.raw(folder / NAME, "rw")) as conn:
        db = connecting.wrapped(conn)
        conn.execute("PRAGMA query_only = OFF")
        triggers.drop_all(db)
        conn.executescript(second_schema.TABLES)
        conn.executescript(third_schema.TABLES)
        for statement in fourth_schema.COLUMNS:
            conn.execute(statement)
        conn.executescript(fourth_schema.TABLES)
        for statement in fifth_schema.COLUMNS:
            conn.execute(statement)
        conn.executescript(fifth_schema.TABLES)
        conn.executescript(sixth_schema.TABLES)
        for statement in sixth_schema.COLUMNS:
            conn.execute(statement)
        conn.executescript(seventh_schema.TABLES)
        for statement in seventh_schema.COLUMNS:
            conn.execute(statement)
        triggers.create_all(db)
        conn.execute(
            "UPDATE renewtrack_meta SET value = ? WHERE key = 'schema_version'",
            (str(migrations.SCHEMA_VERSION),),
        )


def _state_of_old(folder: Path) -> str:
    """Return what another program finds and what ours makes of it: both old or both new."""
    with closing(sqlite3.connect(folder / NAME)) as conn:
        found = content.of_tables(conn)
        conn.rollback()
    return found + content.of_file(folder / NAME)


def _create(folder: Path) -> None:
    file.create(folder / "新区.gpkg", "新区").close()


def _create_in_place(folder: Path) -> None:
    shutil.copyfile(folder / NAME, folder / "新区.gpkg")


def _state_of_two(folder: Path) -> str:
    new = folder / "新区.gpkg"
    made = content.of_file(new) if new.exists() else "none"
    return content.of_file(folder / NAME) + made


def _lay_backup(folder: Path) -> None:
    path = office.lay(folder)
    backups.make(path, "manual", who=WHO)
    with _opened(folder) as project, actions.act(project.db, "edit", WHO):
        estates.change(project.db, 2, {"remark": "后来"})


def _back_up(folder: Path) -> None:
    backups.make(folder / NAME, "manual", who=WHO)


def _back_up_over_the_last(folder: Path) -> None:
    """Copy as a script of the office would: over the file of last time."""
    last = backups.all(folder / NAME)[-1].path
    whole = (folder / NAME).read_bytes()
    with last.open("wb", buffering=0) as over:
        for start in range(0, len(whole), 4096):
            over.write(whole[start : start + 4096])
    _back_up(folder)


def _state_of_backups(folder: Path) -> str:
    """Return which backups count and whether each is good; another one must come out as well."""
    found = [(each.manifest.sequence, backups.verify(each)) for each in backups.all(folder / NAME)]
    if any(broken for _, broken in found):
        return f"broken: {found}"
    more = backups.make(folder / NAME, "manual", who=WHO)
    assert not backups.verify(more)
    assert not list(more.path.parent.rglob("*.part"))
    return f"{len(found)} backups" + content.of_file(folder / NAME)


def _restore(folder: Path) -> None:
    restoring.restore(folder / NAME, backups.all(folder / NAME)[-1], WHO)


def _restore_in_place(folder: Path) -> None:
    """Write the backup's bytes over the file's."""
    new = backups.all(folder / NAME)[-1].path.read_bytes()
    with (folder / NAME).open("wb", buffering=0) as over:
        for start in range(0, len(new), 4096):
            over.write(new[start : start + 4096])


def _lay_killed(folder: Path) -> None:
    """Leave a file whose writer was killed: its journal must never get into the restored one."""
    _lay_backup(folder)
    path, killed = folder / NAME, folder / "killed"
    with _opened(folder) as project:
        conn = project.db.conn
        conn.execute("PRAGMA query_only = OFF")
        conn.execute("PRAGMA cache_size = 1")
        conn.execute("BEGIN IMMEDIATE")
        conn.execute("UPDATE estate SET remark = hex(randomblob(4000))")
        killed.mkdir()
        for each in (path, path.with_name(NAME + "-journal")):
            shutil.copyfile(each, killed / each.name)
        conn.execute("ROLLBACK")
    for each in killed.iterdir():
        each.replace(folder / each.name)
    killed.rmdir()


def _state_of_restored(folder: Path) -> str:
    """Return what the file holds; what is kept of the one before must be whole as well."""
    found = content.of_file(folder / NAME)
    for kept in folder.glob(f"{NAME}.before-restore-*"):
        if kept.name.rpartition("-")[2].isdecimal():
            content.of_file(kept)
    return found


PERSON = Person(name="王小明", phone="13800138000")


def _erase(folder: Path) -> None:
    with _opened(folder) as project:
        erasing.erase(project.db, PERSON, WHO, "本人要求")


def _erase_table_by_table(folder: Path) -> None:
    with _opened(folder) as project:
        for number in range(1, office.ESTATES + 1):
            with actions.act(project.db, "erase", WHO):
                projects.change(project.db, number, {"leader": None, "phone": None})


def _state_of_erased(folder: Path) -> str:
    """Return what the file holds, and whether the person is in its bytes."""
    found = content.of_file(folder / NAME)
    bytes_ = b"".join(each.read_bytes() for each in folder.glob("*.gpkg*") if each.is_file())
    return found + str("王小明".encode() in bytes_)


LONG_AGO = "2020-02-03T04:05:06.789Z"


def _lay_long_ago(folder: Path) -> None:
    office.lay(folder, LONG_AGO)
    with _opened(folder) as project:
        clock.set_to(project.db, LONG_AGO)
        for number in range(1, office.ESTATES):
            with actions.act(project.db, "edit", WHO):
                estates.change(project.db, number, {"remark": "当年" * 300})
    with _opened(folder) as project, actions.act(project.db, "edit", WHO):
        estates.change(project.db, 1, {"remark": "今年"})


def _thin(folder: Path) -> None:
    with _opened(folder) as project:
        thinning.thin(project.db, dt.date(2021, 1, 1), WHO, "试")


def _thin_without_journal(folder: Path) -> None:
    with _opened(folder) as project:
        _without_journal(project)
        thinning.thin(project.db, dt.date(2021, 1, 1), WHO, "试")


def _attach(folder: Path) -> None:
    source = folder / "照片.bin"
    with _opened(folder) as project:
        stored = contents.store(folder / NAME, source)
        with actions.act(project.db, "attach", WHO):
            attachments.attach(project.db, stored, "estate", 1, WHO)


def _attach_row_first(folder: Path) -> None:
    source = folder / "照片.bin"
    with _opened(folder) as project:
        size = source.stat().st_size
        coming = Content(contents.sha256_of(source), size, source.name)
        with actions.act(project.db, "attach", WHO):
            attachments.attach(project.db, coming, "estate", 1, WHO)
        contents.store(folder / NAME, source)


def _lay_photo(folder: Path) -> None:
    office.lay(folder)
    (folder / "照片.bin").write_bytes(bytes(range(256)) * 2000)


def _state_of_attached(folder: Path) -> str:
    with _opened(folder) as project:
        said = [words.en for words in attachments.check(project.db, folder / NAME)]
    return (f"broken: {said}" if said else "") + content.of_file(folder / NAME)


def _day(folder: Path) -> None:
    """Do what an office does in a day, each action shown as stored before the next begins."""
    with _opened(folder) as project:
        _work(project.db)


def _day_without_care(folder: Path) -> None:
    """Do the same as a program that leaves it all to the system's cache."""
    with _opened(folder) as project:
        project.db.conn.execute("PRAGMA journal_mode = DELETE")
        project.db.conn.execute("PRAGMA synchronous = OFF")
        _work(project.db)


def _work(db: Database) -> None:
    for step in _STEPS:
        step(db)
        acknowledge()


def _edit(db: Database) -> None:
    with actions.act(db, "edit", WHO):
        estates.change(db, 3, {"household_count": 4321})


def _edit_all(db: Database) -> None:
    with actions.act(db, "bulk_edit", WHO):
        for number in range(1, office.ESTATES + 1):
            estates.change(db, number, {"remark": f"第{number}批" * 150})


def _move(db: Database) -> None:
    with actions.act(db, "move_stage", WHO):
        projects.move_to(db, 2, "S80", "2026-05")


def _remove(db: Database) -> None:
    with actions.act(db, "delete", WHO):
        estates.remove(db, 5)


def _add(db: Database) -> None:
    with actions.act(db, "add_estate", WHO):
        estates.add(db, name="新里小区", area_id=2, remark="补" * 3000)


_STEPS: tuple[Callable[[Database], object], ...] = (
    *(_edit, _edit_all, lambda db: history.undo(db, WHO), _move, _remove),
    *(lambda db: history.undo(db, WHO), lambda db: history.redo(db, WHO), _add, _edit),
)


ALL: dict[str, Flow] = {
    flow.key: flow
    for flow in (
        Flow("create", _create, _create_in_place, state=_state_of_two, same_to_people=True),
        Flow(
            "upgrade",
            _upgrade,
            _upgrade_by_script,
            lay=_lay_old,
            state=_state_of_old,
            same_to_people=True,
        ),
        Flow("import", _import, _import_row_by_row, lay=_lay_sheet),
        Flow("bulk_edit", _bulk_edit, _edit_one_by_one),
        Flow("undo", _undo, _undo_without_journal, lay=_lay_bulk),
        Flow("day", _day, _day_without_care, whole=False),
        Flow("delete", _delete, _delete_without_journal),
        Flow(
            "backup",
            _back_up,
            _back_up_over_the_last,
            lay=_lay_backup,
            state=_state_of_backups,
            same_to_people=True,
        ),
        Flow("first_backup", _back_up, None, state=_state_of_backups, same_to_people=True),
        Flow("restore", _restore, _restore_in_place, lay=_lay_backup, state=_state_of_restored),
        Flow("restore_killed", _restore, None, lay=_lay_killed, state=_state_of_restored),
        Flow("erase", _erase, _erase_table_by_table, state=_state_of_erased),
        Flow("thin", _thin, _thin_without_journal, lay=_lay_long_ago),
        Flow("attach", _attach, _attach_row_first, lay=_lay_photo, state=_state_of_attached),
    )
}

# What comes after a fault: the file is opened as the next morning.
REOPEN = Flow("reopen", _upgrade, None)
