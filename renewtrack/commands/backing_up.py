"""Commands that make backups, look them over, and bring one back."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import click

from renewtrack.commands.terminal import (
    DONE,
    FINDINGS,
    REFUSED,
    Terminal,
    command,
    opened,
    project_file,
    taking_over,
    who,
)
from renewtrack.store import backups, people, refusing, restoring, second_disk
from renewtrack.store.backups import Backup
from renewtrack.words import Words

MADE = Words(
    "已备份 {name}：{size} 字节，{rows} 条记录", "Backed up {name}: {size} bytes, {rows} rows"
)
COPIED = Words("已复制到 {path}，并核对过", "Copied to {path} and checked there")
LINE = Words("{name}  {at}  {why}  {state}", "{name}  {at}  {why}  {state}")
GOOD, UNREAD = Words("完好", "good"), Words("", "")
NONE = Words("还没有备份", "There are no backups yet")
GAP = Words("  备份时缺少附件：{name}", "  an attachment was missing: {name}")
ASK = Words("用备份 {name} 替换 {path}？", "Put the backup {name} in the place of {path}?")
NOT_RESTORED = Words("没有恢复。确认请加 --yes", "Nothing was restored. Add --yes to do it")
RESTORED = Words(
    "{path} 已恢复到备份 {name}；原文件保存为 {kept}",
    "{path} is now the backup {name}; the file before is kept as {kept}",
)
NOTHING_KEPT = Words("（原来没有文件）", "(there was no file)")
TESTED = Words(
    "试恢复成功：{name} 与清单一致", "The test went well: {name} agrees with its manifest"
)
NONE_TESTED = Words("没有一份备份通过试恢复", "No backup passed the test")


@command("backup")
@project_file
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path),
    help="另复制到这个文件夹。Copy it to this folder as well.",
)
@click.option("--list", "listed", is_flag=True, help="列出备份。List the backups.")
@click.option("--verify", is_flag=True, help="逐份核对。Compare each with its manifest.")
def backup(terminal: Terminal, path: Path, folder: Path | None, listed: bool, verify: bool) -> int:
    """备份，或列出、核对备份。Make a backup, or list and check those there are."""
    if listed or verify:
        return _list(terminal, path, check=verify)
    with opened(path):  # a refusal comes before the copy, and a dead writer's journal is settled
        pass
    made = backups.make(path, "manual", who=who())
    lines = [
        MADE.filled(
            name=made.name, size=made.manifest.size, rows=sum(made.manifest.counts.values())
        )
    ]
    document = _document(made)
    if folder is not None:
        copied = second_disk.copy_to(path, folder)
        document["copied_to"] = str(copied.path)
        lines.append(COPIED.filled(path=copied.path))
    gaps = [GAP.filled(name=each.name) for each in made.manifest.attachments if not each.present]
    terminal.answer(document, *lines, *gaps)
    return FINDINGS if gaps else DONE


def _list(terminal: Terminal, path: Path, *, check: bool) -> int:
    if not path.exists() and not backups.all(path):
        raise refusing.FileMissing(path=path)
    found, lines, bad = [], [], False
    for each in backups.all(path):
        faults = backups.verify(each) if check else []
        bad |= bool(faults)
        document = _document(each)
        if check:
            document["faults"] = [words.in_(terminal.language) for words in faults]
        found.append(document)
        state = faults[0] if faults else GOOD if check else UNREAD
        why = each.manifest.reason_words
        at = each.manifest.created_at
        lines.append(LINE.filled(name=each.name, at=at, why=why, state=state))
    terminal.answer({"path": str(path), "backups": found}, *(lines or [NONE]))
    return FINDINGS if bad else DONE


def _document(backup: Backup) -> dict[str, Any]:
    manifest = backup.manifest
    return {
        "name": backup.name,
        "path": str(backup.path),
        "sequence": manifest.sequence,
        "created_at": manifest.created_at,
        "reason": manifest.reason,
        "size": manifest.size,
        "sha256": manifest.sha256,
        "counts": manifest.counts,
        "attachments_missing": [each.name for each in manifest.attachments if not each.present],
    }


@command("restore")
@project_file
@click.option("--backup", "name", default="newest", help="备份名，或 newest。Its name, or newest.")
@click.option("--test", is_flag=True, help="只试恢复。Test a restore only.")
@click.option("--yes", is_flag=True, help="不再询问。Do not ask.")
@taking_over
def restore(terminal: Terminal, path: Path, name: str, test: bool, **asked: bool) -> int:
    """恢复备份。Put a backup in the place of the file, which is kept."""
    if test:
        return _rehearse(terminal, path)
    chosen = _chosen(path, name)
    _permit(path)
    if not asked["yes"] and not _agreed(terminal, path, chosen):
        terminal.note(NOT_RESTORED)
        return REFUSED
    done = restoring.restore(path, chosen, who(), asked["take_over"])
    terminal.answer(
        {"path": str(path), "backup": chosen.name, "kept": str(done.kept) if done.kept else None},
        RESTORED.filled(path=path, name=chosen.name, kept=done.kept or NOTHING_KEPT),
    )
    return DONE


def _permit(path: Path) -> None:
    """Let only a manager replace a file that can still tell who its people are."""
    with suppress(refusing.DamagedFile, refusing.FileMissing, refusing.NotOurs), opened(path) as it:
        people.permit(it.db, people.MANAGER)


def _chosen(path: Path, name: str) -> Backup:
    if name == "newest":
        newest = backups.newest_good(path)
        if newest is None:
            raise backups.NotABackup(name=name)
        return newest
    wanted = Path(name).name.removesuffix(".gpkg")
    found = next((each for each in backups.all(path) if each.name == wanted), None)
    return found or backups.read(Path(name))


def _agreed(terminal: Terminal, path: Path, chosen: Backup) -> bool:
    if terminal.as_json or not sys.stdin.isatty():
        return False
    question = ASK.filled(name=chosen.name, path=path).in_(terminal.language)
    return click.confirm(question, err=True)


def _rehearse(terminal: Terminal, path: Path) -> int:
    done = restoring.rehearse(path)
    passed = done.ok and done.backup is not None
    head = (
        TESTED.filled(name=done.backup.name) if done.backup is not None and passed else NONE_TESTED
    )
    terminal.answer(
        {
            "path": str(path),
            "ok": done.ok,
            "backup": done.backup.name if done.backup is not None else None,
            "findings": [words.in_(terminal.language) for words in done.findings],
        },
        head,
        *done.findings,
    )
    return DONE if passed and not done.findings else FINDINGS
