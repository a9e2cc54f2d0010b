"""Every command of the window in one table: words, key, sign, menu."""

from __future__ import annotations

from dataclasses import dataclass

from renewtrack.words import Words

FILE, EDIT, VIEW, DATA, REPORT, HELP = "file", "edit", "view", "data", "report", "help"
MAP = "map"
MENUS = {
    FILE: Words("文件(&F)", "&File"),
    EDIT: Words("编辑(&E)", "&Edit"),
    VIEW: Words("视图(&V)", "&View"),
    DATA: Words("数据(&D)", "&Data"),
    MAP: Words("地图(&M)", "&Map"),
    REPORT: Words("报表(&R)", "&Reports"),
    HELP: Words("帮助(&H)", "&Help"),
}


@dataclass(frozen=True, slots=True)
class Command:
    """One command; ``deed`` of the same key is what it does."""

    key: str
    words: Words
    menu: str
    shortcut: str = ""
    icon: str = ""
    needs_file: bool = True
    checkable: bool = False
    gap: bool = False  # a line above it in the menu
    short: Words | None = None  # on the toolbar


MAP_COMMANDS = (
    Command("map_box", Words("框选楼栋", "Select by a box"), MAP, "", "select-box", True, True),
    Command(
        "map_outline",
        Words("圈选楼栋", "Select by an outline"),
        MAP,
        "",
        "select-outline",
        True,
        True,
    ),
    Command(
        "visible_panel",
        Words("视野内清单", "List what is in view"),
        MAP,
        "Ctrl+F6",
        "seen",
        True,
        True,
    ),
    Command(
        "bulk_edit",
        Words("批量修改所选…", "Change what is selected…"),
        MAP,
        "Ctrl+Shift+B",
        "table",
    ),
    Command(
        "measure_length", Words("量距离", "Measure a distance"), MAP, "", "ruler", True, True, True
    ),
    Command(
        "measure_area", Words("量面积", "Measure an area"), MAP, "", "measure-area", True, True
    ),
    Command(
        "draw_outline",
        Words("画所选的轮廓", "Draw the outline of the selection"),
        MAP,
        "",
        "pen",
        gap=True,
    ),
    Command("draw_position", Words("给所选定位", "Place the selection"), MAP, "", "place"),
    Command(
        "correct_shape",
        Words("改所选的形状", "Correct the shape of the selection"),
        MAP,
        "Ctrl+Shift+J",
        "corners",
    ),
    Command("draw_building", Words("画新楼栋…", "Draw a new building…"), MAP, "", "building"),
    Command(
        "split_building", Words("拆分所选楼栋…", "Split the selected building…"), MAP, "", "split"
    ),
    Command(
        "merge_buildings", Words("合并所选楼栋…", "Merge the selected buildings…"), MAP, "", "merge"
    ),
    Command(
        "draw_park",
        Words("画公园绿地等面状场地…", "Draw a park or another area…"),
        MAP,
        "",
        "park",
        gap=True,
    ),
    Command("draw_line", Words("画绿道、道路、管线…", "Draw a greenway, street or pipe…"), MAP),
    Command("draw_point", Words("画设施点…", "Draw a facility as a point…"), MAP),
    Command("edit_site", Words("修改所选场地…", "Edit the picked site…"), MAP),
    Command("delete_site", Words("删除所选场地…", "Delete the picked site…"), MAP),
    Command("pen_finish", Words("完成画图", "Finish drawing"), MAP, gap=True),
    Command("pen_cancel", Words("放弃画图", "Give up drawing"), MAP),
    Command(
        "pen_snapping",
        Words("吸附到已有角点和边", "Snap to corners and walls"),
        MAP,
        "",
        "",
        True,
        True,
    ),
    Command("pen_squared", Words("画直角", "Draw right angles"), MAP, "", "", True, True),
)
MAP_THEME = Words("地图专题", "Theme of the map")
THEME_COMMANDS = (
    Command(
        "map_theme",
        Words("选择地图专题…", "Choose the map's theme…"),
        MAP,
        "Ctrl+Shift+T",
        "theme",
        gap=True,
    ),
    Command("own_theme", Words("自定义专题…", "Themes of your own…"), MAP),
    Command("time_line", Words("时间轴", "Time line"), MAP, "Ctrl+T", "time-line", True, True),
    Command("compare_swipe", Words("卷帘比较两天", "Compare two days by a swipe"), MAP),
    Command("compare_beside", Words("并排比较两天", "Compare two days side by side"), MAP),
)
COMMANDS = (
    Command("new", Words("新建空台账…", "New ledger…"), FILE, "Ctrl+N", "new", needs_file=False),
    Command("open", Words("打开…", "Open…"), FILE, "Ctrl+O", "open", needs_file=False),
    Command("demo", Words("打开示范数据", "Open the demo district"), FILE, "", "demo", False),
    Command(
        "import",
        Words("从 Excel 导入…", "Import from Excel…"),
        FILE,
        "Ctrl+I",
        "import",
        gap=True,
        short=Words("导入", "Import"),
    ),
    Command(
        "print",
        Words("打印…", "Print…"),
        FILE,
        "Ctrl+P",
        "print",
        short=Words("打印", "Print"),
    ),
    Command("backups", Words("备份与恢复…", "Backups…"), FILE, "Ctrl+B", "save", gap=True),
    Command("close", Words("关闭台账", "Close the ledger"), FILE, "Ctrl+W", gap=True),
    Command("quit", Words("退出", "Quit"), FILE, "Ctrl+Q", needs_file=False),
    Command("undo", Words("撤销", "Undo"), EDIT, "Ctrl+Z", "undo"),
    Command("redo", Words("重做", "Redo"), EDIT, "Ctrl+Y", "redo"),
    Command("copy", Words("复制单元格", "Copy cells"), EDIT, gap=True),
    Command("paste", Words("粘贴单元格", "Paste cells"), EDIT),
    Command("fill_down", Words("向下填充", "Fill down"), EDIT),
    Command("clear_cells", Words("清除单元格内容", "Clear cells"), EDIT),
    Command("drafts", Words("没有保存的输入…", "Unsaved input…"), EDIT),
    Command("find", Words("查找", "Find"), EDIT, "Ctrl+F", "search", gap=True),
    Command("clear_filter", Words("清除筛选", "Clear filters"), EDIT, "Ctrl+Shift+L"),
    Command("estates", Words("小区表", "Estates"), VIEW, "Ctrl+1", "estate"),
    Command("buildings", Words("楼栋表", "Buildings"), VIEW, "Ctrl+2", "building"),
    Command("projects", Words("项目表", "Projects"), VIEW, "Ctrl+3", "project"),
    Command("records", Words("记录…", "Records…"), VIEW, "Ctrl+4"),
    Command("works", Words("改造内容表", "Works"), VIEW, "Ctrl+5", "works"),
    Command("board", Words("看板", "Board"), VIEW, "Ctrl+6", "columns", gap=True),
    Command("gantt", Words("进度横道图", "Gantt chart"), VIEW, "Ctrl+7", "time-line"),
    Command("calendar", Words("到期日历", "Calendar of due dates"), VIEW, "Ctrl+8", "calendar"),
    Command("money", Words("资金矩阵", "Money matrix"), VIEW, "Ctrl+9", "money"),
    Command("homes", Words("住户立面图", "Homes on the front"), VIEW, "Ctrl+Shift+F", "people"),
    Command(
        "needs", Words("需求与征求意见", "Needs and consultation"), VIEW, "Ctrl+Shift+Q", "detail"
    ),
    Command("photos", Words("照片", "Pictures"), VIEW, "Ctrl+Shift+I", "camera"),
    Command("visits", Words("入户安排", "Visits"), VIEW, "Ctrl+Shift+V", "calendar"),
    Command("dashboard", Words("总览", "Overview"), VIEW, "Ctrl+Shift+D", "dashboard"),
    Command("today", Words("今天要办", "What needs me today"), VIEW, "Ctrl+Shift+N", "today"),
    Command("filter_panel", Words("筛选", "Filter"), VIEW, "F3", "filter", True, True, True),
    Command("detail_panel", Words("详情", "Details"), VIEW, "F4", "detail", True, True),
    Command("history_panel", Words("历史", "History"), VIEW, "Ctrl+H", "history", True, True),
    Command(
        "record_history",
        Words("本条记录的历史", "History of this record"),
        VIEW,
        "Ctrl+Shift+H",
        "history",
    ),
    Command("value_source", Words("这个值的来源…", "Source of this value…"), VIEW, "Ctrl+Shift+O"),
    Command("map_panel", Words("地图", "Map"), VIEW, "Ctrl+M", "map", True, True),
    Command("base_maps", Words("底图…", "Base maps…"), VIEW),
    Command("map_full", Words("地图占满", "Map only"), VIEW, "F11", "", True, True),
    Command("columns", Words("选择列…", "Columns…"), VIEW, "", "columns", gap=True),
    Command("zoom", Words("在地图上定位所选", "Find selection on the map"), VIEW, "Ctrl+J", "zoom"),
    Command("zoom_all", Words("显示全区", "Show the whole district"), VIEW, "Ctrl+0"),
    Command("next_pane", Words("下一个窗格", "Next pane"), VIEW, "F6", gap=True),
    Command("previous_pane", Words("上一个窗格", "Previous pane"), VIEW, "Shift+F6"),
    Command("reset_layout", Words("重置布局", "Reset the layout"), VIEW, needs_file=False),
    Command("add_estate", Words("新增小区…", "New estate…"), DATA, "", "estate"),
    Command("add_building", Words("新增楼栋…", "New building…"), DATA, "", "building"),
    Command("add_project", Words("新增项目…", "New project…"), DATA, "", "project"),
    Command("add_work", Words("新增改造内容…", "New work…"), DATA, "", "works"),
    Command(
        "move_stage",
        Words("调整所选的阶段…", "Move the stage of the selection…"),
        DATA,
        "Ctrl+Shift+S",
        "next",
    ),
    Command("move_year", Words("调整计划年度…", "Move to another year…"), DATA),
    Command("reckon_percent", Words("按口径汇总进度", "Reckon progress by its basis"), DATA),
    Command(
        "project_file",
        Words("项目资料…", "Project file…"),
        DATA,
        "Ctrl+Shift+P",
        "project",
    ),
    Command(
        "lift_file",
        Words("加装电梯档案…", "Lift files…"),
        DATA,
        "Ctrl+Shift+U",
        "building",
    ),
    Command("plans", Words("规划与目标…", "Plans and targets…"), DATA, "Ctrl+Shift+G", "target"),
    Command("delete_rows", Words("删除所选记录…", "Delete selected records…"), DATA, "Ctrl+Delete"),
    Command("next_record", Words("下一条记录", "Next record"), DATA, "Alt+Down", gap=True),
    Command("previous_record", Words("上一条记录", "Previous record"), DATA, "Alt+Up"),
    *MAP_COMMANDS,
    *THEME_COMMANDS,
    Command("check_shapes", Words("检查图形…", "Check the shapes…"), DATA, gap=True),
    Command("local_systems", Words("地方坐标系…", "Local coordinate systems…"), DATA),
    Command("erase_person", Words("清除个人信息…", "Erase a person…"), DATA, gap=True),
    Command("retention", Words("个人信息保存期限…", "How long personal details are kept…"), DATA),
    Command("set_who", Words("操作人姓名…", "Your name…"), DATA, needs_file=False, gap=True),
    Command("people", Words("人员与权限…", "People and roles…"), DATA, "", "people"),
    Command("own_password", Words("修改我的密码…", "Change my password…"), DATA),
    Command("other_person", Words("换人登录…", "Sign in as somebody else…"), DATA),
    Command("lock", Words("锁定", "Lock"), DATA, "Ctrl+L", "lock"),
    Command(
        "report",
        Words("月报、周报和统计调查表…", "Monthly, weekly and survey reports…"),
        REPORT,
        "Ctrl+R",
        "table",
    ),
    Command("print_atlas", Words("打印图集…", "Print an atlas…"), REPORT, gap=True),
    Command("print_dossier", Words("打印改造档案…", "Print dossiers…"), REPORT),
    Command("print_ledger", Words("打印台账表格…", "Print the ledger…"), REPORT),
    Command("print_gantt", Words("打印横道图…", "Print a Gantt chart…"), REPORT),
    Command("print_visits", Words("打印入户单据…", "Print papers of visits…"), REPORT),
    Command("print_pairs", Words("打印改造前后对照…", "Print before and after…"), REPORT),
    Command("print_album", Words("打印小区照片册…", "Print albums of estates…"), REPORT),
    Command("print_notices", Words("打印告知单…", "Print notices…"), REPORT),
    Command(
        "export_ledger",
        Words("导出台账（Excel）…", "Export the ledger (Excel)…"),
        REPORT,
        "Ctrl+E",
        "export",
        gap=True,
        short=Words("导出", "Export"),
    ),
    Command("export_xlsx", Words("导出楼栋（Excel）…", "Export buildings (Excel)…"), REPORT),
    Command("export_csv", Words("导出楼栋（CSV）…", "Export buildings (CSV)…"), REPORT),
    Command("export_geojson", Words("导出楼栋（GeoJSON）…", "Export buildings (GeoJSON)…"), REPORT),
    Command(
        "export_layers",
        Words("导出图层（GeoPackage、SHP、KML）…", "Export layers (GeoPackage, Shapefile, KML)…"),
        REPORT,
    ),
    Command(
        "give_map",
        Words("给别人的地图（网页或图片）…", "A map to give away (page or picture)…"),
        REPORT,
    ),
    Command("export_estates", Words("导出小区（Excel）…", "Export estates (Excel)…"), REPORT),
    Command("export_bookings", Words("导出入户登记（Excel）…", "Export visits (Excel)…"), REPORT),
    Command("export_lifts", Words("导出加装电梯（Excel）…", "Export lifts (Excel)…"), REPORT),
    Command("export_payments", Words("导出资金拨付（Excel）…", "Export payments (Excel)…"), REPORT),
    Command("export_readings", Words("导出监测读数（Excel）…", "Export readings (Excel)…"), REPORT),
    Command(
        "fill_workbook",
        Words("填写来表…", "Fill the sender's workbook…"),
        REPORT,
        "Ctrl+Shift+E",
        "export",
        gap=True,
    ),
    Command("surveyor_form", Words("外业填报表…", "Surveyor's form…"), REPORT),
    Command(
        "export_unmasked",
        Words("导出台账（含个人信息）…", "Export the ledger, persons unmasked…"),
        REPORT,
        gap=True,
    ),
    Command("exports", Words("导出记录…", "Record of exports…"), REPORT),
    Command("manual", Words("使用手册", "Manual"), HELP, "F1", "help", needs_file=False),
    Command("palette", Words("命令面板…", "Command palette…"), HELP, "Ctrl+K", "palette", False),
    Command("about", Words("关于与许可…", "About and licences…"), HELP, needs_file=False, gap=True),
)
TOOLBAR = (
    ("import", "export_ledger", "print"),
    ("undo", "redo"),
    ("filter_panel", "map_panel", "detail_panel", "history_panel"),
)
LANGUAGE = Words("语言（Language）", "Language")
LANGUAGE_NAMES = {"zh": "中文", "en": "English"}  # each in its own language, for those who are lost
THEME = Words("外观", "Appearance")
THEMES = {
    "system": Words("跟随系统", "As the system"),
    "light": Words("浅色", "Light"),
    "dark": Words("深色", "Dark"),
}
RECENT = Words("最近打开", "Recent files")
