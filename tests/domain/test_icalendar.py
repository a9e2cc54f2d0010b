"""Calendar files say what RFC 5545 wants, whatever stands in the words."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from renewtrack.domain import icalendar
from renewtrack.domain.icalendar import Event

AT = dt.datetime(2026, 6, 8, 9)
STAMP = dt.datetime(2026, 6, 1, 1, 2, 3)


def unfolded(document: str) -> list[str]:
    return document.replace("\r\n ", "").split("\r\n")


def test_an_event_stands_with_its_local_times() -> None:
    event = Event("a@b", AT, AT.replace(hour=12), "入户 3 户", place="上地东里")
    lines = unfolded(icalendar.document("入户", [event], STAMP))
    for line in ("DTSTART:20260608T090000", "DTEND:20260608T120000", "DTSTAMP:20260601T010203Z"):
        assert line in lines
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]


def test_hostile_words_stay_one_value() -> None:
    hostile = "a\r\nEND:VEVENT\nATTACH:http://x;,\\\x00"
    lines = unfolded(icalendar.document("x", [Event("k", AT, AT, hostile)], STAMP))
    assert "SUMMARY:a\\nEND:VEVENT\\nATTACH:http://x\\;\\,\\\\" in lines
    assert lines.count("END:VEVENT") == 1


@given(st.text(max_size=300))
def test_no_line_is_longer_than_the_standard_allows(words: str) -> None:
    made = icalendar.document(words, [Event("k", AT, AT, words)], STAMP)
    assert all(len(line.encode()) <= 75 for line in made.split("\r\n"))
