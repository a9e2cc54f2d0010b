"""What the page may ask of the program: small JSON messages, checked by their form."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from renewtrack.maps import tool_asks
from renewtrack.maps.asks import Ask as Ask

_LONGEST = 16_000_000  # signs; a million ids
_MOST_IDS = 1_000_000
_LARGEST_ID = 2**31 - 1
_LONGEST_WORD = 200  # a class of a theme of one's own is called by the value itself


@dataclass(frozen=True, slots=True)
class Ready(Ask):
    """The page listens."""


@dataclass(frozen=True, slots=True)
class Painted(Ask):
    """Every tile in view is painted; ``milliseconds`` since the page was asked for."""

    milliseconds: float


@dataclass(frozen=True, slots=True)
class Pick(Ask):
    """Features were picked; ``extend`` adds them to those already picked."""

    ids: tuple[int, ...]
    extend: bool


@dataclass(frozen=True, slots=True)
class Legend(Ask):
    """A line of the legend was clicked."""

    key: str


def read(text: str) -> Ask | None:
    """Return what a message asks; None for anything that has not exactly the known form."""
    if len(text) > _LONGEST:
        return None
    try:
        message = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(message, dict):
        return None
    asked = message.pop("ask", None)
    reader = _READERS.get(asked) if isinstance(asked, str) else None
    return None if reader is None else reader(message)


def _ready(message: Mapping[str, object]) -> Ready | None:
    return Ready() if not message else None


def _painted(message: Mapping[str, object]) -> Painted | None:
    value = message.get("milliseconds")
    if set(message) != {"milliseconds"} or isinstance(value, bool):
        return None
    return Painted(float(value)) if isinstance(value, int | float) and 0 <= value < 1e9 else None


def _pick(message: Mapping[str, object]) -> Pick | None:
    ids, extend = message.get("ids"), message.get("extend")
    if set(message) != {"ids", "extend"} or not isinstance(extend, bool):
        return None
    if not isinstance(ids, list) or len(ids) > _MOST_IDS or not all(map(_is_id, ids)):
        return None
    return Pick(tuple(ids), extend)


def _legend(message: Mapping[str, object]) -> Legend | None:
    key = message.get("key")
    if set(message) != {"key"} or not isinstance(key, str) or len(key) > _LONGEST_WORD:
        return None
    return Legend(key)


def _is_id(value: object) -> bool:
    return type(value) is int and 0 <= value <= _LARGEST_ID


_READERS: dict[str, Callable[[Mapping[str, object]], Ask | None]] = {
    "ready": _ready,
    "painted": _painted,
    "pick": _pick,
    "legend": _legend,
    **tool_asks.READERS,
}
