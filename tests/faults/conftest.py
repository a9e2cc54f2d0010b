"""The bench, made ready once: strace at hand, one forking process for all flows."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator

import pytest

from renewtrack.first_run import apt, refusals
from tests.faults.bench import PowerBench, Server

Benches = Callable[..., PowerBench]


def _ready() -> str:
    """Return why no fault can be made here; empty where strace is at hand."""
    if not sys.platform.startswith("linux"):
        return "strace is a tool of Linux"
    if shutil.which("strace") is None and apt.is_here() and apt.may_install():
        try:
            apt.install(["strace"])
        except refusals.AptFailed as failed:
            return str(failed)
    return "" if shutil.which("strace") else "strace is not installed: apt-get install strace"


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    if reason := _ready():
        pytest.skip(reason)
    with Server() as server:
        if reason := server.refused():
            pytest.skip(reason)
        yield server


@pytest.fixture(scope="session")
def bench(server: Server) -> Benches:
    """Return a function that returns the bench of a flow, prepared once."""
    made: dict[tuple[str, bool], PowerBench] = {}

    def of(flow: str, careless: bool = False) -> PowerBench:
        if (flow, careless) not in made:
            made[flow, careless] = PowerBench(server, flow, careless)
        return made[flow, careless]

    return of
