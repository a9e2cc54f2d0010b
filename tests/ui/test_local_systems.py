"""Local systems by control points in the window, and a map to give away."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from renewtrack.domain import systems
from renewtrack.store import exports, local_systems
from renewtrack.ui import import_wizard_files
from renewtrack.ui.control_points_table import OFF, X
from renewtrack.ui.give_dialog import GiveDialog
from renewtrack.ui.import_wizard import ImportWizard
from renewtrack.ui.local_systems import LocalSystemsDialog
from renewtrack.ui.session import Session
from tests.ui.wizard_driving import settle

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
LONG = 30_000
ROWS = (
    "A1\t2000\t1000\t116.29\t40.02\n"
    "A2\t2013.3\t5270\t116.34\t40.0201\n"
    "A3\t5331\t1002.1\t116.29001\t40.05\n"
)


@pytest.fixture
def dialog(qtbot: QtBot, wizard_session: Session) -> LocalSystemsDialog:
    made = LocalSystemsDialog(wizard_session)
    qtbot.addWidget(made)
    made.show()
    return made


def off(dialog: LocalSystemsDialog) -> list[str]:
    items = (dialog.table.item(row, OFF) for row in range(3))
    return [item.text() if item is not None else "" for item in items]


def keep(qtbot: QtBot, dialog: LocalSystemsDialog) -> None:
    dialog.table.setCurrentCell(0, 0)
    dialog.table.paste(ROWS)
    dialog.name.setText("城建坐标系")
    dialog.save.click()
    qtbot.waitUntil(lambda: len(dialog.found) == 1 and dialog.isEnabled(), timeout=LONG)


def test_pasted_points_show_at_once_what_they_are_off(dialog: LocalSystemsDialog) -> None:
    dialog.table.setCurrentCell(0, 0)
    dialog.table.paste(ROWS)
    assert all(off(dialog))
    assert sum("▲" in each for each in off(dialog)) == 1
    assert "点位中误差" in dialog.told.text()
    assert not dialog.save.isEnabled()  # it has no name


def test_a_cell_that_is_no_number_is_named_and_left_out(dialog: LocalSystemsDialog) -> None:
    dialog.table.setCurrentCell(0, 0)
    dialog.table.paste(ROWS)
    cell = dialog.table.item(2, X)
    assert cell is not None
    cell.setText("坏")
    assert "3" in dialog.warned.text()
    assert dialog.fit is not None
    assert dialog.fit.exact


def test_points_that_cannot_be_used_say_why(dialog: LocalSystemsDialog) -> None:
    dialog.table.setCurrentCell(0, 0)
    dialog.table.paste(ROWS.splitlines()[0])
    assert "控制点只有 1 个" in dialog.told.text()
    assert not dialog.save.isEnabled()


def test_a_system_is_kept_and_shown_again(
    qtbot: QtBot, dialog: LocalSystemsDialog, wizard_session: Session
) -> None:
    keep(qtbot, dialog)
    (kept,) = local_systems.all(wizard_session.db)
    assert [one.name for one in kept.points] == ["A1", "A2", "A3"]
    before = dialog.table.points()
    dialog.known.choose("EPSG:4548")  # the same points as metres
    assert dialog.fit is not None
    for one, same in zip(before, dialog.table.points(), strict=True):
        assert (one.lon, one.lat) == pytest.approx((same.lon, same.lat), abs=1e-8)


def test_the_wizard_offers_the_local_systems_of_the_file(
    qtbot: QtBot, dialog: LocalSystemsDialog, wizard_session: Session, tmp_path: Path
) -> None:
    keep(qtbot, dialog)
    sheet = tmp_path / "测量.csv"
    sheet.write_text(
        "街道,社区,小区名称,楼号,X坐标（地方坐标系）,Y坐标（地方坐标系）\n"
        "上地街道,上地第一社区,龙庆工房,901,2600.5,3000.25\n",
        encoding="utf-8",
    )
    wizard = ImportWizard(wizard_session, [sheet])
    qtbot.addWidget(wizard)
    wizard.show()
    settle(qtbot, wizard)
    offered = wizard.files.system
    keys = [offered.itemData(row) for row in range(offered.count())]
    assert "local:城建坐标系" in keys
    assert import_wizard_files.NEW_LOCAL in keys
    assert "bd09" not in keys  # the head says that it is a local one
    offered.setCurrentIndex(keys.index("local:城建坐标系"))
    offered.activated.emit(offered.currentIndex())
    assert wizard.choice is not None
    assert wizard.choice.options.crs == "local:城建坐标系"


def test_web_maps_are_offered_for_a_sheet_that_names_no_system() -> None:
    offered = dict(import_wizard_files.SYSTEMS)
    assert {each.key for each in systems.WEB[:2]} <= set(offered)


@pytest.mark.parametrize("suffix", [".html", ".png"])
def test_a_map_is_given_away_and_recorded(
    qtbot: QtBot, wizard_session: Session, tmp_path: Path, suffix: str
) -> None:
    dialog = GiveDialog(wizard_session)
    qtbot.addWidget(dialog)
    dialog.kind.choose(suffix)
    dialog.range.choose("street:上地街道")
    dialog.title.setText("上地街道进度")
    out, said = tmp_path / f"图{suffix}", []
    dialog.run(out, said.append)
    qtbot.waitUntil(lambda: bool(said), timeout=LONG)
    assert out.stat().st_size > 50_000
    assert exports.all(wizard_session.db)[0].what in ("given_map", "map_picture")


def test_a_public_map_waits_for_its_approval_number(qtbot: QtBot, wizard_session: Session) -> None:
    dialog = GiveDialog(wizard_session)
    qtbot.addWidget(dialog)
    ok = dialog.buttons.button(dialog.buttons.StandardButton.Ok)
    assert ok.isEnabled()
    dialog.secrecy.choose("public")
    assert not ok.isEnabled()
    dialog.approval.setText("JS(2026)001")
    assert ok.isEnabled()
    assert dialog.options().approval == "JS(2026)001"


def test_rows_are_pasted_by_the_keyboard(dialog: LocalSystemsDialog, qtbot: QtBot) -> None:
    from PySide6.QtCore import Qt

    QApplication.clipboard().setText(ROWS)
    dialog.table.setCurrentCell(0, 0)
    qtbot.keyClick(dialog.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert len(dialog.table.points()) == 3
