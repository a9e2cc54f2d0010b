"""What stands already of what a stage needs: papers, dates, money, consent, defects, acceptance."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Literal

from renewtrack.domain import consent, gates
from renewtrack.domain.lifts import ConsentRound
from renewtrack.store import rows, votes

if TYPE_CHECKING:
    from sqlite_utils import Database

Table = Literal["project", "work"]
_DATES = (
    *("start_plan", "finish_plan", "start_actual", "finish_actual"),
    *("accept_date", "handover_date", "warranty_until"),
)
_FIELDS = ("plan_year", "keeper")
# Each record asked about with the project that it belongs to; a work without one has none.
_ASKED = {
    "project": "SELECT id, id AS project_id, NULL AS work_id FROM project",
    "work": "SELECT id, project_id, id AS work_id FROM work",
}
_OPEN_DEFECT = "severity != 'minor' AND checked_on IS NULL"


def have(db: Database, table: Table, ids: Sequence[int]) -> dict[int, frozenset[str]]:
    """Return by id the needs of ``domain.gates`` that stand; ids that are gone are left out.

    A work has what is its own and what its project has; dates are its own where it has any.
    """
    with_ids = f"WITH asked AS MATERIALIZED ({_ASKED[table]} WHERE id IN ({_listed(ids)}))"
    found: dict[int, set[str]] = {
        each: set() for each in rows.column(db, f"{with_ids} SELECT id FROM asked")
    }
    for query in _simple(table):
        for row in rows.fetch(db, f"{with_ids} {query}"):
            found[row["id"]].add(row["need"])
    for each in found:
        found[each] |= {"defects:closed", "acceptance:passed"}
    for row in rows.fetch(db, f"{with_ids} {_SHUT}"):
        found[row["id"]].discard(row["need"])
    for each in _consented(db, with_ids):
        found[each].add("consent")
    return {each: frozenset(needs) for each, needs in found.items()}


def lacking(db: Database, table: Table, ids: Sequence[int], to: str) -> dict[int, tuple[str, ...]]:
    """Return by id the needs that lack for a move to a stage; records that lack none are not in it.

    A work without a stage of its own moves from that of its project.
    """
    stands = have(db, table, ids)
    starts = stages_of(db, table, ids)
    found = {each: gates.lacking(starts.get(each), to, needs) for each, needs in stands.items()}
    return {each: lacks for each, lacks in found.items() if lacks}


def counted(lacks: Mapping[int, Iterable[str]]) -> dict[str, int]:
    """Return how many records lack each need, the most frequent first."""
    count: dict[str, int] = {}
    for needs in lacks.values():
        for need in needs:
            count[need] = count.get(need, 0) + 1
    return dict(sorted(count.items(), key=lambda item: -item[1]))


def stages_of(db: Database, table: Table, ids: Sequence[int]) -> dict[int, str | None]:
    """Return by id the stage that a record stands at, a work's own or that of its project."""
    query = {
        "project": "SELECT id, stage FROM project WHERE id IN ",
        "work": """SELECT work.id, COALESCE(work.stage, project.stage) AS stage FROM work
            LEFT JOIN project ON project.id = work.project_id WHERE work.id IN """,
    }[table]
    return {row["id"]: row["stage"] for row in rows.fetch(db, f"{query} ({_listed(ids)})")}


def _listed(ids: Sequence[int]) -> str:
    return ",".join(str(int(each)) for each in ids)


def _simple(table: Table) -> Iterable[str]:
    """Yield a query for each kind of need whose rows say (id, need)."""
    yield """
        SELECT asked.id, 'paper:' || paper.kind AS need FROM asked
        JOIN paper ON paper.project_id = asked.project_id
        UNION SELECT asked.id, 'paper:' || paper.kind FROM asked
        JOIN paper ON paper.work_id = asked.work_id"""
    yield """
        SELECT asked.id, 'paper:contract' AS need FROM asked
        WHERE EXISTS (SELECT 1 FROM contract WHERE contract.project_id = asked.project_id)"""
    yield """
        SELECT asked.id, 'consent' AS need FROM asked
        JOIN paper ON paper.project_id = asked.project_id OR paper.work_id = asked.work_id
        WHERE paper.kind = 'consent_record'"""
    yield """
        SELECT asked.id, 'fund:planned' AS need FROM asked
        WHERE EXISTS (SELECT 1 FROM funding
            WHERE funding.project_id = asked.project_id AND planned_fen > 0)"""
    yield """
        SELECT asked.id, 'fund:received' AS need FROM asked
        WHERE (SELECT SUM(amount_fen) FROM money_event
            WHERE money_event.project_id = asked.project_id AND kind = 'received') > 0"""
    for column in _FIELDS:
        yield f"""
            SELECT asked.id, 'field:{column}' AS need FROM asked
            JOIN project ON project.id = asked.project_id WHERE project.{column} IS NOT NULL"""
    for column in _DATES:
        own = f"{table}.{column}"
        stands = own if table == "project" else f"COALESCE({own}, project.{column})"
        joined = "" if table == "project" else "LEFT JOIN project ON project.id = work.project_id"
        yield f"""
            SELECT asked.id, 'date:{column}' AS need FROM asked
            JOIN {table} ON {table}.id = asked.id {joined} WHERE {stands} IS NOT NULL"""


# What shuts a gate: a defect that is open, an item of acceptance that has not passed.
_SHUT = f"""
    SELECT asked.id, 'defects:closed' AS need FROM asked
    JOIN defect ON defect.project_id = asked.project_id
    WHERE {_OPEN_DEFECT} AND (asked.work_id IS NULL OR defect.work_id = asked.work_id)
    UNION SELECT asked.id, 'acceptance:passed' FROM asked
    JOIN acceptance_item AS item ON item.project_id = asked.project_id
    WHERE (item.result IS NULL OR item.result = 'fail')
      AND (asked.work_id IS NULL OR item.work_id = asked.work_id)"""


def _consented(db: Database, with_ids: str) -> set[int]:
    """Return the records on which the latest vote has passed."""
    found = rows.fetch(
        db,
        f"""
        {with_ids} SELECT asked.id AS asked_id, vote.* FROM asked
        JOIN consent_round AS vote
          ON vote.project_id = asked.project_id OR vote.work_id = asked.work_id
        ORDER BY vote.id
        """,
    )
    latest = {row.pop("asked_id"): row for row in found}
    held = rows.as_values(ConsentRound, latest.values())
    lacking = votes.refused(db)
    return {
        each
        for each, vote in zip(latest, held, strict=True)
        if consent.reached(vote) and vote.id not in lacking
    }


def stored(lacks: Sequence[str]) -> str | None:
    """Return needs as a move keeps them: a JSON list, None for none."""
    return json.dumps(list(lacks)) if lacks else None
