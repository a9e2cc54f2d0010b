"""The commands of coordinates: the office's local systems, and what a pair of figures may be."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from renewtrack.commands.terminal import (
    DONE,
    FINDINGS,
    WRONG_USE,
    Terminal,
    command,
    opened,
    project_file,
    taking_over,
    who,
)
from renewtrack.domain import control_points, likely, systems
from renewtrack.domain.control_points import AFFINE, SIMILAR, ControlPoint
from renewtrack.errors import UserError
from renewtrack.store import actions, areas, gpkg, local_systems
from renewtrack.store.local_systems import LocalSystem
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

    from renewtrack.domain.control_points import Fit

NONE = Words("还没有地方坐标系。", "There are no local systems yet.")
LINE = Words(
    "{name}：{count} 个控制点，点位中误差 {rms} 米，尺度 {ppm} ppm，旋转 {turn}°",
    "{name}: {count} control points, mean error {rms} m, scale {ppm} ppm, turned {turn}°",
)
POINT = Words(
    "  {name}：东差 {east} 米，北差 {north} 米，共 {metres} 米",
    "  {name}: {east} m to the east, {north} m to the north, {metres} m off",
)
UNCHECKED = Words(
    "  控制点刚够求参数，没有多余的点可以检核；请尽量再加一个。",
    "  Just enough points: none is left to check the others. Add one more if you can.",
)
SWAPPED = Words(
    "  X 与 Y 对调后符合得多得多：测量坐标里 X 朝北，请核对。",
    "  With X and Y changed over the points fit far better: in surveys X is north. Check them.",
)
BROKEN = Words("{name}：{why}", "{name}: {why}")
SAVED = Words("已保存地方坐标系“{name}”。", "The local system “{name}” was saved.")
REMOVED = Words("已删除地方坐标系“{name}”。", "The local system “{name}” was deleted.")
UNKNOWN = Words("没有名为“{name}”的地方坐标系。", "No local system is named “{name}”.")
MAY_BE = Words(
    "{system}{turned}：{lon}, {lat}，离本区中心 {metres} 米",
    "{system}{turned}: {lon}, {lat}, {metres} m from the middle of the district",
)
MIGHT_BE = Words("{system}{turned}：{lon}, {lat}", "{system}{turned}: {lon}, {lat}")
TURNED = Words("（X、Y 对调）", " (X and Y changed over)")
NOWHERE = Words(
    "这对数不是国内任何常用坐标系的坐标。",
    "These figures are coordinates of no usual system of the country.",
)
HEADS = ("name", "x", "y", "lon", "lat")


class BadPoints(UserError):
    """A file of control points cannot be read."""

    words = Words(
        "读不出控制点文件“{name}”第 {row} 行。每行写：点号, X（北）, Y（东）, 经度, 纬度；"
        "逗号分隔，经纬度是 WGS84 或 CGCS2000。",
        "Row {row} of the file of control points “{name}” cannot be read. Each row is: name, "
        "X (north), Y (east), longitude, latitude; commas between, degrees of WGS 84 or CGCS2000.",
    )


@command("local-systems")
@project_file
@click.option("--save", metavar="NAME", help="按控制点新建或更新。Make or change one.")
@click.option(
    "--points",
    metavar="CSV",
    type=click.Path(path_type=Path),
    help="控制点：点号,X(北),Y(东),经度,纬度。Control points.",
)
@click.option("--affine", is_flag=True, help="六参数（仿射）。Six parameters instead of four.")
@click.option("--dry-run", is_flag=True, help="只看残差。Only show the residuals.")
@click.option("--remove", metavar="NAME", help="删除。Delete one.")
@taking_over
def local_systems_(terminal: Terminal, path: Path, **asked: Any) -> int:
    """地方坐标系：控制点与残差。Local coordinate systems by control points, with residuals."""
    if bool(asked["save"]) != bool(asked["points"]):
        raise click.BadParameter("--save NAME --points CSV", param_hint="--save")
    write = bool(asked["save"] or asked["remove"]) and not asked["dry_run"]
    with opened(path, write=write, take_over=asked["take_over"]) as project:
        db = project.db
        if asked["save"]:
            made = _made(db, asked)
            if write:
                _store(db, made)
            _tell(terminal, [made])
            if write:
                terminal.note(SAVED.filled(name=made.name))
            return DONE
        if asked["remove"]:
            return _remove(terminal, db, asked["remove"])
        _tell(terminal, local_systems.all(db))
    return DONE


def _made(db: Database, asked: dict[str, Any]) -> LocalSystem:
    """Return the system that is to be saved, under the id of one of its name."""
    former = next((one for one in local_systems.all(db) if one.name == asked["save"]), None)
    return LocalSystem(
        former.id if former is not None else 0,
        asked["save"],
        tuple(_read(asked["points"])),
        AFFINE if asked["affine"] else SIMILAR,
    )


def _store(db: Database, made: LocalSystem) -> None:
    with actions.act(db, "local_system", who(), made.name):
        if made.id:
            local_systems.change(db, made)
        else:
            local_systems.add(db, made)


def _remove(terminal: Terminal, db: Database, name: str) -> int:
    found = next((one for one in local_systems.all(db) if one.name == name), None)
    if found is None:
        terminal.note(UNKNOWN.filled(name=name))
        return WRONG_USE
    with actions.act(db, "local_system", who(), name):
        local_systems.remove(db, found.id)
    terminal.answer({"removed": name}, REMOVED.filled(name=name))
    return DONE


def _read(path: Path) -> Iterator[ControlPoint]:
    """Yield the points of a file in UTF-8 or GB 18030; a first row of words is its head."""
    try:
        raw = path.read_bytes()
    except OSError as refused:
        raise BadPoints(name=path.name, row=1) from refused
    try:
        written = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        written = raw.decode("gb18030", "replace")
    for number, row in enumerate(csv.reader(written.replace("，", ",").splitlines()), 1):
        if not any(cell.strip() for cell in row):
            continue
        try:
            name, north, east, lon, lat = (cell.strip() for cell in row[:5])
            yield ControlPoint(name, float(east), float(north), float(lon), float(lat))
        except ValueError as unreadable:
            if number == 1:
                continue
            raise BadPoints(name=path.name, row=number) from unreadable


def _tell(terminal: Terminal, found: list[LocalSystem]) -> None:
    documents, lines = [], []
    for each in found:
        try:
            fit = each.fit()
        except UserError as broken:
            documents.append({"name": each.name, "refused": type(broken).__name__})
            why = Words(broken.in_("zh"), broken.in_("en"))
            lines.append(BROKEN.filled(name=each.name, why=why))
        else:
            documents.append(_document(each, fit))
            lines += _lines(each, fit)
    terminal.answer(documents, *(lines or [NONE]))


def _document(system: LocalSystem, fit: Fit) -> dict[str, Any]:
    return {
        "name": system.name,
        "crs": system.key,
        "method": system.method,
        "meridian": fit.meridian,
        "mean_error_m": round(fit.rms, 4),
        "scale": fit.scale,
        "turn": fit.turn,
        "points": [
            {"name": each.name, "east": each.east, "north": each.north, "metres": each.metres}
            for each in fit.residuals
        ],
    }


def _lines(system: LocalSystem, fit: Fit) -> list[Words]:
    head = LINE.filled(
        name=system.name,
        count=len(system.points),
        rms=f"{fit.rms:.3f}",
        ppm=f"{(fit.scale - 1) * 1e6:+.1f}",
        turn=f"{fit.turn:.4f}",
    )
    rest = [
        POINT.filled(
            name=each.name,
            east=f"{each.east:+.3f}",
            north=f"{each.north:+.3f}",
            metres=f"{each.metres:.3f}",
        )
        for each in fit.residuals
    ]
    if fit.exact:
        rest.append(UNCHECKED)
    if control_points.swapped_fits_better(system.points, fit):
        rest.append(SWAPPED)
    return [head, *rest]


@command("locate")
@project_file
@click.argument("x", type=float)
@click.argument("y", type=float)
def locate(terminal: Terminal, path: Path, x: float, y: float) -> int:
    """一对坐标可能是哪种坐标系。Tell which systems a pair of figures may be of."""
    with opened(path) as project:
        district = areas.district(project.db)
        blob = district.geom if district is not None else None
        middle = gpkg.centre(blob) if blob is not None else _middle(project.db)
        fits = local_systems.fits(project.db)
    found = likely.readings(x, y, fits, middle)
    documents = [
        {
            "system": each.key,
            "swapped": each.swapped,
            "lon": each.lon,
            "lat": each.lat,
            "metres": round(each.metres) if each.metres is not None else None,
        }
        for each in found
    ]
    terminal.answer(documents, *([_said(each) for each in found] or [NOWHERE]))
    return DONE if found else FINDINGS


def _middle(db: Database) -> tuple[float, float] | None:
    """Return the middle of the buildings where the district has no boundary."""
    from renewtrack.store import on_map

    places = [gpkg.centre(geom) for geom in on_map.placed(db).geoms if gpkg.is_readable(geom)]
    if not places:
        return None
    lons, lats = sorted(lon for lon, _ in places), sorted(lat for _, lat in places)
    return lons[len(lons) // 2], lats[len(lats) // 2]


def _said(reading: likely.Reading) -> Words:
    words = MAY_BE if reading.metres is not None else MIGHT_BE
    return words.filled(
        system=systems.name(reading.key),
        turned=TURNED if reading.swapped else Words("", ""),
        lon=f"{reading.lon:.7f}",
        lat=f"{reading.lat:.7f}",
        metres=f"{reading.metres or 0:,.0f}",
    )
