"""What the tools of the map say."""

from __future__ import annotations

from renewtrack.words import Words

TOOLS = Words("地图工具", "Map tools")
BOX_HINT = Words(
    "按住鼠标拖出一个框，选中框里的楼栋；按住 Ctrl 加选。"
    "键盘：方向键移动十字，空格定两角。Esc 结束",
    "Drag a box over the buildings; Ctrl adds. "
    "Keys: arrows move the cross, Space sets two corners. Esc ends",
)
OUTLINE_HINT = Words(
    "逐点点击圈出范围，双击或回车选中里面的楼栋。Esc 结束",
    "Click corner by corner, then double-click or Enter selects what is inside. Esc ends",
)
LENGTH_HINT = Words(
    "逐点点击量距离；退格撤一点，Esc 结束",
    "Click point by point; Backspace takes one back, Esc ends",
)
AREA_HINT = Words(
    "逐点点击量面积；退格撤一点，Esc 结束",
    "Click corner by corner; Backspace takes one back, Esc ends",
)
DRAW_HINT = Words(
    "{what}：逐点点击，双击或回车完成。Shift 成直角，Alt 不吸附，退格撤一点，Esc 放弃。"
    "键盘：方向键移动十字，空格落点",
    "{what}: click corner by corner, double-click or Enter ends. Shift squares, Alt does not snap, "
    "Backspace takes one back, Esc gives up. Keys: arrows move the cross, Space sets a corner",
)
POINT_HINT = Words(
    "{what}：在地图上点一下。键盘：方向键移动十字，空格落点；Esc 放弃",
    "{what}: click on the map. Keys: arrows move the cross, Space sets it; Esc gives up",
)
CORRECT_HINT = Words(
    "{what}：拖动角点；拖边上的小圆点加角点；右键或 Delete 删角点；拖中间的箭头整体移动。"
    "键盘：Tab 换角点，方向键移动。回车完成，Esc 放弃",
    "{what}: drag corners, or the small dots between them to add one; right-click or Delete takes "
    "one away; the arrows in the middle move all. Keys: Tab to the next corner, arrows move it. "
    "Enter ends, Esc gives up",
)
CORRECT_POINT_HINT = Words(
    "{what}：点正确的位置，或拖动它。键盘：Tab 选中，方向键移动。回车完成，Esc 放弃",
    "{what}: click where it belongs, or drag it. Keys: Tab, then arrows move it. Enter ends, Esc "
    "gives up",
)
SPLIT_HINT = Words(
    "拆分“{name}”：画一条穿过轮廓的线，双击或回车完成；Esc 放弃",
    "Split “{name}”: draw a line right through it, double-click or Enter ends; Esc gives up",
)
OUTLINE_OF = Words("画“{name}”的轮廓", "Outline of “{name}”")
POSITION_OF = Words("给“{name}”定位", "Position of “{name}”")
SHAPE_OF = Words("改“{name}”的形状", "Shape of “{name}”")
NEW_BUILDING = Words("画新楼栋", "New building")
NEW_SITE = Words("画{shape}", "New {shape}")
LINE_WORD, POINT_WORD = Words("线状场地", "line"), Words("设施点", "point")
AREA_WORD = Words("公园绿地", "park or area")
AREA = Words("面积 {area} ㎡ · 周长 {round} m", "{area} ㎡ · {round} m round")
CROSSING = Words("轮廓自己交叉", "The outline crosses itself")
LENGTH = Words("长 {length} m", "{length} m")
PLACE = Words("{lon}, {lat}", "{lon}, {lat}")
UNDO_STEP = Words("撤销：上一个点", "Undo: the last point")
REDO_STEP = Words("重做：上一个点", "Redo: the last point")
FINISH, BACK, GIVE_UP = (
    Words("完成", "Finish"),
    Words("撤一步", "Step back"),
    Words("放弃", "Give up"),
)
END = Words("结束", "End")
DRAW = Words("画图", "Draw")
MEASURE = Words("测量", "Measure")
NO_MAP = Words("地图还没有打开，请稍候再试", "The map is not open yet; try again in a moment")
PICK_PLACE = Words(
    "请先在楼栋表或小区表里选中一条记录（也可以在地图上点它）",
    "Select a building or an estate first, in its table or on the map",
)
PICK_BUILDING = Words(
    "请先选中一栋有轮廓的楼（在楼栋表里，或在地图上点它）",
    "Select one building with an outline first, in the table or on the map",
)
PICK_TWO = Words(
    "请先选中要合并的两栋以上的楼（按住 Ctrl 在地图上点）",
    "Select the buildings to merge first, two or more (Ctrl and click on the map)",
)
PICK_SITE = Words("请先在地图上点一下场地", "Click a site on the map first")
PICK_ROWS = Words(
    "请先选中要修改的记录（表格里、地图上或视野列表里）",
    "Select the records to change first, in the table, on the map or in the list beside it",
)
NO_SHAPE = Words(
    "“{name}”还没有位置。请用“画轮廓”或“定位”", "“{name}” has no position yet: draw or place it"
)
HAS_OUTLINE = Words(
    "“{name}”已有轮廓，一个点会把它替换掉；要移动它请用“改所选的形状”",
    "“{name}” has an outline, which a point would replace; to move it, correct its shape",
)
ODD_SHAPE = Words(
    "“{name}”的形状是混合的，不能在这里修改",
    "The shape of “{name}” is of mixed kinds and cannot be corrected here",
)
READ_ONLY = Words("这个文件只能查看，不能修改", "This file is open for reading only")
DRAWN_DETAIL = Words("“{name}”的{what}", "of “{name}”: {what}")
OUTLINE_WHAT, POSITION_WHAT, SHAPE_WHAT = (
    Words("轮廓", "outline"),
    Words("位置", "position"),
    Words("形状", "shape"),
)
SPLIT_DETAIL = Words("拆分“{name}”为 {count} 栋", "“{name}” split in {count}")
MERGE_DETAIL = Words("合并 {count} 栋到“{name}”", "{count} merged into “{name}”")
STORED = Words("已保存{what}（{size}）", "Stored {what} ({size})")
OVERLAPS = Words(
    "已保存，但与“{other}”重叠 {area} ㎡，请核对",
    "Stored, but it overlaps “{other}” by {area} ㎡: please check",
)
SPLIT_TITLE = Words("拆分楼栋", "Split the building")
SPLIT_ASK = Words(
    "“{name}”切成 {count} 块（{areas} ㎡）。最大的一块仍是“{name}”，连同住户、工程和附件。\n"
    "新楼栋的楼号（几块之间用顿号或空格分开）：",
    "“{name}” is cut in {count} ({areas} ㎡). The largest stays “{name}” with its households, "
    "works and files.\nNumbers of the new buildings, with spaces between:",
)
SPLIT_NUMBERS = Words("要 {count} 个不同的新楼号", "{count} different new numbers are needed")
SPLIT_TAKEN = Words("这个小区已经有“{number}”号楼", "This estate has a building {number} already")
MERGE_TITLE = Words("合并楼栋", "Merge buildings")
MERGE_ASK = Words(
    "合并成一栋“{name}”？{others}的单元、住户、工程和附件转到它名下，它们的楼号记为它的别名，"
    "它没填的事实用它们的补上。可以撤销。",
    "Make them one building, “{name}”? Stairwells, households, works and files of {others} move to "
    "it, their numbers become its aliases, and facts it lacks are filled from them. This can be "
    "undone.",
)
MERGE_APART = Words(
    "它们没有相接，合并后是一栋有几块的楼。", "They do not touch: it becomes one of several blocks."
)
MERGE_YES = Words("合并", "Merge")
SITE_SHOWN = Words("{kind} · {name}", "{kind} · {name}")
SITE_EDIT, SITE_SHAPE, SITE_DELETE = (
    Words("修改资料…", "Edit…"),
    Words("改形状", "Shape"),
    Words("删除", "Delete"),
)
SITE_DELETE_ASK = Words(
    "删除场地“{name}”及其工程和附件？可以撤销。",
    "Delete the site “{name}” with its works and files? This can be undone.",
)
