"""Base maps: what lies beneath the features, in the order in which it is laid."""

from __future__ import annotations

import contextlib
import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING

from renewtrack.store import rows

if TYPE_CHECKING:
    from sqlite_utils import Database

MBTILES, PMTILES, PICTURE, LINES, ONLINE = "mbtiles", "pmtiles", "picture", "lines", "online"
KINDS = (MBTILES, PMTILES, PICTURE, LINES, ONLINE)  # stored in the project file; never renamed


_COMPUTER = re.compile(r"[\\/]{2}([^\\/]*)")  # of a path like //server/share/file


@dataclass(frozen=True, slots=True)
class BaseMap:
    """One base map; ``path`` is a file, relative to the ledger where it lies beside it, or a URL.

    ``settings`` may hold "system" (what its coordinates are shifted by) and "corners" (of a
    picture: upper left, upper right, lower right, lower left as [x, y]).
    """

    id: int = 0
    name: str = ""
    kind: str = MBTILES
    path: str = ""
    attribution: str = ""
    approval_number: str = ""
    opacity: float = 1.0
    shown: bool = True
    settings: Mapping[str, object] = field(default_factory=dict)

    def file(self, ledger: Path) -> Path:
        """Return where its file is, for a ledger that lies at a path."""
        return ledger.parent / self.path

    def is_elsewhere(self, ledger: Path) -> bool:
        """Tell whether to open it is to speak to a computer that does not hold the ledger."""
        found = _COMPUTER.match(self.path)
        own = _COMPUTER.match(str(ledger))
        known = own is not None and found is not None and own[1].lower() == found[1].lower()
        return self.kind == ONLINE or (found is not None and not known)


def all(db: Database) -> tuple[BaseMap, ...]:  # noqa: A001 - reads as base_maps.all(db)
    """Return the base maps from the lowest to the uppermost."""
    found = rows.fetch(
        db,
        """
        SELECT id, name, kind, path, attribution, approval_number, opacity, shown, settings
        FROM base_map ORDER BY COALESCE(place, id), id
        """,
    )
    return tuple(_read(row) for row in found if row["kind"] in KINDS)


def keep(db: Database, wanted: Sequence[BaseMap]) -> None:
    """Make these the base maps, in this order; those without an id are new.

    Changes only what differs. Raises RuntimeError outside an action.
    """
    before = {each.id: (place, each) for place, each in enumerate(all(db))}
    for gone in before.keys() - {each.id for each in wanted}:
        rows.remove(db, "base_map", gone)
    for place, each in enumerate(wanted):
        if each.id not in before:
            rows.add(db, "base_map", _stored(each, place))
        elif before[each.id] != (place, each):
            rows.change(db, "base_map", each.id, _stored(each, place))


def path_from(ledger: Path, file: Path) -> str:
    """Return a path as it is stored: relative where the file lies below the ledger's folder."""
    real = file.resolve()
    with contextlib.suppress(ValueError):
        return real.relative_to(ledger.resolve().parent).as_posix()
    return str(real)


def told_name(path: str) -> str:
    """Return the last part of a path of any system, to name a file by."""
    return PurePosixPath(PureWindowsPath(path).as_posix()).name or path


def _stored(each: BaseMap, place: int) -> dict[str, object]:
    return {
        "name": each.name,
        "kind": each.kind,
        "path": each.path,
        "attribution": each.attribution or None,
        "approval_number": each.approval_number or None,
        "opacity": each.opacity,
        "shown": int(each.shown),
        "place": place,
        "settings": json.dumps(dict(each.settings), sort_keys=True) if each.settings else None,
    }


def _read(row: Mapping[str, object]) -> BaseMap:
    return BaseMap(
        id=int(str(row["id"])),
        name=str(row["name"]),
        kind=str(row["kind"]),
        path=str(row["path"]),
        attribution=str(row["attribution"] or ""),
        approval_number=str(row["approval_number"] or ""),
        opacity=_share(row["opacity"]),
        shown=bool(row["shown"]),
        settings=_settings(row["settings"]),
    )


def _share(stored: object) -> float:
    """Return an opacity from 0 to 1; another program may have written anything."""
    known = isinstance(stored, int | float) and math.isfinite(stored)
    return min(max(float(stored), 0.0), 1.0) if known else 1.0  # type: ignore[arg-type]


def _settings(text: object) -> Mapping[str, object]:
    """Return settings; another program may have written anything there."""
    try:
        read = json.loads(str(text)) if text else {}
    except (ValueError, RecursionError):
        return {}
    return read if isinstance(read, dict) else {}
