"""Bits flipped and pages cut off at sampled places of a file, and what is noticed of it.

``python -m tests.store.rotting --count 2000`` is the long run; the suite runs a sample.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from renewtrack.errors import UserError
from renewtrack.store import (
    actions,
    areas,
    buildings,
    digests,
    estates,
    file,
    gpkg,
    health,
    projects,
    salvage_pages,
    works,
)
from renewtrack.store.salvage_pages import Pages

PAGE = 4096
AT_OPEN, ON_CHECK, HARMLESS, MISSED = "at open", "on check", "harmless", "missed"


@dataclass(frozen=True, slots=True)
class Damaged:
    """One damaged variant of a file: what kind of place was hit, and the bytes."""

    kind: str
    place: str
    stored: bytes


def make(path: Path, estates_count: int = 60) -> Path:
    """Make a file with pages of every kind, free ones too."""
    made = file.create(path, "示范区")
    with actions.act(made.db, "create_demo", "测试"):
        district = areas.ensure(made.db, "district", "示范区")
        for number in range(estates_count):
            spot = gpkg.point(116.3 + number / 1000, 40.0)
            estate = estates.add(
                made.db, name=f"第{number}小区", area_id=district, geom=spot, remark="备注" * 900
            )
            project = projects.add(made.db, [estate], name=f"项目{number}", percent=30)
            for house in range(10):
                spot = gpkg.point(116.3 + number / 1000, 40.0 + house / 1000)
                building = buildings.add(made.db, estate_id=estate, number=f"{house}", geom=spot)
                works.add(made.db, kind="W15", building_id=building, project_id=project)
    with actions.act(made.db, "edit", "测试"):
        for number in range(1, estates_count, 2):
            estates.change(made.db, number, {"remark": None})  # frees the pages it ran over into
    made.close()
    return path


def flips(stored: bytes, count: int, seed: int = 20) -> Iterator[Damaged]:
    """Yield files with one bit flipped, ``count`` for each kind of place."""
    chance = random.Random(seed)
    for kind, pages in _kinds(stored).items():
        for _ in range(count):
            number = chance.choice(pages)
            start, room = (number - 1) * PAGE, PAGE
            if kind == "head of the file":
                room = 100
            elif kind.startswith("page header"):
                start, room = start + (100 if number == 1 else 0), 12
            at, bit = start + chance.randrange(room), chance.randrange(8)
            changed = bytearray(stored)
            changed[at] ^= 1 << bit
            yield Damaged(kind, f"byte {at} bit {bit}", bytes(changed))


def cuts(stored: bytes, count: int) -> Iterator[Damaged]:
    """Yield files cut off at borders of pages, spread over the file."""
    pages = len(stored) // PAGE
    for at in sorted({pages * step // (count + 1) for step in range(1, count + 1)}):
        yield Damaged("cut off", f"after page {at}", stored[: at * PAGE])


def noticed(damaged: Damaged, path: Path, content: object) -> str:
    """Return where the damage of a file is noticed; a refusal must leave the bytes alone."""
    path.write_bytes(damaged.stored)
    try:
        opened = file.open_file(path)
    except UserError:
        if path.read_bytes() != damaged.stored:
            raise AssertionError(f"a refused file was changed: {damaged.place}") from None
        return AT_OPEN
    try:
        if health.findings(opened.db):
            return ON_CHECK
    finally:
        opened.close()
    return HARMLESS if content_of(path) == content else MISSED


def content_of(path: Path) -> dict[str, object]:
    """Return every row of every table, and the schema."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as conn:
        conn.text_factory = bytes
        listed = conn.execute("SELECT type, name, sql FROM sqlite_master ORDER BY name").fetchall()
        return {
            "schema": listed,
            **{
                name: conn.execute(f'SELECT rowid, * FROM "{name}"').fetchall()
                for name in (each[1].decode() for each in listed if each[0] == b"table")
            },
        }


def _kinds(stored: bytes) -> dict[str, list[int]]:
    """Return the pages of each kind by number."""
    pages = Pages(stored, PAGE)
    with closing(sqlite3.connect(":memory:")) as conn:
        conn.deserialize(stored)
        roots = dict(
            conn.execute("SELECT name, rootpage FROM sqlite_master WHERE rootpage > 0").fetchall()
        )
    kinds: dict[str, list[int]] = {"head of the file": [1]}
    names = {0x02: "index, inner", 0x05: "rows, inner", 0x0A: "index", 0x0D: "rows"}
    trees = set().union(
        *(salvage_pages.leaves(pages, root) for name, root in roots.items() if "_node" in name)
    )
    free = _free(pages)
    for number in range(1, pages.count + 1):
        page = pages.page(number)
        kind = names.get(page[100 if number == 1 else 0], "overflow")
        kind = "free" if number in free else "map index" if number in trees else kind
        kinds.setdefault(kind, []).append(number)
    kinds["page header"] = [
        number for name, of in kinds.items() if name not in ("free", "overflow") for number in of
    ]
    return kinds


def _free(pages: Pages) -> set[int]:
    found: set[int] = set()
    trunk = int.from_bytes(pages.stored[32:36], "big")
    while trunk and trunk not in found:
        page = pages.page(trunk)
        found.add(trunk)
        count = int.from_bytes(page[4:8], "big")
        found |= {int.from_bytes(page[8 + 4 * at :][:4], "big") for at in range(count)}
        trunk = int.from_bytes(page[:4], "big")
    return found


def main() -> None:
    """Run many, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=200, help="flips for each kind of place")
    parser.add_argument("--cuts", type=int, default=100)
    parser.add_argument("--seed", type=int, default=20)
    given = parser.parse_args()
    for noted in (False, True):
        with tempfile.TemporaryDirectory() as folder:
            path = make(Path(folder) / "示范区.gpkg")
            if noted:
                digests.note(path)
            else:
                digests.forget(path)
            stored, content = path.read_bytes(), content_of(path)
            results: dict[str, Counter[str]] = {}
            for each in (*flips(stored, given.count, given.seed), *cuts(stored, given.cuts)):
                found = noticed(each, path, content)
                results.setdefault(each.kind, Counter())[found] += 1
                if found == MISSED:
                    shutil.copy(path, Path(tempfile.gettempdir()) / "missed.gpkg")
                    print("  missed:", each.kind, each.place)  # noqa: T201
                if noted and digests.noted_of(path) is None:
                    path.write_bytes(stored)
                    digests.note(path)
        print("with" if noted else "without", "a digest of the last close")  # noqa: T201
        for kind, counts in results.items():
            print(f"  {kind:18}", dict(counts))  # noqa: T201


if __name__ == "__main__":
    main()
