"""The command that tells planned visits and writes them as a calendar file."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from renewtrack.commands.putting_out import Noted, keep
from renewtrack.commands.terminal import DONE, Terminal, command, day, days, opened, project_file
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

WRITTEN = Words("已写出 {path}：{rows} 户", "Wrote {path}: {rows} homes")
TOLD = Words(
    "{first} 至 {last}：已约 {count} 户，待约 {waiting} 户，有问题 {troubles} 户",
    "{first} to {last}: {count} booked, {waiting} to be booked, {troubles} with troubles",
)
LINE = Words("  {day} {half} {crew}：{count} 户", "  {day} {half} {crew}: {count} homes")


@command("visits")
@project_file
@click.argument("out", required=False, metavar="[OUT.ics]", type=click.Path(path_type=Path))
@click.option("--from", "first", metavar="DAY", callback=day, help="起，默认本周一。From.")
@click.option("--to", "last", metavar="DAY", callback=day, help="止，默认起日后六天。Until.")
@click.option("--reason", default="", metavar="R", help="含房号的理由。Why rooms go out.")
def visits(terminal: Terminal, path: Path, out: Path | None, **asked: Any) -> int:
    """查看一段日子的入户预约，或写成日历文件。Tell visits, or write a calendar file."""
    first, last = days(asked)
    if last < first:
        raise click.BadParameter(f"{first} > {last}", param_hint="--to")
    if out is not None and out.suffix.lower() != ".ics":
        raise click.BadParameter(f"{out.name}: .ics", param_hint="OUT")
    if out is not None:
        keep(path, out)
    with opened(path) as project:
        if out is None:
            _tell(terminal, project.db, first, last)
            return DONE
        from renewtrack.reports import visit_calendar

        noted = Noted(project.db, "visit_calendar", out, asked["reason"].strip())
        rows = visit_calendar.write(
            project.db,
            out,
            (first, last),
            language=terminal.language,
            reveal=asked["reason"].strip(),
            seen=noted,
        )
    noted.warn(terminal)
    document = {"path": str(out), "rows": rows, "recorded": noted.recorded}
    terminal.answer(document, WRITTEN.filled(path=out, rows=rows))
    return DONE


def _tell(terminal: Terminal, db: Database, first: dt.date, last: dt.date) -> None:
    from renewtrack.domain import codes
    from renewtrack.store import exports, visit_lists
    from renewtrack.store.choosing import Filter

    planned = [
        visit
        for visit in visit_lists.week(db, first, (last - first).days + 1)
        if visit.state == "planned"
    ]
    mask = exports.mask(db)
    names = {key: mask.free(name) for key, name in visit_lists.crew_names(db).items()}
    counts: dict[tuple[str, str, int], int] = {}
    for visit in planned:
        key = (visit.date, visit.slot.half, visit.crew_id or 0)
        counts[key] = counts.get(key, 0) + 1
    lines = [
        {"date": date, "half": half, "crew": names.get(crew), "homes": count}
        for (date, half, crew), count in sorted(counts.items())
    ]
    document = {
        "first": str(first),
        "last": str(last),
        "booked": len(planned),
        "waiting": visit_lists.waiting(db, Filter())[1],
        "troubles": len(visit_lists.troubles(db, dt.date.today())),
        "half_days": lines,
    }
    said = TOLD.filled(
        first=str(first),
        last=str(last),
        count=document["booked"],
        waiting=document["waiting"],
        troubles=document["troubles"],
    )
    for line in lines:
        half = codes.code("halves", str(line["half"]))
        more = LINE.filled(
            day=line["date"],
            half=half.words if half else "",
            crew=line["crew"] or "—",
            count=line["homes"],
        )
        said = Words(f"{said.zh}\n{more.zh}", f"{said.en}\n{more.en}")
    terminal.answer(document, said)
