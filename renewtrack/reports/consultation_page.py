"""The notice of a round as one page for any web server: no script, nothing from elsewhere."""

from __future__ import annotations

import base64
import hashlib
import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from renewtrack.errors import UserError
from renewtrack.reports.putting import NotWritten, Placed, Seen, clean
from renewtrack.store import areas, consultation_notice
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

    from renewtrack.store.consultation_notice import MeetingLine, Notice
    from renewtrack.store.consultations import Consultation

TITLE = Words("征求意见公示：{title}", "Consultation: {title}")
FILE = Words("征求意见公示", "consultation")
ASKED, NOTICE = Words("征求时间", "Asked"), Words("公示时间", "Notice")
PLACE, HOMES = Words("范围", "Of"), Words("户数", "Homes")
SPAN = Words("{first} 至 {last}", "{first} to {last}")
OPEN = Words("未定", "not set")
RESULT, MEETINGS = Words("征求结果", "Result"), Words("会议", "Meetings")
DECISION, WHY = Words("决定", "Decision"), Words("理由", "Reason")
DATED = Words("{decided}（{day}）", "{decided} ({day})")
OPTION, HEADS = Words("选项", "Option"), Words("户", "Homes")
BY_HEADS, AREA = Words("按户 %", "By homes %"), Words("面积 ㎡", "Area m²")
BY_AREA = Words("按面积 %", "By area %")
ATTENDED = Words("{count} 人到会", "{count} attended")
NOTE = Words(
    "本页不含住户的姓名、电话和房号；小于 {least} 户的数不列出具体值，“*”为避免反推而隐去的数。",
    "No names, telephone numbers or rooms of residents; counts below {least} are not told, and “*” "
    "hides what would give them away.",
)
MADE = Words("{office}　制作日期 {day}", "{office}, made on {day}")
STYLE = (
    "body{max-width:52rem;margin:2rem auto;padding:0 1rem;font:16px/1.7 'Microsoft YaHei',"
    "'Noto Sans CJK SC',sans-serif;color:#1b1f24;background:#fff}"
    "h1{font-size:1.6rem}h2{font-size:1.15rem;margin-top:2rem}"
    "table{border-collapse:collapse;width:100%}th,td{border:1px solid #c5ccd3;padding:.35rem .6rem;"
    "text-align:right}th:first-child,td:first-child{text-align:left}dt{font-weight:bold}"
    "dd{margin:0 0 .5rem}p{white-space:pre-wrap;overflow-wrap:anywhere}"
    "footer{margin-top:2rem;color:#5a636d;font-size:.9rem}"
)
_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
CSP = f"default-src 'none'; style-src 'sha256-{_HASH}'; base-uri 'none'; form-action 'none'"
_NO_NAME = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


class RoundGone(UserError):
    """The round is not on record any more."""

    words = Words(
        "这次征求意见已不在文件里，没有写出网页。请刷新后再试。",
        "The round is not on record any more and no page was written. Look again and choose one.",
    )


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which round, told on which day and in which language."""

    round_id: int
    today: str
    language: str = "zh"


def file_name(found: Consultation, language: str = "zh") -> str:
    """Return the name of a round's page; nothing of its title can be a path."""
    plain = _NO_NAME.sub("_", found.title).strip(" ._")[:40]
    return f"{FILE.in_(language)}_{plain or found.id}.html"


def write(db: Database, path: Path, wanted: Wanted, seen: Seen | None = None) -> int:
    """Write the page of a round and return the number of its options.

    Raises RoundGone, NotWritten, and what ``seen`` raises.
    """
    notice = consultation_notice.read(db, wanted.round_id)
    if notice is None:
        raise RoundGone
    made = page(notice, areas.district_name(db), wanted)
    with Placed(path, len(notice.options), seen) as aside:
        try:
            aside.write_text(made, encoding="utf-8")
        except OSError as refused:
            raise NotWritten(name=path.name) from refused
    return len(notice.options)


def page(notice: Notice, office: str, wanted: Wanted) -> str:
    """Return the page of a notice; every text of the file in it is escaped."""
    language, found = wanted.language, notice.round
    title = TITLE.filled(title=found.title).in_(language)
    body = [
        _tag("h1", title),
        _facts(notice, language),
        _tag("p", found.text or "") if found.text else "",
        _tag("h2", RESULT.in_(language)),
        _table(notice, language),
        _meetings(notice.meetings, language),
        _decision(found, language),
        "<footer>",
        _tag("p", NOTE.filled(least=notice.least).in_(language)),
        _tag("p", MADE.filled(office=office, day=wanted.today).in_(language)),
        "</footer>",
    ]
    tongue = "en" if language == "en" else "zh-CN"
    return (
        f'<!DOCTYPE html>\n<html lang="{tongue}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{CSP}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="referrer" content="no-referrer">'
        f"<title>{_escaped(title)}</title><style>{STYLE}</style></head><body><main>"
        f"{''.join(body)}</main></body></html>\n"
    )


def _facts(notice: Notice, language: str) -> str:
    found = notice.round
    facts = (
        (PLACE, found.place),
        (HOMES, notice.homes),
        (ASKED, _span(found.opened_on, found.closed_on, language)),
        (NOTICE, _span(found.notice_from, found.notice_to, language)),
    )
    return f"<dl>{''.join(_told(words, told, language) for words, told in facts)}</dl>"


def _span(first: str | None, last: str | None, language: str) -> str:
    if not first and not last:
        return OPEN.in_(language)
    unknown = OPEN.in_(language)
    return SPAN.filled(first=first or unknown, last=last or unknown).in_(language)


def _table(notice: Notice, language: str) -> str:
    heads = [words.in_(language) for words in (OPTION, HEADS, BY_HEADS, AREA, BY_AREA)]
    lines = (
        (line.words.in_(language), line.heads, line.by_heads, line.area, line.by_area)
        for line in notice.options
    )
    return f"<table><thead>{_row('th', heads)}</thead><tbody>{_rows(lines)}</tbody></table>"


def _rows(lines: Iterable[Sequence[str]]) -> str:
    return "".join(_row("td", line) for line in lines)


def _row(tag: str, cells: Sequence[str]) -> str:
    return f"<tr>{''.join(_tag(tag, cell) for cell in cells)}</tr>"


def _meetings(meetings: Sequence[MeetingLine], language: str) -> str:
    if not meetings:
        return ""
    parts = [_tag("h2", MEETINGS.in_(language))]
    for meeting in meetings:
        attended = ATTENDED.filled(count=meeting.attended).in_(language)
        told = (meeting.date, meeting.place, attended if meeting.attended else "")
        parts.append(_tag("p", "　".join(part for part in told if part)))
        parts.append(_tag("p", meeting.notes))
    return "".join(parts)


def _decision(found: Consultation, language: str) -> str:
    if not found.decided:
        return ""
    said = found.decided
    if found.decided_on:
        said = DATED.filled(decided=said, day=found.decided_on).in_(language)
    told = _told(DECISION, said, language) + _told(WHY, found.why or "", language)
    return f"{_tag('h2', DECISION.in_(language))}<dl>{told}</dl>"


def _told(words: Words, told: str, language: str) -> str:
    return _tag("dt", words.in_(language)) + _tag("dd", told)


def _tag(tag: str, words: str) -> str:
    return f"<{tag}>{_escaped(words)}</{tag}>"


def _escaped(words: str) -> str:
    return html.escape(clean(words))
