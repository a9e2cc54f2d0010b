"""What every finished page gets last, whatever stands on it: greys."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from renewtrack.printing.facts import PaperFacts
from renewtrack.printing.sheet import Page, greyed


def finished(pages: Iterable[Page], facts: PaperFacts) -> tuple[Page, ...]:
    """Return pages as they are printed: in greys where the facts say so."""
    if not facts.black_and_white:
        return tuple(pages)
    return tuple(replace(page, marks=tuple(greyed(mark) for mark in page.marks)) for page in pages)
