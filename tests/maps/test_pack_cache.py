from __future__ import annotations

from pathlib import Path

import pytest

from renewtrack.maps import drawing, pack_cache, packing
from renewtrack.store.map_revision import Revision
from tests.maps.district import buildings, placed_of

NOW = Revision("2026-06-30T08:00:00Z", 7, "2026-06-30T09:00:00.000Z")


@pytest.fixture(scope="module")
def made() -> drawing.Packed:
    return drawing.pack(placed_of(buildings(estates=10, each=12)))


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(pack_cache, "FEWEST", 100)
    path = tmp_path / "示范区.gpkg"
    path.write_bytes(b"a project")
    return path


def test_what_is_kept_comes_back_as_it_was(project: Path, made: drawing.Packed) -> None:
    assert pack_cache.save(project, NOW, made)
    kept = pack_cache.load(project)
    assert kept is not None
    revision, packed = kept
    assert revision == NOW
    assert (packed.stamp, packed.names, packed.estates) == (made.stamp, made.names, made.estates)
    assert packed.pack.body == made.pack.body
    assert packed.pack.order.tolist() == made.pack.order.tolist()


def test_nothing_but_the_kept_map_stands_beside_the_file(
    project: Path, made: drawing.Packed
) -> None:
    pack_cache.save(project, NOW, made)
    pack_cache.save(project, NOW, made)
    assert sorted(each.name for each in project.parent.iterdir()) == sorted(
        [project.name, pack_cache.place(project).name]
    )


def test_a_small_district_keeps_nothing(project: Path) -> None:
    few = drawing.pack(placed_of(buildings(estates=1, each=12)))
    assert not pack_cache.save(project, NOW, few)
    assert pack_cache.load(project) is None


@pytest.mark.parametrize("at", [0, 10, 40, 200, 2000, -1])
def test_a_damaged_map_is_not_taken(project: Path, made: drawing.Packed, at: int) -> None:
    pack_cache.save(project, NOW, made)
    kept = bytearray(pack_cache.place(project).read_bytes())
    kept[at] ^= 1
    pack_cache.place(project).write_bytes(kept)
    assert pack_cache.load(project) is None


@pytest.mark.parametrize("length", [0, 5, 30, 300])
def test_a_map_cut_short_is_not_taken(project: Path, made: drawing.Packed, length: int) -> None:
    pack_cache.save(project, NOW, made)
    kept = pack_cache.place(project).read_bytes()
    pack_cache.place(project).write_bytes(kept[:length])
    assert pack_cache.load(project) is None


def test_a_pack_of_other_buildings_is_refused(made: drawing.Packed) -> None:
    others = made.pack.ids + 1
    with pytest.raises(ValueError, match="other buildings"):
        packing.kept(made.pack.body, others, made.pack.groups)


def test_a_folder_that_cannot_be_written_to_is_no_trouble(
    tmp_path: Path, project: Path, made: drawing.Packed
) -> None:
    assert not pack_cache.save(tmp_path / "away" / "示范区.gpkg", NOW, made)
