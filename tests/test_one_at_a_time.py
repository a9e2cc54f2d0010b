"""Two processes at one file: one writes, the others look, or are told who is at it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from renewtrack import cli
from renewtrack.commands import terminal
from renewtrack.store import actions, backups, estates, file, health, holding, leases
from tests.store.second_process import SecondProcess

Run = Callable[..., tuple[int, str, str]]
READING = ("query {path} estates", "totals {path}", "check {path}", "history {path}")
WRITING = (
    "import {path} {sheet} --yes",
    "undo {path}",
    "redo {path}",
    "restore {path} --yes",
    "thin {path} --before 2020-01-01 --reason r --yes",
    "people {path} --add 王工 --role manager",
)
ADD = (
    "[(a := actions.act(it.db, 'add_area', '王工')), a.__enter__(),"
    " areas.ensure(it.db, 'street', '{name}'), a.__exit__(None, None, None)] and it"
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A small ledger with a backup."""
    made = file.create(tmp_path / "区.gpkg", "示范区")
    with actions.act(made.db, "add_estate", "李工"):
        estates.add(made.db, name="东里小区")
    made.close()
    backups.make(tmp_path / "区.gpkg", "manual")
    return tmp_path / "区.gpkg"


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    target = tmp_path / "楼栋.csv"
    target.write_text("街道,小区名称,楼号,层数\n上地街道,东里小区,1号楼,6\n", "gb18030")
    return target


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, sheet: Path) -> Run:
    """Run one line of the command line."""
    monkeypatch.setattr(terminal, "PAUSES", ())

    def call(line: str, path: Path, *more: str) -> tuple[int, str, str]:
        words = [word.format(path=path, sheet=sheet) for word in line.split()]
        code = cli.main([*words, *more])
        told = capsys.readouterr()
        return code, told.out, told.err

    return call


@pytest.fixture
def other(path: Path) -> Iterator[SecondProcess]:
    """Another process that has the ledger open for changes."""
    running = SecondProcess(path)
    assert running.ask("file.open_file(path, who='王工')") == "ProjectFile"
    yield running
    running.close()


@pytest.mark.parametrize("line", READING)
def test_a_command_that_reads_works_beside_a_writer(
    run: Run, path: Path, other: SecondProcess, line: str
) -> None:
    before = path.read_bytes()
    code, out, err = run(line, path)
    assert (code, err) == (0, "")
    assert out
    assert path.read_bytes() == before


@pytest.mark.parametrize("line", WRITING)
def test_a_command_that_writes_is_refused_with_who_where_and_since(
    run: Run, path: Path, other: SecondProcess, line: str
) -> None:
    before = path.read_bytes()
    holder = holding.holder(path)
    assert holder is not None
    code, out, _ = run(line, path, "--json")
    document = json.loads(out)
    assert (code, document["refused"]) == (3, "InUse")
    for part in ("王工", str(holder.told()["host"]), str(holder.told()["since"])):
        assert part in document["message"]
    assert path.read_bytes() == before


def test_a_command_that_writes_waits_for_one_that_ends_soon(
    run: Run, path: Path, other: SecondProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(terminal, "PAUSES", (0.0,))
    monkeypatch.setattr(terminal.time, "sleep", lambda _: other.ask("it.close()"))
    assert run("undo {path}", path)[0] == 0


@pytest.mark.parametrize("line", [line for line in WRITING if "people" not in line][:4])
def test_a_holder_of_another_machine_is_taken_over_on_purpose_and_noted(
    run: Run, path: Path, line: str
) -> None:
    gone = SecondProcess(path, host="隔壁电脑")
    gone.ask("file.open_file(path, who='王工')")
    gone.kill()
    code, out, _ = run(line, path, "--json")
    assert (code, json.loads(out)["refused"]) == (3, "StaleElsewhere")
    code, out, err = run(line, path, "--json", "--take-over")
    assert "StaleElsewhere" not in out + err
    opened = file.open_file(path)
    noted = opened.db.execute("SELECT detail FROM audit_log WHERE event = 'take_over'").fetchall()
    opened.close()
    assert len(noted) == 1
    assert {"from": "王工", "host": "隔壁电脑"}.items() <= json.loads(noted[0][0]).items()


def test_who_reads_sees_what_the_writer_has_stored(path: Path, other: SecondProcess) -> None:
    opened = file.open_file(path, readonly=True)
    assert opened.why is not None
    assert opened.why.key == "in_use"
    other.ask(ADD.format(name="上地街道"))
    assert opened.db.execute("SELECT name FROM area").fetchall() == [("上地街道",)]
    opened.close()


def test_a_killed_writer_is_followed_and_leaves_all_or_nothing(
    path: Path, other: SecondProcess
) -> None:
    other.ask(ADD.format(name="上地街道"))
    other.ask(
        "[(a := actions.act(it.db, 'add_area', '王工')), a.__enter__(),"
        " areas.ensure(it.db, 'street', '清河街道')] and it"
    )
    other.kill()
    opened = file.open_file(path)
    assert opened.hold is not None
    assert opened.hold.previous is not None
    assert opened.hold.previous.who == "王工"
    assert opened.db.execute("SELECT name FROM area").fetchall() == [("上地街道",)]
    assert not health.findings(opened.db)
    opened.close()


@pytest.mark.skipif(sys.platform == "win32", reason="only POSIX has a way without locks")
def test_without_locks_the_second_stops_before_any_write(path: Path) -> None:
    first = SecondProcess(path, vfs="unix-none")
    assert first.ask("file.open_file(path, who='王工')") == "ProjectFile"
    before = path.read_bytes()
    second = SecondProcess(path, vfs="unix-none")
    assert second.ask("file.open_file(path, who='李工')")[0] == "InUse"
    assert path.read_bytes() == before
    first.close()
    second.close()


def test_of_ten_that_open_at_once_one_writes(path: Path) -> None:
    ten = [SecondProcess(path) for _ in range(10)]
    for each in ten:
        each.ask("None")
    for each in ten:
        each.say("file.open_file(path, who='王工')")
    answers = [each.hear() for each in ten]
    assert answers.count("ProjectFile") == 1
    assert [each[0] for each in answers if each != "ProjectFile"] == ["InUse"] * 9
    for each in ten:
        each.close()


@pytest.mark.skipif(sys.platform == "win32", reason="symbolic links need rights there")
@pytest.mark.parametrize("way", ["as it is", "relative", "dots", "link", "folder link"])
def test_by_whatever_name_it_is_one_file(
    path: Path, other: SecondProcess, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(path.parent)
    names = {
        "as it is": path,
        "relative": Path(path.name),
        "dots": path.parent / "." / ".." / path.parent.name / path.name,
        "link": path.with_name("快捷方式.gpkg"),
        "folder link": path.parent.parent / f"{path.parent.name}-link" / path.name,
    }
    names["link"].symlink_to(path)
    names["folder link"].parent.symlink_to(path.parent)
    with pytest.raises(file.InUse):
        file.open_file(names[way])


def test_opened_twice_in_one_process_is_one_holder(path: Path) -> None:
    first, second = file.open_file(path), file.open_file(path)
    first.close()
    assert holding.held_here(path)
    with actions.act(second.db, "add_estate", "李工"):
        estates.add(second.db, name="西里")
    second.close()
    second.close()
    assert holding.holder(path) is None


def test_a_refused_file_is_not_held(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\x00" + bytes(5000))
    with pytest.raises(file.NotOurs):
        file.open_file(path)
    assert not holding.held_here(path)
    assert not holding.lease_of(path).exists()


@pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0, reason="only root can mount a read-only medium"
)
def test_a_medium_that_takes_no_writes_is_read_without_a_lease(path: Path, tmp_path: Path) -> None:
    """In a mount space of its own, so that nobody else sees the medium."""
    place = tmp_path / "medium"
    place.mkdir()
    script = (
        f"mount -t tmpfs -o size=20m none '{place}' && cp '{path}' '{place}/' && "
        f"mount -o remount,ro '{place}' && '{sys.executable}' -c \""
        "import sys; from pathlib import Path; from renewtrack.store import file; "
        f"it = file.open_file(Path('{place}/区.gpkg'));"
        "print(it.why.key, it.hold, it.db.execute('SELECT COUNT(*) FROM estate').fetchone()[0])\""
    )
    ran = subprocess.run(
        ["unshare", "-m", "sh", "-c", script],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parent.parent,
    )
    if "mount" in ran.stderr or "unshare" in ran.stderr:
        pytest.skip("this machine lets nobody mount")
    assert ran.stdout.split() == ["medium", "None", "1"], ran.stderr


def test_without_the_hold_both_would_write(path: Path, other: SecondProcess) -> None:
    """The control: what the hold is for."""
    opened = file.open_file(path, hold=False)
    assert not opened.readonly
    with actions.act(opened.db, "add_estate", "李工"):
        estates.add(opened.db, name="西里")
    other.ask(ADD.format(name="上地街道"))
    opened.close()


def test_the_lease_speaks_no_secret(path: Path, other: SecondProcess) -> None:
    kept = leases.written(holding.lease_of(path))
    assert kept is not None
    assert set(kept.brief()) == {"from", "host", "since"}
