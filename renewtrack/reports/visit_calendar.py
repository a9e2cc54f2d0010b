"""The planned visits of crews as a calendar file: one event for each half day of a crew."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from renewtrack.domain import icalendar, visit_rounds
from renewtrack.domain.icalendar import Event
from renewtrack.reports.putting import Placed, Seen
from renewtrack.store import exports, visit_lists
from renewtrack.store.visit_lists import Visit
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

NAME = Words("入户安排", "Visits")
SUMMARY = Words("{crew} 入户 {count} 户", "{crew}: {count} homes")
NO_CREW = Words("未派班组", "no crew")
SUFFIX = ".ics"


def write(  # noqa: PLR0913 - each says by its name what is asked for
    db: Database,
    path: Path,
    span: tuple[dt.date, dt.date],
    *,
    language: str,
    reveal: str = "",
    seen: Seen | None = None,
) -> int:
    """Write the visits of some days, both counted, and return how many there are.

    Estates and counts go out by themselves; rooms only for a reason to ``reveal`` them. Raises
    NotWritten, ReasonNeeded, NotAllowed.
    """
    if reveal:
        exports.permit(db, reveal)
    first, last = span
    days = max(0, (last - first).days + 1)
    visits = [each for each in visit_lists.week(db, first, days) if each.state == "planned"]
    made = icalendar.document(
        NAME.in_(language),
        _events(db, visits, language, bool(reveal)),
        dt.datetime.now(dt.UTC),
    )
    with Placed(path, len(visits), seen) as aside:
        aside.write_bytes(made.encode("utf-8"))
    return len(visits)


def _events(db: Database, visits: list[Visit], language: str, reveal: bool) -> Iterator[Event]:
    settings, mask = visit_rounds.settings(), exports.mask(db)
    uids = visit_lists.crew_uids(db)
    named = visit_lists.crew_names(db)  # a crew may bear the name of who leads it
    names = named if reveal else {key: mask.free(name) for key, name in named.items()}
    held: dict[tuple[str, str, int], list[Visit]] = {}
    for visit in visits:
        held.setdefault((visit.date, visit.slot.half, visit.crew_id or 0), []).append(visit)
    for (date, half, crew_id), some in sorted(held.items()):
        crew = names.get(crew_id) or NO_CREW.in_(language)
        begins, ends = (
            dt.datetime.fromisoformat(f"{date}T{settings[key][half]}")
            for key in ("from_hour", "to_hour")
        )
        estates = dict.fromkeys(visit.estate for visit in some)
        rooms = "\n".join(f"{visit.estate} {visit.short}" for visit in some) if reveal else ""
        summary = SUMMARY.filled(crew=crew, count=len(some)).in_(language)
        key = f"{date}-{half}-{uids[crew_id]}@renewtrack"
        yield Event(key, begins, ends, summary, rooms, "、".join(estates))
