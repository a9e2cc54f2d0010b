"""The import wizard, driven from the file to the receipt; nothing is written before the end."""

from __future__ import annotations

import gc
import hashlib
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from renewtrack.domain import codes
from renewtrack.intake import no_cycles, reading
from renewtrack.preferences import Preferences
from renewtrack.store import (
    backups,
    buildings,
    estates,
    file,
    funding,
    gpkg,
    history,
    listing,
    projects,
    works,
)
from renewtrack.store.history import Group
from renewtrack.store.listed import BuildingRow
from renewtrack.ui import asking
from renewtrack.ui.import_wizard import ImportWizard
from renewtrack.ui.import_wizard_choice import CHANGES, COLUMNS, FILES, HEADS, ISSUES, RECEIPT
from renewtrack.ui.import_wizard_columns import FieldDelegate
from renewtrack.ui.session import Session
from renewtrack.ui.speaking import speech
from tests.ui.wizard_driving import (
    HEADS_OF_SURVEY,
    Open,
    advance,
    all_found,
    choose,
    settle,
    survey,
    words_on,
)

# The off-screen platform says so of every window with a layout; it has no window manager.
pytestmark = pytest.mark.qt_log_ignore(
    "propagateSizeHints", "This plugin does not support", extend=True
)

CHINESE = re.compile(r"[\u3400-\u9fff]")


@pytest.fixture
def session(wizard_session: Session) -> Session:
    return wizard_session


def sha(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


# -- step 1


def test_both_files_are_listed_and_recognised(
    open_wizard: Open, qtbot: QtBot, practice: tuple[Path, Path]
) -> None:
    wizard = open_wizard(*practice)
    assert len(wizard.files.sources.lines) == 2
    assert "改造台账" in wizard.files.recognised.text()
    assert wizard.files.year.value() == 2026
    assert wizard.choice is not None
    assert wizard.choice.sheet == "台账"
    wizard.files.sources.tree.setCurrentItem(wizard.files.sources.lines[1])
    qtbot.waitUntil(lambda: wizard.batch.at == 1)
    settle(qtbot, wizard)
    assert "楼栋普查表" in wizard.files.recognised.text()
    assert "GB18030" in wizard.files.encoding.text()
    assert "BD-09" in wizard.files.system_note.text()


def test_a_dropped_file_is_added(
    open_wizard: Open, qtbot: QtBot, practice: tuple[Path, Path]
) -> None:
    wizard = open_wizard()
    assert not wizard.foot.next.isEnabled()
    carried = QMimeData()
    carried.setUrls([QUrl.fromLocalFile(str(practice[0]))])
    dropped = QDropEvent(
        QPointF(9, 9),
        Qt.DropAction.CopyAction,
        carried,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    wizard.dropEvent(dropped)
    settle(qtbot, wizard)
    assert len(wizard.files.sources.lines) == 1
    assert wizard.foot.next.isEnabled()


def test_a_file_that_is_no_sheet_is_refused_in_a_sentence(
    open_wizard: Open, tmp_path: Path
) -> None:
    path = tmp_path / "plan.pdf"
    path.write_bytes(b"%PDF-1.7 ...")
    wizard = open_wizard(path)
    assert "plan.pdf" in wizard.files.trouble.text()
    assert not wizard.files.trouble.isHidden()
    assert not wizard.foot.next.isEnabled()


def test_unknown_coordinates_are_asked_for(
    open_wizard: Open, qtbot: QtBot, tmp_path: Path, session: Session
) -> None:
    path = survey(tmp_path, "上地街道,上地第一社区,新楼小区,1,6,116.30,40.03")
    wizard = open_wizard(path)
    assert not wizard.foot.next.isEnabled()
    assert not wizard.files.question.isHidden()
    assert "坐标系" in wizard.files.question.text()
    choose(wizard.files.system, "gcj02")
    settle(qtbot, wizard)
    advance(qtbot, wizard, RECEIPT)
    made = next(b for b in buildings.all(session.db) if b.estate == "新楼小区")
    assert made.source_crs == "gcj02"
    assert made.geom is not None
    assert abs(gpkg.centre(made.geom)[0] - 116.30) > 0.003


def test_positions_can_be_left_out(
    open_wizard: Open, qtbot: QtBot, tmp_path: Path, session: Session
) -> None:
    wizard = open_wizard(survey(tmp_path, "上地街道,上地第一社区,新楼小区,1,6,116.30,40.03"))
    choose(wizard.files.system, "none")
    advance(qtbot, wizard, RECEIPT)
    made = next(b for b in buildings.all(session.db) if b.estate == "新楼小区")
    assert made.geom is None


def test_a_grid_is_named_by_its_number(
    open_wizard: Open, qtbot: QtBot, tmp_path: Path, session: Session, monkeypatch: Any
) -> None:
    head = HEADS_OF_SURVEY.replace("经度,纬度", "Y坐标,X坐标")
    row = "上地街道,上地第一社区,新楼小区,1,6,440270.1,4432916.9"
    wizard = open_wizard(survey(tmp_path, row, head=head))
    monkeypatch.setattr("renewtrack.ui.asking.line", lambda *_: "4548")
    choose(wizard.files.system, "other")
    assert wizard.files.system.currentText() == "EPSG:4548"
    advance(qtbot, wizard, RECEIPT)
    made = next(b for b in buildings.all(session.db) if b.estate == "新楼小区")
    assert made.source_crs == "EPSG:4548"
    assert made.geom is not None
    assert gpkg.centre(made.geom) == pytest.approx((116.30, 40.03), abs=0.01)


# -- step 2


def test_the_preview_shows_the_class_of_every_row(
    open_wizard: Open, qtbot: QtBot, practice: tuple[Path, Path]
) -> None:
    wizard = open_wizard(practice[0])
    advance(qtbot, wizard, HEADS)
    model = wizard.heads.model
    classes = [model.index(row, 0).data() for row in range(model.rowCount())]
    assert classes[:6] == ["标题", "标题", "标题", "表头", "表头", "数据"]
    assert "小计" in classes
    assert len(classes) == 30
    cells = (model.index(classes.index(name), 3) for name in ("标题", "表头", "数据", "小计"))
    grounds = [cell.data(Qt.ItemDataRole.BackgroundRole).color().name() for cell in cells]
    assert len(set(grounds)) == 4
    wizard.heads.whole.setChecked(True)
    assert model.rowCount() > 30


def test_head_and_first_row_can_be_corrected_and_taken_back(
    open_wizard: Open, qtbot: QtBot, practice: tuple[Path, Path]
) -> None:
    wizard = open_wizard(practice[0])
    advance(qtbot, wizard, HEADS)
    wizard.heads.data_from.setValue(7)
    settle(qtbot, wizard)
    assert wizard.heads.model.index(5, 0).data() == "跳过"
    assert wizard.heads.model.index(6, 0).data() == "数据"
    wizard.heads.head_from.setValue(5)
    settle(qtbot, wizard)
    assert wizard.heads.model.index(3, 0).data() == "标题"
    QTest.mouseClick(wizard.heads.again, Qt.MouseButton.LeftButton)
    settle(qtbot, wizard)
    assert wizard.heads.head_from.value() == 4
    assert wizard.heads.model.index(5, 0).data() == "数据"


def test_chosen_rows_can_be_left_out_and_taken_in_again(
    open_wizard: Open, qtbot: QtBot, practice: tuple[Path, Path]
) -> None:
    wizard = open_wizard(practice[0])
    advance(qtbot, wizard, HEADS)
    for expected in ("跳过", "数据"):
        wizard.heads.table.selectRow(6)
        QTest.mouseClick(wizard.heads.skip, Qt.MouseButton.LeftButton)
        settle(qtbot, wizard)
        assert wizard.heads.model.index(6, 0).data() == expected


def test_a_blank_street_counts_as_the_one_above_only_if_it_is_said(
    open_wizard: Open, qtbot: QtBot, tmp_path: Path
) -> None:
    rows = ("上地街道,上地第一社区,新楼小区,1,6", ",,另一小区,2,6")
    wizard = open_wizard(survey(tmp_path, *rows, head="街道,社区,小区名称,楼号,层数\n"))
    for said, rejected in ((False, 1), (True, 0)):
        while wizard.step > HEADS:
            wizard.back()
        advance(qtbot, wizard, HEADS)
        wizard.heads.as_above.setChecked(said)
        settle(qtbot, wizard)
        advance(qtbot, wizard, CHANGES)
        assert wizard.changes.figures["rejected"].number.text() == str(rejected)


# -- step 3


def column_row(wizard: ImportWizard, field: str) -> int:
    lines = wizard.columns.model.lines
    return next(row for row, line in enumerate(lines) if line.column.field == field)


def test_columns_show_heading_samples_field_and_bad_values(
    open_wizard: Open, qtbot: QtBot, practice: tuple[Path, Path]
) -> None:
    wizard = open_wizard(practice[0])
    advance(qtbot, wizard, COLUMNS)
    model = wizard.columns.model
    row = column_row(wizard, "start_plan")
    shown = [model.index(row, column).data() for column in range(7)]
    assert shown[1] == "开工时间/计划"
    assert shown[3:5] == ["计划开工", "100%"]
    assert shown[6] == "1"
    assert model.index(column_row(wizard, "gfa"), 5).data() == "万㎡"


def test_a_field_is_chosen_by_typing_and_shows_at_once(
    open_wizard: Open, qtbot: QtBot, practice: tuple[Path, Path]
) -> None:
    wizard = open_wizard(practice[0])
    advance(qtbot, wizard, COLUMNS)
    table, row = wizard.columns.table, column_row(wizard, "remark")
    table.setCurrentIndex(wizard.columns.model.index(row, 3))
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_F2)
    editor = table.findChild(QComboBox)
    assert editor is not None
    line = editor.lineEdit()
    assert line is not None
    line.selectAll()
    QTest.keyClicks(line, "next st")
    QTest.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: wizard.columns.model.index(row, 3).data() == "下一步", timeout=5_000)
    settle(qtbot, wizard)
    assert wizard.step == COLUMNS


def test_a_unit_can_be_chosen(open_wizard: Open, qtbot: QtBot, practice: tuple[Path, Path]) -> None:
    wizard = open_wizard(practice[0])
    advance(qtbot, wizard, COLUMNS)
    row = column_row(wizard, "gfa")
    index = wizard.columns.model.index(row, 5)
    assert isinstance(wizard.columns.table.itemDelegate(), FieldDelegate)
    wizard.columns.model.setData(index, "㎡")
    settle(qtbot, wizard)
    assert wizard.columns.model.index(row, 5).data() == "㎡"


def test_without_the_estates_name_there_is_no_way_on(
    open_wizard: Open, qtbot: QtBot, practice: tuple[Path, Path]
) -> None:
    wizard = open_wizard(practice[0])
    advance(qtbot, wizard, COLUMNS)
    wizard.columns.model.setData(
        wizard.columns.model.index(column_row(wizard, "estate_name"), 3), ""
    )
    settle(qtbot, wizard)
    assert not wizard.foot.next.isEnabled()
    assert not wizard.columns.trouble.isHidden()


# -- step 4


def test_issues_totals_and_new_rows_are_told(
    open_wizard: Open, qtbot: QtBot, practice: tuple[Path, Path]
) -> None:
    wizard = open_wizard(practice[0])
    advance(qtbot, wizard, ISSUES)
    issues = wizard.issues.issues
    assert "拒绝" in issues.index(0, 0).data()
    assert "2026年2月30日" in words_on(wizard.issues)
    totals = wizard.issues.totals
    assert [totals.index(0, column).data() for column in (1, 5, 6)] == ["合计", "+0.03", "万元"]
    QTest.mouseClick(wizard.issues.filters["error"], Qt.MouseButton.LeftButton)
    assert {issue.level for issue in issues.lines} == {"error"}


# -- step 5 and the receipt


def test_counts_add_up_to_the_rows_read(
    open_wizard: Open, qtbot: QtBot, practice: tuple[Path, Path]
) -> None:
    wizard = open_wizard(practice[0])
    advance(qtbot, wizard, CHANGES)
    figures = {name: int(f.number.text()) for name, f in wizard.changes.figures.items()}
    skipped = figures.pop("skipped")
    read = len(reading.read(practice[0])[0].rows)
    assert sum(figures.values()) + skipped == read
    assert figures["new"] == 2
    assert figures["rejected"] == 1
    assert str(sum(figures.values())) in wizard.changes.adds_up.text()


def test_the_grid_shows_old_and_new_and_filters_by_state(
    open_wizard: Open, qtbot: QtBot, practice: tuple[Path, Path]
) -> None:
    wizard = open_wizard(practice[0])
    advance(qtbot, wizard, CHANGES)
    lines = wizard.changes.model.lines
    qtbot.waitUntil(lambda: all_found(wizard))
    assert {line.state for line in lines} == {"new", "changed", "rejected"}
    changed = next(row for row, line in enumerate(lines) if line.state == "changed")
    old, new = (wizard.changes.model.index(changed, column).data() for column in (4, 5))
    assert old
    assert new
    assert old != new
    for state in ("new", "rejected"):
        QTest.mouseClick(wizard.changes.filters[state], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: all_found(wizard))
    assert {line.state for line in wizard.changes.model.lines} == {"changed"}


def test_cancel_at_the_last_step_leaves_the_file_byte_for_byte(
    open_wizard: Open, qtbot: QtBot, practice: tuple[Path, Path], session: Session
) -> None:
    before = sha(session.path)
    wizard = open_wizard(practice[0])
    advance(qtbot, wizard, CHANGES)
    QTest.keyClick(wizard, Qt.Key.Key_Escape)
    assert wizard.isHidden()
    assert sha(session.path) == before


def test_writing_ends_in_a_receipt_and_one_action(
    open_wizard: Open, qtbot: QtBot, practice: tuple[Path, Path], session: Session
) -> None:
    wizard = open_wizard(practice[0])
    advance(qtbot, wizard, CHANGES)
    with qtbot.waitSignal(session.changed, timeout=10_000):
        QTest.mouseClick(wizard.foot.next, Qt.MouseButton.LeftButton)
    settle(qtbot, wizard)
    assert wizard.step == RECEIPT
    assert "已写入" in words_on(wizard.receipt)
    newest = top(session)
    assert newest.action == "import"
    assert newest.who == "张工"
    assert [backup.manifest.reason for backup in backups.all(session.path)] == ["import"]
    assert {"示例新村", "练习家园"} <= {estate.name for estate in estates.all(session.db)}


def test_the_receipt_takes_the_whole_batch_back(
    open_wizard: Open, qtbot: QtBot, practice: tuple[Path, Path], session: Session
) -> None:
    before = [*estates.all(session.db), *projects.all(session.db)]
    wizard = open_wizard(practice[0])
    advance(qtbot, wizard, RECEIPT)
    QTest.mouseClick(wizard.receipt.undo, Qt.MouseButton.LeftButton)
    assert [*estates.all(session.db), *projects.all(session.db)] == before
    assert "撤销" in wizard.receipt.batch.text()
    assert wizard.receipt.undo.isHidden()


def test_an_import_that_writes_over_many_records_is_asked_for_by_number(
    open_wizard: Open, qtbot: QtBot, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = listing.ids(session.db, "buildings", listing.Filter(today="2026-01-01"))
    found = listing.rows(session.db, "buildings", ids, "2026-01-01")
    held = [each for each in found if isinstance(each, BuildingRow) and each.storeys][:60]
    rows = [
        f"{each.street},{each.estate},{each.number}号楼,{(each.storeys or 0) + 1}" for each in held
    ]
    path = survey(session.path.parent, *rows, head="街道,小区名称,楼号,层数\n")
    asked: list[int] = []

    def number(*said: object) -> bool:
        asked.append(int(str(said[-1])))
        return False

    monkeypatch.setattr(asking, "number", number)
    wizard = open_wizard(path)
    advance(qtbot, wizard, CHANGES)
    before = top(session).id
    wizard.advance()
    settle(qtbot, wizard)
    assert asked == [len(held)]
    assert wizard.step == CHANGES
    assert not wizard.runner.busy
    assert top(session).id == before
    assert backups.all(session.path) == []


def top(session: Session) -> Group:
    return max(history.groups(session.db), key=lambda group: group.id)


def test_stopping_the_writing_leaves_nothing(
    open_wizard: Open, qtbot: QtBot, practice: tuple[Path, Path], session: Session
) -> None:
    wizard = open_wizard(practice[0])
    advance(qtbot, wizard, CHANGES)
    before = top(session).id
    with qtbot.waitSignal(wizard.runner.stopped, timeout=10_000):
        wizard.advance()
        wizard.reject()
    assert wizard.step == CHANGES
    assert "没有写入" in wizard.foot.words.text()
    assert top(session).id == before


def test_rejected_rows_are_saved_with_their_reason_and_read_again(
    open_wizard: Open, qtbot: QtBot, practice: tuple[Path, Path], tmp_path: Path
) -> None:
    wizard = open_wizard(practice[0])
    advance(qtbot, wizard, CHANGES)
    saved = tmp_path / "rejects.xlsx"
    wizard.save_rejects(saved)
    sheet = reading.read(saved)[0]
    assert sheet.rows[4][-1] == "拒绝原因"
    assert "没有小区名称" in str(sheet.rows[5][-1])
    assert len(sheet.rows) == 6
    assert "改造台账" in open_wizard(saved).files.recognised.text()


def test_one_file_follows_the_other(
    open_wizard: Open, qtbot: QtBot, practice: tuple[Path, Path], session: Session
) -> None:
    wizard = open_wizard(*practice)
    advance(qtbot, wizard, RECEIPT)
    assert "下一个" in wizard.foot.next.text()
    unplaced = sum(1 for building in buildings.all(session.db) if building.geom is None)
    QTest.keyClick(wizard.foot.next, Qt.Key.Key_Return)
    settle(qtbot, wizard)
    assert wizard.step == FILES
    assert wizard.batch.at == 1
    advance(qtbot, wizard, RECEIPT)
    assert sum(1 for b in buildings.all(session.db) if b.geom is None) < unplaced
    wizard.advance()
    assert wizard.isHidden()


# -- what holds for every step


def test_personal_columns_are_masked_on_every_step(
    open_wizard: Open, qtbot: QtBot, practice: tuple[Path, Path]
) -> None:
    wizard = open_wizard(practice[0])
    for step in (FILES, HEADS, COLUMNS, ISSUES, CHANGES, RECEIPT):
        advance(qtbot, wizard, step)
        wizard.heads.whole.setChecked(True)
        assert not re.search(r"1990000\d{4}", words_on(wizard)), f"step {step + 1}"


def test_every_step_speaks_english(
    open_wizard: Open, qtbot: QtBot, practice: tuple[Path, Path], tmp_path: Path
) -> None:
    path = tmp_path / "ledger.xlsx"
    shutil.copyfile(practice[0], path)
    wizard = open_wizard(path)
    speech.switch("en")
    for step in (FILES, HEADS, COLUMNS, ISSUES, CHANGES, RECEIPT):
        advance(qtbot, wizard, step)
        page = wizard.stack.currentWidget()
        assert page is not None
        ours = [
            each
            for part in (page, wizard.foot)
            for each in part.findChildren(QWidget)
            if not isinstance(each.parent(), QTabBar)  # Qt's own arrows
        ]
        texts = [
            each.text()
            for each in ours
            if isinstance(each, QLabel | QAbstractButton) and each is not wizard.files.title
        ]
        texts += [str(head) for head in heads_of(page)]
        texts += [str(each.accessibleName()) for each in ours]
        wrong = [each for each in texts if CHINESE.search(each) and "2026年" not in each]
        assert not wrong, f"step {step + 1}"


def heads_of(page: QWidget) -> list[Any]:
    from PySide6.QtWidgets import QTableView

    return [
        table.model().headerData(place, Qt.Orientation.Horizontal, Qt.ItemDataRole.DisplayRole)
        for table in page.findChildren(QTableView)
        for place in range(table.model().columnCount())
    ]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_two_parts_of_a_step_answer_to_the_same_key(
    open_wizard: Open, qtbot: QtBot, practice: tuple[Path, Path], language: str
) -> None:
    wizard = open_wizard(practice[1])
    speech.switch(language)
    for step in (FILES, HEADS, COLUMNS, ISSUES, CHANGES, RECEIPT):
        advance(qtbot, wizard, step)
        page = wizard.stack.currentWidget()
        assert page is not None
        parts = [*page.findChildren(QWidget), *wizard.foot.findChildren(QWidget)]
        named = [each.text() for each in parts if isinstance(each, QLabel | QAbstractButton)]
        keys = [found[1].upper() for text in named if (found := re.search("&([A-Za-z])", text))]
        assert len(keys) == len(set(keys)), (step + 1, sorted(keys))


def test_closing_while_it_reads_is_heard_of_no_more(
    qtbot: QtBot, session: Session, tmp_path: Path
) -> None:
    rows = [f"上地街道,上地第一社区,大院,{number},6,116.3,40.03" for number in range(3000)]
    wizard = ImportWizard(session, [survey(tmp_path, *rows)])
    wizard.show()
    assert wizard.runner.busy
    with qtbot.waitSignal(wizard.destroyed):
        wizard.reject()
    qtbot.waitUntil(lambda: not session.tasks.running, timeout=10_000)


def test_hostile_names_are_shown_as_they_are(
    open_wizard: Open, qtbot: QtBot, tmp_path: Path, session: Session
) -> None:
    name = "<img src=x onerror=alert(1)>${1}`C:\\photo\\2019`{0}"
    path = survey(tmp_path, f"上地街道,上地第一社区,{name},1,6,0,0")
    wizard = open_wizard(path)
    choose(wizard.files.system, "none")
    for step in (HEADS, COLUMNS, ISSUES, CHANGES):
        advance(qtbot, wizard, step)
        assert name in words_on(wizard)
    advance(qtbot, wizard, RECEIPT)
    labels = wizard.findChildren(QLabel)
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in labels)
    assert name in {estate.name for estate in estates.all(session.db)}


def test_the_window_goes_on_answering_while_thousands_of_rows_come_in(
    open_wizard: Open, qtbot: QtBot, tmp_path: Path
) -> None:
    rows = [f"上地街道,上地第一社区,大院{n // 50},{n % 50 + 1},6,116.3,40.03" for n in range(4000)]
    heard: set[str] = set()
    timer = QTimer()
    timer.timeout.connect(lambda: heard.add(stage_of(wizards)) if wizards else None)
    timer.start(5)
    path = survey(tmp_path, *rows, head=HEADS_OF_SURVEY.replace("经度", "经度(WGS84)"))
    wizards: list[ImportWizard] = []
    wizard = open_wizard(path)
    wizards.append(wizard)
    advance(qtbot, wizard, RECEIPT)
    timer.stop()
    assert {"正在逐行比对和检查", "正在写入"} <= heard


def stage_of(wizards: list[ImportWizard]) -> str:
    return wizards[0].foot.words.text().partition(" · ")[0].rstrip("…")


# -- the practice sheets


@pytest.fixture
def empty(qapp: object, tmp_path: Path) -> Iterator[Session]:
    opened = Session(Preferences(who="张工"), keep=False)
    opened.adopt(file.create(tmp_path / "empty.gpkg", "示范区"))
    yield opened
    opened.tasks.wait()
    opened.close()


@pytest.mark.shared
def test_every_field_of_the_practice_ledger_is_stored_as_it_is_true(
    open_wizard: Open, qtbot: QtBot, empty: Session, shared: Path
) -> None:
    truth = json.loads((shared / "sheets" / "truth.json").read_text("utf-8"))
    name = "示范区2025年老旧小区改造台账.xlsx"
    wizard = open_wizard(shared / "sheets" / name, on=empty)
    advance(qtbot, wizard, ISSUES)
    stated = truth[name]["stated_total_invest"]
    assert f"{stated:,.10g}" in words_on(wizard.issues)
    advance(qtbot, wizard, RECEIPT)
    stored = {(e.street, e.community, e.name): e for e in estates.all(empty.db)}
    assert len(stored) == truth[name]["data_rows"]
    for wanted in truth[name]["estates"]:
        estate = stored[wanted["street"], wanted["community"], wanted["name"]]
        assert as_told(empty, estate.id) == as_true(wanted), wanted["name"]


def as_told(session: Session, estate_id: int) -> dict[str, object]:
    db = session.db
    estate = estates.get(db, estate_id)
    assert estate is not None
    (project,) = projects.of_estate(db, estate_id)
    return {
        "year": estate.year_built,
        "buildings": estate.building_count,
        "households": estate.household_count,
        "area_m2": estate.floor_area_m2,
        "invest": project.invest_total_fen,
        "funds": {one.source: one.planned_fen for one in funding.of_project(db, project.id)},
        "stage": project.stage,
        "percent": project.percent,
        "items": sorted(work.kind for work in works.of_project(db, project.id)),
        "dates": [
            project.start_plan,
            project.start_actual,
            project.finish_plan,
            project.finish_actual,
        ],
    }


def as_true(wanted: dict[str, Any]) -> dict[str, object]:
    kinds = [codes.recognise("work_types", item) for item in wanted["items"]]
    return {
        "year": wanted["year"],
        "buildings": wanted["buildings"],
        "households": wanted["households"],
        "area_m2": wanted["area_m2"],
        "invest": round(wanted["invest"] * 1_000_000),
        "funds": {key: round(value * 1_000_000) for key, value in wanted["funds"].items()},
        "stage": wanted["stage"],
        "percent": wanted["percent"],
        "items": sorted(kind.key for kind in kinds if kind is not None),
        "dates": [
            wanted[key] for key in ("start_plan", "start_actual", "finish_plan", "finish_actual")
        ],
    }


@pytest.mark.shared
def test_every_building_of_the_practice_survey_is_stored_as_it_is_true(
    open_wizard: Open, qtbot: QtBot, empty: Session, shared: Path
) -> None:
    truth = json.loads((shared / "sheets" / "truth.json").read_text("utf-8"))
    name = "示范区楼栋普查表.csv"
    wizard = open_wizard(shared / "sheets" / name, on=empty)
    advance(qtbot, wizard, RECEIPT)
    stored = {(b.street, b.estate, b.number): b for b in buildings.all(empty.db)}
    assert len(stored) == truth[name]["data_rows"]
    for wanted in truth[name]["buildings"]:
        found = stored[wanted["street"], wanted["estate"], str(wanted["no"])]
        assert (found.storeys, found.household_count, found.danger_grade) == (
            wanted["floors"],
            wanted["households"],
            wanted["danger"],
        )
        assert found.geom is not None
        lon, lat = gpkg.centre(found.geom)
        assert abs(lon - wanted["lon"]) * 85_400 < 0.5
        assert abs(lat - wanted["lat"]) * 111_000 < 0.5


@pytest.mark.shared
def test_the_practice_sheets_change_nothing_the_second_time(
    open_wizard: Open, qtbot: QtBot, empty: Session, shared: Path
) -> None:
    paths = [shared / "sheets" / "示范区2025年老旧小区改造台账.xlsx"]
    paths.append(shared / "sheets" / "示范区楼栋普查表.csv")
    wizard = open_wizard(*paths, on=empty)
    for _ in paths:
        advance(qtbot, wizard, RECEIPT)
        wizard.advance()
        settle(qtbot, wizard)
    before = sha(empty.path)
    again = open_wizard(*paths, on=empty)
    for path in paths:
        advance(qtbot, again, CHANGES)
        figures = {name: int(f.number.text()) for name, f in again.changes.figures.items()}
        assert (figures["new"], figures["changed"], figures["rejected"]) == (0, 0, 0), path.name
        advance(qtbot, again, RECEIPT)
        assert "没有需要写入" in words_on(again.receipt)
        again.advance()
        settle(qtbot, again)
    assert sha(empty.path) == before


def test_a_field_that_is_none_is_refused_in_words(
    open_wizard: Open, qtbot: QtBot, practice: tuple[Path, Path]
) -> None:
    wizard = open_wizard(practice[0])
    advance(qtbot, wizard, COLUMNS)
    table, row = wizard.columns.table, column_row(wizard, "remark")
    table.setCurrentIndex(wizard.columns.model.index(row, 3))
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_F2)
    editor = table.findChild(QComboBox)
    assert editor is not None
    line = editor.lineEdit()
    assert line is not None
    line.selectAll()
    QTest.keyClicks(line, "zzz")
    QTest.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "zzz" in wizard.columns.trouble.text(), timeout=5_000)
    assert wizard.columns.trouble.isVisible()


def test_leaving_in_the_middle_asks_and_stays_when_refused(
    open_wizard: Open,
    qtbot: QtBot,
    practice: tuple[Path, Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wizard = open_wizard(practice[0])
    advance(qtbot, wizard, COLUMNS)
    monkeypatch.setattr(asking, "confirmed", lambda *said: False)
    QTest.keyClick(wizard, Qt.Key.Key_Escape)
    assert wizard.isVisible()
    assert wizard.step == COLUMNS


def test_it_opens_no_larger_than_the_screen(open_wizard: Open) -> None:
    wizard = open_wizard()
    room = wizard.screen().availableSize()
    assert wizard.width() <= room.width()
    assert wizard.height() <= room.height()


def test_what_a_job_made_is_searched_and_freed_again() -> None:
    before = gc.get_freeze_count()
    with no_cycles.unsearched():
        assert not gc.isenabled()
    assert gc.isenabled()
    assert gc.get_freeze_count() <= before
