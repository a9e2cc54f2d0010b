"""Positions beside known ones show the coordinate system; a person has to agree to it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pyproj import Transformer
from sqlite_utils import Database

from renewtrack.domain import control_points, datum, systems
from renewtrack.domain.control_points import ControlPoint
from renewtrack.intake import layout, planning, positions, shifts
from renewtrack.intake.known import Known
from renewtrack.intake.options import Options
from renewtrack.intake.positions import Position, Reference
from renewtrack.intake.rows import Surroundings
from renewtrack.intake.sheets import SheetCells
from renewtrack.intake.shifts import Shift, Stood
from renewtrack.store import gpkg
from tests.intake import facts, offices
from tests.intake.facts import Take
from tests.intake.offices import Grid

HERE = [(116.30 + 0.002 * step, 40.03 + 0.001 * step) for step in range(8)]
Made = Callable[[float, float], tuple[float, float]]


def grid(code: int) -> Made:
    change = Transformer.from_crs("EPSG:4326", f"EPSG:{code}", always_xy=True)
    return lambda lon, lat: change.transform(lon, lat)


def surroundings(said: str, truly: Made, known: bool = True) -> Surroundings:
    """Rows whose coordinates were read as ``said`` while ``truly`` made them."""
    sheet = layout.recognise(SheetCells("表", ()), None, "")
    around = Surroundings(sheet, Options(), Known(), None, Reference(said or None))
    for row, (lon, lat) in enumerate(HERE):
        x, y = truly(lon, lat)
        place = (lon, lat) if known else (None, None)
        around.stood.append(Stood(row, x, y, said, *place))
    return around


def compared(said: str, truly: Made) -> Shift:
    found = shifts.compare(surroundings(said, truly))
    assert found is not None
    return found


@pytest.mark.parametrize("truly", ["gcj02", "bd09", "wgs84"])
@pytest.mark.parametrize("said", ["gcj02", "bd09", "wgs84", "cgcs2000"])
def test_the_true_system_is_found_whatever_was_said(said: str, truly: str) -> None:
    found = compared(said, lambda lon, lat: datum.from_wgs84(lon, lat, truly))
    agree = said == truly or {said, truly} == {"cgcs2000", "wgs84"}
    assert found.best == (said if agree else truly)
    assert found.metres[found.best] < 0.01
    assert found.doubtful is not agree
    assert found.count == len(found.points) == len(HERE)


@pytest.mark.parametrize(
    ("truly", "least", "most"), [("gcj02", 500, 600), ("bd09", 1100, 1450), ("wgs84", 0, 0.01)]
)
def test_the_shift_has_its_known_length(truly: str, least: float, most: float) -> None:
    found = compared("wgs84", lambda lon, lat: datum.from_wgs84(lon, lat, truly))
    assert least <= found.metres["wgs84"] <= most
    for point in found.points:
        away = datum.metres_between((point.lon, point.lat), (point.known_lon, point.known_lat))
        assert least - 1 <= away <= most + 1


def test_a_wrong_meridian_is_found() -> None:
    found = compared("EPSG:4549", grid(4548))  # 120 degrees said, 117 true
    assert (found.best, found.doubtful) == ("EPSG:4548", True)
    assert found.metres["EPSG:4549"] > 200_000


def test_footprints_some_metres_off_are_no_shift() -> None:
    found = compared("wgs84", lambda lon, lat: (lon + 0.0003, lat))
    assert (found.best, found.doubtful) == ("wgs84", False)


def test_two_points_are_too_few() -> None:
    around = surroundings("wgs84", lambda lon, lat: datum.from_wgs84(lon, lat, "bd09"))
    del around.stood[2:]
    assert shifts.compare(around) is None


def test_a_missing_meridian_is_told_by_the_district() -> None:
    around = surroundings("", grid(4548), known=False)
    assert shifts.meridian(around) is None
    around.known.district = gpkg.point(116.2, 39.9)
    assert shifts.meridian(around) == 117
    around.known.district = gpkg.point(86.6, 40.2)
    assert shifts.meridian(around) == 87


def test_a_missing_system_is_told_by_known_positions() -> None:
    found = compared("", grid(4548))
    assert (found.said, found.best, found.doubtful) == ("", "EPSG:4548", True)


HEADS: list[offices.Cell] = ["街道", "社区", "小区名称", "楼号", "经度", "纬度"]


def survey(folder: Path, system: str, heads: tuple[str, str] = ("经度", "纬度")) -> Path:
    rows: list[list[offices.Cell]] = [
        ["东湖街道", "湖滨社区", "临湖里", f"{number}#", *datum.from_wgs84(lon, lat, system)]
        for number, (lon, lat) in enumerate(HERE, 1)
    ]
    return offices.save_xlsx(folder / f"楼栋{system}.xlsx", Grid([[*HEADS[:4], *heads], *rows], []))


def metric(folder: Path, code: int, heads: tuple[str, str]) -> Path:
    rows: list[list[offices.Cell]] = [
        ["东湖街道", "湖滨社区", "临湖里", f"{number}#", *reversed(grid(code)(lon, lat))]
        for number, (lon, lat) in enumerate(HERE, 1)
    ]
    return offices.save_xlsx(folder / f"楼栋{code}.xlsx", Grid([[*HEADS[:4], *heads], *rows], []))


def asked(plan: Any) -> dict[str, str]:
    return {one.kind: one.message.zh for one in plan.sheet_issues if one.kind in shifts.KINDS}


def away(db: Database) -> float:
    """Return how far the file's buildings are from where they stand, at most."""
    found = facts.survey(db)
    return max(
        datum.metres_between((lon, lat), (one["lon"], one["lat"]))
        for number, (lon, lat) in enumerate(HERE, 1)
        for one in [found["东湖街道", "临湖里", str(number)]]
    )


@pytest.mark.parametrize("system", ["gcj02", "bd09"])
def test_a_shifted_survey_is_asked_about_in_metres_and_settled_by_an_answer(
    db: Database, take: Take, tmp_path: Path, system: str
) -> None:
    take(survey(tmp_path, "wgs84"), crs="wgs84")
    path = survey(tmp_path, system, ("经度（WGS84）", "纬度（WGS84）"))
    plan = planning.plan(db, path)
    words = asked(plan)["shifted"]
    assert "8 处已知位置" in words
    assert shifts.name(system).zh in words
    plan = take(path, answers={(4, "shifted"): system})
    assert asked(plan) == {}
    assert away(db) < 0.05


def test_a_system_that_known_positions_tell_is_asked_about_not_taken(
    db: Database, take: Take, tmp_path: Path
) -> None:
    take(survey(tmp_path, "wgs84"), crs="wgs84")
    plan = planning.plan(db, survey(tmp_path, "gcj02"))
    assert "GCJ-02" in asked(plan)["likely_system"]
    assert plan.counts["same"] == len(HERE)


def test_a_meridian_that_known_positions_tell_is_asked_about_not_taken(
    db: Database, take: Take, tmp_path: Path
) -> None:
    take(survey(tmp_path, "wgs84"), crs="wgs84")
    take(
        offices.save_xlsx(
            tmp_path / "新.xlsx", Grid([HEADS[:4], ["东湖街道", "湖滨社区", "翠屏苑", "1"]], [])
        )
    )
    path = metric(tmp_path, 4548, ("北坐标X（CGCS2000）", "东坐标Y（CGCS2000）"))
    plan = planning.plan(db, path)
    assert "EPSG:4548" in asked(plan)["likely_system"]
    plan = take(path, answers={(4, "likely_system"): "EPSG:4548"})
    assert asked(plan) == {}
    assert away(db) < 0.05


PEKING = (116.391275, 39.906217)


@pytest.mark.parametrize("code", [4526, 4527, 4497, 4498, 4547, 4548])
@pytest.mark.parametrize("turned", [False, True])
def test_metres_are_placed_as_an_independent_library_places_them(code: int, turned: bool) -> None:
    x, y = grid(code)(*PEKING)
    meridian = {4547: 114, 4548: 117}.get(code)
    pair = (y, x) if turned else (x, y)
    found = positions.place(*pair, Reference("cgcs2000", meridian))
    assert isinstance(found, Position)
    assert datum.metres_between((found.lon, found.lat), PEKING) < 0.001
    assert (found.crs, found.swapped) == (f"EPSG:{code}", turned)


@pytest.mark.parametrize(
    "written",
    ["116.391275,39.906217", "116.391275，39.906217", "[116.391275, 39.906217]",
     "116.391275;39.906217", "39.906217/116.391275"],
)  # fmt: skip
def test_a_pair_in_one_cell_is_read(written: str) -> None:
    pair = positions.pair(written)
    assert pair is not None
    found = positions.place(*pair, Reference("wgs84"))
    assert isinstance(found, Position)
    assert (found.lon, found.lat) == PEKING


@pytest.mark.parametrize(
    ("written", "degrees"),
    [
        ("116°23′28.59″", 116.391275),
        ("116度23分28.59秒", 116.391275),
        ("东经116°23'28.59\"", 116.391275),
        ("116:23:28.59", 116.391275),
        ("N39°54′22.38″", 39.906217),
        ("39°54′", 39.9),
    ],
)
def test_degrees_minutes_and_seconds_are_read(written: str, degrees: float) -> None:
    assert positions.number(written) == pytest.approx(degrees, abs=1e-6)


def read_as(system: str, x: float, y: float) -> Position | positions.Misplaced:
    return positions.place(x, y, positions.option(system))


@pytest.mark.parametrize("system", ["EPSG:3857", "bd09mc", "gcj02mc", "gcj02_3857"])
def test_metres_of_web_maps_are_placed_in_either_order(system: str) -> None:
    made = systems.of_key(system)
    assert made is not None
    x, y = made.from_wgs84(*PEKING)
    for pair in ((x, y), (y, x)):
        found = read_as(system, *pair)
        assert isinstance(found, Position)
        assert datum.metres_between((found.lon, found.lat), PEKING) < 1e-5
        assert found.crs == system


def test_an_easting_of_another_belt_is_not_placed() -> None:
    x, y = grid(4526)(117.9, 30)
    found = read_as("EPSG:4527", x, y)
    assert isinstance(found, positions.Misplaced)
    assert found.kind == "other_zone"


def test_a_number_before_the_easting_may_be_left_out_or_written() -> None:
    for code, said in ((4527, "EPSG:4548"), (4548, "EPSG:4527")):
        found = read_as(said, *grid(code)(*PEKING))
        assert isinstance(found, Position)
        assert found.crs == f"EPSG:{code}"
        assert datum.metres_between((found.lon, found.lat), PEKING) < 0.001


def test_another_belt_than_the_districts_is_asked_about() -> None:
    around = surroundings("EPSG:4549", grid(4548), known=False)
    assert shifts.astray(around) is None
    around.known.district = gpkg.point(116.2, 39.9)
    found = shifts.astray(around)
    assert found is not None
    assert (found.said, found.best) == ("EPSG:4549", "EPSG:4548")
    assert 250 < found.km < 280


def test_a_local_system_is_among_the_likely_ones() -> None:
    fit = control_points.fit(
        [
            ControlPoint("a", 0, 0, 116.3, 40.03),
            ControlPoint("b", 1000, 0, *_east(116.3, 40.03, 1000)),
        ]
    )
    around = surroundings("", fit.from_wgs84)
    around.options = Options(fits={"local:城建": fit})
    found = shifts.compare(around)
    assert found is not None
    assert (found.best, round(found.metres[found.best])) == ("local:城建", 0)


def _east(lon: float, lat: float, metres: float) -> tuple[float, float]:
    return lon + metres / (111_320 * 0.7657), lat
