"""Layouts of the office's own: files in its folder, written here and read with suspicion."""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from renewtrack import paths
from renewtrack.errors import UserError
from renewtrack.words import Words

VERSION, SUFFIX, MOST_BYTES, LONGEST = 1, ".toml", 100_000, 60
ELEMENTS = {  # inside the map's frame
    "boundaries": Words("街道、社区界线", "Boundaries"),
    "graticule": Words("经纬网", "Graticule"),
    "north_arrow": Words("指北针", "North arrow"),
    "area_names": Words("街道、社区名称", "Names of areas"),
    "estate_labels": Words("小区编号和名称", "Numbers and names of estates"),
    "numbers": Words("楼号", "Numbers of buildings"),
    "sites": Words("公园、绿道、管线等场地设施", "Parks, greenways, pipes and other sites"),
}
PANELS = {  # beside it
    "legend": Words("图例", "Legend"),
    "overview": Words("位置示意图", "Overview"),
    "chart": Words("统计图", "Chart"),
    "streets": Words("分街道统计表", "Table by street"),
    "index": Words("小区索引", "Index of estates"),
    "signature": Words("签字框", "Signature box"),
}
BASES = ("a3-status", "map-only", "with-chart", "overview", "before-after")
SMALLEST, LARGEST = 0.7, 1.6  # of the text, times that of the base
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


@dataclass(frozen=True, slots=True)
class OwnLayout:
    """A layout that an office made of a shipped one; ``text`` multiplies its sizes."""

    name: str
    base: str = "a3-status"
    elements: frozenset[str] = frozenset(ELEMENTS)
    panels: frozenset[str] = frozenset(("legend", "streets", "index", "signature"))
    text: float = 1.0
    legend_left: bool = False


class LayoutBroken(UserError):
    """A file is no layout that can be used."""

    words = Words(
        "“{name}”不是能用的图纸版式（{why}），没有读入。请让对方重新导出。",
        "“{name}” is no print layout that can be used ({why}); it was not taken. Have it exported "
        "again.",
    )


class LayoutNotWritten(UserError):
    """A layout cannot be written where it should go."""

    words = Words(
        "版式没有保存：“{path}”写不进去。请换一个名称或位置，或检查磁盘空间和权限。",
        "The layout was not saved: “{path}” cannot be written. Choose another name or place, or "
        "check the disk and your rights.",
    )


class NameMissing(UserError):
    """A layout needs a name that can be a file's."""

    words = Words(
        "请给版式起一个名称（不超过 {most} 个字）。",
        "Give the layout a name of at most {most} signs.",
    )


def all() -> list[OwnLayout]:  # noqa: A001 - reads as layout_files.all()
    """Return the office's own layouts by name; a file that cannot be used is left out."""
    found = []
    for path in sorted(paths.print_folder().glob(f"*{SUFFIX}")):
        try:
            found.append(read(path))
        except LayoutBroken:
            continue
    return found


def save(layout: OwnLayout) -> Path:
    """Keep a layout in the office's folder, in place of one of the same name.

    Raises NameMissing, LayoutNotWritten.
    """
    name = layout.name.strip()
    if not name or len(name) > LONGEST or not name.isprintable():
        raise NameMissing(most=LONGEST)
    path = _path_of(name)
    write(replace(layout, name=name), path)
    return path


def remove(name: str) -> None:
    """Forget a layout; one that is not there is forgotten already."""
    for path in sorted(paths.print_folder().glob(f"*{SUFFIX}")):
        try:
            own = read(path).name == name
        except LayoutBroken:
            continue
        if own:
            path.unlink(missing_ok=True)


def write(layout: OwnLayout, path: Path) -> None:
    """Write a layout to a file; raises LayoutNotWritten."""
    beside = path.with_name(f".{path.name}.part")
    lines = [
        f"version = {VERSION}",
        f"name = {json.dumps(layout.name, ensure_ascii=False)}",
        f"base = {json.dumps(layout.base)}",
        f"elements = {json.dumps(sorted(layout.elements))}",
        f"panels = {json.dumps(sorted(layout.panels))}",
        f"text = {float(layout.text)}",
        f"legend_left = {'true' if layout.legend_left else 'false'}",
    ]
    try:
        beside.write_text("\n".join(lines) + "\n", "utf-8")
        beside.replace(path)
    except OSError as trouble:
        beside.unlink(missing_ok=True)
        raise LayoutNotWritten(path=path) from trouble


def read(path: Path) -> OwnLayout:
    """Read a layout file; raises LayoutBroken."""
    try:
        if not path.is_file() or path.stat().st_size > MOST_BYTES:
            raise _broken(path, "不是版式文件或太大", "it is no layout file, or too large")
        document = tomllib.loads(path.read_bytes().decode("utf-8"))
    except (OSError, ValueError, RecursionError) as wrong:
        raise _broken(path, "内容读不出来", "it cannot be read") from wrong
    return _layout(path, document)


def _layout(path: Path, document: dict[str, Any]) -> OwnLayout:
    if document.get("version") != VERSION:
        raise _broken(path, "版本不同", "it is of another version")
    name, base, text = (document.get(key) for key in ("name", "base", "text"))
    elements, panels = document.get("elements"), document.get("panels")
    sound = (
        isinstance(name, str)
        and 0 < len(name.strip()) <= LONGEST
        and name.isprintable()
        and isinstance(base, str)
        and base in BASES
        and isinstance(text, int | float)
        and SMALLEST <= text <= LARGEST
        and _all_of(elements, ELEMENTS)
        and _all_of(panels, PANELS)
    )
    if not sound:
        raise _broken(path, "有不认识的内容", "it holds what is not known")
    assert isinstance(name, str)
    assert isinstance(base, str)
    assert isinstance(text, int | float)
    assert isinstance(elements, list)
    assert isinstance(panels, list)
    left = document.get("legend_left") is True
    return OwnLayout(name.strip(), base, frozenset(elements), frozenset(panels), float(text), left)


def _all_of(found: object, known: dict[str, Words]) -> bool:
    return isinstance(found, list) and not [each for each in found if each not in [*known]]


def _broken(path: Path, zh: str, en: str) -> LayoutBroken:
    return LayoutBroken(name=path.name, why=Words(zh, en))


def _path_of(name: str) -> Path:
    """Return where a layout of this name is kept: the file that holds it, or a new one."""
    folder = paths.print_folder()
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        try:
            if read(path).name == name:
                return path
        except LayoutBroken:
            continue
    stem = _FORBIDDEN.sub("_", name).strip(" .") or "layout"
    number, path = 1, folder / f"{stem}{SUFFIX}"
    while path.exists():
        number += 1
        path = folder / f"{stem}-{number}{SUFFIX}"
    return path
