"""Paper layouts: what stands where, read from ``resources/print`` or from the office's own."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from typing import Any

from renewtrack.errors import UserError
from renewtrack.paths import resources
from renewtrack.printing import layout_files
from renewtrack.printing.layout_files import OwnLayout
from renewtrack.printing.sheet import Box
from renewtrack.words import Words

SIZES = {  # short and long side in mm, ISO 216
    "A4": (210.0, 297.0),
    "A3": (297.0, 420.0),
    "A2": (420.0, 594.0),
    "A1": (594.0, 841.0),
    "A0": (841.0, 1189.0),
}
STANDARD = "a3-status"
SHIPPED = layout_files.BASES
OWN = "own:"  # before the name of an office's own layout


@dataclass(frozen=True, slots=True)
class Column:
    """A box with the panels that stand in it from top to bottom."""

    box: Box
    panels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """One layout on one paper; every length is in mm of that paper."""

    width: float
    height: float
    boxes: dict[str, Box]
    columns: tuple[Column, ...]
    text: dict[str, float]
    elements: frozenset[str]
    lengths: dict[str, float]  # border, padding, bar_length, tick_apart, gap, column_gap
    row_height: float  # ems
    index_columns: int
    growth: float  # what an A3 millimetre of text and rules is here


class UnknownPaper(UserError):
    """There is no such paper."""

    words = Words(
        "没有“{size}”这种纸张。可用：{known}。", "There is no paper {size}. Known: {known}."
    )


class UnknownLayout(UserError):
    """There is no such layout."""

    words = Words(
        "没有“{name}”这种版式。可用：{known}。", "There is no layout {name}. Known: {known}."
    )


def page_size(size: str, orientation: str) -> tuple[float, float]:
    """Return width and height of a paper in mm; raises UnknownPaper."""
    if size not in SIZES:
        raise UnknownPaper(size=size, known=" ".join(SIZES))
    short, long = SIZES[size]
    return (long, short) if orientation == "landscape" else (short, long)


def names() -> dict[str, Words]:
    """Return what every layout is called, by key; those of the office come last."""
    found = {key: Words(_table(key)["name"], _table(key)["name_en"]) for key in SHIPPED}
    return found | {OWN + own.name: Words(own.name, own.name) for own in layout_files.all()}


def frames(key: str) -> tuple[str, ...]:
    """Return the names of a layout's map frames; raises UnknownLayout."""
    turned = _table(_own(key).base if key.startswith(OWN) else key)["landscape"]
    return tuple(name for name in ("before", "map") if name in turned["boxes"])


def load(key: str, size: str, orientation: str) -> Layout:
    """Return a layout fitted to a paper; raises UnknownPaper, UnknownLayout, LayoutBroken."""
    own = _own(key) if key.startswith(OWN) else None
    return fitted(own, size, orientation) if own else _load(_table(key), None, size, orientation)


def fitted(own: OwnLayout, size: str, orientation: str) -> Layout:
    """Return an office's own layout fitted to a paper."""
    return _load(_table(own.base), own, size, orientation)


def _own(key: str) -> OwnLayout:
    name = key.removeprefix(OWN)
    for own in layout_files.all():
        if own.name == name:
            return own
    raise UnknownLayout(name=name, known="、".join(names()))


def _load(table: dict[str, Any], own: OwnLayout | None, size: str, orientation: str) -> Layout:
    width, height = page_size(size, orientation)
    growth = (SIZES[size][0] / SIZES[table["paper"]][0]) ** table["growth"]
    turned = table[orientation]
    mirrored = own is not None and own.legend_left

    def placed(edges: dict[str, float]) -> Box:
        box = _box(_grown(edges, growth), width, height)
        return Box(width - box.right, box.top, box.width, box.height) if mirrored else box

    lengths = {key: mm * growth for key, mm in table["map"].items() if key != "elements"}
    lengths |= {key: table[key] * growth for key in ("gap", "column_gap")}
    larger = own.text if own else 1.0
    return Layout(
        width=width,
        height=height,
        boxes={key: placed(edges) for key, edges in turned["boxes"].items()},
        columns=_columns(turned["columns"], own, placed),
        text={key: round(mm * growth * larger, 2) for key, mm in table["text"].items()},
        elements=own.elements if own else frozenset(table["map"]["elements"]),
        lengths=lengths,
        row_height=table["row_height"],
        index_columns=turned["index_columns"],
        growth=growth,
    )


def _grown(edges: dict[str, float], growth: float) -> dict[str, float]:
    return {e: mm if e.endswith("_share") else mm * growth for e, mm in edges.items()}


def _columns(
    columns: list[dict[str, Any]], own: OwnLayout | None, placed: Callable[[dict[str, float]], Box]
) -> tuple[Column, ...]:
    """Return the columns with their panels: of an own layout those that the office wants."""
    found = [(placed(column["box"]), list(column["panels"])) for column in columns]
    if own is not None:
        there = {panel for _, panels in found for panel in panels}
        for _, panels in found:
            panels[:] = [panel for panel in panels if panel in own.panels]
        more = [panel for panel in layout_files.PANELS if panel in own.panels - there]
        if found:
            found[0][1].extend(more)
    return tuple(Column(box, tuple(panels)) for box, panels in found)


@functools.cache
def _table(name: str) -> dict[str, Any]:
    """Return a shipped layout; what it does not say is as in the one that it extends."""
    if name not in SHIPPED:
        raise UnknownLayout(name=name, known="、".join(SHIPPED))
    with resources("print", f"{name}.toml").open("rb") as file:
        table = tomllib.load(file)
    base = table.pop("extends", None)
    return _merged(_table(base), table) if base else table


def _merged(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    """Return two tables as one; a box is taken whole from the upper one."""
    found = dict(below)
    for key, value in above.items():
        nested = isinstance(value, dict) and isinstance(found.get(key), dict)
        is_box = nested and {"width", "height", "left", "right"} & set(value)
        found[key] = _merged(found[key], value) if nested and not is_box else value
    return found


def _box(edges: dict[str, float], width: float, height: float) -> Box:
    """Return the box that lies so far from the page's edges.

    ``left_share`` and the like add a share of the page to a distance, so that two frames may
    share the room between the same edges.
    """
    left = edges.get("left", 0.0) + edges.get("left_share", 0.0) * width
    right = edges.get("right", 0.0) + edges.get("right_share", 0.0) * width
    top = edges.get("top", 0.0) + edges.get("top_share", 0.0) * height
    bottom = edges.get("bottom", 0.0) + edges.get("bottom_share", 0.0) * height
    across = edges["width"] if "width" in edges else width - left - right
    down = edges["height"] if "height" in edges else height - top - bottom
    x = left if "left" in edges else width - right - across
    y = top if "top" in edges else height - bottom - down
    return Box(x, y, across, down)


def small_map(frame: Box, elements: Collection[str], padding: float) -> Layout:
    """Return the layout of a map on a page of A4 among other things; its scale bar stands below.

    ``padding`` in mm is left between the frame and what the map shows.
    """
    base = load(STANDARD, "A4", "portrait")
    nowhere = Box(frame.left, frame.bottom, 0, 0)
    scale = Box(frame.left, frame.bottom + 1.5, frame.width, 9)
    return replace(
        base,
        boxes={**base.boxes, "map": frame, "scale": scale, "notes": nowhere, "dates": nowhere},
        elements=frozenset(elements),
        lengths={**base.lengths, "border": 1.0, "padding": padding, "bar_length": 40.0},
    )
