"""The form of a round of consultation: what is asked of whom, until when, and what was decided."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QComboBox, QFormLayout, QWidget

from renewtrack.ui import asking, home_answers
from renewtrack.ui.columns import Column
from renewtrack.ui.entry_form import EntryForm, Values
from renewtrack.ui.resident_columns import STORED
from renewtrack.ui.session import Session
from renewtrack.ui.speaking import speech, text
from renewtrack.words import Words

if TYPE_CHECKING:
    from renewtrack.store.consultations import Consultation

NEW, CHANGE = Words("新的征求意见", "New round"), Words("修改征求意见", "Edit the round")
PLACE = Words("小区或项目", "Estate or project")
PROJECT = Words("项目：{name}", "Project: {name}")
OPTIONS = Words("选项（用逗号隔开）", "Options (with commas)")
WHY = Words("作出决定必须写明理由", "A decision needs its reason")
BACKWARDS = Words("止日早于起日", "The end is before the beginning")
COLUMNS = tuple(
    Column("options", OPTIONS, 0) if each.key == "options" else each
    for each in STORED["consultation"]
)
NO_PLACE = Words("请先登记小区或项目", "Put an estate or a project on record first")
TOO_MANY = Words("最多 {most} 个选项，各用一个数字键", "{most} options at most: each is a digit")
_SPANS = (("opened_on", "closed_on"), ("notice_from", "notice_to"))


class RoundForm(EntryForm):
    """Asks for a round; a new one for its place too, which stays."""

    def __init__(
        self, session: Session, given: Mapping[str, Any], parent: QWidget | None = None
    ) -> None:
        self._new = "id" not in given
        super().__init__(NEW if self._new else CHANGE, COLUMNS, given, parent)
        self.required = frozenset({"title"})
        self.check = self._wrong
        self.box = QComboBox()
        if self._new:
            self._add_places(session)

    @property
    def place(self) -> dict[str, int]:
        """Return the estate or project that is chosen."""
        key, _, row_id = str(self.box.currentData() or "").partition(":")
        return {key: int(row_id)} if row_id else {}

    def _add_places(self, session: Session) -> None:
        from renewtrack.store import need_places

        for row_id, name in need_places.estates(session.db):
            self.box.addItem(name, f"estate_id:{row_id}")
        for row_id, name in need_places.projects(session.db):
            self.box.addItem(text(PROJECT.filled(name=name)), f"project_id:{row_id}")
        form = self.findChild(QFormLayout)
        assert form is not None
        asking.add_row(form, PLACE, self.box, 0)
        self.setTabOrder(self.box, self.fields["title"])

    def _wrong(self, values: Values) -> Words | None:
        from renewtrack.store import consultations

        if self._new and not self.place:
            return NO_PLACE
        for first, last in _SPANS:
            if values.get(first) and values.get(last) and values[last] < values[first]:
                return BACKWARDS
        if len(consultations.options_of(values.get("options") or "")) > home_answers.MOST:
            return TOO_MANY.filled(most=home_answers.MOST)
        return WHY if values.get("decided") and not values.get("why") else None


def shown(found: Consultation, stored: Mapping[str, Any]) -> dict[str, Any]:
    """Return a stored round as its form shows it: options in one line."""
    joint = "，" if speech.language == "zh" else ", "
    return {**stored, "options": joint.join(found.options)}
