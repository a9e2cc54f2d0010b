"""What the first start says while it works: Chinese, then English."""

from __future__ import annotations

import sys

from renewtrack.errors import UserError
from renewtrack.words import Words

REFUSED = 3  # the exit code of everything that the person has to put right first


def say(words: Words, subject: object = "") -> None:
    """Print one line of progress, in both languages, at once."""
    print(f"· {words.zh} {words.en}  {subject}".rstrip(), flush=True)


def refuse(error: UserError) -> int:
    """Print why the start stopped and what to do; return the exit code."""
    print(
        f"更新台账：{error.in_('zh')}\nrenewtrack: {error.in_('en')}", file=sys.stderr, flush=True
    )
    line = getattr(error, "line", "")
    if line:
        print(f"\n    {line}\n", file=sys.stderr, flush=True)
    return REFUSED


def speak_utf8() -> None:
    """Let Chinese text through on consoles of any code page."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")
