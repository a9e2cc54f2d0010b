"""How the lines of the history read: each action, and each change of one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from PySide6.QtCore import QModelIndex, Qt

from renewtrack.store.history import Group, Outside
from renewtrack.ui import cells, form_fields, plain
from renewtrack.ui.import_wizard_tables import Head, Index, LinesModel
from renewtrack.ui.record_history import BLANK, HIDDEN, OUTSIDE, local
from renewtrack.ui.speaking import speech, text
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

    from renewtrack.store.history import Change

T = TypeVar("T")
PAGE = 200  # lines read at a time
UNDONE = Words("{what}（已撤销）", "{what} (undone)")
LEFT = Words("{what}（保留 {count} 条）", "{what} ({count} left)")
LOOKED = Words("{what}（理由：{reason}）", "{what} (reason: {reason})")
ANOTHER = Words("其他程序的改动", "Changes by another program")
ADDED = Words("新增", "added")
REMOVED = Words("删除", "deleted")
NO_ROLE = Words("（无权查看）", "(not for your role)")
SHAPE = Words("（图形）", "(shape)")


@dataclass(frozen=True, slots=True)
class Line:
    """One action, or what another program changed between two, as the list shows it."""

    what: Words
    group: Group | None = None
    outside: Outside | None = None

    @property
    def key(self) -> int:
        """Return what finds the line again after the list is read anew."""
        return self.group.id if self.group else -self.outside.first if self.outside else 0

    @property
    def at(self) -> str:
        """Return when it was done, in UTC."""
        return self.group.at if self.group else self.outside.at if self.outside else ""

    @property
    def changes(self) -> int:
        """Return how many log entries it has."""
        return self.group.changes if self.group else self.outside.changes if self.outside else 0


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One change of an action, with the name of its record and its values as people read them."""

    change: Change
    name: Words
    field: Words
    old: Words
    new: Words


class PagedModel(LinesModel[T], Generic[T]):
    """Lines of which more are read as the person comes to the end of those shown."""

    def __init__(self, heads: Sequence[Head[T]]) -> None:
        super().__init__(heads)
        self._more: Callable[[T | None], Sequence[T]] = lambda _: ()
        self._ended = True

    def start(self, more: Callable[[T | None], Sequence[T]]) -> None:
        """Show the first lines; ``more`` returns those after a line, none at the end."""
        self._more = more
        first = list(more(None))
        self._ended = not first
        self.show_lines(first)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain.plain_tip(str(super().data(index) or ""))
        return super().data(index, role)

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and not self._ended

    def fetchMore(self, parent: Index) -> None:
        lines = list(self._more(self.lines[-1] if self.lines else None))
        self._ended = not lines
        if lines:
            have = len(self.lines)
            self.beginInsertRows(QModelIndex(), have, have + len(lines) - 1)
            self.lines = [*self.lines, *lines]
            self.endInsertRows()


def lines(db: Database, found: Sequence[Group | Outside]) -> list[Line]:
    """Return actions and others' changes as the list shows them, each look with its reason."""
    from renewtrack.store import reveals

    made = []
    for each in found:
        if isinstance(each, Outside):
            made.append(Line(ANOTHER, outside=each))
            continue
        what = each.words
        look = reveals.of_action(db, each.at, each.who) if each.action == "reveal" else None
        if look is not None:
            what = LOOKED.filled(what=what, reason=look.reason)
        if each.left:
            what = LEFT.filled(what=what, count=each.left)
        if not each.standing:
            what = UNDONE.filled(what=what)
        made.append(Line(what, group=each))
    return made


def change_lines(db: Database, found: Sequence[Change]) -> list[ChangeLine]:
    """Return changes with the names of their records, personal details left out."""
    from renewtrack.store import sealing, titles
    from renewtrack.store.table_words import label

    sees, names = sealing.sees_all(db), {}
    for each in found:
        record = each.table, each.row_id
        if record not in names:
            known = each.table in titles.KINDS
            names[record] = titles.title(db, *record) if known else label(each.table)
    return [_told(db, each, names[each.table, each.row_id], sees=sees) for each in found]


def _told(db: Database, change: Change, name: Words, *, sees: bool) -> ChangeLine:
    nothing = Words("", "")
    if change.op != "update" or change.column is None:
        made = change.op == "insert"
        return ChangeLine(change, name, ADDED if made else REMOVED, nothing, nothing)
    field = form_fields.field_of(change.table, change.column).words
    old, new = (_value(db, change, value, sees=sees) for value in (change.old, change.new))
    return ChangeLine(change, name, field, old, new)


def _value(db: Database, change: Change, value: object, *, sees: bool) -> Words:
    """Return a value as the forms show it, in both languages."""
    column = change.column or ""
    if form_fields.personal(change.table, column):
        return HIDDEN
    if not sees:
        return NO_ROLE
    if value is None or value == "":
        return BLANK
    if column == "geom" or isinstance(value, bytes):
        return SHAPE
    parent = column.removesuffix("_id")
    from renewtrack.store import titles

    if parent != column and parent in titles.KINDS and isinstance(value, int):
        return titles.title(db, parent, value)
    field = form_fields.field_of(change.table, column)
    shown = cells.edited if field.kind == "date" else cells.shown
    return Words(shown(field, value, "zh"), shown(field, value, "en"))


def _ink(line: Line) -> str:
    return "faint" if line.group is not None and not line.group.standing else "text"


def _who(line: Line) -> str:
    return (line.group.who if line.group else "") or text(OUTSIDE)


def _plain(words: Words) -> str:
    """Return words in one line, as a table shows them."""
    return " ".join(words.in_(speech.language).split())


LINE_HEADS: tuple[Head[Line], ...] = (
    Head(
        Words("编号", "No."), 62, lambda line: f"#{line.group.id}" if line.group else "", ink=_ink
    ),
    Head(Words("时间", "When"), 132, lambda line: local(line.at), ink=_ink),
    Head(Words("谁", "Who"), 96, _who, ink=_ink),
    Head(Words("做了什么", "What"), 320, lambda line: _plain(line.what), ink=_ink),
    Head(Words("改动", "Changes"), 76, lambda line: f"{line.changes:,}", right=True, ink=_ink),
)
WHAT = 3  # the column that takes the room left over
CHANGE_HEADS: tuple[Head[ChangeLine], ...] = (
    Head(Words("记录", "Record"), 170, lambda line: _plain(line.name)),
    Head(Words("字段", "Field"), 96, lambda line: line.field),
    Head(Words("原值", "Old"), 110, lambda line: _plain(line.old), ink=lambda _: "dim"),
    Head(Words("新值", "New"), 110, lambda line: _plain(line.new)),
)
