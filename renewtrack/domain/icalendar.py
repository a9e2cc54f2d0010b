"""Events as a calendar file that telephones and mail programs open: RFC 5545."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_LONGEST = 75  # octets of a line, RFC 5545 section 3.1
_NOT_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Event:
    """One event in local time; ``key`` makes the same event the same at the next export."""

    key: str
    begins: dt.datetime
    ends: dt.datetime
    summary: str
    description: str = ""
    place: str = ""


def document(name: str, events: Iterable[Event], stamp: dt.datetime) -> str:
    """Return the text of a calendar; ``stamp`` is when it is written, in UTC.

    Times are floating: nine o'clock is nine o'clock wherever the telephone is.
    """
    return "".join(f"{part}\r\n" for line in _lines(name, events, stamp) for part in folded(line))


def escaped(words: str) -> str:
    """Return a text value: backslash, comma, semicolon and line break are escaped (3.3.11)."""
    plain = _NOT_TEXT.sub("", words.replace("\r\n", "\n").replace("\r", "\n"))
    for sign in ("\\", ",", ";"):
        plain = plain.replace(sign, f"\\{sign}")
    return plain.replace("\n", "\\n")


def folded(line: str) -> Iterator[str]:
    """Yield a line in parts of at most 75 octets, further ones begun by a blank."""
    part, size = "", 0
    for sign in line:
        octets = len(sign.encode())
        if size + octets > _LONGEST:
            yield part
            part, size = " ", 1
        part, size = part + sign, size + octets
    yield part


def _lines(name: str, events: Iterable[Event], stamp: dt.datetime) -> Iterator[str]:
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//renewtrack//visits//ZH")
    yield from ("CALSCALE:GREGORIAN", "METHOD:PUBLISH", f"X-WR-CALNAME:{escaped(name)}")
    for event in events:
        yield "BEGIN:VEVENT"
        yield f"UID:{escaped(event.key)}"
        yield f"DTSTAMP:{stamp:%Y%m%dT%H%M%SZ}"
        yield f"DTSTART:{event.begins:%Y%m%dT%H%M%S}"
        yield f"DTEND:{event.ends:%Y%m%dT%H%M%S}"
        yield f"SUMMARY:{escaped(event.summary)}"
        if event.description:
            yield f"DESCRIPTION:{escaped(event.description)}"
        if event.place:
            yield f"LOCATION:{escaped(event.place)}"
        yield "END:VEVENT"
    yield "END:VCALENDAR"
