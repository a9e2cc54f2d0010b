"""Until when personal details of households are kept: suggested, due, certified."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from renewtrack.domain import lateness, masking, retention
from renewtrack.store import exports, purge_scope, purging, rows, table_words
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

OVER, WITHDRAWN = "over", "withdrawn"
_EMPTIED = ", ".join(f"'{name}'" for name in purge_scope.EMPTIED["household"])
_OWN = f"table_name = 'household' AND row_id = household.id AND column_name IN ({_EMPTIED})"
# What is personal of a household, old values of emptied fields as well; a sign-in that may not
# see it sees no household as due.
_HELD = f"""
(household.holder IS NOT NULL OR household.phone IS NOT NULL OR household.vulnerable IS NOT NULL
 OR household.access IS NOT NULL OR household.remark IS NOT NULL
 OR EXISTS (SELECT 1 FROM ownership WHERE household_id = household.id)
 OR EXISTS (SELECT 1 FROM attachment WHERE household_id = household.id)
 OR EXISTS (SELECT 1 FROM ballot WHERE household_id = household.id AND ballot.owner IS NOT NULL)
 OR EXISTS (SELECT 1 FROM change_log
            WHERE {_OWN} AND op = 'update' AND COALESCE(old, new) IS NOT NULL)
 OR EXISTS (SELECT 1 FROM cell_source WHERE {_OWN} AND raw IS NOT NULL))
"""
_TAKEN_BACK = """
(EXISTS (SELECT 1 FROM privacy_consent
         WHERE household_id = household.id AND withdrawn_on IS NOT NULL)
 AND NOT EXISTS (SELECT 1 FROM privacy_consent
                 WHERE household_id = household.id AND withdrawn_on IS NULL))
"""
TITLE = Words("个人信息清除证明", "Certificate of a purge of personal details")
LINES = (
    Words("文件：{file}", "File: {file}"),
    Words("时间：{at}（UTC）", "Time: {at} (UTC)"),
    Words("操作人：{who}", "Done by: {who}"),
    Words("理由：{reason}", "Reason: {reason}"),
    Words("住户：{households} 户", "Households: {households}"),
    Words("删除的照片和文件：{files} 个", "Pictures and papers deleted: {files}"),
)
TABLE = Words("　{table}：{count} 行", "  {table}: {count} rows")
PROOF = Words(
    "清除后文件已整体重写，并核对其字节中不再有这些住户的姓名和电话；撤销不能恢复。",
    "The file was written anew as a whole and its bytes were searched for these households' names "
    "and telephones: none is left, and no undo brings them back.",
)
NOT_COVERED = Words(
    "不包括：此前交出的导出文件和打印件、拷走的副本、尚未更换的旧备份、硬盘上未被覆盖的旧块。",
    "Not covered: exports and prints handed over before, copies taken away, old backups that were "
    "not replaced, old blocks of the disk.",
)
SIGNED = Words("签字：＿＿＿＿＿＿　日期：＿＿＿＿＿＿", "Signed: ____________  Date: ____________")


@dataclass(frozen=True, slots=True)
class Due:
    """One household whose personal details are to go; ``why`` is OVER or WITHDRAWN."""

    id: int
    building_id: int
    estate: str
    building: str
    stairwell: str | None
    room: str
    keep_until: str | None
    why: str


@dataclass(frozen=True, slots=True)
class Certificate:
    """One purge as the audit log keeps it: counts alone, no person."""

    id: int
    at: str  # UTC, ISO 8601
    who: str | None
    reason: str
    households: int
    files: int
    tables: dict[str, int]


def due(db: Database, day: str, estate_id: int | None = None) -> list[Due]:
    """Return the households whose time is over as of a day, or whose consent was taken back."""
    wanted = f"""
    (household.keep_until IS NOT NULL OR {_TAKEN_BACK}) AND {_HELD}
    AND (:id IS NULL OR building.estate_id = :id)
    """
    last = dt.date.fromisoformat(day)
    return [each for each in _homes(db, wanted, estate_id) if each.why != OVER or _over(each, last)]


def one(db: Database, household_id: int) -> list[Due]:
    """Return one household as a list of those that go, whatever its date."""
    return _homes(db, f"household.id = :id AND {_HELD}", household_id)


def _homes(db: Database, wanted: str, given: int | None) -> list[Due]:
    found = rows.fetch(
        db,
        f"""
        SELECT household.id, household.building_id, COALESCE(estate.name, '') AS estate,
               building.number AS building,
               stairwell.number AS stairwell, household.room, household.keep_until,
               CASE WHEN {_TAKEN_BACK} THEN '{WITHDRAWN}' ELSE '{OVER}' END AS why
        FROM household JOIN building ON building.id = household.building_id
        LEFT JOIN estate ON estate.id = building.estate_id
        LEFT JOIN stairwell ON stairwell.id = household.stairwell_id
        WHERE {wanted}
        ORDER BY estate.name, building.sort, LENGTH(stairwell.number), stairwell.number,
                 LENGTH(household.room), household.room
        """,
        {"id": given},
    )
    return rows.as_values(Due, found)


def estates(db: Database) -> list[rows.Row]:
    """Return estates with households: handover of the latest project, homes, homes with a date."""
    return rows.fetch(
        db,
        """
        SELECT estate.id, estate.name, MAX(project.handover_date) AS handover,
               COUNT(DISTINCT household.id) AS homes,
               COUNT(DISTINCT CASE WHEN household.keep_until IS NOT NULL THEN household.id END)
                   AS dated
        FROM estate JOIN building ON building.estate_id = estate.id
        JOIN household ON household.building_id = building.id
        LEFT JOIN project_estate ON project_estate.estate_id = estate.id
        LEFT JOIN project ON project.id = project_estate.project_id
        GROUP BY estate.id ORDER BY estate.sort, estate.name
        """,
    )


def suggest(db: Database, estate_id: int, months: int) -> int:
    """Give every household of an estate without a date one, so many months after handover.

    Returns how many were given one: none where no project of the estate is handed over, since
    what is not over has no end yet. Raises RuntimeError outside an action.
    """
    handover = rows.value(
        db,
        """
        SELECT MAX(handover_date) FROM project
        WHERE id IN (SELECT project_id FROM project_estate WHERE estate_id = ?)
        """,
        (estate_id,),
    )
    day = retention.until(handover, months)
    if day is None:
        return 0
    ids = rows.column(
        db,
        """
        SELECT household.id FROM household JOIN building ON building.id = household.building_id
        WHERE building.estate_id = ? AND household.keep_until IS NULL ORDER BY household.id
        """,
        (estate_id,),
    )
    rows.change_many(db, "household", ids, {"keep_until": [day] * len(ids)})
    return len(ids)


def certificates(db: Database) -> list[Certificate]:
    """Return the purges of the file, the latest first."""
    found = rows.fetch(
        db,
        "SELECT id, at, who, detail FROM audit_log WHERE event = ? ORDER BY id DESC",
        (purging.EVENT,),
    )
    return rows.as_values(Certificate, [{**row, **json.loads(row["detail"])} for row in found])


def certified(db: Database, each: Certificate, file: str) -> list[Words]:
    """Return the lines of a certificate for paper, without a person in them but who did it."""
    said = {
        "file": file,
        "at": each.at[:19].replace("T", " "),
        "who": each.who or "",
        "reason": exports.mask(db).free(masking.mask_text(each.reason)),
        "households": each.households,
        "files": each.files,
    }
    tables = [
        TABLE.filled(table=table_words.label(table), count=count)
        for table, count in each.tables.items()
    ]
    return [TITLE, *(line.filled(**said) for line in LINES), *tables, PROOF, NOT_COVERED, SIGNED]


def _over(each: Due, day: dt.date) -> bool:
    last = lateness.last_day(each.keep_until)
    return last is not None and last < day  # kept through its last day
