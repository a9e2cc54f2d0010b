"""What an import says of the shapes of a layer."""

from __future__ import annotations

from renewtrack.words import Words

SENTENCES: dict[str, Words] = {
    "shape_unreadable": Words(
        "图形读不出来，本行按没有位置导入。请让发送单位重新导出这个图形。",
        "The shape cannot be read, so the row came in without a position. Ask the sender to export "
        "it again.",
    ),
    "shape_empty": Words(
        "图形是空的，本行按没有位置导入。",
        "The shape is empty, so the row came in without a position.",
    ),
    "shape_mended": Words(
        "图形自己交叉（在 {where} 附近），已经修好：面积由 {before} m² 变为 {after} m²。请核对。",
        "The shape crossed itself (near {where}) and was mended: its area went from {before} to "
        "{after} m². Check it.",
    ),
    "shape_parts": Words(
        "图形里混有 {count} 个零散的点或线，只取其中的面。",
        "The shape held {count} stray points or lines beside its areas; the areas were taken.",
    ),
    "shape_sliver": Words(
        "图形极小或极窄（{area} m²），可能是裁切留下的碎片。已照原样导入，请核对。",
        "The shape is tiny or as thin as a sliver ({area} m²), perhaps left over from cutting. It "
        "came in as it stands; check it.",
    ),
    "shape_beyond": Words(
        "图形坐标 {value} 不在所说的坐标系范围内，本行按没有位置导入。请核对坐标系。",
        "The shape's coordinates {value} lie beyond the system that is said, so the row came in "
        "without a position. Check the system.",
    ),
    "shape_doubled": Words(
        "图形与第 {first} 行相同。两行都已导入，请核对是不是重复。",
        "The shape is the same as that of row {first}. Both came in; check whether one is a "
        "duplicate.",
    ),
    "shape_doubled_known": Words(
        "图形与台账里的“{value}”相同。已照原样导入，请核对是不是同一栋楼。",
        "The shape is the same as that of “{value}” in the file. It came in as it stands; check "
        "whether it is the same building.",
    ),
    "shape_overlaps": Words(
        "图形与第 {first} 行重叠 {area} m²（{percent}%）。两行都已导入，请核对。",
        "The shape lies on that of row {first} by {area} m² ({percent} %). Both came in; check "
        "them.",
    ),
    "shape_overlaps_known": Words(
        "图形与台账里的“{value}”重叠 {area} m²（{percent}%）。已照原样导入，请核对。",
        "The shape lies on that of “{value}” in the file by {area} m² ({percent} %). It came in as "
        "it stands; check it.",
    ),
    "estate_by_place": Words(
        "{count} 行没有写小区，按图形位置归入所在小区。请核对。",
        "{count} rows name no estate; each was put into the one that its shape lies in. Check "
        "them.",
    ),
    "no_estate_there": Words(
        "{count} 行没有写小区，图形也不在任何小区内，归入所在街道或本区的“（未分小区）”。"
        "画出或导入小区范围后可以再分。",
        "{count} rows name no estate and lie in none; they were put into a rest, “（未分小区）”, "
        "of their street or the district. Draw or import the estates' borders to part them.",
    ),
    "no_level": Words(
        "{count} 行没有写区划级别，按街道导入。",
        "{count} rows tell no level; they came in as streets.",
    ),
    "no_area_name": Words(
        "没有区划名称，本行未导入。请补填名称。",
        "The area has no name, so the row was left out. Fill it in.",
    ),
    "other_area": Words(
        "“{value}”是区县一级，但本台账是{district}的，本行未导入。",
        "“{value}” is of a district's level, but this file is {district}'s; the row was left out.",
    ),
    "no_site_kind": Words(
        "没有场地类型，本行未导入。请填写公园、道路、公厕等。",
        "The kind of site is missing or not known, so the row was left out. Write park, street, "
        "public toilet or the like.",
    ),
}
