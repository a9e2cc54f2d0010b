"""What every finished page gets last, whatever stands on it: its watermark, and greys."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from renewtrack.printing import watermark
from renewtrack.printing.facts import PaperFacts
from renewtrack.printing.sheet import Mark, Page, Text, greyed


def finished(pages: Iterable[Page], facts: PaperFacts) -> tuple[Page, ...]:
    """Return pages as they are printed: with the watermark and in greys where the facts say so."""
    made = tuple(pages)
    if facts.watermark:
        made = tuple(_marked(page, facts.watermark) for page in made)
    if facts.black_and_white:
        made = tuple(
            replace(page, marks=tuple(greyed(mark) for mark in page.marks)) for page in made
        )
    return made


def _marked(page: Page, told: tuple[str, ...]) -> Page:
    """Lay the watermark over all shapes and beneath all texts, so that it hides no word."""
    drawn = watermark.mark(page, told)
    if drawn is None:
        return page
    shapes: list[Mark] = [mark for mark in page.marks if not isinstance(mark, Text)]
    texts = [mark for mark in page.marks if isinstance(mark, Text)]
    return replace(page, marks=(*shapes, drawn, *texts))
