"""Remembered layouts as TOML files, written for another office and read with suspicion."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from renewtrack import paths
from renewtrack.domain import fields
from renewtrack.errors import UserError
from renewtrack.intake import captions, question_words
from renewtrack.intake.saved_layout import SavedLayout
from renewtrack.words import Words

VERSION, SUFFIX = 1, ".toml"
MOST_BYTES, MOST_ENTRIES, LONGEST, MOST_ROWS = 1_000_000, 2_000, 400, 5
_UNITS = frozenset({*captions.MONEY_UNITS, *captions.AREA_UNITS})


class LayoutFileBroken(UserError):
    """A file is no remembered layout, or not all of it can be believed."""

    words = Words(
        "“{name}”不是能用的版式文件（{why}），没有导入。请让对方重新导出版式文件。",
        "“{name}” is no layout file that can be used ({why}); it was not taken. Have it exported "
        "again.",
    )


class LayoutFileNewer(UserError):
    """A layout file was written by a later version of the program."""

    words = Words(
        "“{name}”由更新的版本导出，本版本读不了。请先更新程序。",
        "“{name}” was written by a later version; update the program first.",
    )


class LayoutNotWritten(UserError):
    """A layout file cannot be written where it should go."""

    words = Words(
        "版式没有保存：“{path}”写不进去。请换一个位置，或检查磁盘空间和权限。",
        "The layout was not saved: “{path}” cannot be written. Choose another place, or check the "
        "disk and your rights.",
    )


class _Wrong(Exception):
    """Why a document is no layout."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.words = Words(zh, en)


def write(saved: SavedLayout, path: Path) -> None:
    """Write a layout to a file; raises LayoutNotWritten."""
    beside = path.with_name(f".{path.name}.part")
    try:
        beside.write_text(_document(saved), "utf-8")
        beside.replace(path)
    except OSError as trouble:
        beside.unlink(missing_ok=True)
        raise LayoutNotWritten(path=path) from trouble


def read(path: Path) -> SavedLayout:
    """Read a layout file; raises LayoutFileBroken or LayoutFileNewer."""
    try:
        if path.exists() and not path.is_file():
            raise OSError  # to open a pipe could wait for ever
        if path.stat().st_size > MOST_BYTES:
            raise _Wrong("文件太大", "it is too large")
        document = tomllib.loads(path.read_bytes().decode("utf-8"))
        if isinstance(document.get("version"), int) and document["version"] > VERSION:
            raise LayoutFileNewer(name=path.name)
        return _layout(document)
    except _Wrong as wrong:
        raise LayoutFileBroken(name=path.name, why=wrong.words) from wrong
    except (OSError, ValueError, RecursionError) as broken:
        why = Words("内容读不出来", "it cannot be read")
        raise LayoutFileBroken(name=path.name, why=why) from broken


def _document(saved: SavedLayout) -> str:
    lines = [
        f"version = {VERSION}",
        f"name = {_text(saved.name)}",
        f"kind = {_text(saved.kind)}",
    ]
    if saved.head_rows:
        lines.append(f"head_rows = {[row + 1 for row in saved.head_rows]}")
    if saved.fill_down:
        lines.append(f"fill_down = {_list(sorted(saved.fill_down))}")
    if saved.crs:
        lines.append(f"crs = {_text(saved.crs)}")
    lines += [f"headings = {_list(saved.headings)}", "", "[columns]", *_pairs(saved.columns)]
    if saved.units:
        lines += ["", "[units]", *_pairs(saved.units)]
    for (column, kind), answer in saved.answers.items():
        each = {"column": column, "kind": kind, "answer": answer}
        lines += ["", "[[answers]]", *(f"{key} = {_text(words)}" for key, words in each.items())]
    return "\n".join(lines) + "\n"


def _pairs(entries: Mapping[str, str]) -> list[str]:
    return [f"{_text(key)} = {_text(value)}" for key, value in entries.items()]


def _list(words: Iterable[str]) -> str:
    return "[" + ", ".join(map(_text, words)) + "]"


def _text(words: str) -> str:
    plain = words.encode("utf-8", "replace").decode("utf-8")
    return json.dumps(plain, ensure_ascii=False).replace("\x7f", "\\u007f")


def _layout(document: Mapping[str, Any]) -> SavedLayout:
    columns = _texts(document, "columns")
    for key in {key for key in columns.values() if key}:
        if not _is_field(key):
            raise _Wrong(f"没有“{key[:40]}”这个字段", f"there is no field “{key[:40]}”")
    units = _texts(document, "units")
    if not (_UNITS.issuperset(units.values()) and all(map(_is_field, units))):
        raise _Wrong("单位不对", "a unit is none")
    fill_down = _words(document, "fill_down")
    if not all(map(_is_field, fill_down)):
        raise _Wrong("字段不对", "a field is none")
    return SavedLayout(
        name=_word(document, "name"),
        kind=_kind(document),
        headings=_words(document, "headings"),
        columns=columns,
        units=units,
        answers=_answers(document),
        head_rows=_head_rows(document),
        fill_down=frozenset(fill_down),
        crs=_word(document, "crs") if "crs" in document else None,
    )


def _is_field(key: str) -> bool:
    try:
        return fields.field(key).key == key
    except KeyError:
        return False


def _kind(document: Mapping[str, Any]) -> str:
    kind = _word(document, "kind")
    if kind not in {path.stem for path in paths.resources("layouts").glob(f"*{SUFFIX}")}:
        raise _Wrong(f"没有“{kind[:40]}”这种表", f"there is no kind of sheet “{kind[:40]}”")
    return kind


def _word(document: Mapping[str, Any], key: str) -> str:
    word = document.get(key)
    if not isinstance(word, str) or not word.strip() or len(word) > LONGEST:
        raise _Wrong(f"{key} 不对", f"{key} is wrong")
    return word


def _words(document: Mapping[str, Any], key: str) -> tuple[str, ...]:
    words = document.get(key, [])
    if not isinstance(words, list) or len(words) > MOST_ENTRIES or not all(map(_short, words)):
        raise _Wrong(f"{key} 不对", f"{key} is wrong")
    return tuple(words)


def _texts(document: Mapping[str, Any], key: str) -> dict[str, str]:
    entries = document.get(key, {})
    if (
        not isinstance(entries, dict)
        or len(entries) > MOST_ENTRIES
        or not all(map(_short, (*entries, *entries.values())))
    ):
        raise _Wrong(f"{key} 不对", f"{key} is wrong")
    return dict(entries)


def _short(word: object) -> bool:
    return isinstance(word, str) and len(word) <= LONGEST


def _answers(document: Mapping[str, Any]) -> dict[tuple[str, str], str]:
    entries = document.get("answers", [])
    if not isinstance(entries, list) or len(entries) > MOST_ENTRIES:
        raise _Wrong("answers 不对", "answers is wrong")
    found: dict[tuple[str, str], str] = {}
    for entry in entries:
        each = (
            [entry.get(key) for key in ("column", "kind", "answer")]
            if isinstance(entry, dict)
            else [None]
        )
        if not all(map(_short, each)) or each[1] not in question_words.ASKED:
            raise _Wrong("answers 不对", "answers is wrong")
        found[str(each[0]), str(each[1])] = str(each[2])
    return found


def _head_rows(document: Mapping[str, Any]) -> tuple[int, ...] | None:
    rows = document.get("head_rows")
    if rows is None:
        return None
    good = (
        isinstance(rows, list)
        and 0 < len(rows) <= MOST_ROWS
        and all(
            isinstance(row, int) and not isinstance(row, bool) and 0 < row < 10_000 for row in rows
        )
    )
    if not good or rows != list(range(rows[0], rows[0] + len(rows))):
        raise _Wrong("head_rows 不对", "head_rows is wrong")
    return tuple(row - 1 for row in rows)
