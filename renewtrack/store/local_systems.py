"""The office's own local coordinate systems, each known by its control points."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from renewtrack.domain import control_points, systems, zones
from renewtrack.domain.control_points import AFFINE, SIMILAR, ControlPoint, Fit
from renewtrack.errors import UserError
from renewtrack.store import rows
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

_TABLE = "local_system"
_PLACED = ("estate", "building", "site", "area")
_AFFINE = f" {AFFINE}"  # behind the code of the plane
LONGEST_NAME = 60


class NameTaken(UserError):
    """Two local systems would bear one name."""

    words = Words(
        "已有名为“{name}”的地方坐标系。请换一个名称。",
        "There is a local system “{name}” already. Choose another name.",
    )


class NoName(UserError):
    """A local system has no name, or one that is too long."""

    words = Words(
        "请给地方坐标系起一个名称（不超过 {longest} 个字）。",
        "Give the local system a name of at most {longest} characters.",
    )


class InUse(UserError):
    """A local system is the source of positions in the file."""

    words = Words(
        "有 {count} 处位置是按地方坐标系“{name}”换算来的，删除后就无法复核，没有删除。",
        "{count} positions were reckoned by the local system “{name}” and could no longer be "
        "checked without it, so it was not deleted.",
    )


@dataclass(frozen=True, slots=True)
class LocalSystem:
    """One local system; its plane is the Gauss-Krüger belt that the points are fitted in."""

    id: int
    name: str
    points: tuple[ControlPoint, ...]
    method: str = SIMILAR
    meridian: int | None = None
    remark: str = ""

    @property
    def key(self) -> str:
        """Return what stands beside the figures as their system."""
        return systems.LOCAL + self.name

    def fit(self) -> Fit:
        """Return the transformation; raises what ``control_points.fit`` raises."""
        return control_points.fit(self.points, self.method, self.meridian)


def all(db: Database) -> list[LocalSystem]:  # noqa: A001 - reads as local_systems.all(db)
    """Return every local system by name; none in a file of an earlier schema."""
    if not rows.columns(db, _TABLE):
        return []
    found = rows.fetch(
        db, "SELECT id, name, base_crs, points, remark FROM local_system ORDER BY name, id"
    )
    return [_read(row) for row in found]


def get(db: Database, system_id: int) -> LocalSystem | None:
    """Return a local system, or None."""
    return next((each for each in all(db) if each.id == system_id), None)


def fits(db: Database) -> dict[str, Fit]:
    """Return the transformation of each local system by its key; broken ones are left out."""
    found = {}
    for each in all(db):
        try:
            found[each.key] = each.fit()
        except UserError:  # changed by another program; the dialog says what is wrong
            continue
    return found


def add(db: Database, system: LocalSystem) -> int:
    """Add a local system inside an action and return its id.

    Raises NoName, NameTaken, and what the fit of its points raises.
    """
    _check(db, system)
    return rows.add(db, _TABLE, _values(system))


def change(db: Database, system: LocalSystem) -> None:
    """Write a local system anew inside an action; positions follow a new name.

    What was reckoned by the former points stays as it is. Raises as ``add``.
    """
    _check(db, system)
    former = get(db, system.id)
    rows.change(db, _TABLE, system.id, _values(system))
    if former is not None and former.name != system.name:
        for table in _PLACED:
            renamed = {"old": former.key, "new": system.key}
            db.execute(
                f"UPDATE {table} SET source_crs = :new WHERE source_crs = :old",
                renamed,
            )


def remove(db: Database, system_id: int) -> None:
    """Delete a local system inside an action; raises InUse while positions came from it."""
    system = get(db, system_id)
    if system is None:
        return
    if count := used(db, system.key):
        raise InUse(count=count, name=system.name)
    rows.remove(db, _TABLE, system_id)


def used(db: Database, key: str) -> int:
    """Return how many places have their position from a system."""
    return sum(
        int(rows.value(db, f"SELECT COUNT(*) FROM {table} WHERE source_crs = ?", (key,)))
        for table in _PLACED
        if "source_crs" in rows.columns(db, table)
    )


def _check(db: Database, system: LocalSystem) -> None:
    if not 0 < len(system.name.strip()) <= LONGEST_NAME:
        raise NoName(longest=LONGEST_NAME)
    if any(each.name == system.name and each.id != system.id for each in all(db)):
        raise NameTaken(name=system.name)
    system.fit()


def _values(system: LocalSystem) -> dict[str, object]:
    meridian = system.meridian or system.fit().meridian
    belt = zones.of_meridian(meridian)
    assert belt is not None
    return {
        "name": system.name,
        "base_crs": belt.key + (_AFFINE if system.method == AFFINE else ""),
        "points": json.dumps(
            [[p.name, p.x, p.y, p.lon, p.lat] for p in system.points], ensure_ascii=False
        ),
        "remark": system.remark or None,
    }


def _read(row: dict[str, Any]) -> LocalSystem:
    plane = str(row["base_crs"] or "")
    belt = zones.of_key(plane.removesuffix(_AFFINE))
    return LocalSystem(
        row["id"],
        str(row["name"]),
        tuple(_points(row["points"])),
        AFFINE if plane.endswith(_AFFINE) else SIMILAR,
        belt.meridian if belt is not None else None,
        str(row["remark"] or ""),
    )


def _points(written: object) -> Sequence[ControlPoint]:
    try:
        told = json.loads(str(written))
        return [
            ControlPoint(str(name), float(x), float(y), float(lon), float(lat))
            for name, x, y, lon, lat in told
        ]
    except (ValueError, TypeError, OverflowError, RecursionError):
        return []
