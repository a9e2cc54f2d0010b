"""A write that a dialog waits for: it takes no input meanwhile, and shows what went wrong."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from renewtrack.ui import trouble
from renewtrack.ui.session import Session
from renewtrack.words import Words


def write(
    dialog: QWidget,
    session: Session,
    job: Callable[..., object],
    done: Callable[..., object],
    words: Words,
) -> None:
    """Write in a thread and then call ``done`` with the result."""
    dialog.setEnabled(False)

    def ended(result: object) -> None:
        dialog.setEnabled(True)
        done(result)

    def failed(error: Exception) -> None:
        dialog.setEnabled(True)
        trouble.show(error, dialog)

    session.run_write(job, ended, failed, words=words)
