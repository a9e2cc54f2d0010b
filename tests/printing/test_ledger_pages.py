"""Ledgers on paper: every row and every sum, no word cut, whatever the paper."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from renewtrack import demo
from renewtrack.domain import lateness, money, secrecy
from renewtrack.errors import Cancelled
from renewtrack.printing import ledger_pages, list_tables, make, pdf
from renewtrack.printing.facts import PaperFacts
from renewtrack.printing.list_tables import ListColumn, Listing
from renewtrack.printing.status_map import Paper
from renewtrack.store import listing, rows
from renewtrack.words import Words
from tests.printing import reading_back
from tests.printing.test_layouts import faults

if TYPE_CHECKING:
    from sqlite_utils import Database

pytestmark = pytest.mark.usefixtures("qapp")
TODAY = demo.TODAY.isoformat()


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    opened = demo.make(tmp_path_factory.mktemp("demo") / "示范区.gpkg")
    yield opened.db
    opened.close()


@pytest.fixture(scope="module")
def facts(db: Database) -> PaperFacts:
    asked = make.Options(title="示范区老旧小区改造台账", compiled_by="示范区住建局")
    return make.facts(db, asked, TODAY)


@pytest.fixture(scope="module")
def estates(db: Database) -> Listing:
    return list_tables.of(db, "estates", today=TODAY)


def total(content: Listing, facts: PaperFacts, paper: Paper, key: str) -> str:
    """Return what stands in a column of the last row of the last page."""
    page = ledger_pages.compose(content, paper, facts).pages[-1]
    texts = page.texts("ledger")
    (name,) = (text for text in texts if text.text == "合计")
    beside = [text.text for text in texts if abs(text.box.centre[1] - name.box.centre[1]) < 0.5]
    place = [each.key for each in content.columns if each.kind in list_tables.SUMMED].index(key)
    return beside[1 + place]


@pytest.mark.parametrize(("size", "orientation"), [("A3", "landscape"), ("A4", "portrait")])
def test_every_row_is_printed_to_the_character(
    estates: Listing, facts: PaperFacts, tmp_path: Path, size: str, orientation: str
) -> None:
    folio = ledger_pages.compose(estates, Paper(size, orientation), facts)
    pdf.write_folio(tmp_path / "a.pdf", folio)
    said = reading_back.pages_of(tmp_path / "a.pdf")
    count = len(said)
    assert [f"第{at}页共{count}页" in text for at, text in enumerate(said, 1)] == [True] * count
    marks = [text.text for page in folio.pages for text in page.texts("ledger")]
    printed = re.sub(r"\s", "", "".join(marks))
    for row in estates.rows:
        for column, value in zip(estates.columns, row, strict=True):
            assert re.sub(r"\s", "", list_tables.text(column, value, "zh")) in printed
    assert "…" not in printed
    assert [fault for page in folio.pages for fault in faults(page)] == []


@pytest.mark.parametrize(
    ("key", "query"),
    [
        ("building_count", "SELECT SUM(building_count) FROM estate"),
        ("household_count", "SELECT SUM(household_count) FROM estate"),
    ],
)
def test_a_total_equals_the_file(
    db: Database, estates: Listing, facts: PaperFacts, key: str, query: str
) -> None:
    assert total(estates, facts, Paper("A3"), key) == str(rows.value(db, query))


def test_money_is_summed_in_fen_and_rounded_last(
    db: Database, estates: Listing, facts: PaperFacts
) -> None:
    place = [each.key for each in estates.columns].index("invest_total_fen")
    fen = sum(row[place] or 0 for row in estates.rows)  # type: ignore[misc]
    assert total(estates, facts, Paper("A3"), "invest_total_fen") == money.wan_text(fen)


def test_subtotals_add_up_to_the_total(estates: Listing, facts: PaperFacts) -> None:
    pages = ledger_pages.compose(estates, Paper("A3"), facts).pages
    texts = [text for page in pages for text in page.texts("ledger")]
    named = [text for text in texts if text.text.endswith("小计")]
    assert len(named) == len({*estates.groups})


def test_rows_that_do_not_stand_street_by_street_have_no_subtotal(
    db: Database, facts: PaperFacts
) -> None:
    mixed = listing.ids(db, "estates", sort=("household_count", True))
    content = list_tables.of(db, "estates", mixed, today=TODAY)
    assert not content.grouped
    pages = ledger_pages.compose(content, Paper("A3"), facts).pages
    assert not [t for page in pages for t in page.texts("ledger") if t.text.endswith("小计")]


def test_heads_and_the_line_to_sign_stand_on_every_page(db: Database, facts: PaperFacts) -> None:
    content = list_tables.of(db, "buildings", today=TODAY)
    folio = ledger_pages.compose(content, Paper("A3"), facts)
    assert len(folio.pages) > 20
    for page in folio.pages:
        texts = {text.text for text in page.texts("ledger")}
        assert {"楼号", "结构"} <= texts
        assert "填报单位（盖章）：示范区住建局" in {text.text for text in page.texts("foot")}


def test_columns_that_find_no_room_go_on_with_number_and_name(facts: PaperFacts) -> None:
    columns = tuple(ListColumn(f"c{at}", Words(f"栏目{at}", f"Column {at}")) for at in range(60))
    row = tuple(f"甲乙丙丁戊{at}" for at in range(60))
    content = Listing("estates", columns, (row, row), ("", ""))
    folio = ledger_pages.compose(content, Paper("A4", "portrait"), facts)
    printed = "".join(text.text for page in folio.pages for text in page.texts("ledger"))
    assert all(f"甲乙丙丁戊{at}" in printed for at in range(60))
    assert len(folio.pages) > 1
    assert all({"序号", "栏目0"} <= {t.text for t in p.texts("ledger")} for p in folio.pages)
    assert "第 1 部分" in folio.pages[0].texts("remark")[0].text
    assert [fault for page in folio.pages for fault in faults(page)] == []


@pytest.mark.parametrize("what", list_tables.COLUMNS)
def test_every_list_prints_also_when_it_is_empty(
    db: Database, facts: PaperFacts, what: str
) -> None:
    content = list_tables.of(db, what, [], today=TODAY)
    page = ledger_pages.compose(content, Paper("A4"), facts).pages[0]
    assert page.texts("empty")[0].text == "没有记录。"


def test_persons_are_masked(db: Database, facts: PaperFacts) -> None:
    content = list_tables.of(db, "households")
    told = {(row[5], row[6]) for row in content.rows if row[5]}
    assert told
    assert all("*" in str(name) and "*" in str(phone) for name, phone in told)


def test_rooms_and_persons_go_out_for_a_reason_only(db: Database) -> None:
    rooms = {str(row[4]) for row in list_tables.of(db, "households").rows}
    assert all("*" in room for room in rooms)
    told = list_tables.of(db, "households", reveal="上门核对").rows
    known = rows.column(db, "SELECT room FROM household")
    assert sorted(str(row[4]) for row in told) == sorted(known)


def test_a_list_of_households_goes_to_nobody_who_may_not_see_them(db: Database) -> None:
    with pytest.raises(list_tables.NotForThem):
        list_tables.of(db, "households", preset=secrecy.preset("public"))


def test_a_list_that_nobody_reads_is_refused(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(list_tables, "MOST", 10)
    with pytest.raises(list_tables.TooManyRows):
        list_tables.of(db, "estates")


def test_a_preset_leaves_out_what_it_hides(db: Database) -> None:
    preset = secrecy.preset("public")
    keys = {each.key for each in list_tables.of(db, "projects", preset=preset).columns}
    assert "problem" not in keys
    keys = {each.key for each in list_tables.of(db, "estates", preset=preset).columns}
    assert "household_count" not in keys


def test_a_list_needs_no_approval_number(db: Database, facts: PaperFacts, estates: Listing) -> None:
    public = replace(facts, secrecy="public")
    page = ledger_pages.compose(estates, Paper("A3"), public).pages[0]
    assert page.texts("secrecy")[0].text == "公开"


def test_it_can_be_given_up(db: Database, facts: PaperFacts) -> None:
    content = list_tables.of(db, "buildings", today=TODAY)

    def stop(share: float) -> None:
        if share > 0.3:
            raise Cancelled

    with pytest.raises(Cancelled):
        ledger_pages.compose(content, Paper("A3"), facts, stop)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_lights_are_printed_as_words(db: Database, language: str) -> None:
    column = ListColumn("light", Words("督办灯", "Light"), "light")
    content = list_tables.of(db, "works", None, [column], today=TODAY)
    said = {list_tables.text(column, row[0], language) for row in content.rows}
    assert said <= {words.in_(language) for words in lateness.LIGHT_WORDS.values()}
    assert len(said) > 1
