from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from renewtrack.store import funding, projects, rows, works
from renewtrack.ui.detail_panel import DetailPanel
from renewtrack.ui.main_window import MainWindow


@pytest.fixture
def panel(window: MainWindow) -> DetailPanel:
    """The details of the first estate that has a project with a phone number."""
    window.panes.docks["detail"].show()
    model = window.workspace.ledger.table.ledger
    for row in range(model.rowCount()):
        found = getattr(model.row(row), "project_id", None)
        project = projects.get(window.session.db, found) if found else None
        if project is not None and project.phone and project.invest_total_fen:
            window.workspace.ledger.go_to("estates", model.ids[row])
            break
    assert window.detail.record is not None
    return window.detail


def _field(panel: DetailPanel, key: str) -> QLineEdit:
    forms = panel.forms[panel.record.kind] if panel.record else []
    found = next(form.fields[key] for form in forms if key in form.fields and key != "name")
    assert isinstance(found, QLineEdit)
    return found


def test_the_panel_is_closed_at_first_on_a_narrow_screen_and_f4_opens_it(
    window: MainWindow,
) -> None:
    assert window.panes.docks["detail"].isHidden()
    window.commands.actions["detail_panel"].trigger()
    assert window.panes.docks["detail"].isVisible()


def test_persons_are_masked_until_a_reason_is_given_and_recorded(
    window: MainWindow, panel: DetailPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert panel.record is not None
    project = panel.record.project
    assert project is not None
    assert project.phone is not None
    shown = _field(panel, "phone")
    assert "****" in shown.text()
    assert shown.isReadOnly()
    monkeypatch.setattr("renewtrack.ui.asking.line", lambda *_: "联系施工单位")
    panel.reveal.click()
    assert shown.text() == project.phone
    noted = rows.fetch(window.session.db, "SELECT who, reason FROM reveal_log ORDER BY id")
    assert [(each["who"], each["reason"]) for each in noted] == [("测试员", "联系施工单位")]
    panel.stepped.emit(1)
    assert "****" in _field(panel, "phone").text() or not _field(panel, "phone").text()


def test_giving_up_the_reason_reveals_nothing(
    panel: DetailPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("renewtrack.ui.asking.line", lambda *_: None)
    panel.reveal.click()
    assert "****" in _field(panel, "phone").text()


def test_a_step_moves_the_project_with_a_date(
    window: MainWindow, panel: DetailPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("renewtrack.ui.asking.date", lambda *_: "2026-03")
    assert panel.record is not None
    assert panel.record.project is not None
    project_id = panel.record.project.id
    panel.stepper.buttons[4].click()
    moved = projects.get(window.session.db, project_id)
    assert moved is not None
    assert moved.stage == "S85"
    assert projects.stages_of(window.session.db, project_id)[-1].date == "2026-03"
    assert panel.stepper.buttons[4].reached == 4


def test_a_fact_is_written_when_its_field_is_left(
    window: MainWindow, panel: DetailPanel, qtbot: QtBot
) -> None:
    field = _field(panel, "population")
    field.setFocus()
    field.clear()
    qtbot.keyClicks(field, "4321")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert panel.record is not None
    assert getattr(panel.record.place, "population", None) == 4321
    assert "人口" in window.commands.actions["undo"].text()


def test_a_fact_that_is_none_is_refused_beside_its_field(panel: DetailPanel, qtbot: QtBot) -> None:
    field = _field(panel, "population")
    field.setFocus()
    field.clear()
    qtbot.keyClicks(field, "abc")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    form = panel.forms["estates"][0]
    assert "不是数" in form._refused.words
    assert field.text() == "abc"


def test_works_are_added_and_removed(window: MainWindow, panel: DetailPanel) -> None:
    assert panel.record is not None
    estate, before = panel.record.row.id, len(panel.record.works)
    panel.works.added.emit("lift")
    assert len(works.of_estate(window.session.db, estate)) == before + 1
    panel.works.removed.emit(works.of_estate(window.session.db, estate)[-1].id)
    assert len(works.of_estate(window.session.db, estate)) == before


def test_money_by_source_is_summed_and_held_against_the_total(
    window: MainWindow, panel: DetailPanel, qtbot: QtBot
) -> None:
    assert panel.record is not None
    assert panel.record.project is not None
    project_id = panel.record.project.id
    field = panel.money.fields["other"]
    panel.tabs.setCurrentIndex(2)
    field.setFocus()
    field.clear()
    qtbot.keyClicks(field, "12.5")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    planned = {
        each.source: each.planned_fen for each in funding.of_project(window.session.db, project_id)
    }
    assert planned["other"] == 12_500_000
    total = panel.record.project.invest_total_fen or 0
    added = sum(value or 0 for value in planned.values())
    assert ("一致" in panel.money._verdict.text()) == (added == total)


def test_the_history_of_a_record_tells_old_and_new(window: MainWindow, panel: DetailPanel) -> None:
    field = _field(panel, "population")
    old = field.text()
    field.setModified(True)
    field.setText("77")
    field.setModified(True)
    panel.forms["estates"][0]._finished(
        next(each for each in panel.forms["estates"][0].group.fields if each.key == "population")
    )
    item = panel.history.topLevelItem(0)
    assert item is not None
    assert item.text(1) == "测试员"
    assert item.text(3).endswith(f"{old or '空'} → 77")


def test_previous_and_next_walk_through_the_table(window: MainWindow, panel: DetailPanel) -> None:
    table = window.workspace.ledger.table
    here = table.currentIndex().row()
    panel.stepped.emit(1)
    assert table.currentIndex().row() == here + 1
    assert panel.record is not None
    assert panel.record.row.id == table.ledger.ids[here + 1]
