"""What the matching of an import says to the person."""

from __future__ import annotations

from renewtrack.words import Words

SENTENCES: dict[str, Words] = {
    "unsure_place": Words(
        "文件里没有“{value}”，相近的有：{candidates}。分不清是不是同一处，本行未导入。请在“核对”"
        "一步的“名称”里选定。",
        "The file has no “{value}”; similar are: {candidates}. Whether they are one place is not "
        "told, so the row was left out. Choose under Names in the step Check.",
    ),
    "no_place": Words(
        "文件里没有“{value}”，本行未导入。请核对名称，或先在台账里建立。",
        "The file has no “{value}”; the row was left out. Check the name, or enter the place "
        "first.",
    ),
    "refused_place": Words(
        "“{value}”已选定为不导入，本行未导入。",
        "“{value}” was chosen not to come in; the row was left out.",
    ),
    "no_building_near": Words(
        "“{estate}”没有楼栋“{value}”，本行未导入。已有的楼栋如：{candidates}。请核对楼号，或在"
        "“核对”一步的“名称”里选定。",
        "“{estate}” has no building “{value}”; the row was left out. It has, for example: "
        "{candidates}. Check the number, or choose under Names in the step Check.",
    ),
    "code_decides": Words(
        "编码“{code}”是文件里的“{known}”，而本行写的是“{value}”。按编码导入，请核对。",
        "The code “{code}” is “{known}” in the file while the row says “{value}”. The code was "
        "followed; check it.",
    ),
    "several_buildings_split": Words(
        "一行写了 {count} 栋楼“{value}”：结构、年代等写给每一栋，户数、面积等数字不能拆分，没有导"
        "入。请按栋补填数字。",
        "One row names {count} buildings (“{value}”): structure, year and the like go to each; "
        "counts and areas cannot be divided and were left out. Fill them in building by building.",
    ),
    "several_estates_linked": Words(
        "一行写了 {count} 个小区“{value}”：记为一个项目，关联这些小区；户数、楼栋数、面积等不能拆"
        "分，没有写入各小区：{figures}。请按小区补填。",
        "One row names {count} estates (“{value}”): it came in as one project of all of them; "
        "counts and areas cannot be divided and were not written to the estates: {figures}. Fill "
        "them in estate by estate.",
    ),
    "buildings_in_name": Words(
        "名称“{value}”里有楼号：小区记为“{estate}”，楼栋 {buildings} 保留在项目名称中。请核对。",
        "The name “{value}” holds building numbers: the estate is “{estate}”, the buildings "
        "{buildings} stay in the project's name. Check it.",
    ),
}
