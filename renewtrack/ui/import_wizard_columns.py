"""Step 3 of the import wizard: which field each column is, in which unit, how well it reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QCompleter,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from renewtrack.domain import fields
from renewtrack.intake.headings import Column
from renewtrack.ui import import_wizard_values as values
from renewtrack.ui.import_wizard_choice import Choice
from renewtrack.ui.import_wizard_jobs import Examined
from renewtrack.ui.import_wizard_parts import label, page
from renewtrack.ui.import_wizard_tables import Head, Index, LinesModel, LinesTable
from renewtrack.ui.speaking import speech, text
from renewtrack.words import Words

LETTERS, HEADING = Words("列", "Col."), Words("表头", "Heading")
SAMPLE, FIELD = Words("样例", "Samples"), Words("对应字段 ▾", "Field ▾")
ITEM = Words("改造项（勾选）", "Item (ticks)")
SURE, UNIT = Words("可信度", "Sure"), Words("单位 ▾", "Unit ▾")
BAD = Words("坏值", "Bad")
NONE = Words("（不导入）", "(left out)")
HINT = Words(
    "双击或按 F2 修改“对应字段”和“单位”，输入几个字即可搜索。坏值是按所选字段读不出来的格数。",
    "Double-click or press F2 to change field or unit, and type to search. Bad counts the cells "
    "that cannot be read as the field chosen.",
)
TOLD = Words(
    "{used} 列已对应，{left} 列不导入，坏值 {bad} 个",
    "{used} columns taken, {left} left out, {bad} bad cells",
)
NOT_YET = Words(
    "还认不出这是哪种表：台账要有“小区名称”和投资、进度等列，普查表要有“小区名称”和“楼号”。",
    "The kind of sheet is not clear yet: a ledger needs the estate's name and money or progress, "
    "a survey the estate's name and the building number.",
)
NO_FIELD = Words(
    "没有唯一叫“{typed}”的字段，原来的对应没有改。请从列表中选一个。",
    "“{typed}” does not name one field; nothing was changed. Choose one from the list.",
)
COLUMNS = Words("各列对应的字段", "Fields of the columns")
_FIELD, _UNIT = 3, 5
_POPUP = 340  # pixels
_UNITS = {"money": ("元", "千元", "万元", "亿元"), "area": ("㎡", "万㎡", "亩", "公顷")}
SURE_ENOUGH = 0.85


@dataclass(frozen=True, slots=True)
class ColumnLine:
    """One column of the sheet as the table shows it."""

    column: Column
    samples: tuple[str, ...]
    bad: int
    item: bool = False  # ticks of what households choose

    @property
    def used(self) -> bool:
        """Tell whether the column comes in."""
        return bool(self.column.field) or self.item

    @property
    def kind(self) -> str:
        """Return the kind of its field; empty for none."""
        return fields.field(self.column.field).kind if self.column.field else ""


class ColumnsModel(LinesModel[ColumnLine]):
    """The columns of a sheet; field and unit can be edited."""

    chosen = Signal(int, str)  # column index, field key
    unit_chosen = Signal(str, str)  # field key, unit

    def __init__(self) -> None:
        super().__init__(
            (
                Head(LETTERS, 46, lambda line: line.column.letters, ink=lambda line: "dim"),
                Head(HEADING, 170, lambda line: line.column.label),
                Head(SAMPLE, 270, _samples, ink=lambda line: "dim"),
                Head(FIELD, 170, _field, ink=_field_ink),
                Head(SURE, 66, _sure, right=True, ink=_sure_ink),
                Head(UNIT, 74, lambda line: line.column.unit or ""),
                Head(BAD, 56, lambda line: str(line.bad) if line.bad else "", True, _bad_ink),
            )
        )

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        has_unit = index.isValid() and self.lines[index.row()].kind in _UNITS
        if index.column() == _FIELD or (index.column() == _UNIT and has_unit):
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        line = self.lines[index.row()].column
        left_out = not value and self.lines[index.row()].item
        if index.column() == _FIELD and (value != (line.field or "") or left_out):
            self.chosen.emit(line.index, str(value))
        elif index.column() == _UNIT and line.field and value and value != line.unit:
            self.unit_chosen.emit(line.field, str(value))
        return True


class FieldDelegate(QStyledItemDelegate):
    """Offers the fields in a list that narrows while one types."""

    not_known = Signal(str)  # what was typed for a field and is none

    def createEditor(
        self,
        parent: QWidget,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> QWidget:
        box = QComboBox(parent)
        model = index.model()
        assert isinstance(model, ColumnsModel)
        line = model.lines[index.row()]
        if index.column() == _UNIT:
            for unit in _UNITS[line.kind]:
                box.addItem(unit, unit)
        else:
            self._offer_fields(box)
        box.activated.connect(lambda _: QTimer.singleShot(0, box, lambda: self._finish(box)))
        return box

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        assert isinstance(editor, QComboBox)
        model = index.model()
        assert isinstance(model, ColumnsModel)
        column = model.lines[index.row()].column
        wanted = column.unit if index.column() == _UNIT else column.field or ""
        editor.setCurrentIndex(max(0, editor.findData(wanted)))
        if (line := editor.lineEdit()) is not None:
            line.selectAll()

    def setModelData(self, editor: QWidget, model: Any, index: Index) -> None:
        assert isinstance(editor, QComboBox)
        place = editor.currentIndex()
        if editor.isEditable():
            place = _meant(editor)
        if place >= 0:
            model.setData(index, editor.itemData(place))
        else:
            self.not_known.emit(editor.currentText())

    def _offer_fields(self, box: QComboBox) -> None:
        box.setEditable(True)
        box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        box.setMaxVisibleItems(16)
        box.addItem(text(NONE), "")
        for known in fields.EVERY:
            box.addItem(text(known.words), known.key)
        completer = QCompleter(box.model(), box)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        box.setCompleter(completer)
        for popup in (completer.popup(), box.view()):
            if popup is not None:
                popup.setMinimumWidth(_POPUP)

    def _finish(self, box: QComboBox) -> None:
        self.commitData.emit(box)
        self.closeEditor.emit(box, QStyledItemDelegate.EndEditHint.NoHint)


def _meant(box: QComboBox) -> int:
    """Return the place of the entry that was typed, or of the only one that holds it; else -1."""
    typed = box.currentText().strip()
    if not typed:
        return -1
    bare = typed.strip("（）()").casefold()
    named, holding = [], []
    for place in range(box.count()):
        key = box.itemData(place)
        words = fields.field(key).words if key else NONE
        both = [name.strip("（）()").casefold() for name in (words.zh, words.en)]
        named += [place] if bare in both else []
        holding += [place] if any(bare in name for name in both) else []
    return next((places[0] for places in (named, holding) if len(places) == 1), -1)


class ColumnsPage(QWidget):
    """Shows every column with its field and takes corrections."""

    field_said = Signal(int, str)
    unit_said = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = ColumnsModel()
        self.table = LinesTable(COLUMNS)
        self.table.take(self.model, wide=2)
        delegate = FieldDelegate(self.table)
        delegate.not_known.connect(self._refuse, Qt.ConnectionType.QueuedConnection)
        self.table.setItemDelegate(delegate)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.table.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        self.told, self.trouble = label(), label(NOT_YET, "refusal", wrap=True)
        box = page(self)
        box.addWidget(self.told)
        box.addWidget(self.table, 1)
        box.addWidget(self.trouble)
        box.addWidget(label(HINT, "dim", wrap=True))
        self.model.chosen.connect(self.field_said)
        self.model.unit_chosen.connect(self.unit_said)
        self._choice: Choice | None = None
        speech.switched.connect(self._tell)

    def show_choice(self, choice: Choice) -> None:
        """Show the columns of a file's sheet."""
        self._choice = choice
        examined = choice.examined
        at = self.table.currentIndex()
        lines = _lines(examined) if examined else []
        self.model.show_lines(lines)
        row, place = max(0, at.row()), at.column() if at.isValid() else _FIELD
        self.table.setCurrentIndex(self.model.index(min(row, len(lines) - 1), place))
        self._tell()

    def _refuse(self, typed: str) -> None:
        self.trouble.setText(text(NO_FIELD.filled(typed=typed)))
        self.trouble.show()

    def _tell(self, _: object = None) -> None:
        self.trouble.setText(text(NOT_YET))
        lines = self.model.lines
        used = sum(1 for line in lines if line.used)
        bad = sum(line.bad for line in lines)
        self.told.setText(text(TOLD.filled(used=used, left=len(lines) - used, bad=bad)))
        self.trouble.setVisible(self._choice is not None and not self._choice.known)


def _lines(examined: Examined) -> list[ColumnLine]:
    return [
        ColumnLine(
            column,
            tuple(
                values.masked_cell(column, cell) for cell in examined.samples.get(column.index, ())
            ),
            examined.bad.get(column.index, 0),
            column.index in examined.items,
        )
        for column in examined.layout.columns
    ]


def _samples(line: ColumnLine) -> str:
    return "  |  ".join(line.samples)


def _field(line: ColumnLine) -> Words:
    if line.column.field:
        return fields.field(line.column.field).words
    return ITEM if line.item else NONE


def _field_ink(line: ColumnLine) -> str:
    return "text" if line.used else "faint"


def _sure(line: ColumnLine) -> str:
    return f"{round(line.column.confidence * 100)}%" if line.column.field else ""


def _sure_ink(line: ColumnLine) -> str:
    return "good" if line.column.confidence >= SURE_ENOUGH else "bad"


def _bad_ink(line: ColumnLine) -> str:
    return "bad"
