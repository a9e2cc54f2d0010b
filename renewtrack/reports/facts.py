"""What a report of one period adds up: its projects and estates, and what was reported before."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from renewtrack.domain import stages
from renewtrack.domain.masking import Mask
from renewtrack.domain.periods import Period
from renewtrack.store import exports, periods, report_figures
from renewtrack.store.report_figures import ReportEstate, ReportMoney, ReportProject, ReportWork

if TYPE_CHECKING:
    from sqlite_utils import Database

STARTED, FINISHED = frozenset({"building", "done"}), frozenset({"done"})


@dataclass(frozen=True)  # without slots: what is reckoned is kept beside the leaves
class Facts:
    """The leaves of a period. ``before`` is what was frozen of the period before it, if it was.

    ``projects`` are those of the period's year and those of no year; ``others`` is how many
    projects of other years are left out.
    """

    period: Period
    today: str
    streets: tuple[str, ...]
    estates: Mapping[int, ReportEstate]
    every: tuple[ReportProject, ...]
    money: tuple[ReportMoney, ...]
    works: tuple[ReportWork, ...]
    before: Mapping[str, Any] | None
    mask: Mask

    @cached_property
    def projects(self) -> tuple[ReportProject, ...]:
        """Return the projects of the year that is reported."""
        wanted = (self.period.year, None)
        return tuple(each for each in self.every if each.plan_year in wanted)

    @cached_property
    def others(self) -> int:
        """Return how many projects of other years are left out."""
        return len(self.every) - len(self.projects)

    @cached_property
    def ids(self) -> frozenset[int]:
        """Return the ids of the projects that are reported."""
        return frozenset(each.id for each in self.projects)

    @cached_property
    def of_estate(self) -> dict[int, list[ReportProject]]:
        """Return the reported projects of every estate that has one, in the ledger's order."""
        found: dict[int, list[ReportProject]] = {}
        for project in self.projects:
            for estate in project.estate_ids:
                found.setdefault(estate, []).append(project)
        return {one: found[one] for one in self.estates if one in found}

    @cached_property
    def moved(self) -> dict[int, dict[str, list[ReportMoney]]]:
        """Return the money of every reported project by kind."""
        found: dict[int, dict[str, list[ReportMoney]]] = {}
        for each in self.money:
            if each.project_id in self.ids:
                found.setdefault(each.project_id, {}).setdefault(each.kind, []).append(each)
        return found

    def sum_of(self, project: ReportProject, kind: str, period: Period | None = None) -> int | None:
        """Return what a project was allocated, received, paid or settled by the last day.

        What has no date counts as come. None where nothing of the kind is on record.
        """
        own = self.moved.get(project.id, {}).get(kind)
        if own is None:
            return None
        until = period or self.period
        return sum(each.amount for each in own if not each.date or until.reached(each.date))

    def started(self, project: ReportProject, period: Period | None = None) -> bool:
        """Tell whether a project had begun by the last day of a period."""
        return _by(project.start_actual, project.stage, STARTED, period or self.period)

    def finished(self, project: ReportProject, period: Period | None = None) -> bool:
        """Tell whether a project was finished by the last day of a period."""
        return _by(project.finish_actual, project.stage, FINISHED, period or self.period)

    def estates_that(
        self, holds: Callable[[ReportProject], bool], all_of_them: bool = False
    ) -> set[int]:
        """Return the estates of which one project, or all of them, meets a condition."""
        met = all if all_of_them else any
        return {one for one, own in self.of_estate.items() if met(holds(each) for each in own)}


def _by(date: str | None, stage: str | None, buckets: frozenset[str], period: Period) -> bool:
    """Judge by the date, and where there is none by the stage that the project has now."""
    if date and date[0].isdigit():
        return period.reached(date)
    return stages.bucket_of(stage).key in buckets


def gather(db: Database, period: Period, today: str) -> Facts:
    """Read the leaves of a period; late is who is so on its last day, or today if sooner."""
    frozen = periods.of(db, period.before().key)
    return Facts(
        period,
        today,
        tuple(report_figures.streets(db)),
        report_figures.estates(db),
        tuple(report_figures.projects(db, min(today, period.last))),
        tuple(report_figures.money(db)),
        tuple(report_figures.works(db)),
        frozen.content if frozen is not None else None,
        exports.mask(db),
    )
