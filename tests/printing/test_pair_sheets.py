from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from renewtrack.printing import pair_sheets
from renewtrack.printing import photos as pair_photos
from renewtrack.printing.facts import PaperFacts
from renewtrack.printing.folio import Folio
from renewtrack.printing.sheet import Page, Picture, Text
from renewtrack.store import actions, contents, households, photo_list, photo_pairs, photos
from renewtrack.store.file import ProjectFile
from tests.photo_making import heic, jpeg
from tests.store.conftest import Dongli, db, dongli, project  # noqa: F401 - fixtures

FACTS = PaperFacts("", compiled_by="区更新办", made_on="2026-06-30", cutoff="2026-06-30")


@pytest.fixture
def paired(project: ProjectFile, dongli: Dongli, tmp_path: Path) -> ProjectFile:  # noqa: F811
    """Three pairs: of two buildings and of a home; one of them in HEIC and aligned."""
    with actions.act(project.db, "edit", "甲"):
        households.add(project.db, building_id=dongli.buildings[2], room="301")
    folder = tmp_path / "上地东里"
    folder.mkdir()
    for name, data in (
        ("1号楼改造前.jpg", jpeg(400, 300, seed=1, taken="2025:03:12 10:00:00")),
        ("1号楼改造后.heic", heic(400, 300, seed=2, taken="2025:10:20 09:00:00")),
        ("2号楼改造前.jpg", jpeg(300, 400, seed=3)),
        ("2号楼改造后.jpg", jpeg(400, 300, seed=4)),
        ("12号楼301前.jpg", jpeg(400, 300, seed=5)),
        ("12号楼301后.jpg", jpeg(400, 300, seed=6)),
        ("2号楼施工中.jpg", jpeg(400, 300, seed=7)),
    ):
        (folder / name).write_bytes(data)
    photos.index(project.db, Path(project.path), [folder], photos.Wish("甲"))
    with actions.act(project.db, "edit", "甲"):
        photo_pairs.pair_up(project.db, photo_list.all(project.db))
    first = photo_pairs.all(project.db)[0]
    with actions.act(project.db, "edit", "甲"):
        photo_pairs.align(project.db, first.id, 0.1, 0.0, 1.2)
    return project


def made(of: ProjectFile, paper: str, reveal: str = "") -> Folio:
    return pair_sheets.compose(of.db, Path(of.path), paper, None, FACTS, reveal=reveal)


def pictures(page: Page) -> list[Picture]:
    return [mark for mark in page.marks if isinstance(mark, Picture)]


def words(folio: Folio) -> str:
    return "\n".join(
        mark.text for page in folio.pages for mark in page.marks if isinstance(mark, Text)
    )


def test_two_pairs_stand_on_a_page_with_places_items_and_days(
    qapp: QApplication, paired: ProjectFile
) -> None:
    folio = made(paired, pair_sheets.SHEETS)
    assert [len(pictures(page)) for page in folio.pages] == [4, 2]
    said = words(folio)
    assert "上地东里小区 1号楼" in said
    assert "改造前　2025-03-12" in said
    assert "改造后　2025-10-20" in said


def test_rooms_are_masked_unless_a_reason_is_given(qapp: QApplication, paired: ProjectFile) -> None:
    assert "3**室" in words(made(paired, pair_sheets.SHEETS))
    assert "301" not in words(made(paired, pair_sheets.ALBUM))
    assert "301室" in words(made(paired, pair_sheets.SHEETS, "信访核查"))


def test_an_aligned_picture_is_cut_to_the_frame_that_it_has_by_itself(
    qapp: QApplication, paired: ProjectFile
) -> None:
    (aligned,) = (
        mark
        for page in made(paired, pair_sheets.SHEETS).pages
        for mark in pictures(page)
        if mark.clip is not None
    )
    assert aligned.box.width == pytest.approx(aligned.clip.width * 1.2)  # type: ignore[union-attr]


def test_an_album_holds_the_pictures_in_no_pair_too(
    qapp: QApplication, paired: ProjectFile
) -> None:
    folio = made(paired, pair_sheets.ALBUM)
    assert sum(len(pictures(page)) for page in folio.pages) == 7
    assert [each.title for each in folio.bookmarks] == ["上地东里小区改造照片册"]


def test_an_altered_picture_is_not_printed(qapp: QApplication, paired: ProjectFile) -> None:
    pair = photo_pairs.all(paired.db)[0]
    contents.place(Path(paired.path), pair.after.sha256).write_bytes(jpeg(400, 300, seed=9))
    folio = made(paired, pair_sheets.SHEETS)
    assert [len(pictures(page)) for page in folio.pages] == [3, 2]
    assert pair_photos.BROKEN.zh in words(folio)


def test_each_picture_tells_how_far_the_print_is_and_can_stop_it(
    qapp: QApplication, paired: ProjectFile
) -> None:
    shares: list[float] = []
    pair_sheets.compose(
        paired.db, Path(paired.path), pair_sheets.ALBUM, None, FACTS, progress=shares.append
    )
    assert shares == pytest.approx([at / 7 for at in range(1, 8)])


def test_more_pictures_than_the_memory_holds_are_refused(
    qapp: QApplication, paired: ProjectFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pair_sheets, "MOST", 6)
    assert len(made(paired, pair_sheets.SHEETS).pages) == 2
    with pytest.raises(pair_sheets.TooMany):
        made(paired, pair_sheets.ALBUM)


def test_what_is_missing_is_told_in_words(
    qapp: QApplication,
    project: ProjectFile,  # noqa: F811
) -> None:
    with pytest.raises(pair_sheets.NoPairs):
        made(project, pair_sheets.SHEETS)
    with pytest.raises(pair_sheets.NoPictures):
        made(project, pair_sheets.ALBUM)
