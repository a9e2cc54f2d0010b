"""Code tables and layouts of sheets that ship with the program as TOML files."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

from renewtrack.paths import resources


@cache
def document(name: str) -> dict[str, Any]:
    """Return ``resources/codes/<name>.toml`` as read, once per run."""
    with resources("codes", f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


@cache
def layouts() -> tuple[dict[str, Any], ...]:
    """Return the layouts of ``resources/layouts`` as read, by file name, once per run."""
    found = []
    for path in sorted(resources("layouts").glob("*.toml")):
        with path.open("rb") as file:
            found.append(tomllib.load(file))
    return tuple(found)
