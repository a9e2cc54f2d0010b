"""Putting composed pages out: many of them as a PDF in a thread, or on a real printer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QWidget

from renewtrack.ui import print_kinds, putting_out
from renewtrack.ui.session import Session
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

    from renewtrack.printing.folio import Folio
    from renewtrack.ui.tasks import Task

Going = tuple["Folio", Path, str, str]  # pages, where to, what the record calls it, why in full
Calls = tuple[Callable[[int], object], Callable[[Exception], object], Callable[[float], object]]
WRITING = Words("正在写出 PDF…", "Writing the PDF…")


def later(session: Session, going: Going, calls: Calls) -> Task:
    """Write pages as a PDF in a thread and record it; ``calls`` are done, failed and progress."""
    folio, path, what, reason = going
    done, failed, progress = calls
    who = session.who

    def job(db: Database, task: Task) -> int:
        from renewtrack.printing import pdf
        from renewtrack.store import exports

        said = exports.Going(who, what, path.name, reason)

        def seen(content: Path, count: int) -> None:
            exports.record(db, said, count, content)

        pdf.write_folio(path, folio, seen, task)
        return len(folio.pages)

    readonly = session.file is not None and session.file.readonly
    work = session.connected(job, readonly=readonly)
    return session.tasks.run(work, done, failed, progress, words=WRITING)


def to_printer(session: Session, folio: Folio, kind: str, parent: QWidget) -> int:
    """Ask for a printer and send the pages to it; return how many, 0 where the person gave up.

    Raises NotPrinted, and what the record of exports raises.
    """
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    from renewtrack.printing import paper

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(folio.title)
    paper.prepare(printer, folio)
    if QPrintDialog(printer, parent).exec() != QDialog.DialogCode.Accepted:
        return 0
    pages = paper.send(printer, folio)
    what = "printed_map" if kind == print_kinds.MAP else print_kinds.RECORDED[kind]
    putting_out.printed(session, what, pages)
    return pages
