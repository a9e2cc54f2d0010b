"""Our own line icons, coloured by the light they stand in."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from PySide6.QtCore import QByteArray, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from shiboken6 import isValid

from renewtrack import paths
from renewtrack.ui.look import light

SIZES = (16, 20, 24, 32, 48)
_given: dict[tuple[int, str], tuple[QObject, Callable[[QIcon], object], str]] = {}


def icon(name: str) -> QIcon:
    """Return an icon in the colours of the present light."""
    return _drawn(name, light.tones.text, light.tones.faint, light.tones.accent)


def give(setter: Callable[[QIcon], object], name: str) -> None:
    """Give a Qt object its icon, and again whenever the light is switched."""
    owner: QObject = setter.__self__  # type: ignore[attr-defined]
    give_by(setter, owner, name)


def give_bright(setter: Callable[[QIcon], object], name: str) -> None:
    """Give a Qt object its icon in the colour that stands on the accent."""
    owner: QObject = setter.__self__  # type: ignore[attr-defined]
    give_by(lambda _: setter(_bright(name)), owner, name)
    _given.pop((id(owner), "setIcon"), None)


def _bright(name: str) -> QIcon:
    return _drawn(name, light.tones.on_accent, light.tones.faint, light.tones.on_accent)


def give_by(setter: Callable[[QIcon], object], owner: QObject, name: str) -> None:
    """Give an icon by any callable, for as long as its owner lives."""
    _given[id(owner), getattr(setter, "__name__", "")] = (owner, setter, name)
    setter(icon(name))


def application_icon() -> QIcon:
    """Return the program's own mark, which keeps its colours."""
    return QIcon(str(paths.resources("icons", "renewtrack.svg")))


def pixmap(name: str, colour: str, size: int) -> QPixmap:
    """Draw an icon in one colour, ``size`` logical pixels square, sharp at twice the scale."""
    source = paths.resources("icons", f"{name}.svg").read_text(encoding="utf-8")
    drawn = QPixmap(QSize(size * 2, size * 2))
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    renderer = QSvgRenderer(QByteArray(source.replace("currentColor", colour).encode()))
    renderer.render(painter, QRectF(0, 0, size * 2, size * 2))
    painter.end()
    drawn.setDevicePixelRatio(2)
    return drawn


@cache
def _drawn(name: str, text: str, faint: str, accent: str) -> QIcon:
    made = QIcon()
    for size in SIZES:
        made.addPixmap(pixmap(name, text, size), QIcon.Mode.Normal)
        made.addPixmap(pixmap(name, faint, size), QIcon.Mode.Disabled)
        made.addPixmap(pixmap(name, accent, size), QIcon.Mode.Normal, QIcon.State.On)
    return made


def _again(_: bool) -> None:
    for key, (owner, setter, name) in tuple(_given.items()):
        if isValid(owner):
            setter(icon(name))
        else:
            del _given[key]


light.switched.connect(_again)
