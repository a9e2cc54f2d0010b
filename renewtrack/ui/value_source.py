"""Where a value on the screen came from, as its tip, in a dialog, by menu and key."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtGui import QContextMenuEvent, QHelpEvent
from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QLineEdit,
    QMenu,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from renewtrack.domain import masking
from renewtrack.ui import asking, edits, form_fields, plain
from renewtrack.ui.facts_form import masked
from renewtrack.ui.record_history import OUTSIDE, local
from renewtrack.ui.session import Session
from renewtrack.ui.speaking import say, speech, text
from renewtrack.words import Words

if TYPE_CHECKING:
    from renewtrack.store.origins import Origin
    from renewtrack.ui.ledger_table import LedgerTable

TITLE = Words("来源：{field}", "Source of {field}")
SOURCE = Words("来源…", "Source…")
FILE, SHEET, CELL = Words("文件", "File"), Words("工作表", "Sheet"), Words("单元格", "Cell")
RAW, WHEN, WHO = Words("原文", "As written"), Words("日期", "Date"), Words("谁", "Who")
HOW = Words("怎样写入", "How")
OUT_OF = Words(
    "来源：{file} · {sheet} {cell} · {when} {who}", "From {file} · {sheet} {cell} · {when} {who}"
)
BY_HAND = Words("来源：{how} · {when} {who}", "From: {how} · {when} {who}")
SOURCE_OF = Words("来源", "Source")
NOT_STORED = Words(
    "先选一个有值的格子或字段。由程序清点、计算的值没有来源。",
    "Pick a cell or field with a value first. What the program counts or computes has no source.",
)
UNKNOWN = Words(
    "没有记录这个值从哪里来：它可能是建立台账时就有的。",
    "Where this value came from is not on record; it may be as old as the ledger.",
)
OTHER_PROGRAM = Words("其他程序写入", "written by another program")
_STORED = {"street": "area_id", "community": "area_id"}
Asked = tuple[str, int, str]  # table, id of the row, column


class SourceDialog(QDialog):
    """Says where one value came from, line by line; every line can be copied."""

    def __init__(
        self, name: Words, lines: Mapping[Words, str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        say(self.setWindowTitle, TITLE.filled(field=name))
        form = QFormLayout()
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for words, value in lines.items():
            shown = QLineEdit(value)
            shown.setReadOnly(True)
            shown.setCursorPosition(0)
            shown.setToolTip(plain.plain_tip(value))
            say(shown.setAccessibleName, words)
            head = plain.label()
            head.setProperty("role", "dim")
            say(head.setText, words)
            form.addRow(head, shown)
        if not lines:
            nothing = plain.label()
            nothing.setWordWrap(True)
            say(nothing.setText, UNKNOWN)
            form.addRow(nothing)
        box = QVBoxLayout(self)
        box.setContentsMargins(18, 16, 18, 14)
        box.setSpacing(12)
        box.addLayout(form)
        closing = asking.buttons()
        closing.button(closing.StandardButton.Cancel).hide()
        closing.accepted.connect(self.accept)
        closing.rejected.connect(self.reject)
        box.addWidget(closing)
        self.setMinimumWidth(460)


class Sources(QObject):
    """Gives fields a tip with their source and a menu entry to see it whole.

    ``asked`` returns table, row and column of the value that a field shows, or None.
    """

    def __init__(self, session: Session, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._window = session, window
        self._asked: dict[QWidget, Callable[[], Asked | None]] = {}

    def watch(self, field: QWidget, asked: Callable[[], Asked | None]) -> None:
        """Begin to tell the source of what a field shows."""
        self._asked[field] = asked
        field.installEventFilter(self)

    def of(self, field: QWidget | None) -> Asked | None:
        """Return what a field shows, or None for one that is not watched."""
        while field is not None and field not in self._asked:
            field = field.parentWidget()
        return self._asked[field]() if field is not None else None

    def open(self, asked: Asked | None) -> None:
        """Show where a value came from, or that the cell holds none that is stored."""
        if asked is None:
            asking.tell(self._window, SOURCE_OF, NOT_STORED)
            return
        name = form_fields.field_of(asked[0], asked[2]).words
        lines = told(self._origin(asked), asked[2] if personal(*asked) else "")
        SourceDialog(name, lines, self._window).exec()

    def tip(self, asked: Asked) -> str:
        """Return the source of a value in one line; "" where none is on record."""
        origin = self._origin(asked)
        return text(in_a_line(origin)) if origin is not None else ""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        asked = self.of(watched) if isinstance(watched, QWidget) else None
        if asked is not None and isinstance(watched, QWidget):
            if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
                self._show_tip(watched, event.globalPos(), asked)
                return True
            if isinstance(event, QContextMenuEvent):
                self._menu(watched, asked).popup(event.globalPos())
                return True
        return super().eventFilter(watched, event)

    def _show_tip(self, field: QWidget, at: QPoint, asked: Asked) -> None:
        own, source = field.toolTip(), self.tip(asked)
        both = f"{own}<br>{plain.plain_tip(source)}" if own.startswith("<p") else f"{own}\n{source}"
        plain_both = both if own.startswith("<p") else plain.plain_tip(both.strip())
        QToolTip.showText(at, plain_both, field)

    def _menu(self, field: QWidget, asked: Asked) -> QMenu:
        menu = field.createStandardContextMenu() if isinstance(field, QLineEdit) else QMenu(field)
        if menu.actions():
            menu.addSeparator()
        menu.addAction(text(SOURCE)).triggered.connect(lambda: self.open(asked))
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def _origin(self, asked: Asked) -> Origin | None:
        from renewtrack.store import origins

        table, row_id, column = asked
        found = origins.of_record(self._session.db, table, row_id)
        return found.get(_STORED.get(column, column), found.get(origins.WHOLE))


def of_cell(table: LedgerTable) -> Asked | None:
    """Return what the cell under the cursor of a table shows; None where it is computed."""
    index = table.currentIndex()
    if not index.isValid():
        return None
    column, row = table.ledger.columns[index.column()], table.ledger.row(index.row())
    target = edits.target(column, row)
    return None if target is None else (column.table, target, column.stored)


def personal(table: str, _: int, column: str) -> bool:
    """Tell whether a value is about a person."""
    return form_fields.personal(table, column)


def told(origin: Origin | None, masked_as: str) -> dict[Words, str]:
    """Return what is on record of a source, by its name.

    ``masked_as`` is the column of a personal value, whose words are masked; "" for all others.
    """
    if origin is None:
        return {}
    how = origin.action if origin.action is not None else OTHER_PROGRAM
    lines = {HOW: text(how), WHEN: local(origin.at), WHO: origin.who or text(OUTSIDE)}
    if origin.file is None:
        return lines
    raw = (origin.raw or "").replace("\n", " ")
    raw = masked(masked_as, raw) if masked_as else masking.mask_text(raw)
    cell = {FILE: origin.file, SHEET: origin.sheet, CELL: origin.cell, RAW: raw}
    return {words: value for words, value in cell.items() if value} | lines


def in_a_line(origin: Origin) -> Words:
    """Return a source in one line for a tip, without the words of the cell."""
    when, who = local(origin.at), origin.who or OUTSIDE.in_(speech.language)
    if origin.file is None or origin.cell is None:
        how = origin.action if origin.action is not None else OTHER_PROGRAM
        return BY_HAND.filled(how=how, when=when, who=who)
    return OUT_OF.filled(
        file=origin.file, sheet=origin.sheet or "", cell=origin.cell, when=when, who=who
    )
