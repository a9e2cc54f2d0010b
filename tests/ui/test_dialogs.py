from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from renewtrack.store import buildings, projects, works
from renewtrack.ui import asking
from renewtrack.ui.main_window import MainWindow
from renewtrack.ui.new_ledger import NewLedger
from renewtrack.ui.record_deeds import NewRecord
from renewtrack.words import Words

TITLE = Words("标题", "Title")


def _answers(monkeypatch: pytest.MonkeyPatch, *typed: str) -> list[str]:
    """Type these answers one after the other; return what was said against each."""
    said: list[str] = []

    def exec_(dialog: asking.LineDialog) -> int:
        for each in typed:
            dialog.line.setText(each)
            dialog._accept()
            said.append(dialog._why.text() if not dialog.result() else "")
        return dialog.result()

    monkeypatch.setattr(asking.LineDialog, "exec", exec_)
    return said


def test_a_date_is_asked_for_until_it_is_one(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = _answers(monkeypatch, "改天吧", "", "二〇二六年三月")
    assert asking.date(window, TITLE, TITLE, "") == "2026-03"
    assert "不是日期" in said[0]
    assert "请填写" in said[1]


def test_deleting_many_takes_the_right_number(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = _answers(monkeypatch, "是")
    assert not asking.number(window, TITLE, TITLE, 25)
    assert "25" in said[0]
    _answers(monkeypatch, "25")
    assert asking.number(window, TITLE, TITLE, 25)


def test_a_reason_cannot_be_empty(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    _answers(monkeypatch, "  ")
    assert asking.line(window, TITLE, TITLE) is None
    _answers(monkeypatch, "核对")
    assert asking.line(window, TITLE, TITLE) == "核对"


def test_a_new_ledger_needs_a_name_and_a_free_file(
    bare: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = NewLedger(tmp_path, bare)
    dialog._accept()
    assert "名称" in dialog.why.text()
    dialog.name.setText("海/淀区")
    assert dialog.path() == tmp_path / "海淀区.gpkg"
    dialog.path().write_bytes(b"")
    dialog._accept()
    assert "已经存在" in dialog.why.text()
    dialog.path().unlink()
    dialog._accept()
    assert dialog.result()
    assert dialog.district() == "海/淀区"


@pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
def test_a_wrong_answer_leaves_room_for_the_whole_question(window: MainWindow) -> None:
    long = Words("这个问题很长，要占好几行。" * 8, "This question is long. " * 8)
    dialog = asking.LineDialog(TITLE, long, lambda _: Words("不对", "Wrong"), parent=window)
    dialog.show()
    dialog._accept()
    assert dialog.height() >= dialog.heightForWidth(dialog.width())
    dialog.reject()


def test_a_new_building_has_a_number_that_its_estate_lacks(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr("renewtrack.ui.asking.tell", lambda _, __, words: told.append(words.zh))
    estate = window.workspace.ledger.table.ledger.ids[0]
    db = window.session.db
    taken = buildings.of_estate(db, estate)[0].number
    assert window.records.add_building(estate, f"{taken}号楼") is None
    assert told
    row_id = window.records.add_building(estate, "甲99号楼")
    assert row_id is not None
    assert window.workspace.ledger.table.current_id() == row_id


def test_a_new_project_begins_at_the_first_stage(window: MainWindow) -> None:
    estate = window.workspace.ledger.table.ledger.ids[0]
    row_id = window.records.add_project(estate, "二期", 2027)
    made = projects.get(window.session.db, row_id)
    assert made is not None
    assert (made.name, made.plan_year, made.stage) == ("二期", 2027, "S00")
    assert projects.estates_of(window.session.db, row_id) == [estate]


def test_the_dialog_of_a_new_record_asks_for_what_is_missing(window: MainWindow) -> None:
    dialog = NewRecord("buildings", window.session, window)
    dialog._accept()
    assert "楼号" in dialog.why.text()
    dialog.name.setText("5")
    dialog._accept()
    assert dialog.result()


def test_a_work_of_a_building_gives_it_a_stage_of_its_own(window: MainWindow) -> None:
    tables = window.workspace.ledger
    tables.show_kind("buildings")
    window.panes.docks["detail"].show()
    tables.table.selectRow(0)
    tables.go_to("buildings", tables.table.ledger.ids[0])
    detail = window.detail
    assert detail.record is not None
    detail.works.added.emit("lift")
    added = works.of_building(window.session.db, detail.record.row.id)[-1]
    detail.works.moved.emit(added.id, "S70")
    assert detail.record.row.stage == "S70"
    assert tables.table.ledger.row(0).stage == "S70"  # type: ignore[attr-defined]
