"""Where a value came from is shown from the value: by tip, menu and key."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from renewtrack.intake import planning, storing
from renewtrack.store import estates, projects
from renewtrack.ui import asking, value_source
from renewtrack.ui.detail_panel import DetailPanel
from renewtrack.ui.main_window import MainWindow
from renewtrack.ui.speaking import speech
from renewtrack.ui.value_source import SourceDialog

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
HEAD = "街道,社区,小区名称,户数,总投资（万元）,联系人,联系电话,备注\n"
ROW = "清风街道,第一社区,来源里,80户,123.45,王小明,13900001234,电话13900001234"


@pytest.fixture
def panel(window: MainWindow, tmp_path: Path) -> DetailPanel:
    """The details of an estate that was imported."""
    path = tmp_path / "台账.csv"
    path.write_text(HEAD + ROW + "\n", "utf-8")
    session = window.session
    storing.store(session.db, planning.plan(session.db, path), "张工")
    session.changed.emit(frozenset(("estate", "project")))
    window.panes.docks["detail"].show()
    found = next(each for each in estates.all(session.db) if each.name == "来源里")
    window.workspace.ledger.go_to("estates", found.id)
    assert window.detail.record is not None
    return window.detail


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[dict[str, str]]]:
    """What the dialogs of sources show, as its lines by name."""
    shown: list[dict[str, str]] = []

    def kept(dialog: SourceDialog) -> int:
        lines = dialog.findChildren(QLineEdit)
        shown.append({line.accessibleName(): line.text() for line in lines})
        return 0

    monkeypatch.setattr(SourceDialog, "exec", kept)
    yield shown
    speech.switch("zh")


def field(panel: DetailPanel, key: str) -> QLineEdit:
    found = next(form.fields[key] for form in panel.forms["estates"] if key in form.fields)
    assert isinstance(found, QLineEdit)
    return found


def test_an_imported_value_tells_file_sheet_cell_date_person_and_words(
    window: MainWindow, panel: DetailPanel, said: list[dict[str, str]]
) -> None:
    panel.sources.open(panel.sources.of(field(panel, "household_count")))
    (lines,) = said
    assert (lines["文件"], lines["单元格"]) == ("台账.csv", "D2")
    assert (lines["原文"], lines["谁"]) == ("80户", "张工")
    assert lines["日期"]


def test_the_key_shows_the_source_of_the_field_with_the_keyboard(
    window: MainWindow, panel: DetailPanel, said: list[dict[str, str]], qtbot: QtBot
) -> None:
    field(panel, "household_count").setFocus()
    window.commands.actions["value_source"].trigger()
    assert said[0]["单元格"] == "D2"


def test_the_table_tells_it_of_the_cell_under_the_cursor(
    window: MainWindow, panel: DetailPanel, said: list[dict[str, str]]
) -> None:
    table = window.workspace.ledger.table
    keys = [each.key for each in table.ledger.columns]
    table.setFocus()
    place = table.currentIndex().row()
    table.setCurrentIndex(table.ledger.index(place, keys.index("invest_total_fen")))
    window.commands.actions["value_source"].trigger()
    assert (said[0]["单元格"], said[0]["原文"]) == ("E2", "123.45")


def test_money_and_works_tell_it_as_well(panel: DetailPanel, said: list[dict[str, str]]) -> None:
    panel.sources.open(panel.sources.of(panel.money.fields["invest_total_fen"]))
    assert said[0]["单元格"] == "E2"


@pytest.mark.parametrize("key", ["contact", "phone", "remark"])
def test_the_words_about_persons_are_masked(
    panel: DetailPanel, said: list[dict[str, str]], key: str
) -> None:
    assert panel.record is not None
    project = panel.record.project
    assert project is not None
    asked = ("project", project.id, key)
    if getattr(project, key) is None:
        assert panel.record.place is not None
        asked = ("estate", panel.record.place.id, key)
    panel.sources.open(asked)
    raw = said[0]["原文"]
    assert raw
    assert "*" in raw
    assert "王小明" not in raw
    assert "13900001234" not in raw


def test_what_was_typed_later_names_the_person_and_no_cell(
    window: MainWindow, panel: DetailPanel, said: list[dict[str, str]]
) -> None:
    assert panel.record is not None
    assert panel.record.project is not None
    project = panel.record.project.id
    window.session.write("edit", lambda db: projects.change(db, project, {"remark": "手工"}))
    panel.sources.open(("project", project, "remark"))
    assert said[0]["谁"] == "测试员"
    assert "单元格" not in said[0]


def test_the_tip_and_the_menu_of_a_field_offer_it(panel: DetailPanel) -> None:
    shown = field(panel, "household_count")
    asked = panel.sources.of(shown)
    assert asked is not None
    assert "台账.csv" in panel.sources.tip(asked)
    assert "D2" in panel.sources.tip(asked)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(3, 3), QPoint(3, 3))
    QApplication.sendEvent(shown, event)
    menu = next(each for each in shown.findChildren(QMenu) if each.isVisible())
    assert menu.actions()[-1].text() == "来源…"
    QTest.keyClick(menu, Qt.Key.Key_Escape)


def test_it_speaks_english(panel: DetailPanel, said: list[dict[str, str]]) -> None:
    speech.switch("en")
    panel.sources.open(panel.sources.of(field(panel, "household_count")))
    assert said[0]["Cell"] == "D2"


def test_a_computed_cell_says_that_it_has_no_source(
    window: MainWindow, panel: DetailPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[object] = []
    monkeypatch.setattr(asking, "tell", lambda *said: told.append(said[-1]))
    panel.sources.open(None)
    assert told == [value_source.NOT_STORED]
