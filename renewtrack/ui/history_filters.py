"""The filters above the history: whose, which import, what kind, how long ago, which record."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPushButton, QWidget

from renewtrack.store.history import HistoryFilter
from renewtrack.ui import icons, plain
from renewtrack.ui.speaking import say, speech, text
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

EVERYBODY = Words("所有人", "Everybody")
IMPORTS = Words("所有导入", "All imports")
KINDS = Words("所有操作", "All actions")
ALWAYS = Words("全部时间", "Any time")
PEOPLE_NAME = Words("按人筛选历史", "Filter the history by person")
IMPORT_NAME = Words("按导入筛选历史", "Filter the history by import")
KIND_NAME = Words("按操作种类筛选历史", "Filter the history by kind of action")
TIME_NAME = Words("按时间筛选历史", "Filter the history by time")
SEARCH = Words("查找操作", "Find an action")
IMPORT = Words("{file}（{day}）", "{file} ({day})")
EVERY = Words("显示所有记录的历史", "Show the history of all records")
RECORD = Words("只看{name}", "Only {name}")
SPANS = {
    1: Words("今天", "Today"),
    7: Words("最近 7 天", "Last 7 days"),
    30: Words("最近 30 天", "Last 30 days"),
    365: Words("最近一年", "Last year"),
}
KIND_WORDS = {  # the kinds that people choose between; what an action says itself may be longer
    "import": Words("导入", "Imports"),
    "edit": Words("修改", "Edits"),
    "bulk_edit": Words("批量修改", "Edits of many"),
    "move_stage": Words("调整阶段", "Stages"),
    "add_area": Words("新增区域", "New areas"),
    "add_estate": Words("新增小区", "New estates"),
    "add_building": Words("新增楼栋", "New buildings"),
    "add_project": Words("新增项目", "New projects"),
    "add_work": Words("新增改造内容", "New works"),
    "fund": Words("修改资金", "Funding"),
    "vote": Words("表决", "Votes"),
    "plan": Words("规划目标", "Plans and targets"),
    "baseline": Words("锁定年度计划", "Frozen yearly plans"),
    "place": Words("调整位置", "Places on the map"),
    "delete": Words("删除", "Deletions"),
    "attach": Words("附件", "Attachments"),
    "undo": Words("撤销", "Undo"),
    "redo": Words("重做", "Redo"),
    "reveal": Words("查看个人信息", "Looks at personal details"),
    "export": Words("导出", "Exports"),
    "note": Words("记录", "Notes"),
    "upgrade": Words("升级文件", "Upgrades"),
    "restore": Words("恢复备份", "Restored backups"),
    "people": Words("调整人员", "People"),
    "thin": Words("精简历史", "Thinning"),
    "erase": Words("清除个人信息", "Erased persons"),
    "freeze": Words("锁定报表", "Frozen reports"),
    "unfreeze": Words("解除锁定", "Opened reports"),
    "create_demo": Words("生成示范数据", "Demo district"),
}
PAUSE = 250  # milliseconds after the last key


class HistoryFilters(QWidget):
    """Says which lines of the history to show."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.people, self.imports = QComboBox(), QComboBox()
        self.kinds, self.spans = QComboBox(), QComboBox()
        self.search = QLineEdit()
        self.record = QPushButton()
        self._record: tuple[str, int, Words] | None = None
        self._known: tuple[str, int] | None = None  # for which the boxes were filled
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self.changed)
        self._lay()
        speech.switched.connect(self._say_record)

    def _lay(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 5, 8, 5)
        row.setSpacing(8)
        for box, words, width in (
            (self.people, PEOPLE_NAME, 110),
            (self.imports, IMPORT_NAME, 150),
            (self.kinds, KIND_NAME, 120),
            (self.spans, TIME_NAME, 100),
        ):
            say(box.setAccessibleName, words)
            box.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            box.setMinimumWidth(width)
            box.setMaximumWidth(width * 2)
            box.activated.connect(lambda _: self.changed.emit())
            row.addWidget(box, 1)
        say(self.search.setPlaceholderText, SEARCH)
        say(self.search.setAccessibleName, SEARCH)
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(110)
        self.search.textEdited.connect(lambda _: self._pause.start())
        self.search.textChanged.connect(lambda typed: None if typed else self._pause.start())
        row.addWidget(self.search, 1)
        icons.give(self.record.setIcon, "close")
        say(self.record.setAccessibleName, EVERY)
        self.record.clicked.connect(lambda: self.only(None))
        self.record.hide()
        row.addWidget(self.record)
        row.addStretch(1)

    def only(self, record: tuple[str, int, Words] | None) -> None:
        """Show the history of one record, by table, id and name; None for that of all."""
        self._record = record
        self._say_record()
        self.changed.emit()

    def _say_record(self, _: object = None) -> None:
        self.record.setVisible(self._record is not None)
        if self._record is not None:
            words = text(RECORD.filled(name=self._record[2]))
            shown = self.record.fontMetrics().elidedText(
                words,
                Qt.TextElideMode.ElideRight,
                self.record.fontMetrics().averageCharWidth() * 40,
            )
            self.record.setText(shown.replace("&", "&&"))
            self.record.setToolTip(plain.plain_tip(words))

    def chosen(self) -> HistoryFilter:
        """Return what is asked for now."""
        table, row_id = self._record[:2] if self._record is not None else (None, None)
        days = self.spans.currentData()
        return HistoryFilter(
            person=self.people.currentData(),
            batch=self.imports.currentData(),
            action=self.kinds.currentData(),
            since=_since(int(days)) if days else None,
            table=table,
            row_id=row_id,
            text=self.search.text().strip(),
        )

    def clear(self) -> None:
        """Ask for everything again, as in another file."""
        self._record = self._known = None
        self._say_record()
        self.search.clear()
        for box in (self.people, self.imports, self.kinds, self.spans):
            box.setCurrentIndex(0)

    def fill(self, db: Database) -> None:
        """Offer who worked, what was imported and which kinds of action there are."""
        from renewtrack.store import history
        from renewtrack.ui.record_history import local

        known = speech.language, next((group.id for group in history.groups(db, limit=1)), 0)
        if known == self._known:
            return
        self._known = known
        _offer(self.people, EVERYBODY, [(name, name) for name in history.people(db)])
        _offer(
            self.imports,
            IMPORTS,
            [
                (each.id, text(IMPORT.filled(file=each.file, day=local(each.imported_at)[:10])))
                for each in history.batches(db)
            ],
        )
        there = set(history.kinds(db))
        kinds = [key for key in KIND_WORDS if key in there]
        _offer(self.kinds, KINDS, [(key, text(KIND_WORDS[key])) for key in kinds])
        _offer(self.spans, ALWAYS, [(days, text(words)) for days, words in SPANS.items()])


def _offer(box: QComboBox, everything: Words, entries: list[tuple[object, str]]) -> None:
    """Fill a box, keeping what is chosen where it is still there."""
    held = box.currentData()
    box.clear()
    box.addItem(text(everything), None)
    for key, words in entries:
        box.addItem(words, key)
    box.setCurrentIndex(max(box.findData(held), 0) if held is not None else 0)


def _since(days: int) -> str:
    """Return the start of the day so many days ago, today counted, in UTC as the log writes it."""
    day = dt.datetime.now().astimezone().date() - dt.timedelta(days=days - 1)
    start = dt.datetime.combine(day, dt.time()).astimezone(dt.UTC)
    return start.strftime("%Y-%m-%dT%H:%M:%S.000Z")
