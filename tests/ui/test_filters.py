from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from renewtrack.store import listing
from renewtrack.ui import cell_menu
from renewtrack.ui.main_window import MainWindow


def _sql_count(window: MainWindow) -> int:
    session, choice = window.session, window.workspace.choice
    wanted = choice.filter(window.workspace.ledger.kind, session.today)
    return len(listing.ids(session.db, window.workspace.ledger.kind, wanted))


def _some_street(window: MainWindow) -> str:
    return window.workspace.ledger._facets["street"][0].value


@pytest.mark.parametrize("kind", listing.KINDS)
def test_the_counter_tells_shown_total_and_selected(window: MainWindow, kind: str) -> None:
    tables = window.workspace.ledger
    tables.show_kind(kind)
    window.workspace.choice.toggle("stage", "building")
    tables.table.selectRow(0)
    total = listing.total(window.session.db, kind)
    assert tables.counter.text() == f"显示 {_sql_count(window):,} / 共 {total:,} · 选 1"


def test_filters_join_across_facets_and_widen_within_one(window: MainWindow) -> None:
    choice, table = window.workspace.choice, window.workspace.ledger.table
    choice.toggle("stage", "building")
    building = len(table.ledger.ids)
    choice.toggle("stage", "done")
    both = len(table.ledger.ids)
    choice.toggle("street", _some_street(window))
    assert building < both
    assert 0 < len(table.ledger.ids) < both


def test_the_counts_of_a_facet_follow_the_others(window: MainWindow) -> None:
    window.workspace.choice.toggle("street", _some_street(window))
    facets = window.workspace.ledger._facets
    shown = len(window.workspace.ledger.table.ledger.ids)
    assert sum(each.count for each in facets["stage"]) == shown
    assert sum(each.count for each in facets["street"]) == listing.total(
        window.session.db, "estates"
    )


def test_a_tick_in_the_panel_filters_and_shows_a_chip_whose_cross_takes_it_out(
    window: MainWindow, qtbot: QtBot
) -> None:
    choice, tree = window.workspace.choice, window.filters.tree
    stages = tree.topLevelItem(0)
    assert stages is not None
    stages.child(2).setCheckState(0, Qt.CheckState.Checked)
    qtbot.waitUntil(lambda: choice.chosen == {"stage": frozenset({"building"})})
    chips = window.workspace.ledger.chips
    assert chips.isVisible()
    cross = next(each for each in chips.findChildren(QToolButton) if not each.isHidden())
    assert "施工" in cross.accessibleName()
    cross.click()
    assert choice.empty
    assert not chips.isVisible()


@pytest.mark.parametrize("typed", ["东里", "上地东里", "shangdidongli", "sddl"])
def test_the_search_knows_two_signs_pinyin_and_initials(
    window: MainWindow, qtbot: QtBot, typed: str
) -> None:
    window.commands.actions["find"].trigger()
    window.filters.search.setText(typed)
    qtbot.keyClick(window.filters.search, Qt.Key.Key_Return)
    model = window.workspace.ledger.table.ledger
    names = [str(getattr(model.row(row), "name", "")) for row in range(model.rowCount())]
    assert any("上地东里" in name for name in names)
    assert len(names) < listing.total(window.session.db, "estates")


def test_a_filter_without_hits_says_so_and_its_button_clears_it(window: MainWindow) -> None:
    window.workspace.choice.search("没有这个小区")
    empty = window.workspace.ledger._empty
    assert empty.isVisible()
    assert "没有符合条件" in empty._head.text()
    empty.button.click()
    assert window.workspace.choice.empty
    assert window.workspace.ledger.table.isVisible()


def test_lateness_is_a_filter(window: MainWindow) -> None:
    window.workspace.choice.toggle("lateness", "overdue")
    model = window.workspace.ledger.table.ledger
    assert model.rowCount() > 0
    assert all(getattr(model.row(row), "overdue", False) for row in range(model.rowCount()))


def test_a_filter_stays_when_another_table_is_shown(window: MainWindow) -> None:
    street = _some_street(window)
    window.workspace.choice.toggle("street", street)
    window.workspace.choice.toggle("structure", "brick_concrete")
    window.workspace.ledger.show_kind("projects")  # which knows no structure
    model = window.workspace.ledger.table.ledger
    assert model.rowCount() == _sql_count(window) > 0


def test_the_status_bar_sums_what_is_shown_and_what_is_selected(window: MainWindow) -> None:
    tables, session = window.workspace.ledger, window.session
    sums = listing.sums(session.db, "estates", listing.Filter())
    assert f"{sums.households:,} 户" in window.status.sums.text()
    table = tables.table
    table.mark(table.ledger.ids[:3])
    tables.count()
    three = listing.sums(session.db, "estates", table.ledger.ids[:3])
    assert "所选合计" in window.status.sums.text()
    assert f"{three.households:,} 户" in window.status.sums.text()


def test_escape_empties_the_search_and_then_goes_back_to_the_table(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.commands.actions["find"].trigger()
    search = window.filters.search
    search.setText("东里")
    qtbot.keyClick(search, Qt.Key.Key_Return)
    assert window.workspace.choice.text == "东里"
    qtbot.keyClick(search, Qt.Key.Key_Escape)
    assert not search.text()
    assert window.workspace.choice.empty
    qtbot.keyClick(search, Qt.Key.Key_Escape)
    assert window.workspace.ledger.table.hasFocus()


def test_the_clear_mark_goes_with_the_text_when_filters_are_cleared(
    window: MainWindow, qtbot: QtBot
) -> None:
    search = window.filters.search
    told: list[str] = []
    search.textChanged.connect(told.append)  # the clear mark follows this signal
    search.setText("东里")
    qtbot.keyClick(search, Qt.Key.Key_Return)
    window.commands.actions["clear_filter"].trigger()
    assert told[-1] == ""


def test_enter_ticks_a_value(window: MainWindow, qtbot: QtBot) -> None:
    tree = window.filters.tree
    stages = tree.topLevelItem(0)
    assert stages is not None
    tree.setCurrentItem(stages.child(2))
    qtbot.keyClick(tree, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.workspace.choice.chosen == {"stage": frozenset({"building"})})


def test_values_stay_to_be_unticked_where_nothing_matches(window: MainWindow) -> None:
    tree = window.filters.tree
    before = tree.topLevelItemCount()
    window.workspace.choice.toggle("stage", "building")
    window.workspace.choice.search("没有这个小区")
    assert tree.topLevelItemCount() == before
    stages = tree.topLevelItem(0)
    assert stages is not None
    assert stages.child(2).checkState(0) == Qt.CheckState.Checked
    assert stages.child(2).text(1) == "0"


def test_the_menu_of_a_cell_shows_only_the_selected_rows_until_its_chip_goes(
    window: MainWindow,
) -> None:
    tables = window.workspace.ledger
    table = tables.table
    total = len(table.ledger.ids)
    table.mark(table.ledger.ids[2:5])
    kept = table.marked()
    menu = cell_menu.make(window)
    words = [act.text() for act in menu.actions()]
    for wanted in ("详情", "在地图上定位所选", "复制单元格", "向下填充", "删除所选记录…"):
        assert wanted in words
    next(act for act in menu.actions() if act.text() == "只看所选").trigger()
    assert table.ledger.ids == kept
    cross = next(each for each in tables.chips.findChildren(QToolButton) if not each.isHidden())
    assert "只看所选小区 3 条" in cross.accessibleName()
    cross.click()
    assert len(table.ledger.ids) == total
