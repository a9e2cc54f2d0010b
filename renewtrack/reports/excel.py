"""A report as a workbook: a sheet for each table, real figures, charts, ready to be printed."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from renewtrack.domain.periods import Period
from renewtrack.reports import charts, saying
from renewtrack.reports.charts import Sheets
from renewtrack.reports.putting import NotWritten, Placed, Progress, Seen, clean
from renewtrack.reports.tables import WORDY, Column, Report, ReportTable, Row, number_of, text_of
from renewtrack.reports.widths import columns_of, widths
from renewtrack.words import Words

CONTENTS = Words("目录", "Contents")
CHARTS = Words("图表", "Charts")
CONTENT_HEADS = (
    Words("表号", "No."),
    Words("表名", "Table"),
    Words("行数", "Rows"),
    Words("说明", "Remark"),
)
FOOT = Words("第 &P 页　共 &N 页", "Page &P of &N")
_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_SHEET_SIGNS = str.maketrans("[]:*?/\\'", "（）：＊？／＼＇")
_LONGEST_SHEET = 31
_A3, _INCH = 8, 25.4
_SIDES = {"text": "left", "date": "center", "rank": "center"}
_HEAD, _TOTAL = "#E7ECF2", "#F3F5F8"
_WIDEST = 44  # columns of type of a text; longer ones wrap
_LEAST_WHOLE = 130  # columns of type of a whole sheet, so that the line to sign fits
_LINE = 14  # points
_CHART_COLUMN = 9
_CHART_ROWS = 20  # that a chart covers


def write(  # noqa: PLR0913 - each says by its name what is asked for
    report: Report,
    path: Path,
    language: str = "zh",
    *,
    secrecy: str = "internal",
    seen: Seen | None = None,
    progress: Progress | None = None,
) -> int:
    """Write a report as .xlsx and return its number of rows.

    Raises NotWritten, and what ``seen`` and ``progress`` raise.
    """
    import xlsxwriter
    from xlsxwriter.exceptions import XlsxFileError

    count = sum(len(table.rows) for table in report.tables)
    with Placed(path, count, seen) as aside:
        book = xlsxwriter.Workbook(str(aside), _OPTIONS)
        line = saying.secrecy_line(secrecy, language)
        _Book(book, report, language, line).draw(progress)
        try:
            book.close()
        except XlsxFileError as refused:
            raise NotWritten(name=path.name) from refused
    return count


class _Book:
    """The workbook in the making."""

    def __init__(self, book: Any, report: Report, language: str, secrecy_line: str) -> None:
        self.book, self.report, self.language = book, report, language
        self.secrecy_line = secrecy_line
        self.sheets = Sheets()
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}
        head = saying.head(report)
        book.set_properties({"title": clean(head.title.in_(language)), "author": report.office})

    def draw(self, progress: Progress | None) -> None:
        """Draw the contents, every table and the charts."""
        tables = self.report.tables
        contents = self._sheet(CONTENTS.in_(self.language))
        for place, table in enumerate(tables, 1):
            name = _sheet_name(table, self.report.period, self.language)
            self.sheets.names[table.key] = name
            self._table(self._sheet(name), table)
            if progress is not None:
                progress(place / (len(tables) + 1))
        self._contents(contents)
        drawn = charts.charts(self.book, self.report, self.sheets, self.language)
        if drawn:
            sheet = self._sheet(CHARTS.in_(self.language), fitted=False)
            sheet.set_column(0, 30, _CHART_COLUMN)  # said, for programs differ in the usual one
            for place, chart in enumerate(drawn):
                sheet.insert_chart(place * _CHART_ROWS, 0, chart, {"y_offset": 6})
            sheet.set_h_pagebreaks(
                list(range(2 * _CHART_ROWS, len(drawn) * _CHART_ROWS, 2 * _CHART_ROWS))
            )

    def look(self, **wanted: Any) -> Any:
        """Return the format of a cell; each is made once."""
        key = tuple(sorted(wanted.items()))
        if key not in self._formats:
            usual = {"font_name": "宋体", "font_size": 10, "valign": "vcenter"}
            self._formats[key] = self.book.add_format({**usual, **wanted})
        return self._formats[key]

    def _sheet(self, name: str, fitted: bool = True) -> Any:
        sheet = self.book.add_worksheet(name)
        sheet.hide_gridlines(2)
        sheet.set_default_row(_LINE + 4)
        sheet.set_paper(_A3)
        sheet.set_landscape()
        sheet.set_margins(*(each / _INCH for each in (18, 15, 18, 18)))
        if fitted:  # else the breaks between pages would count for nothing
            sheet.fit_to_pages(1, 0)
        sheet.center_horizontally()
        sheet.set_footer("&C&10" + FOOT.in_(self.language))
        if self.secrecy_line:
            sheet.set_header("&R&9" + clean(self.secrecy_line).replace("&", "&&")[:200])
        return sheet

    def _contents(self, sheet: Any) -> None:
        language, head = self.language, saying.head(self.report)
        sheet.set_column(0, 0, 8)
        sheet.set_column(1, 1, 40)
        sheet.set_column(2, 2, 8)
        sheet.set_column(3, 3, 60)
        title = self.look(bold=True, font_size=16, align="center", font_name="黑体")
        sheet.merge_range(0, 0, 0, 3, clean(head.title.in_(language)), title)
        sheet.set_row(0, 30)
        for line, words in enumerate(head.lines, 1):
            sheet.merge_range(line, 0, line, 3, clean(words.in_(language)), self.look())
        line = len(head.lines) + 2
        for place, words in enumerate(CONTENT_HEADS):
            sheet.write_string(line, place, words.in_(language), self._head())
        link = self.look(border=1, font_color="#0B5CAD", underline=1)
        for table in self.report.tables:
            line += 1
            name = self.sheets.names[table.key]
            sheet.write_string(line, 0, table.key, self.look(border=1, align="center"))
            target = f"internal:'{name}'!A1"
            sheet.write_url(line, 1, target, link, clean(table.title.in_(language)))
            sheet.write_number(line, 2, len(table.rows), self.look(border=1))
            absent = table.absent.in_(language) if table.absent is not None else ""
            sheet.write_string(line, 3, clean(absent), self.look(border=1, text_wrap=True))

    def _head(self) -> Any:
        return self.look(bold=True, border=1, align="center", text_wrap=True, bg_color=_HEAD)

    def _table(self, sheet: Any, table: ReportTable) -> None:
        language, columns = self.language, table.columns
        last = max(len(columns) - 1, 1)
        wide = _widths(table, language)
        for place, width in enumerate(wide):
            sheet.set_column(place, place, width)
        title = self.look(bold=True, font_size=16, align="center", font_name="黑体")
        sheet.merge_range(0, 0, 0, last, clean(table.title.in_(language)), title)
        sheet.set_row(0, 28)
        sheet.write_string(1, 0, clean(saying.as_of(self.report).in_(language)), self.look())
        unit = table.unit.in_(language)
        if unit:
            told = saying.UNIT.filled(unit=unit).in_(language)
            sheet.write_string(1, last, told, self.look(align="right"))
        if table.absent is not None:
            told = table.absent.in_(language)
            _merged(sheet, (3, 0, 3, last), told, self.look(text_wrap=True))
            return
        below = self._heads(sheet, columns)
        self.sheets.first_rows[table.key] = below
        for line, row in enumerate(table.rows, below):
            self._row(sheet, line, columns, row)
            lines = _lines(columns, row, wide, language)
            if lines > 1:  # not every program makes the row high enough by itself
                sheet.set_row(line, lines * _LINE + 4)
        if not table.rows:
            told = saying.EMPTY.in_(language)
            _merged(sheet, (below, 0, below, last), told, self.look(border=1))
        sheet.freeze_panes(below, 1)
        sheet.repeat_rows(0, below - 1)
        self._foot(sheet, below + max(len(table.rows), 1), table)

    def _heads(self, sheet: Any, columns: Sequence[Column]) -> int:
        """Draw one or two rows of heads and return the row below them."""
        look, language = self._head(), self.language
        if all(column.group is None for column in columns):
            for place, column in enumerate(columns):
                sheet.write_string(2, place, clean(column.words.in_(language)), look)
            sheet.set_row(2, 32)
            return 3
        place = 0
        for group, found in groupby(columns, lambda column: column.group):
            own = list(found)
            if group is not None:
                _merged(sheet, (2, place, 2, place + len(own) - 1), group.in_(language), look)
            for column in own:
                words = column.words.in_(language)
                if group is None:
                    _merged(sheet, (2, place, 3, place), words, look)
                else:
                    sheet.write_string(3, place, clean(words), look)
                place += 1
        sheet.set_row(3, 32)
        return 4

    def _row(self, sheet: Any, line: int, columns: Sequence[Column], row: Row) -> None:
        for place, (column, value) in enumerate(zip(columns, row.cells, strict=True)):
            look: dict[str, Any] = {"border": 1, "align": _SIDES.get(column.kind, "right")}
            if column.kind in WORDY:
                look["text_wrap"] = True
            if row.level in ("total", "subtotal"):
                look |= {"bold": True, "bg_color": _TOTAL}
            if row.level == "adjustment":
                look["italic"] = True
            told, figure = text_of(column, value, self.language), number_of(column, value)
            if figure is not None:
                places = len(told.partition(".")[2])
                look["num_format"] = "0." + "0" * places if places else "0"
                sheet.write_number(line, place, figure, self.look(**look))
            elif told:
                sheet.write_string(line, place, clean(told), self.look(**look))
            else:
                sheet.write_blank(line, place, None, self.look(**look))

    def _foot(self, sheet: Any, line: int, table: ReportTable) -> None:
        last = max(len(table.columns) - 1, 1)
        for words in saying.notes(table.notes, self.language):
            look = self.look(text_wrap=True, font_size=9)
            _merged(sheet, (line, 0, line, last), words, look)
            line += 1
        signed = saying.SIGNED.in_(self.language)
        _merged(sheet, (line + 1, 0, line + 1, last), signed, self.look())


def _widths(table: ReportTable, language: str) -> list[float]:
    """Return the widths of the columns in signs, narrow tables stretched."""
    wanted = [width.wanted * 1.1 for width in widths(table, language, _WIDEST)]
    if len(wanted) == 1:
        wanted.append(0.0)
    lack = max(_LEAST_WHOLE - sum(wanted), 0) / len(wanted)
    return [width + lack for width in wanted]


def _lines(columns: Sequence[Column], row: Row, wide: Sequence[float], language: str) -> int:
    """Return how many lines the longest text of a row takes in its column."""
    most = 1
    for column, value, width in zip(columns, row.cells, wide, strict=False):
        if column.kind in WORDY:
            told = clean(text_of(column, value, language)).split("\n")
            most = max(most, sum(-(-(columns_of(each) + 1) // int(width)) for each in told))
    return most


def _merged(sheet: Any, box: tuple[int, int, int, int], words: str, look: Any) -> None:
    """Write words over a box of cells; a box of one cell is not merged."""
    if box[:2] == box[2:]:
        sheet.write_string(box[0], box[1], clean(words), look)
    else:
        sheet.merge_range(*box, clean(words), look)


def _sheet_name(table: ReportTable, period: Period, language: str) -> str:
    name = f"{table.key} {saying.short(table, period).in_(language)}"
    return clean(name).translate(_SHEET_SIGNS)[:_LONGEST_SHEET].strip()
