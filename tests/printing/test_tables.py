"""A table goes on from box to box until all of it stands on paper, however long a cell is."""

from __future__ import annotations

import pytest

from renewtrack.printing import lettering, tables
from renewtrack.printing.sheet import Box, Text
from renewtrack.printing.tables import Column, Table

pytestmark = pytest.mark.usefixtures("qapp")
PAGE = Box(15, 34, 180, 250)
COLUMNS = (Column("序号", 1), Column("备注", 4))


def _table(*remarks: str) -> Table:
    rows = tuple((str(number), remark) for number, remark in enumerate(remarks, 1))
    return Table("remarks", COLUMNS, rows, 3.2, 1.9, sums=frozenset({len(rows) - 1}))


def _laid(table: Table) -> list[list[str]]:
    pages, at = [], 0
    while at < len(table.rows):
        laid = tables.lay(table, at, [PAGE])
        assert laid.next_row > at  # or it would never end
        assert laid.bottom <= PAGE.bottom + 0.01
        texts = (mark for mark in laid.marks if isinstance(mark, Text))
        pages.append([mark.text for mark in texts if mark.role == "remarks"])
        at = laid.next_row
    return pages


def test_a_cell_longer_than_a_page_goes_on_and_loses_nothing() -> None:
    long = " ".join(["楼道灯不亮，", "the lamp of the stairwell is out"] * 400)
    table = tables.parted(_table("短", long, "合计"), PAGE)
    pages = _laid(table)
    assert len(pages) > 2
    said = "".join("".join(page[2:]) for page in pages).replace(" ", "")  # without the heads
    assert long.replace(" ", "") in said
    assert table.rows[0] == ("1", "短")
    assert table.rows[-1] == ("3", "合计")
    assert table.sums == {len(table.rows) - 1}


def test_a_table_of_short_rows_stays_as_it_is() -> None:
    table = _table("短", "合计")
    assert tables.parted(table, PAGE) == table


def test_what_is_cut_off_ends_with_dots_at_the_last_sign_that_fits() -> None:
    kept = lettering.cut("小区" * 2000, 3.2, 60)
    assert kept.endswith("…")
    assert lettering.width(kept, 3.2) <= 60 < lettering.width(kept[:-1] + "小…", 3.2)
