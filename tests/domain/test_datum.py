import csv
import json
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from renewtrack.domain import datum

# Published by the test suites of eviltransform (BSD-2-Clause), coordtransform and gcoord (MIT).
VECTORS = [
    ("wgs84", (121.5272106, 31.1774276), "gcj02", (121.531541859215, 31.17530398364597)),
    ("wgs84", (113.912316, 22.543847), "gcj02", (113.9171764808363, 22.540796131694766)),
    ("wgs84", (116.404, 39.915), "gcj02", (116.41024449916938, 39.91640428150164)),
    ("gcj02", (116.404, 39.915), "bd09", (116.41036949371029, 39.92133699351021)),
    ("bd09", (116.404, 39.915), "gcj02", (116.39762729119315, 39.90865673957631)),
    ("gcj02", (123, 45), "wgs84", (122.99395597, 44.99804071)),
    ("wgs84", (116.391305, 39.905485), "bd09", (116.403921, 39.913230)),
    ("wgs84", (119.2965, 26.0745), "bd09", (119.307785, 26.077560)),
]
ELSEWHERE = {
    "Hong Kong": (114.17, 22.30),
    "Sheung Shui": (114.128, 22.502),
    "Taipa, Macau": (113.58, 22.15),
    "Taipei": (121.56, 25.04),
    "Seoul": (126.98, 37.57),
    "Hanoi": (105.85, 21.03),
    "Pyongyang": (125.75, 39.03),
    "Vladivostok": (131.90, 43.10),
    "Almaty": (76.90, 43.25),
    "Kathmandu": (85.30, 27.70),
    "Ulaanbaatar": (106.90, 47.90),
}
MAINLAND = {
    "Beijing": (116.40, 39.90),
    "Luohu, Shenzhen": (114.118, 22.540),
    "Gongbei, Zhuhai": (113.549, 22.222),
    "Qingdao": (120.38, 36.06),
    "Xiamen": (118.09, 24.46),
    "Sanya": (109.50, 18.25),
    "Zhoushan": (122.20, 30.00),
    "Heihe": (127.50, 50.25),
    "Kashgar": (75.99, 39.47),
}
# Two pairs come from a suite whose BD-09 takes pi where all others take 3000 pi / 180; the third
# differs from the published value (above) by one digit.
MISPRINTED = {"120.019809", "120.036455", "113.912316"}

lons = st.floats(75, 130)
lats = st.floats(20, 50)


@pytest.mark.parametrize(("source", "point", "target", "expected"), VECTORS)
def test_published_vectors_are_met(
    source: str, point: datum.Point, target: str, expected: datum.Point
) -> None:
    found = datum.from_wgs84(*datum.to_wgs84(point[0], point[1], source), target)
    assert datum.metres_between(found, expected) < 0.15


@given(lons, lats, st.sampled_from(datum.SYSTEMS))
def test_there_and_back_is_below_a_micrometre(lon: float, lat: float, system: str) -> None:
    assume(datum.inside_mainland(lon, lat))
    back = datum.to_wgs84(*datum.from_wgs84(lon, lat, system), system)
    assert datum.metres_between(back, (lon, lat)) < 1e-6


@pytest.mark.parametrize("place", ELSEWHERE)
@pytest.mark.parametrize("system", datum.SYSTEMS)
def test_nothing_is_shifted_outside_the_mainland(place: str, system: str) -> None:
    point = ELSEWHERE[place]
    assert datum.from_wgs84(*point, system) == point
    assert datum.to_wgs84(*point, system) == point


@pytest.mark.parametrize("place", MAINLAND)
def test_cities_at_coasts_and_borders_are_shifted(place: str) -> None:
    point = MAINLAND[place]
    assert 200 < datum.metres_between(datum.from_wgs84(*point, "gcj02"), point) < 1000


def test_an_unknown_system_is_refused() -> None:
    with pytest.raises(KeyError):
        datum.to_wgs84(116.4, 39.9, "beijing54")


@pytest.mark.shared
def test_all_published_pairs_are_met(shared: Path) -> None:
    with (shared / "data/crs_vectors/pairs.csv").open(encoding="utf-8", newline="") as file:
        pairs = [row for row in csv.DictReader(file) if row["from_lon"] not in MISPRINTED]
    assert len(pairs) == 9
    for row in pairs:
        at = datum.to_wgs84(float(row["from_lon"]), float(row["from_lat"]), row["from_crs"].lower())
        found = datum.from_wgs84(*at, row["to_crs"].lower())
        expected = (float(row["to_lon"]), float(row["to_lat"]))
        assert datum.metres_between(found, expected) <= float(row["tolerance_m"]), row


@pytest.mark.shared
@pytest.mark.parametrize(("system", "column"), [("gcj02", "GCJ02"), ("bd09", "BD09")])
def test_all_published_cities_are_met(shared: Path, system: str, column: str) -> None:
    listed = (shared / "data/crs_vectors/china-cities.json").read_text(encoding="utf-8")
    for city in json.loads(listed):
        places = city["coords"]
        lon, lat = places["WGS84"]
        found = datum.from_wgs84(lon, lat, system)
        assert datum.metres_between(found, places[column]) < 1, city["attrs"]  # printed to 1e-6


@pytest.mark.shared
def test_surveyed_buildings_land_on_their_true_places(shared: Path) -> None:
    sheets = shared / "sheets"
    truth = json.loads((sheets / "truth.json").read_text(encoding="utf-8"))
    name = "示范区楼栋普查表.csv"
    with (sheets / name).open(encoding="gb18030", newline="") as file:
        rows = list(csv.DictReader(file))
    for row, true in zip(rows, truth[name]["buildings"], strict=True):
        found = datum.to_wgs84(float(row["经度(百度)"]), float(row["纬度(百度)"]), "bd09")
        assert datum.metres_between(found, (true["lon"], true["lat"])) < 0.5
