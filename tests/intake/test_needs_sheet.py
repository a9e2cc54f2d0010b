"""A hotline sheet: placed by its addresses, taken once, its callers never kept."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlite_utils import Database

from renewtrack.store import (
    actions,
    areas,
    buildings,
    estates,
    history,
    households,
    needs,
    rows,
    stairwells,
)
from renewtrack.store.choosing import Filter
from tests.intake.facts import Take

TODAY = "2026-06-10"
NAME, PHONE = "谢敏敏", "13812345678"
HEAD = (
    *("工单编号", "受理时间", "诉求人", "联系电话", "地址", "诉求内容", "承办单位", "办理时限"),
    *("答复", "答复日期", "满意度"),
)


def sheet(path: Path, *lines: Sequence[object]) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as target:
        csv.writer(target).writerows(lines)
    return path


def line(number: str, address: str, said: str, **more: str) -> list[str]:
    given = {"承办单位": "街道办", "办理时限": "2026-06-20", **more}
    told = {
        "工单编号": number,
        "受理时间": "2026-06-01",
        "诉求人": NAME,
        "联系电话": PHONE,
        "地址": address,
        "诉求内容": said,
    }
    return [{**told, **given}.get(head, "") for head in HEAD]


@pytest.fixture
def place(db: Database) -> Database:
    """临湖里 with building 3 of two stairwells, and two estates of one name in two streets."""
    with actions.act(db, "create_demo", "测试"):
        district = areas.ensure(db, "district", "示范区")
        east = areas.ensure(db, "street", "东湖街道", district)
        west = areas.ensure(db, "street", "西山街道", district)
        estate = estates.add(db, name="临湖里小区", area_id=east, aliases=("临湖里",))
        estates.add(db, name="翠屏苑", area_id=east)
        estates.add(db, name="翠屏苑", area_id=west)
        three = buildings.add(db, estate_id=estate, number="3")
        for unit, rooms in (("1", ("101", "301")), ("2", ("101", "302"))):
            stairwell = stairwells.add(db, building_id=three, number=unit)
            for room in rooms:
                households.add(db, building_id=three, stairwell_id=stairwell, room=room)
    return db


def found(db: Database) -> list[tuple[str | None, ...]]:
    return [
        (each.source_no, each.estate, each.building, each.stairwell, each.room)
        for each in sorted(
            needs.all(db, Filter(), Filter(), TODAY), key=lambda need: need.source_no or ""
        )
    ]


LINES = (
    line("A1", "临湖里3号楼2单元302室", "厨房漏水"),
    line("A2", "东湖街道临湖里小区3号楼", "楼道灯不亮"),
    line("A3", "临湖里小区", "没有地方停车充电"),
    line("A4", "临湖里3-1-301", "窗户漏风", 答复="已列入计划", 答复日期="2026-06-05"),
    line("A5", "西山街道翠屏苑", "绿化太差"),
    line("B1", "临湖里9号楼1单元101", "没有这栋楼"),
    line("B2", "临湖里3号楼1单元999", "没有这一户"),
    line("B3", "翠屏苑", "哪个翠屏苑"),
    line("B4", "某某大街", "没有小区"),
    line("B5", "临湖里3号楼101", "两户都是101"),
    line("B6", "临湖里3号楼", ""),
    line("A1", "临湖里3号楼", "工单编号重复"),
)
WHY = {
    "B1": "no_building_near",
    "B2": "no_home",
    "B3": "ambiguous",
    "B4": "no_place_of_need",
    "B5": "which_home",
    "B6": "no_need",
}


def test_orders_are_placed_by_their_addresses_and_what_has_no_place_is_left_out(
    place: Database, take: Take, tmp_path: Path
) -> None:
    plan = take(sheet(tmp_path / "热线.csv", ["12345热线工单台账"], HEAD, *LINES))
    assert plan.layout.kind == "needs"
    assert plan.counts == {"new": 5, "changed": 0, "same": 0, "rejected": 7}
    assert sum(plan.counts.values()) == len(LINES)
    assert found(place) == [
        ("A1", "临湖里小区", "3", "2", "302"),
        ("A2", "临湖里小区", "3", None, None),
        ("A3", "临湖里小区", None, None, None),
        ("A4", "临湖里小区", "3", "1", "301"),
        ("A5", "翠屏苑", None, None, None),
    ]
    said = [issue.kind for issue in plan.issues if issue.level == "error"]
    assert said == [*WHY.values(), "duplicate"]


def test_orders_bring_category_source_due_and_answer_and_never_their_callers(
    place: Database, take: Take, tmp_path: Path
) -> None:
    plan = take(sheet(tmp_path / "热线.csv", HEAD, *LINES))
    told = [issue.value for issue in plan.issues if issue.kind == "callers_not_kept"]
    assert told == ["诉求人、联系电话、满意度"]
    four = rows.fetch(place, "SELECT * FROM need WHERE source_no = 'A4'")[0]
    assert {key: four[key] for key in ("category", "source", "said_on", "due")} == {
        "category": "windows",
        "source": "hotline",
        "said_on": "2026-06-01",
        "due": "2026-06-20",
    }
    assert (four["referred_to"], four["reply"], four["replied_on"]) == (
        "街道办",
        "已列入计划",
        "2026-06-05",
    )
    everything = "\n".join(place.conn.iterdump())
    assert NAME not in everything
    assert PHONE not in everything


def test_the_same_sheet_again_changes_nothing_and_a_later_one_its_answers_only(
    place: Database, take: Take, tmp_path: Path
) -> None:
    path = sheet(tmp_path / "热线.csv", HEAD, *LINES[:4])
    take(path)
    with actions.act(place, "edit", "李工"):
        first = rows.value(place, "SELECT id FROM need WHERE source_no = 'A1'")
        needs.decide(place, [first], True)
        needs.change(place, first, {"category": "other"})
    before = rows.fetch(place, "SELECT * FROM need ORDER BY id")
    assert take(path).counts == {"new": 0, "changed": 0, "same": 4, "rejected": 0}
    assert rows.fetch(place, "SELECT * FROM need ORDER BY id") == before
    later = line("A1", "临湖里3号楼2单元302室", "厨房漏水", 答复="已修好")
    plan = take(sheet(tmp_path / "六月.csv", HEAD, later, *LINES[1:4]))
    assert plan.counts == {"new": 0, "changed": 1, "same": 3, "rejected": 0}
    after = rows.fetch(place, "SELECT * FROM need ORDER BY id")
    assert after[0] == {**before[0], "reply": "已修好"}
    history.undo(place, "李工")
    assert rows.fetch(place, "SELECT * FROM need ORDER BY id") == before


def test_places_in_columns_of_their_own_and_the_estate_of_the_title_will_do(
    place: Database, take: Take, tmp_path: Path
) -> None:
    head = ("小区名称", "楼号", "单元", "房号", "诉求内容", "承办单位")
    plan = take(
        sheet(tmp_path / "a.csv", head, ["临湖里", "3#", "一单元", "301室", "换窗", "项目部"])
    )
    assert plan.layout.kind == "needs"
    assert found(place) == [(None, "临湖里小区", "3", "1", "301")]
    again = take(sheet(tmp_path / "b.csv", head, ["临湖里", "3", "1", "301", "换窗", "项目部"]))
    assert again.counts["same"] == 1
    title = take(
        sheet(
            tmp_path / "c.csv",
            ["临湖里小区诉求台账"],
            ("工单号", "地址", "诉求内容"),
            ["7", "3号楼2单元302", "修门"],
            ["8", "", "加路灯"],
        )
    )
    assert title.counts["new"] == 2
    assert found(place)[1:] == [
        ("7", "临湖里小区", "3", "2", "302"),
        ("8", "临湖里小区", None, None, None),
    ]
