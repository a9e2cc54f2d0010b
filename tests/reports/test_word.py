"""A report in Word says what its tables say, whatever stands in them and whoever edited it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as Opened
from docx.oxml.ns import qn
from lxml import etree

from renewtrack.errors import Cancelled
from renewtrack.reports import naming, putting, saying, word, word_templates
from renewtrack.reports.tables import Report, text_of
from tests.reports import made_report

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def written(
    path: Path, report: Report, template: Path | None = None, language: str = "zh"
) -> Opened:
    word.write(report, path, template, language)
    return Document(str(path))


def template(path: Path, *paragraphs: str) -> Path:
    made = Document()
    for words in paragraphs:
        made.add_paragraph(words)
    made.save(str(path))
    return path


def words_of(document: Opened) -> str:
    return "\n".join(
        "".join(part.text or "" for part in node.iter(f"{W}t"))
        for node in document.element.body.iter(f"{W}p")
    )


def cells(document: Opened, table: int) -> list[list[str]]:
    found = document.tables[table]
    return [[cell.text for cell in row.cells] for row in found.rows]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("period", ["2025-05", "2025-W22"])
def test_every_cell_stands_in_the_document_as_it_is_written(
    tmp_path: Path, language: str, period: str
) -> None:
    report = made_report.made(period=period)
    found = written(tmp_path / "report.docx", report, language=language)
    shown = cells(found, [len(table.rows) > 6 for table in found.tables].index(True))
    table = report.tables[0]
    for row, line in zip(table.rows, shown[2:], strict=True):
        wanted = [
            putting.clean(text_of(column, value, language))
            for column, value in zip(table.columns, row.cells, strict=True)
        ]
        assert line == wanted


def test_heads_repeat_on_every_page_and_no_row_is_torn(tmp_path: Path) -> None:
    found = written(tmp_path / "report.docx", made_report.made())
    rows = found.tables[0]._tbl.findall(f"{W}tr")
    heads = [row for row in rows if row.find(f".//{W}tblHeader") is not None]
    assert rows[:2] == heads
    assert all(row.find(f".//{W}cantSplit") is not None for row in rows)


def test_tables_are_numbered_as_they_come_and_an_absent_one_says_why(tmp_path: Path) -> None:
    words = words_of(written(tmp_path / "report.docx", made_report.made()))
    assert re.findall(r"表(\d)　", words) == ["1", "2", "3", "4"]
    assert "台账里没有体检，本表没有数据。" in words
    assert saying.EMPTY.zh in words
    assert "注：因四舍五入" in words


def test_the_sheet_is_that_of_official_papers_and_its_pages_are_counted(tmp_path: Path) -> None:
    found = written(tmp_path / "report.docx", made_report.made())
    first = found.sections[0]
    millimetres = [
        round(length.mm)
        for length in (first.page_width, first.page_height, first.top_margin, first.left_margin)
        if length is not None
    ]
    assert millimetres == [210, 297, 37, 28]  # GB/T 9704
    codes = "".join(node.text or "" for node in first.footer._element.iter(qn("w:instrText")))
    assert "PAGE" in codes
    assert "NUMPAGES" in codes
    assert "内部资料" in first.header.paragraphs[0].text


def test_whether_the_period_is_frozen_is_said(tmp_path: Path) -> None:
    frozen = made_report.made(frozen="2025-06-03T01:02:03.000Z")
    assert "2025年6月3日锁定" in words_of(written(tmp_path / "a.docx", frozen))
    assert saying.OPEN.zh in words_of(written(tmp_path / "b.docx", made_report.made()))


def test_an_own_template_takes_figures_loops_and_whole_tables(tmp_path: Path) -> None:
    own = template(
        tmp_path / "own.docx",
        "计划{{ estates }}个{% if late %}，逾期{{ late }}个{% endif %}。",
        "{% if late.known %}逾期{{ late }}个{% endif %}，{{ plan.money }}，{{ done.money }}",
        "{{ 2 * 3 }}，{{ plan|float|round(1) }}",
        "{%p for row in R4.rows %}",
        "{{ row.source }}到位{{ row.received }}",
        "{%p endfor %}",
        "合计{{ R4.total.planned }}；{{ R8.absent }}",
        "{{p R4 }}",
        "{{p R7 }}",
    )
    words = words_of(written(tmp_path / "out.docx", made_report.made(), own))
    assert "计划18个。\n逾期0个，4.94亿元，\n6，49382.7\n" in words
    assert "中央补助到位0.80\n市级资金到位0.00" in words
    assert "合计3.00；台账里没有体检" in words
    assert "表1　资金来源" in words
    assert "{{" not in words


def test_styles_that_an_own_template_lacks_are_lent_to_it(tmp_path: Path) -> None:
    own = template(tmp_path / "own.docx", "{{p R1 }}")
    found = written(tmp_path / "out.docx", made_report.made(), own)
    names = {style.name for style in found.styles}
    assert {"表题", "表注", "表格文字"} <= names
    used = {node.get(qn("w:val")) for node in found.element.body.iter(qn("w:pStyle"))}
    assert used <= {style.style_id for style in found.styles}


@pytest.mark.parametrize(
    ("marks", "place", "why"),
    [
        ("共{{ estate }}个", "共{{ estate }}个", "是不是“estates”"),
        ("第二段 {{ zzzz }}", "第二段", "没有“zzzz”"),
        ("有 {% if late %}没有结束", "有 {% if late %}", "不成对"),
        ("值 {{ 1 / 0 }}", "值", "算不出来"),
        ("见{{ R1 }}表", "见", "单独占一段"),
        ("{{ R1.total.nothing }}", "R1.total.nothing", "没有“nothing”"),
        ("{{ [0] * 1000000000 }}", "[0] *", "算不出来"),
        ("{{ 9 ** 999999999 }}", "9 **", "算不出来"),
        ("{{ title|center(999) }}", "center", "写法不对"),
        ("{{ title.__class__ }}", "title.__class__", "算不出来"),
        ("{%tr for row in R4.rows %}", "", ""),
    ],
)
def test_a_broken_template_is_told_with_its_place(
    tmp_path: Path, marks: str, place: str, why: str
) -> None:
    own = template(tmp_path / "own.docx", "第一段", marks, "最后一段")
    with pytest.raises(word_templates.BrokenTemplate) as broken:
        word.write(made_report.made(), tmp_path / "out.docx", own)
    told = broken.value.in_("zh")
    assert "own.docx" in told
    assert place in told
    assert why in told
    assert not (tmp_path / "out.docx").exists()


@pytest.mark.parametrize("content", [b"", b"no zip", None, "zip"])
def test_what_is_no_document_is_no_template(tmp_path: Path, content: bytes | str | None) -> None:
    own = tmp_path / "own.docx"
    if content == "zip":
        with zipfile.ZipFile(own, "w") as packed:
            packed.writestr("a.txt", "b")
    elif isinstance(content, bytes):
        own.write_bytes(content)
    with pytest.raises(word_templates.NoTemplate, match=r"own\.docx"):
        word.write(made_report.made(), tmp_path / "out.docx", own)


def test_a_template_that_unpacks_beyond_measure_is_refused(tmp_path: Path) -> None:
    own = tmp_path / "own.docx"
    with zipfile.ZipFile(own, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", b"\0" * (word_templates.LARGEST_OPENED + 1))
    with pytest.raises(word_templates.NoTemplate):
        word.write(made_report.made(), tmp_path / "out.docx", own)


def test_a_refused_or_stopped_report_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "report.docx"
    path.write_bytes(b"old")

    def stop(share: float) -> None:
        raise Cancelled

    def refuse(file: Path, count: int) -> None:
        raise putting.NotWritten(name=file.name)

    for asked in ({"progress": stop}, {"seen": refuse}):
        with pytest.raises((Cancelled, putting.NotWritten)):
            word.write(made_report.made(), path, **asked)  # type: ignore[arg-type]
        assert path.read_bytes() == b"old"
        assert [each.name for each in tmp_path.iterdir()] == ["report.docx"]


def test_what_goes_out_is_seen_before_it_gets_its_name(tmp_path: Path) -> None:
    path, seen = tmp_path / "report.docx", []
    rows = word.write(
        made_report.made(), path, seen=lambda file, count: seen.append((path.exists(), count))
    )
    assert seen == [(False, rows)]
    assert rows == 9


def _parts(path: Path) -> Iterable[bytes]:
    with zipfile.ZipFile(path) as packed:
        return [packed.read(name) for name in packed.namelist() if name.endswith(".xml")]


ORDER = {  # of children, by ECMA-376 part 1, 17.3 and 17.4: Word takes no other
    "pPr": "pStyle keepNext keepLines pageBreakBefore widowControl numPr pBdr shd tabs spacing ind "
    "contextualSpacing jc outlineLvl rPr sectPr",
    "tblPr": "tblStyle tblW jc tblInd tblBorders shd tblLayout tblCellMar tblLook",
    "tblBorders": "top left bottom right insideH insideV",
    "tcPr": "tcW gridSpan vMerge tcBorders shd noWrap vAlign",
    "tbl": "tblPr tblGrid tr",
    "tc": "tcPr p",
    "rPr": "rStyle rFonts b bCs i iCs color sz szCs lang",
}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("period", ["2025-05", "2025-W22"])
def test_the_markup_keeps_the_order_that_word_wants(
    tmp_path: Path, language: str, period: str
) -> None:
    found = written(tmp_path / "report.docx", made_report.made(period=period), language=language)
    for name, children in ORDER.items():
        order = children.split()
        for node in found.element.body.iter(f"{W}{name}"):
            places = [order.index(str(child.tag).removeprefix(W)) for child in node]
            assert places == sorted(places)


@pytest.mark.parametrize("kind", ["month", "week"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_built_in_templates_ask_for_names_that_there_are(kind: str, language: str) -> None:
    content = word.built_in(kind, language).read_bytes()
    text = words_of(Document(io.BytesIO(content)))
    known = {*naming.FIGURES, *naming.TABLES}
    known |= {"title", "period", "cutoff", "office", "person", "frozen", "secrecy_line"}
    known |= {"row", "loop"}
    asked = set(re.findall(r"\{\{p? ?(\w+)", text)) | set(re.findall(r"\{% if (\w+)", text))
    assert asked <= known
    for part in _parts(word.built_in(kind, language)):
        etree.fromstring(part)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("key", ["2026-11", "2026-W48"])
def test_the_built_in_templates_tell_the_figures_of_the_report(
    tmp_path: Path, key: str, language: str, reports: dict[str, Report]
) -> None:
    report = reports[key]
    words = words_of(written(tmp_path / "report.docx", report, language=language))
    for name in ("estates", "started", "start_rate", "finished", "done_rate", "late"):
        assert report.figures[name] in words
    assert "None" not in words
    assert "{" not in words
    for table in report.tables:
        assert table.title.in_(language) in words
