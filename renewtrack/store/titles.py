"""What people call a record: the office's word for its kind with its name."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from renewtrack.store import rows
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

KINDS = {
    "area": Words("区域", "area"),
    "estate": Words("小区", "estate"),
    "building": Words("楼栋", "building"),
    "site": Words("场地", "site"),
    "project": Words("项目", "project"),
    "project_estate": Words("项目所含小区", "project's estate"),
    "work": Words("改造内容", "work"),
    "stage_event": Words("阶段记录", "stage record"),
    "funding": Words("资金", "funding"),
    "attachment": Words("附件", "attachment"),
    "stairwell": Words("单元", "stairwell"),
    "household": Words("住户", "household"),
    "item_choice": Words("改造意向", "choice of an item"),
    "need": Words("个性化需求", "need"),
    "appointment": Words("入户预约", "appointment"),
    "lift": Words("电梯", "lift"),
    "consent_round": Words("表决", "consent round"),
    "money_event": Words("资金收支", "money event"),
    "facility": Words("设施", "facility"),
    "sensor": Words("监测项", "sensor"),
    "reading": Words("监测读数", "reading"),
    "rating": Words("评价", "rating"),
    "local_system": Words("地方坐标系", "local coordinate system"),
    "map_style": Words("地图专题", "map theme"),
    "base_map": Words("底图", "base map"),
    "report_period": Words("报表期", "report period"),
    "plan": Words("计划", "plan"),
    "target": Words("目标", "target"),
    "plan_baseline": Words("计划基准", "plan baseline"),
    "contract": Words("合同", "contract"),
    "variation": Words("合同变更", "variation"),
    "paper": Words("手续文件", "paper"),
    "site_log": Words("施工日志", "site log"),
    "defect": Words("质量问题", "defect"),
    "acceptance_item": Words("验收项", "acceptance item"),
    "lift_event": Words("电梯步骤", "lift step"),
    "ballot": Words("表决票", "ballot"),
    "objection": Words("异议", "objection"),
    "crew": Words("入户班组", "crew"),
    "slot": Words("班组时段", "crew's slot"),
    "quiet_rule": Words("不宜入户的日子", "quiet rule"),
    "work_day": Words("工作日调整", "working day"),
    "owner": Words("产权人", "owner"),
    "ownership": Words("产权关系", "ownership"),
    "consultation": Words("征求意见", "consultation"),
    "consultation_ballot": Words("征求意见票", "consultation ballot"),
    "meeting": Words("会议记录", "meeting"),
    "satisfaction": Words("满意度", "satisfaction"),
    "photo_pair": Words("前后对比照片", "pair of pictures"),
    "privacy_text": Words("个人信息告知书", "privacy notice"),
    "privacy_consent": Words("个人信息同意书", "privacy consent"),
}
_PARENTS = (
    ("household_id", "household"),
    ("crew_id", "crew"),
    ("consultation_id", "consultation"),
    ("before_id", "attachment"),
    ("round_id", "consent_round"),
    ("contract_id", "contract"),
    ("plan_id", "plan"),
    ("lift_id", "lift"),
    ("stairwell_id", "stairwell"),
    ("sensor_id", "sensor"),
    ("facility_id", "facility"),
    ("building_id", "building"),
    ("estate_id", "estate"),
    ("site_id", "site"),
    ("project_id", "project"),
    ("work_id", "work"),
)


def title(db: Database, table: str, row_id: int) -> Words:
    """Return kind and name of a record, also of one that was deleted."""
    kind = KINDS[table]
    name = _name(db, table, row_id)
    return Words(f"{kind.zh}“{name}”", f'{kind.en} "{name}"')


def _name(db: Database, table: str, row_id: int | None) -> str:
    row = _row(db, table, row_id)
    if (place := _place_name(db, table, row)) is not None:
        return place
    if table == "report_period":
        return str(row.get("key") or f"#{row_id}")
    if row.get("name") or row.get("project_name"):
        return str(row.get("name") or row["project_name"])
    if table == "project":
        return _project_name(db, row_id, row)
    for column, parent in _PARENTS:
        if row.get(column) is not None:
            return _name(db, parent, row[column])
    return f"#{row_id}"


def _place_name(db: Database, table: str, row: rows.Row) -> str | None:
    """Return the name of what is known by its number below another place, else None."""
    if table == "building" and row.get("number"):
        return f"{_name(db, 'estate', row['estate_id'])}{row['number']}号楼"
    if table == "stairwell" and row.get("number"):
        return f"{_name(db, 'building', row['building_id'])}{row['number']}单元"
    if table == "household" and row.get("room"):
        above = "building" if row["stairwell_id"] is None else "stairwell"
        return f"{_name(db, above, row[f'{above}_id'])}{row['room']}室"
    return None


def _project_name(db: Database, row_id: int | None, row: rows.Row) -> str:
    served = rows.column(
        db,
        """
        SELECT estate.name FROM project_estate JOIN estate ON estate.id = estate_id
        WHERE project_id = ? ORDER BY estate.sort
        """,
        (row_id,),
    )
    year = row.get("plan_year")
    names = "、".join(str(name) for name in served[:3]) or f"#{row_id}"
    return f"{year} {names}" if year else names


def _row(db: Database, table: str, row_id: int | None) -> dict[str, Any]:
    if row_id is None:
        return {}
    found = rows.fetch(db, f'SELECT * FROM "{table}" WHERE id = ?', (row_id,))
    if found:
        return found[0]
    deleted = rows.value(
        db,
        """
        SELECT old FROM change_log
        WHERE table_name = ? AND row_id = ? AND op = 'delete' ORDER BY id DESC LIMIT 1
        """,
        (table, row_id),
    )
    return json.loads(deleted) if deleted else {}
