"""What people call the tables of the project file."""

from __future__ import annotations

from renewtrack.words import Words

TABLES: dict[str, Words] = {  # in an order in which every row comes after those it names
    "area": Words("行政区域", "areas"),
    "estate": Words("小区", "estates"),
    "building": Words("楼栋", "buildings"),
    "site": Words("场地设施", "sites"),
    "plan": Words("规划计划", "plans"),
    "target": Words("目标", "targets"),
    "project": Words("项目", "projects"),
    "project_estate": Words("项目与小区的对应", "links of projects and estates"),
    "stairwell": Words("单元", "stairwells"),
    "household": Words("住户", "households"),
    "work": Words("改造内容", "works"),
    "stage_event": Words("阶段记录", "stage events"),
    "funding": Words("资金来源", "funding"),
    "item_choice": Words("改造意向", "choices of items"),
    "owner": Words("产权人", "owners"),
    "ownership": Words("产权关系", "ownerships"),
    "consultation": Words("征求意见", "consultations"),
    "consultation_ballot": Words("征求意见票", "ballots of consultations"),
    "meeting": Words("会议记录", "meetings"),
    "need": Words("个性化需求", "needs of households"),
    "satisfaction": Words("满意度", "satisfaction"),
    "crew": Words("入户班组", "crews"),
    "slot": Words("班组时段", "slots of crews"),
    "quiet_rule": Words("不宜入户的日子", "quiet rules"),
    "work_day": Words("工作日调整", "working days"),
    "appointment": Words("入户预约", "appointments"),
    "privacy_text": Words("个人信息告知书", "privacy notices"),
    "privacy_consent": Words("个人信息同意书", "privacy consents"),
    "lift": Words("加装电梯", "lifts"),
    "lift_event": Words("加装电梯步骤", "steps of lifts"),
    "consent_round": Words("表决记录", "consent rounds"),
    "ballot": Words("表决票", "ballots"),
    "objection": Words("异议", "objections"),
    "contract": Words("合同", "contracts"),
    "variation": Words("合同变更", "variations of contracts"),
    "money_event": Words("资金收支", "money events"),
    "paper": Words("手续文件", "papers"),
    "site_log": Words("施工日志", "site logs"),
    "defect": Words("质量问题", "defects"),
    "acceptance_item": Words("验收项", "items of acceptance"),
    "attachment": Words("附件登记", "attachments"),
    "photo_pair": Words("前后对比照片", "pairs of pictures"),
    "facility": Words("设施", "facilities"),
    "sensor": Words("监测项", "sensors"),
    "reading": Words("监测读数", "readings"),
    "rating": Words("评价", "ratings"),
    "local_system": Words("地方坐标系", "local coordinate systems"),
    "map_style": Words("地图专题", "map themes"),
    "base_map": Words("底图", "base maps"),
    "report_period": Words("已锁定的报表期", "frozen periods of reports"),
    "plan_baseline": Words("年度计划基准", "baselines of yearly plans"),
    "import_batch": Words("导入批次", "imports"),
    "cell_source": Words("导入单元格来源", "imported cells"),
    "person": Words("人员", "people"),
    "action_group": Words("操作历史", "history of actions"),
    "change_log": Words("改动记录", "log of changes"),
    "reveal_log": Words("查看个人信息记录", "log of looks at persons"),
    "export_log": Words("导出记录", "log of exports"),
    "audit_log": Words("审计记录", "audit log"),
    "seal": Words("封存记录", "seals"),
    "draft": Words("草稿", "drafts"),
    "renewtrack_meta": Words("文件说明", "the file's own particulars"),
}
_MAP_INDEX = Words("{table}的地图索引", "map index of {table}")
_STANDARD = Words("GeoPackage 标准表", "tables of the GeoPackage standard")
_OWN = Words("文件内部结构", "inner structure of the file")


def label(table: str) -> Words:
    """Return what people call a table, a map index or one of the standard's tables."""
    if table in TABLES:
        return TABLES[table]
    layer = table.removeprefix("rtree_").partition("_geom")[0]
    if table.startswith("rtree_") and layer in TABLES:
        return _MAP_INDEX.filled(table=TABLES[layer])
    return _STANDARD if table.startswith("gpkg_") else _OWN


def listed(tables: tuple[str, ...]) -> Words:
    """Return what people call some tables, each once, as one phrase."""
    said = list(dict.fromkeys(label(table) for table in tables))
    return Words("、".join(each.zh for each in said), ", ".join(each.en for each in said))
