"""Who takes part in what as a table by stairwell, building or estate; every figure leads on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QWidget

from renewtrack.domain import participation
from renewtrack.domain.participation import ANSWER_WORDS, ANSWERS, NOT_CONCERNED, YES, Spot, Tally
from renewtrack.domain.participation import BUILDING as BUILDING_OF
from renewtrack.ui.import_wizard_tables import Head, LinesModel, LinesTable
from renewtrack.ui.items_model import item_words, number, percent, unit_of, unit_words
from renewtrack.words import Words

if TYPE_CHECKING:
    from renewtrack.store.participation import Rates

NAME = Words("参与率", "Rates of taking part")
PLACE, HOMES = Words("范围", "Place"), Words("户", "Homes")
WHOLE = Words("合计", "Total")
BUILDING = Words("{estate} {number} 号楼", "{estate}, building {number}")
STAIRWELL = Words("{building} {stairwell} 单元", "{building}, stairwell {stairwell}")
NO_STAIRWELL = Words("{building} 未分单元", "{building}, no stairwell")
NO_ESTATE = Words("（未填小区）", "(no estate)")
BY_HEADS, BY_AREA = Words("按户 %", "By homes %"), Words("按面积 %", "By area %")
NO_AREA = Words("面积不明", "No area")
AMOUNT = Words("数量 {unit}", "How many {unit}")
NO_NUMBER = Words("未报数量", "No number")
OF_ITEM = Words("{count} · {heads}% · {share}%", "{count} · {heads}% · {share}%")


@dataclass(frozen=True, slots=True)
class RateLine:
    """One place of a level with its tallies by item; ``spot`` is None of the sum of all."""

    level: str
    spot: Spot | None
    tallies: dict[str, Tally]

    @property
    def words(self) -> Words:
        """What the place is called."""
        return WHOLE if self.spot is None else place_words(self.spot, self.level)

    def holds(self, spot: Spot) -> bool:
        """Tell whether a stairwell stands in it."""
        return self.spot is None or spot.at(self.level) == self.spot

    @property
    def homes(self) -> int:
        """The number of its homes."""
        return next((tally.every for tally in self.tallies.values()), 0)


class RatesModel(LinesModel[RateLine]):
    """Shows one item in all its figures, or every item by its rates."""

    def __init__(self) -> None:
        super().__init__((Head(PLACE, 150, lambda line: line.words),))
        self.item = ""
        self.answers: tuple[tuple[str, str], ...] = ()  # by column: item, answer

    def show_rates(self, lines: Sequence[RateLine], items: Sequence[str], item: str) -> None:
        """Show places; an ``item`` in detail, or all of them."""
        heads, answers = _detail(item) if item else _overview(items)
        self.beginResetModel()
        self.item, self.lines = item, lines
        self.heads = (
            Head(PLACE, 150, lambda line: line.words),
            Head(HOMES, 64, lambda line: f"{line.homes:,}", right=True),
            *heads,
        )
        self.answers = (("", ""), (item, ""), *answers)
        self.endResetModel()


class RatesTable(LinesTable):
    """Enter or a double click on a figure asks for the homes behind it."""

    asked = Signal(object, str, object)  # the line, the item, the answers of the figure

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(NAME, parent)
        self.rates = RatesModel()
        self.take(self.rates)
        self.activated.connect(self._open)

    def show_rates(self, found: Rates, level: str, item: str) -> None:
        """Show the places of a level."""
        at = self.currentIndex()
        self.rates.show_rates(lines_of(found, level), found.items, item)
        for column, head in enumerate(self.rates.heads):
            wide = self.horizontalHeader().sectionSizeHint(column)
            self.setColumnWidth(column, max(head.width, wide))
        if at.isValid() and at.row() < len(self.rates.lines):
            column = min(at.column(), len(self.rates.heads) - 1)
            self.setCurrentIndex(self.rates.index(at.row(), column))

    def _open(self, index: QModelIndex) -> None:
        item, answer = self.rates.answers[index.column()]
        if item or self.rates.item:
            answers = (answer,) if answer else ANSWERS
            self.asked.emit(self.rates.lines[index.row()], item or self.rates.item, answers)


def lines_of(found: Rates, level: str) -> list[RateLine]:
    """Return the places of a level with the sum of all first; nothing without an item."""
    made: dict[Spot, dict[str, Tally]] = {}
    for (spot, item), tally in participation.rolled(found.tallies, level).items():
        made.setdefault(spot, {})[item] = tally
    if not made:
        return []
    whole = {
        item: participation.total(tallies[item] for tallies in made.values())
        for item in found.items
    }
    return [RateLine(level, None, whole), *(RateLine(level, spot, made[spot]) for spot in made)]


def place_words(spot: Spot, level: str) -> Words:
    """Return what a stairwell, a building or an estate is called."""
    estate = Words(spot.estate, spot.estate) if spot.estate else NO_ESTATE
    if spot.building_id is None:
        return estate
    building = BUILDING.filled(estate=estate, number=spot.building)
    if level == BUILDING_OF:
        return building
    if spot.stairwell_id is None:
        return NO_STAIRWELL.filled(building=building)
    return STAIRWELL.filled(building=building, stairwell=spot.stairwell)


def _detail(item: str) -> tuple[list[Head[RateLine]], list[tuple[str, str]]]:
    unit = unit_of(item)
    heads: list[Head[RateLine]] = [
        Head(ANSWER_WORDS[each], 72, partial(_count, item, each), right=True) for each in ANSWERS
    ]
    of_rate = (
        (BY_HEADS, lambda line: percent(line.tallies[item].rate.by_heads)),
        (BY_AREA, lambda line: percent(line.tallies[item].rate.by_area)),
        (NO_AREA, lambda line: f"{line.tallies[item].rate.without_area:,}"),
        (
            AMOUNT.filled(unit=unit_words(unit)),
            lambda line: number(line.tallies[item].amount(unit)),
        ),
        (NO_NUMBER, lambda line: f"{line.tallies[item].missing(unit):,}"),
    )
    heads += [Head(words, 84, show, right=True) for words, show in of_rate]
    answers = [(item, each) for each in ANSWERS]
    return heads, [*answers, (item, YES), (item, YES), (item, ""), (item, YES), (item, YES)]


def _overview(items: Sequence[str]) -> tuple[list[Head[RateLine]], list[tuple[str, str]]]:
    heads: list[Head[RateLine]] = [
        Head(item_words(item), 150, partial(_rates, item), right=True) for item in items
    ]
    return heads, [(item, YES) for item in items]


def _count(item: str, answer: str, line: RateLine) -> str:
    return f"{line.tallies[item].of(answer):,}"


def _rates(item: str, line: RateLine) -> Words:
    tally = line.tallies[item]
    rate = tally.rate
    if not rate.every and tally.of(NOT_CONCERNED):
        return ANSWER_WORDS[NOT_CONCERNED]
    return OF_ITEM.filled(
        count=f"{rate.count:,}", heads=percent(rate.by_heads), share=percent(rate.by_area)
    )
