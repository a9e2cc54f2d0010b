"""The history view lists actions by filter, tells each change, and goes back by any of them."""

from __future__ import annotations

import sqlite3
from functools import partial
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from renewtrack.store import (
    actions,
    backups,
    batches,
    estates,
    exports,
    gpkg,
    history,
    projects,
    reveals,
    thinning,
)
from renewtrack.store.history import HistoryFilter
from renewtrack.ui import history_lines
from renewtrack.ui.history_view import HistoryView
from renewtrack.ui.main_window import MainWindow
from renewtrack.ui.speaking import speech
from renewtrack.ui.thin_dialog import ThinDialog
from renewtrack.words import Words

WAIT = 20_000


@pytest.fixture
def ids(window: MainWindow) -> list[int]:
    return [each.id for each in estates.all(window.session.db)]


@pytest.fixture
def imported(window: MainWindow, ids: list[int]) -> int:
    """Return the group of an import that wrote a year into 30 estates."""
    db = window.session.db
    with actions.act(db, "import", "张工", "十月.xlsx") as group:
        batches.add(db, file="十月.xlsx", kind="estates", rows_read=30, changed=30)
        for each in ids[:30]:
            estates.change(db, each, {"year_built": 1999})
    return group


@pytest.fixture
def view(window: MainWindow, imported: int, ids: list[int]) -> HistoryView:
    """The view after an import and an edit of the first estate by somebody else."""
    db = window.session.db
    with actions.act(db, "edit", "李工", "甲里"):
        estates.change(db, ids[0], {"remark": "已核对"})
    window.panes.docks["history"].show()
    return window.history


class Answers:
    """Answers the window's questions and remembers them."""

    def __init__(self, window: MainWindow) -> None:
        self.window, self.agreed = window, True
        self.numbers: list[int] = []
        self.questions: list[str] = []
        self.told: list[str] = []

    def number(self, _: object, title: Words, question: Words, wanted: int) -> bool:
        self.numbers.append(wanted)
        return self.agreed

    def confirmed(self, _: object, title: Words, question: Words, yes: Words) -> bool:
        self.questions.append(question.zh)
        return self.agreed

    def tell(self, _: object, title: Words, message: Words) -> None:
        self.told.append(message.zh)


@pytest.fixture
def answers(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> Answers:
    made = Answers(window)
    for name in ("number", "confirmed", "tell"):
        monkeypatch.setattr(f"renewtrack.ui.asking.{name}", getattr(made, name))
    return made


def column(view: HistoryView, place: int) -> list[str]:
    return [view.lines.index(row, place).data() for row in range(view.lines.rowCount())]


def details(view: HistoryView) -> list[tuple[str, ...]]:
    return [
        tuple(view.changes.index(row, place).data() for place in range(4))
        for row in range(view.changes.rowCount())
    ]


def select(view: HistoryView, group_id: int) -> None:
    row = [line.key for line in view.lines.lines].index(group_id)
    view.list.selectRow(row)


def year(window: MainWindow, estate_id: int) -> int | None:
    found = estates.get(window.session.db, estate_id)
    assert found is not None
    return found.year_built


def test_the_list_is_filtered_by_person_import_kind_time_and_words(view: HistoryView) -> None:
    assert column(view, 3) == ["修改甲里", "导入十月.xlsx", "生成示范数据"]
    filters = view.filters
    for box, entry, told in (
        (filters.people, "李工", ["修改甲里"]),
        (filters.imports, "十月.xlsx（", ["导入十月.xlsx"]),
        (filters.kinds, "导入", ["导入十月.xlsx"]),
        (filters.spans, "今天", ["修改甲里", "导入十月.xlsx"]),  # the rest maybe before midnight
    ):
        place = box.findText(entry, Qt.MatchFlag.MatchStartsWith)
        box.setCurrentIndex(place)
        box.activated.emit(place)
        found = column(view, 3)
        assert (found[: len(told)] if box is filters.spans else found) == told
        box.setCurrentIndex(0)
        box.activated.emit(0)
    filters.search.setText("十月")
    filters.changed.emit()
    assert column(view, 3) == ["导入十月.xlsx"]


def test_the_changes_of_the_selected_action_are_told_from_old_to_new(
    window: MainWindow, view: HistoryView, ids: list[int]
) -> None:
    view.list.selectRow(0)
    first = estates.get(window.session.db, ids[0])
    assert first is not None
    assert len(details(view)) == 1
    record, field, _, new = details(view)[0]
    assert (record, field, new) == (f"小区“{first.name}”", "备注", "已核对")
    assert "修改甲里" in view.told.text()
    assert "李工" in view.told.text()


def test_an_import_tells_what_it_read(view: HistoryView, imported: int) -> None:
    select(view, imported)
    assert "读到 30 行：新增 0，更新 30" in view.told.text()


def test_personal_details_are_never_shown(window: MainWindow, view: HistoryView) -> None:
    db = window.session.db
    project = projects.all(db)[0]
    window.session.write(
        "edit",
        lambda db: projects.change(db, project.id, {"leader": "欧阳小明", "phone": "13812345678"}),
    )
    view.list.selectRow(0)
    told = str(details(view))
    assert "（个人信息）" in told
    assert "欧阳小明" not in told
    assert "13812345678" not in told


def test_what_another_program_changed_stands_between_the_actions(
    window: MainWindow, view: HistoryView, ids: list[int]
) -> None:
    conn = sqlite3.connect(window.session.path, isolation_level=None)
    gpkg.supply_functions(conn)
    conn.execute("UPDATE estate SET remark = 'QGIS' WHERE id = ?", (ids[5],))
    conn.close()
    view.refresh()
    assert column(view, 3)[:2] == ["其他程序的改动", "修改甲里"]
    view.list.selectRow(0)
    assert [line[3] for line in details(view)] == ["QGIS"]
    assert not view.undo.isEnabled()


def test_the_history_of_one_record_is_asked_for_at_its_row_and_given_up_again(
    window: MainWindow, view: HistoryView, ids: list[int]
) -> None:
    table = window.workspace.ledger.table
    table.setCurrentIndex(table.ledger.index(table.ledger.ids.index(ids[1]), 0))
    window.commands.actions["record_history"].trigger()
    assert column(view, 3) == ["导入十月.xlsx", "生成示范数据"]
    assert view.filters.record.isVisible()
    view.filters.record.click()
    assert len(column(view, 3)) == 3


def test_a_small_action_is_taken_back_at_once(
    window: MainWindow, view: HistoryView, qtbot: QtBot, ids: list[int]
) -> None:
    view.list.selectRow(0)
    view.list.setFocus()
    qtbot.keyClick(view.list, Qt.Key.Key_Delete)  # type: ignore[no-untyped-call]
    qtbot.waitUntil(lambda: not window.session.tasks.running, timeout=WAIT)
    assert column(view, 3)[0] == "撤销：修改甲里"
    assert "修改甲里（已撤销）" in column(view, 3)


def test_an_import_is_taken_back_by_number_after_a_backup_and_what_changed_since_is_named(
    view: HistoryView, imported: int, ids: list[int], answers: Answers, qtbot: QtBot
) -> None:
    window = answers.window
    select(view, imported)
    view.undo.click()
    qtbot.waitUntil(lambda: bool(answers.told), timeout=WAIT)
    assert answers.numbers == [30]
    assert "之后又有改动" in answers.questions[0]
    assert "1 条记录保持不变" in answers.told[0]
    assert year(window, ids[0]) == 1999
    assert year(window, ids[1]) != 1999
    assert [backup.manifest.reason for backup in backups.all(window.session.path)] == ["mass"]


def test_a_wrong_number_takes_nothing_back(
    view: HistoryView, imported: int, ids: list[int], answers: Answers
) -> None:
    answers.agreed = False
    select(view, imported)
    view.undo.click()
    assert answers.numbers == [30]
    assert not answers.window.session.tasks.running
    assert year(answers.window, ids[1]) == 1999


def test_going_back_to_an_action_undoes_what_came_after_it(
    view: HistoryView, imported: int, ids: list[int], answers: Answers, qtbot: QtBot
) -> None:
    window = answers.window
    for year_built in (1, 2):
        window.session.write(
            "edit", partial(estates.change, estate_id=ids[3], values={"year_built": year_built})
        )
    select(view, imported)
    view.back.click()
    qtbot.waitUntil(lambda: not window.session.tasks.running, timeout=WAIT)
    assert year(window, ids[3]) == 1999
    assert answers.numbers == [3]
    assert [line.group.action for line in view.lines.lines[:3] if line.group] == ["undo"] * 3


def test_the_list_goes_out_masked_and_is_recorded(
    window: MainWindow, view: HistoryView, tmp_path: Path, qtbot: QtBot
) -> None:
    db = window.session.db
    project = projects.all(db)[0]
    window.session.write(
        "edit", lambda db: projects.change(db, project.id, {"leader": "欧阳小明"}), "欧阳小明"
    )
    out = tmp_path / "历史.xlsx"
    window.history_deeds.export(out, HistoryFilter())
    qtbot.waitUntil(lambda: not window.session.tasks.running, timeout=WAIT)
    book = openpyxl.load_workbook(out)
    cells = [str(cell) for sheet in book for row in sheet.values for cell in row if cell]
    assert "导入十月.xlsx" in cells
    assert "1999" in cells
    assert "欧阳**" in cells
    assert not [cell for cell in cells if "欧阳小明" in cell]
    assert [each.what for each in exports.all(db)] == ["history"]
    assert column(view, 3)[0].startswith("导出")


def test_more_lines_are_read_at_the_end_of_the_list(
    window: MainWindow, ids: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history_lines, "PAGE", 4)
    db = window.session.db
    for number in range(11):
        with actions.act(db, "edit", "李工", f"{number}"):
            estates.change(db, ids[0], {"year_built": 1900 + number})
    window.panes.docks["history"].show()
    view = window.history
    while view.lines.canFetchMore(view.list.rootIndex()):
        view.lines.fetchMore(view.list.rootIndex())
    groups = [line.key for line in view.lines.lines]
    assert groups == [group.id for group in history.groups(db, limit=99)]
    view.list.selectRow(11)
    while view.changes.canFetchMore(view.details.rootIndex()):
        view.changes.fetchMore(view.details.rootIndex())
    assert view.changes.rowCount() == history.groups(db, limit=99)[-1].changes


def test_the_selected_action_stays_selected_when_something_is_written(
    window: MainWindow, view: HistoryView, imported: int, ids: list[int]
) -> None:
    select(view, imported)
    window.session.write("edit", lambda db: estates.change(db, ids[9], {"year_built": 1950}))
    assert view.list.currentIndex().row() == 2
    assert "导入十月.xlsx" in view.told.text()


def test_the_history_takes_the_whole_window_and_gives_it_back(
    window: MainWindow, view: HistoryView
) -> None:
    window.panes.grow("history")
    assert not window.pages.isVisible()
    assert not window.panes.docks["filter"].isVisible()
    assert view.isVisible()
    window.panes.grow("history")
    assert window.pages.isVisible()
    assert window.panes.docks["filter"].isVisible()
    window.panes.grow("history")
    window.panes.docks["history"].close()
    assert window.pages.isVisible()
    assert window.panes.docks["history"].isHidden()


def test_everything_speaks_english(window: MainWindow, view: HistoryView) -> None:
    speech.switch("en")
    view.list.selectRow(2)
    assert column(view, 3)[2] == "Make the demo district"
    assert {line[1] for line in details(view)} == {"added"}
    assert view.filters.people.itemText(0) == "Everybody"


def test_details_are_thinned_only_once_reason_and_number_are_typed(
    window: MainWindow, view: HistoryView, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    db = window.session.db
    with actions.act(db, "erase", "测试"):
        db.execute("UPDATE action_group SET at = '2020-01-01T00:00:00.000Z' WHERE id <= 2")
        db.execute("UPDATE change_log SET at = '2020-01-01T00:00:00.000Z' WHERE group_id <= 2")
    entries = thinning.would_remove(db, thinning.latest_date(db)).entries
    assert entries > 30

    def fill(dialog: ThinDialog) -> int:
        ok = dialog.buttons.button(dialog.buttons.StandardButton.Ok)
        dialog.day.setText("2020-6-1")
        dialog.why.setText("满五年")
        assert not ok.isEnabled()
        dialog.count.setText(str(entries))
        assert ok.isEnabled()
        dialog.day.setText("2999-1-1")
        assert not ok.isEnabled()
        dialog.day.setText("2020-6-1")
        return QDialog.DialogCode.Accepted

    monkeypatch.setattr(ThinDialog, "exec", fill)
    view.thin.click()
    qtbot.waitUntil(lambda: not window.session.tasks.running, timeout=WAIT)
    assert column(view, 3)[0].startswith("精简历史")
    assert thinning.would_remove(db, thinning.latest_date(db)).entries == 0
    assert [backup.manifest.reason for backup in backups.all(window.session.path)] == ["mass"]


def test_a_look_at_persons_is_told_with_its_reason(window: MainWindow, view: HistoryView) -> None:
    def look(db: object) -> None:
        reveals.note(window.session.db, "测试员", "核对电话", "projects")

    window.session.write("reveal", look)
    assert "核对电话" in column(view, 3)[0]


def test_a_narrow_list_still_tells_what_was_done(view: HistoryView) -> None:
    for left, hidden in ((300, [True, True]), (440, [False, True]), (700, [False, False])):
        view.splitter.resize(left * 2, 200)
        view.splitter.setSizes([left, left])
        view.make_room()
        assert [view.list.isColumnHidden(column) for column in (0, 2)] == hidden
        assert not view.list.isColumnHidden(3)
