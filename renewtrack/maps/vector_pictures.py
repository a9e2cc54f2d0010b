"""Vector tiles drawn as pictures for paper, in the quiet colours that they have on the screen."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from renewtrack.maps import vector_tiles
from renewtrack.maps.vector_tiles import LINE, POLYGON, TileFeature

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw

# As base_style.js has them: a role's layers, and the colours of the light ground.
LAYERS = (
    ("water", re.compile(r"^(water|waterway|ocean|river|lake|hydro|physical_)|水系|水面|河|湖")),
    ("green", re.compile(r"^(park|landcover|natural|wood|forest|green)|绿地|公园")),
    ("built", re.compile(r"^(landuse|land$|sites|aeroway|pedestrian|street_polygons)|用地")),
    ("building", re.compile(r"^build|建筑|房屋")),
    ("road", re.compile(r"^(transport|road|street|highway|bridge|ferr|aerialway)|道路|路网")),
    ("boundary", re.compile(r"^(bound|admin|lines$)|边界|区划|界线")),
)
GREENS = re.compile(r"grass|wood|forest|park|garden|meadow|scrub|cemetery|pitch|golf|farm|orchard")
RANKS = (
    (1, re.compile(r"motorway|trunk|^highway$|高速|快速")),
    (2, re.compile(r"primary|major_road|主干")),
    (3, re.compile(r"secondary|medium_road|次干")),
    (4, re.compile(r"tertiary|支路")),
    (6, re.compile(r"path|track|foot|cycle|steps|pedestrian|service|小路|步行")),
)
FILLS = {"built": "#EDEDE9", "green": "#E3ECDD", "water": "#D3E1EA", "building": "#E2E1DC"}
LINES = {"water": "#D3E1EA", "boundary": "#A9A4B4", "other": "#D0D3D6"}
WIDTHS = {1: 8, 2: 7, 3: 5, 4: 4, 5: 3, 6: 2}  # pixels of paper
BED, EDGE = "#FFFFFF", "#CFCEC8"
_KIND_TAGS = ("class", "kind", "pmap:kind", "type")

Sorted = dict[str, list[TileFeature]]


def drawn(raw: bytes, side: int) -> Image | None:
    """Return a vector tile as a picture with transparency; None for one that is broken."""
    from PIL import Image, ImageDraw

    try:
        fills, lines = _sorted(raw)
    except ValueError:
        return None
    image = Image.new("RGBA", (side, side))
    for role, colour in FILLS.items():
        for feature in fills.get(role, ()):
            _fill(image, feature, side, colour)
    pen = ImageDraw.Draw(image)
    lines.setdefault("other", []).extend(fills.get("other", ()))  # of unknown things the rim
    strokes = [(role, colour, 2) for role, colour in LINES.items()]
    for colour, more in ((EDGE, 2), (BED, 0)):
        ranks = sorted(WIDTHS, reverse=True)
        strokes += [(f"road{rank}", colour, WIDTHS[rank] + more) for rank in ranks]
    for role, colour, width in strokes:
        for feature in lines.get(role, ()):
            _stroke(pen, feature, side, (colour, width))
    return image


def _sorted(raw: bytes) -> tuple[Sorted, Sorted]:
    """Return a tile's polygons and lines by what they are."""
    fills: Sorted = {}
    lines: Sorted = {}
    for layer in vector_tiles.read(raw):
        for feature in layer.features:
            if feature.kind in (LINE, POLYGON):
                role = role_of(layer.name, feature)
                filled = feature.kind == POLYGON and role != "boundary"
                (fills if filled else lines).setdefault(role, []).append(feature)
    return fills, lines


def role_of(layer: str, feature: TileFeature) -> str:
    """Return what a feature is; a road with its rank, 1 to 6."""
    told = next((str(feature.tags[key]) for key in _KIND_TAGS if key in feature.tags), "")
    name = layer.lower()
    if name == "lines" and feature.kind == LINE:
        return _road(told)
    role = next((role for role, like in LAYERS if like.search(name)), "other")
    if role == "built" and GREENS.search(told):
        return "green"
    if role == "road":
        return _road(told) if feature.kind == LINE else "built"
    return role


def _road(told: str) -> str:
    if re.search("admin|bound|界", told):
        return "boundary"
    return f"road{next((rank for rank, like in RANKS if like.search(told)), 5)}"


def _fill(image: Image, feature: TileFeature, side: int, colour: str) -> None:
    """Fill a polygon; its holes, which run the other way, stay as they were."""
    from PIL import Image as Images
    from PIL import ImageDraw

    rings = [_corners(part, side) for part in feature.parts if len(part) > 3]
    if len(rings) == 1:
        ImageDraw.Draw(image).polygon(rings[0], fill=colour)
        return
    mask = Images.new("1", (side, side))
    pen = ImageDraw.Draw(mask)
    for part, ring in zip((each for each in feature.parts if len(each) > 3), rings, strict=True):
        pen.polygon(ring, fill=int(_turn(part) > 0))
    image.paste(colour, mask=mask)


def _stroke(pen: ImageDraw, feature: TileFeature, side: int, look: tuple[str, int]) -> None:
    for part in feature.parts:
        if len(part) > 1:
            pen.line(_corners(part, side), fill=look[0], width=look[1], joint="curve")


def _corners(part: npt.NDArray[np.float64], side: int) -> list[tuple[float, float]]:
    bounded = np.clip(part, -4, 5) * side
    return [(float(x), float(y)) for x, y in bounded]


def _turn(part: npt.NDArray[np.float64]) -> float:
    """Return twice a ring's area, above 0 for an outer ring (clockwise with rows downwards)."""
    x, y = part[:, 0], part[:, 1]
    return float(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y))
