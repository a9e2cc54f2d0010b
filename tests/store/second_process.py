"""Another process at a project file, which does what it is told line by line."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent


class SecondProcess:
    """Runs expressions in a Python of its own; ``it`` keeps the result of the last one."""

    def __init__(self, path: Path, vfs: str = "", host: str = "") -> None:
        self._running = subprocess.Popen(
            [sys.executable, __file__, str(path), vfs, host],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            cwd=ROOT,
        )
        self.pid = self._running.pid

    def say(self, expression: str) -> None:
        """Have an expression worked out, without waiting for it."""
        assert self._running.stdin is not None
        self._running.stdin.write(expression + "\n")
        self._running.stdin.flush()

    def hear(self) -> Any:
        """Wait for the answer: what can be told of the value, or [name of the error, words]."""
        assert self._running.stdout is not None
        return json.loads(self._running.stdout.readline())

    def ask(self, expression: str) -> Any:
        """Have an expression worked out and return its answer."""
        self.say(expression)
        return self.hear()

    def kill(self) -> None:
        """End it as a power cut does."""
        self._running.kill()
        self._end()

    def close(self) -> None:
        """Let it end in good order."""
        assert self._running.stdin is not None
        self._running.stdin.close()
        self._end()

    def _end(self) -> None:
        self._running.wait()
        for pipe in (self._running.stdin, self._running.stdout):
            if pipe is not None:
                pipe.close()


def _obey(path: Path, vfs: str, host: str) -> None:
    from renewtrack.errors import UserError
    from renewtrack.store import actions, areas, file, holding, leases, processes

    leases.VFS = vfs
    if host:
        processes.host = lambda: host  # type: ignore[assignment]
        processes.machine = lambda: host  # type: ignore[assignment]
    names: dict[str, Any] = {
        "path": path,
        "file": file,
        "holding": holding,
        "actions": actions,
        "areas": areas,
    }
    for line in sys.stdin:
        try:
            names["it"] = eval(line, names)  # the test beside us wrote it
            answer: Any = names["it"]
        except UserError as refused:
            answer = [type(refused).__name__, refused.in_("zh")]
        sys.stdout.write(json.dumps(answer, default=lambda each: type(each).__name__) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.stdin.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    _obey(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
