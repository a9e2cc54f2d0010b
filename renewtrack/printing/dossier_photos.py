"""The pictures of a dossier: before on the left, after on the right, others behind them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from renewtrack.domain.masking import Mask
from renewtrack.printing import lettering, photos
from renewtrack.printing.dossier_tables import SIZE
from renewtrack.printing.flow import EDGE, GAP, Flow
from renewtrack.printing.sheet import SOFT_INK, Box, Mark, Text
from renewtrack.store import contents
from renewtrack.store.attachments import Attachment
from renewtrack.words import Words

PHOTOS = Words("改造前后照片", "Before and after")
NO_PHOTOS = Words("没有照片。", "No pictures.")
MORE = Words("另有 {count} 张未排入。", "{count} more are not shown.")
PHASES = {
    "before": Words("改造前", "Before"),
    "during": Words("施工中", "During"),
    "after": Words("改造后", "After"),
    None: Words("未注明阶段", "Phase not said"),
}
HIGH, APART, MOST = 52.0, 6.0, 6  # mm, mm, pictures
Pair = tuple[Attachment | None, Attachment | None]


def add(flow: Flow, project: Path, found: Sequence[Attachment], language: str, mask: Mask) -> None:
    """Set the pictures among some attachments; ``project`` is the file that they belong to.

    Persons in their names are masked.
    """
    pictures = [
        replace(each, name=mask.free(each.name)) for each in found if photos.is_picture(each.name)
    ]
    flow.head(PHOTOS.in_(language), HIGH if pictures else SIZE * 2)
    if not pictures:
        flow.say(NO_PHOTOS.in_(language))
        return
    shown = 0
    for pair in _pairs(pictures):
        if shown >= MOST:
            break
        if flow.room() < HIGH:
            flow.turn()
        shown += _row(flow, project, pair, language)
    if shown < len(pictures):
        flow.say(MORE.filled(count=len(pictures) - shown).in_(language))
    flow.y += GAP


def _row(flow: Flow, project: Path, pair: Pair, language: str) -> int:
    """Set two pictures side by side and return how many there were."""
    wide = (EDGE.width - APART) / 2
    there = [(side, each) for side, each in enumerate(pair) if each is not None]
    for side, each in there:
        left = EDGE.left + side * (wide + APART)
        box = Box(left, flow.y, wide, HIGH - SIZE * 2.4)
        flow.put(photos.stored(project, each.sha256, box, (language, SIZE)))
        flow.put(_caption(each, box, language))
    flow.y += HIGH
    return len(there)


def _pairs(pictures: Sequence[Attachment]) -> Iterator[Pair]:
    before = [each for each in pictures if each.phase == "before"]
    after = [each for each in pictures if each.phase == "after"]
    rest = [each for each in pictures if each.phase not in ("before", "after")]
    for at in range(max(len(before), len(after))):
        yield (before[at] if at < len(before) else None), (after[at] if at < len(after) else None)
    for at in range(0, len(rest), 2):
        yield rest[at], (rest[at + 1] if at + 1 < len(rest) else None)


def _caption(each: Attachment, box: Box, language: str) -> Iterator[Mark]:
    size = SIZE * 0.92
    words = PHASES.get(each.phase, PHASES[None]).in_(language)
    day = f"　{each.taken_on}" if each.taken_on else ""
    text = lettering.cut(f"{words}{day}　{contents.shown_name(each.name)}", size, box.width)
    place = Box(box.left, box.bottom + 0.5, box.width, size * 1.5)
    yield Text(place, text, size, "caption", "centre", SOFT_INK)
