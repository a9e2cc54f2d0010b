"""What homes take part in on paper: every answer and rate, rooms masked, nobody named."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from renewtrack import demo
from renewtrack.domain import participation, secrecy
from renewtrack.printing import ledger_pages, list_tables, make, pdf
from renewtrack.printing.status_map import Paper
from renewtrack.store import actions, homes_items, rows
from renewtrack.store import participation as answers
from tests.printing import reading_back
from tests.printing.test_layouts import faults

if TYPE_CHECKING:
    from sqlite_utils import Database

pytestmark = pytest.mark.usefixtures("qapp")
TODAY = demo.TODAY.isoformat()
SAID = ("yes", "no", "undecided", "not_concerned")


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """The demo district; the homes of its first three buildings answer to three items."""
    opened = demo.make(tmp_path_factory.mktemp("demo") / "示范区.gpkg")
    with actions.act(opened.db, "edit", "测试"):
        query = "SELECT id FROM household WHERE building_id IN (SELECT value FROM json_each(?))"
        for place, home in enumerate(rows.column(opened.db, query, (str(lived_in(opened.db)),))):
            homes_items.answer(opened.db, home, "W14", SAID[place % 4])
            if place % 2:
                homes_items.count(opened.db, home, "南窗", place % 7)
    yield opened.db
    opened.close()


def lived_in(db: Database) -> list[int]:
    query = "SELECT DISTINCT building_id FROM household ORDER BY building_id LIMIT 3"
    return rows.column(db, query)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("what", list_tables.BY_BUILDING)
def test_every_line_and_rate_is_printed(
    db: Database, tmp_path: Path, what: str, language: str
) -> None:
    facts = make.facts(db, make.Options(title="上地东里", language=language), TODAY)
    content = list_tables.of(db, what, lived_in(db), today=TODAY)
    folio = ledger_pages.compose(content, Paper("A3"), facts)
    pdf.write_folio(tmp_path / "a.pdf", folio)
    assert len(reading_back.pages_of(tmp_path / "a.pdf")) == len(folio.pages)
    printed = "".join(text.text for page in folio.pages for text in page.texts("ledger"))
    printed = printed.replace(" ", "").replace("\n", "")
    assert content.sums
    for row in (*content.rows, *content.sums):
        for column, value in zip(content.columns, row, strict=True):
            told = list_tables.text(column, value, language)
            assert told.replace(" ", "") in printed, (column, told)
    assert [fault for page in folio.pages for fault in faults(page)] == []


def test_the_matrix_holds_every_home_with_its_room_masked(db: Database) -> None:
    content = list_tables.of(db, "items", lived_in(db))
    items, lines = answers.matrix(db, lived_in(db))
    assert [column.key for column in content.columns[6:]] == list(items)
    assert len(content.rows) == len(lines)
    assert all("*" in str(row[4]) for row in content.rows)
    told = list_tables.of(db, "items", lived_in(db), reveal="上门核对")
    assert [row[4] for row in told.rows] == [line.room for line in lines]
    holders = rows.column(db, "SELECT holder FROM household WHERE holder IS NOT NULL")
    said = {cell for row in (*content.rows, *told.rows) for cell in row}
    assert not said & {*holders}


def test_the_rates_are_those_of_the_window(db: Database) -> None:
    content = list_tables.of(db, "item_rates", lived_in(db))
    found = answers.rates(db, lived_in(db))
    tallies = participation.rolled(found.tallies, participation.BUILDING)
    assert [row[3:9] for row in content.rows] == [
        (tally.every, *tally.homes) for tally in tallies.values()
    ]
    assert [row[9] for row in content.rows] == [each.rate.by_heads for each in tallies.values()]


def test_they_go_to_nobody_who_may_not_see_households(db: Database) -> None:
    for what in list_tables.BY_BUILDING:
        with pytest.raises(list_tables.NotForThem):
            list_tables.of(db, what, preset=secrecy.preset("public"))
