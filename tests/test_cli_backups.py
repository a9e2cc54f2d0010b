"""The command line backs up, lists, checks, copies, tests and restores."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from renewtrack import cli
from renewtrack.store import actions, areas, backups, estates, file

Run = Callable[..., tuple[int, Any]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command for a program; return its exit code and its document."""

    def call(*arguments: object) -> tuple[int, Any]:
        code = cli.main([*(str(argument) for argument in arguments), "--json"])
        said = capsys.readouterr().out
        return code, json.loads(said) if said else None

    return call


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = file.create(tmp_path / "district.gpkg", "示范区")
    with actions.act(made.db, "add_estate", "张工"):
        street = areas.ensure(made.db, "street", "上地街道")
        estates.add(made.db, name="东里", area_id=street, household_count=84)
    made.close()
    return made.path


def edit(path: Path, households: int) -> None:
    opened = file.open_file(path)
    with actions.act(opened.db, "edit", "张工"):
        estates.change(opened.db, 1, {"household_count": households})
    opened.close()


def households(path: Path) -> int | None:
    opened = file.open_file(path)
    found = estates.get(opened.db, 1)
    opened.close()
    return found.household_count if found is not None else None


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[5_000] ^= 4
    path.write_bytes(content)


def test_a_backup_is_made_and_listed(run: Run, path: Path) -> None:
    code, told = run("backup", path)
    assert (code, told["sequence"], told["reason"]) == (0, 1, "manual")
    assert told["counts"]["estate"] == 1
    code, listed = run("backup", path, "--list")
    assert code == 0
    assert [each["sha256"] for each in listed["backups"]] == [told["sha256"]]


def test_one_that_rotted_is_found(run: Run, path: Path) -> None:
    names = [run("backup", path)[1]["path"] for _ in range(2)]
    assert run("backup", path, "--verify")[0] == 0
    flip(Path(names[1]))
    code, told = run("backup", path, "--verify")
    assert code == 1
    assert [bool(each["faults"]) for each in told["backups"]] == [False, True]


def test_it_goes_to_another_folder_as_well_and_comes_back_from_there(
    run: Run, path: Path, tmp_path: Path
) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    _, told = run("backup", path, "--to", disk)
    copied = Path(told["copied_to"])
    assert copied.is_relative_to(disk)
    edit(path, 99)
    code, _ = run("restore", path, "--backup", copied, "--yes")
    assert (code, households(path)) == (0, 84)


def test_the_newest_good_one_is_restored_and_the_file_before_is_kept(run: Run, path: Path) -> None:
    run("backup", path)
    edit(path, 99)
    bad = Path(run("backup", path)[1]["path"])
    flip(bad)
    code, told = run("restore", path, "--yes")
    assert (code, households(path)) == (0, 84)
    assert households(Path(told["kept"])) == 99


def test_nothing_is_restored_unasked(run: Run, path: Path) -> None:
    run("backup", path)
    edit(path, 99)
    before = path.read_bytes()
    assert run("restore", path)[0] == 3
    assert path.read_bytes() == before


def test_one_is_chosen_by_its_name(run: Run, path: Path) -> None:
    first = run("backup", path)[1]["name"]
    edit(path, 99)
    run("backup", path)
    edit(path, 100)
    assert run("restore", path, "--backup", first, "--yes")[0] == 0
    assert households(path) == 84


@pytest.mark.parametrize("name", ["none", "../district", "district.gpkg"])
def test_what_is_no_backup_is_refused(run: Run, path: Path, name: str) -> None:
    before = path.read_bytes()
    code, told = run("restore", path, "--backup", name, "--yes")
    assert (code, told["refused"]) == (3, "NotABackup")
    assert path.read_bytes() == before


def test_a_rotten_one_is_refused(run: Run, path: Path) -> None:
    made = Path(run("backup", path)[1]["path"])
    flip(made)
    before = path.read_bytes()
    code, told = run("restore", path, "--backup", made.stem, "--yes")
    assert (code, told["refused"]) == (3, "BadBackup")
    assert path.read_bytes() == before


def test_a_file_that_is_gone_or_damaged_comes_back(run: Run, path: Path) -> None:
    run("backup", path)
    path.write_bytes(b"\x00" * 8_192)
    assert run("restore", path, "--yes")[0] == 0
    assert households(path) == 84
    path.unlink()
    code, told = run("restore", path, "--yes")
    assert (code, told["kept"], households(path)) == (0, None, 84)


def test_a_restore_is_tested_and_changes_nothing(run: Run, path: Path) -> None:
    run("backup", path)
    before = path.read_bytes()
    code, told = run("restore", path, "--test")
    assert (code, told["ok"], told["findings"]) == (0, True, [])
    assert path.read_bytes() == before


def test_a_test_falls_to_the_backup_before_and_says_so(run: Run, path: Path) -> None:
    first = run("backup", path)[1]["name"]
    flip(Path(run("backup", path)[1]["path"]))
    code, told = run("restore", path, "--test")
    assert (code, told["backup"]) == (1, first)
    assert told["findings"]


def test_a_damaged_file_is_not_backed_up(run: Run, path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4096:12_288] = b"\xff" * 8_192
    path.write_bytes(content)
    code, _ = run("backup", path)
    assert code == 3
    assert backups.all(path) == []
