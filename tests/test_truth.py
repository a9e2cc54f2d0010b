"""Both practice sheets, taken in by the command line, equal the truth in every field they have."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest

from renewtrack import cli
from renewtrack.domain import codes

pytestmark = pytest.mark.shared

LEDGER = "示范区2025年老旧小区改造台账.xlsx"
SURVEY = "示范区楼栋普查表.csv"
METRES_A_DEGREE = 111_320.0
YUAN_OF_WAN = 10_000
ESTATE_FIELDS = {
    "year": "year_built",
    "buildings": "building_count",
    "households": "household_count",
    "area_m2": "floor_area_m2",
}
PROJECT_FIELDS = (
    *("stage", "percent"),
    *("start_plan", "start_actual", "finish_plan", "finish_actual"),
)
Records = list[dict[str, Any]]


def _call(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str]:
    code = cli.main([str(argument) for argument in arguments])
    return code, capsys.readouterr().out


@pytest.fixture
def truth(shared: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((shared / "sheets" / "truth.json").read_text("utf-8"))
    return document


@pytest.fixture
def path(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    target = tmp_path / "示范区.gpkg"
    assert _call(capsys, "new", target, "--district", "示范区")[0] == 0
    return target


def _import(
    capsys: pytest.CaptureFixture[str], path: Path, sheet: Path, *options: str
) -> dict[str, Any]:
    code, out = _call(capsys, "import", path, sheet, "--json", "--yes", *options)
    assert code in (0, 1)
    document: dict[str, Any] = json.loads(out)
    return document


def _query(capsys: pytest.CaptureFixture[str], path: Path, what: str) -> Records:
    return [json.loads(line) for line in _call(capsys, "query", path, what)[1].splitlines()]


def _place(record: dict[str, Any], name: str) -> tuple[str, str, str]:
    return record["street"], record["community"], record[name]


def test_the_ledger_equals_the_truth(
    shared: Path, truth: dict[str, Any], path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wanted = truth[LEDGER]
    document = _import(capsys, path, shared / "sheets" / LEDGER)
    assert (document["rows_read"], document["new"], document["rejected"]) == (36, 36, 0)
    estates = {_place(each, "name"): each for each in _query(capsys, path, "estates")}
    projects = {_place(each, "estate"): each for each in _query(capsys, path, "projects")}
    assert estates.keys() == projects.keys() == {_place(each, "name") for each in wanted["estates"]}
    for each in wanted["estates"]:
        place = _place(each, "name")
        assert _estate(estates[place]) == {key: each[key] for key in ESTATE_FIELDS}, place
        assert _project(projects[place]) == _told(each), place


def _estate(record: dict[str, Any]) -> dict[str, Any]:
    return {key: record[name] for key, name in ESTATE_FIELDS.items()}


def _told(each: dict[str, Any]) -> dict[str, Any]:
    """Return what the truth says of a project, money in fen and content as keys."""
    funds = {key: _fen(value, YUAN_OF_WAN) for key, value in each["funds"].items() if value}
    return {
        **{key: each[key] for key in PROJECT_FIELDS},
        "items": sorted(_work(label) for label in each["items"]),
        "invest": _fen(each["invest"], YUAN_OF_WAN),
        "funds": funds,
    }


def _project(record: dict[str, Any]) -> dict[str, Any]:
    funds = {key: _fen(value) for key, value in record["funding"].items() if value}
    return {
        **{key: record[key] for key in PROJECT_FIELDS},
        "items": sorted(_work(label) for label in record["content"]),
        "invest": _fen(record["invest_total"]),
        "funds": funds,
    }


def _fen(value: float | str, yuan: int = 1) -> int:
    return round(float(value) * yuan * 100)


def _work(label: str) -> str:
    found = codes.code("work_types", label) or codes.recognise("work_types", label)
    assert found, label
    return found.key


def test_the_grand_total_that_does_not_add_up_is_reported(
    shared: Path, truth: dict[str, Any], path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = _import(capsys, path, shared / "sheets" / LEDGER)
    stated, computed = (truth[LEDGER][key] for key in ("stated_total_invest", "true_total_invest"))
    differing = [(total["stated"], total["computed"]) for total in document["totals_differ"]]
    assert differing == [(pytest.approx(stated), pytest.approx(computed))]


def test_the_survey_equals_the_truth_and_stands_where_it_should(
    shared: Path, truth: dict[str, Any], path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wanted = truth[SURVEY]["buildings"]
    _import(capsys, path, shared / "sheets" / LEDGER)
    document = _import(capsys, path, shared / "sheets" / SURVEY)
    assert (document["rows_read"], document["rejected"]) == (433, 0)
    found = {_building(each): each for each in _query(capsys, path, "buildings")}
    assert len(found) == len(wanted)
    for each in wanted:
        record = found[each["street"], each["estate"], each["no"]]
        told = [record[key] for key in ("storeys", "household_count", "danger_grade")]
        assert told == [each["floors"], each["households"], each["danger"]], record
        assert _metres(record, each) < 0.5, record


def _building(record: dict[str, Any]) -> tuple[str, str, Any]:
    return record["street"], record["estate"], record["number"]


def _metres(here: dict[str, Any], there: dict[str, Any]) -> float:
    north = (here["lat"] - there["lat"]) * METRES_A_DEGREE
    east = (here["lon"] - there["lon"]) * METRES_A_DEGREE * math.cos(math.radians(there["lat"]))
    return math.hypot(north, east)


@pytest.mark.parametrize("sheet", [LEDGER, SURVEY])
def test_importing_again_changes_nothing(
    shared: Path, path: Path, capsys: pytest.CaptureFixture[str], sheet: str
) -> None:
    first = _import(capsys, path, shared / "sheets" / sheet)
    again = _import(capsys, path, shared / "sheets" / sheet)
    assert (again["same"], again["batch"]) == (first["rows_read"], None)


def test_the_ledger_written_back_imports_without_one_change(
    shared: Path, path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _import(capsys, path, shared / "sheets" / LEDGER)
    back = tmp_path / "写回.xlsx"
    assert _call(capsys, "export", path, back)[0] == 0
    again = _import(capsys, path, back)
    assert (again["same"], again["rows_read"]) == (36, 36)
