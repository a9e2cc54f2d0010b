"""Known words inside a longer heading that must not be taken for what they say alone."""

from __future__ import annotations

import re

# Inside a longer heading these say of what it is, not what: 小区占地 is no name of an estate.
_ADJECTIVES = frozenset({
    "项目", "小区", "社区", "街道", "楼栋", "单元", "居民", "投资", "完成率", "改造", "规模",
    "数量", "单位", "市", "简称", "地点", "阶段", "镇", "村", "县", "难点", "工作计划", "类别",
    "责任人", "负责人", "联系人", "建设单位", "施工单位", "area", "city", "town", "block", "item",
    "other", "note", "notes", "stage", "scope", "tel", "project", "district", "estate",
    "building", "private", "central", "storeys", "floors", "street", "year", "built",
})  # fmt: skip
_COUNTS = frozenset({"int", "area"})
_AMOUNTS = frozenset({"int", "area", "money", "decimal"})
# A part of a place is not the whole: these beside a known word make it another figure.
PART_ONLY = re.compile(
    "低保|困难|特困|残疾|空置|同意|签约|参与|地下|单元|所在|公共|配套|违|商业|商铺|非住宅|未|已|开工|完工|竣工"
    "|完成|道路|绿化|外墙|屋面|用房|户均|每户|人均|老年|流动|以上|以下|空挂|管线|楼道|新增|增加|拆除|租|危房|停车"
)
SHARE = re.compile("占比|比例|比重|[^概]率$|^率$|%")
_OTHER_NOUN = re.compile("(费用?|标准|职务|职称|机构|人员|密度|许可证号?|方案)$")
_TIME_OR_NAME = re.compile("(时间|日期|年月|姓名|名称|电话|编号|单位|方式|原因|依据|文号)$")
_TELEPHONES = frozenset({"电话", "手机", "联系电话", "手机号", "联系方式"})
_OF_OTHERS = re.compile("施工|监理|设计|物业|代建|审计|勘察")
_MONEY_PROGRESS = re.compile("投资|资金|支付|拨付")


def misleads(known: str, wanted: str, kind: str, *, name: bool) -> bool:
    """Tell whether a known word of a field's kind inside a heading says something else there.

    ``name`` says that the word is the field's own name, no synonym.
    """
    rest = wanted.replace(known, "", 1)
    ends = wanted.endswith(known)
    if known in _ADJECTIVES and not (ends and name):
        return True
    if kind in _COUNTS and PART_ONLY.search(rest):
        return True
    if kind in _AMOUNTS and (SHARE.search(rest) or (not ends and _TIME_OR_NAME.search(wanted))):
        return True
    if kind == "progress" and _MONEY_PROGRESS.search(rest):
        return True
    if known in _TELEPHONES and _OF_OTHERS.search(rest):
        return True
    return not ends and bool(_OTHER_NOUN.search(wanted))


def of_money(head: str) -> bool:
    """Tell a head below which a progress is that of money, not of works."""
    return _MONEY_PROGRESS.search(head) is not None
