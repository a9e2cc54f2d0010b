"""What a dossier says in words and figures: facts, projects, works, money, history."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from renewtrack.domain import codes, money, stages
from renewtrack.domain.masking import Mask
from renewtrack.domain.places import Building, Estate
from renewtrack.domain.secrecy import HOUSEHOLDS, PROBLEMS, Secrecy
from renewtrack.domain.works import Project, Work
from renewtrack.printing.listings import wan
from renewtrack.printing.tables import Column, Table
from renewtrack.store.dossiers import Dossier, SourceMoney
from renewtrack.words import Words

Fact = tuple[Words, str]
SIZE, ROW = 2.7, 1.7  # mm, ems: a body text of A4

STREET, COMMUNITY = Words("街道", "Street"), Words("社区", "Community")
ADDRESS, YEAR = Words("地址", "Address"), Words("建成年份", "Built")
COUNTED, KNOWN = Words("楼栋数", "Buildings"), Words("已登记楼栋", "Buildings on record")
HOMES, PEOPLE = Words("户数", "Homes"), Words("人口", "Population")
FLOOR, LAND = Words("建筑面积(万㎡)", "Floor area (10k ㎡)"), Words("用地(㎡)", "Land (㎡)")
AREA = Words("建筑面积(㎡)", "Floor area (㎡)")
OWNER, MANAGER = Words("产权", "Ownership"), Words("物业", "Management")
CODE, ALIASES = Words("编码", "Code"), Words("曾用名", "Also called")
ESTATE, NUMBER = Words("小区", "Estate"), Words("楼号", "Number")
UNITS, STOREYS = Words("单元数", "Stairwells"), Words("层数", "Storeys")
STRUCTURE, HEIGHT = Words("结构", "Structure"), Words("高度(m)", "Height (m)")
DANGER = Words("危险等级", "Danger grade")
TOTAL = Words("合计", "Total")
ITEM, WHERE = Words("改造内容", "Work"), Words("部位", "Place")
EXTENT, STAGE = Words("工程量", "Quantity"), Words("阶段", "Stage")
PERCENT, PLANNED = Words("进度%", "Progress %"), Words("计划工期", "Planned")
ACTUAL, SOURCE = Words("实际工期", "Actual"), Words("资金来源", "Source")
WAN = Words("万元", "10k yuan")
WHOLE = Words("小区", "Estate")
BUILDINGS = Words("{count} 栋", "{count} bldgs")


def facts(found: Dossier, preset: Secrecy, language: str) -> list[Fact]:
    """Return the facts of a place that are known and may be told."""
    place = found.place
    every = _estate(place, found, language) if isinstance(place, Estate) else _building(place)
    hidden = {HOMES, PEOPLE} if preset.hidden(HOUSEHOLDS) else set()
    return [(words, told) for words, told in every if told and words not in hidden]


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _coded(table: str, key: str | None, language: str) -> str:
    entry = codes.code(table, key) if key else None
    return entry.words.in_(language) if entry else _text(key)


def _estate(estate: Estate, found: Dossier, language: str) -> Iterator[Fact]:
    years = estate.year_built, estate.year_built_to
    yield STREET, _text(estate.street)
    yield COMMUNITY, _text(estate.community)
    yield ADDRESS, _text(estate.address)
    yield YEAR, "—".join(str(year) for year in years if year)
    yield COUNTED, _text(estate.building_count)
    yield KNOWN, str(len(found.buildings))
    yield HOMES, _text(estate.household_count)
    yield PEOPLE, _text(estate.population)
    yield FLOOR, "" if estate.floor_area_m2 is None else wan(estate.floor_area_m2)
    yield LAND, "" if estate.land_area_m2 is None else str(money.half_up(estate.land_area_m2))
    yield OWNER, _coded("ownership", estate.ownership, language)
    yield MANAGER, _coded("property_mgmt", estate.property_mgmt, language)
    yield ALIASES, "、".join(estate.aliases)
    yield CODE, _text(estate.code)


def _building(building: Building) -> Iterator[Fact]:
    yield STREET, _text(building.street)
    yield COMMUNITY, _text(building.community)
    yield ESTATE, _text(building.estate)
    yield NUMBER, building.number
    yield YEAR, _text(building.year_built)
    yield STRUCTURE, _coded("structures", building.structure, "zh")
    yield STOREYS, _text(building.storeys)
    yield UNITS, _text(building.unit_count)
    yield HOMES, _text(building.household_count)
    yield PEOPLE, _text(building.population)
    yield AREA, "" if building.floor_area_m2 is None else str(money.half_up(building.floor_area_m2))
    yield HEIGHT, _text(building.height_m)
    yield DANGER, _text(building.danger_grade)
    yield ALIASES, "、".join(building.aliases)
    yield CODE, _text(building.code)


def projects(served: Sequence[Project], preset: Secrecy, mask: Mask, language: str) -> Table:
    """Return the projects of a place, without any person."""
    heads = [
        (Words("项目", "Project"), 3.0, "left"),
        (Words("年度", "Year"), 0.8, "right"),
        (STAGE, 1.6, "left"),
        (PERCENT, 1.0, "right"),
        (PLANNED, 1.9, "left"),
        (ACTUAL, 1.9, "left"),
        (Words("总投资(万元)", "Total (10k yuan)"), 1.5, "right"),
        (Words("已完成(万元)", "Done (10k yuan)"), 1.5, "right"),
    ]
    open_ = not preset.hidden(PROBLEMS)
    if open_:
        heads.append((Words("存在问题", "Problem"), 2.4, "left"))
    rows = []
    for each in served:
        cells = [
            each.name or "",
            _text(each.plan_year),
            stages.stage(each.stage).words.in_(language) if each.stage else "",
            _percent(each.percent),
            _span(each.start_plan, each.finish_plan),
            _span(each.start_actual, each.finish_actual),
            "" if each.invest_total_fen is None else money.wan_text(each.invest_total_fen),
            "" if each.invest_done_fen is None else money.wan_text(each.invest_done_fen),
        ]
        rows.append(tuple([*cells, mask.free(each.problem or "")] if open_ else cells))
    return _table("projects", heads, rows, language)


def works(found: Dossier, language: str) -> Table:
    """Return the works of a place and of what stands in it."""
    heads = [
        (ITEM, 2.2, "left"),
        (WHERE, 1.3, "left"),
        (EXTENT, 1.4, "right"),
        (STAGE, 2.4, "left"),
        (PERCENT, 0.9, "right"),
        (PLANNED, 2.0, "left"),
        (ACTUAL, 2.0, "left"),
    ]
    order = {entry.key: place for place, entry in enumerate(codes.table("work_types"))}
    done = sorted(found.works, key=lambda each: (order.get(each.kind, 999), each.id))
    if found.kind == "building":
        rows = [_work(each, "", language) for each in done]
    else:
        whole = [each for each in done if each.building_id is None]
        rows = [_work(each, WHOLE.in_(language), language) for each in whole]
        rows += _of_buildings([each for each in done if each.building_id is not None], language)
    return _table("works", heads, rows, language)


def _of_buildings(done: Sequence[Work], language: str) -> list[tuple[str, ...]]:
    """Return a row for every kind of work that is on buildings, with how far they are."""
    grouped: dict[tuple[str, str], list[Work]] = {}
    for work in done:
        grouped.setdefault((work.kind, work.unit or ""), []).append(work)
    rows: list[tuple[str, ...]] = []
    for (kind, unit), own in grouped.items():
        known = [work.quantity for work in own if work.quantity is not None]
        buckets = Counter(stages.bucket_of(work.stage).key for work in own)
        told = [
            f"{bucket.words.in_(language)} {buckets[bucket.key]}"
            for bucket in (*stages.BUCKETS, stages.NO_PROJECT)
            if buckets[bucket.key]
        ]
        where = BUILDINGS.filled(count=len({work.building_id for work in own})).in_(language)
        extent = _extent(sum(known), unit) if known else ""
        days = [_least(own, "start_plan"), _most(own, "finish_plan")]
        actual = [_least(own, "start_actual"), _most(own, "finish_actual")]
        rows.append(
            (_coded("work_types", kind, language), where, extent, "、".join(told), "",
             _span(*days), _span(*actual))
        )  # fmt: skip
    return rows


def _least(own: Sequence[Work], name: str) -> str | None:
    return min((getattr(work, name) for work in own if getattr(work, name)), default=None)


def _most(own: Sequence[Work], name: str) -> str | None:
    return max((getattr(work, name) for work in own if getattr(work, name)), default=None)


def _extent(quantity: float, unit: str) -> str:
    figure = str(money.half_up(quantity)).rstrip("0").rstrip(".")
    return f"{figure} {unit}".strip()


def _work(work: Work, where: str, language: str) -> tuple[str, ...]:
    extent = "" if work.quantity is None else _extent(work.quantity, work.unit or "")
    return (
        _coded("work_types", work.kind, language),
        where,
        extent,
        stages.stage(work.stage).words.in_(language) if work.stage else "",
        _percent(work.percent),
        _span(work.start_plan, work.finish_plan),
        _span(work.start_actual, work.finish_actual),
    )


def funds(found: Sequence[SourceMoney], language: str) -> Table:
    """Return the money of a place's projects by source, in 万元, with the total."""
    heads = [
        (SOURCE, 2.4, "left"),
        (Words("计划", "Planned"), 1.3, "right"),
        (Words("下达", "Allocated"), 1.3, "right"),
        (Words("到位", "Received"), 1.3, "right"),
        (Words("支付", "Paid"), 1.3, "right"),
        (Words("结算", "Settled"), 1.3, "right"),
    ]
    kinds = ("planned", "allocated", "received", "paid", "settled")
    order = {entry.key: place for place, entry in enumerate(codes.table("fund_sources"))}
    rows = []
    for each in sorted(found, key=lambda each: order.get(each.source, len(order))):
        sums = [getattr(each, kind) for kind in kinds]
        rows.append((_coded("fund_sources", each.source, language), *map(_wan, sums)))
    if rows:
        sums = [_sum([getattr(each, kind) for each in found]) for kind in kinds]
        rows.append((TOTAL.in_(language), *map(_wan, sums)))
    return _table("funds", heads, rows, language, total=bool(rows))


def _sum(values: list[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def _wan(fen: int | None) -> str:
    return "" if fen is None else money.wan_text(fen)


def _percent(value: float | None) -> str:
    return "" if value is None else str(money.half_up(value)).rstrip("0").rstrip(".")


def _span(begin: str | None, end: str | None) -> str:
    if not begin and not end:
        return ""
    return f"{begin or ''}—{end or ''}"


def _table(
    role: str,
    heads: Sequence[tuple[Words, float, str]],
    rows: Sequence[tuple[str, ...]],
    language: str,
    *,
    total: bool = False,
) -> Table:
    columns = tuple(Column(words.in_(language), share, align) for words, share, align in heads)
    return Table(role, columns, tuple(rows), SIZE, ROW, total)
