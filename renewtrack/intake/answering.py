"""How the answer for a column settles a cell that can be read in several ways."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from renewtrack.intake.headings import Column
from renewtrack.intake.plans import QUESTION
from renewtrack.intake.question_words import BLANK, LEFT, TAKEN
from renewtrack.intake.sheets import Cell, raw_text
from renewtrack.words import Words


class Complains(Protocol):
    """Whoever hears what there is to say of a cell."""

    def complain(self, kind: str, key: str = "", **values: object) -> None:
        """Say something of a field's cell."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a cell can be read in several ways: its value by answer.

    ``cautious`` is the answer that holds until the person gives one, None where the cell waits.
    ``shown`` is how the cautious value reads.
    """

    kind: str
    words: Words
    readings: Mapping[str, object]
    cautious: str | None = None
    shown: object = ""


def settled(read: Complains, column: Column, cell: Cell, doubt: Doubt) -> object:
    """Return the value that the column's answer gives a cell, None where it gives none.

    Without an answer the doubt is told, and the cautious value, if any, is taken.
    """
    answer = column.answers.get(doubt.kind, "")
    if answer == BLANK:
        return None
    if answer and answer in doubt.readings:
        return doubt.readings[answer]
    cautious = None if doubt.cautious is None else doubt.readings[doubt.cautious]
    shown = doubt.shown if doubt.shown != "" else getattr(cautious, "iso", cautious)
    read.complain(
        doubt.kind,
        str(column.field),
        value=raw_text(cell),
        words=doubt.words,
        done=LEFT if cautious is None else TAKEN.filled(taken=shown),
        level=QUESTION,
    )
    return cautious
