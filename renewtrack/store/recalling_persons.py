"""The questions by which everything is read that the file holds of one household."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

    from renewtrack.store.purge_scope import Scope


def _head(key: str, zh: str, en: str, codes: str = "") -> tuple[str, Words, str]:
    return key, Words(zh, en), codes


_DATE = _head("date", "日期", "Date")
_REMARK = _head("remark", "备注", "Remarks")
_ANSWER = _head("answer", "意见", "Answer", "answers")
PARTS = (
    (
        Words("住户", "Household"),
        """
        SELECT COALESCE(estate.name, '') AS estate, building.number AS building,
               stairwell.number AS stairwell, household.room, household.floor,
               household.floor_area_m2 AS area, household.holder AS holder,
               household.phone AS phone, household.agree, household.vulnerable AS vulnerable,
               household.access AS access, household.remark, household.added_why,
               household.keep_until
        FROM household JOIN building ON building.id = household.building_id
        LEFT JOIN estate ON estate.id = building.estate_id
        LEFT JOIN stairwell ON stairwell.id = household.stairwell_id
        WHERE household.id = :id
        """,
        (
            *(_head("estate", "小区", "Estate"), _head("building", "楼号", "Building")),
            *(_head("stairwell", "单元", "Stairwell"), _head("room", "房号", "Room")),
            *(_head("floor", "楼层", "Floor"), _head("area", "建筑面积 ㎡", "Floor area m²")),
            *(_head("holder", "户主", "Householder"), _head("phone", "电话", "Telephone")),
            _head("agree", "意愿", "Agrees", "agreements"),
            _head("vulnerable", "特殊情况", "Special care", "vulnerable"),
            *(_head("access", "入户须知", "How to be let in"), _REMARK),
            _head("added_why", "摸底外增补的原因", "Why added beyond the survey"),
            _head("keep_until", "个人信息保存至", "Personal details kept until"),
        ),
    ),
    (
        Words("产权人", "Owners"),
        """
        SELECT owner.name AS name, owner.phone AS phone, ownership.share, owner.remark
        FROM ownership JOIN owner ON owner.id = owner_id
        WHERE household_id = :id ORDER BY ownership.id
        """,
        (
            *(_head("name", "姓名", "Name"), _head("phone", "电话", "Telephone")),
            *(_head("share", "份额", "Share"), _REMARK),
        ),
    ),
    (
        Words("个人信息同意书", "Privacy consents"),
        """
        SELECT version, given_on, method, sensitive, withdrawn_on, remark
        FROM privacy_consent JOIN privacy_text ON privacy_text.id = text_id
        WHERE household_id = :id ORDER BY privacy_consent.id
        """,
        (
            *(_head("version", "告知书版本", "Notice"), _head("given_on", "同意日期", "Given on")),
            _head("method", "方式", "Method", "privacy_methods"),
            _head("sensitive", "含敏感信息", "Sensitive too", "yes"),
            *(_head("withdrawn_on", "撤回日期", "Withdrawn on"), _REMARK),
        ),
    ),
    (
        Words("改造意向", "Choices of items"),
        "SELECT item, wanted, quantity FROM item_choice WHERE household_id = :id ORDER BY id",
        (
            _head("item", "改造项", "Item", "work_types"),
            *(_head("wanted", "是否要", "Wanted", "yes"), _head("quantity", "数量", "Quantity")),
        ),
    ),
    (
        Words("需求和意见", "Needs and opinions"),
        "SELECT * FROM need WHERE household_id = :id ORDER BY id",
        (
            *(_head("text", "内容", "Words"), _head("said_on", "提出日期", "Said on")),
            *(_head("adopted", "是否采纳", "Adopted", "yes"), _head("why", "理由", "Reason")),
            *(_head("reply", "答复", "Reply"), _head("replied_on", "答复日期", "Replied on")),
        ),
    ),
    (
        Words("入户预约", "Visits"),
        "SELECT * FROM appointment WHERE household_id = :id ORDER BY date, id",
        (
            *(_DATE, _head("half", "上/下午", "Half", "halves")),
            *(_head("state", "情况", "State", "appointment_states"), _REMARK),
        ),
    ),
    (
        Words("表决", "Votes"),
        """
        SELECT owner AS owner, answer, date, remark FROM ballot
        WHERE household_id = :id ORDER BY id
        """,
        (_head("owner", "业主", "Owner"), _ANSWER, _DATE, _REMARK),
    ),
    (
        Words("异议", "Objections"),
        "SELECT date, text AS text, outcome FROM objection WHERE household_id = :id ORDER BY id",
        (_DATE, _head("text", "内容", "Words"), _head("outcome", "结果", "Outcome")),
    ),
    (
        Words("征求意见", "Consultations"),
        """
        SELECT title, choice, date, consultation_ballot.remark
        FROM consultation_ballot JOIN consultation ON consultation.id = consultation_id
        WHERE household_id = :id ORDER BY consultation_ballot.id
        """,
        (_head("title", "事项", "Subject"), _head("choice", "意见", "Answer"), _DATE, _REMARK),
    ),
    (
        Words("满意度", "Satisfaction"),
        "SELECT * FROM satisfaction WHERE household_id = :id ORDER BY id",
        (
            _head("phase", "阶段", "Phase", "survey_phases"),
            *(_head("rating", "评价", "Rating", "ratings"), _DATE, _REMARK),
        ),
    ),
    (
        Words("照片和文件", "Pictures and papers"),
        """
        SELECT name, taken_on, added_at FROM attachment WHERE household_id = :id
        OR need_id IN (SELECT id FROM need WHERE household_id = :id)
        OR ballot_id IN (SELECT id FROM ballot WHERE household_id = :id) ORDER BY id
        """,
        (
            *(_head("name", "文件", "File"), _head("taken_on", "拍摄日期", "Taken on")),
            _head("added_at", "添加时间", "Added"),
        ),
    ),
)


def log(db: Database, scope: Scope) -> list[tuple[Any, ...]]:
    """Return when who changed what of a household: table, column, old and new value."""
    return _of_each(
        db,
        scope,
        """
        SELECT at, who, table_name, column_name, old, new FROM change_log
        WHERE op = 'update' AND table_name = :table
          AND row_id IN (SELECT value FROM json_each(:ids)) ORDER BY id
        """,
    )


def cells(db: Database, scope: Scope) -> list[tuple[Any, ...]]:
    """Return the cells from which the values of a household came."""
    return _of_each(
        db,
        scope,
        """
        SELECT file, sheet, cell, table_name, column_name, raw
        FROM cell_source JOIN import_batch ON import_batch.id = batch_id
        WHERE table_name = :table AND row_id IN (SELECT value FROM json_each(:ids))
        ORDER BY cell_source.id
        """,
    )


def _of_each(db: Database, scope: Scope, query: str) -> list[tuple[Any, ...]]:
    found: list[tuple[Any, ...]] = []
    for table, ids in scope.ids.items():
        given = {"table": table, "ids": json.dumps(ids)}
        found += db.conn.execute(query, given).fetchall()
    return found
