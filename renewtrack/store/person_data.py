"""Everything that the file holds of one household, table by table, for whoever asks for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from renewtrack.domain import codes, fields
from renewtrack.domain.many_persons import ManyPersons
from renewtrack.domain.masking import Mask
from renewtrack.store import (
    exports,
    homes_grid,
    purge_scope,
    recalling_persons,
    reveals,
    rows,
    table_words,
    traces,
)
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

Named = Callable[[str, str], Words]
Head = tuple[str, Words, str]  # key, what it is called, the code list of its values
YES, NO = Words("是", "Yes"), Words("否", "No")
_HISTORY = Words("改动历史", "History of changes")
_CELLS = Words("导入来源单元格", "Imported cells")
_LOOKS = Words("谁看过", "Who looked")
_ELSEWHERE = Words("其他地方提到的", "Mentioned elsewhere")
_MOST = 2000  # lines of one part


@dataclass(frozen=True, slots=True)
class Part:
    """What one table holds of the household: heads, and lines of values as people read them."""

    title: Words
    heads: tuple[Words, ...]
    lines: tuple[tuple[str | Words, ...], ...]


def of(db: Database, household_id: int, named: Named | None = None) -> list[Part]:
    """Return all parts that hold something; persons are in full, so show them for a reason only.

    ``named`` tells what a stored column is called, where the caller knows more of them.
    """
    found = [_part(db, household_id, *each) for each in recalling_persons.PARTS]
    books = _books(db, household_id, named or _named)
    return [part for part in (*found, *books) if part.lines]


def counts(parts: Sequence[Part]) -> int:
    """Return how many lines there are in all."""
    return sum(len(part.lines) for part in parts)


def _part(
    db: Database, household_id: int, title: Words, query: str, heads: tuple[Head, ...]
) -> Part:
    found = rows.fetch(db, query, {"id": household_id})
    lines = tuple(
        tuple(_said(row[key], listed) for key, _, listed in heads)
        for row in found
        if any(row[key] not in (None, "") for key, _, _ in heads)
    )
    return Part(title, tuple(words for _, words, _ in heads), lines)


def _said(value: object, listed: str) -> str | Words:
    if value is None or value == "":
        return ""
    if listed == "yes":
        return YES if value else NO
    if listed == "vulnerable":
        known = [codes.code(listed, key) for key in homes_grid.care(str(value))]
        words = [each.words for each in known if each is not None]
        return Words("、".join(each.zh for each in words), ", ".join(each.en for each in words))
    entry = codes.code(listed, str(value)) if listed else None
    return entry.words if entry is not None else str(value)


def _plain(value: object) -> str:
    return "" if value is None else str(value)


def _named(table: str, column: str) -> Words:
    """Return what a stored column is called in the sheets and in the parts of a household."""
    for field in fields.FIELDS:
        if field.columns.get(table) == column:
            return field.words
    heads = (head for _, _, listed in recalling_persons.PARTS for head in listed)
    return next((words for key, words, _ in heads if key == column), Words(column, column))


def _books(db: Database, household_id: int, named: Named) -> Iterator[Part]:
    scope = purge_scope.of(db, [household_id])
    heads = (Words("时间（UTC）", "When (UTC)"), Words("操作人", "Who"), Words("内容", "What"))
    log, cells = recalling_persons.log(db, scope), recalling_persons.cells(db, scope)
    before, after = Words("原值", "Old value"), Words("新值", "New value")
    yield Part(
        _HISTORY,
        (*heads[:2], Words("记录", "Record"), Words("字段", "Field"), before, after),
        tuple(
            (at, who or "", table_words.label(table), named(table, name), _plain(old), _plain(new))
            for at, who, table, name, old, new in log[:_MOST]
        ),
    )
    places = (Words("文件", "File"), Words("工作表", "Sheet"), Words("单元格", "Cell"))
    yield Part(
        _CELLS,
        (*places, Words("字段", "Field"), Words("原文", "Words of the sheet")),
        tuple(
            (*map(_plain, line[:3]), named(line[3], line[4]), _plain(line[5]))
            for line in cells[:_MOST]
        ),
    )
    uid = rows.value(db, "SELECT uid FROM household WHERE id = ?", (household_id,))
    yield Part(
        _LOOKS,
        (*heads[:2], Words("理由", "Reason")),
        tuple(
            (look.at, look.who or "", look.reason)
            for look in reveals.of(db, reveals.of_household(uid))
        ),
    )
    yield _elsewhere(db, scope, named)


def _elsewhere(db: Database, scope: purge_scope.Scope, named: Named) -> Part:
    """Return where the household's names and numbers stand in records that are not its own."""
    person = ManyPersons.of(purge_scope.names(db, scope), purge_scope.phones(db, scope))
    lines: list[tuple[str | Words, ...]] = []
    others = Mask(exports.mask(db).persons - person.names)  # nobody else's name goes out with it
    own = {*scope.ids, "change_log", "cell_source"}
    for table in traces.tables(db) if person else ():
        if table in own:
            continue
        for _, values in traces.hits(db, table, person):
            lines += [
                (table_words.label(table), named(table, column), others.free(str(value)))
                for column, value in values.items()
            ]
    heads = Words("位置", "Where"), Words("字段", "Field"), Words("原文", "Words")
    return Part(_ELSEWHERE, heads, tuple(lines[:_MOST]))
