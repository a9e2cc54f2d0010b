"""A percentage that contradicts its stage is told."""

from __future__ import annotations

import pytest

from renewtrack.domain import doubts


@pytest.mark.parametrize(
    ("stage", "percent", "doubted"),
    [
        ("S92", 55.0, True),
        ("S85", 100.0, False),
        ("S85", None, False),
        ("S70", 62.0, False),
        ("S70", 100.0, True),
        ("S30", 10.0, True),
        ("S30", 0.0, False),
        ("S50", 80.0, False),
        ("X1", 40.0, False),
        (None, 40.0, False),
    ],
)
def test_percent_against_stage(stage: str | None, percent: float | None, doubted: bool) -> None:
    assert (doubts.of_progress(stage, percent) is not None) == doubted


def test_the_doubt_names_stage_and_percent() -> None:
    words = doubts.of_progress("S92", 55.0)
    assert words is not None
    assert "长效管理" in words.zh
    assert "55 %" in words.en
