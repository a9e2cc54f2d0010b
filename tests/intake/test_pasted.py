"""Cells copied from Excel or WPS come in as they stood there."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renewtrack.intake import reading


@pytest.mark.parametrize(
    ("words", "rows"),
    [
        ("小区\t数\r\n东里\t0001\r\n", (("小区", "数"), ("东里", "0001"))),
        ("小区\t数\n东里\t\n", (("小区", "数"), ("东里", None))),
        ('"供水\n供电"\t1\r\n', (("供水\n供电", "1"),)),
        ('"说""好""了"\t1', (('说"好"了', "1"),)),
        ('5" 管\t"半开', (('5" 管', '"半开'),)),
        ('"整句"外\t2', (('"整句"外', "2"),)),
        ("甲\r乙\r", (("甲",), ("乙",))),
        ("\t\t丙", ((None, None, "丙"),)),
    ],
)
def test_copied_cells(words: str, rows: tuple[tuple[str | None, ...], ...]) -> None:
    (sheet,) = reading.read_text(words)
    assert sheet.rows == rows


@pytest.mark.parametrize("words", ["", " \t \r\n", "\x00"])
def test_nothing_copied_is_no_sheet(words: str) -> None:
    assert reading.read_text(words) == ()


_CELL = st.text(st.sampled_from('甲a1"\t\n ,'), min_size=1, max_size=6).filter(str.strip)


@given(st.lists(st.lists(_CELL, min_size=2, max_size=3), min_size=1, max_size=4))
def test_whatever_excel_puts_on_the_clipboard_comes_back(rows: list[list[str]]) -> None:
    copied = io.StringIO(newline="")
    csv.writer(copied, delimiter="\t", lineterminator="\r\n").writerows(rows)
    (sheet,) = reading.read_text(copied.getvalue())
    width = max(map(len, rows))
    assert sheet.rows == tuple(tuple(row) + (None,) * (width - len(row)) for row in rows)


@given(st.text(st.sampled_from('甲"\t\r\n'), max_size=30))
def test_any_words_are_taken(words: str) -> None:
    reading.read_text(words)
