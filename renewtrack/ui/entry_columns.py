"""What the stored columns of plans, contracts, papers, defects and ballots are called and hold."""

from __future__ import annotations

from renewtrack.ui import resident_columns
from renewtrack.ui.columns import Column

_own = resident_columns.own
_DATE = _own("date", "日期", "Date", "date", 100)
_REMARK = _own("remark", "备注", "Remarks", "text", 160)
STORED: dict[str, tuple[Column, ...]] = {
    **resident_columns.STORED,
    "plan": (
        _own("level", "层级", "Level", "code:plan_levels", 100),
        _own("name", "名称", "Name", "text", 200),
        _own("year_from", "起始年", "From year", "year", 80),
        _own("year_to", "截止年", "To year", "year", 80),
        _REMARK,
    ),
    "target": (
        _own("metric", "指标", "Metric", "code:targets", 170),
        _own("planned", "目标值", "Target", "area", 90),
        _own("year", "年度", "Year", "year", 70),
        _own("base", "基数", "Base", "area", 80),
        _REMARK,
    ),
    "plan_baseline": (
        _own("plan_year", "计划年度", "Plan year", "year"),
        _own("number", "第几版", "Version", "int"),
        _own("frozen_at", "锁定时间", "Frozen at"),
        _own("who", "操作人", "By"),
        _own("reason", "理由", "Reason"),
        _own("content", "内容", "Content"),
    ),
    "contract": (
        _own("kind", "类别", "Kind", "code:contract_kinds", 90),
        _own("number", "合同编号", "Number", "text", 110),
        _own("name", "合同名称", "Name", "text", 160),
        _own("party", "对方单位", "Party", "text", 150),
        _own("party_code", "统一社会信用代码", "Credit code", "text", 150),
        _own("amount_fen", "合同价 万元", "Price 10k yuan", "money", 100),
        _own("signed_on", "签订日期", "Signed on", "date", 100),
        _own("start_plan", "约定开工", "Start agreed", "date", 100),
        _own("finish_plan", "约定完工", "Finish agreed", "date", 100),
        _REMARK,
    ),
    "variation": (
        _own("number", "变更单号", "Number", "text", 100),
        _DATE,
        _own("amount_fen", "增减 万元", "Change 10k yuan", "change", 130),
        _own("days", "工期增减 天", "Days more", "int", 90),
        _own("reason", "原因", "Reason", "text", 200),
        _REMARK,
    ),
    "paper": (
        _own("kind", "文件", "Paper", "code:papers", 150),
        _own("number", "文号", "Number", "text", 200),
        _DATE,
        _REMARK,
    ),
    "site_log": (
        _DATE,
        _own("text", "施工情况", "What was done", "text", 260),
        _own("weather", "天气", "Weather", "text", 70),
        _own("hands", "人数", "Hands", "int", 60),
        _own("who", "记录人", "Kept by", "text", 90),
    ),
    "defect": (
        _own("text", "问题", "Defect", "text", 220),
        _own("severity", "程度", "Severity", "code:severities", 70),
        _own("found_on", "发现日期", "Found on", "date", 96),
        _own("due", "整改期限", "Due", "date", 96),
        _own("party", "责任单位", "Party", "text", 120),
        _own("fixed_on", "整改日期", "Fixed on", "date", 96),
        _own("fixed_how", "整改情况", "How", "text", 160),
        _own("checked_on", "复查日期", "Checked on", "date", 96),
        _own("checked_by", "复查人", "Checked by", "text", 90),
        _REMARK,
    ),
    "acceptance_item": (
        _own("item", "验收项", "Item", "text", 220),
        _own("result", "结果", "Result", "code:acceptance_results", 80),
        _DATE,
        _own("who", "验收人", "By", "text", 100),
        _REMARK,
    ),
    "stage_event": (
        _own("stage", "阶段", "Stage", "stage", 110),
        _DATE,
        _own("from_stage", "原阶段", "From stage", "stage", 110),
        _own("reason", "理由", "Reason", "text", 180),
        _own("lacking", "当时缺", "Lacked", "text", 160),
        _own("from_year", "原年度", "From year", "year", 70),
        _own("to_year", "新年度", "To year", "year", 70),
    ),
    "lift_event": (
        _own("step", "步骤", "Step", "code:lift_steps", 130),
        _DATE,
        _own("reason", "理由", "Reason", "text", 160),
        _own("lacking", "当时缺", "Lacked", "text", 160),
    ),
    "lift": (
        _own("kind", "类别", "Kind", "code:lift_kinds"),
        _own("entry_type", "入户方式", "Entry", "code:lift_entries"),
        _own("shaft", "井道", "Shaft", "code:lift_shafts"),
        _own("stops", "层站数", "Stops", "int"),
        _own("load_kg", "载重 kg", "Load kg", "int"),
        _own("speed_m_s", "速度 m/s", "Speed m/s", "area"),
        _own("agent", "代建单位", "Agent"),
        _own("brand", "电梯品牌", "Brand"),
        _own("cost_pipe_fen", "管线迁改费 万元", "Moving pipes 10k yuan", "money"),
        _own("share_preset", "分摊方案", "Sharing", "code:cost_shares"),
        _own("share_by", "分摊基数", "Shared by", "code:share_units"),
        _own("share_factors", "楼层系数", "Floor factors"),
        _own("review_date", "联审日期", "Reviewed on", "date"),
        _own("permit_no", "许可文号", "Permit"),
        _own("permit_date", "许可日期", "Permit of", "date"),
        _own("inspect_date", "监督检验日期", "Inspected on", "date"),
        _own("reg_no", "使用登记证编号", "Registration"),
        _own("reg_date", "登记日期", "Registered on", "date"),
        _own("maint_unit", "维保单位", "Maintained by"),
        _own("maint_until", "维保到期", "Maintained until", "date"),
    ),
    "consent_round": (
        _own("name", "表决事项", "Matter"),
        _own("opened_on", "开始日期", "Opened on", "date"),
        _own("closed_on", "结束日期", "Closed on", "date"),
    ),
    "ballot": (
        _own("room", "房号", "Room", "text", 80),
        _own("owner", "业主", "Owner", "text", 90),
        _own("owner_no", "业主序号", "Owner no.", "int", 80),
        _own("area_dm2", "专有面积 ㎡", "Area ㎡", "dm2", 90),
        _own("needed", "专有部分被占用", "Own part occupied", "yes", 130),
        _own("answer", "表决", "Answer", "code:answers", 80),
        _DATE,
        _REMARK,
    ),
    "objection": (
        _own("text", "异议内容", "Objection", "text", 240),
        _DATE,
        _own("state", "状态", "State", "code:objection_states", 90),
        _own("mediated_on", "协调日期", "Mediated on", "date", 100),
        _own("mediator", "协调人", "Mediator", "text", 90),
        _own("outcome", "结果", "Outcome", "text", 180),
    ),
}


def column(table: str, key: str) -> Column | None:
    """Return how a stored column is called and shown, or None."""
    return next((each for each in STORED.get(table, ()) if each.key == key), None)
