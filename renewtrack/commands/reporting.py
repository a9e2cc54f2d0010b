"""The command that writes the report of a month or a week, and freezes what was reported."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from renewtrack.commands.putting_out import Noted, keep
from renewtrack.commands.terminal import DONE, Terminal, command, opened, project_file, who
from renewtrack.domain import periods, secrecy
from renewtrack.domain.periods import MONTH, Period
from renewtrack.store import exports
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

    from renewtrack.reports.tables import Report, ReportTable

WORD, SHEET = ".docx", ".xlsx"
GROUPS = ("plan", "progress", "effect", "basic")
WRITTEN = Words("已写出 {path}：{rows} 行", "Wrote {path}: {rows} rows")
TOLD = Words("{period}：{tables} 张表", "{period}: {tables} tables")
FROZEN = Words("已锁定 {period}", "Froze {period}")
OPENED = Words("已解除锁定 {period}", "Opened {period} again")


@command("report")
@project_file
@click.argument("out", required=False, metavar="[OUT]", type=click.Path(path_type=Path))
@click.option("--month", metavar="2025-05", help="月报，默认本月。A month, else this one.")
@click.option("--week", metavar="2025-W22", help="周报。A week.")
@click.option("--template", type=click.Path(path_type=Path), help="本单位的模板。Own template.")
@click.option("--survey", type=click.Choice(GROUPS), help="统计调查表。A form of the survey.")
@click.option("--public", is_flag=True, help="公开网页，写入文件夹。A public page, a folder.")
@click.option("--approval", default="", metavar="NO", help="审图号。Map approval number.")
@click.option(
    "--secrecy",
    "level",
    type=click.Choice([each.key for each in secrecy.presets()]),
    default=secrecy.INTERNAL,
    help="密级。Who may see it.",
)
@click.option("--office", default="", metavar="NAME", help="填报单位。The office.")
@click.option("--person", default="", metavar="NAME", help="制表人。Who made it.")
@click.option("--freeze", is_flag=True, help="锁定本期。Freeze the period.")
@click.option("--unfreeze", is_flag=True, help="解除锁定。Open a frozen period.")
@click.option("--reason", default="", metavar="R", help="解除锁定的理由。Why it is opened.")
def report(terminal: Terminal, path: Path, out: Path | None, **asked: Any) -> int:
    """写出月报、周报、统计调查表，锁定已上报的数。Write a report; freeze what was reported."""
    period = _period(asked)
    if asked["public"]:
        return _public(terminal, path, out, asked)
    if out is not None:
        keep(path, out)
        _known_suffix(out, asked)
    with opened(path, write=asked["freeze"] or asked["unfreeze"]) as project:
        db = project.db
        _freeze(terminal, db, period, asked)
        made = _made(db, period, asked)
        noted = None
        rows = sum(len(table.rows) for table in made.tables)
        if out is not None:
            noted = Noted(db, "survey" if asked["survey"] else "report", out)
            rows = _write(made, out, terminal.language, asked, noted)
    words = TOLD.filled(period=period.words, tables=len(made.tables))
    document = _document(made, terminal.language)
    if out is not None and noted is not None:
        noted.warn(terminal)
        document |= {"path": str(out), "rows": rows, "recorded": noted.recorded}
        words = WRITTEN.filled(path=out, rows=rows)
    terminal.answer(document, words)
    return DONE


def _public(terminal: Terminal, path: Path, out: Path | None, asked: dict[str, Any]) -> int:
    """Write the public page into a folder and record it."""
    from renewtrack.reports import public_page

    if out is None or out.suffix.lower() in (WORD, SHEET):
        raise click.BadParameter("OUTFOLDER", param_hint="OUT")
    keep(path, out)
    today = dt.date.today().isoformat()
    with opened(path) as project:
        facts = public_page.PublicFacts(
            asked["approval"], asked["office"], cutoff=today, made_on=today
        )
        done = public_page.write(project.db, out, facts, today)
        going = exports.Going(who(), "public_page", out.name)
        recorded = exports.record(project.db, going, done.estates)
    document = {"path": str(out), "pages": done.pages, "estates": done.estates}
    words = WRITTEN.filled(path=out, rows=done.estates)
    terminal.answer({**document, "recorded": recorded}, words)
    return DONE


def _period(asked: dict[str, Any]) -> Period:
    if asked["month"] and asked["week"]:
        raise click.BadParameter("--month / --week", param_hint="--week")
    if asked["month"] or asked["week"]:
        return periods.read(str(asked["month"] or asked["week"]))
    return periods.of(MONTH, dt.date.today())


def _known_suffix(out: Path, asked: dict[str, Any]) -> None:
    suffixes = (SHEET,) if asked["survey"] else (WORD, SHEET)
    if out.suffix.lower() not in suffixes:
        raise click.BadParameter(f"{out.name}: {' '.join(suffixes)}", param_hint="OUT")


def _freeze(terminal: Terminal, db: Database, period: Period, asked: dict[str, Any]) -> None:
    """Open the period, then freeze it, as far as either is asked for."""
    from renewtrack.reports import figures
    from renewtrack.store import periods as frozen

    if asked["unfreeze"]:
        frozen.unfreeze(db, period, who(), asked["reason"])
        terminal.note(OPENED.filled(period=period.words))
    if asked["freeze"]:
        own = {name: asked[name] for name in ("office", "person")}
        figures.freeze(db, period, dt.date.today().isoformat(), who(), **own)
        terminal.note(FROZEN.filled(period=period.words))


def _made(db: Database, period: Period, asked: dict[str, Any]) -> Report:
    from renewtrack.reports import figures

    return figures.build(
        db,
        period,
        dt.date.today().isoformat(),
        secrecy.preset(asked["level"]),
        office=asked["office"],
        person=asked["person"],
    )


def _write(made: Report, out: Path, language: str, asked: dict[str, Any], noted: Noted) -> int:
    from renewtrack.reports import excel, survey, word

    level, template = asked["level"], asked["template"]
    if asked["survey"]:
        return survey.write(made, asked["survey"], out, template, seen=noted)
    if out.suffix.lower() == WORD:
        return word.write(made, out, template, language, secrecy=level, seen=noted)
    return excel.write(made, out, language, secrecy=level, seen=noted)


def _document(made: Report, language: str) -> dict[str, Any]:
    return {
        "period": made.period.key,
        "frozen_at": made.frozen_at,
        "cutoff": made.cutoff,
        "figures": dict(made.figures),
        "tables": [_table(table, language) for table in made.tables],
    }


def _table(table: ReportTable, language: str) -> dict[str, Any]:
    from renewtrack.reports.tables import text_of

    keys = [column.key for column in table.columns]
    return {
        "key": table.key,
        "title": table.title.in_(language),
        "absent": table.absent.in_(language) if table.absent else None,
        "rows": [
            {
                "level": row.level,
                **{
                    key: text_of(column, cell, language)
                    for key, column, cell in zip(keys, table.columns, row.cells, strict=True)
                },
            }
            for row in table.rows
        ],
        "notes": [note.in_(language) for note in table.notes],
    }
