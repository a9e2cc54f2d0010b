"""Pages and XML saved as .xls: the tables come out as they are seen, text stays text."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from renewtrack.intake import reading, refusals
from renewtrack.intake.sheets import Merge, SheetCells


def page(tmp_path: Path, words: str, encoding: str = "utf-8") -> SheetCells:
    (sheet,) = pages(tmp_path, words, encoding)
    return sheet


def pages(tmp_path: Path, words: str, encoding: str = "utf-8") -> tuple[SheetCells, ...]:
    path = tmp_path / "导出.xls"
    path.write_bytes(words.encode(encoding))
    return reading.read(path)


def test_text_that_looks_like_a_number_stays_text(tmp_path: Path) -> None:
    sheet = page(tmp_path, "<table><tr><td>0001</td><td>2023.10</td><td> </td></tr></table>")
    assert sheet.rows == (("0001", "2023.10"),)


def test_spans_are_merged_ranges_and_only_their_first_cell_has_the_text(tmp_path: Path) -> None:
    sheet = page(
        tmp_path,
        """<html><body><table>
        <tr><th rowspan="2">街道</th><th colspan="2">投资</th></tr>
        <tr><th>中央</th><th>区级</th></tr>
        <tr><td rowspan=3>东湖</td><td>1</td><td>2</td></tr>
        <tr><td>3<td>4
        </table></body></html>""",
    )
    assert sheet.rows == (
        ("街道", "投资", None),
        (None, "中央", "区级"),
        ("东湖", "1", "2"),
        (None, "3", "4"),
    )
    assert sheet.merged == (Merge(0, 0, 1, 0), Merge(0, 1, 0, 2), Merge(2, 0, 3, 0))


def test_markup_inside_a_cell_becomes_plain_words(tmp_path: Path) -> None:
    sheet = page(
        tmp_path,
        "<table><tr><td><b>供水</b>管网<br>加装&nbsp;电梯 &amp; <i>屋面</i></td>"
        "<td><div>甲</div><div>乙</div></td><td>a\n  b</td></tr></table>",
    )
    assert sheet.rows == (("供水管网\n加装 电梯 & 屋面", "甲\n乙", "a b"),)


def test_scripts_and_styles_are_dropped(tmp_path: Path) -> None:
    sheet = page(
        tmp_path,
        "<script>document.write('<table><tr><td>坏</td></tr></table>')</script>"
        "<style>td{color:red}</style><table><tr><td>好<script>alert(1)</script></td></tr></table>",
    )
    assert sheet.rows == (("好",),)


def test_hostile_words_stay_words(tmp_path: Path) -> None:
    words = "&lt;img src=x onerror=alert(1)&gt;"
    sheet = page(tmp_path, f"<table><tr><td>{words}</td></tr></table>")
    assert sheet.rows == (("<img src=x onerror=alert(1)>",),)


def test_every_table_with_content_is_a_sheet_and_one_inside_another_its_own(
    tmp_path: Path,
) -> None:
    one, two = pages(
        tmp_path,
        "<table><tr><td>外<table><tr><td>内</td></tr></table></td></tr></table>"
        "<table><tr><td> </td></tr></table>",
    )
    assert (one.rows, two.rows) == ((("外",),), (("内",),))


def test_excel_s_own_page_has_the_sheet_s_name_and_hidden_rows(tmp_path: Path) -> None:
    sheet = page(
        tmp_path,
        """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head>
        <meta http-equiv=Content-Type content="text/html; charset=gb2312">
        <!--[if gte mso 9]><xml><x:ExcelWorkbook><x:ExcelWorksheets><x:ExcelWorksheet>
        <x:Name>台账</x:Name></x:ExcelWorksheet></x:ExcelWorksheets></x:ExcelWorkbook></xml>
        <![endif]--></head><body><table><tr><td x:num>12</td></tr>
        <tr style='display:none'><td>藏</td></tr></table></body></html>""",
        "gb18030",
    )
    assert (sheet.name, sheet.rows) == ("台账", (("12",), ("藏",)))
    assert sheet.hidden_rows == {1}


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16", "utf-8-sig"])
def test_a_page_that_names_no_encoding_or_a_wrong_one_is_read_all_the_same(
    tmp_path: Path, encoding: str
) -> None:
    for head in ("", '<meta charset="utf-8">'):
        sheet = page(tmp_path, f"<html>{head}<table><tr><td>小区名称</td></table>", encoding)
        assert sheet.rows == (("小区名称",),)


def test_a_page_in_big5_is_read(tmp_path: Path) -> None:
    words = '<meta charset="big5"><table><tr><td>東湖街道</td><td>臨湖里</td></tr></table>'
    assert page(tmp_path, words, "big5").rows == (("東湖街道", "臨湖里"),)


def test_a_web_archive_is_opened(tmp_path: Path) -> None:
    words = (
        "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=B\n\n--B\n"
        "Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n"
        "<table><tr><td>=E5=B0=8F=E5=8C=BA</td></tr></table>\n--B--\n"
    )
    assert page(tmp_path, words).rows == (("小区",),)


@pytest.mark.parametrize(
    "words",
    [
        "<html><body>无表格</body></html>",
        "<html><frameset><frame src='sheet001.htm'></frameset></html>",
        '<?xml version="1.0"?><x><y/></x>',
    ],
)
def test_a_page_without_a_table_has_its_own_sentence(tmp_path: Path, words: str) -> None:
    with pytest.raises(refusals.SheetIsWebPage):
        pages(tmp_path, words)


@pytest.mark.parametrize(
    "words",
    [
        "<table><tr>" + "<td colspan=1000>x</td>" * 3 + "</tr></table>",
        "<table><tr><td>" * 60,
    ],
    ids=["spans", "nesting"],
)
def test_a_table_without_measure_is_refused(tmp_path: Path, words: str) -> None:
    with pytest.raises(refusals.SheetTooBig):
        pages(tmp_path, words)


MARKUP = """<?xml version="1.0" encoding="UTF-8"?>
<?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:x="urn:schemas-microsoft-com:office:excel"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:html="http://www.w3.org/TR/REC-html40">
<Worksheet ss:Name="台账"><Table>
<Column ss:Index="3" ss:Hidden="1" ss:Span="1"/>
<Row><Cell ss:MergeAcross="1"><Data ss:Type="String">小区</Data></Cell>
<Cell><Data ss:Type="String">0001</Data>
<Comment><ss:Data>旁注</ss:Data></Comment></Cell></Row>
<Row ss:Index="4" ss:Hidden="1"><Cell ss:Index="2"><Data ss:Type="Number">12</Data></Cell>
<Cell><Data ss:Type="Number">2.5</Data></Cell>
<Cell><Data ss:Type="DateTime">2023-03-15T00:00:00.000</Data></Cell>
<Cell><Data ss:Type="Boolean">1</Data></Cell>
<Cell ss:Formula="=1/0"><Data ss:Type="Error">#DIV/0!</Data></Cell></Row>
<Row><Cell><ss:Data ss:Type="String"><html:B>粗</html:B>体</ss:Data></Cell></Row>
</Table></Worksheet>
<Worksheet ss:Name="附表"><Table><Row><Cell><Data ss:Type="String">x</Data></Cell></Row></Table>
<x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions></Worksheet>
</Workbook>"""


def test_a_workbook_in_the_xml_of_excel_2003(tmp_path: Path) -> None:
    first, second = pages(tmp_path, MARKUP)
    assert first.rows == (
        ("小区", None, "0001", None, None, None),
        (None,) * 6,
        (None,) * 6,
        (None, 12, 2.5, dt.date(2023, 3, 15), True, "#DIV/0!"),
        ("粗体", *(None,) * 5),
    )
    assert first.merged == (Merge(0, 0, 0, 1),)
    assert first.flaws == {(3, 5): "error"}
    assert [set(first.hidden_rows), set(first.hidden_columns)] == [{3}, {2, 3}]
    assert (first.name, second.name) == ("台账", "附表")
    assert (first.hidden, second.hidden) == (False, True)


def test_xml_that_is_cut_off_is_damaged(tmp_path: Path) -> None:
    with pytest.raises(refusals.SheetBroken):
        pages(tmp_path, MARKUP[:900])


def test_xml_with_entities_of_its_own_is_refused(tmp_path: Path) -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]>' + MARKUP.partition("?>")[2]
    with pytest.raises(refusals.SheetBroken):
        pages(tmp_path, bomb)
