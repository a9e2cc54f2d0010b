"""Pictures of before and after on the public page: those chosen, made anew without tags."""

from __future__ import annotations

import html
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from renewtrack.domain import codes
from renewtrack.domain.masking import Mask
from renewtrack.reports import public_words as say
from renewtrack.store import photo_pairs, photo_pixels
from renewtrack.store.photo_pairs import Pair
from renewtrack.words import Words

if TYPE_CHECKING:
    from PIL.Image import Image
    from sqlite_utils import Database

MOST = (960, 960)  # pixels
QUALITY = 80
HEAD = Words("改造前后", "Before and after")
BEFORE, AFTER = Words("改造前", "Before"), Words("改造后", "After")
BUILDING = Words("{number}号楼", "Building {number}")


@dataclass(frozen=True, slots=True)
class Shown:
    """One pair as it is shown: the names of its two files, its place and item, its days."""

    estate_id: int
    files: tuple[str, str]
    number: str
    item: str | None
    days: tuple[str, str]


def write(db: Database, project: Path, folder: Path, mask: Mask) -> dict[int, list[Shown]]:
    """Write the public pairs into a folder and return them by estate.

    A picture of a home is left out even where a file says that it is public, and so is a pair of
    which one cannot be shown or was altered.
    """
    found: dict[int, list[Shown]] = {}
    for pair in photo_pairs.all(db):
        estate_id = pair.after.estate_id
        both = (pair.before, pair.after)
        if not pair.public or estate_id is None or not all(map(photo_pairs.may_be_public, both)):
            continue
        pixels = [photo_pixels.stored(project, each.sha256, MOST) for each in both]
        before, after = (_picture(each) for each in pixels)
        if before is None or after is None:
            continue
        number = sum(map(len, found.values())) + 1
        files = (f"pair-{number:04d}-before.jpg", f"pair-{number:04d}-after.jpg")
        before.save(folder / files[0], "JPEG", quality=QUALITY)
        _laid(after, pair).save(folder / files[1], "JPEG", quality=QUALITY)
        days = ((pair.before.taken_on or "")[:10], (pair.after.taken_on or "")[:10])
        place = mask.free((pair.after.number or "").removesuffix("号楼"))
        item = pair.after.about or pair.before.about
        shown = Shown(estate_id, files, place, item, days)
        found.setdefault(estate_id, []).append(shown)
    return found


def markup(pairs: Iterable[Shown], language: str) -> str:
    """Return the pairs of an estate as markup; "" for none."""
    figures = "".join(_figure(pair, language) for pair in pairs)
    return say.text("h2", HEAD.in_(language)) + figures if figures else ""


def _figure(pair: Shown, language: str) -> str:
    entry = codes.code("work_types", pair.item) if pair.item else None
    place = BUILDING.filled(number=pair.number).in_(language) if pair.number else ""
    told = (place, entry.words.in_(language) if entry else "")
    caption = "　".join(each for each in told if each)
    sides = ""
    for words, file, day in zip((BEFORE, AFTER), pair.files, pair.days, strict=True):
        said = " ".join(each for each in (words.in_(language), day) if each)
        alt = html.escape(f"{caption} {said}".strip(), quote=True)
        sides += f'<span><img src="{file}" alt="{alt}" loading="lazy">{html.escape(said)}</span>'
    return f'<figure class="pair">{say.text("figcaption", caption)}<div>{sides}</div></figure>'


def _picture(pixels: photo_pixels.Pixels | None) -> Image | None:
    """Return pixels as a picture that knows nothing but them: no place, no time, no camera."""
    from PIL import Image

    return None if pixels is None else Image.frombytes("RGB", pixels[:2], pixels[2])


def _laid(after: Image, pair: Pair) -> Image:
    """Lay the picture of after as the person aligned it."""
    from PIL import Image

    if (pair.shift_x, pair.shift_y, pair.zoom) == (0.0, 0.0, 1.0):
        return after
    wide, high = after.size
    size = (max(1, round(wide * pair.zoom)), max(1, round(high * pair.zoom)))
    left = round((wide - size[0]) / 2 + pair.shift_x * wide)
    top = round((high - size[1]) / 2 + pair.shift_y * high)
    made = Image.new("RGB", after.size, "white")
    made.paste(after.resize(size), (left, top))
    return made
