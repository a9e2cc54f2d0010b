"""The open project file, and who works in it, in which language and by which light."""

from __future__ import annotations

import datetime as dt
import getpass
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from renewtrack import preferences as liking
from renewtrack.errors import Cancelled
from renewtrack.preferences import Preferences
from renewtrack.ui.drafts import Drafts
from renewtrack.ui.speaking import speech
from renewtrack.ui.tasks import WORKING, Task, Tasks
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

    from renewtrack.store.file import ProjectFile
    from renewtrack.store.history import Group
    from renewtrack.store.people import Identity

T = TypeVar("T")
EVERYTHING = frozenset(
    (
        *("area", "estate", "building", "site", "project", "project_estate", "work", "funding"),
        *("stairwell", "household", "item_choice", "need", "appointment", "lift", "consent_round"),
        *("money_event", "facility", "sensor", "reading", "rating", "base_map"),
        *("plan", "target", "plan_baseline", "contract", "variation", "paper", "site_log"),
        *("defect", "acceptance_item", "lift_event", "ballot", "objection", "stage_event"),
        *("crew", "slot", "quiet_rule", "work_day", "owner", "ownership", "consultation"),
        *("consultation_ballot", "meeting", "satisfaction", "photo_pair", "attachment"),
        *("privacy_text", "privacy_consent"),
    )
)


class Session(QObject):
    """One person at one project file; every write of the window goes through here."""

    opened = Signal()  # another file, or none, is open now
    changed = Signal(object)  # frozenset of table names, after every write
    recorded = Signal()  # something went out and is on record; no record has changed
    dark_changed = Signal(bool)
    preferred = Signal()  # the preferences have changed

    def __init__(self, preferences: Preferences | None = None, keep: bool = True) -> None:
        """Begin without a file; ``keep=False`` never writes the preferences to disk."""
        super().__init__()
        self.preferences = preferences if preferences is not None else liking.load()
        self.file: ProjectFile | None = None
        self.identity: Identity | None = None  # who signed in, where the file names people
        self.welcome: Callable[[ProjectFile], Identity | None] | None = None  # asks who it is
        self.tasks = Tasks(self)
        self.drafts = Drafts(self)
        self.dark = False
        self.day: dt.date | None = None  # a fixed "today" for tests and for past cut-off dates
        self._keep = keep

    @property
    def db(self) -> Database:
        """Return the window's own connection; only for the window's thread."""
        if self.file is None:
            raise RuntimeError("no project file is open")
        return self.file.db

    @property
    def path(self) -> Path:
        """Return the path of the open file."""
        if self.file is None:
            raise RuntimeError("no project file is open")
        return Path(self.file.path)

    @property
    def who(self) -> str:
        """Return the name that stands in the history."""
        if self.identity is not None:
            return self.identity.name
        return self.preferences.who or getpass.getuser()

    @property
    def today(self) -> str:
        """Return today's date in ISO form."""
        return (self.day or dt.date.today()).isoformat()

    @property
    def language(self) -> str:
        """Return the language on the screen."""
        return speech.language

    def prefer(self, **changes: object) -> None:
        """Change preferences by name and keep them for the next start."""
        self.preferences = replace(self.preferences, **changes)  # type: ignore[arg-type]
        if self._keep:
            liking.save(self.preferences)
        self.preferred.emit()

    def open(self, path: Path | str, take_over: bool = False, reading: bool = True) -> None:
        """Open a project file in place of the present one; for reading where somebody holds it.

        ``take_over`` follows a holder that cannot be asked; without ``reading`` a held file raises
        InUse or StaleElsewhere. Raises the other UserErrors of ``store.file.open_file``; then the
        present file stays open.
        """
        from renewtrack.store import file as project_file

        path, who = Path(path), self.preferences.who or getpass.getuser()
        try:
            opened = project_file.open_file(path, who=who, take_over=take_over)
        except project_file.InUse:
            if not reading:
                raise
            opened = project_file.open_file(path, who=who, readonly=True)
        self.adopt(opened)

    def adopt(self, opened: ProjectFile) -> None:
        """Take an opened file, such as one just created, in place of the present one.

        Raises Cancelled where the file names people and nobody signed in; the present one stays.
        """
        identity = self._welcomed(opened)
        self._let_go()
        self.file, self.identity = opened, identity
        self.prefer(recent=self.preferences.opened(Path(opened.path)))
        self.opened.emit()

    def work_for(self, identity: Identity) -> None:
        """Let somebody who proved a password work on with the open file; all is shown anew."""
        from renewtrack.store import connecting

        connecting.admit(self.db.conn, identity)
        self.identity = identity
        self.opened.emit()

    def may(self, role: str) -> bool:
        """Tell whether the person's role covers what at least such a role may do."""
        from renewtrack.store import people

        if self.file is None or (self.file.readonly and role != people.VIEWER):
            return False
        mine = people.role_of(self.db)
        return mine is not None and people.ROLES.index(mine) >= people.ROLES.index(role)

    def close(self) -> None:
        """Close the file; the window shows its first page again."""
        self._let_go()
        self.opened.emit()

    def end(self) -> None:
        """Close the file as the window itself goes; nobody is told any more."""
        self._let_go()

    def write(self, action: str, change: Callable[[Database], T], detail: str | Words = "") -> T:
        """Make one quick named change now, in one transaction, and tell everybody."""
        from renewtrack.store import actions

        with actions.act(self.db, action, self.who, detail):
            result = change(self.db)
        self.changed.emit(EVERYTHING)
        return result

    def run_write(
        self,
        job: Callable[[Database, Task], T],
        done: Callable[[T], object] | None = None,
        failed: Callable[[Exception], object] | None = None,
        progress: Callable[[float], object] | None = None,
        words: Words = WORKING,
    ) -> Task:
        """Make a long change in a thread, on a connection of its own.

        The job calls ``store.actions.act`` (or ``intake.storing.store``) itself and tells its
        progress by calling the task: ``task(done, total)``.
        """

        def finished(result: T) -> None:
            self.changed.emit(EVERYTHING)
            if done is not None:
                done(result)

        work = self.connected(job, readonly=False)
        return self.tasks.run(work, finished, failed, progress, words)

    def run_read(
        self,
        job: Callable[[Database, Task], T],
        done: Callable[[T], object] | None = None,
        failed: Callable[[Exception], object] | None = None,
        progress: Callable[[float], object] | None = None,
        words: Words = WORKING,
    ) -> Task:
        """Read at length in a thread, on a read-only connection of its own."""
        work = self.connected(job, readonly=True)
        return self.tasks.run(work, done, failed, progress, words, reading=True)

    def backed_up(self, reason: str, job: Callable[[Database, Task], T]) -> Callable[..., T]:
        """Return a job that makes a backup of the file first, and runs only after a good one."""
        path, who = self.path, self.who

        def with_backup(db: Database, task: Task) -> T:
            from renewtrack.store import backups

            backups.make(path, reason, task, unless_same=True, who=who)
            return job(db, task)

        return with_backup

    def undo_target(self) -> Group | None:
        """Return the action that undo would take back."""
        from renewtrack.store import history

        return history.undo_target(self.db) if self.file is not None else None

    def redo_target(self) -> Group | None:
        """Return the action that redo would do again."""
        from renewtrack.store import history

        return history.redo_target(self.db) if self.file is not None else None

    def undo(self) -> None:
        """Take the last action back; raises ChangedSince where a row was changed meanwhile."""
        from renewtrack.store import history

        history.undo(self.db, self.who)
        self.changed.emit(EVERYTHING)

    def redo(self) -> None:
        """Do the last undone action again."""
        from renewtrack.store import history

        history.redo(self.db, self.who)
        self.changed.emit(EVERYTHING)

    def undo_group(self, group_id: int) -> None:
        """Take one earlier action back as a whole."""
        from renewtrack.store import history

        history.undo_group(self.db, group_id, self.who)
        self.changed.emit(EVERYTHING)

    def connected(
        self, job: Callable[[Database, Task], T], *, readonly: bool
    ) -> Callable[[Task], T]:
        """Return a job that gets a connection of its own, closed at its end."""
        opened, identity = self.file, self.identity
        if opened is None:
            raise RuntimeError("no project file is open")

        def with_connection(task: Task) -> T:
            db = opened.connect(readonly, identity)
            task.on_cancel = db.conn.interrupt
            try:
                return job(db, task)
            finally:
                task.on_cancel = None
                db.conn.close()

        return with_connection

    def _welcomed(self, opened: ProjectFile) -> Identity | None:
        """Return who signs in to a file that names people, and let its connection know."""
        from renewtrack.store import connecting, people

        if not people.needed(opened.db):
            return None
        identity = self.welcome(opened) if self.welcome is not None else None
        if identity is None:
            opened.close()
            raise Cancelled
        connecting.admit(opened.db.conn, identity)
        return identity

    def _let_go(self) -> None:
        if self.file is not None:
            self.drafts.flush()
            self.file.close()
            self.file = self.identity = None
