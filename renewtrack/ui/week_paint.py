"""How the board of a week is painted, and where its half days and visits stand."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from renewtrack.domain.slots import Slot
from renewtrack.ui.calendar_grid import DAYS
from renewtrack.ui.homes_view import LOOKS
from renewtrack.ui.look import light
from renewtrack.ui.speaking import text
from renewtrack.words import Words

if TYPE_CHECKING:
    from renewtrack.store.visit_boards import Cell, Week
    from renewtrack.store.visit_lists import Visit

NO_CREW = Words("未派班组", "No crew")
HALF_WORDS = {"am": Words("上午", "a.m."), "pm": Words("下午", "p.m.")}
DAY = Words("周{weekday} {day}", "{weekday} {day}")
COUNT = Words("{count}/{most}", "{count}/{most}")
MORE = Words("另 {count} 户", "{count} more")
LEFT, HEAD, LINE, SHOWN = 84, 40, 18, 4
HIGH = LINE * (SHOWN + 1) + 6
Front = tuple["Cell", int]  # the half day in front, and how thick its frame is


def cells(week: Week, wide: int) -> list[tuple[Cell, QRect]]:
    """Return every half day of every crew with its place."""
    return [
        ((crew.id, Slot(day, half)), _box(at * 2 + low, column, wide))
        for at, crew in enumerate(week.crews)
        for low, half in enumerate(HALF_WORDS)
        for column, day in enumerate(week.days())
    ]


def chips(week: Week, cell: Cell, box: QRect) -> list[tuple[Visit, QRect]]:
    """Return the visits of a half day that are shown, with their places."""
    held = week.cells.get(cell, ())
    shown = held if len(held) <= SHOWN else held[: SHOWN - 1]
    return [
        (visit, QRect(box.left() + 4, box.top() + LINE * (at + 1), box.width() - 8, LINE - 2))
        for at, visit in enumerate(shown)
    ]


def paint(
    painter: QPainter, week: Week, wide: int, now: tuple[dt.date, Front], dirty: QRect
) -> None:
    """Paint a week; ``now`` is today and the half day in front."""
    tones, (today, front) = light.tones, now
    painter.fillRect(QRect(0, 0, wide, HEAD), QColor(tones.raised))
    for column, day in enumerate(week.days()):
        _day(painter, week, _box(0, column, wide), day, DAYS[column], day == today)
    for at, crew in enumerate(week.crews):
        _crew(painter, at, crew.name or text(NO_CREW))
    for cell, box in cells(week, wide):
        if box.intersects(dirty):
            _cell(painter, week, cell, box)
            if cell == front[0]:
                painter.setPen(QPen(QColor(tones.accent), front[1]))
                painter.drawRect(box.adjusted(1, 1, -1, -1))


def _box(row: int, column: int, wide: int) -> QRect:
    left, right = (LEFT + (wide - LEFT) * step // 7 for step in (column, column + 1))
    return QRect(left, HEAD + row * HIGH, right - left, HIGH)


def _day(  # noqa: PLR0913 - what stands in the head of a column
    painter: QPainter, week: Week, box: QRect, day: dt.date, weekday: Words, is_today: bool
) -> None:
    tones = light.tones
    painter.setPen(QColor(tones.accent if is_today else tones.text))
    said = text(DAY.filled(weekday=weekday, day=f"{day.month}-{day.day}"))
    head = QRect(box.left(), 2, box.width(), HEAD // 2)
    painter.drawText(head, int(Qt.AlignmentFlag.AlignCenter), said)
    quiet = "；".join(text(each) for each in week.quiet.get(day, ()))
    painter.setPen(QColor(tones.bad))
    _words(painter, QRect(box.left() + 3, HEAD // 2, box.width() - 6, LINE), quiet)


def _crew(painter: QPainter, at: int, name: str) -> None:
    tones = light.tones
    for low, half in enumerate(HALF_WORDS.values()):
        box = QRect(0, HEAD + (at * 2 + low) * HIGH, LEFT, HIGH)
        painter.setPen(QPen(QColor(tones.line), 1))
        painter.drawLine(box.topLeft(), box.topRight())
        painter.setPen(QColor(tones.text))
        if low == 0:
            _words(painter, QRect(6, box.top() + 2, LEFT - 10, LINE), name)
        painter.setPen(QColor(tones.dim))
        _words(painter, QRect(6, box.top() + LINE + 2, LEFT - 10, LINE), text(half))


def _cell(painter: QPainter, week: Week, cell: Cell, box: QRect) -> None:
    tones, held = light.tones, week.cells.get(cell, ())
    closed = cell in week.closed
    painter.fillRect(box, QColor(tones.window if closed else tones.base))
    painter.setPen(QPen(QColor(tones.line), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(box)
    if cell[0] and not closed:
        _count(painter, week, cell, box)
    elif closed and not held:
        painter.setPen(QColor(tones.dim))
        place = box.adjusted(4, 2, -4, -2)
        wrap = Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        painter.drawText(place, int(wrap), _why(text(week.closed[cell]), str(cell[1].day)))
    if cell in week.far:
        painter.setPen(QColor(tones.bad))
        _words(painter, QRect(box.left() + 4, box.top() + 1, 24, LINE), "↔")
    for visit, chip in chips(week, cell, box):
        _chip(painter, visit, chip, visit.id in week.troubles)
    if len(held) > SHOWN:
        painter.setPen(QColor(tones.dim))
        place = QRect(box.left() + 5, box.top() + LINE * SHOWN, box.width() - 8, LINE)
        _words(painter, place, text(MORE.filled(count=len(held) - SHOWN + 1)))


def _why(said: str, day: str) -> str:
    """Return why a half day is closed without its day, which the column says."""
    return said.replace(day, "").strip(" ：:").removeprefix("is ")


def _count(painter: QPainter, week: Week, cell: Cell, box: QRect) -> None:
    crew = next(crew for crew in week.crews if crew.id == cell[0])
    planned = sum(visit.state == "planned" for visit in week.cells.get(cell, ()))
    most = crew.homes_in(cell[1])
    painter.setPen(QColor(light.tones.bad if planned > most else light.tones.dim))
    top_right = int(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
    said = text(COUNT.filled(count=planned, most=most))
    painter.drawText(box.adjusted(4, 1, -5, -1), top_right, said)


def _chip(painter: QPainter, visit: Visit, chip: QRect, wrong: bool) -> None:
    look, tones = LOOKS["visit"][visit.state], light.tones
    painter.fillRect(chip, QColor(look.dark if light.dark else look.light))
    if wrong:
        painter.setPen(QPen(QColor(tones.bad), 1))
        painter.drawRect(chip.adjusted(0, 0, -1, -1))
    painter.setPen(QColor(tones.text))
    sign = "！" if wrong else look.sign
    _words(painter, chip.adjusted(4, 0, -2, 0), f"{sign} {visit.short}")


def _words(painter: QPainter, box: QRect, words: str) -> None:
    cut = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), cut)
