"""What the view of visits writes: homes booked, visits moved, kept, missed and booked anew."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QFileDialog

from renewtrack.domain.slots import Slot
from renewtrack.errors import UserError
from renewtrack.ui import asking, putting_out, trouble
from renewtrack.ui.speaking import text
from renewtrack.ui.week_paint import HALF_WORDS, NO_CREW
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

    from renewtrack.domain.slots import Crew
    from renewtrack.store.visit_boards import Cell
    from renewtrack.ui.visits_screen import VisitsScreen

BOOKED = Words("：{count} 户，{day} {half}", "{count} homes on {day} {half}")
FREE = Words("：{count} 户约到空档", "{count} homes on free half days")
MOVED = Words("：{count} 户改到 {day} {half}", "{count} homes moved to {day} {half}")
DAY_MOVED = Words("：{count} 户改期", "{count} homes moved")
MARKED = {
    "kept": Words("：{count} 户已入户", "{count} homes visited"),
    "missed": Words("：{count} 户未遇", "{count} homes not met"),
    "off": Words("：取消 {count} 户", "{count} visits called off"),
    "planned": Words("：恢复 {count} 户", "{count} visits planned again"),
}
ANEW = Words("：{home} 未遇改约", "{home} booked anew")
REMINDED = Words("：已提醒 {count} 户", "{count} homes reminded")
MOVE_TITLE = Words("整天改期", "Move a day")
MOVE_ASK = Words(
    "把“{crew}”{day} 的 {count} 户改到哪天及以后的空档？",
    "Move the {count} homes of “{crew}” on {day} to free half days from which day on?",
)
PLAN = Words("改期后：\n{lines}", "They go to:\n{lines}")
PLAN_LINE = Words("{day} {half}　{count} 户", "{day} {half}: {count} homes")
LEFT = Words("\n没有空档、留在原处：{count} 户", "\nNothing free, left as they are: {count}")
PAST = Words("这一天已经过去，请换一天。", "That day is over; choose another one.")
NONE_THERE = Words("这一天这个班组没有待入户的预约。", "This crew has nothing planned on that day.")
SURE_OFF = Words(
    "取消所选 {count} 户的预约？可以撤销。", "Call off {count} visits? It can be undone."
)
SAVE = Words("日历文件", "Calendar file")
ICS_FILES = Words("日历文件 (*.ics)", "Calendar files (*.ics)")
SAVED = Words(
    "已写出 {name}：{count} 户。房号不在其中；需要房号的用班组日单。",
    "Wrote {name}: {count} homes. Rooms are left out; a crew's day has them.",
)
OFF_TITLE = Words("取消预约", "Call off visits")


class VisitDeeds:
    """Does what keys, buttons and drags of the view of visits say."""

    def __init__(self, screen: VisitsScreen) -> None:
        self._screen = screen

    # -- booking

    def ask_booking(self) -> None:
        """Show the form of the desk, empty: who stands there is no home of the queue."""
        from renewtrack.ui.booking_form import BookingForm

        if not self._may():
            return
        form = BookingForm(self._screen.session, self._screen)
        form.exec()
        form.deleteLater()

    def book_marked(self) -> None:
        """Book the marked homes of the queue into the half day in front."""
        ids = [line.household_id for line in self._screen.queue.marked()]
        self.book_homes(ids, self._screen.board.cell)

    def book_homes(self, ids: Sequence[int], cell: Cell) -> None:
        """Book homes into a half day: all of them or none."""
        from renewtrack.store import bookings
        from renewtrack.store.bookings import Booking

        crew_id, slot = cell

        def write(db: Database) -> None:
            for home in ids:
                bookings.book(db, Booking(home, slot, crew_id or None))

        self._write(ids, write, _at(BOOKED, len(ids), slot))

    def book_free(self) -> None:
        """Book each marked home of the queue on the next half day that is free for it."""
        from renewtrack.store import bookings
        from renewtrack.store.bookings import Booking

        ids = [line.household_id for line in self._screen.queue.marked()]
        first = self._tomorrow()

        def write(db: Database) -> None:
            for home in ids:
                slot, crew = bookings.next_free(db, home, first)
                bookings.book(db, Booking(home, slot, crew.id or None))

        self._write(ids, write, FREE.filled(count=len(ids)))

    # -- moving

    def move_to(self, ids: Sequence[int], cell: Cell) -> bool:
        """Move visits to a half day of a crew, all of them or none, and tell whether they went."""
        from renewtrack.store import bookings

        crew_id, slot = cell
        return self._write(
            ids,
            lambda db: bookings.move(db, ids, slot, crew_id or None),
            _at(MOVED, len(ids), slot),
        )

    def shift(self, down: int, right: int) -> None:
        """Move the planned visits of the half day in front a half day or a day on, by keys."""
        board = self._screen.board
        ids = [visit.id for visit in board.visits() if visit.state == "planned"]
        marked = {line.id for line in self._screen.list.marked()}
        ids = [each for each in ids if each in marked] or ids
        target = board.beside(down, right)
        if ids and target is not None and target != board.cell and self.move_to(ids, target):
            board.show_half_day(target)

    def ask_day(self) -> None:
        """Ask from which day on the visits of a crew's day are to be made, and move them."""
        from renewtrack.store import bookings

        screen = self._screen
        crew_id, slot = screen.board.cell
        if screen.week is None or not self._may():
            return
        held = [
            visit.id
            for half in HALF_WORDS
            for visit in screen.week.cells.get((crew_id, Slot(slot.day, half)), ())
            if visit.state == "planned"
        ]
        if not held:
            asking.tell(screen, MOVE_TITLE, NONE_THERE)
            return
        named = next((crew.name for crew in screen.week.crews if crew.id == crew_id), "")
        question = MOVE_ASK.filled(crew=named or NO_CREW, day=str(slot.day), count=len(held))
        first = asking.date(screen, MOVE_TITLE, question, str(slot.day + dt.timedelta(1)))
        day = _day(first)
        if day is None:
            return
        if day < dt.date.fromisoformat(screen.session.today):
            asking.tell(screen, MOVE_TITLE, PAST)
            return
        places, left = bookings.move_days(screen.session.db, held, day)
        if asking.confirmed(screen, MOVE_TITLE, _told(places, left), MOVE_TITLE):
            self._write(
                list(places),
                lambda db: bookings.put(db, places),
                DAY_MOVED.filled(count=len(places)),
            )

    # -- what became of them

    def mark(self, state: str) -> None:
        """Write what became of the marked visits; the same again takes it back."""
        from renewtrack.store import bookings

        marked = self._screen.list.marked()
        ids = [line.id for line in marked]
        if marked and all(line.state == state for line in marked):
            state = "planned"
        question = SURE_OFF.filled(count=len(ids))
        if state == "off" and ids and not asking.confirmed(self._screen, OFF_TITLE, question):
            return
        self._write(
            ids,
            lambda db: bookings.mark(db, ids, state),
            MARKED[state].filled(count=len(ids)),
        )

    def rebook(self) -> None:
        """Note that nobody was met, and book the home on the next free half day."""
        from renewtrack.store import bookings

        marked = self._screen.list.marked()
        if len(marked) != 1:
            return
        line, first = marked[0], self._tomorrow()
        self._write(
            [line.id],
            lambda db: bookings.rebook(db, line.id, first),
            ANEW.filled(home=line.short),
        )

    def remind(self) -> None:
        """Note that the homes of the marked visits were reminded today."""
        from renewtrack.store import bookings

        ids = [line.id for line in self._screen.list.marked() if line.state == "planned"]
        today = self._screen.session.today
        self._write(
            ids, lambda db: bookings.remind(db, ids, today), REMINDED.filled(count=len(ids))
        )

    # -- what else is opened from here

    def open_calendar(self) -> None:
        """Show crews, their half days, quiet days and working days."""
        from renewtrack.ui.crews_dialog import CrewsDialog

        dialog = CrewsDialog(self._screen.session, self._screen)
        dialog.exec()
        dialog.deleteLater()

    def ask_papers(self) -> None:
        """Show the papers of the week: slips, crews' days, refusals, a form."""
        from renewtrack.ui.print_dialog import PrintDialog

        screen = self._screen
        dialog = PrintDialog(screen.session, screen)
        fields = dialog.fields
        fields.kind.choose("visits")
        for field, days in ((fields.visit_from, 0), (fields.visit_to, 6)):
            day = screen.monday + dt.timedelta(days)
            field.setDate(QDate(day.year, day.month, day.day))
        dialog.exec()
        dialog.deleteLater()

    def save_calendar(self) -> None:
        """Ask for a file and write the week's planned visits as a calendar, rooms left out."""
        from renewtrack.reports import visit_calendar

        screen, session = self._screen, self._screen.session
        span = screen.monday, screen.monday + dt.timedelta(6)
        name = str(session.path.parent / f"{text(visit_calendar.NAME)}_{span[0]}.ics")
        chosen, _ = QFileDialog.getSaveFileName(screen, text(SAVE), name, text(ICS_FILES))
        if not chosen:
            return
        path = Path(chosen)
        path = path if path.suffix.lower() == ".ics" else path.with_name(f"{path.name}.ics")
        seen = putting_out.recorder(session, "visit_calendar", path)
        try:
            count = visit_calendar.write(
                session.db, path, span, language=session.language, seen=seen
            )
        except UserError as refused:
            trouble.show(refused, screen)
            return
        asking.tell(screen, SAVE, SAVED.filled(count=count, name=path.name))

    def _write(
        self, ids: Sequence[int], change: Callable[[Database], object], detail: Words
    ) -> bool:
        """Write something of some homes or visits; tell why where it is refused, and return so."""
        if not ids or not self._may():
            return False
        try:
            self._screen.session.write("book", change, detail)
        except UserError as refused:
            trouble.show(refused, self._screen)
            return False
        self._screen.show_written()
        return True

    def _may(self) -> bool:
        session = self._screen.session
        return session.file is not None and session.may("editor")

    def _tomorrow(self) -> dt.date:
        return dt.date.fromisoformat(self._screen.session.today) + dt.timedelta(1)


def _at(words: Words, count: int, slot: Slot) -> Words:
    return words.filled(count=count, day=str(slot.day), half=HALF_WORDS[slot.half])


def _day(iso: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(iso) if iso else None
    except ValueError:  # a month is no day
        return None


def _told(places: dict[int, tuple[Slot, Crew]], left: list[int]) -> Words:
    """Return where visits go, one line a half day, and how many have to stay."""
    counts: dict[Slot, int] = {}
    for slot, _ in places.values():
        counts[slot] = counts.get(slot, 0) + 1
    lines = [
        PLAN_LINE.filled(day=str(slot.day), half=HALF_WORDS[slot.half], count=count)
        for slot, count in sorted(counts.items())
    ]
    told = PLAN.filled(
        lines=Words("\n".join(each.zh for each in lines), "\n".join(each.en for each in lines))
    )
    if left:
        more = LEFT.filled(count=len(left))
        told = Words(told.zh + more.zh, told.en + more.en)
    return told
