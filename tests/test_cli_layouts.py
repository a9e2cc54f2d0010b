"""Remembered layouts on the command line: kept, given away, taken in, obeyed by an import."""

from __future__ import annotations

from pathlib import Path

import pytest

from renewtrack import paths
from renewtrack.store import file
from tests.intake import offices
from tests.intake.offices import Grid
from tests.test_cli import Run
from tests.test_cli import run as run

ROWS: list[list[offices.Cell]] = [
    ["街道", "小区名称", "总投资（万元）", "形象进度"],
    ["东湖街道", "临湖里", 300, "在建"],
]


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "layouts").mkdir()
    monkeypatch.setattr(paths, "layouts_folder", lambda: tmp_path / "layouts")


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    return offices.save_xlsx(tmp_path / "2025年台账.xlsx", Grid(ROWS, []))


def test_at_first_none_is_remembered(run: Run) -> None:
    assert "没有记住的版式" in run("layouts").out
    assert run("layouts", "--json").document == {"layouts": [], "unreadable": 0}


def test_a_layout_goes_from_one_office_to_another(run: Run, sheet: Path, tmp_path: Path) -> None:
    assert run("layouts", "--save", sheet, "--name", "东湖月报").code == 0
    given = tmp_path / "东湖月报.toml"
    assert run("layouts", "--export", "东湖月报", "--to", given).code == 0
    assert run("layouts", "--remove", "东湖月报", "--json").document["layouts"] == []
    (found,) = run("layouts", "--import", given, "--json").document["layouts"]
    assert (found["name"], found["kind"]) == ("东湖月报", "ledger")
    assert found["columns"]["总投资(万元)"] == "invest_total"


def test_an_import_says_by_which_layout_it_knows_the_sheet(
    run: Run, sheet: Path, tmp_path: Path
) -> None:
    run("layouts", "--save", sheet, "--name", "东湖月报")
    path = file.create(tmp_path / "区.gpkg", "示范区").path
    issues = run("import", path, sheet, "--dry-run", "--json").document["issues"]
    assert [(each["kind"], each["value"]) for each in issues] == [("known_sender", "东湖月报")]


@pytest.mark.parametrize(
    "said", [("--export", "甲"), ("--save", "x.xlsx"), ("--remove", "没有"), ("--to", "x.toml")]
)
def test_half_a_wish_is_no_wish(run: Run, said: tuple[str, str]) -> None:
    answer = run("layouts", *said)
    assert answer.code == 2
    assert answer.err


def test_a_broken_file_is_refused_with_its_reason(run: Run, tmp_path: Path) -> None:
    (tmp_path / "坏.toml").write_text("version = 1", "utf-8")
    answer = run("layouts", "--import", tmp_path / "坏.toml", "--json")
    assert (answer.code, answer.document["refused"]) == (3, "LayoutFileBroken")
