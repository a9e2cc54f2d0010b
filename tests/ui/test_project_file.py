"""The file of a project holds its entries, says what lacks, and writes nothing for a looker."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel
from pytestqt.qtbot import QtBot

from renewtrack.domain import gates, lifecycle, stages
from renewtrack.store import file, gating, money_events, projects, rows
from renewtrack.ui import payment_deeds, project_entries, project_file
from renewtrack.ui.attachments_list import AttachmentsList
from renewtrack.ui.main_window import MainWindow
from renewtrack.ui.project_file import ProjectFile
from renewtrack.ui.speaking import speech
from renewtrack.words import Words
from tests.ui import form_driving
from tests.ui.form_driving import Clerk

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
Key = Qt.Key
CJK = re.compile(r"[\u3400-\u9fff]")


@pytest.fixture
def dialog(window: MainWindow) -> Iterator[ProjectFile]:
    """The file of a project that has works and is on its way."""
    project = rows.value(
        window.session.db,
        "SELECT id FROM project WHERE stage = 'S60' AND id IN (SELECT project_id FROM work)",
    )
    assert project
    made = ProjectFile(window.session, int(project), window)
    made.show()
    yield made
    made.close()
    made.deleteLater()


@pytest.fixture
def clerk(monkeypatch: pytest.MonkeyPatch) -> Clerk:
    return form_driving.at_the_forms(monkeypatch)


def stored(dialog: ProjectFile, table: str) -> list[int]:
    return rows.column(
        dialog.session.db,
        f"SELECT id FROM {table} WHERE project_id = ? ORDER BY id",
        (dialog.project_id,),
    )


def test_every_list_has_the_projects_own_entries(dialog: ProjectFile) -> None:
    for entries in (dialog.papers, dialog.contracts, dialog.logs, dialog.defects, dialog.items):
        table = entries.spec.table
        assert sorted(row["id"] for row in entries.model.lines) == stored(dialog, table), table


def test_what_lacks_for_the_next_stage_is_said(dialog: ProjectFile) -> None:
    ahead = lifecycle.forward("S60")[0]
    lacks = gating.lacking(dialog.session.db, "project", [dialog.project_id], ahead)
    if lacks:
        assert gates.listed(lacks[dialog.project_id]).zh in dialog.hint.text()
    else:
        assert "条件已具备" in dialog.hint.text()
    assert dialog.stands.text().startswith(stages.stage("S60").words.zh)


def test_a_paper_that_comes_is_lacking_no_more(dialog: ProjectFile, clerk: Clerk) -> None:
    session, ahead = dialog.session, lifecycle.forward("S60")[0]
    lacks = gating.lacking(session.db, "project", [dialog.project_id], ahead)
    papers = [need for need in lacks.get(dialog.project_id, ()) if need.startswith("paper:")]
    need = papers[0] if papers else "paper:design"
    before = dialog.hint.text()
    clerk.typed = {"kind": need.removeprefix("paper:")}
    QTest.keyClick(dialog.papers, Key.Key_Insert)
    assert clerk.told == []
    now = gating.lacking(session.db, "project", [dialog.project_id], ahead)
    assert need not in now.get(dialog.project_id, ())
    session.undo()
    assert dialog.hint.text() == before


def test_the_list_of_acceptance_is_made_from_the_works_and_passed(dialog: ProjectFile) -> None:
    db, before = dialog.session.db, stored(dialog, "acceptance_item")
    dialog.tabs.setCurrentIndex(4)
    dialog.fill.setFocus()
    QTest.keyClick(dialog.fill, Key.Key_Space)
    made = stored(dialog, "acceptance_item")
    assert len(made) > len(before)
    QTest.keyClick(dialog.fill, Key.Key_Space)
    assert stored(dialog, "acceptance_item") == made
    query = "SELECT COUNT(*) FROM acceptance_item WHERE result IS NULL AND project_id = ?"
    open_now = rows.value(db, query, (dialog.project_id,))
    assert open_now
    QTest.keyClick(dialog.pass_all, Key.Key_Space)
    assert rows.value(db, query, (dialog.project_id,)) == 0
    dialog.session.undo()
    assert rows.value(db, query, (dialog.project_id,)) == open_now


def test_a_variation_belongs_to_the_contract_under_the_cursor(
    dialog: ProjectFile, clerk: Clerk
) -> None:
    clerk.typed = {"kind": "works", "name": "施工总承包", "amount_fen": "100"}
    QTest.keyClick(dialog.contracts, Key.Key_Insert)
    contract = stored(dialog, "contract")[-1]
    place = next(at for at, row in enumerate(dialog.contracts.model.lines) if row["id"] == contract)
    dialog.contracts.table.setCurrentIndex(dialog.contracts.model.index(place, 0))
    clerk.typed = {"amount_fen": "-12.5", "reason": "减少一项"}
    QTest.keyClick(dialog.variations, Key.Key_Insert)
    assert clerk.told == []
    found = rows.fetch(
        dialog.session.db, "SELECT amount_fen FROM variation WHERE contract_id = ?", (contract,)
    )
    assert [row["amount_fen"] for row in found] == [-12_500_000]
    row = next(row for row in dialog.contracts.model.lines if row["id"] == contract)
    assert row["present_fen"] == 87_500_000


def test_the_files_of_an_entry_show_beside_it(dialog: ProjectFile, clerk: Clerk) -> None:
    clerk.typed = {"kind": "design"}
    QTest.keyClick(dialog.papers, Key.Key_Insert)
    dialog.papers.table.setCurrentIndex(dialog.papers.model.index(0, 0))
    files = dialog.findChild(AttachmentsList, "paper_files")
    assert isinstance(files, AttachmentsList)
    assert files.isVisible()


def test_a_project_that_is_gone_closes_its_file(window: MainWindow, dialog: ProjectFile) -> None:
    window.session.write("delete", lambda db: projects.remove(db, dialog.project_id))
    assert not dialog.isVisible()


def test_a_file_that_is_only_read_offers_no_change(dialog: ProjectFile, clerk: Clerk) -> None:
    session, path = dialog.session, dialog.session.path
    session.close()
    session.adopt(file.open_file(path, readonly=True))
    again = ProjectFile(session, dialog.project_id)
    try:
        for button in again.findChildren(QAbstractButton):
            name = button.text()
            changes = any(word in name for word in ("新增", "修改", "删除", "清单", "合格", "新开"))
            assert not (changes and button.isEnabled()), name
        for entries in again._lists():
            QTest.keyClick(entries, Key.Key_Insert)
            QTest.keyClick(entries, Key.Key_Delete)
        assert (clerk.titles, clerk.asked) == ([], [])
    finally:
        again.deleteLater()


def test_the_row_under_the_cursor_leads_to_its_project(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []
    monkeypatch.setattr(ProjectFile, "exec", lambda dialog: seen.append(dialog.project_id))
    window.workspace.show_table("projects")
    table = window.workspace.ledger.table
    table.move_to(3, 0)
    window.commands.actions["project_file"].trigger()
    assert seen == [table.ledger.ids[3]]


def test_without_a_project_the_person_is_told(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ProjectFile, "exec", lambda _: pytest.fail("opened nothing"))
    window.workspace.choice.search("无此小区无此楼")
    window.commands.actions["project_file"].trigger()
    assert window.status.currentMessage() == project_file.NOTHING.zh


def test_the_file_speaks_english_while_it_stands(dialog: ProjectFile) -> None:
    own = {dialog.name.text()}
    speech.switch("en")
    labels = [each for each in dialog.findChildren(QLabel) if each is not dialog.hint]
    said = [dialog.windowTitle(), *(each.text() for each in labels if not each.isHidden())]
    said += [each.text() for each in dialog.findChildren(QAbstractButton)]
    said += [dialog.tabs.tabText(place) for place in range(dialog.tabs.count())]
    assert {words for words in said if CJK.search(words)} <= own
    assert dialog.hint.text().startswith(("Lacking", "Ready"))


def test_a_closed_file_is_no_trouble_for_the_next_language(
    window: MainWindow, qtbot: QtBot
) -> None:
    project = int(rows.value(window.session.db, "SELECT MAX(id) FROM project"))
    dialog = ProjectFile(window.session, project, window)
    dialog.show()
    QTest.keyClick(dialog, Key.Key_Escape)
    assert not dialog.isVisible()
    speech.switch("en")
    window.session.write("edit", lambda db: rows.change(db, "project", project, {"name": "甲"}))
    dialog.deleteLater()
    qtbot.waitUntil(lambda: not window.findChildren(ProjectFile))
    speech.switch("zh")
    window.session.undo()


def test_a_payment_is_corrected_back_to_what_it_was(dialog: ProjectFile, clerk: Clerk) -> None:
    session = dialog.session
    values = {"project_id": dialog.project_id, "source": "central", "kind": "paid"}
    event = session.write("edit", lambda db: money_events.add(db, **values, amount_fen=10_000), "")
    session.write("edit", lambda db: money_events.correct(db, event, 8_000, "少记", "2025-01-01"))
    dialog.tabs.setCurrentIndex(5)
    lines = [row["id"] for row in dialog.money.model.lines]
    dialog.money.table.selectRow(lines.index(event))
    clerk.typed = {"amount_fen": "100", "remark": "ok"}
    payment_deeds.correct(dialog.money)
    assert clerk.told == []
    assert money_events.stands(session.db, event) == 10_000


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"due": "2026-11-23"}, project_entries.OPEN),
        ({"due": "2026-11-22"}, project_entries.LATE),
        ({}, project_entries.OPEN),
        ({"due": "2026-11-01", "fixed_on": "2026-11-20"}, project_entries.FIXED),
        ({"fixed_on": "2026-11-20", "checked_on": "2026-11-21"}, project_entries.CHECKED),
    ],
)
def test_the_list_of_defects_tells_where_each_stands(
    dialog: ProjectFile, values: dict[str, str], words: Words
) -> None:
    defect = {"project_id": dialog.project_id, "severity": "minor", "text": "色差", **values}
    dialog.session.write("edit", lambda db: rows.add(db, "defect", defect))
    model = dialog.defects.model
    place = [line["text"] for line in model.lines].index("色差")
    heads = [head.words for head in model.heads]
    column = heads.index(project_entries.STATE.words)
    assert model.data(model.index(place, column)) == words.zh
