"""How far an import has come: its stage, the rows done and the rows a second."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from renewtrack.words import Words

if TYPE_CHECKING:
    from renewtrack.ui.tasks import Task

Teller = Callable[[int, int], bool]
READING = Words("正在读取文件", "Reading the file")
RECOGNISING = Words("正在识别表头和各列", "Recognising head and columns")
COMPARING = Words("正在逐行比对和检查", "Matching and checking row by row")
COUNTING = Words("正在统计会被覆盖的内容", "Counting what would be written over")
STORING = Words("正在写入", "Writing")
AT = Words("{stage} · {done}/{total} 行", "{stage} · {done} of {total} rows")
AT_RATE = Words(
    "{stage} · {done}/{total} 行 · 每秒 {rate} 行",
    "{stage} · {done} of {total} rows · {rate} rows a second",
)
_QUIET = 0.05  # seconds between two tellings
_SURE = 0.4  # seconds after which a rate means something


@dataclass(frozen=True, slots=True)
class Reached:
    """One moment of a job; ``rate`` is rows a second, 0 where it is not known yet."""

    stage: Words
    done: int = 0
    total: int = 0
    rate: float = 0.0

    @property
    def share(self) -> float:
        """Return how much of the stage is done, 0 to 1."""
        return min(1.0, self.done / self.total) if self.total else 0.0

    @property
    def words(self) -> Words:
        """Return what to say beside the bar."""
        if self.total <= 1:
            return Words(f"{self.stage.zh}…", f"{self.stage.en}…")
        said = AT_RATE if self.rate else AT
        return said.filled(
            stage=self.stage,
            done=f"{self.done:,}",
            total=f"{self.total:,}",
            rate=f"{self.rate:,.0f}",
        )


class Pace:
    """Takes what a job tells of its rows, passes it on now and then, and stops it when asked."""

    def __init__(self, task: Task) -> None:
        self._task = task
        self.reached = Reached(READING)
        self._told = 0.0

    def stage(self, words: Words) -> Teller:
        """Begin a stage and return what its rows are told to; False means: stop."""
        began = time.perf_counter()
        self._told = 0.0

        def tell(done: float, total: float) -> bool:
            if self._task.cancelled:
                return False
            now = time.perf_counter()
            if now - self._told >= _QUIET:
                self._told = now
                spent = now - began
                rate = done / spent if spent > _SURE else 0.0
                self.reached = Reached(words, int(done), int(total), rate)
                self._task(done, total or 1.0)
            return True

        tell(0, 1)
        return tell
