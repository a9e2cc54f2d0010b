"""Removing the old details of the change log, on purpose only; what was done stays listed."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING

from renewtrack.errors import UserError
from renewtrack.store import actions, audits, refusing, rows, sealing, triggers
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

KEPT_DAYS = 180  # six months of logs: Cybersecurity Law of 2016, article 21
THIN = "thin"  # the event in the audit log; never renamed
LABEL = Words("（{before} 以前的 {entries} 项改动）", "({entries} changes before {before})")


class TooRecent(UserError):
    """The details of the last half year stay, whatever the clock says."""

    words = Words(
        "不能精简：最近 {days} 天的改动明细必须保留，最晚只能精简 {latest} 以前的。"
        "没有删除任何内容；请选更早的日期。",
        "Cannot thin: the details of the last {days} days stay, so {latest} is the latest date. "
        "Nothing was removed; choose an earlier date.",
    )


class NothingOld(UserError):
    """No detail is older than the date."""

    words = Words(
        "{before} 以前没有可以精简的改动明细，没有删除任何内容。",
        "There are no details older than {before}; nothing was removed.",
    )


class NoReason(UserError):
    """Thinning has to be given a reason, which stays in the file."""

    words = Words(
        "请写明精简历史的理由。没有删除任何内容。",
        "Please give a reason for thinning the history. Nothing was removed.",
    )


@dataclass(frozen=True, slots=True)
class Thinned:
    """How many log entries go, or went, of how many actions; the rest of the log stays."""

    before: dt.date
    entries: int
    groups: int
    kept: int


def latest_date(db: Database) -> dt.date:
    """Return the latest date that ``thin`` accepts.

    It is reckoned from the last action or today, whichever is earlier, so that a clock that runs
    years ahead does not make everything old.
    """
    today = dt.datetime.now(dt.UTC).date()
    last = rows.value(db, "SELECT at FROM action_group ORDER BY id DESC LIMIT 1")
    return min(today, _day(last) or today) - dt.timedelta(days=KEPT_DAYS)


def would_remove(db: Database, before: dt.date) -> Thinned:
    """Tell what ``thin`` would remove."""
    cut = _cut(db, before)
    found = rows.fetch(
        db,
        """
        SELECT COUNT(*) FILTER (WHERE id <= :cut) AS entries,
               COUNT(DISTINCT CASE WHEN id <= :cut THEN group_id END) AS groups,
               COUNT(*) FILTER (WHERE id > :cut) AS kept
        FROM change_log
        """,
        {"cut": cut},
    )[0]
    return Thinned(before, **found)


def thin(db: Database, before: dt.date, who: str, reason: str) -> Thinned:
    """Remove the log entries of all actions older than a date, as one action.

    The actions themselves stay listed, but cannot be undone any more. Each table's count of the
    entries that went is kept in the audit log (see ``baseline``), and all that remains is sealed
    anew. The backup before it is the caller's, and ``pack`` after it.
    Raises TooRecent, NothingOld, NoReason.
    """
    if not reason.strip():
        raise NoReason
    latest = latest_date(db)
    if before > latest:
        raise TooRecent(days=KEPT_DAYS, latest=latest.isoformat())
    found = would_remove(db, before)
    if not found.entries:
        raise NothingOld(before=before.isoformat())
    detail = LABEL.filled(before=before.isoformat(), entries=found.entries)
    with actions.act(db, "thin", who, detail):
        cut = _cut(db, before)
        said = {
            "before": before.isoformat(),
            "reason": reason.strip(),
            "entries": found.entries,
            "groups": found.groups,
            "change_id": cut,
            "breaks": len(list(sealing.findings(db))),  # before all is sealed anew
            "baseline": _baseline_at(db, cut),
        }
        db.conn.execute("DELETE FROM change_log WHERE id <= ?", (cut,))
        audits.note(db, who, THIN, **said)
    return found


def pack(db: Database) -> None:
    """Write the whole file anew without the room that thinning freed; nothing else changes.

    Raises FileBusy, DiskFull, CannotWrite; the file is as it was then.
    """
    db.execute("PRAGMA query_only = OFF")
    try:
        db.execute("PRAGMA temp_store = MEMORY")  # no copy of the rows in a temporary file
        db.execute("VACUUM")
    except sqlite3.DatabaseError as failed:
        told = refusing.told(str(db.execute("PRAGMA database_list").fetchone()[2]), failed)
        if told is None:
            raise
        raise told from failed
    finally:
        db.execute("PRAGMA query_only = ON")


def baseline(db: Database) -> dict[str, int]:
    """Return by table the rows that stand without an entry of their own: thinned, or lost.

    A table has as many rows as this, with the inserts and without the deletes of the log.
    """
    told = rows.value(
        db,
        """
        SELECT detail FROM audit_log WHERE event IN (?, 'salvage', 'purge') ORDER BY id DESC LIMIT 1
        """,
        (THIN,),
    )
    return dict(json.loads(told)["baseline"]) if told else {}


def _baseline_at(db: Database, cut: int) -> dict[str, int]:
    net = baseline(db)
    for table, count in db.conn.execute(
        """
        SELECT table_name, SUM((op = 'insert') - (op = 'delete')) FROM change_log
        WHERE id <= ? AND op != 'update' GROUP BY table_name
        """,
        (cut,),
    ).fetchall():
        if table in triggers.LOGGED or table in triggers.WATCHED:
            net[table] = net.get(table, 0) + count
    return net


def _cut(db: Database, before: dt.date) -> int:
    """Return the last log entry older than a date and than everything younger.

    Entries are in the order of the work, their times are those of a clock that may have been
    wrong: what was done after an action of that date or later stays, whatever time it bears. Only
    times that have not come yet are not believed.
    """
    young = rows.value(
        db,
        """
        SELECT MIN(change_log.id)
        FROM change_log LEFT JOIN action_group ON action_group.id = group_id
        WHERE IFNULL(action_group.at, change_log.at) >= :before
          AND IFNULL(action_group.at, change_log.at) <= strftime('%Y-%m-%dT%H:%M:%fZ', 'now')
        """,
        {"before": _utc(before)},
    )
    if young is not None:
        return int(young) - 1
    return int(rows.value(db, "SELECT MAX(id) FROM change_log") or 0)


def _utc(day: dt.date) -> str:
    """Return the first moment of a day of the office in UTC, as the log writes times."""
    start = dt.datetime.combine(day, dt.time()).astimezone(dt.UTC)
    return start.strftime("%Y-%m-%dT%H:%M:%S.000Z")


def _day(at: object) -> dt.date | None:
    try:
        return dt.date.fromisoformat(str(at)[:10])
    except ValueError:
        return None
