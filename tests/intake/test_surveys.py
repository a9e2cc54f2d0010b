"""Building surveys come in with every value right, in any coordinate system and order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pyproj import Transformer
from sqlite_utils import Database

from renewtrack.domain import datum
from renewtrack.intake import planning
from renewtrack.store import estates
from tests.intake import facts, offices
from tests.intake.facts import Take
from tests.intake.offices import TOWERS, Grid, Tower

Coordinates = Callable[[float, float], tuple[float, float]]


def _shift(system: str) -> Coordinates:
    return lambda lon, lat: datum.from_wgs84(lon, lat, system)


def _grid(code: int) -> Coordinates:
    """Return northing and easting, as a surveyor's X and Y stand."""
    change = Transformer.from_crs("EPSG:4326", f"EPSG:{code}", always_xy=True)

    def north_east(lon: float, lat: float) -> tuple[float, float]:
        east, north = change.transform(lon, lat)
        return round(north, 4), round(east, 4)

    return north_east


def _dms(lon: float, lat: float) -> tuple[Any, Any]:
    def words(degrees: float) -> str:
        whole, rest = int(degrees), degrees % 1 * 60
        return f"{whole}°{int(rest)}′{rest % 1 * 60:.4f}″"

    return words(lon), words(lat)


@dataclass(frozen=True)
class Survey:
    """How one office's survey gives its coordinates."""

    heads: tuple[str, str]
    coordinates: Coordinates
    title: str = ""
    crs: str | None = None


SURVEYS = {
    "BD-09 in the heads": Survey(("经度(百度)", "纬度(百度)"), _shift("bd09")),
    "GCJ-02 in the heads": Survey(("经度（高德）", "纬度（高德）"), _shift("gcj02")),
    "WGS84 in the heads": Survey(("经度WGS84", "纬度WGS84"), _shift("wgs84")),
    "GCJ-02 in the title": Survey(("东经", "北纬"), _shift("gcj02"), "楼栋表（坐标系：GCJ-02）"),
    "WGS84 by the person": Survey(("经度", "纬度"), _shift("wgs84"), crs="wgs84"),
    "GCJ-02 by the person": Survey(("lng", "lat"), _shift("gcj02"), crs="gcj02"),
    "CGCS2000 in degrees": Survey(("经度(CGCS2000)", "纬度(CGCS2000)"), _shift("cgcs2000")),
    "degrees, minutes, seconds": Survey(("经度(WGS84)", "纬度(WGS84)"), _dms),
    "CGCS2000, zone in the easting": Survey(("X坐标(CGCS2000)", "Y坐标(CGCS2000)"), _grid(4527)),
    "CGCS2000, meridian in the head": Survey(
        ("北坐标X（CGCS2000）", "东坐标Y（CGCS2000，中央子午线117°）"), _grid(4548)
    ),
    "CGCS2000, meridian in the title": Survey(
        ("X坐标", "Y坐标"), _grid(4548), "楼栋坐标（国家2000坐标系，中央子午线117度）"
    ),
    "EPSG by the person": Survey(("X坐标", "Y坐标"), _grid(4548), crs="EPSG:4548"),
    "EPSG with CGCS2000 told": Survey(
        ("X（CGCS2000）", "Y（CGCS2000）"), _grid(4548), crs="EPSG:4548"
    ),
    "EPSG:4527 by the person": Survey(("纵坐标", "横坐标"), _grid(4527), crs="EPSG:4527"),
    "six degree zone": Survey(("X坐标(CGCS2000)", "Y坐标(CGCS2000)"), _grid(4498)),
    "the system before the words": Survey(("百度经度", "百度纬度"), _shift("bd09")),
    "easting before northing": Survey(
        ("Y坐标(CGCS2000)", "X坐标(CGCS2000)"),
        lambda lon, lat: _grid(4527)(lon, lat)[::-1],
    ),
}


def sheet(survey: Survey, towers: tuple[Tower, ...] = TOWERS) -> Grid:
    heads: list[offices.Cell] = [
        "序号", "镇街", "社区", "小区", "幢号", "层数", "结构形式", "居民户数", "建造年份",
        "鉴定等级", *survey.heads,
    ]  # fmt: skip
    rows: list[list[offices.Cell]] = [[survey.title, *[None] * (len(heads) - 1)]] * bool(
        survey.title
    )
    rows.append(heads)
    for number, one in enumerate(towers, 1):
        rows.append(
            [
                number, one.street, one.community, one.estate, one.written, f"{one.floors}层",
                "砖混结构", one.households, f"{one.year}年",
                f"{one.danger}级" if one.danger else "未鉴定",
                *survey.coordinates(one.lon, one.lat),
            ]
        )  # fmt: skip
    return Grid(rows, [])


def check(db: Database) -> None:
    found = facts.survey(db)
    assert len(found) == len(TOWERS)
    for one in TOWERS:
        building = found[one.street, one.estate, one.number]
        away = datum.metres_between((building["lon"], building["lat"]), (one.lon, one.lat))
        assert away < 0.05, one
        assert building["floors"] == one.floors
        assert building["households"] == one.households
        assert building["structure"] == one.structure
        assert building["danger"] == one.danger
        assert building["year"] == one.year


@pytest.mark.parametrize("name", SURVEYS)
def test_every_building_is_right_in_a_workbook(
    db: Database, take: Take, tmp_path: Path, name: str
) -> None:
    survey = SURVEYS[name]
    path = offices.save_xlsx(tmp_path / "楼栋.xlsx", sheet(survey))
    plan = take(path, crs=survey.crs)
    assert plan.counts["new"] == len(TOWERS)
    assert [issue.kind for issue in plan.issues] == []
    check(db)
    assert planning.plan(db, path, plan.options).counts["same"] == len(TOWERS)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("name", ["BD-09 in the heads", "CGCS2000, zone in the easting"])
def test_every_building_is_right_in_a_text_file(
    db: Database, take: Take, tmp_path: Path, name: str, encoding: str
) -> None:
    take(offices.save_csv(tmp_path / "楼栋.csv", sheet(SURVEYS[name]), encoding))
    check(db)


def test_areas_and_estates_are_made_with_their_buildings(
    db: Database, take: Take, tmp_path: Path
) -> None:
    take(offices.save_xlsx(tmp_path / "楼栋.xlsx", sheet(SURVEYS["BD-09 in the heads"])))
    assert [(one.street, one.community, one.name) for one in estates.all(db)] == [
        ("东湖街道", "湖滨社区", "临湖里"),
        ("南桥镇", "南桥第一社区", "临湖里"),
    ]


@pytest.mark.parametrize(
    "survey",
    [
        Survey(("经度", "纬度"), _shift("gcj02")),
        Survey(("X坐标", "Y坐标"), _grid(4548)),
        Survey(("X坐标(CGCS2000)", "Y坐标(CGCS2000)"), _grid(4548)),
    ],
)
def test_a_system_that_cannot_be_told_is_asked_about_and_positions_wait(
    db: Database, take: Take, tmp_path: Path, survey: Survey
) -> None:
    plan = take(offices.save_xlsx(tmp_path / "楼栋.xlsx", sheet(survey)))
    assert [(one.kind, one.level) for one in plan.issues] == [("which_system", "question")]
    assert plan.counts["new"] == len(TOWERS)
    assert all(one["lon"] is None for one in facts.survey(db).values())


def test_older_datums_are_refused_rather_than_guessed(
    db: Database, take: Take, tmp_path: Path
) -> None:
    survey = Survey(("X坐标（西安80）", "Y坐标（西安80）"), _grid(4527))
    plan = take(offices.save_xlsx(tmp_path / "楼栋.xlsx", sheet(survey)))
    assert [one.kind for one in plan.issues] == ["old_datum"]
    assert all(one["lon"] is None for one in facts.survey(db).values())


def test_swapped_coordinates_are_turned_and_told(db: Database, take: Take, tmp_path: Path) -> None:
    survey = Survey(("纬度(百度)", "经度(百度)"), _shift("bd09"))
    plan = take(offices.save_xlsx(tmp_path / "楼栋.xlsx", sheet(survey)))
    assert [one.kind for one in plan.issues] == ["swapped"]
    check(db)


@pytest.mark.parametrize(
    ("pair", "kind"),
    [
        ((0, 0), "zero"),
        ((2.35, 48.85), "outside"),
        (("很远", 39.9), "bad_coordinate"),
        (("116，30", 39.9), "bad_coordinate"),
    ],
)
def test_a_place_that_cannot_be_is_left_out_and_told(
    db: Database, take: Take, tmp_path: Path, pair: tuple[Any, Any], kind: str
) -> None:
    grid = sheet(SURVEYS["WGS84 in the heads"])
    grid.rows[3][-2:] = pair
    plan = take(offices.save_xlsx(tmp_path / "楼栋.xlsx", grid))
    assert [(one.row, one.kind) for one in plan.issues] == [(4, kind)]
    assert sum(one["lon"] is None for one in facts.survey(db).values()) == 1


def test_a_place_far_from_all_others_is_told(db: Database, take: Take, tmp_path: Path) -> None:
    grid = sheet(SURVEYS["WGS84 in the heads"])
    grid.rows[3][-2] = 113.2
    plan = take(offices.save_xlsx(tmp_path / "楼栋.xlsx", grid))
    assert [(one.row, one.kind) for one in plan.issues] == [(4, "far_away")]


def test_the_source_of_a_position_is_kept(db: Database, take: Take, tmp_path: Path) -> None:
    survey = SURVEYS["CGCS2000, zone in the easting"]
    take(offices.save_xlsx(tmp_path / "楼栋.xlsx", sheet(survey)))
    north, east = survey.coordinates(TOWERS[0].lon, TOWERS[0].lat)
    row = db.execute(
        "SELECT source_x, source_y, source_crs, position_method FROM building ORDER BY id"
    ).fetchone()
    assert row == (east, north, "EPSG:4527", "import")


def test_the_same_number_in_two_spellings_is_a_duplicate(
    db: Database, take: Take, tmp_path: Path
) -> None:
    grid = sheet(SURVEYS["WGS84 in the heads"])
    grid.rows[2][4] = "一号楼"
    plan = take(offices.save_xlsx(tmp_path / "楼栋.xlsx", grid))
    assert [(one.row, one.kind) for one in plan.issues] == [(3, "duplicate")]
    assert "第 2 行" in plan.issues[0].message.zh
    assert plan.counts["rejected"] == 1


@pytest.mark.parametrize("written", ["11-14栋", "1、2号楼", "1,2"])
def test_a_row_of_several_buildings_makes_each_and_divides_no_figure(
    db: Database, tmp_path: Path, written: str
) -> None:
    grid = sheet(SURVEYS["WGS84 in the heads"])
    grid.rows[2][4] = written
    plan = planning.plan(db, offices.save_xlsx(tmp_path / "楼栋.xlsx", grid))
    assert (3, "several_buildings_split") in [(one.row, one.kind) for one in plan.issues]
    assert plan.counts["rejected"] == 0
    made = [write.values for write in plan.rows[1].writes if write.table == "building"]
    assert made
    assert {one["number"].value for one in made} <= {"1", "2", "11", "12", "13", "14"}
    assert all("geom" not in one and "household_count" not in one for one in made)
