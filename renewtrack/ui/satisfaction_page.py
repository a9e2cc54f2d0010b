"""How content homes were before and after the works, side by side by estate."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from renewtrack.domain import codes, money
from renewtrack.ui import plain
from renewtrack.ui.import_wizard_tables import Head, LinesModel, LinesTable
from renewtrack.ui.speaking import say
from renewtrack.words import Words

if TYPE_CHECKING:
    from renewtrack.store.satisfaction import Contentment

NAME = Words("改造前后满意度", "Content before and after")
ESTATE, HOMES = Words("小区", "Estate"), Words("户", "Homes")
BEFORE, AFTER = "before", "after"
ASKED = {BEFORE: Words("前·答复", "Before: answered"), AFTER: Words("后·答复", "After: answered")}
RATE = {
    BEFORE: Words("前·满意 %", "Before: content %"),
    AFTER: Words("后·满意 %", "After: content %"),
}
RATING = {
    BEFORE: Words("前·{rating}", "Before: {rating}"),
    AFTER: Words("后·{rating}", "After: {rating}"),
}
ENTER = {BEFORE: Words("录入改造前…", "Enter before…"), AFTER: Words("录入改造后…", "Enter after…")}
SUM = Words("合计", "Total")
HINT = Words(
    "满意＝很满意加满意，除以答复的户数；合计按户数相加后再算，不是各小区比率的平均。",
    "Content are very satisfied and satisfied, of the homes that answered; the total adds homes "
    "and is no average of rates.",
)
NOTHING = Words("筛选范围内没有登记住户。", "No homes are on record in what is filtered.")


class SatisfactionPage(QWidget):
    """Shows rates by heads; the buttons open the sheet in which answers are typed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model: LinesModel[Contentment] = LinesModel(_heads())
        self.table, self.none, self.hint = LinesTable(NAME), plain.label(), plain.label()
        self.enter = {phase: QPushButton() for phase in (BEFORE, AFTER)}
        self._build()

    def take(self, enter: Callable[[str], object]) -> None:
        """Let the buttons open the sheet of a phase."""
        for phase, button in self.enter.items():
            button.clicked.connect(partial(_call, enter, phase))

    def show_places(self, found: Sequence[Contentment], may: bool) -> None:
        """Show the estates, and the sum of all below them."""
        from renewtrack.store import satisfaction

        lines = list(found)
        if len(lines) > 1:
            lines.append(satisfaction.total(found, ""))
        self.model.show_lines(lines)
        self.none.setVisible(not lines)
        self.table.setVisible(bool(lines))
        for button in self.enter.values():
            button.setEnabled(may and bool(lines))

    def _build(self) -> None:
        self.table.take(self.model)
        for label, words in ((self.none, NOTHING), (self.hint, HINT)):
            label.setProperty("role", "dim")
            label.setWordWrap(True)
            say(label.setText, words)
        bar = QHBoxLayout()
        for phase, button in self.enter.items():
            say(button.setText, ENTER[phase])
            bar.addWidget(button)
        bar.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(8, 4, 8, 4)
        box.addLayout(bar)
        box.addWidget(self.none)
        box.addWidget(self.table, 1)
        box.addWidget(self.hint)


def _call(deed: Callable[[str], object], phase: str, _: bool = False) -> None:
    deed(phase)


def _heads() -> tuple[Head[Contentment], ...]:
    ratings = codes.table("ratings")
    return (
        Head(ESTATE, 140, lambda line: line.name if line.estate_id or line.name else SUM),
        Head(HOMES, 60, lambda line: f"{line.homes:,}", right=True),
        *(
            Head(words[phase], 150, partial(show, phase), right=True)
            for words, show in ((RATE, _rate), (ASKED, _asked))
            for phase in (BEFORE, AFTER)
        ),
        *(
            Head(
                RATING[phase].filled(rating=rating.words),
                160,
                partial(_count, phase, rating.key),
                right=True,
            )
            for rating in ratings
            for phase in (BEFORE, AFTER)
        ),
    )


def _rate(phase: str, line: Contentment) -> str:
    rate = line.rate(phase)
    return "—" if rate is None else str(money.half_up(Decimal(str(rate)), 1))


def _asked(phase: str, line: Contentment) -> str:
    return f"{line.answered(phase):,}"


def _count(phase: str, rating: str, line: Contentment) -> str:
    return f"{(line.before if phase == BEFORE else line.after).get(rating, 0):,}"
