"""Pictures for paper: decoded within limits, upright, no finer than paper shows."""

from __future__ import annotations

from pathlib import Path

from renewtrack.printing.sheet import Box, Mark, Pen, Picture, Text, rectangle
from renewtrack.store import contents, photo_pixels, photo_reading
from renewtrack.words import Words

SUFFIXES = photo_reading.SUFFIXES
DOTS = 200 / 25.4  # a millimetre
BROKEN = Words("图片损坏或被改动", "The picture is damaged or was changed")
MISSING = Words("图片文件不在附件文件夹里", "The file is missing from the folder of attachments")
EDGE, GROUND = "#C4C8CE", "#F2F3F5"


def is_picture(name: str) -> bool:
    """Tell whether a file's name is that of a picture."""
    return Path(name).suffix.lower() in SUFFIXES


def stored(project: Path, sha256: str, box: Box, written: tuple[str, float]) -> list[Mark]:
    """Return the picture of a content in the middle of a box, as large as fits.

    What is missing, broken or altered is told in its place; ``written`` is the language and the
    size of that.
    """
    most = max(1, round(box.width * DOTS)), max(1, round(box.height * DOTS))
    found = photo_pixels.stored(project, sha256, most)
    if found is None:
        language, size = written
        words = BROKEN if contents.place(project, sha256).is_file() else MISSING
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
