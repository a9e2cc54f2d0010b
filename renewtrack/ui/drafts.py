"""What is typed in the window and not yet saved, brought into the project file as it grows."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from renewtrack.ui import asking, draft_places
from renewtrack.ui.draft_places import Place
from renewtrack.words import Words

if TYPE_CHECKING:
    from renewtrack.store.drafts import Draft
    from renewtrack.ui.session import Session

PAUSE, LATEST = 2_000, 4_500  # milliseconds after the last and after the first key
AGAIN, SELDOM = 1_000, 30_000  # between tries while another holds the file


class Drafts(QObject):
    """Keeps typed words a moment after the last key, and forgets them once they are saved."""

    changed = Signal()  # other words are left from before

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._wanted: dict[Place, str | None] = {}  # not in the file yet; None = to be forgotten
        self._in_file: dict[Place, str] = {}
        self._left: dict[Place, list[Draft]] = {}
        self._pause, self._latest, self._again = QTimer(self), QTimer(self), QTimer(self)
        for timer, after in ((self._pause, PAUSE), (self._latest, LATEST), (self._again, AGAIN)):
            timer.setSingleShot(True)
            timer.setInterval(after)
            timer.timeout.connect(self.flush)
        session.opened.connect(self._opened)

    def keep(self, place: Place, text: str) -> None:
        """Remember what stands in a field now."""
        if self._session.file is None or self._session.file.readonly:
            return
        self._wanted[place] = text
        self._pause.start()
        if not self._latest.isActive():
            self._latest.start()

    def drop(self, place: Place) -> None:
        """Forget what stood in a field: it is saved, or the person gave it up."""
        self._wanted.pop(place, None)
        if place in self._in_file or place in self._left:
            self._wanted[place] = None
            self.flush()

    def drop_group(self, group: Place) -> None:
        """Forget all fields that are taken up in one go."""
        for place in {*self._wanted, *self._in_file, *self._left}:
            if place.group == group:
                self.drop(place)

    def flush(self) -> None:
        """Bring everything into the file now; what it does not take is tried again later."""
        for timer in (self._pause, self._latest, self._again):
            timer.stop()
        if not self._possible():
            self._wanted.clear()
            return
        for place, text in tuple(self._wanted.items()):
            if not (self._kept(place, text) if text is not None else self._dropped(place)):
                self._again.start(min(2 * self._again.interval(), SELDOM))
                return
            self._wanted.pop(place)
        self._again.setInterval(AGAIN)

    def left(self) -> dict[Place, dict[Place, Draft]]:
        """Return what an earlier run left, by what is taken up in one go, oldest first."""
        groups: dict[Place, dict[Place, Draft]] = {}
        for place, found in self._left.items():
            groups.setdefault(place.group, {})[place] = found[-1]
        return groups

    def text(self, place: Place) -> str:
        """Return the words that an earlier run left in a field; empty for none."""
        return self._left[place][-1].text if place in self._left else ""

    def _opened(self) -> None:
        """Take note of what was left in the file that is open now."""
        self._wanted.clear()
        self._in_file.clear()
        self._left.clear()
        if self._possible():
            from renewtrack.store import drafts

            for draft in drafts.all(self._session.db):
                place = draft_places.read(draft.place)
                if place is not None:
                    self._left.setdefault(place, []).append(draft)
        self.changed.emit()

    def _possible(self) -> bool:
        from renewtrack.store.people import EDITOR

        file = self._session.file
        return file is not None and not file.readonly and self._session.may(EDITOR)

    def _kept(self, place: Place, text: str) -> bool:
        from renewtrack.store import drafts

        if self._in_file.get(place) == text:
            return True
        if not drafts.keep(self._session.db, self._session.who, place.written(), text):
            return False
        self._in_file[place] = text
        return True

    def _dropped(self, place: Place) -> bool:
        from renewtrack.store import drafts

        of = {self._session.who, *(draft.who for draft in self._left.get(place, ()))}
        done = [drafts.drop(self._session.db, who, place.written()) for who in sorted(of)]
        if not all(done):
            return False
        self._in_file.pop(place, None)
        if self._left.pop(place, None) is not None:
            self.changed.emit()
        return True


def ask(session: Session, parent: QWidget, title: Words, question: Words, place: Place) -> str:
    """Ask for a reason, with the words that were left unsaved; empty if the person gave up.

    The words are kept until the caller drops them, once what they are for is done.
    """
    keep = partial(session.drafts.keep, place)
    reason = asking.line(parent, title, question, session.drafts.text(place), keep)
    if reason is None:
        session.drafts.drop(place)
    return reason or ""
