"""Which estate of the file a row means: codes, then equal names and numbers, then a person."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from renewtrack.domain import addresses, parsed_addresses, text
from renewtrack.domain.parsed_addresses import Address
from renewtrack.domain.works import Project
from renewtrack.intake.candidates import Candidate, of_estates
from renewtrack.intake.known import AreaNames, Asked, Known, code_key, name_key
from renewtrack.intake.neighbours import SIMILAR
from renewtrack.intake.options import NEW_PLACE, NO_PLACE
from renewtrack.intake.plans import Key

MATCHED, UNSURE, NEW, NONE = "matched", "unsure", "new", "none"
_NOTHING: Mapping[tuple[str, str], str] = {}
_JOINTS = re.compile(r"[、,，;；\n]+(?![^(（]*[)）])")  # not those within brackets
_ONE = r"第?[甲乙丙丁附A-Za-z]?[0-9〇零一二三四五六七八九十百]+[甲乙丙丁A-Za-z]?"
_SIGN = r"(?:号住宅楼|号楼|#楼|号栋|栋|幢|座|#|楼|区|期|组团)?"
_BARE = re.compile(rf"(?:{_ONE}{_SIGN}[-~～至到—–和及/]?)+|[东西南北中]区")
_ADDRESS = re.compile(r"[楼栋幢座#＃号元室房][)）]?$|街道|社区|市.*区")
_ONLY_FIGURES = re.compile(r"^[-+]?[0-9.,%()]+$")


@dataclass(slots=True)
class Matched:
    """The estate that a row means: ``id`` is below 0 for one that the import itself makes.

    ``state`` is ``matched``; ``new`` for one to be made; ``unsure`` where a person has to say
    which of the ``candidates`` it is, or that it is new; ``none`` for no known place that may not
    be made, or must not by the person's word. A place of a sheet that lists places is made though
    it is unsure, and then has an id; in every other case that is not matched or new, ``id`` is 0.
    ``count`` is above 1 where so many places are named alike and the row does not tell which.
    ``numbers`` are the buildings, with their zones, that stood within the name.
    """

    id: int
    street: str | None
    community: str | None
    name: str
    count: int = 1
    state: str = MATCHED
    candidates: tuple[Candidate, ...] = ()
    numbers: tuple[str, ...] = ()
    address: Address | None = None
    more: tuple[Matched, ...] = ()  # all the estates of a row that names several

    @property
    def partial(self) -> bool:
        """Tell whether the row stands for several estates, or for some buildings of one."""
        return bool(self.more or self.numbers)

    @property
    def key(self) -> Key:
        """Return the estate's key for a ``Write``."""
        return ("estate", str(self.id)) if self.id else ()


def prepare(known: Known, names: Iterable[Asked], *, streets: bool) -> None:
    """Look at all distinct places of a sheet first, so that the order of its rows is nothing.

    ``names`` are as the rows say them: street, community, name. With ``streets`` the sheet tells
    streets row by row, so a place that has none is never made here.
    """
    asked = [one for one in dict.fromkeys(names) if not is_figures(one[2])]
    asked.sort(key=lambda one: (one[0] is None) * 2 + (one[1] is None))
    keys = addresses.name_keys([one[2] for one in asked])
    rivals = _rivals(known, asked, keys)
    for one, key in zip(asked, keys, strict=True):
        if one[0] is None and streets and not _met(known, known.area(None, one[1]), key):
            continue
        if one not in known.matched:
            known.matched[one] = _find(known, one, key, one in rivals)


def estate(
    known: Known,
    street: str | None,
    community: str | None,
    name: str,
    places: Mapping[tuple[str, str], str] | None = None,
) -> Matched:
    """Find the estate of a street + community + name as they are written; equal words once.

    An estate whose street or community is not known is met by any, and what the row lacks is left
    open. One that is not found is entered into ``known`` as new, for other rows to meet, where
    the sheet may make places. ``places`` is the person's word, see ``Options.places``.
    """
    if places is not None:
        known.places = places
    asked = (street, community, name)
    found = known.matched.get(asked)
    if found is None:
        found = known.matched[asked] = _find(known, asked, name_key(name))
    return found


def met(known: Known, street: str | None, community: str | None, name: str) -> list[int]:
    """Return the estates of a name that a row may mean by its street and community."""
    return _met(known, known.area(street, community), name_key(name))


def coded(known: Known, table: str, *codes: object) -> int | None:
    """Return the record of the first code or uid that the file knows, which decides; else None."""
    for code in codes:
        if code is not None and (found := known.codes.get((table, code_key(str(code))))):
            return found
    return None


def by_code(known: Known, number: int, asked: Asked) -> Matched:
    """Return the estate that a code has decided, with the names that its row writes."""
    area = known.area(asked[0], asked[1])
    return _matched(known, number, area, asked[2])


def written(asked: Asked) -> str:
    """Return a place as the sheet says it, which is what ``Options.places`` names it by."""
    street, community, name = asked
    return f"{street or ''}/{community or ''}/{name}"


def is_figures(name: str) -> bool:
    """Tell a name that is only figures, which is no estate's."""
    return not name[:1].isalpha() and bool(_ONLY_FIGURES.match(text.normalise(name)))


def parts(name: str) -> tuple[str, ...]:
    """Return the estates that one cell names: 甲小区、乙小区 two, 浦沅小区11、12栋 one."""
    if not _JOINTS.search(name):
        return (name,)
    found: list[str] = []
    for piece in filter(None, (piece.strip() for piece in _JOINTS.split(name))):
        if found and _BARE.fullmatch(text.normalise(piece)):
            found[-1] = f"{found[-1]}、{piece}"
        else:
            found.append(piece)
    return tuple(found)


buildings_in = addresses.buildings_in


def similar(known: Known, matched: Matched) -> str | None:
    """Return the file's nearest name to an estate that comes in as new, only to be shown."""
    if matched.state != UNSURE or not matched.candidates:
        return None
    number = known.codes.get(("estate", code_key(matched.candidates[0].uid)))
    return known.estates[number].name if number else matched.candidates[0].label


def project(
    known: Known, estate_id: int, year: int | None, name: str | None
) -> Project | int | None:
    """Return the estate's project of a year and name, None for a new one, a count if unclear."""
    standing = known.projects.get(estate_id, [])
    if year is not None:
        standing = [one for one in standing if one.plan_year in (year, None)]
    if name is not None and len(standing) > 1:
        standing = [one for one in standing if text.fold(one.name or "") == text.fold(name)]
    if len(standing) > 1 and year is not None:
        standing = [one for one in standing if one.plan_year == year] or standing
    if len(standing) > 1:
        return len(standing)
    return standing[0] if standing else None


def _find(known: Known, asked: Asked, key: str, rival: bool = False) -> Matched:
    street, community, name = asked
    area = known.area(street, community)
    alone = known.by_name.get(key, ())
    if len(alone) == 1 and known.area_keys[alone[0]] == area.keys and not known.places:
        return _as(MATCHED if alone[0] > 0 else NEW, alone[0], area, name)
    said = known.places.get(("estate", written(asked))) if known.places else None
    if said is not None and (settled := _settled(known, area, name, said)) is not None:
        return settled
    found = _met(known, area, key) if alone else []
    if not found and _ADDRESS.search(name):
        return _of_address(known, area, name)
    if len(found) == 1 and not rival:
        return _matched(known, found[0], area, name)
    if found:
        return _unclear(known, area, name, found)
    return _unknown(known, area, name, key)


def _settled(known: Known, area: AreaNames, name: str, said: str) -> Matched | None:
    """Return what the person has said of a place; None for a uid that the file lacks."""
    if said == NO_PLACE:
        return Matched(0, area.street, area.community, name, state=NONE)
    if said == NEW_PLACE:
        return _made(known, area, name, name_key(name))
    number = known.codes.get(("estate", code_key(said)))
    return _matched(known, number, area, name) if number else None


def _of_address(known: Known, area: AreaNames, name: str) -> Matched:
    """Match a name that is an address: by equal estate, zone and numbers, or by its estate."""
    parsed = parsed_addresses.parse(name, known.streets.values())
    within = area
    if parsed.street is not None and area.street is None:
        within = known.area(parsed.street, area.community or parsed.community)
    elif (
        parsed.street is not None and known.area(parsed.street, None).street_key != area.street_key
    ):
        return _unknown(known, area, name, name_key(name))  # the row contradicts itself
    estate, numbers = buildings_in(name)
    several = len(numbers) > 1
    for key, building in _readings(parsed):
        found = _met(known, within, key)
        if len(found) == 1:
            listed = numbers if several else (building,) if building else ()
            return replace(_matched(known, found[0], within, name), numbers=listed, address=parsed)
        if found:
            return _unclear(known, within, name, found)
    if numbers:
        key = name_key(estate)
        made = _find(known, (within.street, within.community, estate), key)
        return replace(made, numbers=numbers, address=parsed)
    return _unknown(known, within, name, name_key(name))


def _readings(parsed: Address) -> Sequence[tuple[str, str | None]]:
    """Return the estates that an address may mean, with the building's number in each."""
    if parsed.estate is None:
        return ()
    plain = (name_key(parsed.estate), parsed.number)
    if parsed.zone is None:
        return (plain,)
    whole = (name_key(parsed.estate + parsed.zone), parsed.building)
    return (whole, plain) if parsed.building else (whole,)  # 一区 may be an estate of its own


def _met(known: Known, area: AreaNames, key: str) -> list[int]:
    """Return the estates of a name in an area; one that tells it exactly goes before open ones."""
    found, exact = [], []
    for number in known.by_name.get(key, ()):
        street, community = known.area_keys[number]
        if (street, community) == area.keys:
            exact.append(number)
        if _agree(street, area.keys[0]) and _agree(community, area.keys[1]):
            found.append(number)
    return exact if len(exact) == 1 else found


def _agree(known: str | None, told: str | None) -> bool:
    return known is None or told is None or known == told


def _matched(known: Known, number: int, area: AreaNames, name: str) -> Matched:
    street, community = known.area_keys[number]
    if street is None or community is None:  # the row may tell it more closely
        known.area_keys[number] = (street or area.keys[0], community or area.keys[1])
    return _as(MATCHED if number > 0 else NEW, number, area, name)


def _made(known: Known, area: AreaNames, name: str, key: str) -> Matched:
    number = known.estates.add(area.street, area.community, name)
    known.by_name[key].append(number)
    known.area_keys[number] = area.keys
    return _as(NEW, number, area, name)


def _as(state: str, number: int, area: AreaNames, name: str) -> Matched:
    return Matched(number, area.street, area.community, name, 1, state)


def _unclear(known: Known, area: AreaNames, name: str, found: Sequence[int]) -> Matched:
    candidates = of_estates(known, area, name, name_key(name), found)
    if len(found) == 1 and known.makes:  # several places of the sheet mean this one
        made = _made(known, area, name, name_key(name))
        return replace(made, state=UNSURE, candidates=candidates)
    return Matched(0, area.street, area.community, name, len(found), UNSURE, candidates)


def _unknown(known: Known, area: AreaNames, name: str, key: str) -> Matched:
    candidates = of_estates(known, area, name, key)
    unsure = bool(candidates) and candidates[0].score >= SIMILAR
    if known.makes:
        made = _made(known, area, name, key)
        return (
            replace(made, state=UNSURE if unsure else NEW, candidates=candidates)
            if candidates
            else made
        )
    state = UNSURE if unsure else NONE
    return Matched(0, area.street, area.community, name, 1, state, candidates)


def _rivals(known: Known, asked: Sequence[Asked], keys: Sequence[str]) -> set[Asked]:
    """Return the places that mean an estate of the file which other places mean as well.

    Such an estate has no community, or no street, on record, and the sheet has its name in
    several: whose it is has to be said by a person.
    """
    claims: dict[int, dict[tuple[str | None, str | None], list[Asked]]] = defaultdict(dict)
    if not known.open:
        return set()
    for one, key in zip(asked, keys, strict=True):
        if key in known.by_name and one[0] is not None and one[1] is not None:
            area = known.area(one[0], one[1])
            for number in _met(known, area, key):
                if number in known.open:
                    claims[number].setdefault(area.keys, []).append(one)
    return {
        one
        for places in claims.values()
        if len(places) > 1
        for rivals in places.values()
        for one in rivals
    }
