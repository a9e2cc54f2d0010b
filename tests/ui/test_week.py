"""A week at Shangdi Dongli, played through in the window from the sheet to the masked notice.

With ``RENEWTRACK_PICTURES`` set to a folder, what the window showed on the way is kept there.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pypdf
import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from renewtrack.domain.slots import Slot
from renewtrack.intake import senders
from renewtrack.store import crews, exports, rows, visit_lists
from renewtrack.ui import asking
from renewtrack.ui.booking_form import BookingForm
from renewtrack.ui.crews_dialog import CrewsDialog
from renewtrack.ui.entry_form import EntryForm
from renewtrack.ui.import_wizard import ImportWizard
from renewtrack.ui.import_wizard_choice import RECEIPT
from renewtrack.ui.main_window import MainWindow
from renewtrack.ui.print_dialog import PrintDialog
from renewtrack.ui.visits_screen import VisitsScreen
from tests.ui.test_month import Month
from tests.ui.wizard_driving import advance, settle

pytestmark = pytest.mark.qt_log_ignore(
    "propagateSizeHints", "This plugin does not support", extend=True
)
Key = Qt.Key
ESTATE = "上地东里小区"
HEADS = (
    *("楼号", "单元", "房号", "户主姓名", "联系电话", "是否同意改造", "外窗更换", "上下水管线"),
    *("空调移机", "预约时间", "个性化需求", "备注"),
)
NEEDS = ("窗户要内开", "高考期间不施工", "家有老人，请轻声")
AGREE = ("同意", "是", "√", "不同意", "待定")


class Week(Month):
    """The week's window."""

    play = "week"


@pytest.fixture
def week(window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Week]:
    monkeypatch.setattr(asking, "confirmed", lambda *_: True)
    window.workspace.map.hide()
    window.workspace.choice.choose("street", {"上地街道"})
    yield Week(window, qtbot, monkeypatch)
    for remembered in senders.all():
        senders.remove(remembered)


@pytest.fixture
def register(tmp_path: Path) -> Path:
    """A register of visits as field teams keep it: 40 homes, ticks of all kinds, three mistakes."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append([f"{ESTATE}入户改造预约及需求登记表（2026年）"])
    sheet.append(HEADS)
    for place in range(40):
        building, unit, room = place % 8 + 1, place // 16 + 1, f"{place % 5 + 1}0{place % 2 + 1}"
        said = AGREE[place % 5]
        when = "11月24日上午" if place % 4 == 0 else "未预约"
        need = NEEDS[place % 3] if place % 10 == 1 else None
        person = [f"赵{'甲乙丙丁戊'[place % 5]}", f"1381234{5000 + place}"]
        ticks = ["√", "1" if place % 2 else None, "×"]
        sheet.append([f"{building}号楼", f"{unit}单元", room, *person, said, *ticks, when, need])
    sheet.append(["99号楼", "1单元", "101", "无名", None, "同意", "√", None, None, None, None])
    sheet.append(["3号楼", "3单元", "601", "钱六", None, "同意", "√", None, None, "2月30日上午"])
    path = tmp_path / f"{ESTATE}入户预约登记.xlsx"
    book.save(path)
    return path


def test_a_week_at_shangdi_dongli(week: Week, register: Path, tmp_path: Path) -> None:
    import_the_register(week, register)
    screen = book_the_unbooked(week)
    move_the_exam_week(week, screen)
    print_slips_and_the_crew_s_day(week, screen, tmp_path)
    mark_what_was_done(week, screen)


def import_the_register(week: Week, path: Path) -> None:
    """Take the sheet in; the unknown building is held back and the impossible date told."""
    wizard = ImportWizard(week.window.session, [path], week.window)
    wizard.show()
    settle(week.qtbot, wizard)
    advance(week.qtbot, wizard, RECEIPT)
    week.seen("import", wizard)
    wizard.close()
    of_estate = "JOIN building ON building.id = building_id WHERE estate_id = 1"
    visits = "SELECT COUNT(*) FROM appointment JOIN household ON household_id = household.id"
    assert week.value(f"SELECT COUNT(*) FROM household {of_estate}") == 41
    assert week.value(f"{visits} {of_estate}") == 10
    assert week.value("SELECT COUNT(*) FROM household WHERE room = '601' AND holder = '钱六'") == 1


def book_the_unbooked(week: Week) -> VisitsScreen:
    """Book one home at the desk by keys alone, and the others on the next free half days."""
    screen = week.view("visits")
    assert isinstance(screen, VisitsScreen)
    week.until(lambda: screen.week is not None)
    week.seen("queue")
    waiting = [line for line in screen.queue.lines.lines if line.estate == ESTATE]
    assert waiting
    form = BookingForm(week.window.session, screen)
    form.show()
    form.activateWindow()
    form.words.setFocus()
    week.until(form.words.hasFocus)
    QTest.keyClicks(form.words, f"sddl {waiting[0].short}")
    week.until(lambda: form.home is not None)
    week.seen("desk", form)
    QTest.keyClick(form.date, Key.Key_Return)
    week.until(lambda: form.booked is not None)
    form.deleteLater()
    own = {line.household_id for line in waiting[1:]}
    week.until(lambda: screen.queue.lines.lines[0].household_id != waiting[0].household_id)
    model = screen.queue.model()
    screen.queue.clearSelection()
    for place, line in enumerate(screen.queue.lines.lines):
        if line.household_id in own:
            flags = screen.queue.selectionModel().SelectionFlag
            screen.queue.selectionModel().select(model.index(place, 0), flags.Select | flags.Rows)
    screen.queue.setFocus()
    QTest.keyClick(screen.queue, Key.Key_F)
    booked = "SELECT COUNT(DISTINCT household_id) FROM appointment WHERE state = 'planned'"
    ids = ", ".join(map(str, own))
    assert week.value(f"{booked} AND household_id IN ({ids})") == len(own)
    return screen


def move_the_exam_week(week: Week, screen: VisitsScreen) -> None:
    """Enter the exam week of the estate; what it hits is told, and a crew's day moves behind it."""
    crew = crews.all(week.db)[0]
    dialog = CrewsDialog(week.window.session, screen)
    dialog.show()
    dialog.tabs.setCurrentIndex(1)
    dialog.estate.setCurrentIndex(dialog.estate.findText(ESTATE))

    def fill(form: EntryForm) -> int:
        for key, said in (("first_day", "2026-11-24"), ("last_day", "2026-12-2")):
            form.fields[key].setText(said)  # type: ignore[union-attr]
        form.fields["why"].setText("期中考试周")  # type: ignore[union-attr]
        form._accept()
        return int(form.result())

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(EntryForm, "exec", fill)
        dialog.rules.insert()
    week.seen("quiet", dialog)
    dialog.close()
    today = dt.date.fromisoformat(week.window.session.today)
    hit = set(visit_lists.troubles(week.db, today))
    day = next(
        slot.day
        for (crew_id, slot), held in sorted(screen.board.week.cells.items())  # type: ignore[union-attr]
        if crew_id == crew.id and {each.id for each in held} & hit
    )
    screen.board.go_to((crew.id, Slot(day, "am")))
    week.until(lambda: screen.week is not None and set(screen.week.troubles) == hit)
    week.seen("exams")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(asking, "date", lambda *_: "2026-12-03")
        screen.deeds.ask_day()
    left = set(visit_lists.troubles(week.db, today))
    assert left < hit
    moved = [each for each in visit_lists.some(week.db, hit - left) if each.crew_id == crew.id]
    assert {each.date >= "2026-12-03" for each in moved} == {True}


def print_slips_and_the_crew_s_day(week: Week, screen: VisitsScreen, folder: Path) -> None:
    """Print the slips and the crew's sheet with its map for a reason, and read them back."""
    first = dt.date(2026, 12, 3)
    for paper in ("crew", "slips"):
        path = folder / f"{paper}.pdf"

        def play(dialog: PrintDialog, paper: str = paper, path: Path = path) -> int:
            dialog.show()
            fields = dialog.fields
            fields.visit_from.setDate(QDate(first.year, first.month, first.day))
            fields.visit_to.setDate(QDate(2026, 12, 10))
            fields.visit_paper.choose(paper)
            with week.qtbot.waitSignal(dialog.made, timeout=20_000):
                fields.reason.setText("张贴和派工")
            week.until(lambda: dialog.export.isEnabled())
            week.seen(paper, dialog)
            dialog.save(path)
            week.until(path.exists)
            dialog.close()
            return int(dialog.result())

        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(PrintDialog, "exec", play)
            screen.deeds.ask_papers()
        said = "".join(page.extract_text() for page in pypdf.PdfReader(path).pages)
        visits = [v for v in visit_lists.week(week.db, first, 8) if v.state == "planned"]
        plain = re.sub(r"\s", "", said)
        assert visits
        for visit in visits:
            assert (visit.short if paper == "crew" else f"{visit.room}室") in plain
    noted = rows.fetch(
        week.db, "SELECT what, masked, reason FROM export_log ORDER BY id DESC LIMIT 2"
    )
    assert {(row["what"], row["masked"], row["reason"]) for row in noted} == {
        ("visit_papers", 0, "张贴和派工")
    }
    assert "visit_papers" in exports.WHATS


def mark_what_was_done(week: Week, screen: VisitsScreen) -> None:
    """Mark the visits of the moved day by keys: all met but one, who is booked anew."""
    before = screen.week
    screen.monday = dt.date(2026, 11, 30)
    screen.show_now()
    week.until(lambda: screen.week is not before and screen.week is not None)
    assert screen.week is not None
    cell = max(screen.week.cells, key=lambda each: len(screen.week.cells[each]))  # type: ignore[union-attr]
    screen.board.go_to(cell)
    held = [visit.id for visit in screen.board.visits() if visit.state == "planned"]
    screen.board.setFocus()
    QTest.keyClick(screen.board, Key.Key_Return)
    screen.list.selectAll()
    QTest.keyClick(screen.list, Key.Key_K)
    states = {visit.id: visit.state for visit in visit_lists.some(week.db, held)}
    assert set(states.values()) == {"kept"}
    last = screen.week
    week.until(lambda: screen.week is not last)
    screen.list.selectRow([line.id for line in screen.list.lines.lines].index(held[-1]))
    QTest.keyClick(screen.list, Key.Key_N)
    assert week.value("SELECT COUNT(*) FROM appointment WHERE follows_id = ?", held[-1]) == 1
    week.seen("done")
