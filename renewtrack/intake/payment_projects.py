"""Which project the money of a row belongs to: by code, name, or estate and year."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from renewtrack.domain import text
from renewtrack.domain.works import Project
from renewtrack.intake import candidates, matching, reconciling, rows
from renewtrack.intake.candidates import SAME_NAME, Candidate
from renewtrack.intake.known import Asked, Known, name_key
from renewtrack.intake.matching import MATCHED, NONE, UNSURE
from renewtrack.intake.options import NEW_PLACE, NO_PLACE
from renewtrack.intake.plans import QUESTION
from renewtrack.intake.row_read import RowRead
from renewtrack.intake.rows import Rejected, Surroundings

_WORKS = re.compile(
    r"(?:20\d\d年度?)?(?:老旧小区)?(?:综合|整治|提升|更新)?(?:改造|整治)(?:提升)?(?:项目|工程)*$|(?:项目|工程)$"
)


@dataclass(frozen=True, slots=True)
class _Found:
    """What a written project was found to be; ``id`` 0 is none or several."""

    id: int
    state: str
    candidates: tuple[Candidate, ...] = ()


def of_row(read: RowRead, around: Surroundings) -> tuple[int, str]:
    """Return the project of a row, 0 for none, and its name as written; raises Rejected.

    Money whose place is known, but not its project, is kept without one and asked about: its sum
    is right all the same. A name that the file does not know leaves the row out.
    """
    known = around.known
    name = read.words("project_name") or read.words("estate_name") or ""
    code = read.words("project_code")
    if code and (number := matching.coded(known, "project", code)) is not None:
        return number, name or code
    if not name:
        return 0, ""
    if not any(known.projects.values()):
        around.notes["no_projects"].append(read.row)
        return 0, name
    asked = (read.words("street"), read.words("community"), name)
    found = _said(around, asked) or _named(known, name) or _of_estate(read, known, asked)
    reconciling.meet(around.met, "project", asked, found, [read.row])
    if found.state == NONE and not around.options.new_places:
        raise _refused(around, asked, found)
    if found.state == UNSURE:
        shown = reconciling.named(found.candidates)
        kind = "which_project" if shown else "no_project_of"
        read.complain(kind, _field(read), value=name, candidates=shown, level=QUESTION)
    return found.id, name


def _said(around: Surroundings, asked: Asked) -> _Found | None:
    """Return what the person said of a written project or estate, or None."""
    known, written = around.known, matching.written(asked)
    for table in ("project", "estate"):
        said = around.options.places.get((table, written))
        if said == NO_PLACE:
            return _Found(0, NONE)
        if said == NEW_PLACE:
            return _Found(0, MATCHED)
        number = known.codes.get((table, text.fold(said))) if said else None
        if number and table == "project":
            return _Found(number, MATCHED)
        if number:
            return _only(known, [number])
    return None


def _named(known: Known, name: str) -> _Found | None:
    """Return the one project that is named so."""
    wanted = text.fold(name)
    found = {
        project.id
        for standing in known.projects.values()
        for project in standing
        if text.fold(project.name or "") == wanted
    }
    return _Found(found.pop(), MATCHED) if len(found) == 1 else None


def _of_estate(read: RowRead, known: Known, asked: Asked) -> _Found:
    """Return the project of the estate that is named, of the row's year, or what it may be."""
    estates = matching.met(known, *asked)
    if not estates and (plain := _WORKS.sub("", asked[2])) and plain != asked[2]:
        estates = matching.met(known, asked[0], asked[1], plain)  # 临湖里改造项目 is of 临湖里
    if not estates:
        near = candidates.of_estates(
            known, known.area(asked[0], asked[1]), asked[2], name_key(asked[2])
        )
        return _Found(0, NONE, near)
    for year in _years(read) if len(estates) == 1 else ():
        found = matching.project(known, estates[0], year, None)
        if isinstance(found, Project):
            return _Found(found.id, MATCHED)
    return _only(known, estates)


def _only(known: Known, estates: Sequence[int]) -> _Found:
    standing = {
        project.id: (project, estate)
        for estate in estates
        for project in known.projects.get(estate, [])
    }
    if len(standing) == 1 and len(estates) == 1:
        return _Found(next(iter(standing)), MATCHED)
    labels = (
        Candidate(
            project.uid,
            f"{candidates.estate_label(known, estate)} {project.plan_year or ''}".strip(),
            100,
            SAME_NAME,
        )
        for project, estate in standing.values()
    )
    return _Found(0, UNSURE, tuple(labels))


def _years(read: RowRead) -> Iterator[int]:
    """Yield the years a row may be of, the closest first: its own or the sheet's, its date's."""
    own, day = read.words("plan_year"), read.words("event_date")
    if own:
        yield int(own[:4])
    elif read.layout.facts.year is not None:
        yield read.layout.facts.year
    if day and day[:4].isdigit():
        yield int(day[:4])


def _refused(around: Surroundings, asked: Asked, found: _Found) -> Rejected:
    name = asked[2]
    if any(rows.left_out(around, table, asked) for table in ("project", "estate")):
        return Rejected("refused_place", "project_name", value=name)
    return rows.unknown("project_name", name, found.candidates)


def _field(read: RowRead) -> str:
    return "project_name" if read.words("project_name") else "estate_name"
