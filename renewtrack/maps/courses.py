"""The stages that a place went and is to go through, day by day, and where nobody can know."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from renewtrack.domain import dates, stages
from renewtrack.store.map_days import Course

UNKNOWN = "unknown"
NEVER = 2**31 - 1
ALWAYS = -(2**31)
_EPOCH = datetime.date(1970, 1, 1).toordinal()
_SIDE = 100  # from this order on a stage is a side state, such as on hold
_BEFORE_WORKS = ("not_started", "preliminary")
_MOST_DAYS = 366 * 400  # either side of 1970: a year beyond is a slip of the pen

Step = tuple[int, str]  # from this day on, days since 1970: a bucket, or UNKNOWN


@dataclass(frozen=True, slots=True)
class Path:
    """The steps of a place in order, and from which day on it is late unless it is done."""

    steps: tuple[Step, ...]
    late_from: int = NEVER


@dataclass(frozen=True, slots=True)
class _Fact:
    first: int
    last: int
    order: int
    bucket: str
    told: bool  # by a date of its own, not noted as a stage


def day_of(iso: str) -> int:
    """Return the days from 1970-01-01 to an ISO day."""
    return datetime.date.fromisoformat(iso).toordinal() - _EPOCH


def iso_of(day: int) -> str:
    """Return the ISO day so many days after 1970-01-01."""
    return datetime.date.fromordinal(day + _EPOCH).isoformat()


def span(date: str | None) -> tuple[int, int] | None:
    """Return the first and the last day that a date as precise as known can mean."""
    if not date or not date[0].isdigit():
        return None
    try:
        first, last = dates.earliest(date), dates.latest(date)
    except (ValueError, OverflowError):
        return None
    found = first.toordinal() - _EPOCH, last.toordinal() - _EPOCH
    return found if abs(found[0]) < _MOST_DAYS and abs(found[1]) < _MOST_DAYS else None


def of_estate(courses: Sequence[Course], today: int) -> Path:
    """Return the path of an estate through its projects, the one that stands for it now last."""
    if not courses:
        return Path(((ALWAYS, stages.NO_PROJECT.key),))
    now = courses[-1]
    past = [step for course in courses for step in _past(course, today)]
    return _joined(sorted(past, key=lambda step: step[0]), now, today)


def of_work(work: Course, courses: Sequence[Course], today: int) -> Path:
    """Return the path of a building with a work of its own.

    Where the work has no dates, its project tells what must be so: before the project's works
    begin none of them has begun, and when it is done they are.
    """
    past = _past(work, today)
    if not past:
        above = sorted(step for course in courses for step in _past(course, today))
        past = [(day, UNKNOWN if bucket == "building" else bucket) for day, bucket in above]
    upper = courses[-1] if courses else work
    planned = Course(
        work.stage,
        work.start_plan or upper.start_plan,
        work.finish_plan or upper.finish_plan,
    )
    return _joined(past, planned, today)


def _past(course: Course, today: int) -> list[Step]:
    """Return the steps that a course's facts tell; while a day is not known, UNKNOWN."""
    steps: list[Step] = []
    reached = -1
    for fact in sorted(_facts(course, today), key=lambda each: (each.last, each.order)):
        if fact.told and fact.order < reached < _SIDE:
            continue  # two dates contradict each other; only a record takes a course back
        reached = fact.order
        before = steps[-1][1] if steps else UNKNOWN
        if fact.bucket == before:
            continue
        if fact.first < fact.last and before != UNKNOWN:
            steps.append((max(fact.first, steps[-1][0] + 1), UNKNOWN))
        steps.append((fact.last, fact.bucket))
    return steps


def _facts(course: Course, today: int) -> Iterable[_Fact]:
    for told, dated in ((False, course.recorded), (True, course.told)):
        for date, key in dated:
            days = span(date)
            if days is None or days[0] > today or key not in _ORDER:
                continue  # what is dated in the future has not happened: a slip of the pen
            bucket = stages.bucket_of(key).key
            yield _Fact(days[0], min(days[1], today), _ORDER[key], bucket, told)


def _joined(past: Sequence[Step], now: Course, today: int) -> Path:
    """Return past, present and plan as one path."""
    bucket = stages.bucket_of(now.stage).key
    steps = [(ALWAYS, UNKNOWN), *past]
    if steps[-1][1] not in (bucket, UNKNOWN):
        steps.append((steps[-1][0] + 1, UNKNOWN))  # it changed later, nobody noted when
    steps.append((today, bucket))
    finish = span(now.finish_plan)
    late = finish[1] + 1 if finish else NEVER
    return Path(_tidy([*steps, *_planned(bucket, now, today)]), late)


def _planned(bucket: str, now: Course, today: int) -> list[Step]:
    """Return what the plan says of the days after today, UNKNOWN where it says nothing."""
    if bucket in ("done", stages.NO_PROJECT.key):
        return []
    nobody = [(today + 1, UNKNOWN)]
    if bucket not in (*_BEFORE_WORKS, "building"):
        return nobody
    start, finish = _ahead(now.start_plan, today), _ahead(now.finish_plan, today)
    steps: list[Step] = []
    if bucket in _BEFORE_WORKS:
        steps += _to(start, "building", today) if start else nobody
    if finish and (not start or start[1] < finish[1]):
        return [*steps, *_to(finish, "done", today)]
    return steps or nobody


def _to(days: tuple[int, int], bucket: str, today: int) -> list[Step]:
    first, last = max(days[0], today + 1), days[1]
    return [(first, UNKNOWN), (last, bucket)] if first < last else [(last, bucket)]


def _ahead(date: str | None, today: int) -> tuple[int, int] | None:
    days = span(date)
    return days if days is not None and days[1] > today else None


def _tidy(steps: Iterable[Step]) -> tuple[Step, ...]:
    """Drop steps that change nothing or are overtaken on the same day."""
    kept: list[Step] = []
    for day, bucket in steps:
        while kept and kept[-1][0] >= day:
            kept.pop()
        if not kept or kept[-1][1] != bucket:
            kept.append((day, bucket))
    return tuple(kept)


_ORDER = {each.key: each.order for each in stages.STAGES}
