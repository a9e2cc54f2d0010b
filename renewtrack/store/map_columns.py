"""What a building on the map can be coloured by: every figure and code of itself and above it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from renewtrack.domain import codes
from renewtrack.store import map_judging
from renewtrack.store.map_joins import (
    BUILDING_WORKS,
    ESTATE,
    ESTATE_WORKS,
    HOMES,
    LIFTS,
    MONEY,
    NEEDS,
    PROJECT,
    TAKERS,
    Join,
    of_item,
)
from renewtrack.store.refusing import UnknownColumn
from renewtrack.words import Words

FIGURE, CODE = "figure", "code"
BUILDING_OF, ESTATE_OF, PROJECT_OF, WORK_OF = "building", "estate", "project", "work"
ITEM_OF = "item"
GROUPS = {
    BUILDING_OF: Words("楼栋", "Building"),
    ESTATE_OF: Words("小区", "Estate"),
    PROJECT_OF: Words("项目与资金", "Project and money"),
    WORK_OF: Words("某项改造内容的进度", "Stage of one kind of work"),
    ITEM_OF: Words("某个改造项的参与率", "Share taking part in one item"),
}
_WORK, _ITEM = "work:", "item:"


@dataclass(frozen=True, slots=True)
class Column:
    """One thing to colour by: its SQL over ``choosing.BUILDINGS.rows`` and ``joins``.

    ``codes`` names the code list of its values, if they are keys of one. No column is personal.
    """

    key: str
    words: Words
    of: str
    kind: str
    value: str
    joins: tuple[Join, ...] = ()
    codes: str = ""
    unit: Words | None = None


M2, HOMES_OF, YEARS = Words("㎡", "m²"), Words("户", "households"), Words("年", "")
PERSONS, METRES, WAN = Words("人", "persons"), Words("米", "m"), Words("万元", "10k yuan")
PERCENTS, DAYS, STOREYS_OF = Words("%", "%"), Words("天", "days"), Words("层", "storeys")


def _figure(key: str, zh: str, en: str, of: str, value: str, **more: object) -> Column:
    return Column(key, Words(zh, en), of, FIGURE, value, **more)  # type: ignore[arg-type]


def _code(key: str, zh: str, en: str, of: str, value: str, **more: object) -> Column:
    return Column(key, Words(zh, en), of, CODE, value, **more)  # type: ignore[arg-type]


# The columns of the themes that every ledger has; their classes come with them.
JUDGED = (
    _code("bucket", "阶段", "Stage", BUILDING_OF, map_judging.bucket()),
    _code(
        "work_groups", "改造内容", "Works", BUILDING_OF, map_judging.WORKS,
        joins=(ESTATE_WORKS, BUILDING_WORKS),
    ),
    _code(
        "lateness", "进度快慢", "Lateness", BUILDING_OF, map_judging.LATENESS, joins=(PROJECT,)
    ),
    _code("funds", "资金", "Funds", PROJECT_OF, map_judging.FUNDS, joins=(MONEY,)),
    _code("consent", "同意率", "Consent", BUILDING_OF, map_judging.CONSENT, joins=(HOMES,)),
    _code(
        "participation", "参与改造的户", "Households taking part", BUILDING_OF,
        map_judging.TAKING, joins=(TAKERS,),
    ),
    _code(
        "quality", "数据质量", "Data quality", BUILDING_OF, map_judging.QUALITY, joins=(PROJECT,)
    ),
    _figure(
        "year_known", "建成年份", "Year built", BUILDING_OF,
        "COALESCE(building.year_built, estate.year_built)", joins=(ESTATE,), unit=YEARS,
    ),
)  # fmt: skip
OF_BUILDING = (
    _figure("year_built", "建成年份", "Year built", BUILDING_OF, "building.year_built", unit=YEARS),
    _figure("storeys", "层数", "Storeys", BUILDING_OF, "building.storeys", unit=STOREYS_OF),
    _figure("unit_count", "单元数", "Stairwells", BUILDING_OF, "building.unit_count"),
    _figure(
        "household_count", "户数", "Households", BUILDING_OF, "building.household_count",
        unit=HOMES_OF,
    ),
    _figure("population", "人口", "Population", BUILDING_OF, "building.population", unit=PERSONS),
    _figure("floor_area", "建筑面积", "Floor area", BUILDING_OF, "building.floor_area_m2", unit=M2),
    _figure("height", "高度", "Height", BUILDING_OF, "building.height_m", unit=METRES),
    _figure(
        "area_per_home", "户均面积", "Area per household", BUILDING_OF,
        "building.floor_area_m2 / NULLIF(building.household_count, 0)", unit=M2,
    ),
    _code("structure", "结构", "Structure", BUILDING_OF, "building.structure", codes="structures"),
    _code(
        "danger_grade", "危房等级", "Danger grade", BUILDING_OF, "building.danger_grade",
        codes="danger_grades",
    ),
    _code("ownership", "产权", "Ownership", BUILDING_OF, "building.ownership", codes="ownership"),
    _figure("percent", "完成比例", "Percent", BUILDING_OF, map_judging.PERCENT, unit=PERCENTS),
    _figure(
        "late_days", "逾期天数", "Days late", BUILDING_OF, map_judging.LATE_DAYS, unit=DAYS
    ),
    _figure(
        "consent_percent", "居民同意率", "Consent", BUILDING_OF, map_judging.CONSENT_PERCENT,
        joins=(HOMES,), unit=PERCENTS,
    ),
    _figure(
        "participation_percent", "参与改造的户", "Households taking part", BUILDING_OF,
        map_judging.TAKING_PERCENT, joins=(TAKERS,), unit=PERCENTS,
    ),
    _figure(
        "refused", "不同意户数", "Households that refuse", BUILDING_OF,
        "CASE WHEN homes.asked > 0 THEN homes.refused END", joins=(HOMES,), unit=HOMES_OF,
    ),
    _code(
        "lift_step", "加装电梯步骤", "Step of the lift", BUILDING_OF, "lifts.step", joins=(LIFTS,),
        codes="lift_steps",
    ),
    _figure(
        "needs_open", "待定和转办的需求", "Needs open", BUILDING_OF,
        "COALESCE(needs.waiting, 0)", joins=(NEEDS,),
    ),
    _figure(
        "needs_told", "全部需求", "Needs told", BUILDING_OF, "COALESCE(needs.told, 0)",
        joins=(NEEDS,),
    ),
    _figure("missing", "缺失要项数", "Key facts missing", BUILDING_OF, map_judging.MISSING),
)  # fmt: skip
OF_ESTATE = (
    _code("street", "街道", "Street", ESTATE_OF, "place.street"),
    _code("community", "社区", "Community", ESTATE_OF, "place.community"),
    *(
        _figure(f"estate_{key}", zh, en, ESTATE_OF, f"estate.{column}", joins=(ESTATE,), unit=unit)
        for key, column, zh, en, unit in (
            ("year", "year_built", "小区建成年份", "Year of the estate", YEARS),
            ("buildings", "building_count", "小区楼栋数", "Buildings of the estate", None),
            ("homes", "household_count", "小区户数", "Households of the estate", HOMES_OF),
            ("population", "population", "小区人口", "Population of the estate", PERSONS),
            ("floor_area", "floor_area_m2", "小区建筑面积", "Floor area of the estate", M2),
            ("land_area", "land_area_m2", "小区占地面积", "Land of the estate", M2),
        )
    ),
    _code(
        "estate_ownership", "小区产权", "Ownership of the estate", ESTATE_OF, "estate.ownership",
        joins=(ESTATE,), codes="ownership",
    ),
    _code(
        "property_mgmt", "物业管理", "Property management", ESTATE_OF, "estate.property_mgmt",
        joins=(ESTATE,), codes="property_mgmt",
    ),
)  # fmt: skip
OF_PROJECT = (
    _code(
        "plan_year", "计划年度", "Plan year", PROJECT_OF, "project.plan_year", joins=(PROJECT,)
    ),
    *(
        _code(key, zh, en, PROJECT_OF, f"project.{key}", joins=(PROJECT,))
        for key, zh, en in (
            ("batch", "批次", "Batch"),
            ("lead_unit", "责任单位", "Unit in charge"),
            ("contractor", "施工单位", "Contractor"),
            ("supervisor", "监理单位", "Supervisor"),
        )
    ),
    *(
        _figure(key, zh, en, PROJECT_OF, f"{column} / 1000000.0", joins=(join,), unit=WAN)
        for key, column, zh, en, join in (
            ("invest_total", "project.invest_total_fen", "总投资", "Investment", PROJECT),
            ("invest_done", "project.invest_done_fen", "完成投资", "Investment done", PROJECT),
            ("received", "money.received_fen", "到位资金", "Funds received", MONEY),
            ("paid", "money.paid_fen", "支付资金", "Funds paid", MONEY),
        )
    ),
    _figure(
        "received_percent", "资金到位率", "Share received", PROJECT_OF,
        "100.0 * money.received_fen / NULLIF(money.planned_fen, 0)", joins=(MONEY,), unit=PERCENTS,
    ),
    _figure(
        "paid_percent", "支付率", "Share paid", PROJECT_OF,
        "100.0 * money.paid_fen / NULLIF(money.received_fen, 0)", joins=(MONEY,), unit=PERCENTS,
    ),
)  # fmt: skip


@cache
def of_works() -> tuple[Column, ...]:
    """Return the stage of each work type as a column."""
    found = []
    for kind in codes.table("work_types"):
        value, joins = map_judging.of_work(kind.key)
        found.append(Column(f"{_WORK}{kind.key}", kind.words, WORK_OF, CODE, value, joins))
    return tuple(found)


@cache
def of_items() -> tuple[Column, ...]:
    """Return the share of homes that take part in each work type as a column."""
    return tuple(
        Column(
            f"{_ITEM}{kind.key}",
            kind.words,
            ITEM_OF,
            FIGURE,
            map_judging.ITEM_PERCENT,
            (of_item(kind.key),),
            unit=PERCENTS,
        )
        for kind in codes.table("work_types")
    )


def offered() -> tuple[Column, ...]:
    """Return the columns that a person may make a theme of, in the order of the list."""
    return (*OF_BUILDING, *OF_ESTATE, *OF_PROJECT, *of_works(), *of_items())


def column(key: str) -> Column:
    """Return a column; raises UnknownColumn."""
    known = _by_key()
    if key not in known:
        raise UnknownColumn(what="地图专题 map theme", name=key, known=", ".join(known))
    return known[key]


@cache
def _by_key() -> dict[str, Column]:
    return {each.key: each for each in (*JUDGED, *offered())}
