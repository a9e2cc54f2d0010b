"""What notices of consultations and answers to needs say; rooms and persons masked by default."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from renewtrack.domain import codes, masking
from renewtrack.domain.need_states import STATE_WORDS
from renewtrack.printing import phrases
from renewtrack.printing.facts import PaperFacts
from renewtrack.store import consultation_notice, consultations, needs
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

    from renewtrack.store.consultation_notice import MeetingLine, Notice
    from renewtrack.store.needs import NeedLine

CONSULTATION, NEED, NEED_LIST = OFS = ("consultation", "need", "need_list")
OPTIONAL = frozenset(("text", "meetings", "decision", "heard", "answer"))
A_PAGE = 9  # needs on a page of a list
OPTION = Words(
    "{option}：{heads} 户（{by_heads}%），{area} 平方米（{by_area}%）",
    "{option}: {heads} homes ({by_heads}%), {area} m² ({by_area}%)",
)
MEETING = Words(
    "{day}{place}会议{attended}：{notes}", "Meeting of {day} {place}{attended}: {notes}"
)
ATTENDED = Words("（{count} 人到会）", " ({count} attended)")
DECISION = Words("决定：{decided}。理由：{why}。", "Decided: {decided}. Reason: {why}.")
HEARD = Words("（{told}）", " ({told})")
REASON = Words("{state}，理由：{why}", "{state}: {why}")
REFERRED = Words("{state}，由{unit}办理", "{state} to {unit}")
LINE = Words(
    "{number}. {place}：{need}　{decision}。{answer}",
    "{number}. {place}: {need} {decision}. {answer}",
)
ESTATE = Words("{estate}全体居民", "all residents of {estate}")
BUILDING = Words("{estate}{building}号楼全体居民", "all residents of {estate}, building {building}")
HOME = Words("{estate}{home}住户", "the residents of {estate} {home}")
OF_ESTATE, OF_BUILDING = Words("全小区", "whole estate"), Words("全楼", "whole building")


def ids(db: Database, of: str, building_ids: Sequence[int] | None) -> list[int]:
    """Return the rounds, or the needs with an answer, at some buildings or all."""
    if of == CONSULTATION:
        return consultations.ids(db, building_ids)
    return needs.answered(db, building_ids)


def values(
    db: Database, of: str, ids: Sequence[int], facts: PaperFacts, reveal: str
) -> Iterator[dict[str, str]]:
    """Yield what each page of a kind of notice says; a reason to ``reveal`` unmasks answers.

    Raises NotAllowed.
    """
    language = facts.language
    if of == CONSULTATION:
        for one in ids:
            notice = consultation_notice.read(db, one)
            if notice is not None:
                yield _of_round(notice, language)
        return
    lines = needs.some(db, ids, facts.made_on, reveal)
    if of == NEED:
        yield from (_of_need(line, language, bool(reveal)) for line in lines)
        return
    lines.sort(key=lambda line: (line.estate_id or 0, line.building_id or 0))
    for (_, building), some in groupby(lines, key=lambda line: (line.estate_id, line.building_id)):
        every = list(some)
        for start in range(0, len(every), A_PAGE):
            yield _of_list(every[start : start + A_PAGE], start, building is None, facts)


def _of_round(notice: Notice, language: str) -> dict[str, str]:
    found = notice.round
    options = [
        OPTION.filled(
            option=line.words,
            heads=line.heads,
            by_heads=line.by_heads,
            area=line.area,
            by_area=line.by_area,
        ).in_(language)
        for line in notice.options
    ]
    decision = DECISION.filled(decided=found.decided or "", why=found.why or "").in_(language)
    days = {
        key: _day(getattr(found, name), language)
        for key, name in (
            *(("opened", "opened_on"), ("closed", "closed_on")),
            *(("notice_from", "notice_from"), ("notice_to", "notice_to")),
        )
    }
    return {
        "estate": found.place,
        "title": found.title,
        "text": found.text or "",
        "homes": notice.homes,
        "least": str(notice.least),
        "options": "\n".join(options),
        "meetings": "\n".join(_meeting(each, language) for each in notice.meetings),
        "decision": decision if found.decided else "",
        **days,
    }


def _meeting(meeting: MeetingLine, language: str) -> str:
    attended = ATTENDED.filled(count=meeting.attended) if meeting.attended else Words("", "")
    return MEETING.filled(
        day=_day(meeting.date, language),
        place=meeting.place,
        attended=attended,
        notes=" ".join(meeting.notes.split()),
    ).in_(language)


def _of_need(line: NeedLine, language: str, revealed: bool) -> dict[str, str]:
    source = codes.code("need_sources", line.source) if line.source else None
    number = line.source_no or ""
    parts = (
        _day(line.said_on, language),
        source.words.in_(language) if source else "",
        number if source else "",
    )
    told = " ".join(part for part in parts if part)
    return {
        "place": _to(line, revealed).in_(language),
        "need": line.text,
        "heard": HEARD.filled(told=told).in_(language) if told else "",
        "decision": _decision(line).in_(language),
        "answer": line.reply or "",
    }


def _of_list(
    lines: Sequence[NeedLine], before: int, whole: bool, facts: PaperFacts
) -> dict[str, str]:
    first, language = lines[0], facts.language
    words = ESTATE if whole else BUILDING
    told = [
        LINE.filled(
            number=number,
            place=_short(line),
            need=" ".join(line.text.split()),
            decision=_decision(line),
            answer=line.reply or "",
        ).in_(language)
        for number, line in enumerate(lines, before + 1)
    ]
    return {
        "place": words.filled(estate=first.estate, building=first.building or "").in_(language),
        "needs": "\n".join(told),
    }


def _decision(line: NeedLine) -> Words:
    words = STATE_WORDS[line.state]
    if line.state == "refused" and line.why:
        return REASON.filled(state=words, why=line.why)
    if line.state == "referred":
        return REFERRED.filled(state=words, unit=line.referred_to or "")
    return words


def _to(line: NeedLine, revealed: bool) -> Words:
    """Return to whom a letter goes; a room is masked but for its first sign."""
    if line.building is None:
        return ESTATE.filled(estate=line.estate)
    if line.room is None:
        return BUILDING.filled(estate=line.estate, building=line.building)
    room = line.room if revealed else masking.mask_room(line.room)
    home = "-".join(part for part in (line.building, line.stairwell, room) if part)
    return HOME.filled(estate=line.estate, home=home)


def _short(line: NeedLine) -> Words:
    """Return the place of a need in a list that hangs in a building: never a whole room."""
    if line.building is None:
        return OF_ESTATE
    if line.room is None:
        return OF_BUILDING
    room = masking.mask_room(line.room)
    short = "-".join(part for part in (line.stairwell, room) if part)
    return Words(short, short)


def _day(day: str | None, language: str) -> str:
    return phrases.long_date(day, language) if day else ""
