"""The dossier of an estate and of a building, read back and held against the file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from renewtrack import demo
from renewtrack.domain import money
from renewtrack.printing import dossier, make, pdf, photos
from renewtrack.printing.facts import PaperFacts
from renewtrack.printing.sheet import Box, Mark, Picture, Text
from renewtrack.store import (
    actions,
    attachments,
    contents,
    dossiers,
    photo_reading,
    projects,
    rows,
)
from renewtrack.store.file import ProjectFile
from tests.printing import reading_back
from tests.printing.test_layouts import faults

if TYPE_CHECKING:
    from sqlite_utils import Database

pytestmark = pytest.mark.usefixtures("qapp")
ROOM = Box(0, 0, 90, 60)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ProjectFile]:
    opened = demo.make(tmp_path_factory.mktemp("demo") / "示范区.gpkg")
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def db(project: ProjectFile) -> Database:
    return project.db


@pytest.fixture(scope="module")
def facts(db: Database) -> PaperFacts:
    return make.facts(db, make.Options(), demo.TODAY.isoformat())


@pytest.fixture(scope="module")
def served(db: Database) -> int:
    """The estate with most works of its own and of its buildings."""
    return int(rows.value(db, "SELECT estate_id FROM building GROUP BY 1 ORDER BY COUNT(*) DESC"))


def attach(project: ProjectFile, path: Path, owner: tuple[str, int], phase: str | None) -> None:
    content = contents.store(project.path, path)
    with actions.act(project.db, "attach", "测试"):
        one = attachments.attach(project.db, content, *owner, "测试")
        attachments.tell(project.db, one, phase, "2025-03-01")


def test_it_takes_one_or_two_pages_and_nothing_overlaps(
    project: ProjectFile, facts: PaperFacts, served: int
) -> None:
    for kind, one in (("estate", served), ("building", 1)):
        folio = dossier.compose(project.db, project.path, kind, [one], facts)
        assert len(folio.pages) <= 2
        assert [fault for page in folio.pages for fault in faults(page)] == []


def test_money_equals_the_file(
    project: ProjectFile, facts: PaperFacts, served: int, tmp_path: Path
) -> None:
    folio = dossier.compose(project.db, project.path, "estate", [served], facts)
    pdf.write_folio(tmp_path / "a.pdf", folio)
    said = "".join(reading_back.pages_of(tmp_path / "a.pdf"))
    of = "project_id IN (SELECT project_id FROM project_estate WHERE estate_id = ?)"
    planned = rows.value(project.db, f"SELECT SUM(planned_fen) FROM funding WHERE {of}", (served,))
    paid = rows.value(
        project.db,
        f"SELECT SUM(amount_fen) FROM money_event WHERE kind = 'paid' AND {of}",
        (served,),
    )
    assert money.wan_text(planned) in said
    assert money.wan_text(paid) in said


def test_works_of_buildings_are_summed_by_kind(
    project: ProjectFile, facts: PaperFacts, served: int
) -> None:
    page = dossier.compose(project.db, project.path, "estate", [served], facts).pages[0]
    count = rows.value(
        project.db,
        "SELECT COUNT(DISTINCT building_id) FROM work WHERE kind = 'B16' AND building_id IN "
        "(SELECT id FROM building WHERE estate_id = ?)",
        (served,),
    )
    assert f"{count} 栋" in {text.text for text in page.texts("works")}


def test_a_work_without_a_stage_stands_where_its_project_does(project: ProjectFile) -> None:
    lacking = "SELECT estate_id FROM work WHERE stage IS NULL AND estate_id IS NOT NULL LIMIT 1"
    estate = int(rows.value(project.db, lacking))
    found = dossiers.read(project.db, project.path, "estate", estate)
    assert found is not None
    stages = {each.id: each.stage for each in found.projects}
    without = {
        row["id"] for row in rows.fetch(project.db, "SELECT id FROM work WHERE stage IS NULL")
    }
    told = [
        (work.stage, stages[work.project_id or 0]) for work in found.works if work.id in without
    ]
    assert told
    assert all(stage == of_project is not None for stage, of_project in told)


def test_several_have_a_bookmark_each(project: ProjectFile, facts: PaperFacts) -> None:
    folio = dossier.compose(project.db, project.path, "building", [1, 2, 3], facts)
    assert len(folio.bookmarks) == 3
    assert [mark.page for mark in folio.bookmarks] == [0, 1, 2]


def test_pictures_before_and_after_stand_side_by_side(
    project: ProjectFile, facts: PaperFacts, tmp_path: Path
) -> None:
    for name, phase in (("b", "after"), ("a", "before")):
        Image.new("RGB", (300, 200), "grey" if name == "a" else "blue").save(
            tmp_path / f"{name}.png"
        )
        attach(project, tmp_path / f"{name}.png", ("building", 5), phase)
    page = dossier.compose(project.db, project.path, "building", [5], facts).pages[0]
    found = [mark for mark in page.marks if isinstance(mark, Picture)]
    assert len(found) == 2
    assert found[0].box.left < found[1].box.left
    assert found[0].box.top == found[1].box.top
    captions = [text.text for text in page.texts("caption")]
    assert captions == ["改造前　2025-03-01　a.png", "改造后　2025-03-01　b.png"]


def test_a_picture_that_is_gone_or_broken_is_told(
    project: ProjectFile, facts: PaperFacts, tmp_path: Path
) -> None:
    (tmp_path / "坏.jpg").write_bytes(b"\xff\xd8\xff no picture")
    attach(project, tmp_path / "坏.jpg", ("building", 6), None)
    Image.new("RGB", (30, 20)).save(tmp_path / "丢.png")
    attach(project, tmp_path / "丢.png", ("building", 6), None)
    found = attachments.of(project.db, project.path, "building", 6)
    contents.place(project.path, found[-1].sha256).unlink()
    page = dossier.compose(project.db, project.path, "building", [6], facts).pages[0]
    assert {text.text for text in page.texts("photo_note")} == {
        photos.BROKEN.zh,
        photos.MISSING.zh,
    }


def test_nobody_is_named_and_the_public_sees_no_problem(
    project: ProjectFile, facts: PaperFacts, served: int
) -> None:
    one = projects.of_estate(project.db, served)[0]
    with actions.act(project.db, "edit", "测试"):
        projects.change(
            project.db, one.id, {"problem": "王建国13812345678不同意", "contact": "王建国"}
        )
    for level in ("internal", "public"):
        own = replace(facts, secrecy=level, approval="免审")
        pages = dossier.compose(project.db, project.path, "estate", [served], own).pages
        said = "".join(mark.text for page in pages for mark in page.marks if isinstance(mark, Text))
        assert "王建国" not in said
        assert "13812345678" not in said
        assert ("不同意" in said) == (level == "internal")
        assert ("户数" in said) == (level == "internal")


def test_persons_in_the_names_of_pictures_are_masked(
    project: ProjectFile, facts: PaperFacts, served: int, tmp_path: Path
) -> None:
    one = projects.of_estate(project.db, served)[0]
    with actions.act(project.db, "edit", "测试"):
        projects.change(project.db, one.id, {"contact": "王建国"})
    Image.new("RGB", (30, 20)).save(tmp_path / "王建国家.png")
    attach(project, tmp_path / "王建国家.png", ("building", 7), "before")
    page = dossier.compose(project.db, project.path, "building", [7], facts).pages[0]
    assert [text.text for text in page.texts("caption")] == ["改造前　2025-03-01　王**家.png"]


def test_nothing_chosen_is_told(project: ProjectFile, facts: PaperFacts) -> None:
    for ids in ([], [999_999]):
        with pytest.raises(dossier.NothingChosen):
            dossier.compose(project.db, project.path, "estate", ids, facts)


def laid(picture: Path) -> list[Mark]:
    """Attach a picture to a file beside it and set it into a box."""
    project = picture.with_name("示范区.gpkg")
    content = contents.store(project, picture)
    return photos.stored(project, content.sha256, ROOM, ("zh", 2.5))


@pytest.mark.parametrize(
    ("mode", "size"),
    [("RGB", (4000, 30)), ("RGBA", (40, 60)), ("P", (50, 50)), ("L", (9, 9)), ("CMYK", (80, 80))],
)
def test_any_picture_fits_its_box_and_keeps_its_shape(
    tmp_path: Path, mode: str, size: tuple[int, int]
) -> None:
    path = tmp_path / ("a.tif" if mode == "CMYK" else "a.png")
    Image.new(mode, size).save(path)
    (mark,) = laid(path)
    assert isinstance(mark, Picture)
    assert ROOM.holds(mark.box, 0.01)
    assert mark.box.width / mark.box.height == pytest.approx(mark.width / mark.height, rel=0.01)
    assert len(mark.pixels) == mark.width * mark.height * 3


def test_a_turned_photo_stands_upright(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (40, 20)).save(tmp_path / "a.jpg", exif=exif)
    (mark,) = laid(tmp_path / "a.jpg")
    assert isinstance(mark, Picture)
    assert mark.width < mark.height


def test_a_bomb_of_a_picture_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(photo_reading, "MOST_PIXELS", 100)
    Image.new("RGB", (20, 20)).save(tmp_path / "a.png")
    assert not any(isinstance(mark, Picture) for mark in laid(tmp_path / "a.png"))
