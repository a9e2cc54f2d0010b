"""What homes take part in: answers and numbers by keys, rates that lead on, sums into the works."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLineEdit
from pytestqt.qtbot import QtBot

from renewtrack.domain import scope
from renewtrack.domain.participation import ANSWERS, LEVELS, YES
from renewtrack.store import exports, participation, participation_scope, rows
from renewtrack.store.choosing import Filter
from renewtrack.ui import asking
from renewtrack.ui.homes_screen import HomesScreen
from renewtrack.ui.main_window import MainWindow
from renewtrack.ui.participation_homes import HomesBehind
from renewtrack.ui.participation_rates import RatesTable
from renewtrack.ui.participation_scope import ScopeDialog
from renewtrack.ui.speaking import speech

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)


@pytest.fixture
def homes(window: MainWindow, qtbot: QtBot) -> HomesScreen:
    window.commands.actions["homes"].trigger()
    screen = window.workspace.screens.made["homes"]
    assert isinstance(screen, HomesScreen)
    qtbot.waitUntil(lambda: bool(screen.homes))
    screen.pages.setCurrentWidget(screen.part)
    return screen


def kept(homes: HomesScreen, key: tuple[int, str]) -> list[dict[str, object]]:
    query = "SELECT wanted, quantity FROM item_choice WHERE household_id = ? AND item = ?"
    return rows.fetch(homes.session.db, query, key)


def type_in(homes: HomesScreen, text: str) -> None:
    """Type a number over the cell with the cursor."""
    QTest.keyClicks(homes.items, text[0])
    editor = homes.items.viewport().findChildren(QLineEdit)[-1]
    QTest.keyClicks(editor, text[1:])
    QTest.keyClick(editor, Qt.Key.Key_Return)


def test_five_keys_and_a_number_answer_and_are_undone(homes: HomesScreen, qtbot: QtBot) -> None:
    table, model = homes.items, homes.items.items
    item = model.items[0]
    key = (model.homes[0].id, item)
    table.point_at(*key)
    before = kept(homes, key)
    for said, stored in (
        (Qt.Key.Key_X, [{"wanted": None, "quantity": 0}]),
        (Qt.Key.Key_Y, [{"wanted": 1, "quantity": None}]),
        (Qt.Key.Key_N, [{"wanted": 0, "quantity": None}]),
        (Qt.Key.Key_D, [{"wanted": None, "quantity": None}]),
        (Qt.Key.Key_U, []),
    ):
        QTest.keyClick(table, said)
        assert kept(homes, key) == stored
    QTest.keyClick(table, Qt.Key.Key_Q)  # a letter without an answer opens nothing
    type_in(homes, "12.5")
    qtbot.waitUntil(lambda: kept(homes, key) == [{"wanted": 1, "quantity": 12.5}])
    qtbot.waitUntil(lambda: model.counts.get(key) == 12.5)
    shown = model.index(1, 1).data()
    assert shown == "✓ 12.5"
    assert "共 12.5" in model.rate(item).zh
    for _ in range(6):
        homes.session.undo()
    assert kept(homes, key) == before


def test_numbers_are_summed_into_the_works_and_the_workbook_goes_out(
    homes: HomesScreen, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    model, db = homes.items.items, homes.session.db
    item, building = model.items[0], homes.building_id
    homes.items.point_at(model.homes[0].id, item)
    type_in(homes, "7")
    qtbot.waitUntil(lambda: model.counts.get((model.homes[0].id, item)) == 7)
    shown: list[list[str]] = []

    def tick(dialog: ScopeDialog) -> int:
        for line in dialog.model.lines:
            mine = line.building_id == building
            if mine != (line.building_id in dialog.model.ticked):
                dialog.model.toggle([list(dialog.model.lines).index(line)])
        shown.append([line.step for line in dialog.model.chosen()])
        return int(QDialog.DialogCode.Accepted)

    monkeypatch.setattr(ScopeDialog, "exec", tick)
    homes.part.sum.click()
    qtbot.waitUntil(lambda: "已写入" in homes.part.hint.text())
    assert shown[0][0] in (scope.ADD, scope.CHANGE, scope.ABOVE)
    query = "SELECT SUM(quantity) FROM work WHERE building_id = ? AND kind = ?"
    assert rows.value(db, query, (building, item)) == 7
    (line,) = participation_scope.preview(db, [building or 0], item)
    assert (line.step, line.missing) == (scope.SAME, model.tally(item).of(YES) - 1)
    homes.session.undo()
    assert rows.value(db, query, (building, item)) != 7
    _goes_out_masked(homes, qtbot, tmp_path / "a.xlsx")


def _goes_out_masked(homes: HomesScreen, qtbot: QtBot, path: Path) -> None:
    db = homes.session.db
    with qtbot.waitSignal(homes.session.recorded):
        homes.part.deeds.export(path)
    going = exports.all(db)[0]
    ids = participation.buildings(db, Filter())
    _, lines = participation.matrix(db, ids)
    assert (going.what, going.masked, going.rows) == ("participation", True, len(lines))
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["各户", "各单元", "各楼", "各小区"]
    rooms = {str(row[4]) for row in book["各户"].iter_rows(min_row=2, values_only=True)}
    assert rooms
    assert all("*" in room for room in rooms)
    said = [cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]
    holders = rows.column(db, "SELECT DISTINCT holder FROM household WHERE holder IS NOT NULL")
    assert holders
    assert not {*said} & {*holders}


def test_every_figure_leads_to_as_many_homes_and_a_home_comes_to_the_front(
    homes: HomesScreen, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    part, table = homes.part, homes.part.rates
    listed: list[HomesBehind] = []

    def looked(dialog: HomesBehind) -> int:
        listed.append(dialog)
        return int(QDialog.DialogCode.Rejected)

    def went(dialog: HomesBehind) -> int:
        dialog.table.activated.emit(dialog.model.index(len(dialog.model.lines) - 1, 0))
        return looked(dialog)

    monkeypatch.setattr(HomesBehind, "exec", looked)
    for level in LEVELS:
        part.level.setCurrentIndex(part.level.findData(level))
        qtbot.waitUntil(lambda level=level: _level(table) == level)  # type: ignore[misc]
        part.item.setCurrentIndex(1)
        for place, answer in ((0, ANSWERS[0]), (1, ANSWERS[1]), (1, ANSWERS[4])):
            column, seen = 2 + ANSWERS.index(answer), len(listed)
            count = table.rates.lines[place].tallies[table.rates.item].of(answer)
            assert table.rates.index(place, column).data() == f"{count:,}"
            table.activated.emit(table.rates.index(place, column))
            qtbot.waitUntil(lambda seen=seen: len(listed) > seen)  # type: ignore[misc]
            assert len(listed[-1].model.lines) == count
            assert {line.answer for line in listed[-1].model.lines} <= {answer}
    monkeypatch.setattr(HomesBehind, "exec", went)
    seen = len(listed)
    table.activated.emit(table.rates.index(len(table.rates.lines) - 1, 0))
    qtbot.waitUntil(lambda: len(listed) > seen)
    gone = listed[-1].chosen
    assert gone is not None
    qtbot.waitUntil(lambda: gone.id in {home.id for home in homes.homes})
    assert part.level.currentIndex() == 0
    assert homes.items.items.key(homes.items.currentIndex()) == (gone.id, table.rates.item)


def _level(table: RatesTable) -> str:
    return table.rates.lines[0].level if table.rates.lines else ""


def test_an_item_of_own_words_a_looker_and_english(
    homes: HomesScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "line", lambda *_: "南窗<b>")
    homes.part.add.click()
    model = homes.items.items
    key = model.key(homes.items.currentIndex())
    assert key == (model.homes[0].id, "南窗<b>")
    QTest.keyClick(homes.items, Qt.Key.Key_Y)
    assert kept(homes, key) == [{"wanted": 1, "quantity": None}]
    monkeypatch.setattr(asking, "line", lambda *_: "北窗")
    homes.part.add.click()
    assert "北窗" in model.items
    homes.part._file = None  # as when another file is opened: its building is not this one
    homes.part.show_building(homes.building_id, list(model.homes))
    assert "北窗" not in model.items
    monkeypatch.setattr(type(homes.session), "may", lambda *_: False)
    homes.part.show_building(homes.building_id, list(model.homes))
    homes.items.point_at(*key)
    for pressed in (Qt.Key.Key_X, Qt.Key.Key_7):
        QTest.keyClick(homes.items, pressed)
    assert kept(homes, key) == [{"wanted": 1, "quantity": None}]
    assert not model.flags(model.index(1, 1)) & Qt.ItemFlag.ItemIsEditable
    assert not homes.part.sum.isEnabled()
    assert model.key(QModelIndex()) is None
    speech.switch("en")
    try:
        assert homes.part.level.itemText(3) == "Estates"
        assert "takes part" in homes.part.hint.text()
    finally:
        speech.switch("zh")
