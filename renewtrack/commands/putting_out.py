"""Commands that write sheets and maps out of the file."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from renewtrack.commands.terminal import DONE, Terminal, command, opened, project_file, who
from renewtrack.errors import UserError
from renewtrack.store import exports
from renewtrack.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlite_utils import Database

WRITTEN = Words("已写出 {path}：{rows} 行", "Wrote {path}: {rows} rows")
PRINTED = Words(
    "已写出 {path}：{pages} 页，比例尺 1:{scale}", "Wrote {path}: {pages} pages at 1:{scale}"
)
UNRECORDED = Words(
    "文件是只读的，这次导出没有记入导出记录",
    "The file is read-only, so this export is not on record",
)
WHAT = ("ledger", "buildings", "estates")
LAYOUTS = ("a3-status",)
THEMES = ("stage",)
SUFFIXES = {
    "ledger": (".xlsx",),
    "buildings": (".xlsx", ".csv", ".geojson"),
    "estates": (".geojson",),
}


class OverwritesLedger(UserError):
    """The output would take the place of the ledger that it is made from."""

    words = Words(
        "{path} 是台账文件本身，不能用导出的内容覆盖它，没有改动任何内容。请换一个文件名。",
        "{path} is the ledger itself and must not be overwritten. Nothing was changed; "
        "choose another file name.",
    )


@command("export")
@project_file
@click.argument("out", metavar="OUT.{xlsx,csv,geojson}", type=click.Path(path_type=Path))
@click.option("--what", type=click.Choice(WHAT), help="导出内容。What to write.")
@click.option("--reveal", is_flag=True, help="含完整个人信息（仅台账）。Persons unmasked (ledger).")
@click.option("--reason", default="", metavar="R", help="完整导出的理由。Why unmasked.")
def export(terminal: Terminal, path: Path, out: Path, what: str | None, **unmasked: Any) -> int:
    """导出表格或图形。Write a sheet or shapes."""
    suffix = out.suffix.lower()
    chosen = what or ("ledger" if suffix == ".xlsx" else "buildings")
    if suffix not in SUFFIXES[chosen]:
        kinds = " ".join(SUFFIXES[chosen])
        raise click.BadParameter(f"{out.name}: {chosen} -> {kinds}", param_hint="OUT")
    if unmasked["reveal"] and chosen != "ledger":
        raise click.BadParameter("--what ledger", param_hint="--reveal")
    keep(path, out)
    with opened(path) as project:
        noted = Noted(project.db, _kind(chosen, suffix), out, _reason(project.db, **unmasked))
        rows = _writer(chosen, suffix, noted.going.reason)(project.db, out, noted)
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


def _reason(db: Database, *, reveal: bool, reason: str) -> str:
    """Return why persons go out unmasked, "" for masked; raises ReasonNeeded, NotAllowed."""
    if not reveal:
        return ""
    exports.permit(db, reason)
    return reason.strip()


def _kind(chosen: str, suffix: str) -> str:
    return "shapes" if (chosen, suffix) == ("buildings", ".geojson") else chosen


class Noted:
    """Records a file before it gets its name, and knows whether that could be done."""

    def __init__(self, db: Database, what: str, out: Path, reason: str = "") -> None:
        self.going = exports.Going(who(), what, out.name, reason)
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


def _writer(what: str, suffix: str, reason: str) -> Callable[[Database, Path, Noted], int]:
    from renewtrack.intake import writing

    if suffix == ".geojson":
        return lambda db, out, noted: writing.geojson(db, out, what, seen=noted)
    if suffix == ".csv":
        return lambda db, out, noted: writing.buildings_csv(db, out, seen=noted)
    if what == "buildings":
        return lambda db, out, noted: writing.buildings_xlsx(db, out, seen=noted)
    said = writing.LedgerWords(reveal=bool(reason))
    return lambda db, out, noted: writing.ledger(db, out, said=said, seen=noted)


@command("print")
@project_file
@click.option("--layout", type=click.Choice(LAYOUTS), default=LAYOUTS[0], help="图纸版式。Layout.")
@click.option("--out", required=True, metavar="X.pdf", type=click.Path(path_type=Path))
@click.option("--paper", default="A3", help="纸张。Paper size.")
@click.option("--scale", type=click.IntRange(min=1), help="比例尺分母。1:N.")
@click.option("--theme", type=click.Choice(THEMES), default=THEMES[0], help="专题。Theme.")
def print_(terminal: Terminal, path: Path, out: Path, **asked: Any) -> int:
    """把状态图写成 PDF。Write the status map as a PDF."""
    if out.suffix.lower() != ".pdf":
        raise click.BadParameter(f"{out.name}: .pdf", param_hint="--out")
    keep(path, out)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"  # paper needs no screen
    from renewtrack.printing import make, pdf

    with opened(path) as project:
        status_map = make.status_map(project.db, make.Options(language=terminal.language))
        noted = Noted(project.db, "status_map", out)
        receipt = pdf.write(out, status_map, paper=asked["paper"], scale=asked["scale"], seen=noted)
    noted.warn(terminal)
    terminal.answer(
        {
            "path": str(out),
            "layout": asked["layout"],
            "recorded": noted.recorded,
            "pages": receipt.pages,
            "scale": receipt.scale,
            "counts": receipt.counts,
            "overdue": receipt.overdue,
            "outside": receipt.outside,
            "unplaced": receipt.unplaced,
        },
        PRINTED.filled(path=out, pages=receipt.pages, scale=receipt.scale),
    )
    return DONE
