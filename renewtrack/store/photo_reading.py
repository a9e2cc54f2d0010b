"""What the head of a picture says: its size, when and where it was taken; pixels stay packed."""

from __future__ import annotations

import datetime as dt
import io
import math
import warnings
from dataclasses import dataclass
from functools import cache

from renewtrack.store import picture_tags
from renewtrack.store.picture_tags import EXIF, GPS, Tags, Value
from renewtrack.words import Words

SUFFIXES = frozenset(
    (
        *(".jpg", ".jpeg", ".jfif", ".heic", ".heif", ".hif"),
        *(".png", ".tif", ".tiff", ".webp", ".bmp", ".gif"),
    )
)
FORMATS = ("PNG", "TIFF", "WEBP", "BMP", "GIF")  # and HEIF, where its package is there
MOST_BYTES, MOST_PIXELS = 60_000_000, 120_000_000
EMPTY = Words("文件是空的", "the file is empty")
TOO_LARGE = Words(
    "太大（超过 {bytes} MB 或 {pixels} 百万像素）",
    "too large (over {bytes} MB or {pixels} million pixels)",
).filled(bytes=MOST_BYTES // 10**6, pixels=MOST_PIXELS // 10**6)
NO_PICTURE = Words("不是图片，或文件头已损坏", "no picture, or its head is damaged")
_TIMES = ((EXIF, 36867), (EXIF, 36868), (0, 306))  # taken, digitized, changed
_ORIENTATION = 274
_EARLIEST = 1990  # a clock that was never set says an earlier year


@dataclass(frozen=True, slots=True)
class Head:
    """What is known of a picture without its pixels; ``cut`` tells that its end is missing.

    An HEIC is turned by what reads it, so that its ``orientation`` is always 1.
    """

    width: int
    height: int
    taken_at: str | None = None  # ISO 8601, the camera's own time
    lon: float | None = None
    lat: float | None = None
    orientation: int = 1
    cut: bool = False


class Unreadable(Exception):
    """The bytes are no picture that can be taken; ``words`` say why."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.zh)
        self.words = words


def head(data: bytes) -> Head:
    """Return what the head of a picture says; raises Unreadable."""
    if not data:
        raise Unreadable(EMPTY)
    if len(data) > MOST_BYTES:
        raise Unreadable(TOO_LARGE)
    found = picture_tags.jpeg(data)
    if found is not None:
        cut = not found.pixels_at or data.rfind(b"\xff\xd9", found.pixels_at) < 0
        return _told((found.width, found.height), picture_tags.tags(found.exif), cut)
    return _by_pillow(data)


def _by_pillow(data: bytes) -> Head:
    from PIL import Image

    formats = ("HEIF", *FORMATS) if ready() else FORMATS
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of broken tags and of many pixels, looked at here
        try:
            with Image.open(io.BytesIO(data), formats=formats) as image:
                packed = data if image.format == "TIFF" else image.info.get("exif")
                tags = picture_tags.tags(packed) if isinstance(packed, bytes) else {}
                return _told(image.size, tags, False)
        except Image.DecompressionBombError as bomb:
            raise Unreadable(TOO_LARGE) from bomb
        except _TROUBLE as trouble:
            raise Unreadable(NO_PICTURE) from trouble


_TROUBLE = (
    *(OSError, ValueError, SyntaxError, MemoryError, EOFError, ArithmeticError),
    *(KeyError, IndexError, TypeError, AttributeError, RuntimeError),
)


@cache
def ready() -> bool:
    """Let Pillow read HEIC too; False where the package for it is not there."""
    try:
        import pillow_heif
    except ImportError:
        return False
    pillow_heif.register_heif_opener()
    return True


def _told(size: tuple[int, int], tags: Tags, cut: bool) -> Head:
    width, height = size
    if width * height > MOST_PIXELS:
        raise Unreadable(TOO_LARGE)
    if min(width, height) < 1:
        raise Unreadable(NO_PICTURE)
    lon, lat = _position(tags)
    turned = tags.get((0, _ORIENTATION))
    orientation = turned if isinstance(turned, int) and 1 <= turned <= 8 else 1
    times = (time_of(tags.get(place)) for place in _TIMES)
    taken = next((time for time in times if time is not None), None)
    return Head(width, height, taken, lon, lat, orientation, cut)


def time_of(said: Value | str | None) -> str | None:
    """Return a camera's time as ISO 8601; None for 0000:00:00 and whatever else is no time."""
    words = said.decode("ascii", "replace") if isinstance(said, bytes) else said
    if not isinstance(words, str):
        return None
    plain = words.replace("\0", " ").strip()[:19]
    day = plain[:10].replace(":", "-").replace("/", "-")
    try:
        found = dt.datetime.fromisoformat(f"{day}T{plain[11:]}")
    except ValueError:
        return None
    return found.isoformat() if found.year >= _EARLIEST and found.tzinfo is None else None


def _position(tags: Tags) -> tuple[float | None, float | None]:
    lat = degrees(tags.get((GPS, 2)), tags.get((GPS, 1)))
    lon = degrees(tags.get((GPS, 4)), tags.get((GPS, 3)))
    if lat is None or lon is None or abs(lat) > 90 or abs(lon) > 180 or (lat == 0 and lon == 0):
        return None, None
    return lon, lat


def degrees(parts: Value | None, side: Value | None) -> float | None:
    """Return degrees of a GPS tag's degrees, minutes, seconds; None for what is no angle."""
    if not isinstance(parts, tuple) or not 1 <= len(parts) <= 3:
        return None
    total = 0.0
    for part, share in zip(parts, (1, 60, 3600), strict=False):
        value = float(part)
        if math.isnan(value) and share == 3600:
            continue  # 0/0 seconds: a receiver that tells minutes with decimals
        if not math.isfinite(value) or value < 0:
            return None
        total += value / share
    south = isinstance(side, bytes) and side.strip(b"\0 ").upper() in (b"S", b"W")
    return round(-total if south else total, 7)
