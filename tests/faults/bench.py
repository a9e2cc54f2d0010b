"""The bench: one flow, one fault at one point, and whether the old or the new file is there."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from types import TracebackType
from typing import Any

from tests.faults import recording
from tests.faults.flows import ALL as FLOWS
from tests.faults.flows import REOPEN
from tests.faults.power import Disk, lay

ROOT = Path(__file__).resolve().parent.parent.parent
MEMORY = Path("/dev/shm")  # where a sync costs nothing; the calls are the same
WRITES = (
    *("pwrite64", "write", "ftruncate", "fallocate", "fsync", "fdatasync"),
    *("rename", "renameat", "renameat2", "unlink", "unlinkat", "link", "linkat", "symlink"),
    *("mkdir", "mkdirat", "rmdir", "copy_file_range", "sendfile", "openat"),
)
ROOM_NEEDED = {
    *("pwrite64", "write", "ftruncate", "fallocate", "rename", "renameat", "renameat2"),
    *("link", "linkat", "symlink", "mkdir", "mkdirat", "copy_file_range", "sendfile", "openat"),
}  # what a full disk refuses
KILL, FULL, BROKEN = "kill", "ENOSPC", "EIO"
FAULTS = (KILL, FULL, BROKEN)
DONE, REFUSED, FAILED = 0, 7, 8
ENDS = (DONE, REFUSED, FAILED, -9)
WHILE_OPENING = (
    *(("pwrite64", nth) for nth in range(1, 40)),
    *((name, nth) for name in ("fdatasync", "unlink", "openat") for nth in range(1, 4)),
    *(("ftruncate", 1), ("link", 1), ("fsync", 1)),
)
BATCH = 40  # disks that one child looks at
KNOWN_TO_STAND = ("Unconfirmed:", "NotPacked:")  # refusals that say that it was written
_CALL = re.compile(r"(?:\d+ +)?(\w+)\((.*)")


@dataclass(frozen=True, slots=True)
class Point:
    """One system call of a flow that changes the disk: the n-th of its name."""

    name: str
    nth: int


@dataclass(frozen=True, slots=True)
class Result:
    """What a fault at a point led to; ``bad`` is None where old or new is there."""

    fault: str
    point: Point
    ended: int
    is_new: bool
    bad: str | None


class Server:
    """The forking process of ``tests.faults.server`` and a folder for its files."""

    def __init__(self) -> None:
        here = MEMORY if MEMORY.is_dir() else None
        self.folder = Path(tempfile.mkdtemp(prefix="renewtrack-faults-", dir=here))
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.server"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def __enter__(self) -> Server:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._process.communicate()
        shutil.rmtree(self.folder, ignore_errors=True)

    def ask(self, do: str, flow: str, **asked: object) -> Any:
        """Ask for one thing and return the answer."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"do": do, "flow": flow, **asked}) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if not answer:
            raise RuntimeError(f"the bench died at {do} {flow}")
        return json.loads(answer)

    def refused(self) -> str:
        """Return why strace may trace nothing here; empty where it may."""
        return str(self.ask("refused", next(iter(FLOWS))))


class Bench:
    """One flow, or its careless twin, with its points and its two rightful states."""

    def __init__(self, server: Server, flow: str, careless: bool = False) -> None:
        self.server, self.flow, self.careless = server, flow, careless
        place = server.folder / f"{flow}-{careless}"
        self.laid, self.tried, self.log = place / "laid", place / "tried", place / "log"
        self.said = place / "said"
        self.laid.mkdir(parents=True)
        server.ask("prepare", flow, folder=str(self.laid), spare=str(self.tried))
        self.old = self._state(self._fresh())
        self.points = self._points()
        self.new = self._state(self.tried)

    def try_at(self, fault: str, place: int) -> Result:
        """Run the flow with a fault at a point, and look at what is left."""
        self._fresh()
        ended = self._run(self._injecting(fault, place))
        state = self._state(self.tried)
        bad = self._judged(fault, ended, state)
        if ended == FAILED and bad is None:
            bad = "a traceback instead of a refusal: " + self.said.read_text("utf-8")
        return Result(fault, self.points[place], ended, state == self.new, bad)

    def try_again(self, place: int, rng: Random) -> Result:
        """Kill the flow at a point, and let a second fault hit the opening after it."""
        self._fresh()
        ended = self._run(self._injecting(KILL, place))
        fault, at = rng.choice(FAULTS), Point(*rng.choice(WHILE_OPENING))
        after = f"signal=KILL:when={at.nth}" if fault == KILL else f"error={fault}:when={at.nth}+"
        strace = ["-e", f"trace={','.join(WRITES)}", "-o", "/dev/null"]
        second = self._run([*strace, "-e", f"inject={at.name}:{after}"], REOPEN.key)
        state = self._state(self.tried)
        bad = self._judged(KILL, ended, state)
        if second == FAILED and bad is None:
            bad = "a traceback instead of a refusal: " + self.said.read_text("utf-8")
        return Result(f"then {fault} at {at}", self.points[place], ended, state == self.new, bad)

    def sample(self, count: int) -> list[int]:
        """Return places spread over all points, half of them at calls that write no page."""
        pages = [place for place, each in enumerate(self.points) if each.name == "pwrite64"]
        rare = [place for place, each in enumerate(self.points) if each.name != "pwrite64"]
        seldom = _spread(rare, count // 2)
        return sorted({*seldom, *_spread(pages, count - len(seldom)), len(self.points) - 1})

    def _judged(self, fault: str, ended: int, state: str) -> str | None:
        if state not in (self.old, self.new):
            return state if state.startswith("broken") else "neither old nor new"
        if ended not in ENDS:
            return f"ended with {ended}"
        if ended == DONE and state != self.new:
            return "done was said, and it is not there"
        said = self.said.read_text("utf-8")
        if ended == REFUSED and state != self.old and not self._harmless(said):
            return f"refused, and yet it is there: {said}"
        return None

    def _harmless(self, said: str) -> bool:
        """Tell whether the refusal itself said so, or the person has the same either way."""
        return said.startswith(KNOWN_TO_STAND) or FLOWS[self.flow].same_to_people

    def _fresh(self) -> Path:
        shutil.rmtree(self.tried, ignore_errors=True)
        shutil.copytree(self.laid, self.tried)
        return self.tried

    def _run(self, strace: Sequence[str] | None, flow: str = "") -> int:
        return int(
            self.server.ask(
                "run",
                flow or self.flow,
                folder=str(self.tried),
                careless=self.careless,
                strace=strace,
                said=str(self.said),
            )
        )

    def _state(self, folder: Path) -> str:
        return str(self.server.ask("states", self.flow, folders=[str(folder)])[0])

    def _points(self) -> list[Point]:
        """Run the flow once without a fault and list what it does to the disk, in order."""
        traced = ",".join(WRITES)
        self._fresh()
        ended = self._run(["-e", f"trace={traced}", "-o", str(self.log)])
        assert ended == DONE, f"{self.flow} ended with {ended} without any fault"
        seen: dict[str, int] = {}
        found = []
        for line in self.log.read_text("utf-8").splitlines():
            call = _CALL.match(line)
            if call is None:
                continue
            name, rest = call.groups()
            seen[name] = seen.get(name, 0) + 1
            if name != "openat" or "O_CREAT" in rest:
                found.append(Point(name, seen[name]))
        return found

    def _injecting(self, fault: str, place: int) -> list[str]:
        at = self.points[place]
        if fault == KILL:
            faults = [f"{at.name}:signal=KILL:when={at.nth}"]
        else:
            faults = [
                f"{point.name}:error={fault}:when={when}"
                for point, when in self._from(place)
                if fault != FULL or point.name in ROOM_NEEDED
            ]
        options = ["-e", f"trace={','.join(WRITES)}", "-o", "/dev/null"]
        for each in faults:
            options += ["-e", f"inject={each}"]
        return options

    def _from(self, place: int) -> Iterable[tuple[Point, str]]:
        """Yield each kind of call with the number from which on it is to fail."""
        later: dict[str, Point] = {}
        for point in self.points[place:]:
            later.setdefault(point.name, point)
        for point in later.values():  # of those that open, only the one that makes a file
            yield point, f"{point.nth}" if point.name == "openat" else f"{point.nth}+"


@dataclass(frozen=True, slots=True)
class Cuts:
    """What power cuts at moments of one flow led to."""

    flow: str
    tried: int
    differing: int  # of them, disks that no other cut left behind
    bad: tuple[str, ...]


class PowerBench(Bench):
    """One recorded flow, and the disks that power cuts leave of it."""

    def record(self) -> None:
        """Run the flow once under strace and keep what it did, and what is due at each word."""
        self._fresh()
        assert self._run(recording.options(self.log)) == DONE
        self.events = recording.events(self.log, self.tried)
        disk = Disk(self._fresh())
        self.due = [self.old]
        for event in self.events:
            disk.go(event)
            if event.what == "said":
                self.due.append(self._found([disk.as_seen()])[0])
        assert disk.said, "nothing was acknowledged"

    def cut(self, times: int, rng: Random) -> Cuts:
        """Cut the power so many times, the moments spread over the flow, and look at each disk."""
        disk = Disk(self._fresh())
        trees: dict[bytes, tuple[int, dict[str, bytes | None]]] = {}
        per_event = times / (len(self.events) + 1)
        tried = 0
        for place, event in enumerate([None, *self.events]):
            if event is not None:
                disk.go(event)
            while tried < (place + 1) * per_event:
                tried += 1
                tree = disk.after_a_cut(rng)
                trees.setdefault(_mark(disk.said, tree), (disk.said, tree))
        differing = list(trees.values())
        found = []
        for start in range(0, len(differing), BATCH):
            found += self._found([tree for _, tree in differing[start : start + BATCH]])
        bad = [
            f"after {said} words: {state[-1500:]}"
            for (said, _), state in zip(differing, found, strict=True)
            if state not in self.due[said : said + 2]
        ]
        return Cuts(self.flow, tried, len(differing), tuple(bad))

    def _found(self, trees: list[dict[str, bytes | None]]) -> list[str]:
        folders = [self.log.with_name(f"disk-{number}") for number in range(len(trees))]
        for tree, folder in zip(trees, folders, strict=True):
            lay(tree, self.tried, folder)
        asked = [str(folder) for folder in folders]
        found = list(self.server.ask("states", self.flow, folders=asked))
        for folder in folders:
            shutil.rmtree(folder)
        return found


def _mark(said: int, tree: dict[str, bytes | None]) -> bytes:
    mark = hashlib.sha256(str(said).encode())
    for name, content in tree.items():
        mark.update(name.encode() + b"\0" + (b"/" if content is None else content))
    return mark.digest()


def _spread(places: Sequence[int], count: int) -> list[int]:
    """Return so many of the places, evenly apart, the last among them."""
    if count <= 0:
        return []
    step = max(1, -(-len(places) // count))
    return list(places[::-1][::step])
