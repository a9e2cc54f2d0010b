"""Rows pasted past the end of a table, read as new records with all their cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from renewtrack.domain import addresses, stages, text
from renewtrack.ui import cells, columns
from renewtrack.ui.cells import Refusal
from renewtrack.ui.columns import KIND_WORDS, TABLES, Column
from renewtrack.ui.pasting import Reject
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

    from renewtrack.domain.places import Estate

NEEDED = Words(
    "新增{kind}要有“{what}”，这一行没有", "A new row of {kind} needs “{what}”; this one has none"
)
NO_ESTATE = Words("没有叫“{name}”的小区", "There is no estate called “{name}”")
WHICH_ESTATE = Words(
    "叫“{name}”的小区有几个，请连同街道、社区一起粘贴",
    "Several estates are called “{name}”; paste street and community as well",
)
TWICE = Words("已经有了，没有再新增", "It is there already and was not added again")
NO_WORKS = Words(
    "改造内容不能粘贴新增，请用“新增改造内容”",
    "Works are not added by pasting; use “New work”",
)
NAMES = {"estates": "name", "buildings": "number", "projects": "name"}
WHERE = ("estate", "street", "community")


@dataclass(slots=True)
class NewRow:
    """One new record: the values of its own table, of its project, and where it stands."""

    own: dict[str, Any] = field(default_factory=dict)
    project: dict[str, Any] = field(default_factory=dict)
    where: dict[str, str] = field(default_factory=dict)
    estate_id: int | None = None
    cells: int = 0


@dataclass(slots=True)
class Added:
    """What pasted rows make: new records, and cells that none of them can take."""

    rows: list[NewRow] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)  # column: its place among those given


def read(db: Database, kind: str, given: Sequence[Column], lines: Sequence[Sequence[str]]) -> Added:
    """Return what pasted lines mean as new records; ``given`` are the columns of their cells."""
    from renewtrack.store import estates

    if kind == "works":
        texts = (" | ".join(line) for line in lines)
        refused = (
            Reject(at, -1, said, NO_WORKS) for at, said in enumerate(texts) if said.strip(" |")
        )
        return Added(rejects=list(refused))
    added, known = Added(), estates.all(db)
    taken = _taken(db, kind, known)
    for number, line in enumerate(lines):
        if not any(cell.strip() for cell in line):
            continue
        row, rejects = _row(kind, number, given, line)
        why = _place(kind, row, known) or _missing(kind, row)
        key = _key(kind, row)
        if why is None and key in taken:
            why = TWICE
        if why is not None:
            added.rejects.append(Reject(number, -1, " | ".join(line), why))
            continue
        if kind != "projects":
            taken.add(key)
        added.rows.append(row)
        added.rejects += rejects
    return added


def add(db: Database, kind: str, row: NewRow) -> int:
    """Add one new record inside the action under way and return its id."""
    from renewtrack.store import areas, buildings, estates, projects

    first = {"stage": stages.STEPS[0].stage}
    if kind == "buildings":
        return buildings.add(db, estate_id=row.estate_id, **row.own)
    if kind == "projects":
        return projects.add(db, [row.estate_id or 0], **first | row.own)
    area_id = areas.place(db, row.where.get("street", ""), row.where.get("community", ""))
    row_id = estates.add(db, area_id=area_id, **row.own)
    if row.project:
        projects.add(db, [row_id], **first | row.project)
    return row_id


def _row(
    kind: str, number: int, given: Sequence[Column], line: Sequence[str]
) -> tuple[NewRow, list[Reject]]:
    row, rejects = NewRow(), list[Reject]()
    for place, (column, typed) in enumerate(zip(given, line, strict=False)):
        if not typed.strip():
            continue
        if column.key in WHERE:
            row.where[column.key] = typed.strip()
            row.cells += 1
            continue
        target = _target(kind, column)
        value: object = Refusal(column.why or columns.COUNTED)
        if target:
            value = cells.typed(column, typed)
        if isinstance(value, Refusal):
            rejects.append(Reject(number, place, typed, value.words))
            continue
        values = row.project if target == "project" and kind == "estates" else row.own
        values[column.stored] = value
        row.cells += 1
    if kind == "buildings" and row.own.get("number"):
        row.own["number"] = addresses.building_number(row.own["number"]) or row.own["number"]
    return row, rejects


def _target(kind: str, column: Column) -> str:
    """Return the table that a cell of a new row goes to; empty for what is counted."""
    if kind == "estates" and column.key == "plan_year":
        return "project"
    return column.table if column.table in (TABLES[kind], "project") else ""


def _missing(kind: str, row: NewRow) -> Words | None:
    """Return what a new record cannot be without; a project may go without a name."""
    key = NAMES[kind]
    if kind == "projects" or row.own.get(key):
        return None
    words = next(each.words for each in columns.COLUMNS[kind] if each.key == key)
    return NEEDED.filled(kind=KIND_WORDS[kind], what=words)


def _place(kind: str, row: NewRow, known: Sequence[Estate]) -> Words | None:
    """Find the estate of a building or a project by its name; return why there is none."""
    if kind == "estates":
        return None
    name = row.where.get("estate", "")
    if not name:
        return NEEDED.filled(kind=KIND_WORDS[kind], what=KIND_WORDS["estates"])
    found = [
        each
        for each in known
        if text.fold(each.name) == text.fold(name)
        and row.where.get("street", each.street) == each.street
        and row.where.get("community", each.community) == each.community
    ]
    if len(found) == 1:
        row.estate_id = found[0].id
        return None
    return (WHICH_ESTATE if found else NO_ESTATE).filled(name=name)


def _key(kind: str, row: NewRow) -> tuple[object, ...]:
    if kind == "buildings":
        return row.estate_id, row.own.get("number")
    where = (row.where.get("street") or "", row.where.get("community") or "")
    return (row.own.get("name"), *where)


def _taken(db: Database, kind: str, known: Sequence[Estate]) -> set[tuple[object, ...]]:
    """Return the keys of the records there are."""
    from renewtrack.store import buildings

    if kind == "buildings":
        return {
            (each.id, building.number)
            for each in known
            for building in buildings.of_estate(db, each.id)
        }
    if kind == "projects":
        return set()
    return {(each.name, each.street or "", each.community or "") for each in known}
