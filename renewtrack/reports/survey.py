"""The four groups of the national survey, filled into sheets that an office may redraw in Excel."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

from renewtrack import paths
from renewtrack.errors import UserError
from renewtrack.reports import sheet_filling
from renewtrack.reports.putting import Placed, Progress, Seen
from renewtrack.reports.tables import Report
from renewtrack.words import Words

GROUPS = {  # 全国城镇老旧小区改造统计调查制度: four groups of forms; the keys are in file names
    "plan": Words("年度计划", "Plan of the year"),
    "progress": Words("改造进展", "Progress"),
    "effect": Words("改造效果", "Effect"),
    "basic": Words("项目基本情况", "Basic facts of projects"),
}
NAMES_SHEET = "名称"  # tells the office what it may write; not filled, not handed out
LARGEST, LARGEST_OPENED = 20_000_000, 150_000_000  # bytes, as a file and unpacked


class NoSurveySheet(UserError):
    """The template cannot be read as a workbook."""

    words = Words(
        "模板“{name}”读不出来：它不是 .xlsx 文件，或者已经损坏、加密、太大。没有生成调查表。"
        "请在 Excel 或 WPS 里把它另存为 .xlsx 再试，或者改用自带模板。",
        "The template “{name}” cannot be read: it is no .xlsx file, or damaged, encrypted or too "
        "large. No form was made. Save it as .xlsx and try again, or use the built-in template.",
    )


class NoGroup(UserError):
    """There are four groups of forms, and this is none of them."""

    words = Words(
        "没有“{group}”这一组调查表。可选：{known}。",
        "There is no group “{group}” of the survey. There are: {known}.",
    )


def write(  # noqa: PLR0913 - each says by its name what is asked for
    report: Report,
    group: str,
    path: Path,
    template: Path | None = None,
    *,
    seen: Seen | None = None,
    progress: Progress | None = None,
) -> int:
    """Fill a group of forms with a report's figures and return the number of rows filled in.

    Raises NoGroup, NoSurveySheet, BrokenSheet, NotWritten, what ``seen`` and ``progress`` raise.
    """
    chosen = template if template is not None else built_in(group)
    book = _opened(chosen)
    names = sheet_filling.Names.of(report)
    count = 0
    sheets = [sheet for sheet in book.worksheets if sheet.title != NAMES_SHEET]
    for place, sheet in enumerate(sheets, 1):
        count += sheet_filling.fill(sheet, names, chosen.name)
        if progress is not None:
            progress(place / (len(sheets) + 1))
    if NAMES_SHEET in book.sheetnames and sheets:
        del book[NAMES_SHEET]
    with Placed(path, count, seen) as aside:
        book.save(aside)
    return count


def built_in(group: str) -> Path:
    """Return the path of the template that ships with the program; raises NoGroup."""
    if group not in GROUPS:
        raise NoGroup(group=group, known=", ".join(GROUPS))
    return paths.resources("reports", f"survey-{group}.xlsx")


def _opened(path: Path) -> Any:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        if path.stat().st_size > LARGEST:
            raise NoSurveySheet(name=path.name)
        content = path.read_bytes()
        with zipfile.ZipFile(BytesIO(content)) as packed:
            if sum(each.file_size for each in packed.infolist()) > LARGEST_OPENED:
                raise NoSurveySheet(name=path.name)
        return load_workbook(BytesIO(content), keep_links=False)
    except (
        OSError,
        KeyError,
        ValueError,
        SyntaxError,  # what the reader of XML raises is one
        zipfile.BadZipFile,
        InvalidFileException,
    ) as refused:
        raise NoSurveySheet(name=path.name) from refused
