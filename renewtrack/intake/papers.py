"""The office's own forms for writing back: the columns and words of ``resources/layouts``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from renewtrack import paths

Written = str | int | float | None
Line = Mapping[str, Written]  # one row of a form by field


@dataclass(frozen=True, slots=True)
class PaperColumn:
    """One column of a form, below a group's head where it has one."""

    heading: str
    field: str
    group: str = ""
    summed: bool = False
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """One form: its columns and its words."""

    columns: tuple[PaperColumn, ...]
    words: Mapping[str, Any]

    def used(self, lines: list[Line]) -> tuple[PaperColumn, ...]:
        """Return the columns without the optional ones that no line fills."""
        return tuple(
            column
            for column in self.columns
            if not column.optional or any(line.get(column.field) is not None for line in lines)
        )


@cache
def paper(kind: str) -> Paper:
    """Return the form of a kind of sheet."""
    read = tomllib.loads(paths.resources("layouts", f"{kind}.toml").read_text("utf-8"))
    return Paper(tuple(PaperColumn(**column) for column in read["column"]), read.get("paper", {}))
