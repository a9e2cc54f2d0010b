"""Copies of backups on another disk are whole, read back there, and missed after a week."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from renewtrack.store import actions, attachments, backups, contents, second_disk
from renewtrack.store.file import ProjectFile

from .conftest import Dongli

NOW = dt.datetime(2026, 11, 26, 12, tzinfo=dt.UTC)


@pytest.fixture
def disk(tmp_path: Path) -> Path:
    made = tmp_path / "移动硬盘"
    made.mkdir()
    return made


def test_a_copy_is_a_backup_of_its_own(
    project: ProjectFile, dongli: Dongli, disk: Path, tmp_path: Path
) -> None:
    letter = tmp_path / "批复.pdf"
    letter.write_bytes(b"%PDF" * 500)
    content = contents.store(project.path, letter)
    with actions.act(project.db, "attach", "张工"):
        attachments.attach(project.db, content, "estate", dongli.estate, "张工")
    backups.make(project.path, "manual")
    copied = second_disk.copy_to(project.path, disk)
    assert copied.path.is_relative_to(disk)
    assert backups.verify(backups.read(copied.path)) == []
    kept = copied.path.parent / "files" / content.sha256[:2] / content.sha256
    assert kept.read_bytes() == letter.read_bytes()


def test_the_newest_good_one_is_copied(project: ProjectFile, dongli: Dongli, disk: Path) -> None:
    good = backups.make(project.path, "manual")
    bad = backups.make(project.path, "manual")
    bytes_ = bytearray(bad.path.read_bytes())
    bytes_[5000] ^= 1
    bad.path.write_bytes(bytes_)
    assert second_disk.copy_to(project.path, disk).manifest.sequence == good.manifest.sequence


def test_without_a_backup_nothing_is_copied(project: ProjectFile, disk: Path) -> None:
    with pytest.raises(second_disk.NothingToCopy):
        second_disk.copy_to(project.path, disk)
    assert list(disk.iterdir()) == []


def test_a_copy_that_is_stopped_leaves_nothing(
    project: ProjectFile, dongli: Dongli, disk: Path
) -> None:
    backups.make(project.path, "manual")

    def stop(_done: float, _total: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        second_disk.copy_to(project.path, disk, stop)
    assert [each for each in disk.rglob("*") if each.is_file()] == []
    assert second_disk.of(project.path, NOW).due


@pytest.mark.parametrize(("days", "due"), [(0, False), (6, False), (7, True), (400, True)])
def test_a_copy_is_missed_after_a_week(
    project: ProjectFile, dongli: Dongli, disk: Path, days: int, due: bool
) -> None:
    backups.make(project.path, "manual")
    second_disk.copy_to(project.path, disk, at=NOW)
    found = second_disk.of(project.path, NOW + dt.timedelta(days=days))
    assert (found.days, found.due, found.folder) == (days, due, disk)


def test_a_clock_that_went_back_reminds_of_nothing(
    project: ProjectFile, dongli: Dongli, disk: Path
) -> None:
    backups.make(project.path, "manual")
    second_disk.copy_to(project.path, disk, at=NOW)
    assert not second_disk.of(project.path, NOW - dt.timedelta(days=3_650)).due


def test_a_folder_on_the_same_disk_is_told(
    project: ProjectFile, dongli: Dongli, disk: Path
) -> None:
    backups.make(project.path, "manual")
    second_disk.copy_to(project.path, disk)
    assert second_disk.of(project.path).same_disk


def test_a_disk_that_cannot_be_written_is_told(
    project: ProjectFile, dongli: Dongli, tmp_path: Path
) -> None:
    backups.make(project.path, "manual")
    blocked = tmp_path / "不是文件夹"
    blocked.write_text("")
    with pytest.raises(second_disk.NotCopied):
        second_disk.copy_to(project.path, blocked)


def test_a_new_file_is_not_reminded_in_its_first_week(project: ProjectFile, dongli: Dongli) -> None:
    backups.make(project.path, "manual", at=NOW)
    assert second_disk.due(project.path, NOW + dt.timedelta(days=6)) is None
    assert second_disk.due(project.path, NOW + dt.timedelta(days=7)) is not None
