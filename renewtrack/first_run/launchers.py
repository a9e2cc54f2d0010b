"""The ``renewtrack`` command inside the program's own environment."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

# Through a shell: a "#!" line takes no path with a blank in it, nor a long one. -P keeps a
# folder called renewtrack, where the person happens to stand, from being taken for the program.
SCRIPT = """\
#!/bin/sh
exec {python} -P -m renewtrack "$@"
"""
WINDOWS_SCRIPT = '@"%~dp0python.exe" -m renewtrack %*\r\n'


def put(python: Path, site_packages: Path, root: Path) -> None:
    """Make ``renewtrack`` and ``python -m renewtrack`` run from any folder."""
    (site_packages / "renewtrack.pth").write_text(f"{root}\n", "utf-8")
    if os.name == "nt":
        (python.parent / "renewtrack.cmd").write_text(WINDOWS_SCRIPT, "utf-8")
        return
    script = python.parent / "renewtrack"
    script.write_text(SCRIPT.format(python=shlex.quote(str(python))), "utf-8")
    script.chmod(0o755)
