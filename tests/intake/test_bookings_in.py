"""Visits that come in from a mini-program and from a form filled in by hand."""

from __future__ import annotations

from pathlib import Path

from sqlite_utils import Database

from renewtrack.store import actions, bookings, rows
from tests.intake.facts import Take
from tests.intake.test_kinds import place, sheet, told

__all__ = ["place"]  # the fixture of a district

MINI = (
    *("序号", "提交时间", "微信昵称", "姓名", "手机号", "小区", "楼栋", "单元", "房号"),
    *("预约日期", "预约时段", "预约事由", "备注", "提交状态"),
)
FORM = (
    *("楼号", "单元", "房号", "户主", "联系电话", "是否同意"),
    *("预约日期", "预约时段", "个性化需求", "签字"),
)


def _line(number: int, building: str, room: str, day: str, half: str, *rest: str) -> list[str]:
    first = [str(number), "2026-05-20 08:31:22", "晴天", "王建国", "13812345678", "临湖里"]
    return [*first, building, "2单元", room, day, half, *rest]


def test_what_a_mini_program_exports_is_booked_once_with_purpose_and_state(
    place: Database, take: Take, tmp_path: Path
) -> None:
    path = sheet(
        tmp_path / "小程序.csv",
        MINI,
        _line(1, "1号楼", "301", "2026-06-10", "上午", "入户测量", "", "已提交"),
        _line(2, "2号楼", "302", "2026-06-11", "下午 14:00-17:00", "换窗", "", "已取消"),
        _line(3, "9号楼", "101", "2026-06-11", "上午", "换窗", "", "已提交"),
    )
    assert take(path).counts == {"new": 2, "changed": 0, "same": 0, "rejected": 1}
    keys = ("room", "date", "half", "state")
    assert told(place, "appointments", *keys) == [
        ("301", "2026-06-10", "am", "planned"),
        ("302", "2026-06-11", "pm", "off"),
    ]
    purposes = rows.column(place, "SELECT purpose FROM appointment ORDER BY date")
    assert purposes == ["measure", "works"]
    assert take(path).counts == {"new": 0, "changed": 0, "same": 2, "rejected": 1}


def test_a_form_filled_in_by_hand_comes_back_as_a_sheet(
    place: Database, take: Take, tmp_path: Path
) -> None:
    path = sheet(
        tmp_path / "预约单.csv",
        ["临湖里入户预约单"],
        FORM,
        ["1", "2", "501", "钱一", "13512345678", "同意", "2026-06-12", "上午", "换窗", "钱"],
        ["1", "2", "502", "", "", "不同意", "", "", "", ""],
        ["1", "2", "503", "", "", "", "", "", "", ""],
    )
    assert take(path).counts == {"new": 3, "changed": 0, "same": 0, "rejected": 0}
    assert told(place, "appointments", "room", "date", "half") == [("501", "2026-06-12", "am")]
    assert told(place, "households", "room", "agree") == [
        ("501", "yes"),
        ("502", "no"),
        ("503", None),
    ]


def test_a_visit_that_was_made_is_not_booked_again_by_the_sheet_it_came_from(
    place: Database, take: Take, tmp_path: Path
) -> None:
    lines = [FORM, ["1", "2", "501", "钱一", "", "同意", "2026-06-12", "上午", "", ""]]
    path = sheet(tmp_path / "预约单.csv", ["临湖里入户预约单"], *lines)
    take(path)
    visit = rows.value(place, "SELECT id FROM appointment")
    with actions.act(place, "book", "李工"):
        bookings.mark(place, [visit], "kept")
    assert take(path).counts == {"new": 0, "changed": 0, "same": 1, "rejected": 0}
    assert told(place, "appointments", "date", "state") == [("2026-06-12", "kept")]
