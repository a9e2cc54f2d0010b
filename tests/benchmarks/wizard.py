"""How long the window is silent while a sheet comes in: ``python -m tests.benchmarks.wizard``."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

BEAT = 20  # milliseconds
HEADS = 30


def sheet(path: Path, rows: int) -> Path:
    """Write a survey of so many rows and thirty columns."""
    import xlsxwriter

    head = ["街道", "社区", "小区名称", "楼号", "层数", "户数", "建筑面积（㎡）", "建成年代"]
    head += [f"备用{number}" for number in range(HEADS - len(head))]
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        written = book.add_worksheet("楼栋")
        written.write_row(0, 0, head)
        for row in range(rows):
            cells: list[object] = [
                "上地街道",
                "上地第一社区",
                f"大院{row // 50}",
                f"{row % 50 + 1}号楼",
            ]
            cells += [row % 30 + 1, row % 90 + 10, 1000.5 + row, 1980 + row % 40]
            cells += [f"字{row}-{place}" for place in range(HEADS - len(cells))]
            written.write_row(row + 1, 0, cells)
    return path


def main() -> None:
    """Print the worst silence of the window at each step, and how soon a stop is obeyed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=20_000)
    rows = parser.parse_args().rows
    with tempfile.TemporaryDirectory() as folder:
        _measure(Path(folder), rows)


def _measure(folder: Path, rows: int) -> None:
    from PySide6.QtCore import QTimer
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from renewtrack.preferences import Preferences
    from renewtrack.store import file
    from renewtrack.ui.import_wizard import ImportWizard
    from renewtrack.ui.import_wizard_choice import RECEIPT
    from renewtrack.ui.session import Session

    application = QApplication.instance() or QApplication([])
    session = Session(Preferences(who="张工"), keep=False)
    session.adopt(file.create(folder / "file.gpkg", "示范区"))
    beats: list[float] = []
    timer = QTimer()
    timer.timeout.connect(lambda: beats.append(time.perf_counter()))
    timer.start(BEAT)
    path = sheet(folder / "survey.xlsx", rows)
    wizard = ImportWizard(session)
    wizard.show()

    def told(name: str) -> None:
        began = time.perf_counter()
        beats[:] = [began]
        while wizard.runner.busy:
            QTest.qWait(BEAT)
        QTest.qWait(10 * BEAT)
        gaps = sorted(b - a for a, b in pairwise(beats)) or [0.0]
        sys.stdout.write(
            f"{name:<10} {time.perf_counter() - began:7.1f} s   worst silence "
            f"{gaps[-1] * 1000:5.0f} ms, "
            f"of 99 in 100 {gaps[int(len(gaps) * 0.99)] * 1000:5.0f} ms\n"
        )

    beats.append(time.perf_counter())
    wizard.add([path])
    told("read")
    for name in ("head", "columns", "compare", "preview", "store"):
        beats.append(time.perf_counter())
        wizard.advance()
        told(name)
        if name == "columns":
            _stop(wizard)
    assert wizard.step == RECEIPT
    wizard.deleteLater()
    session.tasks.wait()
    session.close()
    del application


def _stop(wizard: object) -> None:
    """Print how soon planning is stopped."""
    from PySide6.QtTest import QTest

    from renewtrack.ui.import_wizard import ImportWizard

    assert isinstance(wizard, ImportWizard)
    wizard.advance()
    QTest.qWait(600)
    task = wizard._session.tasks
    began = time.perf_counter()
    wizard.foot.stop.click()
    seen = time.perf_counter() - began
    while task.running:
        QTest.qWait(1)
    sys.stdout.write(
        f"{'stop':<10} {seen * 1000:7.0f} ms   its thread ended after "
        f"{(time.perf_counter() - began) * 1000:.0f} ms\n"
    )


if __name__ == "__main__":
    main()
