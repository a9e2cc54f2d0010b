"""The print dialog: the fields of the status map and, beside them, the sheet itself."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from renewtrack.errors import Cancelled, UserError
from renewtrack.ui import plain, putting_out
from renewtrack.ui.print_fields import PrintFields, Range
from renewtrack.ui.print_preview import Preview
from renewtrack.ui.speaking import say
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

    from renewtrack.maps.base_paper import PaperBase
    from renewtrack.printing.composing import MapFolio
    from renewtrack.ui.session import Session
    from renewtrack.ui.tasks import Task

__all__ = ["PrintDialog", "Range"]

PAUSE = 250  # ms without a key before the sheet is made again
FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f]')  # in a file's name, on any system

TITLE = Words("打印状态图", "Print the status map")
EXPORT = Words("导出PDF(&E)…", "&Export PDF…")
PRINT = Words("打印(&P)…", "&Print…")
CLOSE = Words("关闭(&C)", "&Close")
PDF_FILES = Words("PDF 文件 (*.pdf)", "PDF files (*.pdf)")
MAKING = Words("正在生成图纸…", "Making the sheet…")
NOTHING = Words("", "")
SAVED = Words(
    "已导出 {name}（{pages} 页，1:{scale}）。", "Saved {name} ({pages} pages, 1:{scale})."
)
PRINTED = Words("已送往打印机：{pages} 页。", "Sent to the printer: {pages} pages.")


class PrintDialog(QDialog):
    """Fields on the left, the sheet on the right, made again while one types."""

    made = Signal()  # the preview shows what the fields say

    def __init__(
        self, session: Session, parent: QWidget | None = None, listed: Range | None = None
    ) -> None:
        """Open on a session with an open file; ``listed`` are the rows of the present filter."""
        super().__init__(parent)
        self._session = session
        self._folio: MapFolio | None = None
        self._asked = 0
        self._task: Task | None = None
        self._base: PaperBase | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE)
        self._timer.timeout.connect(self._make)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        say(self.setWindowTitle, TITLE)
        self.fields = PrintFields(session, listed)
        self.preview = Preview()
        self.message = plain.label()
        self.export, self.to_printer, self.shut = QPushButton(), QPushButton(), QPushButton()
        self._lay_out()
        self.fields.edited.connect(self._wait)
        self.resize(1240, 780)
        self._make()

    def _lay_out(self) -> None:
        scroll = QScrollArea()
        scroll.setWidget(self.fields)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFixedWidth(340)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        middle = QHBoxLayout()
        middle.addWidget(scroll)
        middle.addWidget(self.preview, 1)
        self.message.setWordWrap(True)
        foot = QHBoxLayout()
        foot.addWidget(self.message, 1)
        for button, words, deed in (
            (self.export, EXPORT, self._ask_where),
            (self.to_printer, PRINT, self._ask_printer),
            (self.shut, CLOSE, self.close),
        ):
            say(button.setText, words)
            button.setAutoDefault(False)
            button.clicked.connect(deed)
            foot.addWidget(button)
        self.export.setDefault(True)
        whole = QVBoxLayout(self)
        whole.addLayout(middle, 1)
        whole.addLayout(foot)

    def _wait(self) -> None:
        """Make the sheet again after a pause; until then nothing old can be put out."""
        self._allow(False)
        self._timer.start()

    def _allow(self, ready: bool) -> None:
        self.export.setEnabled(ready)
        self.to_printer.setEnabled(ready)

    def _make(self) -> None:
        """Gather and compose in a thread; only the latest answer counts."""
        self._timer.stop()
        self._asked += 1
        asked, options = self._asked, self.fields.options()
        based, allowed = self.fields.base.isChecked(), self._session.preferences.online_maps
        chosen = self.fields.paper_chosen()
        if self._task is not None:
            self._task.cancel()

        def job(db: Database, task: Task) -> MapFolio:
            from renewtrack.printing import composing, make

            gathered = make.status_map(db, options)
            task(0.3)
            if based:
                gathered = replace(gathered, backdrop=self._beneath(db, allowed))
            task(0.5)
            return composing.compose(gathered, chosen)

        self._allow(False)
        self._say(MAKING)
        self._task = self._session.run_read(
            job,
            lambda made: self._take(asked, made),
            lambda error: self._refuse(asked, error),
            words=MAKING,
        )

    def _beneath(self, db: Database, allowed: tuple[str, ...]) -> PaperBase:
        """Return the base maps, opened by the first sheet that wants them; in its thread."""
        from renewtrack.maps.base_paper import PaperBase

        if self._base is None:
            self._base = PaperBase(db, self._session.path, allowed)
        return self._base

    def _take(self, asked: int, folio: MapFolio) -> None:
        if asked != self._asked:
            return
        self._task = None
        self._folio = folio
        self.preview.show_folio(folio)
        self._say(NOTHING)
        self._allow(not self._timer.isActive())
        self.made.emit()

    def _refuse(self, asked: int, error: Exception) -> None:
        """Say what is missing; the last good sheet stays in sight but cannot be put out."""
        if asked != self._asked or isinstance(error, Cancelled):
            return
        self._task = None
        if not isinstance(error, UserError):
            raise error
        self._complain(error)
        self.made.emit()

    def _ask_where(self) -> None:
        if self._folio is None:
            return
        name = FORBIDDEN.sub("_", self._folio.title).strip(" .") or "status-map"
        start = str(self._session.path.parent / f"{name}.pdf")
        language = self._session.language
        chosen, _ = QFileDialog.getSaveFileName(
            self, EXPORT.in_(language).replace("&", ""), start, PDF_FILES.in_(language)
        )
        if chosen:
            path = Path(chosen)
            self.save(path if path.suffix.lower() == ".pdf" else path.with_name(path.name + ".pdf"))

    def save(self, path: Path) -> None:
        """Write what the preview shows as PDF."""
        if self._folio is None:
            return
        from renewtrack.printing import pdf

        try:
            seen = putting_out.recorder(self._session, "status_map", path)
            pdf.write_folio(path, self._folio, seen)
        except UserError as error:
            self._complain(error)
            return
        self._keep_facts()
        said = SAVED.filled(name=path.name, pages=len(self._folio.pages), scale=self._folio.scale)
        self._say(said)

    def _ask_printer(self) -> None:
        if self._folio is None:
            return
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        from renewtrack.printing import paper

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(self._folio.title)
        paper.prepare(printer, self._folio)
        if QPrintDialog(printer, self).exec() != QDialog.DialogCode.Accepted:
            return
        try:
            pages = paper.send(printer, self._folio)
            putting_out.printed(self._session, "printed_map", pages)
        except UserError as error:
            self._complain(error)
            return
        self._keep_facts()
        self._say(PRINTED.filled(pages=pages))

    def _keep_facts(self) -> None:
        kept = {**self._session.preferences.print_facts, **self.fields.facts()}
        self._session.prefer(print_facts=kept)

    def _complain(self, error: UserError) -> None:
        self._say(Words(error.in_("zh"), error.in_("en")), "refusal")

    def _say(self, words: Words, role: str = "dim") -> None:
        say(self.message.setText, words)
        if self.message.property("role") != role:
            self.message.setProperty("role", role)
            self.message.style().unpolish(self.message)
            self.message.style().polish(self.message)

    def done(self, result: int) -> None:
        self._stop()
        super().done(result)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._stop()
        super().closeEvent(event)

    def _stop(self) -> None:
        """Let go of a sheet in the making and keep what was written."""
        self._timer.stop()
        self._asked += 1
        if self._task is not None:
            self._task.cancel()
            self._task = None
        if self._base is not None:
            self._base.close()
            self._base = None
        self._keep_facts()
