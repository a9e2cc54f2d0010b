"""Every layout on every paper, and those that an office makes of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from renewtrack import paths
from renewtrack.printing import composing, layout_files, layouts, painter
from renewtrack.printing.layout_files import OwnLayout
from renewtrack.printing.sheet import Box, Page, Paths
from renewtrack.printing.status_map import ORIENTATIONS, Before, Paper, SiteShape, StatusMap
from tests.printing import paper_district as district

pytestmark = pytest.mark.usefixtures("qapp")
PIPE = SiteShape("pipe", "燃气管", district.line((-300, -200), (600, 400)))
PARK = SiteShape("park", "东里公园", district.block(-900, -400, 300, 200))


@pytest.fixture(scope="module")
def status_map() -> StatusMap:
    made = district.make(estates=20)
    keys = {each.id: "not_started" for each in made.features}
    return replace(made, before=Before("2024-05-01", keys), sites=(PIPE, PARK))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(paths, "print_folder", lambda: tmp_path)
    return tmp_path


def faults(page: Page) -> list[str]:
    """Return what lies outside the page, and texts that touch one another."""
    sheet = Box(0, 0, page.width, page.height)
    texts = page.texts()
    boxes = [painter.inked(text) for text in texts]
    found = [text.text for text, box in zip(texts, boxes, strict=True) if not sheet.holds(box)]
    for mark in page.marks:
        if isinstance(mark, Paths) and mark.clip is None and len(mark):
            low, high = mark.points.min(axis=0), mark.points.max(axis=0)
            if low.min() < 0 or high[0] > page.width or high[1] > page.height:
                found.append(mark.role)
    shrunk = [Box(b.left, b.top + b.height * 0.1, b.width, b.height * 0.8) for b in boxes]
    for at, box in enumerate(shrunk):
        for other in range(at + 1, len(shrunk)):
            if box.overlaps(shrunk[other]):
                found.append(f"{texts[at].text} / {texts[other].text}")
    return found


@pytest.mark.parametrize("key", layouts.SHIPPED)
@pytest.mark.parametrize("orientation", ORIENTATIONS)
@pytest.mark.parametrize("paper", ["A4", "A3", "A1"])
def test_nothing_lies_outside_or_over_another(
    status_map: StatusMap, key: str, orientation: str, paper: str
) -> None:
    folio = composing.compose(status_map, Paper(paper, orientation, layout=key))
    assert [fault for page in folio.pages for fault in faults(page)] == []


@pytest.mark.parametrize("key", layouts.SHIPPED)
def test_every_estate_stands_in_the_index_of_every_layout(status_map: StatusMap, key: str) -> None:
    folio = composing.compose(status_map, Paper("A4", layout=key))
    said = " ".join(text.text for page in folio.pages for text in page.texts("index"))
    assert [label.name for label in status_map.labels if label.name not in said] == []


def test_two_days_are_drawn_at_one_scale_with_the_counts_of_both(status_map: StatusMap) -> None:
    page = composing.compose(status_map, Paper("A3", layout="before-after")).pages[0]
    assert [text.text for text in page.texts("caption")] == [
        "2024年5月1日",
        "现状（截至2025年5月31日）",
    ]
    told = [text.text for text in page.texts("legend_count") if "→" in text.text]
    before = sum(int(text.split(" → ")[0]) for text in told)
    now = sum(int(text.split(" → ")[1].split()[0]) for text in told)
    assert before == now == len(status_map.features)


def test_bars_tell_the_counts_of_the_legend(status_map: StatusMap) -> None:
    folio = composing.compose(status_map, Paper("A3", layout="with-chart"))
    told = [text.text for text in folio.pages[0].texts("chart_count")]
    assert told[: len(folio.counts)] == [str(count) for count in folio.counts.values()]
    assert told[len(folio.counts) :] == [
        f"{each.finished}/{each.started}/{each.estates}" for each in status_map.streets
    ]


def test_the_overview_says_where_the_frame_lies(status_map: StatusMap) -> None:
    page = composing.compose(status_map, Paper("A3", layout="overview")).pages[0]
    (frame,) = page.paths("overview_frame")
    (room,) = (mark for mark in page.paths("overview") if mark.fill == "#FFFFFF")
    assert (frame.points.min(axis=0) >= room.points.min(axis=0) - 0.01).all()
    assert (frame.points.max(axis=0) <= room.points.max(axis=0) + 0.01).all()


def test_sites_are_drawn_and_counted(status_map: StatusMap) -> None:
    page = composing.compose(status_map, Paper("A3")).pages[0]
    assert len(page.paths("site")) == 2
    assert {"公园", "管线"} <= {text.text for text in page.texts("legend")}


def test_neighbours_are_pale_and_count_as_nothing(status_map: StatusMap) -> None:
    near = replace(status_map, dimmed=(district.block(0, 0, 50, 20),))
    folio = composing.compose(near, Paper("A3"))
    assert len(folio.pages[0].paths("dimmed")) == 1
    assert sum(folio.counts.values()) == len(status_map.features)


def test_a_view_shows_its_ground_and_tells_what_lies_outside(status_map: StatusMap) -> None:
    bounds = (district.LON, district.LAT, district.LON + 0.004, district.LAT + 0.004)
    folio = composing.compose(replace(status_map, bounds=bounds), Paper("A3"))
    assert folio.outside > 0
    assert sum(folio.counts.values()) + folio.outside == len(status_map.features)


def test_an_own_layout_is_kept_and_used(folder: Path, status_map: StatusMap) -> None:
    own = OwnLayout("科里用的", "a3-status", frozenset({"boundaries"}), frozenset({"legend"}), 1.2)
    layout_files.save(own)
    assert layout_files.all() == [own]
    assert layouts.names()["own:科里用的"].zh == "科里用的"
    page = composing.compose(status_map, Paper("A3", layout="own:科里用的")).pages[0]
    assert not page.texts("estate_name")
    assert not page.paths("signature")
    assert page.texts("legend")[0].size > 2.85


def test_the_legend_may_stand_on_the_left(folder: Path, status_map: StatusMap) -> None:
    layout_files.save(OwnLayout("左", legend_left=True))
    page = composing.compose(status_map, Paper("A3", layout="own:左")).pages[0]
    assert max(text.box.left for text in page.texts("legend")) < page.width / 2
    assert faults(page) == []


def test_a_layout_of_the_same_name_is_replaced_and_can_be_forgotten(folder: Path) -> None:
    layout_files.save(OwnLayout("甲"))
    layout_files.save(OwnLayout("甲", "map-only"))
    assert [own.base for own in layout_files.all()] == ["map-only"]
    layout_files.remove("甲")
    assert layout_files.all() == []


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"version = 1",
        b'version = 2\nname = "a"\nbase = "a3-status"\nelements = []\npanels = []\ntext = 1.0',
        b'version = 1\nname = "a"\nbase = "../x"\nelements = []\npanels = []\ntext = 1.0',
        b'version = 1\nname = "a"\nbase = "a3-status"\nelements = [3]\npanels = []\ntext = 1.0',
        b'version = 1\nname = "a"\nbase = "a3-status"\nelements = []\npanels = []\ntext = 90.0',
        b'version = 1\nname = "a"\nbase = "a3-status"\nelements = []\npanels = []\ntext = nan',
        b'version = 1\nname = ["a"]\nbase = "a3-status"\nelements = []\npanels = []\ntext = 1.0',
    ],
)
def test_a_strange_file_is_refused_and_never_listed(folder: Path, content: bytes) -> None:
    path = folder / "x.toml"
    path.write_bytes(content)
    with pytest.raises(layout_files.LayoutBroken):
        layout_files.read(path)
    assert layout_files.all() == []


@pytest.mark.parametrize("name", ["", "  ", "长" * 61])
def test_a_layout_needs_a_name(folder: Path, name: str) -> None:
    with pytest.raises(layout_files.NameMissing):
        layout_files.save(OwnLayout(name))


def test_a_name_is_never_a_path(folder: Path) -> None:
    assert layout_files.save(OwnLayout("../../外面")).parent == folder


def test_what_hides_households_leaves_their_column_out(status_map: StatusMap) -> None:
    public = district.dressed(status_map, secrecy="public", approval="免审")
    page = composing.compose(public, Paper("A3")).pages[0]
    assert "户数" not in {text.text for text in page.texts("streets")}
    assert "户数" in {
        text.text for text in composing.compose(status_map, Paper("A3")).pages[0].texts("streets")
    }
