"""What is done on the page of files: adding, removing, ticking, unlocking, layouts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from renewtrack.errors import UserError
from renewtrack.intake import refusals
from renewtrack.ui import import_wizard_adding as adding
from renewtrack.ui import import_wizard_layouts as layouts
from renewtrack.ui import import_wizard_sources as sources
from renewtrack.ui.import_wizard_batch import Batch
from renewtrack.ui.import_wizard_files import FilesPage
from renewtrack.ui.import_wizard_foot import Foot
from renewtrack.ui.import_wizard_layouts import LayoutsButton
from renewtrack.ui.session import Session
from renewtrack.ui.speaking import text
from renewtrack.words import Words


class Gathering(QObject):
    """Takes what the page of files and the menu of layouts ask for to the batch."""

    asked_back = Signal()  # something new is to be seen on the page of files
    changed = Signal()  # the layouts

    def __init__(self, batch: Batch, foot: Foot, window: QWidget, session: Session) -> None:
        super().__init__(window)
        self._batch, self._foot, self._window = batch, foot, window
        self._session = session

    def of_files(self, page: FilesPage) -> None:
        """Listen to the page of files; it is drawn anew only when its own signal has ended."""
        pane, later = page.sources, Qt.ConnectionType.QueuedConnection
        pane.add_asked.connect(lambda: self.add(sources.ask(self._window)))
        pane.folder_asked.connect(self._add_folder)
        pane.paste_asked.connect(self.paste)
        pane.removed.connect(self._batch.remove, later)
        pane.picked.connect(self._batch.pick, later)
        pane.ticked.connect(self._batch.tick, later)
        page.unlocked.connect(self._unlock)

    def of_layouts(self, menu: LayoutsButton) -> None:
        """Listen to the menu of layouts."""
        menu.save_asked.connect(lambda name: self._of_choice(layouts.save_as, name))
        menu.export_asked.connect(lambda path: self._of_choice(layouts.export, path))
        menu.delete_asked.connect(lambda: self._of_choice(layouts.delete))
        menu.import_asked.connect(lambda path: self._tell_of(lambda: layouts.take(path)))

    def add(self, paths: Iterable[Path]) -> None:
        """Add files, and those in folders."""
        try:
            files, skipped = adding.files_of(paths)
            if own := [each for each in files if self._is_open_ledger(each)]:
                raise refusals.LayersOfLedger(name=own[0].name)
        except UserError as refused:
            self._foot.complain(refused)
            return
        if files:
            self.asked_back.emit()
        self._batch.add(files)
        if (told := adding.told(files, skipped)) is not None:
            self._foot.tell(told)

    def _is_open_ledger(self, path: Path) -> bool:
        """Tell the file that the window is at: to open it a second time would drop its locks."""
        return (
            self._session.file is not None and path.exists() and path.samefile(self._session.path)
        )

    def paste(self) -> None:
        """Add the cells on the clipboard as a sheet of their own."""
        try:
            found = adding.from_clipboard()
        except UserError as refused:
            self._foot.complain(refused)
            return
        self.asked_back.emit()
        self._batch.paste(found, text(adding.NAME))

    def _add_folder(self) -> None:
        folder = sources.ask_folder(self._window)
        if folder is not None:
            self.add([folder])

    def _unlock(self, password: str) -> None:
        if self._batch.choice is not None:
            self._batch.unlock(self._batch.choice, password)

    def _of_choice(self, deed: Callable[..., Words], *given: object) -> None:
        self._tell_of(lambda: deed(self._batch.choice, *given))

    def _tell_of(self, deed: Callable[[], Words]) -> None:
        """Do something with layouts and say what was done, or why not."""
        try:
            told = deed()
        except UserError as refused:
            self._foot.complain(refused)
            return
        self.changed.emit()
        self._foot.tell(told)
