"""The PySide6 that is installed keeps the reference counts of True and None."""

from __future__ import annotations

import sys
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Signal
from PySide6.QtWidgets import QApplication

ROUNDS = 100
SLACK = 20  # other code takes and gives a few references meanwhile
Index = QModelIndex | QPersistentModelIndex


class Bell(QObject):
    rung = Signal(bool)


class NothingToShow(QAbstractTableModel):
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 1

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 1

    def data(self, index: Index, role: int = 0) -> Any:
        return None


def test_a_hundred_signals_cost_no_reference_to_true(qapp: QApplication) -> None:
    bell = Bell()
    bell.rung.connect(lambda _on: None)
    before = sys.getrefcount(True)
    for _ in range(ROUNDS):
        bell.rung.emit(True)
    assert abs(sys.getrefcount(True) - before) < SLACK


def test_a_model_that_answers_nothing_costs_no_reference_to_none(qapp: QApplication) -> None:
    model = NothingToShow()
    index = model.index(0, 0)
    before = sys.getrefcount(None)
    for _ in range(ROUNDS):
        model.data(index)
        index.data()
    assert abs(sys.getrefcount(None) - before) < SLACK
