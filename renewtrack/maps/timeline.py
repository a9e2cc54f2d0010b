"""The stages of all buildings over time, packed once for the page's slider."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from renewtrack.maps import courses
from renewtrack.maps.courses import UNKNOWN, Path
from renewtrack.maps.theme import STAGE, Theme
from renewtrack.maps.theme_class import ThemeClass
from renewtrack.store import map_days
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

    from renewtrack.store.map_days import Course, Days

MAGIC = b"RTTL"
HEADER = struct.Struct("<4s7i")  # magic, version, buildings, paths, steps, first, today, last
VERSION = 1
NOT_DATED = Words("当日不详", "Not known that day")
TITLE = Words("改造进度（按日期）", "Stage by date")
_AHEAD, _BACK = 365, 365  # days that the slider reaches at least around today
_FARTHEST = 365 * 40  # days; beyond them a date is a slip of the pen

CAN_BE_LATE = ("not_started", "preliminary", "building")  # as time.js knows them
Ints = npt.NDArray[np.int32]


# Paler than any stage: what is not known is not to be taken for one.
_UNDATED = ThemeClass(UNKNOWN, NOT_DATED, "?", "#F2E2A8", "#6B5B16", "#403A22", "none")
DAY = Theme("day", TITLE, (*STAGE.classes, _UNDATED), rims=True)


@dataclass(frozen=True, slots=True, eq=False)
class Timeline:
    """The paths of buildings; ``ids`` ascend and ``path`` holds the place of each one's path."""

    ids: Ints
    path: npt.NDArray[np.uint32]
    paths: tuple[Path, ...]
    today: int
    first: int
    last: int

    @property
    def body(self) -> bytes:
        """Return it as the page reads it.

        Little-endian: the header; u32 first step of each path and the end; i32 day of each step;
        i32 day from which each path is late; i32 id of each building; u32 path of each; u8 class
        of each step.
        """
        steps = [step for path in self.paths for step in path.steps]
        ends = np.cumsum([0, *(len(path.steps) for path in self.paths)])
        numbers = (VERSION, len(self.ids), len(self.paths), len(steps))
        return b"".join(
            (
                HEADER.pack(MAGIC, *numbers, self.first, self.today, self.last),
                ends.astype("<u4").tobytes(),
                np.array([day for day, _ in steps], dtype="<i4").tobytes(),
                np.array([path.late_from for path in self.paths], dtype="<i4").tobytes(),
                self.ids.astype("<i4").tobytes(),
                self.path.astype("<u4").tobytes(),
                np.array([DAY.index(bucket) for _, bucket in steps], dtype=np.uint8).tobytes(),
            )
        )

    def classes_on(self, day: int) -> npt.NDArray[np.uint8]:
        """Return the place of each building's class in ``DAY`` on a day."""
        of_paths = [DAY.index(at(path, day)) for path in self.paths]
        return np.array(of_paths, dtype=np.uint8)[self.path] if len(self.path) else _NO_CLASSES

    def ids_on(self, day: int, key: str) -> list[int]:
        """Return the buildings that are in a class on a day."""
        found: list[int] = self.ids[self.classes_on(day) == DAY.index(key)].tolist()
        return found

    def late_on(self, day: int) -> list[int]:
        """Return the buildings that are overdue on a day; nothing is so before it comes."""
        if day > self.today or not len(self.ids):
            return []
        late = [day >= path.late_from and at(path, day) in CAN_BE_LATE for path in self.paths]
        found: list[int] = self.ids[np.array(late)[self.path]].tolist()
        return found


def at(path: Path, day: int) -> str:
    """Return the bucket of a path on a day."""
    bucket = UNKNOWN
    for since, each in path.steps:
        if since > day:
            break
        bucket = each
    return bucket


def read(db: Database, today: str) -> Timeline:
    """Return the timeline of a file; ``today`` is the ISO day that parts past from plan."""
    return of_days(map_days.read(db), courses.day_of(today))


def of_days(days: Days, today: int) -> Timeline:
    """Return the timeline of what is known of days."""
    places: dict[Path, int] = {}
    estates = _estate_paths(days, today)
    works: dict[tuple[Course, int | None], Path] = {}
    column = []
    for building in days.buildings:
        path = estates.get(building.estate_id, _NO_PROJECT)
        if building.work_id is not None:
            key = (days.works[building.work_id], building.estate_id)
            if key not in works:
                works[key] = courses.of_work(key[0], _projects(days, key[1]), today)
            path = works[key]
        column.append(places.setdefault(path, len(places)))
    known = [day for path in places for day, _ in path.steps if abs(day - today) <= _FARTHEST]
    ids = np.array([each.id for each in days.buildings], dtype=np.int32)
    return Timeline(
        ids,
        np.array(column, dtype=np.uint32),
        tuple(places),
        today,
        min([today - _BACK, *known]),
        max([today + _AHEAD, *known]),
    )


def _estate_paths(days: Days, today: int) -> Mapping[int | None, Path]:
    return {estate: courses.of_estate(_projects(days, estate), today) for estate in days.of_estate}


def _projects(days: Days, estate: int | None) -> list[Course]:
    return [days.projects[each] for each in days.of_estate.get(estate or 0, ())]


_NO_PROJECT = courses.of_estate((), 0)
_NO_CLASSES = np.empty(0, dtype=np.uint8)
