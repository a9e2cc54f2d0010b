"""Putting composed pages out: many of them as a PDF in a thread, or on a real printer."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from renewtrack.ui import print_kinds, putting_out
from renewtrack.ui.session import Session
from renewtrack.ui.speaking import text
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

    from renewtrack.printing.folio import Folio
    from renewtrack.ui.tasks import Task

Going = tuple["Folio", Path, str, str]  # pages, where to, what the record calls it, why in full
Calls = tuple[Callable[[int], object], Callable[[Exception], object], Callable[[float], object]]
FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f]')  # in a file's name, on any system
EXPORT = Words("导出PDF", "Export PDF")
PDF_FILES = Words("PDF 文件 (*.pdf)", "PDF files (*.pdf)")
WRITING = Words("正在写出 PDF…", "Writing the PDF…")


def ask_where(session: Session, title: str, parent: QWidget) -> Path | None:
    """Ask for the PDF that pages of a title are written to."""
    name = FORBIDDEN.sub("_", title).strip(" .") or "print"
    chosen, _ = QFileDialog.getSaveFileName(
        parent, text(EXPORT), str(session.path.parent / f"{name}.pdf"), text(PDF_FILES)
    )
    if not chosen:
        return None
    path = Path(chosen)
    return path if path.suffix.lower() == ".pdf" else path.with_name(path.name + ".pdf")


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

    Raises PaperTooSmall, NotPrinted, and what the record of exports raises.
    """
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    from renewtrack.printing import paper

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(folio.title)
    paper.prepare(printer, folio)
    if QPrintDialog(printer, parent).exec() != QDialog.DialogCode.Accepted:
        return 0
    if not paper.fits(printer, folio):
        raise paper.PaperTooSmall
    pages = paper.send(printer, folio)
    what = "printed_map" if kind == print_kinds.MAP else print_kinds.RECORDED[kind]
    putting_out.printed(session, what, pages)
    return pages


def open_texts() -> Path:
    """Make the office's own copy of the notices' texts if there is none, and open it."""
    from renewtrack.printing import notices

    path = notices.own_copy()
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
    return path
