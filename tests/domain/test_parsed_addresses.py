"""An address comes apart into the parts that it names, its numbers plain."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renewtrack.domain import addresses, parsed_addresses
from renewtrack.domain.parsed_addresses import Address


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("上地东里一区5号楼", Address(estate="上地东里", zone="1区", building="5")),
        ("1区5#", Address(zone="1区", building="5")),
        (
            "北京市示范区上地街道上地东里1区5#楼2单元",
            Address(
                district="示范区", street="上地街道", estate="上地东里", zone="1区", building="5",
                unit="2",
            ),
        ),
        (
            "湖南省长沙市雨花区左家塘街道官塘冲社区王家冲小区20栋",
            Address(
                district="雨花区", street="左家塘街道", community="官塘冲社区",
                estate="王家冲小区", building="20",
            ),
        ),
        ("上地东里小区3号楼２单元501室",
         Address(estate="上地东里小区", building="3", unit="2", room="501")),
        ("东里3号楼2-501", Address(estate="东里", building="3", unit="2", room="501")),
        ("3-2-501", Address(building="3", unit="2", room="501")),
        ("永定镇明望苑六号楼二单元",
         Address(street="永定镇", estate="明望苑", building="6", unit="2")),
        ("明望苑甲1号楼", Address(estate="明望苑", building="甲1")),
        ("东里东区5号楼", Address(estate="东里", zone="东区", building="5")),
        ("工人新村第二组团3栋", Address(estate="工人新村", zone="2组团", building="3")),
        ("5号楼2单元", Address(building="5", unit="2")),
        ("国贸A座", Address(estate="国贸", building="A")),
    ],
)  # fmt: skip
def test_an_address_comes_apart(words: str, parts: Address) -> None:
    assert parsed_addresses.parse(words, ["永定镇"]) == parts


@pytest.mark.parametrize(
    "name",
    ["建设路12号", "建设路12号院", "上地东里小区", "农贸市场宿舍", "景德镇陶瓷厂宿舍", "百合苑",
     "开发区街道", "东里12", "三里屯", "城乡建设局宿舍", "西城区图书馆宿舍"],
)  # fmt: skip
def test_a_name_that_only_looks_like_an_address_stays_whole(name: str) -> None:
    assert parsed_addresses.parse(name) == Address(estate=name)


@pytest.mark.parametrize(
    ("first", "second"), [("1区5#", "一区5号楼"), ("上地东里１区５＃楼", "上地东里一区5号楼")]
)
def test_one_building_in_two_spellings_has_one_number(first: str, second: str) -> None:
    one, other = parsed_addresses.parse(first), parsed_addresses.parse(second)
    assert one.number == other.number == "1区5"


@pytest.mark.parametrize("other", ["一区6号楼", "二区5号楼", "一区15号楼", "一区甲5号楼", "5号楼"])
def test_numbers_that_differ_stay_different(other: str) -> None:
    assert parsed_addresses.parse(other).number != parsed_addresses.parse("一区5号楼").number


@given(
    zone=st.sampled_from(["", "1区", "2期", "东区"]),
    building=st.integers(1, 200),
    unit=st.integers(1, 12),
    sign=st.sampled_from(["号楼", "#", "#楼", "栋", "幢"]),
)
def test_what_is_put_together_comes_apart(zone: str, building: int, unit: int, sign: str) -> None:
    found = parsed_addresses.parse(f"上地街道临湖里{zone}{building}{sign}{unit}单元")
    assert (found.street, found.estate, found.zone) == ("上地街道", "临湖里", zone or None)
    assert (found.building, found.unit) == (str(building), str(unit))


@given(st.text("上地东里一二区期号楼栋单元室#-0123456789A街道社区市县 （）", max_size=14))
def test_every_text_gives_parts_with_the_number_that_buildings_have(words: str) -> None:
    found = parsed_addresses.parse(words)
    if found.number is not None:
        assert addresses.building_number(found.number) == found.number
