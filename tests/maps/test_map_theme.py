from __future__ import annotations

import pytest

from renewtrack.domain import stages
from renewtrack.maps import ground, packing
from renewtrack.maps.theme import STAGE, THEMES, Theme
from tests.maps.district import Area, areas


def test_the_stage_theme_has_every_bucket_and_no_project_last() -> None:
    buckets = [*stages.BUCKETS, stages.NO_PROJECT]
    assert [each.key for each in STAGE.classes] == [bucket.key for bucket in buckets]


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.key)
def test_no_two_classes_share_a_colour_a_glyph_or_a_word(theme: Theme) -> None:
    for looks in ("light", "dark", "glyph", "words", "key"):
        values = [getattr(each, looks) for each in theme.classes]
        assert len(set(values)) == len(values), looks


def test_an_unknown_key_falls_into_the_last_class() -> None:
    assert STAGE.index("unheard of") == STAGE.index(None) == len(STAGE.classes) - 1


def test_the_ground_holds_areas_of_known_levels_that_have_a_boundary() -> None:
    unusable = [Area("street", "无边界街道", None), Area("galaxy", "银河", areas()[0].geom)]
    packed = ground.pack([*unusable, *areas()])
    count = packing.HEADER.unpack_from(packed.body)[2]
    assert count == len(areas())
    assert b"\\u65e0" not in packed.names
