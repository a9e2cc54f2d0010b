"""The week of visits: booked, moved, marked and booked anew by keys, buttons and drags."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from PySide6.QtCore import QDate, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QFileDialog
from pytestqt.qtbot import QtBot

from renewtrack.domain.slots import Slot
from renewtrack.store import crews, rows
from renewtrack.ui import asking, trouble
from renewtrack.ui.booking_form import BookingForm
from renewtrack.ui.crews_dialog import CrewsDialog
from renewtrack.ui.entry_form import EntryForm
from renewtrack.ui.flow import FlowPage
from renewtrack.ui.main_window import MainWindow
from renewtrack.ui.print_dialog import PrintDialog
from renewtrack.ui.speaking import speech
from renewtrack.ui.visits_screen import VisitsScreen
from renewtrack.ui.week_board import HOMES, VISITS, carried

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
Key = Qt.Key
MONDAY = dt.date(2026, 11, 23)
TUESDAY = Slot(dt.date(2026, 11, 24), "pm")


@pytest.fixture
def visits(window: MainWindow, qtbot: QtBot) -> VisitsScreen:
    window.commands.actions["visits"].trigger()
    screen = window.workspace.screens.made["visits"]
    assert isinstance(screen, VisitsScreen)
    qtbot.waitUntil(lambda: screen.week is not None)
    return screen


def one(screen: VisitsScreen, visit: int) -> rows.Row:
    return rows.fetch(screen.session.db, "SELECT * FROM appointment WHERE id = ?", (visit,))[0]


def read_again(screen: VisitsScreen, qtbot: QtBot, deed: Callable[[], object]) -> None:
    """Do something and wait until the board has been read again."""
    before = screen.week
    deed()
    qtbot.waitUntil(lambda: screen.week is not before)


def test_a_week_is_shown_and_other_weeks_are_a_key_away(visits: VisitsScreen, qtbot: QtBot) -> None:
    week = visits.week
    assert week is not None
    stored = "SELECT COUNT(*) FROM appointment WHERE date BETWEEN ? AND ? AND state != 'off'"
    count = rows.value(visits.session.db, stored, ("2026-11-23", "2026-11-29"))
    assert sum(map(len, week.cells.values())) == count > 0
    assert f"{week.every:,}" in visits.waiting.text()
    visits.board.setFocus()
    QTest.keyClick(visits.board, Key.Key_PageDown)
    qtbot.waitUntil(lambda: visits.week is not None and visits.week.first.day == 30)
    assert visits.week is not None
    quiet = [each.zh for said in visits.week.quiet.values() for each in said]
    assert any("期末考试" in each for each in quiet)
    speech.switch("en")
    assert visits.span.text() == "2026-11-30 to 2026-12-06"
    assert "Exams" not in visits.waiting.text()
    visits.grab()  # both languages are painted
    speech.switch("zh")
    read_again(visits, qtbot, lambda: visits.by_weeks(0))
    QTest.keyClick(visits.board, Key.Key_Right)
    assert visits.board.cell[1].day == MONDAY + dt.timedelta(1)


def test_homes_are_booked_by_keys_drags_and_the_next_free_half_day(
    visits: VisitsScreen, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    crew = crews.all(visits.session.db)[0]
    visits.board.go_to((crew.id, TUESDAY))
    home = visits.queue.marked()[0].household_id
    visits.queue.setFocus()
    read_again(visits, qtbot, lambda: QTest.keyClick(visits.queue, Key.Key_B))
    booked = visits.board.visits()
    assert [(each.household_id, each.state) for each in booked] == [(home, "planned")]
    read_again(visits, qtbot, lambda: QTest.keyClick(visits.queue, Key.Key_F))
    latest = rows.fetch(
        visits.session.db, "SELECT date, crew_id FROM appointment ORDER BY id DESC LIMIT 1"
    )[0]
    assert latest["date"] > visits.session.today
    assert latest["crew_id"] is not None
    other = visits.queue.marked()[0].household_id
    place = next(box for cell, box in visits.board._cells() if cell == (crew.id, TUESDAY))
    mime = carried(HOMES, [other])
    drop = QDropEvent(
        QPointF(place.center()),
        Qt.DropAction.MoveAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    read_again(visits, qtbot, lambda: visits.board.dropEvent(drop))
    assert {each.household_id for each in visits.board.visits()} == {home, other}
    told: list[str] = []
    monkeypatch.setattr(trouble, "show", lambda error, _: told.append(error.in_("zh")))
    saturday = (crew.id, Slot(dt.date(2026, 11, 28), "am"))
    visits.deeds.move_to([booked[0].id], saturday)
    assert "不上班" in told[0]
    assert one(visits, booked[0].id)["date"] == "2026-11-24"


def test_visits_move_by_keys_and_what_became_of_them_is_a_key(
    visits: VisitsScreen, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    cell = next(cell for cell, held in visits.week.cells.items() if held)  # type: ignore[union-attr]
    visits.board.go_to(cell)
    visits.board.setFocus()
    held = [each.id for each in visits.board.visits()]
    control = Qt.KeyboardModifier.ControlModifier
    visits.list.selectAll()
    read_again(visits, qtbot, lambda: QTest.keyClick(visits.board, Key.Key_Down, control))
    moved = {one(visits, each)["half"] for each in held}
    assert (moved, visits.board.cell[1].half) == ({"pm"}, "pm")
    QTest.keyClick(visits.board, Key.Key_Return)
    assert visits.list.hasFocus()
    first = visits.list.marked()[0].id
    for key, column, value in (
        (Key.Key_R, "reminded_on", "2026-11-23"),
        (Key.Key_K, "state", "kept"),
        (Key.Key_K, "state", "planned"),
        (Key.Key_M, "state", "missed"),
        (Key.Key_M, "state", "planned"),
    ):
        visits.list.selectRow([line.id for line in visits.list.lines.lines].index(first))
        read_again(visits, qtbot, lambda sign=key: QTest.keyClick(visits.list, sign))  # type: ignore[misc]
        assert one(visits, first)[column] == value
    visits.list.selectRow([line.id for line in visits.list.lines.lines].index(first))
    read_again(visits, qtbot, lambda: QTest.keyClick(visits.list, Key.Key_N))
    follows = rows.fetch(
        visits.session.db, "SELECT * FROM appointment WHERE follows_id = ?", (first,)
    )
    assert (one(visits, first)["state"], len(follows)) == ("missed", 1)
    monkeypatch.setattr(asking, "confirmed", lambda *_: True)
    second = next(line.id for line in visits.list.lines.lines if line.id != first)
    visits.list.selectRow([line.id for line in visits.list.lines.lines].index(second))
    read_again(visits, qtbot, lambda: QTest.keyClick(visits.list, Key.Key_Delete))
    assert one(visits, second)["state"] == "off"
    visits.session.undo()
    assert one(visits, second)["state"] == "planned"


def test_what_is_not_moved_stays_in_front(
    visits: VisitsScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(trouble, "show", lambda error, _: told.append(error.in_("zh")))
    cell = next(cell for cell, held in visits.week.cells.items() if held)  # type: ignore[union-attr]
    monday = cell[0], Slot(visits.monday, cell[1].half)
    visits.board.go_to(monday)
    control = Qt.KeyboardModifier.ControlModifier
    QTest.keyClick(visits.board, Key.Key_Left, control)
    assert "不上班" in told[0]
    assert visits.board.cell == monday


def test_the_buttons_of_the_list_stay_in_sight_where_it_is_narrow(
    visits: VisitsScreen, qtbot: QtBot
) -> None:
    page = visits.findChildren(FlowPage)[0]
    page.resize(210, 120)
    lowest = page.box.minimumHeightForWidth(210)
    qtbot.waitUntil(lambda: page.minimumHeight() == lowest)
    assert lowest > visits.buttons["off"].height() * 4


def test_a_day_of_a_crew_moves_to_free_half_days(
    visits: VisitsScreen, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    cell = next(cell for cell, held in visits.week.cells.items() if held)  # type: ignore[union-attr]
    visits.board.go_to(cell)
    held = [each.id for each in visits.board.visits()]
    said: list[str] = []
    monkeypatch.setattr(asking, "date", lambda *_: "2026-12-07")
    monkeypatch.setattr(asking, "confirmed", lambda *said_: bool(said.append(said_[2].zh)) or True)
    read_again(visits, qtbot, visits.deeds.ask_day)
    assert {one(visits, each)["date"] for each in held} == {"2026-12-07"}
    assert "2026-12-07 上午" in said[0]


def test_the_form_of_the_desk_books_with_enter_alone(visits: VisitsScreen, qtbot: QtBot) -> None:
    home = visits.queue.lines.lines[0]
    form = BookingForm(visits.session, visits)
    form.show()
    form.activateWindow()
    form.words.setFocus()
    qtbot.waitUntil(form.words.hasFocus)
    QTest.keyClicks(form.words, home.short)
    place = [each.household_id for each in form.homes].index(home.household_id)
    if len(form.homes) > 1:
        for _ in range(place + 1):
            QTest.keyClick(form.words, Key.Key_Down)
    assert form.home is not None
    assert form.date.text() > visits.session.today
    QTest.keyClick(form.words, Key.Key_Return)
    assert (form.date.hasFocus(), form.booked) == (True, None)
    first = form.date.text(), form.half.currentData()
    form.later()
    assert (form.date.text(), form.half.currentData()) > first
    form.offer()
    QTest.keyClick(form.date, Key.Key_Return)
    qtbot.waitUntil(lambda: form.booked is not None)
    stored = one(visits, form.booked or 0)
    assert (stored["household_id"], stored["date"], stored["source"]) == (
        home.household_id,
        first[0],
        "desk",
    )
    again = BookingForm(visits.session, visits)
    again.take(home, Slot(dt.date.fromisoformat(first[0]), first[1]))
    again._accept()
    assert "已有预约" in again.why.text()
    again.words.setText("没有这户 9-9-999")
    assert again.home is None
    assert again.why.text()
    for each in (form, again):
        each.deleteLater()


def test_crews_quiet_days_and_working_days_are_kept_and_checked(
    visits: VisitsScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = CrewsDialog(visits.session, visits)
    line = dialog.estate.lineEdit()
    assert line is not None
    line.setText("没有这个小区")
    line.editingFinished.emit()
    assert dialog.estate.currentText() == dialog.estate.itemText(0)  # whose rules are shown
    typed: dict[str, object] = {}
    refused: list[str] = []

    def fill(form: EntryForm) -> int:
        for key, value in typed.items():
            field = form.fields[key]
            if hasattr(field, "setText"):
                field.setText(str(value))
            else:
                field.setCurrentIndex(field.findData(value))  # type: ignore[union-attr]
        form._accept()
        refused.append(form.why.text())
        return int(form.result())

    monkeypatch.setattr(EntryForm, "exec", fill)
    db = visits.session.db
    typed |= {"name": "入户三组", "capacity": "5"}
    dialog.crews.insert()
    assert [crew.capacity for crew in crews.all(db) if crew.name == "入户三组"] == [5]
    dialog.crews.insert()
    assert "已经登记过" in refused[-1]
    typed.clear()
    typed |= {"date": "2026-11-25", "half": "am", "capacity": "0", "why": "培训"}
    dialog.crews.table.selectRow(0)
    dialog.slots.insert()
    own = next(crew for crew in crews.all(db) if crew.id == dialog.crews.row["id"])  # type: ignore[index]
    assert own.homes_in(Slot(dt.date(2026, 11, 25), "am")) == 0
    typed.clear()
    typed |= {"first_day": "2026-6-10", "last_day": "2026-6-7", "why": "高考"}
    dialog.rules.insert()
    assert "止日早于起日" in refused[-1]
    dialog.estate.setCurrentIndex(1)
    typed |= {"first_day": "2026-6-7", "last_day": "2026-6-10"}
    dialog.rules.insert()
    estate = dialog.estate.currentData()
    rule = rows.fetch(db, "SELECT * FROM quiet_rule ORDER BY id DESC LIMIT 1")[0]
    assert (rule["estate_id"], rule["first_day"]) == (estate, "2026-06-07")
    typed.clear()
    typed |= {"date": "2026-11-28", "why": "周六加班"}
    dialog.days.insert()
    assert rows.value(db, "SELECT COUNT(*) FROM work_day WHERE date = '2026-11-28'") == 1
    dialog.deleteLater()


def test_the_papers_of_the_week_and_its_calendar_file(
    visits: VisitsScreen, monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    shown: list[tuple[str, QDate]] = []

    def look(dialog: PrintDialog) -> int:
        shown.append((dialog.fields.kind.key, dialog.fields.visit_from.date()))
        dialog.close()  # lets go of the sheet that is being made
        return int(QDialog.DialogCode.Rejected)

    monkeypatch.setattr(PrintDialog, "exec", look)
    visits.deeds.ask_papers()
    assert shown == [("visits", QDate(2026, 11, 23))]
    path = f"{tmp_path}/入户.ics"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (path, ""))
    said: list[str] = []
    monkeypatch.setattr(asking, "tell", lambda *words: said.append(words[2].zh))
    visits.deeds.save_calendar()
    with open(path, encoding="utf-8") as file:  # noqa: PTH123 - as another program opens it
        text = file.read()
    rooms = {each.room for held in visits.week.cells.values() for each in held}  # type: ignore[union-attr]
    assert "BEGIN:VEVENT" in text
    assert not [room for room in rooms if f"-{room}" in text]
    assert said
    assert visits.list.lines.mimeTypes() == [VISITS]
