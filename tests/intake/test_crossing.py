"""Cells arrive from the reading process as they left it, whatever they are."""

from __future__ import annotations

import datetime as dt
import marshal
from itertools import zip_longest

from hypothesis import given
from hypothesis import strategies as st

from renewtrack.intake import crossing
from renewtrack.intake.sheets import Cell

CELLS: st.SearchStrategy[Cell] = st.one_of(
    st.sampled_from(["", " ", "甲", "0001", 1.0, 0.0, 1, 0, True, False, None, -0.0]),
    st.text(max_size=5),
    st.floats(allow_nan=False),
    st.integers(-(2**40), 2**40),
    st.dates(),
    st.datetimes().map(lambda moment: moment.replace(fold=0)),
    st.times().map(lambda time: time.replace(fold=0)),
    st.timedeltas(dt.timedelta(0), dt.timedelta(days=30)),
)
COLUMN = st.one_of(
    st.lists(CELLS, min_size=1, max_size=12),
    st.lists(st.sampled_from([1.0, 2.5, ""]), min_size=1, max_size=12),
    st.lists(st.sampled_from(["甲", "乙"]), min_size=1, max_size=12),
    st.lists(st.floats(allow_nan=False), min_size=1, max_size=12),
    st.lists(st.dates(), min_size=1, max_size=12),
)


def _kinds(rows: object) -> str:
    return repr(rows)  # 1, 1.0 and True are equal, but not the same to us


@given(st.lists(COLUMN, min_size=1, max_size=5))
def test_every_cell_arrives_as_it_is_kept(columns: list[list[Cell]]) -> None:
    rows = list(zip_longest(*columns, fillvalue=""))
    packer = crossing.Packer()
    for _ in range(2):
        count, packed = marshal.loads(marshal.dumps(packer.pack(rows), 2))
        arrived, used = crossing.unpack(count, packed, {})
        wanted = [tuple(crossing.clean(cell) for cell in row) for row in rows]
        width = max(
            (place + 1 for row in wanted for place, cell in enumerate(row) if cell is not None),
            default=0,
        )
        assert used == width
        assert _kinds(arrived) == _kinds([row[:width] for row in wanted])


def test_words_that_come_again_are_kept_once() -> None:
    known: dict[str, str] = {}
    found = []
    for _ in range(2):
        packed = marshal.dumps(crossing.Packer().pack([["东湖街道"]] * 8), 2)
        count, columns = marshal.loads(packed)
        found.append(crossing.unpack(count, columns, known)[0])
    assert found[0][0][0] is found[1][7][0]


def test_rows_of_unequal_length_are_filled_up() -> None:
    assert crossing.unpack(*crossing.Packer().pack([["a"], ["b", "c"], []]), {}) == (
        [("a", None), ("b", "c"), (None, None)],
        2,
    )
