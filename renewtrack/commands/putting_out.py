"""Commands that write sheets and maps out of the file."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from renewtrack.commands import giving, layering
from renewtrack.commands.terminal import DONE, Terminal, command, opened, project_file, who
from renewtrack.errors import UserError
from renewtrack.intake import plain_sheets
from renewtrack.store import exports
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

    from renewtrack.maps.theme import Theme

WRITTEN = Words("已写出 {path}：{rows} 行", "Wrote {path}: {rows} rows")
UNRECORDED = Words(
    "文件是只读的，这次导出没有记入导出记录",
    "The file is read-only, so this export is not on record",
)
FILLED = Words(
    "已写出 {path}：对上 {rows} 行，改写 {cells} 格，新加 {added} 行",
    "Wrote {path}: {rows} rows met, {cells} cells changed, {added} rows added",
)
LEFT = Words(
    "  台账里没有的行照原样留着：{rows}", "  rows that the file does not know stay: {rows}"
)
COMPUTED = Words(
    "  {count} 格是公式，与台账不同，没有改动",
    "  {count} cells are formulas that give something else; they were left",
)
SUFFIXES = {
    **dict.fromkeys(plain_sheets.KINDS, plain_sheets.SUFFIXES),
    "buildings": (*plain_sheets.SUFFIXES, ".geojson"),
    "estates": (*plain_sheets.SUFFIXES, ".geojson"),
}
SHAPES = ".geojson"


class OverwritesLedger(UserError):
    """The output would take the place of the ledger that it is made from."""

    words = Words(
        "{path} 是台账文件本身，不能用导出的内容覆盖它，没有改动任何内容。请换一个文件名。",
        "{path} is the ledger itself and must not be overwritten. Nothing was changed; "
        "choose another file name.",
    )


@command("export")
@project_file
@click.argument(
    "out", metavar="OUT.{xlsx,csv,geojson,gpkg,shp,kml,html,png}", type=click.Path(path_type=Path)
)
@click.option("--what", type=click.Choice(layering.WHATS), help="导出内容。What to write.")
@click.option(
    "--into",
    metavar="TEMPLATE.xlsx",
    type=click.Path(path_type=Path),
    help="填写来表单位的工作簿。Fill a sender's workbook.",
)
@click.option("--add-rows", is_flag=True, help="补上来表缺的记录。Add the records it lacks.")
@click.option(
    "--encoding",
    type=click.Choice(plain_sheets.ENCODINGS),
    default=plain_sheets.ENCODINGS[0],
    help="CSV、SHP 的编码。Encoding of a .csv or .shp.",
)
@click.option("--reveal", is_flag=True, help="含完整个人信息。Persons unmasked.")
@click.option("--reason", default="", metavar="R", help="完整导出的理由。Why unmasked.")
@click.option("--crs", metavar="EPSG:n", help="图层的坐标系。System of the layers (gpkg, shp).")
@click.option("--theme", help="地图的专题。Theme of a map.")
@click.option("--street", help="只要一个街道（地图）。One street (maps).")
@click.option("--title", help="地图标题。Title of a map.")
@click.option("--approval", metavar="NO", help="公开地图的审图号。Approval number.")
def export(terminal: Terminal, path: Path, out: Path, **asked: Any) -> int:
    """导出表格或图形，或填写来表。Write a sheet or shapes, or fill a sender's workbook."""
    keep(path, out)
    if asked["into"] is not None:
        return _into(terminal, path, out, asked)
    if layering.is_layers(out, asked["what"]):
        return layering.put(terminal, path, out, asked)
    if giving.is_map(out):
        return giving.give(terminal, path, out, asked)
    suffix = out.suffix.lower()
    chosen = asked["what"] or ("ledger" if suffix == ".xlsx" else "buildings")
    if suffix not in SUFFIXES.get(chosen, ()):
        kinds = " ".join(SUFFIXES.get(chosen, (".gpkg", ".shp", ".kml", ".geojson")))
        raise click.BadParameter(f"{out.name}: {chosen} -> {kinds}", param_hint="OUT")
    if asked["reveal"] and suffix == SHAPES:
        raise click.BadParameter(".xlsx .csv", param_hint="--reveal")
    with opened(path) as project:
        reason = unmasked_for(project.db, asked)
        noted = Noted(project.db, _kind(chosen, suffix), out, reason)
        rows = _write(project.db, chosen, noted, asked["encoding"])
    noted.warn(terminal)
    terminal.answer(
        {
            "path": str(out),
            "what": chosen,
            "rows": rows,
            "masked": noted.going.masked,
            "recorded": noted.recorded,
        },
        WRITTEN.filled(path=out, rows=rows),
    )
    return DONE


def _into(terminal: Terminal, path: Path, out: Path, asked: dict[str, Any]) -> int:
    """Fill a sender's workbook and tell what was filled and what was left."""
    from renewtrack.intake import filling

    with opened(path) as project:
        noted = Noted(project.db, "filled", out, unmasked_for(project.db, asked))
        wish = filling.Filling(asked["add_rows"], reveal=not noted.going.masked)
        done = filling.fill(project.db, asked["into"], out, wish=wish, seen=noted)
    noted.warn(terminal)
    if done.unknown:
        terminal.note(LEFT.filled(rows="、".join(map(str, done.unknown))))
    if done.computed:
        terminal.note(COMPUTED.filled(count=done.computed))
    terminal.answer(
        {
            "path": str(out),
            "what": done.kind,
            "sheet": done.sheet,
            "rows": done.rows,
            "cells": done.cells,
            "added": done.added,
            "unknown": list(done.unknown),
            "computed": done.computed,
            "masked": noted.going.masked,
            "recorded": noted.recorded,
        },
        FILLED.filled(path=out, rows=done.rows, cells=done.cells, added=done.added),
    )
    return DONE


def unmasked_for(db: Database, asked: dict[str, Any]) -> str:
    """Return why persons go out unmasked, "" for masked; raises ReasonNeeded, NotAllowed."""
    if not asked["reveal"]:
        return ""
    exports.permit(db, asked["reason"])
    return str(asked["reason"]).strip()


def _kind(chosen: str, suffix: str) -> str:
    return "shapes" if (chosen, suffix) == ("buildings", ".geojson") else chosen


class Noted:
    """Records a file before it gets its name, and knows whether that could be done."""

    def __init__(self, db: Database, what: str, out: Path, reason: str = "") -> None:
        self.going = exports.Going(who(), what, out.name, reason)
        self.out = out
        self.recorded = False
        self._db = db

    def __call__(self, content: Path, count: int) -> None:
        """Record the finished content and its number of rows."""
        self.recorded = exports.record(self._db, self.going, count, content)

    def warn(self, terminal: Terminal) -> None:
        """Say that nothing stands on record where the file is read-only."""
        if not self.recorded:
            terminal.note(UNRECORDED)


def keep(ledger: Path, out: Path) -> None:
    """Raise OverwritesLedger where the output is the ledger or what SQLite keeps beside it."""
    real = ledger.resolve()
    for end in ("", "-journal", "-wal", "-shm"):
        own = real.with_name(real.name + end)
        same = own == out.resolve()
        with contextlib.suppress(OSError):  # not there yet
            same = same or own.samefile(out)
        if same:
            raise OverwritesLedger(path=out)


def _write(db: Database, what: str, noted: Noted, encoding: str) -> int:
    from renewtrack.intake import writing

    out, reveal = noted.out, not noted.going.masked
    if out.suffix.lower() == SHAPES:
        return writing.geojson(db, out, what, seen=noted)
    if (what, out.suffix.lower()) == ("ledger", ".xlsx"):
        return writing.ledger(db, out, said=writing.LedgerWords(reveal=reveal), seen=noted)
    wish = plain_sheets.Plainly(reveal=reveal, encoding=encoding)
    return plain_sheets.write(db, out, what, wish, noted)


def theme_named(db: Database, name: str) -> Theme:
    """Return a theme by its key or, of the office's own, its name."""
    from renewtrack.maps import own_themes
    from renewtrack.maps.theme import THEMES

    found = own_themes.named(db, name)
    if found is None:
        own = [each.words.zh for each in own_themes.all_themes(db)]
        known = ", ".join((*(each.key for each in THEMES), *own))
        raise click.BadParameter(f"{name}: {known}", param_hint="--theme")
    return found
