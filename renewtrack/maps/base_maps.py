"""The base maps of one ledger: opened, told to the page, and answering for their tiles."""

from __future__ import annotations

import base64
import itertools
import re
import threading
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from renewtrack.errors import UserError
from renewtrack.maps import base_opening, tile_pictures, tile_source
from renewtrack.maps.online_base import host
from renewtrack.maps.site import BINARY, PNG, Later
from renewtrack.maps.tile_source import RASTER, TileSource
from renewtrack.store.base_maps import ONLINE, BaseMap

FOLDER = "base"  # of the site
_TILE = re.compile(r"(\d{1,9})/(\d{1,2})/(\d{1,8})/(\d{1,8})")
_NO_PICTURE = base64.b64decode(  # one pixel that is not seen
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAAC0lEQVR42mNgAAIAAAUAAen63NgAAAAASUVORK5CYII="
)
_NUMBERS = itertools.count(1)  # never twice, so that no picture of another map is taken for it


@dataclass(frozen=True, slots=True)
class OpenBase:
    """One open base map with what the office says of it, and the number of its tiles."""

    base: BaseMap
    source: TileSource
    number: int

    @property
    def attribution(self) -> str:
        """Where it comes from: as the office wrote it, else as the file says."""
        return self.base.attribution or self.source.about.attribution


@dataclass(frozen=True, slots=True)
class Opened:
    """What could be opened, from the lowest to the uppermost, and why the rest could not."""

    bases: tuple[OpenBase, ...] = ()
    troubles: tuple[tuple[BaseMap, UserError], ...] = ()


class BaseMaps:
    """Keeps the files of the shown base maps open; asked from the threads that serve tiles."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._opened = Opened()

    def open(
        self, wanted: Sequence[BaseMap], ledger: Path, allowed: Collection[str] = ()
    ) -> Opened:
        """Open those that are shown, keep those that were open; slow, for a thread.

        Nothing is shown before ``use``.
        """
        known = {_same(each.base): each for each in self._opened.bases}
        bases, troubles = [], []
        for base in wanted:
            if not base.shown:
                continue
            before = known.get(_same(base))
            if before is not None and (base.path in allowed or not base.is_elsewhere(ledger)):
                bases.append(replace(before, base=base))
                continue
            try:
                source = base_opening.open_(base, ledger, allowed)
            except UserError as error:
                troubles.append((base, error))
            else:
                bases.append(OpenBase(base, source, next(_NUMBERS)))
        return Opened(tuple(bases), tuple(troubles))

    def use(self, opened: Opened) -> None:
        """Answer for these from now on and let the others go."""
        with self._lock:
            kept = {each.number for each in opened.bases}
            gone = [each for each in self._opened.bases if each.number not in kept]
            self._opened = opened
        for each in gone:
            each.source.close()

    def drop(self, opened: Opened) -> None:
        """Let go what was opened and is wanted no longer."""
        with self._lock:
            used = {each.number for each in self._opened.bases}
        for each in opened.bases:
            if each.number not in used:
                each.source.close()

    def message(self) -> dict[str, object]:
        """Return what the page is told; texts are data, and tiles are fetched by number."""
        return {
            "do": "base",
            "maps": [_told(each) for each in self._opened.bases],
            "missing": [base.name for base, _ in self._opened.troubles],
        }

    def find(self, name: str) -> Later | None:
        """Return a tile by ``number/zoom/x/y``; None for any other name."""
        match = _TILE.fullmatch(name)
        if match is None:
            return None
        number, zoom, x, y = map(int, match.groups())
        with self._lock:
            found = [each for each in self._opened.bases if each.number == number]
        if not found or zoom > tile_source.HIGHEST or max(x, y) >= 2**zoom:
            return None
        return Later(lambda: _tile(found[0].source, zoom, x, y))


def _same(base: BaseMap) -> tuple[object, ...]:
    """Return what decides which tiles there are."""
    return base.kind, base.path, repr(sorted(base.settings.items()))


def _told(each: OpenBase) -> Mapping[str, object]:
    about, base = each.source.about, each.base
    return {
        "number": each.number,
        "name": base.name,
        "kind": about.kind,
        "low": about.low,
        "high": about.high,
        "bounds": about.bounds,
        "opacity": base.opacity,
        "attribution": each.attribution,
        "approval": base.approval_number,
        "online": host(base.path) if base.kind == ONLINE else "",
    }


def _tile(source: TileSource, zoom: int, x: int, y: int) -> tuple[bytes, bytes]:
    """Return a tile for the page; what is broken or not there is an empty one."""
    try:
        raw = source.tile(zoom, x, y)
    except Exception:  # noqa: BLE001 - whatever libraries make of a file that means harm
        raw = None
    if source.about.kind == RASTER:
        kind = tile_pictures.kind_of(raw) if raw else None
        return (kind, raw) if kind and raw else (PNG, _NO_PICTURE)
    return BINARY, raw or b""
