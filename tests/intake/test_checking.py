"""Each rule speaks where its figures contradict each other and is silent everywhere else."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from renewtrack.domain import fields, stages
from renewtrack.errors import Cancelled
from renewtrack.intake import checking, columns, layout
from renewtrack.intake.columns import Cells
from renewtrack.intake.plans import Issue
from renewtrack.intake.row_read import RowRead
from renewtrack.intake.sheets import Cell, SheetCells

HEADS = {
    "name": "小区名称", "households": "户数", "area": "建筑面积（㎡）", "invest": "总投资（万元）",
    "done": "累计完成投资（万元）", "central": "中央", "district": "区级",
    "start_plan": "计划开工时间",
    "finish_plan": "计划竣工时间", "start": "实际开工时间", "finish": "实际竣工时间",
    "accept": "验收时间", "handover": "移交时间", "stage": "形象进度", "year": "建成年代",
}  # fmt: skip
FINE: dict[str, Cell] = {
    "name": "临湖里", "households": 320, "area": 21500, "invest": 300, "done": 150, "central": 200,
    "district": 100, "start_plan": "2025-03", "finish_plan": "2025-10", "start": "2025-03-30",
    "finish": None, "accept": None, "handover": None, "stage": "施工中60%", "year": 1990,
}  # fmt: skip
DONE = {"stage": "已完工", "finish": "2025-08-01"}


def cells(rows: Sequence[dict[str, Cell]], heads: Sequence[str] = tuple(HEADS)) -> Cells:
    table: list[list[Cell]] = [["（截至2025年10月31日）", *[None] * (len(heads) - 1)]]
    table.append([HEADS[key] for key in heads])
    table += [[row[key] for key in heads] for row in rows]
    sheet = SheetCells("2025年台账", tuple(map(tuple, table)))
    return columns.read(layout.recognise(sheet, None, "2025年台账"))


def said(rows: Sequence[dict[str, Cell]]) -> list[list[str]]:
    found = cells(rows)
    checking.of_cells(found)
    return [[issue.kind for issue in found.issues_at(place)] for place in range(len(found.rows))]


def one(**changes: Cell) -> list[str]:
    (kinds,) = said([{**FINE, **changes}])
    return kinds


def test_what_fits_together_is_left_in_peace() -> None:
    assert one() == one(**DONE, handover="2025-09") == []


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"finish_plan": "2025-02"}, "dates_order"),
        ({**DONE, "finish": "2025-03-29"}, "dates_order"),
        ({**DONE, "handover": "2025-07-31"}, "dates_order"),
        ({**DONE, "accept": "2025-03"}, None),
        ({**DONE, "accept": "2025-02"}, "dates_order"),
        ({**DONE, "accept": "2025-09-02", "handover": "2025-09-01"}, "dates_order"),
        ({"finish_plan": "2025-03"}, None),
        ({"finish_plan": "2025"}, None),
        ({"start_plan": "2025", "finish_plan": "2025-01-15"}, None),
        ({"start": "2025-11-01"}, "after_cutoff"),
        ({"start": "2025-10"}, None),
        ({"finish_plan": "2026-10"}, None),
        ({"stage": "方案设计"}, "started_early"),
        ({"stage": "暂缓实施"}, None),
        ({"finish": "2025-08-01"}, "finished_early"),
        ({"stage": "施工中100%"}, "percent_stage"),
        ({"stage": "已完工60%", "finish": None}, "percent_stage"),
        ({"stage": "施工中99%"}, None),
        ({"central": 150}, "funds_sum"),
        ({"central": 200.02}, None),
        ({"central": 200.03}, "funds_sum"),
        ({"central": None, "district": None}, None),
        ({"invest": None}, None),
        ({"done": 330}, None),
        ({"done": 331}, "invest_over"),
        ({"area": 320 * 25}, None),
        ({"area": 320 * 25 - 1}, "area_per_household"),
        ({"area": 320 * 250, "invest": 500, "central": 400}, None),
        ({"area": 320 * 250 + 1, "invest": 500, "central": 400}, "area_per_household"),
        ({"households": 0}, None),
        ({"area": 60_000, "invest": 300}, None),
        ({"area": 60_001, "invest": 300}, "money_per_area"),
        ({"invest": 10_751, "central": 10_651, "done": None}, "money_per_area"),
        ({"invest": 10_750, "central": 10_650, "done": None}, None),
        ({"year": 1899}, "year_range"),
        ({"year": "1985-1990"}, None),
        ({"year": 2025}, None),
        ({"year": 2026}, "year_range"),
        ({"households": 60_000, "area": 2_000_000, "invest": 100_000, "central": 99_900},
         "rare_count"),
        ({"area": 5_000_001, "households": 30_000, "invest": 50_000, "central": 49_900},
         "rare_unit"),
    ],
)  # fmt: skip
def test_a_rule_speaks_at_its_limit_and_not_before(
    changes: dict[str, Cell], kind: str | None
) -> None:
    assert one(**changes) == ([kind] if kind else [])


def test_each_issue_tells_its_cell_in_both_languages() -> None:
    found = cells([{**FINE, "done": 400, "finish_plan": "2025-02"}])
    checking.of_cells(found)
    order, over = found.issues_at(0)
    assert (order.row, order.heading, order.value) == (3, "计划竣工时间", "2025-02")
    assert (over.row, over.heading, over.value) == (3, "累计完成投资（万元）", "400")
    assert "133%" in over.message.zh
    assert "133 %" in over.message.en


MESS = {
    "households": st.sampled_from([None, 0, 1, 320, 70_000, "很多"]),
    "area": st.sampled_from([None, 0, 2.15, 21500, 6_000_000, "2万㎡"]),
    "invest": st.sampled_from([None, 0, 0.5, 300, 3_000_000]),
    "done": st.sampled_from([None, 0, 150, 400]),
    "central": st.sampled_from([None, 0, 150, 200, 200.005]),
    "district": st.sampled_from([None, 0, 100, "100万元"]),
    "stage": st.sampled_from([None, "施工中60%", "已完工", "未开工", "暂缓", "80%", "设计100%"]),
    "year": st.sampled_from([None, 1890, 1990, "1985-1990", "80年代", 2040]),
    **dict.fromkeys(
        ("start_plan", "finish_plan", "start", "finish", "accept", "handover"),
        st.sampled_from([None, "2025", "2025-03", "2025.3.1", "2025-12-31", "2026", "待定"]),
    ),
}


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(rows=st.lists(st.fixed_dictionaries(MESS), min_size=1, max_size=6))
def test_columns_find_every_row_that_a_look_at_each_would(rows: list[dict[str, Cell]]) -> None:
    table = [{**FINE, **row, "name": f"小区{place}院"} for place, row in enumerate(rows)]
    found, again = cells(table), cells(table)
    before = [len(found.issues_at(place)) for place in range(len(found.rows))]
    checking.of_cells(found)
    each: list[list[Issue]] = [
        checking.check(RowRead(again, place)) for place in range(len(again.rows))
    ]
    assert [found.issues_at(place)[before[place] :] for place in range(len(found.rows))] == each


def test_only_rules_whose_fields_a_sheet_has_are_run() -> None:
    def names(*keys: str) -> set[str]:
        return {rule.speak.__name__ for rule in checking.rules_for(keys)}

    assert names("estate_name", "community") == set()
    assert names("gfa") == {"rare_figures"}
    assert names("gfa", "invest_total") >= {"money_fits_area", "funds_make_the_total"}
    assert "stage_goes_with_dates" not in names("start_actual")
    assert "stage_goes_with_dates" in names("start_actual", "progress")
    assert len(checking.rules_for(headings_of_all())) == len(checking.RULES)


def headings_of_all() -> set[str]:
    return {found.key for found in fields.FIELDS}


def test_rows_that_are_left_out_are_not_held_against_the_rules() -> None:
    found = cells([{**FINE, "done": 400}, {**FINE, "name": "乙院", "done": 400}])
    checking.of_cells(found, {0})
    assert [len(found.issues_at(place)) for place in (0, 1)] == [0, 1]


def test_checking_stops_where_it_is_told_to() -> None:
    with pytest.raises(Cancelled):
        checking.of_cells(cells([FINE]), progress=lambda done, of: done < 3)


def test_every_stage_is_told_early_or_not() -> None:
    for stage in stages.STAGES:
        early = stage.bucket != "blocked" and stage.order < stages.stage("S70").order
        kinds = one(stage=stage.words.zh, done=None)
        assert ("started_early" in kinds) == early, stage.key
