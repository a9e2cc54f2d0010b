"""The window is on the screen before anything slow is imported."""

from __future__ import annotations

import subprocess
import sys

from tests.source_tree import ROOT

SHOW = """
import sys
from PySide6.QtCore import QTimer
from renewtrack import app
from renewtrack.preferences import Preferences
from renewtrack.ui.session import Session

application = app.prepare()
window = app.make_window(Session(Preferences(), keep=False))
slow = ("pandas", "folium", "openpyxl", "sqlite_utils", "PySide6.QtWebEngineCore")
loaded = []

def look():
    loaded.extend(name for name in slow if name in sys.modules)
    application.quit()

window.painted.connect(look)
QTimer.singleShot(20000, application.quit)
window.show()
application.exec()
print("painted with", loaded)
"""


def test_the_first_paint_comes_before_every_slow_import() -> None:
    run = subprocess.run(
        [sys.executable, "-c", SHOW],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert run.stdout.strip() == "painted with []", run.stdout + run.stderr
