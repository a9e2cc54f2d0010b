"""The columns of the tables: what each shows, how wide, and what an edit of it changes."""

from __future__ import annotations

from dataclasses import dataclass

from renewtrack.words import Words

RIGHT_KINDS = frozenset(("int", "area", "money", "percent", "year"))


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table; ``key`` names an attribute of the rows of ``store.listing``."""

    key: str
    words: Words
    width: int
    kind: str = "text"  # text int year area money percent date stage code works flag light
    table: str = ""  # the table that an edit changes; empty = read only
    column: str = ""  # its column; empty = as the key
    codes: str = ""  # the code list of kind "code"
    why: Words | None = None  # why it is read only
    hidden: bool = False  # at first

    @property
    def stored(self) -> str:
        """Return the name of the stored column that an edit changes."""
        return self.column or self.key

    @property
    def right(self) -> bool:
        """Tell whether its values stand at the right, as numbers do."""
        return self.kind in RIGHT_KINDS


WORKS_WHY = Words(
    "改造内容请在右侧详情里增减（F4）", "Add or remove works in the details at the right (F4)"
)
COUNTED = Words("由楼栋记录逐栋清点得出，不能直接填写", "Counted from the building records")
OWN_STAGE = Words(
    "楼栋状态取自本楼工程或所属项目，请在详情里修改（F4）",
    "A building's stage comes from its works or its project; change it in the details (F4)",
)
OF_ESTATE = Words("取自所属小区，请在小区表里修改", "Comes from its estate; change it there")
OF_PROJECT = Words("取自所属项目，请在项目表里修改", "Comes from its project; change it there")
OF_WORK = Words(
    "一项改造内容的种类和地点在建立时确定；要更换请删除后新增",
    "The kind and place of a work are settled when it is added; delete it and add another",
)
LIGHT_WHY = Words(
    "由计划、预计日期和进度与今天比较得出", "Reckoned from plan, forecast and progress as of today"
)
NO_PROJECT = Words(
    "这个小区还没有列入项目，请先新增项目（数据 → 新增项目）",
    "This estate is in no project yet: add one first (Data → New project)",
)

STREET = Column("street", Words("街道", "Street"), 80, table="estate")
COMMUNITY = Column("community", Words("社区", "Community"), 92, table="estate")


def _stage(table: str = "", why: Words | None = None) -> Column:
    return Column("stage", Words("状态", "Stage"), 126, "stage", table, why=why)


def _percent(table: str = "", why: Words | None = None) -> Column:
    return Column("percent", Words("进度", "Progress"), 90, "percent", table, why=why)


def _schedule(hidden: tuple[str, ...]) -> tuple[Column, ...]:
    """Return the four dates of a project."""
    words = {
        "start_plan": Words("计划开工", "Planned start"),
        "start_actual": Words("实际开工", "Actual start"),
        "finish_plan": Words("计划完工", "Planned finish"),
        "finish_actual": Words("实际完工", "Actual finish"),
    }
    return tuple(
        Column(key, name, 108, "date", "project", hidden=key in hidden)
        for key, name in words.items()
    )


INVEST = Column(
    "invest_total_fen", Words("总投资 万元", "Investment 10k yuan"), 98, "money", "project"
)
LATE = Column("overdue", Words("逾期", "Late"), 60, "flag", why=COUNTED, hidden=True)

ESTATES = (
    Column("name", Words("小区", "Estate"), 122, table="estate"),
    STREET,
    COMMUNITY,
    _stage("project"),
    _percent("project"),
    Column("building_count", Words("楼栋数", "Buildings"), 68, "int", "estate"),
    Column("household_count", Words("户数", "Households"), 72, "int", "estate"),
    Column("floor_area_m2", Words("建筑面积 ㎡", "Floor area ㎡"), 98, "area", "estate"),
    INVEST,
    *_schedule(("start_plan", "finish_actual")),
    Column("works", Words("改造内容", "Works"), 170, "works", why=WORKS_WHY),
    Column("year_built", Words("建成年份", "Year built"), 76, "year", "estate"),
    Column("plan_year", Words("计划年度", "Plan year"), 76, "year", why=OF_PROJECT),
    Column("address", Words("地址", "Address"), 160, table="estate", hidden=True),
    Column("buildings_known", Words("已录楼栋", "On record"), 72, "int", why=COUNTED, hidden=True),
    LATE,
)
BUILDINGS = (
    Column("estate", Words("小区", "Estate"), 122, why=OF_ESTATE),
    Column("number", Words("楼号", "No."), 62, table="building"),
    _stage(why=OWN_STAGE),
    _percent(why=OWN_STAGE),
    Column("storeys", Words("层数", "Storeys"), 60, "int", "building"),
    Column("unit_count", Words("单元", "Stairwells"), 60, "int", "building"),
    Column("household_count", Words("户数", "Households"), 68, "int", "building"),
    Column("floor_area_m2", Words("建筑面积 ㎡", "Floor area ㎡"), 96, "area", "building"),
    Column("structure", Words("结构", "Structure"), 96, "code", "building", codes="structures"),
    Column(
        "danger_grade",
        Words("危房等级", "Danger grade"),
        84,
        "code",
        "building",
        codes="danger_grades",
    ),
    Column("year_built", Words("建成年份", "Year built"), 76, "year", "building"),
    Column("finish_plan", Words("计划完工", "Planned finish"), 108, "date", why=OF_PROJECT),
    Column("street", Words("街道", "Street"), 92, why=OF_ESTATE),
    Column("community", Words("社区", "Community"), 92, why=OF_ESTATE),
    LATE,
)
PROJECTS = (
    Column("name", Words("项目", "Project"), 180, table="project"),
    Column("estate", Words("小区", "Estate"), 130, why=OF_ESTATE),
    Column("plan_year", Words("计划年度", "Plan year"), 76, "year", "project"),
    _stage("project"),
    _percent("project"),
    INVEST,
    *_schedule(()),
    Column("problem", Words("存在问题", "Problems"), 180, table="project"),
    Column("street", Words("街道", "Street"), 92, why=OF_ESTATE),
    Column("community", Words("社区", "Community"), 92, why=OF_ESTATE),
    LATE,
)
LIGHT = Column("light", Words("督办灯", "Light"), 84, "light", why=LIGHT_WHY)
WORKS = (
    Column("kind", Words("改造内容", "Work"), 130, "code", codes="work_types", why=OF_WORK),
    Column("place", Words("地点", "Place"), 150, why=OF_WORK),
    _stage("work"),
    _percent("work"),
    LIGHT,
    Column("quantity", Words("计划工程量", "Quantity planned"), 90, "area", "work"),
    Column("quantity_done", Words("完成工程量", "Quantity done"), 90, "area", "work"),
    Column("unit", Words("单位", "Unit"), 52, table="work"),
    Column("budget_fen", Words("预算 万元", "Budget 10k yuan"), 92, "money", "work"),
    *(
        Column(key, words, 108, "date", "work", hidden=key == "start_actual")
        for key, words in (
            ("start_plan", Words("计划开工", "Planned start")),
            ("start_actual", Words("实际开工", "Actual start")),
            ("finish_plan", Words("计划完工", "Planned finish")),
            ("finish_forecast", Words("预计完工", "Forecast finish")),
            ("finish_actual", Words("实际完工", "Actual finish")),
        )
    ),
    Column("project", Words("项目", "Project"), 150, why=OF_PROJECT),
    Column("plan_year", Words("计划年度", "Plan year"), 76, "year", why=OF_PROJECT),
    Column("street", Words("街道", "Street"), 92, why=OF_ESTATE),
    Column("community", Words("社区", "Community"), 92, why=OF_ESTATE, hidden=True),
    Column("remark", Words("备注", "Remarks"), 140, table="work", hidden=True),
    LATE,
)
COLUMNS = {"estates": ESTATES, "buildings": BUILDINGS, "projects": PROJECTS, "works": WORKS}
TABLES = {"estates": "estate", "buildings": "building", "projects": "project", "works": "work"}
KIND_WORDS = {
    "estates": Words("小区", "Estates"),
    "buildings": Words("楼栋", "Buildings"),
    "projects": Words("项目", "Projects"),
    "works": Words("改造内容", "Works"),
}
