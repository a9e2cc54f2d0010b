"""Pictures as base maps lie where their tags, a file beside them or four corners say."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from renewtrack.errors import UserError
from renewtrack.maps import base_opening, picture_base
from renewtrack.maps.base_refusals import BadCorners, NoPlace, TooLarge, UnknownSystem
from renewtrack.maps.lying import degrees
from renewtrack.maps.picture_base import Picture
from renewtrack.store.base_maps import PICTURE, BaseMap
from tests.maps import made_tiles
from tests.maps.made_tiles import HERE

AROUND = [
    (HERE[0] - 0.01, HERE[1] + 0.01),
    (HERE[0] + 0.01, HERE[1] + 0.01),
    (HERE[0] + 0.01, HERE[1] - 0.01),
    (HERE[0] - 0.01, HERE[1] - 0.01),
]


def _colour(picture: Picture, lon: float, lat: float, zoom: int = 16) -> tuple[int, ...] | None:
    """The colour that a tile shows at a place; None where the picture is not."""
    _, x, y = made_tiles.tile_at(zoom, lon, lat)
    raw = picture.tile(zoom, x, y)
    if raw is None:
        return None
    west, north = degrees(np.array([x / 2**zoom]), np.array([y / 2**zoom]))
    east, south = degrees(np.array([(x + 1) / 2**zoom]), np.array([(y + 1) / 2**zoom]))
    column = int((lon - west[0]) / (east[0] - west[0]) * 256)
    row = int((north[0] - lat) / (north[0] - south[0]) * 256)
    found = Image.open(io.BytesIO(raw)).convert("RGBA").getpixel((column, row))
    assert isinstance(found, tuple)
    return found if found[3] else None


QUARTERS = {(-1, 1): (220, 60, 60), (1, 1): (60, 180, 60), (-1, -1): (60, 60, 220)}


@pytest.mark.parametrize("code", [4527, 3857, 4326, 4490])
def test_a_geotiff_of_any_usual_system_lies_in_its_place(tmp_path: Path, code: int) -> None:
    metres = 4.0 if code in (4527, 3857) else 4e-5
    picture = Picture(made_tiles.geotiff(tmp_path / "a.tif", code, metres))
    for (east, north), colour in QUARTERS.items():
        found = _colour(picture, HERE[0] + east * 0.0015, HERE[1] + north * 0.0015)
        assert (found or ())[:3] == pytest.approx(colour, abs=2)
    assert _colour(picture, HERE[0] + 0.02, HERE[1]) is None


def test_a_picture_lies_between_its_four_corners(tmp_path: Path) -> None:
    made_tiles.drawn().save(tmp_path / "a.png")
    picture = Picture(tmp_path / "a.png", AROUND)
    for (east, north), colour in QUARTERS.items():
        found = _colour(picture, HERE[0] + east * 0.006, HERE[1] + north * 0.006)
        assert (found or ())[:3] == pytest.approx(colour, abs=2)
    assert picture.about.bounds == pytest.approx(
        (HERE[0] - 0.01, HERE[1] - 0.01, HERE[0] + 0.01, HERE[1] + 0.01)
    )


def test_a_turned_picture_keeps_its_corners(tmp_path: Path) -> None:
    made_tiles.drawn().save(tmp_path / "a.png")
    turned = [(116.30, 40.05), (116.31, 40.03), (116.30, 40.01), (116.29, 40.03)]
    picture = Picture(tmp_path / "a.png", turned)
    column, row = picture._lying.to_pixels(*map(np.array, zip(*turned, strict=True)))
    assert column == pytest.approx([0, 300, 300, 0], abs=1e-6)
    assert row == pytest.approx([0, 0, 200, 200], abs=1e-6)


def test_a_world_file_beside_a_picture_is_enough(tmp_path: Path) -> None:
    made_tiles.drawn().save(tmp_path / "a.jpg", quality=95)
    step = 0.0001
    numbers = (step, 0, 0, -step, HERE[0] - 149.5 * step, HERE[1] + 99.5 * step)
    (tmp_path / "a.jgw").write_text("\n".join(map(str, numbers)))
    picture = Picture(tmp_path / "a.jpg")
    assert (_colour(picture, HERE[0] - 0.005, HERE[1] + 0.005) or ())[:3] == pytest.approx(
        (220, 60, 60), abs=12
    )


def test_shifted_corners_are_set_right(tmp_path: Path) -> None:
    corners = [(116.31, 40.04), (116.33, 40.04), (116.33, 40.02), (116.31, 40.02)]
    settings = {"corners": corners, "system": "gcj02"}
    found = base_opening.corners_of(BaseMap(kind=PICTURE, settings=settings))
    assert found is not None
    assert found[0][0] == pytest.approx(116.3040, abs=0.001)


@pytest.mark.parametrize(
    "corners",
    [
        AROUND[::-1],
        [AROUND[0], AROUND[2], AROUND[1], AROUND[3]],
        [AROUND[0]] * 4,
        [(500.0, 0.0), *AROUND[1:]],
        [(float("nan"), 0.0), *AROUND[1:]],
    ],
)
def test_corners_that_make_no_picture_are_refused(
    tmp_path: Path, corners: list[tuple[float, float]]
) -> None:
    made_tiles.drawn().save(tmp_path / "a.png")
    with pytest.raises(BadCorners):
        Picture(tmp_path / "a.png", corners)


def test_a_picture_that_tells_no_place_asks_for_its_corners(tmp_path: Path) -> None:
    made_tiles.drawn().save(tmp_path / "a.png")
    with pytest.raises(NoPlace):
        Picture(tmp_path / "a.png")


@pytest.mark.parametrize("code", [4214, 4610, 2434])
def test_systems_that_need_parameters_of_the_place_are_refused(tmp_path: Path, code: int) -> None:
    with pytest.raises(UnknownSystem):
        Picture(made_tiles.geotiff(tmp_path / "a.tif", code, 4.0))


def test_a_picture_of_too_many_pixels_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(picture_base, "MOST_PIXELS", 1000)
    with pytest.raises(TooLarge):
        Picture(made_tiles.geotiff(tmp_path / "a.tif"))


def test_a_picture_that_breaks_off_is_one_sentence(tmp_path: Path) -> None:
    path = made_tiles.geotiff(tmp_path / "a.tif")
    whole = path.read_bytes()
    for length in (4, 100, len(whole) // 2):
        path.write_bytes(whole[:length])
        with pytest.raises(UserError, match=r"a\.tif"):
            Picture(path).tile(*made_tiles.tile_at(16))
