"""Every cell comes to the value its words have, or waits for the answer that settles its column."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from renewtrack.domain.dates import PartialDate
from renewtrack.intake import columns, layout
from renewtrack.intake.sheets import Cell, SheetCells
from tests.intake.reading_cells import INDEX, one, read

VECTORS = json.loads(
    (Path(__file__).parent.parent / "domain" / "vectors.json").read_text(encoding="utf-8")
)
FINISH, MONEY, AREA = "计划竣工时间", "总投资（万元）", "建筑面积（㎡）"
OF_WORKS = [each for each in VECTORS["dates"] if each[1] and not each[1].startswith("19")]
HEADS = {"m2": AREA, "万元": MONEY, "户": "户数", "栋": "楼栋数"}
TIMES = {"m2": 1, "万元": 1_000_000, "户": 1, "栋": 1}


@pytest.mark.parametrize(("raw", "iso", "precision", "qualifier"), OF_WORKS)
def test_every_date_of_the_vectors_reaches_its_column(
    raw: str, iso: str, precision: str, qualifier: str
) -> None:
    value = one(FINISH, raw)
    if iso.startswith("--"):
        assert value is None
        assert read(FINISH, [raw]) == ([None], ["date_no_year"])
    else:
        assert (value.iso, value.precision, value.qualifier) == (iso, precision, qualifier)
        assert value.raw == raw


@pytest.mark.parametrize("raw", [each[0] for each in VECTORS["dates"] if not each[1] and each[0]])
def test_what_the_vectors_call_no_date_stays_blank(raw: str) -> None:
    assert one(FINISH, raw) is None


@pytest.mark.parametrize(
    ("raw", "years"), [("1985", "1985"), ("1985-1990年", "1985/1990"), ("80年代", "1980/1989")]
)
def test_years_of_building_reach_their_column(raw: str, years: str) -> None:
    assert one("建成年代", raw) == years


@pytest.mark.parametrize(
    ("raw", "unit", "wanted", "expected"),
    [each for each in VECTORS["quantities"] if each[2] in HEADS],
)
def test_every_quantity_of_the_vectors_reaches_its_column(
    raw: str, unit: str | None, wanted: str, expected: Any
) -> None:
    head = HEADS[wanted] if unit is None else f"{HEADS[wanted].split('（')[0]}（{unit}）"
    (value,), _ = read(head, [raw], answers={(INDEX, "unit_doubt"): unit} if unit else {})
    expected = expected[-1] if isinstance(expected, list) else expected
    assert value == pytest.approx(expected * TIMES[wanted])


@pytest.mark.parametrize(
    ("heading", "cell", "kind", "cautious", "answers"),
    [
        (FINISH, 2023.1, "ambiguous_1_or_10", "2023-01", {"1": "2023-01", "10": "2023-10"}),
        (FINISH, "03/04/2025", "day_or_month_first", None,
         {"m/d": "2025-03-04", "d/m": "2025-04-03"}),
        (FINISH, "25.6.1", "short_year", "2025-06-01", {"20": "2025-06-01"}),
        (FINISH, "2025.6底", "odd_shape", None, {"taken": "2025-06-30"}),
        (FINISH, "5月20日", "date_no_year", None, {"2024": "2024-05-20", "2025": "2025-05-20"}),
        ("户数", "500-600户", "range", 600, {"low": 500, "high": 600}),
        (AREA, "500~600", "range", 600, {"low": 500, "high": 600}),
        ("户数", "500户以上", "bound", 500, {"taken": 500}),
        ("层数", "5、6层", "storeys", 6, {"low": 5, "high": 6}),
        ("层数", "6+1", "loft", 6, {"without": 6, "with": 7}),
        ("同意率", 1, "percent_scale", None, {"share": 100, "percent": 1}),
        ("是否同意", "○", "unsure_tick", None, {"yes": "yes", "no": "no"}),
    ],
)  # fmt: skip
def test_an_answer_settles_what_can_be_read_in_several_ways(
    heading: str, cell: Any, kind: str, cautious: object, answers: dict[str, object]
) -> None:
    assert plain(one(heading, cell)) == cautious
    assert read(heading, [cell])[1] == [kind]
    for answer, value in answers.items():
        assert plain(one(heading, cell, answer=answer, kind=kind)) == value, answer
        assert read(heading, [cell], answers={(INDEX, kind): answer})[1] == []
    assert read(heading, [cell], answers={(INDEX, kind): "blank"}) == ([None], [])


def test_a_date_without_year_is_of_the_plan_year_until_somebody_answers() -> None:
    (value,), kinds = read(FINISH, ["5月20日"], 2025)
    assert (plain(value), kinds) == ("2025-05-20", ["date_no_year"])
    assert isinstance(value, PartialDate)
    assert value.precision == "day_no_year"


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        ([0.9533, 1, 0.5], [95.33, 100, 50]),
        ([86.3, 1, 100], [86.3, 1, 100]),
        (["95.33%", 0.9, "100%"], [95.33, 90, 100]),
        (["０.5", "1"], [50, 100]),
        ([0.5, 86.3], [None, 86.3]),
        ([1, 0, "—"], [None, 0, None]),
    ],
)
def test_the_scale_of_percentages_is_told_by_the_column(
    cells: list[Any], values: list[float | None]
) -> None:
    found, _ = read("同意率", cells)
    assert [None if value is None else pytest.approx(value) for value in values] == found


def test_one_day_above_twelve_tells_the_order_of_all() -> None:
    found, kinds = read(FINISH, ["03/04/2025", "25/04/2025"])
    assert (list(map(plain, found)), kinds) == (["2025-04-03", "2025-04-25"], [])


@pytest.mark.parametrize(
    ("heading", "cell"),
    [("联系电话", "1.38E+10"), ("项目编号", "2.3E+27"), ("项目编号", 1.1010819900101e17)],
)
def test_digits_that_a_spreadsheet_rounded_off_are_refused(heading: str, cell: Any) -> None:
    assert read(heading, [cell]) == ([None], ["lost_digits"])


@pytest.mark.parametrize(
    ("heading", "cell", "value"),
    [
        ("联系电话", 13800138000, "13800138000"),
        ("项目编号", "2305-110108-04-01-123456", "2305-110108-04-01-123456"),
        ("项目编号", "0012", "0012"),
        ("户数", "三千五百", 3500),
        ("户数", "１２８", 128),
        ("户数", "约100户", 100),
        ("户数", "770余户", 770),
        ("户数", "暂无数据 户", None),
        ("是否同意", "√", "yes"),
        ("是否同意", True, "yes"),
    ],
)
def test_plain_cells_are_taken_in_silence(heading: str, cell: Any, value: object) -> None:
    assert read(heading, [cell]) == ([value], [])


def plain(value: Any) -> object:
    return value.iso if isinstance(value, PartialDate) else value


@pytest.mark.parametrize("sign", ["0", "十百", "万元", "2025年", "138"])
def test_a_cell_as_long_as_a_cell_can_be_is_no_figure_and_holds_nothing_up(sign: str) -> None:
    heads = ("街道", "小区名称", "改造年度", "总投资（万元）", "开工日期", "实施状态", "备注")
    long = (sign * 32_767)[:32_767]
    first: tuple[Cell, ...] = ("甲街道", "东里", "2025", 100, "2025-03-01", "未开工", "")
    cells = [tuple(long if at == put else cell for at, cell in enumerate(first))
             for put in range(2, len(heads))]  # fmt: skip
    found = columns.read(layout.recognise(SheetCells("台账", (heads, first, *cells))))
    said = [[issue.kind for issue in found.issues_at(place)] for place in range(1, len(heads) - 1)]
    assert said == [["unreadable"]] * 4 + [[]]
