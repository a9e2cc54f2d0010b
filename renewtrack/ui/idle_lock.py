"""The lock of the window: after a time without a key or a click, or when it is asked for."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtWidgets import QApplication, QWidget

from renewtrack.errors import UserError
from renewtrack.store.people import Identity, Person
from renewtrack.ui.cover import Cover, shows_work
from renewtrack.ui.session import Session
from renewtrack.ui.tasks import Task, Tasks

LOOK_EVERY = 5_000  # milliseconds
Clock = Callable[[], float]  # seconds
_KIND = QEvent.Type
_ACTS = frozenset(
    (_KIND.KeyPress, _KIND.MouseButtonPress, _KIND.MouseMove, _KIND.Wheel, _KIND.TouchBegin)
)
# What a covered widget gets none of. Windows of the system pass it on to the cover, so they do.
_KEPT_OUT = frozenset(
    (
        *(_KIND.KeyPress, _KIND.KeyRelease, _KIND.ShortcutOverride, _KIND.InputMethod),
        *(_KIND.MouseButtonPress, _KIND.MouseButtonRelease, _KIND.MouseButtonDblClick),
        *(_KIND.Wheel, _KIND.ContextMenu, _KIND.ToolTip, _KIND.DragEnter, _KIND.Drop),
    )
)


class IdleLock(QObject):
    """Covers every window of the program and gives them back to whoever proves a password."""

    changed = Signal(bool)  # locked

    def __init__(self, session: Session, window: QWidget) -> None:
        super().__init__(window)
        self.clocks: tuple[Clock, ...] = (time.monotonic, time.time)  # the second knows of sleep
        self.covers: dict[QWidget, Cover] = {}
        self._session, self._window = session, window
        self._tasks = Tasks(self)  # its own: nobody is asked about them when the window closes
        self._focus: QWidget | None = None
        self._acted = self._now()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(LOOK_EVERY)
        self._watched: set[QWindow] = set()
        window.installEventFilter(self)
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.focusWindowChanged.connect(self._watch)
        session.opened.connect(self._opened)

    @property
    def locked(self) -> bool:
        """Tell whether the windows are covered."""
        return bool(self.covers)

    @property
    def possible(self) -> bool:
        """Tell whether somebody with a password works here: nobody else could come back."""
        return self._mine() is not None

    def look(self) -> None:
        """Lock where nobody has touched anything for as long as the preferences say."""
        minutes = self._session.preferences.lock_minutes
        if self.locked or minutes <= 0 or self._session.identity is None:
            return
        idle = max(now - then for now, then in zip(self._now(), self._acted, strict=True))
        if idle >= minutes * 60 and self.possible:
            self.lock()

    def lock(self) -> None:
        """Cover every window now."""
        person = self._mine()
        if self.locked or person is None:
            return
        self._focus = QApplication.focusWidget()
        application = QApplication.instance()
        assert application is not None
        for popup in iter(QApplication.activePopupWidget, None):
            if not popup.close():
                break
        for window in QApplication.topLevelWidgets():
            if shows_work(window):
                self._cover(window, person)
        if not self.locked:
            self._cover(self._window, person)
        application.installEventFilter(self)
        self._note("lock")
        self.changed.emit(True)

    def touch(self) -> None:
        """Count the time anew: somebody is here."""
        self._acted = self._now()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if isinstance(watched, QWindow):
            if kind in _ACTS:
                self.touch()
            return False
        if watched is self._window and kind == _KIND.Close:
            self._end()
        return self.locked and self._guard(watched, kind)

    def _end(self) -> None:
        """Let the short jobs of the lock finish before their window goes."""
        self._tasks.wait()
        for cover in self.covers.values():
            cover.proof.end()

    # -- while it is locked

    def _guard(self, watched: QObject, kind: QEvent.Type) -> bool:
        """Keep keys, clicks and shortcuts from what is covered, and cover what appears."""
        if kind == _KIND.Shortcut:
            return not self._on_a_cover(watched)
        if not isinstance(watched, QWidget):
            return False
        if watched in self.covers:
            if kind in (_KIND.Resize, _KIND.ChildAdded, _KIND.WindowActivate):
                QTimer.singleShot(0, self, self._fit)
        elif kind == _KIND.Show and watched.isWindow() and shows_work(watched):
            QTimer.singleShot(0, self, self._cover_new)
        elif kind == _KIND.FocusIn and not self._on_a_cover(watched):
            QTimer.singleShot(0, self, self._fit)
        return kind in _KEPT_OUT and not self._on_a_cover(watched)

    def _on_a_cover(self, watched: QObject | None) -> bool:
        while watched is not None:
            if isinstance(watched, Cover):
                return True
            watched = watched.parent()
        return False

    def _cover(self, window: QWidget, person: Person) -> None:
        file = self._session.file
        assert file is not None
        cover = Cover(window, file.path, (person,), file.readonly)
        cover.proved.connect(self._proved)
        cover.other_asked.connect(self._other)
        cover.other.setVisible(window is self._window)
        cover.show()
        self.covers[window] = cover
        window.destroyed.connect(lambda _=None: self.covers.pop(window, None))
        cover.take_focus()

    def _cover_new(self) -> None:
        person = self._mine()
        for window in QApplication.topLevelWidgets():
            if shows_work(window) and window not in self.covers and person is not None:
                self._cover(window, person)

    def _fit(self) -> None:
        for window, cover in self.covers.items():
            cover.fit()
            if window.isActiveWindow() and not self._on_a_cover(QApplication.focusWidget()):
                cover.take_focus()

    def _other(self) -> None:
        """Let somebody else sign in, where no dialog of the one before stands open."""
        file = self._session.file
        if file is None or len(self.covers) > 1:
            return
        from renewtrack.store import people

        cover = self.covers[self._window]
        cover.offer(people.all(file.db))

    def _proved(self, identity: Identity) -> None:
        before = self._session.identity
        self._open()
        if identity != before:
            self._session.work_for(identity)

    def _open(self) -> None:
        application = QApplication.instance()
        assert application is not None
        application.removeEventFilter(self)
        for cover in self.covers.values():
            cover.proof.end()
            cover.hide()
            cover.deleteLater()
        self.covers.clear()
        self.touch()
        with contextlib.suppress(RuntimeError):  # its widget may be gone by now
            if self._focus is not None:
                self._focus.setFocus()
        self._focus = None
        self.changed.emit(False)

    # -- round it

    def _opened(self) -> None:
        """A file was opened or closed; behind a closed one there is nothing to cover."""
        self.touch()
        if self.locked and self._mine() is None:
            self._open()

    def _mine(self) -> Person | None:
        """Return who works here, if the person has a password."""
        file, identity = self._session.file, self._session.identity
        if file is None or identity is None:
            return None
        from renewtrack.store import people

        for person in people.all(file.db):
            if person.name == identity.name and person.protected:
                return person
        return None

    def _note(self, event: str) -> None:
        """Write into the audit log, beside the window's thread: a running job may hold the file."""
        file, identity = self._session.file, self._session.identity
        if file is None or identity is None or file.readonly:
            return
        path = file.path

        def write(_: Task) -> None:
            from renewtrack.store import file as project_file
            from renewtrack.store import signing_in

            db = project_file.connect(path, identity=identity)
            try:
                signing_in.note(db, event, identity.name)
            finally:
                db.conn.close()

        self._tasks.run(write, failed=self._not_noted)

    def _not_noted(self, error: Exception) -> None:
        if not isinstance(error, UserError):
            self._session.tasks.troubled.emit(error)

    def _watch(self, window: QWindow | None) -> None:
        """Listen to a window of the system, where every key and click comes in first."""
        self.touch()
        if window is not None and window not in self._watched:
            self._watched.add(window)
            window.installEventFilter(self)
            window.destroyed.connect(lambda _=None: self._watched.discard(window))

    def _now(self) -> tuple[float, ...]:
        return tuple(clock() for clock in self.clocks)
