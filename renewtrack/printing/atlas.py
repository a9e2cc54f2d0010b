"""An atlas: a map page for every street, community, estate or project, behind its contents."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from renewtrack.errors import UserError
from renewtrack.printing import composing, contents, finishing, layouts, make, panels
from renewtrack.printing.folio import Bookmark, Folio, Progress
from renewtrack.printing.layouts import Layout
from renewtrack.printing.make import Gathered, Options
from renewtrack.printing.sheet import Mark, Page
from renewtrack.printing.status_map import Backdrop, Paper
from renewtrack.store import areas, projects
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

TITLE = Words("{place}老旧小区改造图集", "{place}: atlas of estate renewal")
BY = {
    "street": Words("每个街道一页", "A page for every street"),
    "community": Words("每个社区一页", "A page for every community"),
    "estate": Words("每个小区一页", "A page for every estate"),
    "project": Words("每个项目一页", "A page for every project"),
}
MOST = 1_000  # units
CONTENTS = Words("目录", "Contents")
NO_COMMUNITY = Words("（未填社区）", "(no community)")


class TooManyUnits(UserError):
    """An atlas has more pages than anybody turns."""

    words = Words(
        "图集要出 {count} 页，超过 {most} 页，没有生成。请只选一个街道，或换一种分页。",
        "The atlas would have {count} pages, more than {most}; nothing was made. Choose one street "
        "or other pages.",
    )


@dataclass(frozen=True, slots=True)
class Unit:
    """One page's subject: its name, the estates that it holds, the areas that are itself."""

    name: str
    group: str
    estates: frozenset[int]
    areas: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class UnitPage:
    """A unit with what its page shows; ``page`` counts from 0, None where nothing has a place."""

    unit: Unit
    page: int | None
    counts: dict[str, int]
    unplaced: int
    scale: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AtlasFolio(Folio):
    """The finished pages of an atlas with what each unit's page shows."""

    units: tuple[UnitPage, ...]


@dataclass(frozen=True, slots=True)
class _Drawn:
    shown: UnitPage
    title: str
    bodies: list[list[Mark]]


def compose(  # noqa: PLR0913 - each says by its name what is asked for
    db: Database,
    options: Options,
    paper: Paper,
    by: str,
    progress: Progress | None = None,
    backdrop: Backdrop | None = None,
) -> AtlasFolio:
    """Lay out an atlas; the file is read once.

    ``by`` is a key of ``BY``. ``progress`` is told the share that is done, and may raise to give
    up. Raises NeedsApproval, TooManyUnits, NoChineseFont, ScaleOutOfReach, UnknownLayout,
    KeyError.
    """
    told = progress or (lambda share: None)
    gathered = make.gather(db, options)
    told(0.1)
    units = list(_UNITS[by](db, gathered))
    if len(units) > MOST:
        raise TooManyUnits(count=len(units), most=MOST)
    layout = layouts.load(paper.layout, paper.size, paper.orientation)
    drawn: list[_Drawn] = []
    for place, unit in enumerate(units, 1):
        drawn.append(_drawn(gathered, unit, paper, (layout, backdrop)))
        told(0.1 + 0.85 * place / len(units))
    return _bound(gathered, drawn, layout)


def _drawn(
    gathered: Gathered, unit: Unit, paper: Paper, ground: tuple[Layout, Backdrop | None]
) -> _Drawn:
    layout, backdrop = ground
    title = make.title_of(gathered.options, gathered.place + unit.group + unit.name)
    one = replace(make.of(gathered, unit.estates, title, unit.areas), backdrop=backdrop)
    if not one.features:
        shown = UnitPage(unit, None, dict.fromkeys((k.key for k in one.theme.classes), 0),
                         one.unplaced, 0)  # fmt: skip
        return _Drawn(shown, title, [])
    frame, bodies = composing.bodies_of(one, paper, layout)
    counts = composing.counts_of(one, frame)
    shown = UnitPage(unit, 0, counts, one.unplaced + frame.empty, frame.view.scale)
    return _Drawn(shown, title, bodies)


def _bound(gathered: Gathered, drawn: list[_Drawn], layout: Layout) -> AtlasFolio:
    """Put contents and units behind one another, with page numbers, bookmarks and links."""
    facts = gathered.facts
    place, language = gathered.place, facts.language
    own = gathered.options.title or TITLE.filled(place=place).in_(language)
    facts = replace(facts, title=own)
    lengths = [len(each.bodies) for each in drawn]
    before = contents.count(facts, [_entry(each, 0) for each in drawn], layout)
    starts = [before + sum(lengths[:at]) for at in range(len(drawn))]
    units = tuple(
        replace(each.shown, page=start if each.bodies else None)
        for each, start in zip(drawn, starts, strict=True)
    )
    entries = [_entry(each, start) for each, start in zip(drawn, starts, strict=True)]
    fronts, links = contents.compose(facts, entries, layout)
    total = before + sum(lengths)
    pages: list[list[Mark]] = [
        [*panels.head_lines(facts, layout, number, total), *body]
        for number, body in enumerate(fronts, 1)
    ]
    for each in drawn:
        told = replace(facts, title=each.title)
        for body in each.bodies:
            pages.append([*panels.head_lines(told, layout, len(pages) + 1, total), *body])
    made = [Page(layout.width, layout.height, tuple(page)) for page in pages]
    return AtlasFolio(
        pages=finishing.finished(made, facts),
        title=own,
        bookmarks=tuple(_bookmarks(units, language)),
        links=tuple(links),
        units=units,
        author=facts.compiled_by,
    )


def _entry(drawn: _Drawn, start: int) -> contents.Entry:
    shown = drawn.shown
    return contents.Entry(
        shown.unit.name,
        shown.unit.group,
        len(shown.unit.estates),
        sum(shown.counts.values()),
        shown.unplaced,
        start if drawn.bodies else None,
    )


def _bookmarks(units: tuple[UnitPage, ...], language: str) -> Iterator[Bookmark]:
    """Yield the contents, then the units, below their group where they have one."""
    yield Bookmark(CONTENTS.in_(language), 0)
    group = ""
    for each in units:
        if each.page is None:
            continue
        if each.unit.group and each.unit.group != group:
            group = each.unit.group
            yield Bookmark(group, each.page)
        yield Bookmark(each.unit.name, each.page, 1 if each.unit.group else 0)


def _streets(db: Database, gathered: Gathered) -> Iterator[Unit]:
    ids = {area.name: area.id for area in areas.streets(db)}
    none = make.NO_STREET.in_(gathered.options.language)
    found: dict[str, set[int]] = {}
    for row in gathered.estates:
        found.setdefault(row.street or "", set()).add(row.id)
    for street, own in found.items():
        yield Unit(street or none, "", frozenset(own), frozenset({ids.get(street, 0)}))


def _communities(db: Database, gathered: Gathered) -> Iterator[Unit]:
    streets = {area.id: area.name for area in areas.streets(db)}
    ids = {(streets.get(a.parent_id or 0, ""), a.name): a.id for a in areas.communities(db)}
    language = gathered.options.language
    found: dict[tuple[str, str], set[int]] = {}
    for row in gathered.estates:
        found.setdefault((row.street or "", row.community or ""), set()).add(row.id)
    for (street, community), own in found.items():
        name = community or NO_COMMUNITY.in_(language)
        group = street or make.NO_STREET.in_(language)
        yield Unit(name, group, frozenset(own), frozenset({ids.get((street, community), 0)}))


def _estates(db: Database, gathered: Gathered) -> Iterator[Unit]:
    none = make.NO_STREET.in_(gathered.options.language)
    for row in gathered.estates:
        yield Unit(row.name, row.street or none, frozenset({row.id}))


def _projects(db: Database, gathered: Gathered) -> Iterator[Unit]:
    rows = {row.id: row for row in gathered.estates}
    served: dict[int, set[int]] = {}
    for project, estate in projects.links(db):
        if estate in rows:
            served.setdefault(project, set()).add(estate)
    order = {one: place for place, one in enumerate(rows)}
    named = {each.id: each for each in projects.all(db)}
    for project in sorted(served, key=lambda one: (min(order[e] for e in served[one]), one)):
        own = served[project]
        names = "、".join(rows[one].name for one in sorted(own, key=order.__getitem__))
        yield Unit(named[project].name or names, "", frozenset(own))


_UNITS: dict[str, Callable[[Database, Gathered], Iterator[Unit]]] = {
    "street": _streets,
    "community": _communities,
    "estate": _estates,
    "project": _projects,
}
