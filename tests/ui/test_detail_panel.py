from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from renewtrack.domain.works import Project
from renewtrack.store import actions, funding, projects, rows, works
from renewtrack.ui import form_fields
from renewtrack.ui.detail_panel import DetailPanel
from renewtrack.ui.facts_form import FactsForm
from renewtrack.ui.main_window import MainWindow
from renewtrack.ui.speaking import speech
from renewtrack.words import Words


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


def _form(panel: DetailPanel) -> FactsForm:
    """The form with the persons of the project."""
    assert panel.record is not None
    return next(form for form in panel.forms[panel.record.kind] if form.group.personal)


def _history(panel: DetailPanel) -> list[tuple[str, ...]]:
    items = [panel.history.topLevelItem(row) for row in range(panel.history.topLevelItemCount())]
    return [tuple(item.text(place) for place in range(4)) for item in items if item is not None]


def _project(panel: DetailPanel) -> Project:
    assert panel.record is not None
    assert panel.record.project is not None
    return panel.record.project


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
    _form(panel).reveal.click()
    assert shown.text() == project.phone
    noted = rows.fetch(window.session.db, "SELECT who, reason FROM reveal_log ORDER BY id")
    assert [(each["who"], each["reason"]) for each in noted] == [("测试员", "联系施工单位")]
    panel.stepped.emit(1)
    assert "****" in _field(panel, "phone").text() or not _field(panel, "phone").text()


def test_giving_up_the_reason_reveals_nothing(
    panel: DetailPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("renewtrack.ui.asking.line", lambda *_: None)
    _form(panel).reveal.click()
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
    free = next(each for each in ("W02", "W03", "W04", "T09") if each not in panel.record.taken)
    panel.works.added.emit(free)
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


def test_moving_to_completion_says_and_fills_dates_and_percentage_at_once(
    window: MainWindow, panel: DetailPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    db, before = window.session.db, _project(panel)
    with actions.act(db, "edit", "测试员"):
        emptied = {"finish_actual": None, "accept_date": None, "start_actual": None}
        projects.change(db, before.id, {**emptied, "stage": "S70", "percent": 62.0})
    panel.refresh()
    asked: list[str] = []

    def answer(_: object, __: object, question: Words, ___: str) -> str:
        asked.append(question.zh)
        return "2026-03-05"

    monkeypatch.setattr("renewtrack.ui.asking.date", answer)
    panel.stepper.buttons[4].click()
    promise, empty = asked[0].split("将同时填入：")[1].split("仍未填写：")
    assert [word in promise for word in ("竣工时间", "验收时间", "100 %")] == [True] * 3
    assert "开工时间" in empty
    moved = _project(panel)
    assert (moved.finish_actual, moved.accept_date) == ("2026-03-05", "2026-03-05")
    assert (moved.percent, moved.start_actual) == (100.0, None)
    window.session.undo()
    assert (_project(panel).stage, _project(panel).percent) == ("S70", 62.0)
    assert _project(panel).accept_date is None


def test_a_percentage_that_contradicts_the_stage_is_told_but_stays(
    window: MainWindow, panel: DetailPanel
) -> None:
    db = window.session.db
    for percent, told in ((55.0, True), (100.0, False)):
        with actions.act(db, "edit", "测试员"):
            projects.change(db, _project(panel).id, {"stage": "S92", "percent": percent})
        panel.refresh()
        assert panel.doubt.isVisible() == told
        assert ("55 %" in panel.doubt.text()) == told


def test_a_kind_of_work_cannot_be_added_twice(window: MainWindow, panel: DetailPanel) -> None:
    assert panel.record is not None
    panel.works.added.emit("T09")
    before = works.of_estate(window.session.db, panel.record.row.id)
    assert "T09" in panel.record.taken
    menu = panel.works.kinds_menu()
    offered = [
        act
        for top in menu.actions()
        for act in (top.menu().actions() if top.menu() else [top])  # type: ignore[attr-defined]
    ]
    grey = [act.text() for act in offered if not act.isEnabled()]
    assert len(grey) == len(panel.record.taken)
    assert any("便民市场" in each for each in grey)
    panel.works.added.emit("T09")
    assert works.of_estate(window.session.db, panel.record.row.id) == before


def test_the_history_names_the_works_that_came_and_went(
    window: MainWindow, panel: DetailPanel
) -> None:
    assert panel.record is not None
    panel.works.added.emit("T09")
    added = works.of_estate(window.session.db, panel.record.row.id)[-1]
    panel.works.moved.emit(added.id, "S70")
    panel.works.removed.emit(added.id)
    lines = [line[2:] for line in _history(panel)]
    assert ("新增改造内容", "便民市场") in lines
    assert ("删除改造内容", "便民市场") in lines
    assert ("便民市场 · 工程状态", "空 → 施工中") in lines
    assert not [line for line in lines if line[0].startswith("新增") and not line[1]][2:]


def test_a_look_at_persons_stands_in_the_history_and_survives_undo(
    window: MainWindow, panel: DetailPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("renewtrack.ui.asking.line", lambda *_: "联系施工单位")
    panel.deeds.change(
        panel.record,
        next(each for each in _form(panel).group.fields if each.key == "batch"),
        "第三批",
    )
    _form(panel).reveal.click()
    looked = ("测试员", "查看个人信息", "理由：联系施工单位")
    assert looked in [line[1:] for line in _history(panel)]
    window.session.undo()
    assert _project(panel).batch != "第三批"
    assert looked in [line[1:] for line in _history(panel)]


def test_the_button_that_unmasks_persons_stands_below_them(panel: DetailPanel) -> None:
    form = _form(panel)
    panel.tabs.setCurrentIndex(0)
    assert "姓名电话" in form.reveal.text()
    gap = form.reveal.y() - form.fields["phone"].geometry().bottom()
    assert 0 < gap < 20


def test_sources_beyond_the_total_are_told_without_scrolling(
    window: MainWindow, panel: DetailPanel
) -> None:
    project = _project(panel)
    total = project.invest_total_fen or 0
    with actions.act(window.session.db, "fund", "测试员"):
        funding.set_planned(window.session.db, project.id, {"other": total + 100_000_000})
    panel.tabs.setCurrentIndex(2)
    panel.refresh()
    verdict = panel.money._verdict
    assert "多" in verdict.text()
    assert verdict.property("role") == "bad"
    below = verdict.mapTo(window, verdict.rect().bottomLeft()).y()
    assert not verdict.visibleRegion().isEmpty()
    assert below < window.height()


def test_money_says_its_unit(panel: DetailPanel) -> None:
    for key in ("invest_total_fen", "invest_done_fen"):
        assert panel.money.fields[key].accessibleName().endswith("万元")


@pytest.mark.parametrize("width", [320, 340, 420])
def test_no_step_is_cut_in_english(panel: DetailPanel, width: int) -> None:
    speech.switch("en")
    stepper = panel.stepper
    stepper.resize(width, stepper.height())
    stepper._fit()
    for button in stepper.buttons:
        face = QFont(button.font())
        face.setBold(True)
        face.setPixelSize(button.size_of_words)
        widest = max(QFontMetrics(face).horizontalAdvance(word) for word in button.text().split())
        assert widest <= width // len(stepper.buttons)


def test_the_forms_call_a_field_as_the_ledgers_do() -> None:
    words = {each.key: each.words.zh for each in form_fields.PROJECT.fields}
    assert (words["start_actual"], words["finish_actual"]) == ("开工时间", "竣工时间")
    assert (
        next(f for f in form_fields.ESTATE.fields if f.key == "year_built").words.zh == "建成年代"
    )
