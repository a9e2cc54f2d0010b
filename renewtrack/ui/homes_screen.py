"""The view of the homes: buildings with households at the left, the front of one at the right."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from renewtrack.domain import homes_front, money
from renewtrack.domain.homes_front import AGREE, MODES, UNKNOWN, Home
from renewtrack.ui import icons, plain
from renewtrack.ui.filtering import Choice
from renewtrack.ui.flow import FlowLayout
from renewtrack.ui.home_bar import HomeBar
from renewtrack.ui.homes_view import LOOKS, HomesView
from renewtrack.ui.import_wizard_tables import Head, LinesModel, LinesTable
from renewtrack.ui.items_table import ItemsTable
from renewtrack.ui.needs_table import NeedsTable
from renewtrack.ui.participation_page import ParticipationPage
from renewtrack.ui.screen import Screen
from renewtrack.ui.session import Session
from renewtrack.ui.speaking import say, speech, text
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

    from renewtrack.store.homes_grid import HomesOf

BUILDINGS = Words("有住户的楼栋", "Buildings with households")
ESTATE, NUMBER, HOMES = Words("小区", "Estate"), Words("楼号", "Building"), Words("户", "Homes")
AGREED, BOOKED = Words("同意", "Agree"), Words("已预约", "Booked")
COLOUR = Words("着色", "Colour by")
MODE_WORDS = {"agree": Words("意愿", "Consent"), "visit": Words("入户", "Visits")}
NONE = Words(
    "筛选出的楼栋还没有住户。可导入入户登记表，或先在外业表里登记。",
    "The buildings shown have no households yet: import a register of visits.",
)
KEYS = Words(
    "方向键移动，Shift 连选；Y 同意、N 不同意、D 未定、U 未征询；回车预约入户，F2 住户表",
    "Arrows move, Shift extends; Y agrees, N refuses, D undecided, U not asked; Enter books, F2 "
    "opens the household",
)
FRONT, ITEMS = Words("立面", "Front"), Words("改造项", "Items")
NEEDS = Words("需求", "Needs")
PAGES = Words("立面和改造项", "Front and items")
BOOK = Words("预约入户…", "Book a visit…")
RATES = Words(
    "同意 {count} / {every} 户（{heads}%），面积 {area} / {every_area} ㎡（{share}%）",
    "{count} of {every} homes agree ({heads}%), {area} of {every_area} m² ({share}%)",
)
NO_AREA = Words("{said}，{count} 户面积不明", "{said}; {count} homes without an area")
LEGEND = Words("{sign} {state} {count}", "{sign} {state} {count}")
DETAIL = Words("：{count} 户的意愿", "consent of {count} homes")
ANSWERS = {"y": "yes", "n": "no", "d": "undecided", "u": None}


class HomesScreen(Screen):
    """One building at a time; answers go in by single keys and are undone like all else."""

    def __init__(self, session: Session, choice: Choice, parent: QWidget | None = None) -> None:
        super().__init__(session, choice, parent)
        self.model: LinesModel[HomesOf] = LinesModel(
            (
                Head(ESTATE, 84, lambda line: line.estate),
                Head(NUMBER, 60, lambda line: line.number),
                Head(HOMES, 52, lambda line: f"{line.homes:,}", right=True),
                Head(AGREED, 52, lambda line: f"{line.agreed:,}", right=True),
                Head(BOOKED, 60, lambda line: f"{line.booked:,}", right=True),
            )
        )
        self.table, self.view, self.mode = LinesTable(BUILDINGS), HomesView(), QComboBox()
        self.none, self.rates, self.legend = plain.label(), plain.label(), plain.label()
        self.home = HomeBar(session, self.view)
        self.homes: list[Home] = []
        self.answers = {key: QPushButton() for key in ANSWERS}
        self.book, self.keys = QPushButton(), plain.label()
        self.pages, self.items, self.needs = QTabWidget(), ItemsTable(), NeedsTable(session)
        self.part = ParticipationPage(session, choice, self.items)
        self._build()

    @property
    def building_id(self) -> int | None:
        """Return the building in front."""
        place = self.table.currentIndex().row()
        return self.model.lines[place].id if 0 <= place < len(self.model.lines) else None

    def show_now(self) -> None:
        """Read which buildings of the filter have households."""
        wanted = self.choice.filter("buildings", self.session.today)

        def job(db: Database, _: object) -> list[HomesOf]:
            from renewtrack.store import homes_grid

            return homes_grid.buildings(db, wanted)

        self.read(job, self._arrived)

    # -- build

    def _build(self) -> None:
        self.table.take(self.model)
        self.table.setSelectionMode(LinesTable.SelectionMode.SingleSelection)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show())
        for mode in MODES:
            self.mode.addItem("", mode)
        self.mode.currentIndexChanged.connect(lambda _: self._colour())
        self.none.setProperty("role", "dim")
        self.none.setWordWrap(True)
        say(self.none.setText, NONE)
        self._pages()
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(8, 4, 8, 4)
        column.addLayout(self._bar())
        self.keys.setProperty("role", "dim")
        self.keys.setWordWrap(True)
        say(self.keys.setText, KEYS)
        self.rates.setWordWrap(True)
        self.legend.setWordWrap(True)
        column.addWidget(self.rates)
        column.addWidget(self.legend)
        column.addWidget(self.pages, 1)
        foot = QWidget()
        below = QVBoxLayout(foot)
        below.setContentsMargins(0, 0, 0, 0)
        below.addLayout(self._answers())
        below.addWidget(self.keys)
        column.addWidget(foot)
        self.pages.currentChanged.connect(lambda place: foot.setVisible(place == 0))
        left = QWidget()
        beside = QVBoxLayout(left)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.addWidget(self.none)
        beside.addWidget(self.table, 1)
        parts = QSplitter(Qt.Orientation.Horizontal)
        parts.addWidget(left)
        parts.addWidget(right)
        left.setMinimumWidth(240)
        parts.setSizes([336, 400])
        parts.setChildrenCollapsible(False)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(parts)
        speech.switched.connect(self._spoken)
        self._spoken()
        self.setFocusProxy(self.view)

    def _pages(self) -> None:
        scroll = QScrollArea()
        scroll.setWidget(self.view)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self.part.wanted.connect(self._bring)
        self.needs.asked.connect(self._need)
        for words, page in ((FRONT, scroll), (ITEMS, self.part), (NEEDS, self.needs)):
            number = self.pages.addTab(page, "")
            say(partial(self.pages.setTabText, number), words, page)
        self.pages.setDocumentMode(True)
        say(self.pages.tabBar().setAccessibleName, PAGES)
        self.view.typed.connect(self._typed)
        self.view.opened.connect(lambda _: self._book())

    def _bar(self) -> FlowLayout:
        bar = FlowLayout()
        label = plain.label()
        say(label.setText, COLOUR)
        say(self.mode.setAccessibleName, COLOUR)
        label.setBuddy(self.mode)
        colour = QWidget()
        pair = QHBoxLayout(colour)
        pair.setContentsMargins(0, 0, 0, 0)
        pair.addWidget(label)
        pair.addWidget(self.mode)
        for each in (colour, self.home.form, self.home.add):
            bar.addWidget(each)
        return bar

    def _answers(self) -> FlowLayout:
        bar = FlowLayout()
        for key, answer in ANSWERS.items():
            button = self.answers[key]
            say(button.setText, LOOKS[AGREE][answer or UNKNOWN].words)
            button.clicked.connect(lambda _=False, said=key: self._typed(said))
            bar.addWidget(button)
        say(self.book.setText, BOOK)
        icons.give(self.book.setIcon, "calendar")
        self.book.clicked.connect(self._book)
        bar.addWidget(self.book)
        return bar

    # -- what is shown

    def _arrived(self, found: list[HomesOf]) -> None:
        kept = self.building_id
        self.model.show_lines(found)
        self.none.setVisible(not found)
        self.table.setVisible(bool(found))
        ids = [line.id for line in found]
        if found:
            self.table.selectRow(ids.index(kept) if kept in ids else 0)
        self._show()

    def _show(self) -> None:
        from renewtrack.store import homes_grid, homes_needs

        building_id = self.building_id
        needs: list[homes_needs.NeedOf] = []
        self.homes = []
        if building_id is not None and self.session.file is not None:
            self.homes = homes_grid.of_building(self.session.db, building_id)
            needs = homes_needs.of_building(self.session.db, building_id)
        self.view.show_front(homes_front.front(self.homes))
        self.needs.show_needs(needs)
        self.part.show_building(building_id, homes_front.in_order(self.homes))
        may = self.session.may("editor") and bool(self.homes)
        for button in (*self.answers.values(), self.book):
            button.setEnabled(may)
        self.home.show_of(building_id)
        self._tell()
        if building_id is not None and self.table.hasFocus():
            self.picked.emit("buildings", [building_id])

    def _colour(self) -> None:
        self.view.show_mode(str(self.mode.currentData()))
        self._tell()

    def _tell(self) -> None:
        mode = str(self.mode.currentData() or AGREE)
        counts: dict[str, int] = {}
        for home in self.homes:
            counts[home.state(mode)] = counts.get(home.state(mode), 0) + 1
        said = [
            text(LEGEND.filled(sign=look.sign, state=look.words, count=counts.get(state, 0)))
            for state, look in LOOKS[mode].items()
        ]
        self.legend.setText("　".join(each.strip() for each in said))
        self.rates.setText(text(_rates(self.homes)) if self.homes else "")

    def _typed(self, key: str) -> None:
        """Write an answer of the homes that are marked, and stay where one is."""
        ids = [home.id for home in self.view.homes()]
        if key not in ANSWERS or not ids or not self.session.may("editor"):
            return
        from renewtrack.store import homes_grid

        answer = ANSWERS[key]
        self.session.write(
            "bulk_edit",
            lambda db: homes_grid.answer(db, ids, answer),
            DETAIL.filled(count=len(ids)),
        )

    def _bring(self, building_id: int) -> None:
        """Bring a building to the front, if it is listed."""
        ids = [line.id for line in self.model.lines]
        if building_id in ids:
            self.table.selectRow(ids.index(building_id))

    def _need(self) -> None:
        """Note what the home in front asks for."""
        home = self.view.current
        if home is not None:
            self.needs.note(home.id, home.room)

    def _book(self) -> None:
        """Show the form of a booking for the home in front, with its first free half day."""
        home = self.view.current
        if home is None or not self.session.may("editor"):
            return
        from renewtrack.store import visit_lists
        from renewtrack.ui.booking_form import BookingForm

        form = BookingForm(self.session, self)
        form.take(visit_lists.home(self.session.db, home.id))
        form.exec()
        form.deleteLater()

    def _spoken(self, _: str = "") -> None:
        for place, mode in enumerate(MODES):
            self.mode.setItemText(place, text(MODE_WORDS[mode]))
        self._tell()


def _rates(homes: list[Home]) -> Words:
    """Return how many homes agree, by heads and by the area that is known."""
    rate = homes_front.rate(homes, AGREE, "yes")
    words = RATES.filled(
        count=rate.count,
        every=rate.every,
        heads=_percent(rate.by_heads),
        area=f"{rate.area_m2:,.2f}",
        every_area=f"{rate.every_m2:,.2f}",
        share=_percent(rate.by_area),
    )
    if rate.without_area:
        words = NO_AREA.filled(said=words, count=rate.without_area)
    return words


def _percent(share: float | None) -> str:
    return "—" if share is None else str(money.half_up(Decimal(str(share)), 1))
