"""The command that writes a form for a surveyor who works without the program."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from renewtrack.commands.putting_out import Noted, keep, unmasked_for
from renewtrack.commands.terminal import DONE, Terminal, command, opened, project_file
from renewtrack.intake import form_sheet
from renewtrack.words import Words

WRITTEN = Words("已写出外业表 {path}：{rows} 行", "Wrote the form {path}: {rows} rows")


@command("form")
@project_file
@click.argument("out", metavar="OUT.xlsx", type=click.Path(path_type=Path))
@click.option(
    "--what",
    type=click.Choice(form_sheet.KINDS),
    default=form_sheet.KINDS[0],
    help="填什么。What is to be filled in.",
)
@click.option("--street", metavar="NAME", help="只要这个街道。Only this street.")
@click.option("--community", metavar="NAME", help="只要这个社区。Only this community.")
@click.option("--estate", metavar="NAME", help="只要这个小区。Only this estate.")
@click.option("--reveal", is_flag=True, help="含完整个人信息。Persons unmasked.")
@click.option("--reason", default="", metavar="R", help="完整导出的理由。Why unmasked.")
def form(terminal: Terminal, path: Path, out: Path, what: str, **asked: Any) -> int:
    """写出外业填报表。Write a surveyor's form."""
    if out.suffix.lower() != ".xlsx":
        raise click.BadParameter(f"{out.name}: .xlsx", param_hint="OUT")
    keep(path, out)
    where = form_sheet.Where(asked["street"], asked["community"], asked["estate"])
    with opened(path) as project:
        reason = unmasked_for(project.db, asked)
        noted = Noted(project.db, "form", out, reason)
        rows = form_sheet.write(project.db, out, what, where, bool(reason), noted)
    noted.warn(terminal)
    terminal.answer(
        {
            "path": str(out),
            "what": what,
            "place": where.label,
            "rows": rows,
            "masked": noted.going.masked,
            "recorded": noted.recorded,
        },
        WRITTEN.filled(path=out, rows=rows),
    )
    return DONE
