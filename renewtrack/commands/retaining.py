"""Commands about households whose personal details are to go, or are asked for by themselves."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from renewtrack.commands.personal import GIVEN, HOLDING, NOT_ERASED, PROMISE, REPLACED, agreed
from renewtrack.commands.terminal import (
    DONE,
    FINDINGS,
    WRONG_USE,
    Terminal,
    command,
    day,
    opened,
    project_file,
    who,
)
from renewtrack.errors import UserError
from renewtrack.store import (
    actions,
    erased_copies,
    exports,
    homes_form,
    person_data,
    purging,
    retention,
    reveals,
)
from renewtrack.store.purging import Purged
from renewtrack.store.retention import Due
from renewtrack.words import Words

DUE = Words(
    "{estate} {building} {stairwell} {room}  {until}  {why}",
    "{estate} {building} {stairwell} {room}  {until}  {why}",
)
WHYS = {
    retention.OVER: Words("已到期", "time is over"),
    retention.WITHDRAWN: Words("已撤回同意", "consent withdrawn"),
}
NONE_DUE = Words("没有到期的住户", "No household is due")
PURGED = Words(
    "已清除 {count} 户；删除照片和文件 {files} 个；文件已整理并逐字节核对",
    "Purged {count} households and {files} pictures or papers; packed, bytes checked",
)
PART = Words("【{title}】", "[{title}]")
LINE = Words("{said}", "{said}")
WRITTEN = Words(
    "已写入 {name}（{count} 行），已记入导出记录", "Wrote {name} ({count} lines), on record"
)


class NoHousehold(UserError):
    """No household has that room."""

    words = Words(
        "没有找到这一户：{place}。请核对小区、楼号、单元和房号。",
        "There is no such household: {place}. Check estate, building, stairwell and room.",
    )


@command("purge")
@project_file
@click.option("--due", "day", metavar="DAY", callback=day, help="截至哪一天，默认今天。As of.")
@click.option("--list", "only", is_flag=True, help="只列出。Only tell who is due.")
@click.option("--reason", default="", metavar="R", help="理由。Why.")
@click.option("--replace-backups", is_flag=True, help="做新备份并删除旧副本。Replace old copies.")
@click.option("--yes", is_flag=True, help="不再询问。Do not ask.")
def purge(terminal: Terminal, path: Path, **asked: Any) -> int:
    """清除到期住户的个人信息。Purge households whose time is over, for good."""
    until = (asked["day"] or dt.date.today()).isoformat()
    with opened(path, write=not asked["only"]) as project:
        found = retention.due(project.db, until)
        lines = [_due(each) for each in found] or [NONE_DUE]
        if asked["only"] or not found:
            terminal.answer([asdict(each) for each in found], *lines)
            return DONE
        for words in lines:
            terminal.note(words)
        if not agreed(terminal, sure=asked["yes"]):
            terminal.note(NOT_ERASED)
            return WRONG_USE
        done = purging.purge(project.db, [each.id for each in found], who(), asked["reason"])
    new = None
    if asked["replace_backups"] and done.backups_holding:
        new = erased_copies.replace(path, done.backups_holding, who())
    _tell(terminal, done, new)
    return FINDINGS if done.backups_holding and new is None else DONE


@command("person")
@project_file
@click.option("--estate", default="", help="小区。Estate.")
@click.option("--building", required=True, help="楼号。Building.")
@click.option("--stairwell", default="", help="单元。Stairwell.")
@click.option("--room", required=True, help="房号。Room.")
@click.option("--reason", default="", metavar="R", help="理由，记入日志。Why, on record.")
@click.option("--out", type=click.Path(path_type=Path), help="写成 xlsx 或 html。Write there.")
def person(terminal: Terminal, path: Path, **asked: Any) -> int:
    """一户在文件里的全部信息。Tell all that the file holds of one household."""
    from renewtrack.reports import person_data as papers

    if asked["out"] is not None and asked["out"].suffix.lower() not in papers.ENDINGS:
        raise click.BadParameter(" ".join(papers.ENDINGS), param_hint="--out")
    with opened(path, write=True) as project:
        db = project.db
        exports.permit(db, asked["reason"])
        place = {key: asked[key] for key in ("estate", "building", "stairwell", "room")}
        found = homes_form.find(db, **place)
        if found is None:
            raise NoHousehold(place=" ".join(each for each in place.values() if each))
        what = reveals.of_household(str(homes_form.one(db, found)["uid"]))
        with actions.act(db, "reveal", who()):
            reveals.note(db, who(), asked["reason"], what)
        parts = person_data.of(db, found)
        if asked["out"] is None:
            _answer(terminal, parts)
            return DONE
        going = exports.Going(who(), "person_data", asked["out"].name, asked["reason"])
        count = papers.write(
            parts,
            asked["out"],
            terminal.language,
            lambda content, rows: exports.record(db, going, rows, content),
        )
    said = {"file": str(asked["out"]), "lines": count}
    terminal.answer(said, WRITTEN.filled(name=asked["out"].name, count=count))
    return DONE


def _answer(terminal: Terminal, parts: list[person_data.Part]) -> None:
    lines: list[Words] = []
    document: dict[str, list[dict[str, str]]] = {}
    for part in parts:
        lines.append(PART.filled(title=part.title))
        document[part.title.in_(terminal.language)] = said = []
        for line in part.lines:
            told = {
                head.in_(terminal.language): _text(value, terminal.language)
                for head, value in zip(part.heads, line, strict=True)
            }
            said.append(told)
            lines.append(LINE.filled(said="  ".join(f"{k}: {v}" for k, v in told.items() if v)))
    terminal.answer(document, *lines)


def _text(value: str | Words, language: str) -> str:
    return value.in_(language) if isinstance(value, Words) else value


def _due(each: Due) -> Words:
    return DUE.filled(
        estate=each.estate,
        building=each.building,
        stairwell=each.stairwell or "",
        room=each.room,
        until=each.keep_until or "",
        why=WHYS[each.why],
    )


def _tell(terminal: Terminal, done: Purged, new: Path | None) -> None:
    left = () if new is not None else done.backups_holding
    terminal.answer(
        {
            "households": done.households,
            "rows": done.rows,
            "files": done.files,
            "namesakes": done.namesakes,
            "certificate": done.certificate,
            "backups_holding": [str(copy) for copy in left],
            "new_backup": None if new is None else str(new),
            "exports_since": [asdict(each) for each in done.exports_since],
        },
        PURGED.filled(count=done.households, files=done.files),
        *(HOLDING.filled(path=copy) for copy in left),
        *([] if new is None else [REPLACED.filled(path=new)]),
        *(GIVEN.filled(at=each.at, file=each.file) for each in done.exports_since),
        PROMISE,
    )
