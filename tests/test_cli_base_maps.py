"""Base maps from the command line: added, listed, printed, left out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from renewtrack import cli
from renewtrack.store import file
from tests.maps import made_tiles


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    file.create(tmp_path / "台账.gpkg", "示范区", "110199").close()
    return tmp_path / "台账.gpkg"


def _run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, Any, str]:
    code = cli.main([*map(str, words), "--json"])
    told = capsys.readouterr()
    return code, json.loads(told.out) if told.out else None, told.err


def test_a_file_is_added_listed_and_removed(
    ledger: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = made_tiles.raster_mbtiles(ledger.with_name("街道图.mbtiles"))
    said = ("--attribution", "区测绘院", "--approval", "京S(2025)001号", "--opacity", "0.5")
    code, told, _ = _run(capsys, "basemap", ledger, "--add", path, *said)
    assert code == 0
    assert told["base_maps"] == [
        {
            "name": "街道图",
            "kind": "mbtiles",
            "path": "街道图.mbtiles",
            "attribution": "区测绘院",
            "approval_number": "京S(2025)001号",
            "opacity": 0.5,
            "shown": True,
            "trouble": None,
        }
    ]
    assert _run(capsys, "basemap", ledger, "--remove", "街道图")[1] == {"base_maps": []}


def test_a_picture_is_added_by_its_corners(
    ledger: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made_tiles.drawn().save(ledger.with_name("a.png"))
    corners = "116.29,40.04,116.31,40.04,116.31,40.03,116.29,40.03"
    given = ("basemap", ledger, "--add", ledger.with_name("a.png"))
    assert _run(capsys, *given)[0] == 3
    assert _run(capsys, *given, "--corners", corners)[0] == 0
    assert _run(capsys, *given, "--corners", "1,2,3")[0] == 3


@pytest.mark.usefixtures("qapp")
def test_a_missing_file_is_a_finding_and_no_hindrance_to_paper(
    ledger: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = made_tiles.raster_mbtiles(ledger.with_name("a.mbtiles"))
    _run(capsys, "basemap", ledger, "--add", path)
    path.unlink()
    code, told, _ = _run(capsys, "basemap", ledger)
    assert code == 1
    assert "a.mbtiles" in told["base_maps"][0]["trouble"]
    code, _, said = _run(capsys, "print", ledger, "--out", ledger.with_name("x.pdf"))
    assert code == 0
    assert "a.mbtiles" in said


def test_a_name_that_is_none_is_refused(ledger: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, said = _run(capsys, "basemap", ledger, "--remove", "没有")
    assert code == 3
    assert "没有" in said
