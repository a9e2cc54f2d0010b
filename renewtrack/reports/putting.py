"""Putting a report in its place: written aside, recorded, then named."""

from __future__ import annotations

import re
from collections.abc import Callable

from renewtrack.errors import UserError
from renewtrack.store.aside import Aside
from renewtrack.store.aside import Seen as Seen
from renewtrack.words import Words

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


class Placed(Aside):
    """A report beside its target first: ``with Placed(path, count, seen) as aside``.

    A failed or cancelled report leaves the old file whole. Raises NotWritten, and what ``seen``
    raises.
    """

    def refusal(self) -> NotWritten:
        """Return what is told where the target cannot be written."""
        return NotWritten(name=self.path.name)


def clean(text: object) -> str:
    """Return text without what no document may hold: control signs and halves of characters."""
    return _NOT_XML.sub("", _BREAKS.sub("\n", str(text)))
