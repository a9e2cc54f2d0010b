"""How tests drive the import wizard: by keys and clicks, waiting for its threads."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QTableView, QWidget
from pytestqt.qtbot import QtBot

from renewtrack.ui.import_wizard import ImportWizard

HEADS_OF_SURVEY = "街道,社区,小区名称,楼号,层数,经度,纬度\n"
Open = Callable[..., ImportWizard]


def settle(qtbot: QtBot, wizard: ImportWizard) -> None:
    """Wait until no job is under way."""
    qtbot.waitUntil(lambda: not wizard.runner.busy, timeout=20_000)


def advance(qtbot: QtBot, wizard: ImportWizard, to: int) -> None:
    """Press Enter until a step is reached."""
    while wizard.step < to:
        before = wizard.step
        QTest.keyClick(wizard.foot.next, Qt.Key.Key_Return)
        settle(qtbot, wizard)
        assert wizard.step == before + 1, f"stuck at step {before + 1}"


def survey(folder: Path, *rows: str, head: str = HEADS_OF_SURVEY, name: str = "survey") -> Path:
    """Write a small sheet of buildings."""
    path = folder / f"{name}.csv"
    path.write_text(head + "\n".join(rows) + "\n", "utf-8")
    return path


def words_on(page: QWidget) -> str:
    """Return every word that a page shows, its tables included."""
    found = [label.text() for label in page.findChildren(QLabel) if not label.isHidden()]
    for table in page.findChildren(QTableView):
        model = table.model()
        found += [
            str(model.index(row, column).data() or "")
            for row in range(model.rowCount())
            for column in range(model.columnCount())
        ]
    return "\n".join(found)


def choose(box: QComboBox, key: str) -> None:
    """Choose an entry by its key, as a person does."""
    place = box.findData(key)
    assert place >= 0
    box.setCurrentIndex(place)
    box.activated.emit(place)


def all_found(wizard: ImportWizard) -> bool:
    """Tell whether the preview has looked at every row."""
    found = wizard.changes.model.found
    return found is not None and found.done
