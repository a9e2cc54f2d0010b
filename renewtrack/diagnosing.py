"""Where an error came from, without anything of what the program was working on."""

from __future__ import annotations

import platform
import re
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import PurePath

import renewtrack

_FRAMES = 60  # of one error; the innermost tell where it broke
_DUMPED = re.compile(r'^  File "(?P<file>.*)", line (?P<line>\d+) in (?P<name>.*)$')
_HEADS = (
    re.compile(r"^Fatal Python error: [A-Za-z ]+"),
    re.compile(r"^Windows fatal exception: [A-Za-z0-9 ]+"),
    re.compile(r"^(Current thread|Thread) 0x[0-9a-f]+"),
)
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'|“[^”]*”|‘[^’]*’|`[^`]*`|\([^()]*\)")
_QT_WORD = re.compile(r"Q[A-Za-z]+(?:::~?[A-Za-z]+)*")
_PLAIN_WORD = re.compile(r"[a-z]{1,20}")


def diagnosis(error: BaseException, *with_: str) -> str:
    """Return where an error came from: files, lines and its kind; never values or messages.

    What caused it comes after it. ``with_`` names further programs that take part.
    """
    lines = [system(*with_)]
    cause: BaseException | None = error
    seen: list[BaseException] = []
    while cause is not None and cause not in seen:
        seen.append(cause)
        lines += [type(cause).__name__, *_places(cause)]
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)
    return "\n".join(lines)


def system(*with_: str) -> str:
    """Return which versions of what take part, in one line."""
    under = f"{platform.system()} {platform.release()}"
    versions = f"renewtrack {renewtrack.__version__}", f"Python {platform.python_version()}"
    return " · ".join((*versions, *with_, under))


def of_dump(dump: str) -> str:
    """Return the stacks that ``faulthandler`` wrote when the process died, without folders."""
    return "\n".join(line for each in dump.splitlines() if (line := _of_dump(each)))


def of_message(category: str, message: str) -> str:
    """Return what a library said as far as it is the library's own words.

    Quoted parts, paths, numbers and all that is no plain English word may be data of the person
    and are left out; of what a page's script says, everything.
    """
    if category in ("js", "qml"):
        return category
    words = _QUOTED.sub(" ", message).split()
    own = (word.strip(".,:;!?") for word in words)
    kept = [word for word in own if _QT_WORD.fullmatch(word) or _PLAIN_WORD.fullmatch(word)]
    return f"{category}: {' '.join(kept)}"


@contextmanager
def strays_caught(tell: Callable[[BaseException], object]) -> Iterator[None]:
    """Hand over what no code catches in threads and at the end of objects; nothing is printed."""
    before = threading.excepthook, sys.unraisablehook
    catch_strays(tell, tell)
    try:
        yield
    finally:
        threading.excepthook, sys.unraisablehook = before


def catch_strays(
    of_thread: Callable[[BaseException], object], of_end: Callable[[BaseException], object]
) -> None:
    """Hand over what ends a thread, and what goes wrong while an object ends, from now on."""

    def in_thread(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None and not isinstance(args.exc_value, SystemExit):
            of_thread(args.exc_value)

    def unraisable(args: sys.UnraisableHookArgs) -> None:
        if args.exc_value is not None:
            of_end(args.exc_value)

    threading.excepthook, sys.unraisablehook = in_thread, unraisable


def _of_dump(line: str) -> str:
    place = _DUMPED.match(line)
    if place is not None:
        return f"{PurePath(place['file']).name}:{place['line']} {place['name']}"
    return next((head[0] for kind in _HEADS if (head := kind.match(line))), "")


def _places(error: BaseException) -> list[str]:
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    return [f"{PurePath(each.filename).name}:{each.lineno} {each.name}" for each in frames]
