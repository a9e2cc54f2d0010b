"""Notices for doors: a page, or half a page, for every building or booked visit."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from renewtrack import paths
from renewtrack.domain import codes, consent
from renewtrack.errors import UserError
from renewtrack.printing import finishing, layouts, lettering, notice_residents, phrases
from renewtrack.printing.facts import PaperFacts
from renewtrack.printing.folio import Folio, Progress
from renewtrack.printing.sheet import (
    FAINT_INK,
    INK,
    SOFT_INK,
    Box,
    Mark,
    Page,
    Pen,
    Text,
    polylines,
)
from renewtrack.store import areas, dossiers, exports, record_lists
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

    from renewtrack.domain.places import Building
    from renewtrack.domain.works import Project

FILE = "notices.toml"
BUILDING, HOUSEHOLD, LIFT = "building", "household", "lift"
LINE = "＿＿＿＿＿＿"  # to be written on by hand
SIGNED = Words("（盖章）", "(seal)")
ROOM = Words("{room}室", "room {room}")
STAIRWELL = Words("{stairwell}单元", "stairwell {stairwell}")
BUILT = Words("{number}号楼", "{number}")
RESULTS = {
    True: Words("达到规定比例，表决通过", "the shares of the rule are reached; passed"),
    False: Words("未达到规定比例，表决未通过", "the shares of the rule are not reached"),
}
_WAN = ("cost", "subsidy")
TITLE, BODY = 11.0, 5.6  # mm: larger than 小二 and 三号, to be read standing
STEP, INDENT = 1.75, 2  # of a line, in ems; ems
MARGIN = 24.0
LARGER, QUARTER = 1.4, 0.72  # times, on a page of its own and on a quarter of one
OPTIONAL = frozenset(
    {"stairwell", *notice_residents.OPTIONAL}
)  # names that leave no line where they are not known
MOST_BYTES = 200_000
_NAMES = re.compile(r"\{(\w+)\}")
_KEYS = ("key", "zh", "en", "of", "title_zh", "title_en", "to_zh", "to_en", "body_zh", "body_en")


@dataclass(frozen=True, slots=True)
class Notice:
    """One kind of notice; its texts hold names in braces."""

    key: str
    words: Words
    of: str
    title: Words
    to: Words
    body: tuple[Words, ...]


class NoticesBroken(UserError):
    """The office's own copy of the texts cannot be used."""

    words = Words(
        "告知单文字文件“{name}”有错，没有出告知单：{why}。请改正，或删除该文件后使用自带的文字。",
        "The file of texts “{name}” is faulty and no notice was made: {why}. Mend it, or delete it "
        "to use the built-in texts.",
    )


class NothingChosen(UserError):
    """No building or visit was chosen."""

    words = Words(
        "没有选中要出告知单的楼栋或预约，没有出告知单。",
        "No building or booked visit is chosen, so there is no notice.",
    )


def all() -> tuple[Notice, ...]:  # noqa: A001 - reads as notices.all()
    """Return the kinds of notices, of the office's own copy where there is one.

    Raises NoticesBroken.
    """
    own, ours = paths.print_folder() / FILE, paths.resources("print", FILE)
    if not own.is_file():
        return _read(ours)
    kinds = _read(own)
    known = {each.key for each in kinds}  # a copy of an earlier version lacks later kinds
    return (*kinds, *(each for each in _read(ours) if each.key not in known))


def _read(path: Path) -> tuple[Notice, ...]:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise NoticesBroken(name=path.name, why=Words("文件太大", "it is too large"))
        document = tomllib.loads(path.read_bytes().decode("utf-8"))
    except (OSError, ValueError, RecursionError) as wrong:
        raise NoticesBroken(name=path.name, why=wrong) from wrong
    found = document.get("notice")
    if not isinstance(found, list) or not found:
        raise NoticesBroken(name=path.name, why=Words("没有 [[notice]]", "it has no [[notice]]"))
    return tuple(_notice(path, row) for row in found)


def own_copy() -> Path:
    """Return the office's own copy of the texts, made of the built-in ones if it is not there."""
    path = paths.print_folder() / FILE
    if not path.exists():
        path.write_bytes(paths.resources("print", FILE).read_bytes())
    return path


def _notice(path: Path, row: Any) -> Notice:
    sound = isinstance(row, dict) and set(_KEYS) <= set(row)
    if sound:
        texts = [row[key] for key in _KEYS[:8]]
        bodies = [row["body_zh"], row["body_en"]]
        lines = [line for body in bodies if isinstance(body, list) for line in body]
        sound = (
            {type(each) for each in (*texts, *lines)} <= {str}
            and not [each for each in bodies if not isinstance(each, list)]
            and len(bodies[0]) == len(bodies[1])
            and row["of"] in (BUILDING, HOUSEHOLD, LIFT, *notice_residents.OFS)
        )
    if not sound:
        which = row.get("key", "?") if isinstance(row, dict) else "?"
        why = Words(f"“{which}”一项不完整", f"the entry “{which}” is not complete")
        raise NoticesBroken(name=path.name, why=why)
    return Notice(
        row["key"],
        Words(row["zh"], row["en"]),
        row["of"],
        Words(row["title_zh"], row["title_en"]),
        Words(row["to_zh"], row["to_en"]),
        tuple(Words(zh, en) for zh, en in zip(row["body_zh"], row["body_en"], strict=True)),
    )


def compose(  # noqa: PLR0913 - each says by its name what is asked for
    db: Database,
    notice: Notice,
    ids: Sequence[int],
    facts: PaperFacts,
    *,
    parts: int = 1,
    reveal: str = "",
    progress: Progress | None = None,
) -> Folio:
    """Lay out a notice for every building, or booked visit, of some ids; 1, 2 or 4 on an A4.

    A notice for a household names its room, so it needs a reason to ``reveal`` it; answers to
    needs are masked without one. Raises NothingChosen, ReasonNeeded, NotAllowed, NoChineseFont.
    """
    told = progress or (lambda share: None)
    if notice.of == HOUSEHOLD:
        exports.permit(db, reveal)
    every = list(_values(db, notice, ids, facts, reveal))
    if not every:
        raise NothingChosen
    width, height = layouts.page_size("A4", "portrait")
    pages: list[list[Mark]] = []
    rooms = _rooms(width, height, parts)
    for place, values in enumerate(every):
        part = place % parts
        if part == 0:
            pages.append(_cuts(width, height, parts))
        pages[-1] += _drawn(notice, values, rooms[part], facts)
        told((place + 1) / len(every))
    made = [Page(width, height, tuple(page)) for page in pages]
    title = notice.words.in_(facts.language)
    return Folio(finishing.finished(made, facts), title, author=facts.compiled_by)


def _rooms(width: float, height: float, parts: int) -> list[Box]:
    """Return where 1, 2 or 4 notices stand on a page."""
    across, down = (2, 2) if parts == 4 else (1, parts)
    wide, high = width / across, height / down
    return [Box(at % across * wide, at // across * high, wide, high) for at in range(parts)]


def _cuts(width: float, height: float, parts: int) -> list[Mark]:
    """Return the lines along which a page is cut."""
    pen = Pen(FAINT_INK, 0.15, (2.0, 2.0))
    lines = [[(0.0, height / 2), (width, height / 2)]] if parts > 1 else []
    lines += [[(width / 2, 0.0), (width / 2, height)]] if parts == 4 else []
    return [polylines(lines, "cut", pen)] if lines else []


def _values(
    db: Database, notice: Notice, ids: Sequence[int], facts: PaperFacts, reveal: str = ""
) -> Iterator[dict[str, str]]:
    office = facts.compiled_by or areas.district_name(db)
    common = {
        "office": office,
        "today": phrases.long_date(facts.made_on, facts.language),
        "blank": LINE,
    }
    if notice.of in notice_residents.OFS:
        pages = notice_residents.values(db, notice.of, ids, facts, reveal)
        yield from ({**common, **told} for told in pages)
        return
    if notice.of == HOUSEHOLD:
        for row in record_lists.some(db, "appointments", list(ids)):
            yield {**common, **_of_visit(row, facts.language)}
        return
    if notice.of == LIFT:
        for row in record_lists.some(db, "lifts", list(ids)):
            yield {**common, **_of_lift(row, facts.language)}
        return
    for one in ids:
        found = dossiers.read(db, Path(), "building", one)
        if found is not None:
            yield {**common, **_of_building(found, facts.language)}


def _of_visit(row: Mapping[str, Any], language: str) -> dict[str, str]:
    half = codes.code("halves", str(row["half"])) if row["half"] else None
    stairwell = row.get("stairwell")
    return {
        "street": row["street"] or "",
        "estate": row["estate"] or "",
        "building": _number(str(row["building"] or ""), language),
        "stairwell": STAIRWELL.filled(stairwell=stairwell).in_(language) if stairwell else "",
        "room": ROOM.filled(room=row["room"]).in_(language),
        "visit_date": phrases.long_date(str(row["date"] or ""), language),
        "visit_half": half.words.in_(language) if half else "",
    }


def _of_lift(row: Mapping[str, Any], language: str) -> dict[str, str]:
    """Return what is told of a lift and its latest vote; nobody is named."""
    stairwell, passed = row["stairwell"], row["consent_ok"]
    result = RESULTS[passed].in_(language) if passed is not None else ""
    rule = consent.rule_of(row["rule_set"]).words.in_(language) if row["rule_set"] else ""
    counts = {
        f"{what}_{of}": _amount(row[f"{what}_{of}"])
        for what in ("owners", "area")
        for of in ("total", "part", "agree")
    }
    money = {key: "" if row[key] is None else f"{row[key] / 10_000:.2f}" for key in _WAN}
    days = {
        key: phrases.long_date(str(row[key]), language) if row[key] else ""
        for key in ("notice_from", "notice_to")
    }
    return {
        "street": row["street"] or "",
        "estate": row["estate"] or "",
        "building": _number(str(row["building"] or ""), language),
        "stairwell": STAIRWELL.filled(stairwell=stairwell).in_(language) if stairwell else "",
        "rule": rule,
        "result": result,
        **counts,
        **money,
        **days,
    }


def _amount(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}".rstrip("0").rstrip(".")


def _number(number: str, language: str) -> str:
    if not number or "楼" in number:
        return number
    return BUILT.filled(number=number).in_(language)


def _project(found: dossiers.Dossier) -> Project | None:
    """Return the latest project that works on a building, else the latest of its estate."""
    own = {work.project_id for work in found.works}
    working = [each for each in found.projects if each.id in own]
    return next(iter(working or found.projects), None)


def _of_building(found: dossiers.Dossier, language: str) -> dict[str, str]:
    building: Building = found.place  # type: ignore[assignment]
    project = _project(found)
    works = [
        work
        for work in (*found.works, *found.around)
        if project is None or work.project_id in (None, project.id)
    ]
    kinds = {work.kind: None for work in works}
    entries = [codes.code("work_types", kind) for kind in kinds]
    joint = "、" if language == "zh" else ", "
    started = [work.start_plan for work in works if work.start_plan]
    ended = [work.finish_plan for work in works if work.finish_plan]
    start = min(started, default=project.start_plan if project else None)
    finish = max(ended, default=project.finish_plan if project else None)
    return {
        "street": building.street or "",
        "community": building.community or "",
        "estate": building.estate or "",
        "building": _number(building.number, language),
        "works": joint.join(each.words.in_(language) for each in entries if each),
        "project": (project.name or "") if project else "",
        "start": phrases.long_date(start, language) if start else "",
        "finish": phrases.long_date(finish, language) if finish else "",
        "contractor": (project.contractor or "") if project else "",
        "supervisor": (project.supervisor or "") if project else "",
    }


def filled(text: str, values: Mapping[str, str]) -> str:
    """Return a text with its names filled in; what is not known is a line to write on."""
    return _NAMES.sub(
        lambda name: values.get(name[1]) or ("" if name[1] in OPTIONAL else LINE), text
    )


def _drawn(
    notice: Notice, values: Mapping[str, str], room: Box, facts: PaperFacts
) -> Iterator[Mark]:
    """Draw one notice into its page or half; its type shrinks until all of it fits."""
    language = facts.language
    margin = min(MARGIN, room.width * 0.115)
    inner = Box(room.left + margin, room.top + margin * 0.8, room.width - 2 * margin,
                room.height - margin * 1.6)  # fmt: skip
    told = (filled(words.in_(language), values) for words in notice.body)
    body = [line for each in told for line in each.splitlines() if line.strip()]
    to = filled(notice.to.in_(language), values)
    share = QUARTER if room.width < 150 else LARGER if room.height > room.width else 1.0
    while _height(body, to, inner, share) > inner.height and share > 0.4:
        share *= 0.94
    size, y = TITLE * share, inner.top
    title = filled(notice.title.in_(language), values)
    fitted = lettering.fitting(title, size, inner.width, 0.4)
    yield Text(Box(inner.left, y, inner.width, size * 1.5), title, fitted, "title", "centre")
    y += size * 2.2
    size = BODY * share
    for line in lettering.wrap(to, size, inner.width):
        yield Text(Box(inner.left, y, inner.width, size * STEP), line, size, "to")
        y += size * STEP
    for paragraph in body:
        for at, line in enumerate(_lines(paragraph, size, inner.width)):
            indent = INDENT * size if at == 0 else 0.0
            place = Box(inner.left + indent, y, inner.width - indent, size * STEP)
            yield Text(place, line, size, "body", colour=INK)
            y += size * STEP
    y += size * STEP
    for text in (values.get("office", "") + SIGNED.in_(language), values.get("today", "")):
        place = Box(inner.left, y, inner.width, size * STEP)
        yield Text(place, text, lettering.fitting(text, size, inner.width), "signed", "right",
                   SOFT_INK)  # fmt: skip
        y += size * STEP


def _lines(paragraph: str, size: float, room: float) -> list[str]:
    """Return a paragraph's lines; the first is indented by two signs."""
    first = lettering.wrap(paragraph, size, room - INDENT * size)[0]
    rest = paragraph[len(first) :].lstrip()
    return [first, *(lettering.wrap(rest, size, room) if rest else [])]


def _height(body: list[str], to: str, inner: Box, share: float) -> float:
    size = BODY * share
    lines = sum(len(_lines(paragraph, size, inner.width)) for paragraph in body)
    lines += len(lettering.wrap(to, size, inner.width)) + 3
    return TITLE * share * 2.2 + lines * size * STEP


def chosen(key: str) -> Notice:
    """Return the notice of a key; raises KeyError, NoticesBroken."""
    for each in all():
        if each.key == key:
            return each
    raise KeyError(key)
