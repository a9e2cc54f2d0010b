"""The base map on paper lies where the features lie, and the sheet says who made it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from renewtrack.maps.base_paper import PaperBase
from renewtrack.printing import backdrops, composing, layouts, map_frame, pdf
from renewtrack.printing.composing import MapFolio
from renewtrack.printing.projection import Plane
from renewtrack.printing.sheet import Page, Picture
from renewtrack.printing.status_map import Paper, StatusMap
from renewtrack.store import base_maps, file
from renewtrack.store.actions import act
from renewtrack.store.base_maps import BaseMap
from tests.maps import made_tiles
from tests.printing import paper_district as district

PAPER = Paper("A4", scale=30_000)


@pytest.fixture(autouse=True)
def _application(qapp: object) -> object:
    return qapp


@pytest.fixture(scope="module")
def based(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StatusMap]:
    """The invented district over a GeoTIFF of four colours and a vector map."""
    folder = tmp_path_factory.mktemp("底图")
    made_tiles.geotiff(folder / "航片.tif", metres=20.0)
    made_tiles.vector_mbtiles(folder / "街道.mbtiles")
    with closing(file.create(folder / "台账.gpkg", "示范区", "110199")) as project:
        with act(project.db, "base_map", "张工"):
            tif = BaseMap(
                name="航片",
                kind="picture",
                path="航片.tif",
                attribution="区测绘院",
                approval_number="京S(2025)001号",
            )
            streets = BaseMap(name="街道图", path="街道.mbtiles", opacity=0.5)
            base_maps.keep(project.db, [tif, streets])
        base = PaperBase(project.db, folder / "台账.gpkg")
    yield replace(district.make(), backdrop=base)
    base.close()


@pytest.fixture(scope="module")
def folio(based: StatusMap) -> MapFolio:
    return composing.compose(based, PAPER)


def _picture(page: Page) -> Picture:
    (found,) = [mark for mark in page.marks if isinstance(mark, Picture)]
    return found


def test_a_plane_and_its_inverse_agree_over_a_city() -> None:
    plane = Plane(116.3, 40.0)
    east, north = np.meshgrid(np.linspace(-30e3, 30e3, 5), np.linspace(-30e3, 30e3, 5))
    again = plane.forward(*backdrops.back(plane, east, north))
    assert np.abs(again[0] - east).max() < 0.001
    assert np.abs(again[1] - north).max() < 0.001


def test_each_place_bears_its_own_colour_on_paper(based: StatusMap, folio: MapFolio) -> None:
    picture = _picture(folio.pages[0])
    layout = layouts.load(composing.LAYOUT, PAPER.size, PAPER.orientation)
    bare = replace(based, backdrop=None)
    view = map_frame.compose(bare, layout, PAPER.scale).view
    pixels = np.frombuffer(picture.pixels, np.uint8).reshape(picture.height, picture.width, 3)
    for (east, north), colour in {(-1, 1): 0, (1, 1): 1, (-1, -1): 2}.items():
        place = np.array([[made_tiles.HERE[0] + east * 0.002, made_tiles.HERE[1] + north * 0.0015]])
        x, y = view.on_paper(place)[0]
        column = int((x - picture.box.left) / picture.box.width * picture.width)
        row = int((y - picture.box.top) / picture.box.height * picture.height)
        assert int(pixels[row, column].argmax()) == colour


def test_the_sheet_says_who_made_the_base_maps(folio: MapFolio) -> None:
    notes = [mark.text for mark in folio.pages[0].texts("note")]
    assert "底图：区测绘院（审图号：京S(2025)001号）；街道图" in notes


def test_black_and_white_makes_the_base_map_grey(based: StatusMap) -> None:
    grey = replace(based, facts=replace(based.facts, black_and_white=True))
    picture = _picture(composing.compose(grey, PAPER).pages[0])
    pixels = np.frombuffer(picture.pixels, np.uint8).reshape(-1, 3)
    assert (pixels[:, 0] == pixels[:, 2]).all()


def test_it_is_written_as_a_pdf(folio: MapFolio, tmp_path: Path) -> None:
    pdf.write_folio(tmp_path / "a.pdf", folio)
    assert b"/Subtype /Image" in (tmp_path / "a.pdf").read_bytes()
