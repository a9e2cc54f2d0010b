"""What stands below a building: stairwells, households, what they choose, need and agree on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from renewtrack.domain import addresses, codes, numerals, text

AGREEMENTS = ("yes", "no", "undecided")
HALVES = ("am", "pm")
STATES = ("planned", "kept", "missed", "off")
_UNIT_TAIL = re.compile(r"(?:号?单元|号?门洞|号?楼门|号?门|号?梯|单)$")
_UNIT_HEAD = re.compile(r"^(?:第|单元|门洞|no\.?)(?=\d)")
_ROOM_TAIL = re.compile(r"(?:号?房间|号?房|室|户|号)$")
_NUMERAL = re.compile("[〇零一二三四五六七八九十百两廿]+")
_WHOLE_FLOAT = re.compile(r"^(\d+)\.0+$")
_GLUED = re.compile(
    r"^(?P<building>.*?[^-])(?:号楼|号栋|栋|幢|#楼|#|座|楼)[-,，]?"
    r"(?:(?P<unit>[^-]{1,4}?)(?:单元|门洞|门|梯)[-,，]?)?(?P<room>[0-9A-Za-z]{2,6})(?:室|号|户|房)?$"
    r"|^(?P<b>[0-9A-Za-z甲乙丙丁]{1,5})-(?:(?P<u>[0-9A-Za-z]{1,2})-)?(?P<r>[0-9A-Za-z]{2,6})(?:室|号|户|房)?$"
)
_ROOM = re.compile(r"(?<!\d)(\d{1,2})\d{2}(?!\d)[a-z]?(?:室|号|户)?$")
_SIGN = "(?:号楼|号栋|号幢|栋|幢|#楼|#|座|楼)"
_UNIT = "[0-9A-Za-z一二三四五六七八九十]{1,3}"
_ENTRANCE = re.compile(
    rf"^(?P<building>.+?{_SIGN})[-,]?第?(?P<unit>{_UNIT})(?:号?单元门?|号?门洞|号?楼门|号?门|号?梯)$"
)
_BARE_ENTRANCE = re.compile(
    rf"^(?P<building>.+?{_SIGN}|[0-9A-Za-z甲乙丙丁]{{1,5}})[-/,](?P<unit>{_UNIT})(?:单元|门)?$"
)
_TO_BUILDING = re.compile(rf"^.*?[0-9A-Za-z一二三四五六七八九十]{_SIGN}(?=[-,]?(?:第|{_UNIT}|$))")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stairwell:
    """One stairwell (单元) of a building; ``number`` as ``stairwell_number`` gives it."""

    id: int
    uid: str
    building_id: int
    number: str
    storeys: int | None = None
    household_count: int | None = None
    remark: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Household:
    """One household (户) by its room; ``holder`` and ``phone`` are personal.

    ``agree`` is one of ``AGREEMENTS`` or None, the area is in square metres.
    """

    id: int
    uid: str
    building_id: int
    room: str
    stairwell_id: int | None = None
    floor: int | None = None
    holder: str | None = None
    phone: str | None = None
    floor_area_m2: float | None = None
    agree: str | None = None
    remark: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemChoice:
    """Whether a household wants an item: a key of ``work_types`` or the sheet's own words."""

    id: int
    uid: str
    household_id: int
    item: str
    wanted: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """What a household, building or estate asks for; ``adopted`` is 1, 0 with ``why``, or None."""

    id: int
    uid: str
    household_id: int | None
    text: str
    building_id: int | None = None
    estate_id: int | None = None
    category: str | None = None
    source: str | None = None
    source_no: str | None = None
    said_on: str | None = None
    referred_to: str | None = None
    due: str | None = None
    reply: str | None = None
    replied_on: str | None = None
    adopted: int | None = None
    why: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """When a household is visited: an ISO date, one of ``HALVES``, one of ``STATES``."""

    id: int
    uid: str
    household_id: int
    date: str | None = None
    half: str | None = None
    state: str = "planned"
    purpose: str | None = None
    remark: str | None = None


@lru_cache(maxsize=4096)
def stairwell_number(words: str) -> str:
    """Return the plain number of a stairwell: 4单元, 四单元, 4门 and 4.0 are all ``4``."""
    plain = _plain(words)
    plain = _UNIT_HEAD.sub("", _UNIT_TAIL.sub("", plain))
    return (plain.lstrip("0") or plain).upper()


@lru_cache(maxsize=4096)
def room_number(words: str) -> str:
    """Return the plain number of a room: 601室, 601号 and 601.0 are all ``601``; 0601 stays."""
    plain = _ROOM_TAIL.sub("", _WHOLE_FLOAT.sub(r"\1", text.normalise(words)))
    return plain.upper()


def floor_of(room: str) -> int | None:
    """Return the floor that a room's number says: 301 is on 3, 1204 on 12; None where it does not.

    A number of three or four digits is floor and place, as house numbers are given; others may be
    counted through and say nothing.
    """
    found = _ROOM.search(text.fold(room))
    return int(found[1]) or None if found else None


def glued(words: str) -> tuple[str | None, str | None, str] | None:
    """Return building, stairwell and room of a text such as 9号楼4单元601 or 9-4-601, or None."""
    found = _GLUED.match(text.normalise(words))
    if found is None:
        return None
    if found["b"]:
        return found["b"], found["u"], found["r"]
    return found["building"], found["unit"], found["room"]


def entrance(words: str, bare: bool = False) -> tuple[str, str] | None:
    """Return building and stairwell of a text such as 6号楼2单元, or None.

    With ``bare`` 6-2 is one too, where it may else be the number of a building.
    """
    plain = text.normalise(words)
    found = _ENTRANCE.match(plain) or (_BARE_ENTRANCE.match(plain) if bare else None)
    return (found["building"], found["unit"]) if found else None


def estate_before(words: str) -> str | None:
    """Return the estate that stands before a building's number, 和平里9号楼4单元601, or None."""
    found = _TO_BUILDING.match(text.normalise(words))
    estate, numbers = addresses.buildings_in(found[0]) if found else ("", ())
    return estate if numbers else None


def item_of(heading: str) -> str:
    """Return how an item is stored: the key of the work type that has just this name, or words."""
    words = text.tidy(text.heading(heading)[0])
    folded = text.fold(words)
    for entry in codes.table("work_types"):
        if text.fold(entry.words.zh) == folded:
            return entry.key
    return words


def item_words(item: str) -> str:
    """Return what an item is called, in the office's own words."""
    entry = codes.code("work_types", item)
    return entry.words.zh if entry else item


def _plain(words: str) -> str:
    folded = _WHOLE_FLOAT.sub(r"\1", text.fold(words))
    return _NUMERAL.sub(lambda found: numerals.arabic(found[0]), folded)
