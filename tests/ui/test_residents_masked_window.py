"""What the window shows, tells a screen reader and copies holds no resident without a reason."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from renewtrack.store import rows
from renewtrack.ui import blocks, trouble
from renewtrack.ui.crews_dialog import CrewsDialog
from renewtrack.ui.exports_view import ExportsView
from renewtrack.ui.household_form import HouseholdForm
from renewtrack.ui.lift_file import LiftFile
from renewtrack.ui.main_window import MainWindow
from renewtrack.ui.person_data_dialog import PersonDataDialog
from renewtrack.ui.project_file import ProjectFile
from renewtrack.ui.records_view import RecordsView
from renewtrack.ui.retention_dialog import RetentionDialog
from renewtrack.ui.screens import SCREENS
from tests import residents_canary

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
ROLES = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.AccessibleTextRole,
    Qt.ItemDataRole.AccessibleDescriptionRole,
    Qt.ItemDataRole.StatusTipRole,
)


def _width(model: QAbstractItemModel) -> int:
    return 1 if isinstance(model, QAbstractListModel) else model.columnCount()


def _of_model(model: QAbstractItemModel) -> Iterator[str]:
    for row in range(model.rowCount()):
        for column in range(_width(model)):
            index = model.index(row, column)
            for role in ROLES:
                yield str(index.data(role) or "")


def _said(top: QWidget) -> str:
    """Return everything that a window says to eyes and to a screen reader."""
    said: list[str] = [top.windowTitle()]
    for widget in (top, *top.findChildren(QWidget)):
        said += [widget.accessibleName(), widget.accessibleDescription(), widget.toolTip()]
        if isinstance(widget, (QLabel, QLineEdit, QAbstractButton)):
            said.append(widget.text())
        if isinstance(widget, QPlainTextEdit):
            said.append(widget.toPlainText())
        if isinstance(widget, QComboBox):
            said += [widget.itemText(place) for place in range(widget.count())]
        if isinstance(widget, QAbstractItemView) and widget.model() is not None:
            said += _of_model(widget.model())
    return "\n".join(said)


def _idle(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not window.session.tasks.running, timeout=20_000)
    qtbot.wait(1)


def test_no_resident_stands_in_the_window(
    bare: MainWindow, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, wrong = bare.session, list[object]()
    monkeypatch.setattr(trouble.TroubleDialog, "exec", lambda told: wrong.append(told))
    session.open(residents_canary.make(tmp_path / "示范区.gpkg", "无"))
    found: list[tuple[str, list[str]]] = []
    seen: list[str] = []

    def look(what: str, top: QWidget = bare) -> None:
        _idle(bare, qtbot)
        seen.append(_said(top))
        found.append((what, residents_canary.told(seen[-1])))

    for kind in ("estates", "buildings", "projects", "works"):
        bare.workspace.show_table(kind)
        look(kind)
        table = bare.workspace.ledger.table
        table.selectAll()
        blocks.copy(table)
        copied = QGuiApplication.clipboard().text()
        found.append((f"copy of {kind}", residents_canary.told(copied)))
        bare.deeds.open_detail(kind, int(rows.value(session.db, f"SELECT id FROM {kind[:-1]}")))
        look(f"details of {kind}")
    bare.panes.toggle("history")
    look("history")
    for screen in SCREENS:
        bare.commands.actions[screen.key].trigger()
        look(screen.key)
    home = int(rows.value(session.db, "SELECT id FROM household"))
    project = int(rows.value(session.db, "SELECT id FROM project"))
    for dialog in (
        HouseholdForm(session, home, bare),
        PersonDataDialog(session, home, bare),
        RetentionDialog(session, bare),
        RecordsView(session, bare),
        ExportsView(session, bare),
        ProjectFile(session, project, bare),
        LiftFile(session, bare),
        CrewsDialog(session, bare),
    ):
        dialog.show()
        look(type(dialog).__name__, dialog)
        dialog.close()
        dialog.deleteLater()
    assert "\n".join(f"{what}: {told}" for what, told in found if told) == ""
    assert wrong == []
    assert "欧阳**" in "".join(seen)  # so what is looked through is what is shown
    assert "138****4601" in "".join(seen)
