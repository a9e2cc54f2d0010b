"""Before beside after on paper: pairs of pictures two a page, and an album of each estate."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from renewtrack.domain import codes
from renewtrack.domain.masking import Mask, mask_room
from renewtrack.errors import UserError
from renewtrack.printing import finishing, layouts, lettering, panels, photos
from renewtrack.printing.facts import PaperFacts
from renewtrack.printing.flow import EDGE, GAP, Flow
from renewtrack.printing.folio import Bookmark, Folio, Progress
from renewtrack.printing.sheet import INK, SOFT_INK, Box, Mark, Page, Paths, Picture, Text
from renewtrack.store import exports, photo_list, photo_pairs
from renewtrack.store.photo_list import Photo
from renewtrack.store.photo_pairs import Pair
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

SHEETS, ALBUM = "pairs", "album"
PAPERS = {
    SHEETS: Words("改造前后对照", "Before and after"),
    ALBUM: Words("小区照片册", "Album of the estate"),
}
TITLE = Words("{estate}改造前后对照", "{estate}: before and after")
ALBUM_TITLE = Words("{estate}改造照片册", "{estate}: album of the renewal")
MANY = Words("{title}（{count} 个小区）", "{title} ({count} estates)")
NO_ESTATE = Words("其他", "Others")
PAIRS_HEAD = Words("前后对照", "Before and after")
PHASES = {
    "before": Words("改造前", "Before"),
    "during": Words("施工中", "During"),
    "after": Words("改造后", "After"),
    None: Words("未注明阶段", "Phase not said"),
}
PLACE = Words("{number}号楼{unit}{room}", "{number}{unit}{room}")
UNIT, ROOM = Words("{unit}单元", "-{unit}"), Words("{room}室", "-{room}")
APART, SIZE, HEAD = 6.0, 3.3, 4.2  # mm
HIGH, SMALL = 104.0, 52.0  # mm of a pair's pictures, and of one in an album
WIDE = (EDGE.width - APART) / 2
MOST = 1_000  # pictures, of about a megabyte each while a print is made


class NoPairs(UserError):
    """There is nothing to print."""

    words = Words(
        "所选范围没有配成对的照片，没有出对照页。请在“照片”里先配对，或换一个范围。",
        "No pictures of the range are in pairs, so there is no sheet. Pair them in the view of "
        "pictures first, or choose another range.",
    )


class NoPictures(UserError):
    """There are no pictures for an album."""

    words = Words(
        "所选范围没有照片，没有出照片册。请先在“照片”里导入。",
        "There are no pictures in the range, so there is no album. Take some in first.",
    )


class TooMany(UserError):
    """More pictures than the memory of a plain computer holds at the fineness of paper."""

    words = Words(
        "所选范围有 {count} 张照片，一份最多 {most} 张，没有出。请按小区或街道分几次打印。",
        "There are {count} pictures in the range and one print holds {most} at most; nothing was "
        "made. Print estate by estate, or street by street.",
    )


def compose(  # noqa: PLR0913 - each says by its name what is asked for
    db: Database,
    project: Path,
    paper: str,
    estate_ids: Collection[int] | None,
    facts: PaperFacts,
    *,
    reveal: str = "",
    progress: Progress | None = None,
) -> Folio:
    """Lay out the pairs, or albums, of some estates or of all; rooms are masked.

    With a reason to ``reveal`` them rooms are printed. Raises NoPairs, NoPictures, TooMany,
    NotAllowed, NoChineseFont.
    """
    told = progress or (lambda share: None)
    if reveal.strip():
        exports.permit(db, reveal)
    within = None if estate_ids is None else frozenset(estate_ids)
    pictures = [each for each in photo_list.all(db, within) if each.place is not None]
    pairs = photo_pairs.among(db, pictures)
    if not (pairs if paper == SHEETS else pictures):
        raise NoPairs if paper == SHEETS else NoPictures
    count = len(pairs) * 2 if paper == SHEETS else len(pictures)
    if count > MOST:
        raise TooMany(count=f"{count:,}", most=f"{MOST:,}")
    laid = itertools.count(1)
    pages = _Pages(project, facts.language, exports.mask(db), bool(reveal.strip()))
    pages.laid = lambda: told(next(laid) / count)
    bodies = []
    for estate in sorted({each.estate for each in pictures}):
        own = [pair for pair in pairs if pair.after.estate == estate]
        rest = [each for each in pictures if each.estate == estate] if paper == ALBUM else []
        if own or rest:
            bodies.append((estate, pages.of(own, rest)))
    return _bound(paper, bodies, pages.mask, facts)


class _Pages:
    """Sets pairs and pictures on the pages of one estate after the other."""

    def __init__(self, project: Path, language: str, mask: Mask, revealed: bool) -> None:
        self._project, self._language = project, language
        self.mask, self._revealed = mask, revealed
        self.laid: Callable[[], object] = lambda: None  # called before each picture is decoded

    def of(self, pairs: Sequence[Pair], pictures: Sequence[Photo]) -> list[list[Mark]]:
        """Return the pages: pairs first, then the pictures that are in none of them, by phase."""
        flow = Flow([[]])
        for pair in pairs:
            self._pair(flow, pair)
        shown = {each.id for pair in pairs for each in (pair.before, pair.after)}
        rest = [each for each in pictures if each.id not in shown]
        for phase, words in PHASES.items():
            own = [each for each in rest if each.phase == phase]
            for at in range(0, len(own), 2):
                if at == 0:
                    flow.head(words.in_(self._language), SMALL + SIZE * 3)
                self._row(flow, own[at : at + 2])
        return flow.pages

    def _pair(self, flow: Flow, pair: Pair) -> None:
        if flow.room() < HIGH + HEAD * 1.8 + SIZE * 2:
            flow.turn()
        item = self._item(pair.after) or self._item(pair.before)
        title = self.mask.free(pair.title) if pair.title else ""
        words = "　".join(each for each in (self._place(pair.after), item, title) if each)
        head = Box(EDGE.left, flow.y, EDGE.width, HEAD * 1.5)
        cut = lettering.cut(words, HEAD, EDGE.width)
        flow.put([Text(head, cut, HEAD, "heading", "left", INK)])
        flow.y += HEAD * 1.8
        low = 0.0
        boxes = [Box(EDGE.left + side * (WIDE + APART), flow.y, WIDE, HIGH) for side in (0, 1)]
        for side, each in enumerate((pair.before, pair.after)):
            marks = self._shown(each, boxes[side])
            marks = [_raised(mark, flow.y) for mark in marks]
            low = max(low, *(mark.box.bottom for mark in marks if not isinstance(mark, Paths)))
            flow.put(_laid(marks, pair) if side else marks)
        for side, each in enumerate((pair.before, pair.after)):
            flow.put([self._caption(each, replace(boxes[side], height=low - flow.y))])
        flow.y += HIGH + SIZE * 2 + GAP

    def _row(self, flow: Flow, pictures: Sequence[Photo]) -> None:
        if flow.room() < SMALL + SIZE * 2:
            flow.turn()
        for side, each in enumerate(pictures):
            box = Box(EDGE.left + side * (WIDE + APART), flow.y, WIDE, SMALL)
            flow.put(self._shown(each, box))
            flow.put([self._caption(each, box, self._place(each))])
        flow.y += SMALL + SIZE * 2 + GAP

    def _caption(self, each: Photo, box: Box, place: str = "") -> Mark:
        words = PHASES.get(each.phase, PHASES[None]).in_(self._language)
        told = "　".join(each for each in (place, words, each.taken_on or "") if each)
        below = Box(box.left, box.bottom + 0.6, box.width, SIZE * 1.5)
        cut = lettering.cut(told, SIZE, box.width)
        return Text(below, cut, SIZE, "caption", "centre", SOFT_INK)

    def _place(self, each: Photo) -> str:
        """Return building, stairwell and room, which is masked, or what the record is called."""
        if not each.number:
            return self.mask.free(each.named or each.estate)
        room = (each.room if self._revealed else mask_room(each.room)) if each.room else ""
        words = PLACE.filled(
            number=each.number.removesuffix("号楼"),
            unit=UNIT.filled(unit=each.unit) if each.unit else "",
            room=ROOM.filled(room=room) if room else "",
        )
        return self.mask.free(each.estate) + " " + words.in_(self._language)

    def _item(self, each: Photo) -> str:
        entry = codes.code("work_types", each.about) if each.about else None
        return entry.words.in_(self._language) if entry else self.mask.free(each.about or "")

    def _shown(self, each: Photo, box: Box) -> list[Mark]:
        self.laid()
        return photos.stored(self._project, each.sha256, box, (self._language, SIZE))


def _raised(mark: Mark, top: float) -> Mark:
    """Put a picture at the top of its room, so that its caption stands right below it."""
    return replace(mark, box=replace(mark.box, top=top)) if isinstance(mark, Picture) else mark


def _laid(marks: list[Mark], pair: Pair) -> list[Mark]:
    """Lay the picture of after as the person aligned it, within the box that it has by itself."""
    if (pair.shift_x, pair.shift_y, pair.zoom) == (0.0, 0.0, 1.0):
        return marks
    return [_moved(mark, pair) if isinstance(mark, Picture) else mark for mark in marks]


def _moved(mark: Picture, pair: Pair) -> Picture:
    box = mark.box
    wide, high = box.width * pair.zoom, box.height * pair.zoom
    x, y = box.centre
    left = x - wide / 2 + pair.shift_x * box.width
    top = y - high / 2 + pair.shift_y * box.height
    return replace(mark, box=Box(left, top, wide, high), clip=box)


def _bound(
    paper: str, bodies: list[tuple[str, list[list[Mark]]]], mask: Mask, facts: PaperFacts
) -> Folio:
    layout = layouts.load(layouts.STANDARD, "A4", "portrait")
    pages: list[Page] = []
    outline: list[Bookmark] = []
    words = TITLE if paper == SHEETS else ALBUM_TITLE
    for estate, own in bodies:
        named = mask.free(estate) if estate else NO_ESTATE.in_(facts.language)
        title = words.filled(estate=named).in_(facts.language)
        outline.append(Bookmark(title, len(pages)))
        told = replace(facts, title=title)
        for number, body in enumerate(own, 1):
            head = panels.head_lines(told, layout, number, len(own))
            pages.append(Page(layout.width, layout.height, (*head, *body)))
    many = MANY.filled(title=PAPERS[paper], count=len(bodies)).in_(facts.language)
    title = outline[0].title if len(bodies) == 1 else many
    return Folio(finishing.finished(pages, facts), title, tuple(outline), author=facts.compiled_by)
