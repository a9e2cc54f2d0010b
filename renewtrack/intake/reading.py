"""Any file an office sends, read into the cells of its sheets by a process of its own."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from renewtrack.errors import UserError
from renewtrack.intake import limits, preflight, readers, refusals
from renewtrack.intake.crossing import unpack
from renewtrack.intake.pasted import read_text
from renewtrack.intake.progress import Progress, look
from renewtrack.intake.reader_process import (
    END,
    EXPLAIN,
    FAILED,
    READ,
    REFUSED,
    ROWS,
    SHEET,
    Frame,
)
from renewtrack.intake.readers import warm
from renewtrack.intake.sheets import Cell, Merge, SheetCells
from renewtrack.words import Words

__all__ = ["ReaderFault", "read", "read_text", "warm"]

_ROWS_BELOW, _COLUMNS_BESIDE = 1_000, 50  # as far as merged ranges are followed
SPARE_BELOW = 4 << 20  # bytes of a file whose process is used again
_OUT_OF_MEMORY = {-getattr(signal, name, 6) for name in ("SIGABRT", "SIGKILL")} | {3, 0xC0000409}


class ReaderFault(Exception):
    """The reading process failed inside; says where, without what it was reading."""


def read(
    path: Path, password: str | None = None, progress: Progress | None = None
) -> tuple[SheetCells, ...]:
    """Read the sheets of a file, of whatever format its first bytes show.

    Text keeps its exact signs ("2023.10" is text), blanks are None, hidden sheets are told.
    ``progress`` is told the rows read and, once it is known, of how many; where it returns
    False, Cancelled is raised and nothing is left.
    Raises a UserError with its own sentence for a file that is missing, locked, empty,
    passworded, damaged, too big, too slow to read, or no sheet at all.
    """
    path = Path(path)
    preflight.kind(path)
    sheets = _read(path, password, progress)
    if not any(sheet.rows for sheet in sheets):
        raise refusals.SheetEmpty(name=path.name)
    return sheets


def _read(path: Path, password: str | None, progress: Progress | None) -> tuple[SheetCells, ...]:
    size = path.stat().st_size
    seconds = limits.seconds(size)
    job = (READ, str(path.absolute()), password, seconds)
    sheets = _Sheets(progress)
    try:
        with closing(readers.run(job, seconds, sheets.look, keep=size < SPARE_BELOW)) as answers:
            for frame in answers:
                sheets.take(frame, path.name)
    except readers.NotStarted as refused:
        raise refusals.ReaderNotStarted(name=path.name) from refused
    except TimeoutError as slow:
        raise refusals.SheetTooSlow(name=path.name, seconds=seconds) from slow
    except readers.Died as died:
        raise _why(path, died.code, sheets.look) from died
    return tuple(sheets.made)


def _why(path: Path, code: int, look: Callable[[], None]) -> UserError:
    """Return why the process died over a file: have another look for what bursts the memory."""
    job = (EXPLAIN, str(path.absolute()), None, limits.SECONDS)
    with (
        suppress(readers.NotStarted, readers.Died, TimeoutError),
        closing(readers.run(job, limits.SECONDS, look)) as answers,
    ):
        for kind, *told in answers:
            if kind == REFUSED:
                return _refusal(*told)
    if code in _OUT_OF_MEMORY:
        return refusals.SheetTooBig(name=path.name, what=preflight.MEMORY)
    return refusals.SheetUnusual(name=path.name)


def _refusal(kind: str, values: dict[str, Any]) -> UserError:
    refused: type[refusals.SheetRefused] = getattr(refusals, kind)
    return refused(
        **{
            key: Words(*value) if isinstance(value, tuple) else value
            for key, value in values.items()
        }
    )


class _Sheets:
    """Puts the frames together into sheets and tells how far it has come."""

    def __init__(self, progress: Progress | None) -> None:
        self.made: list[SheetCells] = []
        self._progress = progress
        self._name = ""
        self._rows: list[tuple[Cell, ...]] = []
        self._widths: set[int] = set()
        self._known: dict[str, str] = {}
        self._done = self._of = 0

    def look(self) -> None:
        """Tell how far it is; raises Cancelled where the person wants to stop."""
        look(self._progress, self._done, self._of)

    def take(self, frame: Frame, name: str) -> None:
        """Take one frame of a file's sheets; raises the refusal where it is one."""
        kind, *told = frame
        if kind == SHEET:
            self._name, height = told
            self._of += height
            self._rows, self._widths = [], set()
        elif kind == ROWS:
            count, columns = told
            rows, width = unpack(count, columns, self._known)
            self._rows += rows
            self._widths.add(width)
            self._done += count
        elif kind == END:
            self._end(*told)
        elif kind == REFUSED:
            raise _refusal(*told)
        elif kind == FAILED:
            raise refusals.SheetUnusual(name=name) from ReaderFault(*told)
        self.look()

    def _end(self, hidden: bool, merged: Iterable[tuple[int, int, int, int]], *gaps: Any) -> None:
        hidden_rows, hidden_columns, errors, uncached = gaps
        flaws = dict.fromkeys(uncached, "uncached") | dict.fromkeys(errors, "error")
        rows = self._squared()
        self.made.append(
            SheetCells(
                name=self._name,
                rows=rows,
                merged=tuple(_within((Merge(*each) for each in merged), rows)),
                hidden=hidden,
                hidden_rows=frozenset(hidden_rows),
                hidden_columns=frozenset(hidden_columns),
                flaws=flaws,
            )
        )

    def _squared(self) -> tuple[tuple[Cell, ...], ...]:
        """Return rows of equal length without blank ones at the end."""
        rows, width = self._rows, max(self._widths, default=0)
        while rows and not any(cell is not None for cell in rows[-1]):
            rows.pop()
        if len(self._widths) > 1:
            rows = [row + (None,) * (width - len(row)) for row in rows]
        return tuple(rows)


def _within(merged: Iterable[Merge], rows: tuple[tuple[Cell, ...], ...]) -> Iterator[Merge]:
    """Yield the merged ranges in their order, no further than rows are ever added below."""
    last, right = len(rows) + _ROWS_BELOW, (len(rows[0]) if rows else 0) + _COLUMNS_BESIDE
    room = (last + 1) * (right + 1)  # to cover more, ranges must overlap
    for each in sorted(merged, key=_place):
        if 0 <= each.top <= min(each.bottom, last) and 0 <= each.left <= min(each.right, right):
            cut = Merge(each.top, each.left, min(each.bottom, last), min(each.right, right))
            room -= (cut.bottom - cut.top + 1) * (cut.right - cut.left + 1)
            if room < 0:
                return
            yield cut


def _place(merge: Merge) -> tuple[int, int]:
    return merge.top, merge.left
