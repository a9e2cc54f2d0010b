"""Stages begin, complete and are accepted in one place; gates say what each needs."""

from __future__ import annotations

from itertools import pairwise

import pytest

from renewtrack.domain import codes, gates, lifecycle, stages

ORDER = tuple(stage.key for stage in stages.STAGES if stage.key not in lifecycle.SIDE)


@pytest.mark.parametrize(
    ("stage", "group", "started", "completed", "accepted"),
    [
        ("S00", "plan", False, False, False),
        ("S30", "plan", False, False, False),
        ("S40", "design", False, False, False),
        ("S60", "design", False, False, False),
        ("S65", "build", False, False, False),
        ("S70", "build", True, False, False),
        ("S78", "build", True, False, False),
        ("S80", "accept", True, True, False),
        ("S85", "accept", True, True, True),
        ("S88", "accept", True, True, True),
        ("S90", "operate", True, True, True),
        ("S95", "operate", True, True, True),
        ("X1", None, False, False, False),
        ("X2", None, False, False, False),
        ("X3", None, False, False, False),
        (None, None, False, False, False),
    ],
)
def test_a_stage_means_one_thing(
    stage: str | None, group: str | None, started: bool, completed: bool, accepted: bool
) -> None:
    found = lifecycle.group_of(stage)
    assert (found.key if found else None) == group
    assert lifecycle.is_started(stage) is started
    assert lifecycle.is_completed(stage) is completed
    assert lifecycle.is_accepted(stage) is accepted


@pytest.mark.parametrize(
    ("stage", "to", "back"),
    [("S70", "S65", True), ("S70", "S70", False), ("S70", "S75", False), (None, "S00", False),
     ("X1", "S30", False), ("S80", "X2", False)],
)  # fmt: skip
def test_going_back_is_to_an_earlier_stage(stage: str | None, to: str, back: bool) -> None:
    assert lifecycle.goes_back(stage, to) is back


def test_the_stages_go_one_way() -> None:
    assert list(ORDER) == sorted(ORDER)
    for earlier, later in pairwise(ORDER):
        assert lifecycle.forward(earlier)[0] == later
    assert lifecycle.forward("S95") == lifecycle.forward("X1") == ()


@pytest.mark.parametrize("stage", ORDER)
def test_only_works_under_way_have_a_part_percentage(stage: str) -> None:
    assert lifecycle.may_have_percent(stage) is ("S70" <= stage <= "S78")


def test_every_gate_is_of_a_stage_and_every_need_has_a_name() -> None:
    assert set(gates.needs()) <= set(ORDER)
    for needs in gates.needs().values():
        for need in needs:
            table = "papers" if need.startswith(gates.PAPER) else "gates"
            assert codes.code(table, need.removeprefix(gates.PAPER)) is not None, need


@pytest.mark.parametrize(
    ("start", "to", "lacks"),
    [
        (None, "S00", ()),
        ("S10", "S20", ("paper:application",)),
        ("S20", "S30", ("field:plan_year", "date:start_plan", "date:finish_plan", "fund:planned")),
        ("S40", "S50", ("paper:approval", "consent")),
        ("S65", "S70", ("paper:contract", "paper:start_report", "fund:received")),
        # A stage passed over is not forgotten.
        ("S55", "S65", ("paper:budget_review", "paper:award")),
        ("S78", "S80", ("date:start_actual",)),
        ("S70", "S85", ("date:start_actual", "paper:acceptance", "defects:closed",
                        "acceptance:passed")),
        # Neither are its dates: the move tells those of its own stage only.
        ("S65", "S90", ("paper:contract", "paper:start_report", "fund:received",
                        "date:start_actual", "date:finish_actual", "paper:acceptance",
                        "defects:closed", "acceptance:passed", "date:accept_date",
                        "paper:settlement", "paper:handover", "field:keeper")),
        ("S65", "S80", ("paper:contract", "paper:start_report", "fund:received",
                        "date:start_actual")),
        # Back, aside and on the spot nothing is asked.
        ("S70", "S60", ()),
        ("S70", "S70", ()),
        ("S70", "X1", ()),
    ],
)  # fmt: skip
def test_a_move_needs_what_its_stages_need(
    start: str | None, to: str, lacks: tuple[str, ...]
) -> None:
    assert gates.lacking(start, to, frozenset()) == lacks


def test_what_stands_is_not_asked_for() -> None:
    have = {"paper:contract", "fund:received"}
    assert gates.lacking("S65", "S70", have) == ("paper:start_report",)
    assert gates.lacking("S65", "S70", have | {"paper:start_report"}) == ()


def test_what_lacks_is_told_in_both_languages() -> None:
    said = gates.listed(("paper:contract", "consent"))
    assert said.zh == "施工合同、居民意见（表决通过或征询表）"
    assert "Works contract" in said.en
