"""After a power cut every action that was shown as stored is there, and nothing is half.

The disks are made from what strace recorded: of what was not synced, any part may be lost.
"""

from __future__ import annotations

from random import Random

import pytest

from tests.faults.conftest import Benches

SEED = 20260501
CUTS = {"day": 80, "create": 25, "upgrade": 25, "first_backup": 20, "attach": 25, "erase": 25}


@pytest.mark.parametrize("flow", CUTS)
def test_what_was_shown_as_stored_outlives_a_power_cut(bench: Benches, flow: str) -> None:
    tried = bench(flow)
    tried.record()
    cuts = tried.cut(CUTS[flow], Random(SEED))
    assert cuts.differing > CUTS[flow] / 4
    assert cuts.bad == ()


def test_a_program_that_syncs_nothing_loses_most(bench: Benches) -> None:
    tried = bench("day", careless=True)
    tried.record()
    cuts = tried.cut(40, Random(SEED))
    assert len(cuts.bad) > cuts.differing / 2
