from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from renewtrack import demo
from renewtrack.maps import courses, looks, timeline
from renewtrack.maps.theme import STAGE
from renewtrack.maps.timeline import DAY, HEADER, Timeline
from renewtrack.store import file
from renewtrack.store.file import ProjectFile

TODAY = demo.TODAY.isoformat()


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ProjectFile]:
    path = tmp_path_factory.mktemp("days") / "示范区.gpkg"
    opened = demo.make(path)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def read(district: ProjectFile) -> Timeline:
    return timeline.read(district.db, TODAY)


def test_today_is_as_the_theme_of_stages_shows_it(district: ProjectFile, read: Timeline) -> None:
    look = looks.of(district.db, STAGE, read.ids.tolist(), TODAY)
    assert (read.classes_on(read.today) == look.classes).all()
    late = sorted(read.ids[look.overdue].tolist())
    assert sorted(read.late_on(read.today)) == late


def test_every_building_is_in_one_class_on_every_day(read: Timeline) -> None:
    for day in range(read.first, read.last, 97):
        counted = sum(len(read.ids_on(day, each.key)) for each in DAY.classes)
        assert counted == len(read.ids)
    assert read.late_on(read.today + 1) == []


def test_the_slider_reaches_from_the_first_record_to_the_last_plan(read: Timeline) -> None:
    assert read.first < courses.day_of("2023-01-01")
    assert read.last > read.today + 300


def test_the_pack_holds_the_paths_as_they_are(read: Timeline) -> None:
    body = read.body
    magic, version, count, paths, steps, _, today, _ = HEADER.unpack_from(body)
    assert (magic, version, count, today) == (timeline.MAGIC, 1, len(read.ids), read.today)
    assert paths == len(read.paths)
    ends = np.frombuffer(body, "<u4", paths + 1, HEADER.size)
    assert ends[-1] == steps
    assert len(body) == HEADER.size + 4 * (paths + 1 + steps + paths + 2 * count) + steps


def test_half_the_buildings_share_few_paths(read: Timeline) -> None:
    assert len(read.paths) < len(read.ids) / 4


def test_a_file_without_buildings_has_an_empty_timeline(tmp_path: Path) -> None:
    opened = file.create(tmp_path / "空.gpkg", "空", "110199")
    made = timeline.read(opened.db, TODAY)
    assert made.ids_on(made.today, "done") == made.late_on(made.today) == []
    assert HEADER.unpack_from(made.body)[2] == 0
    opened.close()
    shutil.rmtree(tmp_path, ignore_errors=True)
