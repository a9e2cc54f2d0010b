"""An office's month, played through in the window from the plan to the frozen report.

With ``RENEWTRACK_PICTURES`` set to a folder, what the window showed on the way is kept there.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import docx
import pypdf
import pytest
from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from renewtrack import demo
from renewtrack.domain import periods
from renewtrack.intake import senders
from renewtrack.reports import figures
from renewtrack.store import listing, money_events, record_lists, rows
from renewtrack.store.choosing import Filter
from renewtrack.ui import asking, print_kinds
from renewtrack.ui.entry_form import EntryForm
from renewtrack.ui.import_wizard import ImportWizard
from renewtrack.ui.import_wizard_choice import RECEIPT
from renewtrack.ui.lift_file import LiftFile
from renewtrack.ui.main_window import MainWindow
from renewtrack.ui.move_dialog import MoveDialog
from renewtrack.ui.plans_dialog import PlansDialog
from renewtrack.ui.print_dialog import PrintDialog
from renewtrack.ui.project_file import ProjectFile
from renewtrack.ui.report_dialog import ReportDialog
from tests.ui.wizard_driving import advance, settle

if TYPE_CHECKING:
    from sqlite_utils import Database

pytestmark = pytest.mark.qt_log_ignore(
    "propagateSizeHints", "This plugin does not support", extend=True
)
T = TypeVar("T", bound=QDialog)
TODAY = demo.TODAY.isoformat()
YEAR = demo.TODAY.year
MOVED = 40  # works that go on to their next stage at once


class Month:
    """The window, the clerk's answers, and the pictures of what was seen."""

    play = "month"

    def __init__(self, window: MainWindow, qtbot: QtBot, patch: pytest.MonkeyPatch) -> None:
        self.window, self.qtbot, self._patch = window, qtbot, patch
        kept = os.environ.get("RENEWTRACK_PICTURES")
        self._folder = Path(kept) if kept else None
        self._number = 0

    @property
    def db(self) -> Database:
        return self.window.session.db

    def command(self, key: str) -> None:
        self.window.commands.actions[key].trigger()

    def over(self, key: str, kind: type[T], play: Callable[[T], object]) -> None:
        """Trigger a command and play the dialog that it shows."""

        def played(dialog: T) -> int:
            dialog.show()
            play(dialog)
            dialog.close()
            return dialog.result()

        with self._patch.context() as patched:
            patched.setattr(kind, "exec", played)
            self.command(key)

    def view(self, key: str) -> QWidget:
        self.command(key)
        return self.window.workspace.screens.made[key]

    def until(self, test: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(test()), timeout=20_000)

    def seen(self, name: str, widget: QWidget | None = None) -> None:
        """Look at a widget, the window if none is named; it must not be empty."""
        shown = widget or self.window
        self.qtbot.wait(60)
        picture = shown.grab()
        assert not picture.isNull()
        self._number += 1
        if self._folder is not None:
            self._folder.mkdir(parents=True, exist_ok=True)
            assert picture.save(str(self._folder / f"{self.play}-{self._number}-{name}.png"))

    def value(self, query: str, *given: object) -> int:
        return int(rows.value(self.db, query, given) or 0)


@pytest.fixture
def month(window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Month]:
    monkeypatch.setattr(asking, "confirmed", lambda *_: True)
    window.workspace.map.hide()
    yield Month(window, qtbot, monkeypatch)
    for remembered in senders.all():
        senders.remove(remembered)


def test_a_month_of_an_office(
    month: Month, practice: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan_the_year(month, monkeypatch)
    import_the_ledger(month, practice[0])
    see_what_is_late(month)
    move_forty_works(month)
    enter_payments(month, monkeypatch)
    run_a_lift_vote(month)
    print_the_chart(month, tmp_path / "横道图.pdf")
    report_and_freeze(month, tmp_path / "月报.docx")


def plan_the_year(month: Month, monkeypatch: pytest.MonkeyPatch) -> None:
    """Freeze the annual plan; what changes later is an adjustment."""

    def play(dialog: PlansDialog) -> None:
        month.until(lambda: dialog.reached)
        month.seen("targets", dialog)
        dialog.tabs.setCurrentIndex(1)
        annual = dialog.annual
        annual.year.setCurrentIndex(annual.year.findData(YEAR))
        with monkeypatch.context() as patched:
            patched.setattr(asking, "line", lambda *_: f"区更新办〔{YEAR}〕1号")
            annual.freeze.click()
        month.seen("plan", dialog)

    month.over("plans", PlansDialog, play)
    assert month.value("SELECT COUNT(*) FROM plan_baseline WHERE plan_year = ?", YEAR) == 1


def import_the_ledger(month: Month, ledger: Path) -> None:
    """Take in the ledger of the month as the field team keeps it."""
    batches = month.value("SELECT COUNT(*) FROM import_batch")
    wizard = ImportWizard(month.window.session, [ledger], month.window)
    wizard.show()
    settle(month.qtbot, wizard)
    advance(month.qtbot, wizard, RECEIPT)
    month.seen("import", wizard)
    wizard.close()
    assert month.value("SELECT COUNT(*) FROM import_batch") == batches + 1


def see_what_is_late(month: Month) -> None:
    """Open what needs somebody today, and the projects that are far behind."""
    screen = month.view("today")
    month.until(lambda: screen.model.lines)  # type: ignore[attr-defined]
    month.seen("today")
    line = next(each for each in screen.model.lines if each.key == "projects_red")  # type: ignore[attr-defined]
    wanted = Filter(chosen={"light": frozenset({"red"})}, today=TODAY)
    assert list(line.ids) == sorted(listing.ids(month.db, "projects", wanted))
    screen.table.selectRow(screen.model.lines.index(line))  # type: ignore[attr-defined]
    screen.open.click()  # type: ignore[attr-defined]
    ledger = month.window.workspace.ledger
    month.until(lambda: sorted(ledger.table.ledger.ids) == sorted(line.ids))
    month.seen("late")
    month.window.workspace.choice.clear()
    for key in ("dashboard", "calendar", "board", "gantt"):
        month.view(key)
        month.qtbot.wait(400)
        month.seen(key)


def move_forty_works(month: Month) -> None:
    """Take forty works under way to their next stage, as one action that undo takes back."""
    month.command("works")
    ledger = month.window.workspace.ledger
    month.until(lambda: ledger.kind == "works" and ledger.table.ledger.ids)
    standing = {row["id"]: row["stage"] for row in rows.fetch(month.db, _STAGES)}
    ids = [each for each in ledger.table.ledger.ids if standing.get(each, "") < "S75"][:MOVED]
    assert len(ids) == MOVED
    ledger.table.mark(ids)
    before = month.value("SELECT COUNT(*) FROM stage_event")

    def play(dialog: MoveDialog) -> None:
        dialog.suggest("S75")
        if dialog.reason.isEnabled():
            dialog.reason.setText("现场已进入主体施工，补录")
        month.seen("move", dialog)
        dialog.date.setFocus()
        QTest.keyClick(dialog.date, Qt.Key.Key_Return)

    month.over("move_stage", MoveDialog, play)
    month.until(lambda: month.value("SELECT COUNT(*) FROM stage_event") == before + MOVED)
    now = {row["id"]: row["stage"] for row in rows.fetch(month.db, _STAGES)}
    assert {now[each] for each in ids} == {"S75"}
    month.window.session.undo()
    assert {row["id"]: row["stage"] for row in rows.fetch(month.db, _STAGES)} == standing
    month.window.session.redo()


_STAGES = """
SELECT work.id, COALESCE(work.stage, project.stage) AS stage FROM work
LEFT JOIN project ON project.id = work.project_id
WHERE COALESCE(work.stage, project.stage) < 'X'
"""


def enter_payments(month: Month, monkeypatch: pytest.MonkeyPatch) -> None:
    """Enter two payments in the project's file; the matrix of money has them to the fen."""
    before = money_events.sums(month.db)["district"]["paid"]
    month.command("projects")
    ledger = month.window.workspace.ledger
    month.until(lambda: ledger.kind == "projects" and ledger.table.ledger.ids)
    ledger.table.setCurrentIndex(ledger.table.ledger.index(0, 0))

    def typed(form: EntryForm) -> int:
        form.fields["amount_fen"].setText("123456.78")  # type: ignore[union-attr]
        source = form.fields["source"]
        source.setCurrentIndex(source.findData("district"))  # type: ignore[union-attr]
        form._accept()
        return form.result()

    def play(dialog: ProjectFile) -> None:
        dialog.tabs.setCurrentIndex(5)
        monkeypatch.setattr(EntryForm, "exec", typed)
        for _ in range(2):
            dialog.money.table.setFocus()
            QTest.keyClick(dialog.money, Qt.Key.Key_Insert)
        month.seen("payments", dialog)

    month.over("project_file", ProjectFile, play)
    assert money_events.sums(month.db)["district"]["paid"] == before + 2 * 123_456_78
    screen = month.view("money")
    whole = month.value("SELECT SUM(amount_fen) FROM money_event WHERE kind = 'paid'")
    month.until(lambda: screen.model.fen(0, 1) == whole)  # type: ignore[attr-defined]
    month.seen("money")


def run_a_lift_vote(month: Month) -> None:
    """Open a vote for a lift, count the ballots by keys, and go on to the next step."""
    voted = {row["lift_id"] for row in rows.fetch(month.db, "SELECT lift_id FROM consent_round")}
    lift = next(each for each in record_lists.ids(month.db, "lifts") if each in voted)

    def play(dialog: LiftFile) -> None:
        dialog.show_lift(lift)
        panel = dialog.vote
        panel.open.click()
        table = panel.ballots.table
        count = table.model().rowCount()
        assert count > 3
        dialog.activateWindow()
        table.setFocus()
        month.until(table.hasFocus)
        table.selectRow(0)
        QTest.keyClick(table, Qt.Key.Key_N)
        month.until(lambda: panel.ballots.model.lines[0]["answer"] == "no")
        assert not panel.gauge.passed
        model = table.model()
        rest = QItemSelection(model.index(1, 0), model.index(count - 1, 0))
        chosen = QItemSelectionModel.SelectionFlag.ClearAndSelect
        table.selectionModel().select(rest, chosen | QItemSelectionModel.SelectionFlag.Rows)
        QTest.keyClick(table, Qt.Key.Key_Y)
        assert panel.gauge.passed
        month.seen("vote", dialog)

    month.over("lift_file", LiftFile, play)
    last = rows.fetch(
        month.db, "SELECT * FROM consent_round WHERE lift_id = ? ORDER BY id DESC", (lift,)
    )[0]
    assert last["owners_part"] == last["owners_total"]
    assert last["owners_agree"] == last["owners_total"] - 1


def print_the_chart(month: Month, path: Path) -> None:
    """Print the Gantt chart on A3, and read every project's name back."""

    def play(dialog: PrintDialog) -> None:
        assert dialog.fields.kind.key == print_kinds.GANTT
        dialog.fields.rows_of.choose("projects")
        dialog.fields.paper.choose("A3")
        dialog.fields.range.choose("all")
        with month.qtbot.waitSignal(dialog.made, timeout=20_000):
            dialog.fields.title.setText(f"{YEAR}年改造进度横道图")
        month.seen("print", dialog)
        dialog.save(path)
        month.until(path.exists)

    month.over("print_gantt", PrintDialog, play)
    pages = pypdf.PdfReader(path).pages
    said = re.sub(r"\s", "", "".join(page.extract_text() for page in pages))
    for row in rows.fetch(month.db, "SELECT name FROM project WHERE name IS NOT NULL"):
        assert row["name"] in said
    wide, high = (float(pages[0].mediabox[at]) * 25.4 / 72 for at in (2, 3))
    assert (round(wide), round(high)) == (420, 297)


def report_and_freeze(month: Month, path: Path) -> None:
    """Write the month's report with R1 in Word, and freeze the month."""
    period = periods.of(periods.MONTH, demo.TODAY)

    def play(dialog: ReportDialog) -> None:
        month.until(lambda: dialog.report is not None)
        month.seen("report", dialog)
        dialog.save(path)
        month.until(path.exists)
        with month.qtbot.waitSignal(month.window.session.changed, timeout=20_000):
            dialog.freezing.freeze()
        month.until(lambda: month.value("SELECT COUNT(*) FROM report_period") == 1)
        month.seen("frozen", dialog)

    month.over("report", ReportDialog, play)
    report = figures.build(month.db, period, TODAY)
    assert report.frozen_at is not None
    (summary,) = (table for table in report.tables if table.key == "R1")
    total = [str(cell) for cell in summary.rows[-1].cells if isinstance(cell, int)]
    written = docx.Document(str(path))
    said = [[cell.text for cell in row.cells] for row in written.tables[0].rows]
    (last,) = (row for row in said if row[0] == "合计")
    assert total
    assert set(total[:4]) <= set(last)
