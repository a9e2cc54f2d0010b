"""The look of the window: two complete palettes, one style sheet, one list of fonts."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, fields

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from renewtrack import paths

FONTS = (
    "Microsoft YaHei UI",
    "Microsoft YaHei",
    "PingFang SC",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "WenQuanYi Micro Hei",
    "sans-serif",
)


@dataclass(frozen=True, slots=True)
class Tones:
    """The colours of one light, as #rrggbb."""

    window: str
    base: str
    raised: str  # head rows, bars
    alternate: str
    line: str
    text: str
    dim: str  # secondary words
    faint: str  # disabled, placeholder
    accent: str
    on_accent: str
    picked: str  # ground of a selected row
    hover: str
    focus: str  # ring round a default button
    warning: str
    bad: str
    good: str


LIGHT = Tones(
    window="#F4F5F7",
    base="#FFFFFF",
    raised="#F9FAFB",
    alternate="#FAFBFC",
    line="#D9DDE3",
    text="#1F2429",
    dim="#59626D",
    faint="#8A939E",
    accent="#1F6FA8",
    on_accent="#FFFFFF",
    picked="#DCEBF7",
    hover="#E8ECF1",
    focus="#0E3E60",
    warning="#FFE3C2",
    bad="#A50026",
    good="#1B7F4B",
)
DARK = Tones(
    window="#1D1F22",
    base="#232629",
    raised="#282B2F",
    alternate="#26292D",
    line="#3B4046",
    text="#E7E9EC",
    dim="#A9B1BA",
    faint="#7F8892",
    accent="#6CB6F0",
    on_accent="#10161C",
    picked="#2B4357",
    hover="#33383E",
    focus="#FFFFFF",
    warning="#5A4220",
    bad="#FF6B81",
    good="#5FCB93",
)


class Light(QObject):
    """The light the whole program stands in; icons and drawn cells follow it."""

    switched = Signal(bool)  # dark or not

    def __init__(self) -> None:
        super().__init__()
        self.dark = False
        self.size = 13

    @property
    def tones(self) -> Tones:
        """Return the colours of the present light."""
        return DARK if self.dark else LIGHT

    def switch(self, application: QApplication, dark: bool, size: int = 13) -> None:
        """Put the application into a light, at a font size in pixels."""
        self.dark, self.size = dark, size
        written = sheet(self.tones, dark) + f"/* {size} */"
        if application.styleSheet() == written:
            return  # styling every widget anew takes a while
        application.setStyle(QStyleFactory.create("Fusion"))
        application.setFont(font(size))
        application.setPalette(palette(self.tones))
        application.setStyleSheet(written)
        self.switched.emit(dark)

    @contextlib.contextmanager
    def dressing(self, application: QApplication) -> Iterator[None]:
        """Let a window be made without the sheet and be styled once, not at each joining."""
        written = application.styleSheet()
        application.setStyleSheet("")
        try:
            yield
        finally:
            application.setStyleSheet(written)


light = Light()  # one screen, one light


def system_is_dark(application: QApplication) -> bool:
    """Tell whether the desktop itself is dark."""
    return application.styleHints().colorScheme() == Qt.ColorScheme.Dark


def font(size: int) -> QFont:
    """Return the font of the window."""
    chosen = QFont()
    chosen.setFamilies(FONTS)
    chosen.setPixelSize(size)
    return chosen


def palette(tones: Tones) -> QPalette:
    """Return a palette in which every role of every group is set."""
    roles = {
        QPalette.ColorRole.Window: tones.window,
        QPalette.ColorRole.WindowText: tones.text,
        QPalette.ColorRole.Base: tones.base,
        QPalette.ColorRole.AlternateBase: tones.alternate,
        QPalette.ColorRole.ToolTipBase: tones.base,
        QPalette.ColorRole.ToolTipText: tones.text,
        QPalette.ColorRole.PlaceholderText: tones.faint,
        QPalette.ColorRole.Text: tones.text,
        QPalette.ColorRole.Button: tones.raised,
        QPalette.ColorRole.ButtonText: tones.text,
        QPalette.ColorRole.BrightText: tones.bad,
        QPalette.ColorRole.Light: _mixed(tones.raised, "#FFFFFF", 0.5 if tones is LIGHT else 0.12),
        QPalette.ColorRole.Midlight: _mixed(tones.raised, tones.line, 0.5),
        QPalette.ColorRole.Mid: tones.line,
        QPalette.ColorRole.Dark: _mixed(tones.line, tones.text, 0.35),
        QPalette.ColorRole.Shadow: _mixed(tones.window, "#000000", 0.6),
        QPalette.ColorRole.Highlight: tones.accent,
        QPalette.ColorRole.HighlightedText: tones.on_accent,
        QPalette.ColorRole.Accent: tones.accent,
        QPalette.ColorRole.Link: tones.accent,
        QPalette.ColorRole.LinkVisited: _mixed(tones.accent, tones.text, 0.3),
    }
    made = QPalette()
    for role, colour in roles.items():
        made.setColor(role, QColor(colour))
    for role in (
        QPalette.ColorRole.WindowText,
        QPalette.ColorRole.Text,
        QPalette.ColorRole.ButtonText,
        QPalette.ColorRole.HighlightedText,
    ):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(tones.faint))
    made.setColor(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Highlight, QColor(tones.line))
    return made


def sheet(tones: Tones, dark: bool) -> str:
    """Return the style sheet of the window with its colours filled in."""
    written = paths.resources("icons", "window.qss").read_text(encoding="utf-8")
    for name in (each.name for each in fields(Tones)):
        written = written.replace(f"@{name};", f"{getattr(tones, name)};")
        written = written.replace(f"@{name} ", f"{getattr(tones, name)} ")
    folder = paths.resources("icons").as_posix()
    return written.replace("@icons", folder).replace("@light", "dark" if dark else "light")


def _mixed(one: str, other: str, share: float) -> str:
    """Return a colour between two, nearer to the second by ``share``."""
    first, second = QColor(one), QColor(other)
    pairs = (
        (first.red(), second.red()),
        (first.green(), second.green()),
        (first.blue(), second.blue()),
    )
    return QColor(*(round(a + (b - a) * share) for a, b in pairs)).name()
