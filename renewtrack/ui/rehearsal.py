"""The main job run without a screen: demo, import, edit, map, paper, ledger."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, QPoint, QTimer
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from renewtrack import demo, preferences
from renewtrack.ui import look
from renewtrack.ui.main_window import MainWindow
from renewtrack.ui.session import Session
from renewtrack.ui.speaking import speech
from renewtrack.words import LANGUAGES

if TYPE_CHECKING:
    from renewtrack.intake.plans import Plan

SIZE = 1600, 900
WAIT = 120.0  # seconds for the map; a first start on a slow machine needs most of it
SETTLE = 0.8  # seconds for the last tiles
MAP_COLOURS = 6  # a map with every stage on it has at least so many
PICTURE, PAPER, LEDGER = "window.png", "status-map.pdf", "ledger.xlsx"


def run(out: Path) -> int:
    """Do the main job, leave its three files in a folder, and return 0 if all are right."""
    out.mkdir(parents=True, exist_ok=True)
    for name in (PICTURE, PAPER, LEDGER):
        (out / name).unlink(missing_ok=True)
    with tempfile.TemporaryDirectory(prefix="renewtrack-demo-") as folder:
        return _run(out, Path(folder))


def _run(out: Path, folder: Path) -> int:
    made = demo.make(folder / "demo.gpkg")
    made.close()
    session = Session(preferences.Preferences(who="示范用户"), keep=False)
    session.day = demo.TODAY
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    look.light.switch(application, dark=False)
    speech.switch(LANGUAGES[0])
    window = MainWindow(session)
    try:
        window.resize(*SIZE)
        window.show()
        session.open(folder / "demo.gpkg")
        steps = (_see, _take_in, _edit, _photograph, _print, _give_back)
        right = [_told(step, window, out, folder) for step in steps]
    finally:
        session.tasks.cancel()  # a step that failed may have left one, and nobody could be asked
        _wait(lambda: not session.tasks.running)
        window.close()
        session.close()
        window.deleteLater()
    return 0 if all(right) else 1


def _told(
    step: Callable[[MainWindow, Path, Path], str], window: MainWindow, out: Path, folder: Path
) -> bool:
    """Do one step and say what came of it; an empty sentence is a failure."""
    said = step(window, out, folder)
    name = (step.__doc__ or "").partition("；")[0]
    sys.stdout.write(f"  ✓ {said}\n" if said else f"  ✗ {name}没有成功\n")
    sys.stdout.flush()
    return bool(said)


def _see(window: MainWindow, _out: Path, _folder: Path) -> str:
    """打开示范区；the window shows it in the table and on the map."""
    painted: list[float] = []
    pane = window.workspace.map

    def start() -> bool:
        if pane.view is not None and not painted:
            pane.view.painted.connect(painted.append)
            return True
        return False

    if not _wait(start) or not _wait(lambda: bool(painted)):
        return ""
    shown = len(window.workspace.ledger.table.ledger.ids)
    from renewtrack.store import listing

    buildings = listing.total(window.session.db, "buildings")
    return f"示范区已打开：{shown} 个小区，{buildings:,} 栋楼，地图首绘 {painted[0]:.0f} 毫秒"


def _take_in(window: MainWindow, _out: Path, folder: Path) -> str:
    """导入练习台账；as the wizard does, in a thread."""
    from renewtrack.intake import planning, storing

    ledger, _ = demo.sheets(folder)
    session = window.session
    plans: list[Plan] = []
    who = session.who

    def job(db: object, task: object) -> Plan:
        plan = planning.plan(db, ledger)  # type: ignore[arg-type]
        storing.store(db, plan, who)  # type: ignore[arg-type]
        return plan

    session.run_write(job, plans.append)
    if not _wait(lambda: bool(plans)):
        return ""
    counts = plans[0].counts
    return (
        f"导入 {ledger.name}：新增 {counts['new']}，变更 {counts['changed']}，"
        f"相同 {counts['same']}，拒绝 {counts['rejected']}"
    )


def _edit(window: MainWindow, _out: Path, _folder: Path) -> str:
    """在表格里修改；one stage and one number, typed as a person types them."""
    tables = window.workspace.ledger
    model = tables.table.ledger
    columns = [column.key for column in model.columns]
    row = next(
        (n for n in range(len(model.ids)) if getattr(model.row(n), "stage", None) == "S30"), None
    )
    if row is None:
        return ""
    name = str(getattr(model.row(row), "name", ""))
    refusals = (
        model.type(model.index(row, columns.index("stage")), "施工中"),
        model.type(model.index(row, columns.index("percent")), "5"),
    )
    changed = getattr(model.row(row), "stage", None) == "S70"
    tables.table.go_to(model.ids[row])
    return f"修改“{name}”：状态改为施工中，进度 5%" if changed and not any(refusals) else ""


def _photograph(window: MainWindow, out: Path, _folder: Path) -> str:
    """窗口截图；with the map in it."""
    window.panes.docks["detail"].show()
    if window.workspace.map.view is not None:
        window.workspace.map.view.zoom_all()
    _pause(SETTLE)
    _wait(lambda: not window.session.tasks.running)
    _pause(SETTLE)
    image, colours = picture(window), _map_colours(window)
    if colours < MAP_COLOURS or not image.save(str(out / PICTURE)):
        return ""
    return f"{PICTURE}：{image.width()}×{image.height()}，地图上 {colours} 种状态颜色"


def _print(window: MainWindow, out: Path, _folder: Path) -> str:
    """打印状态图；as a PDF whose counts are those of the file."""
    from renewtrack.printing import make, pdf
    from renewtrack.store import on_map

    session = window.session
    sheet = make.status_map(session.db, make.Options(today=session.today))
    receipt = pdf.write(out / PAPER, sheet)
    placed = len(on_map.buildings(session.db, session.today))
    drawn = sum(receipt.counts.values())
    if not (out / PAPER).read_bytes().startswith(b"%PDF") or drawn != placed:
        return ""
    return f"{PAPER}：A3 横向，1:{receipt.scale:,}，图例合计 {drawn:,} 栋"


def _give_back(window: MainWindow, out: Path, _folder: Path) -> str:
    """导出台账；and importing it again changes nothing."""
    from renewtrack.intake import planning, writing

    db = window.session.db
    rows = writing.ledger(db, out / LEDGER)
    counts = planning.plan(db, out / LEDGER).counts
    if counts["new"] or counts["changed"] or counts["rejected"]:
        return ""
    return f"{LEDGER}：{rows} 行，再次导入 0 变化"


def picture(window: MainWindow) -> QImage:
    """Return the window with the map in it, which a plain grab leaves out off screen."""
    image = window.grab().toImage()
    view = window.workspace.map.view
    if view is not None and view.isVisible():
        painter = QPainter(image)
        painter.drawImage(view.mapTo(window, QPoint(0, 0)), view.picture())
        painter.end()
    return image


def _map_colours(window: MainWindow) -> int:
    """Return how many colours of the legend stand on the map."""
    from renewtrack.maps.theme import STAGE

    view = window.workspace.map.view
    if view is None:
        return 0
    image = view.picture()
    wanted = {each.light.lower() for each in STAGE.classes}
    found = {
        image.pixelColor(x, y).name()
        for y in range(0, image.height(), 2)
        for x in range(0, image.width(), 2)
    }
    return len(wanted & found)


def _wait(ready: Callable[[], bool], seconds: float = WAIT) -> bool:
    """Let the window live until something is so; False after too long."""
    loop, left = QEventLoop(), [seconds]
    timer = QTimer()
    timer.setInterval(50)
    outcome = [ready()]

    def look_again() -> None:
        left[0] -= 0.05
        outcome[0] = ready()
        if outcome[0] or left[0] <= 0:
            loop.quit()

    if not outcome[0]:
        timer.timeout.connect(look_again)
        timer.start()
        loop.exec()
        timer.stop()
    return outcome[0]


def _pause(seconds: float) -> None:
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop, loop.quit)
    loop.exec()
