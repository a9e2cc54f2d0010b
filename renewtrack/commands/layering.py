"""The places of the file written out as layers of GIS programs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from renewtrack.commands.terminal import DONE, Terminal, opened
from renewtrack.intake import plain_sheets

if TYPE_CHECKING:
    from renewtrack.gis import writing

KINDS = ("areas", "estates", "buildings", "sites")  # in the order they are best taken in
BUILDINGS = ("buildings",)
ONLY_HERE = ("areas", "sites")  # what no plain list has
WHATS = (*plain_sheets.KINDS, *ONLY_HERE)
_LAYERS = (".gpkg", ".shp", ".kml")
_ANY_SYSTEM = (".gpkg", ".shp")  # the others are WGS 84 by their standards


def is_layers(out: Path, what: str | None) -> bool:
    """Tell whether an output is a layer file that is written here."""
    suffix = out.suffix.lower()
    return suffix in _LAYERS or (suffix == ".geojson" and what in ONLY_HERE)


def put(terminal: Terminal, path: Path, out: Path, asked: dict[str, Any]) -> int:
    """Write the layers and tell what was written."""
    from renewtrack.commands.putting_out import WRITTEN, Noted
    from renewtrack.gis import putting, turning
    from renewtrack.intake import shape_lines

    what = asked["what"]
    if what is not None and what not in KINDS:
        raise click.BadParameter(f"{out.name}: {' '.join(KINDS)}", param_hint="--what")
    if asked["crs"] is not None and out.suffix.lower() not in _ANY_SYSTEM:
        raise click.BadParameter(" ".join(_ANY_SYSTEM), param_hint="--crs")
    if asked["reveal"]:
        raise click.BadParameter(".xlsx .csv", param_hint="--reveal")
    kinds = (what,) if what else (KINDS if out.suffix.lower() in (".gpkg", ".kml") else BUILDINGS)
    with opened(path) as project:
        layers: Sequence[writing.Layer] = shape_lines.layers(project.db, kinds)
        if asked["crs"] is not None:
            layers = turning.turn(layers, asked["crs"])
        noted = Noted(project.db, "layers" if what is None else _recorded(what), out)
        made = putting.put(out, layers, noted, asked["encoding"])
    rows = sum(len(each.rows) for each in layers)
    noted.warn(terminal)
    terminal.answer(
        {
            "path": str(out),
            "what": what or "layers",
            "layers": {each.kind: len(each.rows) for each in layers},
            "files": [each.name for each in made],
            "rows": rows,
            "masked": True,
            "recorded": noted.recorded,
        },
        WRITTEN.filled(path=out, rows=rows),
    )
    return DONE


def _recorded(what: str) -> str:
    return "shapes" if what == "buildings" else what
