"""The view of needs: decided by keys, referred, answered, linked, asked in rounds, put out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from renewtrack.store import (
    actions,
    belonging,
    consultations,
    exports,
    history,
    needs,
    rows,
    satisfaction,
)
from renewtrack.ui import asking, round_form
from renewtrack.ui.entry_form import EntryForm
from renewtrack.ui.home_answers import HomeAnswers
from renewtrack.ui.main_window import MainWindow
from renewtrack.ui.need_form import NeedForm
from renewtrack.ui.need_same import SameDialog
from renewtrack.ui.needs_screen import NeedsScreen
from renewtrack.ui.round_form import RoundForm
from renewtrack.ui.speaking import speech, text

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
NAME, PHONE = "谢敏敏", "13812345678"


@pytest.fixture
def screen(window: MainWindow, qtbot: QtBot) -> NeedsScreen:
    db = window.session.db
    home, building, estate = db.execute(
        "SELECT household.id, building_id, estate_id FROM household"
        " JOIN building ON building.id = building_id ORDER BY household.id LIMIT 1"
    ).fetchone()
    with actions.act(db, "edit", "测试员"):
        db.execute("DELETE FROM need")
        rows.change(db, "household", home, {"holder": NAME})
        needs.add(db, {"household_id": home}, f"{NAME}{PHONE}厨房窗户漏风", source="home")
        needs.add(db, {"building_id": building}, "厨房窗户漏风", source="hotline", item="B14")
        needs.add(db, {"estate_id": estate}, "充电桩", due="2020-01-01")
    window.session.changed.emit("")
    window.commands.actions["needs"].trigger()
    made = window.workspace.screens.made["needs"]
    assert isinstance(made, NeedsScreen)
    qtbot.waitUntil(lambda: len(made.page.lines) == 3)
    return made


def stored(screen: NeedsScreen, need_id: int) -> dict[str, Any]:
    return belonging.one(screen.session.db, "need", need_id)


def filling(form: type, done: Callable[[Any], object]) -> Callable[[Any], int]:
    """Return an ``exec`` that fills a dialog in and accepts it."""

    def run(self: Any) -> int:
        assert isinstance(self, form)
        done(self)
        return 1

    return run


def test_needs_are_decided_by_keys_and_every_step_is_undone(
    screen: NeedsScreen, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    page, session = screen.page, screen.session
    page.groups.selectRow(0)
    page.table.selectRow(0)
    first = page.chosen()[0].id
    monkeypatch.setattr(asking, "line", lambda *_, **__: "不在范围")

    def refer(form: EntryForm) -> None:
        form.fields["referred_to"].setText("街道办")  # type: ignore[union-attr]
        form.fields["due"].setText("2030-1-5")  # type: ignore[union-attr]
        form._accept()

    def answer(form: EntryForm) -> None:
        form.fields["text"].setPlainText("年内建成")  # type: ignore[union-attr]
        form._accept()

    def undone_to(before: dict[str, Any]) -> None:
        history.undo(session.db, "测试员")
        session.changed.emit("")
        assert stored(screen, first) == before

    steps: list[tuple[Qt.Key, Callable[[EntryForm], None] | None, str, object]] = [
        (Qt.Key.Key_Y, None, "adopted", 1),
        (Qt.Key.Key_N, None, "why", "不在范围"),
        (Qt.Key.Key_R, refer, "due", "2030-01-05"),
        (Qt.Key.Key_A, answer, "reply", "年内建成"),
    ]
    for key, form, column, value in steps:
        if form is not None:
            monkeypatch.setattr(EntryForm, "exec", filling(EntryForm, form))
        before = stored(screen, first)
        QTest.keyClick(page.table, key)
        assert stored(screen, first)[column] == value
        undone_to(before)
        qtbot.waitUntil(lambda: len(page.chosen()) == 1 and page.chosen()[0].id == first)

    narrowed(screen)
    linked(screen, monkeypatch)
    put_out(screen, qtbot, tmp_path)
    for language in ("en", "zh"):
        speech.switch(language)
    assert page.buttons["adopt"].text() == "采纳(Y)"


def narrowed(screen: NeedsScreen) -> None:
    """The facets and the counts narrow the list; persons are masked in it."""
    page = screen.page
    shown = " ".join(line.text for line in page.lines)
    assert NAME not in shown
    assert PHONE not in shown
    place = page.facets["state"].findData("overdue")
    page.facets["state"].setCurrentIndex(place)
    assert [line.text for line in page.shown()] == ["充电桩"]
    page.facets["state"].setCurrentIndex(0)
    for place in range(page.by.count()):
        page.by.setCurrentIndex(place)
        assert sum(len(group.lines) for group in page.counts.lines) == 2 * len(page.lines)


def linked(screen: NeedsScreen, monkeypatch: pytest.MonkeyPatch) -> None:
    """A need is marked as the same as the one whose words are most alike."""
    page, session = screen.page, screen.session
    alike = next(at for at, line in enumerate(page.shown()) if line.item == "B14")
    page.table.selectRow(alike)
    twin = page.chosen()[0].id
    monkeypatch.setattr(SameDialog, "exec", filling(SameDialog, lambda each: each._accept()))
    QTest.keyClick(page.table, Qt.Key.Key_S)
    first = stored(screen, twin)["same_as_id"]
    assert first is not None
    with actions.act(session.db, "edit", "测试员"):
        needs.decide(session.db, [twin], True)
    assert stored(screen, first)["adopted"] == 1


def put_out(screen: NeedsScreen, qtbot: QtBot, tmp_path: Path) -> None:
    """The workbook is masked unless a reason is given, and on record either way."""
    for path, reason in ((tmp_path / "a.xlsx", ""), (tmp_path / "b.xlsx", "回访")):
        qtbot.waitUntil(lambda: not screen.session.tasks.running)
        screen.deeds.export(path, reason)
        qtbot.waitUntil(path.exists)
        qtbot.waitUntil(lambda: not screen.session.tasks.running)
        cells = [str(cell.value) for row in load_workbook(path).worksheets[0] for cell in row]
        assert any(PHONE in cell for cell in cells) == bool(reason)
        assert exports.all(screen.session.db)[0].masked == (not reason)


def test_needs_rounds_and_contentment_are_entered_by_keyboard(
    screen: NeedsScreen, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    session, db = screen.session, screen.session.db

    place = db.execute(
        "SELECT estate_id, building_id, household.id FROM household"
        " JOIN building ON building.id = building_id ORDER BY household.id LIMIT 1"
    ).fetchone()

    def note(form: NeedForm) -> None:
        form.said.setPlainText("老人上下楼要扶手")
        assert form.category.currentData() == "accessible"
        form.begin(*place)
        form.source.setCurrentIndex(form.source.findData("round"))
        form.home.setEditText("没有这户")
        form._accept()
        assert form.why.text()
        form.home.setEditText(form.home.itemText(1))
        form._accept()

    def open_round(form: RoundForm) -> None:
        estate = rows.value(db, "SELECT estate_id FROM need WHERE estate_id IS NOT NULL")
        form.box.setCurrentIndex(form.box.findData(f"estate_id:{estate}"))
        form.fields["title"].setText("外墙颜色")  # type: ignore[union-attr]
        form.fields["options"].setText("米黄，浅灰")  # type: ignore[union-attr]
        form._accept()

    monkeypatch.setattr(RoundForm, "exec", filling(RoundForm, open_round))
    screen.pages.setCurrentWidget(screen.rounds)
    screen.rounds.buttons["add"].click()
    (found,) = [each for each in consultations.all(db) if each.title == "外墙颜色"]
    assert found.options == ("米黄", "浅灰")
    qtbot.waitUntil(lambda: found.id in [each.id for each in screen.rounds.model.lines])
    screen.rounds.table.selectRow([each.id for each in screen.rounds.model.lines].index(found.id))

    monkeypatch.setattr(NeedForm, "exec", filling(NeedForm, note))
    screen.rounds.add_need.click()
    (heard,) = needs.of_round(db, found.id)
    assert (heard.category, heard.source, heard.household_id is None) == (
        "accessible",
        "round",
        False,
    )

    def ballots(sheet: HomeAnswers) -> None:
        QTest.keyClick(sheet.table, Qt.Key.Key_1)
        QTest.keyClick(sheet.table, Qt.Key.Key_2)
        QTest.keyClick(sheet.table, Qt.Key.Key_2)
        sheet.wanted.setText(f"{sheet.homes[0].estate[:2]} {sheet.homes[0].short}")
        QTest.keyClick(sheet.wanted, Qt.Key.Key_Return)
        assert sheet.home == sheet.homes[0]
        QTest.keyClick(sheet.table, Qt.Key.Key_Backspace)

    monkeypatch.setattr(HomeAnswers, "exec", filling(HomeAnswers, ballots))
    screen.round_deeds.ballots()
    assert consultations.count(db, found.id).heads == {"浅灰": 2}

    screen.enter_content("after")
    rated = satisfaction.total(satisfaction.of_buildings(db, _buildings(db)), "")
    assert rated.after["good"] >= 2

    path = tmp_path / "公示.html"
    qtbot.waitUntil(lambda: not session.tasks.running)
    screen.round_deeds.export(found.id, path)
    qtbot.waitUntil(path.exists)
    assert "外墙颜色" in path.read_text("utf-8")


def test_a_round_has_a_place_and_a_digit_for_each_option(screen: NeedsScreen) -> None:
    form = RoundForm(screen.session, {}, screen)
    form.fields["title"].setText("外墙颜色")  # type: ignore[union-attr]
    form.fields["options"].setText("甲,乙,丙,丁,戊,己,庚,辛,壬,癸")  # type: ignore[union-attr]
    form._accept()
    assert "9" in form.why.text()
    form.box.clear()  # as in a file without estates
    form._accept()
    assert form.why.text() == text(round_form.NO_PLACE)


def _buildings(db: Any) -> list[int]:
    return rows.column(db, "SELECT id FROM building")
