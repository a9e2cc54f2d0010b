import pytest

from renewtrack.domain import stages
from renewtrack.domain.reading_results import Question, Unreadable

LEDGER_WORDS = [
    ("正在排查", "S00"),
    ("摸底阶段", "S00"),
    ("已列入计划", "S30"),
    ("尚未开工", "S30"),
    ("方案设计中", "S50"),
    ("正在招标", "S60"),
    ("已中标，施工准备", "S65"),
    ("已完工", "S80"),
    ("全部完成", "S80"),
    ("验收合格", "S85"),
    ("已竣工验收", "S85"),
    ("已移交物业", "S90"),
    ("暂缓实施", "X1"),
]
OTHER_WORDS = [
    ("未开工", "S30"),
    ("计划2025年5月开工", "S30"),
    ("即将进场", "S65"),
    ("已中标，尚未开工", "S65"),
    ("已开工，预计10月完工", "S70"),
    ("全部开工", "S70"),
    ("外墙施工中", "S75"),
    ("未完工", "S70"),
    ("已完工未验收", "S80"),
    ("待验收", "S80"),
    ("已验收，未移交", "S85"),
    ("施工图设计完成，正在招标", "S60"),
    ("因居民反对停工", "X3"),
    ("調整出計劃", "X2"),
    ("施工", "S70"),
    ("under construction", "S70"),
    ("已完成施工招标", "S65"),
    ("施工中标单位已确定", "S65"),
    ("开工手续办理中", "S65"),
    ("停工后已复工", "S70"),
    ("停工后未复工", "X1"),
    ("竣工验收准备", "S80"),
    ("2025年3月开工，10月竣工", "S80"),
    ("12栋全部完工", "S80"),
    ("因部分居民反对停工", "X3"),
]


@pytest.mark.parametrize(("words", "key"), LEDGER_WORDS + OTHER_WORDS)
def test_words_of_offices_name_their_stage(words: str, key: str) -> None:
    named = stages.stage_of(words)
    assert named is not None
    assert named.key == key


@pytest.mark.parametrize("words", ["管网铺设", "预计10月完工", "未招标", ""])
def test_words_that_name_no_stage_give_none(words: str) -> None:
    assert stages.stage_of(words) is None


@pytest.mark.parametrize(
    ("cell", "key", "percent"),
    [
        ("18%", "S70", 18),
        (0.18, "S70", 18),
        (18, "S70", 18),
        ("形象进度35%", "S70", 35),
        ("已开工，完成60%", "S70", 60),
        ("已完成80%", "S70", 80),
        ("主体完成50%", "S75", 50),
        ("100%", "S80", 100),
        ("0%", "S30", 0),
        ("设计完成80%", "S50", None),
        ("已移交物业", "S90", None),
    ],
)
def test_progress_cells_give_stage_and_percentage(
    cell: object, key: str, percent: float | None
) -> None:
    progress = stages.read_progress(cell)
    assert progress.stage is not None
    assert (progress.stage.key, progress.percent, progress.trouble) == (key, percent, None)


@pytest.mark.parametrize(
    ("cell", "suggestion"),
    [
        ("部分完工", "施工中"),
        ("部分楼栋已完工", "施工中"),
        ("1号楼已完工，其余施工中", "施工中"),
        ("一期完工，二期施工", "施工中"),
        ("管网改造完成，楼道改造中", "施工中"),
        ("外墙完工，屋面未完工", "施工中"),
        ("取消停车位，其余施工中", "施工中"),
        ("不具备开工条件", "列入年度计划"),
        ("60%-70%", "60%"),
        ("外墙完成60%，屋面完成100%", "60%"),
        ("剩余40%", "60%"),
        ("未完成20%", "80%"),
    ],
)
def test_words_about_a_part_or_the_rest_are_asked_about(cell: str, suggestion: str) -> None:
    progress = stages.read_progress(cell)
    assert (progress.stage, progress.percent) == (None, None)
    assert isinstance(progress.trouble, Question)
    assert progress.trouble.suggestion.in_("zh") == suggestion  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("cell", "key", "percent"),
    [
        ("投资完成率60%", None, None),
        ("完成投资60%", None, None),
        ("资金到位50%，施工中", "S70", None),
        ("资金到位50%，完成60%", "S70", 60),
        ("居民签约率达80%，正在征求意见", "S45", None),
    ],
)
def test_a_share_of_money_or_consent_is_no_progress(
    cell: str, key: str | None, percent: float | None
) -> None:
    progress = stages.read_progress(cell)
    assert (progress.stage.key if progress.stage else None, progress.percent) == (key, percent)
    assert isinstance(progress.trouble, Question)


def test_an_empty_progress_cell_says_nothing() -> None:
    assert stages.read_progress("/") == stages.Progress(None, None, "")


def test_progress_that_cannot_be_read_says_why() -> None:
    assert isinstance(stages.read_progress("管网铺设").trouble, Unreadable)
    assert isinstance(stages.read_progress("120%").trouble, Unreadable)
    assert isinstance(stages.read_progress(1).trouble, Question)


def test_every_stage_names_itself_in_both_languages_and_has_a_bucket() -> None:
    for stage in stages.STAGES:
        assert stages.stage_of(stage.words.zh) == stage
        assert stages.stage_of(stage.words.en) == stage
        assert stages.bucket_of(stage.key).key == stage.bucket
    assert [bucket.key for bucket in stages.BUCKETS] == [
        "not_started",
        "preliminary",
        "building",
        "done",
        "blocked",
    ]


def test_no_stage_is_drawn_as_no_project() -> None:
    assert stages.bucket_of(None) is stages.NO_PROJECT


def test_buckets_differ_in_glyph_colour_and_hatch() -> None:
    drawn = [*stages.BUCKETS, stages.NO_PROJECT]
    for part in ("glyph", "light", "dark", "hatch"):
        assert len({getattr(bucket, part) for bucket in drawn}) == len(drawn)


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_text_colours_stand_out_on_white_and_fills_of_projects_too() -> None:
    for bucket in stages.BUCKETS:
        assert 1.05 / (_luminance(bucket.light_text) + 0.05) >= 4.5
        assert round(1.05 / (_luminance(bucket.light) + 0.05), 1) >= 3.0


def test_the_stepper_follows_the_stages_and_side_states_stand_beside_it() -> None:
    assert [stages.step_of(key) for key in ("S00", "S30", "S65", "S78", "S85", "S95")] == [
        0, 1, 2, 3, 4, 5,
    ]  # fmt: skip
    assert stages.step_of("X1") is None
