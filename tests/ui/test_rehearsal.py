from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from renewtrack import app


def test_the_main_job_without_a_screen_leaves_three_right_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert app.headless_demo(tmp_path) == 0, capsys.readouterr().out
    assert {each.name for each in tmp_path.iterdir()} == {
        "window.png",
        "status-map.pdf",
        "ledger.xlsx",
    }
    shot = QImage(str(tmp_path / "window.png"))
    assert (shot.width(), shot.height()) == (1600, 900)
    assert "✗" not in capsys.readouterr().out
