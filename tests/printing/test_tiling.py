"""Wall maps over many sheets, watermarks, outline and links, read back from the PDF."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from pypdf import PdfReader
from PySide6.QtPrintSupport import QPrinter

from renewtrack.errors import Cancelled
from renewtrack.printing import composing, painter, paper, pdf, tiling, watermark
from renewtrack.printing.folio import Bookmark, Folio, Link
from renewtrack.printing.sheet import Box, Page, Paths, Text
from renewtrack.printing.status_map import Paper
from tests.printing import paper_district as district
from tests.printing import reading_back

pytestmark = pytest.mark.usefixtures("qapp")
TOLD = watermark.lines("示范区住建局", "王建国", "2026-11-27 19:00")


@pytest.fixture(scope="module")
def wall() -> Folio:
    return composing.compose(district.make(estates=12), Paper("A1", scale=4_000))


@pytest.fixture(scope="module")
def cut(wall: Folio) -> Folio:
    return tiling.tiled(wall, "A3", "landscape")


def test_an_a0_is_three_by_three_sheets_of_a3(wall: Folio) -> None:
    page = replace(wall.pages[0], width=1189.0, height=841.0)
    tiles = tiling.cut(page, "A3", (420.0, 297.0), tiling.OVERLAP)
    assert [tile.name for tile in tiles] == ["A1", "A2", "A3", "B1", "B2", "B3", "C1", "C2", "C3"]


def test_the_sheets_cover_the_page_and_neighbours_share_the_overlap(wall: Folio) -> None:
    page = wall.pages[0]
    tiles = tiling.cut(page, "A4", (210.0, 297.0), 12.0)
    by_place = {(tile.row, tile.column): tile.part for tile in tiles}
    assert max(part.right for part in by_place.values()) == pytest.approx(page.width)
    assert max(part.bottom for part in by_place.values()) == pytest.approx(page.height)
    for (row, column), part in by_place.items():
        beside, below = by_place.get((row, column + 1)), by_place.get((row + 1, column))
        assert beside is None or part.right - beside.left == pytest.approx(12.0)
        assert below is None or part.bottom - below.top == pytest.approx(12.0)


def test_a_millimetre_stays_a_millimetre(wall: Folio, cut: Folio) -> None:
    def bar(page: Page) -> float:
        fields = page.paths("bar")
        return float(np.ptp(np.concatenate([field.points[:, 0] for field in fields])))

    whole = bar(wall.pages[0])
    sheets = [
        page for page in cut.pages if len(page.paths("bar")) == len(wall.pages[0].paths("bar"))
    ]
    assert sheets
    assert bar(sheets[0]) == pytest.approx(whole)


def test_no_mark_is_drawn_beyond_its_sheet(cut: Folio) -> None:
    for page in cut.pages:
        sheet = Box(0, 0, page.width, page.height)
        for mark in page.marks:
            if isinstance(mark, Paths) and mark.clip is None:
                assert mark.points.min() >= 0
                assert (mark.points.max(axis=0) <= (page.width + 0.01, page.height + 0.01)).all()
            elif isinstance(mark, Text):
                assert sheet.holds(mark.clip or mark.box, 0.01)


def test_the_plan_comes_first_and_the_outline_names_every_sheet(cut: Folio, tmp_path: Path) -> None:
    pdf.write_folio(tmp_path / "a.pdf", cut)
    said = reading_back.pages_of(tmp_path / "a.pdf")
    assert "拼接示意图" in said[0]
    assert f"共{len(cut.pages) - 1}张" in said[0]
    entries = reading_back.outline_of(tmp_path / "a.pdf")
    assert [entry.page for entry in entries if entry.level] == list(range(1, len(cut.pages)))
    assert [f"第{entry.title}张" in said[entry.page] for entry in entries if entry.level] == [
        True
    ] * (len(cut.pages) - 1)


def test_what_fits_is_not_cut(wall: Folio) -> None:
    with pytest.raises(tiling.NothingToCut):
        tiling.tiled(wall, "A1", "landscape")


def test_more_sheets_than_anybody_joins_are_refused(wall: Folio) -> None:
    page = replace(wall.pages[0], width=4000.0, height=4000.0)
    with pytest.raises(tiling.TooManySheets):
        tiling.cut(page, "A4", (210.0, 297.0), 10.0)


@pytest.mark.parametrize("black", [False, True])
def test_a_watermark_lies_beneath_the_words_and_is_none_itself(tmp_path: Path, black: bool) -> None:
    plain = district.dressed(district.make(estates=4), watermark=TOLD, black_and_white=black)
    page = composing.compose(plain, Paper("A4")).pages[0]
    (mark,) = page.paths("watermark")
    places = [at for at, each in enumerate(page.marks) if isinstance(each, Text)]
    assert [each is mark for each in page.marks].index(True) < min(places)
    assert mark.points.min() >= 0
    assert (mark.points.max(axis=0) <= (page.width, page.height)).all()
    pdf.write_folio(tmp_path / "a.pdf", composing.compose(plain, Paper("A4")))
    assert "王建国" not in reading_back.pages_of(tmp_path / "a.pdf")[0].replace(
        district.FACTS.checked_by, ""
    )


def test_a_watermark_without_words_is_none() -> None:
    assert watermark.lines("", " ", "") == ()
    page = Page(210, 297, ())
    assert watermark.mark(page, ()) is None


def _blank(width: float, height: float, text: str) -> Page:
    return Page(width, height, (Text(Box(20, 20, 100, 10), text, 5.0, "title"),))


def test_outline_links_and_sizes_read_back(tmp_path: Path) -> None:
    pages = (_blank(210, 297, "目录"), _blank(420, 297, "上地街道"), _blank(297, 420, "清河街道"))
    marks = (Bookmark("目录", 0), Bookmark("街道", 1), Bookmark("上地街道", 1, 1))
    links = (Link(0, Box(20, 20, 50, 10), 1), Link(0, Box(20, 40, 50, 10), 2))
    path = tmp_path / "a.pdf"
    every = (*marks, Bookmark("清河街道", 2, 1))
    pdf.write_folio(path, Folio(pages, "图集", every, links, "示范区住建局"))
    told = PdfReader(path).metadata
    assert told is not None
    assert (told.title, told.author) == ("图集", "示范区住建局")
    assert reading_back.sizes_of(path) == [(210, 297), (420, 297), (297, 420)]
    assert [(each.title, each.page, each.level) for each in reading_back.outline_of(path)] == [
        ("目录", 0, 0),
        ("街道", 1, 0),
        ("上地街道", 1, 1),
        ("清河街道", 2, 1),
    ]
    assert reading_back.links_of(path) == [(0, 1), (0, 2)]
    assert reading_back.embedded(path)
    assert reading_back.pages_of(path) == ["目录", "上地街道", "清河街道"]


def test_giving_up_while_it_is_written_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"old")
    pages = tuple(_blank(210, 297, str(number)) for number in range(5))

    def stop(share: float) -> None:
        if share > 0.5:
            raise Cancelled

    with pytest.raises(Cancelled):
        pdf.write_folio(path, Folio(pages, "图"), progress=stop)
    assert [each.name for each in tmp_path.iterdir()] == ["a.pdf"]
    assert path.read_bytes() == b"old"


def test_words_stand_where_they_are_drawn_and_none_covers_another(
    wall: Folio, cut: Folio, tmp_path: Path
) -> None:
    path = tmp_path / "a.pdf"
    pdf.write_folio(path, wall)
    assert reading_back.outside(path) == []
    assert reading_back.overlaps(wall) == []
    title = wall.pages[0].texts("title")[0]
    (found,) = [each for each in reading_back.texts_of(path) if each.text == title.text]
    inked = painter.inked(title)
    assert found.x == pytest.approx(inked.left, abs=0.3)
    assert inked.top < found.y <= inked.bottom + 0.1
    assert reading_back.overlaps(Folio(cut.pages[:1], "")) == []


def test_a_range_of_mixed_pages_is_printed_each_on_its_own_sheet(tmp_path: Path) -> None:
    pages = (_blank(210, 297, "一"), _blank(420, 297, "二"), _blank(297, 420, "三"))
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "a.pdf"))
    folio = Folio(pages, "图")
    paper.prepare(printer, folio)
    printer.setFromTo(2, 3)
    assert paper.send(printer, folio) == 2
    assert reading_back.sizes_of(tmp_path / "a.pdf") == [(420, 297), (297, 420)]


def test_a_printer_with_smaller_sheets_is_known(wall: Folio, cut: Folio) -> None:
    printer = QPrinter()
    printer.setPageLayout(pdf.page_layout(_blank(297, 420, "")))
    assert not paper.fits(printer, wall)
    assert paper.fits(printer, cut)


def test_without_an_orientation_fewer_sheets_are_taken(wall: Folio) -> None:
    assert tiling.fewest(wall.pages[0], "A3") == "portrait"
    assert len(tiling.tiled(wall, "A3", "").pages) - len(wall.pages) <= 6 * len(wall.pages)
