"""The fixed words of a printed sheet in both languages."""

from __future__ import annotations

from renewtrack.words import Words

LEGEND = Words("图　例", "Legend")
ON_MAP = Words("上图合计", "On the map")
NO_COORDINATES = Words("无坐标（未上图）", "Not on map: no position")
OUTSIDE = Words("图幅外（未上图）", "Not on map: off the frame")
OVERDUE = Words("其中：逾期", "Of these, overdue")
STREET_LINE = Words("街道界", "Street boundary")
COMMUNITY_LINE = Words("社区界", "Community boundary")
ESTATE_NUMBER = Words("小区编号（见索引）", "Estate number (see index)")

STREETS = Words("分街道统计", "By street")
STREET = Words("街道", "Street")
ESTATES = Words("小区", "Estates")
BUILDINGS = Words("楼栋", "Buildings")
BUILDINGS_SHORT = Words("栋", "Bldgs")
HOUSEHOLDS = Words("户数", "Homes")
AREA = Words("面积(万㎡)", "Area (10k ㎡)")
STARTED = Words("开工", "Started")
FINISHED = Words("完工", "Finished")
TOTAL = Words("合计", "Total")
ROUNDED = Words(
    "因四舍五入，分项合计与总计可能不等", "Because of rounding, items may not add up to totals"
)
COUNTED_AS = Words(
    "开工、完工为累计小区数；空格为无数据",
    "Started and finished: estates so far; blank: not known",
)

OVERVIEW = Words("位置示意", "Overview")
CHART = Words("分类统计（{counted}）", "By class ({counted})")
STREET_CHART = Words("分街道进度（完工/开工/全部小区）", "By street (finished/started/all estates)")
THEN = Words("{day}", "{day}")
NOW = Words("现状（截至{day}）", "Now (as of {day})")
COMPARED = Words("{before} → {now}", "{before} → {now}")
SITE_LINE = Words("{kind}", "{kind}")
NEIGHBOUR = Words("相邻（不计数）", "Neighbours, not counted")
INDEX = Words("小区索引", "Index of estates")
CONTINUED = Words("{heading}（续）", "{heading} (continued)")
NUMBER = Words("小区编号（见索引）", "Estate number (see index)")

STREETS = Words("分街道统计", "By street")
STREET = Words("街道", "Street")
ESTATES = Words("小区", "Estates")
BUILDINGS = Words("楼栋", "Buildings")
BUILDINGS_SHORT = Words("栋", "Bldgs")
HOUSEHOLDS = Words("户数", "Homes")
AREA = Words("面积(万㎡)", "Area (10k ㎡)")
STARTED = Words("开工", "Started")
FINISHED = Words("完工", "Finished")
TOTAL = Words("合计", "Total")
ROUNDED = Words(
    "因四舍五入，分项合计与总计可能不等", "Because of rounding, items may not add up to totals"
)
COUNTED_AS = Words(
    "开工、完工为累计小区数；空格为无数据",
    "Started and finished: estates so far; blank: not known",
)

OVERVIEW = Words("位置示意", "Overview")
CHART = Words("分类统计（{counted}）", "By class ({counted})")
STREET_CHART = Words("分街道进度（完工/开工/全部小区）", "By street (finished/started/all estates)")
THEN = Words("{day}", "{day}")
NOW = Words("现状（截至{day}）", "Now (as of {day})")
COMPARED = Words("{before} → {now}", "{before} → {now}")
SITE_LINE = Words("{kind}", "{kind}")
NEIGHBOUR = Words("相邻（不计数）", "Neighbours, not counted")
INDEX = Words("小区索引", "Index of estates")
INDEX_CONTINUED = Words("小区索引（续）", "Index of estates (continued)")
STREETS_CONTINUED = Words("分街道统计（续）", "By street (continued)")
NUMBER = Words("编号", "No.")
ESTATE = Words("小区", "Estate")
STAGE = Words("阶段", "Stage")
CONTINUES = Words("（续后页）", "(continued on the next pages)")
ABSENT = Words("—：未上图", "—: not on the map")
UNLABELLED = Words(
    "另有 {count} 个小区因位置不足未标注编号", "{count} estates have no room for their number"
)

SCALE = Words("比例尺", "Scale")
METRES = Words("米", "m")
KILOMETRES = Words("千米", "km")
NORTH = Words("北", "N")
SYSTEM = Words("坐标系：2000国家大地坐标系（CGCS2000）", "Coordinate system: CGCS2000 (EPSG:4490)")
PROJECTION = Words(
    "投影：横轴墨卡托，中央经线 {meridian}",
    "Projection: transverse Mercator, central meridian {meridian}",
)
SOURCE = Words("数据来源：{text}", "Source: {text}")
BASE_MAP = Words("底图：{text}", "Base map: {text}")
APPROVED = Words("{text}（审图号：{number}）", "{text} (approval no. {number})")
CUTOFF = Words("数据截止：{text}", "Data as of {text}")
MADE = Words("制图日期：{text}", "Map made on {text}")

COMPILED = Words("编制", "Compiled by")
CHECKED = Words("审核", "Checked by")
SIGNED = Words("签字（盖章）", "Signature (seal)")
SIGNED_ON = Words("日期", "Date")
BLANK_DATE = Words("　　年　　月　　日", "      /      /      ")
PAGE = Words("第{page}页　共{pages}页", "Page {page} of {pages}")
NOTHING = Words("当前范围内没有可上图的楼栋", "Nothing in this range has coordinates")


TILE = Words("第 {name} 张", "Sheet {name}")
TILE_PLAN = Words("拼接示意图", "How the sheets are joined")
TILE_ADVICE = Words(
    "共 {count} 张，{rows} 行 {columns} 列，按字母为行、数字为列排列。"
    "打印时选“实际大小”，不要缩放；沿角线裁去白边，虚线处与下一张重叠粘贴。",
    "{count} sheets in {rows} rows and {columns} columns: letters are rows, figures columns. Print "
    "at actual size; cut the margins off at the corner marks and paste the next sheet up to the "
    "dashed line.",
)


def long_date(iso: str, language: str) -> str:
    """Return a date as running text writes it: 2025年5月15日; partial dates stay partial."""
    pieces = iso.split("-")
    if language == "en" or not all(piece.isdigit() for piece in pieces):
        return iso
    return "".join(f"{int(piece)}{unit}" for piece, unit in zip(pieces, "年月日", strict=False))


def degrees(value: float, hemispheres: str) -> str:
    """Return an angle as degrees, minutes and, where not zero, seconds: 116°23′30″E."""
    seconds = round(abs(value) * 3600)
    text = f"{seconds // 3600}°{seconds // 60 % 60:02d}′"
    if seconds % 60:
        text += f"{seconds % 60:02d}″"
    return text + hemispheres[value < 0]
