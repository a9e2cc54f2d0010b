"""Steps 4 and 5 of the import wizard: questions, names, positions, and mending in the preview."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from renewtrack.domain import datum
from renewtrack.domain.places import Building
from renewtrack.intake import options
from renewtrack.intake.plans import CHANGED, NEW, REJECTED
from renewtrack.store import buildings, estates, gpkg
from renewtrack.ui.import_wizard import ImportWizard
from renewtrack.ui.import_wizard_choice import CHANGES, ISSUES, RECEIPT
from renewtrack.ui.import_wizard_grid import RAW
from renewtrack.ui.import_wizard_lines import Lines, Wanted, of_row
from renewtrack.ui.import_wizard_reconcile import MATCHED
from renewtrack.ui.import_wizard_reconcile import NEW as NEW_NAME
from renewtrack.ui.session import Session
from tests.ui.wizard_driving import Open, advance, all_found, choose, settle, survey, words_on

pytestmark = pytest.mark.qt_log_ignore(
    "propagateSizeHints", "This plugin does not support", extend=True
)
HEAD = "街道,社区,小区名称,楼号,层数,户数\n"


@pytest.fixture
def held(wizard_session: Session) -> list[Building]:
    """Some buildings of the file with all that a sheet would say of them."""
    found = buildings.all(wizard_session.db)
    return [each for each in found if each.storeys and each.household_count and each.geom][:6]


def line_of(each: Building, **said: object) -> str:
    """Return a sheet's row about a building, some of it said otherwise."""
    told = {
        "street": each.street,
        "community": each.community,
        "estate": each.estate,
        "number": f"{each.number}号楼",
        "storeys": each.storeys,
        "households": each.household_count,
    }
    return ",".join(str(value if value is not None else "") for value in (told | said).values())


def to_preview(qtbot: QtBot, wizard: ImportWizard) -> None:
    advance(qtbot, wizard, CHANGES)
    qtbot.waitUntil(lambda: all_found(wizard))


def place(wizard: ImportWizard, row: int, column: int | None = None) -> int:
    """Return the line of the preview about a row, and a zero-based column, of the sheet."""
    lines = wizard.changes.model.lines
    return next(
        number
        for number, line in enumerate(lines)
        if line.row == row and (column is None or (line.at or (0, -1))[1] == column)
    )


def go_to(wizard: ImportWizard, number: int) -> None:
    wizard.changes.table.setCurrentIndex(wizard.changes.model.index(number, 0))


# -- questions


def test_a_question_is_answered_once_for_its_column_and_planned_by(
    open_wizard: Open, qtbot: QtBot, tmp_path: Path, held: list[Building]
) -> None:
    head = "街道,社区,小区名称,计划开工日期,总投资（万元）\n"
    rows = [f"{held[0].street},{held[0].community},问题小区{n},{n}月5日,100" for n in range(1, 4)]
    wizard = open_wizard(survey(tmp_path, *rows, head=head))
    wizard.files.year.setValue(wizard.files.year.minimum())
    settle(qtbot, wizard)
    advance(qtbot, wizard, ISSUES)
    tab = wizard.issues.questions
    assert wizard.issues.tabs.currentIndex() == 0
    assert [card.question.kind for card in tab.cards] == ["date_no_year"]
    assert "1月5日 ×1" in words_on(tab)
    card = tab.cards[0]
    card.buttons["blank"].click()
    settle(qtbot, wizard)
    assert tab.open == 0
    card.year.setValue(2024)
    card.year_taken.click()
    settle(qtbot, wizard)
    assert tab.open == 0
    assert not card.buttons["blank"].isChecked()
    to_preview(qtbot, wizard)
    assert "2024年1月5日" in words_on(wizard.changes)


def test_one_may_go_on_with_open_questions(
    open_wizard: Open, qtbot: QtBot, tmp_path: Path, held: list[Building]
) -> None:
    head = "街道,社区,小区名称,计划开工日期,总投资（万元）\n"
    row = f"{held[0].street},{held[0].community},问题小区,1月5日,100"
    wizard = open_wizard(survey(tmp_path, row, head=head))
    wizard.files.year.setValue(wizard.files.year.minimum())
    settle(qtbot, wizard)
    advance(qtbot, wizard, ISSUES)
    assert "没有回答的格不导入" in wizard.issues.questions.told.text()
    advance(qtbot, wizard, RECEIPT)


# -- names


def near_name(held: list[Building]) -> str:
    return str(held[0].estate)[:-1] + "园"


def test_a_near_name_becomes_the_record_by_enter_and_comes_back_by_backspace(
    open_wizard: Open, qtbot: QtBot, tmp_path: Path, held: list[Building]
) -> None:
    path = survey(tmp_path, line_of(held[0], estate=near_name(held)), head=HEAD)
    wizard = open_wizard(path)
    advance(qtbot, wizard, ISSUES)
    tab = wizard.issues.places
    assert wizard.issues.tabs.isTabVisible(1)
    (named,) = [each for each in tab.model.lines if each.table == "estate"]
    assert named.state == NEW_NAME
    assert named.candidates[0].label.endswith(str(held[0].estate))
    QTest.keyClick(tab.table, Qt.Key.Key_Return)
    settle(qtbot, wizard)
    assert tab.counts[MATCHED] >= 1
    assert wizard.choice is not None
    assert wizard.choice.options.places[named.table, named.written] == named.candidates[0].uid
    tab.facets[""].click()
    tab.table.selectRow(0)
    QTest.keyClick(tab.table, Qt.Key.Key_Backspace)
    settle(qtbot, wizard)
    assert not wizard.choice.options.places


def test_a_name_left_out_takes_its_rows_along(
    open_wizard: Open, qtbot: QtBot, tmp_path: Path, held: list[Building]
) -> None:
    rows = (line_of(held[0], estate=near_name(held)), line_of(held[1]))
    wizard = open_wizard(survey(tmp_path, *rows, head=HEAD))
    advance(qtbot, wizard, ISSUES)
    QTest.keyClick(wizard.issues.places.table, Qt.Key.Key_X)
    settle(qtbot, wizard)
    assert wizard.choice is not None
    assert set(wizard.choice.options.places.values()) == {options.NO_PLACE}
    assert wizard.choice.plan is not None
    assert wizard.choice.plan.states[0] == REJECTED


def test_all_above_a_score_are_taken_at_once(
    open_wizard: Open, qtbot: QtBot, tmp_path: Path, held: list[Building]
) -> None:
    path = survey(tmp_path, line_of(held[0], estate=near_name(held)), head=HEAD)
    wizard = open_wizard(path)
    advance(qtbot, wizard, ISSUES)
    tab = wizard.issues.places
    assert not tab.take_all.isEnabled()
    QTest.keyClick(tab.strip, Qt.Key.Key_Left)
    assert tab.strip.least == 85
    tab.strip.move_to(30)
    tab.take_all.click()
    settle(qtbot, wizard)
    assert wizard.choice is not None
    assert len(wizard.choice.options.places) == 1


# -- positions


def test_shifted_points_are_seen_and_put_right(
    open_wizard: Open, qtbot: QtBot, tmp_path: Path, held: list[Building]
) -> None:
    rows = []
    for each in held:
        assert each.geom is not None
        x, y = datum.from_wgs84(*gpkg.centre(each.geom), "bd09")
        rows.append(f"{line_of(each)},{x:.6f},{y:.6f}")
    head = HEAD.strip() + ",经度(WGS84),纬度(WGS84)\n"
    wizard = open_wizard(survey(tmp_path, *rows, head=head))
    advance(qtbot, wizard, ISSUES)
    tab = wizard.issues.positions
    assert tab.seen is not None
    assert tab.seen.shift.doubtful
    assert next(iter(tab.buttons)) == "bd09"
    assert tab.buttons["wgs84"].isChecked()
    wizard.issues.tabs.setCurrentIndex(2)
    assert tab.picture.grab().toImage().width() > 100
    tab.buttons["bd09"].click()
    settle(qtbot, wizard)
    assert tab.buttons["bd09"].isChecked()
    assert "很可能不对" not in tab.told.text()


# -- the preview


def test_a_rejected_row_is_mended_in_place_and_says_what_became_of_it(
    open_wizard: Open, qtbot: QtBot, tmp_path: Path, held: list[Building], wizard_session: Session
) -> None:
    wizard = open_wizard(survey(tmp_path, line_of(held[0], number=""), head=HEAD))
    to_preview(qtbot, wizard)
    page = wizard.changes
    assert wizard.choice is not None
    assert wizard.choice.plan is not None
    assert list(wizard.choice.plan.states) == [REJECTED]
    number = place(wizard, 2, 3)
    go_to(wizard, number)
    index = page.model.index(number, RAW)
    assert index.flags() & Qt.ItemFlag.ItemIsEditable
    page.model.setData(index, "777号楼")
    settle(qtbot, wizard)
    assert wizard.choice.options.edits == {(1, 3): "777号楼"}
    assert list(wizard.choice.plan.states) == [NEW]
    assert "第 2 行：拒绝 → 新增" in page.became.text()
    assert page.table.currentIndex().row() >= 0
    advance(qtbot, wizard, RECEIPT)
    assert any(
        each.number == "777" and each.estate == held[0].estate
        for each in buildings.all(wizard_session.db)
    )


def test_a_mended_row_stays_in_sight_whatever_is_filtered(
    open_wizard: Open, qtbot: QtBot, tmp_path: Path, held: list[Building]
) -> None:
    wizard = open_wizard(survey(tmp_path, line_of(held[0], storeys=99), head=HEAD))
    to_preview(qtbot, wizard)
    wizard.changes.row_pane.mended.emit(1, 4, str(held[0].storeys))
    settle(qtbot, wizard)
    assert wizard.choice is not None
    assert wizard.choice.plan is not None
    assert wizard.choice.plan.counts["same"] == 1
    assert not wizard.changes.filters["same"].isChecked()
    assert wizard.changes.model.rowCount() == 1


def test_a_cell_a_row_and_a_column_can_be_left_and_all_taken_back(
    open_wizard: Open, qtbot: QtBot, tmp_path: Path, held: list[Building]
) -> None:
    rows = [line_of(each, storeys=(each.storeys or 0) + 1, households=1) for each in held[:3]]
    wizard = open_wizard(survey(tmp_path, *rows, head=HEAD))
    to_preview(qtbot, wizard)
    page = wizard.changes
    assert wizard.choice is not None
    before = [line.change for line in page.model.lines]
    go_to(wizard, place(wizard, 2, 4))
    page.accepting.keep.click()
    settle(qtbot, wizard)
    qtbot.waitUntil(lambda: all_found(wizard))
    assert wizard.choice.options.keep == {(1, 4)}
    assert len(page.model.lines) == len(before) - 1
    go_to(wizard, place(wizard, 3))
    page.accepting.leave_row.click()
    settle(qtbot, wizard)
    qtbot.waitUntil(lambda: all_found(wizard))
    assert {line.row for line in page.model.lines} == {2, 4}
    go_to(wizard, place(wizard, 4, 5))
    page.accepting.leave_column.click()
    settle(qtbot, wizard)
    qtbot.waitUntil(lambda: all_found(wizard))
    assert {(line.at or (0, 0))[1] for line in page.model.lines} == {4}
    assert "3" in page.accepting.reset.text()
    page.accepting.reset.click()
    settle(qtbot, wizard)
    qtbot.waitUntil(lambda: all_found(wizard))
    assert [line.change for line in page.model.lines] == before
    assert page.accepting.reset.isHidden()


def test_the_file_wins_by_rule_and_a_cell_may_still_be_taken(
    open_wizard: Open, qtbot: QtBot, tmp_path: Path, held: list[Building]
) -> None:
    rows = [line_of(each, storeys=(each.storeys or 0) + 1) for each in held[:2]]
    wizard = open_wizard(survey(tmp_path, *rows, head=HEAD))
    to_preview(qtbot, wizard)
    assert wizard.choice is not None
    assert wizard.choice.plan is not None
    choose(wizard.changes.accepting.rule, options.FILE_WINS)
    settle(qtbot, wizard)
    assert wizard.choice.plan.counts[CHANGED] == 0


def test_asking_lists_every_cell_in_conflict_and_takes_an_answer_for_each(
    open_wizard: Open, qtbot: QtBot, tmp_path: Path, held: list[Building]
) -> None:
    rows = [line_of(each, storeys=(each.storeys or 0) + 1) for each in held[:2]]
    wizard = open_wizard(survey(tmp_path, *rows, head=HEAD))
    to_preview(qtbot, wizard)
    page = wizard.changes
    page.filters["same"].click()
    choose(page.accepting.rule, options.ASK)
    settle(qtbot, wizard)
    qtbot.waitUntil(lambda: all_found(wizard))
    assert wizard.choice is not None
    assert wizard.choice.plan is not None
    asked = [line for line in page.model.lines if line.issue and line.issue.kind == "conflict"]
    assert [line.at for line in asked] == [(1, 4), (2, 4)]
    go_to(wizard, place(wizard, 2, 4))
    assert page.accepting.take.isVisible()
    page.accepting.take.click()
    settle(qtbot, wizard)
    assert wizard.choice.options.take == {(1, 4)}
    assert wizard.choice.plan.counts[CHANGED] == 1


def test_column_and_words_narrow_the_preview(
    open_wizard: Open, qtbot: QtBot, tmp_path: Path, held: list[Building]
) -> None:
    rows = [line_of(each, storeys=(each.storeys or 0) + 1, households=1) for each in held[:4]]
    wizard = open_wizard(survey(tmp_path, *rows, head=HEAD))
    to_preview(qtbot, wizard)
    page = wizard.changes
    page.column.setCurrentIndex(page.column.findData(4))
    page.column.activated.emit(page.column.currentIndex())
    qtbot.waitUntil(lambda: all_found(wizard))
    assert {(line.at or (0, 0))[1] for line in page.model.lines} == {4}
    page.column.setCurrentIndex(0)
    page.search.setText("4")
    page._filter()
    qtbot.waitUntil(lambda: all_found(wizard))
    shown = len(page.model.lines)
    page.search.setText("没有这样的词")
    page._filter()
    qtbot.waitUntil(lambda: all_found(wizard))
    assert len(page.model.lines) == 0 < shown + 1


def test_no_line_is_made_before_it_is_looked_at(
    open_wizard: Open, qtbot: QtBot, tmp_path: Path
) -> None:
    rows = [f"上地街道,上地第一社区,大院{n},1,6,12" for n in range(3_000)]
    wizard = open_wizard(survey(tmp_path, *rows, head=HEAD))
    advance(qtbot, wizard, CHANGES)
    assert wizard.choice is not None
    plan = wizard.choice.plan
    assert plan is not None
    lines = Lines(plan, Wanted(), "zh")
    assert len(lines) == 0
    lines.grow(10.0, 50)
    assert 50 <= len(lines) < 100
    assert lines[49] == of_row(plan, plan.rows[plan.states.index(NEW)])[0] or lines[49].row > 0
    while not lines.done:
        lines.grow(10.0, 10_000)
    every = [line for row in plan.rows for line in of_row(plan, row)]
    assert len(lines) == len(every)
    assert [lines[at] for at in (0, 1_000, len(lines) - 1)] == [every[0], every[1_000], every[-1]]


def test_persons_are_not_shown_to_be_mended(
    open_wizard: Open, qtbot: QtBot, tmp_path: Path, wizard_session: Session
) -> None:
    head = "街道,社区,小区名称,总投资（万元）,联系人,联系电话\n"
    row = "上地街道,上地第一社区,人名小区,100,王小明,13900001234"
    wizard = open_wizard(survey(tmp_path, row, head=head))
    to_preview(qtbot, wizard)
    go_to(wizard, 0)
    page = wizard.changes
    told = words_on(page)
    told += "".join(
        str(model.index(at, column).data(Qt.ItemDataRole.EditRole) or "")
        for model in (page.model, page.row_pane.model)
        for at in range(model.rowCount())
        for column in range(model.columnCount())
    )
    assert "人名小区" in told
    assert "王小明" not in told
    assert "13900001234" not in told
    assert not any(each.name == "人名小区" for each in estates.all(wizard_session.db))


def test_a_conflict_to_be_decided_is_shown_though_its_row_would_change_nothing(
    open_wizard: Open, qtbot: QtBot, tmp_path: Path
) -> None:
    head, row = "街道,社区,小区名称,楼号,层数\n", "上地街道,上地第一社区,甲字院,1号楼,{}"
    before = open_wizard(survey(tmp_path, row.format(6), head=head, name="原来"))
    advance(qtbot, before, RECEIPT)
    wizard = open_wizard(survey(tmp_path, row.format(7), head=head, name="后来"))
    advance(qtbot, wizard, CHANGES)
    wizard.changes.accepting.rule_said.emit("ask")
    settle(qtbot, wizard)
    qtbot.waitUntil(lambda: all_found(wizard))
    assert wizard.choice is not None
    assert wizard.choice.plan is not None
    assert wizard.choice.plan.counts["same"] == 1
    assert "层数在台账里是" in words_on(wizard.changes)
