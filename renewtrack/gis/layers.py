"""The layers of a vector file as rows of cells, their shapes as text beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from renewtrack.domain import vector_drivers, vector_files
from renewtrack.gis import cells, deriving, heads, opening, systems_told
from renewtrack.gis.opening import OTHER, Source, Unreadable

__all__ = ["OTHER", "Layer", "Unreadable", "read"]

MOST_FEATURES = 200_000
MOST_LAYERS = 200
OWN_MARKS = frozenset({"stage_event", "project_estate"})  # tables by which a ledger is known
SHAPE = "图形"  # the heading of the column with the shapes
UNREADABLE = "?"  # in place of a shape that cannot be read


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer: its headings, and a row for each feature with its shape as WKT at the end."""

    name: str
    heads: tuple[str, ...]
    rows: Sequence[Sequence[Any]]


def read(path: Path, start: bytes) -> Iterator[Layer]:
    """Yield the layers that hold shapes; ``start`` is the beginning of the file.

    Raises Unreadable with the kind of refusal and what fills its sentence.
    """
    found = 0
    for source in opening.sources(path, start):
        for layer in _of_source(source):
            found += 1
            yield layer
    if not found:
        raise Unreadable("LayersEmpty")


def _of_source(source: Source) -> Iterator[Layer]:
    pyogrio = vector_drivers.guarded()
    pyogrio.set_gdal_config_options({"DXF_ENCODING": source.encoding or None})
    with opening.refusing():
        every = [(str(name), kind) for name, kind in pyogrio.list_layers(source.path)]
    if {name for name, _ in every} >= OWN_MARKS:
        raise Unreadable("LayersOfLedger")
    names = [(name, kind) for name, kind in every if kind is not None]
    if len(names) > MOST_LAYERS:
        raise Unreadable("LayersTooBig")
    left = MOST_FEATURES * 2
    for name in opening.in_order(source, [name for name, _ in names]):
        for part in opening.parts(source, name):
            told = _read(source, name, part)
            if told is None:
                continue
            for layer in _split(source, name, part, told):
                left -= len(layer.rows)
                if left < 0 or len(layer.rows) > MOST_FEATURES:
                    raise Unreadable("LayersTooBig")
                yield layer


def _read(source: Source, name: str, part: opening.Part) -> cells.Told | None:
    """Return the features of a layer, or of a part of it; None where there is none."""
    pyogrio = vector_drivers.guarded()
    options: dict[str, Any] = {**source.options, "layer": name, "max_features": MOST_FEATURES + 1}
    if part.where:
        options["where"] = part.where
    with opening.refusing():
        meta, _, shapes, columns = _features(pyogrio, source, options)
    if shapes is None or not len(shapes):
        return None
    return cells.told(meta, shapes, columns)


def _features(pyogrio: Any, source: Source, options: dict[str, Any]) -> Any:
    options |= {"force_2d": True, "datetime_as_string": True}
    if source.encoding and source.driver != vector_files.DXF:
        return pyogrio.raw.read(source.path, encoding=source.encoding, **options)
    try:
        return pyogrio.raw.read(source.path, **options)
    except UnicodeDecodeError:  # an older program's GeoJSON or KML
        return pyogrio.raw.read(source.path, encoding="GB18030", **options)


def _split(source: Source, name: str, part: opening.Part, told: cells.Told) -> Iterator[Layer]:
    """Yield a layer, or those that a drawing has drawn into one."""
    system = systems_told.of(told.crs)
    if system.convert is not None:
        told = told.moved(system.convert)
    heading = f"{SHAPE}（{system.words}）" if system.words else SHAPE
    if source.driver != vector_files.DXF:
        yield _layer(part.name or source.names.get(name, name), told, heading, system.degrees)
        return
    told = cells.respelled(told, source.encoding)
    for drawn, features in cells.by_drawing_layer(told):
        yield _layer(drawn, features, heading, system.degrees)


def _layer(name: str, told: cells.Told, heading: str, degrees: bool) -> Layer:
    columns = cells.filled(told)
    made = heads.of([own for own, _ in columns])
    said = [
        [head.cell(cell) for cell in cells_]
        for head, (_, cells_) in zip(made, columns, strict=True)
    ]
    more = deriving.more(made, dict(columns), told.shapes, degrees)
    shapes = cells.as_text(told, degrees, UNREADABLE)
    rows = list(zip(*said, *(values for _, values in more), shapes, strict=True))
    labels = (*(head.label for head in made), *(head.label for head, _ in more), heading)
    return Layer(name, labels, rows)
