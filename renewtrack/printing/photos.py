"""Pictures for paper: decoded within limits, upright, no finer than paper shows."""

from __future__ import annotations

from pathlib import Path

from renewtrack.printing.sheet import Box, Mark, Pen, Picture, Text, rectangle
from renewtrack.store import photo_pixels, photo_reading
from renewtrack.words import Words

SUFFIXES = photo_reading.SUFFIXES
DOTS = 200 / 25.4  # a millimetre
BROKEN = Words("图片无法读取", "The picture cannot be read")
MISSING = Words("图片文件不在附件文件夹里", "The file is missing from the folder of attachments")
EDGE, GROUND = "#C4C8CE", "#F2F3F5"


def is_picture(name: str) -> bool:
    """Tell whether a file's name is that of a picture."""
    return Path(name).suffix.lower() in SUFFIXES


def fitted(path: Path | None, box: Box, language: str, size: float) -> list[Mark]:
    """Return a picture in the middle of a box, as large as fits; None is one that is missing.

    What cannot be shown is told in its place.
    """
    words = MISSING if path is None else BROKEN
    found = _decoded(path, box) if path is not None else None
    if found is None:
        return [
            rectangle(box, "photo", Pen(EDGE, 0.15), GROUND),
            Text(Box(box.left, box.centre[1] - size, box.width, size * 2), words.in_(language),
                 size, "photo_note", "centre"),
        ]  # fmt: skip
    wide, high, pixels = found
    share = min(box.width / wide, box.height / high)
    across, down = wide * share, high * share
    place = Box(
        box.left + (box.width - across) / 2, box.top + (box.height - down) / 2, across, down
    )
    return [Picture(place, wide, high, pixels, "photo")]


def _decoded(path: Path, box: Box) -> photo_pixels.Pixels | None:
    """Return width, height and red, green, blue of a picture; None where it cannot be read."""
    return photo_pixels.small(
        path, (max(1, round(box.width * DOTS)), max(1, round(box.height * DOTS)))
    )
