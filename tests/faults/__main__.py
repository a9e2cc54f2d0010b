"""Every point of every doing, and thousands of power cuts; prints a table at the end.

Run it: ``python -m tests.faults [--all] [--points N] [--again N] [--cuts N] [DOING ...]``. Without
``--all`` N points of each doing are tried; with it all, and the model of any order at length.
The exit code is 1 where a bad state was found, or what is done without care was not found out.
"""

from __future__ import annotations

import argparse
import sys
import time
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from tests.faults import flows
from tests.faults.bench import BROKEN, FULL, KILL, PowerBench, Result, Server
from tests.faults.test_model import FEW, Office

CONTROLS = 40  # points at which what is done without care is tried
SEED = 20260501


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table."""

    flow: str
    fault: str
    points: int
    tried: int
    bad: int
    control: str

    def __str__(self) -> str:
        counts = f"{self.points:>7} {self.tried:>7} {self.bad:>4}"
        return f"{self.flow:<14} {self.fault:<12} {counts}  {self.control}"


def main(arguments: list[str]) -> int:
    """Run what is asked for and print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults")
    parser.add_argument("--all", action="store_true", help="every point, not a sample")
    parser.add_argument("--points", type=int, default=40, help="points of each doing")
    parser.add_argument("--again", type=int, default=100, help="faults amid mending, a doing")
    parser.add_argument("--cuts", type=int, default=2000, help="power cuts a doing")
    parser.add_argument("flows", nargs="*", metavar="DOING", help=", ".join(flows.ALL))
    asked = parser.parse_args(arguments)
    begun = time.monotonic()
    lines, bad = [], False
    with Server() as server:
        for key in asked.flows or flows.ALL:
            for line in _lines(server, key, asked):
                lines.append(line)
                bad |= bool(line.bad) or line.control.startswith("0 of")
                _say(str(line))
    if asked.all and not asked.flows:
        lines.append(_at_length())
        bad |= bool(lines[-1].bad)
    _say("", f"{'doing':<14} {'fault':<12} {'points':>7} {'tried':>7} {'bad':>4}  without care")
    _say(
        *map(str, lines),
        f"{sum(line.tried for line in lines)} runs and disks, {time.monotonic() - begun:.0f} s",
    )
    return int(bad)


def _lines(server: Server, key: str, asked: argparse.Namespace) -> Iterator[Line]:
    bench = PowerBench(server, key)
    careless = PowerBench(server, key, careless=True) if flows.ALL[key].careless else None
    for fault in (KILL, FULL, BROKEN) if flows.ALL[key].whole else ():
        places = range(len(bench.points)) if asked.all else bench.sample(asked.points)
        found = _tried(bench, fault, places)
        control = "none"
        if careless is not None:
            out = [careless.try_at(fault, place) for place in careless.sample(CONTROLS)]
            control = f"{sum(bool(each.bad) for each in out)} of {len(out)} bad"
        yield Line(key, fault, len(bench.points), len(found), _told(found), control)
    if flows.ALL[key].whole:
        rng = Random(SEED)
        places = [rng.randrange(len(bench.points)) for _ in range(asked.again)]
        found = [bench.try_again(place, rng) for place in places]
        yield Line(key, "two faults", len(bench.points), len(found), _told(found), "none")
    yield _cut(bench, careless if key == "day" else None, asked.cuts)


def _at_length() -> Line:
    """Run the model of any order of doings for long; what fails is printed by hypothesis."""
    days = 300
    try:
        run_state_machine_as_test(Office, settings=settings(FEW, max_examples=days))
    except AssertionError:
        traceback.print_exc()
        return Line("any order", "clock, kills", days, days, 1, "see test_model.py")
    return Line("any order", "clock, kills", days, days, 0, "see test_model.py")


def _tried(bench: PowerBench, fault: str, places: Sequence[int]) -> list[Result]:
    return [bench.try_at(fault, place) for place in places]


def _told(results: list[Result]) -> int:
    """Print the first bad states and return how many there are."""
    bad = [each for each in results if each.bad]
    for each in bad[:5]:
        _say(f"  {each.fault} at {each.point}, ended {each.ended}: {each.bad}")
    return len(bad)


def _cut(bench: PowerBench, careless: PowerBench | None, times: int) -> Line:
    bench.record()
    cuts = bench.cut(times, Random(SEED))
    for each in cuts.bad[:5]:
        _say(f"  power cut {each}")
    control = "none"
    if careless is not None:
        careless.record()
        out = careless.cut(200, Random(SEED))
        control = f"{len(out.bad)} of {out.differing} bad"
    return Line(cuts.flow, "power cut", cuts.differing, cuts.tried, len(cuts.bad), control)


def _say(*lines: str) -> None:
    for line in lines:
        sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
