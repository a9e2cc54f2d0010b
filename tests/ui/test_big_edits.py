"""What writes over many records is asked for by number, and a backup is made before it."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from renewtrack.store import backups, history
from renewtrack.ui import big_edits, blocks, window_deeds
from renewtrack.ui.ledger_table import LedgerTable
from renewtrack.ui.main_window import MainWindow
from tests.ui.conftest import column

MANY = 30


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Agree to every question by number, and remember the numbers."""
    numbers: list[int] = []

    def number(*given: object) -> bool:
        numbers.append(int(str(given[-1])))
        return True

    monkeypatch.setattr("renewtrack.ui.asking.number", number)
    return numbers


def paste(table: LedgerTable, key: str, count: int) -> None:
    table.setCurrentIndex(table.ledger.index(0, column(table, key)))
    blocks.paste(table, "\n".join(str(1950 + number) for number in range(count)))


def years(table: LedgerTable) -> list[object]:
    return [getattr(table.ledger.row(row), "year_built", None) for row in range(MANY)]


def test_a_paste_over_many_values_is_asked_for_and_backed_up(
    window: MainWindow, table: LedgerTable, asked: list[int], qtbot: QtBot
) -> None:
    held = [year for year in years(table) if year is not None]
    paste(table, "year_built", MANY)
    qtbot.waitUntil(lambda: not window.session.tasks.running)
    assert asked == [len(held)]
    assert years(table) == [1950 + number for number in range(MANY)]
    (backup,) = backups.all(window.session.path)
    assert backup.manifest.reason == "mass"
    window.session.undo()
    assert [year for year in years(table) if year is not None] == held


def test_a_wrong_number_writes_nothing(
    window: MainWindow, table: LedgerTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("renewtrack.ui.asking.number", lambda *_: False)
    before, groups = years(table), history.groups(window.session.db)
    paste(table, "year_built", MANY)
    assert years(table) == before
    assert history.groups(window.session.db) == groups


def test_a_few_values_are_written_at_once(
    window: MainWindow, table: LedgerTable, asked: list[int]
) -> None:
    paste(table, "year_built", 10)
    assert years(table)[:10] == [1950 + number for number in range(10)]
    assert asked == []
    assert not window.session.tasks.running


def test_clearing_many_cells_counts_and_empty_cells_do_not(
    window: MainWindow, table: LedgerTable, asked: list[int], qtbot: QtBot
) -> None:
    table.clearSelection()
    place = column(table, "year_built")
    table.setCurrentIndex(table.ledger.index(0, place))
    edits = [
        found
        for row in range(MANY)
        if (found := table.ledger.read(table.ledger.index(row, place), "")) is not None
    ]
    table.ledger.write(edits)  # type: ignore[arg-type]
    qtbot.waitUntil(lambda: not window.session.tasks.running)
    assert asked == [len(edits)]
    assert years(table) == [None] * MANY
    assert big_edits.overwritten(table.ledger, edits) == 0  # type: ignore[arg-type]


def test_a_big_undo_runs_beside_the_window_and_a_second_press_waits_for_it(
    window: MainWindow,
    table: LedgerTable,
    asked: list[int],
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(window_deeds, "BIG_UNDO", 10)
    tasks, before = window.session.tasks, years(table)
    paste(table, "year_built", MANY)
    qtbot.waitUntil(lambda: not tasks.running)
    window.deeds.undo()
    window.deeds.undo()
    assert [task.words for task in tasks.running] == [window_deeds.UNDOING]
    qtbot.waitUntil(lambda: not tasks.running)
    assert years(table) == before
    window.deeds.redo()
    assert [task.words for task in tasks.running] == [window_deeds.REDOING]
    qtbot.waitUntil(lambda: not tasks.running)
    assert years(table) == [1950 + number for number in range(MANY)]
