"""Where an error came from, without anything of what the program was working on."""

from __future__ import annotations

import platform
import traceback
from pathlib import PurePath

import renewtrack


def diagnosis(error: BaseException, *with_: str) -> str:
    """Return where an error came from: files, lines and its kind; never values or messages.

    What caused it comes after it. ``with_`` names further programs that take part.
    """
    system = f"{platform.system()} {platform.release()}"
    versions = f"renewtrack {renewtrack.__version__}", f"Python {platform.python_version()}"
    lines = [" · ".join((*versions, *with_, system))]
    cause: BaseException | None = error
    seen: list[BaseException] = []
    while cause is not None and cause not in seen:
        seen.append(cause)
        lines += [type(cause).__name__, *_places(cause)]
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)
    return "\n".join(lines)


def _places(error: BaseException) -> list[str]:
    frames = traceback.extract_tb(error.__traceback__)
    return [f"{PurePath(each.filename).name}:{each.lineno} {each.name}" for each in frames]
