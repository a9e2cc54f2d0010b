"""What is done with one home from the front: its form opened, one beyond the survey added."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QPushButton

from renewtrack.errors import UserError
from renewtrack.ui import icons, trouble
from renewtrack.ui.columns import Column
from renewtrack.ui.entry_form import EntryForm
from renewtrack.ui.homes_view import HomesView
from renewtrack.ui.record_columns import STORED
from renewtrack.ui.resident_columns import STORED as RESIDENT
from renewtrack.ui.session import Session
from renewtrack.ui.speaking import say
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

FORM = Words("住户表 (F2)…", "Household (F2)…")
ADD = Words("增补住户…", "Add a home…")
ADDED = Words("：增补 {room}", "{room} added")
COLUMNS = (
    Column("stairwell", Words("单元", "Stairwell"), 80),
    next(each for each in STORED["household"] if each.key == "room"),
    next(each for each in RESIDENT["household"] if each.key == "added_why"),
)


class HomeBar(QObject):
    """Two buttons for the row over the front; F2 in the front does as the first."""

    def __init__(self, session: Session, view: HomesView) -> None:
        super().__init__(view)
        self.session, self.view = session, view
        self.building_id: int | None = None
        self.form, self.add = QPushButton(), QPushButton()
        for button, words, icon, deed in (
            (self.form, FORM, "detail", self.open_form),
            (self.add, ADD, "add", self.add_home),
        ):
            say(button.setText, words)
            icons.give(button.setIcon, icon)
            button.clicked.connect(lambda _=False, do=deed: do())
        view.edited.connect(self.open_form)

    def show_of(self, building_id: int | None) -> None:
        """Work on the homes of a building."""
        self.building_id = building_id
        self.form.setEnabled(self.view.current is not None)
        self.add.setEnabled(building_id is not None and self.session.may("editor"))

    def open_form(self, _: int = 0) -> None:
        """Open the form of the home in front."""
        from renewtrack.ui.household_form import HouseholdForm

        home = self.view.current
        if home is not None:
            form = HouseholdForm(self.session, home.id, self.view.window())
            form.exec()
            form.deleteLater()

    def add_home(self) -> None:
        """Ask for stairwell, room and reason of a home that the survey does not have."""
        if self.building_id is None:
            return
        first = self.view.current.stairwell if self.view.current is not None else None
        form = EntryForm(ADD, COLUMNS, {"stairwell": first}, self.view.window())
        form.required = frozenset(("room", "added_why"))
        accepted = form.exec() == QDialog.DialogCode.Accepted
        values = {"stairwell": first, **form.values}
        form.deleteLater()
        if accepted:
            self.put(values)

    def put(self, values: dict[str, object]) -> None:
        """Write a home that was asked for; what is in the way is told."""
        building = self.building_id
        said = [values.get(key) for key in ("stairwell", "room", "added_why")]

        def write(db: Database) -> int:
            from renewtrack.store import homes_form

            assert building is not None
            texts = [str(each) if each is not None else None for each in said]
            return homes_form.add_beyond(db, building, *texts)

        try:
            self.session.write("edit", write, ADDED.filled(room=said[1] or ""))
        except UserError as refused:
            trouble.show(refused, self.view)
