"""The real window at work on a ledger that holds the canary, to its end by abort."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEventLoop, QTimer, qWarning

from renewtrack import app
from renewtrack.intake import history_sheet
from renewtrack.store import backups, drafts, file, projects, reveals
from renewtrack.store.history import HistoryFilter
from renewtrack.ui import asking, trouble
from renewtrack.ui.file_deeds import EXPORTS
from renewtrack.ui.import_wizard import ImportWizard
from renewtrack.ui.import_wizard_choice import CHANGES, RECEIPT
from renewtrack.ui.main_window import MainWindow
from renewtrack.ui.print_dialog import PrintDialog
from renewtrack.ui.session import Session
from tests.canary import ID, NAME, PHONE

LONG = 60.0  # seconds that anything may take here


def until(ready: Callable[[], object]) -> None:
    """Let the window work until something is so; give up with an error after long."""
    loop, watch = QEventLoop(), QTimer()
    watch.setInterval(20)
    watch.timeout.connect(lambda: loop.quit() if ready() else None)
    QTimer.singleShot(int(LONG * 1000), loop.quit)
    watch.start()
    loop.exec()
    if not ready():
        raise RuntimeError("the window did not get there")


def take_in(window: MainWindow, sheet: Path, to: int) -> None:
    """Walk the import wizard up to a step, and leave it."""
    wizard = ImportWizard(window.session, [sheet], window)
    wizard.show()
    until(lambda: not wizard.runner.busy)
    while wizard.step < to:
        before = wizard.step
        wizard.foot.next.click()
        until(lambda: not wizard.runner.busy)
        if wizard.step != before + 1:
            raise RuntimeError(f"the wizard is stuck at step {before + 1}")
    wizard.reject()


def work(window: MainWindow) -> None:
    """Edit, look, search, undo, redo, type a draft, back up."""
    session = window.session
    (project, *_) = projects.all(session.db)

    def change(db: Any) -> None:
        values: dict[str, object] = {
            "leader": NAME,
            "phone": PHONE,
            "next_step": f"{NAME} {PHONE} {ID}",
        }
        projects.change(db, project.id, values)

    session.write("edit", change)
    session.write(
        "reveal",
        lambda db: reveals.note(db, "王工", f"核对{NAME}", reveals.of_project(project.uid)),
    )
    drafts.keep(session.db, "王工", "project", f"{NAME} {PHONE} {ID}")
    window.workspace.ledger.show_kind("projects")
    window.deeds.open_detail("projects", project.id)
    window.filters.search.setText(NAME)
    window.workspace.choice.clear()
    window.panes.toggle("history")
    session.undo()
    session.redo()
    backups.make(session.path, "manual")


def give_out(window: MainWindow, out: Path) -> None:
    """Export everything that is offered masked, and print."""
    told: list[object] = []
    window.session.recorded.connect(lambda: told.append(None))
    for key, (_, _, suffix, _) in EXPORTS.items():
        told.clear()
        window.files.export(key, out / f"{key}{suffix}")
        until(lambda: bool(told))
    dialog = PrintDialog(window.session, window)
    until(lambda: dialog.export.isEnabled())
    dialog.save(out / "map.pdf")
    dialog.close()
    history_sheet.write(window.session.db, out / "history.xlsx", HistoryFilter(), "王工")


def crash(window: MainWindow) -> None:
    """Fail in every way that a log is written of."""
    seen: list[object] = []

    def shown(_: trouble.TroubleDialog) -> int:
        seen.append(None)
        return 0

    trouble.TroubleDialog.exec = shown  # type: ignore[method-assign, assignment]

    def fail(*_: object) -> None:
        person = {"name": NAME, "phone": PHONE, "id": ID}
        raise ValueError(f"{person}")

    window.session.run_read(fail)
    until(lambda: len(seen) == 1)
    QTimer.singleShot(0, fail)
    qWarning(f"cannot draw {NAME} {PHONE} {ID}")
    window.guarded(refuse)
    until(lambda: len(seen) >= 2)


def refuse() -> None:
    """Refuse as the store does, with a path and a value in the sentence."""
    raise file.FileMissing(path=f"{NAME}-{PHONE}-{ID}.gpkg")


def main(ledger: Path, sheet: Path, out: Path) -> None:
    """Run the whole day of an office and die at its end."""
    asking.confirmed = lambda *_: True
    app.prepare()
    trouble.keep_log()
    trouble.catch_all()
    window = app.make_window(Session(), "zh", "light")
    window.show()
    window.session.open(ledger)
    take_in(window, sheet, CHANGES)
    take_in(window, sheet, RECEIPT)
    work(window)
    give_out(window, out)
    crash(window)
    window.deeds.close_file()
    (out / "done.txt").write_text("done", "utf-8")
    os.abort()


if __name__ == "__main__":
    main(*(Path(each) for each in sys.argv[1:]))
