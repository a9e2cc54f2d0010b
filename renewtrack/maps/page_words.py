"""The words on the map itself."""

from __future__ import annotations

from renewtrack.words import Words

PAGE_WORDS = {
    "zoom_in": Words("放大", "Zoom in"),
    "zoom_out": Words("缩小", "Zoom out"),
    "zoom_all": Words("显示全部", "Show everything"),
    "attribution": Words("内部资料 · 无底图", "Internal · no base map"),
    "simplified": Words(
        "小于 3 像素的楼栋画成点，颜色越重越密",
        "Buildings below 3 pixels are dots: the stronger, the denser",
    ),
    "internal": Words("内部资料", "Internal"),
    "approval": Words("审图号：{text}", "approval no. {text}"),
    "base_missing": Words("底图打不开：{names}", "cannot open: {names}"),
    "online_base": Words("在线底图（{host}）", "online base map ({host})"),
    "overdue": Words("逾期", "Overdue"),
    "divider": Words("左右拖动分隔线（也可用左右键）", "Drag the divider, or use the arrow keys"),
    "legend": Words("图例", "Legend"),
    "legend_hint": Words("点击只看这一类，再点恢复", "Click to see only this class, again for all"),
    "fold": Words("收起或展开图例", "Fold or unfold the legend"),
    "empty": Words("地图上还没有楼栋", "No buildings on the map yet"),
    "empty_hint": Words(
        "导入带坐标的楼栋调查表后，楼栋会按改造进度显示在这里。",
        "Import a building survey with coordinates and the buildings appear here by stage.",
    ),
    "none_left": Words("没有符合筛选条件的楼栋", "No building matches the filter"),
    "picked": Words("已选 {n}", "{n} selected"),
    "map": Words("楼栋地图", "Map of buildings"),
}
OPENING = Words("正在打开地图…", "Opening the map…")
CAME_BACK = Words(
    "地图画面曾中断，已重新载入；数据没有受影响。",
    "The map's drawing stopped and was loaded again; your data is untouched.",
)
TABLE_ONLY = Words(
    "地图画面无法继续显示。表格、导出和打印照常可用，数据没有受影响。",
    "The map cannot go on. Table, export and print work as before, and your data is untouched.",
)
TRY_AGAIN = Words("重新打开地图", "Open the map again")


def in_(language: str) -> dict[str, str]:
    """Return the page's words in a language."""
    return {key: words.in_(language) for key, words in PAGE_WORDS.items()}
