"""What a flow did to the disk, in order and with its bytes, read from strace's log."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

TRACED = (
    *("openat", "pwrite64", "write", "ftruncate", "fsync", "fdatasync", "rename", "renameat"),
    *("renameat2", "link", "linkat", "unlink", "unlinkat", "mkdir", "rmdir", "sendto"),
    *("sendfile", "copy_file_range", "pwritev"),
)
_LINE = re.compile(r"(?:(\d+) +)?(.*)")
_CALL = re.compile(r"(\w+)\((.*)\) += (-?\d+).*")
_RESUMED = re.compile(r"<\.\.\. \w+ resumed>(.*)")
_STRING = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_HANDLE = re.compile(r"(\d+)(?:<((?:\\x[0-9a-f]{2})*)>)?")


@dataclass(frozen=True, slots=True)
class Event:
    """One change: ``what`` is make, write, cut, sync, name, drop, folder or said."""

    what: str
    path: str = ""  # as it is called at that moment, below the recorded folder
    to: str = ""  # of name: the new one
    content: bytes = b""
    place: int = 0  # of write: where; of cut: the new size


def options(log: Path) -> list[str]:
    """Return strace's arguments for a log that ``events`` can read."""
    return ["-y", "-xx", "-s", "10000000", "-e", f"trace={','.join(TRACED)}", "-o", str(log)]


def events(log: Path, folder: Path) -> list[Event]:
    """Return what happened below a folder, and every word said to the outside."""
    return list(_Reader(folder).read(log))


def _plain(quoted: str) -> bytes:
    return bytes.fromhex(quoted.replace("\\x", ""))


def _lines(log: Path) -> Iterator[str]:
    """Yield whole calls; one that another thread interrupted is put together again."""
    begun: dict[str, str] = {}
    with log.open(encoding="ascii") as lines:
        for line in lines:
            found = _LINE.match(line.rstrip("\n"))
            assert found is not None
            thread, text = found[1] or "", found[2]
            resumed = _RESUMED.match(text)
            if resumed:
                yield begun.pop(thread, "") + resumed[1]
            elif text.endswith("<unfinished ...>"):
                begun[thread] = text.removesuffix("<unfinished ...>").rstrip()
            else:
                yield text


class _Reader:
    """Follows the handles of a process, for writes that go on where the last one ended."""

    def __init__(self, folder: Path) -> None:
        self.folder = str(folder)
        self.reached: dict[str, int] = {}  # by handle
        self.sizes = {
            str(each): each.stat().st_size for each in folder.rglob("*") if each.is_file()
        }

    def read(self, log: Path) -> Iterator[Event]:
        for line in _lines(log):
            call = _CALL.fullmatch(line)
            if call is None or int(call[3]) < 0:
                continue
            name, given, result = call[1], call[2], int(call[3])
            for event in self._read(name, given, result):
                if event.what == "said" or event.path == self.folder or self._ours(event.path):
                    yield event

    def _ours(self, path: str) -> bool:
        return path.startswith(self.folder + "/")

    def _read(self, name: str, given: str, result: int) -> Iterator[Event]:
        strings = [_plain(found) for found in _STRING.findall(given)]
        if name == "sendto":
            yield Event("said")
        elif name == "openat":
            yield from self._opened(given, strings, result)
        elif name in ("pwrite64", "write", "ftruncate", "fsync", "fdatasync"):
            yield from self._on_handle(name, given, strings, result)
        elif name.startswith(("rename", "link")):
            yield Event("name" if name.startswith("rename") else "also", *_two(strings))
        elif name.startswith(("unlink", "rmdir")):
            yield Event("drop", strings[0].decode())
        elif name == "mkdir":
            yield Event("folder", strings[0].decode())
        else:
            raise ValueError(f"{name} leaves no bytes in the log: {given[:200]}")

    def _opened(self, given: str, strings: list[bytes], handle: int) -> Iterator[Event]:
        path = strings[0].decode()
        self.reached[str(handle)] = self.sizes.get(path, 0) if "O_APPEND" in given else 0
        if "O_CREAT" in given:
            yield Event("make", path)
        if "O_TRUNC" in given:
            self.sizes[path] = 0
            yield Event("cut", path, place=0)

    def _on_handle(
        self, name: str, given: str, strings: list[bytes], result: int
    ) -> Iterator[Event]:
        found = _HANDLE.match(given)
        assert found is not None
        handle, path = found[1], _plain(found[2] or "").decode(errors="replace")
        if name.endswith("sync"):
            yield Event("sync", path)
        elif name == "ftruncate":
            yield Event("cut", path, place=int(given.rpartition(",")[2]))
        elif name == "write":
            start = self.reached.get(handle, 0)
            self.reached[handle] = start + result
            yield Event("write", path, content=strings[0][:result], place=start)
        else:
            place = int(given.rpartition(",")[2])
            yield Event("write", path, content=strings[0][:result], place=place)


def _two(strings: list[bytes]) -> tuple[str, str]:
    return strings[0].decode(), strings[1].decode()
