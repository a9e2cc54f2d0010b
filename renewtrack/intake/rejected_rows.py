"""The rows that an import left out, as a workbook to be mended and imported again."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from renewtrack.domain import dates
from renewtrack.intake import captions, writing
from renewtrack.intake.layout import Layout
from renewtrack.intake.own_heads import OF_REJECTED, REASON, ROW
from renewtrack.intake.plans import ERROR, REJECTED, Issue, Plan, PlannedRow
from renewtrack.intake.sheets import Cell, Merge, letters, raw_text

YEAR, CUTOFF = "{year}年", "数据截止日期：{date}"  # in the words that a sheet's head is read by
LONGEST_NAME = 31  # signs in the name of a work sheet
LONGEST_COMMENT = 2000
_SURE_DIGITS = 10**15
_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
_WIDEST, _USUAL = 70, 14


def write(
    plans: Sequence[Plan], path: Path, language: str = "zh", seen: writing.Seen | None = None
) -> int:
    """Write the rejected rows of one import or several, a work sheet each; return how many.

    Every cell stays where and as the sender wrote it, below the sender's own head, with persons
    as they came, so ``seen`` records it. Raises NotWritten, and what ``seen`` raises.
    """
    import xlsxwriter

    kept = [(plan, rejected(plan)) for plan in plans]
    count = sum(len(rows) for _, rows in kept)
    with (
        writing.written(path, count, seen) as target,
        xlsxwriter.Workbook(str(target), _OPTIONS) as book,
    ):
        looks, names = _looks(book), _Names()
        for plan, rows in kept:
            if rows or len(kept) == 1:
                sheet = book.add_worksheet(names.free(plan.layout.sheet.name))
                _Sheet(sheet, plan, looks, language).draw(rows)
    return count


def rejected(plan: Plan) -> list[PlannedRow]:
    """Return the rows of a plan that it leaves out."""
    return [row for row in plan.rows if row.state == REJECTED]


@dataclass(frozen=True, slots=True)
class _Looks:
    head: Any
    plain: Any
    date: Any
    moment: Any
    wrong: Any
    wrong_date: Any
    doubtful: Any
    doubtful_date: Any
    reason: Any


def _looks(book: Any) -> _Looks:
    day, red, yellow = (
        {"num_format": "yyyy-mm-dd"},
        {"bg_color": "#F8CBAD"},
        {"bg_color": "#FFF2CC"},
    )
    return _Looks(
        head=book.add_format(
            {"bold": True, "align": "center", "valign": "vcenter", "text_wrap": True, "border": 1}
        ),
        plain=book.add_format({}),
        date=book.add_format(day),
        moment=book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
        wrong=book.add_format(red),
        wrong_date=book.add_format({**red, **day}),
        doubtful=book.add_format(yellow),
        doubtful_date=book.add_format({**yellow, **day}),
        reason=book.add_format({"text_wrap": True, "valign": "top", "font_color": "#9C0006"}),
    )


class _Names:
    """Names for work sheets, each once and without signs that they may not have."""

    def __init__(self) -> None:
        self.taken: set[str] = set()

    def free(self, wanted: str) -> str:
        """Return a name that no other sheet has."""
        plain = _NOT_IN_NAMES.sub(" ", wanted).strip().strip("'")[:LONGEST_NAME] or "Sheet"
        name, number = plain, 1
        while name.casefold() in self.taken:
            number += 1
            name = f"{plain[: LONGEST_NAME - len(str(number)) - 1]} {number}"
        self.taken.add(name.casefold())
        return name


class _Sheet:
    """One work sheet of rejected rows in the making."""

    def __init__(self, sheet: Any, plan: Plan, looks: _Looks, language: str) -> None:
        self.sheet, self.plan, self.looks, self.language = sheet, plan, looks, language
        self.layout: Layout = plan.layout
        self.own = _own_columns(self.layout)
        self.columns = [
            column for column in range(self.layout.sheet.width) if column not in self.own
        ]
        self.at = {column: place for place, column in enumerate(self.columns)}

    def draw(self, rows: Sequence[PlannedRow]) -> None:
        """Write the head, then each row with its reason, below the street that names it."""
        below = self._head()
        first, band = below, ""
        for row in rows:
            street = self.layout.bands.get(row.row - 1, "")
            if street and street != band:
                self.sheet.write_string(below, 0, street)
                below += 1
            band = street
            self._row(below, row)
            below += 1
        self.sheet.freeze_panes(first, 0)
        if rows and self.columns:
            self.sheet.ignore_errors({"number_stored_as_text": f"A{first + 1}:XFD{below}"})

    def _head(self) -> int:
        """Write the rows down to the head, merged as they were; return the next free row."""
        head = self.layout.head_rows
        below = head[-1] + 1 if head else 0
        lines = list(range(below))
        extra = list(_unsaid(self.plan))
        top = head[0] if head else 0
        shown = {row: row if row < top else row + len(extra) for row in lines}
        for place, words in enumerate(extra):
            self.sheet.write_string(top + place, 0, words)
        for row in lines:
            for column in self.columns:
                cell = self.layout.sheet.rows[row][column]
                look = self.looks.head if row >= top else self.looks.plain
                self._cell(shown[row], self.at[column], cell, look, self.looks.date)
        for merge in self.layout.sheet.merged:
            if merge.bottom < below and (merge.tall or merge.wide):
                self._merged(merge, shown)
        last = below + len(extra) - 1
        width = len(self.columns)
        self.sheet.set_column(0, max(width - 1, 0), _USUAL)
        self.sheet.set_column(width + 1, width + 1, _WIDEST)
        for place, heading in enumerate((ROW, REASON)):
            said = heading.in_(self.language)
            self.sheet.write_string(max(0, last), width + place, said, self.looks.head)
        return last + 1

    def _merged(self, merge: Merge, shown: dict[int, int]) -> None:
        kept = [
            self.at[column] for column in range(merge.left, merge.right + 1) if column in self.at
        ]
        if not kept or (merge.top == merge.bottom and len(kept) == 1):
            return
        words = raw_text(self.layout.sheet.rows[merge.top][merge.left])
        top, bottom = shown[merge.top], shown[merge.bottom]
        self.sheet.merge_range(top, kept[0], bottom, kept[-1], words, self.looks.head)

    def _row(self, at: int, row: PlannedRow) -> None:
        said = _by_column(row.issues)
        cells = self.layout.rows[row.row - 1]
        for column in self.columns:
            issues = said.get(letters(column), [])
            looks = self._marked(issues)
            self._cell(at, self.at[column], cells[column], *looks)
            if issues:
                words = "\n".join(issue.message.in_(self.language) for issue in issues)
                self.sheet.write_comment(at, self.at[column], words[:LONGEST_COMMENT])
        width = len(self.columns)
        self.sheet.write_number(at, width, self._number(row))
        reasons = sorted(row.issues, key=lambda issue: issue.level != ERROR)
        text = "\n".join(dict.fromkeys(one.message.in_(self.language) for one in reasons))
        self.sheet.write_string(at, width + 1, text, self.looks.reason)

    def _marked(self, issues: Sequence[Issue]) -> tuple[Any, Any]:
        if any(issue.level == ERROR for issue in issues):
            return self.looks.wrong, self.looks.wrong_date
        if issues:
            return self.looks.doubtful, self.looks.doubtful_date
        return self.looks.plain, self.looks.date

    def _number(self, row: PlannedRow) -> int:
        """Return the row's number in the sheet it first came in."""
        for column, words in self.own.items():
            told = self.layout.rows[row.row - 1][column]
            if words in (ROW.zh, ROW.en) and isinstance(told, int):
                return told
        return row.row

    def _cell(self, row: int, place: int, cell: Cell, look: Any, day: Any) -> None:
        if isinstance(cell, bool):
            self.sheet.write_boolean(row, place, cell, look)
        elif isinstance(cell, dt.datetime):
            self.sheet.write_datetime(row, place, cell, self.looks.moment)
        elif isinstance(cell, dt.date):
            self.sheet.write_datetime(row, place, dt.datetime.combine(cell, dt.time()), day)
        elif isinstance(cell, int | float) and abs(cell) < _SURE_DIGITS:
            self.sheet.write_number(row, place, cell, look)
        elif cell is not None:
            self.sheet.write_string(row, place, raw_text(cell), look)
        elif look is not self.looks.plain:
            self.sheet.write_blank(row, place, None, look)


def _own_columns(layout: Layout) -> dict[int, str]:
    """Return the columns that an earlier round of mending added, with their headings."""
    return {
        column.index: column.heading for column in layout.columns if column.heading in OF_REJECTED
    }


def _by_column(issues: Iterable[Issue]) -> dict[str, list[Issue]]:
    found: dict[str, list[Issue]] = {}
    for issue in issues:
        if issue.column:
            found.setdefault(issue.column, []).append(issue)
    return found


def _unsaid(plan: Plan) -> Iterator[str]:
    """Yield lines for what only the file's name, the notes or the person told of the sheet."""
    layout = plan.layout
    head = layout.head_rows[0] if layout.head_rows else 0
    above = captions.read(replace(layout.sheet, rows=layout.sheet.rows[: head + 1]), head)
    if plan.year is not None and above.year != plan.year and layout.column("plan_year") is None:
        yield YEAR.format(year=plan.year)
    if layout.facts.cutoff and above.cutoff != layout.facts.cutoff:
        yield CUTOFF.format(date=dates.show(layout.facts.cutoff, "zh"))
