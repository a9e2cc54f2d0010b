from __future__ import annotations

from typing import Any

import pytest

from renewtrack.domain import stages, tables
from renewtrack.maps import ground, packing, palettes
from renewtrack.maps.theme import STAGE, THEMES, Theme
from renewtrack.maps.timeline import DAY
from renewtrack.printing import hatching
from renewtrack.store import map_columns
from tests.maps.colour_vision import contrast, distance, least
from tests.maps.district import Area, areas

GROUNDS = {"light": "#FFFFFF", "dark": "#1D1F22"}
LEAST = {"light": 14.5, "dark": 11}  # between two classes of a theme that brings its own colours
SCALES = tables.document("map_palettes")["scale"]


def test_the_stage_theme_has_every_bucket_and_no_project_last() -> None:
    buckets = [*stages.BUCKETS, stages.NO_PROJECT]
    assert [each.key for each in STAGE.classes] == [bucket.key for bucket in buckets]


def test_every_theme_of_the_office_is_there() -> None:
    assert [theme.key for theme in THEMES] == [
        *("stage", "work", "lateness", "percent", "funds", "year", "structure", "danger"),
        *("consent", "participation", "households", "needs_open", "needs", "quality"),
    ]


@pytest.mark.parametrize("theme", [*THEMES, DAY], ids=lambda theme: theme.key)
def test_no_two_classes_share_a_colour_a_glyph_a_hatch_or_a_word(theme: Theme) -> None:
    for looks in ("light", "dark", "glyph", "words", "key"):
        values = [getattr(each, looks) for each in theme.classes]
        assert len(set(values)) == len(values), looks
    hatches = [each.hatch for each in theme.classes if each.key != "unknown"]
    assert len(set(hatches)) == len(hatches)
    assert {*hatches} <= {*hatching.ANGLES, "solid", "empty", "none"}


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.key)
def test_a_theme_sorts_a_known_column_by_as_many_limits_as_it_has_classes(theme: Theme) -> None:
    column = map_columns.column(theme.column)
    assert (column.kind == map_columns.FIGURE) == bool(theme.limits)
    if theme.limits:
        assert len(theme.limits) == len(theme.classes) - 2  # the last class is what is not known
        assert list(theme.limits) == sorted(set(theme.limits))


def test_the_distance_of_colours_is_that_of_the_published_pairs() -> None:
    pairs = (
        ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
        ((50.0, 2.5, 0.0), (73.0, 25.0, -18.0), 27.1492),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((2.0776, 0.0795, -1.135), (0.9033, -0.0636, -0.5514), 0.9082),
    )
    for first, second, wanted in pairs:  # Sharma, Wu and Dalal (2005), table 1
        assert distance(first, second) == pytest.approx(wanted, abs=1e-4)


@pytest.mark.parametrize("scale", SCALES, ids=lambda row: f"{row['key']}-{len(row['light'])}")
@pytest.mark.parametrize("light", GROUNDS)
def test_eyes_of_every_kind_tell_the_colours_of_a_scale_apart(
    scale: dict[str, Any], light: str
) -> None:
    colours = [*scale[light], getattr(palettes.NONE, light)]
    assert least(colours) >= scale["least"][light]
    assert all(contrast(each, GROUNDS[light]) >= 3 for each in scale[light])


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.key)
@pytest.mark.parametrize("light", GROUNDS)
def test_eyes_of_every_kind_tell_the_classes_of_a_theme_apart(theme: Theme, light: str) -> None:
    known = [each for each in theme.classes if each.glyph != palettes.NONE.glyph]
    of_scales = {colour for row in SCALES for colour in row[light]}
    if not {getattr(each, light) for each in known} <= of_scales:  # else tested with its scale
        assert least([getattr(each, light) for each in theme.classes]) >= LEAST[light]
    assert all(contrast(getattr(each, light), GROUNDS[light]) >= 2.9 for each in known)
    assert all(contrast(each.light_text, "#FFFFFF") >= 4.5 for each in theme.classes)


def test_an_unknown_key_falls_into_the_last_class() -> None:
    assert STAGE.index("unheard of") == STAGE.index(None) == len(STAGE.classes) - 1


def test_few_classes_of_an_order_take_the_ends_of_a_scale() -> None:
    two = palettes.dress(palettes.ORDERED, 2)
    three = palettes.dress(palettes.ORDERED, 3)
    assert two == (three[0], three[2])
    with pytest.raises(ValueError, match="no scale"):
        palettes.dress(palettes.ORDERED, palettes.MOST_ORDERED + 1)


def test_the_ground_holds_areas_of_known_levels_that_have_a_boundary() -> None:
    unusable = [Area("street", "无边界街道", None), Area("galaxy", "银河", areas()[0].geom)]
    packed = ground.pack([*unusable, *areas()])
    count = packing.HEADER.unpack_from(packed.body)[2]
    assert count == len(areas())
    assert b"\\u65e0" not in packed.names
