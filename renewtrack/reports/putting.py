"""Putting a report in its place: written aside, recorded, then named."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from renewtrack.errors import UserError
from renewtrack.store import replacing
from renewtrack.words import Words

# Called with the finished content and its number of rows before it gets its name, so that what
# goes out is recorded; what it raises leaves nothing written.
Seen = Callable[[Path, int], object]
Progress = Callable[[float], object]  # told the share that is done; raises where cancelled

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_BREAKS = re.compile(r"\r\n?|\x85|\u2028|\u2029")


class NotWritten(UserError):
    """The report's file cannot be written."""

    words = Words(
        "无法写入“{name}”：文件可能正被 Word、Excel 或 WPS 打开，文件夹没有写入权限，或磁盘已满。"
        "原有文件和台账数据都没有变化。请关闭该文件，或换一个位置再导出。",
        "“{name}” cannot be written: Word, Excel or WPS may have it open, the folder may not be "
        "written to, or the disk is full. The old file and the data are unchanged. Close the file "
        "or choose another place.",
    )


class Placed:
    """A file written beside its target first: ``with Placed(path, count, seen) as aside``.

    A failed or cancelled report leaves the old file whole. Raises NotWritten, and what ``seen``
    raises.
    """

    def __init__(self, path: Path, count: int, seen: Seen | None = None) -> None:
        self.path, self.count, self.seen = Path(path), count, seen
        self.aside = self.path.with_name(f".{self.path.name}.part{self.path.suffix}")

    def __enter__(self) -> Path:
        try:
            self.aside.unlink(missing_ok=True)
            self.aside.touch()
        except OSError as refused:
            raise NotWritten(name=self.path.name) from refused
        return self.aside

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, *_: object
    ) -> None:
        try:
            if kind is None:
                self._name()
        except (OSError, replacing.HeldByOther) as refused:
            raise NotWritten(name=self.path.name) from refused
        finally:
            self.aside.unlink(missing_ok=True)
        if isinstance(fault, OSError):
            raise NotWritten(name=self.path.name) from fault

    def _name(self) -> None:
        replacing.sync(self.aside)
        if self.seen is not None:
            self.seen(self.aside, self.count)
        replacing.replace(self.aside, self.path)
        replacing.sync(self.path.parent)


def clean(text: object) -> str:
    """Return text without what no document may hold: control signs and halves of characters."""
    return _NOT_XML.sub("", _BREAKS.sub("\n", str(text)))
