"""The other sheets of a batch are written by themselves, up to the first that needs a person."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from renewtrack.store import batches, estates
from renewtrack.ui.import_wizard import ImportWizard
from renewtrack.ui.import_wizard_choice import CHANGES, ISSUES, RECEIPT
from renewtrack.ui.session import Session
from tests.ui.wizard_driving import Open, advance, settle, survey, words_on

pytestmark = pytest.mark.qt_log_ignore(
    "propagateSizeHints", "This plugin does not support", extend=True
)
HEAD = "街道,社区,小区名称,楼号,层数\n"


def office(folder: Path, name: str, *numbers: str) -> Path:
    """Write the survey of one estate, whose name is the file's."""
    rows = (f"上地街道,上地第一社区,{name},{number},6" for number in numbers)
    return survey(folder, *rows, head=HEAD, name=name)


def write_first(wizard: ImportWizard, qtbot: QtBot) -> None:
    advance(qtbot, wizard, RECEIPT)


def press_rest(wizard: ImportWizard, qtbot: QtBot) -> None:
    assert not wizard.receipt.rest.isHidden()
    QTest.mouseClick(wizard.receipt.rest, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not wizard.rest.active, timeout=60_000)
    settle(qtbot, wizard)


def known(session: Session) -> set[str]:
    return {one.name for one in estates.all(session.db)}


def test_the_rest_is_written_each_as_its_own_batch(
    open_wizard: Open, qtbot: QtBot, tmp_path: Path, wizard_session: Session
) -> None:
    names = ("甲字院", "乙字院", "丙字院")
    wizard = open_wizard(*(office(tmp_path, name, "1号楼", "2号楼") for name in names))
    before = len(batches.all(wizard_session.db))
    write_first(wizard, qtbot)
    assert "2" in wizard.receipt.rest.text()
    press_rest(wizard, qtbot)
    assert wizard.step == RECEIPT
    assert wizard.receipt.rest.isHidden()
    assert set(names) <= known(wizard_session)
    assert len(batches.all(wizard_session.db)) == before + 3
    shown = words_on(wizard.receipt)
    assert all(f"{name}.csv" in shown for name in names)


def test_a_batch_before_the_last_is_undone_when_those_after_it_are(
    open_wizard: Open, qtbot: QtBot, tmp_path: Path, wizard_session: Session
) -> None:
    wizard = open_wizard(*(office(tmp_path, name, "1号楼") for name in ("甲字院", "乙字院")))
    write_first(wizard, qtbot)
    press_rest(wizard, qtbot)
    wizard.receipt.table.selectRow(0)
    assert wizard.receipt.undo.isHidden()
    wizard.receipt.table.selectRow(1)
    QTest.mouseClick(wizard.receipt.undo, Qt.MouseButton.LeftButton)
    assert "已撤销" in words_on(wizard.receipt)
    wizard.receipt.table.selectRow(0)
    QTest.mouseClick(wizard.receipt.undo, Qt.MouseButton.LeftButton)
    assert not {"甲字院", "乙字院"} & known(wizard_session)


def test_it_stops_at_the_first_sheet_that_asks_something(
    open_wizard: Open, qtbot: QtBot, tmp_path: Path, wizard_session: Session
) -> None:
    asking = survey(
        tmp_path,
        "上地街道,上地第一社区,丁字院,1号楼,03/04/1985",
        head="街道,社区,小区名称,楼号,开工日期\n",
        name="丁字院",
    )
    first, second = (office(tmp_path, name, "1号楼") for name in ("甲字院", "乙字院"))
    last = office(tmp_path, "戊字院", "1号楼", "1号楼")  # one row twice, which is rejected
    wizard = open_wizard(first, second, asking, last)
    write_first(wizard, qtbot)
    press_rest(wizard, qtbot)
    assert wizard.choice is not None
    assert wizard.choice.path == asking or wizard.choice.path == last
    assert wizard.step != RECEIPT
    assert "要您看" in wizard.foot.words.text()
    assert {"甲字院", "乙字院"} <= known(wizard_session)
    assert "戊字院" not in known(wizard_session)


def test_files_that_cannot_be_read_are_passed_by_and_told(
    open_wizard: Open, qtbot: QtBot, tmp_path: Path, wizard_session: Session
) -> None:
    broken = tmp_path / "坏的.xlsx"
    broken.write_bytes(b"PK\x03\x04 no workbook")
    wizard = open_wizard(
        office(tmp_path, "甲字院", "1号楼"), broken, office(tmp_path, "乙字院", "1号楼")
    )
    write_first(wizard, qtbot)
    press_rest(wizard, qtbot)
    assert wizard.step == RECEIPT
    assert {"甲字院", "乙字院"} <= known(wizard_session)
    assert "坏的.xlsx" in words_on(wizard.receipt)


def test_rows_that_would_be_rejected_wait_for_a_person(
    open_wizard: Open, qtbot: QtBot, tmp_path: Path, wizard_session: Session
) -> None:
    wizard = open_wizard(
        office(tmp_path, "甲字院", "1号楼"), office(tmp_path, "戊字院", "1号楼", "1号楼")
    )
    write_first(wizard, qtbot)
    press_rest(wizard, qtbot)
    assert wizard.step > ISSUES
    assert wizard.step != RECEIPT
    assert "1" in wizard.foot.words.text()
    advance(qtbot, wizard, RECEIPT)
    assert "戊字院" in known(wizard_session)


def test_values_of_many_records_are_not_written_over_by_itself(
    open_wizard: Open, qtbot: QtBot, tmp_path: Path, wizard_session: Session
) -> None:
    first = office(tmp_path, "甲字院", *(f"{number}号楼" for number in range(1, 30)))
    taken = open_wizard(first)
    write_first(taken, qtbot)
    rows = (f"上地街道,上地第一社区,甲字院,{number}号楼,5" for number in range(1, 30))
    lower = survey(tmp_path, *rows, head=HEAD, name="低一层")
    wizard = open_wizard(office(tmp_path, "乙字院", "1号楼"), lower)
    write_first(wizard, qtbot)
    press_rest(wizard, qtbot)
    assert wizard.step == CHANGES
    assert "29" in wizard.foot.words.text()
