"""The command line records what goes out, and takes a person out of the file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from renewtrack import cli
from renewtrack.store import (
    backups,
    buildings,
    connecting,
    estates,
    exports,
    file,
    households,
    projects,
)
from renewtrack.store.actions import act

NAME, PHONE = "张探针", "13800008000"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = file.create(tmp_path / "district.gpkg", "示范区")
    with act(made.db, "add_estate", "王工"):
        estate = estates.add(made.db, name="东里小区")
        projects.add(
            made.db, [estate], plan_year=2025, leader=NAME, phone=PHONE, problem=f"{NAME}反映漏水"
        )
    made.close()
    return tmp_path / "district.gpkg"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Any:
    def call(*arguments: object) -> tuple[int, Any, str]:
        code = cli.main([*(str(each) for each in arguments), "--json"])
        told = capsys.readouterr()
        return code, json.loads(told.out) if told.out else None, told.err

    return call


def _recorded(path: Path) -> list[exports.Export]:
    project = file.open_file(path)
    try:
        return exports.all(project.db)
    finally:
        project.close()


def _text(path: Path) -> str:
    sheet = openpyxl.load_workbook(path).active
    return str([[cell.value for cell in row] for row in sheet.rows])  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "kind",
    [
        ("台账.xlsx", "ledger", "ledger"),
        ("楼.csv", "buildings", "buildings"),
        ("楼.geojson", "buildings", "shapes"),
        ("小区.geojson", "estates", "estates"),
    ],
)
def test_every_export_is_on_record(
    path: Path, tmp_path: Path, run: Any, kind: tuple[str, str, str]
) -> None:
    name, what, recorded = kind
    code, told, _ = run("export", path, tmp_path / name, "--what", what)
    assert (code, told["masked"], told["recorded"]) == (0, True, True)
    (export,) = _recorded(path)
    assert (export.what, export.file, export.rows) == (recorded, name, told["rows"])


@pytest.mark.usefixtures("qapp")
def test_a_print_is_on_record(path: Path, tmp_path: Path, run: Any) -> None:
    code, told, _ = run("print", path, "--out", tmp_path / "图.pdf")
    assert (code, told["recorded"]) == (0, True)
    assert [(each.what, each.rows) for each in _recorded(path)] == [("status_map", told["pages"])]


def test_persons_go_out_masked_and_for_a_reason_in_full(
    path: Path, tmp_path: Path, run: Any
) -> None:
    run("export", path, tmp_path / "a.xlsx")
    assert NAME not in _text(tmp_path / "a.xlsx")
    code, told, _ = run("export", path, tmp_path / "b.xlsx", "--reveal", "--reason", "核对联系人")
    assert (code, told["masked"]) == (0, False)
    assert NAME in _text(tmp_path / "b.xlsx")
    code, told, _ = run("exports", path)
    assert [(each["masked"], each["reason"]) for each in told] == [
        (False, "核对联系人"),
        (True, None),
    ]


def test_without_a_reason_nothing_goes_out(path: Path, tmp_path: Path, run: Any) -> None:
    code, told, _ = run("export", path, tmp_path / "a.xlsx", "--reveal")
    assert (code, told["refused"]) == (3, "ReasonNeeded")
    assert not (tmp_path / "a.xlsx").exists()
    assert _recorded(path) == []


def test_a_read_only_file_goes_out_masked_and_unrecorded_and_never_in_full(
    path: Path, tmp_path: Path, run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connecting, "writable", lambda _: False)
    code, told, said = run("export", path, tmp_path / "a.xlsx")
    assert (code, told["recorded"]) == (0, False)
    assert "没有记入" in said
    code, told, _ = run("export", path, tmp_path / "b.xlsx", "--reveal", "--reason", "核对")
    assert (code, told["refused"]) == (3, "CannotRecord")
    assert not (tmp_path / "b.xlsx").exists()


def test_a_person_is_found_and_erased(path: Path, run: Any) -> None:
    code, told, _ = run("erase", path, "--name", NAME, "--find")
    assert (code, told["project"]) == (0, 1)
    code, told, _ = run("erase", path, "--name", NAME, "--phone", PHONE, "--reason", "申请")
    assert code == 2  # not without --yes
    asked = ("--name", NAME, "--phone", PHONE, "--reason", "申请", "--yes")
    code, told, _ = run("erase", path, *asked)
    assert (code, told["backups_holding"]) == (0, [])
    assert NAME.encode() not in path.read_bytes()
    assert PHONE.encode() not in path.read_bytes()


def test_backups_that_hold_the_person_are_named_and_replaced_on_purpose(
    path: Path, run: Any
) -> None:
    old = backups.make(path, "manual").path
    asked = ("erase", path, "--name", NAME, "--reason", "申请", "--yes")
    code, told, _ = run(*asked)
    assert (code, told["backups_holding"]) == (1, [str(old)])
    code, told, _ = run(*asked, "--replace-backups")
    assert code == 0
    assert [str(each.path) for each in backups.all(path)] == [told["new_backup"]]


@pytest.fixture
def home(path: Path) -> Path:
    """A household of that person, whose time is over."""
    opened = file.open_file(path)
    with act(opened.db, "edit", "王工"):
        estate = estates.all(opened.db)[0].id
        building = buildings.add(opened.db, estate_id=estate, number="1")
        kept = {"holder": NAME, "phone": PHONE, "keep_until": "2026-10"}
        households.add(opened.db, building_id=building, room="101", **kept)
        projects.change(opened.db, projects.all(opened.db)[0].id, {"leader": None, "phone": None})
    opened.close()
    return path


def test_households_whose_time_is_over_are_listed_and_purged(home: Path, run: Any) -> None:
    code, told, _ = run("purge", home, "--due", "2026-10-31", "--list")
    assert (code, told) == (0, [])
    code, told, _ = run("purge", home, "--due", "2026-11-01", "--list")
    assert [(each["room"], each["why"]) for each in told] == [("101", "over")]
    old = backups.make(home, "manual").path
    code, told, _ = run("purge", home, "--due", "2026-11-01", "--reason", "到期")
    assert code == 2  # not without --yes
    asked = ("purge", home, "--due", "2026-11-01", "--reason", "到期", "--yes")
    code, told, _ = run(*asked, "--replace-backups")
    assert (code, told["households"], told["backups_holding"]) == (0, 1, [])
    assert not old.exists()
    for each in home.parent.rglob("*.gpkg"):
        assert NAME.encode() not in each.read_bytes()
        assert PHONE.encode() not in each.read_bytes()
    code, _, wrong = run("purge", home, "--due", "x", "--list")
    assert code == 2
    assert "2026-06-08" in wrong  # how a day is typed


def test_all_that_is_held_of_a_household_is_told_for_a_reason(
    home: Path, tmp_path: Path, run: Any
) -> None:
    place = ("--building", "1", "--room", "101室")
    code, told, _ = run("person", home, *place)
    assert (code, told["refused"]) == (3, "ReasonNeeded")
    code, told, _ = run("person", home, *place, "--reason", "本人申请")
    assert code == 0
    assert told["住户"][0]["户主"] == NAME
    assert NAME in told["其他地方提到的"][0]["原文"]
    out = tmp_path / "本户.xlsx"
    code, told, _ = run("person", home, *place, "--reason", "本人申请", "--out", out)
    assert NAME in _text(out)
    latest = _recorded(home)[0]
    assert (latest.what, latest.masked, latest.reason) == ("person_data", False, "本人申请")
    odd = out.with_suffix(".pdf")
    code, _, why = run("person", home, *place, "--reason", "本人申请", "--out", odd)
    assert (code, ".xlsx" in why, odd.exists()) == (2, True, False)
    code, told, _ = run("person", home, "--building", "9", "--room", "1", "--reason", "x")
    assert (code, told["refused"]) == (3, "NoHousehold")


def test_too_little_is_refused(path: Path, run: Any) -> None:
    code, told, _ = run("erase", path, "--name", "张", "--reason", "申请", "--yes")
    assert (code, told["refused"]) == (3, "TooLittle")


def test_queries_mask_names_in_free_texts(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["query", str(path), "projects"])
    told = capsys.readouterr().out
    assert "张**反映漏水" in told
    assert NAME not in told
