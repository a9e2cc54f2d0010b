"""The list of what is wrong with the shapes of the file: found on the map, mended, taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from renewtrack.store import table_words
from renewtrack.ui import trouble
from renewtrack.ui.import_wizard_tables import Head, LinesModel, LinesTable
from renewtrack.ui.speaking import say, speech, text
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

    from renewtrack.gis.checking import Fault
    from renewtrack.ui.main_window import MainWindow
    from renewtrack.ui.tasks import Task

TITLE = Words("检查图形", "Check the shapes")
LEAD = Words(
    "自交叉和经纬度写反的可以自动修复（可撤销）；重复、重叠、碎片和区外的由人判断。双击或按回车在地图上定位。",
    "Crossings and swapped coordinates can be mended here (undo takes it back); duplicates, "
    "overlaps, slivers and what lies outside are for a person to judge. Double-click or Enter "
    "finds the place on the map.",
)
KIND, PLACE = Words("问题", "What"), Words("名称", "Name")
OF, TELL = Words("类别", "Of"), Words("说明", "Details")
LIST, WHICH = Words("图形的问题", "What is wrong with shapes"), Words("只看", "Show")
ALL = Words("全部（{count}）", "All ({count})")
ONE = Words("{kind}（{count}）", "{kind} ({count})")
CHECKING = Words("正在检查图形…", "Checking the shapes…")
MENDING = Words("正在修复图形…", "Mending the shapes…")
FIND, AGAIN = (
    Words("在地图上定位(&Z)", "Find on the map (&Z)"),
    Words("重新检查(&A)", "Check &again"),
)
MEND = Words("修复 {count} 处(&R)", "Mend {count} (&R)")
NOTHING_TO_MEND = Words("没有可以自动修复的", "Nothing can be mended here")
WELL = Words("{count} 个图形都没有问题。", "Nothing is wrong with any of {count} shapes.")
TOLD = Words(
    "{count} 个图形，问题 {faults} 处，可自动修复 {mendable} 处。",
    "{count} shapes: {faults} things to look at, {mendable} of them can be mended.",
)
MENDED = Words(
    "已修复 {count} 个图形（Ctrl+Z 撤销）", "{count} shapes mended (Ctrl+Z takes it back)"
)
KINDS = {"building": "buildings", "estate": "estates"}  # what the map can find


class ShapeCheck(QDialog):
    """Lists faults beside the window, so that the map stays in sight."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._session = window, window.session
        self._faults: list[Fault] = []
        self._count = 0
        self.model = LinesModel[Any](_heads())
        self.table = LinesTable(LIST)
        self.lead, self.told, self.which = QLabel(), QLabel(), QComboBox()
        self.locate, self.mend, self.again = QPushButton(), QPushButton(), QPushButton()
        say(self.setWindowTitle, TITLE)
        say(self.lead.setText, LEAD)
        say(self.locate.setText, FIND)
        say(self.again.setText, AGAIN)
        say(self.which.setAccessibleName, WHICH)
        self.which.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.resize(QSize(760, 460))
        self._lay_out()
        self._connect()
        self.check()

    def check(self) -> None:
        """Look at all shapes in a thread."""
        self.told.setText(text(CHECKING))
        self._enable()

        def job(db: Database, _: Task) -> tuple[int, list[Fault]]:
            from renewtrack.gis import checking

            there = checking.places(db)
            return len(there), checking.check(there)

        self._session.run_read(job, self._checked, self._failed, words=CHECKING)

    def repair(self) -> None:
        """Mend what can be, as one action."""
        from renewtrack.gis import checking, repairing

        wanted, who = checking.mendable(self._faults), self._session.who

        def job(db: Database, _: Task) -> int:
            return repairing.repair(db, wanted, who)

        def done(count: int) -> None:
            self._window.tell(MENDED.filled(count=count))
            self.check()

        work = self._session.backed_up("mass", job)
        self._session.run_write(work, done, self._failed, words=MENDING)

    def show_place(self) -> None:
        """Move the map to the place of the present line."""
        row = self.table.currentIndex().row()
        if not 0 <= row < len(self.model.lines):
            return
        place = self.model.lines[row].place
        workspace = self._window.workspace
        if place.table in KINDS:
            workspace.map.zoom(KINDS[place.table], [place.id])
            workspace.map.select(KINDS[place.table], [place.id])

    def _lay_out(self) -> None:
        self.lead.setWordWrap(True)
        self.lead.setProperty("role", "dim")
        self.table.take(self.model, wide=3)
        top, below = QHBoxLayout(), QHBoxLayout()
        top.addWidget(self.told, 1)
        top.addWidget(self.which)
        for part in (self.locate, self.mend):
            below.addWidget(part)
        below.addStretch(1)
        below.addWidget(self.again)
        box = QVBoxLayout(self)
        box.setSpacing(10)
        box.addWidget(self.lead)
        box.addLayout(top)
        box.addWidget(self.table, 1)
        box.addLayout(below)

    def _connect(self) -> None:
        self.locate.clicked.connect(self.show_place)
        self.mend.clicked.connect(self.repair)
        self.again.clicked.connect(self.check)
        self.table.activated.connect(lambda _: self.show_place())
        self.which.activated.connect(lambda _: self._filter())
        speech.switched.connect(self._tell)

    def _checked(self, found: tuple[int, list[Fault]]) -> None:
        self._count, self._faults = found
        self._tell()
        self._filter()
        self.table.setFocus()
        if self.model.lines:
            self.table.selectRow(0)

    def _failed(self, error: Exception) -> None:
        trouble.show(error, self)

    def _filter(self) -> None:
        kind = self.which.currentData()
        self.model.show_lines([each for each in self._faults if kind in (None, each.kind)])
        self._enable()

    def _tell(self, _: object = None) -> None:
        from renewtrack.gis import checking

        mendable = len(checking.mendable(self._faults))
        words = TOLD if self._faults else WELL
        self.told.setText(
            text(words.filled(count=self._count, faults=len(self._faults), mendable=mendable))
        )
        can = MEND.filled(count=mendable) if mendable else NOTHING_TO_MEND
        self.mend.setText(text(can))
        chosen = self.which.currentData()
        self.which.clear()
        self.which.addItem(text(ALL.filled(count=len(self._faults))), None)
        kinds = dict.fromkeys(fault.kind for fault in self._faults)
        for kind in kinds:
            count = sum(1 for fault in self._faults if fault.kind == kind)
            words = ONE.filled(kind=checking.NAMES[kind], count=count)
            self.which.addItem(text(words), kind)
        self.which.setCurrentIndex(max(0, self.which.findData(chosen)))
        self._enable(mendable)

    def _enable(self, mendable: int = 0) -> None:
        from renewtrack.gis import checking

        self.locate.setEnabled(bool(self.model.lines))
        self.mend.setEnabled(bool(mendable or checking.mendable(self._faults)))


def _heads() -> tuple[Head[Any], ...]:
    from renewtrack.gis import checking

    return (
        Head(KIND, 90, lambda fault: checking.NAMES[fault.kind], ink=_ink),
        Head(OF, 80, lambda fault: table_words.label(fault.place.table)),
        Head(PLACE, 190, lambda fault: fault.place.name),
        Head(TELL, 300, lambda fault: fault.words),
    )


def _ink(fault: Fault) -> str:
    return "bad" if fault.mended is not None else "text"
