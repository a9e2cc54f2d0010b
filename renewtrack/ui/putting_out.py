"""How the window lets things out: masked or for a reason, recorded, and told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from renewtrack.errors import UserError
from renewtrack.ui import drafts, trouble
from renewtrack.ui.draft_places import EXPORT, REASON, Place
from renewtrack.ui.session import Session
from renewtrack.ui.speaking import text
from renewtrack.ui.tasks import Task
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

Seen = Callable[[Path, int], object]

EXPORTING = Words("正在导出…", "Exporting…")
EXPORTED = Words("已导出 {count} 行：{name}", "Exported {count} rows: {name}")
UNRECORDED = Words(
    "已导出 {count} 行：{name}。文件是只读的，这次导出没有记入导出记录",
    "Exported {count} rows: {name}. The file is read-only, so this export is not on record",
)
SENT_BACK = Words("退回来表单位更正", "Sent back to be mended")
REASON_TITLE = Words("导出完整的个人信息", "Export persons unmasked")
REASON_ASK = Words(
    "导出的文件会含有完整的姓名和电话，请只交给有权知道的人。理由、操作人和文件校验值会记入"
    "导出记录，不能删除。请填写理由：",
    "The file will hold full names and telephone numbers; give it only to those who may know "
    "them. Reason, person and checksum go into the record of exports for good. Reason:",
)


def ask_reason(session: Session, parent: QWidget) -> str | None:
    """Ask why persons go out unmasked; None if the person gave up.

    Raises NotAllowed, CannotRecord before anything is asked for.
    """
    from renewtrack.store import exports, people

    people.permit(session.db, people.MANAGER)
    if session.file is not None and session.file.readonly:
        raise exports.CannotRecord
    place = Place(REASON, column=EXPORT)
    reason = drafts.ask(session, parent, REASON_TITLE, REASON_ASK, place)
    session.drafts.drop(place)
    return reason or None


def reason_or_trouble(session: Session, parent: QWidget) -> str | None:
    """Ask why persons go out unmasked, or show why that may not be; None if nobody told."""
    try:
        return ask_reason(session, parent)
    except UserError as error:
        trouble.show(error, parent)
        return None


def recorder(session: Session, what: str, path: Path, reason: Words | None = None) -> Seen:
    """Return what records a file that the window's own thread writes."""
    from renewtrack.store import exports

    going = exports.Going(session.who, what, path.name, text(reason) if reason else "")

    def seen(content: Path, count: int) -> None:
        exports.record(session.db, going, count, content)
        session.recorded.emit()

    return seen


def printed(session: Session, what: str, pages: int) -> None:
    """Record what went to a printer; what is on paper is out, whatever the file takes."""
    from renewtrack.store import exports

    exports.record(session.db, exports.Going(session.who, what, exports.PRINTER), pages)
    session.recorded.emit()


def run(
    session: Session,
    write: Callable[[Database, Path, Seen], int],
    going: tuple[str, Path, str],
    tell: Callable[[Words], object],
) -> Task:
    """Write a file in a thread, record it, and say how many rows went out.

    ``going`` is what goes out, to where, and why unmasked ("" is masked).
    """
    what, path, reason = going
    who = session.who

    def job(db: Database, _: Task) -> tuple[int, bool]:
        from renewtrack.store import exports

        said = exports.Going(who, what, path.name, reason)
        if said.guarded:
            exports.permit(db, reason)
        recorded: list[bool] = []

        def seen(content: Path, count: int) -> None:
            recorded.append(exports.record(db, said, count, content))

        return write(db, path, seen), all(recorded)

    def done(result: tuple[int, bool]) -> None:
        session.recorded.emit()
        count, recorded = result
        words = EXPORTED if recorded else UNRECORDED
        tell(words.filled(count=f"{count:,}", name=path.name))

    readonly = session.file is not None and session.file.readonly
    return session.tasks.run(session.connected(job, readonly=readonly), done, words=EXPORTING)
