"""What is wrong with the shapes of a file, and which of it can be put right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import TYPE_CHECKING, Any

from renewtrack.domain import datum
from renewtrack.store import areas, buildings, estates, geometries, gpkg, sites, sound_shapes
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

FAR_KM, NEAR_KM = 100.0, 50.0
OUTSIDE_KM = 1.0  # borders are drawn roughly
LEAST = 3  # places that tell where the others should be
WORDS = {
    "unreadable": Words("图形读不出来", "The shape cannot be read"),
    "empty": Words("图形是空的", "The shape is empty"),
    "crossing": Words(
        "自己交叉（在 {where} 附近）；修复后面积由 {before} m² 变为 {after} m²",
        "Crosses itself (near {where}); mending takes its area from {before} to {after} m²",
    ),
    "swapped": Words("经纬度写反了", "Longitude and latitude are the wrong way round"),
    "sliver": Words("极小或极窄（{area} m²）", "Tiny or as thin as a sliver ({area} m²)"),
    "doubled": Words("与“{other}”的图形相同", "The same shape as “{other}”"),
    "overlaps": Words(
        "与“{other}”重叠 {area} m²（{percent}%）", "Lies on “{other}” by {area} m² ({percent} %)"
    ),
    "outside": Words("在本区范围外约 {km} 公里", "About {km} km outside the district"),
    "far": Words("离本区其他位置约 {km} 公里", "About {km} km from the district's other places"),
}
NAMES = {
    "unreadable": Words("读不出", "Unreadable"),
    "empty": Words("空图形", "Empty"),
    "crossing": Words("自交叉", "Crossing"),
    "swapped": Words("坐标写反", "Swapped"),
    "sliver": Words("碎片", "Sliver"),
    "doubled": Words("重复", "Duplicate"),
    "overlaps": Words("重叠", "Overlap"),
    "outside": Words("区外", "Outside"),
    "far": Words("太远", "Far away"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """One place of the file with its stored geometry."""

    table: str
    id: int
    name: str
    geom: bytes
    sound: bool = True  # False: it cannot be reckoned with


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with a place; ``mended`` is its shape put right, if that can be."""

    kind: str
    place: Place
    values: dict[str, object] = field(default_factory=dict)
    mended: bytes | None = None

    @property
    def words(self) -> Words:
        """Return what is wrong in words."""
        return WORDS[self.kind].filled(**self.values)


def places(db: Database) -> list[Place]:
    """Return every place of the file that has a geometry, those that nobody can read as well."""
    found = [
        *(("area", each.id, each.name, each.geom) for each in areas.all(db)),
        *(("estate", each.id, each.name, each.geom) for each in estates.all(db)),
        *(
            ("building", each.id, f"{each.estate or ''} {each.number}".strip(), each.geom)
            for each in buildings.all(db)
        ),
        *(("site", each.id, each.name or each.kind, each.geom) for each in sites.all(db)),
    ]
    bare: dict[str, list[int]] = {}
    for table, number, _, geom in found:
        if not geom:
            bare.setdefault(table, []).append(number)
    broken = {table: geometries.broken(db, table, ids) for table, ids in bare.items()}
    made = []
    for table, number, name, geom in found:
        if geom:
            made.append(Place(table, number, name, geom))
        elif number in broken[table]:
            made.append(Place(table, number, name, broken[table][number], sound=False))
    return made


def check(there: Sequence[Place]) -> list[Fault]:
    """Return what is wrong with the places, table by table in the order they come."""
    import shapely

    faults: list[Fault] = []
    shapes: dict[int, Any] = {}
    for at, place in enumerate(there):
        if not place.sound:
            faults.append(Fault("unreadable", place))
            continue
        try:
            shape = shapely.from_wkb(gpkg.to_wkb(place.geom))
        except (ValueError, NotImplementedError, shapely.errors.GEOSException):
            faults.append(Fault("unreadable", place))
            continue
        if shape.is_empty:
            faults.append(Fault("empty", place))
        else:
            shapes[at] = shape
            faults += _alone(place, shape)
    faults += _misplaced(there, shapes)
    faults += _on_one_another(there, shapes)
    return faults


def _alone(place: Place, shape: Any) -> Iterator[Fault]:
    mended, said = sound_shapes.mended(shape)
    for finding in said:
        if finding.kind == "shape_mended":
            yield Fault("crossing", place, finding.values, sound_shapes.stored(mended))
        elif finding.kind == "shape_sliver" and place.table != "area":
            yield Fault("sliver", place, finding.values)


def _misplaced(there: Sequence[Place], shapes: dict[int, Any]) -> Iterator[Fault]:
    """Yield what lies outside the district, or far from all else, perhaps with swapped axes."""
    middles = {at: _middle(shape) for at, shape in shapes.items()}
    if len(middles) < LEAST:
        return
    centre = (median(x for x, _ in middles.values()), median(y for _, y in middles.values()))
    border = _border(there, shapes)
    for at, middle in middles.items():
        km = datum.metres_between(centre, middle) / 1000
        if km > FAR_KM:
            turned = (middle[1], middle[0])
            if datum.metres_between(centre, turned) / 1000 < NEAR_KM:
                yield Fault("swapped", there[at], {}, _turned(shapes[at]))
            else:
                yield Fault("far", there[at], {"km": round(km)})
        elif (
            border is not None
            and there[at].table != "area"
            and (away := _away(border, middle)) > OUTSIDE_KM
        ):
            yield Fault("outside", there[at], {"km": round(away)})


def _border(there: Sequence[Place], shapes: dict[int, Any]) -> Any:
    """Return the areas of the file together; None where none has a border."""
    import shapely

    own = [
        shape
        for at, shape in shapes.items()
        if there[at].table == "area" and shapely.get_dimensions(shape) == 2
    ]
    if not own:
        return None
    whole = shapely.union_all(shapely.make_valid(own))
    shapely.prepare(whole)
    return whole


def _away(border: Any, middle: tuple[float, float]) -> float:
    import shapely
    from shapely import ops

    point = shapely.Point(middle)
    if border.intersects(point):
        return 0.0
    nearest, _ = ops.nearest_points(border, point)
    return datum.metres_between((nearest.x, nearest.y), middle) / 1000


def _on_one_another(there: Sequence[Place], shapes: dict[int, Any]) -> Iterator[Fault]:
    mine = [at for at in shapes if there[at].table == "building"]
    sound = [shapes[at] if shapes[at].is_valid else None for at in mine]
    for pair in sound_shapes.doubled(sound):
        first, second = there[mine[pair.first]], there[mine[pair.second]]
        values: dict[str, object] = {"other": first.name}
        if pair.m2:
            values |= {"area": pair.m2, "percent": pair.percent}
        yield Fault("overlaps" if pair.m2 else "doubled", second, values)


def _middle(shape: Any) -> tuple[float, float]:
    west, south, east, north = shape.bounds
    return (west + east) / 2, (south + north) / 2


def _turned(shape: Any) -> bytes:
    import shapely

    return sound_shapes.stored(shapely.transform(shape, lambda found: found[:, ::-1]))


def mendable(faults: Iterable[Fault]) -> list[Fault]:
    """Return the faults that can be put right, one a place."""
    found: dict[tuple[str, int], Fault] = {}
    for fault in faults:
        if fault.mended is not None:
            found.setdefault((fault.place.table, fault.place.id), fault)
    return list(found.values())
