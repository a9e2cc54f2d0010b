from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from renewtrack.errors import Cancelled
from renewtrack.store import actions, attachments, contents, estates, history
from renewtrack.store.file import ProjectFile

from .conftest import Dongli

if TYPE_CHECKING:
    from sqlite_utils import Database

HOSTILE = {
    "../../evil.txt": "evil.txt",
    "C:\\Windows\\system32\\批复.pdf": "批复.pdf",
    "\\\\server\\share\\图.jpg": "图.jpg",
    "CON": "CON",
    "报告.pdf:hidden": "报告.pdf:hidden",
    "a\x00b\nc.txt": "abc.txt",
    "\u202egpj.exe": "gpj.exe",
    "..": "附件",
    "": "附件",
    "/": "附件",
}


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    path = tmp_path / "立项批复.pdf"
    path.write_bytes(b"%PDF-1.7 approved " * 9_000)
    return path


def add(project: ProjectFile, source: Path, owner: str, owner_id: int) -> int:
    content = contents.store(project.path, source)
    with actions.act(project.db, "attach", "张工", content.name):
        return attachments.attach(project.db, content, owner, owner_id, "张工")


def test_an_attached_file_is_there_by_its_content(
    project: ProjectFile, dongli: Dongli, letter: Path
) -> None:
    add(project, letter, "estate", dongli.estate)
    (found,) = attachments.of(project.db, project.path, "estate", dongli.estate)
    assert (found.name, found.size, found.who, found.there) == (
        "立项批复.pdf",
        letter.stat().st_size,
        "张工",
        True,
    )
    assert contents.place(project.path, found.sha256).read_bytes() == letter.read_bytes()


def test_one_content_is_stored_once(project: ProjectFile, dongli: Dongli, letter: Path) -> None:
    add(project, letter, "estate", dongli.estate)
    add(project, letter, "project", dongli.project)
    stored = [each for each in contents.folder(project.path).rglob("*") if each.is_file()]
    assert len(stored) == 1
    assert len(attachments.all_contents(project.db)) == 1


def test_a_copy_that_was_damaged_is_replaced_when_the_file_is_attached_again(
    project: ProjectFile, dongli: Dongli, letter: Path
) -> None:
    add(project, letter, "estate", dongli.estate)
    (found,) = attachments.all_contents(project.db)
    contents.place(project.path, found.sha256).write_bytes(b"x" * found.size)
    add(project, letter, "estate", dongli.other)
    assert list(attachments.check(project.db, project.path)) == []


@pytest.mark.parametrize(("given", "shown"), HOSTILE.items(), ids=range(len(HOSTILE)))
def test_a_hostile_name_is_for_display_only(given: str, shown: str) -> None:
    assert contents.shown_name(given) == shown


def test_a_long_name_keeps_its_suffix() -> None:
    shown = contents.shown_name("很长" * 400 + ".jpeg")
    assert len(shown) <= 181
    assert shown.endswith("….jpeg")


@pytest.mark.parametrize("sha256", ["../" * 21 + "a", "A" * 64, "", "0" * 63])
def test_a_name_is_never_a_path(tmp_path: Path, sha256: str) -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        contents.place(tmp_path / "a.gpkg", sha256)


def test_what_is_no_file_is_refused(project: ProjectFile, tmp_path: Path) -> None:
    for source in (tmp_path / "none.pdf", tmp_path):
        with pytest.raises(contents.NotAttached):
            contents.store(project.path, source)


def test_stopping_half_way_leaves_nothing(project: ProjectFile, letter: Path) -> None:
    def stop(_done: float, _total: float) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        contents.store(project.path, letter, stop)
    assert list(contents.folder(project.path).rglob("*")) == []


def test_a_missing_and_an_altered_content_are_told(
    project: ProjectFile, dongli: Dongli, letter: Path, tmp_path: Path
) -> None:
    photo = tmp_path / "前.jpg"
    photo.write_bytes(b"before" * 100)
    add(project, letter, "estate", dongli.estate)
    add(project, photo, "building", dongli.buildings[0])
    (lost, changed) = sorted(attachments.all_contents(project.db), key=lambda each: -each.size)
    contents.place(project.path, lost.sha256).unlink()
    contents.place(project.path, changed.sha256).write_bytes(b"after!" * 100)
    said = [words.zh for words in attachments.check(project.db, project.path)]
    assert sorted(said) == ["附件“前.jpg”的内容与登记时不同", "附件“立项批复.pdf”的内容不见了"]
    assert [each.name for each in attachments.missing(project.db, project.path)] == ["立项批复.pdf"]


def test_a_missing_content_is_found_again_under_any_name(
    project: ProjectFile, dongli: Dongli, letter: Path, tmp_path: Path
) -> None:
    add(project, letter, "estate", dongli.estate)
    (lost,) = attachments.all_contents(project.db)
    contents.place(project.path, lost.sha256).unlink()
    elsewhere = tmp_path / "旧电脑" / "资料"
    elsewhere.mkdir(parents=True)
    letter.rename(elsewhere / "无标题(3).pdf")
    (elsewhere / "same size.pdf").write_bytes(b"x" * lost.size)
    found = attachments.relink(project.db, project.path, tmp_path / "旧电脑")
    assert [each.name for each in found] == ["立项批复.pdf"]
    assert list(attachments.check(project.db, project.path)) == []


def test_a_deleted_estate_takes_its_attachments_along_and_undo_brings_them_back(
    project: ProjectFile, dongli: Dongli, letter: Path
) -> None:
    db: Database = project.db
    add(project, letter, "estate", dongli.other)
    add(project, letter, "building", dongli.buildings[0])
    with actions.act(db, "delete", "张工"):
        estates.remove(db, dongli.other)
    assert attachments.of(db, project.path, "estate", dongli.other) == []
    history.undo(db, "张工")
    (found,) = attachments.of(db, project.path, "estate", dongli.other)
    assert found.there


def test_an_attachment_that_was_taken_off_comes_back_by_undo(
    project: ProjectFile, dongli: Dongli, letter: Path
) -> None:
    attachment_id = add(project, letter, "work", dongli.work)
    with actions.act(project.db, "delete", "张工"):
        attachments.remove(project.db, attachment_id)
    assert attachments.sweep(project.db, project.path) == 0
    history.undo(project.db, "张工")
    assert attachments.of(project.db, project.path, "work", dongli.work)[0].there


def test_a_sweep_takes_what_nobody_names(project: ProjectFile, letter: Path) -> None:
    contents.store(project.path, letter)
    assert attachments.sweep(project.db, project.path) == 1


def test_a_copy_for_looking_at_has_a_harmless_name(
    project: ProjectFile, dongli: Dongli, tmp_path: Path, letter: Path
) -> None:
    odd = letter.rename(tmp_path / "照片.前 & 后.JPG")
    add(project, odd, "estate", dongli.estate)
    (found,) = attachments.all_contents(project.db)
    copy = contents.opened_copy(project.path, found, tmp_path)
    assert copy.name == f"{found.sha256[:16]}.jpg"


@pytest.mark.parametrize("name", ["安装.exe", "说明.pdf.lnk", "run.BAT", "图.svg.js"])
def test_what_could_run_is_not_opened(
    project: ProjectFile, dongli: Dongli, tmp_path: Path, name: str, letter: Path
) -> None:
    add(project, letter.rename(tmp_path / name), "estate", dongli.estate)
    (found,) = attachments.all_contents(project.db)
    with pytest.raises(contents.Risky):
        contents.opened_copy(project.path, found, tmp_path)


def test_an_altered_content_is_not_opened(
    project: ProjectFile, dongli: Dongli, tmp_path: Path, letter: Path
) -> None:
    add(project, letter, "estate", dongli.estate)
    (found,) = attachments.all_contents(project.db)
    contents.place(project.path, found.sha256).write_bytes(b"x" * found.size)
    with pytest.raises(contents.ContentAltered):
        contents.opened_copy(project.path, found, tmp_path)
    assert not list(tmp_path.glob("*.part"))


def test_nothing_is_attached_to_what_takes_none(
    project: ProjectFile, dongli: Dongli, letter: Path
) -> None:
    with pytest.raises(ValueError, match="area"):
        add(project, letter, "area", dongli.street)


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_link_is_followed_to_its_content_not_kept(
    project: ProjectFile, dongli: Dongli, letter: Path, tmp_path: Path
) -> None:
    link = tmp_path / "链接.pdf"
    link.symlink_to(letter)
    add(project, link, "estate", dongli.estate)
    (found,) = attachments.all_contents(project.db)
    assert not contents.place(project.path, found.sha256).is_symlink()
