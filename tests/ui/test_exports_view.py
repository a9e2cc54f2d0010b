"""What the window lets out is on record and shown; a person is erased from a dialog."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from renewtrack.domain.masking import ERASED
from renewtrack.store import actions, backups, exports, people, projects, rows
from renewtrack.ui import asking, putting_out, trouble
from renewtrack.ui.erase_dialog import EraseDialog
from renewtrack.ui.erase_result import EraseResult
from renewtrack.ui.exports_view import CLEAR, ExportsView
from renewtrack.ui.file_deeds import EXPORTS
from renewtrack.ui.main_window import MainWindow
from renewtrack.ui.print_dialog import PrintDialog
from renewtrack.ui.speaking import speech

NAME, PHONE = "张探针", "13800008000"


@pytest.fixture
def planted(window: MainWindow) -> int:
    """The first project has a person."""
    db = window.session.db
    project = int(rows.value(db, "SELECT MIN(id) FROM project"))
    with actions.act(db, "edit", "测试员"):
        projects.change(db, project, {"leader": NAME, "phone": PHONE})
    return project


def _export(window: MainWindow, qtbot: QtBot, key: str, path: Path, reason: str = "") -> None:
    with qtbot.waitSignal(window.session.recorded, timeout=30_000):
        window.files.export(key, path, reason)


@pytest.mark.parametrize("key", EXPORTS)
def test_every_export_of_the_window_is_on_record(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, key: str
) -> None:
    path = tmp_path / f"出{EXPORTS[key][2]}"
    _export(window, qtbot, key, path)
    (export,) = exports.all(window.session.db)
    assert (export.who, export.what, export.file) == ("测试员", EXPORTS[key][3], path.name)
    assert export.masked
    assert path.is_file()


def test_persons_go_out_in_full_for_a_reason_that_is_asked_for(
    window: MainWindow,
    qtbot: QtBot,
    tmp_path: Path,
    planted: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = tmp_path / "台账.xlsx"
    monkeypatch.setattr(asking, "line", lambda *_: "街道核对")
    monkeypatch.setattr(
        "renewtrack.ui.file_deeds.QFileDialog.getSaveFileName", lambda *_: (str(path), "")
    )
    with qtbot.waitSignal(window.session.recorded, timeout=30_000):
        window.commands.actions["export_unmasked"].trigger()
    (export,) = exports.all(window.session.db)
    assert (export.masked, export.reason) == (False, "街道核对")


def test_only_a_manager_is_asked_for_a_reason(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people, "permit", _refuse)
    with pytest.raises(people.NotAllowed):
        putting_out.ask_reason(window.session, window)


def _refuse(*_: object) -> None:
    raise people.NotAllowed


def test_a_pdf_of_the_print_dialog_is_on_record(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = PrintDialog(window.session, window)
    with qtbot.waitSignal(dialog.made, timeout=30_000):
        pass
    dialog.save(tmp_path / "图.pdf")
    dialog.close()
    assert [each.what for each in exports.all(window.session.db)] == ["status_map"]


@pytest.fixture
def view(window: MainWindow) -> ExportsView:
    db = window.session.db
    exports.record(db, exports.Going("王工", "ledger", "台账.xlsx"), 184)
    exports.record(db, exports.Going("李主任", "ledger", "全.xlsx", "核对"), 184)
    exports.record(db, exports.Going("王工", "printed_map", exports.PRINTER), 7)
    return ExportsView(window.session, window)


def _shown(view: ExportsView) -> list[tuple[str, ...]]:
    found = [view.list.topLevelItem(row) for row in range(view.list.topLevelItemCount())]
    return [tuple(item.text(place) for place in range(1, 7)) for item in found if item is not None]


def test_the_record_is_listed_youngest_first(view: ExportsView) -> None:
    assert _shown(view) == [
        ("王工", "状态图（打印）", "（打印）", "7", "已脱敏", ""),
        ("李主任", "台账", "全.xlsx", "184", "✖ 完整", "核对"),
        ("王工", "台账", "台账.xlsx", "184", "已脱敏", ""),
    ]
    speech.switch("en")
    assert [line[1] for line in _shown(view)] == ["Status map (printed)", "Ledger", "Ledger"]


def test_the_record_is_narrowed_by_words_and_by_masking(view: ExportsView) -> None:
    view.search.setText("王工")
    assert len(_shown(view)) == 2
    view.search.setText("状态图")
    assert len(_shown(view)) == 1
    view.search.clear()
    view.which.setCurrentIndex(view.which.findData(CLEAR))
    assert [line[2] for line in _shown(view)] == ["全.xlsx"]
    view.search.setText("没有这个")
    assert view.none.text() == "没有符合条件的记录。"


@pytest.fixture
def dialog(window: MainWindow, planted: int) -> EraseDialog:
    return EraseDialog(window.session, window)


def _look(dialog: EraseDialog, qtbot: QtBot, name: str) -> None:
    dialog.fields["name"].setText(name)
    dialog.finder.click()
    qtbot.waitUntil(lambda: dialog.finder.isEnabled(), timeout=30_000)


def _ok(dialog: EraseDialog) -> Callable[[], bool]:
    return dialog.buttons.button(dialog.buttons.StandardButton.Ok).isEnabled


def test_nothing_is_erased_before_finding_reason_and_number(
    dialog: EraseDialog, qtbot: QtBot
) -> None:
    dialog.reason.setText("本人申请")
    assert not _ok(dialog)()
    _look(dialog, qtbot, NAME)
    assert not _ok(dialog)()
    dialog.confirm.setText("2")  # the project and its line in the log
    assert _ok(dialog)()
    dialog.fields["phone"].setText(PHONE)
    assert not _ok(dialog)()


def test_too_little_is_said_in_the_dialog(dialog: EraseDialog) -> None:
    dialog.fields["name"].setText("张")
    dialog.look()
    assert "两个字以上" in dialog.told.text()


def test_a_person_is_erased_and_what_is_left_is_named(
    window: MainWindow,
    dialog: EraseDialog,
    planted: int,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    session = window.session
    backups.make(session.path, "manual")
    session.prefer(print_facts={"compiler": NAME})
    shown: list[EraseResult] = []
    monkeypatch.setattr(EraseResult, "exec", lambda self: shown.append(self))
    _look(dialog, qtbot, NAME)
    dialog.reason.setText("本人申请")
    dialog.confirm.setText("2")
    dialog.erase()
    qtbot.waitUntil(lambda: bool(shown), timeout=30_000)
    kept = projects.get(session.db, planted)
    assert kept is not None
    assert kept.leader == ERASED
    assert session.preferences.print_facts == {"compiler": ERASED}
    (result,) = shown
    assert len(result.copies) == 1
    result.replace_copies()
    qtbot.waitUntil(lambda: result.copies == (), timeout=30_000)
    assert [each.manifest.reason for each in backups.all(session.path)] == ["erase"]


def test_only_a_manager_sees_the_dialog(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[BaseException] = []
    monkeypatch.setattr(people, "permit", _refuse)
    monkeypatch.setattr(trouble, "show", lambda error, _: told.append(error))
    monkeypatch.setattr(EraseDialog, "exec", lambda _: pytest.fail("the dialog was shown"))
    window.commands.actions["erase_person"].trigger()
    assert [type(error) for error in told] == [people.NotAllowed]
