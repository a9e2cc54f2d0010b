"""Events of a calendar file are known again by their uid, and by no other office's."""

from __future__ import annotations

import datetime as dt
from contextlib import closing
from pathlib import Path

from renewtrack.reports import visit_calendar
from renewtrack.store import actions, appointments, buildings, estates, file, households

DAY = dt.date(2026, 11, 24)


def _uids(path: Path) -> list[str]:
    """Return the uids of a new office's calendar, written twice."""
    said = []
    with closing(file.create(path, "示范区")) as made:
        with actions.act(made.db, "edit", "王工"):
            building = buildings.add(
                made.db, estate_id=estates.add(made.db, name="东里"), number="1"
            )
            home = households.add(made.db, building_id=building, room="101")
            appointments.add(made.db, household_id=home, date=DAY.isoformat(), half="am")
        for name in ("a.ics", "b.ics"):
            out = path.with_name(name)
            visit_calendar.write(made.db, out, (DAY, DAY), language="zh")
            said += [line for line in out.read_text().splitlines() if line.startswith("UID:")]
    return said


def test_a_visit_without_a_crew_is_the_same_event_in_one_file_only(tmp_path: Path) -> None:
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
    one, again = _uids(tmp_path / "one" / "甲.gpkg")
    other, _ = _uids(tmp_path / "other" / "乙.gpkg")
    assert one == again != other
