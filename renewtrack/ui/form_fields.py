"""The fields of the detail forms, in the order and groups in which they stand."""

from __future__ import annotations

from dataclasses import dataclass

from renewtrack.domain import fields
from renewtrack.ui import record_columns
from renewtrack.ui.columns import Column
from renewtrack.words import Words


@dataclass(frozen=True, slots=True)
class Group:
    """Some fields of one stored row under one heading."""

    table: str
    words: Words
    fields: tuple[Column, ...]
    personal: frozenset[str] = frozenset()  # keys that are masked until revealed


def _own(table: str, key: str, words: Words, kind: str = "text", codes: str = "") -> Column:
    return Column(key, words, 0, kind, table, codes=codes)


def _field(table: str, key: str, kind: str = "text", codes: str = "", unit: str = "") -> Column:
    """Return a field under the name that the office's ledgers give it, with its unit."""
    words = next(each.words for each in fields.FIELDS if each.columns.get(table) == key)
    if unit:
        words = Words(f"{words.zh} {unit}", f"{words.en} {'10k yuan' if unit == WAN else unit}")
    return Column(key, words, 0, kind, table, codes=codes)


WAN = "万元"
ESTATE = Group(
    "estate",
    Words("小区概况", "Estate"),
    (
        _own("estate", "name", Words("小区名称", "Name")),
        _own("estate", "street", fields.field("street").words),
        _own("estate", "community", fields.field("community").words),
        _field("estate", "address"),
        _field("estate", "year_built", "year"),
        _field("estate", "building_count", "int"),
        _field("estate", "household_count", "int"),
        _field("estate", "population", "int"),
        _field("estate", "floor_area_m2", "area", unit="㎡"),
        _field("estate", "land_area_m2", "area", unit="㎡"),
        _field("estate", "ownership", "code", "ownership"),
        _field("estate", "property_mgmt", "code", "property_mgmt"),
        _own("estate", "code", Words("编号", "Code")),
        _field("estate", "remark"),
    ),
)
BUILDING = Group(
    "building",
    Words("楼栋概况", "Building"),
    (
        _field("building", "number"),
        _field("building", "storeys", "int"),
        _field("building", "unit_count", "int"),
        _field("building", "household_count", "int"),
        _field("building", "population", "int"),
        _field("building", "floor_area_m2", "area", unit="㎡"),
        _field("building", "height_m", "area", unit="m"),
        _field("building", "year_built", "year"),
        _field("building", "structure", "code", "structures"),
        _field("building", "danger_grade", "code", "danger_grades"),
        _field("building", "ownership", "code", "ownership"),
        _field("building", "code"),
        _field("building", "remark"),
    ),
)
PROJECT = Group(
    "project",
    Words("所属项目", "Project"),
    (
        _own("project", "name", Words("项目名称", "Name")),
        _field("project", "code"),
        _field("project", "batch"),
        _field("project", "plan_year", "year"),
        _field("project", "percent", "percent", unit="%"),
        _own("project", "percent_basis", Words("进度口径", "Progress basis")),
        _field("project", "start_plan", "date"),
        _field("project", "start_actual", "date"),
        _field("project", "finish_plan", "date"),
        _field("project", "finish_actual", "date"),
        _own("project", "start_forecast", Words("预计开工", "Forecast start"), "date"),
        _own("project", "finish_forecast", Words("预计完工", "Forecast finish"), "date"),
        _field("project", "accept_date", "date"),
        _field("project", "handover_date", "date"),
        _own("project", "keeper", Words("接收管护单位", "Taken over by")),
        _own("project", "warranty_until", Words("质保到期", "Warranty until"), "date"),
        _field("project", "lead_unit"),
        _field("project", "owner_org"),
        _field("project", "designer"),
        _field("project", "contractor"),
        _field("project", "supervisor"),
        _field("project", "leader"),
        _field("project", "contact"),
        _field("project", "phone"),
        _field("project", "problem"),
        _field("project", "next_step"),
        _field("project", "livelihood"),
        _field("project", "remark"),
    ),
    personal=frozenset(("leader", "contact", "phone")),
)
WORK = Group(
    "work",
    Words("改造内容", "Work"),
    (
        _own("work", "kind", Words("种类", "Kind"), "code", "work_types"),
        _own("work", "percent", Words("工程进度 %", "Work progress %"), "percent"),
        _own("work", "percent_basis", Words("进度口径", "Progress basis"), "code", "percent_bases"),
        _own("work", "quantity", Words("计划工程量", "Quantity planned"), "area"),
        _own("work", "quantity_done", Words("完成工程量", "Quantity done"), "area"),
        _own("work", "unit", Words("单位", "Unit")),
        _own("work", "budget_fen", Words("预算 万元", "Budget 10k yuan"), "money"),
        _own("work", "start_plan", Words("计划开工", "Planned start"), "date"),
        _own("work", "start_forecast", Words("预计开工", "Forecast start"), "date"),
        _own("work", "start_actual", Words("实际开工", "Actual start"), "date"),
        _own("work", "finish_plan", Words("计划完工", "Planned finish"), "date"),
        _own("work", "finish_forecast", Words("预计完工", "Forecast finish"), "date"),
        _own("work", "finish_actual", Words("实际完工", "Actual finish"), "date"),
        _own("work", "accept_date", Words("竣工验收", "Accepted on"), "date"),
        _own("work", "handover_date", Words("移交", "Handed over on"), "date"),
        _own("work", "warranty_until", Words("质保到期", "Warranty until"), "date"),
        _own("work", "remark", Words("备注", "Remarks")),
    ),
)
GROUPS = {
    "estates": (ESTATE, PROJECT),
    "buildings": (BUILDING,),
    "projects": (PROJECT,),
    "works": (WORK,),
}
MONEY = (
    _field("project", "invest_total_fen", "money", unit=WAN),
    _field("project", "invest_done_fen", "money", unit=WAN),
)
STAGE = Words(fields.field("status").words.zh, "Stage")
_OTHERS = {
    ("project", "stage"): STAGE,
    ("work", "stage"): Words("工程状态", "Work stage"),
    ("funding", "planned_fen"): Words("计划资金", "Planned money"),
    ("estate", "area_id"): Words("街道社区", "Street and community"),
    ("estate", "geom"): Words("位置", "Position"),
    ("building", "geom"): Words("位置", "Position"),
}


def field_of(table: str, column: str) -> Column:
    """Return how a stored column is called and shown; an unknown one stands for itself."""
    for group in (ESTATE, BUILDING, PROJECT, WORK):
        if group.table == table:
            for each in (*group.fields, *MONEY):
                if each.key == column and each.table == table:
                    return each
    if (known := record_columns.stored(table, column)) is not None:
        return known
    words = _OTHERS.get((table, column), Words(column, column))
    kind = "stage" if column == "stage" else "money" if column.endswith("_fen") else "text"
    return Column(column, words, 0, kind, table)


def personal(table: str, column: str) -> bool:
    """Tell whether a stored column holds personal details."""
    return (table, column) in record_columns.PERSONAL or any(
        group.table == table and column in group.personal for group in (ESTATE, PROJECT)
    )
