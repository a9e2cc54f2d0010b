"""The files of the lifts: steps with reasons, shares that add up, nothing for a looker."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from renewtrack.domain import cost_shares
from renewtrack.domain.lifts import Lift
from renewtrack.store import file, lift_steps, lifts, rows
from renewtrack.ui import asking
from renewtrack.ui.lift_file import LiftFile
from renewtrack.ui.main_window import MainWindow
from renewtrack.ui.speaking import speech
from tests.ui import form_driving

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
Key = Qt.Key
CJK = re.compile(r"[\u3400-\u9fff]")
REASON = "现场已具备条件"


@pytest.fixture
def dialog(window: MainWindow) -> Iterator[LiftFile]:
    made = LiftFile(window.session, window)
    made.show()
    assert made.lift_id is not None
    yield made
    made.close()
    made.deleteLater()


def lift(dialog: LiftFile) -> Lift:
    assert dialog.lift_id is not None
    found = lifts.get(dialog.session.db, dialog.lift_id)
    assert found is not None
    return found


def events(dialog: LiftFile) -> int:
    return int(rows.value(dialog.session.db, "SELECT COUNT(*) FROM lift_event"))


def choose_lacking(dialog: LiftFile) -> str:
    """Choose the last step that something lacks for and return it."""
    assert dialog.lift_id is not None
    for place in range(dialog.step.count() - 1, -1, -1):
        key = str(dialog.step.itemData(place))
        needs = lift_steps.lacking(dialog.session.db, dialog.lift_id, key, dialog.session.today)
        if needs and key.startswith("E") and key != lift(dialog).step:
            dialog.step.setCurrentIndex(place)
            return key
    pytest.fail("nothing lacks for any step")


def go(dialog: LiftFile) -> None:
    dialog.tabs.setCurrentIndex(1)
    dialog.go.setFocus()
    QTest.keyClick(dialog.go, Key.Key_Space)


def test_every_lift_is_listed_and_found_by_its_place(dialog: LiftFile) -> None:
    count = rows.value(dialog.session.db, "SELECT COUNT(*) FROM lift")
    assert len(dialog.model.lines) == count
    dialog.search.setText("无此小区")
    assert len(dialog.model.lines) == 0
    assert dialog.lift_id is None
    assert not dialog.tabs.isEnabled()
    dialog.search.clear()
    assert len(dialog.model.lines) == count


def test_the_arrows_bring_the_next_lift_to_the_front(dialog: LiftFile) -> None:
    first, name = dialog.lift_id, dialog.name.text()
    dialog.table.setFocus()
    QTest.keyClick(dialog.table, Key.Key_Down)
    assert dialog.lift_id not in (None, first)
    assert dialog.name.text() != name
    assert dialog.vote.owner_id == dialog.shares.lift_id == dialog.lift_id


def test_a_step_is_gone_to_with_its_reason_and_undone(
    dialog: LiftFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def line(*said: object) -> str:
        asked.append(str(said[2]))
        return REASON

    monkeypatch.setattr(asking, "line", line)
    before, count = lift(dialog).step, events(dialog)
    key = choose_lacking(dialog)
    assert dialog.lacks.text().startswith("还缺")
    go(dialog)
    assert len(asked) == 1
    assert lift(dialog).step == key
    assert events(dialog) == count + 1
    assert REASON in {row["reason"] for row in dialog.steps.model.lines}
    dialog.session.undo()
    assert (lift(dialog).step, events(dialog)) == (before, count)


def test_giving_up_the_reason_moves_nothing(
    dialog: LiftFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "line", lambda *_: None)
    before, count = lift(dialog).step, events(dialog)
    choose_lacking(dialog)
    go(dialog)
    assert (lift(dialog).step, events(dialog)) == (before, count)


def test_a_bad_date_is_told_and_moves_nothing(dialog: LiftFile) -> None:
    before, count = lift(dialog).step, events(dialog)
    choose_lacking(dialog)
    dialog.date.setText("下旬某天")
    go(dialog)
    assert "下旬某天" in dialog.lacks.text()
    assert (lift(dialog).step, events(dialog)) == (before, count)


def with_cost(dialog: LiftFile) -> int:
    """Bring a lift to the front that has a cost and households whose floors are known."""
    for lift_id in rows.column(dialog.session.db, "SELECT id FROM lift ORDER BY id"):
        dialog.show_lift(lift_id)
        found, shares = lift(dialog), dialog.shares
        if found.cost_fen and shares.model.lines and not shares.why.text():
            return found.cost_fen - (found.subsidy_fen or 0)
    pytest.fail("no lift can be shared")


def test_the_shares_add_up_to_the_fen_by_every_way(dialog: LiftFile) -> None:
    rest, shares = with_cost(dialog), dialog.shares
    shares.factors.setText("2:0.5 3:1 4:1.5 5:2 6:2.5")
    ways = 0
    for preset in range(shares.preset.count()):
        shares.preset.setCurrentIndex(preset)
        for by in range(shares.by.count()):
            shares.by.setCurrentIndex(by)
            paid = [row["share"] for row in shares.model.lines]
            if not shares.why.text():
                assert sum(paid) == rest
                ways += 1
            else:
                assert set(paid) == {None}
    assert ways > shares.preset.count()


def test_the_way_of_sharing_that_is_kept_stands_there_again(dialog: LiftFile) -> None:
    with_cost(dialog)
    shares, kept = dialog.shares, dialog.lift_id
    assert kept is not None
    before = lift(dialog)
    shares.preset.setCurrentIndex(shares.preset.findData("G5"))
    shares.factors.setText("2:0.5 3:1")
    QTest.keyClick(shares.save, Key.Key_Space)
    assert lift(dialog).share_preset == "G5"
    assert set(cost_shares.own_factors(lift(dialog).share_factors)) == {2, 3}
    shares.show_of(None)
    shares.show_of(kept)
    assert shares.factors.text() == "2:0.5 3:1"
    dialog.session.undo()
    assert lift(dialog) == before


def test_a_lift_without_a_cost_says_where_to_fill_it_in(dialog: LiftFile) -> None:
    with_cost(dialog)
    kept = dialog.lift_id
    assert kept is not None
    dialog.session.write("edit", lambda db: lifts.change(db, kept, {"cost_fen": None}))
    assert "还没有造价" in dialog.shares.why.text()
    assert {row["share"] for row in dialog.shares.model.lines} == {None}


def test_a_file_that_is_only_read_offers_no_change(
    dialog: LiftFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk = form_driving.at_the_forms(monkeypatch)
    session, path = dialog.session, dialog.session.path
    session.close()
    session.adopt(file.open_file(path, readonly=True))
    again = LiftFile(session)
    try:
        before, count = lift(again).step, events(again)
        for button in (again.go, again.shares.save, again.vote.open, again.papers.add):
            assert not button.isEnabled()
            button.click()
        for entries in (again.papers, again.vote.ballots, again.steps):
            QTest.keyClick(entries, Key.Key_Insert)
            QTest.keyClick(entries, Key.Key_Delete)
        assert (clerk.titles, clerk.asked) == ([], [])
        assert (lift(again).step, events(again)) == (before, count)
    finally:
        again.deleteLater()


def test_the_files_speak_english_while_they_stand(dialog: LiftFile) -> None:
    speech.switch("en")
    labels = [each for each in dialog.findChildren(QLabel) if each is not dialog.name]
    said = [dialog.windowTitle(), *(each.text() for each in labels if not each.isHidden())]
    said += [each.text() for each in dialog.findChildren(QAbstractButton)]
    said += [each.accessibleName() for each in dialog.findChildren(QLineEdit)]
    said += [dialog.tabs.tabText(place) for place in range(dialog.tabs.count())]
    for box in (*dialog.shares.findChildren(QComboBox), dialog.step, dialog.vote.which):
        said += [box.itemText(place) for place in range(box.count())]
    assert {words for words in said if CJK.search(words)} == set()


def test_closed_files_are_no_trouble_for_the_next_language(
    window: MainWindow, qtbot: QtBot
) -> None:
    dialog = LiftFile(window.session, window)
    dialog.show()
    kept = dialog.lift_id
    assert kept is not None
    QTest.keyClick(dialog, Key.Key_Escape)
    assert not dialog.isVisible()
    speech.switch("en")
    window.session.write("edit", lambda db: lifts.change(db, kept, {"brand": "某牌"}))
    dialog.deleteLater()
    qtbot.waitUntil(lambda: not window.findChildren(LiftFile))
    speech.switch("zh")
    window.session.undo()
