"""A backup takes the place of a file, whose present content is kept, at any price but a mixture."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

import pytest

from renewtrack.store import (
    actions,
    attachments,
    backups,
    connecting,
    contents,
    estates,
    file,
    health,
    history,
    refusing,
    replacing,
    restoring,
    rows,
)
from renewtrack.store.file import ProjectFile

from .conftest import Dongli


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def households(path: Path, estate: int) -> int | None:
    opened = file.open_file(path)
    try:
        found = estates.get(opened.db, estate)
        return found.household_count if found is not None else None
    finally:
        opened.close()


@pytest.fixture
def backed_up(project: ProjectFile, dongli: Dongli) -> backups.Backup:
    """A backup with 84 households at 福雅里, and a closed file with 99."""
    made = backups.make(project.path, "manual")
    with actions.act(project.db, "edit", "张工"):
        estates.change(project.db, dongli.other, {"household_count": 99})
    project.close()
    return made


def test_the_backup_is_the_file_and_the_file_before_is_kept(
    project: ProjectFile, dongli: Dongli, backed_up: backups.Backup
) -> None:
    before = sha256(project.path)
    done = restoring.restore(project.path, backed_up, "李工")
    assert households(project.path, dongli.other) == 84
    assert done.kept is not None
    assert sha256(done.kept) == before
    assert not project.path.with_name(project.path.name + ".part").exists()


def test_the_history_tells_who_restored_what(
    project: ProjectFile, backed_up: backups.Backup
) -> None:
    restoring.restore(project.path, backed_up, "李工")
    opened = file.open_file(project.path)
    group = history.groups(opened.db)[0]
    audits = rows.fetch(opened.db, "SELECT who, event FROM audit_log")
    opened.close()
    assert (group.action, group.who) == ("restore", "李工")
    assert {"who": "李工", "event": "restore"} in audits


def test_a_second_restore_keeps_a_second_file(
    project: ProjectFile, backed_up: backups.Backup
) -> None:
    first = restoring.restore(project.path, backed_up, "李工").kept
    second = restoring.restore(project.path, backed_up, "李工").kept
    assert first is not None
    assert second is not None
    assert first != second
    assert first.exists()


def test_a_backup_with_one_other_byte_is_refused(
    project: ProjectFile, backed_up: backups.Backup
) -> None:
    before = sha256(project.path)
    spoiled = bytearray(backed_up.path.read_bytes())
    spoiled[len(spoiled) // 2] ^= 4
    backed_up.path.write_bytes(spoiled)
    with pytest.raises(restoring.BadBackup):
        restoring.restore(project.path, backed_up, "李工")
    assert sha256(project.path) == before
    assert not list(project.path.parent.glob("*.before-restore-*"))


def test_an_open_file_is_not_replaced(project: ProjectFile, dongli: Dongli) -> None:
    made = backups.make(project.path, "manual")
    with pytest.raises(file.FileBusy):
        restoring.restore(project.path, made, "李工")


def test_a_file_that_is_gone_comes_back(
    project: ProjectFile, dongli: Dongli, backed_up: backups.Backup
) -> None:
    project.path.unlink()
    assert restoring.restore(project.path, backed_up, "李工").kept is None
    assert households(project.path, dongli.other) == 84


def test_a_damaged_file_is_kept_as_it_is(
    project: ProjectFile, dongli: Dongli, backed_up: backups.Backup
) -> None:
    project.path.write_bytes(b"\x00" * 100 + os.urandom(50_000))
    before = sha256(project.path)
    done = restoring.restore(project.path, backed_up, "李工")
    assert done.kept is not None
    assert sha256(done.kept) == before
    assert households(project.path, dongli.other) == 84


def test_a_journal_of_the_old_file_is_never_played_into_the_new_one(
    project: ProjectFile, dongli: Dongli, backed_up: backups.Backup, tmp_path: Path
) -> None:
    torn = tmp_path / "torn"
    torn.mkdir()
    copy = torn / project.path.name
    conn = sqlite3.connect(project.path, isolation_level=None)
    conn.execute("PRAGMA cache_size = 1")
    conn.execute("BEGIN IMMEDIATE")
    for number in range(400):  # spills to the disk amid the transaction
        conn.execute("INSERT INTO renewtrack_meta VALUES (?, ?)", (f"k{number}", "x" * 2_000))
    for end in ("", "-journal"):
        shutil.copy(str(project.path) + end, str(copy) + end)
    conn.rollback()
    conn.close()
    assert Path(str(copy) + "-journal").stat().st_size > 512
    restoring.restore(copy, backed_up, "李工")
    assert households(copy, dongli.other) == 84
    check = sqlite3.connect(copy)
    assert check.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert check.execute("SELECT COUNT(*) FROM renewtrack_meta WHERE key LIKE 'k%'").fetchone() == (
        0,
    )
    check.close()


def test_attachments_come_back_with_it(
    project: ProjectFile, dongli: Dongli, tmp_path: Path
) -> None:
    letter = tmp_path / "批复.pdf"
    letter.write_bytes(b"%PDF" * 700)
    content = contents.store(project.path, letter)
    with actions.act(project.db, "attach", "张工"):
        attachments.attach(project.db, content, "estate", dongli.estate, "张工")
    made = backups.make(project.path, "manual")
    project.close()
    shutil.rmtree(contents.folder(project.path))
    done = restoring.restore(project.path, made, "李工")
    assert done.missing == ()
    opened = file.open_file(project.path)
    assert list(attachments.check(opened.db, project.path)) == []
    opened.close()


def test_an_older_schema_is_restored_and_upgraded_when_opened(
    project: ProjectFile, dongli: Dongli, tmp_path: Path
) -> None:
    released = Path(__file__).parent / "released" / "schema-1.gpkg"
    old = Path(shutil.copy(released, tmp_path / "旧.gpkg"))
    made = backups.make(old, "manual")
    old.unlink()
    restoring.restore(old, made, "李工")
    opened = file.open_file(old)
    assert len(estates.all(opened.db)) == 2
    opened.close()


@pytest.mark.parametrize("fails_at", range(6))
def test_a_disk_that_fails_at_any_step_leaves_the_old_file(
    project: ProjectFile,
    dongli: Dongli,
    backed_up: backups.Backup,
    monkeypatch: pytest.MonkeyPatch,
    fails_at: int,
) -> None:
    before, steps = sha256(project.path), iter(range(100))

    def failing(original):  # type: ignore[no-untyped-def]
        def step(*given, **named):  # type: ignore[no-untyped-def]
            if next(steps) >= fails_at:
                raise OSError(28, "No space left on device")
            return original(*given, **named)

        return step

    for module, name in ((contents, "copied"), (replacing, "replace"), (replacing, "sync")):
        monkeypatch.setattr(module, name, failing(getattr(module, name)))
    with pytest.raises((file.DiskFull, backups.NotABackup, restoring.BadBackup)):
        restoring.restore(project.path, backed_up, "李工")
    monkeypatch.undo()
    assert sha256(project.path) == before
    assert households(project.path, dongli.other) == 99


def test_a_test_restore_tells_that_the_newest_backup_is_good(
    project: ProjectFile, dongli: Dongli
) -> None:
    made = backups.make(project.path, "manual")
    assert restoring.rehearsal_due(project.path)
    done = restoring.rehearse(project.path)
    assert done.ok
    assert done.findings == ()
    assert done.backup is not None
    assert done.backup.path == made.path
    last = restoring.last_rehearsal(project.path)
    assert last is not None
    assert last.ok
    assert not restoring.rehearsal_due(project.path)


def test_a_test_restore_falls_to_the_backup_before_and_says_so(
    project: ProjectFile, dongli: Dongli
) -> None:
    good = backups.make(project.path, "manual")
    bad = backups.make(project.path, "manual")
    spoiled = bytearray(bad.path.read_bytes())
    spoiled[9_000] ^= 1
    bad.path.write_bytes(spoiled)
    done = restoring.rehearse(project.path)
    assert not done.ok
    assert done.backup is not None
    assert done.backup.path == good.path
    assert bad.name in done.findings[0].zh


def test_without_any_backup_a_test_says_so(project: ProjectFile) -> None:
    done = restoring.rehearse(project.path)
    assert (done.ok, done.backup) == (False, None)
    assert done.findings


def test_a_file_that_another_program_writes_to_is_not_replaced(
    project: ProjectFile, backed_up: backups.Backup, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connecting, "BUSY_MS", 50)
    other = sqlite3.connect(project.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        with pytest.raises(refusing.FileBusy):
            restoring.restore(project.path, backed_up, "李工")
    finally:
        other.close()
    assert not list(project.path.parent.glob("*.before-restore-*"))
    assert not list(project.path.parent.glob("*.part"))


def test_what_stands_in_a_wal_of_the_old_file_is_kept_with_it(
    project: ProjectFile, dongli: Dongli, backed_up: backups.Backup
) -> None:
    writer = "import sqlite3, os, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None);"
    writer += " c.execute('PRAGMA journal_mode = WAL');"
    writer += " c.execute(\"INSERT INTO renewtrack_meta VALUES ('late', 'x')\"); os._exit(0)"
    subprocess.run([sys.executable, "-c", writer, str(project.path)], check=True)
    assert project.path.with_name(project.path.name + "-wal").stat().st_size > 0
    done = restoring.restore(project.path, backed_up, "李工")
    assert done.kept is not None
    with closing(sqlite3.connect(done.kept)) as kept:
        assert kept.execute("SELECT value FROM renewtrack_meta WHERE key = 'late'").fetchone()
    assert households(project.path, dongli.other) == 84


def test_a_journal_that_a_kill_left_among_the_kept_is_not_played_into_another_one(
    project: ProjectFile, backed_up: backups.Backup
) -> None:
    stray = project.path.with_name(f"{project.path.name}.before-restore-1-journal")
    stray.write_bytes(b"of a kept file that did not come")
    done = restoring.restore(project.path, backed_up, "李工")
    assert done.kept is not None
    assert done.kept.name.endswith("-2")
    assert stray.exists()


def test_no_empty_journal_is_left_behind(project: ProjectFile, backed_up: backups.Backup) -> None:
    for _ in range(3):
        restoring.restore(project.path, backed_up, "李工")
        file.open_file(project.path).close()
    assert not list(project.path.parent.glob("*left-behind*"))


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps rights elsewhere")
def test_who_could_not_read_the_file_cannot_read_it_afterwards(
    project: ProjectFile, backed_up: backups.Backup
) -> None:
    project.path.chmod(0o600)
    made = backups.make(project.path, "manual")
    assert made.path.stat().st_mode & 0o777 == 0o600
    restoring.restore(project.path, backed_up, "李工")
    assert project.path.stat().st_mode & 0o777 == 0o600


def test_a_test_restore_leaves_nothing_and_clears_what_a_kill_left(
    project: ProjectFile, backed_up: backups.Backup, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "temp"
    elsewhere.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(elsewhere))
    killed = backups.folder(project.path) / "rehearsal" / "tmp_killed_.part"
    killed.mkdir(parents=True)
    (killed / "rehearsal.gpkg").write_bytes(b"records")
    seen = []
    monkeypatch.setattr(health, "findings", lambda db: seen.append([*elsewhere.iterdir()]) or ())
    assert restoring.rehearse(project.path).ok
    assert seen == [[]], "records among the system's temporary files"
    assert not killed.parent.exists()


def test_a_link_still_leads_to_the_file_that_was_restored(
    project: ProjectFile, dongli: Dongli, backed_up: backups.Backup, tmp_path: Path
) -> None:
    link = tmp_path / "桌面" / "台账.gpkg"
    link.parent.mkdir()
    link.symlink_to(project.path)
    done = restoring.restore(link, backed_up, "李工")
    assert link.is_symlink()
    assert households(project.path, dongli.other) == 84
    assert done.kept == project.path.with_name(project.path.name + ".before-restore-1")
