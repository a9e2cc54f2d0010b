"""How fast pictures are indexed, beside reading their bytes and EXIF, and beside copying them.

Run it by hand: ``python -m tests.benchmarks.photos [--count 10000] [--folder DIR]``; it prints, and
judges nothing. Each picture has bytes of its own; all ways run in one run, on files that the system
has read before. Three things are compared with reading bytes and EXIF alone: indexing pictures
whose contents are kept already (read, hashed, matched, compared, recorded), indexing that writes
each one down to the disk as well, and a plain copy of the same files, below which the latter cannot
go.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from PIL import Image

from renewtrack.demo import making
from renewtrack.store import contents, file, photo_reading, photos
from tests.photo_making import jpeg

SIZES = ((1600, 1200, 60), (2048, 1536, 70), (1600, 1200, 85))  # 100 to 400 kB
ROUNDS = 3


def say(words: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def made(folder: Path, count: int) -> int:
    """Write pictures with time and place, each with its own bytes; return their bytes in all."""
    bases = [
        jpeg(wide, high, quality, lon=116.3, lat=40.03, taken="2025:03:12 10:11:12")
        for wide, high, quality in SIZES
    ]
    total = 0
    for number in range(count):
        data = bases[number % len(bases)] + number.to_bytes(8, "big")
        place = folder / f"{number // 500:02d}"
        place.mkdir(parents=True, exist_ok=True)
        (place / f"IMG_{number:05d}.JPG").write_bytes(data)
        total += len(data)
    os.sync()  # or the disk is still at it while others are measured
    return total


def read_alone(files: Sequence[Path]) -> float:
    """Return the seconds for reading the bytes and the EXIF of all files."""
    start = time.perf_counter()
    for path in files:
        path.read_bytes()
        with Image.open(path) as image:
            tags = image.getexif()
            tags.get_ifd(0x8769).get(36867)
            tags.get_ifd(0x8825).get(2)
    return time.perf_counter() - start


def copied(files: Sequence[Path], folder: Path) -> float:
    """Return the seconds for copying all files into 256 folders and waiting for the disk."""
    homes = [folder / f"{number:02x}" for number in range(256)]
    for home in homes:
        home.mkdir(parents=True)
    start = time.perf_counter()
    for number, path in enumerate(files):
        shutil.copyfile(path, homes[number % 256] / path.name)
    os.sync()
    taken = time.perf_counter() - start
    shutil.rmtree(folder)
    return taken


def indexed(source: Path, path: Path) -> float:
    """Return the seconds for indexing a folder into a file."""
    ticks = 0

    def progress(done: float, total: float) -> None:
        nonlocal ticks
        ticks += 1

    with contextlib.closing(file.open_file(path)) as opened:
        start = time.perf_counter()
        receipt = photos.index(opened.db, path, [source], photos.Wish("甲"), progress)
        taken = time.perf_counter() - start
    assert len(receipt.added) == receipt.files
    assert ticks >= receipt.files
    return taken


def main() -> None:
    """Make the pictures, measure, and take all away again."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--count", type=int, default=10_000)
    asked.add_argument("--folder", type=Path, default=None)
    given = asked.parse_args()
    photo_reading.ready()
    room = Path(tempfile.mkdtemp(prefix="renewtrack-photos-", dir=given.folder))
    try:
        total = made(room / "card", given.count)
        files = sorted((room / "card").rglob("*.JPG"))
        say(f"{len(files):,} pictures, {total / 1e9:.2f} GB")
        plain = room / "district.gpkg"
        making.make(plain).close()
        for number in range(1, ROUNDS + 1):
            _round(room, plain, files, number)
    finally:
        shutil.rmtree(room, ignore_errors=True)


def _round(room: Path, plain: Path, files: Sequence[Path], number: int) -> None:
    path = room / "now.gpkg"
    alone = read_alone(files)
    shutil.copy(plain, path)
    writing = indexed(room / "card", path)
    os.sync()
    for rest in room.glob("now.gpkg*"):
        rest.unlink()
    shutil.copy(plain, path)
    index = indexed(room / "card", path)  # the contents are there
    copy = copied(files, room / "copy")
    say(f"round {number}: bytes and EXIF alone {alone:.2f} s, {len(files) / alone:,.0f}/s")
    for name, taken in (
        ("indexed", index),
        ("indexed and written down", writing),
        ("plain copy", copy),
    ):
        rate = f"{len(files) / taken:,.0f}/s"
        say(f"  {name}: {taken:.2f} s, {rate}, {alone / taken:.2f} of the speed of reading alone")
    say(f"  indexed and written down: {copy / writing:.2f} of the speed of a plain copy")
    shutil.rmtree(contents.folder(path), ignore_errors=True)
    for rest in room.glob("now.gpkg*"):
        rest.unlink()


if __name__ == "__main__":
    sys.exit(main())
