"""Remembered layouts of senders: chosen for a sheet, saved, taken to another office, deleted."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QFileDialog, QMenu, QSizePolicy, QToolButton, QWidget

from renewtrack.intake import senders
from renewtrack.intake.saved_layout import SavedLayout
from renewtrack.ui import asking, plain
from renewtrack.ui.import_wizard_choice import Choice
from renewtrack.ui.speaking import say, text
from renewtrack.words import Words

LAYOUT = Words("版式(&L)", "&Layout")
MENU, MENU_TITLE = Words("版式 ▾", "Layouts ▾"), Words("版式", "Layouts")
MENU_TIP = Words(
    "记住的版式：列怎么对应、单位和问题的答案。可存成文件给别的单位用",
    "Remembered layouts: which column is which field, units and answers. A layout can be given to "
    "another office as a file",
)
BY_ITSELF = Words("不用记住的版式", "No remembered layout")
BY = Words("按“{name}”版式识别", "By the layout “{name}”")
SAVE, EXPORT = Words("另存为…", "Save as…"), Words("导出到文件…", "Export to a file…")
IMPORT, DELETE = Words("从文件导入…", "Import from a file…"), Words("删除…", "Delete…")
NAME = Words("版式名称，例如填报单位或表名", "Name of the layout, such as its sender")
SAVED = Words("已记住版式“{name}”", "Layout “{name}” is remembered")
TAKEN = Words("已导入版式“{name}”", "Layout “{name}” was imported")
GIVEN = Words("版式已导出：{file}", "The layout was exported: {file}")
GONE = Words("已删除版式“{name}”", "Layout “{name}” was deleted")
SURE = Words(
    "删除版式“{name}”？已经导入的数据不受影响。",
    "Delete the layout “{name}”? What was imported by it stays.",
)
FILES = Words("版式文件", "Layout files")
_PATTERN = "*.toml"


class LayoutBox(QComboBox):
    """Says by which remembered layout a sheet was recognised, and offers the others."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(12)

    def show_choice(self, choice: Choice | None) -> None:
        """Show the layout of a sheet among all that are remembered."""
        chosen = choice.saved if choice is not None else None
        with QSignalBlocker(self):
            self.clear()
            self.addItem(text(BY_ITSELF), None)
            for saved in remembered():
                self.addItem(text(BY.filled(name=saved.name)), saved)
                if chosen is not None and saved.name == chosen.name:
                    self.setCurrentIndex(self.count() - 1)
        self.setEnabled(self.count() > 1)


class LayoutsButton(QToolButton):
    """The small menu of remembered layouts at the top right of the wizard."""

    save_asked = Signal(str)
    export_asked = Signal(object)  # Path
    import_asked = Signal(object)  # Path
    delete_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choice: Choice | None = None
        say(self.setText, MENU)
        say(self.setAccessibleName, MENU_TITLE)
        plain.say_tip(self, MENU_TIP)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        menu = QMenu(self)
        self.saving = self._entry(menu, SAVE, self._save)
        self.exporting = self._entry(menu, EXPORT, self._export)
        self.importing = self._entry(menu, IMPORT, self._import)
        menu.addSeparator()
        self.deleting = self._entry(menu, DELETE, self._delete)
        self.setMenu(menu)

    def show_choice(self, choice: Choice | None) -> None:
        """Offer what can be done with the layout of a sheet."""
        self._choice = choice
        known = choice is not None and choice.known
        for entry in (self.saving, self.exporting):
            entry.setEnabled(known)
        self.deleting.setEnabled(choice is not None and choice.saved is not None)

    @staticmethod
    def _entry(menu: QMenu, words: Words, deed: object) -> QAction:
        action = QAction(menu)
        say(action.setText, words)
        action.triggered.connect(deed)
        menu.addAction(action)
        return action

    def _save(self) -> None:
        assert self._choice is not None
        name = asking.line(self, MENU_TITLE, NAME, name_of(self._choice))
        if name:
            self.save_asked.emit(name)

    def _export(self) -> None:
        assert self._choice is not None
        near = f"{name_of(self._choice)}.toml"
        kinds = f"{text(FILES)} ({_PATTERN})"
        chosen, _ = QFileDialog.getSaveFileName(self, text(EXPORT), near, kinds)
        if chosen:
            self.export_asked.emit(Path(chosen))

    def _import(self) -> None:
        kinds = f"{text(FILES)} ({_PATTERN})"
        chosen, _ = QFileDialog.getOpenFileName(self, text(IMPORT), "", kinds)
        if chosen:
            self.import_asked.emit(Path(chosen))

    def _delete(self) -> None:
        saved = self._choice.saved if self._choice is not None else None
        if saved is not None and asking.confirmed(
            self, MENU_TITLE, SURE.filled(name=saved.name), DELETE
        ):
            self.delete_asked.emit()


def remembered() -> tuple[SavedLayout, ...]:
    """Return the layouts that are remembered here."""
    return senders.all()


def name_of(choice: Choice) -> str:
    """Return the name that a sheet's layout has or would get: its sender's or its title's."""
    if choice.layout_name:
        return choice.layout_name
    if choice.saved is not None:
        return choice.saved.name
    found = choice.examined.layout if choice.examined is not None else None
    title = (found.title or found.sheet.name) if found is not None else ""
    return " ".join(title.split())[:40] or choice.path.stem


def keep(choice: Choice, name: str) -> SavedLayout:
    """Remember the layout of a sheet with all that was corrected; raises LayoutNotWritten."""
    assert choice.examined is not None
    saved = senders.remember(choice.examined.layout, choice.options, name)
    senders.save(saved)
    choice.saved, choice.layout_name = saved, name
    return saved


def save_as(choice: Choice, name: str) -> Words:
    """Remember the layout of a sheet by a name; return what to say."""
    keep(choice, name)
    return SAVED.filled(name=name)


def export(choice: Choice, path: Path) -> Words:
    """Write the layout of a sheet to a file for another office; return what to say."""
    assert choice.examined is not None
    saved = senders.remember(choice.examined.layout, choice.options, name_of(choice))
    senders.write_file(saved, path)
    return GIVEN.filled(file=path.name)


def take(path: Path) -> Words:
    """Remember the layout in a file; return what to say. Raises its UserErrors."""
    saved = senders.read_file(path)
    senders.save(saved)
    return TAKEN.filled(name=saved.name)


def delete(choice: Choice) -> Words:
    """Forget the layout that a sheet was recognised by; return what to say."""
    assert choice.saved is not None
    saved, choice.saved = choice.saved, None
    senders.remove(saved)
    return GONE.filled(name=saved.name)
