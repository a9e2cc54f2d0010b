"""The fields of the detail forms, in the order and groups in which they stand."""

from __future__ import annotations

from dataclasses import dataclass

from renewtrack.ui.columns import Column
from renewtrack.words import Words


@dataclass(frozen=True, slots=True)
class Group:
    """Some fields of one stored row under one heading."""

    table: str
    words: Words
    fields: tuple[Column, ...]
    personal: frozenset[str] = frozenset()  # keys that are masked until revealed


def _field(table: str, key: str, words: Words, kind: str = "text", codes: str = "") -> Column:
    return Column(key, words, 0, kind, table, codes=codes)


ESTATE = Group(
    "estate",
    Words("小区概况", "Estate"),
    (
        _field("estate", "name", Words("名称", "Name")),
        _field("estate", "street", Words("街道", "Street")),
        _field("estate", "community", Words("社区", "Community")),
        _field("estate", "address", Words("地址", "Address")),
        _field("estate", "year_built", Words("建成年份", "Year built"), "year"),
        _field("estate", "building_count", Words("楼栋数", "Buildings"), "int"),
        _field("estate", "household_count", Words("户数", "Households"), "int"),
        _field("estate", "population", Words("人口", "Population"), "int"),
        _field("estate", "floor_area_m2", Words("建筑面积 ㎡", "Floor area ㎡"), "area"),
        _field("estate", "land_area_m2", Words("占地面积 ㎡", "Land area ㎡"), "area"),
        _field("estate", "ownership", Words("产权性质", "Ownership"), "code", "ownership"),
        _field("estate", "property_mgmt", Words("物业管理", "Management"), "code", "property_mgmt"),
        _field("estate", "code", Words("编号", "Code")),
        _field("estate", "remark", Words("备注", "Remark")),
    ),
)
BUILDING = Group(
    "building",
    Words("楼栋概况", "Building"),
    (
        _field("building", "number", Words("楼号", "Number")),
        _field("building", "storeys", Words("层数", "Storeys"), "int"),
        _field("building", "unit_count", Words("单元数", "Stairwells"), "int"),
        _field("building", "household_count", Words("户数", "Households"), "int"),
        _field("building", "population", Words("人口", "Population"), "int"),
        _field("building", "floor_area_m2", Words("建筑面积 ㎡", "Floor area ㎡"), "area"),
        _field("building", "height_m", Words("高度 m", "Height m"), "area"),
        _field("building", "year_built", Words("建成年份", "Year built"), "year"),
        _field("building", "structure", Words("结构", "Structure"), "code", "structures"),
        _field(
            "building", "danger_grade", Words("危房等级", "Danger grade"), "code", "danger_grades"
        ),
        _field("building", "ownership", Words("产权性质", "Ownership"), "code", "ownership"),
        _field("building", "code", Words("编号", "Code")),
        _field("building", "remark", Words("备注", "Remark")),
    ),
)
PROJECT = Group(
    "project",
    Words("所属项目", "Project"),
    (
        _field("project", "name", Words("项目名称", "Name")),
        _field("project", "code", Words("项目编号", "Code")),
        _field("project", "batch", Words("批次", "Batch")),
        _field("project", "plan_year", Words("计划年度", "Plan year"), "year"),
        _field("project", "percent", Words("形象进度 %", "Progress %"), "percent"),
        _field("project", "percent_basis", Words("进度口径", "Progress basis")),
        _field("project", "start_plan", Words("计划开工", "Planned start"), "date"),
        _field("project", "start_actual", Words("实际开工", "Actual start"), "date"),
        _field("project", "finish_plan", Words("计划完工", "Planned finish"), "date"),
        _field("project", "finish_actual", Words("实际完工", "Actual finish"), "date"),
        _field("project", "accept_date", Words("竣工验收", "Accepted"), "date"),
        _field("project", "handover_date", Words("移交日期", "Handed over"), "date"),
        _field("project", "lead_unit", Words("牵头单位", "Lead unit")),
        _field("project", "owner_org", Words("实施主体", "Owner")),
        _field("project", "designer", Words("设计单位", "Designer")),
        _field("project", "contractor", Words("施工单位", "Contractor")),
        _field("project", "supervisor", Words("监理单位", "Supervisor")),
        _field("project", "leader", Words("项目负责人", "Leader")),
        _field("project", "contact", Words("联系人", "Contact")),
        _field("project", "phone", Words("联系电话", "Phone")),
        _field("project", "problem", Words("存在问题", "Problems")),
        _field("project", "next_step", Words("下一步计划", "Next step")),
        _field("project", "livelihood", Words("民生实事", "Livelihood list")),
        _field("project", "remark", Words("备注", "Remark")),
    ),
    personal=frozenset(("leader", "contact", "phone")),
)
GROUPS = {"estates": (ESTATE, PROJECT), "buildings": (BUILDING,), "projects": (PROJECT,)}
MONEY = (
    _field("project", "invest_total_fen", Words("总投资", "Total investment"), "money"),
    _field("project", "invest_done_fen", Words("已完成投资", "Invested so far"), "money"),
)
_OTHERS = {
    ("project", "stage"): Words("阶段", "Stage"),
    ("work", "stage"): Words("工程阶段", "Work stage"),
    ("work", "kind"): Words("改造内容", "Work"),
    ("work", "percent"): Words("工程进度", "Work progress"),
    ("funding", "planned_fen"): Words("计划资金", "Planned money"),
    ("estate", "area_id"): Words("街道社区", "Street and community"),
    ("estate", "geom"): Words("位置", "Position"),
    ("building", "geom"): Words("位置", "Position"),
}


def field_of(table: str, column: str) -> Column:
    """Return how a stored column is called and shown; an unknown one stands for itself."""
    for group in (ESTATE, BUILDING, PROJECT):
        if group.table == table:
            for each in (*group.fields, *MONEY):
                if each.key == column and each.table == table:
                    return each
    words = _OTHERS.get((table, column), Words(column, column))
    kind = "stage" if column == "stage" else "money" if column.endswith("_fen") else "text"
    if column == "kind" and table == "work":
        return Column(column, words, 0, "code", table, codes="work_types")
    return Column(column, words, 0, kind, table)


def personal(table: str, column: str) -> bool:
    """Tell whether a stored column holds personal details."""
    return any(group.table == table and column in group.personal for group in (ESTATE, PROJECT))
