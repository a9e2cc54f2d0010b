"""The process that reads any file: sheets by themselves, layers of GIS programs by GDAL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from renewtrack.gis import layers
from renewtrack.intake import limits, preflight, reader_process, refusals
from renewtrack.intake.gaps import RawSheet


def main() -> None:
    """Take jobs until the standard input ends."""
    reader_process.main(open_layers)


def open_layers(content: bytes, path: Path) -> Iterator[RawSheet]:
    """Yield the layers of a file as sheets; raises the refusals."""
    try:
        for layer in layers.read(path, content[:4096]):
            rows = [layer.heads, *layer.rows]
            yield RawSheet(layer.name, rows, len(rows), most_signs=limits.MOST_SIGNS_OF_A_SHAPE)
    except layers.Unreadable as told:
        if told.kind == layers.OTHER:
            raise refusals.IsOtherKind(name=path.name, what=preflight.DATABASE) from told
        refused: type[refusals.SheetRefused] = getattr(refusals, told.kind)
        raise refused(name=path.name, **told.values) from told
