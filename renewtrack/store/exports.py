"""What went out of the file: every export and print, by whom, masked or for what reason."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from renewtrack.domain.masking import Mask
from renewtrack.errors import UserError
from renewtrack.store import actions, connecting, people, rows
from renewtrack.store.connecting import Connection
from renewtrack.store.refusing import CannotWrite
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

WHATS = {  # stored keys; never renamed
    "ledger": Words("台账", "Ledger"),
    "buildings": Words("楼栋表", "Buildings"),
    "estates": Words("小区", "Estates"),
    "shapes": Words("楼栋图形", "Buildings' shapes"),
    "layers": Words("图形图层", "Map layers"),
    "areas": Words("行政区划", "Areas"),
    "sites": Words("场地设施", "Sites"),
    "status_map": Words("状态图", "Status map"),
    "given_map": Words("地图网页", "Map as a page"),
    "map_picture": Words("地图图片", "Map as a picture"),
    "atlas": Words("图集", "Atlas"),
    "dossier": Words("改造档案", "Dossier"),
    "printed_list": Words("台账（打印版）", "Ledger for print"),
    "notice": Words("告知单", "Notices"),
    "visit_papers": Words("入户单据", "Papers of visits"),
    "visit_calendar": Words("入户日历", "Calendar of visits"),
    "pairs": Words("改造前后照片", "Before and after"),
    "gantt": Words("横道图", "Gantt chart"),
    "printed_map": Words("状态图（打印）", "Status map (printed)"),
    "rejected": Words("拒绝的行", "Rejected rows"),
    "filled": Words("来表（已填写）", "Sender's workbook, filled"),
    "form": Words("外业表", "Surveyor's form"),
    "bookings": Words("入户登记", "Register of visits"),
    "lifts": Words("加装电梯", "Lifts"),
    "payments": Words("资金拨付", "Payments"),
    "readings": Words("监测读数", "Readings"),
    "history": Words("历史记录", "History"),
    "exports": Words("导出记录", "Record of exports"),
    "records": Words("查询结果", "Query"),
    "picture": Words("图片", "Picture"),
    "public_page": Words("公开网页", "Public page"),
    "report": Words("月报周报", "Report"),
    "survey": Words("统计调查表", "Survey forms"),
    "participation": Words("参与改造项", "Taking part in items"),
    "person_data": Words("一户的个人信息", "What is held of one household"),
    "purge_certificate": Words("清除证明", "Certificate of a purge"),
    "needs": Words("需求", "Needs"),
    "consultation_page": Words("征求意见公示网页", "Notice of a consultation as a page"),
}
_NAMED = """
SELECT leader FROM project WHERE leader IS NOT NULL
UNION SELECT contact FROM project WHERE contact IS NOT NULL
"""
_FURTHER = {
    "household": "UNION SELECT holder FROM household WHERE holder IS NOT NULL\n",
    "ballot": "UNION SELECT owner FROM ballot WHERE owner IS NOT NULL\n",
    "owner": "UNION SELECT name FROM owner\n",
    "crew": "UNION SELECT leader FROM crew WHERE leader IS NOT NULL\n",
}
PRINTER = "-"  # in place of a file's name
_BLOCK = 1 << 20


class ReasonNeeded(UserError):
    """Personal details were to go out without a reason."""

    words = Words(
        "导出完整的个人信息必须写明理由；没有导出任何内容。请填写理由，或改用脱敏导出。",
        "Unmasked personal details go out for a stated reason only; nothing was exported. Give the "
        "reason, or export masked.",
    )


class CannotRecord(UserError):
    """Personal details were to go out of a file that cannot record it."""

    words = Words(
        "这个文件现在是只读的，无法登记导出，所以不能导出完整的个人信息；没有导出任何内容。"
        "请改用脱敏导出，或复制到可以写入的位置后再导出。",
        "This file is open for reading only and cannot record the export, so unmasked personal "
        "details cannot go out; nothing was exported. Export masked, or copy the file to a place "
        "that can be written.",
    )


@dataclass(frozen=True, slots=True)
class Export:
    """One file or print that went out; ``file`` is its name without the folder."""

    id: int
    at: str  # UTC, ISO 8601
    who: str | None
    what: str  # a key of WHATS
    file: str
    rows: int | None
    masked: bool
    reason: str | None
    sha256: str | None


@dataclass(frozen=True, slots=True)
class Going:
    """Who lets what go out; a ``reason`` makes it go out unmasked."""

    who: str
    what: str
    file: str
    reason: str = ""

    @property
    def masked(self) -> bool:
        """Tell whether persons are masked in it."""
        return not self.reason

    @property
    def guarded(self) -> bool:
        """Tell whether personal details of the file itself go out; rejected rows never were in."""
        return not self.masked and self.what != "rejected"


def note(  # noqa: PLR0913 - the columns of the record
    db: Database,
    who: str,
    what: str,
    file: str,
    rows: int | None = None,
    masked: bool = True,
    reason: str = "",
    sha256: str = "",
) -> int:
    """Record inside an action ``export`` what goes out, and return the record's id.

    The record is outside the change log, so that no undo takes it away. Raises RuntimeError
    outside an action, KeyError for a ``what`` that WHATS does not name.
    """
    actions.require(db)
    if what not in WHATS:
        raise KeyError(what)
    cursor = db.execute(
        """
        INSERT INTO export_log (at, who, what, file, rows, masked, reason, sha256)
        VALUES (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), :who, :what, :file, :rows, :masked,
                :reason, :sha256)
        """,
        {
            "who": who,
            "what": what,
            "file": Path(file).name,
            "rows": rows,
            "masked": masked,
            "reason": reason or None,
            "sha256": sha256 or None,
        },
    )
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def permit(db: Database, reason: str) -> None:
    """Raise ReasonNeeded or NotAllowed unless personal details may go out unmasked."""
    if not reason.strip():
        raise ReasonNeeded
    people.permit(db, people.MANAGER)


def record(db: Database, going: Going, count: int | None, content: Path | None = None) -> bool:
    """Record an export whose content is ready, in an action of its own; False where it cannot be.

    What is masked may leave a file that cannot be written, unrecorded. Raises CannotRecord for
    what is not masked, ReasonNeeded, NotAllowed, FileBusy, DiskFull.
    """
    if going.guarded:
        permit(db, going.reason)
    try:
        with actions.act(db, "export", going.who, WHATS[going.what]):
            note(
                db,
                going.who,
                going.what,
                going.file,
                count,
                going.masked,
                going.reason,
                _sha256(content) if content is not None else "",
            )
    except CannotWrite as refused:
        if going.guarded:
            raise CannotRecord from refused
        return False
    return True


def mask(db: Database) -> Mask:
    """Return what hides the persons whom the file names in what goes out of it.

    Whoever may not see the names has them hidden in free texts all the same.
    """
    conn = db.conn
    limited = getattr(conn, "identity", None)
    if limited is None or limited.role != people.VIEWER or not isinstance(conn, Connection):
        return Mask.of(names(conn))
    assert conn.on is not None
    with closing(connecting.raw_readonly(conn.on)) as seeing:
        return Mask.of(names(seeing))


def names(conn: sqlite3.Connection) -> list[str]:
    """Return what stands in the fields of persons; earlier schemas have no homes or ballots."""
    tables = {name for (name,) in conn.execute("SELECT name FROM sqlite_master").fetchall()}
    query = _NAMED + "".join(more for table, more in _FURTHER.items() if table in tables)
    return [name for (name,) in conn.execute(query).fetchall()]


def all(db: Database, limit: int = -1) -> list[Export]:  # noqa: A001 - reads as exports.all(db)
    """Return what went out, youngest first."""
    found = rows.fetch(db, "SELECT * FROM export_log ORDER BY id DESC LIMIT ?", (limit,))
    for row in found:
        row["masked"] = bool(row["masked"])
    return rows.as_values(Export, found)


def unmasked_since(db: Database, at: str) -> list[Export]:
    """Return what went out unmasked at a time (UTC, ISO 8601) or later, youngest first."""
    return [each for each in all(db) if not each.masked and each.at >= at]


def _sha256(content: Path) -> str:
    digest = hashlib.sha256()
    with content.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()
