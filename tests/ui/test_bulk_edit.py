"""One value for many records, and the list of what is in view, without a map."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from renewtrack.domain.places import Site
from renewtrack.maps import tool_asks
from renewtrack.store import buildings, gpkg, sites
from renewtrack.ui.bulk_edit import BulkEdit
from renewtrack.ui.main_window import MainWindow
from renewtrack.ui.site_form import SiteForm

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)


@pytest.fixture
def chosen(window: MainWindow) -> list[int]:
    """Six buildings, selected."""
    window.workspace.ledger.show_kind("buildings")
    table = window.workspace.ledger.table
    ids = table.ledger.ids[:6]
    table.mark(ids)
    return ids


def _dialog(window: MainWindow, ids: list[int], field: str) -> BulkEdit:
    dialog = BulkEdit("buildings", window.workspace.ledger.table, ids, window)
    dialog.show()
    dialog.field.setCurrentIndex(dialog.field.findData(field))
    return dialog


def test_one_value_goes_to_all_selected_and_comes_back_in_one_undo(
    window: MainWindow, chosen: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fill(dialog: BulkEdit) -> Any:
        dialog.show()
        dialog.field.setCurrentIndex(dialog.field.findData("danger_grade"))
        dialog.choice.setCurrentIndex(dialog.choice.findData("C"))
        dialog.buttons.button(dialog.buttons.StandardButton.Ok).click()
        return dialog.result()

    db = window.session.db
    before = [buildings.get(db, each) for each in chosen]
    monkeypatch.setattr(BulkEdit, "exec", fill)
    window.commands.actions["bulk_edit"].trigger()
    assert {each.danger_grade for one in chosen if (each := buildings.get(db, one))} == {"C"}
    window.deeds.undo()
    assert [buildings.get(db, each) for each in chosen] == before


def test_present_values_are_told_as_same_mixed_or_empty(
    window: MainWindow, chosen: list[int]
) -> None:
    db = window.session.db
    window.session.write(
        "edit",
        lambda db: [
            buildings.change(db, one, {"storeys": 6, "unit_count": None, "year_built": 1980 + n})
            for n, one in enumerate(chosen)
        ],
    )
    told = {}
    for field in ("storeys", "unit_count", "year_built"):
        dialog = _dialog(window, chosen, field)
        told[field] = dialog.now.text()
        dialog.close()
    assert told == {
        "storeys": "都是“6”",
        "unit_count": "都没填",
        "year_built": "6 种值，0 条没填",
    }
    assert buildings.get(db, chosen[0]) is not None


def test_a_value_that_is_none_is_refused_before_anything_is_written(
    window: MainWindow, chosen: list[int]
) -> None:
    dialog = _dialog(window, chosen, "storeys")
    dialog.line.setText("六层半")
    dialog.line.textEdited.emit("六层半")
    assert "不是数" in dialog.why.text()
    assert not dialog.buttons.button(dialog.buttons.StandardButton.Ok).isEnabled()
    dialog.close()


def test_what_is_in_view_is_listed_in_order_and_sorted_by_state(
    window: MainWindow, chosen: list[int], qtbot: QtBot
) -> None:
    site = window.session.write(
        "add_site",
        lambda db: sites.add(db, kind="park", name="<b>园</b>", geom=gpkg.point(116.3, 40.0)),
    )
    window.commands.actions["visible_panel"].trigger()
    listed = window.visible
    window.map_tools.asked.emit(tool_asks.Seen(tuple(reversed(chosen)), (site,), 9_000))
    qtbot.waitUntil(lambda: bool(listed.model.lines), timeout=30_000)
    assert [each.id for each in listed.model.lines] == [*chosen, site]
    assert "9,000" in listed.count.text()
    index = listed.model.index(6, 0)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "<b>园</b>"
    listed.table.setCurrentIndex(listed.model.index(2, 0))
    listed.table.setFocus()
    qtbot.keyClick(listed.table, Qt.Key.Key_Return)
    assert window.workspace.ledger.table.marked() == [chosen[2]]
    located: list[object] = []
    listed.located.connect(lambda table, row_id: located.append((table, row_id)))
    qtbot.keyClick(listed.table, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    assert located == [("building", chosen[2])]
    listed.table.horizontalHeader().sectionClicked.emit(1)
    qtbot.waitUntil(lambda: not window.session.tasks.running, timeout=30_000)
    assert listed.line is not None
    assert listed.line.id == chosen[2]  # the cursor stays on its line


def test_a_form_of_a_site_offers_what_fits_its_shape_first(window: MainWindow) -> None:
    form = SiteForm("line", None, "12 m", window)
    assert form.kind.itemData(0) == "greenway"
    known = Site(id=1, uid="a", kind="of another program", name="甲", remark=None)
    kept = SiteForm("point", known, "", window)
    assert kept.values == {"kind": "of another program", "name": "甲", "remark": None}


def test_without_a_map_the_tools_say_so(window: MainWindow) -> None:
    window.commands.actions["draw_park"].trigger()
    assert window.status.currentMessage() == "地图还没有打开，请稍候再试"
