"""What of the money does not go together: sums, sources, payments against the works; unit costs."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from renewtrack.domain import codes, funds, lateness, money
from renewtrack.domain.funds import FINDINGS, Finding
from renewtrack.store import money_matrix, naming, rows
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

_FEN_OF_YUAN = 100
_PROJECTS = f"""
SELECT project.id, {naming.PROJECT} AS name, invest_total_fen, percent FROM project
ORDER BY project.id
"""


@dataclass(frozen=True, slots=True)
class UnitCost:
    """What one unit of a kind of work costs, in yuan, and the works that are unusual."""

    kind: str
    unit: str
    count: int
    median_yuan: float
    unusual: dict[int, float]  # work -> yuan a unit


@dataclass(frozen=True, slots=True)
class _Sums:
    """The money of one project: fen by source planned and received, and paid in all."""

    project: rows.Row
    planned: dict[str, int]
    received: dict[str, int]
    paid: int

    def tell(self, key: str, **gaps: object) -> Finding:
        ids = (self.project["id"],)
        return Finding(key, ids, FINDINGS[key].filled(**gaps), self.project["name"])


def findings(db: Database) -> list[Finding]:
    """Return everything about the file's money that somebody should look at."""
    planned = money_matrix.by_source(db, money_matrix.PLANNED)
    received = money_matrix.by_source(db, "received")
    paid = money_matrix.of_projects(db, "paid")
    found: list[Finding] = []
    for row in rows.fetch(db, _PROJECTS):
        sums = _Sums(
            row, planned.get(row["id"], {}), received.get(row["id"], {}), paid.get(row["id"], 0)
        )
        for rule in _RULES:
            found.extend(rule(sums))
    unplaced = rows.value(db, "SELECT COUNT(*) FROM money_event WHERE project_id IS NULL")
    if unplaced:
        found.append(Finding("unplaced", (), FINDINGS["unplaced"].filled(a=unplaced)))
    return [*_ceilings(db), *found]


def _against_total(sums: _Sums) -> Iterator[Finding]:
    total = sums.project["invest_total_fen"]
    if sums.planned and total is not None:
        off = sum(sums.planned.values()) - total
        if abs(off) > funds.rules()["tolerance_yuan"] * _FEN_OF_YUAN:
            yield sums.tell("sum", a=money.wan_shown(off))


def _doubled(sums: _Sums) -> Iterator[Finding]:
    double = funds.doubled([source for source, fen in sums.planned.items() if fen > 0])
    if double:
        yield sums.tell("double", a=_named(double))


def _received(sums: _Sums) -> Iterator[Finding]:
    for source, fen in sums.received.items():
        if source in sums.planned and fen > sums.planned[source]:
            over = fen - sums.planned[source]
            yield sums.tell("received", a=_named((source,)), b=money.wan_shown(over))
    received = sum(sums.received.values())
    if sums.received and sums.paid > received:
        yield sums.tell("paid", a=money.wan_shown(sums.paid - received))


def _against_works(sums: _Sums) -> Iterator[Finding]:
    total, percent = sums.project["invest_total_fen"], sums.project["percent"]
    if total and percent is not None:
        share = Decimal(sums.paid) * 100 / total
        if share - Decimal(str(percent)) > funds.rules()["ahead_points"]:
            yield sums.tell("ahead", a=str(money.half_up(share, 1)), b=f"{percent:g}")


_RULES = (_against_total, _doubled, _received, _against_works)


def _ceilings(db: Database) -> Iterator[Finding]:
    for rule in funds.rules().get("ceiling", ()):
        found = rows.fetch(
            db,
            """
            SELECT plan_year, SUM(planned_fen) AS fen, json_group_array(project.id) AS ids
            FROM funding JOIN project ON project.id = project_id
            WHERE source = :source AND plan_year IS NOT NULL GROUP BY plan_year ORDER BY plan_year
            """,
            {"source": rule["source"]},
        )
        for row in found:
            over = (row["fen"] or 0) - rule["yuan"] * _FEN_OF_YUAN
            if over > 0:
                words = FINDINGS["ceiling"].filled(
                    a=row["plan_year"], b=_named((rule["source"],)), c=money.wan_shown(over)
                )
                yield Finding("ceiling", tuple(json.loads(row["ids"])), words)


def needs(db: Database, today: str) -> dict[str, int]:
    """Return what is still to be paid by month, as ``domain.funds.needs`` reckons it.

    Of each project that is not cancelled: its total, less what is paid, until its planned or
    forecast end.
    """
    paid = money_matrix.of_projects(db, "paid")
    found = rows.fetch(
        db,
        """
        SELECT id, invest_total_fen, COALESCE(finish_forecast, finish_plan) AS finish
        FROM project WHERE COALESCE(stage, '') != 'X2' AND invest_total_fen > 0
        """,
    )
    left = (
        (row["invest_total_fen"] - paid.get(row["id"], 0), lateness.last_day(row["finish"]))
        for row in found
    )
    return funds.needs(left, dt.date.fromisoformat(today))


def unit_costs(db: Database) -> list[UnitCost]:
    """Return the median unit cost of each kind of work and the works that are unusual."""
    groups: dict[tuple[str, str], dict[int, float]] = defaultdict(dict)
    for row in rows.fetch(
        db,
        """
        SELECT id, kind, unit, budget_fen, COALESCE(quantity, quantity_done) AS quantity FROM work
        WHERE budget_fen > 0 AND COALESCE(quantity, quantity_done) > 0 AND unit IS NOT NULL
        """,
    ):
        yuan = row["budget_fen"] / _FEN_OF_YUAN / row["quantity"]
        groups[row["kind"], row["unit"]][row["id"]] = yuan
    found = []
    for (kind, unit), costs in sorted(groups.items()):
        middle, away = funds.unusual(costs)
        if middle is not None:
            unusual = {each: costs[each] for each in away}
            found.append(UnitCost(kind, unit, len(costs), middle, unusual))
    return found


def _named(sources: tuple[str, ...]) -> Words:
    found = [codes.code("fund_sources", source) for source in sources]
    said = [
        code.words if code else Words(key, key) for code, key in zip(found, sources, strict=True)
    ]
    return Words("、".join(each.zh for each in said), ", ".join(each.en for each in said))
