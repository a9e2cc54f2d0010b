"""The local systems of the file among the answers of the wizard's first step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from renewtrack.ui.session import Session

if TYPE_CHECKING:
    from renewtrack.ui.import_wizard import ImportWizard


class Locals(QObject):
    """Offers the systems that the file has, and lets the person make another."""

    def __init__(self, session: Session, wizard: ImportWizard) -> None:
        super().__init__(wizard)
        self._session, self._page, self._wizard = session, wizard.files, wizard
        wizard.files.local_asked.connect(self.ask)
        self.offer()

    def ask(self) -> None:
        """Show the dialog of local systems, then offer what the file has now."""
        from renewtrack.ui import local_systems

        local_systems.open_over(self._session, self._wizard)
        self.offer()

    def offer(self) -> None:
        """Offer the local systems of the file."""
        from renewtrack.store import local_systems

        if self._session.file is not None:
            self._page.offer_locals([each.key for each in local_systems.all(self._session.db)])
