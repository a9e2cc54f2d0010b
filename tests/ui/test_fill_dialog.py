"""The window fills a sender's workbook and writes a surveyor's form, each on record."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from PySide6.QtWidgets import QDialogButtonBox
from pytestqt.qtbot import QtBot

from renewtrack.store import actions, areas, estates, exports
from renewtrack.ui.fill_dialog import FillDialog
from renewtrack.ui.form_dialog import FormDialog
from renewtrack.ui.main_window import MainWindow
from renewtrack.words import Words

OK = QDialogButtonBox.StandardButton.Ok


@pytest.fixture
def template(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> Path:
    """The ledger as it went out, from which one estate's households have changed since."""
    path = tmp_path / "来表.xlsx"
    with qtbot.waitSignal(window.session.recorded, timeout=30_000):
        window.files.export("export_ledger", path)
    estate = estates.all(window.session.db)[0]
    with actions.act(window.session.db, "edit", "测试员"):
        estates.change(window.session.db, estate.id, {"household_count": 4321})
    return path


def test_a_workbook_is_filled_and_told(window: MainWindow, qtbot: QtBot, template: Path) -> None:
    dialog = FillDialog(window.session, template.parent, window)
    qtbot.addWidget(dialog)
    assert not dialog.buttons.button(OK).isEnabled()
    dialog.template.line.setText(str(template))
    assert dialog.out.path() == template.with_name("来表（已填写）.xlsx")
    assert dialog.buttons.button(OK).isEnabled()
    told: list[Words] = []
    with qtbot.waitSignal(window.session.recorded, timeout=30_000):
        dialog.run(told.append)
    qtbot.waitUntil(lambda: bool(told))
    assert "改写 1 格" in told[0].zh
    sheet = openpyxl.load_workbook(template.with_name("来表（已填写）.xlsx")).worksheets[0]
    assert 4321 in [cell.value for row in sheet for cell in row]
    assert exports.all(window.session.db)[0].what == "filled"


def test_a_name_that_was_typed_is_kept(window: MainWindow, qtbot: QtBot, template: Path) -> None:
    dialog = FillDialog(window.session, template.parent, window)
    qtbot.addWidget(dialog)
    qtbot.keyClicks(dialog.out.line, "x.xlsx")
    dialog.template.line.setText(str(template))
    assert dialog.out.path() == Path("x.xlsx")


def test_a_file_that_is_not_there_cannot_be_filled(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = FillDialog(window.session, tmp_path, window)
    qtbot.addWidget(dialog)
    dialog.template.line.setText(str(tmp_path / "没有.xlsx"))
    assert not dialog.buttons.button(OK).isEnabled()


def test_a_form_of_one_street_is_written(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = FormDialog(window.session, tmp_path, window)
    qtbot.addWidget(dialog)
    street = areas.streets(window.session.db)[0]
    assert not dialog.community.isEnabled()
    dialog.street.setCurrentIndex(1)
    assert dialog.community.count() == 1 + len(areas.communities(window.session.db, street.id))
    out = dialog.out.path()
    assert out is not None
    assert out.name.startswith(f"{street.name}楼栋摸底")
    with qtbot.waitSignal(window.session.recorded, timeout=30_000):
        dialog.run(lambda _: None)
    qtbot.waitUntil(lambda: not window.session.tasks.running)
    sheet = openpyxl.load_workbook(out)["填报"]
    assert sheet["A4"].value == street.name
    assert exports.all(window.session.db)[0].what == "form"


def test_a_form_never_takes_the_place_of_a_ledger(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = FormDialog(window.session, tmp_path, window)
    qtbot.addWidget(dialog)
    assert window.session.file is not None
    dialog.out.line.setText(str(window.session.file.path))
    with qtbot.waitSignal(window.session.recorded, timeout=30_000):
        dialog.run(lambda _: None)
    assert Path(f"{window.session.file.path}.xlsx").is_file()


def test_both_stand_in_the_menu(window: MainWindow) -> None:
    keys = {"fill_workbook", "surveyor_form", "export_estates", "export_payments"}
    assert all(window.commands.actions[key].isEnabled() for key in keys)
