"""Many sheets at once: the files of a folder, the sheets of a workbook, and their order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from renewtrack.domain import vector_files
from renewtrack.intake import layout as layouts
from renewtrack.intake import refusals, senders
from renewtrack.intake.options import Options
from renewtrack.intake.saved_layout import SavedLayout
from renewtrack.intake.sheets import SheetCells
from renewtrack.words import Words

SUFFIXES = frozenset(
    f".{suffix}"
    for suffix in (
        *("xlsx", "xlsm", "xltx", "xls", "xlt", "xlsb", "ods", "et", "ett"),
        *("csv", "tsv", "tab", "txt", "htm", "html", "mht", "mhtml", "xml"),
    )
)
LAYERS = vector_files.SUFFIXES
FIRST = ("areas", "ledger", "buildings")  # the kinds whose places the others ask for
LOCK = Words("办公软件的临时文件", "a temporary file of Excel or WPS")
HIDDEN = Words("隐藏文件", "a hidden file")
OTHER = Words("不是表格", "no sheet")
PART = Words("随同名 .shp 一起读", "read with the .shp of its name")
DEEPER = Words("更深一层的文件夹，请单独导入", "a deeper folder; import it by itself")
LINK = Words("指向别处的链接", "a link to elsewhere")


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something in a folder that is not taken, and why."""

    path: Path
    why: Words


@dataclass(frozen=True, slots=True)
class Found:
    """The files of a folder that may be sheets, and what was skipped; both by name."""

    files: tuple[Path, ...]
    skipped: tuple[Skipped, ...]


@dataclass(frozen=True, slots=True)
class Job:
    """One sheet to take in, with its whole file; ``options.sheet`` None is the only one."""

    path: Path
    kind: str
    options: Options
    sheets: tuple[SheetCells, ...]


def files_in(folder: Path) -> Found:
    """Return what a folder and the folders right below it hold.

    Raises SheetMissing or SheetLocked where the folder cannot be looked into.
    """
    files: list[Path] = []
    skipped: list[Skipped] = []
    for path in _inside(folder):
        below = path.is_dir() and not path.is_symlink() and not path.name.startswith(".")
        for each in _inside(path) if below else (path,):
            _sort_in(each, files, skipped)
    return Found(tuple(files), tuple(skipped))


def jobs(
    path: Path,
    sheets: tuple[SheetCells, ...],
    options: Options,
    kinds: Iterable[str],
    layout: SavedLayout | None = None,
) -> list[Job]:
    """Return a job for every visible sheet of a workbook that is of one of the kinds.

    A sheet named in ``options`` is taken whatever it is; where no sheet is recognised there is
    one job, whose planning tells so. ``layout`` is another office's, laid under the options.
    """
    if options.sheet is not None:
        named = next((sheet for sheet in sheets if sheet.name == options.sheet), None)
        return [Job(path, "", _laid(layout, named, options), sheets)]
    known = frozenset(kinds)
    found = []
    for sheet in sheets:
        if sheet.rows and not sheet.hidden:
            laid = _laid(layout, sheet, options)
            seen = layouts.recognise(sheet, laid, path.stem)
            if seen.kind in known and seen.data:
                found.append(Job(path, seen.kind, replace(laid, sheet=sheet.name), sheets))
    if not found:
        return [Job(path, "", options, sheets)]
    if len(found) == 1 and layout is None:
        return [replace(found[0], options=options)]
    return found


def _laid(layout: SavedLayout | None, sheet: SheetCells | None, options: Options) -> Options:
    return options if layout is None or sheet is None else senders.laid(layout, sheet, options)


def in_order(found: Iterable[Job]) -> list[Job]:
    """Return jobs with those first that make the places the others name."""
    return sorted(found, key=_rank)


def _rank(job: Job) -> int:
    if job.kind == "estates" and job.path.suffix.lower() in LAYERS:
        return 0  # its borders tell where the buildings belong
    return FIRST.index(job.kind) if job.kind in FIRST else len(FIRST)


def _inside(folder: Path) -> Iterator[Path]:
    try:
        yield from sorted(folder.iterdir(), key=lambda path: path.name)
    except FileNotFoundError as missing:
        raise refusals.SheetMissing(name=folder.name) from missing
    except (PermissionError, NotADirectoryError) as locked:
        raise refusals.SheetLocked(name=folder.name) from locked


def _sort_in(path: Path, files: list[Path], skipped: list[Skipped]) -> None:
    why = _why_not(path)
    if why is None:
        files.append(path)
    else:
        skipped.append(Skipped(path, why))


def _why_not(path: Path) -> Words | None:
    if path.name.startswith(("~$", ".~")):
        return LOCK
    if path.name.startswith("."):
        return HIDDEN
    if path.is_dir():
        return LINK if path.is_symlink() else DEEPER
    if path.suffix.lower() in vector_files.BESIDE and path.with_suffix(".shp").is_file():
        return PART
    return None if path.suffix.lower() in SUFFIXES | LAYERS and path.is_file() else OTHER
