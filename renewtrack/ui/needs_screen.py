"""The view of needs: the list, promises against deliveries, how content homes are, rounds."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from renewtrack.domain import codes
from renewtrack.ui import plain
from renewtrack.ui.filtering import Choice
from renewtrack.ui.home_answers import HomeAnswer, HomeAnswers
from renewtrack.ui.need_deeds import NeedDeeds
from renewtrack.ui.needs_page import NeedsPage
from renewtrack.ui.promises_page import PromisesPage
from renewtrack.ui.round_deeds import RoundDeeds, short
from renewtrack.ui.rounds_page import RoundsPage
from renewtrack.ui.satisfaction_page import SatisfactionPage
from renewtrack.ui.screen import Screen
from renewtrack.ui.session import Session
from renewtrack.ui.speaking import say, text
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

    from renewtrack.store.consultations import Consultation
    from renewtrack.store.need_delivery import Promise
    from renewtrack.store.needs import NeedLine
    from renewtrack.store.satisfaction import Contentment

NEEDS, PROMISES = Words("需求", "Needs"), Words("承诺与兑现", "Promised and delivered")
CONTENT, ROUNDS = Words("满意度", "Satisfaction"), Words("征求意见", "Consultation")
PAGES = Words("需求的各页", "Pages of needs")
RATED = Words("：一户的满意度", "how content a home is")
ENTER = {
    "before": Words("录入改造前满意度", "Content before the works"),
    "after": Words("录入改造后满意度", "Content after the works"),
}


@dataclass(frozen=True, slots=True)
class Found:
    """All that the view shows, read at once."""

    needs: list[NeedLine]
    promises: list[Promise]
    places: list[Contentment]
    rounds: list[Consultation]


class NeedsScreen(Screen):
    """Four pages of what is filtered; what is written from here is undone like all else."""

    def __init__(self, session: Session, choice: Choice, parent: QWidget | None = None) -> None:
        super().__init__(session, choice, parent)
        self.pages, self.told = QTabWidget(), plain.label()
        self.page, self.promises = NeedsPage(), PromisesPage()
        self.content, self.rounds = SatisfactionPage(), RoundsPage(session)
        self._entering = False
        self.deeds, self.round_deeds = NeedDeeds(self), RoundDeeds(self)
        self._build()

    def show_now(self) -> None:
        """Read the needs of what is filtered, and the rounds of the file."""
        if self._entering:
            return
        today = self.session.today
        buildings = self.choice.filter("buildings", today)
        estates = self.choice.filter("estates", today)

        def job(db: Database, _: object) -> Found:
            from renewtrack.store import (
                consultations,
                need_delivery,
                needs,
                participation,
                satisfaction,
            )

            lines = needs.all(db, buildings, estates, today)
            homes = participation.buildings(db, buildings)
            return Found(
                lines,
                need_delivery.promises(db, lines),
                satisfaction.of_buildings(db, homes),
                consultations.all(db),
            )

        self.read(job, self._arrived)

    def tell(self, words: Words) -> None:
        """Say what came of something that was put out."""
        self.told.setText(text(words))
        self.told.show()

    def enter_content(self, phase: str) -> None:
        """Show the homes of what is filtered; digits enter how content they are."""
        from renewtrack.store import need_places, participation, satisfaction

        session = self.session
        if not session.may("editor"):
            return
        wanted = self.choice.filter("buildings", session.today)
        ids = participation.buildings(session.db, wanted)
        known = satisfaction.answers(session.db, ids, phase)
        homes = [
            HomeAnswer(home.id, home.estate, short(home), known.get(home.id))
            for home in need_places.homes_of(session.db, ids)
        ]
        choices = {each.key: each.words for each in codes.table("ratings")}

        def write(home_id: int, key: str | None) -> None:
            session.write(
                "edit",
                lambda db: satisfaction.answer(db, home_id, phase, key, session.today),
                RATED,
            )

        self.enter(HomeAnswers(ENTER[phase], homes, choices, write, self))

    def enter(self, dialog: HomeAnswers) -> None:
        """Show a sheet of homes; the pages are read again when it closes, not at each answer."""
        self._entering = True
        try:
            dialog.exec()
        finally:
            self._entering = False
            dialog.deleteLater()
        self.show_now()

    # -- build

    def _build(self) -> None:
        for page, words in (
            (self.page, NEEDS),
            (self.promises, PROMISES),
            (self.content, CONTENT),
            (self.rounds, ROUNDS),
        ):
            place = self.pages.addTab(page, "")
            say(partial(self.pages.setTabText, place), words, page)
        self.pages.setDocumentMode(True)
        say(self.pages.tabBar().setAccessibleName, PAGES)
        self.page.take(self.deeds)
        self.page.chosen_changed.connect(self._chosen)
        self.promises.take(self.deeds.deliver)
        self.promises.table.selectionModel().selectionChanged.connect(self._promised)
        self.content.take(self.enter_content)
        deeds = self.round_deeds
        self.rounds.take(
            {
                "add": deeds.add,
                "edit": deeds.edit,
                "ballots": deeds.ballots,
                "print": deeds.print_,
                "page": deeds.page,
                "remove": deeds.remove,
            },
            self._heard,
        )
        self.told.setWordWrap(True)
        self.told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.told.hide()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.pages, 1)
        box.addWidget(self.told)
        self.setFocusProxy(self.page)

    # -- what is shown

    def _arrived(self, found: Found) -> None:
        may = self.session.may("editor")
        self.page.show_needs(found.needs, may)
        self.promises.show_promises(found.promises, may)
        self.content.show_places(found.places, may)
        self.rounds.show_rounds(found.rounds)

    def _chosen(self) -> None:
        if self.page.table.hasFocus():
            self._show_on_map(self.page.chosen())

    def _promised(self, *_: object) -> None:
        if self.promises.table.hasFocus():
            self._show_on_map([line.need for line in self.promises.chosen()])

    def _show_on_map(self, lines: list[NeedLine]) -> None:
        buildings = sorted({line.building_id for line in lines if line.building_id is not None})
        estates = sorted({line.estate_id for line in lines if line.estate_id is not None})
        if buildings:
            self.picked.emit("buildings", buildings)
        elif estates:
            self.picked.emit("estates", estates)

    def _heard(self) -> None:
        found = self.rounds.round
        if found is not None:
            self.deeds.add(found.id)
