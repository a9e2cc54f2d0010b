"""Commands about persons in the file: what went out of it, and taking a person out of it."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from renewtrack.commands.terminal import (
    DONE,
    FINDINGS,
    WRONG_USE,
    Terminal,
    command,
    opened,
    project_file,
    who,
)
from renewtrack.domain.persons import Person
from renewtrack.store import erased_copies, erasing, exports, table_words
from renewtrack.store.erasing import Erased, Trace
from renewtrack.store.exports import Export
from renewtrack.words import Words

LINE = Words(
    "{at}  {who}  {what}  {file}  {rows}  {masked}  {reason}",
    "{at}  {who}  {what}  {file}  {rows}  {masked}  {reason}",
)
MASKED, IN_FULL = Words("已脱敏", "masked"), Words("完整个人信息", "persons in full")
NOTHING_OUT = Words("还没有导出或打印过", "Nothing has been exported or printed yet")
FOUND = Words("{table}：{count} 行", "{table}: {count} rows")
NOT_FOUND = Words("文件里没有找到此人", "The person does not stand in the file")
SURE = Words("清除后不能撤销。确定清除吗？", "Erasing cannot be undone. Erase?")
NOT_ERASED = Words("没有清除。确认请加 --yes", "Nothing was erased. Add --yes to do it")
ERASED = Words(
    "已清除：改写 {rows} 行；文件已整理并逐字节核对", "Erased: {rows} rows; packed, bytes checked"
)
HOLDING = Words("这个副本仍含有此人：{path}", "This copy still holds the person: {path}")
REPLACED = Words("已做新备份 {path}，旧副本已删除", "Made {path}; the older copies are gone")
GIVEN = Words(
    "含完整个人信息的导出，请收回或销毁：{at} {file}", "Exported in full, call it back: {at} {file}"
)
PROMISE = Words(
    "做不到的：已交出的文件和打印件、拷走的副本、附件的内容、硬盘上尚未被覆盖的旧块",
    "Not promised: files and prints handed over, copies taken away, contents of attachments, old "
    "blocks of the disk",
)


@command("exports")
@project_file
@click.option("--limit", type=click.IntRange(min=1), default=200, help="最多几条。At most.")
def exports_(terminal: Terminal, path: Path, limit: int) -> int:
    """查看导出记录。Tell what went out of the file, the latest first."""
    with opened(path) as project:
        found = exports.all(project.db, limit)
    lines = [_line(each) for each in found] or [NOTHING_OUT]
    terminal.answer([asdict(each) for each in found], *lines)
    return DONE


def _line(each: Export) -> Words:
    return LINE.filled(
        at=each.at,
        who=each.who or "",
        what=exports.WHATS.get(each.what, Words(each.what, each.what)),
        file=each.file,
        rows="" if each.rows is None else each.rows,
        masked=MASKED if each.masked else IN_FULL,
        reason=each.reason or "",
    )


@command("erase")
@project_file
@click.option("--name", default="", help="姓名。Name.")
@click.option("--phone", default="", help="电话。Telephone.")
@click.option("--id", "id_number", default="", help="身份证号。ID number.")
@click.option(
    "--spare", multiple=True, metavar="WORD", help="不清除的词，可重复。Stays; repeatable."
)
@click.option("--ask", is_flag=True, help="逐项询问，不留在命令历史里。Ask, off the shell history.")
@click.option("--find", "only", is_flag=True, help="只查找。Only tell where.")
@click.option("--reason", default="", metavar="R", help="理由。Why.")
@click.option("--replace-backups", is_flag=True, help="做新备份并删除旧副本。Replace old copies.")
@click.option("--yes", is_flag=True, help="不再询问。Do not ask.")
def erase(terminal: Terminal, path: Path, **asked: Any) -> int:
    """清除一个人的信息。Take a person out of the file for good."""
    person = _person(terminal, asked)
    with opened(path, write=not asked["only"]) as project:
        found = erasing.find(project.db, person)
        if asked["only"]:
            terminal.answer(_counts(found), *(_traces(found) or [NOT_FOUND]))
            return DONE
        for words in _traces(found) or [NOT_FOUND]:
            terminal.note(words)
        if not agreed(terminal, sure=asked["yes"]):
            terminal.note(NOT_ERASED)
            return WRONG_USE
        done = erasing.erase(project.db, person, who(), asked["reason"])
    new = None
    if asked["replace_backups"] and done.backups_holding:
        new = erased_copies.replace(path, done.backups_holding, who())
    _tell(terminal, done, new)
    return FINDINGS if done.backups_holding and new is None else DONE


def _person(terminal: Terminal, asked: dict[str, Any]) -> Person:
    given = {key: asked[key] for key in ("name", "phone", "id_number")}
    if asked["ask"]:
        labels = Words("姓名", "Name"), Words("电话", "Telephone"), Words("身份证号", "ID number")
        for key, words in zip(given, labels, strict=True):
            label = words.in_(terminal.language)
            given[key] = click.prompt(label, default=given[key], show_default=False, err=True)
    person = Person(**given, spare=asked["spare"])
    person.require()
    return person


def agreed(terminal: Terminal, *, sure: bool) -> bool:
    """Ask a person at a terminal; a program says --yes, since nothing brings the person back."""
    if sure or terminal.as_json or not sys.stdin.isatty():
        return sure
    return click.confirm(SURE.in_(terminal.language), err=True)


def _tell(terminal: Terminal, done: Erased, new: Path | None) -> None:
    rows = sum(trace.count for trace in done.counts)
    left = () if new is not None else done.backups_holding
    terminal.answer(
        {
            "counts": _counts(done.counts),
            "backups_holding": [str(copy) for copy in left],
            "new_backup": None if new is None else str(new),
            "exports_since": [asdict(each) for each in done.exports_since],
        },
        ERASED.filled(rows=rows),
        *(HOLDING.filled(path=copy) for copy in left),
        *([] if new is None else [REPLACED.filled(path=new)]),
        *(GIVEN.filled(at=each.at, file=each.file) for each in done.exports_since),
        PROMISE,
    )


def _counts(found: tuple[Trace, ...]) -> dict[str, int]:
    return {trace.table: trace.count for trace in found}


def _traces(found: tuple[Trace, ...]) -> list[Words]:
    return [FOUND.filled(table=table_words.label(each.table), count=each.count) for each in found]
