"""The ``renewtrack`` command inside the program's own environment."""

from __future__ import annotations

import os
from pathlib import Path

SCRIPT = """\
#!{python}
import sys

from renewtrack import cli

sys.exit(cli.main())
"""
WINDOWS_SCRIPT = '@"%~dp0python.exe" -m renewtrack %*\r\n'


def put(python: Path, site_packages: Path, root: Path) -> None:
    """Make ``renewtrack`` and ``python -m renewtrack`` run from any folder."""
    (site_packages / "renewtrack.pth").write_text(f"{root}\n", "utf-8")
    if os.name == "nt":
        (python.parent / "renewtrack.cmd").write_text(WINDOWS_SCRIPT, "utf-8")
        return
    script = python.parent / "renewtrack"
    script.write_text(SCRIPT.format(python=python), "utf-8")
    script.chmod(0o755)
