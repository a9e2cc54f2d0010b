"""The dossier of an estate or a building on A4: facts, place, works, money, pictures, history."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from renewtrack.domain.masking import Mask
from renewtrack.domain.places import Estate
from renewtrack.errors import UserError
from renewtrack.printing import (
    dossier_photos,
    dossier_tables,
    finishing,
    layouts,
    lettering,
    make,
    map_frame,
    panels,
    scale_bar,
    shapes,
)
from renewtrack.printing.facts import PaperFacts
from renewtrack.printing.flow import EDGE, GAP, HEAD, Flow
from renewtrack.printing.folio import Bookmark, Folio, Progress
from renewtrack.printing.layouts import Layout
from renewtrack.printing.make import Gathered, Options
from renewtrack.printing.map_frame import MapFrame
from renewtrack.printing.sheet import FAINT_INK, INK, SOFT_INK, Box, Mark, Page, Pen, Text, rule
from renewtrack.printing.status_map import StatusMap
from renewtrack.printing.tables import Table
from renewtrack.store import dossiers, exports
from renewtrack.store.dossiers import Dossier
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

TITLE = Words("{name}改造档案", "{name}: renewal dossier")
MANY = Words("改造档案（{count} 份）", "Renewal dossiers ({count})")
FACTS, PLACE = Words("基本情况", "Facts"), Words("位置与改造进度", "Place and stage")
PROJECTS, WORKS = Words("改造项目", "Projects"), Words("改造内容", "Works")
MONEY = Words("项目资金（万元）", "Money of its projects (10k yuan)")
HISTORY = Words("最近的台账改动", "Latest changes of the ledger")
NO_WORKS = Words("没有登记改造内容。", "No works on record.")
NO_PLACE = Words("没有坐标，无法画出位置。", "No position, so no map.")
CONTINUED = Words("{heading}（续）", "{heading} (continued)")
MOST = 500  # dossiers at a time
MAP_HIGH, LEGEND = 88.0, 8.5  # mm


class TooMany(UserError):
    """More dossiers were asked for than are printed at a time."""

    words = Words(
        "共 {count} 份档案，一次最多 {most} 份，没有生成。请先选中需要的。",
        "{count} dossiers are more than the {most} made at a time; nothing was made. Select those "
        "that are needed.",
    )


class NothingChosen(UserError):
    """No place was chosen whose dossier could be printed."""

    words = Words(
        "没有选中小区或楼栋，没有出档案。请先在表格或地图上选中。",
        "No estate or building is chosen, so there is no dossier. Choose some in the table or on "
        "the map.",
    )


def compose(  # noqa: PLR0913 - each says by its name what is asked for
    db: Database,
    project: Path,
    kind: str,
    ids: Sequence[int],
    facts: PaperFacts,
    progress: Progress | None = None,
) -> Folio:
    """Lay out the dossiers of some estates or buildings, one behind the other.

    ``kind`` is one of ``dossiers.KINDS``; ``project`` is the path of the file, beside which its
    attachments lie. Raises NothingChosen, TooMany, NeedsApproval,
    NoChineseFont.
    """
    told = progress or (lambda share: None)
    if not ids:
        raise NothingChosen
    if len(ids) > MOST:
        raise TooMany(count=len(ids), most=MOST)
    ground = _gathered(db, facts)
    told(0.1)
    bodies: list[tuple[str, list[list[Mark]]]] = []
    for number, one in enumerate(ids, 1):
        found = dossiers.read(db, project, kind, one)
        if found is not None:
            bodies.append((name_of(found), _bodies(project, found, ground)))
        told(0.1 + 0.85 * number / len(ids))
    if not bodies:
        raise NothingChosen
    return _bound(bodies, facts)


def name_of(found: Dossier) -> str:
    """Return what a place is called: an estate, or a building with its estate."""
    if isinstance(found.place, Estate):
        return found.place.name
    number = found.place.number
    return f"{found.place.estate or ''}{number}{'' if '楼' in number else '号楼'}"


def _bound(bodies: list[tuple[str, list[list[Mark]]]], facts: PaperFacts) -> Folio:
    language = facts.language
    layout = layouts.load(layouts.STANDARD, "A4", "portrait")
    pages: list[Page] = []
    bookmarks: list[Bookmark] = []
    for name, own in bodies:
        bookmarks.append(Bookmark(name, len(pages)))
        told = replace(facts, title=TITLE.filled(name=name).in_(language))
        for number, body in enumerate(own, 1):
            head = panels.head_lines(told, layout, number, len(own))
            pages.append(Page(layout.width, layout.height, (*head, *body)))
    title = TITLE.filled(name=bodies[0][0]) if len(bodies) == 1 else MANY.filled(count=len(bodies))
    made, named = finishing.finished(pages, facts), title.in_(language)
    return Folio(made, named, tuple(bookmarks), author=facts.compiled_by)


@dataclass(frozen=True, slots=True)
class _Ground:
    """What all dossiers of a folio share: the map that was read once, facts, who is masked."""

    gathered: Gathered
    facts: PaperFacts
    mask: Mask


def _gathered(db: Database, facts: PaperFacts) -> _Ground:
    options = Options(
        language=facts.language,
        secrecy=facts.secrecy,
        black_and_white=facts.black_and_white,
        approval=facts.approval,
    )
    return _Ground(make.gather(db, options), facts, exports.mask(db))


def _bodies(project: Path, found: Dossier, ground: _Ground) -> list[list[Mark]]:
    facts, mask = ground.facts, ground.mask
    language = facts.language
    flow = Flow([[]])
    _facts_and_map(found, ground, flow)
    served = dossier_tables.projects(found.projects, facts.preset, mask, language)
    _section(flow, PROJECTS, served, language)
    _section(flow, MONEY, dossier_tables.funds(found.money, language), language)
    _section(flow, WORKS, dossier_tables.works(found, language), language, NO_WORKS)
    if not facts.preset.public:  # nobody has looked at the pictures for persons
        dossier_photos.add(flow, project, found.pictures, language, mask)
        _history(flow, found, mask, language)
    return flow.pages


def _facts_and_map(found: Dossier, ground: _Ground, flow: Flow) -> None:
    """Write the facts on the left and draw the place on the right."""
    facts, half = ground.facts, EDGE.width * 0.44
    language = facts.language
    top = flow.y
    flow.head(FACTS.in_(language))
    size, y = dossier_tables.SIZE, flow.y
    for words, text in dossier_tables.facts(found, facts.preset, language):
        label, room = words.in_(language), half - 26.0
        lines = lettering.wrap(text, size, room)[:3]
        fitted = lettering.fitting(label, size, 24.0, 0.5)
        place = Box(EDGE.left, y, 25.0, size * 1.6)
        flow.put([Text(place, label, fitted, "fact", colour=SOFT_INK)])
        for at, line in enumerate(lines):
            place = Box(EDGE.left + 26.0, y + at * size * 1.35, room, size * 1.6)
            flow.put([Text(place, line, size, "fact", colour=INK)])
        y += size * (1.35 * len(lines) + 0.42)
        flow.put([rule(EDGE.left, y - size * 0.1, EDGE.left + half, y - size * 0.1)])
    box = Box(EDGE.left + half + 6, top, EDGE.width - half - 6, MAP_HIGH)
    flow.put(_map(found, ground, box))
    flow.y = max(y, top + MAP_HIGH) + GAP


def _map(found: Dossier, ground: _Ground, box: Box) -> list[Mark]:
    """Draw the place among its neighbours; of a building, its estate pale around it."""
    language = ground.facts.language
    heading = Text(Box(box.left, box.top, box.width, HEAD * 1.5), PLACE.in_(language), HEAD,
                   "heading")  # fmt: skip
    drawn = _status_map(found, ground)
    if drawn is None or not drawn.features:
        note = Box(box.left, box.top + HEAD * 1.7, box.width, HEAD * 1.5)
        text = NO_PLACE.in_(language)
        return [heading, Text(note, text, dossier_tables.SIZE, "note", colour=SOFT_INK)]
    layout = _map_layout(box)
    frame = map_frame.compose(drawn, layout, None)
    bar = scale_bar.scale_bar(drawn, frame.view.scale, layout)
    return [heading, *frame.marks, *bar, *_classes(drawn, frame, box)]


def _classes(drawn: StatusMap, frame: MapFrame, box: Box) -> Iterator[Mark]:
    """Say below the map what the colours on it mean and how many there are of each."""
    size = dossier_tables.SIZE * 0.85
    shown = [each for each in drawn.theme.classes if frame.counts.get(each.key)]
    wide = box.width / 3
    black, language = drawn.facts.black_and_white, drawn.facts.language
    for at, each in enumerate(shown):
        left, top = box.left + at % 3 * wide, box.bottom - LEGEND + at // 3 * size * 1.7
        sample = map_frame.swatch(Box(left, top + size * 0.3, size * 2, size * 1.1))
        for mark in map_frame.dressed(sample, each.hatch, each.light, black, size * 0.3):
            yield mark.drawn("swatch", mark.pen, mark.fill)
        text = f"{each.words.in_(language)} {frame.counts[each.key]}"
        place = Box(left + size * 2.5, top, wide - size * 2.7, size * 1.7)
        yield Text(place, text, lettering.fitting(text, size, place.width), "legend")


def _map_layout(box: Box) -> Layout:
    high = box.height - HEAD * 1.6 - 11 - LEGEND
    frame = Box(box.left, box.top + HEAD * 1.6, box.width, high)
    return layouts.small_map(frame, ("boundaries", "north_arrow", "numbers", "sites"), 4.0)


def _status_map(found: Dossier, ground: _Ground) -> StatusMap | None:
    if found.estate is None:
        return None
    drawn = make.of(ground.gathered, frozenset({found.estate.id}), inside=frozenset())
    if found.kind == "estate":
        return drawn
    own = tuple(each for each in drawn.features if each.id == found.place.id)
    others = tuple(each.wkb for each in drawn.features if each.id != found.place.id)
    around = shapes.read([each.wkb for each in drawn.features]).extent()
    return replace(drawn, features=own, dimmed=(*drawn.dimmed, *others), bounds=around)


def _section(
    flow: Flow, words: Words, table: Table, language: str, empty: Words | None = None
) -> None:
    """Lay a table below its heading, over as many pages as it takes."""
    size = dossier_tables.SIZE
    if not table.rows and empty is None:
        return
    heading = words.in_(language)
    flow.head(heading, size * 6)
    if not table.rows and empty is not None:
        flow.say(empty.in_(language))
        return
    flow.table(table, CONTINUED.in_(language).format(heading=heading))


def _history(flow: Flow, found: Dossier, mask: Mask, language: str) -> None:
    if not found.history:
        return
    size = dossier_tables.SIZE * 0.95
    step = size * 1.55
    flow.head(HISTORY.in_(language), step * 3)
    for each in found.history:
        if flow.room() < step:
            break
        words = mask.free(each.words.in_(language))
        line = f"{each.at[:10]}　{each.who or ''}　{words}"
        text = lettering.cut(line, size, EDGE.width)
        flow.put([Text(Box(EDGE.left, flow.y, EDGE.width, step), text, size, "history")])
        flow.y += step
    flow.put([rule(EDGE.left, flow.y, EDGE.right, flow.y, Pen(FAINT_INK, 0.12))])
