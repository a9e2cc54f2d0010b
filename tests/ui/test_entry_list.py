"""Entries of a record are added, changed and deleted by the keyboard, and undo takes it back."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel
from pytestqt.qtbot import QtBot

from renewtrack.store import file, passwords, people, rows
from renewtrack.store.roles import Identity
from renewtrack.ui import cells, entry_columns, entry_form, project_entries, vote_entries
from renewtrack.ui.columns import Column
from renewtrack.ui.entry_form import EntryForm
from renewtrack.ui.entry_list import EntryList, EntrySpec
from renewtrack.ui.session import Session
from renewtrack.ui.speaking import speech
from renewtrack.words import Words
from tests.ui import form_driving
from tests.ui.form_driving import Clerk

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
Key = Qt.Key
CJK = re.compile(r"[\u3400-\u9fff]")
SPECS = {
    name: spec
    for name, spec in (
        *vars(project_entries).items(),
        *((f"vote {name}", spec) for name, spec in vars(vote_entries).items()),
    )
    if isinstance(spec, EntrySpec)
}
TYPED: dict[str, dict[str, str]] = {  # what makes a whole entry of each list of a project
    "PAPERS": {"kind": "design", "number": "京规自〔2026〕1号"},
    "CONTRACTS": {"kind": "works", "name": "施工总承包", "amount_fen": "120.50"},
    "LOGS": {"text": "拆除违建", "hands": "12"},
    "DEFECTS": {"text": "渗水", "severity": "minor"},
    "ITEMS": {"item": "楼道粉刷"},
    "MONEY": {"source": "central", "kind": "paid", "amount_fen": "1234.56"},
}


@pytest.fixture
def opened(session: Session, ledger_file: Path) -> Session:
    session.open(ledger_file)
    return session


@pytest.fixture
def clerk(monkeypatch: pytest.MonkeyPatch) -> Clerk:
    return form_driving.at_the_forms(monkeypatch)


Show = Callable[..., EntryList]


@pytest.fixture
def shown(opened: Session, qtbot: QtBot) -> Show:
    """Show the list of one project's entries, with the keyboard."""
    project = int(rows.value(opened.db, "SELECT MAX(id) FROM project"))

    def show(name: str) -> EntryList:
        entries = EntryList(opened, SPECS[name])
        qtbot.addWidget(entries)
        entries.show_of(project)
        entries.show()
        return entries

    return show


def stored(entries: EntryList) -> list[dict[str, Any]]:
    spec = entries.spec
    found = rows.fetch(
        entries.session.db,
        f"SELECT * FROM {spec.table} WHERE {spec.owner} = ? ORDER BY id",
        (entries.owner_id,),
    )
    return [dict(row) for row in found]


def new(entries: EntryList, before: list[dict[str, Any]]) -> dict[str, Any]:
    known = {row["id"] for row in before}
    (found,) = [row for row in stored(entries) if row["id"] not in known]
    return found


def go_to(entries: EntryList, row_id: int) -> None:
    place = next(at for at, row in enumerate(entries.model.lines) if row["id"] == row_id)
    entries.table.setCurrentIndex(entries.model.index(place, 0))


@pytest.mark.parametrize("name", TYPED)
def test_insert_adds_what_is_typed_and_undo_takes_it_back(
    name: str, shown: Show, clerk: Clerk
) -> None:
    entries = shown(name)
    before = stored(entries)
    clerk.typed = TYPED[name]
    QTest.keyClick(entries, Key.Key_Insert)
    assert clerk.told == []
    added = new(entries, before)
    for column in entries.spec.columns:
        if column.key in clerk.typed:
            wanted = entry_form.typed(column, added[column.key])
            if cells.choices(column):
                wanted = added[column.key]
            assert wanted.replace(",", "") == clerk.typed[column.key]
    entries.session.undo()
    assert stored(entries) == before
    assert len(entries.model.lines) == len(before)


def test_enter_on_an_entry_changes_it_and_undo_brings_the_old_one(
    shown: Show, clerk: Clerk
) -> None:
    entries = shown("PAPERS")
    clerk.typed = TYPED["PAPERS"]
    QTest.keyClick(entries, Key.Key_Insert)
    before = stored(entries)
    go_to(entries, before[-1]["id"])
    clerk.typed = {"number": "2026-7"}
    QTest.keyClick(entries.table, Key.Key_Return)
    assert stored(entries) == [*before[:-1], {**before[-1], "number": "2026-7"}]
    entries.session.undo()
    assert stored(entries) == before


def test_delete_asks_first_and_undo_brings_it_back(shown: Show, clerk: Clerk) -> None:
    entries = shown("LOGS")
    clerk.typed = TYPED["LOGS"]
    QTest.keyClick(entries, Key.Key_Insert)
    before = stored(entries)
    go_to(entries, before[-1]["id"])
    clerk.agrees = False
    QTest.keyClick(entries.table, Key.Key_Delete)
    assert stored(entries) == before
    clerk.agrees = True
    QTest.keyClick(entries.table, Key.Key_Delete)
    assert len(clerk.asked) == 2
    assert stored(entries) == before[:-1]
    entries.session.undo()
    assert stored(entries) == before


BAD = (
    ("PAPERS", {"kind": ""}, "文件"),
    ("PAPERS", {"kind": "design", "date": "五月下旬某日"}, "日期"),
    ("CONTRACTS", {"amount_fen": "许多"}, "合同价"),
    ("CONTRACTS", {"party_code": "911100000000000000"}, "信用代码"),
    ("CONTRACTS", {"start_plan": "2026-05", "finish_plan": "2026-03"}, "早于"),
    ("LOGS", {"text": "", "hands": "3"}, "施工情况"),
    ("LOGS", {"text": "挖沟", "hands": "好些"}, "人数"),
    ("DEFECTS", {"text": "渗水", "found_on": "2026-05-02", "fixed_on": "2026-05-01"}, "早于"),
    ("DEFECTS", {"text": "渗水", "fixed_on": "2027-05-02", "checked_on": "2027-05-01"}, "早于"),
    ("MONEY", {"source": "central", "amount_fen": "若干"}, "金额"),
    ("MONEY", {"source": "", "amount_fen": "1"}, "来源"),
)


@pytest.mark.parametrize(("name", "typed", "word"), BAD)
def test_bad_input_is_told_in_words_and_nothing_is_written(
    name: str, typed: dict[str, str], word: str, shown: Show, clerk: Clerk
) -> None:
    entries = shown(name)
    before, target = stored(entries), entries.session.undo_target()
    clerk.typed = typed
    QTest.keyClick(entries, Key.Key_Insert)
    (told,) = clerk.told
    assert word in told
    assert stored(entries) == before
    assert entries.session.undo_target() == target


def test_a_form_left_as_it_was_writes_nothing(shown: Show, clerk: Clerk) -> None:
    entries = shown("LOGS")
    clerk.typed = TYPED["LOGS"]
    QTest.keyClick(entries, Key.Key_Insert)
    before, target = stored(entries), entries.session.undo_target()
    go_to(entries, before[-1]["id"])
    clerk.typed = {}
    QTest.keyClick(entries.table, Key.Key_Return)
    assert len(clerk.titles) == 2
    assert entries.session.undo_target() == target


def test_the_cursor_stays_on_its_entry_when_others_come(shown: Show, clerk: Clerk) -> None:
    entries = shown("PAPERS")
    clerk.typed = TYPED["PAPERS"]
    QTest.keyClick(entries, Key.Key_Insert)
    kept = stored(entries)[0]["id"]
    go_to(entries, kept)
    QTest.keyClick(entries.table, Key.Key_Insert)
    assert entries.row is not None
    assert entries.row["id"] == kept


def test_records_of_what_happened_cannot_be_typed(shown: Show, clerk: Clerk) -> None:
    entries = shown("STAGES")
    before = stored(entries)
    for key in (Key.Key_Insert, Key.Key_Delete, Key.Key_Return):
        QTest.keyClick(entries.table, key)
    assert (clerk.titles, clerk.asked) == ([], [])
    assert stored(entries) == before


def closed_by_reading(session: Session) -> None:
    path = session.path
    session.close()
    session.adopt(file.open_file(path, readonly=True))


def closed_by_role(session: Session) -> None:
    people.add(session.db, "李主任", people.MANAGER, "一个足够长的密码", "李主任")
    session.work_for(Identity("小王", people.VIEWER))


@pytest.mark.parametrize("close", [closed_by_reading, closed_by_role])
def test_nothing_is_changed_by_somebody_who_may_only_look(
    close: Callable[[Session], None], shown: Show, clerk: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passwords, "COSTS", {"time_cost": 1, "memory_cost": 64, "parallelism": 1})
    entries = shown("PAPERS")
    clerk.typed = TYPED["PAPERS"]
    QTest.keyClick(entries, Key.Key_Insert)
    close(entries.session)
    entries.refresh()
    before = stored(entries)
    go_to(entries, before[-1]["id"])
    for key in (Key.Key_Insert, Key.Key_Return, Key.Key_Delete):
        QTest.keyClick(entries.table, key)
    for button in (entries.add, entries.edit, entries.delete):
        assert not button.isEnabled()
    assert len(clerk.titles) == 1
    assert clerk.asked == []
    assert stored(entries) == before


@pytest.mark.parametrize("name", SPECS)
def test_no_list_and_no_form_stays_chinese_in_english(
    name: str, opened: Session, qtbot: QtBot
) -> None:
    spec = SPECS[name]
    speech.switch("en")
    try:
        entries = EntryList(opened, spec)
        form = EntryForm(spec.noun, spec.columns, spec.first(opened.today))
        for widget in (entries, form):
            qtbot.addWidget(widget)
        said = [form.windowTitle(), entries.table.accessibleName()]
        said += [each.accessibleName() for each in form.fields.values()]
        for widget in (entries, form):
            said += [each.text() for each in widget.findChildren(QLabel)]
            said += [each.text() for each in widget.findChildren(QAbstractButton)]
        across = Qt.Orientation.Horizontal
        said += [
            entries.model.headerData(place, across) for place in range(entries.model.columnCount())
        ]
        assert [words for words in said if CJK.search(words or "")] == []
    finally:
        speech.switch("zh")


ROUND = (
    ("money", "120.5", 120_500_000),
    ("change", "-3.25", -3_250_000),
    ("change", "+3", 3_000_000),
    ("dm2", "65.43", 6543),
    ("yuan_fen", "-1,234.56元", -123_456),
    ("int", "12", 12),
    ("text", "", None),
)


@pytest.mark.parametrize(("kind", "words", "value"), ROUND)
def test_what_is_typed_is_read_as_it_is_meant(
    kind: str, words: str, value: object, qtbot: QtBot
) -> None:
    column = Column("own", Words("栏", "Column"), 100, kind)
    form = EntryForm(column.words, (column,), {})
    qtbot.addWidget(form)
    form_driving.put(form.fields["own"], words)
    assert entry_form.read(column, form.fields["own"]) == value


def test_every_stored_column_is_a_column_of_its_table(opened: Session) -> None:
    for table, columns in entry_columns.STORED.items():
        known = {each.name for each in opened.db[table].columns}
        assert {column.key for column in columns} <= known, table
