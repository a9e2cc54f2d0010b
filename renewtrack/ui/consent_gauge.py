"""How far a vote is from passing, painted: owners and area, taking part and agreeing."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from renewtrack.domain.consent import Missing, Rule, Tally
from renewtrack.ui.look import light
from renewtrack.ui.speaking import speech, text
from renewtrack.words import Words

OWNERS, AREA = Words("户（人数）", "Owners"), Words("面积 ㎡", "Area ㎡")
PART = Words("参与 {some} / {every}", "taking part {some} / {every}")
AGREE = Words("同意 {some} / {every}", "agreeing {some} / {every}")
PASSED = Words("表决通过", "The vote has passed")
LACKS = Words("还差 {owners} 户、{area} ㎡ 同意", "{owners} owners and {area} ㎡ lack")
HOPELESS = Words(
    "按现有票数无法通过（其余全部同意也不够）", "It cannot pass any more, even if all others agreed"
)
UNKNOWN = Words("面积不全，无法判断", "Areas are missing: it cannot be told")
OCCUPIED = Words(
    "；另有 {count} 户专有部分被占用，须本人同意", "; {count} occupied flats must agree"
)
EMPTY = Words("还没有表决", "No vote yet")
BAR, GAP, TOP = 14, 40, 30  # pixels


@dataclass(frozen=True, slots=True)
class _Line:
    words: Words
    some: int
    every: int
    least: tuple[int, int]
    area: bool


class ConsentGauge(QWidget):
    """Four bars against the lines of the rule, and in words what lacks."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[_Line, ...] = ()
        self.said = EMPTY
        self.passed = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        light.switched.connect(self._tell)
        speech.switched.connect(self._tell)

    def sizeHint(self) -> QSize:
        return QSize(360, TOP + 4 * GAP)

    def show_vote(self, found: Tally | None, rule: Rule, lacks: Missing | None) -> None:
        """Show a vote by its rule; None shows that there is none."""
        self._lines = () if found is None else tuple(_lines(found, rule))
        self.passed = lacks is not None and lacks.nothing
        self.said = EMPTY if lacks is None else _said(lacks)
        self._tell()

    def _tell(self, *_: object) -> None:
        lines = [text(self.said), *(_words(line) for line in self._lines)]
        self.setAccessibleName(("; " if speech.language == "en" else "；").join(lines))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tones = light.tones
        bold = painter.font()
        bold.setBold(True)
        painter.save()
        painter.setFont(bold)
        painter.setPen(
            QColor(tones.good if self.passed else tones.bad if self._lines else tones.dim)
        )
        head = QRectF(0, 0, self.width(), TOP)
        painter.drawText(head, int(Qt.AlignmentFlag.AlignVCenter), text(self.said))
        painter.restore()
        for place, line in enumerate(self._lines):
            self._bar(painter, line, TOP + place * GAP)

    def _bar(self, painter: QPainter, line: _Line, top: int) -> None:
        tones, wide = light.tones, self.width() - 2.0
        painter.setPen(QColor(tones.text))
        painter.drawText(QRectF(0, top, wide, 20), int(Qt.AlignmentFlag.AlignVCenter), _words(line))
        ground = QRectF(1, top + 21, wide, BAR)
        painter.setPen(QPen(QColor(tones.line), 1))
        painter.setBrush(QColor(tones.base))
        painter.drawRoundedRect(ground, 3, 3)
        share = min(line.some / line.every, 1.0) if line.every else 0.0
        enough = line.least[1] * line.some >= line.least[0] * line.every > 0
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tones.good if enough else tones.warning))
        painter.drawRoundedRect(QRectF(1, top + 21, wide * share, BAR), 3, 3)
        x = 1 + wide * line.least[0] / line.least[1]
        painter.setPen(QPen(QColor(tones.text), 2))
        painter.drawLine(int(x), top + 18, int(x), top + 24 + BAR)


def _lines(found: Tally, rule: Rule) -> list[_Line]:
    lines = [
        _Line(PART, found.owners_part, found.owners_total, rule.part, False),
        _Line(
            AGREE,
            found.owners_agree,
            found.owners_total if rule.of_all else found.owners_part,
            rule.agree,
            False,
        ),
    ]
    if found.area_total_dm2 is not None and found.area_part_dm2 is not None:
        every = found.area_total_dm2 if rule.of_all else found.area_part_dm2
        lines += [
            _Line(PART, found.area_part_dm2, found.area_total_dm2, rule.part, True),
            _Line(AGREE, found.area_agree_dm2 or 0, every, rule.agree, True),
        ]
    return lines


def _words(line: _Line) -> str:
    some, every = (
        (f"{value / 100:,.2f}" if line.area else f"{value:,}") for value in (line.some, line.every)
    )
    head = text(AREA if line.area else OWNERS)
    least = f"{line.least[0]}/{line.least[1]}"
    return f"{head}  {text(line.words.filled(some=some, every=every))}  (≥ {least})"


def _said(lacks: Missing) -> Words:
    if lacks.nothing:
        return PASSED
    if lacks.owners is None:
        return HOPELESS
    if lacks.area_dm2 is None:
        return UNKNOWN
    words = LACKS.filled(owners=lacks.owners, area=f"{lacks.area_dm2 / 100:,.2f}")
    if lacks.needed_flats:
        more = OCCUPIED.filled(count=lacks.needed_flats)
        words = Words(words.zh + more.zh, words.en + more.en)
    return words
