"""What the wishes of homes would write into the works: building by building, to be ticked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from renewtrack.domain import scope
from renewtrack.domain.scope import ScopeLine
from renewtrack.ui import asking, plain
from renewtrack.ui.import_wizard_tables import Head, LinesModel, LinesTable
from renewtrack.ui.items_model import item_words, number, unit_words
from renewtrack.ui.speaking import say, text
from renewtrack.words import Words

Index = QModelIndex | QPersistentModelIndex
TITLE = Words("{item}：汇总到改造内容", "{item}: sum up into the works")
NAME = Words("各楼工程量", "Quantities of the buildings")
ABOUT = Words(
    "按各户登记的数量，写入各楼这项改造内容的计划工程量；打勾的才写入，一次撤销。",
    "The numbers of the homes become the planned quantity of each building's work; only what is "
    "ticked is written, and undone as one.",
)
ESTATE, BUILDING = Words("小区", "Estate"), Words("楼号", "Building")
HOMES, NOW, THEN = Words("参与户", "Homes"), Words("现在", "Now"), Words("改为", "Becomes")
MISSING, STEP = Words("未报数量", "No number"), Words("处理", "What is done")
WRITE = Words("写入 {count} 栋", "Write {count} buildings")
NOTHING = Words(
    "这些楼的住户还没有答复过这一项。", "No home of these buildings was asked about this item."
)
STEPS = {
    scope.ADD: Words("新增", "Added"),
    scope.CHANGE: Words("修改", "Changed"),
    scope.SAME: Words("不变", "The same"),
    scope.NOBODY: Words("没有人参与，改为 0", "Nobody takes part: 0"),
    scope.UNCOUNTED: Words("参与户都没有报数量，不写", "Nobody told a number: left"),
    scope.SEVERAL: Words("这栋楼有几项，请手工改", "Several works here: by hand"),
    scope.UNIT: Words("单位不同，勾选才改", "Another unit: changed if ticked"),
    scope.ABOVE: Words("小区已有整体一项，勾选才新增", "The estate has one: added if ticked"),
}
TICK = Qt.ItemDataRole.CheckStateRole


class ScopeModel(LinesModel[ScopeLine]):
    """Lines that can be ticked where there is something to write."""

    def __init__(self) -> None:
        super().__init__(
            (
                Head(ESTATE, 170, lambda line: line.estate),
                Head(BUILDING, 64, lambda line: line.number),
                Head(HOMES, 64, lambda line: f"{line.homes:,}", right=True),
                Head(NOW, 96, _now, right=True),
                Head(THEN, 96, _then, right=True),
                Head(MISSING, 76, lambda line: f"{line.missing:,}", right=True),
                Head(STEP, 220, lambda line: STEPS[line.step]),
            )
        )
        self.ticked: set[int] = set()

    def take(self, lines: Sequence[ScopeLine]) -> None:
        """Show lines, the usual ones ticked."""
        self.ticked = {line.building_id for line in lines if line.step in scope.USUAL}
        self.show_lines(lines)

    def chosen(self) -> list[ScopeLine]:
        """Return what is ticked."""
        return [line for line in self.lines if line.building_id in self.ticked]

    def toggle(self, places: Sequence[int]) -> None:
        """Tick lines, or untick them where all are ticked."""
        ids = {self.lines[at].building_id for at in places if _can(self.lines[at])}
        self.ticked = self.ticked - ids if ids <= self.ticked else self.ticked | ids
        for at in places:
            self.dataChanged.emit(self.index(at, 0), self.index(at, 0))

    def flags(self, index: Index) -> Qt.ItemFlag:
        held = super().flags(index)
        can = index.isValid() and index.column() == 0 and _can(self.lines[index.row()])
        return held | Qt.ItemFlag.ItemIsUserCheckable if can else held

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == TICK and index.column() == 0 and _can(self.lines[index.row()]):
            on = self.lines[index.row()].building_id in self.ticked
            return Qt.CheckState.Checked if on else Qt.CheckState.Unchecked
        return super().data(index, role)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != TICK or not _can(self.lines[index.row()]):
            return False
        self.toggle([index.row()])
        return True


class ScopeDialog(QDialog):
    """Shows the preview of one item; accepted, ``model.chosen()`` is to be written."""

    def __init__(
        self, item: str, lines: Sequence[ScopeLine], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        say(self.setWindowTitle, TITLE.filled(item=item_words(item)))
        self.model, self.table = ScopeModel(), LinesTable(NAME)
        self.about = plain.label()
        self.about.setWordWrap(True)
        say(self.about.setText, ABOUT if lines else NOTHING)
        self.table.take(self.model)
        self.model.take(lines)
        self.table.keys = {Qt.Key.Key_Space: self._toggle}
        self.buttons = asking.buttons(WRITE.filled(count=0))
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.model.dataChanged.connect(self._count)
        box = QVBoxLayout(self)
        box.addWidget(self.about)
        box.addWidget(self.table, 1)
        box.addWidget(self.buttons)
        self.resize(860, 520)
        self._count()

    def _toggle(self) -> None:
        rows = self.table.selectionModel().selectedRows()
        self.model.toggle(sorted(index.row() for index in rows))

    def _count(self) -> None:
        button = self.buttons.button(self.buttons.StandardButton.Ok)
        count = len(self.model.chosen())
        say(button.setText, WRITE.filled(count=count))
        button.setEnabled(bool(count))


def _can(line: ScopeLine) -> bool:
    return line.step in scope.WRITTEN


def _now(line: ScopeLine) -> str:
    return _in_unit(line.old, line.old_unit or "") if line.works else "—"


def _then(line: ScopeLine) -> str:
    return _in_unit(line.new, line.unit or line.old_unit or "")


def _in_unit(value: float | None, unit: str) -> str:
    return f"{number(value)} {text(unit_words(unit))}".strip() if value is not None else ""
