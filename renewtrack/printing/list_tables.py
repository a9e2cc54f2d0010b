"""Lists for paper: rows of the ledger in chosen columns, as texts and as figures to be summed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from renewtrack.domain import codes, lateness, masking, money, participation, stages
from renewtrack.domain.masking import Mask
from renewtrack.domain.secrecy import HOUSEHOLDS, PERSONS, PROBLEMS, Secrecy
from renewtrack.errors import UserError
from renewtrack.store import exports, listing, record_lists
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

ITEMS, ITEM_RATES = BY_BUILDING = ("items", "item_rates")  # lists of the homes of buildings
SUMMED = frozenset({"int", "area", "money"})
RIGHT = SUMMED | {"percent", "year", "number", "share", "plain"}
HIDDEN = {  # column -> what it gives away
    "household_count": HOUSEHOLDS,
    "problem": PROBLEMS,
    "holder": PERSONS,
    "phone": PERSONS,
}


@dataclass(frozen=True, slots=True)
class ListColumn:
    """One column: an attribute of the rows, its heading and what its values are.

    ``kind`` is text, int (summed), number, year, area (m2), money (fen), percent, date, stage,
    light, code, works, flag; ``codes`` names the code list of kind code.
    """

    key: str
    words: Words
    kind: str = "text"
    codes: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """Rows of values by column; ``groups`` is the street of each row, () for none.

    ``sums`` stand below the rows in place of those that their columns add up to.
    """

    what: str
    columns: tuple[ListColumn, ...]
    rows: tuple[tuple[object, ...], ...]
    groups: tuple[str, ...] = ()
    sums: tuple[tuple[object, ...], ...] | None = None

    @property
    def grouped(self) -> bool:
        """Tell whether the rows of every street stand together, so that they can be summed."""
        changes = [
            one for one, two in zip(self.groups, self.groups[1:], strict=False) if one != two
        ]
        streets = len({*self.groups})
        return streets > 1 and len(changes) + 1 == streets


STREET = ListColumn("street", Words("街道", "Street"))
COMMUNITY = ListColumn("community", Words("社区", "Community"))
STAGE = ListColumn("stage", Words("状态", "Stage"), "stage")
PERCENT = ListColumn("percent", Words("进度%", "Progress %"), "percent")
HOMES = ListColumn("household_count", Words("户数", "Homes"), "int")
AREA = ListColumn("floor_area_m2", Words("建筑面积(㎡)", "Floor area (㎡)"), "area")
INVEST = ListColumn("invest_total_fen", Words("总投资(万元)", "Investment (10k yuan)"), "money")
DATES = (
    ListColumn("start_plan", Words("计划开工", "Planned start"), "date"),
    ListColumn("start_actual", Words("实际开工", "Actual start"), "date"),
    ListColumn("finish_plan", Words("计划完工", "Planned finish"), "date"),
    ListColumn("finish_actual", Words("实际完工", "Actual finish"), "date"),
)
PLACE = (
    STREET,
    ListColumn("estate", Words("小区", "Estate")),
    ListColumn("building", Words("楼号", "Building")),
    ListColumn("stairwell", Words("单元", "Stairwell")),
)
HOME = (
    *PLACE,
    ListColumn("room", Words("室号", "Room")),
    ListColumn("holder", Words("户主", "Holder")),
    ListColumn("phone", Words("电话", "Telephone")),
)
COLUMNS: dict[str, tuple[ListColumn, ...]] = {
    "estates": (
        ListColumn("name", Words("小区", "Estate")),
        STREET,
        COMMUNITY,
        STAGE,
        PERCENT,
        ListColumn("building_count", Words("楼栋数", "Buildings"), "int"),
        HOMES,
        AREA,
        INVEST,
        *DATES,
        ListColumn("works", Words("改造内容", "Works"), "works"),
    ),
    "buildings": (
        ListColumn("estate", Words("小区", "Estate")),
        ListColumn("number", Words("楼号", "No.")),
        STREET,
        STAGE,
        PERCENT,
        ListColumn("storeys", Words("层数", "Storeys"), "number"),
        ListColumn("unit_count", Words("单元", "Stairwells"), "int"),
        HOMES,
        AREA,
        ListColumn("structure", Words("结构", "Structure"), "code", "structures"),
        ListColumn("danger_grade", Words("危险等级", "Danger grade")),
        ListColumn("year_built", Words("建成年份", "Built"), "year"),
    ),
    "projects": (
        ListColumn("name", Words("项目", "Project")),
        STREET,
        ListColumn("estate", Words("小区", "Estate")),
        ListColumn("plan_year", Words("年度", "Year"), "year"),
        STAGE,
        PERCENT,
        *DATES,
        INVEST,
        ListColumn("problem", Words("存在问题", "Problem")),
    ),
    "works": (
        ListColumn("kind", Words("改造内容", "Work"), "code", "work_types"),
        ListColumn("place", Words("地点", "Place")),
        STREET,
        STAGE,
        PERCENT,
        ListColumn("quantity", Words("计划工程量", "Quantity planned"), "number"),
        ListColumn("quantity_done", Words("完成工程量", "Quantity done"), "number"),
        ListColumn("unit", Words("单位", "Unit")),
        ListColumn("budget_fen", Words("预算(万元)", "Budget (10k yuan)"), "money"),
        *DATES,
    ),
    "households": (
        *HOME,
        ListColumn("agree", Words("意愿", "Wish"), "code", "agreements"),
    ),
    "appointments": (
        ListColumn("date", Words("日期", "Date"), "date"),
        ListColumn("half", Words("时段", "Half"), "code", "halves"),
        *HOME,
        ListColumn("state", Words("状态", "State"), "code", "appointment_states"),
    ),
    "lifts": (
        *PLACE,
        ListColumn("step", Words("进展", "Step"), "code", "lift_steps"),
        ListColumn("storeys", Words("层数", "Storeys"), "number"),
        ListColumn("household_count", Words("户数", "Homes"), "int"),
    ),
    ITEMS: (
        *PLACE,
        ListColumn("room", Words("室号", "Room")),
        ListColumn("area_m2", Words("面积(㎡)", "Area (㎡)"), "plain"),
    ),
    ITEM_RATES: (
        *PLACE[1:3],
        ListColumn("item", Words("改造项", "Item")),
        ListColumn("homes", Words("户数", "Homes"), "number"),
        *(ListColumn(key, words, "number") for key, words in participation.ANSWER_WORDS.items()),
        ListColumn("heads", Words("按户%", "By homes %"), "share"),
        ListColumn("share", Words("按面积%", "By area %"), "share"),
        ListColumn("bare", Words("面积不明户", "No area known"), "number"),
        ListColumn("amount", Words("数量", "How many"), "plain"),
        ListColumn("unit", Words("单位", "Unit")),
    ),
}
WHOLE = dict.fromkeys(("households", "appointments", *BY_BUILDING), HOUSEHOLDS)  # of nothing else
MOST = 20_000  # rows; nobody reads more of them on paper
TITLES = {
    "estates": Words("{place}老旧小区改造台账", "{place}: estates under renewal"),
    "buildings": Words("{place}楼栋台账", "{place}: buildings"),
    "projects": Words("{place}改造项目台账", "{place}: projects"),
    "works": Words("{place}改造内容台账", "{place}: works"),
    "households": Words("{place}住户登记表", "{place}: households"),
    "appointments": Words("{place}入户预约表", "{place}: visits"),
    "lifts": Words("{place}加装电梯登记表", "{place}: lifts"),
    ITEMS: Words("{place}各户参与改造项一览表", "{place}: items of each home"),
    ITEM_RATES: Words("{place}改造项参与率", "{place}: who takes part in which item"),
}
LATE = Words("逾期", "Late")


class TooManyRows(UserError):
    """A list is longer than anybody reads on paper."""

    words = Words(
        "共 {count} 行，超过打印上限 {most} 行，没有生成。请先筛选，或导出 Excel。",
        "{count} rows are more than the {most} that can be printed; nothing was made. Filter them "
        "first, or export them to Excel.",
    )


class NotForThem(UserError):
    """A list of households goes to nobody who may not see households."""

    words = Words(
        "密级“{secrecy}”不含住户信息，不能打印这张表。请换一个密级。",
        "“{secrecy}” holds nothing of households, so this list cannot be printed. Choose another.",
    )


def of(  # noqa: PLR0913 - each says by its name what is asked for
    db: Database,
    what: str,
    ids: Sequence[int] | None = None,
    columns: Sequence[ListColumn] | None = None,
    preset: Secrecy | None = None,
    today: str | None = None,
    *,
    reveal: str = "",
) -> Listing:
    """Return the rows of some ids in the order asked, or all in the ledger's order.

    ``what`` is a key of ``COLUMNS``. Persons and rooms are masked unless there is a reason to
    ``reveal`` them; a preset leaves out what it hides. Raises TooManyRows, NotForThem, and
    NotAllowed for a reason given by one who is no manager.
    """
    wanted = tuple(columns or COLUMNS[what])
    if preset is not None and preset.hidden(WHOLE.get(what, "")):
        raise NotForThem(secrecy=preset.words)
    if reveal:
        exports.permit(db, reveal)
        preset = None
    if preset is not None:
        wanted = tuple(each for each in wanted if not preset.hidden(HIDDEN.get(each.key, "")))
    hide = (lambda key, value: value) if reveal else _hiding(exports.mask(db))
    if what in BY_BUILDING:
        from renewtrack.printing import participation_tables

        return participation_tables.of(db, what, ids, hide, _check)
    found = _found(db, what, ids, today)
    rows = []
    for row in found:
        values = row if isinstance(row, Mapping) else _Attributes(row)
        told = {each.key: values[each.key] for each in wanted}
        for key, value in told.items():
            if isinstance(value, str):
                told[key] = hide(key, value)
        rows.append(tuple(told[each.key] for each in wanted))
    streets = tuple(str(_value(row, "street") or "") for row in found)
    return Listing(what, wanted, tuple(rows), streets)


def _found(db: Database, what: str, ids: Sequence[int] | None, today: str | None) -> Sequence[Any]:
    if what in listing.KINDS:
        chosen = listing.ids(db, what) if ids is None else ids
        _check(chosen)
        return [*listing.rows(db, what, chosen, today)]
    chosen = record_lists.ids(db, what) if ids is None else ids
    _check(chosen)
    return record_lists.some(db, what, chosen)


def _check(ids: Sequence[object]) -> None:
    if len(ids) > MOST:
        raise TooManyRows(count=len(ids), most=MOST)


def _hiding(mask: Mask) -> Callable[[str, str], str]:
    """Return what hides persons, and the number of a room but for its floor."""

    def hide(key: str, value: str) -> str:
        if key == "room":
            return masking.mask_room(value)
        return mask.field(key, value)

    return hide


class _Attributes:
    """Reads a row of ``store.listing`` by key."""

    def __init__(self, row: object) -> None:
        self._row = row

    def __getitem__(self, key: str) -> Any:
        return getattr(self._row, key, None)


def _value(row: object, key: str) -> object:
    return row.get(key) if isinstance(row, Mapping) else getattr(row, key, None)


def text(column: ListColumn, value: object, language: str) -> str:
    """Return a value as it is written: "" for what is not known."""
    if value is None or value == "":
        return ""
    if isinstance(value, Words):
        return value.in_(language)
    if column.kind in _WRITTEN:
        return _WRITTEN[column.kind](value, language)
    if column.kind == "code":
        entry = codes.code(column.codes, str(value))
        return entry.words.in_(language) if entry else str(value)
    return str(value)


def _percent(value: Any, language: str) -> str:
    return str(money.half_up(value)).rstrip("0").rstrip(".")


def _answer(value: Any, language: str) -> str:
    from renewtrack.printing import participation_tables

    return participation_tables.said(value, language)


def _works(value: Any, language: str) -> str:
    entries = [codes.code("work_types", kind) for kind in value]
    return "、".join(entry.words.in_(language) for entry in entries if entry)


_WRITTEN: dict[str, Callable[[Any, str], str]] = {
    "area": lambda value, language: str(money.half_up(value)),
    "money": lambda value, language: money.wan_text(value),
    "percent": _percent,
    "share": lambda value, language: str(money.half_up(value, 1)),
    "plain": lambda value, language: f"{value:.12g}",
    "said": _answer,
    "works": _works,
    "flag": lambda value, language: LATE.in_(language) if value else "",
    "stage": lambda value, language: stages.stage(value).words.in_(language),
    "light": lambda value, language: lateness.LIGHT_WORDS[value].in_(language),
}


def summed(column: ListColumn, values: Sequence[object]) -> object:
    """Return the sum of what is known in a column that can be summed; None else."""
    if column.kind not in SUMMED:
        return None
    known = [value for value in values if isinstance(value, int | float)]
    return sum(known) if known else None
