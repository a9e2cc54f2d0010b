"""Real pictures for tests: JPEG, PNG and HEIC with time, place and orientation."""

from __future__ import annotations

import io
import random

from PIL import Image


def exif(
    *,
    lon: float | None = None,
    lat: float | None = None,
    taken: str | None = None,
    orientation: int | None = None,
) -> Image.Exif:
    """Return tags as a phone writes them."""
    tags = Image.Exif()
    tags[271] = "测试相机"
    if orientation is not None:
        tags[274] = orientation
    if taken is not None:
        tags.get_ifd(0x8769)[36867] = taken
    if lon is not None and lat is not None:
        gps = tags.get_ifd(0x8825)
        gps[1], gps[2] = ("N" if lat >= 0 else "S"), _parts(lat)
        gps[3], gps[4] = ("E" if lon >= 0 else "W"), _parts(lon)
    return tags


def _parts(angle: float) -> tuple[float, float, float]:
    whole = abs(angle)
    degrees = int(whole)
    minutes = int((whole - degrees) * 60)
    return float(degrees), float(minutes), round((whole - degrees) * 3600 - minutes * 60, 4)


def picture(width: int, height: int, seed: int = 1) -> Image.Image:
    """Return a picture with some detail: a small noise made large, the top left corner red."""
    dice = random.Random(seed)
    small = Image.frombytes("RGB", (64, 48), dice.randbytes(64 * 48 * 3))
    made = small.resize((width, height), Image.Resampling.BICUBIC)
    made.paste((220, 30, 30), (0, 0, max(1, width // 4), max(1, height // 4)))
    return made


def jpeg(width: int, height: int, quality: int = 80, seed: int = 1, **said: object) -> bytes:
    """Return a JPEG with what ``exif`` takes."""
    return _saved(picture(width, height, seed), "JPEG", quality=quality, exif=exif(**said))  # type: ignore[arg-type]


def png(width: int, height: int, seed: int = 1, **said: object) -> bytes:
    """Return a PNG with what ``exif`` takes."""
    return _saved(picture(width, height, seed), "PNG", exif=exif(**said))  # type: ignore[arg-type]


def heic(width: int, height: int, seed: int = 1, **said: object) -> bytes:
    """Return an HEIC as iPhones write it, with what ``exif`` takes."""
    import pillow_heif

    pillow_heif.register_heif_opener()
    return _saved(picture(width, height, seed), "HEIF", quality=50, exif=exif(**said))  # type: ignore[arg-type]


def _saved(image: Image.Image, form: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()
