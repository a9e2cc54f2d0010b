"""The source is formatted, clean and fully typed, as the tools of pyproject.toml see it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.source_tree import ROOT

TOOLS = {
    "formatted": ["ruff", "format", "--check", "--quiet", "."],
    "linted": ["ruff", "check", "--output-format", "concise", "."],
    "typed": ["mypy"],
}


@pytest.mark.parametrize("tool", TOOLS)
def test_the_source_is(tool: str) -> None:
    run = subprocess.run(
        [sys.executable, "-m", *TOOLS[tool]],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
