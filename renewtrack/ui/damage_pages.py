"""The three pages under the sentence of a damaged file: ways on, a running job, its report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from renewtrack.ui import damage_words as words
from renewtrack.ui import plain
from renewtrack.ui.record_history import local
from renewtrack.ui.speaking import say
from renewtrack.words import Words

if TYPE_CHECKING:
    from renewtrack.store.backups import Backup
    from renewtrack.store.damage import Damage
    from renewtrack.store.salvaging import Report

_HELD = ("estate", "building", "project", "work")


class Ways(QWidget):
    """What the person can do, each with a sentence on what it does."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.restore, self.salvage = _button(words.RESTORE), _button(words.SALVAGE)
        self.look, self.as_it_is = _button(words.LOOK), _button(words.AS_IT_IS)
        self.other, self.close_ = _button(words.OTHER), _button(words.CLOSE)
        self.about = {
            button: label("dim")
            for button in (self.restore, self.salvage, self.look, self.as_it_is)
        }
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(10)
        grid.setColumnStretch(1, 1)
        for row, (button, told) in enumerate(self.about.items()):
            button.setProperty("role", "wide")
            grid.addWidget(button, row, 0)
            grid.addWidget(told, row, 1)
        section = label("section")
        say(section.setText, words.WHAT_NOW)
        box = _box(self)
        box.addWidget(section)
        box.addLayout(grid)
        box.addStretch(1)
        box.addLayout(_foot(self.other, None, self.close_))
        for button, said in (
            (self.restore, words.SEEKING),
            (self.salvage, words.SALVAGE_TELL),
            (self.look, words.LOOKING),
            (self.as_it_is, words.AS_IT_IS_TELL),
        ):
            say(self.about[button].setText, said)
        self.restore.setEnabled(False)
        self.look.setEnabled(False)
        self._offer_as_it_is(False)

    def show_damage(self, found: Damage) -> None:
        """Offer a look where the lists can be read, and the file itself where it hangs together."""
        self.look.setEnabled(found.readable)
        said = words.LOOK_TELL if found.readable else words.LOOK_NOT
        say(self.about[self.look].setText, said)
        self._offer_as_it_is(found.only_altered)

    def show_backup(self, backup: Backup | None) -> None:
        """Offer the newest good backup, or say that there is none."""
        self.restore.setEnabled(backup is not None)
        best = self.restore if backup is not None else self.salvage
        best.setDefault(True)
        best.setFocus()
        told = words.NO_BACKUP if backup is None else _described(backup)
        say(self.about[self.restore].setText, told)

    def _offer_as_it_is(self, offered: bool) -> None:
        self.as_it_is.setVisible(offered)
        self.about[self.as_it_is].setVisible(offered)


class Running(QWidget):
    """A job under way."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.told, self.bar, self.cancel = label(), QProgressBar(), _button(words.CANCEL)
        self.bar.setTextVisible(False)
        box = _box(self)
        box.addWidget(self.told)
        box.addWidget(self.bar)
        box.addStretch(1)
        box.addLayout(_foot(None, self.cancel))

    def begin(self, said: Words, *, stoppable: bool) -> None:
        """Show a job that begins; one that cannot be stopped has no measure either."""
        say(self.told.setText, said)
        self.bar.setRange(0, 1000 if stoppable else 0)
        self.bar.setValue(0)
        self.cancel.setVisible(stoppable)
        self.cancel.setFocus()

    def move_to(self, fraction: float) -> None:
        """Show how far it is."""
        self.bar.setValue(int(fraction * 1000))


class Result(QWidget):
    """What a salvage brought and lost."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.outcome, self.lines = label("title"), QPlainTextEdit()
        self.lines.setReadOnly(True)
        self.lines.setTabChangesFocus(True)
        say(self.lines.setAccessibleName, words.RESULT)
        self.open_new, self.open_report = _button(words.OPEN_NEW), _button(words.OPEN_REPORT)
        self.close_ = _button(words.CLOSE)
        box = _box(self)
        box.addWidget(self.outcome)
        box.addWidget(self.lines, 1)
        box.addLayout(_foot(self.open_report, None, self.open_new, self.close_))

    def show_report(self, report: Report) -> None:
        """Show the sentences of a report and where the files lie."""
        from renewtrack.store import salvage_report

        say(self.outcome.setText, words.WHOLE if report.whole else words.PARTLY)
        where = (
            words.NEW_FILE.filled(path=report.out),
            words.REPORT.filled(path=salvage_report.text_path(report.out)),
        )
        say(self.lines.setPlainText, listed((*report.words, *where)))
        self.open_new.setDefault(True)
        self.open_new.setFocus()


def label(role: str = "") -> QLabel:
    """Return a label of plain text that takes as many lines as it needs."""
    made = plain.label()
    made.setWordWrap(True)
    if role:
        made.setProperty("role", role)
    return made


def listed(said: tuple[Words, ...]) -> Words:
    """Return sentences as a list with a point before each."""
    return Words(
        *("\n".join(f"· {each.in_(language)}" for each in said) for language in ("zh", "en"))
    )


def _described(backup: Backup) -> Words:
    counts = {key: backup.manifest.counts.get(key, 0) for key in _HELD}
    return words.RESTORE_TELL.filled(
        at=local(backup.manifest.created_at),
        reason=backup.manifest.reason_words,
        held=words.HELD.filled(**counts),
    )


def _button(said: Words) -> QPushButton:
    made = QPushButton()
    say(made.setText, said)
    return made


def _box(page: QWidget) -> QVBoxLayout:
    box = QVBoxLayout(page)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(12)
    return box


def _foot(*shown: QPushButton | None) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    for each in shown:
        if each is None:
            row.addStretch(1)
        else:
            row.addWidget(each)
    return row
