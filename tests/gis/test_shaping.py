from __future__ import annotations

import pytest
import shapely

from renewtrack.gis import joining, measuring, shaping, splitting
from renewtrack.gis.shaping import Sketch

LON, LAT = 116.30, 40.03
EAST, NORTH = 0.0005, 0.0002
Corners = tuple[tuple[float, float], ...]
BLOCK: Corners = (
    (LON, LAT),
    (LON + EAST, LAT),
    (LON + EAST, LAT + NORTH),
    (LON, LAT + NORTH),
)


def _area(*corners: tuple[float, float]) -> Sketch:
    return Sketch("polygon", ((tuple(corners),),))


def _block(east: float = 0.0) -> shapely.Polygon:
    return shapely.Polygon([(x + east, y) for x, y in BLOCK])


def test_an_area_is_measured_on_the_ellipsoid() -> None:
    # A degree of the equator by a degree of the meridian, Karney 2013: known to a square metre.
    degree = [[(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)]]
    assert measuring.area_m2(degree) == pytest.approx(12_308_778_361, rel=1e-8)
    assert measuring.length_m([(0.0, 0.0), (1.0, 0.0)]) == pytest.approx(111_319.4908, abs=1e-3)
    assert measuring.perimeter_m([]) == measuring.area_m2([]) == 0


def test_a_hole_is_taken_off_the_area() -> None:
    hole = tuple((LON + (x - LON) / 2 + 1e-5, LAT + (y - LAT) / 2 + 1e-5) for x, y in BLOCK)
    whole, less = (measuring.area_m2(rings) for rings in ([BLOCK], [BLOCK, hole]))
    assert less == pytest.approx(whole * 0.75, rel=1e-3)


@pytest.mark.parametrize(
    ("sketch", "why"),
    [
        (_area(BLOCK[0], BLOCK[1]), shaping.TooFewPlaces),
        (_area(BLOCK[0], BLOCK[1], BLOCK[0]), shaping.TooFewPlaces),
        (_area(BLOCK[0], BLOCK[2], BLOCK[1], BLOCK[3]), shaping.CrossesItself),
        (_area(BLOCK[0], BLOCK[1], (LON + EAST / 2, LAT)), shaping.TooSmall),
        (_area((116.0, 40.0), (117.0, 40.0), (116.5, 41.0)), shaping.TooLarge),
        (_area(*BLOCK[:3], (500.0, 40.0)), shaping.OffTheMap),
        (_area(*BLOCK[:3], (float("nan"), 40.0)), shaping.OffTheMap),
        (Sketch("line", (((BLOCK[0],),),)), shaping.TooFewPlaces),
        (Sketch("line", (((BLOCK[0], (LON + 1e-9, LAT)),),)), shaping.TooSmall),
        (Sketch("point", (((),),)), shaping.TooFewPlaces),
    ],
)
def test_a_shape_that_is_none_is_refused_in_words(sketch: Sketch, why: type[Exception]) -> None:
    with pytest.raises(why):
        shaping.make(sketch)


def test_a_crossing_is_named_by_its_place() -> None:
    with pytest.raises(shaping.CrossesItself) as refused:
        shaping.make(_area(BLOCK[0], BLOCK[2], BLOCK[1], BLOCK[3]))
    assert "116.30025, 40.03010" in refused.value.in_("zh")


@pytest.mark.parametrize(
    "sketch",
    [
        _area(*BLOCK),
        Sketch("line", ((BLOCK,),)),
        Sketch("point", (((BLOCK[0],),),)),
        Sketch("polygon", ((BLOCK,), (tuple((x + 0.01, y) for x, y in BLOCK),))),
        Sketch("line", ((BLOCK[:2],), (BLOCK[2:],))),
        Sketch("point", (((BLOCK[0],),), ((BLOCK[1],),))),
    ],
)
def test_a_stored_shape_comes_back_to_the_pen_as_it_was(sketch: Sketch) -> None:
    assert shaping.take_apart(shaping.to_blob(shaping.make(sketch))) == sketch


def test_a_hole_comes_back_to_the_pen() -> None:
    shape = _block().difference(_block().buffer(-0.00005))
    sketch = shaping.take_apart(shaping.to_blob(shape))
    assert sketch is not None
    assert len(sketch.parts[0]) == 2
    assert shaping.make(sketch).equals(shape)


def test_a_mixed_shape_is_nothing_for_the_pen() -> None:
    mixed = shapely.GeometryCollection([shapely.Point(LON, LAT), _block()])
    assert shaping.take_apart(shaping.to_blob(mixed)) is None


def test_a_corner_drawn_on_a_neighbours_corner_lies_exactly_on_it() -> None:
    beside = {7: shaping.to_blob(_block())}
    near = 3e-7  # as far as the page's whole numbers may be off
    drawn = shapely.Polygon([(x + EAST + near, y - near) for x, y in BLOCK])
    settled = shaping.settle(drawn, beside)
    assert {BLOCK[1], BLOCK[2]} <= set(map(tuple, shapely.get_coordinates(settled).tolist()))
    assert shaping.settle(shapely.Point(LON, LAT), beside).equals(shapely.Point(LON, LAT))


def test_only_what_is_shared_beyond_a_wall_is_an_overlap() -> None:
    others = {1: shaping.to_blob(_block(EAST)), 2: shaping.to_blob(_block(EAST / 2))}
    shared = shaping.overlaps(_block(), others)
    assert list(shared) == [2]
    assert shared[2] == pytest.approx(shaping.area_m2(_block()) / 2, rel=1e-6)


def test_a_line_through_an_outline_makes_two_of_it() -> None:
    line = shapely.LineString([(LON + EAST / 4, LAT - NORTH), (LON + EAST / 4, LAT + 2 * NORTH)])
    large, small = splitting.parts(_block(), line)
    whole = shaping.area_m2(_block())
    assert shaping.area_m2(large) == pytest.approx(whole * 0.75, rel=1e-6)
    assert shaping.area_m2(large) + shaping.area_m2(small) == pytest.approx(whole, rel=1e-9)


def test_a_cut_that_ends_on_the_walls_still_cuts() -> None:
    line = shapely.LineString([(LON + EAST / 2, LAT), (LON + EAST / 2, LAT + NORTH)])
    assert len(splitting.parts(_block(), line)) == 2


def test_of_several_blocks_the_uncut_ones_stay_with_the_largest_part() -> None:
    blocks = shapely.MultiPolygon([_block(), _block(0.01)])
    line = shapely.LineString([(LON + EAST / 4, LAT - NORTH), (LON + EAST / 4, LAT + 2 * NORTH)])
    first, second = splitting.parts(blocks, line)
    assert len(first.geoms) == 2
    assert second.geom_type == "Polygon"


@pytest.mark.parametrize("to", [(LON + EAST / 2, LAT + NORTH / 2), (LON - EAST, LAT - NORTH)])
def test_a_line_that_does_not_go_through_cuts_nothing(to: tuple[float, float]) -> None:
    with pytest.raises(splitting.NotCutThrough):
        splitting.parts(_block(), shapely.LineString([(LON - EAST, LAT), to]))


def test_outlines_that_nearly_touch_become_one_block() -> None:
    slit = 1e-6  # about 9 cm
    assert joining.union([_block(), _block(EAST + slit)]).geom_type == "Polygon"
    assert joining.union([_block(), _block(0.01)]).geom_type == "MultiPolygon"
