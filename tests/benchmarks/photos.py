"""How fast pictures are indexed, beside reading their bytes and their EXIF and nothing else.

Run it by hand: ``python -m tests.benchmarks.photos [--count 10000] [--folder DIR]``; it prints, and
judges nothing. Each picture has bytes of its own. Both ways run in one run, on files that the
system has read before; the index also writes each picture down to the disk and records it.
"""

from __future__ import annotations

import argparse
import contextlib
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
    say(f"  added {len(receipt.added):,} of {receipt.files:,}, progress told {ticks:,} times")
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
        path = room / "示范区.gpkg"
        making.make(path).close()
        for number in range(1, ROUNDS + 1):
            alone = read_alone(files)
            copy = path.with_name(f"示范区{number}.gpkg")
            shutil.copy(path, copy)
            index = indexed(room / "card", copy)
            say(
                f"round {number}: bytes and EXIF alone {alone:.2f} s "
                f"({len(files) / alone:,.0f}/s), indexed {index:.2f} s "
                f"({len(files) / index:,.0f}/s), "
                f"speed {alone / index:.2f} of reading alone"
            )
            shutil.rmtree(contents.folder(copy), ignore_errors=True)
    finally:
        shutil.rmtree(room, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
