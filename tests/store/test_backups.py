"""A backup counts once it was read back and agrees with its manifest; all else is none."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from renewtrack import paths
from renewtrack.errors import Cancelled
from renewtrack.store import (
    actions,
    attachments,
    backup_contents,
    backup_places,
    backups,
    connecting,
    contents,
    copying,
    drafts,
    estates,
    file,
    keeping,
    manifests,
    proving,
    refusing,
)
from renewtrack.store.backups import Backup
from renewtrack.store.file import ProjectFile

from .conftest import Dongli

NOON = dt.datetime(2026, 5, 24, 4, tzinfo=dt.UTC)
RELEASED = Path(__file__).parent / "released"


@pytest.fixture
def made(project: ProjectFile, dongli: Dongli) -> Backup:
    return backups.make(project.path, "manual", who="张工", at=NOON)


@pytest.fixture
def letter(project: ProjectFile, dongli: Dongli, tmp_path: Path) -> Path:
    """An attached file, by the place of its content."""
    source = tmp_path / "立项批复.pdf"
    source.write_bytes(b"%PDF approved" * 1_000)
    content = contents.store(project.path, source)
    with actions.act(project.db, "attach", "张工"):
        attachments.attach(project.db, content, "estate", dongli.estate, "张工")
    return contents.place(project.path, content.sha256)


def edit(project: ProjectFile, estate: int, households: int = 99) -> None:
    with actions.act(project.db, "edit", "张工"):
        estates.change(project.db, estate, {"household_count": households})


def flip(path: Path, at: int) -> None:
    content = bytearray(path.read_bytes())
    content[at] ^= 4
    path.write_bytes(content)


def names(place: Path) -> set[str]:
    """Return what lies in a folder but for what is remembered of it."""
    if not place.is_dir():
        return set()
    return {each.name for each in place.iterdir()} - {"state.json", "digest.json", "files"}


# -- made


def test_a_backup_holds_what_the_file_holds(
    project: ProjectFile, dongli: Dongli, made: Backup
) -> None:
    opened = file.open_file(made.path, hold=False, readonly=True)
    found = estates.get(opened.db, dongli.estate)
    opened.close()
    assert found is not None
    assert (found.name, found.household_count) == ("上地东里小区", 2888)


def test_its_manifest_counts_rows_and_money(dongli: Dongli, made: Backup) -> None:
    said = made.manifest
    assert (said.sequence, said.reason, said.who) == (1, "manual", "张工")
    assert (said.district, said.created_at) == ("示范区", "2026-05-24T04:00:00Z")
    assert (said.counts["estate"], said.counts["building"], said.counts["funding"]) == (2, 3, 2)
    assert said.money == {
        "planned_fen": 530347_00,
        "invest_total_fen": 1591040_00,
        "invest_done_fen": 0,
    }
    assert said.size == made.path.stat().st_size
    assert said.sha256 == contents.sha256_of(made.path)
    assert said.seal


def test_it_lies_beside_the_file_with_nothing_unfinished(
    project: ProjectFile, made: Backup
) -> None:
    place = project.path.with_name("示范区.backups")
    assert made.path.parent == place == backups.folder(project.path)
    assert names(place) == {made.path.name, made.path.with_suffix(".json").name}


def test_every_reason_has_words_and_no_other_is_taken(project: ProjectFile) -> None:
    assert set(backups.REASONS) == {
        *("hourly", "open", "close", "import", "upgrade", "mass"),
        *("manual", "before_restore", "erase"),
    }
    with pytest.raises(KeyError):
        backups.make(project.path, "because")
    assert not backups.folder(project.path).exists()


def test_they_are_ordered_by_number_whatever_the_clock_says(project: ProjectFile) -> None:
    for years in (0, 10, -10, 3):
        backups.make(project.path, "manual", at=NOON + dt.timedelta(days=365 * years))
    found = backups.all(project.path)
    assert [each.manifest.sequence for each in found] == [1, 2, 3, 4]
    newest = backups.newest_good(project.path)
    assert newest is not None
    assert newest.manifest.sequence == 4
    assert [each.manifest.clock for each in found] == [0, 0, 1, 1]


def test_a_number_is_never_given_twice(project: ProjectFile, made: Backup) -> None:
    backups.remove(made)
    assert backups.make(project.path, "manual").manifest.sequence == 2


def test_a_file_that_is_open_and_written_to_is_copied_whole(
    project: ProjectFile, dongli: Dongli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "_PAGES", 5)  # so that writers come in between
    calls = iter(range(100, 10_000))

    def write(_done: float, _total: float) -> None:
        if next(calls) in (101, 103):
            edit(project, dongli.other)
            edit(project, dongli.other, 84)

    made = backups.make(project.path, "manual", write)
    assert next(calls) > 104, "nobody wrote in between"
    assert backups.verify(made) == []
    newest = project.db.execute("SELECT MAX(id) FROM change_log").fetchone()[0]
    assert made.manifest.change_id == newest


def test_a_writer_who_never_rests_is_held_up_for_one_copy(
    project: ProjectFile, dongli: Dongli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "_PAGES", 5)
    monkeypatch.setattr(connecting, "BUSY_MS", 20)
    other = connecting.connect(project.path)
    other.conn.execute("PRAGMA busy_timeout = 20")
    refused = 0

    def write(_done: float, _total: float) -> None:
        nonlocal refused
        try:
            with actions.act(other, "edit", "张工"):
                estates.change(other, dongli.other, {"remark": os.urandom(4).hex()})
        except refusing.FileBusy:
            refused += 1

    made = backups.make(project.path, "manual", write)
    other.conn.close()
    assert refused
    assert backups.verify(made) == []


def test_a_file_in_use_by_a_writer_amid_a_commit_is_told(
    project: ProjectFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connecting, "BUSY_MS", 10)
    other = sqlite3.connect(project.path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    try:
        with pytest.raises(refusing.FileBusy):
            backups.make(project.path, "manual")
    finally:
        other.close()
    assert names(backups.folder(project.path)) == set()


def test_an_older_schema_is_backed_up_as_it_is(tmp_path: Path) -> None:
    path = Path(shutil.copy(RELEASED / "schema-1.gpkg", tmp_path / "old.gpkg"))
    before = path.read_bytes()
    made = backups.make(path, "upgrade")
    assert made.manifest.schema_version == 1
    assert backups.verify(made) == []
    assert path.read_bytes() == before


# -- or nothing


@pytest.mark.parametrize("at", [0, 1, 2])
def test_one_that_is_stopped_leaves_nothing(
    project: ProjectFile, dongli: Dongli, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    monkeypatch.setattr(copying, "_PAGES", 10)
    calls = iter(range(1_000))

    def stop(_done: float, _total: float) -> None:
        if next(calls) == at:
            raise Cancelled

    with pytest.raises(Cancelled):
        backups.make(project.path, "manual", stop)
    assert names(backups.folder(project.path)) == set()


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_disk_that_fails_at_any_step_leaves_whole_backups_or_none(
    project: ProjectFile, dongli: Dongli, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    monkeypatch.setattr(keeping, "prune", lambda *_: [])
    original = getattr(os, call)
    failed = 0
    for at in range(12):
        calls = iter(range(1_000))

        def sometimes(*args: object, calls: Iterator[int] = calls, at: int = at) -> object:
            if next(calls) == at:
                raise OSError(5, "Input/output error")
            return original(*args)

        monkeypatch.setattr(os, call, sometimes)
        before = len(backups.all(project.path))
        try:
            backups.make(project.path, "manual")
            after = before + 1
        except (refusing.CannotWrite, refusing.DiskFull):
            failed += 1
            after = before
        monkeypatch.setattr(os, call, original)
        found = backups.all(project.path)
        assert len(found) in (after, before + 1)
        assert not [each for each in found if backups.verify(each)]
        assert not list(backups.folder(project.path).glob("*.part"))
    assert failed


def test_a_damaged_file_makes_no_backup(project: ProjectFile, dongli: Dongli) -> None:
    project.close()
    with project.path.open("rb+") as live:
        live.seek(4096 * 3)
        live.write(b"\xff" * 4096)
    with pytest.raises(refusing.DamagedFile):
        backups.make(project.path, "manual")
    assert names(backups.folder(project.path)) == set()


def test_a_copy_that_is_not_whole_on_the_disk_does_not_count(
    project: ProjectFile, dongli: Dongli, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = copying.copy

    def torn(path: Path, target: Path, *rest: object) -> None:
        copy(path, target)
        os.truncate(target, target.stat().st_size // 2)

    monkeypatch.setattr(copying, "copy", torn)
    with pytest.raises(refusing.DamagedFile):
        backups.make(project.path, "manual")
    assert names(backups.folder(project.path)) == set()


def test_a_missing_file_makes_no_backup_and_no_folder(tmp_path: Path) -> None:
    with pytest.raises(refusing.FileMissing):
        backups.make(tmp_path / "gone.gpkg", "manual")
    assert list(tmp_path.iterdir()) == []


# -- and judged


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9999])
def test_one_flipped_bit_is_found(made: Backup, share: float) -> None:
    assert backups.verify(made) == []
    flip(made.path, int(made.manifest.size * share))
    assert len(backups.verify(made)) == 1


def test_a_manifest_in_which_a_byte_changed_is_none(project: ProjectFile, made: Backup) -> None:
    path = manifests.beside(made.path)
    said = path.read_text("utf-8")
    path.write_text(said.replace('"sequence": 1', '"sequence": 9'), "utf-8")
    assert backups.all(project.path) == []
    with pytest.raises(backups.NotABackup):
        backups.read(made.path)


@pytest.mark.parametrize("said", ["", "{", "[1]", "null", "{}", '{"format": 2}', "[" * 100_000])
def test_a_manifest_that_says_nothing_is_none(
    project: ProjectFile, made: Backup, said: str
) -> None:
    manifests.beside(made.path).write_text(said, "utf-8")
    assert backups.all(project.path) == []


def test_a_lone_file_a_lone_manifest_and_a_stump_are_no_backups(
    project: ProjectFile, made: Backup
) -> None:
    place = made.path.parent
    shutil.copy(made.path, place / "000007-lone.gpkg")
    shutil.copy(manifests.beside(made.path), place / "000008-lone.json")
    shutil.copy(made.path, place / "000009-stump.gpkg")
    shutil.copy(manifests.beside(made.path), place / "000009-stump.json")
    os.truncate(place / "000009-stump.gpkg", 4096)
    assert backups.all(project.path) == [made]


def test_counts_and_money_that_differ_are_named(made: Backup) -> None:
    said = made.manifest
    counts = {**said.counts, "building": 4}
    money = {**said.money, "planned_fen": 1}
    other = dataclasses.replace(said, counts=counts, money=money)
    told = [words.en for words in backups.verify(Backup(made.path, other))]
    assert told == [
        "building should have 4 records and has 3",
        "The sum of planned_fen should be 1 fen and is 53,034,700",
    ]


def test_the_newest_good_one_passes_over_rotten_ones(project: ProjectFile, made: Backup) -> None:
    for _ in range(2):
        flip(backups.make(project.path, "manual").path, 5_000)
    assert backups.newest_good(project.path) == made


# -- only when something changed


def test_what_has_not_changed_is_not_backed_up_again(project: ProjectFile, made: Backup) -> None:
    drafts.keep(project.db, "张工", "estate:1:remark", "正在写")
    assert backups.make(project.path, "open", unless_same=True) == made


@pytest.mark.parametrize("change", ["edit", "rot", "gone", "attachment"])
def test_what_has_changed_is(
    project: ProjectFile, dongli: Dongli, made: Backup, change: str, letter: Path
) -> None:
    first = backups.make(project.path, "manual")
    if change == "edit":
        edit(project, dongli.other)
    elif change == "rot":
        flip(first.path, 5_000)
    elif change == "gone":
        backups.remove(first)
    else:
        backup_contents.place(first.path.parent, letter.name).unlink()
    again = backups.make(project.path, "open", unless_same=True)
    assert again.manifest.sequence > first.manifest.sequence
    assert backups.verify(again) == []


# -- attachments


def test_contents_are_kept_with_it_once(project: ProjectFile, letter: Path) -> None:
    made = backups.make(project.path, "manual")
    again = backups.make(project.path, "manual")
    kept = backup_contents.place(made.path.parent, letter.name)
    assert kept.read_bytes() == letter.read_bytes()
    assert [each.present for each in again.manifest.attachments] == [True]
    assert [each.name for each in kept.parent.iterdir()] == [letter.name]


@pytest.mark.parametrize("how", ["gone", "altered", "shorter"])
def test_a_content_that_cannot_be_kept_is_listed(
    project: ProjectFile, letter: Path, how: str
) -> None:
    if how == "gone":
        letter.unlink()
    elif how == "altered":
        flip(letter, 100)
    else:
        os.truncate(letter, 10)
    made = backups.make(project.path, "manual")
    (listed,) = made.manifest.attachments
    assert (listed.name, listed.present) == ("立项批复.pdf", False)
    assert backups.verify(made) == []
    assert not backup_contents.place(made.path.parent, letter.name).exists()


# -- the folder


def test_a_place_that_cannot_be_written_has_its_backups_elsewhere(
    project: ProjectFile, dongli: Dongli, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = os.access
    beside = backup_places.beside(project.path)
    monkeypatch.setattr(
        os,
        "access",
        lambda path, mode, **more: (
            Path(path) not in (beside, beside.parent) and original(path, mode, **more)
        ),
    )
    place = backups.folder(project.path)
    assert place.parent == paths.data_folder() / "backups"
    made = backups.make(project.path, "manual")
    assert made.path.parent == place
    monkeypatch.undo()
    assert backups.all(project.path) == [made], "found again when the place can be written"
    assert backups.make(project.path, "manual").manifest.sequence == 2


def test_two_files_of_one_name_keep_their_backups_apart(tmp_path: Path) -> None:
    places = {backup_places.own(tmp_path / name / "台账.gpkg") for name in ("东", "西")}
    assert len(places) == 2


def test_many_at_once_number_themselves_one_by_one(project: ProjectFile, dongli: Dongli) -> None:
    failures: list[Exception] = []

    def make() -> None:
        try:
            backups.make(project.path, "manual")
        except Exception as failed:  # noqa: BLE001 - told below
            failures.append(failed)

    threads = [threading.Thread(target=make) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert [each.manifest.sequence for each in backups.all(project.path)] == [1, 2, 3, 4]


KILLED = """
import os, sys
from pathlib import Path
from renewtrack.store import backups, {module}
def die(*_args, **_more): os._exit(9)
{module}.{name} = die
backups.make(Path(sys.argv[1]), "manual")
"""


@pytest.mark.parametrize(
    ("module", "name"),
    [("proving", "proven"), ("manifests", "write"), ("replacing", "replace"), ("keeping", "prune")],
)
def test_what_a_killed_run_leaves_is_no_backup_and_is_cleared(
    project: ProjectFile, dongli: Dongli, module: str, name: str
) -> None:
    script = KILLED.format(module=module, name=name)
    ended = subprocess.run([sys.executable, "-c", script, str(project.path)], check=False)
    assert ended.returncode == 9
    for each in backups.all(project.path):
        assert backups.verify(each) == []
    complete = {each.path.name for each in backups.all(project.path)}
    made = backups.make(project.path, "manual")
    left = names(made.path.parent)
    whole = {*complete, made.path.name}
    assert left == {*whole, *(Path(each).with_suffix(".json").name for each in whole)}


def test_a_lock_of_a_dead_process_holds_nobody_up(project: ProjectFile, dongli: Dongli) -> None:
    place = backup_places.made(backups.folder(project.path))
    (place / "backup.lock").write_bytes(b"")
    assert backups.make(project.path, "manual")


def test_one_under_way_elsewhere_is_waited_for_and_then_told(
    project: ProjectFile, dongli: Dongli
) -> None:
    place = backups.folder(project.path)
    waited: list[float] = []
    with (
        backup_places.alone(place),
        pytest.raises(backups.BackupUnderWay),
        backup_places.alone(place, waited.append),
    ):
        pass
    assert 8 < sum(waited) < 12


def test_no_personal_detail_stands_in_a_manifest(project: ProjectFile, dongli: Dongli) -> None:
    with actions.act(project.db, "edit", "张工"):
        project.db.execute("UPDATE project SET leader = '欧阳测试', phone = '13800138000'")
    made = backups.make(project.path, "manual", who="张工")
    said = manifests.beside(made.path).read_text("utf-8")
    assert "欧阳" not in said
    assert "13800138000" not in said
    assert json.loads(said)["who"] == "张工"


def test_the_file_keeps_its_bytes_and_its_time(project: ProjectFile, dongli: Dongli) -> None:
    project.close()
    before = project.path.read_bytes(), project.path.stat().st_mtime_ns
    backups.make(project.path, "manual")
    assert (project.path.read_bytes(), project.path.stat().st_mtime_ns) == before


def test_a_measure_sees_a_row_more(project: ProjectFile, dongli: Dongli) -> None:
    before = proving.measured(project.db.conn)
    with actions.act(project.db, "add_estate", "张工"):
        estates.add(project.db, name="新")
    after = proving.measured(project.db.conn)
    assert after.counts["estate"] == before.counts["estate"] + 1
    assert not after.agrees_with(
        manifests.Manifest(1, 1, "", "", "", program="", size=0, sha256="", **before.says())
    )


@pytest.mark.parametrize(
    "said",
    [
        {"sequence": "1"},
        {"attachments": [1]},
        {"attachments": None},
        {"counts": {"estate": "two"}},
        {"money": 5},
        {"created_at": 5},
        {"clock": "x"},
        {"reason": ["manual"]},
        {"more": 1},
    ],
)
def test_a_manifest_of_other_kinds_than_ours_is_none(made: Backup, said: dict[str, object]) -> None:
    beside = manifests.beside(made.path)
    forged = {**manifests.read_json(beside), **said}
    del forged["sha256_of_manifest"]
    plain = json.dumps(forged, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    forged["sha256_of_manifest"] = hashlib.sha256(plain.encode()).hexdigest()
    manifests.write_json(forged, beside)
    assert manifests.read(beside) is None
    assert backups.all(made.path.parent.with_suffix(".gpkg")) == []


@pytest.mark.parametrize("said", ['"abc"', "1e400", "[1]", "null", str(10**40)])
def test_a_state_that_nobody_can_read_stops_no_backup(
    project: ProjectFile, made: Backup, said: str
) -> None:
    (made.path.parent / "state.json").write_text(f'{{"sequence": {said}}}', "utf-8")
    assert backups.make(project.path, "manual").manifest.sequence == made.manifest.sequence + 1


def test_what_a_person_put_among_the_backups_stays(project: ProjectFile, made: Backup) -> None:
    place = made.path.parent
    (place / "照片.parts").mkdir()
    for name in ("台账.part1.rar", "报告.partial.docx", "下载.part", "照片.parts/1.jpg"):
        (place / name).write_text("办公室的", "utf-8")
    (place / "000001-20260524-120000-manual.gpkg.part").write_text("half", "utf-8")
    backups.make(project.path, "manual")
    assert (place / "照片.parts" / "1.jpg").is_file()
    assert {"台账.part1.rar", "报告.partial.docx", "下载.part"} <= names(place)
    assert not list(place.glob("*.gpkg.part"))
