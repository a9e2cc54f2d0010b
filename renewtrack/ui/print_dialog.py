"""The print dialog: what is printed, its fields and, beside them, the pages themselves."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from renewtrack.errors import Cancelled, UserError
from renewtrack.ui import fitting, plain, print_kinds, print_saving, putting_out
from renewtrack.ui.print_fields import PrintFields
from renewtrack.ui.print_kinds import Front, Range, Wish
from renewtrack.ui.print_preview import Preview
from renewtrack.ui.speaking import say
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

    from renewtrack.maps.base_paper import PaperBase
    from renewtrack.printing.folio import Folio
    from renewtrack.ui.session import Session
    from renewtrack.ui.tasks import Task

__all__ = ["PrintDialog", "Range"]

PAUSE = 250  # ms without a key before the sheet is made again

TITLE = Words("打印", "Print")
EXPORT = Words("导出PDF(&E)…", "&Export PDF…")
PRINT = Words("打印(&P)…", "&Print…")
CLOSE = Words("关闭(&C)", "&Close")
MAKING = Words("正在生成图纸…", "Making the sheet…")
NOTHING = Words("", "")
SHARE = Words("正在生成… {percent}%", "Making… {percent}%")
WRITING = Words("正在写出 PDF… {percent}%", "Writing the PDF… {percent}%")
STOP, STOPPED = Words("停止(&Q)", "Stop (&Q)"), Words("已停止。", "Stopped.")
SAVED = Words("已导出 {name}（{pages} 页）。", "Saved {name} ({pages} pages).")
TEXTS = Words(
    "本单位的告知单文字在 {path}，改好保存后重新选一次告知单。",
    "The office's texts are in {path}; edit and save them, then choose the notice again.",
)
AT_ONCE = 6  # pages that are written while one waits
PRINTED = Words("已送往打印机：{pages} 页。", "Sent to the printer: {pages} pages.")


class PrintDialog(QDialog):
    """Fields on the left, the sheet on the right, made again while one types."""

    made = Signal()  # the preview shows what the fields say

    def __init__(
        self,
        session: Session,
        parent: QWidget | None = None,
        listed: Range | None = None,
        front: Front | None = None,
    ) -> None:
        """Open on a session with an open file.

        ``listed`` are the rows of the present filter, ``front`` is the table in front.
        """
        super().__init__(parent)
        self._session = session
        self._folio: Folio | None = None
        self._wish: Wish | None = None
        self._asked = 0
        self._task: Task | None = None
        self._base: PaperBase | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE)
        self._timer.timeout.connect(self._make)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        say(self.setWindowTitle, TITLE)
        self.fields = PrintFields(session, listed, front)
        self.preview = Preview()
        self.message = plain.label()
        self.halt = QPushButton()
        self.export, self.to_printer, self.shut = QPushButton(), QPushButton(), QPushButton()
        self._lay_out()
        self.fields.edited.connect(self._wait)
        self.fields.layouts_asked.connect(self._manage_layouts)
        self.fields.texts_asked.connect(
            lambda: self._say(TEXTS.filled(path=print_saving.open_texts()))
        )
        self.resize(fitting.low(self, 1280, 800))
        self._make()

    def _lay_out(self) -> None:
        middle = QHBoxLayout()
        middle.addWidget(_scrolled(self.fields))
        middle.addWidget(self.preview, 1)
        self.message.setWordWrap(True)
        foot = QHBoxLayout()
        foot.addWidget(self.message, 1)
        for button, words, deed in (
            (self.halt, STOP, self._halt),
            (self.export, EXPORT, self._ask_where),
            (self.to_printer, PRINT, self._ask_printer),
            (self.shut, CLOSE, self.close),
        ):
            say(button.setText, words)
            button.setAutoDefault(False)
            button.clicked.connect(deed)
            foot.addWidget(button)
        self.export.setDefault(True)
        self.halt.hide()
        whole = QVBoxLayout(self)
        whole.addLayout(middle, 1)
        whole.addLayout(foot)

    def _wait(self) -> None:
        """Make the sheet again after a pause; until then nothing old can be put out."""
        self._asked += 1  # what is on its way is already old
        self._allow(False)
        self._timer.start()

    def _allow(self, ready: bool) -> None:
        self.export.setEnabled(ready)
        self.to_printer.setEnabled(ready)

    def _make(self) -> None:
        """Gather and compose in a thread; only the latest answer counts."""
        self._timer.stop()
        self._asked += 1
        asked, wish = self._asked, self.fields.wish()
        allowed, project = self._session.preferences.online_maps, self._session.path
        if self._task is not None:
            self._task.cancel()

        def job(db: Database, task: Task) -> Folio:
            from renewtrack.ui import print_kinds

            return print_kinds.made(db, project, wish, task, lambda db: self._beneath(db, allowed))

        self._allow(False)
        self._say(MAKING)
        self._task = self._session.run_read(
            job,
            lambda made: self._take(asked, wish, made),
            lambda error: self._refuse(asked, error),
            lambda share: self._moved(asked, SHARE, share),
            words=MAKING,
        )

    def _moved(self, asked: int, words: Words, share: float) -> None:
        """Tell how far it is; what takes long can be stopped."""
        if asked == self._asked and self._task is not None:
            self._say(words.filled(percent=round(share * 100)))
            self.halt.show()

    def _halt(self) -> None:
        self._timer.stop()
        self._asked += 1
        if self._task is not None:
            self._task.cancel()
            self._task = None
        self.halt.hide()
        self._allow(self._folio is not None)
        self._say(STOPPED)
        self.made.emit()

    def _beneath(self, db: Database, allowed: tuple[str, ...]) -> PaperBase:
        """Return the base maps, opened by the first sheet that wants them; in its thread."""
        from renewtrack.maps.base_paper import PaperBase

        if self._base is None:
            self._base = PaperBase(db, self._session.path, allowed)
        return self._base

    def _take(self, asked: int, wish: Wish, folio: Folio) -> None:
        if asked != self._asked:
            return
        self._task = None
        self._folio, self._wish = folio, wish
        self.halt.hide()
        self.preview.show_folio(folio)
        self._say(NOTHING)
        self._allow(not self._timer.isActive())
        self.made.emit()

    def _refuse(self, asked: int, error: Exception) -> None:
        """Say what is missing; the last good sheet stays in sight but cannot be put out."""
        if asked != self._asked or isinstance(error, Cancelled):
            return
        self._task = None
        self.halt.hide()
        if not isinstance(error, UserError):
            raise error
        self._complain(error)
        self.made.emit()

    def _ask_where(self) -> None:
        if self._folio is not None:
            path = print_saving.ask_where(self._session, self._folio.title, self)
            if path is not None:
                self.save(path)

    def save(self, path: Path) -> None:
        """Write what the preview shows as PDF; many pages in a thread."""
        if self._folio is None or self._wish is None:
            return
        if len(self._folio.pages) > AT_ONCE:
            self._save_later(path, self._folio, self._wish)
            return
        from renewtrack.printing import pdf

        what, why = print_kinds.RECORDED[self._wish.kind], self._wish.reason
        try:
            seen = putting_out.recorder(self._session, what, path, Words(why, why) if why else None)
            pdf.write_folio(path, self._folio, seen)
        except UserError as error:
            self._complain(error)
            return
        self._saved(path, len(self._folio.pages))

    def _save_later(self, path: Path, folio: Folio, wish: Wish) -> None:
        self._asked += 1
        asked = self._asked

        def done(pages: int) -> None:
            self._take(asked, wish, folio)
            self._session.recorded.emit()
            self._saved(path, pages)

        def failed(error: Exception) -> None:
            self._refuse(asked, error)
            self._allow(self._folio is not None)

        self._allow(False)
        self._task = print_saving.later(
            self._session,
            (folio, path, print_kinds.RECORDED[wish.kind], wish.reason),
            (done, failed, lambda share: self._moved(asked, WRITING, share)),
        )

    def _saved(self, path: Path, pages: int) -> None:
        self._keep_facts()
        self._say(SAVED.filled(name=path.name, pages=pages))

    def _ask_printer(self) -> None:
        if self._folio is None or self._wish is None:
            return
        try:
            pages = print_saving.to_printer(self._session, self._folio, self._wish.kind, self)
        except UserError as error:
            self._complain(error)
            return
        if pages:
            self._keep_facts()
            self._say(PRINTED.filled(pages=pages))

    def _manage_layouts(self) -> None:
        """Let the office's own layouts be made, and use the one that was saved last."""
        from renewtrack.ui.print_layouts import LayoutsDialog

        dialog = LayoutsDialog(self._session, self.fields.layout_.key, self)
        dialog.exec()
        self.fields.offer_layouts(dialog.saved)
        self._wait()

    def _keep_facts(self) -> None:
        kept = {**self._session.preferences.print_facts, **self.fields.facts()}
        self._session.prefer(print_facts=kept)

    def _complain(self, error: UserError) -> None:
        self._say(Words(error.in_("zh"), error.in_("en")), "refusal")

    def _say(self, words: Words, role: str = "dim") -> None:
        say(self.message.setText, words)
        _dress(self.message, role)

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


def _scrolled(fields: PrintFields) -> QScrollArea:
    """Return the fields in a column that scrolls where they find no room."""
    scroll = QScrollArea()
    scroll.setWidget(fields)
    scroll.setWidgetResizable(True)
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setFixedWidth(370)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return scroll


def _dress(label: QLabel, role: str) -> None:
    """Give a label the look of a role."""
    if label.property("role") != role:
        label.setProperty("role", role)
        label.style().unpolish(label)
        label.style().polish(label)
