from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renewtrack.maps import asking

GOOD = [
    ({"ask": "ready"}, asking.Ready()),
    ({"ask": "painted", "milliseconds": 12.5}, asking.Painted(12.5)),
    ({"ask": "pick", "ids": [1, 2], "extend": True}, asking.Pick((1, 2), True)),
    ({"ask": "legend", "key": "done"}, asking.Legend("done")),
]


@pytest.mark.parametrize(("message", "ask"), GOOD)
def test_a_known_form_is_understood(message: dict[str, object], ask: asking.Ask) -> None:
    assert asking.read(json.dumps(message)) == ask


@pytest.mark.parametrize(("message", "ask"), GOOD)
def test_one_key_too_many_is_refused(message: dict[str, object], ask: asking.Ask) -> None:
    assert asking.read(json.dumps({**message, "path": "/etc/passwd"})) is None


@pytest.mark.parametrize(
    "message",
    [
        '{"ask": "open", "path": "x"}',
        '{"ask": ["ready"]}',
        '{"ask": "pick", "ids": [1, "2"], "extend": false}',
        '{"ask": "pick", "ids": [1.5], "extend": false}',
        '{"ask": "pick", "ids": [true], "extend": false}',
        '{"ask": "pick", "ids": [-1], "extend": false}',
        '{"ask": "pick", "ids": [99999999999], "extend": false}',
        '{"ask": "pick", "ids": {"0": 1}, "extend": false}',
        '{"ask": "pick", "ids": [1], "extend": 1}',
        '{"ask": "legend", "key": null}',
        '{"ask": "painted", "milliseconds": NaN}',
        '{"ask": "painted", "milliseconds": true}',
        "[" * 100_000,
        "null",
        "",
    ],
)
def test_any_other_form_is_refused(message: str) -> None:
    assert asking.read(message) is None


@given(st.text() | st.recursive(st.none() | st.booleans() | st.text(), st.lists).map(json.dumps))
def test_no_text_raises(message: str) -> None:
    assert asking.read(message) is None
