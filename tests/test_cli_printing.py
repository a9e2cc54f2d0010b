"""``print`` at the command line: every kind of paper, recorded, refused with a reason."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from renewtrack import demo, paths
from renewtrack.printing import layout_files
from tests.printing import reading_back
from tests.test_cli import Run
from tests.test_cli import run as run

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "示范区.gpkg"
    demo.make(path).close()
    return path


@pytest.fixture
def path(invented: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(invented, tmp_path / "示范区.gpkg"))


@pytest.mark.parametrize(
    ("asked", "what"),
    [
        (["--layout", "with-chart", "--paper", "A4"], "status_map"),
        (["--atlas", "street", "--layout", "overview", "--paper", "A4"], "atlas"),
        (["--what", "dossier", "--estate", "上地东里小区"], "dossier"),
        (["--what", "ledger", "--list", "projects", "--street", "上地街道"], "printed_list"),
        (["--what", "notices", "--notice", "works", "--estate", "上地东里小区"], "notice"),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_every_kind_is_written_and_recorded(
    run: Run, path: Path, asked: list[str], what: str
) -> None:
    out = path.with_suffix(".pdf")
    told = run("print", path, "--out", out, *asked, "--json").document
    assert told["pages"] == len(reading_back.pages_of(out))
    assert told["recorded"]
    assert run("exports", path, "--json").document[0]["what"] == what


def test_an_atlas_tells_of_its_units(run: Run, path: Path) -> None:
    out = path.with_suffix(".pdf")
    told = run("print", path, "--out", out, "--atlas", "street", "--json").document
    assert len(told["units"]) == 5
    assert sum(sum(unit["counts"].values()) for unit in told["units"]) == 1350


def test_two_days_take_the_layout_with_two_frames(run: Run, path: Path) -> None:
    out = path.with_suffix(".pdf")
    run("print", path, "--out", out, "--before", "2025-06-01", "--paper", "A4")
    assert "2025年6月1日" in reading_back.pages_of(out)[0]


def test_a_wall_map_is_cut_over_sheets(run: Run, path: Path) -> None:
    out = path.with_suffix(".pdf")
    told = run("print", path, "--out", out, "--paper", "A2", "--tile", "A3", "--json").document
    assert told["pages"] == len(reading_back.sizes_of(out))
    assert {*reading_back.sizes_of(out)} == {(420, 297)}


def test_an_own_layout_is_called_by_its_name(
    run: Run, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "print_folder", lambda: tmp_path)
    layout_files.save(layout_files.OwnLayout("科里用的", panels=frozenset({"legend"})))
    out = path.with_suffix(".pdf")
    assert run("print", path, "--out", out, "--layout", "科里用的").code == 0
    assert "签字" not in reading_back.pages_of(out)[0]


@pytest.mark.parametrize(
    ("asked", "code", "said"),
    [
        (["--layout", "nowhere"], 3, "a3-status"),
        (["--paper", "B5"], 3, "A4"),
        (["--secrecy", "public"], 3, "审图号"),
        (["--paper", "A4", "--tile", "A3"], 3, "A3"),
        (["--street", "没有的街道"], 2, "上地街道"),
        (["--what", "notices", "--notice", "booked"], 3, "理由"),
        (["--what", "notices", "--notice", "nothing"], 2, "works"),
        (["--what", "dossier", "--estate", "没有的小区"], 2, "没有的小区"),
    ],
)
def test_what_cannot_be_printed_is_refused_with_what_can(
    run: Run, path: Path, asked: list[str], code: int, said: str
) -> None:
    out = path.with_suffix(".pdf")
    answer = run("print", path, "--out", out, *asked)
    assert answer.code == code
    assert said in answer.err
    assert not out.exists()


def test_a_preset_with_a_watermark_has_one(run: Run, path: Path) -> None:
    bare, marked = path.with_name("a.pdf"), path.with_name("b.pdf")
    run("print", path, "--out", bare, "--paper", "A4")
    run("print", path, "--out", marked, "--paper", "A4", "--secrecy", "restricted")
    assert marked.stat().st_size > bare.stat().st_size
    assert "不得复制" in reading_back.pages_of(marked)[0]
