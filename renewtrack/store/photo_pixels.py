"""Small pictures for the screen and for paper: from the one in the head, else read scaled."""

from __future__ import annotations

import hashlib
import io
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from renewtrack.store import contents, photo_reading

if TYPE_CHECKING:
    from PIL import Image

Pixels = tuple[int, int, bytes]  # width, height, red green blue
_OFFSET, _LENGTH = 513, 514
_LIKE = 0.02  # of the ratio of the sides, by which the picture in the head may differ
_SLOW = 8_000_000  # pixels that take longer than a blink where they cannot be read scaled
_SCALED = ("JPEG", "MPO")  # which are read at an eighth of their size and so on
FORMATS = ("JPEG", *photo_reading.FORMATS)
_MOST_IN_HEAD = 4_000_000  # pixels; a head has room for no more than 64 KB of them
_SIXTEEN = 65_535
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
        with path.open("rb") as file:
            return _decoded(file, lambda image: _shrunk(image, most, quick))
    except (*TROUBLE, Image.DecompressionBombError):
        return None


def stored(project: Path, sha256: str, most: tuple[int, int]) -> Pixels | None:
    """Return a content as ``small`` does, for what leaves the house; None where it was altered.

    The small picture in the head is left alone: it still shows what was made unreadable later.
    """
    from PIL import Image

    path = contents.place(project, sha256)
    try:
        if path.stat().st_size > photo_reading.MOST_BYTES:
            return None
        data = path.read_bytes()
        if hashlib.sha256(data).hexdigest() != sha256:
            return None
        return _decoded(io.BytesIO(data), lambda image: _reduced(image, most))
    except (*TROUBLE, Image.DecompressionBombError):
        return None


def _decoded(file: BinaryIO, shrunk: Callable[[Image.Image], Pixels | None]) -> Pixels | None:
    """Open a picture of the kinds that are taken in, whatever its name says."""
    from PIL import Image

    kinds = ("HEIF", *FORMATS) if photo_reading.ready() else FORMATS
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with Image.open(file, formats=kinds) as image:
            if image.width * image.height > photo_reading.MOST_PIXELS or min(image.size) < 1:
                return None
            return shrunk(image)


def _shrunk(image: Image.Image, most: tuple[int, int], quick: bool) -> Pixels | None:
    from PIL import ImageOps

    inner = _from_head(image, most)
    if inner is not None:
        turn = image.getexif().get(274)
        if turn:
            inner.getexif()[274] = turn
        return _plain(ImageOps.exif_transpose(inner), most)
    slow = image.format not in _SCALED and image.width * image.height > _SLOW
    return None if quick and slow else _reduced(image, most)


def _reduced(image: Image.Image, most: tuple[int, int]) -> Pixels:
    from PIL import ImageOps

    image.draft("RGB", (most[0] * 2, most[1] * 2))
    return _plain(ImageOps.exif_transpose(image), most)


def _from_head(image: Image.Image, most: tuple[int, int]) -> Image.Image | None:
    """Return the small picture that cameras put into the head, if it is large and whole enough."""
    from PIL import ExifTags, Image

    packed = image.info.get("exif")
    if image.format not in _SCALED or not isinstance(packed, bytes):
        return None
    try:
        inner = image.getexif().get_ifd(ExifTags.IFD.IFD1)
        start, long = inner.get(_OFFSET), inner.get(_LENGTH)
        if not isinstance(start, int) or not isinstance(long, int) or long < 100:
            return None
        found = Image.open(io.BytesIO(packed[6:][start : start + long]), formats=("JPEG",))
        if found.width * found.height > _MOST_IN_HEAD:
            return None
        found.load()
    except (*TROUBLE, Image.DecompressionBombError):
        return None
    wide, high = found.size
    alike = abs(wide / high - image.width / image.height) <= _LIKE
    return found if alike and (wide >= most[0] * 0.75 or high >= most[1] * 0.75) else None


def _plain(image: Image.Image, most: tuple[int, int]) -> Pixels:
    from PIL import Image

    if image.mode[0] in "IF":
        image = _eight_bits(image)
    image.thumbnail(most)
    if image.mode in ("RGBA", "LA", "P", "PA"):
        layer = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", layer.size, "white"), layer)
    plain = image.convert("RGB")
    return plain.width, plain.height, plain.tobytes()


def _eight_bits(image: Image.Image) -> Image.Image:
    """Return grey of many steps in 256 of them; Pillow would cut all above 255 to white."""
    deep = image.convert("F")
    brightest = float(deep.getextrema()[1])  # type: ignore[arg-type]
    white = _SIXTEEN if image.mode.startswith("I;16") else max(brightest, 1.0)
    return deep.point(lambda value: value * (255 / white) + 0).convert("L")
