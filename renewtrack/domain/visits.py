"""When a household is visited, as offices write it: 5月6日下午, 2025/6/10 9:30, 未预约."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from renewtrack.domain import codes, dates, text
from renewtrack.domain.dates import PartialDate
from renewtrack.domain.reading_results import Question, Unreadable
from renewtrack.words import Words

NOON = 12
_NO_DAY = Words("“{raw}”不是预约的日子", "“{raw}” is no day of a visit")
_NONE = re.compile(
    r"^(?:(?:尚|暂)?未(?:预约|约|定|联系|确定)|待(?:预约|约|联系|通知)|另(?:行)?(?:预约|约|通知)|没有?(?:预约|约)|不(?:需要?|预约|用))"
)
_HALF = re.compile(r"上午|下午|早上|早晨|中午|傍晚|晚上|[ap]\.?m\.?")
_CLOCK = re.compile(
    r"(?<!\d)(?P<hour>\d{1,2})[:时点](?:\d{1,2}分?|半)?(?:[-~至到—]\d{1,2}(?:[:时点](?:\d{1,2}分?|半)?)?)?$"
)


@dataclass(frozen=True, slots=True)
class Visit:
    """A day, without its year where none was written, and half of it (am, pm) where told."""

    date: PartialDate
    half: str | None = None


@lru_cache(maxsize=8192)
def read_visit(words: str, year: int | None = None) -> Visit | Question | Unreadable | None:
    """Return when a visit is, None where none is booked; a ``Question`` suggests a date."""
    plain = text.tidy(unicodedata.normalize("NFKC", words)).lower()  # a blank parts day and hour
    if _NONE.match(plain):
        return None
    half = _half(plain)
    said = dates.read_date(_day(plain), year)
    if said is None or isinstance(said, Unreadable | Question):
        return said
    if isinstance(said, PartialDate):
        return Visit(said, half)
    return Unreadable(words, _NO_DAY.filled(raw=words))


def half_of(words: str) -> str | None:
    """Return which half of the day the words of a visit tell, or None."""
    return _half(text.tidy(unicodedata.normalize("NFKC", words)).lower())


def _half(words: str) -> str | None:
    found = _HALF.search(words)
    if found is not None:
        entry = codes.recognise("halves", found[0])
        return entry.key if entry else None
    clock = _CLOCK.search(words)
    return ("am" if int(clock["hour"]) < NOON else "pm") if clock else None


def _day(words: str) -> str:
    """Return the words of the day alone."""
    return _HALF.sub("", _CLOCK.sub("", _HALF.sub("", words))).strip("(),;，；（）")
