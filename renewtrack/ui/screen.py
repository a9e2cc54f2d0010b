"""One view of the works in the ledger's place: it reads in a thread and leads back to the rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from renewtrack.ui.filtering import Choice
from renewtrack.ui.session import Session
from renewtrack.ui.speaking import speech
from renewtrack.ui.tasks import WORKING, Task
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

T = TypeVar("T")


class Screen(QWidget):
    """A view beside the map; it is read again when it comes to the front and after each change.

    ``drilled`` asks for the ledger with just some rows, ``picked`` selects rows on the map.
    """

    drilled = Signal(str, object, object)  # kind of the ledger, ids, Words that say which rows
    picked = Signal(str, object)  # kind of the ledger, ids
    opened = Signal(str, int)  # kind and id of a record whose details are wanted
    printed = Signal(str)  # the kind whose chart is to be printed
    move_asked = Signal(str, object, str)  # kind, ids and the stage to move to, "" if not known

    def __init__(self, session: Session, choice: Choice, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.choice = session, choice
        self._task: Task | None = None
        self._stale = True
        for changed in (session.changed, session.opened, choice.changed, speech.switched):
            changed.connect(self._outdated)

    def show_now(self) -> None:
        """Read what the view shows and show it."""
        raise NotImplementedError

    def read(
        self,
        job: Callable[[Database, Task], T],
        arrived: Callable[[T], object],
        words: Words = WORKING,
    ) -> None:
        """Read in a thread in place of an earlier reading; a failure is told by the window."""
        if self.session.file is None:
            return
        if self._task is not None:
            self._task.cancel()
        self._task = self.session.run_read(job, arrived, words=words)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._outdated()

    def _outdated(self, _: object = None) -> None:
        self._stale = not self.isVisible()
        if not self._stale and self.session.file is not None:
            self.show_now()
