"""The rows of the ledger to be written: every project of every estate in the office's order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from renewtrack.domain.fields import FIELDS
from renewtrack.domain.masking import Mask
from renewtrack.domain.places import Estate
from renewtrack.domain.works import Project
from renewtrack.intake import words_back
from renewtrack.intake.papers import Line, Written
from renewtrack.intake.sheets import position
from renewtrack.store import batches, estates, exports, funding, projects, works

if TYPE_CHECKING:
    from sqlite_utils import Database

_LAST = 1 << 30
_NAMES = frozenset({"resident_name", "reporter"})  # masked as any person's name
_FREE = frozenset({"need", "objection", "money_note", "payee", "id_no"})


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One row of the ledger and the street it is grouped under."""

    street: str
    values: Line


def lines(
    db: Database, only: frozenset[int] | None = None, reveal: bool = False, whole: bool = False
) -> list[LedgerLine]:
    """Return the ledger's rows, those of one street together, in the order they came in.

    ``only`` are ids of estates. Personal columns, and persons in free texts, are masked unless
    ``reveal``. ``whole`` tells years and names even where they tell nothing apart.
    """
    mask = exports.mask(db)
    found = [
        (_order(db, project, place), estate, project)
        for place, estate in enumerate(estates.all(db))
        if only is None or estate.id in only
        for project in projects.of_estate(db, estate.id)
    ]
    several_years = whole or len({project.plan_year for _, _, project in found}) > 1
    names = {(one.id, each.plan_year) for _, one, each in found} if whole else _repeated(found)
    first: dict[str, tuple[int, int]] = {}
    for order, estate, _ in found:
        street = estate.street or ""
        first[street] = min(first.get(street, order), order)
    found.sort(key=lambda one: (first[one[1].street or ""], one[1].street or "", one[0]))
    paid: set[int] = set()
    made = []
    for _, estate, project in found:
        values = {
            **_estate(db, estate),
            **_project(db, estate, project, several_years, names),
            **_money(db, project, first_row=project.id not in paid),
        }
        paid.add(project.id)
        made.append(LedgerLine(estate.street or "", values if reveal else masked(values, mask)))
    return made


def _order(db: Database, project: Project, place: int) -> tuple[int, int]:
    """Return where a project stood in the sheet it came from, else its place behind those."""
    source = batches.source_of(db, "project", project.id).get("name") or next(
        iter(batches.source_of(db, "project", project.id).values()), None
    )
    return (position(source.cell)[0] if source and source.cell else _LAST, place)


def _repeated(
    found: Iterable[tuple[tuple[int, int], Estate, Project]],
) -> set[tuple[int, int | None]]:
    """Return the estates and years that more than one project has: their names must be told."""
    seen: set[tuple[int, int | None]] = set()
    twice: set[tuple[int, int | None]] = set()
    for _, estate, project in found:
        key = (estate.id, project.plan_year)
        (twice if key in seen else seen).add(key)
    return twice


def _estate(db: Database, estate: Estate) -> dict[str, Written]:
    sources = batches.source_of(db, "estate", estate.id)
    return {
        "street": estate.street,
        "community": estate.community,
        "estate_name": estate.name,
        "address": estate.address,
        "year_built": words_back.year(
            estate.year_built, estate.year_built_to, sources.get("year_built")
        ),
        "bldg_count": estate.building_count,
        "house_count": estate.household_count,
        "population": estate.population,
        "gfa": _ten_thousands(estate.floor_area_m2),
        "land_area": _ten_thousands(estate.land_area_m2),
        "ownership": words_back.code("ownership", estate.ownership),
        "property_mgmt": words_back.code("property_mgmt", estate.property_mgmt),
    }


def _project(
    db: Database,
    estate: Estate,
    project: Project,
    several_years: bool,
    names: set[tuple[int, int | None]],
) -> dict[str, Written]:
    sources = batches.source_of(db, "project", project.id)
    values: dict[str, Written] = {
        field.key: getattr(project, field.columns["project"])
        for field in FIELDS
        if field.kind == "text" and "project" in field.columns
    }
    for field in FIELDS:
        if field.kind == "date" and "project" in field.columns:
            column = field.columns["project"]
            values[field.key] = words_back.date(
                getattr(project, column), sources.get(column), project.plan_year
            )
    values["uid"] = project.uid
    named = "name" in sources or (estate.id, project.plan_year) in names
    values["project_name"] = project.name if named else None
    values["plan_year"] = project.plan_year if several_years else None
    values["progress"] = words_back.stage(project.stage, project.percent, sources.get("stage"))
    values["content"] = "；".join(works_of(db, project.id, estate.id)) or None
    return values


def works_of(db: Database, project_id: int, estate_id: int) -> list[str]:
    """Return the words of a project's works on one of its estates, each kind once."""
    said: dict[str, str] = {}
    for work in works.of_project(db, project_id):
        if work.estate_id in (None, estate_id):
            source = batches.source_of(db, "work", work.id).get("kind")
            words = words_back.work(work.kind, work.remark, source)
            said.setdefault(f"{work.kind} {work.remark if work.kind == 'other' else ''}", words)
    return list(said.values())


def _money(db: Database, project: Project, first_row: bool) -> dict[str, Written]:
    """Return a project's money in 万元; on its second estate's row it would count twice."""
    if not first_row:
        return {}
    planned = {one.source: one.planned_fen for one in funding.of_project(db, project.id)}
    values = {
        field.key: _wan(planned.get(field.columns["funding"]))
        for field in FIELDS
        if "funding" in field.columns
    }
    known = [fen for fen in planned.values() if fen is not None]
    return {
        **values,
        "fund_total": _wan(sum(known)) if known else None,
        "invest_total": _wan(project.invest_total_fen),
        "invest_done": _wan(project.invest_done_fen),
    }


def masked(values: Line, mask: Mask) -> dict[str, Written]:
    """Return the values of a row as they may go out."""
    return {
        key: hidden(key, value, mask) if isinstance(value, str) else value
        for key, value in values.items()
    }


def hidden(key: str, words: str, mask: Mask) -> str:
    """Return the text of a field as it may go out: names and numbers of persons hidden."""
    if key in _NAMES:
        return mask.field("contact", words)
    return mask.free(words) if key in _FREE else mask.field(key, words)


def _ten_thousands(m2: float | None) -> float | None:
    return None if m2 is None else float(Decimal(repr(float(m2))) / 10_000)


def _wan(fen: int | None) -> float | None:
    return None if fen is None else float(Decimal(fen) / 1_000_000)


def years(db: Database, only: frozenset[int] | None = None) -> set[int]:
    """Return the plan years of the projects that the ledger would have."""
    return {
        project.plan_year
        for estate in estates.all(db)
        if only is None or estate.id in only
        for project in projects.of_estate(db, estate.id)
        if project.plan_year is not None
    }
