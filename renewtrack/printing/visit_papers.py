"""Papers of visits: a crew's day with its map, who refuses, and a form to be filled in by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from renewtrack.domain import codes, visit_rounds
from renewtrack.domain.visit_rounds import Stop
from renewtrack.errors import UserError
from renewtrack.printing import (
    finishing,
    layouts,
    make,
    map_frame,
    notices,
    panels,
    scale_bar,
    shapes,
)
from renewtrack.printing.facts import PaperFacts
from renewtrack.printing.flow import EDGE, GAP, Flow
from renewtrack.printing.folio import Bookmark, Folio, Progress
from renewtrack.printing.layouts import Layout
from renewtrack.printing.make import Gathered, Options
from renewtrack.printing.sheet import INK, Box, Mark, Page, Pen, Text, polylines, rectangle
from renewtrack.printing.tables import Column, Table
from renewtrack.store import exports, visit_lists
from renewtrack.store.choosing import Filter
from renewtrack.store.visit_lists import Visit
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

SLIPS, CREW, REFUSALS, FORM = "slips", "crew", "refusals", "form"
PAPERS = {
    CREW: Words("班组日单（含地图和顺序）", "A crew's day, with map and order"),
    SLIPS: Words("入户通知小条（A4 四联）", "Slips, four on an A4"),
    REFUSALS: Words("拒绝名单", "Who refuses"),
    FORM: Words("纸质预约单（手填后录入）", "A form to fill in by hand"),
}
DAY_TITLE = Words("入户日单　{crew}　{day}", "Visits of {crew} on {day}")
NO_CREW = Words("未派班组", "no crew")
WEEKDAYS = Words("一二三四五六日", "MTWTFSS")
MANY = Words("入户日单（{count} 份）", "Days of crews ({count})")
REFUSED = Words("{place}拒绝入户住户名单", "{place}: homes that refuse")
BLANK = Words("{place}入户预约单", "{place}: form of visits")
COUNT = Words(
    "共 {count} 户，楼间直线约 {metres} 米，地图上的数字为到楼顺序（按直线距离排的建议）。",
    "{count} homes, about {metres} m in straight lines. Numbers on the map are a suggested order "
    "of the buildings by straight distance.",
)
TOOK = Words("□已入户 □未遇", "□ done □ out")
CHOICE = Words("□同意 □不同意", "□ yes □ no")
HALVES = Words("□上午 □下午", "□ a.m. □ p.m.")
HEADS = {
    CREW: (
        (Words("图号", "Map"), 6), (Words("时间", "Time"), 9), (Words("楼-单元-房号", "Home"), 14),
        (Words("户主", "Name"), 9), (Words("电话", "Telephone"), 13), (Words("事由", "For"), 10),
        (Words("入户须知、备注", "Access, remarks"), 19), (Words("结果", "Result"), 17),
        (Words("签字", "Signed"), 10),
    ),
    REFUSALS: (
        (Words("序", "No."), 6), (Words("小区", "Estate"), 22), (Words("楼号", "Building"), 10),
        (Words("单元", "Stairwell"), 10), (Words("房号", "Room"), 10),
        (Words("最近上门", "Last visit"), 14), (Words("备注", "Remarks"), 28),
        (Words("再次走访", "Visited again"), 14),
    ),
    FORM: (
        (Words("楼号", "Building"), 8), (Words("单元", "Stairwell"), 7), (Words("房号", "Room"), 8),
        (Words("户主", "Name"), 10), (Words("联系电话", "Telephone"), 14),
        (Words("是否同意", "Agrees"), 18), (Words("预约日期", "Date"), 11),
        (Words("预约时段", "Half"), 16), (Words("个性化需求", "Needs"), 16),
        (Words("签字", "Signed"), 10),
    ),
}  # fmt: skip
SIZE, ROW, TALL = 2.9, 1.9, 3.1  # mm; ems
MAP_HIGH, DOT = 74.0, 2.6  # mm
HALF = ("am", "pm")


class NothingBooked(UserError):
    """No visit, or no home, stands in what was chosen."""

    words = Words(
        "所选日期和范围里没有要打印的住户，没有生成。请换一周，或先预约。",
        "No home is to be printed in these days and this range; nothing was made. Choose another "
        "week, or book first.",
    )


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which paper, of which days and crew (None is every one), of which buildings (None is all)."""

    paper: str
    first: dt.date
    last: dt.date
    crew_id: int | None = None
    buildings: Collection[int] | None = None


def compose(
    db: Database,
    wanted: Wanted,
    facts: PaperFacts,
    reveal: str,
    progress: Progress | None = None,
) -> Folio:
    """Return the pages; every paper names rooms, so it needs a reason to ``reveal`` them.

    Raises NothingBooked, ReasonNeeded, NotAllowed, NoChineseFont.
    """
    told = progress or (lambda share: None)
    exports.permit(db, reveal)
    if wanted.paper == SLIPS:
        ids = [visit.id for visit in _visits(db, wanted)]
        if not ids:
            raise NothingBooked
        notice = next(each for each in notices.all() if each.of == notices.HOUSEHOLD)
        return notices.compose(db, notice, ids, facts, parts=4, reveal=reveal, progress=told)
    made = {CREW: _crews, REFUSALS: _refusals, FORM: _form}[wanted.paper]
    return made(db, wanted, facts, told)


# -- a crew's day


def _crews(db: Database, wanted: Wanted, facts: PaperFacts, told: Progress) -> Folio:
    days: dict[tuple[str, int | None], list[Visit]] = {}
    for visit in _visits(db, wanted):
        days.setdefault((visit.date, visit.crew_id), []).append(visit)
    if not days:
        raise NothingBooked
    options = Options(
        language=facts.language, secrecy=facts.secrecy, black_and_white=facts.black_and_white
    )
    gathered = make.gather(db, options)
    names = visit_lists.crew_names(db)
    bodies = []
    for at, ((date, crew_id), visits) in enumerate(sorted(days.items(), key=_by_day)):
        title = _titled(date, names.get(crew_id or 0, ""), facts.language)
        bodies.append((title, _day(db, visits, gathered, facts)))
        told((at + 1) / len(days))
    return _bound(bodies, MANY.filled(count=len(bodies)).in_(facts.language), facts)


def _titled(date: str, crew: str, language: str) -> str:
    day = dt.date.fromisoformat(date)
    weekday = WEEKDAYS.in_(language)[day.weekday()]
    said = f"{date}（周{weekday}）" if language == "zh" else date
    return DAY_TITLE.filled(crew=crew or NO_CREW, day=said).in_(language)


def _day(
    db: Database, visits: list[Visit], gathered: Gathered, facts: PaperFacts
) -> list[list[Mark]]:
    places = visit_lists.stops(db, visits)
    order: list[Visit] = []
    numbers: dict[int, int] = {}
    for half in HALF:
        held = [visit for visit in visits if visit.slot.half == half]
        order += _in_order(held, places)
    for visit in order:
        numbers.setdefault(visit.building_id, len(numbers) + 1)
    flow = Flow([[]])
    route = [places[visit.id] for visit in order]
    box = Box(EDGE.left, flow.y, EDGE.width, MAP_HIGH)
    flow.put(_map(route, numbers, gathered, box))
    flow.y = box.bottom + GAP
    metres = f"{visit_rounds.length_m(route):,.0f}"
    flow.say(COUNT.filled(count=len(order), metres=metres).in_(facts.language))
    persons = visit_lists.persons(db, [visit.id for visit in order])
    rows = _rows(order, numbers, persons, facts.language)
    _table(flow, CREW, rows, facts.language)
    return flow.pages


def _in_order(visits: list[Visit], places: dict[int, Stop]) -> list[Visit]:
    """Return visits in the order that the office gave, else in that of a short round."""
    if visits and all(visit.position is not None for visit in visits):
        return sorted(visits, key=lambda visit: visit.position or 0)
    by_id = {visit.id: visit for visit in visits}
    return [by_id[stop.id] for stop in visit_rounds.in_order(places[each] for each in by_id)]


def _rows(
    order: Sequence[Visit],
    numbers: dict[int, int],
    persons: dict[int, tuple[str, str]],
    language: str,
) -> list[tuple[str, ...]]:
    settings = visit_rounds.settings()
    rows: list[tuple[str, ...]] = []
    begun: dict[str, int] = {}
    steps = {half: _minutes(sum(visit.slot.half == half for visit in order), half) for half in HALF}
    several = len({visit.estate for visit in order}) > 1
    for visit in order:
        number = numbers[visit.building_id]
        half = visit.slot.half
        place = begun.setdefault(half, 0)
        begun[half] = place + 1
        hours, minutes = settings["from_hour"][half].split(":")
        at = int(hours) * 60 + int(minutes) + place * steps[half]
        home = f"{visit.estate} {visit.short}" if several else visit.short
        holder, phone = persons.get(visit.id, ("", ""))
        purpose = codes.code("visit_purposes", visit.purpose or "")
        notes = "；".join(filter(None, (visit.access, visit.remark)))
        rows.append(
            (
                *(str(number), f"{at // 60:02d}:{at % 60:02d}", home, holder, phone),
                *(purpose.words.in_(language) if purpose else "", notes, TOOK.in_(language), ""),
            )
        )
    return rows


def _minutes(count: int, half: str) -> int:
    """Return how many minutes each of so many homes has: as usual, or what the half day leaves."""
    settings = visit_rounds.settings()
    from_, to = (dt.time.fromisoformat(settings[key][half]) for key in ("from_hour", "to_hour"))
    whole = (to.hour - from_.hour) * 60 + to.minute - from_.minute
    return min(int(settings["minutes"]), whole // max(count, 1))


def _map(
    route: Sequence[Stop], numbers: dict[int, int], gathered: Gathered, box: Box
) -> list[Mark]:
    """Draw the buildings of the round among their neighbours, with numbers in its order."""
    each_place = {stop.place: stop for stop in reversed(route)}  # a building is drawn once
    known = [stop for stop in reversed(each_place.values()) if stop.lon is not None]
    own = {stop.place for stop in route}
    drawn = make.of(gathered, inside=frozenset())
    kept = tuple(each for each in drawn.features if each.id in own)
    if not known or not kept:
        return [rectangle(box, "map_frame", Pen("#C4C8CE", 0.2))]
    around = shapes.read([each.wkb for each in kept]).extent()
    others = tuple(each.wkb for each in drawn.features if each.id not in own)
    shown = replace(drawn, features=kept, dimmed=others, bounds=around, labels=())
    layout = _map_layout(box)
    frame = map_frame.compose(shown, layout, None)
    marks = [*frame.marks, *scale_bar.scale_bar(shown, frame.view.scale, layout)]
    points = frame.view.on_paper(np.array([(stop.lon, stop.lat) for stop in known], float))
    line = [(float(x), float(y)) for x, y in points]
    if len(line) > 1:
        marks.append(polylines([line], "round", Pen("#A50026", 0.35, (1.6, 0.9))))
    for stop, (x, y) in zip(known, line, strict=True):
        number = numbers[int(str(stop.place))]
        dot = Box(x - DOT, y - DOT, 2 * DOT, 2 * DOT)
        marks.append(rectangle(dot, "stop", Pen(INK, 0.2), "#FFFFFF"))
        marks.append(Text(dot, str(number), DOT * 1.2, "stop_number", "centre"))
    return marks


def _map_layout(box: Box) -> Layout:
    frame = Box(box.left, box.top, box.width, box.height - 11)
    return layouts.small_map(frame, ("boundaries", "north_arrow", "sites"), 6.0)


# -- lists


def _refusals(db: Database, wanted: Wanted, facts: PaperFacts, told: Progress) -> Folio:
    found = visit_lists.refusals(db, _filter(wanted))
    rows = [
        (
            *(str(number), row["estate"], row["building"], row["stairwell"] or "", row["room"]),
            *(row["last"] or "", row["remark"] or "", ""),
        )
        for number, row in enumerate(found, 1)
    ]
    place = make.place_of(db, Options(language=facts.language))
    title = REFUSED.filled(place=place).in_(facts.language)
    pages = _table_pages(REFUSALS, rows, facts.language)
    return _lists([(title, pages)] if rows else [], REFUSALS, facts)


def _form(db: Database, wanted: Wanted, facts: PaperFacts, told: Progress) -> Folio:
    """Return a form of the homes that wait; typed into a sheet of these heads it is imported."""
    found, _ = visit_lists.waiting(db, _filter(wanted))
    by_estate: dict[str, list[tuple[str, ...]]] = {}
    for home in found:
        row = (
            *(home.building, home.stairwell or "", home.room, "", ""),
            *(CHOICE.in_(facts.language), "", HALVES.in_(facts.language), "", ""),
        )
        by_estate.setdefault(home.estate, []).append(row)
    bodies = [
        (BLANK.filled(place=estate).in_(facts.language), _table_pages(FORM, rows, facts.language))
        for estate, rows in by_estate.items()
    ]
    return _lists(bodies, FORM, facts)


def _lists(bodies: list[tuple[str, list[list[Mark]]]], paper: str, facts: PaperFacts) -> Folio:
    if not bodies:
        raise NothingBooked
    return _bound(bodies, PAPERS[paper].in_(facts.language), facts)


def _table_pages(paper: str, rows: Sequence[tuple[str, ...]], language: str) -> list[list[Mark]]:
    flow = Flow([[]])
    _table(flow, paper, rows, language)
    return flow.pages


def _table(flow: Flow, paper: str, rows: Sequence[tuple[str, ...]], language: str) -> None:
    """Lay a table below what stands there, over as many pages as it takes."""
    columns = tuple(Column(words.in_(language), share) for words, share in HEADS[paper])
    row = ROW if paper == REFUSALS else TALL
    flow.table(Table(paper, columns, tuple(rows), SIZE, row))


def _bound(bodies: list[tuple[str, list[list[Mark]]]], title: str, facts: PaperFacts) -> Folio:
    layout = layouts.load(layouts.STANDARD, "A4", "portrait")
    pages: list[Page] = []
    marks: list[Bookmark] = []
    for name, own in bodies:
        marks.append(Bookmark(name, len(pages)))
        told = replace(facts, title=name)
        for number, body in enumerate(own, 1):
            head = panels.head_lines(told, layout, number, len(own))
            pages.append(Page(layout.width, layout.height, (*head, *body)))
    named = bodies[0][0] if len(bodies) == 1 else title
    return Folio(finishing.finished(pages, facts), named, tuple(marks), author=facts.compiled_by)


def _visits(db: Database, wanted: Wanted) -> list[Visit]:
    days = (wanted.last - wanted.first).days + 1
    found = visit_lists.week(db, wanted.first, max(days, 0))
    return [
        visit
        for visit in found
        if visit.state == "planned"
        and wanted.crew_id in (None, visit.crew_id)
        and (wanted.buildings is None or visit.building_id in wanted.buildings)
    ]


def _filter(wanted: Wanted) -> Filter:
    return Filter(only=None if wanted.buildings is None else frozenset(wanted.buildings))


def _by_day(
    held: tuple[tuple[str, int | None], list[Visit]],
) -> tuple[str, int]:
    return held[0][0], held[0][1] or 0
