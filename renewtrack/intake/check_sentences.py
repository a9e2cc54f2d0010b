"""What the checks of an import say to the person."""

from __future__ import annotations

from renewtrack.words import Words

SENTENCES: dict[str, Words] = {
    "invest_over": Words(
        "累计完成投资 {done} 万元，是总投资 {total} 万元的 {percent}%，超过 110%。已照原样导入，"
        "请核对。",
        "Investment done ({done}) is {percent} % of the total ({total}, 10,000 yuan), above 110 "
        "%. It came in as it stands; check it.",
    ),
    "estate_buildings": Words(
        "“{estate}”登记楼栋数 {stated} 栋，文件和本表里共有 {known} 栋。请核对缺哪几栋或登记数。",
        "“{estate}” is recorded with {stated} buildings; the file and this sheet have {known}. "
        "Check which are missing, or the recorded number.",
    ),
    "estate_households": Words(
        "“{estate}”登记户数 {stated} 户，各楼合计 {known} 户。请核对。",
        "“{estate}” is recorded with {stated} households; its buildings add up to {known}. Check "
        "them.",
    ),
    "shifted": Words(
        "坐标按{said}换算后，与文件里 {count} 处已知位置普遍相差约 {metres} 米；按{best}换算只差"
        "约 {rest} 米。坐标系是不是{best}？请指明坐标系后再导入。",
        "Read as {said}, the coordinates lie about {metres} m from {count} known positions; read "
        "as {best} only about {rest} m. Is the system {best}? Say so and import again.",
    ),
    "likely_system": Words(
        "没有说明坐标系。与文件里 {count} 处已知位置比较，按{best}换算只差约 {rest} 米。请确认坐"
        "标系后再导入，现在坐标未导入。",
        "The coordinate system is not told. Read as {best} the coordinates lie only about {rest} "
        "m from {count} known positions. Confirm the system and import again; positions were "
        "left out.",
    ),
    "astray": Words(
        "坐标按{said}换算后普遍落在离本区约 {km} 公里处；按{best}换算则在本区附近。坐标系是不是"
        "{best}？请指明坐标系后再导入。",
        "Read as {said}, the coordinates fall some {km} km from the district; read as {best} they "
        "fall near it. Is the system {best}? Say so and import again.",
    ),
    "likely_meridian": Words(
        "坐标没有带号，也没有写中央子午线。按本区位置推测是 {meridian}°（{best}）。请确认后再导入"
        "，现在坐标未导入。",
        "The coordinates have no zone and no central meridian is told. The district's place "
        "suggests {meridian} degrees ({best}). Confirm it and import again; positions were left "
        "out.",
    ),
    "outside_district": Words(
        "位置在本区范围外约 {km} 公里。已照原样导入，请核对坐标或坐标系。",
        "The position lies about {km} km outside the district. It came in as it stands; check "
        "the coordinates or their system.",
    ),
}
