"""What is asked about a column whose cells can be read in two ways, and the answers there are."""

from __future__ import annotations

from renewtrack.domain import systems
from renewtrack.words import Words

BLANK, UNIT = "blank", "unit"
Choices = tuple[tuple[str, Words], ...]

_LEAVE = (BLANK, Words("这些格不导入", "Leave these cells out"))
_TAKE = ("taken", Words("按建议导入", "Take what is suggested"))
_YES_NO = (("yes", Words("是（√）", "Yes (√)")), ("no", Words("否（×）", "No (×)")), _LEAVE)
_MONEY = tuple((unit, Words(unit, unit)) for unit in ("元", "千元", "万元", "亿元"))
_AREA = tuple((unit, Words(unit, unit)) for unit in ("㎡", "万㎡", "公顷", "亩"))
_SYSTEMS = (
    ("wgs84", Words("WGS 84（GPS）", "WGS 84 (GPS)")),
    ("cgcs2000", Words("CGCS2000（国家2000）", "CGCS2000")),
    ("gcj02", Words("GCJ-02（高德、腾讯）", "GCJ-02 (Amap, Tencent)")),
    ("bd09", Words("BD-09（百度）", "BD-09 (Baidu)")),
    *((each.key, each.words) for each in systems.WEB[:2]),
)

SYSTEM_KINDS = (
    *("which_system", "likely_system", "likely_meridian", "shifted", "two_systems"),
    *("astray", "old_datum"),
)
OLD_DATUM = SYSTEM_KINDS[-1]  # only a local system of the office settles it
NONE_OF_THEM = Words("都不是，不导入", "None of them; leave it out")

# kind of issue -> what the column is asked, and its answers; a year, a column of a rival head
# and the like are filled in by ``questions``.
ASKED: dict[str, tuple[Words, Choices]] = {
    "ambiguous_1_or_10": (
        Words(
            "数字 2023.1 是 1 月还是 10 月？（2023.10 存成数字就成了 2023.1）",
            "Is the number 2023.1 January or October? (2023.10 kept as a number is 2023.1)",
        ),
        (("1", Words("1 月", "January")), ("10", Words("10 月", "October")), _LEAVE),
    ),
    "day_or_month_first": (
        Words(
            "03/04/2025 这样的日期，先写月还是先写日？",
            "In dates such as 03/04/2025, does the month or the day come first?",
        ),
        (
            ("m/d", Words("先月后日", "Month first")),
            ("d/m", Words("先日后月", "Day first")),
            _LEAVE,
        ),
    ),
    "short_year": (
        Words("年份只写了两位，是哪个世纪？", "The year has two digits only: of which century?"),
        (("20", Words("20××年", "20xx")), ("19", Words("19××年", "19xx")), _LEAVE),
    ),
    "month_and_day": (
        Words("5.20 这样的写法是不是 5 月 20 日？", "Does 5.20 mean the 20th of May?"),
        (("taken", Words("是，月和日", "Yes, month and day")), _LEAVE),
    ),
    "odd_shape": (
        Words("这样写的日期按建议导入吗？", "Are dates written like this taken as suggested?"),
        (_TAKE, _LEAVE),
    ),
    "date_no_year": (
        Words("日期没有写年份，是哪一年？", "The dates name no year. Which year is it?"),
        (_LEAVE,),
    ),
    "range": (
        Words("一个范围取哪一头？", "Which end of a range is taken?"),
        (("high", Words("上限", "The upper")), ("low", Words("下限", "The lower")), _LEAVE),
    ),
    "bound": (
        Words(
            "“500 以上”“不足 300”这样的数，取这个数吗？",
            "Is the figure itself taken where only a limit is told, as in 500以上?",
        ),
        (("taken", Words("取这个数", "Take the figure")), _LEAVE),
    ),
    "storeys": (
        Words("一格写了两个层数，取哪个？", "Two heights in one cell: which is taken?"),
        (("high", Words("较大的", "The larger")), ("low", Words("较小的", "The smaller")), _LEAVE),
    ),
    "loft": (
        Words("6+1 这样的层数，阁楼算不算一层？", "In 6+1, does the loft count as a storey?"),
        (
            ("without", Words("不算（6 层）", "No (6)")),
            ("with", Words("算（7 层）", "Yes (7)")),
            _LEAVE,
        ),
    ),
    "percent_scale": (
        Words(
            "不带 % 的小数是比例（0.85 即 85%）还是百分数（0.85 即 0.85%）？",
            "Are figures without % shares (0.85 is 85 %) or percentages (0.85 is 0.85 %)?",
        ),
        (
            ("share", Words("比例，1 是 100%", "Shares, 1 is 100 %")),
            ("percent", Words("百分数，1 是 1%", "Percentages, 1 is 1 %")),
            _LEAVE,
        ),
    ),
    "unsure_tick": (Words("○ 这样的记号是什么意思？", "What does a sign such as ○ mean?"), _YES_NO),
    "not_taken": (
        Words("这样写的进度按建议导入吗？", "Is progress told like this taken as suggested?"),
        (_TAKE, _LEAVE),
    ),
    "money_unit": (Words("金额的单位是什么？", "What is the unit of the money?"), _MONEY),
    "area_unit": (Words("面积的单位是什么？", "What is the unit of the areas?"), _AREA),
    "unit_doubt": (
        Words("金额的单位究竟是什么？", "What is the unit of the money really?"),
        _MONEY,
    ),
    **dict.fromkeys(
        SYSTEM_KINDS,
        (Words("坐标是哪种坐标系？", "Which coordinate system is it?"), _SYSTEMS),
    ),
    OLD_DATUM: (
        Words(
            "坐标是哪个地方坐标系？（先用控制点建好）",
            "Which local system is it? (Make it by control points first.)",
        ),
        ((BLANK, Words("先不导入坐标", "Leave the positions out")),),
    ),
    "rival_columns": (Words("哪一列才是？", "Which of the columns is it?"), ()),
    "rival_taken": (Words("哪一列才是？", "Which of the columns is it?"), ()),
}

TAKEN = Words("暂按“{taken}”导入，请核对。", "Taken as “{taken}”; check it.")
LEFT = Words("该格未导入，请统一回答。", "This cell was left out; answer for the column.")
UNIT_KINDS = (UNIT, "money_unit", "area_unit", "unit_doubt")  # answers that name a unit
_TEMPLATE = Words("{words}。{done}", "{words}. {done}")
SENTENCES: dict[str, Words] = dict.fromkeys(
    (
        "ambiguous_1_or_10", "day_or_month_first", "short_year", "month_and_day", "odd_shape",
        "date_no_year", "range", "bound", "storeys", "loft", "percent_scale",
    ),
    _TEMPLATE,
)  # fmt: skip
