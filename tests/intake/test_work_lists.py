"""No work of a list is lost, whatever stands between the works."""

from __future__ import annotations

import pytest

from renewtrack.intake import work_lists


@pytest.mark.parametrize(
    "content",
    [
        "屋面防水、道路硬化",
        "屋面防水 道路硬化",
        "屋面防水和道路硬化",
        "屋面防水以及道路硬化",
        "①屋面防水②道路硬化",
        "1.屋面防水2.道路硬化",
        "1、屋面防水 2、道路硬化",
        "（1）屋面防水（2）道路硬化",
        "一、屋面防水二、道路硬化",
        "屋面防水+道路硬化",
    ],
)
def test_two_works_are_two(content: str) -> None:
    assert work_lists.items(content) == ["屋面防水", "道路硬化"]


@pytest.mark.parametrize(
    "content",
    [
        "加装电梯 3部",
        "道路硬化 约300平方米",
        "供水管网3.5公里",
        "屋 面 防 水",
        "外墙 保温",
        "亭子和连廊",
        "Roads and paving",
        "其他与社区共建事项",
    ],
)
def test_one_work_stays_one(content: str) -> None:
    assert work_lists.items(content) == [content]


@pytest.mark.parametrize(
    ("content", "works"),
    [
        ("1.供水管网2.5公里2.修建荷花池", ["供水管网2.5公里", "修建荷花池"]),
        ("屋面防水 修建荷花池", ["屋面防水", "修建荷花池"]),
        ("加装电梯3、停车位", ["加装电梯3", "停车位"]),
        ("绿化与照明及门禁", ["绿化", "照明", "门禁"]),
        ("屋面防水和修建荷花池", ["屋面防水和修建荷花池"]),
    ],
)
def test_unknown_works_keep_their_own_words(content: str, works: list[str]) -> None:
    assert work_lists.items(content) == works
