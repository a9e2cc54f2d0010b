"""What each home takes part in: the matrix of a building, or the rates of the whole filter."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from renewtrack.domain import homes
from renewtrack.domain.homes_front import Home
from renewtrack.domain.participation import ANSWER_WORDS, ANSWERS, LEVELS
from renewtrack.ui import asking, icons, plain
from renewtrack.ui.filtering import Choice
from renewtrack.ui.flow import FlowLayout
from renewtrack.ui.items_model import Key, item_words
from renewtrack.ui.items_table import ItemsTable
from renewtrack.ui.participation_deeds import OUT, ParticipationDeeds
from renewtrack.ui.participation_rates import RateLine, RatesTable
from renewtrack.ui.screen import Screen
from renewtrack.ui.session import Session
from renewtrack.ui.speaking import say, speech, text
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

    from renewtrack.store.participation import Rates

HOMES = "homes"
SHOWN = {
    HOMES: Words("这栋楼的各户", "Homes of this building"),
    "stairwell": Words("各单元", "Stairwells"),
    "building": Words("各楼", "Buildings"),
    "estate": Words("各小区", "Estates"),
}
SHOW, ITEM = Words("显示", "Show"), Words("改造项", "Item")
ALL_ITEMS = Words("全部改造项", "All items")
ADD = Words("加一项…", "Add an item…")
ADD_ASK = Words(
    "改造项的名称，如“外墙保温”；要分开登记的写成几项，如“南窗”“北窗”",
    "The item's name, as “外墙保温”; what is counted apart as items of its own, “南窗”, “北窗”",
)
SUM = Words("汇总到改造内容…", "Sum up into works…")
WHICH_ITEM = Words("请先选一个改造项，再汇总。", "Choose one item first, then sum it up.")
KEYS = Words(
    "Y 参与、N 不参与、D 未定、X 不涉及、U 未征询；直接输入数字为参与的数量",
    "Y takes part, N does not, D undecided, X not concerned, U not asked; a number says how many",
)
LEADS = Words(
    "比率＝参与户÷（全部户－不涉及户）；全部改造项：户 · 按户 · 按面积；"
    "回车或双击数字，列出其中各户",
    "Rate = those who take part of all whom it concerns; all items: homes · by homes · by area; "
    "Enter on a figure lists its homes",
)
ANSWERED = Words("：{count} 个改造项的意愿", "{count} answers on items")
COUNTED = Words("：{item}的数量", "how many: {item}")


class ParticipationPage(Screen):
    """Shows the matrix of the building in front, or the rates by stairwell, building, estate."""

    wanted = Signal(int)  # a building that is to come to the front

    def __init__(
        self, session: Session, choice: Choice, items: ItemsTable, parent: QWidget | None = None
    ) -> None:
        super().__init__(session, choice, parent)
        self.items, self.rates = items, RatesTable()
        self.level, self.item = QComboBox(), QComboBox()
        self.add, self.sum, self.out = QPushButton(), QPushButton(), QPushButton()
        self.answers = {answer: QPushButton() for answer in ANSWERS}
        self.stack, self.hint = QStackedWidget(), plain.label()
        self.deeds = ParticipationDeeds(self, self.tell)
        self.found: Rates | None = None
        self._homes: list[Home] = []
        self._building: int | None = None
        self._file: object = None  # that the added items are of
        self._added: dict[int, list[str]] = {}  # items asked for and not answered yet, by building
        self._going: Key | None = None
        self._build()

    # -- what is shown

    def show_building(self, building_id: int | None, found: list[Home]) -> None:
        """Show the matrix of a building's homes."""
        from renewtrack.store import homes_items

        kinds: list[str] = []
        choices: homes_items.Choices = {}
        counts: homes_items.Counts = {}
        if self._file is not self.session.file:  # whose buildings have ids of their own
            self._file, self._added = self.session.file, {}
        if building_id is not None and self.session.file is not None:
            kinds, choices = homes_items.of_building(self.session.db, building_id)
            counts = homes_items.counts(self.session.db, building_id)
            kinds += [each for each in self._added.get(building_id, ()) if each not in kinds]
        self._building, self._homes = building_id, found
        may = self.session.may("editor") and bool(found)
        self.items.items.may = may
        self.items.show_items(found, kinds, choices, counts)
        for button in (*self.answers.values(), self.add):
            button.setEnabled(may)
        self.sum.setEnabled(self.session.may("editor"))
        if self._going is not None:
            self.items.point_at(*self._going)
            self._going = None

    def show_now(self) -> None:
        """Read the rates of the filter where they are shown."""
        if self.level.currentData() == HOMES:
            return
        wanted = self.choice.filter("buildings", self.session.today)

        def job(db: Database, _: object) -> Rates:
            from renewtrack.store import participation

            return participation.rates(db, participation.buildings(db, wanted))

        self.read(job, self._arrived)

    # -- build

    def _build(self) -> None:
        bar = FlowLayout()
        for box, words in ((self.level, SHOW), (self.item, ITEM)):
            say(box.setAccessibleName, words)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            bar.addWidget(box)
        for level in SHOWN:
            self.level.addItem("", level)
        for button, words, deed, icon in (
            (self.sum, SUM, self._sum_up, "works"),
            (self.out, OUT, self.deeds.ask_export, "export"),
        ):
            say(button.setText, words)
            icons.give(button.setIcon, icon)
            button.clicked.connect(deed)
            bar.addWidget(button)
        self.stack.addWidget(self.items)
        self.stack.addWidget(self.rates)
        self.hint.setProperty("role", "dim")
        self.hint.setWordWrap(True)
        box_of_all = QVBoxLayout(self)
        box_of_all.setContentsMargins(0, 4, 0, 0)
        box_of_all.addLayout(bar)
        box_of_all.addWidget(self.stack, 1)
        box_of_all.addWidget(self._foot())
        box_of_all.addWidget(self.hint)
        self._wire()

    def _foot(self) -> QWidget:
        self.foot = QWidget()
        bar = FlowLayout(self.foot)
        for answer, button in self.answers.items():
            say(button.setText, ANSWER_WORDS[answer])
            button.clicked.connect(partial(self._answer_all, answer))
            bar.addWidget(button)
        say(self.add.setText, ADD)
        icons.give(self.add.setIcon, "add")
        self.add.clicked.connect(self._add_item)
        bar.addWidget(self.add)
        return self.foot

    def _wire(self) -> None:
        self.items.answered.connect(self._answered)
        self.items.counted.connect(self._counted)
        self.rates.asked.connect(self._behind)
        self.level.currentIndexChanged.connect(self._turned)
        self.item.currentIndexChanged.connect(self._tell)
        speech.switched.connect(self._spoken)
        self._spoken()
        self._turned()

    # -- what arrives

    def _turned(self, _: int = 0) -> None:
        whole = self.level.currentData() != HOMES
        self.stack.setCurrentIndex(int(whole))
        self.foot.setVisible(not whole)
        self.item.setVisible(whole)
        say(self.hint.setText, LEADS if whole else KEYS)
        if self.isVisible():
            self.show_now()

    def _arrived(self, found: Rates) -> None:
        self.found = found
        kept = self.item.currentData()
        self.item.blockSignals(True)
        self.item.clear()
        for key in ("", *found.items):
            self.item.addItem(text(item_words(key) if key else ALL_ITEMS), key)
        self.item.setCurrentIndex(max(self.item.findData(kept), 0))
        self.item.blockSignals(False)
        self._tell()

    def _tell(self, _: int = 0) -> None:
        level = str(self.level.currentData())
        if self.found is not None and level in LEVELS:
            self.rates.show_rates(self.found, level, str(self.item.currentData() or ""))

    def _spoken(self, _: str = "") -> None:
        for place, words in enumerate(SHOWN.values()):
            self.level.setItemText(place, text(words))
        for place in range(self.item.count()):
            key = str(self.item.itemData(place))
            self.item.setItemText(place, text(item_words(key) if key else ALL_ITEMS))

    # -- answers

    def _answer_all(self, answer: str, _: bool = False) -> None:
        self.items.answer(answer)
        self.items.setFocus()

    def _answered(self, cells: list[Key], said: str) -> None:
        """Write what homes say to items."""

        def write(db: Database) -> None:
            from renewtrack.store import homes_items

            for home, item in cells:
                homes_items.answer(db, home, item, said)

        self.session.write("bulk_edit", write, ANSWERED.filled(count=len(cells)))

    def _counted(self, home: int, item: str, quantity: float | None) -> None:
        """Write how many of an item a home wants."""

        def write(db: Database) -> None:
            from renewtrack.store import homes_items

            homes_items.count(db, home, item, quantity)

        self.session.write("edit", write, COUNTED.filled(item=item_words(item)))

    def _add_item(self) -> None:
        """Ask for an item and give it a column, to be answered there."""
        if self._building is None:
            return
        said = asking.line(self, ADD, ADD_ASK)
        if not said:
            return
        item = homes.item_of(said)
        self._added.setdefault(self._building, []).append(item)
        if self._homes:
            self._going = self._homes[0].id, item
        self.show_building(self._building, self._homes)
        self.items.setFocus()

    # -- where figures lead

    def go_to(self, building_id: int, home_id: int, item: str) -> None:
        """Bring a home to the front, in the matrix of its building."""
        self.level.setCurrentIndex(0)
        if building_id == self._building:
            self.items.point_at(home_id, item)
        else:
            self._going = home_id, item
            self.wanted.emit(building_id)
        self.items.setFocus()

    def _behind(self, line: RateLine, item: str, answers: tuple[str, ...]) -> None:
        if self.found is not None:
            self.deeds.list_behind(
                self.found,
                line,
                (item, answers),
                lambda home: self.go_to(home.building_id, home.id, item),
            )

    def _sum_up(self) -> None:
        if self.level.currentData() == HOMES:
            key = self.items.items.key(self.items.currentIndex())
            item = key[1] if key is not None else ""
        else:
            item = str(self.item.currentData() or "")
        if item:
            self.deeds.ask_scope(item)
        else:
            self.tell(WHICH_ITEM)

    def tell(self, words: Words) -> None:
        """Say something below the table."""
        say(self.hint.setText, words)
