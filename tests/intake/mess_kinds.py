"""The six kinds of sheets with their columns, heads and the records that fill them."""

from __future__ import annotations

import random
from typing import Any

from tests.intake import mess_cells as cells
from tests.intake.mess import Column, Record

STREETS = (("东湖街道", "湖滨社区"), ("南桥镇", "南桥第一社区"), ("西山街道", "西山社区"))
ESTATES = (
    "临湖里", "翠屏苑", "设计院宿舍", "全福小区", "步行街小区", "其乐园", "水岸家园",
    "区环卫局宿舍", "二七大院",
)  # fmt: skip
STAGES = {"S70": "施工中", "S80": "已完工", "S50": "方案设计", "S90": "已移交"}
STEPS = {"E12": "电梯安装", "E04": "方案设计", "E09": "管线迁改"}
SOURCES = {
    "central": "中央补助",
    "province": "省级补助",
    "resident": "居民出资",
    "bond": "专项债券",
}


def fen(yuan: Any) -> int:
    made: int = round(yuan * 100)
    return made


def _money(key: str, *heads: str, **more: Any) -> Column:
    return Column(key, heads, cells.figure, value=fen, summed=True, unit="money", **more)


def _source(key: str, *heads: str) -> Column:
    more = {"group": ("资金来源", "资金来源"), "stored": ("funding", f"planned_fen:{key}")}
    return _money(key, *heads, **more)


SEQ = Column("seq", ("序号", "编号", "项次"), english="No.")
STREET = Column("street", ("街道", "所属街道", "镇街", "街道（镇）"), english="Street")
COMMUNITY = Column("community", ("社区", "所属社区", "居委会"), english="Community")
ESTATE = Column(
    "estate", ("小区名称", "小区", "老旧小区名称"), stored=("estate", "name"), english="Estate"
)
BUILDING = Column(
    "building", ("楼号", "幢号", "楼栋号"), cells.number_of_building, ("building", "number"),
    english="Building no.",
)  # fmt: skip
REMARK = Column("remark", ("备注", "说明"), english="Remarks")

LEDGER = (
    SEQ, STREET, COMMUNITY, ESTATE,
    Column("address", ("详细地址", "坐落", "地址"), stored=("estate", "address"),
           english="Address"),
    Column("year", ("建成年代", "建成年份", "建造年代"), cells.year, ("estate", "year_built"),
           english="Year built"),
    Column("buildings", ("楼栋数", "栋数", "改造栋数"), cells.count("栋"),
           ("estate", "building_count"), summed=True, english="Buildings"),
    Column("households", ("户数", "总户数", "涉及户数"), cells.count("户"),
           ("estate", "household_count"), summed=True, english="Households"),
    Column("area", ("建筑面积", "总建筑面积", "改造面积"), cells.figure,
           ("estate", "floor_area_m2"), float, summed=True, unit="area", english="Floor area"),
    _money("invest", "总投资", "项目总投资", "计划总投资", stored=("project", "invest_total_fen"),
           english="Total investment"),
    _source("central", "中央补助", "中央资金"),
    _source("district", "区级资金", "区级配套"),
    _source("resident", "居民出资", "居民自筹"),
    Column("start", ("计划开工时间", "拟开工时间"), cells.month, ("project", "start_plan"),
           english="Planned start"),
    Column("finish", ("竣工时间", "实际竣工时间", "完工日期"), cells.day,
           ("project", "finish_actual"), english="Actual finish"),
    Column("stage", ("形象进度", "目前进度", "工程进度"), lambda key, _: STAGES[key],
           ("project", "stage"), english="Progress"),
    Column("unit", ("责任单位", "牵头单位"), stored=("project", "lead_unit"),
           english="Responsible unit"),
    REMARK,
)  # fmt: skip
SURVEY = (
    SEQ, STREET, COMMUNITY, ESTATE, BUILDING,
    Column("floors", ("层数", "地上层数", "总层数"), cells.count("层"), ("building", "storeys"),
           english="Storeys"),
    Column("households", ("户数", "住户", "居民户数"), cells.count("户"),
           ("building", "household_count"), summed=True, english="Households"),
    Column("area", ("建筑面积", "房屋面积"), cells.figure, ("building", "floor_area_m2"), float,
           summed=True, unit="area", english="Floor area"),
    Column("year", ("建成年份", "建成年代"), cells.year, ("building", "year_built"),
           english="Year built"),
    Column("danger", ("房屋安全等级", "鉴定等级", "危房等级"), lambda key, _: f"{key}级",
           ("building", "danger_grade"), english="Danger grade"),
    REMARK,
)  # fmt: skip
BOOKINGS = (
    SEQ, ESTATE, BUILDING,
    Column("stairwell", ("单元", "单元号"), lambda key, chance: chance.choice((key, f"{key}单元")),
           ("stairwell", "number")),
    Column("room", ("房号", "室号", "门牌号"), stored=("household", "room")),
    Column("holder", ("户主姓名", "户主", "业主姓名"), stored=("household", "holder")),
    Column("phone", ("联系电话", "电话", "手机号"),
           lambda key, chance: chance.choice((key, int(key))), ("household", "phone")),
    Column("agree", ("是否同意改造", "是否同意", "改造意愿"), cells.tick, ("household", "agree"),
           lambda yes: "yes" if yes else "no"),
    Column("date", ("预约时间", "预约日期", "入户时间"), cells.day, ("appointment", "date")),
    Column("need", ("个性化需求", "诉求"), stored=("need", "text")),
    REMARK,
)  # fmt: skip
LIFTS = (
    SEQ, STREET, ESTATE, BUILDING,
    Column("stairwell", ("单元", "单元号"), lambda key, chance: chance.choice((key, f"{key}单元")),
           ("stairwell", "number")),
    Column("floors", ("层数", "楼层"), cells.count("层"), ("stairwell", "storeys")),
    Column("owners", ("总户数", "业主总数"), cells.count("户"), ("consent_round", "owners_total"),
           summed=True),
    Column("part", ("参与户数", "参与表决户数"), cells.count("户"),
           ("consent_round", "owners_part"), summed=True),
    Column("agreed", ("同意户数", "赞成户数"), cells.count("户"), ("consent_round", "owners_agree"),
           summed=True),
    Column("from", ("公示起", "公示开始日期"), cells.day, ("consent_round", "notice_from")),
    Column("step", ("进展", "当前进展", "目前进度"), lambda key, _: STEPS[key], ("lift", "step")),
    _money("cost", "总造价", "工程造价", stored=("lift", "cost_fen")),
    REMARK,
)  # fmt: skip
PAYMENTS = (
    Column("date", ("日期", "支付日期", "下达日期"), cells.day, ("money_event", "date")),
    Column("paper", ("文号", "文件号", "凭证号"), stored=("money_event", "document_no")),
    Column("project", ("项目", "项目名称"), stored=("money_event", "project_name")),
    Column("source", ("资金类别", "资金来源", "资金渠道"), lambda key, _: SOURCES[key],
           ("money_event", "source")),
    _money("allocated", "下达", "下达金额", stored=("money_event", "amount_fen:allocated")),
    _money("paid", "支付", "支付金额", stored=("money_event", "amount_fen:paid")),
    Column("payee", ("收款单位", "收款方"), stored=("money_event", "payee")),
    REMARK,
)  # fmt: skip
READINGS = (
    Column("facility", ("公厕名称", "点位名称"), stored=("facility", "name")),
    Column("time", ("时间", "监测时间", "采集时间"), stored=("reading", "time"),
           value=lambda time: time.replace(" ", "T")),
    Column("temperature", ("温度(℃)", "气温（℃）"), cells.figure, ("reading", "value*")),
    Column("nh3", ("氨气(mg/m³)", "氨气浓度（mg/m³）"), cells.figure, ("reading", "value*")),
    Column("rating", ("评价", "满意度"), stored=("rating", "rating"),
           value={"满意": "good", "不满意": "bad"}.get),
)  # fmt: skip


def ledger(chance: random.Random, rows: int) -> list[Record]:
    return [
        {
            **_estate(chance, number), "address": f"示范路{number + 1}号",
            "year": chance.randint(1975, 2004), "buildings": chance.randint(1, 30),
            "households": (households := chance.randint(40, 900)), "area": households * 70,
            "central": (central := chance.randint(20, 90) * 10_000), "district": 550_000,
            "resident": 34_500, "invest": central + 550_000 + 34_500,
            "start": f"2025-{chance.randint(2, 9):02}", "unit": "区住建局",
            "stage": (stage := chance.choice(list(STAGES))), "remark": None,
            "finish": "2025-10-15" if stage in ("S80", "S90") else None,
        }
        for number in range(rows)
    ]  # fmt: skip


def survey(chance: random.Random, rows: int) -> list[Record]:
    return [
        {
            **_estate(chance, number // 3), "building": str(number % 3 + 1),
            "floors": chance.randint(3, 7), "households": (households := chance.randint(20, 90)),
            "area": households * 65, "year": chance.randint(1975, 2004),
            "danger": chance.choice("ABCD"), "remark": None,
        }
        for number in range(rows)
    ]  # fmt: skip


def bookings(chance: random.Random, rows: int) -> list[Record]:
    return [
        {
            "estate": "临湖里", "building": str(number // 4 + 1), "stairwell": "1",
            "room": f"{number % 4 + 1}01", "holder": chance.choice(("王秀英", "欧阳娜", "张建国")),
            "phone": f"138{chance.randrange(10**8):08}", "agree": chance.random() < 0.7,
            "date": f"2025-05-{chance.randint(1, 28):02}",
            "need": chance.choice(("窗户要内开", "家有老人，请轻声", None)), "remark": None,
        }
        for number in range(rows)
    ]  # fmt: skip


def lifts(chance: random.Random, rows: int) -> list[Record]:
    return [
        {
            **_estate(chance, number // 2), "building": str(number % 2 + 1), "stairwell": "2",
            "floors": 6, "owners": 12, "part": chance.randint(9, 12),
            "agreed": chance.randint(6, 9), "from": "2025-03-01",
            "step": chance.choice(list(STEPS)), "cost": chance.randint(45, 70) * 10_000,
            "remark": None,
        }
        for number in range(rows)
    ]  # fmt: skip


def payments(chance: random.Random, rows: int) -> list[Record]:
    found = []
    for number in range(rows):
        kind = chance.choice(("allocated", "paid"))
        found.append(
            {
                "date": f"2025-{number % 9 + 1:02}-{chance.randint(1, 28):02}",
                "paper": f"财建〔2025〕{number + 1}号", "project": ESTATES[number % len(ESTATES)],
                "source": chance.choice(list(SOURCES)), kind: chance.randint(10, 99) * 10_000,
                "payee": "区城投公司", "remark": None,
            }
        )  # fmt: skip
    return found


def readings(chance: random.Random, rows: int) -> list[Record]:
    return [
        {
            "facility": f"河滨{number // 3 + 1}号公厕", "time": f"2025-10-01 {number % 3:02}:00",
            "temperature": chance.randint(10, 30), "nh3": chance.randint(1, 290) / 1000,
            "rating": chance.choice(("满意", "不满意", None)),
        }
        for number in range(rows)
    ]  # fmt: skip


def _estate(chance: random.Random, number: int) -> Record:
    street, community = STREETS[number * len(STREETS) // 12 % len(STREETS)]
    return {"street": street, "community": community, "estate": ESTATES[number % len(ESTATES)]}


KINDS = {
    "ledger": ("示范区2025年城镇老旧小区改造台账", LEDGER, ledger),
    "buildings": ("示范区2025年楼栋普查表", SURVEY, survey),
    "bookings": ("临湖里小区2025年入户预约登记表", BOOKINGS, bookings),
    "lifts": ("示范区2025年既有住宅加装电梯进度表", LIFTS, lifts),
    "payments": ("示范区2025年资金拨付登记表", PAYMENTS, payments),
    "readings": ("示范区公厕监测2025年10月", READINGS, readings),
}
