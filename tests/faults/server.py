"""A process with everything imported that forks once a run, so that a run takes no start-up."""

from __future__ import annotations

import ctypes
import json
import os
import subprocess
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from renewtrack.errors import UserError
from tests.faults import flows
from tests.faults.flows import Flow

DONE, REFUSED, FAILED = 0, 7, 8  # what a run that was not killed ends with
_ANY_TRACER = (0x59616D61, ctypes.c_ulong(-1))  # prctl: PR_SET_PTRACER, PR_SET_PTRACER_ANY


def main() -> None:
    """Answer one JSON line for each JSON line asked."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # nothing that a flow prints gets between the answers
    for line in sys.stdin:
        asked = json.loads(line)
        flow = flows.ALL.get(asked["flow"], flows.REOPEN)
        answers.write(json.dumps(_ANSWERS[asked["do"]](flow, asked)) + "\n")
        answers.flush()


def _prepare(flow: Flow, asked: dict[str, Any]) -> None:
    """Lay the folder, and run everything once on a copy: later forks import nothing."""
    folder, spare = Path(asked["folder"]), Path(asked["spare"])
    flow.lay(folder)
    for run in filter(None, (flow.run, flow.careless)):
        flow.copy(folder, spare)
        run(spare)
        flow.state(spare)


def _run(flow: Flow, asked: dict[str, Any]) -> int:
    """Run a flow in a child, under strace where arguments for it came; return how it ended."""
    ready, go = os.pipe()
    # Opened here: nothing that the child does before it is let go may be counted or fail.
    said = os.open(asked["said"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    child = os.fork()
    if child == 0:
        os.close(go)
        run = flow.careless if asked["careless"] and flow.careless else flow.run
        ctypes.CDLL(None).prctl(*_ANY_TRACER, 0, 0, 0)
        os.read(ready, 1)
        os._exit(_outcome(run, Path(asked["folder"]), said))
    os.close(ready)
    os.close(said)
    tracer = None if asked["strace"] is None else _trace(child, asked["strace"])
    os.write(go, b"g")
    os.close(go)
    ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if tracer is not None:
        tracer.communicate()
    return ended


def _outcome(run: Callable[[Path], object], folder: Path, said: int) -> int:
    """Run, and put what it failed with where the asker reads it, by a call no fault touches."""
    try:
        run(folder)
        flows.acknowledge()
    except UserError as refused:
        _say(said, f"{type(refused).__name__}: {refused}")
        return REFUSED
    except BaseException:  # noqa: BLE001 - the child ends here
        _say(said, traceback.format_exc())
        return FAILED
    return DONE


def _say(said: int, text: str) -> None:
    os.pwritev(said, [text.encode()], 0)


def _trace(child: int, arguments: list[str]) -> subprocess.Popen[str]:
    """Return strace once it holds the child. Raises RuntimeError where it may not."""
    tracer = subprocess.Popen(
        ["strace", "-f", "-p", str(child), *arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert tracer.stderr is not None
    said = tracer.stderr.readline()
    if "attached" not in said:
        tracer.communicate()
        raise RuntimeError(said.strip())
    return tracer


def _refused(_flow: Flow, _asked: dict[str, Any]) -> str:
    """Return why no child can be traced here; empty where it can."""
    ready, go = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(go)
        ctypes.CDLL(None).prctl(*_ANY_TRACER, 0, 0, 0)
        os.read(ready, 1)
        os._exit(0)
    os.close(ready)
    why = ""
    tracer = None
    try:
        tracer = _trace(child, ["-o", "/dev/null"])
    except RuntimeError as refused:
        why = str(refused)
    os.close(go)
    os.waitpid(child, 0)
    if tracer is not None:
        tracer.communicate()
    return why


def _states(flow: Flow, asked: dict[str, Any]) -> list[str]:
    """Return what each folder holds, read in a child so that no lock of ours is in the way."""
    answer, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(answer)
        found = [_state(flow, Path(folder)) for folder in asked["folders"]]
        with os.fdopen(write, "w", encoding="utf-8") as out:
            json.dump(found, out)
        os._exit(0)
    os.close(write)
    with os.fdopen(answer, encoding="utf-8") as found:
        text = found.read()
    os.waitpid(child, 0)
    return list(json.loads(text))


def _state(flow: Flow, folder: Path) -> str:
    try:
        return flow.state(folder)
    except BaseException:  # noqa: BLE001 - told as the state it is
        return "broken: " + traceback.format_exc()


_ANSWERS: dict[str, Callable[[Flow, dict[str, Any]], object]] = {
    "prepare": _prepare,
    "run": _run,
    "states": _states,
    "refused": _refused,
}

if __name__ == "__main__":
    main()
