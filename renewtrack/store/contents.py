"""The contents of attached files: each once, under its SHA-256, in a folder beside the file."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from renewtrack.errors import UserError
from renewtrack.store import replacing
from renewtrack.words import Words

Progress = Callable[[float, float], object]

_CHUNK = 1 << 20
_LONGEST = 180  # signs of a displayed name
_RISKY = frozenset(  # what Windows or a desktop would run
    (
        *("exe", "com", "bat", "cmd", "scr", "pif", "msi", "msp", "msu", "hta", "jar", "js", "jse"),
        *("vbs", "vbe", "wsf", "wsh", "ps1", "psm1", "reg", "lnk", "url", "cpl", "inf", "scf"),
        *("sh", "run", "desktop", "app", "apk", "dll", "so", "py", "pyw", "gadget", "chm", "iso"),
        *("img", "vhd", "vhdx", "xll", "xlam"),
    )
)


class NotAttached(UserError):
    """The file to attach cannot be read, or is none."""

    words = Words(
        "无法读取“{name}”（{what}），没有添加附件，台账没有改动。请检查文件后再试。",
        'Cannot read "{name}" ({what}); nothing was attached and the ledger is unchanged. '
        "Check the file, then try again.",
    )


class ContentMissing(UserError):
    """The content of an attachment is not where it should be."""

    words = Words(
        "附件“{name}”的内容不在附件文件夹里（{folder}）。台账里的登记没有丢失；"
        "找到原文件所在的文件夹后，用“找回附件”按内容重新连上。",
        'The content of "{name}" is not in the folder of attachments ({folder}). Its entry in the '
        "ledger is kept; find the folder that holds the file and reconnect it by its content.",
    )


class ContentAltered(UserError):
    """The content of an attachment is not what was attached."""

    words = Words(
        "附件“{name}”的内容与登记时不同，可能已损坏或被改动，没有打开。请从备份中找回。",
        'The content of "{name}" is not what was attached: damaged or changed. It was not opened; '
        "bring it back from a backup.",
    )


class Risky(UserError):
    """The attachment is of a kind that could run as a program."""

    words = Words(
        "“{name}”是可以运行的程序类文件，不能直接打开。如确有需要，请“另存为”后由信息部门检查。",
        '"{name}" is of a kind that could run as a program and is not opened. Save it elsewhere '
        "and have it checked if you need it.",
    )


@dataclass(frozen=True, slots=True)
class Content:
    """What an attachment holds: its SHA-256, its size in bytes, the name people know it by."""

    sha256: str
    size: int
    name: str


def folder(project: Path) -> Path:
    """Return the folder of a project file's attachments, ``NAME.files`` beside it."""
    project = Path(project)
    return project.with_name(project.stem + ".files")


def place(project: Path, sha256: str) -> Path:
    """Return where a content lies; ValueError for what is no SHA-256, so that no name is a path."""
    if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
        raise ValueError("not a SHA-256")
    return folder(project) / sha256[:2] / sha256


def shown_name(name: str) -> str:
    """Return the last part of a file's name without signs that steer a terminal or a label."""
    last = name.replace("\\", "/").rstrip("/").rpartition("/")[2]
    plain = "".join(sign for sign in last if sign.isprintable()).strip()
    if len(plain) > _LONGEST:
        stem, dot, suffix = plain.rpartition(".")
        keep = suffix[:16] if dot else ""
        plain = (stem or plain)[: _LONGEST - len(keep) - 2] + "…" + (f".{keep}" if keep else "")
    return plain if plain.strip(". ") else "附件"


def store(project: Path, source: Path, progress: Progress | None = None) -> Content:
    """Copy a file into the folder of attachments, once for each content.

    The final name holds the whole content or nothing. ``progress(done, total)`` in bytes may raise
    to stop. Raises NotAttached.
    """
    home = folder(project)
    shown = shown_name(source.name)
    try:
        if not source.is_file():
            raise NotAttached(name=shown, what="-")
        replacing.make_folder(home)
        handle, written = tempfile.mkstemp(suffix=".part", dir=home)
        part = Path(written)
        try:
            os.close(handle)
            sha256, size = copied(source, part, progress)
            _settle(part, place(project, sha256))
        finally:
            part.unlink(missing_ok=True)
    except OSError as failed:
        raise NotAttached(name=shown, what=failed.strerror or type(failed).__name__) from failed
    return Content(sha256, size, shown)


def copy_to(project: Path, each: Content, target: Path) -> None:
    """Write a content under another name, checked on the way.

    Raises ContentMissing, ContentAltered, NotAttached where the target cannot be written.
    """
    source = place(project, each.sha256)
    if not source.is_file():
        raise ContentMissing(name=each.name, folder=folder(project))
    part = target.with_name(target.name + ".part")
    try:
        try:
            sha256, _ = copied(source, part)
            if sha256 != each.sha256:
                raise ContentAltered(name=each.name)
            replacing.replace(part, target)
        finally:
            part.unlink(missing_ok=True)
    except OSError as failed:
        what = failed.strerror or type(failed).__name__
        raise NotAttached(name=shown_name(target.name), what=what) from failed


def opened_copy(project: Path, each: Content, room: Path) -> Path:
    """Return a copy for looking at, in a folder of the caller's, with a harmless name.

    Raises Risky, ContentMissing, ContentAltered, NotAttached.
    """
    suffix = each.name.rpartition(".")[2].lower() if "." in each.name else ""
    if suffix in _RISKY:
        raise Risky(name=each.name)
    plain = suffix if suffix.isascii() and suffix.isalnum() and len(suffix) <= 8 else "bin"
    target = room / f"{each.sha256[:16]}.{plain}"
    copy_to(project, each, target)
    return target


def _settle(part: Path, final: Path) -> None:
    if final.is_file() and sha256_of(final) == final.name:
        return
    replacing.make_folder(final.parent)
    replacing.replace(part, final)
    replacing.sync(final.parent)


def copied(source: Path, target: Path, progress: Progress | None = None) -> tuple[str, int]:
    """Copy a file down to the disk and return the SHA-256 and size of what was read.

    ``progress(done, total)`` in bytes may raise to stop. Raises OSError.
    """
    digest, size, total = hashlib.sha256(), 0, source.stat().st_size
    with source.open("rb") as reader, target.open("wb") as writer:
        while chunk := reader.read(_CHUNK):
            digest.update(chunk)
            writer.write(chunk)
            size += len(chunk)
            if progress is not None:
                progress(size, max(size, total))
        writer.flush()
        os.fsync(writer.fileno())
    return digest.hexdigest(), size


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def is_there(project: Path, sha256: str, size: int | None = None) -> bool:
    """Tell whether a content lies in the folder, with the size it should have."""
    try:
        found = place(project, sha256).stat()
    except (OSError, ValueError):
        return False
    return size is None or found.st_size == size
