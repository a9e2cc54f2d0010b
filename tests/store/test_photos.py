from __future__ import annotations

import contextlib
import io
import os
import struct
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from renewtrack.errors import Cancelled
from renewtrack.store import (
    actions,
    attachments,
    buildings,
    contents,
    history,
    households,
    photo_list,
    photo_pairs,
    photo_pixels,
    photo_reading,
    photos,
    picture_tags,
    rows,
    works,
)
from renewtrack.store.file import ProjectFile
from renewtrack.store.photos import Receipt, Wish
from tests.photo_making import heic, jpeg, png
from tests.store.conftest import LAT, LON, Dongli

if TYPE_CHECKING:
    from sqlite_utils import Database

HERE = {"lon": LON + 0.0055, "lat": LAT + 0.0005, "taken": "2025:03:12 10:11:12"}  # building 2
FAR = {"lon": LON + 0.05, "lat": LAT, "taken": "2025:09:30 08:00:00"}


@pytest.fixture
def card(tmp_path: Path) -> Path:
    """A phone's card: pictures below DCIM, other things beside it."""
    made = tmp_path / "卡"
    camera = made / "DCIM" / "100APPLE"
    camera.mkdir(parents=True)
    (camera / "IMG_0001.HEIC").write_bytes(heic(64, 48, **HERE))
    (camera / "IMG_0002.JPG").write_bytes(jpeg(64, 48, seed=2, **HERE))
    (camera / "上地东里1号楼改造后.png").write_bytes(png(64, 48, seed=3, **FAR))
    (camera / ".hidden.jpg").write_bytes(b"no")
    (camera / "notes.txt").write_text("no picture", "utf-8")
    (camera / "empty.jpg").write_bytes(b"")
    (camera / "torn.heic").write_bytes(heic(64, 48)[:40])
    (camera / "cut.jpg").write_bytes(jpeg(400, 300, seed=4)[:-2000])
    (made / "MISC").mkdir()
    (made / "MISC" / "other.jpg").write_bytes(jpeg(8, 8))
    return made


def taken_in(db: Database, project: ProjectFile, *sources: Path, **wish: object) -> Receipt:
    return photos.index(db, Path(project.path), sources, Wish("甲", **wish))  # type: ignore[arg-type]


def by_name(db: Database) -> dict[str, photo_list.Photo]:
    return {each.name: each for each in photo_list.all(db)}


def test_each_file_of_a_card_is_added_or_told_with_its_reason(
    db: Database, project: ProjectFile, dongli: Dongli, card: Path
) -> None:
    receipt = taken_in(db, project, card)
    assert (receipt.files, len(receipt.added), receipt.there, len(receipt.skipped)) == (7, 4, 0, 3)
    assert {each.name: each.why for each in receipt.skipped} == {
        "notes.txt": photos.photo_files.OTHER_KIND,
        "empty.jpg": photo_reading.EMPTY,
        "torn.heic": photo_reading.NO_PICTURE,
    }
    assert receipt.cut == ["cut.jpg"]


def test_time_and_place_come_from_heic_and_jpeg_alike(
    db: Database, project: ProjectFile, dongli: Dongli, card: Path
) -> None:
    taken_in(db, project, card)
    found = by_name(db)
    for name in ("IMG_0001.HEIC", "IMG_0002.JPG"):
        each = found[name]
        assert (each.taken_at, each.taken_on) == ("2025-03-12T10:11:12", "2025-03-12")
        assert (each.lon, each.lat) == pytest.approx((HERE["lon"], HERE["lat"]), abs=1e-6)
        assert (each.place, each.placed_by) == (("building", dongli.buildings[1]), "exif")


def test_the_originals_and_what_is_stored_are_the_same_bytes(
    db: Database, project: ProjectFile, dongli: Dongli, card: Path
) -> None:
    before = {path: path.read_bytes() for path in card.rglob("*") if path.is_file()}
    taken_in(db, project, card)
    assert {path: path.read_bytes() for path in before} == before
    for each in photo_list.all(db):
        stored = contents.place(Path(project.path), each.sha256)
        assert stored.read_bytes() in before.values()


def test_a_second_time_everything_is_there_already(
    db: Database, project: ProjectFile, dongli: Dongli, card: Path
) -> None:
    taken_in(db, project, card)
    again = taken_in(db, project, card)
    assert (len(again.added), again.there, len(again.skipped)) == (0, 4, 3)


def test_a_picture_that_a_person_moved_is_not_added_at_its_old_place(
    db: Database, project: ProjectFile, dongli: Dongli, card: Path
) -> None:
    taken_in(db, project, card)
    moved = by_name(db)["IMG_0002.JPG"]
    with actions.act(db, "edit", "甲"):
        photos.assign(db, [moved.id], ("estate", dongli.other))
    assert taken_in(db, project, card).there == 4


def test_a_batch_is_one_action_that_can_be_undone(
    db: Database, project: ProjectFile, dongli: Dongli, card: Path
) -> None:
    taken_in(db, project, card)
    assert attachments.missing(db, Path(project.path)) == []
    history.undo(db, "甲")
    assert photo_list.all(db) == []
    assert len(taken_in(db, project, card).added) == 4


def test_a_run_that_is_stopped_leaves_nothing(
    db: Database, project: ProjectFile, dongli: Dongli, card: Path
) -> None:
    def stop(done: float, total: float) -> None:
        if done > 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        photos.index(db, Path(project.path), [card], Wish("甲"), stop)
    home = contents.folder(Path(project.path))
    assert [path for path in home.rglob("*") if path.is_file()] == []
    assert photo_list.all(db) == []


def test_files_with_hostile_names_are_kept_under_plain_ones(
    db: Database, project: ProjectFile, dongli: Dongli, tmp_path: Path
) -> None:
    names = ["=HYPERLINK(1)\u202egpj.jpg", "<b>3号楼\n前.jpg", "$(reboot);'--.jpg"]
    for seed, name in enumerate(names):
        (tmp_path / name).write_bytes(jpeg(8, 8, seed=seed))
    taken_in(db, project, *(tmp_path / name for name in names))
    shown = [each.name for each in photo_list.all(db)]
    assert len(shown) == 3
    assert all(name.isprintable() and "/" not in name for name in shown)


def test_a_pipe_and_a_link_are_no_pictures(
    db: Database, project: ProjectFile, tmp_path: Path
) -> None:
    folder = tmp_path / "夹"
    folder.mkdir()
    os.mkfifo(folder / "pipe.jpg")
    (folder / "link.jpg").symlink_to("/etc/passwd")
    receipt = taken_in(db, project, folder)
    assert [each.why for each in receipt.skipped] == [photos.photo_files.NO_FILE]


@pytest.mark.parametrize(
    ("parts", "side", "expected"),
    [
        ((40.0, 1.0, 52.8), b"N\0", 40.0313333),
        ((40.0, 1.0, 52.8), b"S", -40.0313333),
        ((40.5,), None, 40.5),
        ((40.0, 1.5, float("nan")), b"N", 40.025),  # 0/0 seconds
        ((float("nan"), 1.0, 2.0), b"N", None),
        ((float("inf"), 1.0, 2.0), b"N", None),
        ((), b"N", None),
        (b"junk", b"N", None),
        (None, None, None),
    ],
)
def test_a_place_in_degrees_minutes_seconds(
    parts: picture_tags.Value | None, side: bytes | None, expected: float | None
) -> None:
    assert photo_reading.degrees(parts, side) == expected


def test_a_rational_over_zero_is_no_number() -> None:
    packed = (
        struct.pack("<2sHI", b"II", 42, 8)
        + struct.pack("<HHHIII", 1, picture_tags.GPS, 4, 1, 26, 0)
        + struct.pack("<HHHIII", 1, 2, 5, 3, 44, 0)
        + struct.pack("<6I", 40, 1, 1, 0, 0, 0)
    )
    parts = picture_tags.tags(packed)[picture_tags.GPS, 2]
    assert photo_reading.degrees(parts, b"N") is None


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (b"2025:03:12 10:11:12\0", "2025-03-12T10:11:12"),
        ("2025-03-12T10:11:12", "2025-03-12T10:11:12"),
        (b"0000:00:00 00:00:00", None),
        (b"    :  :     :  :  ", None),
        (b"1980:01:01 00:00:00", None),  # a clock that was never set
        (b"2025:02:30 10:00:00", None),
        (b"\xff\xfe", None),
        (7, None),
        (None, None),
    ],
)
def test_a_camera_s_time(said: picture_tags.Value | None, expected: str | None) -> None:
    assert photo_reading.time_of(said) == expected


@pytest.mark.parametrize("turn", [1, 6, 8])
def test_a_picture_says_how_it_is_turned(turn: int) -> None:
    assert photo_reading.head(jpeg(32, 16, orientation=turn)).orientation == turn


def test_our_own_reader_reads_what_pillow_reads() -> None:
    data = jpeg(32, 16, **HERE)
    tags = Image.open(io.BytesIO(data)).getexif()
    ours = picture_tags.tags(picture_tags.jpeg(data).exif)  # type: ignore[union-attr]
    assert ours[picture_tags.GPS, 2] == tuple(map(float, tags.get_ifd(0x8825)[2]))
    assert ours[picture_tags.EXIF, 36867] == tags.get_ifd(0x8769)[36867].encode() + b"\0"


@settings(max_examples=60, deadline=None)
@given(place=st.integers(2, 700), value=st.binary(min_size=1, max_size=8))
def test_a_broken_head_is_read_or_refused_never_worse(place: int, value: bytes) -> None:
    data = bytearray(jpeg(16, 16, **HERE))
    data[place : place + len(value)] = value
    with contextlib.suppress(photo_reading.Unreadable):
        assert photo_reading.head(bytes(data)).width > 0


@pytest.mark.parametrize(("width", "height"), [(60_000, 60_000), (0, 10)])
def test_a_huge_picture_is_refused_by_its_head(width: int, height: int) -> None:
    data = bytearray(jpeg(16, 16))
    frame = data.index(b"\xff\xc0")
    data[frame + 5 : frame + 9] = struct.pack(">HH", height, width)
    with pytest.raises(photo_reading.Unreadable):
        photo_reading.head(bytes(data))


def test_a_picture_far_from_its_place_is_questioned_until_it_is_confirmed(
    db: Database, project: ProjectFile, dongli: Dongli, card: Path
) -> None:
    taken_in(db, project, card)
    far = by_name(db)["上地东里1号楼改造后.png"]
    assert (far.phase, far.place) == ("after", ("building", dongli.buildings[0]))
    assert far.off_m is not None
    assert far.off_m > 4000
    assert [each.name for each in photo_list.all(db) if each.questioned] == [far.name]
    with actions.act(db, "edit", "甲"):
        photos.confirm(db, [far.id])
    assert not any(each.questioned for each in photo_list.all(db))


def test_a_room_in_a_folder_s_name_leads_to_its_home(
    db: Database, project: ProjectFile, dongli: Dongli, tmp_path: Path
) -> None:
    with actions.act(db, "edit", "甲"):
        home = households.add(db, building_id=dongli.buildings[1], room="301")
    folder = tmp_path / "上地东里" / "2号楼"
    folder.mkdir(parents=True)
    (folder / "301前.jpg").write_bytes(jpeg(8, 8))
    taken_in(db, project, tmp_path / "上地东里")
    (found,) = photo_list.all(db)
    assert (found.place, found.phase, found.number) == (("household", home), "before", "2")


def test_all_pictures_go_to_the_place_that_a_person_chose(
    db: Database, project: ProjectFile, dongli: Dongli, card: Path
) -> None:
    taken_in(db, project, card, place=("estate", dongli.other), phase="during")
    found = photo_list.all(db, [dongli.other])
    assert {each.place for each in found} == {("estate", dongli.other)}
    assert {each.phase for each in found} == {"during", "after"}
    assert photo_list.all(db, [dongli.estate]) == []


@pytest.fixture
def pair(db: Database, project: ProjectFile, dongli: Dongli, tmp_path: Path) -> photo_pairs.Pair:
    for seed, name in enumerate(("1号楼改造前.jpg", "1号楼改造后.jpg")):
        (tmp_path / name).write_bytes(jpeg(64, 48, seed=seed))
    taken_in(db, project, tmp_path / "1号楼改造前.jpg", tmp_path / "1号楼改造后.jpg")
    with actions.act(db, "edit", "甲"):
        photo_pairs.pair_up(db, photo_list.all(db))
    return photo_pairs.all(db)[0]


def test_before_and_after_of_a_place_are_put_together_once(
    db: Database, pair: photo_pairs.Pair
) -> None:
    assert (pair.before.phase, pair.after.phase, pair.public) == ("before", "after", False)
    with actions.act(db, "edit", "甲"):
        assert photo_pairs.pair_up(db, photo_list.all(db)) == []


def test_how_a_pair_is_laid_over_each_other_is_kept(db: Database, pair: photo_pairs.Pair) -> None:
    with actions.act(db, "edit", "甲"):
        photo_pairs.align(db, pair.id, 0.05, -0.02, 1.1)
    (found,) = photo_pairs.all(db)
    assert (found.shift_x, found.shift_y, found.zoom) == (0.05, -0.02, 1.1)
    with actions.act(db, "edit", "甲"), pytest.raises(ValueError, match="seen"):
        photo_pairs.align(db, pair.id, 2, 0, 1)


def test_a_picture_of_a_home_never_becomes_public(
    db: Database, dongli: Dongli, pair: photo_pairs.Pair
) -> None:
    with actions.act(db, "edit", "甲"):
        photo_pairs.publish(db, pair, True)
        home = households.add(db, building_id=dongli.buildings[0], room="301")
        photos.assign(db, [pair.after.id], ("household", home))
    with actions.act(db, "edit", "甲"), pytest.raises(photo_pairs.NotPublic):
        photo_pairs.publish(db, photo_pairs.all(db)[0], True)
    work = None
    with actions.act(db, "edit", "甲"):
        work = works.add(db, kind="W14", building_id=dongli.buildings[0], household_id=home)
        photos.assign(db, [pair.after.id], ("work", work))
    assert not photo_pairs.may_be_public(photo_pairs.all(db)[0].after)


def test_places_without_one_of_the_two_are_listed(
    db: Database, dongli: Dongli, pair: photo_pairs.Pair
) -> None:
    with actions.act(db, "edit", "甲"):
        for building in dongli.buildings[:2]:
            works.add(db, kind="B16", building_id=building, finish_actual="2025-09-01")
        photos.assign(db, [pair.before.id], ("building", dongli.buildings[2]))
    found = {
        (each.number, each.phase, each.finished)
        for each in photo_list.missing(db, photo_list.all(db))
    }
    assert found == {("12", "after", False), ("1", "before", False), ("2", "after", True)}


def test_deleting_a_building_takes_its_pictures_and_pairs_along(
    db: Database, dongli: Dongli, pair: photo_pairs.Pair
) -> None:
    with actions.act(db, "delete", "甲"):
        buildings.remove(db, dongli.buildings[0])
    assert rows.value(db, "SELECT COUNT(*) FROM photo_pair") == 0


@pytest.mark.parametrize(
    ("name", "data", "size"),
    [
        ("turned.jpg", jpeg(400, 300, orientation=6), (75, 100)),
        ("phone.heic", heic(400, 300), (100, 75)),
    ],
)
def test_a_small_picture_is_upright(
    tmp_path: Path, name: str, data: bytes, size: tuple[int, int]
) -> None:
    (tmp_path / name).write_bytes(data)
    found = photo_pixels.small(tmp_path / name, (100, 100))
    assert found is not None
    wide, high, pixels = found
    assert (wide, high) == size
    red = 5 if name == "phone.heic" else wide - 5  # a turn to the right puts the corner there
    at = (5 * wide + red) * 3
    assert pixels[at] > 180 > 120 > pixels[at + 1]


def test_the_small_picture_in_a_head_is_shown_before_the_whole_is_read(tmp_path: Path) -> None:
    out = io.BytesIO()
    Image.new("RGB", (160, 120), (10, 200, 10)).save(out, "JPEG")
    data = jpeg(1600, 1200)
    packed = _with_thumbnail(out.getvalue())
    (tmp_path / "a.jpg").write_bytes(data[:2] + packed + data[2:])
    found = photo_pixels.small(tmp_path / "a.jpg", (160, 120))
    assert found is not None
    assert found[2][1] > 150


def _with_thumbnail(small: bytes) -> bytes:
    """Return an APP1 segment whose second folder holds a small picture."""
    first = struct.pack("<2sHI", b"II", 42, 8) + struct.pack("<HI", 0, 14)
    second = struct.pack("<H", 2)
    for number, value in ((513, 14 + 2 + 24 + 4), (514, len(small))):
        second += struct.pack("<HHII", number, 4, 1, value)
    body = b"Exif\0\0" + first + second + struct.pack("<I", 0) + small
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body
