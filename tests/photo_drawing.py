"""Drawn pictures of houses for the manual and for looking at: before grey, after with new walls."""

from __future__ import annotations

import io
import random
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw

from renewtrack.store import photo_guide, rows
from tests.photo_making import exif

if TYPE_CHECKING:
    from sqlite_utils import Database

SKY = {"before": (176, 184, 190), "during": (198, 205, 210), "after": (150, 196, 232)}
WALL = {"before": (150, 142, 130), "during": (176, 160, 140), "after": (226, 196, 148)}


def house(phase: str, seed: int = 1, size: tuple[int, int] = (1600, 1200)) -> Image.Image:
    """Return a picture of a house with six floors."""
    dice = random.Random(seed)
    wide, high = size
    made = Image.new("RGB", size, SKY[phase])
    pen = ImageDraw.Draw(made)
    pen.rectangle((0, high * 0.82, wide, high), fill=(112, 118, 96))
    left, right, top = wide * 0.12, wide * 0.88, high * 0.14
    pen.rectangle((left, top, right, high * 0.84), fill=WALL[phase])
    if phase == "after":
        pen.rectangle((left, top - high * 0.03, right, top), fill=(150, 60, 50))
    columns, floors = 8, 6
    for floor in range(floors):
        for column in range(columns):
            x = left + (column + 0.2) * (right - left) / columns
            y = top + (floor + 0.22) * (high * 0.70) / floors
            box = (x, y, x + (right - left) / columns * 0.6, y + high * 0.065)
            glass = (84, 112, 138) if phase == "after" else (92, 96, 98)
            pen.rectangle(box, fill=glass, outline=(245, 245, 245), width=6)
    if phase != "after":
        _stains(pen, dice, (left, top, right, high * 0.8))
    if phase == "during":
        _scaffold(pen, (left, top, right, high * 0.84))
    return made


def _stains(
    pen: ImageDraw.ImageDraw, dice: random.Random, wall: tuple[float, float, float, float]
) -> None:
    for _ in range(26):
        x, y = dice.uniform(wall[0], wall[2]), dice.uniform(wall[1], wall[3])
        spot = (x, y, x + dice.uniform(20, 90), y + dice.uniform(10, 50))
        pen.ellipse(spot, fill=(128, 120, 110))


def _scaffold(pen: ImageDraw.ImageDraw, wall: tuple[float, float, float, float]) -> None:
    left, top, right, bottom = wall
    for at in range(9):
        x = left + at * (right - left) / 8
        pen.line((x, top, x, bottom), fill=(60, 110, 60), width=8)
    for at in range(7):
        y = top + at * (bottom - top) / 6
        pen.line((left, y, right, y), fill=(60, 110, 60), width=8)


def card_of(db: Database, folder: Path) -> None:
    """Write pictures of some buildings of a file into a card's folder."""
    found = rows.fetch(
        db,
        """
        SELECT building.number, building.geom, estate.name AS estate FROM building
        JOIN estate ON estate.id = building.estate_id
        WHERE building.geom IS NOT NULL ORDER BY estate.id, building.id LIMIT 7
        """,
    )
    for seed, row in enumerate(found):
        box = photo_guide.box_of(row["geom"])
        assert box is not None
        lon, lat = (box[0] + box[1]) / 2, (box[2] + box[3]) / 2
        for phase, word, day in (
            ("before", "改造前", "2025:03:12 10:11:12"),
            ("during", "施工中", "2025:07:02 15:30:00"),
            ("after", "改造后", "2025:10:20 09:05:40"),
        ):
            if (seed == 2 and phase == "after") or (seed % 2 and phase == "during"):
                continue
            far = 0.01 if seed == 3 and phase == "after" else 0.0
            out = io.BytesIO()
            tags = exif(lon=lon + far, lat=lat, taken=day)
            house(phase, seed).save(out, "JPEG", quality=80, exif=tags)
            number = str(row["number"]).removesuffix("号楼")
            name = f"{row['estate']}{number}号楼外墙保温_{word}.jpg"
            (folder / name).write_bytes(out.getvalue())
    (folder / "IMG_0001.jpg").write_bytes(_plain())
    (folder / "坏文件.jpg").write_bytes(b"\xff\xd8 broken")
    (folder / "说明.txt").write_text("说明", "utf-8")


def _plain() -> bytes:
    out = io.BytesIO()
    house("before", 9).save(out, "JPEG", quality=80)
    return out.getvalue()
