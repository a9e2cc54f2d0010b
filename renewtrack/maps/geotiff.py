"""Where a picture lies, as it tells itself: GeoTIFF tags, or a world file beside it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from renewtrack.maps.base_refusals import NoPlace, UnknownSystem
from renewtrack.maps.lying import Lying, Referenced

if TYPE_CHECKING:
    from PIL.Image import Image

# Tags of OGC GeoTIFF 1.1 (19-008r4) and GDAL's own.
_SCALE, _TIEPOINTS, _MATRIX, _KEYS, _TEXTS = 33550, 33922, 34264, 34735, 34737
_NO_DATA = 42113
_PIXEL_IS, _GEOGRAPHIC, _PROJECTED, _CITATION = 1025, 2048, 3072, 1026
_PIXEL_IS_POINT, _OF_ITS_OWN = 2, 32767
_WORLD_FILES = {".tif": ".tfw", ".tiff": ".tfw", ".jpg": ".jgw", ".jpeg": ".jgw", ".png": ".pgw"}
_LONGEST_FILE = 20_000  # bytes of a world file or .prj


def lying(image: Image, path: Path) -> Lying:
    """Return how a picture lies; raises NoPlace where nothing tells it, UnknownSystem."""
    tags = _tags(image)
    numbers = _numbers(tags)
    if numbers is not None:
        return Referenced(_system(tags, path.name), numbers, path.name)
    told = _world_file(path)
    if told is None:
        raise NoPlace(name=path.name)
    return Referenced(_beside(path, told), told, path.name)


def no_data(image: Image) -> float | None:
    """Return the value of pixels that are none; None where no value is."""
    text = str(_tags(image).get(_NO_DATA, "")).strip("\x00 ")
    try:
        return float(text)
    except ValueError:
        return None


def _tags(image: Image) -> dict[int, object]:
    return dict(getattr(image, "tag_v2", {}))


def _numbers(tags: dict[int, object]) -> tuple[float, ...] | None:
    """Return the six numbers of the tags; those of a pixel's middle are moved to its corner."""
    matrix, scale = _floats(tags.get(_MATRIX)), _floats(tags.get(_SCALE))
    ties = _floats(tags.get(_TIEPOINTS))
    if len(matrix) >= 8:
        a, b, c = matrix[0], matrix[1], matrix[3]
        d, e, f = matrix[4], matrix[5], matrix[7]
    elif len(scale) >= 2 and len(ties) >= 6:
        a, b, d, e = scale[0], 0.0, 0.0, -scale[1]
        c, f = ties[3] - a * ties[0], ties[4] - e * ties[1]
    else:
        return None
    if _keys(tags).get(_PIXEL_IS) == _PIXEL_IS_POINT:
        c, f = c - (a + b) / 2, f - (d + e) / 2
    return a, b, c, d, e, f


def _system(tags: dict[int, object], name: str) -> str:
    keys = _keys(tags)
    for key in (_PROJECTED, _GEOGRAPHIC):
        code = keys.get(key, 0)
        if 1024 <= code < _OF_ITS_OWN:
            return f"EPSG:{code}"
        if code:
            break
    text = str(tags.get(_TEXTS, "")).split("|")[0].strip("\x00 ")[:60]
    raise UnknownSystem(name=name, system=text or "?")


def _keys(tags: dict[int, object]) -> dict[int, int]:
    """Return the short values of the key directory; the others point into other tags."""
    numbers = [int(each) for each in _floats(tags.get(_KEYS))]
    entries = zip(*(numbers[4 + at :: 4] for at in range(4)), strict=False)
    return {key: value for key, place, _, value in entries if place == 0}


def _floats(value: object) -> tuple[float, ...]:
    if not isinstance(value, Sequence) or isinstance(value, str | bytes):
        return ()
    try:
        numbers = tuple(float(each) for each in value)
    except (TypeError, ValueError, OverflowError, ZeroDivisionError):
        return ()
    return numbers if all(map(math.isfinite, numbers)) else ()


def _world_file(path: Path) -> tuple[float, ...] | None:
    """Return the six numbers of the file beside a picture; they tell of a pixel's middle."""
    text = _text(path, _WORLD_FILES.get(path.suffix.lower(), ".wld"), ".wld")
    try:
        a, d, b, e, c, f = (float(part) for part in text.split())
    except ValueError:
        return None
    return a, b, c - (a + b) / 2, d, e, f - (d + e) / 2


def _beside(path: Path, numbers: Sequence[float]) -> str:
    """Return the system of a .prj beside it; degrees without one are taken for WGS 84."""
    text = _text(path, ".prj").strip()
    if text:
        return text
    if abs(numbers[2]) <= 180 and abs(numbers[5]) <= 90:
        return "EPSG:4326"
    raise UnknownSystem(name=path.name, system="?")


def _text(path: Path, *endings: str) -> str:
    for ending in endings:
        for beside in (path.with_suffix(ending), path.with_suffix(ending.upper())):
            try:
                with beside.open("rb") as file:
                    return file.read(_LONGEST_FILE).decode("utf-8", "replace")
            except OSError:
                continue
    return ""
