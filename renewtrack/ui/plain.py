"""Data shown as the text it is, never as HTML that Qt would draw and load files for."""

from __future__ import annotations

import html

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QWidget

from renewtrack.ui.speaking import say
from renewtrack.words import Words


def label(words: str = "") -> QLabel:
    """Return a label that shows every sign as it is written."""
    made = QLabel()
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setText(words)
    return made


def plain_tip(words: str) -> str:
    """Return text as a tip of one to several lines that Qt shows sign for sign.

    A tip has no text format: Qt guesses. What could be taken for a tag is escaped.
    """
    if "<" not in words:
        return words
    return f'<p style="white-space: pre-wrap">{html.escape(words)}</p>'


def say_tip(owner: QWidget | QAction, words: Words) -> None:
    """Give something its tip in the present language, and again after every switch."""
    say(lambda shown: owner.setToolTip(plain_tip(shown)), words, owner)
