"""Commands that write sheets and maps out of the file."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from renewtrack.commands.terminal import DONE, Terminal, command, opened, project_file
from renewtrack.errors import UserError
from renewtrack.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlite_utils import Database

WRITTEN = Words("已写出 {path}：{rows} 行", "Wrote {path}: {rows} rows")
PRINTED = Words(
    "已写出 {path}：{pages} 页，比例尺 1:{scale}", "Wrote {path}: {pages} pages at 1:{scale}"
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
def export(terminal: Terminal, path: Path, out: Path, what: str | None) -> int:
    """导出表格或图形。Write a sheet or shapes."""
    suffix = out.suffix.lower()
    chosen = what or ("ledger" if suffix == ".xlsx" else "buildings")
    if suffix not in SUFFIXES[chosen]:
        kinds = " ".join(SUFFIXES[chosen])
        raise click.BadParameter(f"{out.name}: {chosen} -> {kinds}", param_hint="OUT")
    _keep(path, out)
    with opened(path) as project:
        rows = _writer(chosen, suffix)(project.db, out)
    terminal.answer(
        {"path": str(out), "what": chosen, "rows": rows}, WRITTEN.filled(path=out, rows=rows)
    )
    return DONE


def _keep(ledger: Path, out: Path) -> None:
    """Raise OverwritesLedger where the output is the ledger or what SQLite keeps beside it."""
    real = ledger.resolve()
    for end in ("", "-journal", "-wal", "-shm"):
        own = real.with_name(real.name + end)
        same = own == out.resolve()
        with contextlib.suppress(OSError):  # not there yet
            same = same or own.samefile(out)
        if same:
            raise OverwritesLedger(path=out)


def _writer(what: str, suffix: str) -> Callable[[Database, Path], int]:
    from renewtrack.intake import writing

    if suffix == ".geojson":
        return lambda db, out: writing.geojson(db, out, what)
    if suffix == ".csv":
        return writing.buildings_csv
    return writing.ledger if what == "ledger" else writing.buildings_xlsx


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
    _keep(path, out)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"  # paper needs no screen
    from renewtrack.printing import make, pdf

    with opened(path) as project:
        status_map = make.status_map(project.db, make.Options(language=terminal.language))
    receipt = pdf.write(out, status_map, paper=asked["paper"], scale=asked["scale"])
    terminal.answer(
        {
            "path": str(out),
            "layout": asked["layout"],
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
