"""The fields in which a person of the file proves a password, for the sign-in and for the lock."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QLineEdit, QVBoxLayout, QWidget

from renewtrack.errors import UserError
from renewtrack.store.people import ROLE_WORDS, Identity, Person
from renewtrack.ui import plain, trouble
from renewtrack.ui.speaking import say, speech, text
from renewtrack.ui.tasks import Task, Tasks
from renewtrack.words import Words

NAME = Words("姓名", "Name")
PASSWORD = Words("密码", "Password")
OPEN = Words("没有设密码", "No password set")
CHECKING = Words("正在核对…", "Checking…")
ENTRY = Words("{name}（{role}）", "{name} ({role})")


class Proof(QWidget):
    """A name and a password, checked in a thread: hashing takes its time on purpose."""

    proved = Signal(object)  # Identity

    def __init__(
        self,
        path: Path,
        persons: Sequence[Person],
        event: str,
        readonly: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._path, self._event, self._readonly = path, event, readonly
        self._tasks = Tasks(self)  # its own: long jobs of the window must not keep anybody out
        self.persons = tuple(persons)
        self.name, self.password = QComboBox(), QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setInputMethodHints(
            Qt.InputMethodHint.ImhHiddenText | Qt.InputMethodHint.ImhSensitiveData
        )
        self.why = plain.label()
        self.why.setProperty("role", "bad")
        self.why.setWordWrap(True)
        form = QFormLayout()
        form.setVerticalSpacing(10)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for words, field in ((NAME, self.name), (PASSWORD, self.password)):
            label = plain.label()
            label.setBuddy(field)
            say(label.setText, words)
            say(field.setAccessibleName, words)
            form.addRow(label, field)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(10)
        box.addLayout(form)
        box.addWidget(self.why)
        self.why.hide()
        self._fill()
        speech.switched.connect(self._fill)
        self.name.currentIndexChanged.connect(self._chosen)
        self.password.textEdited.connect(self.why.hide)

    @property
    def chosen(self) -> Person:
        """Return the person whose password is to be proved."""
        return self.persons[max(self.name.currentIndex(), 0)]

    @property
    def busy(self) -> bool:
        """Tell whether a password is being checked."""
        return bool(self._tasks.running)

    def choose(self, name: str) -> None:
        """Choose a person by name; a name that is not there changes nothing."""
        for place, person in enumerate(self.persons):
            if person.name == name:
                self.name.setCurrentIndex(place)

    def offer(self, persons: Sequence[Person], event: str) -> None:
        """Offer other persons to choose from; ``event`` is what the audit log calls it."""
        self.persons, self._event = tuple(persons), event
        self._fill()

    def check(self) -> None:
        """Check what was typed; ``proved`` tells who it is, a sentence why not."""
        if self.busy:
            return
        path, readonly, event = self._path, self._readonly, self._event
        name, password = self.chosen.name, self.password.text()

        def prove(_: Task) -> Identity:
            from renewtrack.store import file as project_file
            from renewtrack.store import people

            db = project_file.connect(path, readonly=readonly)
            try:
                return people.sign_in(db, name, password, event=event)
            finally:
                db.conn.close()

        self._tell(text(CHECKING), "dim")
        self.password.setReadOnly(True)
        self.name.setEnabled(False)
        self._tasks.run(prove, self._proved, self._refused)

    def end(self) -> None:
        """Wait for a check under way, before the window goes."""
        self._tasks.wait()

    def _proved(self, identity: Identity) -> None:
        self._free()
        self.why.hide()
        self.proved.emit(identity)

    def _refused(self, error: Exception) -> None:
        self._free()
        if not isinstance(error, UserError):
            trouble.show(error, self)
            return
        self._tell(error.in_(speech.language), "bad")
        self.password.setFocus()

    def _free(self) -> None:
        self.password.clear()
        self.password.setReadOnly(False)
        self.name.setEnabled(len(self.persons) > 1)

    def _tell(self, words: str, role: str) -> None:
        self.why.setProperty("role", role)
        self.why.style().unpolish(self.why)
        self.why.style().polish(self.why)
        self.why.setText(words)
        self.why.show()

    def _fill(self) -> None:
        chosen = self.name.currentIndex()
        self.name.blockSignals(True)
        self.name.clear()
        for person in self.persons:
            role = ROLE_WORDS[person.role]
            self.name.addItem(text(ENTRY.filled(name=person.name, role=role)))
        self.name.setCurrentIndex(max(chosen, 0))
        self.name.blockSignals(False)
        self.name.setEnabled(len(self.persons) > 1)
        self._chosen()

    def _chosen(self) -> None:
        protected = bool(self.persons) and self.chosen.protected
        self.password.clear()
        self.password.setEnabled(protected)
        say(self.password.setPlaceholderText, Words("", "") if protected else OPEN)
