"""Composed pages: everything on the paper, nothing on top of anything else."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from renewtrack.printing import composing, painter
from renewtrack.printing.layouts import SIZES
from renewtrack.printing.sheet import Box, Page, Paths
from renewtrack.printing.status_map import ORIENTATIONS, Paper, StatusMap
from tests.printing import paper_district as district

LONG = "杭州市滨江区浦沿街道浦沅社区中国船舶工业集团公司第七〇八研究所职工家属住宅区"


@pytest.fixture(autouse=True)
def _application(qapp: object) -> object:
    return qapp


@pytest.fixture(scope="module")
def status_map() -> StatusMap:
    return district.make()


def variants(status_map: StatusMap) -> dict[str, StatusMap]:
    long_names = tuple(
        replace(label, name=f"{LONG}{label.estate_id}") for label in status_map.labels
    )
    return {
        "chinese": status_map,
        "english": district.dressed(status_map, language="en"),
        "long": district.dressed(
            replace(status_map, labels=long_names),
            title=LONG * 2,
            compiled_by=LONG,
            source=LONG * 3,
        ),
        "empty": replace(status_map, features=(), boundaries=(), labels=(), streets=()),
        "many": district.make(estates=200),
    }


@pytest.mark.parametrize("orientation", ORIENTATIONS)
@pytest.mark.parametrize("paper", ["A4", "A3", "A0"])
@pytest.mark.parametrize("variant", ["chinese", "english", "long", "empty", "many"])
def test_texts_lie_on_the_page_and_never_touch(
    status_map: StatusMap, variant: str, paper: str, orientation: str
) -> None:
    folio = composing.compose(variants(status_map)[variant], Paper(paper, orientation))
    for page in folio.pages:
        sheet = Box(0, 0, page.width, page.height)
        boxes = [inked(text) for text in page.texts()]
        assert [box for box in boxes if not sheet.holds(box)] == []
        assert overlapping(page) == []


@pytest.mark.parametrize("paper", SIZES)
def test_shapes_stay_on_the_page(status_map: StatusMap, paper: str) -> None:
    folio = composing.compose(status_map, Paper(paper, "landscape", 2_000))
    for page in folio.pages:
        for mark in page.marks:
            if isinstance(mark, Paths) and mark.clip is None and len(mark):
                assert mark.points.min() >= 0
                assert mark.points[:, 0].max() <= page.width
                assert mark.points[:, 1].max() <= page.height


def test_every_estate_has_its_number_on_the_map(status_map: StatusMap) -> None:
    folio = composing.compose(status_map, Paper())
    numbers = sorted(int(text.text) for text in folio.pages[0].texts("estate_number"))
    assert numbers == [1, *range(1, len(status_map.labels) + 1)]  # the legend shows a 1 as sample
    assert folio.unlabelled == 0


def test_a_fixed_scale_is_kept_and_a_fitted_one_is_round(status_map: StatusMap) -> None:
    assert composing.compose(status_map, Paper(scale=5_000)).scale == 5_000
    assert composing.compose(status_map, Paper()).scale == 12_500
    assert composing.compose(status_map, Paper("A0")).scale == 4_000


def test_fitted_features_lie_inside_the_frame(status_map: StatusMap) -> None:
    page = composing.compose(status_map, Paper()).pages[0]
    frame = page.paths("ground")[0].points
    for mark in page.paths("feature"):
        assert (mark.points > frame.min(axis=0)).all()
        assert (mark.points < frame.max(axis=0)).all()


def test_points_are_drawn_as_symbols(status_map: StatusMap) -> None:
    points = tuple(
        replace(feature, wkb=district.point(district.LON + at * 1e-4, district.LAT))
        for at, feature in enumerate(status_map.features[:40])
    )
    folio = composing.compose(replace(status_map, features=points), Paper())
    assert sum(folio.counts.values()) == 40
    widths = [np.ptp(mark.points[:, 0]) for mark in folio.pages[0].paths("feature") if len(mark)]
    assert max(widths) > 1.5


def test_a_geometry_that_is_empty_counts_as_not_on_the_map(status_map: StatusMap) -> None:
    empty = (replace(status_map.features[0], wkb=district.polygon()), *status_map.features[1:])
    folio = composing.compose(replace(status_map, features=empty), Paper())
    assert folio.unplaced == status_map.unplaced + 1


def test_black_and_white_has_no_colour(status_map: StatusMap) -> None:
    folio = composing.compose(district.dressed(status_map, black_and_white=True), Paper())
    colours = {colour for mark in folio.pages[0].marks for colour in colours_of(mark)}
    assert all(colour[1:3] == colour[3:5] == colour[5:7] for colour in colours)


def colours_of(mark: object) -> list[str]:
    if isinstance(mark, Paths):
        return [c for c in (mark.fill, mark.pen.colour if mark.pen else None) if c]
    return [mark.colour]  # type: ignore[attr-defined]


def inked(text: object) -> Box:
    """Return the part of a text's box that its signs really fill."""
    return painter.inked(text)  # type: ignore[arg-type]


def overlapping(page: Page) -> list[tuple[str, str]]:
    texts = page.texts()
    boxes = [inked(text).shrunk(0.05) for text in texts]
    low = np.array([(box.left, box.top) for box in boxes])
    high = np.array([(box.right, box.bottom) for box in boxes])
    meets = (low[:, None] < high[None]).all(axis=2) & (low[None] < high[:, None]).all(axis=2)
    return [(texts[a].text, texts[b].text) for a, b in np.argwhere(np.triu(meets, 1))]


def test_where_buildings_are_small_one_sign_an_estate_tells_what_is_overdue(qapp: object) -> None:
    gathered = district.make(12)
    late = {each.estate_id for each in gathered.features if each.overdue}
    near, far = (composing.compose(gathered, Paper(scale=scale)) for scale in (5_000, 60_000))
    signs = [mark for mark in far.pages[0].marks if mark.role == "overdue_sign"]
    assert len(signs) == len(late)
    assert not [mark for mark in near.pages[0].marks if mark.role == "overdue_sign"]
