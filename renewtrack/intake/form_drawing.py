"""A surveyor's form drawn as a workbook: locked keys, lists, limits, hidden ids."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

from renewtrack.intake import ledger_sheet, own_heads
from renewtrack.intake.papers import Line, Written
from renewtrack.intake.sheets import letters

SHEET, LISTS, FACTS = "填报", "选项", "renewtrack"
NOTE = "只填白色格；灰色格和隐藏列是记录的标识，请勿改动、移动或删除。填完原样发回。"
LIST_SAY, LIST_WRONG = "请从列表中选择", "不在列表里，请从下拉列表中选择"
FREE_SAY = "可从列表中选择"
RANGE_WRONG = "应在 {least} 到 {most} 之间"
_HEAD = 2  # title and note stand above
_NARROWEST, _WIDEST = 8, 26
_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_GREY, _OPEN = "#E7E6E6", "#FFFFFF"


@dataclass(frozen=True, slots=True)
class Choice:
    """Words that may be chosen; where it is not ``strict`` others may be typed too."""

    key: str
    words: tuple[str, ...]
    strict: bool = True


@dataclass(frozen=True, slots=True)
class FormColumn:
    """One column of a form; ``least`` and ``most`` are limits of a figure."""

    heading: str
    field: str
    group: str = ""
    locked: bool = False
    choice: Choice | None = None
    least: float | None = None
    most: float | None = None
    decimal: bool = False
    say: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """One form to be drawn; ``facts`` go into a hidden sheet."""

    title: str
    columns: tuple[FormColumn, ...]
    lines: Sequence[Line]
    new_rows: int
    facts: Mapping[str, str] = field(default_factory=dict)


def draw(path: Path, form: Form) -> None:
    """Write the workbook."""
    import xlsxwriter

    with xlsxwriter.Workbook(str(path), _OPTIONS) as book:
        book.set_properties({"title": form.title})
        _Sheet(book, form).draw()


class _Sheet:
    """The sheet to be filled in the making."""

    def __init__(self, book: Any, form: Form) -> None:
        self.form, self.book = form, book
        self.sheet = book.add_worksheet(SHEET)
        self.lists = _lists(book, form.columns)
        frame = {"font_name": "宋体", "font_size": 10, "border": 1, "valign": "vcenter"}
        self.grey = book.add_format({**frame, "bg_color": _GREY, "text_wrap": True})
        self.open = book.add_format({**frame, "locked": False, "text_wrap": True})
        self.text = book.add_format(
            {**frame, "locked": False, "num_format": "@", "text_wrap": True}
        )
        self.head = book.add_format(
            {**frame, "bold": True, "align": "center", "bg_color": "#D9E1F2", "text_wrap": True}
        )
        self.title = book.add_format({"bold": True, "font_size": 16, "align": "center"})
        self.wrong = book.add_format({"bg_color": "#F8CBAD", "font_color": "#9C0006"})
        self.grouped = any(column.group for column in form.columns)
        self.first = _HEAD + (2 if self.grouped else 1)
        self.last = self.first + len(form.lines) + form.new_rows - 1

    def draw(self) -> None:
        """Draw it from top to bottom, then what guards it."""
        width = len(self.form.columns)
        self.sheet.merge_range(0, 0, 0, width - 1, self.form.title, self.title)
        self.sheet.merge_range(1, 0, 1, width - 1, NOTE)
        self._heads()
        for row, line in enumerate(self.form.lines, self.first):
            self._row(row, line)
        for row in range(self.first + len(self.form.lines), self.last + 1):
            for place, column in enumerate(self.form.columns):
                self.sheet.write_blank(row, place, None, self._look(column, new=True))
        for place, column in enumerate(self.form.columns):
            self._guard(place, column)
        self._print()
        _facts(self.book, self.form.facts)

    def _heads(self) -> None:
        place = 0
        for group, members in groupby(self.form.columns, key=lambda column: column.group):
            several = list(members)
            if group and len(several) > 1:
                self.sheet.merge_range(
                    _HEAD, place, _HEAD, place + len(several) - 1, group, self.head
                )
            elif group:
                self.sheet.write_string(_HEAD, place, group, self.head)
            for column in several:
                self._heading(place, column)
                place += 1
        for offset, head in enumerate((own_heads.ID, own_heads.CHECK)):
            self.sheet.write_string(self.first - 1, place + offset, head, self.head)
        self.sheet.set_column(place, place + 1, 10, None, {"hidden": True})

    def _heading(self, place: int, column: FormColumn) -> None:
        if self.grouped and not column.group:
            self.sheet.merge_range(_HEAD, place, self.first - 1, place, column.heading, self.head)
        else:
            self.sheet.write_string(self.first - 1, place, column.heading, self.head)

    def _row(self, row: int, line: Line) -> None:
        for place, column in enumerate(self.form.columns):
            self._cell(row, place, line.get(column.field), self._look(column))
        for offset, key in enumerate((own_heads.ID, own_heads.CHECK)):
            self.sheet.write_string(row, len(self.form.columns) + offset, str(line[key]))

    def _cell(self, row: int, place: int, value: Written, look: Any) -> None:
        if value is None:
            self.sheet.write_blank(row, place, None, look)
        elif isinstance(value, int | float):
            self.sheet.write_number(row, place, value, look)
        else:
            self.sheet.write_string(row, place, value, look)

    def _look(self, column: FormColumn, new: bool = False) -> Any:
        if column.locked and not new:
            return self.grey
        return self.open if column.least is not None else self.text

    def _guard(self, place: int, column: FormColumn) -> None:
        """Lay a list or limits on a column, and mark what breaks them."""
        box = (self.first, place, max(self.last, self.first), place)
        cell = f"{letters(place)}{self.first + 1}"
        if column.locked and not self.form.new_rows:
            return
        if column.choice is not None:
            source = self.lists[column.choice.key]
            self.sheet.data_validation(*box, _listed(column, source))
            if column.choice.strict:
                self._mark(box, f'=AND({cell}<>"",COUNTIF({source},{cell})=0)')
        elif column.least is not None and column.most is not None:
            self.sheet.data_validation(*box, _limited(column))
            broken = f"{cell}<{column.least},{cell}>{column.most}"
            self._mark(box, f'=AND({cell}<>"",OR(ISTEXT({cell}),{broken}))')
        elif column.say:
            self.sheet.data_validation(
                *box,
                {"validate": "any", "input_title": column.heading, "input_message": column.say},
            )

    def _mark(self, box: tuple[int, int, int, int], criteria: str) -> None:
        self.sheet.conditional_format(
            *box, {"type": "formula", "criteria": criteria, "format": self.wrong}
        )

    def _print(self) -> None:
        for place, column in enumerate(self.form.columns):
            shown = (ledger_sheet.shown(line.get(column.field)) for line in self.form.lines[:300])
            widest = max(map(ledger_sheet.shown_width, (column.heading, *shown)))
            self.sheet.set_column(place, place, min(max(widest + 2, _NARROWEST), _WIDEST))
        keys = sum(column.locked for column in self.form.columns)
        self.sheet.freeze_panes(self.first, keys)
        self.sheet.repeat_rows(_HEAD, self.first - 1)
        self.sheet.print_area(0, 0, max(self.last, self.first), len(self.form.columns) - 1)
        self.sheet.set_landscape()
        self.sheet.set_paper(9)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_footer("&C第&P页 共&N页")
        self.sheet.protect("", {"format_columns": True, "format_rows": True, "autofilter": True})


def _listed(column: FormColumn, source: str) -> dict[str, object]:
    assert column.choice is not None
    say = column.say or (LIST_SAY if column.choice.strict else FREE_SAY)
    return {
        "validate": "list",
        "source": f"={source}",
        "input_title": column.heading,
        "input_message": say,
        "error_title": column.heading,
        "error_message": LIST_WRONG,
        "error_type": "stop" if column.choice.strict else "information",
        "show_error": column.choice.strict,
    }


def _limited(column: FormColumn) -> dict[str, object]:
    return {
        "validate": "decimal" if column.decimal else "integer",
        "criteria": "between",
        "minimum": column.least,
        "maximum": column.most,
        "input_title": column.heading[:32],
        "input_message": column.say or RANGE_WRONG.format(least=column.least, most=column.most),
        "error_title": column.heading[:32],
        "error_message": RANGE_WRONG.format(least=column.least, most=column.most),
    }


def _lists(book: Any, columns: Sequence[FormColumn]) -> dict[str, str]:
    """Write the words to choose from into a hidden sheet; return the range of each list."""
    choices = {column.choice.key: column.choice for column in columns if column.choice}
    if not choices:
        return {}
    sheet = book.add_worksheet(LISTS)
    sheet.hide()
    sheet.protect("")
    ranges: dict[str, str] = {}
    for place, (key, choice) in enumerate(choices.items()):
        for row, words in enumerate(choice.words):
            sheet.write_string(row, place, words)
        column = letters(place)
        ranges[key] = f"{LISTS}!${column}$1:${column}${len(choice.words)}"
    return ranges


def _facts(book: Any, facts: Mapping[str, str]) -> None:
    sheet = book.add_worksheet(FACTS)
    for row, (key, value) in enumerate(facts.items()):
        sheet.write_string(row, 0, key)
        sheet.write_string(row, 1, value)
    sheet.protect("")
    sheet.very_hidden()
