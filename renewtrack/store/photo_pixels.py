"""Small pictures for the screen and for paper: from the one in the head, else read scaled."""

from __future__ import annotations

import io
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

from renewtrack.store import photo_reading

if TYPE_CHECKING:
    from PIL import Image

Pixels = tuple[int, int, bytes]  # width, height, red green blue
_OFFSET, _LENGTH = 513, 514
_LIKE = 0.02  # of the ratio of the sides, by which the picture in the head may differ
_SLOW = 8_000_000  # pixels that take longer than a blink where they cannot be read scaled
TROUBLE = (
    *(OSError, ValueError, SyntaxError, MemoryError, EOFError, ArithmeticError),
    *(KeyError, IndexError, TypeError, AttributeError, RuntimeError),
)


def small(path: Path, most: tuple[int, int], quick: bool = False) -> Pixels | None:
    """Return a picture upright and no larger than ``most``; None for what cannot be shown.

    ``quick`` gives up where the whole picture would have to be decoded for long.
    """
    from PIL import Image

    try:
        if path.stat().st_size > photo_reading.MOST_BYTES:
            return None
        photo_reading.ready()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(path) as image:
                return _shrunk(image, most, quick)
    except (*TROUBLE, Image.DecompressionBombError):
        return None


def _shrunk(image: Image.Image, most: tuple[int, int], quick: bool) -> Pixels | None:
    from PIL import ImageOps

    if image.width * image.height > photo_reading.MOST_PIXELS or min(image.size) < 1:
        return None
    inner = _from_head(image, most)
    if inner is not None:
        turn = image.getexif().get(274)
        if turn:
            inner.getexif()[274] = turn
        return _plain(ImageOps.exif_transpose(inner), most)
    whole = image.size
    image.draft("RGB", (most[0] * 2, most[1] * 2))
    unscaled = image.size == whole and image.format != "JPEG"
    if quick and unscaled and image.width * image.height > _SLOW:
        return None
    return _plain(ImageOps.exif_transpose(image), most)


def _from_head(image: Image.Image, most: tuple[int, int]) -> Image.Image | None:
    """Return the small picture that cameras put into the head, if it is large and whole enough."""
    from PIL import ExifTags, Image

    packed = image.info.get("exif")
    if image.format not in ("JPEG", "MPO") or not isinstance(packed, bytes):
        return None
    try:
        inner = image.getexif().get_ifd(ExifTags.IFD.IFD1)
        start, long = inner.get(_OFFSET), inner.get(_LENGTH)
        if not isinstance(start, int) or not isinstance(long, int) or long < 100:
            return None
        found = Image.open(io.BytesIO(packed[6:][start : start + long]), formats=("JPEG",))
        found.load()
    except TROUBLE:
        return None
    wide, high = found.size
    alike = abs(wide / high - image.width / image.height) <= _LIKE
    return found if alike and (wide >= most[0] * 0.75 or high >= most[1] * 0.75) else None


def _plain(image: Image.Image, most: tuple[int, int]) -> Pixels:
    from PIL import Image

    image.thumbnail(most)
    if image.mode in ("RGBA", "LA", "P", "PA"):
        layer = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", layer.size, "white"), layer)
    plain = image.convert("RGB")
    return plain.width, plain.height, plain.tobytes()
