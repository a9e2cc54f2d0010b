"""Pictures as tiles: what may reach the page, told by its bytes, and how one is made."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

SIDE = 256
LARGEST_SIDE = 2048  # pixels of a tile; more is a bomb
_FORMATS = ("PNG", "JPEG", "WEBP")
_MIME = {"PNG": b"image/png", "JPEG": b"image/jpeg", "WEBP": b"image/webp"}


def kind_of(raw: bytes) -> bytes | None:
    """Return a tile's MIME type by its bytes; None for what is no picture of a tile's size.

    Reads the head only: the page decodes the picture, in its own process.
    """
    seen = _head(raw)
    if seen is None:
        return None
    return _MIME[str(seen.format)] if max(seen.size) <= LARGEST_SIDE else None


def decoded(raw: bytes) -> Image | None:
    """Return a tile as a picture with transparency; None for what is none."""
    seen = _head(raw)
    if seen is None or max(seen.size) > LARGEST_SIDE:
        return None
    try:
        return seen.convert("RGBA")
    except (OSError, ValueError, SyntaxError):
        return None


def png(image: Image) -> bytes:
    """Return a picture as PNG; quick rather than small, for it goes no further than the page."""
    store = io.BytesIO()
    image.save(store, "PNG", compress_level=1)
    return store.getvalue()


def _head(raw: bytes) -> Image | None:
    from PIL import Image

    try:
        return Image.open(io.BytesIO(raw), formats=_FORMATS)
    except (OSError, ValueError, SyntaxError, Warning, Image.DecompressionBombError):
        return None
