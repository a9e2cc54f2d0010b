"""Tiles in files: good ones are found, broken and hostile ones do no harm."""

from __future__ import annotations

import gzip
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from renewtrack.errors import UserError
from renewtrack.maps import base_opening, pmtiles
from renewtrack.maps.base_maps import BaseMaps, Opened
from renewtrack.maps.mbtiles import MBTiles
from renewtrack.maps.pmtiles import PMTiles
from renewtrack.maps.tile_source import RASTER, VECTOR, WORLD
from renewtrack.store import tile_files
from renewtrack.store.base_maps import BaseMap
from renewtrack.store.tile_files import NotTiles
from tests.maps import made_tiles

PNG = b"\x89PNG"
Open = Callable[[Path], MBTiles | PMTiles]


@pytest.fixture
def open_() -> Iterator[Open]:
    """Opens files of tiles and closes them at the end."""
    opened: list[MBTiles | PMTiles] = []

    def open_one(path: Path) -> MBTiles | PMTiles:
        opened.append(MBTiles(path) if path.suffix == ".mbtiles" else PMTiles(path))
        return opened[-1]

    yield open_one
    for each in opened:
        each.close()


@pytest.fixture
def maps() -> Iterator[BaseMaps]:
    made = BaseMaps()
    yield made
    made.use(Opened())


def test_a_raster_file_tells_its_zooms_and_gives_its_tiles_from_the_north(
    open_: Open, tmp_path: Path
) -> None:
    told = {"bounds": "116,39,117,41", "attribution": '<a href="x">测绘院</a>'}
    opened = open_(made_tiles.raster_mbtiles(tmp_path / "a.mbtiles", (14, 15), **told))
    assert (opened.about.kind, opened.about.low, opened.about.high) == (RASTER, 14, 15)
    assert opened.about.bounds == (116, 39, 117, 41)
    assert opened.about.attribution == "测绘院"
    zoom, x, y = made_tiles.tile_at(14)
    assert (opened.tile(zoom, x, y) or b"").startswith(PNG)
    assert opened.tile(zoom, x, y + 5) is None


def test_a_vector_file_gives_its_tiles_unpacked(open_: Open, tmp_path: Path) -> None:
    opened = open_(made_tiles.vector_mbtiles(tmp_path / "a.mbtiles"))
    where = made_tiles.tile_at(14)
    assert opened.about.kind == VECTOR
    assert opened.tile(*where) == made_tiles.streets(*where)


@pytest.mark.parametrize("leaf", [False, True])
def test_an_archive_finds_every_tile_by_its_curve(open_: Open, tmp_path: Path, leaf: bool) -> None:
    tiles = {each: made_tiles.picture(words=str(each)) for each in made_tiles.about((3, 9), 2)}
    path = made_tiles.archive(tmp_path / "a.pmtiles", tiles, attribution="署名", leaf=leaf)
    opened = open_(path)
    assert {where: opened.tile(*where) for where in tiles} == tiles
    assert opened.about.attribution == "署名"
    assert opened.tile(9, 0, 0) is None


def test_the_curve_numbers_each_tile_of_a_zoom_once_after_those_of_lower_zooms() -> None:
    numbers = [pmtiles.tile_id(z, x, y) for z in range(5) for x in range(2**z) for y in range(2**z)]
    assert sorted(numbers) == list(range(len(numbers)))
    assert [pmtiles.tile_id(1, *at) for at in ((0, 0), (0, 1), (1, 1), (1, 0))] == [1, 2, 3, 4]


@pytest.mark.shared
def test_real_archives_open_and_the_invalid_one_is_refused(open_: Open, shared: Path) -> None:
    folder = shared / "data" / "tiles"
    stamen = open_(next(folder.glob("stamen*.pmtiles")))
    tiles = [stamen.tile(z, x, y) for z in range(4) for x in range(2**z) for y in range(2**z)]
    assert len(tiles) == 85
    assert all((tile or b"").startswith(PNG) for tile in tiles)
    assert open_(folder / "test_fixture_1.pmtiles").about.kind == VECTOR
    assert open_(folder / "isle_of_man.mbtiles").about.high == 9
    with pytest.raises(ValueError, match="PMTiles"):
        PMTiles(folder / "invalid.pmtiles")


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:200])


def _garbled(path: Path) -> None:
    raw = bytearray(path.read_bytes())
    raw[7:180] = bytes(255 - byte for byte in raw[7:180])
    path.write_bytes(raw)


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _words(path: Path) -> None:
    path.write_text("这不是瓦片")


@pytest.mark.parametrize("harm", [_cut, _garbled, _empty, _words])
@pytest.mark.parametrize("ending", [".mbtiles", ".pmtiles"])
def test_a_broken_file_is_one_sentence(
    tmp_path: Path, harm: Callable[[Path], None], ending: str
) -> None:
    path = tmp_path / f"坏{ending}"
    if ending == ".mbtiles":
        made_tiles.raster_mbtiles(path)
    else:
        made_tiles.archive(path, {(0, 0, 0): made_tiles.picture()})
    harm(path)
    with pytest.raises(UserError) as refused:
        base_opening.tried(path, tmp_path / "台账.gpkg")
    assert f"坏{ending}" in refused.value.in_("zh")


def test_a_view_without_an_end_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tile_files, "PATIENCE", 0.2)
    path = tmp_path / "a.mbtiles"
    with sqlite3.connect(path) as made:
        made.execute("CREATE TABLE metadata (name TEXT, value TEXT)")
        made.execute(
            "CREATE VIEW tiles AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
            " SELECT 1 zoom_level, 1 tile_column, 1 tile_row, x'00' tile_data FROM n WHERE i < 0"
        )
    made.close()
    with pytest.raises(NotTiles):
        MBTiles(path)


def test_a_bomb_of_zeros_is_no_tile(open_: Open, tmp_path: Path) -> None:
    where = made_tiles.tile_at(14)
    bomb = gzip.compress(bytes(40 << 20))
    told = {"format": "pbf", "minzoom": "14", "maxzoom": "14"}
    opened = open_(made_tiles.mbtiles(tmp_path / "a.mbtiles", {where: bomb}, **told))
    with pytest.raises(ValueError, match="large"):
        opened.tile(*where)


def test_an_archive_that_points_beyond_its_end_is_refused(tmp_path: Path) -> None:
    path = made_tiles.archive(tmp_path / "a.pmtiles", {(0, 0, 0): made_tiles.picture()})
    raw = bytearray(path.read_bytes())
    raw[8:16] = (1 << 62).to_bytes(8, "little")
    path.write_bytes(raw)
    with pytest.raises(ValueError, match="end"):
        PMTiles(path)


def test_a_directory_that_says_it_is_endless_is_refused() -> None:
    with pytest.raises(ValueError, match="directory"):
        pmtiles._directory(made_tiles.varint(1 << 40))


def test_bounds_that_are_none_mean_the_world(open_: Open, tmp_path: Path) -> None:
    for number, bounds in enumerate(("nan,1,2,3", "5,5,5,5", "x", "1e400,0,1,1")):
        path = made_tiles.raster_mbtiles(tmp_path / f"{number}.mbtiles", (14,), bounds=bounds)
        assert open_(path).about.bounds == WORLD


def test_the_page_gets_an_empty_tile_for_what_is_no_picture(maps: BaseMaps, tmp_path: Path) -> None:
    where = made_tiles.tile_at(14)
    beside = (where[0], where[1] + 1, where[2])
    script = b"<svg onload=alert(1)>"
    path = made_tiles.mbtiles(
        tmp_path / "a.mbtiles", {where: made_tiles.picture(), beside: script}, format="png"
    )
    opened = maps.open([BaseMap(path=str(path))], tmp_path / "台账.gpkg")
    maps.use(opened)
    number = opened.bases[0].number
    answers = [maps.find(f"{number}/{z}/{x}/{y}") for z, x, y in (where, beside)]
    kinds = [answer.make() for answer in answers if answer is not None]
    assert [kind for kind, _ in kinds] == [b"image/png", b"image/png"]
    assert kinds[0][1] == made_tiles.picture()
    assert script not in kinds[1][1]


@pytest.mark.parametrize(
    "name", ["", "1/2/3", "x/1/0/0", "9/1/0/0", "1/1/2/0", "1/99/0/0", "1/1/0/0/..", "../1/1/0/0"]
)
def test_names_that_are_no_tile_are_not_there(maps: BaseMaps, tmp_path: Path, name: str) -> None:
    maps.use(
        maps.open([BaseMap(path=str(made_tiles.raster_mbtiles(tmp_path / "a.mbtiles")))], tmp_path)
    )
    assert maps.find(name) is None
