"""A list of lines with columns, one of which may be picked: how all such lists are set up."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget

from renewtrack.ui.speaking import say
from renewtrack.words import Words


def prepare(tree: QTreeWidget, name: Words, columns: int, stretched: int) -> None:
    """Give a list its accessible name and its columns, as wide as needed but for one."""
    tree.setColumnCount(columns)
    tree.setRootIsDecorated(False)
    tree.setUniformRowHeights(True)
    tree.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    heads = tree.header()
    heads.setStretchLastSection(stretched == columns - 1)
    for place in range(columns):
        if place != stretched:
            heads.setSectionResizeMode(place, QHeaderView.ResizeMode.ResizeToContents)
        elif place != columns - 1:
            heads.setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)
    say(tree.setAccessibleName, name)
