"""What homes take part in as a workbook: the matrix with rooms masked, and the rates by place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from renewtrack.domain import codes, masking, money, participation
from renewtrack.domain.participation import ANSWER_WORDS, ANSWERS, LEVELS, NOT_CONCERNED, Tally
from renewtrack.reports.putting import NotWritten, Placed, Seen, clean
from renewtrack.store import participation as answers
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

MATRIX = Words("各户", "Homes")
NAMES = {
    "stairwell": Words("各单元", "Stairwells"),
    "building": Words("各楼", "Buildings"),
    "estate": Words("各小区", "Estates"),
}
HOME = (
    (Words("街道", "Street"), 14),
    (Words("小区", "Estate"), 20),
    (Words("楼号", "Building"), 9),
    (Words("单元", "Stairwell"), 9),
    (Words("室号", "Room"), 9),
    (Words("面积 ㎡", "Area m²"), 10),
)
PLACE = (
    (Words("小区", "Estate"), 20),
    (Words("楼号", "Building"), 9),
    (Words("单元", "Stairwell"), 9),
)
FIGURES = (
    (Words("按户 %", "By homes %"), 10),
    (Words("按面积 %", "By area %"), 10),
    (Words("面积不明户", "Homes without an area"), 12),
    (Words("数量", "How many"), 10),
    (Words("单位", "Unit"), 8),
    (Words("未报数量户", "Told no number"), 12),
)
ITEM, HOMES = Words("改造项", "Item"), Words("户", "Homes")
COUNT = Words("{item}（数量）", "{item} (how many)")
_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
Line = Sequence[object]
Head = tuple[Words, int]


def write(
    db: Database,
    path: Path,
    building_ids: Sequence[int],
    language: str = "zh",
    seen: Seen | None = None,
) -> int:
    """Write the answers of the homes of some buildings and return the number of homes.

    Rooms are masked but for their first sign; no holder is named. Raises NotWritten, and what
    ``seen`` raises.
    """
    import xlsxwriter
    from xlsxwriter.exceptions import XlsxFileError

    items, lines = answers.matrix(db, building_ids)
    found = answers.rates(db, building_ids)
    with Placed(path, len(lines), seen) as aside:
        book = xlsxwriter.Workbook(str(aside), _OPTIONS)
        _fill(
            book, MATRIX.in_(language), _home_heads(items), _homes(items, lines, language), language
        )
        for level in LEVELS:
            rows = _rates(participation.rolled(found.tallies, level), level, language)
            _fill(book, NAMES[level].in_(language), _rate_heads(level), rows, language)
        try:
            book.close()
        except XlsxFileError as refused:
            raise NotWritten(name=path.name) from refused
    return len(lines)


def _fill(
    book: Any, name: str, heads: Sequence[Head], lines: Iterator[Line], language: str
) -> None:
    sheet, look = book.add_worksheet(name), book.add_format({"border": 1})
    bold = book.add_format({"bold": True, "border": 1, "bg_color": "#F2F2F2", "text_wrap": True})
    for column, (words, width) in enumerate(heads):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, clean(words.in_(language)), bold)
    last = 0
    for last, line in enumerate(lines, 1):
        for column, value in enumerate(line):
            if isinstance(value, int | float):
                sheet.write_number(last, column, value, look)
            else:
                sheet.write_string(last, column, clean(value or ""), look)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(last, 1), len(heads) - 1)


def _home_heads(items: Sequence[str]) -> list[Head]:
    named = [_words(item) for item in items]
    return [
        *HOME,
        *((words, 12) for words in named),
        *((COUNT.filled(item=each), 12) for each in named),
    ]


def _homes(
    items: Sequence[str], lines: Sequence[answers.MatrixLine], language: str
) -> Iterator[Line]:
    for line in lines:
        said = [line.answers.get(item, (participation.NOT_ASKED, None)) for item in items]
        yield (
            *(line.street, line.estate, line.number, line.stairwell),
            *(masking.mask_room(line.room), line.area_m2),
            *(ANSWER_WORDS[answer].in_(language) for answer, _ in said),
            *(None if answer == NOT_CONCERNED else quantity for answer, quantity in said),
        )


def _rate_heads(level: str) -> list[Head]:
    places = PLACE[: len(LEVELS) - LEVELS.index(level)]
    return [
        *places,
        (ITEM, 20),
        (HOMES, 8),
        *((ANSWER_WORDS[each], 9) for each in ANSWERS),
        *FIGURES,
    ]


def _rates(
    found: dict[tuple[participation.Spot, str], Tally], level: str, language: str
) -> Iterator[Line]:
    deep = len(LEVELS) - LEVELS.index(level)
    for (spot, item), tally in found.items():
        rate, unit = tally.rate, _unit(item)
        yield (
            *(spot.estate, spot.building, spot.stairwell)[:deep],
            *(_words(item).in_(language), tally.every, *tally.homes),
            *(_rounded(rate.by_heads), _rounded(rate.by_area), rate.without_area),
            *(tally.amount(unit), unit, tally.missing(unit)),
        )


def _words(item: str) -> Words:
    entry = codes.code("work_types", item)
    return entry.words if entry else Words(item, item)


def _unit(item: str) -> str:
    entry = codes.code("work_types", item)
    return entry.unit if entry else ""


def _rounded(share: float | None) -> float | None:
    return None if share is None else float(money.half_up(share, 1))
