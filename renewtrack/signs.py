"""Signs that show nothing themselves and change how what stands beside them is read."""

from __future__ import annotations

import re

# Zero widths, byte order marks and directions come with text copied from web pages, csv files and
# dialogs of Windows; a direction left open turns the rest of its line around, a date as well.
UNSEEN = "\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
_UNSEEN = re.compile(f"[{UNSEEN}]+")
_CONTROL = re.compile("[\\x00-\\x1f\\x7f-\\x9f\u2028\u2029]+")


def seen(text: str) -> str:
    """Return a text without the signs that show nothing."""
    return text if text.isprintable() else _UNSEEN.sub("", text)


def in_line(text: str) -> str:
    """Return a text as one line of signs that show; breaks and tabs become a blank."""
    return text if text.isprintable() else _UNSEEN.sub("", _CONTROL.sub(" ", text))
