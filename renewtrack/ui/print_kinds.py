"""What the print dialog can make: which fields each kind has, and the job that makes its pages."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

    from renewtrack.maps.base_paper import PaperBase
    from renewtrack.printing.folio import Folio
    from renewtrack.printing.list_tables import ListColumn
    from renewtrack.printing.make import Options
    from renewtrack.printing.status_map import Paper

    Beneath = Callable[[Database], PaperBase]
    Progress = Callable[[float], object]

MAP, ATLAS, DOSSIER, LEDGER, NOTICES = "map", "atlas", "dossier", "ledger", "notices"
GANTT, VISITS = "gantt", "visits"
PAIRS, ALBUM = "pairs", "album"
KINDS = {
    MAP: Words("状态图", "Status map"),
    ATLAS: Words("图集", "Atlas"),
    DOSSIER: Words("改造档案", "Dossiers"),
    LEDGER: Words("台账表格", "Ledger"),
    GANTT: Words("横道图", "Gantt chart"),
    NOTICES: Words("告知单", "Notices"),
    VISITS: Words("入户单据", "Papers of visits"),
    PAIRS: Words("改造前后对照", "Before and after"),
    ALBUM: Words("小区照片册", "Album of an estate"),
}
RECORDED = {  # what the record of exports calls it
    MAP: "status_map",
    ATLAS: "atlas",
    DOSSIER: "dossier",
    LEDGER: "printed_list",
    GANTT: "gantt",
    NOTICES: "notice",
    VISITS: "visit_papers",
    PAIRS: "pairs",
    ALBUM: "pairs",
}
_SAID = ("compiled_by", "checked_by", "cutoff")
_LOOKS = ("sheet_language", "black_and_white", "watermark")
_PAPER = ("paper", "orientation", "tile")
_WHO = ("secrecy", "approval")
SHOWN = {  # the fields that a kind has
    MAP: (
        *("layout", "title", "subtitle", "range", "theme", "before", *_PAPER, "scale", "base"),
        *(*_LOOKS, *_SAID, *_WHO),
    ),
    ATLAS: (
        *("by", "layout", "title", "range", "theme", "paper", "orientation", "scale", "base"),
        *(*_LOOKS, *_SAID, *_WHO),
    ),
    DOSSIER: ("range", *_LOOKS, *_SAID, *_WHO),
    LEDGER: ("listed", "title", "range", *_PAPER, *_LOOKS, *_SAID, "secrecy", "reason"),
    GANTT: ("rows_of", "title", "range", *_PAPER, *_LOOKS, *_SAID, "secrecy"),
    NOTICES: ("notice", "texts", "range", "parts", "sheet_language", "compiled_by", "reason"),
    VISITS: (
        *("visit_paper", "visit_crew", "visit_from", "visit_to", "range", "sheet_language"),
        *("black_and_white", "compiled_by", "reason"),
    ),
    PAIRS: ("range", *_LOOKS, *_SAID, "reason"),
    ALBUM: ("range", *_LOOKS, *_SAID, "reason"),
}


@dataclass(frozen=True, slots=True)
class Range:
    """Rows of a list that the window shows now."""

    kind: str
    ids: Collection[int]


@dataclass(frozen=True, slots=True)
class Front:
    """The table in front: its rows in order, its columns on the screen, what is selected, and the
    ground that the map shows: west, south, east, north in degrees.
    """

    kind: str
    ids: tuple[int, ...] = ()
    columns: tuple[ListColumn, ...] = ()
    picked: tuple[int, ...] = ()
    bounds: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """What the fields ask for. ``rows`` is the range chosen, None for all of ``street`` or all."""

    kind: str
    options: Options
    paper: Paper
    rows: Range | None
    front: Front | None
    street: str = ""
    tile: str = ""
    based: bool = False
    by: str = "street"
    listed: str = "estates"
    rows_of: str = "projects"
    notice: str = "works"
    parts: int = 1
    visits: tuple[str, int | None, str, str] = ("", None, "", "")  # paper, crew, ISO days
    reason: str = ""


def made(db: Database, project: Path, wish: Wish, told: Progress, beneath: Beneath) -> Folio:
    """Return the pages that a wish asks for; ``told`` is told the share done and may raise."""
    folio = _MADE[wish.kind](db, project, wish, told, beneath)
    if not wish.tile:
        return folio
    from renewtrack.printing import tiling

    return tiling.tiled(folio, wish.tile, "", language=wish.options.language)


def _map(db: Database, project: Path, wish: Wish, told: Progress, beneath: Beneath) -> Folio:
    from renewtrack.printing import composing, make

    gathered = make.status_map(db, wish.options)
    told(0.3)
    if wish.based:
        gathered = replace(gathered, backdrop=beneath(db))
    told(0.5)
    return composing.compose(gathered, wish.paper)


def _atlas(db: Database, project: Path, wish: Wish, told: Progress, beneath: Beneath) -> Folio:
    from renewtrack.printing import atlas

    backdrop = beneath(db) if wish.based else None
    return atlas.compose(db, wish.options, wish.paper, wish.by, told, backdrop)


def _dossier(db: Database, project: Path, wish: Wish, told: Progress, _: Beneath) -> Folio:
    from renewtrack.printing import dossier, make

    facts = make.facts(db, wish.options, wish.options.today)
    rows = wish.rows
    if rows is not None and rows.kind == "buildings":
        return dossier.compose(db, project, "building", _in_order(wish, rows), facts, told)
    return dossier.compose(db, project, "estate", _estates(db, wish), facts, told)


def _ledger(db: Database, project: Path, wish: Wish, told: Progress, _: Beneath) -> Folio:
    from renewtrack.printing import ledger_pages, list_tables, make

    options, rows, front = wish.options, wish.rows, wish.front
    facts = make.facts(db, options, options.today)
    if not options.title:
        place = make.place_of(db, options)
        title = list_tables.TITLES[wish.listed].filled(place=place + wish.street)
        facts = replace(facts, title=title.in_(options.language))
    columns = front.columns if front is not None and front.kind == wish.listed else None
    mine = rows is not None and rows.kind == wish.listed
    if wish.listed in list_tables.BY_BUILDING:
        ids = _buildings(db, wish)
    else:
        ids = _in_order(wish, rows) if rows is not None and mine else _whole(db, wish)
    content = list_tables.of(
        db, wish.listed, ids, columns, facts.preset, options.today, reveal=wish.reason
    )
    return ledger_pages.compose(content, wish.paper, facts, told)


def _gantt(db: Database, project: Path, wish: Wish, told: Progress, _: Beneath) -> Folio:
    from renewtrack.printing import gantt_make

    rows = gantt_make.Rows(wish.rows_of, _lines(db, wish), wish.street)
    return gantt_make.compose(db, rows, wish.options, wish.paper, told)


def _lines(db: Database, wish: Wish) -> Collection[int] | None:
    """Return the projects or works of the range; None for a street's or all."""
    from renewtrack.store import projects, works

    rows = wish.rows
    if rows is None or rows.kind == wish.rows_of:
        return None if rows is None else rows.ids
    if rows.kind in ("estates", "buildings"):
        served = [each.id for one in _estates(db, wish) for each in projects.of_estate(db, one)]
        return served if wish.rows_of == "projects" else works.of_projects(db, served)
    if wish.rows_of == "works":
        return works.of_projects(db, rows.ids)
    return works.projects_of(db, rows.ids)


def _whole(db: Database, wish: Wish) -> list[int] | None:
    """Return the ids of a street's rows; None for all rows."""
    from renewtrack.store import listing
    from renewtrack.store.listing import Filter

    if not wish.street or wish.listed not in listing.KINDS:
        return None
    return listing.ids(db, wish.listed, Filter(chosen={"street": frozenset({wish.street})}))


def _notices(db: Database, project: Path, wish: Wish, told: Progress, _: Beneath) -> Folio:
    import datetime as dt

    from renewtrack.printing import make, notice_residents, notices
    from renewtrack.store import buildings, record_lists, visit_lists

    facts = make.facts(db, wish.options, wish.options.today)
    notice = notices.chosen(wish.notice)
    rows = wish.rows
    if notice.of == notices.HOUSEHOLD:
        ids = visit_lists.to_come(db, dt.date.fromisoformat(wish.options.today))
    elif notice.of == notices.LIFT:
        ids = record_lists.voted(db)
    elif notice.of in notice_residents.OFS:
        ids = notice_residents.ids(db, notice.of, _buildings(db, wish))
    elif rows is not None and rows.kind == "buildings":
        ids = _in_order(wish, rows)
    else:
        ids = [one.id for each in _estates(db, wish) for one in buildings.of_estate(db, each)]
    parts = wish.parts
    return notices.compose(db, notice, ids, facts, parts=parts, reveal=wish.reason, progress=told)


def _visits(db: Database, project: Path, wish: Wish, told: Progress, _: Beneath) -> Folio:
    import datetime as dt

    from renewtrack.printing import make, visit_papers
    from renewtrack.store import buildings

    facts = make.facts(db, wish.options, wish.options.today)
    paper, crew_id, first, last = wish.visits
    within = None
    if wish.rows is not None and wish.rows.kind == "buildings":
        within = frozenset(wish.rows.ids)
    elif wish.rows is not None or wish.street:
        every = _estates(db, wish)
        within = frozenset(one.id for each in every for one in buildings.of_estate(db, each))
    days = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
    wanted = visit_papers.Wanted(paper, *days, crew_id, within)
    return visit_papers.compose(db, wanted, facts, wish.reason, told)


def _buildings(db: Database, wish: Wish) -> list[int] | None:
    """Return the buildings of the range, or of its estates or street; None for all."""
    from renewtrack.store import buildings

    if wish.rows is None and not wish.street:
        return None
    if wish.rows is not None and wish.rows.kind == "buildings":
        return _in_order(wish, wish.rows)
    return [one.id for each in _estates(db, wish) for one in buildings.of_estate(db, each)]


def _pairs(db: Database, project: Path, wish: Wish, told: Progress, _: Beneath) -> Folio:
    from renewtrack.printing import make, pair_sheets
    from renewtrack.store import buildings

    facts = make.facts(db, wish.options, wish.options.today)
    rows, within = wish.rows, None
    if rows is not None and rows.kind == "buildings":
        held = (buildings.get(db, each) for each in rows.ids)
        within = [each.estate_id for each in held if each is not None]
    elif rows is not None or wish.street:
        within = _estates(db, wish)
    return pair_sheets.compose(
        db, project, wish.kind, within, facts, reveal=wish.reason, progress=told
    )


def _in_order(wish: Wish, rows: Range) -> list[int]:
    """Return the ids of a range in the order of the table in front, if it shows them."""
    if wish.front is None or wish.front.kind != rows.kind:
        return sorted(rows.ids)
    wanted = {*rows.ids}
    return [one for one in wish.front.ids if one in wanted]


def _estates(db: Database, wish: Wish) -> list[int]:
    """Return the estates of the range, or of its projects, or of the street, or all."""
    from renewtrack.store import listing, projects, works
    from renewtrack.store.listing import Filter

    rows = wish.rows
    if rows is None or rows.kind == "buildings":
        street = {"street": frozenset({wish.street})} if wish.street else {}
        return listing.ids(db, "estates", Filter(chosen=street))
    if rows.kind == "projects":
        served = [one for each in rows.ids for one in projects.estates_of(db, each)]
        return listing.ids(db, "estates", Filter(only=frozenset(served)))
    if rows.kind == "works":
        return listing.ids(db, "estates", Filter(only=frozenset(works.estates_of(db, rows.ids))))
    return _in_order(wish, rows)


_MADE = {
    MAP: _map,
    ATLAS: _atlas,
    DOSSIER: _dossier,
    LEDGER: _ledger,
    GANTT: _gantt,
    NOTICES: _notices,
    VISITS: _visits,
    PAIRS: _pairs,
    ALBUM: _pairs,
}
