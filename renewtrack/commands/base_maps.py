"""The command of base maps: which a ledger has, adding one, leaving one out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from renewtrack.commands.terminal import (
    DONE,
    FINDINGS,
    Terminal,
    command,
    opened,
    project_file,
    who,
)
from renewtrack.errors import UserError
from renewtrack.maps import base_opening
from renewtrack.store import actions, base_maps
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

    from renewtrack.maps.base_paper import PaperBase
    from renewtrack.store.base_maps import BaseMap

NONE = Words("还没有底图。", "There are no base maps yet.")
LINE = Words("{name}：{path}（{kind}）", "{name}: {path} ({kind})")


class NoSuchBase(UserError):
    """No base map bears that name."""

    words = Words(
        "没有名为“{name}”的底图，没有改动任何内容。不带选项运行本命令可以看到全部名称。",
        "No base map is named “{name}”, so nothing was changed. Run the command without options "
        "to see the names.",
    )


@command("basemap")
@project_file
@click.option(
    "--add", metavar="FILE", type=click.Path(path_type=Path), help="添加文件。Add a file."
)
@click.option("--remove", metavar="NAME", help="移除一张底图。Remove one by its name.")
@click.option("--name", default="", help="名称。Its name.")
@click.option("--attribution", default="", help="图上署名。Who made it.")
@click.option("--approval", default="", help="审图号。Map approval number.")
@click.option(
    "--opacity", type=click.FloatRange(0.1, 1.0), default=1.0, help="不透明度。Opacity, 0.1 to 1."
)
@click.option(
    "--system", type=click.Choice(("wgs84", "gcj02")), default="wgs84", help="瓦片坐标。Of tiles."
)
@click.option(
    "--corners", metavar="X1,Y1,...,X4,Y4", help="图片四角，左上起顺时针。Of a picture, clockwise."
)
def basemap(terminal: Terminal, path: Path, **asked: Any) -> int:
    """列出、添加或移除底图。List, add or remove base maps."""
    with opened(path, write=bool(asked["add"] or asked["remove"])) as project:
        if asked["add"] or asked["remove"]:
            _change(project.db, path, asked)
        return _tell(terminal, base_maps.all(project.db), path)


def _change(db: Database, ledger: Path, asked: dict[str, Any]) -> None:
    wanted = list(base_maps.all(db))
    if asked["remove"]:
        kept = [each for each in wanted if each.name != asked["remove"]]
        if len(kept) == len(wanted):
            raise NoSuchBase(name=asked["remove"])
        wanted = kept
    if asked["add"]:
        wanted.append(_made(ledger, asked))
    with actions.act(db, "base_map", who(), asked["name"]):
        base_maps.keep(db, wanted)


def _made(ledger: Path, asked: dict[str, Any]) -> BaseMap:
    """Return the file as a base map; raises a UserError where it can be none."""
    settings: dict[str, object] = {}
    if asked["system"] != "wgs84":
        settings["system"] = asked["system"]
    if asked["corners"]:
        numbers = asked["corners"].split(",")
        settings["corners"] = [numbers[place : place + 2] for place in range(0, len(numbers), 2)]
    made = base_opening.tried(asked["add"], ledger, settings)
    return replace(
        made,
        name=asked["name"] or made.name,
        attribution=asked["attribution"] or made.attribution,
        approval_number=asked["approval"],
        opacity=asked["opacity"],
    )


def _tell(terminal: Terminal, bases: tuple[BaseMap, ...], ledger: Path) -> int:
    """Say which there are, and of each whether it can be opened; the network is not asked."""
    lines, told, bad = [], [], False
    for each in bases:
        why = None if each.kind == base_maps.ONLINE else base_opening.trouble(each, ledger)
        bad = bad or why is not None
        lines.append(LINE.filled(name=each.name, path=each.path, kind=each.kind))
        if why is not None:
            lines.append(Words(f"  {why.in_('zh')}", f"  {why.in_('en')}"))
        told.append(
            {
                "name": each.name,
                "kind": each.kind,
                "path": each.path,
                "attribution": each.attribution,
                "approval_number": each.approval_number,
                "opacity": each.opacity,
                "shown": each.shown,
                "trouble": why.in_(terminal.language) if why else None,
            }
        )
    terminal.answer({"base_maps": told}, *(lines or [NONE]))
    return FINDINGS if bad else DONE


def beneath(terminal: Terminal, db: Database, ledger: Path) -> PaperBase:
    """Return the base maps for paper, saying which cannot be opened; nothing from the network."""
    from renewtrack.maps.base_paper import PaperBase

    made = PaperBase(db, ledger)
    for why in made.troubles:
        terminal.note(Words(why.in_("zh"), why.in_("en")))
    return made
