"""``report`` at the command line: tables as JSON, files that are recorded, freezing."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from renewtrack import demo
from tests.test_cli import Run
from tests.test_cli import run as run


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "示范区.gpkg"
    demo.make(path).close()
    return path


@pytest.fixture
def ledger(invented: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(invented, tmp_path / "示范区.gpkg"))


def test_json_gives_the_tables_of_a_month(run: Run, ledger: Path) -> None:
    done = run("report", ledger, "--month", "2026-10", "--json")
    told = json.loads(done.out)
    assert [each["key"] for each in told["tables"]] == [f"R{n}" for n in range(1, 12)]
    (whole,) = (row for row in told["tables"][0]["rows"] if row["level"] == "total")
    assert whole["estates"] == "20"
    assert done.code == 0


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("月报.docx", ["--month", "2026-10"]),
        ("周报.xlsx", ["--week", "2026-W47"]),
        ("计划.xlsx", ["--survey", "plan"]),
    ],
)
def test_a_report_is_written_and_recorded(
    run: Run, ledger: Path, tmp_path: Path, name: str, asked: list[str]
) -> None:
    out = tmp_path / name
    told = json.loads(run("report", ledger, out, *asked, "--json").out)
    assert out.stat().st_size > 5_000
    assert told["recorded"]
    listed = json.loads(run("exports", ledger, "--json").out)
    assert (listed[0]["what"], listed[0]["file"]) == (
        "survey" if "--survey" in asked else "report",
        name,
    )


def test_freezing_keeps_and_opening_asks_for_a_reason(run: Run, ledger: Path) -> None:
    month = ("--month", "2026-10")
    assert json.loads(run("report", ledger, *month, "--freeze", "--json").out)["frozen_at"]
    assert run("report", ledger, *month, "--freeze").code == 3
    assert run("report", ledger, *month, "--unfreeze").code == 3
    opened = run("report", ledger, *month, "--unfreeze", "--reason", "补报", "--json")
    assert json.loads(opened.out)["frozen_at"] is None


@pytest.mark.parametrize(
    "wrong", [["--month", "2026-13"], ["--week", "2026-W60"], ["--month", "五月"]]
)
def test_no_period_is_refused_with_how_to_write_one(
    run: Run, ledger: Path, wrong: list[str]
) -> None:
    done = run("report", ledger, *wrong)
    assert done.code == 3
    assert "2025-05" in done.err


def test_a_name_of_another_kind_is_wrong_use(run: Run, ledger: Path, tmp_path: Path) -> None:
    assert run("report", ledger, tmp_path / "a.pdf").code == 2
