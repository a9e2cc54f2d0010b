"""Text files in the encodings of the mainland and of Taiwan and Hong Kong, and their delimiters."""

from __future__ import annotations

from pathlib import Path

import pytest

from renewtrack.intake import delimited, encodings, limits, preflight, reading, refusals
from tests.intake import offices
from tests.intake.offices import Grid

SIMPLIFIED = [
    "序号,街道,小区名称,改造内容,形象进度",
    "1,东湖街道,临湖里,供水管网改造、加装电梯,正在施工",
    "2,南桥镇,纺织厂宿舍,雨污分流、屋面防水,已完工",
    "3,西岭乡,岭上家园,外墙保温、充电设施,尚未开工",
    "截至二〇二五年十月底，填报单位：东湖区住房和城乡建设局",
]
TRADITIONAL = [
    "序號,街道,小區名稱,改造內容,形象進度",
    "1,東湖街道,臨湖里,供水管網改造、加裝電梯,正在施工",
    "2,南橋鎮,紡織廠宿舍,雨污分流、屋面防水,已完工",
    "3,西嶺鄉,嶺上家園,外牆保溫、充電設施,尚未開工",
    "截至二〇二五年十月底，填報單位：東湖區住房和城鄉建設局",
]


@pytest.mark.parametrize(
    ("words", "encoding", "found"),
    [
        ("\n".join(SIMPLIFIED), "gb18030", "gb18030"),
        ("\n".join(SIMPLIFIED), "gbk", "gb18030"),
        ("\n".join(TRADITIONAL).replace("〇", "零"), "big5", "cp950"),
        ("\n".join(TRADITIONAL), "gb18030", "gb18030"),
        ("\n".join(TRADITIONAL), "utf-8", "utf-8"),
        ("\n".join(SIMPLIFIED), "utf-16-le", "utf-16-le"),
        ("\n".join(SIMPLIFIED), "utf-16-be", "utf-16-be"),
        ("\n".join(SIMPLIFIED), "utf-16", "utf-16"),
        ("\n".join(SIMPLIFIED), "utf-8-sig", "utf-8-sig"),
        ("name,floors\nA,3", "ascii", "utf-8"),
    ],
)
def test_the_encoding_is_found_by_evidence(words: str, encoding: str, found: str) -> None:
    content = words.encode(encoding)
    assert encodings.guess(content) == found
    assert content.decode(found) == words


@pytest.mark.parametrize("line", SIMPLIFIED)
def test_one_line_is_enough_to_know_the_mainland_s_encoding(line: str) -> None:
    assert encodings.guess(line.encode("gb18030")) == "gb18030"


@pytest.mark.parametrize("line", TRADITIONAL[:4])
def test_one_line_is_enough_to_know_big5(line: str) -> None:
    assert encodings.guess(line.encode("big5")) == "cp950"


def test_characters_of_hong_kong_alone_are_read(tmp_path: Path) -> None:
    words = "屋邨,座數\n石硤尾邨,邨內共二十座\n" * 20 + "㗎喺嘅,1\n"
    path = tmp_path / "屋邨.csv"
    path.write_bytes(words.encode("big5hkscs"))
    (sheet,) = reading.read(path)
    assert sheet.rows[1] == ("石硤尾邨", "邨內共二十座")


@pytest.mark.parametrize("encoding", ["utf-8", "big5", "gb18030", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|", "，"])
def test_every_delimiter_in_every_encoding(tmp_path: Path, encoding: str, delimiter: str) -> None:
    rows = [line.split(",")[:3] for line in TRADITIONAL[:4]]
    path = tmp_path / "表.txt"
    path.write_bytes("\r\n".join(delimiter.join(row) for row in rows).encode(encoding))
    (sheet,) = reading.read(path)
    assert sheet.rows == tuple(map(tuple, rows))


def test_the_delimiter_that_excel_names_in_the_first_line_counts(tmp_path: Path) -> None:
    path = tmp_path / "表.csv"
    path.write_text("sep=;\n小区;备注\n东里;甲,乙,丙\n西里;丁,戊,己\n", "utf-8")
    assert reading.read(path)[0].rows[1] == ("东里", "甲,乙,丙")


def test_chinese_commas_in_a_text_are_no_delimiter() -> None:
    assert delimited.delimiter("小区,备注\n东里,好，很好，非常好\n西里,差，很差，极差\n") == ","


def test_a_file_of_no_text_is_no_sheet(tmp_path: Path) -> None:
    path = tmp_path / "表.csv"
    path.write_bytes(bytes(range(1, 32)) * 40)
    with pytest.raises(refusals.NotASheet):
        reading.read(path)


def test_a_line_of_too_many_cells_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "表.csv"
    path.write_text("," * 5_000)
    with pytest.raises(refusals.SheetTooBig):
        reading.read(path)


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"%PDF-1.7 ...", "PDF"),
        (b"\xff\xd8\xff\xe0\0", "图片"),
        (b"BM\x36\x10\0\0\0\0", "图片"),
        (b"Rar!\x1a\x07", "压缩包"),
        (b"SQLite format 3\0", "台账文件"),
        (b"MZ\x90\0\x03\0", "程序"),
        (b"{\\rtf1\\ansi", "文字文档"),
    ],
)
def test_a_file_of_another_kind_is_named(tmp_path: Path, content: bytes, what: str) -> None:
    path = tmp_path / "某表.xlsx"
    path.write_bytes(content)
    with pytest.raises(refusals.IsOtherKind) as refused:
        reading.read(path)
    assert what in refused.value.in_("zh")


def test_words_that_begin_like_another_kind_are_text(tmp_path: Path) -> None:
    path = tmp_path / "表.csv"
    for start in ("BM", "MZ", "PK"):
        path.write_text(f"{start},1\n甲,2\n", "utf-8")
        assert reading.read(path)[0].rows[0] == (start, "1")


@pytest.mark.parametrize(
    ("beginning", "kind"),
    [
        (b"\x09\x00\x04\x00\x02\x00\x10\x00", "2"),
        (b"\x09\x02\x06\x00\x00\x00\x10\x00", "3"),
        (b"\x09\x04\x06\x00\x00\x00\x10\x00", "4"),
    ],
)
def test_the_oldest_workbooks_have_their_own_sentence(
    tmp_path: Path, beginning: bytes, kind: str
) -> None:
    path = tmp_path / f"{kind}.xls"
    path.write_bytes(beginning + bytes(60))
    with pytest.raises(refusals.SheetTooOld):
        reading.read(path)


def test_a_huge_file_is_refused_before_it_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "表.csv"
    with path.open("wb") as file:
        file.write(b"a,b\n")
        file.truncate(300 << 20)
    with pytest.raises(refusals.SheetTooBig) as refused:
        reading.read(path)
    assert preflight.FILE.zh in refused.value.in_("zh")


def test_a_broken_bar_of_the_sheet_is_not_hidden_by_the_sign_that_guards_formulas(
    tmp_path: Path,
) -> None:
    path = offices.save_csv(tmp_path / "表.csv", Grid([["'=1+1", "x"], ["'-5", "y"]], []))
    assert reading.read(path)[0].rows == (("=1+1", "x"), ("-5", "y"))


@pytest.mark.parametrize("begins", ['"甲', '甲,"', '甲,"x"\n"乙'])
def test_a_quote_that_is_never_closed_swallows_no_rows(tmp_path: Path, begins: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text("小区,数\n" + begins + ",1\n丙,2\n" * 3, "utf-8")
    with pytest.raises(refusals.QuoteLeftOpen) as refused:
        reading.read(path)
    assert str(2 + begins.count("\n")) in refused.value.in_("zh")


@pytest.mark.parametrize("end", ["", "\n", "\r\n", "\n\n"])
def test_closed_quotes_may_hold_lines_and_end_the_file(tmp_path: Path, end: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(f'小区,注{end or chr(10)}甲,"一\n二"{end}'.encode())
    assert reading.read(path)[0].rows[-1] == ("甲", "一\n二")


def test_a_line_of_too_many_columns_is_too_big_not_unusual(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("小区,数\n" + "1," * 200_000, "utf-8")
    with pytest.raises(refusals.SheetTooBig):
        reading.read(path)


def test_a_cell_longer_than_a_cell_can_be_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("小区,数\n甲," + "字" * (limits.MOST_SIGNS + 1), "utf-8")
    with pytest.raises(refusals.SheetTooBig):
        reading.read(path)
    path.write_text("小区,数\n甲," + "字" * limits.MOST_SIGNS, "utf-8")
    assert len(str(reading.read(path)[0].rows[1][1])) == limits.MOST_SIGNS
