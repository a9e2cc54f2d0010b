"""The rows of a renewal ledger: an estate's facts, its project, works and money."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from renewtrack.domain import codes, text
from renewtrack.domain.works import Project, Work
from renewtrack.intake import cells as readers
from renewtrack.intake import deciding, estate_entries, fields_of, matching, rows, work_lists
from renewtrack.intake.columns import NOWHERE, Cells
from renewtrack.intake.entries import Entries, Filled, of_column
from renewtrack.intake.matching import Matched
from renewtrack.intake.plans import Key
from renewtrack.intake.row_read import RowRead, plain
from renewtrack.intake.rows import Rejected, Surroundings
from renewtrack.intake.wanted import Wanted

Listed = tuple[str, str, str, str | None]  # kind, folded words of an unlisted one, words, remark


@dataclass(frozen=True, slots=True)
class _Line:
    """One accepted row: its place, its estate, and its project in the file, if there is one."""

    place: int
    matched: Matched
    project: Project | None
    ref: int  # of the project
    year: int | None
    name: str  # of the project where the sheet gives it none

    @property
    def estates(self) -> tuple[Matched, ...]:
        """Return all estates of the row."""
        return self.matched.more or (self.matched,)


def plan(cells: Cells, around: Surroundings) -> Wanted:
    """Return what the rows of a ledger would write."""
    wanted, matches = Wanted.of(cells), rows.estates_of(cells, around)
    years, names = _years(cells, around), cells.values("project_name")

    def line_at(place: int) -> tuple[_Line, str]:
        name = None if names is None or names[place] is None else str(names[place])
        line = _line(cells, around, place, matches[place], years[place], name)
        return line, line.matched.name

    lines = [line for _, line in rows.each(cells, wanted, line_at)]
    _note_shared(cells, around, lines)
    estates = estate_entries.of_rows(
        cells,
        around,
        [(line.place, estate) for line in lines for estate in line.estates],
        values=True,
        shared={line.place for line in lines if line.matched.partial},
    )
    wanted.entries = (
        estates,
        _projects(cells, lines),
        _links(lines, around),
        _works(cells, lines, around),
        *_money(cells, lines, around),
    )
    return wanted


def _years(cells: Cells, around: Surroundings) -> list[int | None]:
    """Return the plan year of each row: its own, where it tells one, else the sheet's."""
    own = cells.values("plan_year")
    if own is None:
        return [around.year] * len(cells.rows)
    return [
        around.year if said is None else readers.year_of(plain(said), cells.layout.facts.year)
        for said in own
    ]


def _line(  # noqa: PLR0913 - one row as its columns have it
    cells: Cells,
    around: Surroundings,
    place: int,
    matched: Matched | Rejected,
    year: int | None,
    name: str | None,
) -> _Line:
    row = cells.rows[place]
    if "project_code" in cells.columns:
        decided = deciding.project(RowRead(cells, place), around, matched)
        if decided is not None:
            matched, known = decided
            around.claim(("project", known.id, matched.id), row)
            return _Line(place, matched, known, known.id, year, known.name or "")
    if isinstance(matched, Rejected):
        raise matched
    written = matched.name
    if matched.partial:
        said = cells.columns["estate_name"].values[place]
        written = text.tidy(str(said)).replace("\n", "、")
    made = f"{written}{year}年改造" if year else f"{written}改造"
    if matched.partial:
        name = name or made
    project = _project(around, matched, year, name)
    if isinstance(project, int):
        raise Rejected("ambiguous_project", "estate_name", value=matched.name, count=project)
    if project is not None:
        around.claim(("project", project.id, matched.id), row)
    key: Key = ("project", matched.id, year, text.fold(name) if name else "")
    around.claim(key, row)
    ref = project.id if project is not None else around.fresh("project")
    return _Line(place, matched, project, ref, year, made)


def _project(
    around: Surroundings, matched: Matched, year: int | None, name: str | None
) -> Project | int | None:
    """Return the file's project of a row; of a part of an estate only one of the same name."""
    found = matching.project(around.known, matched.id, year, name)
    if not matched.partial or not isinstance(found, Project):
        return found
    return found if text.fold(found.name or "") == text.fold(name or "") else None


def _note_shared(cells: Cells, around: Surroundings, lines: Sequence[_Line]) -> None:
    """Say of rows for several estates, or for some buildings of one, what was left out."""
    for line in lines:
        if not line.matched.partial:
            continue
        read = RowRead(cells, line.place)
        figures = "、".join(
            f"{each.field.words.zh} {each.values[line.place]}"
            for each in cells.columns.values()
            if each.field.kind in ("int", "area")
            and "estate" in each.field.columns
            and each.values[line.place] is not None
        )
        if line.matched.more:
            read.complain(
                "several_estates_linked",
                "estate_name",
                value=line.matched.name,
                count=len(line.matched.more),
                figures=figures or "—",
            )
        else:
            estate = around.known.estates[line.matched.id].name
            read.complain(
                "buildings_in_name",
                "estate_name",
                value=read.words("estate_name"),
                estate=estate,
                buildings="、".join(line.matched.numbers),
            )


def _projects(cells: Cells, lines: Sequence[_Line]) -> Entries:
    places = [line.place for line in lines]
    found = Entries("project", places, [line.ref for line in lines])
    found.columns = fields_of.entity(cells, "project", places)
    said = [cells.stage_at(place) for place in places]
    at = {key: cells.index(key) for key in {one.key for one in said}}
    cells_of = [at[one.key] for one in said]
    found.columns["stage"] = Filled(
        [one.stage.key if one.stage else None for one in said], cells_of
    )
    found.columns["percent"] = Filled(
        [None if one.percent is None else float(one.percent) for one in said], cells_of
    )
    _note_two_stages(cells, places)
    found.columns["plan_year"] = Filled([line.year for line in lines], cells.index("plan_year"))
    found.columns["name"] = _names(cells, lines)
    return found


def _note_two_stages(cells: Cells, places: Sequence[int]) -> None:
    for place in places:
        said = cells.stage_at(place)
        if said.against is not None and said.stage is not None:
            RowRead(cells, place).complain(
                "two_stages", said.against_key, first=said.stage.words, second=said.against.words
            )


def _names(cells: Cells, lines: Sequence[_Line]) -> Filled:
    """Return the projects' names: as the sheet says, else for a new one after its estate."""
    told, index = cells.values("project_name"), cells.index("project_name")
    names: list[object] = []
    at = []
    for line in lines:
        said = told[line.place] if told is not None else None
        made = said is None and line.project is None
        names.append(line.name if made else said)
        at.append(NOWHERE if made else index)
    return Filled(names, at)


def _links(lines: Sequence[_Line], around: Surroundings) -> Entries:
    """Return the links of new projects to their estates."""
    new = [(line, one) for line in lines if line.project is None for one in line.estates]
    found = Entries("project_estate", [line.place for line, _ in new])
    found.refs = around.fresh_many("project_estate", len(new))
    found.parents = {
        "project_id": ("project", [line.ref for line, _ in new]),
        "estate_id": ("estate", [one.id for _, one in new]),
    }
    return found


def _works(cells: Cells, lines: Sequence[_Line], around: Surroundings) -> Entries:
    """Return the works that the rows list and the file lacks; works they do not list stay."""
    found = Entries("work")
    content = cells.columns.get("content")
    if content is None:
        return found
    kinds: list[object] = []
    remarks: list[object] = []
    raws: list[str] = []
    projects, estates = [], []
    for line in lines:
        said = content.values[line.place]
        if said is None:
            continue
        for kind, _, words, remark in _missing(cells, line, around, listed(str(said))):
            found.places.append(line.place)
            kinds.append(kind)
            remarks.append(remark)
            raws.append(words)
            projects.append(line.ref)
            estates.append(line.matched.id)
    found.refs = around.fresh_many("work", len(found.places))
    index = content.column.index
    found.columns = {
        "kind": Filled(kinds, index, content.beside, raws),
        "remark": Filled(remarks, index, content.beside, raws),
    }
    found.parents = {"project_id": ("project", projects), "estate_id": ("estate", estates)}
    return found


def _missing(
    cells: Cells, line: _Line, around: Surroundings, said: Sequence[Listed]
) -> Iterator[Listed]:
    """Yield the listed works that the file lacks, and tell of those that only the file has."""
    if line.project is None:
        yield from said
        return
    standing = [
        work
        for work in around.known.works.get(line.project.id, [])
        if work.estate_id in (None, line.matched.id)
    ]
    had = {_identity(work) for work in standing}
    yield from (one for one in said if one[:2] not in had)
    now = {one[:2] for one in said}
    for work in standing:
        if work.estate_id is not None and _identity(work) not in now:
            entry = codes.code("work_types", work.kind)
            shown = entry.words if entry and work.kind != "other" else work.remark
            RowRead(cells, line.place).complain("works_kept", "content", value=shown)


def _identity(work: Work) -> tuple[str, str]:
    return work.kind, text.fold(work.remark or "") if work.kind == "other" else ""


@lru_cache(maxsize=16384)
def listed(content: str) -> tuple[Listed, ...]:
    """Return the listed works: kind, folded words of an unlisted one, words and remark."""
    found: dict[tuple[str, str], str] = {}
    for words in work_lists.items(content):
        entry = codes.recognise("work_types", words)
        key = (entry.key, "") if entry and entry.key != "other" else ("other", text.fold(words))
        if key not in found:
            found[key] = words
        elif text.fold(words) not in map(text.fold, found[key].split("、")):
            found[key] += f"、{words}"
    return tuple(
        (kind, other, words, _remark(kind, words)) for (kind, other), words in found.items()
    )


def _remark(kind: str, words: str) -> str | None:
    """Return the words that say more than the code list's own spellings."""
    entry = codes.code("work_types", kind)
    spellings = {text.fold(one) for one in (entry.words.zh, *entry.aliases)} if entry else set()
    return None if kind != "other" and text.fold(words) in spellings else text.tidy(words)


def _money(cells: Cells, lines: Sequence[_Line], around: Surroundings) -> Iterator[Entries]:
    """Yield the planned money of each source that the sheet has a column of."""
    for column in list(cells.columns.values()):
        source = column.field.columns.get("funding")
        if source is None:
            continue
        told = [line for line in lines if column.values[line.place] is not None]
        found = Entries("funding", [line.place for line in told])
        known_of = around.known.funding
        standing = [
            known_of[line.ref].get(source) if line.ref in known_of else None for line in told
        ]
        new = iter(around.fresh_many("funding", standing.count(None)))
        found.refs = [next(new) if known is None else known.id for known in standing]
        found.columns = {
            "planned_fen": of_column(column, found.places),
            "source": Filled([source if known is None else None for known in standing], NOWHERE),
        }
        found.parents = {"project_id": ("project", [line.ref for line in told])}
        yield found
