"""Base maps of a foreign ledger that mean harm: each is one sentence, and none reaches out."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path

import pytest
from PIL import Image

from renewtrack.maps import base_opening, pmtiles
from renewtrack.maps.base_maps import BaseMaps, Opened
from renewtrack.maps.base_refusals import Broken, NoFile, NotAllowedHere
from renewtrack.maps.mbtiles import MBTiles
from renewtrack.maps.picture_base import Picture
from renewtrack.store.base_maps import MBTILES, BaseMap
from tests.maps import made_tiles

CORNERS = [(116.0, 41.0), (117.0, 41.0), (117.0, 40.0), (116.0, 40.0)]
ELSEWHERE = ("//server/share/a.mbtiles", r"\\server\share\a.mbtiles", r"\\.\pipe\a")


@pytest.mark.parametrize("path", ELSEWHERE)
def test_a_file_on_another_computer_is_not_touched_before_it_is_switched_on(
    tmp_path: Path, path: str
) -> None:
    base, ledger = BaseMap(name="图", path=path), tmp_path / "ledger.gpkg"
    with pytest.raises(NotAllowedHere):
        base_opening.open_(base, ledger)
    with pytest.raises(NoFile):
        base_opening.open_(base, ledger, (path,))


def test_a_file_on_the_computer_that_holds_the_ledger_is_not_elsewhere() -> None:
    ledger = Path("//Server/share/ledger.gpkg")
    assert not BaseMap(path="//server/maps/a.mbtiles").is_elsewhere(ledger)
    assert not BaseMap(path="a.mbtiles").is_elsewhere(ledger)
    assert BaseMap(path="//other/maps/a.mbtiles").is_elsewhere(ledger)


def test_a_path_that_no_system_takes_is_a_missing_file_and_the_others_are_shown(
    tmp_path: Path,
) -> None:
    made_tiles.raster_mbtiles(tmp_path / "a.mbtiles")
    wanted = [BaseMap(path=path) for path in ("a" * 5_000, "a\0b", "/dev/zero", "a.mbtiles")]
    maps = BaseMaps()
    opened = maps.open(wanted, tmp_path / "ledger.gpkg")
    assert [each.base.path for each in opened.bases] == ["a.mbtiles"]
    assert {type(why) for _, why in opened.troubles} == {NoFile}
    maps.use(opened)
    maps.use(Opened())


def _tiles(path: Path, metadata: str) -> Path:
    made_tiles.raster_mbtiles(path)
    with sqlite3.connect(path) as conn:
        conn.execute("DROP TABLE IF EXISTS metadata")
        conn.execute(f"CREATE VIEW metadata AS {metadata}")
    conn.close()
    return path


def test_a_pattern_that_never_ends_is_given_up(tmp_path: Path) -> None:
    endless = f"printf('%.*c', 60000, 'a') LIKE '{'%a' * 30}b'"
    path = _tiles(tmp_path / "a.mbtiles", f"SELECT 'format' AS name, {endless} AS value")
    begun = time.monotonic()
    with pytest.raises(ValueError, match="pattern"):
        MBTiles(path)
    assert time.monotonic() - begun < 60  # of hours


def test_what_a_file_says_of_itself_is_cut_short(tmp_path: Path) -> None:
    long = "printf('%.*c', 5000000, 'a')"
    path = _tiles(
        tmp_path / "a.mbtiles",
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 5000) "
        f"SELECT 'attribution' AS name, {long} AS value FROM n",
    )
    opened = MBTiles(path)
    assert len(opened.about.attribution) <= 300
    opened.close()


def test_a_directory_with_more_numbers_than_it_says_is_read_as_far_as_it_says() -> None:
    entry = bytes((1, 0, 1, 5, 1))
    assert pmtiles._directory(entry + b"\x01" * 100).ids == [0]
    with pytest.raises(ValueError, match="entries"):
        pmtiles._directory(b"\xff\xff\xff\x7f" + b"\x01" * 100)


def test_a_picture_that_breaks_off_is_read_but_once(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    Image.effect_noise((400, 300), 60).save(path)
    path.write_bytes(path.read_bytes()[:9_000])
    opened = Picture(path, CORNERS)
    for _ in range(2):
        with pytest.raises(Broken):
            opened.tile(0, 0, 0)
        path.unlink(missing_ok=True)


def test_a_file_that_is_no_database_behind_its_first_bytes_is_broken(tmp_path: Path) -> None:
    (tmp_path / "a.mbtiles").write_bytes(b"SQLite format 3\x00" + b"\xff" * 5_000)
    with pytest.raises(Broken):
        base_opening.open_(BaseMap(kind=MBTILES, path="a.mbtiles"), tmp_path / "ledger.gpkg")
