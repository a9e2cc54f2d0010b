"""A row of a renewal ledger: an estate's facts, its project, works and money."""

from __future__ import annotations

from collections.abc import Iterator

from renewtrack.domain import codes, text
from renewtrack.domain.stages import Progress, Stage
from renewtrack.domain.works import Project
from renewtrack.intake import headings, matching, placing, rows, work_lists
from renewtrack.intake.cells import Read, RowRead, read_year
from renewtrack.intake.matching import Matched
from renewtrack.intake.plans import Key, Value, Write
from renewtrack.intake.rows import Rejected, RowWrites, Surroundings, as_value


def plan(read: RowRead, around: Surroundings) -> RowWrites:
    """Return what one ledger row would write; raises Rejected where it cannot be identified."""
    matched = rows.estate_of(read, around)
    year = _plan_year(read, around)
    project = _project(read, around, matched, year)
    key: Key = ("project", *matched.key[1:], str(year or ""), text.fold(_name(read) or ""))
    if isinstance(project, Project):
        around.claim(("project", str(project.id), *matched.key), read.row)
        around.ids[key] = project.id
    around.claim(key, read.row)
    estate = rows.estate_write(read, around, matched, _estate_values(read, around, matched))
    writes = (
        estate,
        _project_write(read, matched, project, key, year),
        *_works(read, around, project, key, matched.key),
        *_money(read, around, project, key),
    )
    return RowWrites(matched.name, writes)


def money_sources(read: RowRead) -> dict[str, Read]:
    """Return a row's money by source, the keys of ``fund_sources``."""
    return {
        source: cell
        for key, cell in read.values.items()
        if (source := headings.field(key).columns.get("funding"))
    }


def stage_of(read: RowRead) -> tuple[Stage | None, float | None, Read | None]:
    """Return the stage and percent that status and progress say, and the cell of the stage."""
    found = [(key, read.values[key]) for key in ("status", "progress") if key in read.values]
    stage: Stage | None = None
    percent: float | None = None
    cell: Read | None = None
    for key, current in found:
        said = current.value
        if not isinstance(said, Progress):
            continue
        percent = said.percent if said.percent is not None else percent
        if stage is None:
            stage, cell = said.stage, current
        elif said.stage is not None and said.stage.bucket != stage.bucket:
            read.complain("two_stages", key, first=stage.words, second=said.stage.words)
    stated = read.get("percent")
    return stage, stated if isinstance(stated, float) else percent, cell


def stage_of_quietly(read: RowRead) -> tuple[Stage | None, float | None, Read | None]:
    """Return what ``stage_of`` does without adding its issues a second time."""
    said = list(read.issues)
    found = stage_of(read)
    read.issues[:] = said
    return found


def _name(read: RowRead) -> str | None:
    return read.words("project_name")


def _plan_year(read: RowRead, around: Surroundings) -> int | None:
    return read_year(read) if read.get("plan_year") is not None else around.year


def _project(
    read: RowRead, around: Surroundings, matched: Matched, year: int | None
) -> Project | None:
    found = matching.project(around.known, matched.id, year, _name(read))
    if isinstance(found, int):
        raise Rejected("ambiguous_project", "estate_name", value=matched.name, count=found)
    return found


def _estate_values(read: RowRead, around: Surroundings, matched: Matched) -> dict[str, Value]:
    values = rows.values_for(read, "estate")
    for column in rows.values_for(read, "project"):
        values.pop(column, None)  # a remark or code in a ledger is the project's
    standing = around.known.estates[matched.id]
    values.update(placing.values(read, around, standing))
    return values


def _project_write(
    read: RowRead, matched: Matched, project: Project | None, key: Key, year: int | None
) -> Write:
    values = rows.values_for(read, "project")
    stage, percent, cell = stage_of(read)
    if stage is not None and cell is not None:
        values["stage"] = as_value(cell, stage.key)
    if percent is not None:
        values["percent"] = Value(
            float(percent), cell.raw if cell else "", cell.cell if cell else ""
        )
    if year is not None:
        values["plan_year"] = Value(year)
    if (named := read.values.get("project_name")) is not None:
        values["name"] = as_value(named)
    elif project is None:
        values["name"] = Value(f"{matched.name}{year}年改造" if year else f"{matched.name}改造")
    return Write(
        "project", key, project.id if project else None, values, {"estate_id": matched.key}
    )


def _works(
    read: RowRead, around: Surroundings, project: Project | None, key: Key, estate: Key
) -> Iterator[Write]:
    """Yield the works that the row lists and the file lacks; works it does not list stay."""
    content = read.values.get("content")
    if content is None:
        return
    listed = _recognised(str(content.value))
    own = None if around.ids.get(estate) is None else around.ids[estate]
    standing = [
        work
        for work in (around.known.works.get(project.id, []) if project else [])
        if work.estate_id in (None, own)
    ]
    had = {
        (work.kind, text.fold(work.remark or "") if work.kind == "other" else "")
        for work in standing
    }
    for (kind, other), words in listed.items():
        if (kind, other) not in had:
            values = {"kind": Value(kind, words, content.cell)}
            if remark := _remark(kind, words):
                values["remark"] = Value(remark, words, content.cell)
            yield Write(
                "work",
                ("work", *key[1:], kind, other),
                None,
                values,
                {"project_id": key, "estate_id": estate},
            )
    missing = [
        work
        for work in standing
        if work.estate_id is not None
        and (work.kind, text.fold(work.remark or "") if work.kind == "other" else "") not in listed
    ]
    for work in missing:
        entry = codes.code("work_types", work.kind)
        shown = entry.words if entry and work.kind != "other" else work.remark
        read.complain("works_kept", "content", value=shown)


def _recognised(content: str) -> dict[tuple[str, str], str]:
    """Return the listed works by kind, unknown ones as ``other`` beside their words."""
    listed: dict[tuple[str, str], str] = {}
    for words in work_lists.items(content):
        entry = codes.recognise("work_types", words)
        key = (entry.key, "") if entry and entry.key != "other" else ("other", text.fold(words))
        if key not in listed:
            listed[key] = words
        elif text.fold(words) not in map(text.fold, listed[key].split("、")):
            listed[key] += f"、{words}"
    return listed


def _remark(kind: str, words: str) -> str | None:
    """Return the words that say more than the code list's own spellings."""
    entry = codes.code("work_types", kind)
    spellings = {text.fold(one) for one in (entry.words.zh, *entry.aliases)} if entry else set()
    return None if kind != "other" and text.fold(words) in spellings else text.tidy(words)


def _money(
    read: RowRead, around: Surroundings, project: Project | None, key: Key
) -> Iterator[Write]:
    standing = around.known.funding.get(project.id, {}) if project else {}
    for source, cell in money_sources(read).items():
        known = standing.get(source)
        values = {"planned_fen": as_value(cell)}
        if known is None:
            values["source"] = Value(source)
        yield Write(
            "funding",
            ("funding", *key[1:], source),
            known.id if known else None,
            values,
            {"project_id": key},
        )
