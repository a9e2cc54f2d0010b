"""The command that writes what is printed as a PDF: maps, atlases, dossiers, ledgers, notices."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from renewtrack.commands import base_maps
from renewtrack.commands.putting_out import Noted, keep, theme_named
from renewtrack.commands.terminal import DONE, Terminal, command, day, days, opened, project_file
from renewtrack.domain import secrecy
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

    from renewtrack.printing.folio import Folio
    from renewtrack.printing.make import Options
    from renewtrack.printing.status_map import Paper

PRINTED = Words("已写出 {path}：{pages} 页", "Wrote {path}: {pages} pages")
UNITS = ("street", "community", "estate", "project")
LISTS = (
    *("estates", "buildings", "projects", "works", "households", "appointments", "lifts"),
    *("items", "item_rates"),
)
WHATS = ("map", "atlas", "dossier", "ledger", "gantt", "notices", "visits", "pairs", "album")
REVEALING = frozenset(("notices", "ledger", "visits", "pairs", "album"))
VISIT_PAPERS = ("crew", "slips", "refusals", "form")
RECORDED = {  # what is printed -> the key of the record of exports
    "map": "status_map",
    "atlas": "atlas",
    "dossier": "dossier",
    "ledger": "printed_list",
    "gantt": "gantt",
    "notices": "notice",
    "visits": "visit_papers",
    "pairs": "pairs",
    "album": "pairs",
}


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for: the file, its path, and every option."""

    terminal: Terminal
    db: Database
    path: Path
    options: Options
    paper: Paper
    asked: dict[str, Any]


@command("print")
@project_file
@click.option("--out", required=True, metavar="X.pdf", type=click.Path(path_type=Path))
@click.option("--what", type=click.Choice(WHATS), default="map", help="打印什么。What to print.")
@click.option("--layout", default="a3-status", metavar="NAME", help="版式。Layout of the map.")
@click.option("--paper", default="A3", help="纸张。Paper size.")
@click.option("--orientation", type=click.Choice(["landscape", "portrait"]), help="方向。Turned.")
@click.option("--scale", type=click.IntRange(min=1), help="比例尺分母。1:N.")
@click.option("--theme", default="stage", metavar="NAME", help="专题的键或名称。Theme.")
@click.option("--atlas", type=click.Choice(UNITS), help="图集，每个…一页。A page for every….")
@click.option("--street", metavar="S", help="只要这个街道。Only this street.")
@click.option("--estate", metavar="NAME", help="小区名（档案、告知单）。Estate.")
@click.option(
    "--list", "listed", type=click.Choice(LISTS), default=LISTS[0], help="哪张台账。List."
)
@click.option("--notice", default="works", metavar="KEY", help="哪种告知单。Which notice.")
@click.option(
    "--visit-paper", type=click.Choice(VISIT_PAPERS), default="crew", help="哪种入户单据。Which."
)
@click.option("--from", "first", metavar="DAY", callback=day, help="入户起日。Visits from.")
@click.option("--to", "last", metavar="DAY", callback=day, help="入户止日。Visits until.")
@click.option("--before", metavar="DAY", help="与这一天对比。Compare with this day.")
@click.option("--tile", metavar="A3", help="拼接打印用的纸。Cut over this paper.")
@click.option(
    "--secrecy",
    "level",
    type=click.Choice([each.key for each in secrecy.presets()]),
    help="密级。Who may see it.",
)
@click.option("--approval", default="", metavar="NO", help="审图号。Map approval number.")
@click.option("--watermark", is_flag=True, help="加水印。With a watermark.")
@click.option("--bw", is_flag=True, help="黑白。Black and white.")
@click.option("--title", default="", metavar="T", help="标题。Title.")
@click.option("--office", default="", metavar="NAME", help="编制单位。Compiled by.")
@click.option("--no-base", is_flag=True, help="不垫底图。Without the base maps.")
@click.option(
    "--reason", default="", metavar="R", help="含室号、姓名的理由。Why rooms and persons go out."
)
def print_(terminal: Terminal, path: Path, out: Path, **asked: Any) -> int:
    """把状态图、图集、档案、台账、告知单写成 PDF。Write what is printed as a PDF."""
    if out.suffix.lower() != ".pdf":
        raise click.BadParameter(f"{out.name}: .pdf", param_hint="--out")
    keep(path, out)
    what = "atlas" if asked["atlas"] else asked["what"]
    os.environ["QT_QPA_PLATFORM"] = "offscreen"  # paper needs no screen
    from renewtrack.printing import fonts, pdf

    fonts.application()
    with opened(path) as project:
        wish = _wish(terminal, project.db, path, asked)
        folio = _MADE[what](wish)
        told = _told(folio)
        if asked["tile"]:
            folio = _tiled(folio, wish)
        reason = asked["reason"].strip() if what in REVEALING else ""
        noted = Noted(project.db, RECORDED[what], out, reason)
        pdf.write_folio(out, folio, noted)
    noted.warn(terminal)
    pages = len(folio.pages)
    document = {"path": str(out), "what": what, "layout": asked["layout"], "pages": pages}
    document |= {"recorded": noted.recorded, **told}
    terminal.answer(document, PRINTED.filled(path=out, pages=pages))
    return DONE


def _wish(terminal: Terminal, db: Database, path: Path, asked: dict[str, Any]) -> Wish:
    from renewtrack.printing import layouts, make
    from renewtrack.printing.status_map import Paper

    layout = _layout(asked["layout"])
    if asked["before"] and "before" not in layouts.frames(layout):
        layout = "before-after"
    level = asked["level"] or (secrecy.PUBLIC if asked["approval"].strip() else secrecy.INTERNAL)
    options = make.Options(
        title=asked["title"],
        language=terminal.language,
        black_and_white=asked["bw"],
        street=_street(db, asked["street"]),
        compiled_by=asked["office"],
        secrecy=level,
        approval=asked["approval"],
        theme=theme_named(db, asked["theme"]),
        before=asked["before"] or "",
        watermark=_watermark(asked, level),
    )
    turned = asked["orientation"] or ("portrait" if asked["what"] == "dossier" else "landscape")
    return Wish(
        terminal, db, path, options, Paper(asked["paper"], turned, asked["scale"], layout), asked
    )


def _layout(name: str) -> str:
    from renewtrack.printing import layouts

    known = layouts.names()
    for key in (name, layouts.OWN + name):
        if key in known:
            return key
    for key, words in known.items():
        if name in (words.zh, words.en):
            return key
    raise layouts.UnknownLayout(name=name, known="、".join(known))


def _street(db: Database, street: str | None) -> str:
    from renewtrack.store import areas

    known = [area.name for area in areas.streets(db)]
    if street and street not in known:
        raise click.BadParameter("、".join(known), param_hint="--street")
    return street or ""


def _watermark(asked: dict[str, Any], level: str) -> tuple[str, ...]:
    import datetime as dt

    from renewtrack.commands.terminal import who
    from renewtrack.printing import watermark

    if not asked["watermark"] and not secrecy.preset(level).watermark:
        return ()
    return watermark.lines(asked["office"], who(), f"{dt.datetime.now():%Y-%m-%d %H:%M}")


def _map(wish: Wish) -> Folio:
    from renewtrack.printing import composing, make

    gathered = make.status_map(wish.db, wish.options)
    if not wish.asked["no_base"]:
        beneath = base_maps.beneath(wish.terminal, wish.db, wish.path)
        gathered = replace(gathered, backdrop=beneath)
    return composing.compose(gathered, wish.paper)


def _atlas(wish: Wish) -> Folio:
    from renewtrack.printing import atlas

    backdrop = None
    if not wish.asked["no_base"]:
        backdrop = base_maps.beneath(wish.terminal, wish.db, wish.path)
    by = wish.asked["atlas"] or UNITS[0]
    return atlas.compose(wish.db, wish.options, wish.paper, by, backdrop=backdrop)


def _dossier(wish: Wish) -> Folio:
    from renewtrack.printing import dossier

    return dossier.compose(wish.db, wish.path, "estate", _estates(wish), _facts(wish))


def _ledger(wish: Wish) -> Folio:
    from renewtrack.printing import ledger_pages, list_tables

    what = wish.asked["listed"]
    facts = _facts(wish)
    place = _place(wish.db)
    title = wish.asked["title"] or list_tables.TITLES[what].filled(place=place).in_(
        wish.options.language
    )
    ids = _buildings(wish) if what in list_tables.BY_BUILDING else _of_street(wish, what)
    content = list_tables.of(
        wish.db, what, ids, preset=facts.preset, reveal=wish.asked["reason"].strip()
    )
    return ledger_pages.compose(content, wish.paper, replace(facts, title=title))


def _gantt(wish: Wish) -> Folio:
    from renewtrack.printing import gantt_make

    kind = wish.asked["listed"]
    rows = gantt_make.Rows(
        kind if kind in gantt_make.KINDS else gantt_make.KINDS[0], street=wish.options.street
    )
    return gantt_make.compose(wish.db, rows, wish.options, wish.paper)


def _notices(wish: Wish) -> Folio:
    import datetime as dt

    from renewtrack.printing import notice_residents, notices
    from renewtrack.store import buildings, record_lists, visit_lists

    keys = {each.key: each for each in notices.all()}
    if wish.asked["notice"] not in keys:
        raise click.BadParameter("、".join(keys), param_hint="--notice")
    notice = keys[wish.asked["notice"]]
    if notice.of == notices.HOUSEHOLD:
        ids = visit_lists.to_come(wish.db, dt.date.today())
    elif notice.of == notices.LIFT:
        ids = record_lists.voted(wish.db)
    else:
        ids = [one.id for each in _estates(wish) for one in buildings.of_estate(wish.db, each)]
    if notice.of in notice_residents.OFS:
        ids = notice_residents.ids(wish.db, notice.of, ids)
    return notices.compose(wish.db, notice, ids, _facts(wish), reveal=wish.asked["reason"])


def _visits(wish: Wish) -> Folio:
    from renewtrack.printing import visit_papers

    first, last = days(wish.asked)
    within = _buildings(wish)
    wanted = visit_papers.Wanted(wish.asked["visit_paper"], first, last, None, within)
    return visit_papers.compose(wish.db, wanted, _facts(wish), wish.asked["reason"].strip())


def _pairs(wish: Wish) -> Folio:
    from renewtrack.printing import pair_sheets

    within = _estates(wish) if wish.asked["estate"] or wish.options.street else None
    reason = wish.asked["reason"].strip()
    what = wish.asked["what"]
    return pair_sheets.compose(wish.db, wish.path, what, within, _facts(wish), reveal=reason)


def _facts(wish: Wish) -> Any:
    import datetime as dt

    from renewtrack.printing import make

    return make.facts(wish.db, wish.options, dt.date.today().isoformat())


def _place(db: Database) -> str:
    from renewtrack.store import areas

    return areas.district_name(db)


def _of_street(wish: Wish, what: str) -> list[int] | None:
    from renewtrack.store import listing
    from renewtrack.store.listing import Filter

    street = wish.options.street
    if not street or what not in listing.KINDS:
        return None
    return listing.ids(wish.db, what, Filter(chosen={"street": frozenset({street})}))


def _buildings(wish: Wish) -> list[int] | None:
    """Return the buildings of the estate or the street asked for; None for all."""
    from renewtrack.store import buildings

    if not wish.asked["estate"] and not wish.options.street:
        return None
    return [one.id for each in _estates(wish) for one in buildings.of_estate(wish.db, each)]


def _estates(wish: Wish) -> list[int]:
    """Return the estates of the name asked for, or of the street, or all."""
    from renewtrack.store import estates, listing

    name = wish.asked["estate"]
    if name:
        found = [each.id for each in estates.all(wish.db) if name in (each.name, *each.aliases)]
        if not found:
            said = f"没有小区“{name}”。No estate is called {name}."
            raise click.BadParameter(said, param_hint="--estate")
        return found
    return _of_street(wish, "estates") or listing.ids(wish.db, "estates")


def _tiled(folio: Folio, wish: Wish) -> Folio:
    from renewtrack.printing import tiling

    return tiling.tiled(folio, wish.asked["tile"], "", language=wish.options.language)


def _told(folio: Folio) -> dict[str, Any]:
    """Return what a map, or an atlas, tells of what is on it."""
    names = ("scale", "counts", "overdue", "outside", "unplaced")
    told = {name: getattr(folio, name) for name in names if hasattr(folio, name)}
    units = getattr(folio, "units", None)
    if units is not None:
        told["units"] = [
            {
                "name": each.unit.name,
                "page": None if each.page is None else each.page + 1,
                "counts": each.counts,
                "unplaced": each.unplaced,
                "scale": each.scale,
            }
            for each in units
        ]
    return told


_MADE: dict[str, Callable[[Wish], Folio]] = {
    "map": _map,
    "atlas": _atlas,
    "dossier": _dossier,
    "ledger": _ledger,
    "gantt": _gantt,
    "notices": _notices,
    "visits": _visits,
    "pairs": _pairs,
    "album": _pairs,
}
