"""The window's start: options, light, language, the window, and only then the rest."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import cast

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QApplication

from renewtrack.ui import crash_notice, crash_watch, doorbell, look, map_scheme, trouble
from renewtrack.ui.main_window import MainWindow
from renewtrack.ui.session import Session
from renewtrack.ui.speaking import speech
from renewtrack.words import LANGUAGES


def main(argv: Sequence[str] | None = None) -> int:
    """Open the window on a project file, or on the first page, until it is closed."""
    chosen = _options().parse_args(argv)
    application = prepare()
    path = Path(chosen.file) if chosen.file is not None else None
    if doorbell.ring(path):  # this person has a window already
        return 0
    trouble.keep_log()
    trouble.catch_all()
    watch = crash_watch.CrashWatch()
    window = make_window(Session(), chosen.lang, chosen.theme)
    window.bell.listen()
    window.clock.start()
    if path is not None:
        window.painted.connect(lambda: window.files.open_path(path))
    window.painted.connect(lambda: crash_notice.tell(window, watch.crashes, path))
    window.show()
    try:
        return application.exec()
    finally:
        watch.end()


def prepare() -> QApplication:
    """Return the application, with what has to be said before there is one."""
    existing = QApplication.instance()
    if existing is not None:
        return cast(QApplication, existing)
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    map_scheme.register()
    application = QApplication(sys.argv[:1])
    application.setApplicationName("renewtrack")
    application.setDesktopFileName("renewtrack")
    return application


def make_window(
    session: Session, language: str | None = None, theme: str | None = None
) -> MainWindow:
    """Return the window in the person's language and light, not shown yet."""
    application = cast(QApplication, QApplication.instance())
    liked = session.preferences
    theme = theme or liked.theme
    session.dark = theme == "dark" or (theme == "system" and look.system_is_dark(application))
    look.light.switch(application, session.dark, liked.font_size)
    speech.switch(language or liked.language)
    with look.light.dressing(application):
        return MainWindow(session)


def headless_demo(out: Path) -> int:
    """Run the main job without a screen and leave window, map and ledger in a folder.

    Returns 0 only if the three files are right.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from renewtrack.ui import rehearsal

    prepare()
    return rehearsal.run(out)


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="renewtrack-gui", description="更新台账 renewtrack")
    parser.add_argument("file", nargs="?", metavar="FILE", help="项目文件 a project file (.gpkg)")
    parser.add_argument("--lang", choices=LANGUAGES, help="界面语言 language of the window")
    parser.add_argument("--theme", choices=("light", "dark"), help="外观 light or dark")
    return parser
