import pytest
from hypothesis import given
from hypothesis import strategies as st

from renewtrack.domain import addresses


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("1#", "1"),
        ("1号楼", "1"),
        ("一号楼", "1"),
        ("１栋", "1"),
        (" 12 號樓 ", "12"),
        ("十二号楼", "12"),
        ("01", "1"),
        ("1.0", "1"),
        (7, "7"),
        ("第3幢", "3"),
        ("7#楼", "7"),
        ("20号住宅楼", "20"),
        ("5号楼2单元", "5"),
        ("甲1号楼", "甲1"),
        ("1号楼甲", "1甲"),
        ("附1号楼", "附1"),
        ("3-1号楼", "3-1"),
        ("1—2号楼", "1-2"),
        ("a座", "A"),
        ("一区5号楼", "1区5"),
        ("1区5#楼", "1区5"),
        ("二期3号楼", "2期3"),
        ("综合楼", "综合楼"),
        ("百合楼", "百合楼"),
    ],
)
def test_numbers_of_buildings_are_plain(words: object, number: str) -> None:
    assert addresses.building_number(words) == number


@pytest.mark.parametrize(
    ("first", "second"),
    [("一区5号楼", "一区6号楼"), ("15号楼", "5号楼"), ("甲1号楼", "1号楼"), ("一区5号楼", "5号楼")],
)
def test_likeness_is_not_sameness(first: str, second: str) -> None:
    assert not addresses.same_number(first, second)


def test_one_building_in_two_spellings_is_the_same() -> None:
    assert addresses.same_number("一区5号楼", "１区５＃楼")


@given(st.text(alphabet="0123一二十百甲附区期号楼栋幢座#-—、 （)AaＡ１單元", max_size=10))
def test_reading_a_number_again_changes_nothing(words: object) -> None:
    number = addresses.building_number(words)
    assert addresses.building_number(number) == number


@pytest.mark.parametrize(
    ("words", "estate", "numbers"),
    [
        ("浦沅小区11-14栋", "浦沅小区", ("11", "12", "13", "14")),
        ("王家冲小区（20—22栋、43栋）", "王家冲小区", ("20", "21", "22", "43")),
        ("东里1、3、5号楼", "东里", ("1", "3", "5")),
        ("1#-3#楼", "", ("1", "2", "3")),
        ("1号楼至3号楼", "", ("1", "2", "3")),
        ("三里屯5号楼", "三里屯", ("5",)),
        ("五一新村三号楼", "五一新村", ("3",)),
        ("东里1区5号楼", "东里1区", ("5",)),
        ("甲1、甲2号楼", "", ("甲1", "甲2")),
        ("3-1号楼", "", ("3-1",)),
        ("交警宿舍", "交警宿舍", ()),
        ("建设路12号院", "建设路12号院", ()),
    ],
)
def test_building_lists_behind_an_estates_name_are_told_apart(
    words: str, estate: str, numbers: tuple[str, ...]
) -> None:
    assert addresses.split_building_list(words) == (estate, numbers)


@pytest.mark.parametrize(
    ("words", "street", "community"),
    [
        ("左家塘街道官塘冲社区", "左家塘街道", "官塘冲社区"),
        ("雨花区左家塘街道官塘冲社区", "左家塘街道", "官塘冲社区"),
        ("永定镇永定第一社区", "永定镇", "永定第一社区"),
        ("上地街道/上地第一社区", "上地街道", "上地第一社区"),
        ("镇海街道甲社区", "镇海街道", "甲社区"),
        ("开发区街道", "开发区街道", None),
        ("某社区", None, None),
    ],
)
def test_glued_streets_and_communities_come_apart(
    words: str, street: str | None, community: str | None
) -> None:
    assert addresses.split_street_community(words) == (street, community)


def test_an_estate_is_known_by_street_community_and_name() -> None:
    key = addresses.estate_key("上地街道", "上地第一社区", "上地东里（一区）")
    assert key == addresses.estate_key("上地街道办事处", "上地第一社区居委会", "上地东里1区")
    assert key != addresses.estate_key("清河街道", "上地第一社区", "上地东里（一区）")


@given(st.text(max_size=20))
def test_no_text_makes_splitting_fail(words: str) -> None:
    addresses.split_building_list(words)
    addresses.split_street_community(words)
    addresses.estate_key(words, None, words)


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("4#5#", ("4", "5")),
        ("1号楼2号楼3号楼", ("1", "2", "3")),
        ("6/7号楼", ("6", "7")),
        ("1/2/3栋", ("1", "2", "3")),
    ],
)
def test_glued_numbers_are_several_buildings(words: str, numbers: tuple[str, ...]) -> None:
    assert addresses.split_building_list(words) == ("", numbers)


@pytest.mark.parametrize("words", ["1区5#楼", "28号5号楼", "1栋2座", "甲1号楼", "3-1号楼"])
def test_one_building_is_no_list(words: str) -> None:
    assert len(addresses.split_building_list(words)[1]) < 2


@pytest.mark.parametrize(
    "words", ["3月1日", "2025-03-01", "2025/3/1", "2025年3月1日", "1-Mar", "2025-03-01 00:00:00"]
)
def test_a_number_that_a_spreadsheet_made_a_date_is_told(words: str) -> None:
    assert addresses.turned_to_date(words) == "3-1"


@pytest.mark.parametrize("words", ["3-1", "3号楼", "12", "甲1", "2025", "1-3-2"])
def test_a_building_number_is_no_date(words: str) -> None:
    assert addresses.turned_to_date(words) is None


@pytest.mark.parametrize(
    ("name", "estate", "numbers"),
    [
        ("浦沅小区11-14栋", "浦沅小区", ("11", "12", "13", "14")),
        ("王家冲小区（20—22栋、43栋）", "王家冲小区", ("20", "21", "22", "43")),
        ("东里1、3、5号楼", "东里", ("1", "3", "5")),
        ("建设路12号院3号楼", "建设路12号院", ("3",)),
        ("建设路12号", "建设路12号", ()),
        ("建设路12号院", "建设路12号院", ()),
        ("十八栋", "十八栋", ()),
        ("红楼", "红楼", ()),
        ("交警宿舍", "交警宿舍", ()),
    ],
)
def test_buildings_within_an_estates_name_are_told_from_the_name(
    name: str, estate: str, numbers: tuple[str, ...]
) -> None:
    assert addresses.buildings_in(name) == (estate, numbers)


@given(st.lists(st.text(max_size=8)))
def test_names_folded_together_are_folded_as_one_by_one(names: list[str]) -> None:
    assert addresses.name_keys(names) == [addresses.estate_key(None, None, one)[2] for one in names]
