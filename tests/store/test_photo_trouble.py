"""What goes wrong with pictures: shut folders, a full disk, hostile heads, altered contents."""

from __future__ import annotations

import ctypes
import errno
import io
import os
import struct
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import pytest
from PIL import Image, UnidentifiedImageError

from renewtrack.store import (
    actions,
    contents,
    photo_files,
    photo_list,
    photo_pixels,
    photos,
    projects,
    replacing,
)
from renewtrack.store.file import ProjectFile
from renewtrack.store.photos import Receipt, Wish
from tests.photo_making import jpeg
from tests.store.conftest import Dongli

if TYPE_CHECKING:
    from sqlite_utils import Database


def taken_in(db: Database, project: ProjectFile, *sources: Path) -> Receipt:
    return photos.index(db, Path(project.path), sources, Wish("甲"))


def kept_files(project: ProjectFile) -> list[Path]:
    home = contents.folder(Path(project.path))
    return [path for path in home.rglob("*") if path.is_file()]


def test_a_folder_that_cannot_be_opened_is_told(
    db: Database, project: ProjectFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, shut = tmp_path / "夹", tmp_path / "夹" / "锁"
    shut.mkdir(parents=True)
    (folder / "a.jpg").write_bytes(jpeg(8, 8))
    (shut / "b.jpg").write_bytes(jpeg(8, 8, seed=2))
    looked = os.scandir

    def refused(path: Any) -> Any:
        if Path(path) == shut:
            raise PermissionError(errno.EACCES, "no")
        return looked(path)

    monkeypatch.setattr(os, "scandir", refused)
    receipt = taken_in(db, project, folder)
    assert (receipt.files, len(receipt.added)) == (2, 1)
    assert receipt.skipped == [photo_files.Skipped("锁", photo_files.SHUT)]
    assert taken_in(db, project, shut).skipped == receipt.skipped


def test_folders_too_deep_in_each_other_are_told(
    db: Database, project: ProjectFile, tmp_path: Path
) -> None:
    deepest = tmp_path.joinpath("深", *(f"{at}" for at in range(20)))
    deepest.mkdir(parents=True)
    (deepest / "a.jpg").write_bytes(jpeg(8, 8))
    receipt = taken_in(db, project, tmp_path / "深")
    assert [each.why for each in receipt.skipped] == [photo_files.TOO_DEEP]


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """A disk that has room for two pictures, until it is undone."""
    opened, written = Path.open, []

    def one(path: Path, mode: str = "r", *args: Any, **named: Any) -> IO[Any]:
        if path.name.endswith(".part") and "w" in mode:
            written.append(path)
            if len(written) > 2:
                raise OSError(errno.ENOSPC, "No space left on device")
        return opened(path, mode, *args, **named)

    monkeypatch.setattr(Path, "open", one)
    return monkeypatch


def test_what_the_disk_does_not_take_is_not_taken_in(
    db: Database, project: ProjectFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.jpg").write_bytes(jpeg(8, 8))

    def failing(handle: int) -> int:
        ctypes.set_errno(errno.EIO)
        return -1

    monkeypatch.setattr(replacing, "_syncfs", lambda: failing)
    with pytest.raises(photo_files.NotKept, match=os.strerror(errno.EIO)):
        taken_in(db, project, tmp_path / "a.jpg")
    assert kept_files(project) == []
    monkeypatch.setattr(replacing, "_syncfs", lambda: None)  # where a system has no such call
    assert len(taken_in(db, project, tmp_path / "a.jpg").added) == 1


def test_a_full_disk_leaves_nothing_and_the_next_run_works(
    db: Database, project: ProjectFile, tmp_path: Path, full: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "夹"
    folder.mkdir()
    for seed in range(5):
        (folder / f"{seed}.jpg").write_bytes(jpeg(8, 8, seed=seed))
    with pytest.raises(photo_files.NotKept, match="No space left"):
        taken_in(db, project, folder)
    assert kept_files(project) == []
    assert photo_list.all(db) == []
    full.undo()
    assert len(taken_in(db, project, folder).added) == 5


def test_a_folder_of_attachments_that_cannot_be_made_is_told(
    db: Database, project: ProjectFile, tmp_path: Path
) -> None:
    (tmp_path / "a.jpg").write_bytes(jpeg(8, 8))
    contents.folder(Path(project.path)).write_bytes(b"in the way")
    with pytest.raises(photo_files.NotKept):
        taken_in(db, project, tmp_path / "a.jpg")


def test_persons_in_the_names_of_files_that_were_skipped_are_masked(
    db: Database, project: ProjectFile, dongli: Dongli, tmp_path: Path
) -> None:
    with actions.act(db, "edit", "甲"):
        projects.change(db, dongli.project, {"contact": "王建国"})
    (tmp_path / "王建国家13812345678.txt").write_bytes(b"no picture")
    (tmp_path / "王建国家.jpg").write_bytes(jpeg(400, 300)[:-2000])
    files = tmp_path / "王建国家13812345678.txt", tmp_path / "王建国家.jpg"
    receipt = taken_in(db, project, *files)
    assert [each.name for each in receipt.skipped] == ["王**家138****5678.txt"]
    assert receipt.cut == ["王**家.jpg"]


@pytest.mark.parametrize("form", ["PNG", "TIFF"])
def test_grey_of_sixteen_bits_is_not_all_white(tmp_path: Path, form: str) -> None:
    steps = b"".join(struct.pack("<H", step * 256) for step in range(256))
    Image.frombytes("I;16", (256, 64), steps * 64).save(tmp_path / "a", form)
    found = photo_pixels.small(tmp_path / "a", (64, 64))
    assert found is not None
    assert found[2][0] < 20 < 100 < found[2][32 * 3] < 150


def test_a_picture_of_fractions_is_shown(tmp_path: Path) -> None:
    Image.new("F", (8, 8), 0.5).save(tmp_path / "a.tif")
    assert photo_pixels.small(tmp_path / "a.tif", (8, 8)) == (8, 8, bytes([127]) * 192)


def test_a_huge_picture_in_a_head_is_left_alone(tmp_path: Path) -> None:
    inner = bytearray(jpeg(16, 16))
    frame = inner.index(b"\xff\xc0")
    inner[frame + 5 : frame + 9] = struct.pack(">HH", 12_000, 16_000)
    (tmp_path / "a.jpg").write_bytes(_with_thumbnail(jpeg(400, 300), bytes(inner)))
    assert photo_pixels.small(tmp_path / "a.jpg", (80, 60)) is not None


def test_what_is_called_a_picture_is_opened_as_none_but_the_kinds_taken(tmp_path: Path) -> None:
    eps = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n%%EndComments\nshowpage\n"
    (tmp_path / "a.jpg").write_bytes(eps)
    with pytest.raises(UnidentifiedImageError):
        photo_pixels._decoded(io.BytesIO(eps), lambda _: None)


@pytest.fixture
def attached(project: ProjectFile, tmp_path: Path) -> tuple[Path, str]:
    """The path of a file and the content of a picture with another, small one in its head."""
    green = io.BytesIO()
    Image.new("RGB", (160, 120), (10, 200, 10)).save(green, "JPEG")
    (tmp_path / "a.jpg").write_bytes(_with_thumbnail(jpeg(400, 300), green.getvalue()))
    path = Path(project.path)
    return path, contents.store(path, tmp_path / "a.jpg").sha256


def test_what_leaves_the_house_is_never_the_small_picture_in_the_head(
    attached: tuple[Path, str],
) -> None:
    found = photo_pixels.stored(*attached, (160, 120))
    assert found is not None
    assert found[2][0] > 180 > 120 > found[2][1]  # the red corner of the picture itself


def test_an_altered_or_missing_content_does_not_leave_the_house(
    attached: tuple[Path, str],
) -> None:
    place = contents.place(*attached)
    place.write_bytes(jpeg(40, 30, seed=9))
    assert photo_pixels.stored(*attached, (160, 120)) is None
    place.unlink()
    assert photo_pixels.stored(*attached, (160, 120)) is None


def _with_thumbnail(picture: bytes, small: bytes) -> bytes:
    """Return a JPEG whose head holds a small picture in its second folder."""
    first = struct.pack("<2sHI", b"II", 42, 8) + struct.pack("<HI", 0, 14)
    second = struct.pack("<H", 2)
    for number, value in ((513, 14 + 2 + 24 + 4), (514, len(small))):
        second += struct.pack("<HHII", number, 4, 1, value)
    body = b"Exif\0\0" + first + second + struct.pack("<I", 0) + small
    return picture[:2] + b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body + picture[2:]
