"""The root of every error that the person at the keyboard can put right."""

from __future__ import annotations

from typing import ClassVar

from renewtrack.words import Words


class UserError(Exception):
    """Something the person at the keyboard can put right.

    ``words`` says what happened, what is safe and what to do.
    """

    words: ClassVar[Words]

    def __init__(self, **values: object) -> None:
        self._filled = self.words.filled(**values)
        super().__init__(self._filled.en)

    def in_(self, language: str) -> str:
        """Return the message in a language."""
        return self._filled.in_(language)


class Cancelled(Exception):
    """A job was stopped by the person who started it; nothing of it is left."""
