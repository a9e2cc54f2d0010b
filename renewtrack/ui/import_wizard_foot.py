"""The foot of the import wizard: progress, what is to be said, and the buttons."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from renewtrack.errors import UserError
from renewtrack.ui.import_wizard_pace import Reached
from renewtrack.ui.import_wizard_parts import MARGIN, button, label
from renewtrack.ui.speaking import say, speech, text
from renewtrack.words import Words

BACK, NEXT = Words("上一步(&B)", "&Back"), Words("下一步(&N)", "&Next")
WRITE = Words("写入（可整批撤销）(&W)", "&Write (can be undone as a whole)")
DONE, MORE = Words("完成(&N)", "Do&ne"), Words("导入下一个文件(&N)", "&Next file")
CANCEL, CLOSE = Words("取消", "Cancel"), Words("关闭", "Close")
STOP = Words("停止(&P)", "Sto&p")
PROGRESS = Words("进度", "Progress")
_FILES, _CHANGES, _RECEIPT = 0, 4, 5


class Foot(QWidget):
    """One line of words with progress, and the way back and on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.back, self.stop, self.cancel = button(BACK), button(STOP), button(CANCEL)
        self.next = QPushButton()
        self.next.setAutoDefault(False)  # else Qt takes the default away with the focus
        self.next.setDefault(True)
        say(self.next.setText, NEXT)
        self.progress = QProgressBar()
        self.progress.setRange(0, 1000)
        self.progress.setTextVisible(False)
        self.progress.setFixedWidth(220)
        say(self.progress.setAccessibleName, PROGRESS)
        self.words = label(role="dim")
        self.trouble = label(role="refusal", wrap=True)
        self._said: Words | None = None  # what stands there now
        self._told: Words | None = None  # what stands there again when the work has ended
        self._file = ""
        self._lay_out()
        self.trouble.hide()
        self.end()
        speech.switched.connect(self._speak)

    def show_step(self, step: int, file: str, more: bool) -> None:
        """Name the buttons for a step; ``more`` tells that other files wait."""
        on = {_CHANGES: WRITE, _RECEIPT: MORE if more else DONE}.get(step, NEXT)
        say(self.next.setText, on)
        say(self.cancel.setText, CLOSE if step == _RECEIPT else CANCEL)
        self.cancel.setVisible(step != _RECEIPT or more)  # else "Done" says the same
        self.back.setEnabled(_FILES < step < _RECEIPT)
        self._file = file if step != _FILES else ""
        self._speak()

    def allow(self, on: bool) -> None:
        """Let the way on be taken, or not."""
        self.next.setEnabled(on)
        self.next.setDefault(True)  # Qt takes it away while the button is disabled

    def begin(self, words: Words) -> None:
        """Show that work is under way."""
        self._said = words
        self.trouble.hide()
        self.progress.setValue(0)
        self.progress.show()
        self.stop.show()
        self._speak()

    def move_to(self, reached: Reached) -> None:
        """Show how far the work has come: stage, rows and rows a second."""
        self.progress.setValue(round(1000 * reached.share))
        self._said = reached.words
        self._speak()

    def end(self) -> None:
        """Show that no work is under way."""
        self._said = self._told
        self.progress.hide()
        self.stop.hide()
        self._speak()

    def tell(self, words: Words | None) -> None:
        """Say a line beside the buttons, or the file's name again."""
        self._said = self._told = words
        self.trouble.hide()
        self._speak()

    def complain(self, error: UserError) -> None:
        """Say why something could not be done."""
        self.trouble.setText(error.in_(speech.language))
        self.trouble.show()

    def _lay_out(self) -> None:
        line = QFrame()
        line.setProperty("role", "line")
        inside = QVBoxLayout()
        inside.setContentsMargins(MARGIN, 8, MARGIN, 12)
        inside.setSpacing(8)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.progress)
        buttons.addWidget(self.words, 1)
        for made in (self.stop, self.cancel, self.back, self.next):
            buttons.addWidget(made)
        inside.addWidget(self.trouble)
        inside.addLayout(buttons)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(line)
        box.addLayout(inside)

    def _speak(self, _: object = None) -> None:
        self.words.setText(text(self._said) if self._said else self._file)
