"""What can be read of a damaged file, taken into a new and sound one."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from renewtrack.errors import UserError
from renewtrack.store import (
    attachments,
    connecting,
    contents,
    digests,
    file,
    leftovers,
    refusing,
    replacing,
    salvage_filling,
    salvage_report,
    salvage_source,
)
from renewtrack.store.refusing import CannotWrite, FileExists, FileMissing
from renewtrack.store.salvage_report import Report
from renewtrack.words import Words

__all__ = ["NothingReadable", "Report", "salvage"]

Progress = Callable[[float, float], object]


class NothingReadable(UserError):
    """Not one record of the file could be read."""

    words = Words(
        "从 {path} 里没有读出任何记录，因此没有生成新文件；这个文件保持原样。"
        "请保留它，改用最近的备份。",
        "Not one record of {path} could be read, so no new file was made; that file was left as it "
        "is. Keep it, and restore the latest backup.",
    )


class NotSound(UserError):
    """The new file could not be put in its place."""

    words = Words(
        "抢救出的新文件没有通过检查（{what}），没有保留；损坏的文件保持原样。"
        "请保留它，改用最近的备份。",
        "The new file did not pass its check ({what}) and was not kept; the damaged file was left "
        "as it is. Keep it, and restore the latest backup.",
    )


def salvage(path: Path, out: Path, progress: Progress | None = None, who: str = "") -> Report:
    """Take every row that can be read into a new file of the present schema, and say what is lost.

    ``progress(done, total)`` may raise to stop; then nothing of the new file is left. The damaged
    file keeps its bytes. The report lies beside the new file as OUT.report.txt and
    OUT.report.json. Raises FileMissing, FileExists, NothingReadable, DiskFull, CannotWrite.
    """
    path, out = Path(path), Path(out)
    if not path.is_file():
        raise FileMissing(path=path)
    if out.exists():
        raise FileExists(path=out)
    told = progress or (lambda done, total: None)
    part = out.with_name(out.name + ".part")
    try:
        leftovers.clear(part)
        try:
            report = _filled(path, part, out, told, who)
            replacing.sync(part)
            salvage_report.save(report)
            leftovers.set_aside(out)
            digests.forget(out)  # of an earlier file of that name
            replacing.replace(part, out)
            replacing.sync(out.parent)
        finally:
            leftovers.drop(part)
    except (OSError, sqlite3.OperationalError) as failed:
        raise refusing.told(out, failed) or CannotWrite(path=out, what=failed) from failed
    _bring_contents(path, out)
    return report


def _filled(path: Path, part: Path, out: Path, told: Progress, who: str) -> Report:
    with (
        salvage_source.opened(path, out) as source,
        closing(connecting.raw(part, "rwc")) as target,
    ):
        file.fill_new(target, {})
        filling = salvage_filling.Filling(source, target, told)
        filling.run(who)
        if not filling.read_any:
            raise NothingReadable(path=path)
        _check(target)
        return filling.report(path, out)


def _check(target: sqlite3.Connection) -> None:
    said = [str(line) for (line,) in target.execute("PRAGMA integrity_check(3)").fetchall()]
    said += [str(line) for line in target.execute("PRAGMA foreign_key_check").fetchall()[:3]]
    if said != ["ok"]:
        raise NotSound(what="; ".join(said))


def _bring_contents(path: Path, out: Path) -> None:
    """Give the new file the contents of its attachments that still lie beside the damaged one."""
    with closing(connecting.raw(out, "ro")) as conn:
        wanted = attachments.all_contents(connecting.sealed(conn))
    for each in wanted:
        if contents.is_there(path, each.sha256) and not contents.is_there(out, each.sha256):
            contents.store(out, contents.place(path, each.sha256))
