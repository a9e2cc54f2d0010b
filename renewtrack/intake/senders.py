"""The remembered layouts of this office's senders: found by a sheet's headings, saved, removed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from renewtrack import paths
from renewtrack.intake import headings, layout_files
from renewtrack.intake.layout_files import LayoutFileBroken, LayoutFileNewer
from renewtrack.intake.options import Options
from renewtrack.intake.saved_layout import SavedLayout as SavedLayout
from renewtrack.intake.saved_layout import keys
from renewtrack.intake.sheets import SheetCells

if TYPE_CHECKING:
    from renewtrack.intake.layout import Layout

_NO_NAME = re.compile(r"[^\w-]+")
_LONGEST = 40
_Stamp = tuple[tuple[str, int, int], ...]  # name, time of change and size of each file


def remember(layout: Layout, options: Options, name: str) -> SavedLayout:
    """Return what the person said of a sheet, told by its headings and ready to be saved."""
    places = keys(layout.columns)
    said = options.mapping or {}
    columns = {
        key: column.field or ""
        for column in layout.columns
        if (key := places.get(column.index)) and (column.field or said.get(column.index) == "")
    }
    answers = {
        (places[index], kind): answer
        for (index, kind), answer in options.answers.items()
        if index in places
    }
    return SavedLayout(
        name=" ".join(name.split())[: layout_files.LONGEST] or layout.sheet.name,
        kind=layout.kind,
        headings=tuple(places.values()),
        columns=columns,
        units=dict(options.units or {}),
        answers=answers,
        head_rows=options.head_rows,
        fill_down=options.fill_down,
        crs=options.crs,
        places={key: index for index, key in places.items()},
    )


def find(sheet: SheetCells) -> SavedLayout | None:
    """Return the layout remembered for a sheet with these headings, the latest of several."""
    heads: dict[tuple[int, ...] | None, tuple[headings.Column, ...]] = {}
    for saved in all():
        if saved.head_rows not in heads:
            heads[saved.head_rows] = _columns(sheet, saved.head_rows)
        if saved.same_head(heads[saved.head_rows]):
            return saved.for_columns(heads[saved.head_rows])
    return None


def named(name: str) -> SavedLayout | None:
    """Return the remembered layout of a name, or None."""
    return next((saved for saved in all() if saved.name == name), None)


def applied(sheet: SheetCells, options: Options) -> tuple[Options, str]:
    """Return options with the sheet's remembered layout under them, and its name or ""."""
    if options.sender == "":
        return options, ""
    saved = find(sheet) if options.sender is None else named(options.sender)
    if saved is None:
        return options, options.sender or ""
    return laid(saved, sheet, options), saved.name


def laid(saved: SavedLayout, sheet: SheetCells, options: Options) -> Options:
    """Return options with a layout under them, at the places of its headings in a sheet.

    A sheet that has not even half of the headings is another one: its options stay.
    """
    placed = saved.for_columns(_columns(sheet, options.head_rows or saved.head_rows))
    there = frozenset(placed.places) & frozenset(saved.headings)
    return placed.options(options) if len(there) * 2 >= len(saved.headings) else options


def all() -> tuple[SavedLayout, ...]:  # noqa: A001
    """Return every remembered layout that can be read, the latest first."""
    return tuple(saved for saved in _stored(paths.layouts_folder(), _stamp()) if saved is not None)


def unreadable() -> int:
    """Return how many files of the folder are no layouts that can be read."""
    return sum(1 for saved in _stored(paths.layouts_folder(), _stamp()) if saved is None)


def save(saved: SavedLayout) -> None:
    """Remember a layout; one of the same name gives way. Raises LayoutNotWritten."""
    layout_files.write(saved, _path(saved))


def remove(saved: SavedLayout) -> None:
    """Forget a layout."""
    for path in _files():
        try:
            same = layout_files.read(path).name == saved.name
        except (LayoutFileBroken, LayoutFileNewer):
            continue
        if same:
            path.unlink(missing_ok=True)


def write_file(saved: SavedLayout, path: Path) -> None:
    """Write a layout to a file for another office; raises LayoutNotWritten."""
    layout_files.write(saved, path)


def read_file(path: Path) -> SavedLayout:
    """Read a layout that another office wrote; raises LayoutFileBroken or LayoutFileNewer."""
    return layout_files.read(path)


def _columns(sheet: SheetCells, head: Sequence[int] | None) -> tuple[headings.Column, ...]:
    rows = headings.find(sheet, head)
    rows = tuple(row for row in rows if row < len(sheet.rows))
    return headings.columns(sheet, rows) if rows else ()


def _path(saved: SavedLayout) -> Path:
    words = _NO_NAME.sub("_", saved.name).strip("_")[:_LONGEST]
    sign = hashlib.sha256(saved.name.encode("utf-8", "replace")).hexdigest()[:8]
    return paths.layouts_folder() / f"{words or 'layout'}-{sign}{layout_files.SUFFIX}"


def _files() -> list[Path]:
    folder = paths.layouts_folder()
    return sorted(path for path in folder.glob(f"*{layout_files.SUFFIX}") if path.is_file())


def _stamp() -> _Stamp:
    stats = [(path.name, path.stat()) for path in _files()]
    return tuple((name, stat.st_mtime_ns, stat.st_size) for name, stat in stats)


@lru_cache(maxsize=4)
def _stored(folder: Path, stamp: _Stamp) -> tuple[SavedLayout | None, ...]:
    """Return the layouts of a folder, the latest first; read again only where a file changed."""
    latest = sorted(stamp, key=lambda file: -file[1])
    return tuple(_readable(folder / name) for name, _, _ in latest)


def _readable(path: Path) -> SavedLayout | None:
    try:
        return layout_files.read(path)
    except (LayoutFileBroken, LayoutFileNewer):
        return None
