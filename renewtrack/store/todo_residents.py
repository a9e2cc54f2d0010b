"""What of needs and consultations needs somebody: waiting, overdue, promised, ending."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from renewtrack.domain import notice_clock, tables, visit_rounds
from renewtrack.domain import retention as retention_rules
from renewtrack.store import lights, needs, retention, rows, visit_lists
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

Line = tuple[str, Words, str, str, tuple[int, ...]]  # key, words, urgency, rows, ids
WAITING = Words("{days} 天以上未定的需求（{count} 条）", "Needs open over {days} days ({count})")
OVERDUE = Words("超期未办的转办需求（{count} 条）", "Referred needs past due ({count})")
PROMISED = Words(
    "移交后仍未兑现的采纳需求（{count} 条）", "Adopted needs not delivered at handover ({count})"
)
ENDING = Words(
    "{days} 天内公示截止的征求意见", "Consultations whose notice ends within {days} days"
)
REMIND = Words("待提醒的入户（{count} 户）", "Visits to remind of ({count})")
TROUBLE = Words("有问题的入户预约（{count} 户）", "Visits with troubles ({count})")
KEPT_OVER = Words(
    "个人信息保存期满、待清除（{count} 户）", "Personal details kept beyond their time ({count})"
)
KEPT_SOON = Words(
    "{days} 天内个人信息保存期满（{count} 户）",
    "Personal details whose time ends within {days} days ({count})",
)
UNDECIDED = Words("公示期满未作决定的征求意见", "Consultations to be decided, notice over")
# A need that tells no day was said on the day that it was noted, as far as the history goes.
_SAID = f"""COALESCE({lights.last("need.said_on")}, (
    SELECT substr(MIN(at), 1, 10) FROM change_log
    WHERE table_name = 'need' AND row_id = need.id), '')"""
_CONDITIONS = {
    "waiting": f"need.adopted IS NULL AND need.referred_to IS NULL AND {_SAID} < :before",
    "overdue": f"{needs.OVERDUE} AND need.referred_to IS NOT NULL",
}
_PLACES = f"""
SELECT need.id, building.id AS building_id, estate.id AS estate_id FROM {needs.JOINED}
WHERE need.same_as_id IS NULL AND """
_HANDED_OVER = f"""{_PLACES} need.adopted = 1 AND need.delivered_on IS NULL AND EXISTS (
    SELECT 1 FROM project_estate AS link JOIN project ON project.id = link.project_id
    WHERE link.estate_id = estate.id AND {lights.last("project.handover_date")} <= :today)"""
_ENDS = f"""COALESCE({lights.last("notice_to")}, date({lights.first("notice_from")},
    '+{notice_clock.least_days() - 1} days'))"""


def wait_days() -> int:
    """Return how long a need may wait for a decision, as ``lifecycle.toml`` says."""
    return int(tables.document("lifecycle")["todo"]["wait"])


def of_needs(db: Database, today: str) -> Iterator[Line]:
    """Yield needs that wait too long, are overdue, or were promised and are not delivered."""
    days = wait_days()
    before = _away(today, -days)
    given = {"before": before, "today": today}
    for key, words, urgency in (("overdue", OVERDUE, "red"), ("waiting", WAITING, "yellow")):
        found = rows.fetch(db, f"{_PLACES} {_CONDITIONS[key]} ORDER BY need.id", given)
        yield from _lines(f"needs_{key}", words, urgency, found, days)
    found = rows.fetch(db, f"{_HANDED_OVER} ORDER BY need.id", {"today": today})
    yield from _lines("needs_promised", PROMISED, "yellow", found, days)


def of_visits(db: Database, today: str) -> Iterator[Line]:
    """Yield visits that homes are to be reminded of, and those that something is wrong with."""
    day, ahead = dt.date.fromisoformat(today), int(visit_rounds.settings()["remind_days"])
    remind = visit_lists.due(db, day, ahead)
    troubled = visit_lists.some(db, visit_lists.troubles(db, day))
    for key, words, visits in (("remind", REMIND, remind), ("trouble", TROUBLE, troubled)):
        places = dict.fromkeys(visit.building_id for visit in visits)
        told = words.filled(count=len(visits))
        yield f"visits_{key}", told, "yellow", "buildings", tuple(places)


def of_retention(db: Database, today: str) -> Iterator[Line]:
    """Yield the households whose personal details are to go, now or within some days."""
    soon = retention_rules.soon_days()
    for key, day, words in (
        ("over", today, KEPT_OVER),
        ("soon", _away(today, soon), KEPT_SOON),
    ):
        found = retention.due(db, day)
        places = dict.fromkeys(each.building_id for each in found)
        told = words.filled(count=len(found), days=soon)
        yield f"kept_{key}", told, "yellow" if key == "over" else "", "buildings", tuple(places)


def of_rounds(db: Database, today: str, ahead: int) -> Iterator[Line]:
    """Yield rounds whose notice ends soon, and those whose notice is over without a decision."""
    last = _away(today, ahead)
    for key, words, condition in (
        ("ending", ENDING, f"{_ENDS} BETWEEN :today AND :last"),
        ("undecided", UNDECIDED, f"{_ENDS} < :today AND COALESCE(decided, '') = ''"),
    ):
        for of in ("estate", "project"):
            ids = rows.column(
                db,
                f"""
                SELECT DISTINCT {of}_id FROM consultation
                WHERE {of}_id IS NOT NULL AND {condition} ORDER BY 1
                """,
                {"today": today, "last": last},
            )
            told = words.filled(days=ahead)
            yield f"rounds_{key}_{of}s", told, "yellow", f"{of}s", tuple(ids)


def _away(today: str, days: int) -> str:
    """Return a day so many days away, or where the calendar ends."""
    ordinal = dt.date.fromisoformat(today).toordinal() + days
    return str(dt.date.fromordinal(min(max(ordinal, 1), dt.date.max.toordinal())))


def _lines(
    key: str, words: Words, urgency: str, found: list[rows.Row], days: int
) -> Iterator[Line]:
    """Yield the needs of buildings and homes, then those of whole estates."""
    for of in ("building", "estate"):
        some = [row for row in found if (row["building_id"] is not None) == (of == "building")]
        ids = tuple(dict.fromkeys(row[f"{of}_id"] for row in some))
        told = words.filled(days=days, count=len(some))
        yield f"{key}_{of}s", told, urgency, f"{of}s", ids
