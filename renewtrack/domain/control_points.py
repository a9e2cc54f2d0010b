"""A local coordinate system found by control points, with what each of them is off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import atan2, degrees, hypot, sqrt

from renewtrack.domain import gauss_krueger, zones
from renewtrack.errors import UserError
from renewtrack.words import Words

Point = tuple[float, float]
SIMILAR, AFFINE = "similar", "affine"
METHODS = {
    SIMILAR: Words("四参数（平移、旋转、缩放）", "Four parameters (shift, turn, scale)"),
    AFFINE: Words("六参数（仿射）", "Six parameters (affine)"),
}
LEAST = {SIMILAR: 2, AFFINE: 3}
_LEAST_APART_M = 10.0  # from the middle: nearer ones tell no direction
_THIN = 1e-3  # how thin, against its length, a cloud of points may be for an affine fit
_SCALES = (0.9, 1.1)  # beyond, figures are in another unit, or points are mixed up
_FAR_M = 300_000.0


class TooFewPoints(UserError):
    """A transformation needs more control points."""

    words = Words(
        "控制点只有 {count} 个，{method}至少要 {least} 个。请补充控制点。",
        "There are {count} control points; {method} needs {least}. Add more of them.",
    )


class PointsTogether(UserError):
    """The control points lie in one place or on one line."""

    words = Words(
        "控制点重合，或几乎在一条直线上，求不出可靠的参数。请选用分布开的控制点。",
        "The control points lie in one place or nearly on one line, so nothing sure comes of "
        "them. Choose points that are spread out.",
    )


class PointsMixedUp(UserError):
    """The two sides of the control points do not belong together."""

    words = Words(
        "两套坐标的距离之比是 {scale}，不像同一组点。请核对点号是否对应、X 与 Y 是否写反、"
        "单位是不是米。",
        "Distances in one system are {scale} times those in the other, so the points hardly are "
        "the same. Check that the numbers match, X and Y are not swapped, and figures are metres.",
    )


class PointsFarOff(UserError):
    """A control point lies where no belt holds it."""

    words = Words(
        "控制点“{name}”的经纬度 {lon}, {lat} 离其他控制点太远，或不在国内。请核对。",
        "Control point “{name}” at {lon}, {lat} lies too far from the others, or outside the "
        "country. Check it.",
    )


@dataclass(frozen=True, slots=True)
class ControlPoint:
    """A point known in both systems: local metres (x east, y north) and degrees of WGS 84."""

    name: str
    x: float
    y: float
    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class Residual:
    """How far a control point lies from where the others put it, in metres."""

    name: str
    east: float
    north: float

    @property
    def metres(self) -> float:
        """Return the distance."""
        return hypot(self.east, self.north)


@dataclass(frozen=True, slots=True)
class Fit:
    """The way from local metres to WGS 84 and back.

    east = middle + a * dx + b * dy, north = middle + c * dx + d * dy, where dx and dy count from
    the middle of the control points, in the Gauss-Krüger belt of ``meridian``.
    """

    method: str
    meridian: int
    matrix: tuple[float, float, float, float]
    local: Point  # the middle of the control points
    plane: Point
    residuals: tuple[Residual, ...]
    reach: float  # metres from the middle to the farthest control point
    exact: bool = field(default=False)  # as many figures as parameters: nothing checks them

    @property
    def rms(self) -> float:
        """Return the mean error of a point, over what is left beside the parameters; metres."""
        parameters = 4 if self.method == SIMILAR else 6
        spare = 2 * len(self.residuals) - parameters
        total = sum(each.metres**2 for each in self.residuals)
        return sqrt(2 * total / spare) if spare > 0 else 0.0

    @property
    def scale(self) -> float:
        """Return how long a local metre is in the plane, the mean of both axes."""
        a, b, c, d = self.matrix
        return sqrt(abs(a * d - b * c))

    @property
    def turn(self) -> float:
        """Return by how many degrees the local axes are turned, against the clock."""
        a, _, c, _ = self.matrix
        return degrees(atan2(c, a))

    def to_wgs84(self, x: float, y: float) -> Point:
        """Return the degrees of local metres."""
        a, b, c, d = self.matrix
        dx, dy = x - self.local[0], y - self.local[1]
        east, north = self.plane[0] + a * dx + b * dy, self.plane[1] + c * dx + d * dy
        return gauss_krueger.back(east, north, self.meridian)

    def from_wgs84(self, lon: float, lat: float) -> Point:
        """Return the local metres of degrees: the exact inverse."""
        a, b, c, d = self.matrix
        east, north = gauss_krueger.forth(lon, lat, self.meridian)
        de, dn = east - self.plane[0], north - self.plane[1]
        size = a * d - b * c
        return (
            self.local[0] + (d * de - b * dn) / size,
            self.local[1] + (a * dn - c * de) / size,
        )

    def near(self, x: float, y: float) -> bool:
        """Tell whether local metres lie where the control points can still speak for them."""
        return hypot(x - self.local[0], y - self.local[1]) <= max(20 * self.reach, 50_000.0)


def fit(points: Sequence[ControlPoint], method: str = SIMILAR, meridian: int | None = None) -> Fit:
    """Find the transformation of least squares: with two points exact, with more checked.

    Raises TooFewPoints, PointsFarOff, PointsTogether, PointsMixedUp.
    """
    if len(points) < LEAST[method]:
        raise TooFewPoints(count=len(points), method=METHODS[method], least=LEAST[method])
    meridian = meridian or zones.nearest(sum(p.lon for p in points) / len(points)).meridian
    plane = [_on_plane(point, meridian) for point in points]
    local = [(point.x, point.y) for point in points]
    from_, to = _middle(local), _middle(plane)
    moved = [(x - from_[0], y - from_[1]) for x, y in local]
    aim = [(x - to[0], y - to[1]) for x, y in plane]
    for point, (east, north) in zip(points, aim, strict=True):
        if hypot(east, north) > _FAR_M:
            raise PointsFarOff(name=point.name, lon=f"{point.lon:.6g}", lat=f"{point.lat:.6g}")
    _spread(moved, method)
    _spread(aim, method)
    matrix = _similar(moved, aim) if method == SIMILAR else _affine(moved, aim)
    return Fit(
        method,
        meridian,
        _sane(matrix),
        from_,
        to,
        tuple(_residuals(points, matrix, moved, aim)),
        max(hypot(*each) for each in moved),
        exact=len(points) == LEAST[method],
    )


def swapped_fits_better(points: Sequence[ControlPoint], found: Fit | None) -> bool:
    """Tell whether the points fit much better with x and y changed over, as X is north."""
    turned = [ControlPoint(p.name, p.y, p.x, p.lon, p.lat) for p in points]
    try:
        other = fit(turned)
    except UserError:
        return False
    if found is None:
        return True
    if len(points) < 3:  # both ways are exact: a grid that is hardly turned is likelier
        return abs(other.turn) < 10 and abs(found.turn) > 30
    return other.rms * 10 < found.rms


def _on_plane(point: ControlPoint, meridian: int) -> Point:
    if abs(point.lon - meridian) > 10 or not 0 < point.lat < 60:
        raise PointsFarOff(name=point.name, lon=f"{point.lon:.6g}", lat=f"{point.lat:.6g}")
    return gauss_krueger.forth(point.lon, point.lat, meridian)


def _middle(points: Sequence[Point]) -> Point:
    return sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points)


def _spread(moved: Sequence[Point], method: str) -> None:
    """Raise PointsTogether where centred points tell no direction."""
    if max(hypot(*each) for each in moved) < _LEAST_APART_M:
        raise PointsTogether
    if method == AFFINE:
        xx, yy = sum(x * x for x, _ in moved), sum(y * y for _, y in moved)
        xy = sum(x * y for x, y in moved)
        thin = (xx + yy) / 2 - hypot((xx - yy) / 2, xy)
        if thin < _THIN**2 * (xx + yy):
            raise PointsTogether


def _similar(moved: Sequence[Point], aim: Sequence[Point]) -> tuple[float, float, float, float]:
    size = sum(x * x + y * y for x, y in moved)
    pairs = list(zip(moved, aim, strict=True))
    along = sum(x * e + y * n for (x, y), (e, n) in pairs) / size
    across = sum(x * n - y * e for (x, y), (e, n) in pairs) / size
    return along, -across, across, along


def _affine(moved: Sequence[Point], aim: Sequence[Point]) -> tuple[float, float, float, float]:
    xx, yy = sum(x * x for x, _ in moved), sum(y * y for _, y in moved)
    xy = sum(x * y for x, y in moved)
    size = xx * yy - xy * xy
    pairs = list(zip(moved, aim, strict=True))
    found = []
    for side in (0, 1):
        by_x = sum(x * to[side] for (x, _), to in pairs)
        by_y = sum(y * to[side] for (_, y), to in pairs)
        found += [(by_x * yy - by_y * xy) / size, (by_y * xx - by_x * xy) / size]
    return found[0], found[1], found[2], found[3]


def _sane(matrix: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    a, b, c, d = matrix
    scale = sqrt(abs(a * d - b * c))
    if not _SCALES[0] <= scale <= _SCALES[1] or a * d - b * c <= 0:
        raise PointsMixedUp(scale=f"{scale:.4g}")
    return matrix


def _residuals(
    points: Sequence[ControlPoint],
    matrix: tuple[float, float, float, float],
    moved: Sequence[Point],
    aim: Sequence[Point],
) -> list[Residual]:
    a, b, c, d = matrix
    return [
        Residual(point.name, a * x + b * y - east, c * x + d * y - north)
        for point, (x, y), (east, north) in zip(points, moved, aim, strict=True)
    ]
