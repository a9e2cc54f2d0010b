"""The form of one household: what is known of it, who owns it, and what it consents to."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFormLayout,
    QGridLayout,
    QGroupBox,
    QHBoxLayout,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from renewtrack.domain import codes
from renewtrack.errors import UserError
from renewtrack.ui import asking, entry_form, household_people, icons, plain
from renewtrack.ui.cells import Refusal
from renewtrack.ui.columns import Column
from renewtrack.ui.entry_form import MASKED
from renewtrack.ui.household_people import ConsentsPage, OwnersPage
from renewtrack.ui.record_columns import STORED
from renewtrack.ui.resident_columns import STORED as RESIDENT
from renewtrack.ui.session import Session
from renewtrack.ui.speaking import say, text
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

TITLE = Words("住户 {estate} {building} {stairwell}{room}", "{estate} {building} {stairwell}{room}")
UNIT = Words("{number} 单元 ", "stairwell {number}, ")
FACTS, OWNERS = Words("住户", "Household"), Words("产权人", "Owners")
CONSENTS = Words("个人信息同意书", "Privacy consents")
PAGES = Words("住户的各页", "Pages of the household")
CARE = Words("特殊情况（敏感信息，须先有同意书）", "Special care (sensitive: needs consent first)")
BEYOND = Words("摸底外增补：{why}", "Added beyond the survey: {why}")
REVEAL = Words("显示个人信息（留痕）…", "Show personal details (recorded)…")
REVEAL_ASK = Words(
    "查看会记入日志（谁、何时、哪一户、理由）。请填写理由：",
    "Looking is recorded (who, when, which household, why). Please give your reason:",
)
DATA = Words("本户的全部信息…", "All that is held…")
SAVED = Words("：{room} 的住户信息", "household {room}")
KEYS = ("floor", "floor_area_m2", "holder", "phone", "agree", "access", "keep_until", "remark")
ACROSS = 4  # check boxes of special care in a row


def _column(key: str) -> Column:
    known = (*STORED["household"], *RESIDENT["household"])
    if key == "remark":
        return Column("remark", Words("备注", "Remarks"), 160)
    return next(each for each in known if each.key == key)


COLUMNS = tuple(map(_column, KEYS))


class HouseholdForm(QDialog):
    """Personal details stand masked and closed until somebody gives a reason to see them."""

    def __init__(self, session: Session, household_id: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        from renewtrack.store import homes_form

        self.session, self.household_id = session, household_id
        self.stored: dict[str, Any] = homes_form.one(session.db, household_id)
        self.revealed = False
        self.fields: dict[str, entry_form.Field] = {}
        self.care = {each.key: QCheckBox() for each in codes.table("vulnerable")}
        self.reveal, self.data, self.why = QPushButton(), QPushButton(), plain.label()
        self.pages = QTabWidget()
        self.owners = OwnersPage(session, household_id)
        self.consents = ConsentsPage(session, household_id)
        self._form = QFormLayout()
        self._closed: frozenset[str] = frozenset()
        self._held: dict[str, Any] = {}
        self._build()
        self._fill()
        self.fields[KEYS[0]].setFocus()
        self.resize(QSize(640, 560))

    # -- build

    def _build(self) -> None:
        say(self.setWindowTitle, _title(self.stored))
        facts = QWidget()
        column = QVBoxLayout(facts)
        column.setSpacing(10)
        if self.stored.get("added_why"):
            beyond = plain.label()
            beyond.setWordWrap(True)
            said = self._masked()["added_why"]
            say(beyond.setText, BEYOND.filled(why=said))
            column.addWidget(beyond)
        self._form.setVerticalSpacing(8)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        column.addLayout(self._form)
        column.addWidget(self._care_box())
        column.addLayout(self._bar())
        column.addStretch(1)
        for words, page in ((FACTS, facts), (OWNERS, self.owners), (CONSENTS, self.consents)):
            number = self.pages.addTab(page, "")
            say(partial(self.pages.setTabText, number), words, page)
        say(self.pages.tabBar().setAccessibleName, PAGES)
        self.why.setProperty("role", "bad")
        self.why.setWordWrap(True)
        self.why.hide()
        buttons = asking.buttons()
        self.consents.withdrawn.connect(self._withdrawn)
        self.consents.purged.connect(self.refresh)
        buttons.accepted.connect(self.save)
        buttons.rejected.connect(self.reject)
        self.ok = buttons.button(buttons.StandardButton.Ok)
        self.ok.setEnabled(self.session.may("editor"))
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 14, 16, 12)
        box.setSpacing(10)
        box.addWidget(self.pages, 1)
        box.addWidget(self.why)
        box.addWidget(buttons)

    def _care_box(self) -> QGroupBox:
        group = QGroupBox()
        say(group.setTitle, CARE)
        grid = QGridLayout(group)
        for place, each in enumerate(codes.table("vulnerable")):
            say(self.care[each.key].setText, each.words)
            grid.addWidget(self.care[each.key], place // ACROSS, place % ACROSS)
        return group

    def _bar(self) -> QHBoxLayout:
        bar = QHBoxLayout()
        for button, words, icon, deed in (
            (self.reveal, REVEAL, "eye", self.ask_reveal),
            (self.data, DATA, "people", self.show_data),
        ):
            say(button.setText, words)
            icons.give(button.setIcon, icon)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False, do=deed: do())
            bar.addWidget(button)
        bar.addStretch(1)
        return bar

    def _masked(self) -> dict[str, Any]:
        from renewtrack.store import exports

        return exports.mask(self.session.db).record(dict(self.stored))

    def _fill(self) -> None:
        """Put the values into the fields, persons masked unless they were revealed."""
        shown = dict(self.stored) if self.revealed else self._masked()
        while self._form.rowCount():
            self._form.removeRow(0)
        before: QWidget = self.pages.tabBar()
        for column in COLUMNS:
            field = entry_form.made(column, shown.get(column.key))
            self.fields[column.key] = field
            asking.add_row(self._form, column.words, field)
            self.setTabOrder(before, field)  # made last, it would come after the buttons
            before = field
        self._closed = frozenset(key for key in KEYS if shown.get(key) != self.stored.get(key))
        for key in self._closed:
            self.fields[key].setEnabled(False)
            plain.say_tip(self.fields[key], MASKED)
        self._held = {each.key: entry_form.read(each, self.fields[each.key]) for each in COLUMNS}
        self._tick()
        may = self.session.may("editor")
        self.reveal.setEnabled(may and not self.revealed)
        self.data.setEnabled(may)
        self._show_pages()

    def _show_pages(self) -> None:
        for each in (self.owners, self.consents):
            each.show_now(revealed=self.revealed)

    def _tick(self) -> None:
        ticked = self._care_stored()
        for key, box in self.care.items():
            box.setChecked(key in ticked)

    def _withdrawn(self) -> None:
        """Show what is left of special care; what was typed elsewhere stays."""
        from renewtrack.store import homes_form

        self.stored = homes_form.one(self.session.db, self.household_id)
        self._tick()

    # -- deeds

    def ask_reveal(self) -> None:
        """Ask why personal details are wanted, record it and show them."""
        reason = asking.line(self, REVEAL, REVEAL_ASK)
        if not reason:
            return
        from renewtrack.store import reveals

        who, what = self.session.who, reveals.of_household(str(self.stored["uid"]))
        kept, _ = self._read()
        self.session.write("reveal", lambda db: reveals.note(db, who, reason, what))
        self.revealed = True
        self._fill()
        self.fields["holder"].setFocus()
        for column in COLUMNS:  # what was typed before stays
            if column.key in kept:
                entry_form.put(column, self.fields[column.key], kept[column.key])

    def show_data(self) -> None:
        """Show everything that the file holds of this household, for a reason."""
        from renewtrack.ui.person_data_dialog import PersonDataDialog

        PersonDataDialog(self.session, self.household_id, self).exec()
        self.refresh()

    def refresh(self) -> None:
        """Read the household again; what was typed stays unless a purge has emptied it."""
        from renewtrack.store import homes_form

        known, self.stored = self.stored, homes_form.one(self.session.db, self.household_id)
        if self.stored == known:
            self._show_pages()
        else:
            self._fill()

    def save(self) -> None:
        """Write what was changed; a refusal is told where the person is."""
        values, why = self._read()
        if why is None and self._care() != self._care_stored():
            values["vulnerable"] = self._care() or None
        if why is None and values:
            why = self._write(values)
        if why is None:
            self.accept()
            return
        say(self.why.setText, why)
        self.why.show()

    def _write(self, values: dict[str, Any]) -> Words | None:
        from renewtrack.store import privacy

        home, room = self.household_id, self.stored.get("room", "")

        def change(db: Database) -> None:
            privacy.save(db, home, values)

        try:
            self.session.write("edit", change, SAVED.filled(room=room))
        except UserError as refused:
            if isinstance(refused, privacy.NoSensitiveConsent):
                self.pages.setCurrentIndex(0)
            return Words(refused.in_("zh"), refused.in_("en"))
        return None

    def _read(self) -> tuple[dict[str, Any], Words | None]:
        """Return the values that differ, or why one of them will not do."""
        values: dict[str, Any] = {}
        for column in COLUMNS:
            value = entry_form.read(column, self.fields[column.key])
            if isinstance(value, Refusal):
                return values, household_people.about(column.words, value.words)
            if column.key not in self._closed and value != self._held[column.key]:
                values[column.key] = value
        return values, None

    def _care(self) -> list[str]:
        return [key for key, box in self.care.items() if box.isChecked()]

    def _care_stored(self) -> Sequence[str]:
        from renewtrack.store import homes_grid

        known = homes_grid.care(self.stored.get("vulnerable"))
        return [key for key in self.care if key in known]


def _title(home: dict[str, Any]) -> Words:
    number = home.get("stairwell")
    unit = UNIT.filled(number=number) if number else Words("", "")
    return TITLE.filled(
        estate=home.get("estate", ""),
        building=home.get("building", ""),
        stairwell=unit,
        room=home.get("room", ""),
    )


def told(home: dict[str, Any]) -> str:
    """Return what a household is called on the screen."""
    return " ".join(text(_title(home)).split())
