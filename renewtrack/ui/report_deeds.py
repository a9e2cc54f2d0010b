"""What the menu of reports opens: the report dialog over the window."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from renewtrack.ui.session import Session


def open_over(session: Session, parent: QWidget) -> None:
    """Show the report dialog of the open file."""
    from renewtrack.ui.report_dialog import ReportDialog

    dialog = ReportDialog(session, parent)
    dialog.exec()
    dialog.deleteLater()
