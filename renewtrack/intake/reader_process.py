"""The process that reads sheets: it takes one file after another and may die alone.

It is started as its own program, gets jobs through its standard input and answers through its
standard output in counted marshal frames. It imports no more than reading needs, writes nothing
to disk and says nothing on the terminal.
"""

from __future__ import annotations

import faulthandler
import gc
import marshal
import os
import signal
import struct
import sys
import traceback
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path, PurePath
from typing import IO, Any

from renewtrack.intake import limits, preflight, refusals
from renewtrack.intake.crossing import BLANK, Packer, TooLong
from renewtrack.intake.gaps import RawSheet
from renewtrack.words import Words

TAKEN, SHEET, ROWS, END, DONE, REFUSED, FAILED = range(7)  # the frames, by their first value
LAST = (DONE, REFUSED, FAILED)
READ, EXPLAIN = "read", "explain"
CHUNK_ROWS = 1_000
GRACE = 5  # seconds after which a process that nobody stops ends itself
_HEADER = struct.Struct("<I")
Frame = tuple[Any, ...]
Layers = Callable[[bytes, Path], Iterator[RawSheet]]  # opens a vector file by its path


def main(layers: Layers | None = None) -> None:
    """Take jobs until the standard input ends; ``layers`` opens the files of GIS programs."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the program that started us
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    silence = os.open(os.devnull, os.O_RDWR)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    limits.cap_memory()
    gc.disable()
    while (job := receive(sys.stdin.buffer)) is not None:
        what, path, password, seconds = job
        faulthandler.dump_traceback_later(seconds + GRACE, exit=True, file=silence)
        for frame in _answers(what, Path(path), password, layers):
            send(answers, frame)
        faulthandler.cancel_dump_traceback_later()
        gc.collect()


def send(stream: IO[bytes], frame: Frame) -> None:
    """Write one frame."""
    content = marshal.dumps(frame, 2)  # without looking for values that are one object
    view = memoryview(_HEADER.pack(len(content)) + content)
    while view:
        view = view[stream.write(view) :]


def receive(stream: IO[bytes]) -> Any:
    """Return the next frame, None where the stream ends."""
    header = _exactly(stream, _HEADER.size)
    if header is None:
        return None
    content = _exactly(stream, _HEADER.unpack(header)[0])
    return None if content is None else marshal.loads(content)


def _exactly(stream: IO[bytes], size: int) -> bytearray | None:
    content = bytearray(size)
    view = memoryview(content)
    while view:
        if not (count := stream.readinto(view)):  # type: ignore[attr-defined]
            return None
        view = view[count:]
    return content


def _answers(what: str, path: Path, password: str | None, layers: Layers | None) -> Iterator[Frame]:
    """Yield the frames that answer a job; what goes wrong is the last of them."""
    yield (TAKEN,)
    try:
        content = _content(path)
        if what == EXPLAIN:
            _explain(content, path.name)
        else:
            for sheet in open_sheets(content, path, password, layers):
                yield from _frames(sheet)
        yield (DONE,)
    except refusals.SheetRefused as refused:
        yield _refusal(refused)
    except TooLong:
        yield _refusal(refusals.SheetTooBig(name=path.name, what=preflight.SIGNS))
    except MemoryError:
        yield _refusal(refusals.SheetTooBig(name=path.name, what=preflight.MEMORY))
    except Exception as fault:  # noqa: BLE001 - the job ends here, told without any value
        yield FAILED, type(fault).__name__, _places(fault)


def open_sheets(
    content: bytes, path: Path, password: str | None, layers: Layers | None = None
) -> Iterator[RawSheet]:
    """Yield the sheets of a file's bytes; raises the refusals."""
    from renewtrack.intake import passwords

    kind = preflight.kind_of(content[:4096], path.name)
    if kind == "layers" and (layers is None or preflight.is_book(content)):
        kind = "workbook"
    if kind == "layers" and layers is not None:
        yield from layers(content, path)
    elif kind == "workbook":
        from renewtrack.intake import workbooks

        yield from workbooks.read(passwords.opened(content, path.name, password), path.name)
    elif kind == "web":
        from renewtrack.intake import web_pages

        yield from web_pages.read(content, path)
    else:
        from renewtrack.intake import delimited

        yield delimited.read(content, path)


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(limits.MOST_BYTES + 1)
    except FileNotFoundError as missing:
        raise refusals.SheetMissing(name=path.name) from missing
    except OSError as locked:
        raise refusals.SheetLocked(name=path.name) from locked
    if len(content) > limits.MOST_BYTES:
        raise refusals.SheetTooBig(name=path.name, what=preflight.FILE)
    return content


def _explain(content: bytes, name: str) -> None:
    from renewtrack.intake import workbooks

    workbooks.refuse_far_cells(content, name)


def _frames(sheet: RawSheet) -> Iterator[Frame]:
    yield SHEET, sheet.name, sheet.height
    packer, rows = Packer(sheet.most_signs), iter(sheet.rows)
    while chunk := list(islice(rows, CHUNK_ROWS)):
        count, columns = packer.pack(chunk)
        yield ROWS, count, [(BLANK, None)] * sheet.left + columns
    gaps = sheet.gaps
    yield (
        END,
        sheet.hidden,
        [(merge.top, merge.left, merge.bottom, merge.right) for merge in gaps.merged],
        list(gaps.hidden_rows),
        list(gaps.hidden_columns),
        list(gaps.errors),
        list(gaps.uncached),
    )


def _refusal(refused: refusals.SheetRefused) -> Frame:
    values = {
        key: (value.zh, value.en) if isinstance(value, Words) else value
        for key, value in refused.values.items()
    }
    return REFUSED, type(refused).__name__, values


def _places(fault: Exception) -> str:
    """Return where something failed, without what it was working on."""
    frames = traceback.extract_tb(fault.__traceback__)[-20:]
    return "; ".join(f"{PurePath(each.filename).name}:{each.lineno} {each.name}" for each in frames)


if __name__ == "__main__":
    main()
