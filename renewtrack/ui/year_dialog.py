"""Moves projects to another plan year, with the reason that is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QFormLayout, QLineEdit, QSpinBox, QWidget

from renewtrack.ui import asking, move_dialog, plain
from renewtrack.ui.session import Session
from renewtrack.ui.speaking import say, text
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

    from renewtrack.ui.main_window import MainWindow

TITLE = Words("调整计划年度", "Move to another year")
ABOUT = Words("所选 {count} 个项目", "{count} selected projects")
YEAR, REASON = Words("调整到", "To year"), Words("理由", "Reason")
MOVED = Words("已把 {count} 个项目调整到 {year} 年", "{count} projects moved to {year}")
DETAIL = Words("{count} 个项目 → {year} 年", "of {count} projects to {year}")


class YearDialog(QDialog):
    """Asks for the year and the reason."""

    def __init__(self, session: Session, count: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.year, self.reason = QSpinBox(), QLineEdit()
        self.why = plain.label()
        say(self.setWindowTitle, TITLE)
        self.year.setRange(1990, 2100)
        self.year.setValue(int(session.today[:4]) + 1)
        about = plain.label()
        about.setProperty("role", "title")
        say(about.setText, ABOUT.filled(count=count))
        form = QFormLayout()
        form.setVerticalSpacing(10)
        for words, field in ((YEAR, self.year), (REASON, self.reason)):
            asking.add_row(form, words, field)
        asking.framed(self, (about, form), self.why, self._accept)
        self.setMinimumWidth(420)

    def _accept(self) -> None:
        if self.reason.text().strip():
            self.accept()
            return
        self.why.setText(text(move_dialog.NEEDED))
        self.reason.setFocus()


def open_over(window: MainWindow) -> None:
    """Ask for the year of the selected projects and move them, as one action."""
    ids = projects_of(window)
    if not ids:
        window.tell(move_dialog.NOTHING)
        return
    dialog = YearDialog(window.session, len(ids), window)
    if dialog.exec() == QDialog.DialogCode.Accepted:
        from renewtrack.store import moving

        year, reason, today = dialog.year.value(), dialog.reason.text(), window.session.today

        def write(db: Database) -> int:
            return moving.to_year(db, ids, year, reason, today)

        detail = DETAIL.filled(count=len(ids), year=year)
        moved = window.session.write("move_stage", write, detail)
        window.tell(MOVED.filled(count=moved, year=year))
    dialog.deleteLater()


def projects_of(window: MainWindow) -> list[int]:
    """Return the projects that the selected rows stand for."""
    ledger = window.workspace.ledger
    current = ledger.table.current_id()
    marked = ledger.table.marked() or ([current] if current is not None else [])
    table, ids = move_dialog.subjects(window.session, ledger.kind, marked)
    if table == "project":
        return ids
    from renewtrack.store import works

    return works.projects_of(window.session.db, ids)
