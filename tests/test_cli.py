"""Every command does its work on a real file, answers in JSON and never shows a traceback."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from renewtrack import cli, commands
from renewtrack.store import backups, estates, file, gpkg, plans, projects, rows
from renewtrack.store.actions import act
from tests.source_tree import ROOT

DISTRICT = "示范区"


@dataclass(frozen=True, slots=True)
class Answer:
    """What one run of the command line gave back."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The one JSON document on stdout."""
        return json.loads(self.out)

    @property
    def records(self) -> list[dict[str, Any]]:
        """The JSON objects on stdout, one a line."""
        return [json.loads(line) for line in self.out.splitlines()]


Run = Callable[..., Answer]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*arguments: object) -> Answer:
        code = cli.main([str(argument) for argument in arguments])
        told = capsys.readouterr()
        return Answer(code, told.out, told.err)

    return call


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A small file: one estate on the map, with a project that is being built."""
    made = file.create(tmp_path / "district.gpkg", DISTRICT)
    with act(made.db, "add_estate", "王工", detail="东里小区"):
        estate = estates.add(
            made.db, name="东里小区", year_built=1993, geom=gpkg.point(116.3102, 40.0381)
        )
        projects.add(made.db, [estate], name="东里小区改造", plan_year=2025, stage="S70")
    made.close()
    return tmp_path / "district.gpkg"


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    target = tmp_path / "楼栋.csv"
    lines = [
        "街道,小区名称,楼号,层数,户数",
        "上地街道,东里小区,1号楼,6,72",
        "上地街道,东里小区,甲2号楼,5,60",
    ]
    target.write_text("\n".join(lines), "gb18030")
    return target


def test_new_makes_a_file_that_opens(run: Run, tmp_path: Path) -> None:
    made = run("new", tmp_path / "新.gpkg", "--district", DISTRICT, "--code", "110108", "--json")
    opened = file.open_file(tmp_path / "新.gpkg")
    assert (made.code, made.document["district"]) == (0, DISTRICT)
    assert opened.district == DISTRICT
    opened.close()


def test_new_overwrites_nothing(run: Run, path: Path) -> None:
    before = path.read_bytes()
    assert run("new", path, "--district", DISTRICT).code == 3
    assert path.read_bytes() == before


@pytest.mark.parametrize(("language", "word"), [("zh", "找不到"), ("en", "There is no file")])
def test_a_refusal_speaks_the_chosen_language(
    run: Run, tmp_path: Path, language: str, word: str
) -> None:
    answer = run("query", tmp_path / "nowhere.gpkg", "estates", "--lang", language)
    assert answer.code == 3
    assert word in answer.err


def test_a_refusal_is_a_document_for_a_program(run: Run, tmp_path: Path) -> None:
    answer = run("check", tmp_path / "nowhere.gpkg", "--json")
    assert answer.code == 3
    assert answer.document["refused"] == "FileMissing"


@pytest.mark.parametrize(
    "arguments",
    [["nonsense"], ["query", "x.gpkg", "palaces"], ["new", "x.gpkg"], ["print", "x.gpkg"]],
    ids=lambda arguments: " ".join(arguments),
)
def test_wrong_use_exits_with_two(run: Run, arguments: list[str]) -> None:
    answer = run(*arguments)
    assert answer.code == 2
    assert "Error" in answer.err


def test_a_field_that_is_not_there_is_wrong_use(run: Run, path: Path) -> None:
    answer = run("query", path, "estates", "--fields", "palace")
    assert answer.code == 2
    assert "palace" in answer.err


def test_query_prints_one_object_a_line(run: Run, path: Path) -> None:
    (record,) = run("query", path, "estates").records
    assert record["name"] == "东里小区"
    assert (record["lon"], record["lat"]) == pytest.approx((116.3102, 40.0381))


def test_query_keeps_to_conditions_and_fields(run: Run, path: Path) -> None:
    building = run("query", path, "projects", "--where", "stage=S70", "--fields", "estate,stage")
    done = run("query", path, "projects", "--where", "stage=S80")
    assert building.records == [{"estate": "东里小区", "stage": "S70"}]
    assert done.records == []


@pytest.mark.parametrize("by", ["street", "stage", "source", "type"])
def test_totals_are_one_document_for_every_grouping(run: Run, path: Path, by: str) -> None:
    answer = run("totals", path, "--by", by, "--json")
    assert answer.code == 0
    assert isinstance(answer.document, dict)


def test_targets_of_two_plans_of_one_name_are_both_told(run: Run, path: Path) -> None:
    opened = file.open_file(path)
    with act(opened.db, "plan", "李工"):
        for planned in (3, 5):
            plan = plans.add(opened.db, level="area", name="片区策划")
            target = {"plan_id": plan, "metric": "estates", "planned": planned}
            rows.add(opened.db, "target", target)
    opened.close()
    found = run("totals", path, "--by", "target", "--json").document
    assert sorted(each["planned"] for each in found.values()) == [3, 5]


def test_import_counts_every_row_once(run: Run, path: Path, sheet: Path) -> None:
    document = run("import", path, sheet, "--json").document
    counts = [document[state] for state in ("new", "changed", "same", "rejected")]
    assert document["rows_read"] == sum(counts) == 2
    assert document["batch"] is not None


def test_rejected_rows_are_written_beside_and_recorded(
    run: Run, path: Path, sheet: Path, tmp_path: Path
) -> None:
    sheet.write_text(sheet.read_text("gb18030") + "\n上地街道,东里小区,,6,72\n", "gb18030")
    out = tmp_path / "退回.xlsx"
    answer = run("import", path, sheet, "--yes", "--rejects", out)
    assert answer.code == 1
    assert out.name in answer.err
    assert "没有楼号" in str(openpyxl.load_workbook(out).worksheets[0]["G2"].value)
    assert [record["what"] for record in run("exports", path, "--json").document] == ["rejected"]


def test_no_rejected_row_writes_no_workbook(
    run: Run, path: Path, sheet: Path, tmp_path: Path
) -> None:
    assert run("import", path, sheet, "--yes", "--rejects", tmp_path / "退回.xlsx").code == 0
    assert not (tmp_path / "退回.xlsx").exists()
    assert run("import", path, sheet, "--yes", "--rejects", path).code == 3


def test_a_second_import_changes_nothing(run: Run, path: Path, sheet: Path) -> None:
    run("import", path, sheet, "--json")
    again = run("import", path, sheet, "--json").document
    assert (again["same"], again["batch"]) == (again["rows_read"], None)


def test_a_dry_run_writes_nothing(run: Run, path: Path, sheet: Path) -> None:
    document = run("import", path, sheet, "--dry-run", "--json").document
    assert document["batch"] is None
    assert run("query", path, "buildings").records == []


def test_two_sheets_are_added_up(run: Run, path: Path, sheet: Path, tmp_path: Path) -> None:
    other = tmp_path / "再一张.csv"
    other.write_bytes(sheet.read_bytes())
    document = run("import", path, sheet, other, "--json").document
    assert (document["rows_read"], len(document["sheets"])) == (4, 2)
    assert document["file"] == [sheet.name, other.name]
    assert [len(document[key]) for key in ("sheet", "layout")] == [2, 2]


def test_an_unknown_coordinate_system_is_wrong_use(run: Run, path: Path, sheet: Path) -> None:
    for crs in ("epsg:99999", "月球坐标系", "EPSG:4214"):
        answer = run("import", path, sheet, "--crs", crs, "--json")
        assert answer.code == 2
        assert crs in answer.err
    assert run("query", path, "buildings").records == []


def test_a_sheet_is_chosen_by_name(run: Run, path: Path, tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    for number, name in enumerate(("南桥镇", "北桥镇")):
        page = workbook.create_sheet(name, number)
        page.append(["小区名称", "户数", "形象进度"])
        page.append([f"{name}小区", 10, "施工中"])
    book = tmp_path / "2025.xlsx"
    workbook.save(book)
    both = run("import", path, book, "--sheet", "南桥镇", "--sheet", "北桥镇", "--json").document
    assert (both["sheet"], both["new"]) == (["南桥镇", "北桥镇"], 2)
    assert run("import", path, book, "--sheet", "没有的表", "--json").code == 3


def test_a_message_about_the_whole_sheet_names_no_row(run: Run, path: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "台账.csv"
    sheet.write_text("街道,小区名称,形象进度\n南桥镇,临湖里,施工中\n", "utf-8")
    told = run("import", path, sheet).err
    assert "年份" in told
    assert "第 0 行" not in told


def test_undo_and_redo_go_back_and_forth_over_an_import(run: Run, path: Path, sheet: Path) -> None:
    run("import", path, sheet, "--json")
    full = run("query", path, "buildings").records
    assert run("undo", path, "--json").document["action"] == "import"
    assert run("query", path, "buildings").records == []
    assert run("redo", path, "--json").code == 0
    assert run("query", path, "buildings").records == full


def test_nothing_to_undo_is_refused(run: Run, tmp_path: Path) -> None:
    run("new", tmp_path / "new.gpkg", "--district", DISTRICT)
    assert run("undo", tmp_path / "new.gpkg").code == 3


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("台账.xlsx", "ledger"),
        ("楼栋.xlsx", "buildings"),
        ("楼栋.csv", "buildings"),
        ("楼栋.geojson", "buildings"),
        ("小区.geojson", "estates"),
        ("小区.csv", "estates"),
        ("台账.csv", "ledger"),
        *((f"{kind}.xlsx", kind) for kind in ("bookings", "lifts", "payments", "readings")),
    ],
)
def test_export_writes_each_kind(
    run: Run, path: Path, tmp_path: Path, name: str, what: str
) -> None:
    answer = run("export", path, tmp_path / name, "--what", what, "--json")
    assert answer.code == 0, answer.err
    assert (tmp_path / name).stat().st_size > 0


def test_export_refuses_a_kind_that_has_no_such_form(run: Run, path: Path, tmp_path: Path) -> None:
    answer = run("export", path, tmp_path / "台账.geojson", "--what", "ledger")
    assert answer.code == 2
    assert not (tmp_path / "台账.geojson").exists()


def test_export_writes_a_csv_for_old_programs(run: Run, path: Path, tmp_path: Path) -> None:
    out = tmp_path / "小区.csv"
    run("export", path, out, "--what", "estates", "--encoding", "gb18030")
    assert "东里小区" in out.read_text("gb18030")


def test_export_fills_a_senders_workbook(run: Run, path: Path, sheet: Path, tmp_path: Path) -> None:
    run("import", path, sheet, "--yes")
    template, out = tmp_path / "来表.xlsx", tmp_path / "填好.xlsx"
    book = openpyxl.Workbook()
    for row in (
        ["街道", "小区名称", "楼号", "层数", "户数"],
        ["上地街道", "东里小区", "1#", 5, 72],
    ):
        book.worksheets[0].append(row)
    book.save(template)
    answer = run("export", path, out, "--into", template, "--add-rows", "--json")
    assert answer.code == 0, answer.err
    said = {key: answer.document[key] for key in ("rows", "cells", "added", "unknown")}
    assert said == {"rows": 1, "cells": 1, "added": 1, "unknown": []}
    found = openpyxl.load_workbook(out).worksheets[0]
    assert [[cell.value for cell in row] for row in found.iter_rows(min_row=2)] == [
        ["上地街道", "东里小区", "1#", 6, 72],
        ["上地街道", "东里小区", "甲2#", 5, 60],
    ]
    assert run("exports", path, "--json").document[0]["what"] == "filled"


def test_a_csv_is_not_filled_in_place(run: Run, path: Path, sheet: Path, tmp_path: Path) -> None:
    run("import", path, sheet, "--yes")
    assert run("export", path, tmp_path / "out.xlsx", "--into", sheet).code == 3
    assert not (tmp_path / "out.xlsx").exists()


@pytest.mark.parametrize("layout", ["a3-status", "大图（只有地图）", "Status map with chart"])
def test_print_writes_a_pdf_and_says_what_is_on_it(
    run: Run, path: Path, tmp_path: Path, qapp: object, layout: str
) -> None:
    out = tmp_path / "现状图.pdf"
    answer = run("print", path, "--layout", layout, "--out", out, "--json")
    assert answer.code == 0, answer.err
    assert out.read_bytes().startswith(b"%PDF")
    assert answer.document["pages"] >= 1


@pytest.mark.parametrize("ending", ["", "-journal"])
@pytest.mark.parametrize("command", ["print", "export"])
def test_nothing_is_written_over_the_ledger(
    run: Run, path: Path, tmp_path: Path, command: str, ending: str
) -> None:
    suffix = ".pdf" if command == "print" else ".xlsx"
    named = path.rename(tmp_path / f"ledger{suffix}")
    if ending:
        named = named.rename(tmp_path / "ledger")
        beside = tmp_path / "ledger-journal"
        target = tmp_path / f"there{suffix}"
        target.symlink_to(beside)
    else:
        target = named
    before = named.read_bytes()
    answer = (
        run("print", named, "--out", target) if command == "print" else run("export", named, target)
    )
    assert (answer.code, named.read_bytes()) == (3, before)
    assert not (tmp_path / "ledger-journal").exists()


def test_a_map_is_written_under_the_name_of_a_pdf_alone(run: Run, path: Path) -> None:
    before = path.read_bytes()
    assert run("print", path, "--out", path).code == 2
    assert path.read_bytes() == before


@pytest.mark.parametrize("scale", [1, 99_999_999_999])
def test_a_scale_out_of_reach_is_refused(
    run: Run, path: Path, tmp_path: Path, qapp: object, scale: int
) -> None:
    answer = run("print", path, "--out", tmp_path / "x.pdf", "--scale", scale, "--lang", "en")
    assert (answer.code, "1:5000000" in answer.err) == (3, True)
    assert not (tmp_path / "x.pdf").exists()


@pytest.mark.parametrize(
    "arguments", [["check", "{}.gpkg"], ["new", "{}.gpkg", "--district", "甲"]]
)
def test_a_name_too_long_is_refused_in_a_sentence(
    run: Run, tmp_path: Path, arguments: list[str]
) -> None:
    long = [each.replace("{}", str(tmp_path / ("长" * 260))) for each in arguments]
    answer = run(*long, "--lang", "en")
    assert (answer.code, "longer than the system allows" in answer.err) == (3, True)


def test_check_finds_a_whole_file_whole(run: Run, path: Path) -> None:
    answer = run("check", path, "--json")
    assert (answer.code, answer.document["findings"]) == (0, [])


def _torn(path: Path) -> bytes:
    """Empty the root page of the buildings."""
    with closing(sqlite3.connect(path)) as conn:
        found = conn.execute("SELECT rootpage FROM sqlite_master WHERE name = 'building'")
        (root,) = found.fetchone()
    stored = bytearray(path.read_bytes())
    stored[(root - 1) * 4096 : root * 4096] = bytes(4096)
    path.write_bytes(stored)
    return bytes(stored)


def test_check_names_the_tables_of_a_damaged_file_and_leaves_it_alone(run: Run, path: Path) -> None:
    stored = _torn(path)
    answer = run("check", path, "--json")
    assert (answer.code, answer.document["damaged_tables"]) == (1, ["building"])
    assert [each["check"] for each in answer.document["findings"]] == ["pages"]
    assert "楼栋" in run("check", path).out
    assert path.read_bytes() == stored


def test_check_compares_the_backups_with_their_manifests(run: Run, path: Path) -> None:
    made = [backups.make(path, "manual") for _ in range(2)]
    assert run("check", path, "--backups").code == 0
    stored = bytearray(made[0].path.read_bytes())
    stored[-1] ^= 1
    made[0].path.chmod(0o600)
    made[0].path.write_bytes(stored)
    answer = run("check", path, "--backups", "--json")
    assert answer.code == 1
    assert [each["good"] for each in answer.document["backups"]] == [False, True]
    assert answer.document["findings"] == []


def test_salvage_writes_a_new_file_and_tells_what_came_over(
    run: Run, path: Path, tmp_path: Path
) -> None:
    stored = _torn(path)
    answer = run("salvage", path, tmp_path / "new.gpkg", "--json")
    assert answer.code in (0, 1)
    assert Path(answer.document["report"]).is_file()
    assert run("check", tmp_path / "new.gpkg").code == 0
    assert run("salvage", path, tmp_path / "new.gpkg").code == 3  # never over another file
    assert path.read_bytes() == stored


def test_doctor_tells_what_the_machine_has(run: Run) -> None:
    answer = run("doctor", "--json")
    assert answer.code in (0, 1)
    assert answer.document["packages"]["PySide6"]
    assert answer.document["places"]["logs"]


def test_open_without_a_screen_is_refused(
    run: Run, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert run("open", path, "--lang", "en").code == 3


def test_a_fault_of_ours_is_one_sentence_and_a_record_without_persons(
    run: Run, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_db: object) -> None:
        raise ZeroDivisionError("张三丰 13812345678")

    monkeypatch.setattr("renewtrack.store.health.findings", broken)
    monkeypatch.setattr("renewtrack.paths.log_folder", lambda: tmp_path)
    answer = run("check", path)
    assert answer.code == 3
    assert "Traceback" not in answer.err
    (record,) = tmp_path.glob("crash-*.txt")
    written = record.read_text("utf-8")
    assert "ZeroDivisionError" in written
    assert "looking_after.py" in written
    assert "张三丰" not in written
    assert "13812345678" not in written


@pytest.mark.parametrize("command", commands.COMMANDS, ids=lambda command: str(command.name))
def test_every_command_takes_json_and_tells_its_use_in_both_languages(command: object) -> None:
    options = {option for each in getattr(command, "params", []) for option in each.opts}
    use = str(getattr(command, "help", ""))
    assert "--json" in options
    assert any("\u4e00" <= sign <= "\u9fff" for sign in use)
    assert any(sign.isascii() and sign.isalpha() for sign in use)


def test_the_module_runs_as_a_program_of_its_own() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "renewtrack", "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert run.returncode == 0
    assert "更新台账" in run.stdout


def test_what_import_says_of_a_cell_hides_telephones_and_identities(
    run: Run, path: Path, sheet: Path
) -> None:
    telephone, identity = "13812345678", "110108199001011234"
    lines = [
        "街道,小区名称,楼号,层数,户数",
        f"上地街道,东里小区,1号楼,张工 {telephone},72",
        f"上地街道,东里小区,2号楼,6,张工 {identity}",
    ]
    sheet.write_text("\n".join(lines), "gb18030")
    answer = run("import", path, sheet, "--dry-run", "--json")
    assert "138****5678" in answer.out
    assert "110108********1234" in answer.out
    for told in (answer.out, answer.err):
        assert telephone not in told
        assert identity not in told


def test_a_form_goes_out_and_comes_back(run: Run, path: Path, sheet: Path, tmp_path: Path) -> None:
    run("import", path, sheet, "--yes")
    out = tmp_path / "外业.xlsx"
    answer = run("form", path, out, "--street", "上地街道", "--json")
    assert answer.code == 0, answer.err
    assert (answer.document["rows"], answer.document["place"]) == (2, "上地街道")
    book = openpyxl.load_workbook(out)
    book["填报"]["E4"] = 8
    book.save(out)
    assert run("import", path, out, "--yes", "--json").document["changed"] == 1
    assert run("form", path, tmp_path / "无.xlsx", "--street", "没有街道").code == 3
    assert run("form", path, tmp_path / "无.csv").code == 2
