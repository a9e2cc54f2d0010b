"""What a backup says of itself, in a JSON file beside it that shows when a byte of it changed."""

from __future__ import annotations

import builtins
import dataclasses
import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from renewtrack.errors import UserError
from renewtrack.store import replacing
from renewtrack.words import Words

FORMAT = 1
REASONS = {  # stored in manifests; never renamed
    "hourly": Words("修改之后自动备份", "Automatic, after changes"),
    "open": Words("打开时自动备份", "Automatic, on opening"),
    "close": Words("关闭时自动备份", "Automatic, on closing"),
    "import": Words("导入之前", "Before an import"),
    "upgrade": Words("升级文件之前", "Before an upgrade of the file"),
    "mass": Words("大量修改之前", "Before a change of many records"),
    "manual": Words("手动备份", "Made by hand"),
    "before_restore": Words("恢复备份之前", "Before a backup was restored"),
    "erase": Words("清除个人信息之后", "After a person was erased"),
}
MONEY = ("planned_fen", "invest_total_fen", "invest_done_fen")
_CHECK = "sha256_of_manifest"
T = TypeVar("T")


class NotABackup(UserError):
    """A file has no manifest that can be trusted, so it is no backup."""

    words = Words(
        "{name} 没有可用的备份清单，不能当作备份使用，没有改动任何内容。请选择另一份备份。",
        "{name} has no manifest that can be trusted, so it does not count as a backup; nothing was "
        "changed. Choose another backup.",
    )


@dataclass(frozen=True, slots=True)
class KeptFile:
    """An attachment that the backed-up file names, and whether its content was kept with it."""

    sha256: str
    size: int
    name: str
    present: bool


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds: counts by table, sums of money in fen, and its bytes' SHA-256."""

    format: int
    sequence: int  # gives the order; the clock does not
    created_at: str  # UTC, ISO 8601
    reason: str
    who: str
    district: str
    schema_version: int
    program: str
    size: int
    sha256: str
    change_id: int
    seal: str
    counts: dict[str, int] = field(default_factory=dict)
    money: dict[str, int] = field(default_factory=dict)
    attachments: tuple[KeptFile, ...] = ()
    clock: int = 0  # how often the clock had been set back since the first backup

    @property
    def reason_words(self) -> Words:
        """Return why it was made; the stored key where another version named a new reason."""
        return REASONS.get(self.reason, Words(self.reason, self.reason))


def beside(backup: Path) -> Path:
    """Return where the manifest of a backup lies."""
    return backup.with_suffix(".json")


def write(manifest: Manifest, path: Path) -> None:
    """Write a manifest; the name holds all of it or nothing. Raises OSError, HeldByOther."""
    said = dataclasses.asdict(manifest)
    write_json({**said, _CHECK: _check(said)}, path)


def read(path: Path) -> Manifest | None:
    """Return a manifest; None where it is missing, unreadable, altered, or of a later format."""
    said = read_json(path)
    check = said.pop(_CHECK, None)
    if check != _check(said) or said.get("format") != FORMAT:
        return None
    try:
        said["attachments"] = tuple(_fitting(KeptFile(**each)) for each in said["attachments"])
        return _fitting(Manifest(**said))
    except (KeyError, TypeError):  # whole, but not written by this program
        return None


def _fitting(read: T) -> T:
    """Return what was read, each field of its kind. Raises TypeError."""
    for each in dataclasses.fields(read):  # type: ignore[arg-type]
        found = getattr(read, each.name)
        numbers = found.values() if isinstance(found, dict) else ()
        kind = getattr(builtins, str(each.type).partition("[")[0])  # as in tuple[KeptFile, ...]
        if not isinstance(found, kind) or not all(isinstance(each, int) for each in numbers):
            raise TypeError
    return read


def write_json(said: dict[str, Any], path: Path) -> None:
    """Write a small JSON file by way of ``.part``, down to the disk. Raises OSError."""
    part = path.with_name(path.name + ".part")
    try:
        part.write_text(json.dumps(said, ensure_ascii=False, indent=1) + "\n", "utf-8")
        replacing.sync(part)
        replacing.replace(part, path)
    finally:
        part.unlink(missing_ok=True)
    replacing.sync(path.parent)


def read_json(path: Path) -> dict[str, Any]:
    """Return what a small JSON file says; nothing where it is missing or cannot be read."""
    try:
        said = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def _check(said: dict[str, Any]) -> str:
    """Return the hash of what a manifest says, in whatever order and spacing it is written."""
    plain = json.dumps(said, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()
