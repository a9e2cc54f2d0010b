"""Where a report goes, from which template it is made, and the job that writes and records it."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget

from renewtrack.errors import UserError
from renewtrack.ui.report_fields import KINDS, PUBLIC, SURVEY, Wanted
from renewtrack.ui.speaking import text
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

    from renewtrack.reports.tables import Report
    from renewtrack.ui.session import Session
    from renewtrack.ui.tasks import Task

WRITING = Words("正在写出…", "Writing…")
STOPPED = Words("已停止，没有写出任何文件。", "Stopped; nothing was written.")
WRITTEN = Words("已导出：{name}", "Exported: {name}")
UNRECORDED = Words(
    "已导出：{name}。台账是只读的，这次导出没有记入导出记录",
    "Exported: {name}. The file is read-only, so this export is not on record",
)
EXPORT_TITLE = Words("导出到", "Export to")
FOLDER_TITLE = Words(
    "网页放在哪个文件夹里（在其中新建一个子文件夹）", "Folder that takes the page, in a new one"
)
TEMPLATE_TITLE = Words("选用本单位的模板", "Choose your own template")
SAVE_TITLE = Words("另存一份模板来修改", "Save a copy of the template to edit")
TEMPLATE_SAVED = Words(
    "模板已另存并选用：{name}。在 Word、Excel 或 WPS 里改好保存，再回来导出。",
    "The copy is saved and in use: {name}. Edit and save it in Word, Excel or WPS, then export.",
)
TEMPLATE_NAME = Words("{kind}模板", "{kind} template")
FILES = {
    ".docx": Words("Word 文档（*.docx）", "Word documents (*.docx)"),
    ".xlsx": Words("Excel 工作簿（*.xlsx）", "Excel workbooks (*.xlsx)"),
}
SURVEY_NAME = Words("{group}统计调查表", "Survey, {group}")
PAGE_NAME = Words("公开网页", "Public page")
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


class NotCopied(UserError):
    """A copy of the template cannot be written."""

    words = Words(
        "无法把模板另存为“{name}”：文件可能正打开着，或文件夹没有写入权限。请换一个位置。",
        "The copy “{name}” cannot be written: it may be open, or its folder may not be written to. "
        "Choose another place.",
    )


def ask_where(parent: QWidget, session: Session, wanted: Wanted, end: str) -> Path | None:
    """Ask for the file, or for the folder of a page, that a report is written to."""
    district = session.file.district if session.file is not None else ""
    folder = _folder(session)
    if end == ".folder":
        found = QFileDialog.getExistingDirectory(parent, text(FOLDER_TITLE), str(folder))
        name = f"{district}{text(PAGE_NAME)}_{wanted.period.key}"
        return Path(found) / _FORBIDDEN.sub("_", name) if found else None
    what, suffix = KINDS[wanted.kind], end
    if wanted.kind == SURVEY:
        from renewtrack.reports import survey

        what, suffix = SURVEY_NAME.filled(group=survey.GROUPS[wanted.group]), ".xlsx"
    name = _FORBIDDEN.sub("_", f"{district}{text(what)}_{wanted.period.key}{suffix}")
    chosen, _ = QFileDialog.getSaveFileName(
        parent, text(EXPORT_TITLE), str(folder / name), _qt_kind(FILES[suffix])
    )
    if not chosen:
        return None
    path = Path(chosen)
    return path if path.suffix.lower() == suffix else path.with_name(path.name + suffix)


def ask_template(parent: QWidget, session: Session, wanted: Wanted) -> Path | None:
    """Ask for the office's own template of a kind."""
    start = str(wanted.template.parent if wanted.template else _folder(session))
    found, _ = QFileDialog.getOpenFileName(
        parent, text(TEMPLATE_TITLE), start, _qt_kind(FILES[_built_in(wanted).suffix])
    )
    return Path(found) if found else None


def save_template(parent: QWidget, session: Session, wanted: Wanted) -> Path | None:
    """Ask where to, and put a copy of the built-in template there; raises NotCopied."""
    source = _built_in(wanted)
    name = text(TEMPLATE_NAME.filled(kind=KINDS[wanted.kind]))
    if wanted.kind == SURVEY:
        from renewtrack.reports import survey

        name += f"_{text(survey.GROUPS[wanted.group])}"
    start = _folder(session) / f"{_FORBIDDEN.sub('_', name)}{source.suffix}"
    chosen, _ = QFileDialog.getSaveFileName(
        parent, text(SAVE_TITLE), str(start), _qt_kind(FILES[source.suffix])
    )
    if not chosen:
        return None
    path = Path(chosen)
    if path.suffix.lower() != source.suffix:
        path = path.with_name(path.name + source.suffix)
    try:
        shutil.copyfile(source, path)
    except OSError as refused:
        raise NotCopied(name=path.name) from refused
    return path


def job(
    session: Session, report: Report, wanted: Wanted, path: Path
) -> Callable[[Database, Task], Words]:
    """Return the job that writes a report and records it, and says what went out."""
    going_who = session.who

    def write(db: Database, task: Task) -> Words:
        from renewtrack.store import exports

        what = {SURVEY: "survey", PUBLIC: "public_page"}.get(wanted.kind, "report")
        going = exports.Going(going_who, what, path.name)
        recorded: list[bool] = []

        def seen(content: Path, count: int) -> None:
            file = content if content.is_file() else None
            recorded.append(exports.record(db, going, count, file))

        _write(db, report, wanted, (path, seen, task))
        return (WRITTEN if all(recorded) else UNRECORDED).filled(name=path.name)

    return write


def _write(
    db: Database,
    report: Report,
    wanted: Wanted,
    going: tuple[Path, Callable[[Path, int], None], Task],
) -> None:
    """Write a report as its kind and the end of its name say."""
    path, seen, task = going
    if wanted.kind == SURVEY:
        from renewtrack.reports import survey

        survey.write(report, wanted.group, path, wanted.template, seen=seen, progress=task)
    elif wanted.kind == PUBLIC:
        from renewtrack.reports import public_page

        today = dt.date.today().isoformat()
        facts = public_page.PublicFacts(wanted.approval, wanted.office, cutoff=today, made_on=today)
        done = public_page.write(db, path, facts, today, task)
        seen(path, done.estates)
    elif path.suffix.lower() == ".xlsx":
        from renewtrack.reports import excel

        excel.write(report, path, wanted.language, secrecy=wanted.secrecy, seen=seen, progress=task)
    else:
        from renewtrack.reports import word

        word.write(
            report,
            path,
            wanted.template,
            wanted.language,
            secrecy=wanted.secrecy,
            seen=seen,
            progress=task,
        )


def _built_in(wanted: Wanted) -> Path:
    if wanted.kind == SURVEY:
        from renewtrack.reports import survey

        return survey.built_in(wanted.group)
    from renewtrack.reports import word

    return word.built_in(wanted.kind, wanted.language)


def _folder(session: Session) -> Path:
    """Return the folder that was written to last, else that of the ledger."""
    kept = session.preferences.print_facts.get("report_folder", "")
    return Path(kept) if kept and Path(kept).is_dir() else session.path.parent


def _qt_kind(words: Words) -> str:
    """Return the words of a file kind with the brackets that Qt looks for."""
    return text(words).replace("（", " (").replace("）", ")")
