"""What the person says on the command line of the columns of a sheet: ``--map HEAD=FIELD``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import click

from renewtrack.domain import fields, text
from renewtrack.intake.batch import Job
from renewtrack.intake.sheets import SheetCells

SEARCHED_ROWS = 30


def told(said: Iterable[str]) -> dict[str, str]:
    """Return fields by folded heading; ``HEAD=`` leaves a column out.

    Raises click.BadParameter for what is no pair or names no field.
    """
    found: dict[str, str] = {}
    known = {each.key: each.key for each in fields.EVERY}
    known |= {each.words.zh: each.key for each in fields.EVERY}
    for pair in said:
        head, sign, key = pair.rpartition("=")
        if not sign or not head or (key and key not in known):
            raise click.BadParameter(pair, param_hint="--map")
        found[text.fold(head)] = known.get(key, "")
    return found


def applied(job: Job, said: Mapping[str, str]) -> Job:
    """Return a job whose sheet has the columns that are named as the person says."""
    if not said:
        return job
    made: dict[int, str] = {}
    for sheet in job.sheets:
        if job.options.sheet in (None, sheet.name):
            made |= _columns(sheet, said)
    return replace(job, options=replace(job.options, mapping=made or None))


def _columns(sheet: SheetCells, said: Mapping[str, str]) -> dict[int, str]:
    """Return the columns of headings; one is also known by the name that stands in brackets."""
    found: dict[int, str] = {}
    for row in sheet.rows[:SEARCHED_ROWS]:
        for index, cell in enumerate(row):
            if not isinstance(cell, str) or index in found:
                continue
            inside = cell.rpartition("（")[2].rstrip("）")
            for head in (text.fold(cell), text.fold(inside)):
                if head in said:
                    found[index] = said[head]
    return found
