"""What an issue says to the person: what is wrong, what was done and what to do."""

from __future__ import annotations

from renewtrack.intake import (
    check_sentences,
    form_sentences,
    kind_sentences,
    place_sentences,
    question_words,
    shape_sentences,
)
from renewtrack.intake.headings import Column
from renewtrack.intake.layout import Layout
from renewtrack.intake.plans import WARNING, Issue
from renewtrack.intake.sheets import letters
from renewtrack.words import Words

SENTENCES: dict[str, Words] = {
    **check_sentences.SENTENCES,
    **place_sentences.SENTENCES,
    **question_words.SENTENCES,
    **kind_sentences.SENTENCES,
    **form_sentences.SENTENCES,
    **shape_sentences.SENTENCES,
    "no_name": Words(
        "没有小区名称，本行未导入。请补填小区名称。",
        "No estate name, so the row was left out. Fill it in.",
    ),
    "no_number": Words(
        "没有楼号，本行未导入。请补填楼号。",
        "No building number, so the row was left out. Fill it in.",
    ),
    "bad_name": Words(
        "“{value}”只有数字，不是小区名称，本行未导入。请填写小区名称。",
        "“{value}” is only figures and no estate's name; the row was left out. Fill in the name.",
    ),
    "bad_number": Words(
        "认不出楼号“{value}”，本行未导入。请改成如“3号楼”。",
        "“{value}” is no building number; the row was left out. Write it like 3号楼.",
    ),
    "number_is_date": Words(
        "楼号“{value}”是日期，可能是表格软件把“{suggested}”改成了日期，本行未导入。是“{suggested}”吗？"
        "请把该列设为文本格式，改正后再导入。",
        "The building number “{value}” is a date; the spreadsheet may have made it of "
        "“{suggested}”, so the row was left out. Is it “{suggested}”? Format the column as text, "
        "mend it and import again.",
    ),
    "several_estates": Words(
        "一行写了多个小区“{value}”，数字不能自动拆分，本行未导入。请每个小区填一行。",
        "One row names several estates (“{value}”) and its figures cannot be divided; the row "
        "was left out. Give each estate a row.",
    ),
    "no_street": Words(
        "街道为空且单元格没有合并，不能推断属于上一行，本行未导入。"
        "请补填街道，或选择“空白同上一行”。",
        "The street is blank and not part of a merged range, so it is not taken from above; the "
        "row was left out. Fill it in, or choose “blank means as above”.",
    ),
    "ambiguous": Words(
        "文件里有 {count} 个同名小区“{value}”，分不清是哪一个，本行未导入。请补填街道和社区。",
        "{count} estates are named “{value}” and the row does not tell which; it was left out. "
        "Fill in street and community.",
    ),
    "ambiguous_project": Words(
        "该小区有 {count} 个项目，分不清是哪一个，本行未导入。请补填年度或项目名称。",
        "The estate has {count} projects and the row does not tell which; it was left out. "
        "Fill in the year or the project's name.",
    ),
    "duplicate": Words(
        "与第 {first} 行重复，本行未导入。请核对后保留一行。",
        "The same as row {first}; this row was left out. Keep one of them.",
    ),
    "similar": Words(
        "将新建“{value}”；文件里已有相近的“{known}”。若是同一处，请改成同名或加为曾用名。",
        "“{value}” will be made; the file already has “{known}”. If they are one, use one name or "
        "add an alias.",
    ),
    "unreadable": Words(
        "“{value}”读不成{field}，该格未导入，其余照常。请改正后再导入。",
        "“{value}” cannot be read as {field}; this cell was left out, the rest came in. "
        "Mend it and import again.",
    ),
    "unknown_word": Words(
        "“{value}”不在{field}的代码表中，该格未导入。请改用表中的说法。",
        "“{value}” is not in the code list of {field}; this cell was left out. Use a listed word.",
    ),
    "error_cell": Words(
        "单元格是公式错误“{value}”，未导入。请在原表中修正公式。",
        "The cell holds the error “{value}” and was left out. Mend the formula in the sheet.",
    ),
    "uncached": Words(
        "{count} 个公式没有保存结果，按空白处理。请用 Excel 或 WPS 打开保存一次再导入。",
        "{count} formulas have no saved result and count as blank. Open and save the sheet in "
        "Excel or WPS, then import again.",
    ),
    "question": Words(
        "{words} 暂按“{taken}”导入，请核对。", "{words} Taken as “{taken}”; check it."
    ),
    "not_taken": Words(
        "{words}，该格未导入。如果是“{suggested}”，请照此改写后再导入。",
        "{words}; this cell was left out. If it means “{suggested}”, write so and import again.",
    ),
    "lost_digits": Words(
        "“{value}”的位数已被表格软件舍去，{field}该格未导入。请把该列设为文本格式，重新填写后再导入。",
        "The spreadsheet has rounded off the last digits of “{value}”; {field} was left out here. "
        "Format the column as text, write it again and import.",
    ),
    "status_word": Words(
        "日期格里写的是“{value}”，不是日期，日期留空。请填写日期。",
        "“{value}” stands where a date belongs; the date stays blank. Fill in the date.",
    ),
    "two_stages": Words(
        "状态与形象进度所指阶段不同（{first} / {second}），按“{first}”导入。请核对。",
        "Status and progress mean different stages ({first} / {second}); “{first}” was taken. "
        "Check it.",
    ),
    "no_stage": Words(
        "认不出进度“{value}”，阶段未导入。请改用如“前期、施工中、已完工”。",
        "“{value}” names no known stage, so the stage was left out. Write e.g. 施工中.",
    ),
    "masked": Words(
        "{count} 格是遮盖后的个人信息（如 138****8000），保留文件里的原值，不作更改。",
        "{count} cells hold masked personal details (such as 138****8000); the file's own values "
        "stay as they are.",
    ),
    "works_kept": Words(
        "表中没有“{value}”，文件里的这项改造内容保留不删。如已取消，请在文件中删除。",
        "The sheet lacks “{value}”; the work stays in the file. Delete it there if it was dropped.",
    ),
    "unsure_tick": Words(
        "“{value}”不能确定是否包含{field}，未导入该项。请改成 √ 或 ×。",
        "“{value}” does not tell whether {field} is included; it was left out. Write √ or ×.",
    ),
    "known_sender": Words(
        "按记住的版式“{value}”识别。认得不对时可以改正，或不用这个版式。",
        "Recognised by the remembered layout “{value}”. Correct it, or do without that layout, "
        "where it is wrong.",
    ),
    "low_confidence": Words(
        "这些列是按相近的词认出的，请核对：{value}。认错时可以指定各列含义。",
        "These columns were recognised by similar words only, check them: {value}. You can say "
        "what a column means.",
    ),
    "no_year": Words(
        "标题、文件名和年度列里都没有年份，项目年度留空。请指定年份。",
        "Neither title, file name nor a column tells the year; the projects' year stays blank. "
        "Say which year it is.",
    ),
    "money_unit": Words(
        "金额没有写单位，按“{taken}”导入。请核对。",
        "The money has no unit; it was taken as {taken}. Check it.",
    ),
    "area_unit": Words(
        "面积没有写单位，按“{taken}”导入。请核对。",
        "The area has no unit; it was taken as {taken}. Check it.",
    ),
    "unit_doubt": Words(
        "“{value}”这一列多数数值按“{taken}”算不合理，可能单位写错。请核对单位。",
        "Most figures of “{value}” are not plausible in {taken}; the unit may be wrong. Check it.",
    ),
    "which_system": Words(
        "没有说明坐标系，坐标未导入，其余照常。请指明坐标系（百度 BD-09、高德 GCJ-02、WGS84、"
        "CGCS2000、EPSG 编号或地方坐标系）后再导入。",
        "The coordinate system is not told, so positions were left out and the rest came in. Say "
        "which it is (BD-09, GCJ-02, WGS84, CGCS2000, an EPSG number or a local system) and "
        "import again.",
    ),
    "old_datum": Words(
        "坐标系是西安80、北京54或地方坐标系，没有公开参数，不能准确换算，坐标未导入。"
        "请用控制点建一个地方坐标系再导入，或请测绘单位换算为 CGCS2000。",
        "The coordinates are in an older or local system without public parameters, so positions "
        "were left out. Make a local system by control points, or have them converted to CGCS2000.",
    ),
    "two_systems": Words(
        "表头写明坐标系是 {named}，与所选的 {given} 不同，按表头换算。请核对。",
        "The head names {named} while {given} was chosen; the head was followed. Check it.",
    ),
    "bad_coordinate": Words(
        "坐标“{value}”读不出来，位置未导入。请改成如 116.3193 的度数或米制坐标。",
        "The coordinate “{value}” cannot be read; the position was left out. Write degrees such "
        "as 116.3193, or metres.",
    ),
    "not_kept": Words(
        "这些列已认出，但文件里没有对应的存放位置，未导入：{value}。",
        "These columns were recognised but the file has no place for them; left out: {value}.",
    ),
    "swapped": Words(
        "{count} 行经纬度（或 X、Y）写反了，已按数值大小对调导入：第 {rows} 行。请核对。",
        "Longitude and latitude (or X and Y) stand the wrong way round in {count} rows and were "
        "turned: {rows}. Check them.",
    ),
    "zero": Words(
        "坐标是 0,0，位置未导入。请补填坐标。",
        "The coordinates are 0,0; the position was left out. Fill them in.",
    ),
    "outside": Words(
        "坐标“{value}”不在中国大陆范围内，位置未导入。请核对坐标。",
        "The coordinates “{value}” lie outside mainland China; the position was left out. "
        "Check them.",
    ),
    "outside_local": Words(
        "坐标“{value}”离地方坐标系的控制点太远，位置未导入。请核对坐标，或补充控制点。",
        "The coordinates “{value}” lie too far from the control points of the local system; the "
        "position was left out. Check them, or add control points.",
    ),
    "other_zone": Words(
        "坐标“{value}”的带号与所选的投影带不符，位置未导入。请核对投影带。",
        "The coordinates “{value}” bear the number of another belt than the one that was chosen; "
        "the position was left out. Check the belt.",
    ),
    "far_away": Words(
        "位置离本区其他点约 {km} 公里，可能坐标有误。请核对。",
        "The position is about {km} km from the district's other points. Check the coordinates.",
    ),
    "footprint_kept": Words(
        "文件里已有楼栋轮廓，与表中坐标相差约 {metres} 米，保留轮廓不改。请核对。",
        "The file has a footprint about {metres} m from the sheet's point; the footprint stays. "
        "Check it.",
    ),
    "other_sheets": Words(
        "工作簿里还有可导入的工作表：{value}。本次只导入“{sheet}”，其他请分别选择导入"
        "（命令行用 --sheet 工作表名）。",
        "The workbook has more sheets to import: {value}. Only “{sheet}” was taken; choose the "
        "others one by one (on the command line: --sheet NAME).",
    ),
    "hidden_sheets": Words(
        "隐藏的工作表未导入：{value}。如需要请选择该工作表。",
        "Hidden sheets were not imported: {value}. Choose one if it is wanted.",
    ),
    "hidden_rows": Words(
        "有 {count} 个隐藏（或被筛选）的数据行，照常导入。如不需要请先删除。",
        "{count} data rows are hidden or filtered out; they came in as well. Delete them first if "
        "they are not wanted.",
    ),
    "rival_columns": Words(
        "{value} 都像“{field}”而数值不同，这几列都没有导入。请指定哪一列是{field}。",
        "{value} all look like {field} and differ, so none of them came in. Say which is {field}.",
    ),
    "rival_taken": Words(
        "{value} 都像“{field}”而内容不同，按 {taken} 列导入。请核对。",
        "{value} all look like {field} and differ; column {taken} was taken. Check it.",
    ),
    "shared_figure": Words(
        "单元格与第 {first} 行合并，数值只记在第 {first} 行，本行留空。请核对各占多少。",
        "The cell is merged with row {first}; the figure was taken there and stays blank here. "
        "Check what belongs to each.",
    ),
    "table_beside": Words(
        "{value} 列是旁边的另一张表，未导入。如需要请另存为单独的工作表再导入。",
        "Columns {value} are another table beside this one and were left out. Put it on a sheet of "
        "its own to import it.",
    ),
    "other_table": Words(
        "第 {value} 行起是另一张表，未导入。如需要请另存为单独的工作表再导入。",
        "Another table begins in row {value} and was left out. Put it on a sheet of its own to "
        "import it.",
    ),
    "street_told": Words(
        "表中没有街道列，按工作表名或标题归入“{value}”。请核对。",
        "The sheet has no street column; its name or title says “{value}”, which was taken. "
        "Check it.",
    ),
    "no_streets": Words(
        "表中没有街道列，{count} 个新小区没有归入街道。请补街道列后再导入。",
        "The sheet has no street column, so {count} new estates belong to no street. Add one and "
        "import again.",
    ),
    "unused_columns": Words(
        "认不出这些列，未导入：{value}。可以指定各列含义。",
        "These columns were not recognised and left out: {value}. You can say what they mean.",
    ),
    "dates_order": Words(
        "{first}（{a}）晚于{second}（{b}）。已照原样导入，请核对。",
        "{first} ({a}) is later than {second} ({b}). It came in as it stands; check it.",
    ),
    "after_cutoff": Words(
        "{field}（{a}）晚于数据截止日期（{b}），实际日期不应在将来。已照原样导入，请核对。",
        "{field} ({a}) is after the cut-off date ({b}); an actual date cannot lie ahead. It came "
        "in as it stands; check it.",
    ),
    "started_early": Words(
        "已有实际开工时间（{a}），但进度仍是“{stage}”。已照原样导入，请核对。",
        "There is an actual start ({a}) while the stage is still “{stage}”. It came in as it "
        "stands; check it.",
    ),
    "finished_early": Words(
        "已有实际竣工时间（{a}），但进度仍是“{stage}”。已照原样导入，请核对。",
        "There is an actual finish ({a}) while the stage is still “{stage}”. It came in as it "
        "stands; check it.",
    ),
    "percent_stage": Words(
        "进度 {percent}% 与阶段“{stage}”不符。已照原样导入，请核对。",
        "{percent} % does not go with the stage “{stage}”. It came in as it stands; check it.",
    ),
    "funds_sum": Words(
        "资金来源之和 {computed} 万元，与{field} {stated} 万元相差 {difference} 万元。"
        "已照原样导入，请核对。",
        "The sources add up to {computed}, {field} says {stated} (10,000 yuan), {difference} off. "
        "It came in as it stands; check it.",
    ),
    "area_per_household": Words(
        "户均面积 {value} ㎡，不在 25-250 ㎡ 之间，可能是㎡与万㎡混用。已照原样导入，请核对。",
        "{value} m2 a household is outside 25-250; m2 and 10,000 m2 may be mixed. It came in as "
        "it stands; check it.",
    ),
    "money_per_area": Words(
        "每平方米投资 {value} 元，不在 50-5000 元之间，可能是元与万元混用。已照原样导入，请核对。",
        "{value} yuan a m2 is outside 50-5000; yuan and 10,000 yuan may be mixed. It came in as "
        "it stands; check it.",
    ),
    "storeys": Words(
        "层数 {value} 不合理。已照原样导入，请核对。",
        "{value} storeys is not plausible. It came in as it stands; check it.",
    ),
    "rare_unit": Words(
        "{field}合 {shown}，少见，可能是{mixed}混用（应为 {suggested}？）。已照原样导入，请核对。",
        "{field} is {shown}, which is rare; {mixed} may be mixed ({suggested}?). It came "
        "in as it stands; check it.",
    ),
    "rare_count": Words(
        "{field} {shown} 少见。已照原样导入，请核对。",
        "{field} {shown} is rare. It came in as it stands; check it.",
    ),
    "wrong_unit": Words(
        "{field}“{value}”合 {shown}，不可能，可能是{mixed}混用，该格未导入。"
        "如果是 {suggested}，请改正后再导入。",
        "{field} “{value}” is {shown}, which cannot be; {mixed} may be mixed, so this cell was "
        "left out. If it is {suggested}, mend it and import again.",
    ),
    "too_many": Words(
        "{field}“{value}”不可能，该格未导入。请核对数字和所在的列。",
        "{field} “{value}” cannot be; this cell was left out. Check the figure and its column.",
    ),
    "too_early": Words(
        "{field}“{value}”早于 1949 年，可能是数字或空白被当成了日期，该格未导入。请核对。",
        "{field} “{value}” is before 1949; a figure or a blank may have become a date, so this "
        "cell was left out. Check it.",
    ),
    "conflict": Words(
        "{field}在台账里是“{stored}”，表里是“{value}”，按“逐个询问”没有改。请选择以哪个为准。",
        "{field} is “{stored}” in the ledger and “{value}” in the sheet; by “ask” it was left as "
        "it is. Choose which one counts.",
    ),
    "older_sheet": Words(
        "{field}在台账里的数据日期是 {known}，比本表的 {cutoff} 新，没有改。",
        "{field} in the ledger is of {known}, newer than this sheet's {cutoff}; it was left.",
    ),
    "file_kept": Words(
        "按“以台账为准”，有 {count} 行的值与台账不同而没有改。",
        "The ledger wins: {count} rows differ from it and were left as they are.",
    ),
    "edited": Words(
        "有 {count} 格在预览中改正过，来源记录里写明原文。",
        "{count} cells were mended in the preview; the record of sources keeps the original words.",
    ),
    "other_district": Words(
        "第 {rows} 行的区县是“{value}”，而本文件属于“{district}”。已照原样导入，"
        "请核对是否导错了表。",
        "Rows {rows} name the district “{value}” while this file is of “{district}”. They came in "
        "as they stand; check whether this is the right sheet.",
    ),
    "year_range": Words(
        "建成年代 {value} 不合理（1900 年至今）。已照原样导入，请核对。",
        "Built in {value} is not plausible (1900 to now). It came in as it stands; check it.",
    ),
    "negative": Words(
        "{field}是负数“{value}”，该格未导入。请核对。",
        "{field} is negative (“{value}”); this cell was left out. Check it.",
    ),
    "beyond_limits": Words(
        "{field}“{value}”超出 0-100，该格未导入。请核对。",
        "{field} “{value}” is outside 0-100; this cell was left out. Check it.",
    ),
}


def issue(
    layout: Layout, row: int, kind: str, column: Column | int | None = None, **values: object
) -> Issue:
    """Return an issue of a kind of ``SENTENCES`` at a zero-based row (-1: the whole sheet)."""
    level = str(values.pop("level", WARNING))
    if isinstance(column, int):
        column = Column(column, letters(column))
    return Issue(
        row=row + 1,
        column=column.letters if column else "",
        kind=kind,
        value=str(values.get("value", "")),
        message=SENTENCES[kind].filled(**values),
        level=level,
        heading=column.label if column else "",
        sheet=layout.sheet.name,
    )
