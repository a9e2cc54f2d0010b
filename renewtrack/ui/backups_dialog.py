"""The backups of the open file: what each holds beside the file as it is now, and restoring one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from renewtrack.domain import money
from renewtrack.ui import icons, plain, plain_list
from renewtrack.ui.backup_deeds import READING, BackupDeeds, Books
from renewtrack.ui.look import light
from renewtrack.ui.record_history import local
from renewtrack.ui.session import Session
from renewtrack.ui.speaking import say, text
from renewtrack.words import Words

if TYPE_CHECKING:
    from renewtrack.store.backups import Backup

TITLE = Words("备份与恢复", "Backups")
LEAD = Words(
    "备份在每次导入、批量修改前和改动后自动进行，写完都重新打开、清点、核对过。恢复时，现在的文件会另外留着。",
    "Backups are made before imports and big edits and after changes; each is opened, counted and "
    "compared once written. Restoring keeps the present file beside.",
)
HEADS = (
    Words("时间", "When"),
    Words("起因", "Why"),
    Words("操作人", "Who"),
    Words("大小", "Size"),
    Words("核对", "Checked"),
)
LIST = Words("备份清单，新的在前", "Backups, newest first")
NONE = Words(
    "还没有备份。点“立即备份”做第一份。",
    "There is no backup yet. Press “Back up now” for the first.",
)
NOW = Words("立即备份", "Back up now")
RESTORE = Words("恢复到这一份…", "Restore this one…")
REHEARSE = Words("试恢复", "Test restore")
SECOND = Words("复制到另一块磁盘…", "Copy to another disk…")
OPEN_FOLDER = Words("打开备份文件夹", "Open the folder")
CLOSE = Words("关闭", "Close")
GOOD = Words("✓ 完好", "✓ good")
BAD = Words("✖ {what}", "✖ {what}")
WAITING = Words("正在核对…", "checking…")
BESIDE = (Words("", ""), Words("这份备份", "This backup"), Words("现在", "Now"))
HELD = {
    "estate": Words("小区", "Estates"),
    "building": Words("楼栋", "Buildings"),
    "project": Words("项目", "Projects"),
    "work": Words("改造内容", "Works"),
    "stage_event": Words("阶段记录", "Stage records"),
    "attachment": Words("附件", "Attachments"),
}
MONEY = Words("总投资（万元）", "Total investment (×10⁴ yuan)")
MISSING = Words("备份时已缺失的附件：{names}", "Attachments missing when it was made: {names}")
COUNT = Words("{count} 个", "{count}")


class BackupsDialog(QDialog):
    """Lists backups, compares one with the present file, makes, tests and restores."""

    def __init__(self, session: Session, deeds: BackupDeeds, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._deeds = session, deeds
        self._books = Books({}, {})
        self.shown: Sequence[Backup] = ()
        self.list = QTreeWidget()
        self.none, self.missing = plain.label(), plain.label()
        self.second, self.rehearsed, self.work = plain.label(), plain.label(), plain.label()
        self._cells: dict[str, tuple[QWidget, QWidget]] = {}
        self.now, self.restore, self.rehearse = QPushButton(), QPushButton(), QPushButton()
        self.copy, self.folder, self.close_ = QPushButton(), QPushButton(), QPushButton()
        say(self.setWindowTitle, TITLE)
        self._build()
        self._connect()
        self.resize(QSize(940, 560))
        self.refresh()

    # -- build

    def _build(self) -> None:
        lead = plain.label()
        lead.setWordWrap(True)
        lead.setProperty("role", "dim")
        say(lead.setText, LEAD)
        middle = QHBoxLayout()
        middle.setSpacing(16)
        middle.addLayout(self._left(), 3)
        middle.addWidget(self._right(), 2)
        for label in (self.second, self.rehearsed):
            label.setWordWrap(True)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 14)
        box.setSpacing(12)
        box.addWidget(lead)
        box.addLayout(middle, 1)
        box.addWidget(self.second)
        box.addWidget(self.rehearsed)
        self.work.setProperty("role", "dim")
        box.addWidget(self.work)
        box.addLayout(self._foot())

    def _left(self) -> QVBoxLayout:
        tree = self.list
        plain_list.prepare(tree, LIST, len(HEADS), len(HEADS) - 1)
        tree.itemSelectionChanged.connect(self._compare)
        self.none.setProperty("role", "dim")
        self.none.setWordWrap(True)
        say(self.none.setText, NONE)
        column = QVBoxLayout()
        column.addWidget(self.none)
        column.addWidget(tree, 1)
        return column

    def _right(self) -> QWidget:
        panel = QWidget()
        panel.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        grid = QGridLayout(panel)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(8)
        grid.setHorizontalSpacing(18)
        grid.setColumnStretch(0, 1)
        for place, words in enumerate(BESIDE):
            head = plain.label()
            head.setProperty("role", "section")
            head.setAlignment(_side(place))
            say(head.setText, words)
            grid.addWidget(head, 0, place)
        for row, (key, words) in enumerate({**HELD, "money": MONEY}.items(), start=1):
            name, then, now = plain.label(), plain.label(), plain.label()
            say(name.setText, words)
            for place, label in enumerate((name, then, now)):
                label.setAlignment(_side(place))
                grid.addWidget(label, row, place)
            self._cells[key] = then, now
        self.missing.setProperty("role", "bad")
        self.missing.setWordWrap(True)
        grid.addWidget(self.missing, len(HELD) + 2, 0, 1, 3)
        grid.setRowStretch(len(HELD) + 3, 1)
        return panel

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        for button, words, sign in (
            (self.now, NOW, "save"),
            (self.copy, SECOND, ""),
            (self.rehearse, REHEARSE, ""),
            (self.folder, OPEN_FOLDER, ""),
            (self.restore, RESTORE, "undo"),
            (self.close_, CLOSE, ""),
        ):
            if button is self.restore:
                row.addStretch(1)
            say(button.setText, words)
            button.setAutoDefault(False)
            if sign:
                icons.give(button.setIcon, sign)
            row.addWidget(button)
        return row

    def _connect(self) -> None:
        deeds = self._deeds
        for button, deed in (
            (self.now, lambda: deeds.make(self.refresh)),
            (self.copy, lambda: deeds.ask_second(self.refresh)),
            (self.rehearse, lambda: deeds.rehearse(self.refresh)),
            (self.folder, deeds.open_folder),
        ):
            button.clicked.connect(_plainly(deed))
        self.restore.clicked.connect(self._restore)
        self.close_.clicked.connect(self.reject)
        for told in (self._session.tasks.started, self._session.tasks.ended):
            told.connect(self._allow)

    # -- what is shown

    def refresh(self) -> None:
        """Read the folder of backups and the present file again, in a thread."""
        self._deeds.read(self._show)

    def _show(self, books: Books) -> None:
        self._books = books
        self.shown = tuple(reversed(self._deeds.found))
        self.list.clear()
        self.list.setHeaderLabels([text(words) for words in HEADS])
        for backup in self.shown:
            self._add(backup)
        self.none.setVisible(not self.shown)
        self.second.setText(text(self._deeds.second_words()))
        self.rehearsed.setText(text(self._deeds.rehearsal_words()))
        newest = self.list.topLevelItem(0)
        if newest is not None:
            self.list.setCurrentItem(newest)
        self._compare()

    def _add(self, backup: Backup) -> None:
        manifest = backup.manifest
        bad = self._books.faults.get(backup.path.name)
        checked = text(WAITING if bad is None else BAD.filled(what=bad[0]) if bad else GOOD)
        item = QTreeWidgetItem(
            self.list,
            [
                local(manifest.created_at),
                text(manifest.reason_words),
                manifest.who or "",
                f"{manifest.size / 1_048_576:,.1f} MB",
                checked,
            ],
        )
        item.setTextAlignment(3, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if bad is not None:
            item.setForeground(4, QColor(light.tones.bad if bad else light.tones.good))
        for place in range(len(HEADS)):
            item.setToolTip(place, plain.plain_tip(item.text(place)))

    def picked(self) -> Backup | None:
        """Return the backup that is selected."""
        item = self.list.currentItem()
        row = self.list.indexOfTopLevelItem(item) if item is not None else -1
        return self.shown[row] if 0 <= row < len(self.shown) else None

    def _compare(self) -> None:
        backup = self.picked()
        self._allow()
        then: Mapping[str, str] = _held(backup) if backup is not None else {}
        for key, (left, right) in self._cells.items():
            for label, value in ((left, then.get(key, "")), (right, self._books.now.get(key, ""))):
                label.setText(value)  # type: ignore[attr-defined]
            differs = bool(then) and then.get(key) != self._books.now.get(key)
            left.setProperty("role", "bad" if differs else "")
            left.style().unpolish(left)
            left.style().polish(left)
        lacking = (
            [each.name for each in backup.manifest.attachments if not each.present]
            if (backup is not None)
            else []
        )
        self.missing.setVisible(bool(lacking))
        self.missing.setText(text(MISSING.filled(names="、".join(lacking[:5]))))

    def _allow(self, *_: object) -> None:
        """Say what runs; beside a job that writes, nothing else is begun."""
        running, backup = self._session.tasks.running, self.picked()
        self.work.setText(text(running[-1].words) if running else "")
        idle = all(task.words is READING for task in running)
        self.now.setEnabled(idle)
        self.rehearse.setEnabled(idle and bool(self.shown))
        self.copy.setEnabled(idle and bool(self.shown))
        good = backup is not None and self._books.faults.get(backup.path.name) == ()
        self.restore.setEnabled(idle and good and self._deeds.may_restore())

    def _restore(self) -> None:
        backup = self.picked()
        if backup is not None and self._deeds.ask_restore(backup):
            self.accept()


def _held(backup: Backup) -> dict[str, str]:
    counts, sums = backup.manifest.counts, backup.manifest.money
    return held(counts, sums)


def held(counts: Mapping[str, int], sums: Mapping[str, int]) -> dict[str, str]:
    """Return what a file holds as the dialog shows it: counts, and money in 万元."""
    shown = {key: f"{counts.get(key, 0):,}" for key in HELD}
    shown["money"] = f"{float(money.wan_text(sums.get('invest_total_fen', 0))):,.2f}"
    return shown


def _side(place: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if place else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def _plainly(deed: Callable[[], object]) -> Callable[..., None]:
    """Return a slot that leaves aside what a click tells."""

    def slot(*_: object) -> None:
        deed()

    return slot
