from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QKeySequence, QPalette
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from renewtrack import app
from renewtrack.errors import Cancelled
from renewtrack.preferences import Preferences
from renewtrack.store import backups, estates, history, listing
from renewtrack.store.refusing import FileMissing
from renewtrack.ui import blocks, ledger, look, trouble
from renewtrack.ui.command_palette import CommandPalette
from renewtrack.ui.main_window import MainWindow
from renewtrack.ui.session import Session
from tests.ui.conftest import column


def test_every_role_of_both_palettes_is_set() -> None:
    unset = {QPalette.ColorRole.NoRole, QPalette.ColorRole.NColorRoles}
    for tones in (look.LIGHT, look.DARK):
        made = look.palette(tones)
        for role in (each for each in QPalette.ColorRole if each not in unset):
            assert made.isBrushSet(QPalette.ColorGroup.Active, role), role


def _contrast(one: str, other: str) -> float:
    def light(colour: str) -> float:
        parts = [
            c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4
            for c in QColor(colour).getRgbF()[:3]
        ]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("tones", [look.LIGHT, look.DARK], ids=["light", "dark"])
def test_words_can_be_read_on_their_ground(tones: look.Tones) -> None:
    for ground in (tones.window, tones.base, tones.picked):
        assert _contrast(tones.text, ground) >= 4.5
    assert _contrast(tones.dim, tones.window) >= 4.5
    assert _contrast(tones.on_accent, tones.accent) >= 4.5


def test_the_light_is_switched_while_the_window_stands(window: MainWindow) -> None:
    window.deeds.dress("dark")
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    assert application.palette().color(QPalette.ColorRole.Base).name() == look.DARK.base.lower()
    assert window.session.preferences.theme == "dark"
    window.deeds.dress("light")
    assert application.palette().color(QPalette.ColorRole.Base).name() == look.LIGHT.base.lower()


def test_no_two_commands_share_a_key(window: MainWindow) -> None:
    keys = Counter(
        key.toString() for act in window.commands.actions.values() for key in act.shortcuts()
    )
    assert [key for key, count in keys.items() if count > 1] == []
    assert "Ctrl+Space" not in keys  # the input method's own


def test_the_palette_lists_every_enabled_command_and_runs_it(
    window: MainWindow, qtbot: QtBot
) -> None:
    palette = CommandPalette(window.session, window.commands, window)
    acts = [*window.commands.actions.values(), *(act for act, _ in window.commands.extra)]
    enabled = {act.text().replace("&", "") for act in acts if act.isEnabled()}
    assert {entry.words.replace("&", "") for entry in palette.entries} == enabled
    palette.line.setText("楼栋表")
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    assert window.workspace.ledger.kind == "buildings"


def test_the_palette_finds_records_by_initials(window: MainWindow, qtbot: QtBot) -> None:
    palette = CommandPalette(window.session, window.commands, window)
    palette.record_chosen.connect(window.deeds.go_to)
    palette.line.setText("sddl")
    assert any("上地东里" in entry.words for entry in palette.entries)
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    current = window.workspace.ledger.table.current_id()
    assert current is not None
    found = estates.get(window.session.db, current)
    assert found is not None
    assert "上地东里" in found.name


def test_the_palette_finds_commands_by_initials(window: MainWindow) -> None:
    palette = CommandPalette(window.session, window.commands, window)
    palette.look("ldb")
    assert "楼栋表" in [entry.words for entry in palette.entries]


def test_whatever_takes_the_focus_has_a_name(window: MainWindow) -> None:
    for name in ("detail", "history"):
        window.panes.docks[name].show()
    window.workspace.ledger.table.selectRow(0)
    nameless = [
        widget
        for widget in window.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and isinstance(widget, (QAbstractButton, QComboBox, QLineEdit))
        and not widget.objectName().startswith("qt_")
        and not isinstance(widget.parent(), (QComboBox, QLineEdit))
        and not (widget.accessibleName() or getattr(widget, "text", str)() or widget.toolTip())
    ]
    assert not nameless
    for table in window.workspace.ledger.tables.values():
        assert table.accessibleName()


def test_cells_tell_a_screen_reader_their_column_and_words(window: MainWindow) -> None:
    model = window.workspace.ledger.table.ledger
    said = model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == f"小区: {model.index(0, 0).data()}"


def test_f6_goes_round_the_panes(window: MainWindow) -> None:
    window.workspace.ledger.table.setFocus()
    seen = []
    for _ in range(3):
        window.commands.actions["next_pane"].trigger()
        seen.append(QApplication.focusWidget())
    panes = [window.workspace.map, window.filters, window.workspace.ledger]
    assert all(
        focus is not None and (pane is focus or pane.isAncestorOf(focus))
        for pane, focus in zip(panes, seen, strict=True)
    )


def test_columns_are_hidden_moved_resized_and_remembered(
    session: Session, window: MainWindow, qtbot: QtBot, ledger_file: Path
) -> None:
    table = window.workspace.ledger.table
    heads = table.horizontalHeader()
    hidden, wide = column(table, "community"), column(table, "name")
    heads.setSectionHidden(hidden, True)
    heads.resizeSection(wide, 251)
    heads.moveSection(heads.visualIndex(column(table, "street")), 0)
    window.panes.keep()
    again = app.make_window(session)
    heads = again.workspace.ledger.tables["estates"].horizontalHeader()
    assert heads.isSectionHidden(hidden)
    assert heads.sectionSize(wide) == 251
    assert heads.visualIndex(column(table, "street")) == 0
    again.deleteLater()
    QApplication.sendPostedEvents(again, QEvent.Type.DeferredDelete)


def test_the_layout_goes_back_to_how_it_was(window: MainWindow) -> None:
    window.panes.docks["filter"].hide()
    window.panes.docks["history"].show()
    window.commands.actions["reset_layout"].trigger()
    assert window.panes.docks["filter"].isVisible()
    assert window.panes.docks["history"].isHidden()


def test_language_and_last_file_are_remembered(tmp_path: Path) -> None:
    from renewtrack import preferences

    written = tmp_path / "preferences.json"
    preferences.save(Preferences(language="en", recent=("a.gpkg",)), written)
    assert preferences.load(written) == Preferences(language="en", recent=("a.gpkg",))
    written.write_text('{"language": 3, "recent": "x", "font_size": 15}', "utf-8")
    assert preferences.load(written) == Preferences(font_size=15)
    written.write_text("no json", "utf-8")
    assert preferences.load(written) == Preferences()


def test_the_history_undoes_one_action_as_a_whole(window: MainWindow, qtbot: QtBot) -> None:
    table = window.workspace.ledger.table
    before = table.ledger.row(0).household_count  # type: ignore[attr-defined]
    table.ledger.type(table.ledger.index(0, column(table, "household_count")), "99")
    table.ledger.type(table.ledger.index(1, column(table, "household_count")), "98")
    window.panes.docks["history"].show()
    window.history.list.selectRow(1)
    window.history.undo.click()
    qtbot.waitUntil(lambda: table.ledger.row(0).household_count == before)  # type: ignore[attr-defined]
    assert table.ledger.row(1).household_count == 98  # type: ignore[attr-defined]


def test_many_records_are_deleted_by_number_only_and_come_back(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    asked: list[int] = []

    def number(*given: object) -> bool:
        asked.append(int(str(given[-1])))
        return True

    monkeypatch.setattr("renewtrack.ui.asking.number", number)
    monkeypatch.setattr("renewtrack.ui.asking.confirmed", lambda *_: True)
    table, db = window.workspace.ledger.table, window.session.db
    total = listing.total(db, "estates")
    table.mark(table.ledger.ids[:5])
    window.records.ask_delete()
    assert asked == [5]
    qtbot.waitUntil(lambda: not window.session.tasks.running)
    assert [backup.manifest.reason for backup in backups.all(window.session.path)] == ["mass"]
    assert listing.total(db, "estates") == total - 5
    window.session.undo()
    assert listing.total(db, "estates") == total


def test_a_row_out_of_sight_is_not_deleted_and_one_in_sight_is_named(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    asked: list[str] = []
    monkeypatch.setattr("renewtrack.ui.asking.tell", lambda *given: told.append(given[-1].zh))
    monkeypatch.setattr("renewtrack.ui.asking.confirmed", lambda *given: asked.append(given[2].zh))
    table = window.workspace.ledger.table
    assert (table.marked(), table.current_id()) == ([], table.ledger.ids[0])
    window.records.ask_delete()
    assert ledger.row_name(table.ledger.row(0)) in asked[0]
    window.workspace.screens.show_view("dashboard")
    window.records.ask_delete()
    assert (len(asked), told) == (1, ["先在表里选中要删除的记录"])


def test_a_new_record_stands_in_the_table_and_in_the_history(window: MainWindow) -> None:
    row_id = window.records.add_estate("新家园", "新街道", "新社区")
    table = window.workspace.ledger.table
    assert table.current_id() == row_id
    assert table.ledger.row(table.currentIndex().row()).street == "新街道"  # type: ignore[attr-defined]
    latest = history.groups(window.session.db)[0]
    assert "新家园" in latest.words.zh


def test_trouble_is_told_in_a_sentence_with_a_diagnosis_free_of_persons(qtbot: QtBot) -> None:
    try:
        raise ValueError("李某 13800138000")
    except ValueError as error:
        dialog = trouble.TroubleDialog(error)
    qtbot.addWidget(dialog)
    assert "没有写入" in dialog.message.text()
    assert "ValueError" in dialog.details.toPlainText()
    assert "test_window.py" in dialog.details.toPlainText()
    assert "13800138000" not in dialog.details.toPlainText()
    ours = trouble.TroubleDialog(FileMissing(path="某处.gpkg"))
    qtbot.addWidget(ours)
    assert "某处.gpkg" in ours.message.text()


def test_a_job_is_cancelled_and_leaves_nothing(window: MainWindow, qtbot: QtBot) -> None:
    session, ended = window.session, list[Exception]()
    total = listing.total(session.db, "estates")

    def job(db: object, task: object) -> None:
        from renewtrack.store import actions

        with actions.act(db, "add_estate", "x"):  # type: ignore[arg-type]
            estates.add(db, name="半途")  # type: ignore[arg-type]
            while True:
                task()  # type: ignore[operator]

    task = session.run_write(job, failed=ended.append)
    qtbot.waitUntil(window.status.cancel.isVisible)
    window.status.cancel.click()
    qtbot.waitUntil(lambda: bool(ended))
    assert task.cancelled
    assert isinstance(ended[0], Cancelled)
    assert listing.total(session.db, "estates") == total


def test_closing_with_a_running_job_asks_first(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    import threading

    going = threading.Event()
    window.session.tasks.run(lambda _: going.wait(10))
    monkeypatch.setattr(window.deeds, "may_close", lambda: False)
    assert not window.close()
    assert window.isVisible()
    going.set()
    qtbot.waitUntil(lambda: not window.session.tasks.running)


def test_an_export_goes_out_and_is_told(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    for key, name in (
        ("export_ledger", "a.xlsx"),
        ("export_csv", "b.csv"),
        ("export_geojson", "c.geojson"),
    ):
        window.files.export(key, tmp_path / name)
        qtbot.waitUntil(lambda: not window.session.tasks.running, timeout=30_000)
        assert (tmp_path / name).stat().st_size > 1_000
        assert name in window.status.currentMessage()


def test_keys_of_the_platform_are_ours(window: MainWindow) -> None:
    shortcuts = window.commands.actions["redo"].shortcuts()
    assert shortcuts == [QKeySequence("Ctrl+Y"), QKeySequence("Ctrl+Shift+Z")]


def test_a_side_pane_closes_where_both_leave_no_room(window: MainWindow, qtbot: QtBot) -> None:
    filters, detail = window.panes.docks["filter"], window.panes.docks["detail"]
    detail.show()
    qtbot.waitUntil(lambda: detail.width() >= 340 and filters.width() >= 200)
    window.resize(1024, 700)
    qtbot.waitUntil(detail.isHidden)
    assert filters.width() >= 200
    window.commands.actions["detail_panel"].trigger()
    qtbot.waitUntil(filters.isHidden)
    assert detail.width() >= 340
    window.resize(1366, 768)
    filters.show()
    qtbot.waitUntil(lambda: filters.isVisible() and filters.width() >= 200)
    assert detail.isVisible()


def test_the_title_says_once_that_a_district_is_invented(window: MainWindow) -> None:
    assert window.windowTitle().count("虚构") == 1


def test_undo_and_redo_say_in_the_status_bar_what_they_did(window: MainWindow) -> None:
    table = window.workspace.ledger.table
    table.ledger.type(table.ledger.index(0, column(table, "household_count")), "99")
    name = str(table.ledger.index(0, 0).data())
    for key, said in (("undo", "已撤销"), ("redo", "已重做"), ("undo", "已撤销")):
        window.commands.actions[key].trigger()
        assert window.status.currentMessage() == f"{said}：修改“{name}”的户数"
    assert window.commands.actions["redo"].text() == f"重做：修改“{name}”的户数"


def test_an_edit_of_several_cells_tells_whose_and_which(window: MainWindow) -> None:
    table = window.workspace.ledger.table
    table.setCurrentIndex(table.ledger.index(0, column(table, "household_count")))
    name = str(table.ledger.index(0, 0).data())
    blocks.paste(table, "11\n12\n")
    told = history.groups(window.session.db)[0].words
    assert told.zh == f"批量修改“{name}”和另外 1 个小区的户数（2 格）"


def test_the_key_of_a_table_takes_the_focus_there(window: MainWindow) -> None:
    window.filters.search.setFocus()
    window.commands.actions["projects"].trigger()
    assert window.workspace.ledger.table.hasFocus()


def test_an_empty_ledger_offers_to_import_and_to_add(
    bare: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from renewtrack.store import file as project_file

    asked: list[str] = []
    monkeypatch.setattr(bare.records, "ask_new", asked.append)
    project_file.create(tmp_path / "空.gpkg", "测试区").close()
    bare.session.open(tmp_path / "空.gpkg")
    empty = bare.workspace.ledger._empty
    assert empty.button.isVisible()
    assert "新增小区" in empty.other.text()
    empty.other.click()
    assert asked == ["estates"]
    assert "面积未填" in bare.status.sums.text()


def test_money_of_a_shared_project_says_so(window: MainWindow) -> None:
    from renewtrack.store import projects

    table, db = window.workspace.ledger.table, window.session.db
    row = next(
        n for n in range(table.ledger.rowCount()) if getattr(table.ledger.row(n), "project_id", 0)
    )
    other = next(each for each in table.ledger.ids if each != table.ledger.ids[row])
    project_id = int(getattr(table.ledger.row(row), "project_id", 0))
    window.session.write("edit", lambda made: projects.link(made, project_id, other))
    tip = table.ledger.index(row, column(table, "invest_total_fen")).data(
        Qt.ItemDataRole.ToolTipRole
    )
    assert f"{len(projects.estates_of(db, project_id))} 个小区" in tip
    assert "只算一次" in window.status.sums.toolTip()


def test_every_tab_and_stage_can_be_read_in_a_narrow_english_window(window: MainWindow) -> None:
    window.deeds.speak("en")
    window.resize(1024, 700)
    tables = window.workspace.ledger
    window.panes.docks["detail"].show()
    QApplication.processEvents()
    assert tables.tabs.width() >= tables.tabs.sizeHint().width()
    table = tables.table
    shown = table.fontMetrics().horizontalAdvance("Construction drawings")
    assert table.columnWidth(column(table, "stage")) > shown + 25
