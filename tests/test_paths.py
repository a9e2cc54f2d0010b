"""A person without a home of their own can work all the same."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import platformdirs
import pytest

from renewtrack import cli, paths, preferences
from renewtrack.preferences import Preferences


@pytest.fixture
def homeless(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """Where no folder can be made: a file stands in the way, and root meets it too."""
    wall = tmp_path / "wall"
    wall.write_text("", "utf-8")
    for name in ("user_config_dir", "user_data_dir", "user_log_dir"):
        monkeypatch.setattr(platformdirs, name, lambda *_, **__: str(wall / "deep" / "folder"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    paths._temporary.cache_clear()
    yield wall
    paths._temporary.cache_clear()


def test_a_folder_that_cannot_be_made_gives_way_to_one_in_temp(homeless: Path) -> None:
    folders = {paths.config_folder(), paths.data_folder(), paths.log_folder()}
    assert len(folders) == 1
    (found,) = folders
    assert found.is_dir()
    assert found.parent == homeless.parent


def test_preferences_live_as_long_as_the_run(homeless: Path) -> None:
    preferences.save(Preferences(language="en"))
    assert preferences.load().language == "en"


def test_preferences_that_cannot_be_written_are_no_trouble(homeless: Path) -> None:
    preferences.save(Preferences(), homeless / "preferences.json")
    assert preferences.load(homeless / "preferences.json") == Preferences()


def test_doctor_answers_without_a_home(homeless: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["doctor", "--json"]) in (0, 1)
    assert "Traceback" not in capsys.readouterr().err


def test_a_log_that_cannot_be_written_says_nothing(
    homeless: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    trouble = pytest.importorskip("renewtrack.ui.trouble")
    fresh = logging.Logger("fresh")
    monkeypatch.setattr(trouble, "log", fresh)
    monkeypatch.setattr(paths, "log_folder", lambda: homeless)
    trouble.keep_log()
    fresh.error("lost")
    for handler in fresh.handlers:
        handler.close()
    assert capsys.readouterr().err == ""
