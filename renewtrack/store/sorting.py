"""Search texts and sort keys of named rows: Chinese, full pinyin, initials, numbers in order."""

from __future__ import annotations

import json
import re
import tomllib
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from renewtrack import paths
from renewtrack.domain import text

if TYPE_CHECKING:
    from sqlite_utils import Database

_RUN = re.compile(r"(\d+)")
_HANZI = re.compile("([〇㐀-䶿一-鿿豈-﫿\U00020000-\U0003ffff]+)")


def refresh(db: Database) -> None:
    """Fill the derived columns of every row where they are empty."""
    for table, (second, first, shape) in _SHAPES.items():
        rows = db.execute(
            f"""
            SELECT id, CAST({_named_by(table)} AS TEXT),
                   CAST({second} AS TEXT)
            FROM {table} WHERE {first} IS NULL ORDER BY id
            """
        ).fetchall()
        if rows:
            put = "search = :search, sort = :sort" if first == "search" else "sort = :sort"
            db.conn.executemany(
                f"UPDATE {table} SET {put} WHERE id = :id", [shape(*row) for row in rows]
            )


def stale(db: Database) -> bool:
    """Tell whether another program has left rows without search text."""
    row = db.execute(
        """
        SELECT EXISTS (SELECT 1 FROM area WHERE sort IS NULL)
            OR EXISTS (SELECT 1 FROM estate WHERE search IS NULL)
            OR EXISTS (SELECT 1 FROM building WHERE search IS NULL)
            OR EXISTS (SELECT 1 FROM project WHERE search IS NULL)
        """
    ).fetchone()
    return bool(row[0])


def derived(table: str, columns: Mapping[str, Sequence[Any]]) -> dict[str, list[str]]:
    """Return the derived columns of new rows given column by column; {} for a table without any."""
    if table not in _SHAPES:
        return {}
    second, first, shape = _SHAPES[table]
    names = columns.get(_named_by(table)) or ()
    others = columns.get(second) or [None] * len(names)
    shapes = [shape(0, name, other) for name, other in zip(names, others, strict=True)]
    filled = ("search", "sort") if first == "search" else ("sort",)
    return {column: [each[column] for each in shapes] for column in filled} if shapes else {}


def _named_by(table: str) -> str:
    return "number" if table == "building" else "name"


@lru_cache(maxsize=8192)
def spelled(name: str) -> tuple[str, str]:
    """Return the full pinyin and the pinyin initials of a text, lower case, without spaces."""
    for word, reading in _own_readings().items():
        name = name.replace(word, f" {' '.join(reading)} ")
    words: list[str] = []
    for run in _HANZI.split(name):
        words += _read_aloud(run) if _HANZI.match(run) else run.split()
    initials = [word[0] if word.isascii() and word.isalpha() else word for word in words]
    return text.fold("".join(words)), text.fold("".join(initials))


@lru_cache(maxsize=16384)
def _read_aloud(run: str) -> tuple[str, ...]:
    """Return the syllables of a run of Chinese signs; names share most of their runs."""
    from pypinyin import Style, lazy_pinyin

    return tuple(word for part in lazy_pinyin(run, style=Style.NORMAL) for word in part.split())


def order_of(name: str) -> str:
    """Return a key that sorts by pinyin and counts numbers: 1, 2, 12."""
    parts = []
    for part in _RUN.split(unicodedata.normalize("NFKC", name)):
        if part.isdecimal() and part.isascii():
            parts.append(part.lstrip("0").rjust(8, "0"))
        elif part:
            parts.append(" ".join((spelled(part)[0], part)) + " ")
    return "".join(parts)


@cache
def _own_readings() -> dict[str, list[str]]:
    """Return the office's own readings of names, from ``resources/codes/pinyin.toml``."""
    table = paths.resources("codes", "pinyin.toml")
    if not table.is_file():
        return {}
    readings = tomllib.loads(table.read_text(encoding="utf-8")).get("readings", {})
    return {word: str(reading).split() for word, reading in readings.items()}


def _search(*names: str) -> str:
    found: list[str] = []
    for name in names:
        found += [text.fold(name), *spelled(name)]
    return "\n".join(dict.fromkeys(found))


def _aliases(aliases: str | None) -> list[str]:
    try:
        names = json.loads(aliases or "[]")
    except ValueError:  # another program may leave plain text there
        return [aliases or ""]
    return [str(name) for name in names] if isinstance(names, list) else [str(names)]


def _area(row_id: int, name: str, _code: str | None) -> dict[str, Any]:
    return {"id": row_id, "sort": order_of(name)}


def _named(row_id: int, name: str, aliases: str | None) -> dict[str, Any]:
    return {"id": row_id, "search": _search(name, *_aliases(aliases)), "sort": order_of(name)}


def _building(row_id: int, number: str, aliases: str | None) -> dict[str, Any]:
    names = [number if "楼" in number else f"{number}号楼", *_aliases(aliases)]
    return {"id": row_id, "search": _search(*names), "sort": order_of(number)}


def _project(row_id: int, name: str | None, code: str | None) -> dict[str, Any]:
    search = _search(*(part for part in (name, code) if part))
    return {"id": row_id, "search": search, "sort": order_of(name or "")}


# Table: the column beside its name, the first derived column, what fills the derived columns.
_SHAPES: dict[str, tuple[str, str, Callable[..., dict[str, Any]]]] = {
    "area": ("code", "sort", _area),
    "estate": ("aliases", "search", _named),
    "building": ("aliases", "search", _building),
    "project": ("code", "search", _project),
}
