"""The form of one entry of a list: a field for each column, checked as it is typed."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from renewtrack.domain import money
from renewtrack.ui import asking, cells, plain, record_values
from renewtrack.ui.cells import Refusal
from renewtrack.ui.columns import Column
from renewtrack.ui.speaking import say, speech, text
from renewtrack.words import Words

MASKED = Words(
    "含个人信息，已遮盖；显示个人信息（留痕）后可以修改",
    "Holds personal details, masked; show them (recorded) to change this",
)
LONG = frozenset(("text", "outcome", "fixed_how", "reason", "notes"))  # columns of several lines
NUMBERS = {"change": "money", "dm2": "area"}  # kinds that are typed as another one
_DM2 = 100

Values = dict[str, Any]
Check = Callable[[Values], Words | None]
Field = QLineEdit | QComboBox | QPlainTextEdit | QCheckBox


class EntryForm(QDialog):
    """Asks for the values of one entry; ``values`` has those that differ once it is accepted."""

    def __init__(
        self,
        title: Words,
        columns: tuple[Column, ...],
        given: Mapping[str, Any],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.fields: dict[str, Field] = {}
        self.values: Values = {}
        self.check: Check = lambda _: None
        self._columns, self.required = columns, frozenset[str]()
        self.why = plain.label()
        say(self.setWindowTitle, title)
        form = QFormLayout()
        form.setVerticalSpacing(8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for column in columns:
            field = made(column, given.get(column.key))
            self.fields[column.key] = field
            asking.add_row(form, column.words, field)
        asking.framed(self, (form,), self.why, self._accept)
        self.setMinimumWidth(460)
        self._held = {each.key: read(each, self.fields[each.key]) for each in columns}
        self._closed: frozenset[str] = frozenset()

    def close_fields(self, keys: Iterable[str]) -> None:
        """Let no one type where a person is masked: what is hidden cannot be written back."""
        self._closed = frozenset(keys)
        for key in self._closed & self.fields.keys():
            self.fields[key].setEnabled(False)
            plain.say_tip(self.fields[key], MASKED)

    def sizeHint(self) -> QSize:
        return super().sizeHint().expandedTo(QSize(500, 0))

    def _accept(self) -> None:
        found: Values = {}
        for column in self._columns:
            value = read(column, self.fields[column.key])
            if isinstance(value, Refusal):
                self._refuse(column, value.words)
                return
            if value is None and column.key in self.required:
                self._refuse(column, asking.NEEDED)
                return
            found[column.key] = value
        why = self.check(found)
        if why is not None:
            self.why.setText(text(why))
            return
        self.values = {
            key: value
            for key, value in found.items()
            if key not in self._closed and value != self._held[key]
        }
        self.accept()

    def _refuse(self, column: Column, words: Words) -> None:
        said = Words(f"{column.words.zh}：{words.zh}", f"{column.words.en}: {words.en}")
        self.why.setText(text(said))
        self.fields[column.key].setFocus()


def made(column: Column, value: Any) -> Field:
    """Return the field that a column is typed or chosen in, holding a value."""
    choices = cells.choices(column)
    if choices:
        box = QComboBox()
        box.addItem("", None)
        for key, words in choices:
            box.addItem(text(words), key)
        box.setCurrentIndex(max(0, box.findData(value)))
        return box
    if column.kind == "yes":
        tick = QCheckBox()
        tick.setChecked(bool(value))
        return tick
    if column.kind == "text" and column.key in LONG:
        lines = QPlainTextEdit(str(value or ""))
        lines.setTabChangesFocus(True)
        lines.setFixedHeight(72)
        return lines
    return QLineEdit(typed(column, value))


def put(column: Column, field: Field, value: Any) -> None:
    """Put a value into a field that is there."""
    if isinstance(field, QComboBox):
        field.setCurrentIndex(max(0, field.findData(value)))
    elif isinstance(field, QCheckBox):
        field.setChecked(bool(value))
    elif isinstance(field, QPlainTextEdit):
        field.setPlainText(typed(column, value))
    else:
        field.setText(typed(column, value))


def typed(column: Column, value: Any) -> str:
    """Return the text that a field opens with."""
    if value is None:
        return ""
    if column.kind == "dm2":
        return f"{int(value) / _DM2:.2f}"
    if column.kind == "yuan_fen":
        return money.yuan_text(int(value))
    return cells.edited(_as_typed(column), value, speech.language)


def shown(column: Column, value: Any) -> str:
    """Return a value as a list shows it."""
    if column.kind == "change" and isinstance(value, int):
        sign = "+" if value > 0 else ""
        return sign + cells.shown(_as_typed(column), value, speech.language)
    if column.kind == "yuan_fen" and isinstance(value, int):
        return f"{Decimal(money.yuan_text(value)):,.2f}"
    return record_values.shown(column, value, speech.language)


def read(column: Column, field: Field) -> Any:
    """Return the value in a field, None for an empty one, or a Refusal."""
    if isinstance(field, QComboBox):
        return field.currentData()
    if isinstance(field, QCheckBox):
        return int(field.isChecked())
    words = field.toPlainText() if isinstance(field, QPlainTextEdit) else field.text()
    if column.kind == "yuan_fen":
        return _yuan(words)
    if column.kind == "change" and words.strip().startswith(("-", "−", "－")):
        value = cells.typed(_as_typed(column), words.strip()[1:])
        return -value if isinstance(value, int) else value
    value = cells.typed(_as_typed(column), words.strip().removeprefix("+"))
    if column.kind == "dm2" and isinstance(value, (int, float)):
        return round(value * _DM2)
    return value


def _yuan(words: str) -> Any:
    """Return the fen of an amount in yuan, below zero as well; a Refusal for what is none."""
    plain_words = unicodedata.normalize("NFKC", words).replace(",", "").replace("−", "-").strip()
    plain_words = plain_words.removesuffix("元").removeprefix("¥").removeprefix("+")
    if not plain_words:
        return None
    below = plain_words.startswith("-")
    try:
        return money.fen(Decimal(plain_words))
    except ArithmeticError:
        found = cells.amount(plain_words.removeprefix("-"))  # 12万, 一百万
        if found is None:
            return Refusal(cells.NOT_NUMBER.filled(text=words))
        return money.fen(-found if below else found)


def _as_typed(column: Column) -> Column:
    kind = NUMBERS.get(column.kind, column.kind)
    # A name that must stand for a place may be empty here: what is needed is told by the list.
    key = column.key if column.key not in cells.REQUIRED else f"own_{column.key}"
    return Column(key, column.words, column.width, kind, codes=column.codes)
