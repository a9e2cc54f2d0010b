"""The language on the screen, switched while the program runs."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QTranslator, Signal
from shiboken6 import isValid

from renewtrack.words import LANGUAGES, Words

QT_CATALOGUE = "qtbase_zh_CN"  # Qt's own dialogs; English needs none


@dataclass(frozen=True, slots=True)
class Said:
    """One text on one object, to be said again in another language."""

    owner: QObject
    setter: Callable[[str], object]
    words: Words


class Speech(QObject):
    """Knows the language and every text that was said through it."""

    switched = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.language = LANGUAGES[0]
        self._said: dict[tuple[int, str], Said] = {}
        self._prune_at = 2_000
        self._translator: QTranslator | None = None

    def switch(self, language: str) -> None:
        """Say everything again in a language, Qt's own words included."""
        self.language = language if language in LANGUAGES else LANGUAGES[0]
        QLocale.setDefault(QLocale("en_US" if self.language == "en" else "zh_CN"))
        self._switch_qt()
        self._prune()
        for said in tuple(self._said.values()):
            said.setter(said.words.in_(self.language))
        self.switched.emit(self.language)

    def say(self, owner: QObject, name: str, setter: Callable[[str], object], words: Words) -> None:
        """Set a text now and after every switch, as long as its owner lives."""
        if len(self._said) > self._prune_at:
            self._prune()
            self._prune_at = max(2_000, 2 * len(self._said))
        self._said[id(owner), name] = Said(owner, setter, words)
        setter(words.in_(self.language))

    def _prune(self) -> None:
        self._said = {key: said for key, said in self._said.items() if isValid(said.owner)}

    def _switch_qt(self) -> None:
        application = QCoreApplication.instance()
        if application is None:
            return
        if self._translator is not None:
            application.removeTranslator(self._translator)
            self._translator = None
        if self.language == "zh":
            translator = QTranslator(application)
            folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
            if translator.load(QT_CATALOGUE, folder):
                application.installTranslator(translator)
                self._translator = translator


speech = Speech()  # one screen, one language: Qt's translators belong to the process as well


def say(setter: Callable[[str], object], words: Words, owner: QObject | None = None) -> None:
    """Give a setter its text in the present language, and again after every switch.

    ``setter`` is a method of a Qt object (``label.setText``); for any other callable give the
    ``owner`` with whose end it is forgotten. Saying again through the same setter replaces.
    """
    mine = owner if owner is not None else getattr(setter, "__self__", None)
    if not isinstance(mine, QObject):
        raise TypeError("say() needs a method of a Qt object, or its owner")
    speech.say(mine, _name(setter), setter, words)


def text(words: Words) -> str:
    """Return the text in the present language."""
    return words.in_(speech.language)


def _name(setter: Callable[[str], object]) -> str:
    """Return what tells one setter of an owner from another."""
    if inspect.isfunction(setter):
        code = setter.__code__
        return f"{code.co_filename}:{code.co_firstlineno}:{code.co_positions}"
    return str(getattr(setter, "__name__", setter))
