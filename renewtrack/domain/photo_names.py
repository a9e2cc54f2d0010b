"""What the name of a picture and of its folders tells: place, item, phase, day."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

from renewtrack.domain import addresses, codes, homes, numerals, tables, text

PHASES = ("before", "during", "after")
_NUMERAL = "[0-9一二三四五六七八九十百]"
_PLACE = re.compile(
    rf"(?P<zone>(?:{_NUMERAL}{{1,3}}|[东西南北])区)?-?"
    rf"(?P<building>[A-Z甲乙丙丁]?{_NUMERAL}{{1,4}}[A-Z甲乙丙丁]?)(?:号楼|号栋|号幢|#楼|#|栋|幢|座|楼)"
    rf"(?:-?(?P<unit>{_NUMERAL}{{1,2}}|[A-Z甲乙丙丁])(?:单元|门|梯))?"
    r"(?:-?(?:(?P<bare>[0-9]{1,2})-)?(?P<room>[0-9]{3,4})(?![0-9])(?:室|号|户)?)?"
)
_DASHED = re.compile(
    r"(?<![0-9])(?<![0-9]-)(?P<building>[0-9]{1,3})-(?:(?P<unit>[0-9]{1,2})-)?"
    r"(?P<room>[1-9][0-9]{2,3})(?![0-9-])(?:室|号|户)?"
)
_ENTRANCE = re.compile(rf"(?P<unit>{_NUMERAL}{{1,2}})(?:单元|门洞)")
_ROOM = re.compile(r"(?:^|-|单元)(?P<room>[1-9][0-9]{2,3})(?:室|户|$|-)")
_DAY = re.compile(
    r"(?<![0-9])(?P<year>20[0-9]{2})[-.年]?(?P<month>[01][0-9])[-.月]?(?P<day>[0-3][0-9])日?"
    r"(?:[-_ T]?(?P<hour>[0-2][0-9])[-.:]?(?P<minute>[0-5][0-9])[-.:]?(?P<second>[0-5][0-9]))?"
    r"(?![0-9]{6})"
)
_CODE = re.compile(r"(?<![A-Z0-9])([BWT][0-9]{2})(?![0-9])")
_BETWEEN = re.compile(r"[\s_\-—–·.,，、;；+~()（）\[\]【】{}]+")
_LONGEST = 200  # signs of a name that are looked at


@dataclass(frozen=True, slots=True)
class Told:
    """What names tell; None for what they do not. ``estate`` is what stands before the building.

    ``loose`` is a number that may be a room, where building and stairwell are told elsewhere.
    """

    estate: str | None = None
    building: str | None = None
    unit: str | None = None
    room: str | None = None
    loose: str | None = None
    item: str | None = None
    phase: str | None = None
    taken: str | None = None  # ISO day, or day and time

    def filled(self, other: Told) -> Told:
        """Return this with what only the other tells."""
        return Told(
            other.estate if self.estate is None else self.estate,
            other.building if self.building is None else self.building,
            other.unit if self.unit is None else self.unit,
            other.room if self.room is None else self.room,
            other.loose if self.loose is None else self.loose,
            other.item if self.item is None else self.item,
            other.phase if self.phase is None else self.phase,
            other.taken if self.taken is None else self.taken,
        )


def told(name: str, own_items: Collection[str] = ()) -> Told:
    """Return what one name tells, that of a file without its suffix or of a folder.

    ``own_items`` are items that the office calls by words of its own.
    """
    plain = text.normalise(_spaced(name[:_LONGEST])).upper()
    taken, plain = _day(plain)
    plain = "-".join(piece for piece in _BETWEEN.split(plain) if piece)
    phase, plain = _phase(plain)
    found, before, behind = _place(plain)
    item = _item(plain if found is None else f"{before}-{behind}", own_items)
    if found is None:
        within = _inside(plain)
        named = item is None and not plain.isascii() and not any(within)
        return Told(plain if named else None, None, *within, item, phase, taken)
    return Told(
        before.strip("-") or None,
        found.building,
        found.unit,
        found.room,
        None if found.room else _inside(behind)[2],
        item,
        phase,
        taken,
    )


def _spaced(name: str) -> str:
    """Blanks divide a name; normalising would glue what they divide."""
    return re.sub(r"\s+", "_", name.strip())


def _day(plain: str) -> tuple[str | None, str]:
    found = _DAY.search(plain)
    if found is None:
        return None, plain
    rest = f"{plain[: found.start()]}-{plain[found.end() :]}"
    try:
        day = dt.date(int(found["year"]), int(found["month"]), int(found["day"]))
        if found["hour"] is None:
            return day.isoformat(), rest
        time = dt.time(int(found["hour"]), int(found["minute"]), int(found["second"]))
    except ValueError:
        return None, plain
    return dt.datetime.combine(day, time).isoformat(), rest


def _phase(plain: str) -> tuple[str | None, str]:
    """Return the phase that a name says, and the name without it."""
    for word, phase in _words():
        at = plain.find(word)
        if at < 0:
            continue
        if word.isascii() and _is_letter(plain, at - 1, at + len(word)):
            continue
        return phase, f"{plain[:at]}-{plain[at + len(word) :]}".strip("-")
    return _single(plain)


def _is_letter(plain: str, *places: int) -> bool:
    return any(0 <= at < len(plain) and "A" <= plain[at] <= "Z" for at in places)


def _single(plain: str) -> tuple[str | None, str]:
    """Return a phase said by one sign at the end of a piece that is a place or an item."""
    pieces = plain.split("-")
    for place, piece in enumerate(pieces):
        bare = piece.rstrip("0123456789") or piece
        phase = _signs().get(bare[-1:])
        if phase is None:
            continue
        rest = bare[:-1]
        joined = "-".join([*pieces[:place], rest]).strip("-")
        if not rest or rest[-1] in "0123456789室户元楼号栋幢#" or _item(rest, ()) is not None:
            return phase, "-".join([joined, *pieces[place + 1 :]]).strip("-")
        if _place(joined)[0] is not None and _place(joined)[2] == "":
            return phase, "-".join([joined, *pieces[place + 1 :]]).strip("-")
    return None, plain


@cache
def _words() -> tuple[tuple[str, str], ...]:
    found = tables.document("photos")["phases"]
    every = [
        (word.upper(), phase) for phase in PHASES for word in found.get(phase, ()) if len(word) > 1
    ]
    return tuple(sorted(every, key=lambda each: (-len(each[0]), each[0])))


@cache
def _signs() -> dict[str, str]:
    found = tables.document("photos")["phases"]
    return {word: phase for phase in PHASES for word in found.get(phase, ()) if len(word) == 1}


@dataclass(frozen=True, slots=True)
class _Home:
    building: str
    unit: str | None
    room: str | None


def _place(plain: str) -> tuple[_Home | None, str, str]:
    """Return building, stairwell and room in a name, and what stands before and behind."""
    found = _PLACE.search(plain)
    if found is not None:
        unit = found["unit"] or found["bare"]
        number = addresses.building_number(numerals.arabic(found["building"]))
        zone = numerals.arabic(found["zone"]) if found["zone"] else ""
        number = f"{zone}{number}"
    else:
        found = _DASHED.search(plain)
        if found is None:
            return None, plain, ""
        unit, number = found["unit"], found["building"].lstrip("0")
    stairwell = homes.stairwell_number(numerals.arabic(unit)) if unit else None
    home = _Home(number, stairwell, found["room"])
    return home, plain[: found.start()], plain[found.end() :]


def _inside(plain: str) -> tuple[str | None, str | None, str | None]:
    """Return stairwell, no room for certain, and what may be a room, of a name without building."""
    unit, room = _ENTRANCE.search(plain), _ROOM.search(plain)
    number = homes.stairwell_number(numerals.arabic(unit["unit"])) if unit else None
    return number, None, room["room"] if room else None


def _item(plain: str, own_items: Collection[str]) -> str | None:
    """Return the item that a name says: a code, the office's own words, a work type."""
    code = _CODE.search(plain)
    if code is not None and codes.code("work_types", code[1]) is not None:
        return code[1]
    own = [each for each in own_items if len(each) > 1 and text.fold(each) in text.fold(plain)]
    if own:
        return max(own, key=len)
    for piece in plain.split("-"):
        if len(piece) > 1 and not piece.isdigit():
            found = codes.recognise("work_types", piece)
            if found is not None:
                return found.key
    return None
