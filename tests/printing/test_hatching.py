"""Hatches lie inside their shapes and tell the classes apart without colour."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from renewtrack.maps.theme import STAGE
from renewtrack.printing import hatching, map_frame
from renewtrack.printing.sheet import Box, Paths, rectangle

RING = Paths(
    np.array(
        [(0, 0), (10, 0), (10, 10), (0, 10), (0, 0), (3, 3), (3, 7), (7, 7), (7, 3), (3, 3)], float
    ),
    np.array([0, 5, 10]),
    np.array([0, 2]),
    "feature",
)


@pytest.mark.parametrize("angle", [0.0, 30.0, 45.0, 135.0])
def test_lines_fill_a_shape_and_leave_its_hole_free(angle: float) -> None:
    ground = shapely.Polygon(RING.points[:5], [RING.points[5:]])
    pieces = shapely.linestrings(hatching.scanned(RING, angle, 0.5))
    assert shapely.covered_by(pieces, ground.buffer(1e-9)).all()
    assert shapely.length(pieces).sum() == pytest.approx(ground.area / 0.5, rel=0.05)


def test_dots_stand_inside() -> None:
    ground = shapely.Polygon(RING.points[:5], [RING.points[5:]])
    (dots,) = hatching.hatch(RING, "dots", 0.8, "#000000")
    spots = shapely.points(dots.points[::2])
    assert len(spots) == pytest.approx(ground.area / 0.64, rel=0.1)
    assert shapely.covered_by(spots, ground.buffer(0.02)).all()


def test_neighbours_keep_their_own_lines() -> None:
    boxes = [rectangle(Box(at * 3.0, 0, 2, 2), "feature") for at in range(3)]
    together = hatching.scanned(joined(boxes), 45.0, 0.5)
    apart = np.concatenate([hatching.scanned(box, 45.0, 0.5) for box in boxes])
    assert len(together) == len(apart)


def test_no_two_classes_look_alike_in_black_and_white() -> None:
    sample = rectangle(Box(0, 0, 6, 3), "feature")
    looks = {look(map_frame.dressed(sample, kind.hatch, kind.light, True, 0.7))
             for kind in STAGE.classes}  # fmt: skip
    assert len(looks) == len(STAGE.classes)


def look(marks: list[Paths]) -> tuple[object, ...]:
    """Return what the eye sees of a dress: fills, number of lines, dashes, round dots."""
    return tuple(
        (mark.fill, len(mark), mark.pen and (mark.pen.dashes, mark.pen.round_ends))
        for mark in marks
    )


def joined(boxes: list[Paths]) -> Paths:
    from renewtrack.printing import shapes

    return shapes.joined(boxes)
