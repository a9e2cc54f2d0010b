"""Which building of a known estate, or which project, a row means; numbers are equal or not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from renewtrack.domain import addresses, parsed_addresses, text
from renewtrack.domain.places import Building
from renewtrack.domain.works import Project
from renewtrack.intake import neighbours
from renewtrack.intake.candidates import NEXT_NUMBER, SAME_NUMBER, Candidate
from renewtrack.intake.known import Asked, Known, code_key, name_key
from renewtrack.intake.matching import MATCHED, NEW, NONE, UNSURE, Matched, written
from renewtrack.intake.neighbours import ALIKE, MOST, SIMILAR
from renewtrack.intake.options import NEW_PLACE, NO_PLACE

_DIGITS = re.compile(r"[0-9]+")
_SAME, _NEXT = 90, 50  # likeness of an equal number with another mark, and of any other


@dataclass(frozen=True, slots=True)
class Met:
    """One record that a row means: ``id`` is 0 where it is not known; states as ``Matched``."""

    id: int
    name: str
    state: str
    candidates: tuple[Candidate, ...] = ()


def building(known: Known, estate: Matched, asked: Asked, number: str) -> Met:
    """Return the building of an estate that a written number means; its zone counts.

    ``asked`` is the estate as the row says it. ``name`` of what is returned is the plain number.
    """
    plain = _plain(estate, number)
    said = known.places.get(("building", written(in_estate(asked, number))))
    if said is not None and (settled := _settled(known, plain, said)) is not None:
        return settled
    found = known.buildings.get((estate.id, text.fold(plain))) or _in_zone(known, estate, plain)
    if found is not None:
        return Met(found.id, found.number, MATCHED)
    standing = known.building_numbers(estate.id)
    if known.makes or not standing:
        return Met(0, plain, NEW, _near(known, estate, plain, standing))
    return Met(0, plain, NONE, _near(known, estate, plain, standing))


def project(known: Known, name: str, year: int | None = None) -> Met:
    """Return the project of a written name: the one that is named so, else candidates."""
    said = known.places.get(("project", written((None, None, name))))
    if said == NO_PLACE:
        return Met(0, name, NONE)
    projects = _projects(known)
    if said is not None and said != NEW_PLACE:
        chosen = known.codes.get(("project", code_key(said)))
        if chosen:
            return Met(chosen, name, MATCHED)
    key = name_key(name)
    equal = [one for one in projects if one.name and name_key(one.name) == key]
    if len(equal) > 1 and year is not None:
        equal = [one for one in equal if one.plan_year == year] or equal
    if len(equal) == 1:
        return Met(equal[0].id, name, MATCHED)
    candidates = tuple(_candidate(one, 100) for one in equal[:MOST]) or _alike(projects, key)
    if not projects or said == NEW_PLACE:
        return Met(0, name, NEW, candidates)
    return Met(
        0, name, UNSURE if candidates and candidates[0].score >= SIMILAR else NONE, candidates
    )


def in_estate(asked: Asked, number: str) -> Asked:
    """Return a building as the sheet says it: its estate's street and community, both names."""
    return asked[0], asked[1], f"{asked[2]} {number}"


def _plain(estate: Matched, number: str) -> str:
    """Return a building's number, with its zone; a zone that the estate's own name has is none."""
    parsed = parsed_addresses.parse(number)
    if parsed.number is None:
        return addresses.building_number(number)
    if parsed.zone is not None and name_key(estate.name).endswith(parsed.zone):
        return parsed.building or parsed.number
    return parsed.number


def _settled(known: Known, plain: str, said: str) -> Met | None:
    if said == NO_PLACE:
        return Met(0, plain, NONE)
    if said == NEW_PLACE:
        return Met(0, plain, NEW)
    chosen = known.codes.get(("building", code_key(said)))
    return Met(chosen, plain, MATCHED) if chosen else None


def _in_zone(known: Known, estate: Matched, plain: str) -> Building | None:
    """Return building 5 of the estate 东里1区 for building 1区5 of 东里."""
    parsed = parsed_addresses.parse(f"{plain}#")
    if parsed.zone is None or parsed.building is None:
        return None
    for number in known.by_name.get(name_key(f"{estate.name}{parsed.zone}"), ()):
        if known.area_keys[number][0] in (None, known.area(estate.street, None).keys[0]):
            return known.buildings.get((number, text.fold(parsed.building)))
    return None


def _near(
    known: Known, estate: Matched, plain: str, standing: Sequence[str]
) -> tuple[Candidate, ...]:
    """Return the buildings of an estate with the same digits, then those of the next numbers."""
    digits = _DIGITS.findall(plain)
    wanted = int(digits[-1][:9]) if digits else 0

    def away(number: str) -> tuple[bool, int]:
        own = _DIGITS.findall(number)
        return own[-1:] != digits[-1:], abs((int(own[-1][:9]) if own else 0) - wanted)

    found = []
    for number in sorted(standing, key=away)[:MOST]:
        same = not away(number)[0]
        record = known.buildings[estate.id, text.fold(number)]
        why = SAME_NUMBER if same else NEXT_NUMBER
        label = f"{estate.name} {number}"
        found.append(Candidate(record.uid, label, _SAME if same else _NEXT, why))
    return tuple(found)


def _projects(known: Known) -> list[Project]:
    return [one for (table, _), one in known.records.items() if isinstance(one, Project)]


def _alike(projects: Sequence[Project], key: str) -> tuple[Candidate, ...]:
    names = [neighbours.core(name_key(one.name or "")) for one in projects]
    found = neighbours.likest(neighbours.core(key), names)
    return tuple(_candidate(projects[place], min(score, 99)) for place, score in found)


def _candidate(project: Project, score: int) -> Candidate:
    year = f" {project.plan_year}" if project.plan_year else ""
    return Candidate(project.uid, f"{project.name or ''}{year}", score, ALIKE)
