"""What the stored columns of households, crews, needs and consultations are called and hold."""

from __future__ import annotations

from renewtrack.ui.columns import Column
from renewtrack.words import Words


def own(key: str, zh: str, en: str, kind: str = "text", width: int = 110) -> Column:
    """Return a stored column; ``code:NAME`` is a kind that holds keys of a code list."""
    kind, _, codes = kind.partition(":")
    return Column(key, Words(zh, en), width, kind, codes=codes)


_DATE = own("date", "日期", "Date", "date", 100)
_HALF = own("half", "上/下午", "Half of the day", "code:halves", 90)
_REMARK = own("remark", "备注", "Remarks", "text", 160)
STORED: dict[str, tuple[Column, ...]] = {
    "household": (
        own("floor", "楼层", "Floor", "int"),
        own("vulnerable", "特殊情况", "Special care", "list"),
        own("access", "入户须知", "How to be let in"),
        own("added_why", "摸底外增补的原因", "Why added beyond the survey"),
        own("keep_until", "个人信息保存至", "Personal details kept until", "date"),
    ),
    "item_choice": (own("quantity", "数量", "Quantity", "value"),),
    "appointment": (
        own("position", "顺序", "Order", "int"),
        own("purpose", "事由", "Purpose", "code:visit_purposes"),
        own("source", "来源", "Source", "code:booking_sources"),
        own("reminded_on", "提醒日期", "Reminded on", "date"),
    ),
    "attachment": (
        own("name", "文件名", "File"),
        own("phase", "照片阶段", "Phase of the picture"),
        own("taken_on", "拍摄日期", "Taken on", "date"),
        own("sha256", "文件校验值", "Checksum"),
        own("size", "字节数", "Bytes", "int"),
        own("added_at", "添加时间", "Added at"),
        own("who", "添加人", "Added by"),
        _REMARK,
        own("item", "改造项", "Item", "code:work_types"),
        own("taken_at", "拍摄时间", "Taken at"),
        own("lon", "拍摄经度", "Longitude of the picture"),
        own("lat", "拍摄纬度", "Latitude of the picture"),
        own("placed_by", "归档依据", "Placed by", "code:photo_placings"),
        own("place_ok", "位置已确认", "Place confirmed", "yes"),
    ),
    "crew": (
        own("name", "班组", "Crew", "text", 130),
        own("capacity", "每半天户数", "Homes in half a day", "int", 140),
        own("leader", "组长", "Leader", "text", 90),
        own("phone", "电话", "Telephone", "text", 120),
        own("active", "在用", "In use", "yes", 70),
        _REMARK,
    ),
    "slot": (
        _DATE,
        _HALF,
        own("capacity", "户数", "Homes", "int", 80),
        own("why", "原因", "Reason", "text", 200),
    ),
    "quiet_rule": (
        own("first_day", "起", "From", "date", 100),
        own("last_day", "止", "Until", "date", 100),
        _HALF,
        own("weekdays", "星期", "Weekdays", "text", 90),
        own("kind", "类别", "Kind", "code:quiet_kinds", 110),
        own("why", "原因", "Reason", "text", 200),
    ),
    "work_day": (
        _DATE,
        own("worked", "上班", "Worked", "yes", 80),
        own("why", "原因", "Reason", "text", 200),
    ),
    "owner": (
        own("name", "产权人", "Owner", "text", 110),
        own("phone", "电话", "Telephone", "text", 120),
        _REMARK,
    ),
    "ownership": (own("share", "产权份额", "Share", "value", 90),),
    "consultation": (
        own("title", "事项", "Subject", "text", 200),
        own("text", "内容", "Text", "text", 260),
        own("options", "选项", "Options", "list", 200),
        own("opened_on", "开始", "Opened on", "date", 100),
        own("closed_on", "截止", "Closed on", "date", 100),
        own("notice_from", "公示起", "Notice from", "date", 100),
        own("notice_to", "公示止", "Notice to", "date", 100),
        own("decided", "决定", "Decision", "text", 200),
        own("why", "理由", "Reason", "text", 200),
        own("decided_on", "决定日期", "Decided on", "date", 100),
        _REMARK,
    ),
    "consultation_ballot": (
        own("choice", "意见", "Answer", "text", 130),
        _DATE,
        _REMARK,
    ),
    "meeting": (
        _DATE,
        own("place", "地点", "Place", "text", 130),
        own("attended", "到会人数", "Attended", "int", 90),
        own("notes", "会议纪要", "Notes", "text", 260),
    ),
    "need": (
        own("category", "类别", "Category", "code:need_categories", 110),
        own("item", "改造项", "Item", "code:work_types", 130),
        own("source", "来源", "Source", "code:need_sources", 100),
        own("source_no", "来源编号", "Source number", "text", 110),
        own("said_on", "提出日期", "Said on", "date", 100),
        own("referred_to", "转办单位", "Referred to", "text", 130),
        own("due", "办理期限", "Due", "date", 100),
        own("reply", "答复", "Reply", "text", 240),
        own("replied_on", "答复日期", "Replied on", "date", 100),
        own("delivered_on", "兑现日期", "Delivered on", "date", 100),
        own("delivered_how", "兑现情况", "How delivered", "text", 180),
    ),
    "satisfaction": (
        own("phase", "阶段", "Phase", "code:survey_phases", 90),
        own("rating", "评价", "Rating", "code:ratings", 110),
        _DATE,
        _REMARK,
    ),
    "photo_pair": (
        own("title", "标题", "Title", "text", 160),
        own("shift_x", "横向对齐", "Shift across", "value"),
        own("shift_y", "纵向对齐", "Shift down", "value"),
        own("zoom", "缩放", "Zoom", "value"),
        own("public", "公开", "Public", "yes", 70),
        _REMARK,
    ),
    "privacy_text": (
        own("version", "版本", "Version", "text", 90),
        own("text", "告知内容", "Text", "text", 300),
        own("valid_from", "启用日期", "Valid from", "date", 100),
    ),
    "privacy_consent": (
        own("given_on", "同意日期", "Given on", "date", 100),
        own("method", "方式", "Method", "code:privacy_methods", 100),
        own("sensitive", "含敏感信息", "Sensitive data too", "yes", 110),
        own("withdrawn_on", "撤回日期", "Withdrawn on", "date", 100),
        _REMARK,
    ),
}
