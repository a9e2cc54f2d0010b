"""The technical log stays small and goes on whatever its folder does."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from renewtrack.ui.technical_log import TechnicalLog


@pytest.fixture
def log(tmp_path: Path) -> Iterator[logging.Logger]:
    """A log whose files take few lines, and of which three are kept."""
    handler = TechnicalLog(tmp_path, size=200, files=3)
    logger = logging.Logger("small")
    logger.addHandler(handler)
    yield logger
    handler.close()


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.log"), key=lambda path: int(path.stem.rpartition("-")[2]))


def test_it_goes_on_in_a_further_file_and_keeps_the_youngest(
    log: logging.Logger, tmp_path: Path
) -> None:
    for number in range(60):
        log.error("line %02d of many that are written one after the other", number)
    files = _files(tmp_path)
    assert len(files) == 3
    assert all(path.stat().st_size <= 200 for path in files)
    assert "line 59" in files[-1].read_text("utf-8")


def test_the_files_of_other_windows_count_too(log: logging.Logger, tmp_path: Path) -> None:
    for number in range(9):
        old = tmp_path / f"renewtrack-20200101T00000{number}-1-0.log"
        old.write_text("old")
        os.utime(old, (number, number))
    for number in range(20):
        log.error("line %02d of many that are written one after the other", number)
    assert len(list(tmp_path.glob("*.log"))) == 3


def test_a_rename_that_fails_never_stops_it(
    log: logging.Logger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def held(*_: object) -> None:
        raise PermissionError(32, "held by a virus scanner")

    for name in ("rename", "replace", "remove", "unlink"):
        monkeypatch.setattr(os, name, held)
    for number in range(60):
        log.error("line %02d of many that are written one after the other", number)
    monkeypatch.undo()
    assert "line 59" in _files(tmp_path)[-1].read_text("utf-8")


def test_a_folder_that_goes_away_troubles_nobody(
    log: logging.Logger, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log.error("first")
    for path in tmp_path.iterdir():
        path.unlink()
    tmp_path.rmdir()
    for _ in range(9):
        log.error("a line that finds no folder any more and is lost without a word")
    assert capsys.readouterr().err == ""
