"""The columns of the lists of records, and what stored columns of these records are called."""

from __future__ import annotations

from renewtrack.ui import entry_columns
from renewtrack.ui.columns import Column
from renewtrack.words import Words

KINDS = {
    "households": Words("住户", "Households"),
    "appointments": Words("入户预约", "Appointments"),
    "lifts": Words("加装电梯", "Lifts"),
    "needs": Words("需求", "Needs"),
    "consultations": Words("征求意见", "Consultations"),
    "satisfaction": Words("满意度", "Satisfaction"),
    "payments": Words("资金收支", "Money"),
    "readings": Words("监测读数", "Readings"),
    "alarms": Words("报警", "Alarms"),
    "ratings": Words("评价", "Ratings"),
}


def _column(key: str, zh: str, en: str, width: int = 96, kind: str = "text") -> Column:
    kind, _, codes = kind.partition(":")
    return Column(key, Words(zh, en), width, kind, codes=codes)


_HOME = (
    _column("street", "街道", "Street", 90),
    _column("estate", "小区", "Estate", 130),
    _column("building", "楼号", "Building", 62),
    _column("stairwell", "单元", "Stairwell", 74),
)
_ROOM = _column("room", "房号", "Room", 64)
_PERSON = (
    _column("holder", "户主", "Householder", 92),
    _column("phone", "电话", "Telephone", 116),
)
_FACILITY = (
    _column("facility", "设施", "Facility", 150),
    _column("time", "时间", "Time", 136, "time"),
)
_REMARK = _column("remark", "备注", "Remarks", 180)
LISTS: dict[str, tuple[Column, ...]] = {
    "households": (
        *(*_HOME, _ROOM),
        _column("agree", "意愿", "Agrees", 84, "code:agreements"),
        _column("items", "选择的改造项", "Items chosen", 190, "list"),
        _column("needs", "个性化需求", "Needs", 170, "list"),
        *_PERSON,
        _REMARK,
    ),
    "appointments": (
        _column("date", "日期", "Date", 104, "date"),
        _column("half", "上/下午", "Half", 84, "code:halves"),
        *(*_HOME, _ROOM, *_PERSON),
        _column("state", "情况", "State", 110, "code:appointment_states"),
        _column("crew", "班组", "Crew", 110),
        _column("purpose", "事由", "Purpose", 96, "code:visit_purposes"),
        _REMARK,
    ),
    "needs": (
        *(*_HOME, _ROOM),
        _column("text", "需求", "Need", 220),
        _column("category", "类别", "Category", 100, "code:need_categories"),
        _column("source", "来源", "Source", 100, "code:need_sources"),
        _column("source_no", "来源编号", "Source number", 110),
        _column("said_on", "提出日期", "Said on", 100, "date"),
        _column("why", "理由", "Reason", 140),
        _column("referred_to", "转办单位", "Referred to", 110),
        _column("due", "办理期限", "Due", 100, "date"),
        _column("reply", "答复", "Reply", 200),
        _column("delivered_on", "兑现日期", "Delivered on", 100, "date"),
    ),
    "consultations": (
        _column("estate", "小区", "Estate", 130),
        _column("project", "项目", "Project", 150),
        _column("title", "事项", "Subject", 180),
        _column("options", "选项", "Options", 160, "list"),
        _column("opened_on", "开始", "Opened on", 100, "date"),
        _column("closed_on", "截止", "Closed on", 100, "date"),
        _column("ballots", "票数", "Ballots", 74, "int"),
        _column("notice_from", "公示起", "Notice from", 100, "date"),
        _column("notice_to", "公示止", "Notice to", 100, "date"),
        _column("decided", "决定", "Decision", 150),
        _REMARK,
    ),
    "satisfaction": (
        *(*_HOME, _ROOM),
        _column("phase", "阶段", "Phase", 90, "code:survey_phases"),
        _column("rating", "评价", "Rating", 110, "code:ratings"),
        _column("date", "日期", "Date", 104, "date"),
        _REMARK,
    ),
    "lifts": (
        *_HOME,
        _column("step", "进展", "Step", 130, "code:lift_steps"),
        _column("group", "归类", "Group", 92, "code:lift_groups"),
        _column("consent_ok", "表决达标", "Consent", 92, "bool"),
        _column("cost", "造价 万元", "Cost 10k yuan", 100, "yuan"),
        _column("subsidy", "补贴 万元", "Subsidy 10k yuan", 110, "yuan"),
        _column("household_count", "总户数", "Owners", 74, "int"),
        _column("owners_part", "参与户", "Take part", 80, "int"),
        _column("owners_agree", "同意户", "Agree", 74, "int"),
        _column("area_total", "专有面积 ㎡", "Area ㎡", 100, "area"),
        _column("area_part", "参与面积 ㎡", "Takes part ㎡", 104, "area"),
        _column("area_agree", "同意面积 ㎡", "Agrees ㎡", 104, "area"),
        _column("objection", "异议", "Objections", 130),
        _column("notice_from", "公示起", "Notice from", 104, "date"),
        _column("notice_to", "公示止", "Notice to", 104, "date"),
        _REMARK,
    ),
    "payments": (
        _column("date", "日期", "Date", 104, "date"),
        _column("project", "项目", "Project", 190),
        _column("kind", "收支", "Kind", 84, "code:money_kinds"),
        _column("source", "资金来源", "Source", 130, "code:fund_sources"),
        _column("amount", "金额 万元", "Amount 10k yuan", 116, "yuan"),
        _column("document_no", "文号", "Document", 160),
        _column("payee", "收款单位", "Payee", 160),
        _REMARK,
    ),
    "readings": (
        *_FACILITY,
        _column("quantity", "监测项", "Quantity", 130, "code:measured"),
        _column("value", "数值", "Value", 90, "value"),
        _column("unit", "单位", "Unit", 80),
        _column("qualifier", "说明", "Note", 170, "code:qualifiers"),
        _column("grade", "类别", "Class", 90, "code:facility_grades"),
    ),
    "alarms": (
        *_FACILITY,
        _column("quantity", "监测项", "Quantity", 130, "code:measured"),
        _column("level", "等级", "Level", 120, "code:alarm_levels"),
        _column("value", "数值", "Value", 90, "value"),
        _column("above", "限值", "Limit", 90, "value"),
        _column("unit", "单位", "Unit", 80),
    ),
    "ratings": (
        *_FACILITY,
        _column("rating", "评价", "Rating", 130, "code:ratings"),
        _column("state", "跟进", "Follow-up", 110, "code:follow_ups"),
        _REMARK,
    ),
}
PERSONAL = frozenset((("household", "holder"), ("household", "phone")))


def _stored(column: str, zh: str, en: str, kind: str = "text") -> Column:
    return _column(column, zh, en, 0, kind)


# How the columns of these records are called and shown in the history and beside a source.
STORED: dict[str, tuple[Column, ...]] = {
    "stairwell": (
        _stored("number", "单元号", "Number"),
        _stored("storeys", "层数", "Storeys", "int"),
        _stored("household_count", "户数", "Households", "int"),
    ),
    "household": (
        _stored("room", "房号", "Room"),
        _stored("holder", "户主", "Householder"),
        _stored("phone", "联系电话", "Telephone"),
        _stored("floor_area_m2", "建筑面积", "Floor area", "area"),
        _stored("agree", "意愿", "Agrees", "code:agreements"),
    ),
    "item_choice": (
        _stored("item", "改造项", "Item"),
        _stored("wanted", "是否要", "Wanted", "yes"),
    ),
    "need": (
        _stored("text", "需求", "Need"),
        _stored("adopted", "是否采纳", "Adopted", "yes"),
        _stored("why", "理由", "Reason"),
    ),
    "appointment": (
        _stored("date", "日期", "Date", "date"),
        _stored("half", "上/下午", "Half of the day", "code:halves"),
        _stored("state", "情况", "State", "code:appointment_states"),
    ),
    "lift": (
        _stored("step", "进展", "Step", "code:lift_steps"),
        _stored("cost_fen", "总造价", "Cost", "money"),
        _stored("subsidy_fen", "补贴", "Subsidy", "money"),
        _stored("start_actual", "开工时间", "Actual start", "date"),
        _stored("finish_actual", "竣工时间", "Actual finish", "date"),
        _stored("contractor", "施工单位", "Contractor"),
    ),
    "consent_round": (
        _stored("rule_set", "表决规则", "Rule", "code:consent_rules"),
        _stored("owners_total", "总户数", "Owners", "int"),
        _stored("area_total_dm2", "专有面积", "Area of all owners", "dm2"),
        _stored("owners_part", "参与户数", "Owners that take part", "int"),
        _stored("area_part_dm2", "参与面积", "Area that takes part", "dm2"),
        _stored("owners_agree", "同意户数", "Owners that agree", "int"),
        _stored("area_agree_dm2", "同意面积", "Area that agrees", "dm2"),
        _stored("objection", "异议", "Objections"),
        _stored("notice_from", "公示起", "Notice from", "date"),
        _stored("notice_to", "公示止", "Notice to", "date"),
    ),
    "money_event": (
        _stored("project_name", "项目", "Project"),
        _stored("project_id", "所属项目", "Project on record"),
        _stored("source", "资金来源", "Source", "code:fund_sources"),
        _stored("kind", "收支", "Kind", "code:money_kinds"),
        _stored("amount_fen", "金额", "Amount", "money"),
        _stored("date", "日期", "Date", "date"),
        _stored("document_no", "文号", "Document no."),
        _stored("payee", "收款单位", "Payee"),
        _stored("remark", "摘要", "Purpose"),
    ),
    "facility": (
        _stored("kind", "设施类型", "Kind", "code:facility_kinds"),
        _stored("name", "名称", "Name"),
        _stored("grade", "类别", "Class", "code:facility_grades"),
    ),
    "sensor": (
        _stored("quantity", "监测项", "Quantity", "code:measured"),
        _stored("unit", "单位", "Unit"),
    ),
    "reading": (
        _stored("time", "时间", "Time"),
        _stored("value", "数值", "Value", "value"),
        _stored("qualifier", "说明", "Note", "code:qualifiers"),
    ),
    "rating": (
        _stored("time", "时间", "Time"),
        _stored("rating", "评价", "Rating", "code:ratings"),
        _stored("follow_up", "跟进", "Follow-up", "code:follow_ups"),
    ),
}


def stored(table: str, column: str) -> Column | None:
    """Return how a stored column of these records is called and shown, or None."""
    if (found := entry_columns.column(table, column)) is not None:
        return found
    if table not in STORED:
        return None
    known = next((each for each in STORED[table] if each.key == column), None)
    return known or (_stored("remark", "备注", "Remarks") if column == "remark" else None)
