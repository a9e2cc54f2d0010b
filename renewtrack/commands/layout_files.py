"""The command that keeps the remembered layouts of senders."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from renewtrack.commands.terminal import DONE, WRONG_USE, Terminal, command
from renewtrack.intake import layout, reading, refusals, senders
from renewtrack.intake.options import Options
from renewtrack.intake.senders import SavedLayout
from renewtrack.words import Words

NONE = Words("没有记住的版式。", "No layout is remembered.")
LINE = Words(
    "{name}  {kind}  {columns} 列  单位 {units}  回答 {answers}",
    "{name}  {kind}  {columns} columns  units {units}  answers {answers}",
)
BROKEN = Words("另有 {count} 个文件读不出来", "{count} more files cannot be read")
UNKNOWN = Words("没有名为“{name}”的版式。", "No layout is named “{name}”.")
WRONG = Words(
    "--export 要与 --to 同用，--save 要与 --name 同用。",
    "--export goes with --to, and --save with --name.",
)


@command("layouts")
@click.option("--list", "_list", is_flag=True, help="列出（默认）。List them; the default.")
@click.option(
    "--save",
    metavar="SHEET",
    type=click.Path(path_type=Path),
    help="按一张表记住版式。Remember the layout of a spreadsheet as it is recognised.",
)
@click.option("--name", help="版式的名称。Name of the layout.")
@click.option("--sheet", help="工作表名。Name of the sheet.")
@click.option("--export", metavar="NAME", help="写成文件给别的单位。Write one for another office.")
@click.option("--to", metavar="FILE", type=click.Path(path_type=Path), help="写到哪里。Where to.")
@click.option(
    "--import",
    "given",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="记住别的单位给的版式。Remember one that another office wrote.",
)
@click.option("--remove", metavar="NAME", help="删除。Forget one.")
def layouts_(terminal: Terminal, **asked: Any) -> int:
    """记住的版式。Tell and change the remembered layouts of senders."""
    if bool(asked["export"]) != bool(asked["to"]) or bool(asked["save"]) != bool(asked["name"]):
        terminal.note(WRONG)
        return WRONG_USE
    if asked["given"]:
        senders.save(senders.read_file(asked["given"]))
    if asked["save"]:
        senders.save(_of_sheet(asked["save"], asked["name"], asked["sheet"]))
    for name in filter(None, (asked["export"], asked["remove"])):
        if senders.named(name) is None:
            terminal.note(UNKNOWN.filled(name=name))
            return WRONG_USE
    if asked["export"]:
        senders.write_file(_named(asked["export"]), asked["to"])
    if asked["remove"]:
        senders.remove(_named(asked["remove"]))
    _tell(terminal, senders.all(), senders.unreadable())
    return DONE


def _of_sheet(path: Path, name: str, sheet: str | None) -> SavedLayout:
    """Return the layout of the best sheet of a file as the program recognises it by itself."""
    said = Options(sheet=sheet, sender="")
    found = layout.choose(reading.read(path), said, path.stem)
    if found is None:
        raise refusals.NothingRecognised(name=path.name)
    return senders.remember(found, said, name)


def _named(name: str) -> SavedLayout:
    found = senders.named(name)
    assert found is not None  # the command has looked
    return found


def _tell(terminal: Terminal, found: tuple[SavedLayout, ...], broken: int) -> None:
    lines = [
        LINE.filled(
            name=each.name,
            kind=each.kind,
            columns=len(each.headings),
            units=len(each.units),
            answers=len(each.answers),
        )
        for each in found
    ]
    lines += [BROKEN.filled(count=broken)] if broken else []
    document = [
        {
            "name": each.name,
            "kind": each.kind,
            "headings": list(each.headings),
            "columns": dict(each.columns),
            "units": dict(each.units),
        }
        for each in found
    ]
    terminal.answer({"layouts": document, "unreadable": broken}, *(lines or [NONE]))
