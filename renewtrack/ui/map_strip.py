"""The strip above the map: its tools, and what the tool in hand wants and measures."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from renewtrack.ui import icons, map_words, plain
from renewtrack.ui.flow import FlowLayout
from renewtrack.ui.speaking import say
from renewtrack.words import Words

BUTTONS: tuple[str | tuple[Words, str, tuple[str, ...]], ...] = (
    "map_box",
    "map_outline",
    (map_words.MEASURE, "ruler", ("measure_length", "measure_area")),
    (
        map_words.DRAW,
        "pen",
        (
            *("draw_outline", "draw_position", "draw_building", "draw_park", "draw_line"),
            *("draw_point", "split_building", "merge_buildings"),
        ),
    ),
    "correct_shape",
    "bulk_edit",
    "visible_panel",
)


class MapStrip(QFrame):
    """Buttons of the tools; below them, while one is in hand, its hint and its own buttons."""

    finished, stepped_back, given_up = Signal(), Signal(), Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "strip")
        say(self.setAccessibleName, map_words.TOOLS)
        self._row = QHBoxLayout()
        self._row.setContentsMargins(6, 3, 6, 3)
        self._row.setSpacing(2)
        self.hint, self.measure, self.refusal = plain.label(), plain.label(), plain.label()
        self._buttons = {
            "finish": _button(map_words.FINISH, self.finished.emit),
            "back": _button(map_words.BACK, self.stepped_back.emit),
            "give_up": _button(map_words.GIVE_UP, self.given_up.emit),
        }
        self._tool = QWidget()
        self._site, self._site_row = QWidget(), FlowLayout(gap=6)
        self._lay()
        self.show_tool(None)
        self.show_site(None, ())

    def _lay(self) -> None:
        self.hint.setWordWrap(True)
        self.hint.setProperty("role", "dim")
        self.measure.setProperty("role", "section")
        self.measure.setMinimumHeight(self._buttons["back"].sizeHint().height())
        self.refusal.setWordWrap(True)
        self.refusal.setProperty("role", "bad")
        tool = QVBoxLayout(self._tool)
        tool.setContentsMargins(10, 2, 8, 6)
        tool.setSpacing(4)
        tool.addWidget(self.hint)
        tool.addWidget(self.refusal)
        foot = FlowLayout(gap=6)
        foot.addWidget(self.measure)
        for button in self._buttons.values():
            foot.addWidget(button)
        tool.addLayout(foot)
        site = QVBoxLayout(self._site)
        site.setContentsMargins(10, 2, 8, 6)
        site.addLayout(self._site_row)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(self._row)
        box.addWidget(self._tool)
        box.addWidget(self._site)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def fill(self, actions: Mapping[str, QAction]) -> None:
        """Give the strip its buttons, which do what the window's actions do."""
        for each in BUTTONS:
            button = QToolButton()
            button.setIconSize(QSize(16, 16))
            button.setAutoRaise(True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
            if isinstance(each, str):
                button.setDefaultAction(actions[each])
            else:
                _make_menu(button, *each, actions)
            self._row.addWidget(button)
        self._row.addStretch(1)

    def show_tool(self, hint: Words | None, *, finishes: bool = True, steps: bool = True) -> None:
        """Say what the tool in hand wants; None: there is none."""
        self._tool.setVisible(hint is not None)
        self.measure.hide()
        self.refuse(None)
        if hint is not None:
            say(self.hint.setText, hint)
            self._site.hide()
        self._buttons["finish"].setVisible(finishes)
        self._buttons["back"].setVisible(steps)
        say(self._buttons["give_up"].setText, map_words.GIVE_UP if finishes else map_words.END)

    def show_measure(self, said: str, steps: int) -> None:
        """Show what the shape in the making measures."""
        self.measure.setText(said)
        self.measure.setVisible(bool(said))
        self._buttons["back"].setEnabled(steps > 0)
        self.refuse(None)

    def refuse(self, why: Words | None) -> None:
        """Say why a shape cannot be stored as it is; the pen goes on."""
        self.refusal.setVisible(why is not None)
        if why is not None:
            say(self.refusal.setText, why)

    def show_site(
        self, name: Words | None, deeds: Sequence[tuple[Words, Callable[[], object]]]
    ) -> None:
        """Show a picked site and what can be done with it; None: none is picked."""
        row = self._site_row
        while (item := row.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self._site.setVisible(name is not None and self._tool.isHidden())
        if name is None:
            return
        label = plain.label()
        label.setProperty("role", "section")
        label.setMinimumHeight(self._buttons["back"].sizeHint().height())
        say(label.setText, name)
        row.addWidget(label)
        for words, deed in deeds:
            row.addWidget(_button(words, deed))
        self._site.updateGeometry()

    @property
    def texts(self) -> list[str]:
        """Return what stands on the strip, for those who cannot see it."""
        labels: list[QLabel] = [self.hint, self.measure, self.refusal]
        return [each.text() for each in labels if each.isVisible() and each.text()]


def _button(words: Words, deed: Callable[[], object]) -> QPushButton:
    made = QPushButton()
    say(made.setText, words)
    made.clicked.connect(lambda _=False: deed())
    return made


def _make_menu(
    button: QToolButton,
    words: Words,
    icon: str,
    keys: tuple[str, ...],
    actions: Mapping[str, QAction],
) -> None:
    menu = QMenu(button)
    for key in keys:
        menu.addAction(actions[key])
    button.setMenu(menu)
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    icons.give(button.setIcon, icon)
    plain.say_tip(button, words)
    say(button.setAccessibleName, words)
