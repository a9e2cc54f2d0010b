"""The public page: no person, no script, no network; pages of both languages that hang together."""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from renewtrack import demo
from renewtrack.domain import stages
from renewtrack.errors import Cancelled
from renewtrack.reports import public_page
from renewtrack.reports.public_page import PublicFacts
from renewtrack.store import (
    actions,
    contents,
    estates,
    file,
    listing,
    photo_list,
    photo_pairs,
    photos,
    projects,
    rows,
)
from tests.photo_making import jpeg

if TYPE_CHECKING:
    from sqlite_utils import Database

TODAY = demo.TODAY.isoformat()
FACTS = PublicFacts("审图号：京S（2026）012号", "示范区住建局", cutoff=TODAY, made_on="2026-11-27")
HOSTILE = "<script>alert(1)</script>\"'&=1+1"


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "示范区.gpkg"
    demo.make(path).close()
    return path


@pytest.fixture
def db(invented: Path, tmp_path: Path) -> Iterator[Database]:
    opened = file.open_file(Path(shutil.copy(invented, tmp_path / "示范区.gpkg")))
    yield opened.db
    opened.close()


@pytest.fixture
def folder(db: Database, tmp_path: Path) -> Path:
    public_page.write(db, tmp_path / "公示", FACTS, TODAY)
    return tmp_path / "公示"


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.tags: set[str] = set()
        self.events: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.found += [value or "" for name, value in attrs if name in ("href", "src")]
        self.events += [name for name, _ in attrs if name.startswith("on") or name == "style"]


def read(path: Path) -> _Links:
    parser = _Links()
    parser.feed(path.read_text("utf-8"))
    return parser


def test_every_estate_has_its_page_in_both_languages(db: Database, folder: Path) -> None:
    count = len(listing.ids(db, "estates"))
    assert len([*folder.glob("estate-????.html")]) == count
    assert len([*folder.glob("estate-????-en.html")]) == count


def test_every_link_leads_somewhere_inside(folder: Path) -> None:
    for page in folder.glob("*.html"):
        for link in read(page).found:
            assert (folder / link).is_file(), f"{page.name}: {link}"


def test_nothing_runs_and_nothing_is_fetched(folder: Path) -> None:
    for page in folder.glob("*.html"):
        parsed = read(page)
        assert not parsed.tags & {"script", "iframe", "object", "embed", "form", "img", "base"}
        assert parsed.events == []
        content = page.read_text("utf-8")
        assert "default-src 'none'" in content
        assert not re.search(r"https?://", content)
    assert "url(" not in (folder / "style.css").read_text("utf-8")


def test_the_numbers_are_those_of_the_file(db: Database, folder: Path) -> None:
    rows = listing.rows(db, "estates", listing.ids(db, "estates"), TODAY)
    content = (folder / "index.html").read_text("utf-8")
    for bucket in (*stages.BUCKETS, stages.NO_PROJECT):
        count = sum(stages.bucket_of(row.stage).key == bucket.key for row in rows)
        assert f'<div class="tile {bucket.key}"><strong>{count}</strong>' in content
    with (folder / "data.csv").open(encoding="utf-8-sig", newline="") as sheet:
        assert [line[0] for line in csv.reader(sheet)][1:] == [row.name for row in rows]


def test_no_person_problem_or_household_stands_on_it(db: Database, tmp_path: Path) -> None:
    one = projects.all(db)[0]
    with actions.act(db, "edit", "测试"):
        told = {"contact": "王建国", "phone": "13812345678", "problem": "钉子户不同意"}
        projects.change(db, one.id, {**told})
        estates.change(db, 1, {"name": "王建国大院13812345678"})
    public_page.write(db, tmp_path / "公示", FACTS, TODAY)
    said = "".join(page.read_text("utf-8") for page in (tmp_path / "公示").iterdir())
    for private in ("王建国", "13812345678", "钉子户", "户数"):
        assert private not in said


def test_hostile_names_stay_words(db: Database, tmp_path: Path) -> None:
    with actions.act(db, "edit", "测试"):
        estates.change(db, 1, {"name": HOSTILE})
        estates.change(db, 2, {"name": "=HYPERLINK(1)"})
    public_page.write(db, tmp_path / "公示", FACTS, TODAY)
    for page in (tmp_path / "公示").glob("*.html"):
        assert "script" not in read(page).tags
    assert "'=HYPERLINK" in (tmp_path / "公示" / "data.csv").read_text("utf-8-sig")


def test_small_counts_are_not_told(db: Database, tmp_path: Path) -> None:
    with actions.act(db, "edit", "测试"):
        estates.change(db, 1, {"building_count": 3})
    place = listing.ids(db, "estates").index(1) + 1
    public_page.write(db, tmp_path / "公示", FACTS, TODAY)
    assert "&lt;5 栋" in (tmp_path / "公示" / f"estate-{place:04d}.html").read_text("utf-8")


def test_a_map_needs_its_approval_number(db: Database, tmp_path: Path) -> None:
    with pytest.raises(public_page.NeedsApproval):
        public_page.write(db, tmp_path / "公示", PublicFacts(" "), TODAY)
    assert not (tmp_path / "公示").exists()


def test_a_page_of_before_is_replaced_and_another_folder_never(
    db: Database, folder: Path, tmp_path: Path
) -> None:
    (folder / "old.html").write_text("x")
    public_page.write(db, folder, FACTS, TODAY)
    assert not (folder / "old.html").exists()
    other = tmp_path / "照片"
    other.mkdir()
    (other / "a.jpg").write_bytes(b"1")
    with pytest.raises(public_page.FolderTaken):
        public_page.write(db, other, FACTS, TODAY)
    assert [each.name for each in other.iterdir()] == ["a.jpg"]


def test_giving_up_leaves_the_page_of_before(db: Database, folder: Path, tmp_path: Path) -> None:
    before = {each.name: each.read_bytes() for each in folder.iterdir()}

    def stop(share: float) -> None:
        if share > 0.6:
            raise Cancelled

    with pytest.raises(Cancelled):
        public_page.write(db, folder, FACTS, TODAY, stop)
    assert {each.name: each.read_bytes() for each in folder.iterdir()} == before
    assert not [each for each in tmp_path.iterdir() if each.name.startswith(".")]


def test_a_file_without_positions_is_a_page_without_a_map(tmp_path: Path) -> None:
    empty = file.create(tmp_path / "空.gpkg", "空区")
    public_page.write(empty.db, tmp_path / "公示", FACTS, TODAY)
    empty.close()
    assert "没有可上图的位置" in (tmp_path / "公示" / "index.html").read_text("utf-8")


# -- pictures


@pytest.fixture
def pairs(db: Database, tmp_path: Path) -> list[photo_pairs.Pair]:
    """Two pairs of buildings and one of a home, all with a place and a time in them."""
    path = tmp_path / "示范区.gpkg"
    found = listing.rows(db, "buildings", listing.ids(db, "buildings")[:2], TODAY)
    (home,) = rows.fetch(
        db,
        """
        SELECT household.id, building.estate_id FROM household
        JOIN building ON building.id = household.building_id LIMIT 1
        """,
    )
    owners = [("building", each.id) for each in found] + [("household", home["id"])]
    for at, owner in enumerate(owners):
        for phase in ("before", "after"):
            picture = tmp_path / f"张三家{at}{phase}.jpg"
            picture.write_bytes(
                jpeg(64, 48, seed=at, lon=116.3, lat=40.0, taken="2025:03:12 10:11:12")
            )
            with picture.open("ab") as end:
                end.write(phase.encode())
            wish = photos.Wish("甲", None, owner, phase)
            photos.index(db, path, [picture], wish)
    with actions.act(db, "edit", "甲"):
        photo_pairs.pair_up(db, photo_list.all(db))
    return photo_pairs.all(db)


def test_only_pairs_that_were_chosen_stand_on_it(
    db: Database, tmp_path: Path, pairs: list[photo_pairs.Pair]
) -> None:
    assert len(pairs) == 3
    public_page.write(db, tmp_path / "甲", FACTS, TODAY)
    assert list((tmp_path / "甲").glob("*.jpg")) == []
    chosen = next(pair for pair in pairs if pair.after.room is None)
    with actions.act(db, "edit", "甲"):
        photo_pairs.publish(db, chosen, True)
    public_page.write(db, tmp_path / "乙", FACTS, TODAY)
    shown = sorted(path.name for path in (tmp_path / "乙").glob("*.jpg"))
    assert shown == ["pair-0001-after.jpg", "pair-0001-before.jpg"]
    holding = [path for path in (tmp_path / "乙").glob("*.html") if "pair-0001" in _text(path)]
    assert len(holding) == 2  # its estate's page in both languages


def test_a_home_stays_away_even_where_the_file_says_that_it_is_public(
    db: Database, tmp_path: Path, pairs: list[photo_pairs.Pair]
) -> None:
    with actions.act(db, "edit", "甲"):
        for pair in pairs:
            rows.change(db, "photo_pair", pair.id, {"public": 1})
    public_page.write(db, tmp_path / "丙", FACTS, TODAY)
    assert len(list((tmp_path / "丙").glob("*.jpg"))) == 4
    home = next(pair for pair in pairs if pair.after.room is not None)
    assert not any(f"{home.after.room}" in path.name for path in (tmp_path / "丙").iterdir())


def test_a_picture_that_was_altered_stays_away(
    db: Database, tmp_path: Path, pairs: list[photo_pairs.Pair]
) -> None:
    chosen = next(pair for pair in pairs if pair.after.room is None)
    with actions.act(db, "edit", "甲"):
        photo_pairs.publish(db, chosen, True)
    contents.place(tmp_path / "示范区.gpkg", chosen.after.sha256).write_bytes(jpeg(64, 48))
    public_page.write(db, tmp_path / "戊", FACTS, TODAY)
    assert list((tmp_path / "戊").glob("*.jpg")) == []


def test_a_public_picture_keeps_neither_place_nor_time_nor_name(
    db: Database, tmp_path: Path, pairs: list[photo_pairs.Pair]
) -> None:
    with actions.act(db, "edit", "甲"):
        for pair in pairs:
            rows.change(db, "photo_pair", pair.id, {"public": 1})
    public_page.write(db, tmp_path / "丁", FACTS, TODAY)
    for path in (tmp_path / "丁").iterdir():
        data = path.read_bytes()
        assert b"Exif" not in data
        assert b"10:11" not in data
        assert "张三".encode() not in data


def _text(path: Path) -> str:
    return path.read_text("utf-8")
