"""The command that looks at the shapes of a file and puts right what can be."""

from __future__ import annotations

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
from renewtrack.store import backups
from renewtrack.words import Words

if TYPE_CHECKING:
    from renewtrack.gis.checking import Fault

SHOWN = 200
LINE = Words("{name}：{what}{can}", "{name}: {what}{can}")
CAN = Words("（可修复）", " (can be mended)")
CANNOT = Words("", "")
MENDED = Words("已修复 {count} 个图形，可以撤销", "{count} shapes were mended; undo takes it back")
WELL = Words("{count} 个图形都没有问题", "Nothing is wrong with any of {count} shapes")
SUM = Words(
    "{count} 个图形，问题 {faults} 处，其中可修复 {mendable} 处",
    "{count} shapes, {faults} things to look at, of which {mendable} can be mended",
)


@command("shapes")
@project_file
@click.option("--repair", is_flag=True, help="修复能修的，可撤销。Mend what can be; undoable.")
def shapes(terminal: Terminal, path: Path, repair: bool) -> int:
    """检查图形：自交叉、重复、重叠、碎片、区外、写反。Check the shapes of a file."""
    from renewtrack.gis import checking, repairing

    with opened(path, write=repair) as project:
        there = checking.places(project.db)
        faults = checking.check(there)
        mendable = checking.mendable(faults)
        mended = 0
        if repair and mendable:
            backups.make(path, "mass", unless_same=True, who=who())
            mended = repairing.repair(project.db, mendable, who())
            there = checking.places(project.db)
            faults = checking.check(there)
    words = [_line(fault) for fault in faults[:SHOWN]]
    told = SUM.filled(count=len(there), faults=len(faults), mendable=len(mendable) - mended)
    terminal.answer(
        {
            "path": str(path),
            "shapes": len(there),
            "mended": mended,
            "findings": [_told(fault, terminal.language) for fault in faults],
        },
        *words,
        *([MENDED.filled(count=mended)] if mended else []),
        told if faults else WELL.filled(count=len(there)),
    )
    return FINDINGS if faults else DONE


def _line(fault: Fault) -> Words:
    can = CAN if fault.mended is not None else CANNOT
    return LINE.filled(name=fault.place.name, what=fault.words, can=can)


def _told(fault: Fault, language: str) -> dict[str, Any]:
    return {
        "kind": fault.kind,
        "table": fault.place.table,
        "name": fault.place.name,
        "message": fault.words.in_(language),
        "mendable": fault.mended is not None,
    }
