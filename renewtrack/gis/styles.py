"""The look of a layer as QGIS reads it from a GeoPackage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree import ElementTree

from renewtrack.domain import stages

_HATCHES = {  # of ``stages``, as QGIS calls its brushes
    "empty": "solid",
    "dots": "dense6",
    "diagonal": "b_diagonal",
    "solid": "solid",
    "cross": "cross",
}
_GREEN, _LINE, _BORDER = "190,219,160,255", "122,122,122,255", "90,90,90,255"
_VERSION = "3.22.0"
AREA, LINE, POINT = "area", "line", "point"


@dataclass(frozen=True, slots=True)
class Class:
    """One class of a layer: the value of its column, and how it is filled."""

    value: str
    colour: str  # "#RRGGBB"
    hatch: str = "solid"


def of_buildings() -> list[Class]:
    """Return the classes of the stages of renewal, in the colours of the map."""
    return [
        Class(each.words.zh, each.light, each.hatch)
        for each in (*stages.BUCKETS, stages.NO_PROJECT)
    ]


def by_class(column: str, classes: Sequence[Class], label: str, form: str = AREA) -> str:
    """Return a style that fills by the values of a column and writes another one's words."""
    qgis = _style(form)
    renderer = ElementTree.SubElement(
        qgis, "renderer-v2", type="categorizedSymbol", attr=column, enableorderby="0"
    )
    categories = ElementTree.SubElement(renderer, "categories")
    symbols = ElementTree.SubElement(renderer, "symbols")
    for place, each in enumerate(classes):
        ElementTree.SubElement(
            categories,
            "category",
            symbol=str(place),
            value=each.value,
            label=each.value,
            render="true",
        )
        _symbol(symbols, str(place), form, (_rgb(each.colour), each.hatch))
    _labels(qgis, label)
    return _text(qgis)


def plain(kind: str, label: str, form: str = AREA) -> str:
    """Return a style of one symbol: borders of areas, greens, lines."""
    qgis = _style(form)
    renderer = ElementTree.SubElement(qgis, "renderer-v2", type="singleSymbol")
    symbols = ElementTree.SubElement(renderer, "symbols")
    fill = ("0,0,0,0", "no") if kind in ("areas", "estates") else (_GREEN, "solid")
    _symbol(symbols, "0", form, fill)
    _labels(qgis, label)
    return _text(qgis)


def _style(form: str) -> ElementTree.Element:
    kinds = {POINT: "0", LINE: "1", AREA: "2"}
    qgis = ElementTree.Element("qgis", version=_VERSION, styleCategories="Symbology|Labeling")
    ElementTree.SubElement(qgis, "layerGeometryType").text = kinds[form]
    return qgis


def _symbol(above: ElementTree.Element, name: str, form: str, fill: tuple[str, str]) -> None:
    types = {POINT: ("marker", "SimpleMarker"), LINE: ("line", "SimpleLine")}
    kind, made = types.get(form, ("fill", "SimpleFill"))
    symbol = ElementTree.SubElement(above, "symbol", name=name, type=kind, alpha="1")
    layer = ElementTree.SubElement(
        symbol, "layer", {"class": made, "enabled": "1", "locked": "0", "pass": "0"}
    )
    colour, hatch = fill
    said = {
        "fill": {
            "color": colour,
            "style": _HATCHES.get(hatch, hatch),
            "outline_color": _BORDER,
            "outline_style": "solid",
            "outline_width": "0.2",
            "outline_width_unit": "MM",
        },
        "line": {"line_color": _LINE, "line_width": "0.5", "line_width_unit": "MM"},
        "marker": {"name": "circle", "color": colour, "outline_color": _BORDER, "size": "2.4"},
    }[kind]
    options = ElementTree.SubElement(layer, "Option", type="Map")
    for key, value in said.items():
        ElementTree.SubElement(layer, "prop", k=key, v=value)
        ElementTree.SubElement(options, "Option", name=key, type="QString", value=value)


def _labels(qgis: ElementTree.Element, column: str) -> None:
    labeling = ElementTree.SubElement(qgis, "labeling", type="simple")
    settings = ElementTree.SubElement(labeling, "settings")
    style = ElementTree.SubElement(
        settings,
        "text-style",
        fieldName=column,
        fontSize="8",
        fontSizeUnit="Point",
        textColor="34,34,34,255",
        isExpression="0",
    )
    ElementTree.SubElement(
        style, "text-buffer", bufferDraw="1", bufferSize="0.8", bufferColor="255,255,255,255"
    )
    ElementTree.SubElement(
        settings, "rendering", scaleVisibility="1", scaleMin="5000", scaleMax="1"
    )


def _rgb(colour: str) -> str:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"{red},{green},{blue},255"


def _text(qgis: ElementTree.Element) -> str:
    body = ElementTree.tostring(qgis, encoding="unicode")
    return f"<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n{body}"
