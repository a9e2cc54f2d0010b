"""A report of the invented district equals its file, and stays as it was once it is frozen."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from renewtrack import demo
from renewtrack.domain import periods, secrecy
from renewtrack.reports import figures
from renewtrack.reports.tables import Report, ReportTable, text_of
from renewtrack.store import actions, file, listing, people, projects, report_figures, rows
from renewtrack.store import periods as frozen_periods
from renewtrack.store.choosing import Filter

if TYPE_CHECKING:
    from sqlite_utils import Database

OCTOBER, NOVEMBER = periods.read("2026-10"), periods.read("2026-11")
TODAY = demo.TODAY.isoformat()


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "示范区.gpkg"
    demo.make(path).close()
    return path


@pytest.fixture
def db(invented: Path, tmp_path: Path) -> Iterator[Database]:
    opened = file.open_file(Path(shutil.copy(invented, tmp_path / "示范区.gpkg")))
    yield opened.db
    opened.close()


def table(report: Report, key: str) -> ReportTable:
    (found,) = (each for each in report.tables if each.key == key)
    return found


def total(report: Report, key: str, column: str) -> object:
    found = table(report, key)
    place = [each.key for each in found.columns].index(column)
    return next(row.cells[place] for row in found.rows if row.level == "total")


def written(report: Report) -> list[list[str]]:
    """Return every cell as it is printed, without rows of later corrections."""
    return [
        [text_of(column, cell) for column, cell in zip(each.columns, row.cells, strict=True)]
        for each in report.tables
        for row in each.rows
        if row.level != "adjustment"
    ]


def test_a_month_has_all_eleven_tables(db: Database) -> None:
    report = figures.build(db, OCTOBER, TODAY)
    assert [each.key for each in report.tables] == [f"R{number}" for number in range(1, 12)]


def test_every_row_has_a_cell_for_every_column(db: Database) -> None:
    for period in (OCTOBER, periods.read("2026-W47")):
        for preset in secrecy.presets():
            for each in figures.build(db, period, TODAY, preset).tables:
                assert {len(row.cells) for row in each.rows} <= {len(each.columns)}


@pytest.mark.parametrize(
    ("key", "column", "query"),
    [
        ("R1", "plan", "SELECT SUM(invest_total_fen) FROM project WHERE plan_year = 2026"),
        ("R1", "done", "SELECT SUM(invest_done_fen) FROM project WHERE plan_year = 2026"),
        (
            "R1",
            "households",
            "SELECT SUM(household_count) FROM estate WHERE id IN (SELECT estate_id FROM "
            "project_estate JOIN project ON project.id = project_id WHERE plan_year = 2026)",
        ),
        (
            "R4",
            "planned",
            "SELECT SUM(planned_fen) FROM funding JOIN project ON project.id = project_id "
            "WHERE plan_year = 2026",
        ),
        (
            "R4",
            "paid",
            "SELECT SUM(amount_fen) FROM money_event JOIN project ON project.id = project_id "
            "WHERE plan_year = 2026 AND kind = 'paid' AND (date IS NULL OR date <= '2026-10-31')",
        ),
        (
            "R4",
            "received_now",
            "SELECT SUM(amount_fen) FROM money_event JOIN project ON project.id = project_id "
            "WHERE plan_year = 2026 AND kind = 'received' AND date LIKE '2026-10-%'",
        ),
        ("R7", "households", "SELECT COUNT(*) FROM household"),
        ("R7", "yes", "SELECT COUNT(*) FROM household WHERE agree = 'yes'"),
        (
            "R3",
            "works",
            "SELECT COUNT(*) FROM work LEFT JOIN project ON project.id = project_id "
            "WHERE project_id IS NULL OR plan_year = 2026",
        ),
    ],
)
def test_a_total_equals_the_file(db: Database, key: str, column: str, query: str) -> None:
    assert total(figures.build(db, OCTOBER, TODAY), key, column) == rows.value(db, query)


def test_a_frozen_month_prints_the_same_again_whatever_changes(db: Database) -> None:
    before = figures.build(db, OCTOBER, TODAY)
    figures.freeze(db, OCTOBER, TODAY, "测试")
    begun = next(
        each
        for each in report_figures.projects(db, TODAY)
        if each.plan_year == 2026 and not each.start_actual
    )
    with actions.act(db, "edit", "测试"):
        projects.change(db, begun.id, {"start_actual": "2026-10-08", "invest_total_fen": 1})
    after = figures.build(db, OCTOBER, TODAY)
    assert written(after) == written(before)
    assert after.frozen_at
    (corrected,) = (row for row in table(after, "R1").rows if row.level == "adjustment")
    keys = [each.key for each in table(after, "R1").columns]
    assert corrected.cells[keys.index("started")] == 1
    assert total(figures.build(db, NOVEMBER, TODAY), "R1", "started_now") == 1


def test_a_month_is_frozen_once_and_opened_for_a_reason_that_stays(db: Database) -> None:
    figures.freeze(db, OCTOBER, TODAY, "测试")
    with pytest.raises(frozen_periods.AlreadyFrozen):
        figures.freeze(db, OCTOBER, TODAY, "测试")
    with pytest.raises(frozen_periods.ReasonNeeded):
        frozen_periods.unfreeze(db, OCTOBER, "测试", "  ")
    frozen_periods.unfreeze(db, OCTOBER, "测试", "清河街道补报")
    assert frozen_periods.of(db, OCTOBER.key) is None
    assert "清河街道补报" in rows.value(db, "SELECT detail FROM audit_log WHERE event = 'unfreeze'")
    with pytest.raises(frozen_periods.NotFrozen):
        frozen_periods.unfreeze(db, OCTOBER, "测试", "再来")


def test_no_undo_opens_a_frozen_month(db: Database) -> None:
    from renewtrack.store import history

    figures.freeze(db, OCTOBER, TODAY, "测试")
    history.undo(db, "测试")  # takes back what was done before
    assert frozen_periods.of(db, OCTOBER.key) is not None


def test_a_month_that_has_not_begun_is_not_frozen(db: Database) -> None:
    with pytest.raises(figures.NotBegun):
        figures.freeze(db, periods.read("2027-01"), TODAY, "测试")


def test_only_a_manager_opens_a_frozen_month(db: Database) -> None:
    from renewtrack.store import connecting, passwords

    figures.freeze(db, OCTOBER, TODAY, "测试")
    with pytest.MonkeyPatch.context() as patch:
        cheap = {"time_cost": 1, "memory_cost": 64, "parallelism": 1}
        patch.setattr(passwords, "COSTS", cheap)
        people.add(db, "李主任", people.MANAGER, "一个足够长的密码", "测试")
    connecting.admit(db.conn, people.Identity("王工", people.EDITOR))
    with pytest.raises(people.NotAllowed):
        frozen_periods.unfreeze(db, OCTOBER, "王工", "想改一下")


def test_what_was_damaged_is_reckoned_anew_and_told(db: Database) -> None:
    figures.freeze(db, OCTOBER, TODAY, "测试")
    with actions.act(db, "edit", "测试"):
        db.execute("UPDATE report_period SET content = '{\"tables\": 3'")
    report = figures.build(db, OCTOBER, TODAY)
    assert report.tables[0].notes[0] == figures.UNREADABLE


@pytest.mark.parametrize("preset", [each for each in secrecy.presets() if each.least])
def test_no_small_count_of_people_goes_out(db: Database, preset: secrecy.Secrecy) -> None:
    with actions.act(db, "edit", "测试"):
        db.execute("UPDATE household SET agree = 'yes' WHERE id % 400 != 0")
        db.execute("UPDATE household SET agree = 'no' WHERE id % 400 = 0")
    for each in figures.build(db, OCTOBER, TODAY, preset).tables:
        if each.key in ("R5", "R7", "R10"):
            small = [
                cell
                for row in each.rows
                for column, cell in zip(each.columns, row.cells, strict=True)
                if column.kind == "count" and isinstance(cell, int) and 0 < cell < preset.least
            ]
            assert not small, each.key


def test_the_public_sees_no_problem_and_no_household(db: Database) -> None:
    report = figures.build(db, OCTOBER, TODAY, secrecy.preset("public"))
    assert not table(report, "R6").rows
    assert not table(report, "R7").rows
    every = {column.key for each in report.tables if each.rows for column in each.columns}
    assert not every & {"problem", "next_step", "households"}
    assert report.figures["households"] == ""


def test_persons_in_problems_are_masked(db: Database) -> None:
    one = next(each for each in report_figures.projects(db, TODAY) if each.plan_year == 2026)
    with actions.act(db, "edit", "测试"):
        projects.change(db, one.id, {"problem": "王建国13812345678不同意", "contact": "王建国"})
    said = str(table(figures.build(db, OCTOBER, TODAY), "R6").rows)
    assert "13812345678" not in said
    assert "王建国" not in said


def test_a_week_tells_what_was_done_and_what_comes(db: Database) -> None:
    one, two = [
        each
        for each in report_figures.projects(db, TODAY)
        if each.plan_year == 2026 and not each.start_actual
    ][:2]
    with actions.act(db, "edit", "测试"):
        projects.change(db, one.id, {"start_actual": "2026-11-18"})
        projects.change(db, two.id, {"start_plan": "2026-11"})
    report = figures.build(db, periods.read("2026-W47"), TODAY)
    assert (one.street, one.estates, one.name) in [
        row.cells[:3] for row in table(report, "W1").rows
    ]
    following = figures.build(db, periods.read("2026-W48"), TODAY)  # the month ends in week 49
    due = [row.cells[1] for row in table(following, "W2").rows]
    assert two.estates in due
    assert one.estates not in due


def test_the_light_of_a_problem_is_that_of_the_window(db: Database) -> None:
    year = [each.id for each in report_figures.projects(db, TODAY) if each.plan_year == 2026]
    lit = {
        light: set(
            listing.ids(
                db,
                "projects",
                Filter(chosen={"light": frozenset({light})}, only=frozenset(year), today=TODAY),
            )
        )
        for light in ("red", "yellow")
    }
    lines = table(figures.build(db, NOVEMBER, TODAY), "R6").rows
    told = [str(getattr(line.cells[5], "zh", "")) for line in lines]
    assert told.count("红") == len(lit["red"]) > 0
    assert told.count("黄") == len(lit["yellow"])
