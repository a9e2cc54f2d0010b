"""Every place of a sheet stands once with its rows, its state and what it may be."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from renewtrack.domain.places import Estate
from renewtrack.intake import layout, matching, meeting, reconciling
from renewtrack.intake.known import Asked, Known
from renewtrack.intake.options import Options
from renewtrack.intake.positions import Reference
from renewtrack.intake.reconciling import Place
from renewtrack.intake.rows import Surroundings
from renewtrack.intake.sheets import SheetCells
from renewtrack.store import estates
from tests.intake import offices
from tests.intake.facts import Take
from tests.intake.offices import Grid

PLACES: list[Asked] = [
    ("上地街道", "甲社区", "东里小区"),
    ("上地街道", "甲社区", "东里"),
    ("上地街道", "乙社区", "纺织厂宿舍"),
    ("上地街道", None, "东里小区"),
]


def surroundings() -> Surroundings:
    known = Known()
    known.enter(Estate(id=1, uid="u1", name="东里小区", street="上地街道", community="甲社区"))
    sheet = layout.recognise(SheetCells("表", ()), None, "")
    return Surroundings(sheet, Options(), known, None, Reference(None))


def met(around: Surroundings, rows: list[Asked]) -> tuple[Place, ...]:
    matching.prepare(around.known, rows, streets=True)
    for row, asked in enumerate(rows):
        found = matching.estate(around.known, *asked)
        reconciling.meet(around.met, "estate", asked, found, [row])
    return reconciling.places(around)


def test_places_that_need_a_person_stand_first() -> None:
    found = met(surroundings(), PLACES)
    assert [(one.state, one.written, one.rows, one.chosen_uid) for one in found] == [
        ("unsure", "上地街道/甲社区/东里", (2,), ""),
        ("new", "上地街道/乙社区/纺织厂宿舍", (3,), ""),
        ("matched", "上地街道/甲社区/东里小区", (1,), "u1"),
        ("matched", "上地街道//东里小区", (4,), "u1"),
    ]
    assert [(one.uid, one.label) for one in found[0].candidates] == [
        ("u1", "上地街道 甲社区 东里小区")
    ]
    assert reconciling.counts(found) == {"unsure": 1, "none": 0, "new": 1, "matched": 2}
    assert reconciling.named(found[0].candidates) == "上地街道 甲社区 东里小区"


def test_a_building_stands_below_its_estate() -> None:
    around = surroundings()
    around.known.makes = False
    (asked, *_) = PLACES
    estate = matching.estate(around.known, *asked)
    found = meeting.building(around.known, estate, asked, "999号楼")
    reconciling.meet(around.met, "building", meeting.in_estate(asked, "999号楼"), found, [7])
    (place,) = reconciling.places(around)
    assert (place.table, place.written) == ("building", "上地街道/甲社区/东里小区 999号楼")
    assert place.rows == (8,)


@given(st.lists(st.sampled_from(PLACES)))
def test_every_row_is_of_one_place(rows: list[Asked]) -> None:
    found = met(surroundings(), rows)
    assert sorted(row for place in found for row in place.rows) == list(range(1, len(rows) + 1))
    assert len(found) == len(set(rows))


def ledger(folder: Path, *names: str) -> Path:
    heads: list[offices.Cell] = ["街道", "社区", "小区名称", "户数", "形象进度"]
    rows: list[list[offices.Cell]] = [["东湖街道", "甲社区", one, 100, "在建"] for one in names]
    return offices.save_xlsx(folder / "台账2025.xlsx", Grid([heads, *rows], []))


@pytest.mark.parametrize(
    ("said", "fate"), [("uid", ("same", 1)), ("new", ("new", 2)), ("none", ("rejected", 1))]
)
def test_a_place_goes_where_the_person_says(
    db: Database, take: Take, tmp_path: Path, said: str, fate: tuple[str, int]
) -> None:
    take(ledger(tmp_path, "临湖里小区"))
    (estate,) = estates.all(db)
    word = estate.uid if said == "uid" else said
    places = {("estate", "东湖街道/甲社区/临湖里"): word}
    plan = take(ledger(tmp_path, "临湖里"), places=places)
    assert (plan.rows[0].state, len(estates.all(db))) == fate
