"""A week at Shangdi Dongli, played through in the window from the sheet to the masked notice.

With ``RENEWTRACK_PICTURES`` set to a folder, what the window showed on the way is kept there.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pypdf
import pytest
from PIL import Image, ImageDraw
from PySide6.QtCore import QDate, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from renewtrack.domain.slots import Slot
from renewtrack.intake import senders
from renewtrack.store import (
    actions,
    belonging,
    consultations,
    crews,
    exports,
    rows,
    visit_lists,
)
from renewtrack.ui import asking, print_kinds
from renewtrack.ui.booking_form import BookingForm
from renewtrack.ui.crews_dialog import CrewsDialog
from renewtrack.ui.entry_form import EntryForm
from renewtrack.ui.import_wizard import ImportWizard
from renewtrack.ui.import_wizard_choice import RECEIPT
from renewtrack.ui.main_window import MainWindow
from renewtrack.ui.needs_screen import NeedsScreen
from renewtrack.ui.photo_receipt import ReceiptDialog
from renewtrack.ui.photos_screen import PhotosScreen
from renewtrack.ui.print_dialog import PrintDialog
from renewtrack.ui.visits_screen import VisitsScreen
from tests.photo_making import exif
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
    window.workspace.choice.choose("street", frozenset({"上地街道"}))
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
    photograph_the_buildings(week, tmp_path)
    answer_three_needs(week)
    print_before_and_after(week, tmp_path / "前后对照.pdf")
    put_up_the_masked_notice(week, tmp_path)


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
    QTest.keyClick(form.words, Key.Key_Return)
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
    QTest.keyClick(screen.list, Key.Key_K)  # taken back: this one was not met
    last = screen.week
    week.until(lambda: screen.week is not last)
    screen.list.selectRow([line.id for line in screen.list.lines.lines].index(held[-1]))
    QTest.keyClick(screen.list, Key.Key_N)
    assert week.value("SELECT COUNT(*) FROM appointment WHERE follows_id = ?", held[-1]) == 1
    week.seen("done")


def facade(number: int, renewed: bool, taken: str) -> bytes:
    """Return a drawn picture of a front, with old or new walls and windows."""
    picture = Image.new("RGB", (640, 480), "#BFD7EA")
    pen = ImageDraw.Draw(picture)
    wall, frame = ("#E9D8A6", "#FFFFFF") if renewed else ("#9A9186", "#6B5B4B")
    pen.rectangle((70, 60, 570, 430), wall, "#5C554D")
    pen.rectangle((0, 430, 640, 480), "#7FA05A" if renewed else "#8A8274")
    for row in range(4):
        for column in range(5):
            left, top = 100 + column * 92, 84 + row * 84
            pen.rectangle((left, top, left + 52, top + 50), "#4F6D7A", frame, 5)
    if not renewed:
        pen.line((90, 90, 210, 300, 180, 420), "#5C554D", 4)
    made = io.BytesIO()
    picture.save(made, "JPEG", quality=80 + number, exif=exif(taken=taken))
    return made.getvalue()


def photograph_the_buildings(week: Week, folder: Path) -> None:
    """Drop the pictures of a camera on the view; they find their buildings and each other."""
    card = folder / ESTATE
    card.mkdir()
    for number in (1, 2):
        for phase, day in (("前", "2025:03:12 10:11:12"), ("后", "2026:11:20 09:00:00")):
            made = facade(number, phase == "后", day)
            (card / f"{number}号楼改造{phase}.jpg").write_bytes(made)
    screen = week.view("photos")
    assert isinstance(screen, PhotosScreen)
    week.until(lambda: not week.window.session.tasks.running)
    told = QMimeData()
    told.setUrls([QUrl.fromLocalFile(str(card))])
    copy, left, none = (
        Qt.DropAction.CopyAction,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    screen.dropEvent(QDropEvent(QPointF(50, 50), copy, told, left, none))
    week.until(lambda: len(screen.found.photos) == 4)
    week.until(lambda: not week.window.session.tasks.running)
    for receipt in week.window.findChildren(ReceiptDialog):
        receipt.close()
    assert {each.estate_id for each in screen.found.photos} == {1}
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(asking, "tell", lambda *_: None)
        screen.deeds.pair_up()
    week.until(lambda: len(screen.found.pairs) == 2)
    for _ in range(2):  # the pair in front asks for its large pictures, one after the other
        week.qtbot.wait(60)
        week.until(lambda: not week.window.session.tasks.running)
    week.seen("photos")


def answer_three_needs(week: Week) -> None:
    """Adopt one need, refuse one with its reason, refer one with its date, all by keys."""
    screen = week.view("needs")
    assert isinstance(screen, NeedsScreen)
    page = screen.page
    week.until(lambda: [line for line in page.lines if line.estate == ESTATE])

    def refer(form: EntryForm) -> int:
        form.fields["referred_to"].setText("街道社区办")  # type: ignore[union-attr]
        form.fields["due"].setText("2026-12-11")  # type: ignore[union-attr]
        form._accept()
        return int(form.result())

    for key, column, value in (
        (Key.Key_Y, "adopted", 1),
        (Key.Key_N, "why", "不在本次改造范围"),
        (Key.Key_R, "referred_to", "街道社区办"),
    ):
        open_ones = [
            at
            for at, line in enumerate(page.shown())
            if line.estate == ESTATE and line.adopted is None and not line.referred_to
        ]
        page.table.selectRow(open_ones[0])
        chosen = page.chosen()[0].id
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(asking, "line", lambda *_, **__: "不在本次改造范围")
            patched.setattr(EntryForm, "exec", refer)
            QTest.keyClick(page.table, key)
        assert belonging.one(week.db, "need", chosen)[column] == value
        week.until(lambda: not week.window.session.tasks.running)
    week.seen("needs")


def print_before_and_after(week: Week, path: Path) -> None:
    """Print the pairs of pictures of the estate on A4."""

    def play(dialog: PrintDialog) -> None:
        assert dialog.fields.kind.key == print_kinds.PAIRS
        week.until(lambda: dialog.export.isEnabled())
        week.seen("pairs", dialog)
        dialog.save(path)
        week.until(path.exists)

    week.over("print_pairs", PrintDialog, play)
    said = "".join(page.extract_text() for page in pypdf.PdfReader(path).pages)
    assert ESTATE in re.sub(r"\s", "", said)
    assert len(pypdf.PdfReader(path).pages[0].images) == 4


def put_up_the_masked_notice(week: Week, folder: Path) -> None:
    """Ask the residents in a round, and put its notice up as paper and as a page, nobody named."""
    with actions.act(week.db, "edit", "李工"):
        round_id = consultations.add(
            week.db,
            {"estate_id": 1},
            {
                "title": "停车位怎么划",
                "text": "赵甲（13812345000）建议在 3 号楼前划线，请各户选择。",
                "options": ["划线", "不划线"],
                "opened_on": "2026-11-24",
                "notice_from": "2026-11-24",
                "notice_to": "2026-12-01",
            },
        )
        asked = consultations.asked(week.db, round_id)[:20]
        for place, home in enumerate(asked):
            choice = "划线" if place % 3 else "不划线"
            consultations.answer(week.db, round_id, home.id, choice, "2026-11-26")
    week.window.session.changed.emit(frozenset({"consultation"}))
    paper, page = folder / "公示.pdf", folder / "公示.html"

    def play(dialog: PrintDialog) -> None:
        with week.qtbot.waitSignal(dialog.made, timeout=20_000):
            dialog.fields.notice.choose("consultation")
            dialog.fields.range.choose("all")
        week.until(lambda: dialog.export.isEnabled())
        week.seen("notice", dialog)
        dialog.save(paper)
        week.until(paper.exists)

    week.over("print_notices", PrintDialog, play)
    screen = week.view("needs")
    assert isinstance(screen, NeedsScreen)
    screen.round_deeds.export(round_id, page)
    week.until(page.exists)
    told = "".join(each.extract_text() for each in pypdf.PdfReader(paper).pages)
    for text in (re.sub(r"\s", "", told), page.read_text("utf-8")):
        assert "停车位怎么划" in text
        assert "不划线" in text
        assert "赵甲" not in text
        assert "13812345000" not in text
    week.until(lambda: not week.window.session.tasks.running)
