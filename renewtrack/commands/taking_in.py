"""The command that takes spreadsheets into the file."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from renewtrack.commands import mapping, putting_out
from renewtrack.commands.terminal import (
    DONE,
    FINDINGS,
    REFUSED,
    WRONG_USE,
    Terminal,
    command,
    opened,
    project_file,
    taking_over,
    who,
)
from renewtrack.domain import masking
from renewtrack.domain.systems import LOCAL
from renewtrack.intake import (
    batch,
    planning,
    positions,
    reading,
    rejected_rows,
    report,
    senders,
    storing,
)
from renewtrack.intake.batch import Job
from renewtrack.intake.options import FILE_WINS, NEWER_WINS, SHEET_WINS, Options
from renewtrack.intake.refusals import (
    FolderWithoutSheets,
    LayersOfLedger,
    NothingRecognised,
    SheetNotNamed,
    SheetPassworded,
    SheetRefused,
)
from renewtrack.store import backups, local_systems
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

    from renewtrack.intake.plans import Issue, Plan
    from renewtrack.intake.sheets import SheetCells

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
NAMED_ROWS = 8
MORE_ROWS = Words("{rows} 等 {count}", "{rows} and others, {count} in all")
UNKNOWN_CRS = Words(
    "不认识坐标系“{crs}”，没有导入。可用 wgs84、gcj02、bd09、cgcs2000、bd09mc、EPSG 编号（WGS84 或 "
    "CGCS2000 的投影），或 local:名称（台账里的地方坐标系）。",
    "“{crs}” is no coordinate system we know; nothing was imported. Use wgs84, gcj02, bd09, "
    "cgcs2000, bd09mc, EPSG:n on WGS 84 or CGCS2000, or local:NAME of the file.",
)
RULES = (SHEET_WINS, FILE_WINS, NEWER_WINS)
SKIPPED = Words("跳过 {name}：{why}", "{name} is skipped: {why}")
PASSWORD = Words("文件“{name}”的打开密码", "Password of the file “{name}”")
MOST_HELD = 2_000_000  # cells of a batch that are kept between recognising and planning
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
@click.option(
    "--layout-file",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="别的单位给的版式文件。A layout that another office wrote.",
)
@click.option(
    "--map",
    "mapped",
    multiple=True,
    metavar="HEAD=FIELD",
    help="列的含义，可重复。What a column means; repeatable.",
)
@click.option("--crs", help="坐标系。wgs84, gcj02, bd09, bd09mc, cgcs2000, EPSG:n, local:NAME.")
@click.option("--sheet", "names", multiple=True, help="工作表名，可重复。Sheet's name; repeatable.")
@click.option("--year", type=int, help="日期所缺的年份。The year that dates leave out.")
@click.option(
    "--rule",
    type=click.Choice(RULES),
    default=SHEET_WINS,
    help="表与台账不一致时以谁为准。Who wins where sheet and file differ.",
)
@click.option("--new-places", is_flag=True, help="允许新建地点。Let any sheet make new places.")
@click.option(
    "--password",
    envvar="RENEWTRACK_SHEET_PASSWORD",
    help="工作簿的打开密码。Password of the workbooks.",
)
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
    """导入表格，也可给文件夹。Take spreadsheets in, or the folders that hold them."""
    crs = asked["crs"]
    own = crs is not None and crs.startswith(LOCAL)
    if crs is not None and not own and not positions.told(crs):
        return _unknown(terminal, crs)
    asked["mapped"] = mapping.told(asked["mapped"])
    if (out := asked["rejects"]) is not None:
        putting_out.keep(path, out)
    with opened(path, write=not asked["dry_run"], take_over=asked["take_over"]) as project:
        if own and crs not in local_systems.fits(project.db):
            return _unknown(terminal, crs)
        files = _files(terminal, path, sheets)
        taking = Taking(terminal, path, project.db, asked, alone=len(files) == 1)
        taking.take(files)
        if out is not None:
            _send_back(terminal, project.db, taking.plans, out)
    return taking.answer()


def _unknown(terminal: Terminal, crs: str) -> int:
    terminal.note(UNKNOWN_CRS.filled(crs=crs))
    return WRONG_USE


class Taking:
    """Takes files in, one sheet after the other; a file that is refused stops no other."""

    def __init__(
        self, terminal: Terminal, path: Path, db: Database, asked: dict[str, Any], *, alone: bool
    ) -> None:
        self.plans: list[Plan] = []
        self._terminal, self._path, self._db = terminal, path, db
        self._asked, self._alone = asked, alone
        self._documents: list[dict[str, Any]] = []
        self._refused: list[dict[str, str]] = []
        given = asked["layout_file"]
        self._layout = senders.read_file(given) if given is not None else None
        self._passwords: dict[Path, str | None] = {}
        self._held = 0  # cells that wait for their turn

    def take(self, files: Sequence[Path]) -> None:
        """Read the files and take in their sheets, those that make places first."""
        jobs: list[Job] = []
        for file in files:
            with self._unless_refused(file):
                jobs += self._jobs(file)
        for job in batch.in_order(jobs):
            with self._unless_refused(job.path):
                self._take_sheet(job)

    def answer(self) -> int:
        """Print the document and return the exit code."""
        documents, refused = self._documents, self._refused
        document = documents[0] if len(documents) == 1 else _together(documents)
        if refused:
            document = {**document, "refused": refused}
        self._terminal.answer(document)
        if refused and not documents:
            return REFUSED
        findings = any(plan.counts["rejected"] or plan.totals_differ for plan in self.plans)
        return FINDINGS if findings or refused else DONE

    def _jobs(self, file: Path) -> list[Job]:
        sheets = self._read(file)
        kinds = tuple(planning.KINDS)
        jobs = [
            job
            for name in self._asked["names"] or (None,)
            for job in batch.jobs(file, sheets, _options(self._asked, name), kinds, self._layout)
        ]
        jobs = [mapping.applied(job, self._asked["mapped"]) for job in jobs]
        self._held += sum(len(sheet.rows) * sheet.width for sheet in sheets)
        if self._held > MOST_HELD and not self._alone:
            return [replace(job, sheets=()) for job in jobs]  # read again when their turn comes
        return jobs

    def _read(self, file: Path) -> tuple[SheetCells, ...]:
        """Read a file; a person at a terminal is asked for a password that lacks."""
        password = self._passwords.setdefault(file, self._asked["password"])
        try:
            return reading.read(file, password)
        except SheetPassworded:
            if self._terminal.as_json or not sys.stdin.isatty():
                raise
            words = PASSWORD.filled(name=file.name).in_(self._terminal.language)
            self._passwords[file] = click.prompt(words, hide_input=True, err=True)
            return reading.read(file, self._passwords[file])

    def _take_sheet(self, job: Job) -> None:
        sheets = job.sheets or self._read(job.path)
        plan = planning.plan(self._db, job.path, job.options, sheets=sheets)
        _show(self._terminal, plan)
        self.plans.append(plan)
        asked = self._asked
        stored = not asked["dry_run"] and _agreed(self._terminal, sure=asked["yes"])
        if stored:
            backups.make(self._path, "import", unless_same=True, who=who())
        self._documents.append(_document(self._db, plan, self._terminal, stored=stored))

    @contextmanager
    def _unless_refused(self, file: Path) -> Iterator[None]:
        """Tell of a file that is refused and go on, where it is not the only one."""
        try:
            yield
        except (SheetRefused, SheetNotNamed, NothingRecognised) as refused:
            if self._alone and not self._documents:
                raise
            message = refused.in_(self._terminal.language)
            self._terminal.note(Words(message, message))
            self._refused.append({"file": file.name, "message": message})


def _files(terminal: Terminal, ledger: Path, given: tuple[Path, ...]) -> list[Path]:
    """Return the files that are named and those of the folders, telling what is skipped."""
    files: list[Path] = []
    for path in given:
        if not path.is_dir():
            if path.exists() and path.samefile(ledger):  # to open it here would drop its locks
                raise LayersOfLedger(name=path.name)
            files.append(path)
            continue
        found = batch.files_in(path)
        for skipped in found.skipped:
            name = skipped.path.relative_to(path)
            terminal.note(SKIPPED.filled(name=name, why=skipped.why))
        if not found.files:
            raise FolderWithoutSheets(name=path.name)
        files += (file for file in found.files if not file.samefile(ledger))
    return list(dict.fromkeys(files))


def _options(asked: dict[str, Any], name: str | None) -> Options:
    return Options(
        layout=asked["layout"],
        crs=asked["crs"],
        year=asked["year"],
        sheet=name,
        rule=asked["rule"],
        new_places=asked["new_places"],
    )


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
    for rows, issue in _alike(plan.issues):
        where = next(words for told, words in PLACES if told(issue))
        told = where.filled(row=rows, column=issue.column, message=issue.message)
        terminal.note(Words(masking.mask_text(told.zh), masking.mask_text(told.en)))


def _alike(issues: Sequence[Issue]) -> Iterator[tuple[Words, Issue]]:
    """Yield each thing that is said of a column once, with the rows that it is said of."""
    found: dict[tuple[str, str, Words], list[Issue]] = {}
    for issue in issues:
        found.setdefault((issue.column, issue.kind, issue.message), []).append(issue)
    for same in found.values():
        numbers = [str(issue.row) for issue in same[:NAMED_ROWS]]
        rows = Words("、".join(numbers), ", ".join(numbers))
        if len(same) > NAMED_ROWS:
            rows = MORE_ROWS.filled(rows=rows, count=len(same))
        yield rows, same[0]


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
