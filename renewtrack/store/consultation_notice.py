"""What a public notice of a round may say: persons masked, counts of few homes not told."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from renewtrack.domain import money, secrecy
from renewtrack.store import consultations, exports
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

    from renewtrack.store.consultations import Consultation, Count

NO_BALLOT = Words("未交票", "No ballot")
HIDDEN = "*"


@dataclass(frozen=True, slots=True)
class OptionLine:
    """One option as it may be told; "*" stands for what would give a small count away."""

    words: Words
    heads: str
    by_heads: str
    area: str
    by_area: str


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """One meeting; nobody is named."""

    date: str
    place: str
    attended: int | None
    notes: str


@dataclass(frozen=True, slots=True)
class Notice:
    """A round as everybody may see it."""

    round: Consultation
    homes: str
    options: tuple[OptionLine, ...]
    meetings: tuple[MeetingLine, ...]
    least: int


def read(db: Database, round_id: int) -> Notice | None:
    """Return the notice of a round, or None for one that is gone."""
    found = consultations.one(db, round_id)
    if found is None:
        return None
    mask, preset = exports.mask(db), secrecy.preset(secrecy.PUBLIC)
    count = consultations.count(db, round_id)
    meetings = tuple(
        MeetingLine(row["date"] or "", mask.free(row["place"] or ""), row["attended"], row["notes"])
        for row in consultations.meetings(db, round_id)
    )
    lines = _lines(found, count, preset)
    masked = tuple(
        OptionLine(
            Words(mask.free(line.words.zh), mask.free(line.words.en)),
            *(line.heads, line.by_heads, line.area, line.by_area),
        )
        for line in lines
    )
    return Notice(found, preset.count(count.homes), masked, meetings, preset.least)


def _lines(found: Consultation, count: Count, preset: secrecy.Secrecy) -> list[OptionLine]:
    """Return the options and who has no ballot, as their sum is told beside them."""
    named = {each: Words(each, each) for each in (*found.options, *count.heads)}
    heads = [count.heads.get(each, 0) for each in named]
    areas = [count.areas.get(each, 0.0) for each in named]
    heads.append(count.homes - count.answered)
    areas.append(round(count.area_m2 - sum(areas), 4))
    told = preset.counts(heads)
    hidden = any(text != str(number) for text, number in zip(told, heads, strict=True))
    return [
        OptionLine(
            words,
            text,
            HIDDEN if hidden else _share(number, count.homes),
            HIDDEN if text != str(number) else f"{area:,.2f}",
            HIDDEN if hidden else _share(area, count.area_m2),
        )
        for words, text, number, area in zip(
            (*named.values(), NO_BALLOT), told, heads, areas, strict=True
        )
    ]


def _share(part: float, whole: float) -> str:
    return str(money.half_up(Decimal(str(100 * part / whole)), 1)) if whole else "—"
