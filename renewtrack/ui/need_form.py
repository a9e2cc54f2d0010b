"""The form in which a need is noted: whose it is, its words, and what they suggest."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QDialog,
    QFormLayout,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from renewtrack.domain import codes, need_states
from renewtrack.ui import asking, cells, plain
from renewtrack.ui.cells import Refusal
from renewtrack.ui.session import Session
from renewtrack.ui.speaking import say, text
from renewtrack.words import Words

if TYPE_CHECKING:
    from renewtrack.store.need_places import HomeOf

TITLE = Words("登记需求", "Note a need")
ESTATE, BUILDING, ROOM = Words("小区", "Estate"), Words("楼栋", "Building"), Words("住户", "Home")
WHOLE_ESTATE = Words("（全小区）", "(whole estate)")
WHOLE_BUILDING = Words("（全楼）", "(whole building)")
SAID, CATEGORY = Words("需求", "Need"), Words("类别（按词建议）", "Category (by its words)")
ITEM, SOURCE = Words("改造项", "Item"), Words("来源", "Source")
NUMBER, DAY, DUE = (
    Words("来源编号", "Source number"),
    Words("提出日期", "Said on"),
    Words("办理期限", "Due"),
)
NO_PLACE = Words("请选小区。", "Choose an estate.")
NO_WORDS = Words("请写需求内容。", "Write what is asked for.")
NO_SUCH = Words("没有“{what}”，请从列表里选。", "There is no “{what}”: choose from the list.")
NO_DAY = Words("日期请写成如 2026-6-8。", "Write a date such as 2026-6-8.")


class NeedForm(QDialog):
    """Asks for a need; ``place`` and ``values`` hold it once it is accepted."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.place: dict[str, int] = {}
        self.values: dict[str, Any] = {}
        self.estate, self.building, self.home = QComboBox(), QComboBox(), QComboBox()
        self.said, self.why = QPlainTextEdit(), plain.label()
        self.category, self.item, self.source = QComboBox(), QComboBox(), QComboBox()
        self.number, self.day, self.due = QLineEdit(), QLineEdit(session.today), QLineEdit()
        self._homes: list[HomeOf] = []
        self._own = False  # the person has chosen the category
        self._build()
        self._fill()

    def begin(self, estate_id: int | None, building_id: int | None, home_id: int | None) -> None:
        """Begin at a place."""
        for box, key in ((self.estate, estate_id), (self.building, building_id)):
            if key is not None:
                box.setCurrentIndex(max(0, box.findData(key)))
        if home_id is not None:
            self.home.setCurrentIndex(max(0, self.home.findData(home_id)))

    def _build(self) -> None:
        say(self.setWindowTitle, TITLE)
        self.said.setTabChangesFocus(True)
        self.said.setFixedHeight(84)
        form = QFormLayout()
        form.setVerticalSpacing(8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for words, field in (
            *((ESTATE, self.estate), (BUILDING, self.building), (ROOM, self.home)),
            *((SAID, self.said), (CATEGORY, self.category), (ITEM, self.item)),
            *((SOURCE, self.source), (NUMBER, self.number), (DAY, self.day), (DUE, self.due)),
        ):
            asking.add_row(form, words, field)
        asking.framed(self, (form,), self.why, self._accept)
        self.setMinimumWidth(480)
        self.said.textChanged.connect(self._suggest)
        self.category.activated.connect(lambda _: self._take_own())
        self.estate.currentIndexChanged.connect(lambda _: self._buildings())
        self.building.currentIndexChanged.connect(lambda _: self._homes_of())

    def _fill(self) -> None:
        from renewtrack.store import need_places

        for box, table in (
            (self.category, "need_categories"),
            (self.item, "work_types"),
            (self.source, "need_sources"),
        ):
            box.addItem("", None)
            for entry in codes.table(table):
                box.addItem(text(entry.words), entry.key)
        self.source.setCurrentIndex(self.source.findData("desk"))
        for box in self._places():
            box.setEditable(True)
            box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
            completer = box.completer()
            if completer is not None:
                completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
                completer.setFilterMode(Qt.MatchFlag.MatchContains)
            line = box.lineEdit()
            if line is not None:
                line.editingFinished.connect(partial(_settle, box))
        for estate_id, name in need_places.estates(self.session.db):
            self.estate.addItem(name, estate_id)
        self._buildings()

    def _buildings(self) -> None:
        from renewtrack.store import need_places

        self.building.clear()
        self.building.addItem(text(WHOLE_ESTATE), None)
        key = self.estate.currentData()
        if key is not None:
            for building_id, number in need_places.buildings(self.session.db, key):
                self.building.addItem(number, building_id)

    def _homes_of(self) -> None:
        from renewtrack.store import need_places

        self.home.clear()
        self.home.addItem(text(WHOLE_BUILDING), None)
        key = self.building.currentData()
        if key is not None:
            self._homes = need_places.homes(self.session.db, key)
            for home in self._homes:
                self.home.addItem(home.short, home.id)

    def _suggest(self) -> None:
        """Offer the category whose words stand in the text, until the person chooses one."""
        if not self._own:
            key = need_states.suggested(self.said.toPlainText())
            self.category.setCurrentIndex(max(0, self.category.findData(key)))

    def _places(self) -> tuple[QComboBox, ...]:
        return (self.estate, self.building, self.home)

    def _take_own(self) -> None:
        self._own = True

    def _accept(self) -> None:
        days = [cells.typed(asking.DATE, field.text().strip()) for field in (self.day, self.due)]
        words, estate = self.said.toPlainText().strip(), self.estate.currentData()
        strange = next((box for box in self._places() if not _settled(box)), None)
        why = NO_PLACE if estate is None else NO_WORDS if not words else None
        if strange is not None:
            why = NO_SUCH.filled(what=strange.currentText())
        if why is None and any(isinstance(day, Refusal) for day in days):
            why = NO_DAY
        if why is not None:
            self.why.setText(text(why))
            return
        home, building = self.home.currentData(), self.building.currentData()
        found = (("household_id", home), ("building_id", building), ("estate_id", estate))
        self.place = dict([next((key, row) for key, row in found if row is not None)])
        self.values = {
            "text": words,
            "category": self.category.currentData(),
            "item": self.item.currentData(),
            "source": self.source.currentData(),
            "source_no": self.number.text().strip() or None,
            "said_on": days[0],
            "due": days[1],
        }
        self.accept()


def _settled(box: QComboBox) -> bool:
    """Tell whether what is typed is the entry that is chosen."""
    return box.currentText().strip() == box.itemText(box.currentIndex())


def _settle(box: QComboBox) -> None:
    """Choose the entry whose words were typed."""
    if not _settled(box):
        place = box.findText(box.currentText().strip(), Qt.MatchFlag.MatchFixedString)
        if place >= 0:
            box.setCurrentIndex(place)
