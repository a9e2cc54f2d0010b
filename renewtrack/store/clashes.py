"""Two works that dig at one place within a few months: a hint to do them together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from renewtrack.domain import tables
from renewtrack.store import choosing, lights, rows

if TYPE_CHECKING:
    from sqlite_utils import Database


@dataclass(frozen=True, slots=True)
class Clash:
    """Two works on one estate or site; ``days`` lie between the end of one and the other's start.

    0 days: they overlap. Dates are ISO days; kinds are keys of ``work_types``.
    """

    first: int
    second: int
    kinds: tuple[str, str]
    place: str
    days: int


def digging() -> tuple[str, ...]:
    """Return the kinds of work that open the ground, as ``lifecycle.toml`` lists them."""
    return tuple(tables.document("lifecycle")["clash"]["digging"])


def all(db: Database, today: str, project_id: int | None = None) -> list[Clash]:  # noqa: A001
    """Return the clashes of works that are not completed, of one project or of all.

    A work of one project beside its own of another kind counts only where their times differ: works
    done at the same time are done together already.
    """
    months = int(tables.document("lifecycle")["clash"]["months"])
    own = choosing.WORK_OWN
    kinds = ",".join(f"'{kind}'" for kind in digging())
    begins, ends = lights.first(own["start_plan"]), lights.last(own["finish_plan"])
    found = rows.fetch(
        db,
        f"""
        WITH dig AS MATERIALIZED (
            SELECT work.id, work.kind, work.project_id, work.site_id,
                   COALESCE(work.estate_id, building.estate_id) AS estate_id,
                   COALESCE(work.start_actual, {begins}) AS begins,
                   COALESCE({ends}, {begins}) AS ends
            FROM work LEFT JOIN building ON building.id = work.building_id
            LEFT JOIN project ON project.id = work.project_id
            WHERE work.kind IN ({kinds})
              AND COALESCE({own["stage"]}, '') < 'S80' AND {begins} IS NOT NULL
              AND COALESCE({ends}, {begins}) >= date(:today, '-{months} months')
        )
        SELECT one.id AS first, two.id AS second, one.kind AS kind_one, two.kind AS kind_two,
               COALESCE(site.name, estate.name) AS place,
               MAX(0, CAST(julianday(two.begins) - julianday(one.ends) AS INTEGER)) AS days
        FROM dig AS one JOIN dig AS two
          ON (two.estate_id = one.estate_id OR two.site_id = one.site_id)
         AND (two.begins, two.id) > (one.begins, one.id)
        LEFT JOIN estate ON estate.id = one.estate_id LEFT JOIN site ON site.id = one.site_id
        WHERE two.begins <= date(one.ends, '+{months} months')
          AND (one.project_id IS NOT two.project_id OR two.begins > one.ends)
          AND (:project IS NULL OR :project IN (one.project_id, two.project_id))
        ORDER BY days, one.begins, one.id, two.id
        """,
        {"today": today, "project": project_id},
    )
    return [
        Clash(
            row["first"],
            row["second"],
            (row["kind_one"], row["kind_two"]),
            row["place"] or "",
            row["days"],
        )
        for row in found
    ]
