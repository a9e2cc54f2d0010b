"""A file held by a virus scanner is waited for, then told; what was there stays."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from renewtrack.store import replacing


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    source, target = tmp_path / "new.part", tmp_path / "old"
    source.write_text("new")
    target.write_text("old")
    return source, target


def held(monkeypatch: pytest.MonkeyPatch, times: int) -> None:
    """Let a scanner hold the file for so many tries."""
    original, left = os.replace, [times]

    def replace(source: Path, target: Path) -> None:
        left[0] -= 1
        if left[0] >= 0:
            raise PermissionError(13, "held", str(target))
        original(source, target)

    monkeypatch.setattr(os, "replace", replace)


@pytest.mark.parametrize("times", [0, 1, 8])
def test_a_file_that_is_let_go_in_time_is_replaced(
    pair: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    held(monkeypatch, times)
    waited: list[float] = []
    replacing.replace(*pair, waited.append)
    assert pair[1].read_text() == "new"
    assert len(waited) == times
    assert waited == sorted(waited)


def test_one_that_stays_held_is_told_and_nothing_is_lost(
    pair: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    held(monkeypatch, 100)
    waited: list[float] = []
    with pytest.raises(replacing.HeldByOther) as told:
        replacing.replace(*pair, waited.append)
    assert [path.read_text() for path in pair] == ["new", "old"]
    assert 2 < sum(waited) < 3
    assert "杀毒软件" in told.value.in_("zh")


def test_another_trouble_is_not_waited_for(pair: tuple[Path, Path]) -> None:
    waited: list[float] = []
    with pytest.raises(FileNotFoundError):
        replacing.replace(pair[0].with_name("none"), pair[1], waited.append)
    assert waited == []


def test_a_free_name_is_given_and_a_taken_one_is_not(pair: tuple[Path, Path]) -> None:
    with pytest.raises(FileExistsError):
        replacing.put(*pair)
    assert [path.read_text() for path in pair] == ["new", "old"]
    free = pair[1].with_name("free")
    replacing.put(pair[0], free)
    assert free.read_text() == "new"
    assert not pair[0].exists()
