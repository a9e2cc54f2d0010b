from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QTabBar,
    QWidget,
)

from renewtrack.ui import asking, command_table, form_fields
from renewtrack.ui.columns import COLUMNS
from renewtrack.ui.commands import Commands
from renewtrack.ui.help_window import About
from renewtrack.ui.main_window import MainWindow
from renewtrack.ui.new_ledger import NewLedger
from renewtrack.ui.record_deeds import NewRecord
from renewtrack.ui.speaking import speech
from renewtrack.words import Words

CJK = re.compile(r"[\u3400-\u9fff]")


def _said(widget: QWidget) -> Iterator[str]:
    """Every word of a widget and those in it that is ours and no data."""
    for label in widget.findChildren(QLabel):
        if not label.isHidden():  # those that were replaced are gone with the next event
            yield label.text()
    for button in (each for each in widget.findChildren(QAbstractButton) if not each.isHidden()):
        yield button.text()
        yield button.accessibleName()
    for line in widget.findChildren(QLineEdit):
        yield line.placeholderText()
        yield line.accessibleName()
    for tabs in widget.findChildren(QTabBar):
        yield from (tabs.tabText(place) for place in range(tabs.count()))
    for box in widget.findChildren(QComboBox):
        yield box.accessibleName()


def _on_screen(window: MainWindow) -> Iterator[str]:
    for action in window.findChildren(QAction):
        if not action.property("native") and action.parent() is not window.commands:
            yield action.text()
            yield action.toolTip()
    for part in (window.first, window.filters, window.history, window.status):
        yield from _said(part)
    yield from _said(window.detail.works)
    yield from _said(window.detail.money)
    for forms in window.detail.forms.values():
        for form in forms:
            yield from (label.text() for label in form.findChildren(QLabel))
    for table in window.workspace.ledger.tables.values():
        for place in range(table.ledger.columnCount()):
            yield str(table.ledger.headerData(place, Qt.Orientation.Horizontal))


@pytest.fixture
def english(window: MainWindow) -> MainWindow:
    window.session.prefer(who="A. User", recent=())
    speech.switch("en")
    return window


def test_english_has_no_chinese_left_outside_the_data(english: MainWindow) -> None:
    english.panes.docks["detail"].show()
    left = {words for words in _on_screen(english) if CJK.search(words)}
    assert left <= {"中文"}, left  # the name of the language itself


def test_the_tables_of_words_are_full_in_both_languages() -> None:
    spoken: list[Words] = [command.words for command in command_table.COMMANDS]
    spoken += [column.words for columns in COLUMNS.values() for column in columns]
    spoken += [
        column.words
        for groups in form_fields.GROUPS.values()
        for g in groups
        for column in g.fields
    ]
    for words in spoken:
        assert CJK.search(words.zh)
        assert words.en
        assert not CJK.search(words.en)


def test_dialogs_speak_english_as_well(english: MainWindow) -> None:
    dialogs = [
        NewLedger(english.files.folder(), english),
        About(english),
        asking.LineDialog(command_table.RECENT, command_table.RECENT, lambda _: None, "", english),
        *(NewRecord(kind, english.session, english) for kind in COLUMNS),
    ]
    for dialog in dialogs:
        shown = {words for words in (*_said(dialog), dialog.windowTitle()) if CJK.search(words)}
        assert not {words for words in shown if "更新台账" not in words}  # its own name
        dialog.close()


def test_every_visible_text_changes_with_the_language(window: MainWindow) -> None:
    speech.switch("en")
    english = {key: act.text() for key, act in window.commands.actions.items()}
    speech.switch("zh")
    for key, act in window.commands.actions.items():
        assert act.text() != english[key], key


def test_a_forgotten_owner_is_no_trouble_for_the_next_switch(window: MainWindow) -> None:
    dialog = NewLedger(window.files.folder(), window)
    dialog.deleteLater()
    QApplication.sendPostedEvents(dialog, 0)
    QApplication.processEvents()
    speech.switch("en")
    assert isinstance(window.commands, Commands)
