"""Votes are answered by single keys, and the gauge says at once what is missing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel
from pytestqt.qtbot import QtBot

from renewtrack.domain import consent
from renewtrack.domain.consent import Missing, Tally
from renewtrack.store import belonging, file, rows, votes
from renewtrack.ui.consent_gauge import HOPELESS, PASSED, UNKNOWN, ConsentGauge
from renewtrack.ui.session import Session
from renewtrack.ui.speaking import speech
from renewtrack.ui.vote_panel import BUTTONS, VotePanel
from tests.ui import form_driving

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
Key = Qt.Key
CJK = re.compile(r"[\u3400-\u9fff]")


@pytest.fixture
def opened(session: Session, ledger_file: Path) -> Session:
    session.open(ledger_file)
    return session


@pytest.fixture
def panel(opened: Session, qtbot: QtBot) -> VotePanel:
    """The vote on a lift that has a roll."""
    lift = rows.value(
        opened.db,
        "SELECT lift_id FROM consent_round WHERE id IN (SELECT round_id FROM ballot) ORDER BY id",
    )
    made = VotePanel(opened, "lift")
    qtbot.addWidget(made)
    made.show_of(int(lift))
    made.show()
    made.ballots.table.setFocus()
    assert len(made.ballots.model.lines) > 3
    return made


def answers(panel: VotePanel) -> list[str | None]:
    assert panel.round is not None
    return rows.column(
        panel.session.db,
        "SELECT answer FROM ballot WHERE id IN "
        f"({','.join(str(row['id']) for row in panel.ballots.model.lines)})"
        " ORDER BY CASE id "
        + " ".join(
            f"WHEN {row['id']} THEN {at}" for at, row in enumerate(panel.ballots.model.lines)
        )
        + " END",
    )


@pytest.mark.parametrize(("said", "_", "key"), BUTTONS)
def test_one_key_answers_a_ballot_and_goes_on_to_the_next(
    panel: VotePanel, said: str, _: object, key: Qt.Key
) -> None:
    table = panel.ballots.table
    other = "no" if said == "yes" else "yes"
    table.selectAll()
    panel.answer(other)
    before = answers(panel)
    table.clearSelection()
    table.selectRow(1)
    QTest.keyClick(table, key)
    after = answers(panel)
    assert after[1] == (said or None)
    assert [*after[:1], *after[2:]] == [*before[:1], *before[2:]]
    assert table.currentIndex().row() == 2
    panel.session.undo()
    assert answers(panel) == before


def test_several_ballots_are_answered_by_one_key_as_one_action(panel: VotePanel) -> None:
    table, before = panel.ballots.table, answers(panel)
    table.selectAll()
    QTest.keyClick(table, Key.Key_Y)
    assert set(answers(panel)) == {"yes"}
    assert table.currentIndex().row() == len(before) - 1
    panel.session.undo()
    assert answers(panel) == before


def test_the_gauge_goes_from_what_is_missing_to_passed(panel: VotePanel) -> None:
    table, gauge = panel.ballots.table, panel.gauge
    table.selectAll()
    QTest.keyClick(table, Key.Key_U)
    rule, vote = consent.rule_of(panel.round.rule_set), panel.round  # type: ignore[union-attr]
    assert vote is not None
    lacks = consent.missing(votes.tally(panel.session.db, vote.id), rule)
    assert lacks.owners
    assert f"还差 {lacks.owners} 户" in gauge.accessibleName()
    table.selectAll()
    QTest.keyClick(table, Key.Key_Y)
    assert gauge.passed
    assert gauge.accessibleName().startswith(PASSED.zh)
    table.selectAll()
    QTest.keyClick(table, Key.Key_N)
    assert gauge.said == HOPELESS


def test_an_answer_is_in_the_sums_of_the_vote_at_once(panel: VotePanel) -> None:
    panel.ballots.table.selectAll()
    QTest.keyClick(panel.ballots.table, Key.Key_Y)
    summed = votes.summed(votes.of(panel.session.db, "lift", panel.owner_id)[0])  # type: ignore[arg-type]
    assert summed.owners_agree == summed.owners_total > 0


def test_a_key_elsewhere_answers_nothing(panel: VotePanel) -> None:
    before = answers(panel)
    panel.ballots.table.selectAll()
    panel.begins.setFocus()
    QTest.keyClick(panel.begins, Key.Key_N)
    assert answers(panel) == before


def test_a_new_vote_has_its_roll_and_comes_to_the_front(panel: VotePanel) -> None:
    count, before = panel.which.count(), panel.round
    panel.open.setFocus()
    QTest.keyClick(panel.open, Key.Key_Space)
    assert panel.which.count() == count + 1
    assert panel.round is not None
    assert panel.round != before
    assert panel.which.currentIndex() == count
    assert panel.ballots.model.lines
    panel.session.undo()
    assert panel.which.count() == count


def test_a_bad_date_of_the_notice_is_told_and_not_written(panel: VotePanel) -> None:
    target = panel.session.undo_target()
    panel.begins.setText("下个月")
    QTest.keyClick(panel.begins, Key.Key_Return)
    assert "下个月" in panel.clock.text()
    assert panel.session.undo_target() == target
    panel.begins.setText("2026-3-1")
    QTest.keyClick(panel.begins, Key.Key_Return)
    assert panel.round is not None
    assert panel.round.notice_from == "2026-03-01"


def test_an_objection_is_put_in_by_the_keyboard(
    panel: VotePanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk = form_driving.at_the_forms(monkeypatch)
    before = len(panel.objections.model.lines)
    clerk.typed = {"text": "一层采光受影响"}
    QTest.keyClick(panel.objections, Key.Key_Insert)
    assert clerk.told == []
    assert len(panel.objections.model.lines) == before + 1
    panel.session.undo()
    assert len(panel.objections.model.lines) == before


def test_nothing_is_answered_in_a_file_that_is_only_read(panel: VotePanel) -> None:
    session, path, before = panel.session, panel.session.path, answers(panel)
    session.close()
    session.adopt(file.open_file(path, readonly=True))
    panel.show_of(panel.owner_id)
    panel.ballots.table.selectAll()
    for _, _, key in BUTTONS:
        QTest.keyClick(panel.ballots.table, key)
    assert answers(panel) == before
    for widget in (panel.open, panel.enrol, panel.begins, panel.ends, panel.ballots.add):
        assert not widget.isEnabled()


def test_without_an_owner_nothing_is_offered(panel: VotePanel) -> None:
    panel.show_of(None)
    assert panel.round is None
    assert panel.which.count() == 0
    assert not panel.open.isEnabled()
    panel.answer("yes")


GAUGES = (
    (Missing(0, 0), PASSED.zh),
    (Missing(None, None), HOPELESS.zh),
    (Missing(2, None), UNKNOWN.zh),
    (Missing(3, 12_345), "还差 3 户、123.45 ㎡ 同意"),
    (Missing(3, 12_345, 2), "还差 3 户、123.45 ㎡ 同意；另有 2 户专有部分被占用，须本人同意"),
)


@pytest.mark.parametrize(("lacks", "words"), GAUGES)
def test_the_gauge_says_in_words_what_lacks(lacks: Missing, words: str, qtbot: QtBot) -> None:
    gauge = ConsentGauge()
    qtbot.addWidget(gauge)
    gauge.show_vote(Tally(10, 8, 6, 80_000, 64_000, 48_000), consent.rule_at(), lacks)
    assert gauge.accessibleName().partition("；户（")[0] == words
    gauge.show()
    assert not gauge.grab().isNull()


def test_the_panel_speaks_english(panel: VotePanel) -> None:
    speech.switch("en")
    said = [each.text() for each in panel.findChildren(QLabel) if not each.isHidden()]
    said += [each.text() for each in panel.findChildren(QAbstractButton)]
    said += [panel.gauge.accessibleName(), panel.which.accessibleName()]
    said += [panel.which.itemText(place) for place in range(panel.which.count())]
    assert [words for words in said if CJK.search(words)] == []


def test_owners_are_shown_masked(panel: VotePanel) -> None:
    session = panel.session
    assert panel.round is not None
    first = votes.ballots(session.db, panel.round.id)[0]["id"]
    session.write("vote", lambda db: rows.change(db, "ballot", first, {"owner": "张探针"}), "")
    shown = {row["id"]: row["owner"] for row in panel.ballots.model.lines}
    assert shown[first] == "张**"


def test_a_vote_whose_last_ballot_is_deleted_has_no_figures(
    panel: VotePanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    form_driving.at_the_forms(monkeypatch)
    assert panel.round is not None
    vote, db = panel.round.id, panel.session.db
    kept, *others = rows.column(db, "SELECT id FROM ballot WHERE round_id = ? ORDER BY id", (vote,))
    panel.session.write("vote", lambda db: [belonging.remove(db, "ballot", o) for o in others])
    panel.session.write("vote", lambda db: votes.answer(db, [kept], "yes", "2025-05-01"))
    assert consent.reached(panel.round) is True
    panel.ballots.table.selectRow(0)
    QTest.keyClick(panel.ballots.table, Key.Key_Delete)
    assert votes.ballots(db, vote) == []
    found = next(each for each in votes.of(db, "lift", panel.owner_id or 0) if each.id == vote)
    assert (found.owners_total, found.area_agree_dm2, consent.reached(found)) == (None, None, None)


def test_a_vote_is_opened_under_the_rule_of_its_day(panel: VotePanel) -> None:
    panel.day.setText("2019年6月3日")
    panel.open.click()
    assert panel.round is not None
    assert panel.round.opened_on == "2019-06-03"
    assert panel.round.rule_set == consent.rule_at("2019-06-03").key
    assert panel.round.rule_set != consent.rule_at().key


def test_a_day_that_is_none_is_told_and_opens_nothing(panel: VotePanel) -> None:
    query = "SELECT COUNT(*) FROM consent_round"
    before = rows.value(panel.session.db, query)
    panel.day.setText("下周")
    panel.open.click()
    assert rows.value(panel.session.db, query) == before
    assert "下周" in panel.doubt.text()
    assert panel.doubt.isVisible()
