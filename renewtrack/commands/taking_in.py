"""The command that takes spreadsheets into the file."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from renewtrack.commands import putting_out
from renewtrack.commands.terminal import (
    DONE,
    FINDINGS,
    WRONG_USE,
    Terminal,
    command,
    opened,
    project_file,
    taking_over,
    who,
)
from renewtrack.domain import masking
from renewtrack.intake import planning, positions, rejected_rows, report, storing
from renewtrack.intake.options import Options
from renewtrack.store import backups
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

    from renewtrack.intake.plans import Issue, Plan

COUNTS = Words(
    "{name}：读到 {rows} 行，新增 {new}，更新 {changed}，无变化 {same}，拒绝 {rejected}",
    "{name}: {rows} rows read, {new} new, {changed} changed, {same} same, {rejected} rejected",
)
PLACES: tuple[tuple[Callable[[Issue], object], Words], ...] = (
    (
        lambda issue: issue.row and issue.column,
        Words("  第 {row} 行 {column} 列：{message}", "  row {row}, column {column}: {message}"),
    ),
    (lambda issue: issue.row, Words("  第 {row} 行：{message}", "  row {row}: {message}")),
    (lambda issue: issue.column, Words("  {column} 列：{message}", "  column {column}: {message}")),
    (lambda issue: True, Words("  {message}", "  {message}")),
)
UNKNOWN_CRS = Words(
    "不认识坐标系“{crs}”，没有导入。可用 wgs84、gcj02、bd09、cgcs2000 或 EPSG 编号（WGS84 或 "
    "CGCS2000 的投影）。",
    "“{crs}” is no coordinate system we know; nothing was imported. Use wgs84, gcj02, bd09, "
    "cgcs2000 or EPSG:n on WGS 84 or CGCS2000.",
)
EACH = ("file", "sheet", "layout")  # told of every sheet, as a list
ASK = Words("写入文件吗？", "Store them?")
SENT_BACK = Words("退回来表单位更正", "Sent back to be mended")
NOT_STORED = Words("没有写入。", "Nothing was stored.")


@command("import")
@project_file
@click.argument(
    "sheets", metavar="SHEET...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@click.option("--layout", help="表格版式名称。Name of the sheet's layout.")
@click.option("--crs", help="坐标系。wgs84, gcj02, bd09, cgcs2000 or EPSG:n.")
@click.option("--sheet", "names", multiple=True, help="工作表名，可重复。Sheet's name; repeatable.")
@click.option("--year", type=int, help="日期所缺的年份。The year that dates leave out.")
@click.option("--dry-run", is_flag=True, help="只预览。Preview only.")
@click.option("--yes", is_flag=True, help="不再询问。Do not ask.")
@click.option(
    "--rejects",
    metavar="OUT.xlsx",
    type=click.Path(path_type=Path),
    help="把拒绝的行写成工作簿。Write the rejected rows as a workbook.",
)
@taking_over
def import_(terminal: Terminal, path: Path, sheets: tuple[Path, ...], **asked: Any) -> int:
    """导入表格。Take spreadsheets in."""
    if asked["crs"] is not None and not positions.told(asked["crs"]):
        terminal.note(UNKNOWN_CRS.filled(crs=asked["crs"]))
        return WRONG_USE
    wanted = [
        Options(layout=asked["layout"], crs=asked["crs"], year=asked["year"], sheet=name)
        for name in asked["names"] or (None,)
    ]
    documents, findings = [], False
    plans: list[Plan] = []
    if (out := asked["rejects"]) is not None:
        putting_out.keep(path, out)
    with opened(path, write=not asked["dry_run"], take_over=asked["take_over"]) as project:
        for sheet, options in itertools.product(sheets, wanted):
            plan = planning.plan(project.db, sheet, options)
            _show(terminal, plan)
            plans.append(plan)
            stored = not asked["dry_run"] and _agreed(terminal, sure=asked["yes"])
            if stored:
                backups.make(path, "import", unless_same=True, who=who())
            documents.append(_document(project.db, plan, terminal, stored=stored))
            findings |= bool(plan.counts["rejected"] or plan.totals_differ)
        if out is not None:
            _send_back(terminal, project.db, plans, out)
    terminal.answer(documents[0] if len(documents) == 1 else _together(documents))
    return FINDINGS if findings else DONE


def _document(db: Database, plan: Plan, terminal: Terminal, *, stored: bool) -> dict[str, Any]:
    if not stored:
        terminal.note(NOT_STORED)
        return report.as_json(plan, terminal.language)
    return report.as_json(storing.store(db, plan, who()), terminal.language)


def _send_back(terminal: Terminal, db: Database, plans: list[Plan], out: Path) -> None:
    """Write the rejected rows where the person wants them, and record that they went out."""
    if not any(plan.counts["rejected"] for plan in plans):
        return
    noted = putting_out.Noted(db, "rejected", out, SENT_BACK.in_(terminal.language))
    count = rejected_rows.write(plans, out, terminal.language, noted)
    terminal.note(putting_out.WRITTEN.filled(path=out, rows=count))


def _agreed(terminal: Terminal, *, sure: bool) -> bool:
    """Ask a person at a terminal; a program that calls us has decided already."""
    if sure or terminal.as_json or not sys.stdin.isatty():
        return True
    return click.confirm(ASK.in_(terminal.language), err=True)


def _show(terminal: Terminal, plan: Plan) -> None:
    terminal.note(COUNTS.filled(name=plan.path.name, rows=plan.rows_read, **plan.counts))
    for issue in plan.issues:
        where = next(words for told, words in PLACES if told(issue))
        told = where.filled(row=issue.row, column=issue.column, message=issue.message)
        terminal.note(Words(masking.mask_text(told.zh), masking.mask_text(told.en)))


def _together(documents: list[dict[str, Any]]) -> dict[str, Any]:
    """Add several sheets up into one document that keeps each of them."""
    total: dict[str, Any] = {}
    for document in documents:
        for key, value in document.items():
            total[key] = _added(total.get(key), [value] if key in EACH else value)
    return {**total, "sheets": documents}


def _added(before: Any, value: Any) -> Any:
    """Add counts and lists; keep the last of what cannot be added."""
    if isinstance(before, dict) and isinstance(value, dict):
        return {key: _added(before.get(key), value.get(key)) for key in {**before, **value}}
    addable = isinstance(value, int | list) and not isinstance(value, bool)
    if before is None or not addable:
        return before if value is None else value
    return before + value
