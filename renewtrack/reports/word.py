"""A report as a document of Word, made from a template that the office may edit in Word."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from renewtrack import paths
from renewtrack.domain import money
from renewtrack.reports import saying, word_tables, word_templates
from renewtrack.reports.naming import FIGURES, TABLES
from renewtrack.reports.putting import Placed, Progress, Seen, clean
from renewtrack.reports.redacting import COLUMNS
from renewtrack.reports.tables import NOT_APPLICABLE, Column, Report, ReportTable, Row, text_of
from renewtrack.reports.word_tables import Look
from renewtrack.words import Words

_YI = 10_000  # 万元
_NOTHING = ("", "0", "0.00", NOT_APPLICABLE)


def write(  # noqa: PLR0913 - each says by its name what is asked for
    report: Report,
    path: Path,
    template: Path | None = None,
    language: str = "zh",
    *,
    secrecy: str = "internal",
    seen: Seen | None = None,
    progress: Progress | None = None,
) -> int:
    """Write a report as .docx and return the number of rows of its tables.

    Without a template the built-in one of its kind and language is used. Raises NoTemplate,
    BrokenTemplate, NotWritten, and what ``seen`` and ``progress`` raise.
    """
    chosen = template if template is not None else built_in(report.period.kind, language)
    count = sum(len(table.rows) for table in report.tables)
    content = word_templates.filled(
        chosen, lambda styles: names(report, Look(language, styles), secrecy, progress)
    )
    with Placed(path, count, seen) as aside:
        aside.write_bytes(content)
    return count


def built_in(kind: str, language: str = "zh") -> Path:
    """Return the path of the template of a month or week that ships with the program."""
    end = "-en" if language == "en" else ""
    return paths.resources("reports", f"{kind}{end}.docx")


def names(
    report: Report, look: Look, secrecy: str = "internal", progress: Progress | None = None
) -> dict[str, Any]:
    """Return every name that a template may use, with its value."""
    language, head = look.language, saying.head(report)
    number = _Counter(len(report.tables), progress)
    told: dict[str, Any] = {
        "title": head.title.in_(language),
        "period": report.period.words.in_(language),
        "first_day": saying.day(report.period.first).in_(language),
        "last_day": saying.day(report.period.last).in_(language),
        "cutoff": saying.day(report.cutoff).in_(language) if report.cutoff else "",
        "office": clean(report.office),
        "person": clean(report.person),
        "frozen": saying.frozen(report).in_(language),
        "made_on": saying.day(dt.date.today().isoformat()).in_(language),
        "secrecy_line": saying.secrecy_line(secrecy, language),
    }
    told |= dict.fromkeys(FIGURES, Figure(""))
    told |= {name: Figure(clean(value)) for name, value in report.figures.items()}
    told |= {key: Table(None, look, number) for key in TABLES}
    told |= {table.key: Table(table, look, number) for table in report.tables}
    return told


class Figure(str):
    """A figure as text; in a condition of a template 0 and "" count as nothing."""

    __slots__ = ()

    def __bool__(self) -> bool:
        return str(self) not in _NOTHING

    @property
    def known(self) -> bool:
        """Tell whether there is a figure at all; 0 is one."""
        return str(self) not in ("", NOT_APPLICABLE)

    @property
    def money(self) -> str:
        """Return an amount in 万元 as running text has it: in 亿元 from 1 亿元 on."""
        amount = _amount(self)
        if amount is None:
            return str(self)
        return f"{self}万元" if abs(amount) < _YI else f"{money.half_up(amount / _YI)}亿元"

    @property
    def million(self) -> str:
        """Return an amount in 万元 in millions of yuan, for English text."""
        amount = _amount(self)
        return str(self) if amount is None else str(money.half_up(amount / 100))


def _amount(text: str) -> Decimal | None:
    """Return the figure that a text says, None where it says none."""
    try:
        amount = Decimal(text)
    except InvalidOperation:
        return None
    return amount if amount.is_finite() else None


class Line:
    """A row of a table for a loop of a template: its cells by the keys of the columns."""

    def __init__(self, columns: tuple[Column, ...], row: Row, language: str) -> None:
        cells = zip(columns, row.cells, strict=True)
        self.row_level = row.level
        self._texts = {
            column.key: Figure(clean(text_of(column, value, language))) for column, value in cells
        }

    def __getitem__(self, key: str) -> Figure:
        """Return a cell; one that is not for these readers is blank."""
        return Figure("") if key in COLUMNS and key not in self._texts else self._texts[key]


class Table:
    """A table for a template: printed whole by ``{{p R1 }}``, or row by row in a loop.

    One that the period does not have prints nothing.
    """

    def __init__(self, table: ReportTable | None, look: Look, number: Callable[[], int]) -> None:
        self._table, self._look, self._number = table, look, number

    def __html__(self) -> str:
        """Return the whole table with its caption, as markup that is not escaped again."""
        if self._table is None:
            return ""
        return word_tables.drawn(self._table, self._number(), self._look)

    def __str__(self) -> str:
        return self.__html__()

    def __bool__(self) -> bool:
        return len(self) > 0

    def __len__(self) -> int:
        return len(self._table.rows) if self._table is not None else 0

    @property
    def title(self) -> str:
        """Return the title of the table."""
        return self._said(self._table.title if self._table is not None else None)

    @property
    def absent(self) -> str:
        """Return why the table is empty, "" where it is not."""
        return self._said(self._table.absent if self._table is not None else None)

    @property
    def rows(self) -> list[Line]:
        """Return the rows that are no totals."""
        return list(self._lines("leaf", "of_which", "adjustment"))

    @property
    def total(self) -> Line | None:
        """Return the last total, None where there is none."""
        found = list(self._lines("total"))
        return found[-1] if found else None

    def _lines(self, *levels: str) -> Iterator[Line]:
        for row in self._table.rows if self._table is not None else ():
            if self._table is not None and row.level in levels:
                yield Line(self._table.columns, row, self._look.language)

    def _said(self, words: Words | None) -> str:
        return clean(words.in_(self._look.language)) if words is not None else ""


class _Counter:
    """Numbers the tables in the order in which a template prints them, and tells the progress."""

    def __init__(self, most: int, progress: Progress | None) -> None:
        self._most, self._progress, self._count = most, progress, 0

    def __call__(self) -> int:
        self._count += 1
        if self._progress is not None:
            self._progress(min(self._count / (self._most + 1), 1.0))
        return self._count
