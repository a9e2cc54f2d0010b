"""Plans, targets and the annual plan in their window."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from renewtrack.store import projects, rows
from renewtrack.ui import asking
from renewtrack.ui.entry_form import EntryForm
from renewtrack.ui.main_window import MainWindow
from renewtrack.ui.plans_dialog import PlansDialog
from renewtrack.ui.speaking import speech

YEAR = 2026  # of the invented district
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)


@pytest.fixture
def plans(window: MainWindow, qtbot: QtBot) -> Iterator[PlansDialog]:
    dialog = PlansDialog(window)
    dialog.show()
    qtbot.waitUntil(lambda: bool(dialog.reached))
    yield dialog
    dialog.close()
    dialog.deleteLater()


def choose(dialog: PlansDialog, level: str) -> int:
    """Bring the plan of a level to the front and return it."""
    found = rows.value(dialog.session.db, "SELECT id FROM plan WHERE level = ?", (level,))
    items = dialog.plans.tree.findItems(
        "", Qt.MatchFlag.MatchContains | Qt.MatchFlag.MatchRecursive
    )
    item = next(each for each in items if each.data(0, Qt.ItemDataRole.UserRole) == found)
    dialog.plans.tree.setCurrentItem(item)
    return int(found)


def test_every_target_shows_what_is_reached(plans: PlansDialog) -> None:
    plan = choose(plans, "special")
    lines = plans.targets.model.lines
    assert len(lines) == rows.value(
        plans.session.db, "SELECT COUNT(*) FROM target WHERE plan_id = ?", (plan,)
    )
    for line in lines:
        one = plans.reached[line["id"]]
        assert line["done"] == round(one.done, 2)
        assert len(plans.chart.bars) == len(lines)


def test_what_was_reached_opens_its_rows(
    window: MainWindow, plans: PlansDialog, qtbot: QtBot
) -> None:
    choose(plans, "special")
    one = next(each for each in plans.reached.values() if each.metric.key == "pocket_parks")
    plans.chart.opened.emit(one.id)
    ledger = window.workspace.ledger
    qtbot.waitUntil(lambda: ledger.kind == "works")
    wanted = sorted(number for _, number in one.rows)
    qtbot.waitUntil(lambda: sorted(ledger.table.ledger.ids) == wanted)


def test_a_plan_is_added_below_another_and_taken_back(
    plans: PlansDialog, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    above = choose(plans, "strategic")

    def answer(form: EntryForm) -> int:
        form.fields["name"].setText("滨河片区策划")  # type: ignore[union-attr]
        form._accept()
        return form.result()

    monkeypatch.setattr(EntryForm, "exec", answer)
    plans.plans.below.click()
    db = plans.session.db
    found = rows.fetch(db, "SELECT * FROM plan WHERE name = '滨河片区策划'")
    assert [row["parent_id"] for row in found] == [above]
    plans.session.undo()
    assert not rows.fetch(db, "SELECT * FROM plan WHERE name = '滨河片区策划'")


def test_freezing_the_year_shows_every_later_change(
    plans: PlansDialog, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    annual, db = plans.annual, plans.session.db
    annual.year.setCurrentIndex(annual.year.findData(YEAR))
    monkeypatch.setattr(asking, "line", lambda *_: "区更新办〔2026〕1号")
    annual.freeze.click()
    assert annual.version.count() == 1
    assert annual.model.lines == []
    assert annual.then.text().partition("：")[2] == annual.now.text().partition("：")[2]
    ids = rows.column(db, "SELECT id FROM project WHERE plan_year = ? ORDER BY id", (YEAR,))
    plans.session.write("edit", lambda db: projects.change(db, ids[0], {"plan_year": YEAR + 1}))
    plans.session.write("edit", lambda db: projects.change(db, ids[1], {"finish_plan": "2027-06"}))
    kinds = sorted(line.kind for line in annual.model.lines)
    assert kinds == ["changed", "moved"]


def test_nothing_is_offered_where_nothing_may_be_written(
    plans: PlansDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(plans.session), "may", lambda *_: False)
    plans.refresh()
    annual = plans.annual
    annual.refresh()
    tree = plans.plans
    for button in (tree.add, tree.below, tree.edit, tree.delete, annual.freeze):
        assert not button.isEnabled()


def test_a_closed_window_no_longer_listens(window: MainWindow, qtbot: QtBot) -> None:
    dialog = PlansDialog(window)
    dialog.show()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    dialog.deleteLater()
    qtbot.wait(50)
    speech.switch("en")
    speech.switch("zh")
    assert not [each for each in window.children() if isinstance(each, PlansDialog)]
