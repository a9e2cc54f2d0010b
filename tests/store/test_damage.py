"""Damage is noticed or harmless, told by table, and never makes a file worse."""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from renewtrack.store import damage, digests, estates, file, health, salvage_pages, table_words
from renewtrack.store.salvage_pages import Pages
from tests.store import rotting
from tests.store.rotting import AT_OPEN, HARMLESS, MISSED, PAGE


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return rotting.make(tmp_path_factory.mktemp("sound") / "示范区.gpkg", 24)


def torn(sound: Path, path: Path, name: str) -> Path:
    """Copy a file with the root page of a table or an index emptied."""
    with closing(sqlite3.connect(sound)) as conn:
        found = conn.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (name,))
        (root,) = found.fetchone()
    stored = bytearray(sound.read_bytes())
    stored[(root - 1) * PAGE : root * PAGE] = bytes(PAGE)
    path.write_bytes(stored)
    return path


def test_of_a_file_that_was_closed_every_flipped_bit_is_noticed_or_harmless(
    sound: Path, tmp_path: Path
) -> None:
    path, content = tmp_path / "district.gpkg", rotting.content_of(sound)
    path.write_bytes(sound.read_bytes())
    found: Counter[str] = Counter()
    for each in rotting.flips(sound.read_bytes(), 4):
        path.write_bytes(sound.read_bytes())
        digests.note(path)
        found[rotting.noticed(each, path, content)] += 1
    assert found[MISSED] == 0
    assert found[AT_OPEN] > 25


def test_without_the_digest_some_are_missed(sound: Path, tmp_path: Path) -> None:
    """The control: the bench can tell a miss, and it is the digest that finds them all."""
    path, content = tmp_path / "district.gpkg", rotting.content_of(sound)
    places = [each for each in rotting.flips(sound.read_bytes(), 40) if each.kind == "overflow"]
    found: Counter[str] = Counter()
    for each in places:
        path.write_bytes(sound.read_bytes())
        digests.forget(path)
        found[rotting.noticed(each, path, content)] += 1
    assert found[MISSED] > 0


def test_a_file_cut_off_at_a_page_is_never_opened(sound: Path, tmp_path: Path) -> None:
    path, content = tmp_path / "district.gpkg", rotting.content_of(sound)
    found = {
        rotting.noticed(each, path, content)
        for each in (
            *rotting.cuts(sound.read_bytes(), 20),
            rotting.Damaged("cut off", "before the end", sound.read_bytes()[:-1]),
        )
    }
    assert found == {AT_OPEN}


@pytest.mark.parametrize("table", ["estate", "building", "change_log", "seal", "renewtrack_meta"])
def test_the_table_that_is_hit_is_named(sound: Path, tmp_path: Path, table: str) -> None:
    path = torn(sound, tmp_path / "torn.gpkg", table)
    before = path.read_bytes()
    found = damage.look(path)
    assert found.tables == (table,)
    assert table_words.label(table).zh in found.words[0].zh
    assert path.read_bytes() == before


def test_an_index_that_is_hit_is_told_as_such(sound: Path, tmp_path: Path) -> None:
    found = damage.look(torn(sound, tmp_path / "torn.gpkg", "estate_name"))
    assert found.tables == ("estate",)
    assert "索引" in found.words[0].zh


def test_a_sound_file_is_not_damaged(sound: Path) -> None:
    assert not damage.look(sound)


@pytest.mark.parametrize("table", ["estate", "building", "change_log", "gpkg_contents"])
def test_a_damaged_file_opens_to_look_at_what_is_left(
    sound: Path, tmp_path: Path, table: str
) -> None:
    path = torn(sound, tmp_path / "torn.gpkg", table)
    before = path.read_bytes()
    opened = file.open_file(path, damaged=True)
    assert (opened.readonly, opened.damage is not None) == (True, True)
    assert len(estates.all(opened.db)) == (0 if table == "estate" else 24)
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        opened.db.execute("UPDATE project SET name = 'x'")
    opened.close()
    assert path.read_bytes() == before
    assert sorted(each.name for each in tmp_path.iterdir()) == ["torn.gpkg"]


def test_of_a_torn_table_the_rows_around_the_tear_are_shown(sound: Path, tmp_path: Path) -> None:
    path = tmp_path / "torn.gpkg"
    stored = bytearray(sound.read_bytes())
    with closing(sqlite3.connect(sound)) as conn:
        (root,) = conn.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'building'"
        ).fetchone()
    leaf = max(salvage_pages.leaves(Pages(bytes(stored), PAGE), root))
    stored[(leaf - 1) * PAGE : leaf * PAGE] = bytes(PAGE)
    path.write_bytes(stored)
    opened = file.open_file(path, damaged=True)
    (left,) = opened.db.execute("SELECT COUNT(*) FROM building").fetchone()
    opened.close()
    assert 0 < left < 240


@pytest.mark.parametrize("stored", [b"", bytes(3 * PAGE)], ids=["empty", "zeros"])
def test_nothing_is_left_to_look_at(tmp_path: Path, stored: bytes) -> None:
    path = tmp_path / "gone.gpkg"
    path.write_bytes(stored)
    assert not damage.look(path).readable
    with pytest.raises(file.DamagedFile):
        file.open_file(path, damaged=True)
    assert path.read_bytes() == stored


def test_findings_of_damage_are_findings_of_pages(sound: Path, tmp_path: Path) -> None:
    found = damage.look(torn(sound, tmp_path / "torn.gpkg", "estate"))
    assert {each.check for each in health.of_damage(found)} == {"pages"}


def test_harmless_is_told_apart_from_missed(sound: Path, tmp_path: Path) -> None:
    path = tmp_path / "same.gpkg"
    same = rotting.Damaged("none", "nowhere", sound.read_bytes())
    assert rotting.noticed(same, path, rotting.content_of(sound)) == HARMLESS
    assert rotting.noticed(same, path, {"other": "content"}) == MISSED
