"""Ledgers of other offices come in with every value right, whatever their head and form."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from sqlite_utils import Database

from renewtrack.intake import planning
from tests.intake import facts, offices
from tests.intake.facts import Take
from tests.intake.offices import FACTS, ORDER, OTHER_HEADS, Form

SHUFFLED = tuple(random.Random(7).sample(ORDER, len(ORDER)))
NAMES_LAST = (*[key for key in ORDER if key not in ("street", "community", "name")],
              "name", "community", "street")  # fmt: skip
FORMS = {
    "one head row, units in the heads": Form(),
    "other heads, yuan and square metres": Form(heads=OTHER_HEADS, money="元", area="㎡"),
    "columns in another order, totals first": Form(order=SHUFFLED, totals="first"),
    "names in the last columns": Form(order=NAMES_LAST, subtotals="none"),
    "hundred millions": Form(money="亿元", subtotals="before", totals="first"),
    "units in the caption only": Form(unit_in="caption", money="元"),
    "two head rows with merges, number row": Form(head_rows=2, number_row="plain"),
    "two head rows without merges": Form(head_rows=2, merged_heads=False, streets="repeated"),
    "units in the groups": Form(head_rows=2, unit_in="group", money="元", area="㎡"),
    "three head rows": Form(head_rows=3, number_row="brackets"),
    "lettered number row": Form(number_row="letters", subtotals="before"),
    "caption above the title, annex between": Form(title_rows=("caption", "annex", "title")),
    "no title at all": Form(title_rows=(), totals="none", subtotals="none"),
    "streets repeated, figures as text": Form(streets="repeated", text_numbers=True),
    "streets as bands": Form(streets="band", subtotals="none"),
    "other heads, grouped, shuffled": Form(heads=OTHER_HEADS, head_rows=2, order=SHUFFLED),
    "no unit told anywhere": Form(unit_in="nowhere"),
    "no unit told, yuan and square metres": Form(unit_in="nowhere", money="元", area="㎡"),
}


def check(db: Database) -> None:
    found = facts.ledger(db)
    assert len(found) == len(FACTS)
    for fact in FACTS:
        wanted = offices.expected(fact)
        estate = found[fact.street, fact.community, fact.name]
        assert {key: estate[key] for key in wanted} == {
            **wanted,
            "area_m2": pytest.approx(wanted["area_m2"]),
            "invest": pytest.approx(wanted["invest"], abs=1e-9),
            "funds": pytest.approx(wanted["funds"], abs=1e-9),
        }, fact.name


@pytest.mark.parametrize("name", FORMS)
def test_every_value_of_a_workbook_is_right(
    db: Database, take: Take, tmp_path: Path, name: str
) -> None:
    path = offices.save_xlsx(tmp_path / "2025年台账.xlsx", offices.ledger(FORMS[name]))
    plan = take(path)
    assert plan.counts == {"new": len(FACTS), "changed": 0, "same": 0, "rejected": 0}
    assert plan.totals_differ == ()
    assert plan.year == 2025
    check(db)
    again = planning.plan(db, path)
    assert again.counts["same"] == len(FACTS)


@pytest.mark.parametrize("name", [name for name, form in FORMS.items() if form.streets != "merged"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_every_value_of_a_text_file_is_right(
    db: Database, take: Take, tmp_path: Path, name: str, encoding: str
) -> None:
    delimiter = "\t" if encoding == "utf-16" else ","
    grid = offices.ledger(FORMS[name])
    take(offices.save_csv(tmp_path / "2025年台账.csv", grid, encoding, delimiter))
    check(db)


@pytest.mark.parametrize("name", ["two head rows with merges, number row", "three head rows"])
def test_every_value_of_an_open_document_is_right(
    db: Database, take: Take, tmp_path: Path, name: str
) -> None:
    take(offices.save_ods(tmp_path / "2025年台账.ods", offices.ledger(FORMS[name])))
    check(db)


def test_every_value_of_an_old_workbook_is_right(db: Database, take: Take) -> None:
    take(Path(__file__).parent / "samples" / "2025年台账.xls")
    check(db)


def test_an_old_workbook_under_a_new_name_is_read_all_the_same(
    db: Database, take: Take, tmp_path: Path
) -> None:
    old = (Path(__file__).parent / "samples" / "2025年台账.xls").read_bytes()
    (tmp_path / "2025年台账.xlsx").write_bytes(old)
    take(tmp_path / "2025年台账.xlsx")
    check(db)


def test_units_that_nobody_told_are_asked_about(db: Database, tmp_path: Path) -> None:
    grid = offices.ledger(Form(unit_in="nowhere", money="元", area="㎡"))
    plan = planning.plan(db, offices.save_xlsx(tmp_path / "2025.xlsx", grid))
    asked = {issue.kind for issue in plan.issues if issue.level == "question"}
    assert asked == {"money_unit", "area_unit"}


def test_a_subtotal_that_is_wrong_is_told_with_its_own_figures(
    db: Database, tmp_path: Path
) -> None:
    grid = offices.ledger(Form())
    place = ORDER.index("households")
    row = next(row for row, cells in enumerate(grid.rows) if "小 计" in cells)
    grid.rows[row][place] = 1053
    plan = planning.plan(db, offices.save_xlsx(tmp_path / "2025.xlsx", grid))
    (total,) = plan.totals_differ
    assert (total.row, total.stated, total.computed, total.difference) == (row + 1, 1053, 1052, 1)


def test_blank_streets_that_are_not_merged_are_not_filled_from_above(
    db: Database, tmp_path: Path
) -> None:
    grid = offices.ledger(Form(subtotals="none"))
    grid.merges = [merge for merge in grid.merges if merge[0] == merge[2]]
    plan = planning.plan(db, offices.save_xlsx(tmp_path / "2025.xlsx", grid))
    assert plan.counts == {"new": 3, "changed": 0, "same": 0, "rejected": 3}
    refused = [issue.kind for issue in plan.issues if issue.level == "error"]
    assert refused == ["no_street"] * 3


def test_the_person_may_say_that_blank_means_as_above(
    db: Database, take: Take, tmp_path: Path
) -> None:
    grid = offices.ledger(Form(subtotals="none"))
    grid.merges = [merge for merge in grid.merges if merge[0] == merge[2]]
    take(offices.save_xlsx(tmp_path / "2025.xlsx", grid), fill_down=frozenset({"street"}))
    check(db)
