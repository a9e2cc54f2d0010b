"""Killed, out of room or with a failing disk: the old file is there or the new one, never a third.

A sample of the points at which each doing changes the disk; all of them:
``python -m tests.faults --all``.
"""

from __future__ import annotations

from random import Random

import pytest

from tests.faults import flows
from tests.faults.bench import BROKEN, FULL, KILL
from tests.faults.conftest import Benches

WHOLE = [flow.key for flow in flows.ALL.values() if flow.whole]
POINTS = {KILL: 5, FULL: 2, BROKEN: 2}


@pytest.mark.parametrize("fault", POINTS)
@pytest.mark.parametrize("flow", WHOLE)
def test_old_or_new_is_there_after(bench: Benches, flow: str, fault: str) -> None:
    tried = bench(flow)
    results = [tried.try_at(fault, place) for place in tried.sample(POINTS[fault])]
    assert len(results) >= 2
    assert [f"{each.point}: {each.bad}" for each in results if each.bad] == []


@pytest.mark.parametrize("flow", [key for key in WHOLE if flows.ALL[key].careless])
def test_the_same_done_without_care_is_found_out(bench: Benches, flow: str) -> None:
    tried = bench(flow, careless=True)
    assert any(tried.try_at(KILL, place).bad for place in tried.sample(6))


@pytest.mark.parametrize("flow", ["import", "upgrade", "restore"])
def test_a_second_fault_while_the_first_is_mended_does_no_harm(bench: Benches, flow: str) -> None:
    tried, rng = bench(flow), Random(7)
    results = [tried.try_again(place, rng) for place in tried.sample(5)]
    assert [f"{each.point} {each.fault}: {each.bad}" for each in results if each.bad] == []
