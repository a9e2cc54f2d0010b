"""The items that households choose: columns without a known heading whose cells are ticks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from renewtrack.domain import homes, nulls, text
from renewtrack.intake import cells as readers
from renewtrack.intake import sentences
from renewtrack.intake.columns import Cells
from renewtrack.intake.entries import Entries, Filled
from renewtrack.intake.headings import Column
from renewtrack.intake.layout import Layout
from renewtrack.intake.plans import QUESTION
from renewtrack.intake.question_words import BLANK
from renewtrack.intake.row_read import RowRead
from renewtrack.intake.rows import Surroundings
from renewtrack.intake.sheets import Cell, raw_text
from renewtrack.words import Words

_WANTED = readers.YES | {"要", "需要", "选", "换", "同意", "愿意", "true", "TRUE"}
_REFUSED = (readers.NO - {"-", "/"}) | {
    "不要",
    "不需要",
    "不选",
    "不换",
    "不同意",
    "无需",
    "false",
    "FALSE",
}
_JOINTS = re.compile(r"[、,，;；/／+＋\n]+")
_ABOUT = re.compile("是否|有无|有没有|序号")  # what somebody is or has, and no choice
_ANSWERS = {"yes": True, "no": False}


def columns(layout: Layout, said: Mapping[int, str] | None = None) -> tuple[Column, ...]:
    """Return the columns that are items: unknown ones with ticks and nothing but ticks.

    ``said`` is the person's mapping of columns: one that she leaves out is no item.
    """
    if layout.kind != "bookings":
        return ()
    return tuple(
        column
        for column in layout.columns
        if column.field is None
        and column.heading
        and column.index not in (said or {})
        and _ticks_only(layout, column)
    )


def choices(cells: Cells, around: Surroundings, households: Entries) -> Entries:
    """Return what households choose, in the order of the columns; a blank says nothing."""
    found = Entries("item_choice")
    said: list[object] = []
    items: list[object] = []
    owners: list[int] = []
    at: list[int] = []
    found_columns = columns(cells.layout, around.options.mapping)
    ticked = [(column, homes.item_of(column.heading)) for column in found_columns]
    for place, ref in zip(households.places, households.refs, strict=True):
        for item, index, wanted in _told_of(cells, place, ticked):
            known = around.known.below.choices.get((ref, text.fold(item)))
            found.places.append(place)
            found.refs.append(known.id if known is not None else around.fresh("item_choice"))
            said.append(int(wanted))
            items.append(item if known is None else None)
            owners.append(ref)
            at.append(index)
    found.columns = {"item": Filled(items, at), "wanted": Filled(said, at)}
    found.parents = {"household_id": ("household", owners)}
    return found


def _told_of(
    cells: Cells, place: int, ticked: Sequence[tuple[Column, str]]
) -> Iterator[tuple[str, int, bool]]:
    """Yield the items that a row ticks and those that one cell lists: item, column, wanted."""
    for column, item in ticked:
        wanted = _choice(cells, place, column)
        if wanted is not None:
            yield item, column.index, wanted
    for item in _in_list(cells, place):
        yield item, cells.index("items"), True


def _in_list(cells: Cells, place: int) -> Iterator[str]:
    """Yield the items that one cell of a row lists, each once."""
    column = cells.columns.get("items")
    said = column.values[place] if column is not None else None
    if column is None or said is None:
        return
    parts = (part.strip() for part in _JOINTS.split(str(said)))
    yield from dict.fromkeys(homes.item_of(part) for part in parts if part)


def _choice(cells: Cells, place: int, column: Column) -> bool | None:
    cell = cells.layout.rows[cells.rows[place]][column.index]
    words = _words(cell)
    if words in _WANTED:
        return True
    if words in _REFUSED:
        return False
    if words in readers.UNSURE:
        answer = column.answers.get("unsure_tick", "")
        if answer in _ANSWERS:
            return _ANSWERS[answer]
        if answer != BLANK:
            _ask(cells, place, column, words)
    return None


def _ask(cells: Cells, place: int, column: Column, words: str) -> None:
    read = RowRead(cells, place)
    name = text.heading(column.heading)[0]
    told = {"value": words, "field": Words(name, name), "level": QUESTION}
    read.add([sentences.issue(cells.layout, read.row, "unsure_tick", column, **told)])


def _ticks_only(layout: Layout, column: Column) -> bool:
    told = set(_told(layout, column))
    ticks = _WANTED | _REFUSED | readers.UNSURE
    meant = bool(told & _WANTED) or (bool(told) and all(map(_is_sign, told)))
    return meant and told <= ticks and not _ABOUT.match(text.normalise(column.heading))


def _is_sign(words: str) -> bool:
    return len(words) == 1 and not words.isalpha()


def _told(layout: Layout, column: Column) -> Iterator[str]:
    for row in layout.data:
        words = _words(layout.rows[row][column.index])
        if words and (words in _REFUSED or not nulls.is_null(words)):
            yield words


def _words(cell: Cell) -> str:
    return "" if cell is None else text.normalise(raw_text(cell))
