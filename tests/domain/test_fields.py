from typing import Any

import pytest

from renewtrack.domain import (
    codes,
    facilities,
    field_headings,
    fields,
    homes,
    lifts,
    money_events,
    places,
    text,
    works,
)

RECORDS: dict[str, Any] = {
    "estate": places.Estate,
    "building": places.Building,
    "project": works.Project,
    "household": homes.Household,
    "need": homes.Need,
    "lift": lifts.Lift,
    "money_event": money_events.MoneyEvent,
    "facility": facilities.Facility,
    "area": places.Area,
    "site": places.Site,
}
LISTED = {"funding": "fund_sources", "reading": "measured"}  # their columns are keys of code lists
KINDS = {
    "text", "int", "decimal", "area", "money", "date", "year", "percent", "bool", "progress",
    "content", "coordinate", "shape", "visit", "time", "measure",
}  # fmt: skip
LEDGER = {
    "序号": "seq",
    "街道": "street",
    "社区": "community",
    "小区名称": "estate_name",
    "详细地址": "address",
    "建成年代": "year_built",
    "楼栋数": "bldg_count",
    "户数": "house_count",
    "建筑面积（万㎡）": "gfa",
    "主要改造内容": "content",
    "总投资（万元）": "invest_total",
    "形象进度": "progress",
    "存在问题": "problem",
    "责任单位": "lead_unit",
    "联系人": "contact",
    "联系电话": "phone",
    "备注": "remark",
}
SURVEY = {
    "所属街道": "street",
    "所属社区": "community",
    "小区": "estate_name",
    "楼号": "bldg_no",
    "总层数": "floors",
    "房屋结构": "structure",
    "经度(百度)": "lon",
    "纬度(百度)": "lat",
    "房屋安全等级": "danger_grade",
    "建成年份": "year_built",
}
STACKED = [
    ("资金来源（万元）", "中央", "fund_central"),
    ("资金来源（万元）", "省级", "fund_province"),
    ("资金来源（万元）", "市", "fund_city"),
    ("资金来源（万元）", "合计", "fund_total"),
    ("资金筹措", "其他", "fund_other"),
    ("开工时间", "计划", "start_plan"),
    ("开工时间", "实际", "start_actual"),
    ("竣工时间", "计划", "finish_plan"),
    ("竣工时间", "实际", "finish_actual"),
    ("计划", "竣工时间", "finish_plan"),
    ("投资（万元）", "计划", "invest_total"),
]


def test_there_are_the_104_fields_of_the_ledgers() -> None:
    assert len({field.key for field in fields.FIELDS}) == 104


@pytest.mark.parametrize(("head", "key"), (LEDGER | SURVEY).items())
def test_heads_of_both_basic_sheets_mean_their_field(head: str, key: str) -> None:
    best, confidence = field_headings.by_heading(head)[0]
    assert best.key == key
    assert confidence >= 0.9


@pytest.mark.parametrize(("parent", "leaf", "key"), STACKED)
def test_stacked_heads_are_read_together(parent: str, leaf: str, key: str) -> None:
    best, confidence = field_headings.by_heading(leaf, [parent])[0]
    assert (best.key, confidence) == (key, 1.0)


@pytest.mark.parametrize(
    ("head", "key"),
    [
        ("街道(镇)", "street"),
        ("X(经度)", "lon"),
        ("*小区名称（必填）", "estate_name"),
        ("戶數", "house_count"),
    ],
)
def test_brackets_marks_and_traditional_signs_do_no_harm(head: str, key: str) -> None:
    assert field_headings.by_heading(head)[0][0].key == key


def test_a_known_word_inside_a_heading_counts_less_than_a_synonym() -> None:
    best, confidence = field_headings.by_heading("小区建设年份")[0]
    assert best.key == "year_built"
    assert confidence < 0.7


def test_a_heading_that_says_nothing_takes_what_stands_above_it() -> None:
    assert field_headings.by_heading("（㎡）", ["建筑面积"])[0][0].key == "gfa"


@pytest.mark.parametrize("head", ["", "甲", "其他", "合计"])
def test_heads_that_mean_nothing_alone_give_nothing(head: str) -> None:
    assert field_headings.by_heading(head) == []


def test_no_spelling_heads_two_fields() -> None:
    meant: dict[str, str] = {}
    for field in fields.FIELDS:
        for spelling in (field.words.zh, *field.synonyms):
            assert meant.setdefault(text.fold(spelling), field.key) == field.key, spelling


def test_kinds_and_columns_are_ones_that_exist() -> None:
    for field in fields.EVERY:
        kind, _, listed = field.kind.partition(":")
        assert kind in KINDS or (kind == "code" and codes.table(listed)), field.key
        for record, column in field.columns.items():
            if record in LISTED:
                assert codes.code(LISTED[record], column), field.key
            else:
                assert column in RECORDS[record].__slots__, field.key


@pytest.mark.parametrize("kind", fields.OWN)
def test_no_word_of_one_kind_of_sheet_heads_two_of_its_fields(kind: str) -> None:
    meant: dict[str, str] = {}
    for field in fields.OWN[kind]:
        for spelling in (field.words.zh, *field.synonyms):
            assert meant.setdefault(text.fold(spelling), field.key) == field.key, spelling


def test_every_field_of_a_kind_has_a_key_of_its_own() -> None:
    keys = [field.key for field in fields.EVERY]
    assert len(keys) == len(set(keys))


def test_personal_fields_are_marked() -> None:
    assert {field.key for field in fields.FIELDS if field.personal} == {
        "house_no", "leader", "contact", "phone", "reporter", "resident_name", "id_no",
    }  # fmt: skip
