"""The office's own forms for writing back: the columns and words of ``resources/layouts``."""

from __future__ import annotations

import dataclasses
import tomllib
from collections.abc import Mapping, Sequence
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

    @property
    def label(self) -> str:
        """Return all that its heads say, the unit among it."""
        return self.group + self.heading


@dataclass(frozen=True, slots=True)
class Paper:
    """One form: its columns and its words."""

    key: str
    columns: tuple[PaperColumn, ...]
    words: Mapping[str, Any]
    told: Mapping[str, Any]  # all that the layout says

    def used(self, lines: Sequence[Line]) -> tuple[PaperColumn, ...]:
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
    known = {slot.name for slot in dataclasses.fields(PaperColumn)}
    columns = tuple(
        PaperColumn(**{key: value for key, value in column.items() if key in known})
        for column in read.get("column", ())
    )
    return Paper(kind, columns, read.get("paper", {}), read)
