"""The Chinese font of a printed page: the first of the office's preference that is installed."""

from __future__ import annotations

import functools
import logging
import os
import sys
import tomllib

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication

from renewtrack.errors import UserError
from renewtrack.paths import resources
from renewtrack.words import Words

LOG = logging.getLogger(__name__)
HUNDREDTHS = 100  # the painter counts in hundredths of a millimetre


class NoChineseFont(UserError):
    """No installed font can write Chinese."""

    words = Words(
        "本机没有可用于打印的中文字体，图纸无法生成。请安装：{install}，然后重试。",
        "No installed font can write Chinese, so the sheet cannot be made. "
        "Install one and try again: {install}",
    )


def application() -> QGuiApplication:
    """Return the running Qt application, made without a screen if there is none yet."""
    running = QGuiApplication.instance()
    if isinstance(running, QGuiApplication):
        return running
    if sys.platform.startswith("linux"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    return QGuiApplication(sys.argv[:1] or ["renewtrack"])


def choose(preferred: tuple[str, ...], install: str) -> str:
    """Return the first installed family; any other Chinese one is named in the log.

    Raises NoChineseFont where nothing can write Chinese.
    """
    for place, family in enumerate(preferred):
        if QFontDatabase.hasFamily(family):
            if place:
                LOG.warning("font %s is missing; printing with %s", preferred[0], family)
            return family
    for family in QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese):
        LOG.warning("font %s is missing; printing with %s", preferred[0], family)
        return family
    raise NoChineseFont(install=install)


@functools.cache
def family() -> str:
    """Return the family that sheets are written in."""
    application()
    with resources("print", "fonts.toml").open("rb") as file:
        tables = tomllib.load(file)
    table = tables.get(sys.platform, tables["linux"])
    return choose(tuple(table["families"]), table["install"])


@functools.cache
def font(size: float) -> QFont:
    """Return the font whose em is ``size`` mm, counted in hundredths of a millimetre."""
    made = QFont()
    made.setFamilies([family()])
    made.setPixelSize(max(1, round(size * HUNDREDTHS)))
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    made.setStyleStrategy(QFont.StyleStrategy.PreferOutline)
    return made


ALIGN = {
    "left": Qt.AlignmentFlag.AlignLeft,
    "centre": Qt.AlignmentFlag.AlignHCenter,
    "right": Qt.AlignmentFlag.AlignRight,
}
