"""An address taken apart: district, street, community, estate, zone, building, stairwell, room."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from renewtrack.domain import addresses, numerals, text

_NUMERAL = "[0-9〇零一二三四五六七八九十百]"
_CITY = r"(?:[^省市区县]{2,8}(?:省|自治区))?(?P<city>[^省市区县]{2,8}市)(?![场政民府委直属容])"
_DISTRICT = r"(?P<district>[^省市区县0-9]{2,8}[区县旗])"
_STREET = r"(?P<street>[^街]{1,10}?(?:街道办事处|街道办|街道))"
_ALONE = r"(?P<alone>[^省市区县0-9]{2,8}[区县旗])(?=[^街]{1,10}?街道)"
_HEAD = re.compile(rf"^(?:{_CITY}(?:{_DISTRICT}(?=.))?|{_ALONE})?(?:{_STREET}(?=.))?")
_COMMUNITY = re.compile(
    r"^(?P<community>[^社]{1,12}(?:社区居委会|社区居民委员会|社区|居委会))(?=.)"
)
_ROOM = re.compile(
    r"(?P<before>.*(?:单元|门洞|[楼栋幢座#门梯-]))(?P<room>[A-Z]?[0-9]{1,5}[A-Z]?)(?:室|房|号房?|户)?$"
)
_DASHED = re.compile(  # 3号楼2-501 and 3-2-501
    r"(?P<before>.*[楼栋幢座#]|[0-9]{1,3}-)(?P<unit>[0-9]{1,2})(?:单元)?-(?P<room>[0-9]{2,5})(?:室|房)?$"
)
_UNIT = re.compile(
    rf"(?P<before>.*?)(?P<unit>{_NUMERAL}+|[A-Z甲乙丙丁东西南北中])(?:单元|门洞|门|梯)$"
)
_BUILDING = re.compile(
    rf"(?P<before>.*?)(?P<building>[甲乙丙丁附A-Z]?{_NUMERAL}+[甲乙丙丁A-Z]?|[A-Z])"
    r"(?:号住宅楼|号楼|#住宅楼|#楼|号栋|号幢|#栋|#|栋楼|幢楼|栋|幢|座|楼)(?:[甲乙丙丁A-Z](?=$))?$"
)
_HOUSE = re.compile(rf"(?P<before>.*[^0-9路街巷弄道里])(?P<building>{_NUMERAL}+)号$")
_ZONE = re.compile(
    rf"(?P<before>.*?)第?(?P<zone>(?:{_NUMERAL}+|(?<!小)[东西南北中A-Z])(?:区|期|组团))$"
)


@dataclass(frozen=True, slots=True)
class Address:
    """The parts that an address names, None for those it does not; numbers are plain digits.

    ``zone`` is ``1区`` for 一区 and 第1区, ``building`` as ``addresses.building_number`` gives it
    without the zone, ``unit`` the stairwell, ``room`` as it is written.
    """

    district: str | None = None
    street: str | None = None
    community: str | None = None
    estate: str | None = None
    zone: str | None = None
    building: str | None = None
    unit: str | None = None
    room: str | None = None

    @property
    def number(self) -> str | None:
        """Return the building's number with its zone before it: ``1区5``."""
        return f"{self.zone or ''}{self.building}" if self.building else None


def parse(words: str, streets: Iterable[str] = ()) -> Address:
    """Take an address apart from both ends; what stands between is the estate.

    ``streets`` are further names that may stand before it, such as towns (永定镇): a town in
    general is told from no estate's name. 上地东里1区5#楼2单元 has the estate 上地东里, zone 1区,
    building 5, unit 2. The number of a house in its road (建设路12号) is part of the estate.
    """
    plain = text.normalise(words).upper()
    head = _HEAD.match(plain)
    assert head is not None
    rest = plain[head.end() :]
    street = head["street"]
    if street is None:
        street, rest = _known_street(rest, streets)
    community = _COMMUNITY.match(rest)
    if community is not None:
        rest = rest[community.end() :]
    estate, zone, building, unit, room = _behind(rest)
    return Address(
        district=head["district"] or head["alone"],
        street=street,
        community=community["community"] if community else None,
        estate=estate or None,
        zone=zone,
        building=building,
        unit=unit,
        room=room,
    )


def _known_street(rest: str, streets: Iterable[str]) -> tuple[str | None, str]:
    for street in streets:
        known = text.normalise(street).upper()
        if known and rest.startswith(known) and rest != known:
            return street, rest[len(known) :]
    return None, rest


def _behind(rest: str) -> tuple[str, str | None, str | None, str | None, str | None]:
    """Return estate, zone, building, unit and room of what stands behind the community."""
    room = unit = building = zone = None
    if found := _DASHED.match(rest):
        unit, room = found["unit"].lstrip("0"), found["room"]
        rest = f"{found['before'][:-1]}#" if found["before"][-1] == "-" else found["before"]
    elif (found := _ROOM.match(rest)) and (_UNIT.match(found["before"]) or _house(found["before"])):
        rest, room = found["before"].rstrip("-"), found["room"]
    if (found := _UNIT.match(rest)) and (_house(found["before"]) or not found["before"]):
        rest, unit = found["before"], _arabic(found["unit"])
    if (found := _house(rest)) is not None:
        rest, building = found["before"], addresses.building_number(rest[len(found["before"]) :])
    if found := _ZONE.match(rest):
        rest, zone = found["before"], _arabic(found["zone"])
    return rest.strip("-,、()"), zone, building, unit, room


def _house(words: str) -> re.Match[str] | None:
    return _BUILDING.match(words) or _HOUSE.match(words)


def _arabic(words: str) -> str:
    return numerals.arabic(words).lstrip("0")
