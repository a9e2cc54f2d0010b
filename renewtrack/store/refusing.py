"""Why a project file cannot be opened, made or written."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from renewtrack.errors import UserError
from renewtrack.store.roles import NotAllowed
from renewtrack.words import Words


class FileMissing(UserError):
    """There is no such file."""

    words = Words(
        "找不到文件 {path}。没有改动任何内容；请检查路径，或者新建一个台账文件。",
        "There is no file {path}. Nothing was changed; check the path, or make a new tracker file.",
    )


class FileExists(UserError):
    """A new project file would overwrite another file."""

    words = Words(
        "{path} 已经存在，没有覆盖它。请换一个文件名，或者直接打开它。",
        "{path} exists already and was left as it is. Choose another name, or open that file.",
    )


class NotOurs(UserError):
    """The file is no project file of this program."""

    words = Words(
        "{path} 不是更新台账的项目文件，没有改动它。请选择用本程序建立的 .gpkg 文件。",
        "{path} is not a renewtrack project file and was left unchanged. "
        "Choose a .gpkg file made by this program.",
    )


class NewerFile(UserError):
    """The file was written by a newer version of this program."""

    words = Words(
        "{path} 由更新版本的程序写成（文件版本 {theirs}，本程序支持到 {ours}），没有改动它。"
        "请升级程序后再打开。",
        "{path} was written by a newer program (file version {theirs}, this program knows "
        "up to {ours}) and was left unchanged. Update the program, then open it.",
    )


class OlderFile(UserError):
    """The file must be brought to the present schema, and cannot be where it lies."""

    words = Words(
        "{path} 由较早版本的程序写成（文件版本 {theirs}，本程序使用 {ours}），要先升级才能打开，"
        "而它所在的位置不能写入。没有改动任何内容；请把它复制到本机文件夹再打开。",
        "{path} was written by an earlier program (file version {theirs}, this program uses "
        "{ours}). It has to be upgraded first, and where it lies nothing can be written. Nothing "
        "was changed; copy it into a folder of this machine and open it there.",
    )


class DamagedFile(UserError):
    """The file is a project file but its content cannot be trusted."""

    words = Words(
        "{path} 已损坏（{what}），没有改动它。请保留这个文件，改用最近的备份。",
        "{path} is damaged ({what}) and was left unchanged. Keep it, and open the latest backup.",
    )


class FileBusy(UserError):
    """Another program is writing to the file, or reads it while we want to write."""

    words = Words(
        "{path} 正被另一个程序占用，没有改动它，原有内容没有丢失。"
        "请在那个程序里保存并关闭，然后再试。",
        "Another program is using {path}; nothing was changed and nothing was lost. "
        "Save and close it there, then try again.",
    )


class CannotWrite(UserError):
    """The folder or the disk does not take the file."""

    words = Words(
        "无法写入 {path}（{what}），原有内容没有改变，也没有丢失。"
        "请检查文件夹权限和磁盘空间，或者把文件复制到可以写入的地方。",
        "Cannot write {path} ({what}); what was there is unchanged and nothing was lost. "
        "Check the folder's permissions and the free space, or copy the file to a place "
        "that can be written.",
    )


class DiskFull(UserError):
    """The disk took only a part of what was to be written, and that part was taken back."""

    words = Words(
        "磁盘已满，这次操作没有写入 {path}；原有内容没有改变，也没有丢失。"
        "请腾出空间，然后再做一次。",
        "The disk is full, so this action was not written to {path}; what was there is unchanged "
        "and nothing was lost. Free some space, then do it again.",
    )


class Unconfirmed(UserError):
    """The disk failed after an action was written: it stands, and may be gone after a power cut."""

    words = Words(
        "磁盘在最后一步报错。这次操作已经写入 {path}，但断电后可能丢失；原有内容没有丢失。"
        "请不要重复操作，先检查磁盘，并做一次备份。",
        "The disk failed at the last step. The action is in {path}, but a power cut might lose it; "
        "what was there before is safe. Do not repeat it; check the disk and make a backup.",
    )


class UnknownColumn(UserError):
    """A table or a list has no column of that name."""

    words = Words(
        "“{what}”里没有“{name}”这一列，没有改动任何内容。可用的列：{known}。",
        '"{what}" has no column "{name}"; nothing was changed. Known columns: {known}.',
    )


class UnknownTable(UserError):
    """There is no list of that name."""

    words = Words(
        "没有“{name}”这张表，没有改动任何内容。可用的表：{known}。",
        'There is no list "{name}"; nothing was changed. Known lists: {known}.',
    )


# SQLite's primary result codes that the person can put right: the file itself is as it was.
_KINDS: dict[int, type[UserError]] = {
    sqlite3.SQLITE_BUSY: FileBusy,
    sqlite3.SQLITE_LOCKED: FileBusy,
    sqlite3.SQLITE_PROTOCOL: FileBusy,
    sqlite3.SQLITE_FULL: DiskFull,
    sqlite3.SQLITE_READONLY: CannotWrite,
    sqlite3.SQLITE_IOERR: CannotWrite,
    sqlite3.SQLITE_CANTOPEN: CannotWrite,
    sqlite3.SQLITE_PERM: CannotWrite,
    sqlite3.SQLITE_CORRUPT: DamagedFile,
    sqlite3.SQLITE_NOTADB: DamagedFile,
    sqlite3.SQLITE_AUTH: NotAllowed,
}


def told(path: Path | str, failed: Exception) -> UserError | None:
    """Return what to tell the person of SQLite's failure; None where it is a bug of ours.

    Python's driver gives no result code for text that is no UTF-8: another program's damage.
    """
    code = getattr(failed, "sqlite_errorcode", None)
    undecodable = isinstance(failed, UnicodeDecodeError) or (
        code is None and isinstance(failed, sqlite3.OperationalError)
    )
    kind = DamagedFile if undecodable else _KINDS.get((code or 0) & 0xFF)
    return kind(path=path, what=failed) if kind else None


@contextmanager
def in_words(path: Path | str) -> Iterator[None]:
    """Tell in words what SQLite cannot do with a file; raises the UserError for it."""
    try:
        yield
    except (sqlite3.DatabaseError, UnicodeDecodeError) as failed:
        answer = told(path, failed)
        if answer is None and not isinstance(failed, sqlite3.OperationalError):
            raise
        # What SQLite cannot do with a sound file, such as finding a table, is the file's trouble.
        raise answer or DamagedFile(path=path, what=failed) from failed


def of_disk(path: Path | str, failed: OSError) -> UserError:
    """Return what to tell the person of a disk that took nothing."""
    full = failed.errno == errno.ENOSPC
    return DiskFull(path=path) if full else CannotWrite(path=path, what=failed.strerror)
