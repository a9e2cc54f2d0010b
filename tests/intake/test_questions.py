"""What a sheet leaves open is asked once a column, and stays in sight when it is answered."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from renewtrack.intake import planning, question_words, questions
from renewtrack.intake.options import Options
from renewtrack.intake.sentences import SENTENCES
from tests.intake import offices
from tests.intake.offices import Grid

HEADS: list[Any] = ["街道", "小区名称", "户数", "计划竣工时间", "总投资"]
ROWS: list[list[Any]] = [
    ["东湖街道", "临湖里", "500-600户", "5月20日", 300],
    ["东湖街道", "翠屏苑", "500-600户", "6月底", 200],
    ["东湖街道", "柳林园", "300户以上", "2025-03", 100],
]


def planned(db: Database, folder: Path, rows: list[list[Any]] | None = None, **said: Any) -> Any:
    path = folder / "2025年台账.xlsx"
    offices.save_xlsx(path, Grid([HEADS, *(rows or ROWS)], []))
    return planning.plan(db, path, Options(**said))


def test_each_question_is_asked_once_with_what_was_written(db: Database, tmp_path: Path) -> None:
    found = questions.of(planned(db, tmp_path))
    assert [(each.index, each.kind, each.answer) for each in found] == [
        (2, "bound", ""),
        (2, "range", ""),
        (3, "date_no_year", ""),
        (4, "money_unit", ""),
    ]
    range_, year = found[1], found[2]
    assert [(each.raw, each.count) for each in range_.values] == [("500-600户", 2)]
    assert [answer for answer, _ in range_.choices] == ["high", "low", "blank"]
    assert year.heading == "计划竣工时间"
    assert [answer for answer, _ in year.choices] == ["2025", "2024", "2026", "blank"]


def test_an_answer_is_obeyed_and_stays_in_sight(db: Database, tmp_path: Path) -> None:
    answers = {(2, "range"): "low", (3, "date_no_year"): "2024", (4, "money_unit"): "亿元"}
    plan = planned(db, tmp_path, answers=answers)
    found = {each.kind: each for each in questions.of(plan)}
    assert found["range"].answer == "low"
    assert [(each.raw, each.count) for each in found["range"].values] == [("500-600户", 2)]
    assert {each.kind for each in plan.issues if each.level == "question"} == {"bound"}
    values = {
        (write.table, key): value.value
        for write in plan.rows[0].writes
        for key, value in write.values.items()
    }
    assert values["estate", "household_count"] == 500
    assert values["project", "finish_plan"] == "2024-05-20"
    assert values["project", "invest_total_fen"] == 300 * 10**10


def test_rival_columns_are_settled_by_naming_one(db: Database, tmp_path: Path) -> None:
    heads = [*HEADS, "户数"]
    path = offices.save_xlsx(
        tmp_path / "2025.xlsx", Grid([heads, ["东湖街道", "临湖里", 5, "2025-03", 300, 6]], [])
    )
    (asked,) = [each for each in questions.of(planning.plan(db, path)) if "rival" in each.kind]
    assert [answer for answer, _ in asked.choices] == ["C", "F", "blank"]
    plan = planning.plan(db, path, Options(answers={(2, asked.kind): "F"}))
    column = plan.layout.column("house_count")
    assert column is not None
    assert column.letters == "F"
    assert "rival_columns" not in {issue.kind for issue in plan.issues}
    (again,) = [each for each in questions.of(plan) if "rival" in each.kind]
    assert again.answer == "F"


@pytest.mark.parametrize("kind", question_words.ASKED)
def test_every_question_has_a_sentence_and_answers(kind: str) -> None:
    assert kind in SENTENCES
    words, choices = question_words.ASKED[kind]
    assert "？" in words.zh
    assert choices or kind.startswith("rival")
