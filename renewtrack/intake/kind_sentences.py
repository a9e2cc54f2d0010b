"""What the registers of visits, lifts, money and readings say to the person."""

from __future__ import annotations

from renewtrack.words import Words

SENTENCES: dict[str, Words] = {
    "no_estate_told": Words(
        "表里没有小区列，标题和文件名也看不出是哪个小区，本行未导入。请加一列小区名称，或在标题里写明。",
        "Neither a column nor title and file name tell the estate, so the row was left out. Add a "
        "column of estates, or name it in the title.",
    ),
    "no_room": Words(
        "没有房号，本行未导入。请补填房号。",
        "No room, so the row was left out. Fill it in.",
    ),
    "no_need": Words(
        "没有诉求内容，本行未导入。请补填诉求内容。",
        "Nothing is asked for, so the row was left out. Fill it in.",
    ),
    "callers_not_kept": Words(
        "按最少够用的原则，这些列不保存：{value}。",
        "No more than what is needed is kept, so these columns are not stored: {value}.",
    ),
    "no_place_of_need": Words(
        "地址“{value}”里看不出是文件里的哪个小区，本行未导入。请写上小区名称，或加一列小区名称。",
        "The address “{value}” names no estate of the file, so the row was left out. Write the "
        "estate's name, or add a column of estates.",
    ),
    "no_home": Words(
        "文件里没有登记这一户（{value}），本行未导入。请先登记住户，或只写到楼号。",
        "This home ({value}) is not on record, so the row was left out. Register the home first, "
        "or write no more than the building.",
    ),
    "which_home": Words(
        "这栋楼有几户都是“{value}”，分不清是哪一户，本行未导入。请写明单元。",
        "Several homes of this building are “{value}”; the row was left out. Write the stairwell.",
    ),
    "no_stairwell": Words(
        "没有单元号，本行未导入。请补填单元号。",
        "No stairwell, so the row was left out. Fill it in.",
    ),
    "places_made": Words(
        "这些楼栋文件里原来没有，已新建，在第 {value} 行。请核对楼号。",
        "Buildings that the file did not have were made, in rows {value}. Check their numbers.",
    ),
    "visits_of_year": Words(
        "有的预约没有写年份；同一列其他日期都是 {value} 年，按 {value} 年导入。请核对。",
        "Some visits name no year; all other dates of the column are of {value}, so these were "
        "taken for {value} too. Check them.",
    ),
    "counted_vote": Words(
        "这部电梯的表决已按票计数，表里的户数和面积没有采用；异议和公示日期照常导入。",
        "The vote on this lift is counted from its ballots, so the figures of the sheet were not "
        "taken; its objection and the dates of its notice were.",
    ),
    "unreadable_period": Words(
        "公示期“{value}”看不出起止日期，未导入该项。请写成如“2025.3.1-2025.3.10”。",
        "“{value}” does not tell first and last day of notice; it was left out. Write it like "
        "2025.3.1-2025.3.10.",
    ),
    "no_amount": Words(
        "没有可导入的金额，本行未导入。请补填金额。",
        "No amount can be read, so the row was left out. Fill it in.",
    ),
    "no_money_kind": Words(
        "看不出金额是下达、到位还是支付，本行未导入。请填写收支类型，或在标题里写明。",
        "Whether the amount was allocated, received or paid is not told, so the row was left out. "
        "Fill in the kind, or name it in the title.",
    ),
    "no_source": Words(
        "没有写资金来源，记为“其他资金”。请补填。",
        "No source of money is told; it was taken as other funds. Fill it in.",
    ),
    "no_projects": Words(
        "文件里没有可对应的项目：{value} 行资金没有挂到项目上，项目名称照表保存。"
        "导入改造台账后，再导入本表可核对。",
        "The file has no projects to meet: {value} rows of money belong to no project, with its "
        "name kept as written. Import the renewal ledger, then this sheet again to check.",
    ),
    "no_project_of": Words(
        "小区“{value}”在文件里没有项目：资金已导入，没有挂到项目上。导入改造台账后再导入本表。",
        "The file has no project of “{value}”: the money came in without one. Import the renewal "
        "ledger, then this sheet again.",
    ),
    "which_project": Words(
        "“{value}”可能是几个项目：{candidates}。资金已导入，没有挂到项目上；请在“核对”一步的“名称”里选定。",
        "“{value}” may be several projects: {candidates}. The money came in without a project; "
        "choose it under Names in the step Check.",
    ),
    "no_facility": Words(
        "没有设施名称，本行未导入。请补填设施名称。",
        "No facility is named, so the row was left out. Fill it in.",
    ),
    "ambiguous_facility": Words(
        "文件里有 {count} 处设施叫“{value}”，分不清是哪一处，本行未导入。请补填街道。",
        "{count} facilities are named “{value}” and the row does not tell which; it was left out. "
        "Fill in the street.",
    ),
    "no_time": Words(
        "没有可读的时间，本行未导入。请写成如“2025-10-01 08:00”。",
        "No time can be read, so the row was left out. Write it like 2025-10-01 08:00.",
    ),
    "unknown_unit": Words(
        "“{value}”的单位“{unit}”不认识，未导入该项。请改用常用单位，如 mg/m³。",
        "The unit “{unit}” of “{value}” is not known; it was left out. Use a common one such as "
        "mg/m³.",
    ),
}
