"""R1 adds up leaves, counts an estate once, and keeps what was reported apart from corrections."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renewtrack.domain import periods
from renewtrack.domain.masking import Mask
from renewtrack.reports import details, sources, summary
from renewtrack.reports.facts import Facts
from renewtrack.reports.tables import Column, ReportTable, share, text_of
from renewtrack.store.report_figures import ReportEstate, ReportMoney, ReportProject
from renewtrack.words import Words

MAY = periods.read("2025-05")
STREETS = ("上地街道", "清河街道", None)


def project(number: int, **values: Any) -> ReportProject:
    """Return a project of the year on the estate of its number."""
    plain: dict[str, Any] = dict.fromkeys(
        (
            *("name", "community", "stage", "percent", "start_plan", "start_actual"),
            *("finish_plan", "finish_actual", "invest_total_fen", "invest_done_fen"),
            *("planned_fen", "problem", "next_step"),
        )
    )
    plain |= {"plan_year": 2025, "street": STREETS[0], "late": False, "estates": f"小区{number}"}
    own = {"id": number, "uid": f"p{number}", "estate_ids": (number,)}
    return ReportProject(**{**plain, **own, **values})


def estate(number: int, street: str | None = STREETS[0]) -> ReportEstate:
    return ReportEstate(number, f"e{number}", street, 3, 100, 5000.0)


def facts(
    projects: list[ReportProject],
    estates: list[ReportEstate],
    before: Mapping[str, Any] | None = None,
    money: tuple[ReportMoney, ...] = (),
    period: periods.Period = MAY,
) -> Facts:
    streets = tuple(street for street in STREETS if street)
    by_id = {each.id: each for each in estates}
    every = tuple(projects)
    return Facts(period, "2025-06-10", streets, by_id, every, money, (), before, Mask())


def cell(table: ReportTable, row: str, key: str) -> object:
    """Return a cell of the row that begins with a text."""
    place = [column.key for column in table.columns].index(key)
    found = [each for each in table.rows if text_of(table.columns[0], each.cells[0]) == row]
    assert len(found) == 1
    return found[0].cells[place]


PROJECTS = st.lists(
    st.builds(
        lambda street, start, finish, total, done: {
            "street": street,
            "start_actual": start,
            "finish_actual": finish,
            "invest_total_fen": total,
            "invest_done_fen": done,
        },
        st.sampled_from(STREETS),
        st.sampled_from([None, "2025-04-30", "2025-05-01", "2025-05-31", "2025-06-01", "2025"]),
        st.sampled_from([None, "2025-05-20", "2025-07"]),
        st.one_of(st.none(), st.integers(0, 10**12)),
        st.one_of(st.none(), st.integers(0, 10**12)),
    ),
    max_size=12,
)


def _facts_of(values: list[dict[str, Any]], before: Mapping[str, Any] | None = None) -> Facts:
    projects = [project(place, **each) for place, each in enumerate(values, 1)]
    estates = [estate(place, each["street"]) for place, each in enumerate(values, 1)]
    return facts(projects, estates, before)


@given(PROJECTS)
def test_the_total_is_the_sum_of_its_leaves(values: list[dict[str, Any]]) -> None:
    table = summary.table(_facts_of(values))
    leaves = [row for row in table.rows if row.level == "leaf"]
    (whole,) = (row for row in table.rows if row.level == "total")
    for place, column in enumerate(table.columns):
        if column.kind in ("count", "wan_yuan", "wan_m2"):
            known = [row.cells[place] for row in leaves if row.cells[place] is not None]
            expected = sum(known) if known else whole.cells[place] and None  # type: ignore[arg-type]
            assert (whole.cells[place] or 0) == (expected or 0), column.key


@given(PROJECTS)
def test_a_rate_is_the_quotient_of_sums(values: list[dict[str, Any]]) -> None:
    table = summary.table(_facts_of(values))
    keys = [column.key for column in table.columns]
    for row in table.rows:
        told = dict(zip(keys, row.cells, strict=True))
        assert told["start_rate"] == share(told["started"], told["estates"])  # type: ignore[arg-type]
        assert told["done_rate"] == share(told["done"], told["plan"])  # type: ignore[arg-type]


@given(PROJECTS, PROJECTS)
def test_what_was_reported_and_what_is_new_make_up_what_is_known(
    was: list[dict[str, Any]], now: list[dict[str, Any]]
) -> None:
    april = _facts_of(was)
    reported = {"leaves": summary.leaves(april)}
    told = summary.summed(summary.by_street(_facts_of(now, reported)).values())
    old = summary.frozen_sums(_facts_of(now, reported))
    assert old is not None
    before = summary.summed(old.values())
    assert told.started == before.started + told.started_now
    assert told.finished == before.finished + told.finished_now
    if told.done is not None:
        assert told.done_now is not None
        assert told.done == told.done_now + sum(
            (line.done or 0)
            for street, line in old.items()
            if summary.by_street(_facts_of(now, reported))[street].done is not None
        )


def test_an_estate_in_two_projects_counts_once_and_money_twice() -> None:
    both = [
        project(1, estate_ids=(1,), invest_total_fen=100, start_actual="2025-05-02"),
        project(2, estate_ids=(1,), invest_total_fen=200),
    ]
    table = summary.table(facts(both, [estate(1)]))
    assert cell(table, "合计", "estates") == 1
    assert cell(table, "合计", "households") == 100
    assert cell(table, "合计", "plan") == 300
    assert cell(table, "合计", "started") == 1


def test_an_estate_is_finished_when_all_its_projects_are() -> None:
    both = [
        project(1, estate_ids=(1,), finish_actual="2025-05-02"),
        project(2, estate_ids=(1,), finish_actual="2025-06-02"),
    ]
    assert cell(summary.table(facts(both, [estate(1)])), "合计", "finished") == 0


@pytest.mark.parametrize(
    ("date", "so_far", "now"),
    [
        ("2025-04-30", 1, 0),
        ("2025-05-01", 1, 1),
        ("2025-05", 1, 1),
        ("2025-06-01", 0, 0),
        ("2025", 0, 0),  # may still be to come
    ],
)
def test_a_date_counts_once_it_has_certainly_come(date: str, so_far: int, now: int) -> None:
    table = summary.table(facts([project(1, start_actual=date)], [estate(1)]))
    assert (cell(table, "合计", "started"), cell(table, "合计", "started_now")) == (so_far, now)


def test_a_correction_of_what_was_reported_stands_in_a_row_of_its_own() -> None:
    reported = {"leaves": summary.leaves(facts([project(1)], [estate(1)]))}
    late = project(1, start_actual="2025-04-03")
    table = summary.table(facts([late], [estate(1)], reported))
    assert cell(table, "对上期已报数的调整", "started") == 1
    assert cell(table, "合计", "started_now") == 1


def test_what_is_taken_back_is_negative_and_told() -> None:
    begun = project(1, start_actual="2025-04-03", invest_done_fen=500)
    reported = {"leaves": summary.leaves(facts([begun], [estate(1)]))}
    table = summary.table(facts([project(1, invest_done_fen=200)], [estate(1)], reported))
    assert cell(table, "合计", "started_now") == -1
    assert cell(table, "合计", "done_now") == -300
    assert summary.NEGATIVE in table.notes


def test_without_a_frozen_month_before_investment_of_the_month_is_left_blank() -> None:
    table = summary.table(facts([project(1, invest_done_fen=500)], [estate(1)]))
    assert cell(table, "合计", "done_now") is None
    assert any("未锁定" in note.zh for note in table.notes)


def test_equal_rates_share_a_rank_and_no_rate_has_none() -> None:
    rates: dict[str | None, Decimal | str | None] = {
        "甲": Decimal(50),
        "乙": Decimal(50),
        "丙": Decimal(20),
        "丁": None,
        "戊": "-",
    }
    assert summary.ranked(rates) == {"甲": 1, "乙": 1, "丙": 3}


def test_another_years_projects_are_left_out_and_counted() -> None:
    table = summary.table(facts([project(1), project(2, plan_year=2024)], [estate(1), estate(2)]))
    assert cell(table, "合计", "estates") == 1
    assert summary.OTHERS.filled(count=1) in table.notes


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["central", "city"]),
            st.sampled_from(["planned", "received", "paid"]),
            st.integers(-(10**9), 10**9),
            st.sampled_from([None, "2025-04-01", "2025-05-05", "2025-06-05"]),
        ),
        max_size=20,
    ),
    st.randoms(),
)
def test_money_by_source_reconciles_to_the_fen_in_any_order(
    events: list[tuple[str, str, int, str | None]], chance: Any
) -> None:
    money = [ReportMoney(1, *each) for each in events]
    table = sources.table(facts([project(1)], [estate(1)], money=tuple(money)))
    chance.shuffle(money)
    assert sources.table(facts([project(1)], [estate(1)], money=tuple(money))).rows == table.rows
    come = sum(
        each.amount
        for each in money
        if each.kind == "received" and (each.date or "2025-01") <= "2025-05-31"
    )
    assert (cell(table, "合计", "received") or 0) == come


def test_days_late_count_from_the_last_day_that_a_plan_may_mean() -> None:
    slow = project(1, finish_plan="2025-04", late=True)
    assert details.days_late(facts([slow], [estate(1)]), slow) == 31


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        ("wan_yuan", 123_456_789, "123.46"),
        ("wan_yuan", 50_00, "0.01"),
        ("wan_m2", 12345.0, "1.23"),
        ("percent", Decimal("33.335"), "33.34"),
        ("count", 0, "0"),
        ("count", None, ""),
        ("percent", "-", "-"),
        ("quantity", 12.50, "12.5"),
        ("quantity", 1200.0, "1200"),
        ("text", Words("开工", "Started"), "开工"),
    ],
)
def test_values_are_written_as_offices_write_them(kind: str, value: object, text: str) -> None:
    assert text_of(Column("x", Words("", ""), kind), value) == text
