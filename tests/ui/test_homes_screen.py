"""The homes of a building on its front: answers by single keys, visits booked, undone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from renewtrack.store import rows
from renewtrack.ui import asking
from renewtrack.ui.booking_form import BookingForm
from renewtrack.ui.homes_screen import HomesScreen
from renewtrack.ui.main_window import MainWindow
from renewtrack.ui.speaking import speech


@pytest.fixture
def homes(window: MainWindow, qtbot: QtBot) -> HomesScreen:
    window.commands.actions["homes"].trigger()
    screen = window.workspace.screens.made["homes"]
    assert isinstance(screen, HomesScreen)
    qtbot.waitUntil(lambda: bool(screen.homes))
    return screen


def stored(homes: HomesScreen, home_id: int) -> str | None:
    query = "SELECT agree FROM household WHERE id = ?"
    return rows.fetch(homes.session.db, query, (home_id,))[0]["agree"]  # type: ignore[no-any-return]


def test_the_list_and_the_front_tell_what_the_file_holds(homes: HomesScreen) -> None:
    db = homes.session.db
    line = homes.model.lines[0]
    query = "SELECT COUNT(*) FROM household WHERE building_id = ?"
    assert line.homes == rows.value(db, query, (line.id,)) == len(homes.homes)
    assert line.agreed == rows.value(db, f"{query} AND agree = 'yes'", (line.id,))
    assert f"{line.agreed} / {line.homes} 户" in homes.rates.text()


@pytest.mark.parametrize(
    ("key", "answer"),
    [
        (Qt.Key.Key_Y, "yes"),
        (Qt.Key.Key_N, "no"),
        (Qt.Key.Key_D, "undecided"),
        (Qt.Key.Key_U, None),
    ],
)
def test_a_key_answers_for_the_home_in_front_and_is_undone(
    homes: HomesScreen, qtbot: QtBot, key: Qt.Key, answer: str | None
) -> None:
    home = homes.view.current
    assert home is not None
    QTest.keyClick(homes.view, key)
    assert stored(homes, home.id) == answer
    if answer != home.agree:
        homes.session.undo()
        assert stored(homes, home.id) == home.agree


def test_shift_marks_several_homes_which_answer_together(homes: HomesScreen, qtbot: QtBot) -> None:
    QTest.keyClick(homes.view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(homes.view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    ids = [home.id for home in homes.view.homes()]
    assert len(ids) == 3
    QTest.keyClick(homes.view, Qt.Key.Key_N)
    assert {stored(homes, each) for each in ids} == {"no"}


def test_arrows_walk_over_the_front(homes: HomesScreen) -> None:
    first = homes.view.current
    assert first is not None
    QTest.keyClick(homes.view, Qt.Key.Key_Down)
    below = homes.view.current
    assert below is not None
    assert below.room != first.room
    assert below.room[-2:] == first.room[-2:]
    QTest.keyClick(homes.view, Qt.Key.Key_Up)
    assert homes.view.current is not None
    assert homes.view.current.id == first.id


def test_enter_books_a_visit_on_the_next_working_half_day(
    homes: HomesScreen, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    home = homes.view.current
    assert home is not None

    def answer(form: BookingForm) -> int:
        form._accept()
        return form.result()

    monkeypatch.setattr(BookingForm, "exec", answer)
    QTest.keyClick(homes.view, Qt.Key.Key_Return)
    found = rows.fetch(
        homes.session.db,
        "SELECT * FROM appointment WHERE household_id = ? ORDER BY id DESC",
        (home.id,),
    )[0]
    assert (found["date"], found["half"], found["state"]) == ("2026-11-24", "am", "planned")


def test_a_looker_changes_nothing(homes: HomesScreen, monkeypatch: pytest.MonkeyPatch) -> None:
    home = homes.view.current
    assert home is not None
    monkeypatch.setattr(type(homes.session), "may", lambda *_: False)
    QTest.keyClick(homes.view, Qt.Key.Key_N)
    assert stored(homes, home.id) == home.agree


def test_the_view_speaks_english_and_cuts_no_word_off(homes: HomesScreen, qtbot: QtBot) -> None:
    speech.switch("en")
    try:
        assert homes.mode.itemText(1) == "Visits"
        assert "homes agree" in homes.rates.text()
        assert homes.answers["y"].text() == "Agrees"
        homes.window().resize(1024, 700)
        qtbot.wait(50)
        for button in (homes.home.form, homes.home.add):
            assert button.width() >= button.sizeHint().width()
    finally:
        speech.switch("zh")


def test_a_key_answers_for_an_item_and_the_rate_follows(homes: HomesScreen, qtbot: QtBot) -> None:
    homes.pages.setCurrentIndex(1)
    table, model = homes.items, homes.items.items
    assert model.items
    assert model.rowCount() == len(homes.homes) + 1
    item, home = model.items[-1], model.homes[0]
    before = [each for each in model.homes if model.choices.get((each.id, item)) == 1]
    table.clearSelection()
    table.setCurrentIndex(model.index(1, len(model.items)))
    wanted = model.choices.get((home.id, item)) != 1
    QTest.keyClick(table, Qt.Key.Key_Y if wanted else Qt.Key.Key_N)
    query = "SELECT wanted FROM item_choice WHERE household_id = ? AND item = ?"
    assert rows.value(homes.session.db, query, (home.id, item)) == int(wanted)
    count = len(before) + (1 if wanted else -1)
    qtbot.waitUntil(lambda: model.rate(item).zh.startswith(f"{count} 户"))
    assert table.currentIndex().row() == 1
    homes.session.undo()
    qtbot.waitUntil(lambda: model.rate(item).zh.startswith(f"{len(before)} 户"))


def test_needs_are_noted_decided_by_keys_and_refused_with_a_reason(
    homes: HomesScreen, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    homes.pages.setCurrentIndex(2)
    needs, db = homes.needs, homes.session.db
    before = len(needs.model.lines)
    said = iter(("楼道加扶手", "不在改造范围"))
    monkeypatch.setattr(asking, "line", lambda *_: next(said))
    QTest.keyClick(needs, Qt.Key.Key_Insert)
    qtbot.waitUntil(lambda: len(needs.model.lines) == before + 1)
    place = [line.text for line in needs.model.lines].index("楼道加扶手")
    need = needs.model.lines[place].id
    query = "SELECT adopted, why FROM need WHERE id = ?"
    needs.table.selectRow(place)
    QTest.keyClick(needs.table, Qt.Key.Key_Y)
    assert rows.fetch(db, query, (need,)) == [{"adopted": 1, "why": None}]
    qtbot.waitUntil(lambda: any(line.adopted == 1 for line in needs.model.lines))
    assert [line.id for line in needs.chosen()] == [need]
    QTest.keyClick(needs.table, Qt.Key.Key_N)
    assert rows.fetch(db, query, (need,)) == [{"adopted": 0, "why": "不在改造范围"}]
    homes.session.undo()
    assert rows.fetch(db, query, (need,)) == [{"adopted": 1, "why": None}]
