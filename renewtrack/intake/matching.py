"""Which estate, building and project of the file a row means; numbers are equal or not."""

from __future__ import annotations

from dataclasses import dataclass

from renewtrack.domain import text
from renewtrack.domain.places import Estate
from renewtrack.domain.works import Project
from renewtrack.intake.known import Known, community_key, name_key, street_key
from renewtrack.intake.plans import Key

SIMILAR = 85  # rapidfuzz ratio from which a name is shown beside a new one; it decides nothing


@dataclass(frozen=True, slots=True)
class Matched:
    """The estate a row means: ``id`` is below 0 for one that the import itself makes.

    ``count`` is above 1 where it is unclear which; ``known`` holds it in every other case.
    """

    key: Key
    id: int
    street: str | None
    community: str | None
    name: str
    count: int = 1


def estate(known: Known, street: str | None, community: str | None, name: str) -> Matched:
    """Find the estate of a folded street + community + name; what the sheet lacks is left open.

    An estate whose street or community is not known is met by any. One that is not found is
    entered into ``known`` as new, for the rows below to meet.
    """
    street = known.street(street)
    community = known.community(street, community)
    found = met(known, street, community, name)
    exact = [
        number
        for number in found
        if _same("street", known.estates[number].street, street)
        and _same("community", known.estates[number].community, community)
    ]
    found = exact if len(exact) == 1 else found
    if len(found) > 1:
        return Matched((), 0, street, community, name, count=len(found))
    number = found[0] if found else _new(known, street, community, name)
    return Matched(("estate", str(number)), number, street, community, name)


def met(known: Known, street: str | None, community: str | None, name: str) -> list[int]:
    """Return the estates of a name that a row may mean by its street and community."""
    return [
        number
        for number in known.by_name.get(name_key(name), ())
        if _agrees("street", known.estates[number].street, street)
        and _agrees("community", known.estates[number].community, community)
    ]


def _new(known: Known, street: str | None, community: str | None, name: str) -> int:
    number = -1 - len(known.estates)
    known.estates[number] = Estate(id=number, uid="", name=name, street=street, community=community)
    known.by_name[name_key(name)].append(number)
    return number


def similar(known: Known, matched: Matched) -> str | None:
    """Return the file's nearest name to a new estate's in its street, only to be shown."""
    from rapidfuzz import fuzz, process

    places = [None] if matched.street is None else [None, street_key(matched.street)]
    names = [name for place in places for name in known.in_street.get(place, ())]
    found = process.extract(matched.name, names, scorer=fuzz.ratio, score_cutoff=SIMILAR, limit=5)
    # 一区 and 二区 are two places however alike they look
    own = _digits(matched.name)
    return next((name for name, _, _ in found if _digits(name) == own), None)


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


def _agrees(level: str, known: str | None, written: str | None) -> bool:
    return known is None or written is None or _same(level, known, written)


def _same(level: str, known: str | None, written: str | None) -> bool:
    key = street_key if level == "street" else community_key
    return key(known) == key(written)


def _digits(name: str) -> list[str]:
    return [sign for sign in text.fold(name) if sign.isdigit() or sign in "一二三四五六七八九十"]
