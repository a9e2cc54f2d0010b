"""The dialog for a file that cannot be opened because it is damaged, with every way on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt, QUrl, Signal, SignalInstance
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from renewtrack.ui import asking, icons, trouble
from renewtrack.ui import damage_words as words
from renewtrack.ui.damage_pages import Result, Running, Ways, label, listed
from renewtrack.ui.look import light
from renewtrack.ui.session import Session
from renewtrack.ui.speaking import say, text
from renewtrack.ui.tasks import Task
from renewtrack.words import Words

if TYPE_CHECKING:
    from renewtrack.store.backups import Backup
    from renewtrack.store.damage import Damage
    from renewtrack.store.restoring import Restored
    from renewtrack.store.salvaging import Report

T = TypeVar("T")
WIDTH, HEIGHT = 680, 430


class DamageDialog(QDialog):
    """Says what is hit, and offers backup, salvage, a look, another file."""

    open_asked = Signal(object)  # Path: a sound file to open
    look_asked = Signal(object)  # Path: the damaged one, to be viewed only
    other_asked = Signal()

    def __init__(self, session: Session, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self.path = session, path
        self._tasks: list[Task] = []
        self._backup: Backup | None = None
        self.report: Report | None = None
        self.head, self.hit = label("title"), label()
        self.ways, self.running, self.outcome = Ways(), Running(), Result()
        self.pages = QStackedWidget()
        say(self.setWindowTitle, words.TITLE)
        self._lay()
        self._connect()
        self.resize(WIDTH, max(HEIGHT, self.sizeHint().height()))
        self._examine()

    def _lay(self) -> None:
        sign = QLabel()
        sign.setPixmap(icons.pixmap("info", light.tones.bad, 28))
        say(self.head.setText, words.HEAD.filled(name=self.path.name))
        say(self.hit.setText, words.LOOKING)
        where, kept = label("dim"), label("dim")
        where.setText(str(self.path))
        where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        say(kept.setText, words.KEPT)
        texts = QVBoxLayout()
        texts.setSpacing(8)
        for each in (self.head, where, self.hit, kept):
            texts.addWidget(each)
        top = QHBoxLayout()
        top.setSpacing(14)
        top.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(texts, 1)
        for page in (self.ways, self.running, self.outcome):
            self.pages.addWidget(page)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 18, 20, 14)
        box.setSpacing(16)
        box.addLayout(top)
        box.addWidget(self.pages, 1)

    def _connect(self) -> None:
        ways, outcome = self.ways, self.outcome
        ways.restore.clicked.connect(self._restore)
        ways.salvage.clicked.connect(self._ask_salvage)
        ways.look.clicked.connect(lambda: self._leave(self.look_asked, self.path))
        ways.as_it_is.clicked.connect(self._as_it_is)
        ways.other.clicked.connect(lambda: self._leave(self.other_asked))
        ways.close_.clicked.connect(self.reject)
        self.running.cancel.clicked.connect(self._stop)
        outcome.open_new.clicked.connect(self._open_new)
        outcome.open_report.clicked.connect(self._open_report)
        outcome.close_.clicked.connect(self.reject)
        self.finished.connect(self._stop)

    # -- what is known

    def _examine(self) -> None:
        """Look at the file and for a good backup, in threads; each says what it finds."""
        path = self.path

        def look(_: Task) -> Damage:
            from renewtrack.store import damage

            return damage.look(path)

        def seek(_: Task) -> Backup | None:
            from renewtrack.store import backups

            return backups.newest_good(path)

        self._run(look, self._looked, words.LOOKING)
        self._run(seek, self._sought, words.SEEKING)

    def _looked(self, found: Damage) -> None:
        say(self.hit.setText, listed(found.words or (words.NOTHING_FOUND,)))
        if found.only_altered:
            say(self.head.setText, words.ALTERED_HEAD.filled(name=self.path.name))
        self.ways.show_damage(found)

    def _sought(self, backup: Backup | None) -> None:
        self._backup = backup
        self.ways.show_backup(backup)

    # -- the ways on

    def _restore(self) -> None:
        backup, who, path = self._backup, self._session.who, self.path
        if backup is None:
            return

        def job(_: Task) -> Restored:
            from renewtrack.store import restoring

            return restoring.restore(path, backup, who)

        self._begin(words.RESTORING, stoppable=False)
        self._run(job, self._restored, words.RESTORING)

    def _restored(self, done: Restored) -> None:
        asking.tell(self, words.TITLE, words.RESTORED.filled(kept=done.kept or "-"))
        self._leave(self.open_asked, self.path)

    def _as_it_is(self) -> None:
        from renewtrack.store import digests

        digests.forget(self.path)
        self._leave(self.open_asked, self.path)

    def _ask_salvage(self) -> None:
        """Ask for a new file and salvage into it."""
        name = text(words.SALVAGED_NAME.filled(stem=self.path.stem))
        found, _ = QFileDialog.getSaveFileName(
            self, text(words.SALVAGE_TITLE), str(self.path.with_name(name)), "*.gpkg"
        )
        if found:
            out = Path(found)
            self.salvage_to(out if out.suffix.lower() == ".gpkg" else out.with_suffix(".gpkg"))

    def salvage_to(self, out: Path) -> Task:
        """Salvage into a new file, showing progress, then what came of it."""
        path, who = self.path, self._session.who

        def job(task: Task) -> Report:
            from renewtrack.store import salvaging

            return salvaging.salvage(path, out, task, who)

        self._begin(words.SALVAGING, stoppable=True)
        return self._run(job, self._salvaged, words.SALVAGING, self.running.move_to)

    def _salvaged(self, report: Report) -> None:
        self.report = report
        self.pages.setCurrentWidget(self.outcome)
        self.outcome.show_report(report)

    def _open_new(self) -> None:
        if self.report is not None:
            self._leave(self.open_asked, self.report.out)

    def _open_report(self) -> None:
        from renewtrack.store import salvage_report

        if self.report is not None:
            told = salvage_report.text_path(self.report.out)
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(told)))

    # -- jobs

    def _begin(self, said: Words, *, stoppable: bool) -> None:
        self.pages.setCurrentWidget(self.running)
        self.running.begin(said, stoppable=stoppable)

    def _run(
        self,
        job: Callable[[Task], T],
        done: Callable[[T], object],
        said: Words,
        progress: Callable[[float], object] | None = None,
    ) -> Task:
        def arrived(found: T) -> None:
            if isValid(self):
                done(found)

        task = self._session.tasks.run(job, arrived, self._failed, progress, said)
        self._tasks.append(task)
        return task

    def _failed(self, error: Exception) -> None:
        if isValid(self):
            self.pages.setCurrentWidget(self.ways)
            trouble.show(error, self)

    def _stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        self._tasks.clear()

    def _leave(self, asked: SignalInstance, *given: object) -> None:
        self.accept()
        asked.emit(*given)
