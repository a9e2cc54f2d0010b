"""Writing maps that others open without a program of ours: a page, or a picture."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from renewtrack.commands import base_maps
from renewtrack.commands.terminal import DONE, Terminal, opened
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

    from renewtrack.printing.make import Options
    from renewtrack.printing.status_map import StatusMap

PAGE, PICTURE = ".html", ".png"
SUFFIXES = (PAGE, PICTURE)
WRITTEN = Words("已写出 {path}：{count} 个图形", "Wrote {path}: {count} shapes")


def is_map(out: Path) -> bool:
    """Tell whether a name to write is that of a map."""
    return out.suffix.lower() in SUFFIXES


def give(terminal: Terminal, path: Path, out: Path, asked: dict[str, Any]) -> int:
    """Write the map as the name's end says, record it, and tell what is in it."""
    if asked["reveal"]:
        raise click.BadParameter(".xlsx .csv", param_hint="--reveal")
    os.environ["QT_QPA_PLATFORM"] = "offscreen"  # a picture needs no screen
    from renewtrack.printing import make

    write = _page if out.suffix.lower() == PAGE else _picture
    with opened(path) as project:
        drawn = make.status_map(project.db, options(terminal, project.db, asked))
        if out.suffix.lower() == PICTURE:
            drawn = replace(drawn, backdrop=base_maps.beneath(terminal, project.db, path))
        document = write(project.db, out, drawn)
    recorded = document["recorded"]
    if not recorded:
        from renewtrack.commands.putting_out import UNRECORDED

        terminal.note(UNRECORDED)
    count = sum(document["counts"].values())
    terminal.answer({"path": str(out), **document}, WRITTEN.filled(path=out, count=count))
    return DONE


def options(terminal: Terminal, db: Database, asked: dict[str, Any]) -> Options:
    """Return what the map shows and says."""
    from renewtrack.commands.putting_out import theme_named
    from renewtrack.printing.make import Options

    _known_street(db, asked["street"])

    approval = str(asked.get("approval") or "").strip()
    return Options(
        title=str(asked.get("title") or ""),
        language=terminal.language,
        street=str(asked.get("street") or ""),
        secrecy="public" if approval else "internal",
        approval=approval,
        theme=theme_named(db, str(asked["theme"] or "stage")),
    )


def _page(db: Database, out: Path, drawn: StatusMap) -> dict[str, Any]:
    from renewtrack.commands.putting_out import Noted
    from renewtrack.printing import giving

    noted = Noted(db, "given_map", out)
    receipt = giving.write(db, out, drawn, noted)
    return {
        "what": "map",
        "counts": receipt.counts,
        "unplaced": receipt.unplaced,
        "bytes": receipt.size,
        "masked": True,
        "recorded": noted.recorded,
    }


def _picture(db: Database, out: Path, drawn: StatusMap) -> dict[str, Any]:
    from renewtrack.commands.putting_out import Noted
    from renewtrack.printing import picture

    noted = Noted(db, "map_picture", out)
    receipt = picture.write(out, drawn, seen=noted)
    return {
        "what": "picture",
        "counts": receipt.counts,
        "unplaced": receipt.unplaced,
        "width": receipt.width,
        "height": receipt.height,
        "scale": receipt.scale,
        "masked": True,
        "recorded": noted.recorded,
    }


def _known_street(db: Database, street: str | None) -> None:
    """Refuse a street that the file does not have, rather than write an empty map."""
    from renewtrack.store import areas

    streets = [area.name for area in areas.streets(db)]
    if street and street not in streets:
        raise click.BadParameter("、".join(streets), param_hint="--street")
