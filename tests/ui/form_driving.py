"""Fills the form of an entry as a clerk does: field by field from the keyboard, kept by Enter."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit

from renewtrack.ui import asking
from renewtrack.ui.entry_form import EntryForm


@dataclass(slots=True)
class Clerk:
    """Somebody who types the same into every form; ``told`` has what the forms refused."""

    typed: dict[str, str] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    agrees: bool = True

    def fill(self, form: EntryForm) -> int:
        """Type into a form and press Enter; give it up where it refuses."""
        form.show()
        self.titles.append(form.windowTitle())
        for key, words in self.typed.items():
            put(form.fields[key], words)
        QTest.keyClick(enter_in(form), Qt.Key.Key_Return)
        if form.isVisible():
            self.told.append(form.why.text())
            QTest.keyClick(form, Qt.Key.Key_Escape)
        return form.result()


def put(widget: object, words: str) -> None:
    """Type into one field, or choose in it by its stored key."""
    if isinstance(widget, QComboBox):
        widget.setCurrentIndex(widget.findData(words or None))
        assert (widget.currentData() or "") == words
    elif isinstance(widget, QCheckBox):
        if widget.isChecked() != bool(words):
            QTest.keyClick(widget, Qt.Key.Key_Space)
    else:
        assert isinstance(widget, QLineEdit | QPlainTextEdit)
        widget.selectAll()
        QTest.keyClick(widget, Qt.Key.Key_Backspace)
        QTest.keyClicks(widget, words) if words.isascii() else paste(widget, words)


def paste(widget: QLineEdit | QPlainTextEdit, words: str) -> None:
    """Put in Chinese words, which no key of the board has."""
    if isinstance(widget, QLineEdit):
        widget.insert(words)
    else:
        widget.insertPlainText(words)


def enter_in(form: EntryForm) -> QLineEdit:
    """Return a line of a form, where Enter keeps what is typed."""
    return next(each for each in form.fields.values() if isinstance(each, QLineEdit))


def at_the_forms(monkeypatch: pytest.MonkeyPatch) -> Clerk:
    """Put a clerk before every form and every question that is asked from now on."""
    clerk = Clerk()

    def confirmed(*said: object) -> bool:
        clerk.asked.append(str(said[2]))
        return clerk.agrees

    monkeypatch.setattr(EntryForm, "exec", lambda form: clerk.fill(form))
    monkeypatch.setattr(asking, "confirmed", confirmed)
    return clerk
