"""Paper layouts: what stands where, read from ``resources/print``."""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass
from typing import Any

from renewtrack.errors import UserError
from renewtrack.paths import resources
from renewtrack.printing.sheet import Box
from renewtrack.words import Words

SIZES = {  # short and long side in mm, ISO 216
    "A4": (210.0, 297.0),
    "A3": (297.0, 420.0),
    "A2": (420.0, 594.0),
    "A1": (594.0, 841.0),
    "A0": (841.0, 1189.0),
}


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


def page_size(size: str, orientation: str) -> tuple[float, float]:
    """Return width and height of a paper in mm; raises UnknownPaper."""
    if size not in SIZES:
        raise UnknownPaper(size=size, known=" ".join(SIZES))
    short, long = SIZES[size]
    return (long, short) if orientation == "landscape" else (short, long)


def load(name: str, size: str, orientation: str) -> Layout:
    """Return a layout of ``resources/print/<name>.toml`` fitted to a paper."""
    table = _table(name)
    width, height = page_size(size, orientation)
    growth = (SIZES[size][0] / SIZES[table["paper"]][0]) ** table["growth"]
    turned = table[orientation]

    def placed(edges: dict[str, float]) -> Box:
        return _box({edge: mm * growth for edge, mm in edges.items()}, width, height)

    lengths = {key: mm * growth for key, mm in table["map"].items() if key != "elements"}
    lengths |= {key: table[key] * growth for key in ("gap", "column_gap")}
    return Layout(
        width=width,
        height=height,
        boxes={key: placed(edges) for key, edges in turned["boxes"].items()},
        columns=tuple(
            Column(placed(column["box"]), tuple(column["panels"])) for column in turned["columns"]
        ),
        text={key: round(mm * growth, 2) for key, mm in table["text"].items()},
        elements=frozenset(table["map"]["elements"]),
        lengths=lengths,
        row_height=table["row_height"],
        index_columns=turned["index_columns"],
        growth=growth,
    )


@functools.cache
def _table(name: str) -> dict[str, Any]:
    with resources("print", f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def _box(edges: dict[str, float], width: float, height: float) -> Box:
    """Return the box that lies so far from the page's edges."""
    across = edges["width"] if "width" in edges else width - edges["left"] - edges["right"]
    down = edges["height"] if "height" in edges else height - edges["top"] - edges["bottom"]
    left = edges["left"] if "left" in edges else width - edges["right"] - across
    top = edges["top"] if "top" in edges else height - edges["bottom"] - down
    return Box(left, top, across, down)
