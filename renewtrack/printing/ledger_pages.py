"""Ledgers on paper: heads on every page, sums by street, columns that fit without a cut word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from renewtrack.printing import finishing, layouts, lettering, list_tables, panels
from renewtrack.printing.facts import PaperFacts
from renewtrack.printing.folio import Bookmark, Folio, Progress
from renewtrack.printing.layouts import Layout
from renewtrack.printing.list_tables import RIGHT, Listing
from renewtrack.printing.sheet import SOFT_INK, Box, Mark, Page, Text
from renewtrack.printing.status_map import Paper
from renewtrack.printing.tables import PADDING, Column, Table, lay, parted
from renewtrack.words import Words

NUMBER, SUBTOTAL = Words("序号", "No."), Words("小计", "Subtotal")
TOTAL, NO_STREET = Words("合计", "Total"), Words("（未填街道）", "(no street)")
NOTHING = Words("没有记录。", "Nothing on record.")
PART = Words(
    "（第 {part} 部分，共 {parts} 部分，按序号并读）", "(part {part} of {parts}, read by No.)"
)
FOOT = (
    (Words("填报单位（盖章）：{value}", "Office (seal): {value}"), "compiled_by"),
    (Words("负责人：", "Head:"), ""),
    (Words("审核人：{value}", "Checked by: {value}"), "checked_by"),
    (Words("填表人：", "Filled in by:"), ""),
    (Words("电话：", "Telephone:"), ""),
    (Words("填报日期：", "Date:"), ""),
)
SIZES = (3.0, 2.8, 2.6, 2.4, 2.2, 2.0, 1.8)  # mm of A3, tried in turn
WIDEST = 26.0  # ems: a longer text takes further lines
ROW = 1.75  # ems
FOOT_HIGH = 9.0  # mm of A3
KEYS = 2  # columns that are repeated where a table goes on beside: number and name


@dataclass(frozen=True, slots=True)
class _Fitted:
    """The columns of one part of a table with their widths in mm, and the size of its type."""

    places: tuple[int, ...]
    widths: tuple[float, ...]
    size: float


def compose(
    content: Listing, paper: Paper, facts: PaperFacts, progress: Progress | None = None
) -> Folio:
    """Lay a list over as many pages as it takes.

    Rows that stand street by street get a subtotal each; the total adds up the rows, never the
    subtotals. Where even the smallest type does not fit, the columns go on over further pages, with
    number and name repeated. Raises NoChineseFont.
    """
    told = progress or (lambda share: None)
    layout = layouts.load(layouts.STANDARD, paper.size, paper.orientation)
    heads, rows, sums = _texts(content, facts.language)
    box = layout.boxes["further"]
    box = Box(box.left, box.top, box.width, box.height - FOOT_HIGH * layout.growth)
    parts = _fit(heads, rows, box.width, layout)
    bodies: list[list[Mark]] = []
    for number, part in enumerate(parts, 1):
        table = _table(content, part, (heads, rows, sums))
        remark = PART.filled(part=number, parts=len(parts)) if len(parts) > 1 else None
        bodies += _pages(table, box, layout, (facts, remark, told, number / len(parts)))
    pages = [
        Page(layout.width, layout.height, (
            *panels.head_lines(facts, layout, number, len(bodies), False), *body,
        ))
        for number, body in enumerate(bodies, 1)
    ]  # fmt: skip
    made, marks = finishing.finished(pages, facts), (Bookmark(facts.title, 0),)
    return Folio(made, facts.title, marks, author=facts.compiled_by)


def _texts(
    content: Listing, language: str
) -> tuple[list[str], list[tuple[str, ...]], frozenset[int]]:
    """Return heads and rows as texts, and the places of the rows that are sums."""
    columns = content.columns
    heads = [NUMBER.in_(language), *(each.words.in_(language) for each in columns)]
    rows: list[tuple[str, ...]] = []
    sums: list[int] = []
    own: list[tuple[object, ...]] = []
    for place, values in enumerate(content.rows):
        own.append(values)
        cells = (
            list_tables.text(column, value, language)
            for column, value in zip(columns, values, strict=True)
        )
        rows.append((str(place + 1), *cells))
        last = place + 1 == len(content.rows)
        if content.grouped and (last or content.groups[place + 1] != content.groups[place]):
            sums.append(len(rows))
            street = content.groups[place] or NO_STREET.in_(language)
            rows.append(_sum(content, own, f"{street}{SUBTOTAL.in_(language)}", language))
            own = []
    if content.sums is not None:
        sums += range(len(rows), len(rows) + len(content.sums))
        rows += [_own(content, values, language) for values in content.sums]
    elif content.rows:
        sums.append(len(rows))
        rows.append(_sum(content, content.rows, TOTAL.in_(language), language))
    return heads, rows, frozenset(sums)


def _own(content: Listing, values: Sequence[object], language: str) -> tuple[str, ...]:
    told = (
        list_tables.text(column, value, language)
        for column, value in zip(content.columns, values, strict=True)
    )
    return ("", *told)


def _sum(
    content: Listing, rows: Sequence[tuple[object, ...]], name: str, language: str
) -> tuple[str, ...]:
    cells = []
    for place, column in enumerate(content.columns):
        total = list_tables.summed(column, [row[place] for row in rows])
        cells.append(list_tables.text(column, total, language))
    cells[0] = name
    return ("", *cells)


def _fit(
    heads: list[str], rows: list[tuple[str, ...]], room: float, layout: Layout
) -> list[_Fitted]:
    """Return the columns with widths that need no cut, in one part or, if they must, several."""
    every = tuple(range(len(heads)))
    for mm in SIZES:
        size = mm * layout.growth
        least, most = _needs(heads, rows, size)
        if sum(least) <= room:
            return [_Fitted(every, _widths(least, most, room), size)]
    parts: list[_Fitted] = []
    keys = every[:KEYS]
    rest = list(every[KEYS:])
    while rest:
        taken: list[int] = []
        while rest and sum(least[at] for at in (*keys, *taken, rest[0])) <= room:
            taken.append(rest.pop(0))
        if not taken:  # one column alone is wider than the paper: it wraps within words
            taken.append(rest.pop(0))
        places = (*keys, *taken)
        own = [least[at] for at in places], [most[at] for at in places]
        parts.append(_Fitted(places, _widths(*own, room), size))
    return parts


def _needs(
    heads: list[str], rows: list[tuple[str, ...]], size: float
) -> tuple[list[float], list[float]]:
    """Return for each column the width below which a word is cut, and the one it would like."""
    least, most = [], []
    for place, head in enumerate(heads):
        texts = {row[place] for row in rows if len(row) > 1} | {""}
        longest = max(lettering.width(text, size) for text in texts)
        pieces = max(lettering.longest_piece(text, size) for text in texts)
        headed = max(lettering.longest_piece(head, size), size * 2)
        pad = 2 * size * PADDING + 0.2
        wide = min(longest, WIDEST * size)
        needed = longest if _plain_number(texts) else max(pieces, min(longest, size * 5))
        least.append(max(needed, headed) + pad)
        most.append(max(wide, needed, min(lettering.width(head, size), size * 6)) + pad)
    return least, most


def _plain_number(texts: set[str]) -> bool:
    return all(not text or text.replace(".", "").replace("-", "").isdigit() for text in texts)


def _widths(least: list[float], most: list[float], room: float) -> tuple[float, ...]:
    """Share the room out: every column what it needs, the rest to those that would like more."""
    wish = [high - low for low, high in zip(least, most, strict=True)]
    spare = max(0.0, room - sum(least))
    share = min(1.0, spare / sum(wish)) if sum(wish) else 0.0
    widths = [low + extra * share for low, extra in zip(least, wish, strict=True)]
    left = max(0.0, room - sum(widths))
    return tuple(width + left * width / sum(widths) for width in widths)


def _table(
    content: Listing,
    part: _Fitted,
    texts: tuple[list[str], list[tuple[str, ...]], frozenset[int]],
) -> Table:
    heads, rows, sums = texts
    kinds = ["int", *(column.kind for column in content.columns)]
    columns = tuple(
        Column(heads[place], width, "right" if kinds[place] in RIGHT else "left")
        for place, width in zip(part.places, part.widths, strict=True)
    )
    kept = tuple(tuple(row[place] for place in part.places) for row in rows)
    return Table("ledger", columns, kept, part.size, ROW, sums=sums)


def _pages(
    table: Table, box: Box, layout: Layout, told: tuple[PaperFacts, Words | None, Progress, float]
) -> Iterator[list[Mark]]:
    """Lay a table page after page, each with its head and its foot line."""
    facts, remark, progress, share = told
    at = 0
    if not table.rows:
        note = Text(box, NOTHING.in_(facts.language), layout.text["subtitle"], "empty", "centre")
        yield [note, *_foot(box, layout, facts)]
        return
    size = layout.text["small"]
    top = box.top if remark is None else box.top + size * 1.8
    room = Box(box.left, top, box.width, box.bottom - top)
    table = parted(table, room)
    while at < len(table.rows):
        marks = []
        if remark is not None:
            place = Box(box.left, box.top, box.width, size * 1.5)
            marks.append(Text(place, remark.in_(facts.language), size, "remark", colour=SOFT_INK))
        laid = lay(table, at, [room])
        at = laid.next_row
        progress(share * at / len(table.rows))
        yield [*marks, *laid.marks, *_foot(box, layout, facts)]


def _foot(box: Box, layout: Layout, facts: PaperFacts) -> Iterator[Mark]:
    """Write the line that is signed below the table."""
    size, top = layout.text["small"], box.bottom + layout.text["small"] * 0.8
    shares = (0.3, 0.12, 0.16, 0.14, 0.14, 0.14)
    left = box.left
    for (words, field), share in zip(FOOT, shares, strict=True):
        value = getattr(facts, field) if field else ""
        text = words.in_(facts.language).format(value=value)
        place = Box(left, top, box.width * share - size, size * 1.5)
        yield Text(place, text, lettering.fitting(text, size, place.width, 0.4), "foot",
                   colour=SOFT_INK)  # fmt: skip
        left += box.width * share
