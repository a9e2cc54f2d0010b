"""The import takes folders, many sheets and passworded files; one bad file stops no other."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import openpyxl
import pytest
from sqlite_utils import Database

from renewtrack import cli
from renewtrack.commands import taking_in
from renewtrack.intake import planning
from renewtrack.intake.options import Options
from renewtrack.intake.plans import Plan
from renewtrack.store import file
from tests.intake import offices
from tests.intake.offices import Grid

LEDGER = Grid([["街道", "小区名称", "户数", "形象进度"], ["南桥镇", "临湖里", 10, "施工中"]], [])
SURVEY = Grid([["街道", "小区名称", "楼号", "层数"], ["南桥镇", "临湖里", "1号楼", 6]], [])


@dataclass(frozen=True, slots=True)
class Answer:
    """What one run gave back."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The one JSON document on stdout."""
        return json.loads(self.out)


Run = Callable[..., Answer]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    path = tmp_path / "区.gpkg"
    file.create(path, "示范区", "110199").close()

    def call(*arguments: object) -> Answer:
        code = cli.main(["import", str(path), *map(str, arguments)])
        told = capsys.readouterr()
        return Answer(code, told.out, told.err)

    return call


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "来表").mkdir()
    return tmp_path / "来表"


def _book(path: Path) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, grid in (("楼栋", SURVEY), ("说明", Grid([["请填写"]], [])), ("台账", LEDGER)):
        page = book.create_sheet(name)
        for row in grid.rows:
            page.append(row)
    book.save(path)
    return path


def test_every_recognised_sheet_of_a_workbook_is_taken_ledgers_first(
    run: Run, tmp_path: Path
) -> None:
    document = run(_book(tmp_path / "2025年.xlsx"), "--json").document
    assert document["sheet"] == ["台账", "楼栋"]
    assert document["layout"] == ["ledger", "buildings"]
    assert document["rejected"] == 0


def test_a_named_sheet_alone_is_taken(run: Run, tmp_path: Path) -> None:
    document = run(_book(tmp_path / "2025年.xlsx"), "--sheet", "楼栋", "--json").document
    assert document["sheet"] == "楼栋"


def test_a_bad_file_in_a_folder_stops_no_other(run: Run, folder: Path) -> None:
    offices.save_xlsx(folder / "2025年台账.xlsx", LEDGER)
    (folder / "假表.xls").write_bytes(b"%PDF-1.7")
    (folder / "~$2025年台账.xlsx").write_bytes(b"x")
    answer = run(folder, "--json")
    assert answer.code == 1
    assert answer.document["new"] == 1
    (refused,) = answer.document["refused"]
    assert refused["file"] == "假表.xls"
    assert "PDF" in refused["message"]
    assert refused["message"] in answer.err
    assert "~$2025年台账.xlsx" in answer.err


def test_a_folder_of_which_everything_is_refused_is_refused(run: Run, folder: Path) -> None:
    for name in ("甲.xls", "乙.xls"):
        (folder / name).write_bytes(b"%PDF-1.7")
    answer = run(folder, "--json")
    assert (answer.code, len(answer.document["refused"])) == (3, 2)


def test_a_folder_without_sheets_is_refused(run: Run, folder: Path) -> None:
    (folder / "图.png").write_bytes(b"x")
    answer = run(folder, "--json")
    assert (answer.code, answer.document["refused"]) == (3, "FolderWithoutSheets")


def test_one_bad_file_is_refused_as_ever(run: Run, folder: Path) -> None:
    (folder / "假表.xls").write_bytes(b"%PDF-1.7")
    answer = run(folder / "假表.xls", "--json")
    assert (answer.code, answer.document["refused"]) == (3, "IsOtherKind")


def test_the_ledgers_of_a_folder_come_before_its_buildings(run: Run, folder: Path) -> None:
    offices.save_xlsx(folder / "a楼栋.xlsx", SURVEY)
    offices.save_xlsx(folder / "b2025台账.xlsx", LEDGER)
    assert run(folder, "--json").document["layout"] == ["ledger", "buildings"]


def test_a_batch_too_big_to_be_held_is_read_again(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking_in, "MOST_HELD", 0)
    plain = offices.save_xlsx(folder.parent / "2025.xlsx", LEDGER)
    offices.lock(plain, folder / "2025台账.xlsx", "密9")
    offices.save_xlsx(folder / "楼栋.xlsx", SURVEY)
    document = run(folder, "--password", "密9", "--json").document
    assert document["layout"] == ["ledger", "buildings"]


def test_a_passworded_file_opens_by_the_password_given(run: Run, folder: Path) -> None:
    plain = offices.save_xlsx(folder / "2025.xlsx", LEDGER)
    locked = offices.lock(plain, folder / "锁2025.xlsx", "密9")
    assert run(locked, "--json").document["refused"] == "SheetPassworded"
    assert run(locked, "--password", "错", "--json").document["refused"] == "WrongPassword"
    assert run(locked, "--password", "密9", "--json").document["new"] == 1


def test_a_person_at_a_terminal_is_asked_for_the_password_unseen(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = offices.save_xlsx(folder / "2025.xlsx", LEDGER)
    locked = offices.lock(plain, folder / "锁2025.xlsx", "密9")
    asked: list[tuple[str, bool]] = []

    def prompt(words: str, *, hide_input: bool, err: bool) -> str:
        asked.append((words, hide_input and err))
        return "密9"

    monkeypatch.setattr(click, "prompt", prompt)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    assert run(locked, "--yes").code == 0
    assert asked == [("文件“锁2025.xlsx”的打开密码", True)]


def test_the_rule_and_new_places_reach_the_planning(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = offices.save_xlsx(folder / "2025.xlsx", LEDGER)
    seen: list[Options] = []
    plan = planning.plan

    def noted(db: Database, path: Path, options: Options, **more: Any) -> Plan:
        seen.append(options)
        return plan(db, path, options, **more)

    monkeypatch.setattr(planning, "plan", noted)
    run(path, "--rule", "file", "--new-places", "--json")
    run(path, "--json")
    assert [(options.rule, options.new_places) for options in seen] == [
        ("file", True),
        ("sheet", False),
    ]
    assert run(path, "--rule", "nonsense").code == 2
