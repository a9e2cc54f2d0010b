"""Two works that dig at one place within a few months: a hint to do them together."""

from __future__ import annotations

import calendar
import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

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
        SELECT work.id, work.kind, work.project_id, work.site_id,
               COALESCE(work.estate_id, building.estate_id) AS estate_id,
               COALESCE(site.name, estate.name, '') AS place,
               COALESCE({lights.first("work.start_actual")}, {begins}) AS begins,
               COALESCE({ends}, {begins}) AS ends
        FROM work LEFT JOIN building ON building.id = work.building_id
        LEFT JOIN project ON project.id = work.project_id
        LEFT JOIN site ON site.id = work.site_id
        LEFT JOIN estate ON estate.id = COALESCE(work.estate_id, building.estate_id)
        WHERE work.kind IN ({kinds})
          AND COALESCE({own["stage"]}, '') < 'S80' AND {begins} IS NOT NULL
          AND COALESCE({ends}, {begins}) >= date(:today, '-{months} months')
        ORDER BY begins, work.id
        """,
        {"today": today},
    )
    at_place: dict[tuple[str, int], list[rows.Row]] = defaultdict(list)
    for row in found:
        for key in ("estate_id", "site_id"):
            if row[key] is not None:
                at_place[key, row[key]].append(row)
    clashes = [
        clash
        for digs in at_place.values()
        for clash in _among(digs, months)
        if project_id is None or project_id in clash[0]
    ]
    return [each for _, each in sorted(clashes, key=lambda pair: _order(pair[1]))]


def _among(digs: list[rows.Row], months: int) -> Iterator[tuple[tuple[Any, Any], Clash]]:
    """Yield the projects and the clash of every two works of one place, in the order they begin."""
    for at, one in enumerate(digs):
        ends = dt.date.fromisoformat(one["ends"])
        until = _later(ends, months)
        for two in digs[at + 1 :]:
            begins = dt.date.fromisoformat(two["begins"])
            if begins > until:
                break
            together = one["project_id"] is not None and one["project_id"] == two["project_id"]
            if not together or begins > ends:
                days = max(0, (begins - ends).days)
                clash = Clash(one["id"], two["id"], (one["kind"], two["kind"]), one["place"], days)
                yield (one["project_id"], two["project_id"]), clash


def _order(clash: Clash) -> tuple[int, int, int]:
    return clash.days, clash.first, clash.second


def _later(day: dt.date, months: int) -> dt.date:
    """Return the same day of a later month, or its last one; the end of time where it is beyond."""
    place = day.year * 12 + day.month - 1 + months
    year, month = divmod(place, 12)
    if year > dt.MAXYEAR:
        return dt.date.max
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
