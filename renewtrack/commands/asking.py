"""Commands that ask the file: records line by line, and totals."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from renewtrack.commands.terminal import DONE, Terminal, command, opened, project_file
from renewtrack.store import records
from renewtrack.store import totals as sums
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

TARGET = "target"  # reckoned from the works, not kept in the file


@command("query")
@project_file
@click.argument("what", type=click.Choice(records.KINDS))
@click.option("--where", multiple=True, metavar="COL=VALUE", help="只要这些记录。Only these.")
@click.option("--fields", default="", metavar="A,B", help="只要这些字段。Only these keys.")
def query(terminal: Terminal, path: Path, what: str, where: tuple[str, ...], fields: str) -> int:
    """查询记录，每行一个 JSON 对象。Print records, one JSON object a line."""
    conditions = dict(_condition(text) for text in where)
    wanted = tuple(name.strip() for name in fields.split(",") if name.strip())
    with opened(path) as project:
        for record in records.query(project.db, what, conditions, wanted):
            click.echo(json.dumps(record, ensure_ascii=False))
    return DONE


def _condition(text: str) -> tuple[str, str]:
    column, equals, value = text.partition("=")
    if not equals or not column:
        raise click.BadParameter(f"{text!r}: COL=VALUE", param_hint="--where")
    return column.strip(), value


@command("totals")
@project_file
@click.option(
    "--by", type=click.Choice((*sums.KINDS, TARGET)), default="street", help="分组方式。Grouping."
)
def totals(terminal: Terminal, path: Path, by: str) -> int:
    """分组汇总。Print totals by group."""
    with opened(path) as project:
        found = _targets(project.db) if by == TARGET else sums.by(project.db, by)
    terminal.answer(found, *_lines(found.items()))
    return DONE


def _targets(db: Database) -> dict[str, dict[str, Any]]:
    """Return every target by plan, metric and year, with what is reached today.

    Where plans have one name, their further targets are told apart by their numbers.
    """
    from renewtrack.analysis import reaching

    found: dict[str, dict[str, Any]] = {}
    for each in reaching.read(db, dt.date.today().isoformat()):
        name = " ".join((each.plan, each.metric.key, *([str(each.year)] if each.year else ())))
        found[name if name not in found else f"{name} #{each.id}"] = {
            "label": each.metric.words.zh,
            "unit": each.metric.unit,
            "planned": each.planned,
            "reached": round(each.base + each.done, 4),
            "percent": None if each.share is None else round(each.share, 2),
            "forecast": round(each.forecast, 4),
            "undated": each.undated,
            "unmeasured": each.unmeasured,
        }
    return found


def _lines(groups: Iterable[tuple[str, dict[str, object]]]) -> Iterable[Words]:
    for name, values in groups:
        told = "  ".join(f"{key} {value}" for key, value in values.items())
        yield Words(f"{name}  {told}", f"{name}  {told}")
