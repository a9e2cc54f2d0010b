"""A power cut: what a disk may hold at any moment of a recorded flow, as far as it was synced."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import ClassVar

from tests.faults.recording import Event

SECTOR = 512
Change = tuple[str, int, bytes]  # write or cut, where, what
Naming = tuple[str, str, int]  # put or drop, the name, which content


@dataclass(slots=True)
class _Content:
    """One file's bytes, whatever its names: what is safe, and what came since the last sync."""

    safe: bytearray
    since: list[Change] = field(default_factory=list)


class Disk:
    """A folder as the events leave it, told apart into what is safe and what is on its way."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.contents: list[_Content] = []
        self.names: dict[str, int] = {}  # what the program sees; a folder is -1
        self.safe_names: dict[str, int] = {}  # what is on the disk
        self.since: list[tuple[Naming, ...]] = []  # of the folders, in order
        self.said = 0
        for each in sorted(folder.rglob("*")):
            if each.is_dir():
                self.names[str(each)] = -1
            elif each.is_file():
                self.contents.append(_Content(bytearray(each.read_bytes())))
                self.names[str(each)] = len(self.contents) - 1
        self.safe_names = dict(self.names)

    def go(self, event: Event) -> None:
        """Let one thing happen."""
        self._DO[event.what](self, event)

    def _make(self, event: Event) -> None:
        if event.path not in self.names:
            self.contents.append(_Content(bytearray()))
            self._name(("put", event.path, len(self.contents) - 1))

    def _folder(self, event: Event) -> None:
        self._name(("put", event.path, -1))

    def _rename(self, event: Event) -> None:
        self._name(
            ("put", event.to, self.names[event.path]), ("drop", event.path, self.names[event.path])
        )

    def _link(self, event: Event) -> None:
        self._name(("put", event.to, self.names[event.path]))

    def _drop(self, event: Event) -> None:
        self._name(("drop", event.path, -1))

    def _name(self, *namings: Naming) -> None:
        self.since.append(namings)
        _apply(self.names, namings)

    def _write(self, event: Event) -> None:
        if event.path in self.names:  # else its name is gone, and nobody finds it again
            self._of(event).since.append(("write", event.place, event.content))

    def _cut(self, event: Event) -> None:
        if event.path in self.names:
            self._of(event).since.append(("cut", event.place, b""))

    def _of(self, event: Event) -> _Content:
        return self.contents[self.names[event.path]]

    def _sync(self, event: Event) -> None:
        if event.path == str(self.folder) or self.names.get(event.path) == -1:
            self._sync_folder(event.path)
        elif event.path in self.names:
            content = self._of(event)
            for change in content.since:
                _change(content.safe, change)
            content.since.clear()

    def _sync_folder(self, folder: str) -> None:
        later = []
        for namings in self.since:
            if any(str(Path(name).parent) == folder for _, name, _ in namings):
                _apply(self.safe_names, namings)
            else:
                later.append(namings)
        self.since = later

    def _say(self, event: Event) -> None:
        self.said += 1

    _DO: ClassVar[dict[str, Callable[[Disk, Event], None]]] = {
        "make": _make,
        "folder": _folder,
        "name": _rename,
        "also": _link,
        "drop": _drop,
        "write": _write,
        "cut": _cut,
        "sync": _sync,
        "said": _say,
    }

    def as_seen(self) -> dict[str, bytes | None]:
        """Return every file as the program sees it; None is a folder."""
        return self._tree(self.names, lambda since: since)

    def after_a_cut(self, rng: Random) -> dict[str, bytes | None]:
        """Return what may be found when the power is back.

        Of what was not synced any part may be there: whole writes, sectors of a write, names.
        """
        kept = rng.choice((0.0, 0.3, 0.7, 0.95, 1.0))
        names = dict(self.safe_names)
        for namings in self._found_names(rng):
            _apply(names, namings)

        def found(since: Sequence[Change]) -> list[Change]:
            return [part for change in since if rng.random() < kept for part in _torn(change, rng)]

        return self._tree(names, found)

    def _found_names(self, rng: Random) -> list[tuple[Naming, ...]]:
        """Return names in the order they were given up to a moment, or any of them."""
        if rng.random() < 0.5:
            return self.since[: rng.randint(0, len(self.since))]
        return [namings for namings in self.since if rng.random() < 0.5]

    def _tree(
        self, names: dict[str, int], found: Callable[[Sequence[Change]], Sequence[Change]]
    ) -> dict[str, bytes | None]:
        tree: dict[str, bytes | None] = {}
        for name, number in sorted(names.items()):
            above = str(Path(name).parent)
            if above != str(self.folder) and above not in tree:
                continue  # its folder was not on the disk
            if number < 0:
                tree[name] = None
                continue
            content = bytearray(self.contents[number].safe)
            for change in found(self.contents[number].since):
                _change(content, change)
            tree[name] = bytes(content)
        return tree


def lay(tree: dict[str, bytes | None], folder: Path, to: Path) -> None:
    """Write a tree that was recorded in one folder into another."""
    shutil.rmtree(to, ignore_errors=True)
    to.mkdir(parents=True)
    for name, content in tree.items():
        place = to / Path(name).relative_to(folder)
        if content is None:
            place.mkdir(exist_ok=True)
        else:
            place.write_bytes(content)


def _apply(names: dict[str, int], namings: Sequence[Naming]) -> None:
    for what, name, number in namings:
        if what == "put":
            names[name] = number
        else:
            names.pop(name, None)


def _change(content: bytearray, change: Change) -> None:
    what, place, given = change
    size = place + len(given)
    if what == "cut":
        del content[place:]
        size = place
    if len(content) < size:
        content.extend(bytes(size - len(content)))
    if what == "write":
        content[place:size] = given


def _torn(change: Change, rng: Random) -> list[Change]:
    """Return a write whole or, one in five, those of its sectors that reached the disk."""
    what, place, given = change
    if what == "cut" or rng.random() > 0.2:
        return [change]
    return [
        ("write", place + at, given[at : at + SECTOR])
        for at in range(0, len(given), SECTOR)
        if rng.random() < 0.5
    ]
