"""The command that tells and changes who works in a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from renewtrack.commands import signing
from renewtrack.commands.terminal import (
    DONE,
    WRONG_USE,
    Terminal,
    command,
    opened,
    project_file,
    who,
)
from renewtrack.store import people
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

NOBODY = Words(
    "这个文件没有设人员：能打开文件的人都可以做任何事。",
    "This file names no people: whoever opens it may do everything.",
)
LINE = Words("{name}  {role}{open}", "{name}  {role}{open}")
OPEN = Words("  无密码", "  no password")
WRONG = Words(
    "--role 要写成角色（与 --add 同用）或 姓名=角色；角色是 viewer、editor 或 manager。",
    "--role takes a role (beside --add) or NAME=ROLE; roles are viewer, editor and manager.",
)


@command("people")
@project_file
@click.option("--add", metavar="NAME", help="新增人员。Add a person.")
@click.option("--role", metavar="R|NAME=R", help="角色 viewer|editor|manager。Role, or NAME=R.")
@click.option("--remove", metavar="NAME", help="移除人员。Remove a person.")
@click.option("--reset", metavar="NAME", help="重设密码。Give a person another password.")
@click.option("--list", "_list", is_flag=True, help="列出人员（默认）。List them; the default.")
def people_(terminal: Terminal, path: Path, **asked: Any) -> int:
    """查看和调整人员。Tell and change who works in a file.

    密码取自 RENEWTRACK_PASSWORD（登录）和 RENEWTRACK_NEW_PASSWORD（新密码），或在终端里输入。
    Passwords come from these variables or are typed at the terminal.
    """
    name, equals, role = (asked["role"] or "").rpartition("=")
    wants_change = bool(asked["role"]) and not asked["add"]
    if asked["role"] and (role not in people.ROLES or bool(equals) != wants_change):
        terminal.note(WRONG)
        return WRONG_USE
    changes = any(asked[each] for each in ("add", "role", "remove", "reset"))
    with opened(path, write=changes) as project:
        db = project.db
        if asked["add"]:
            _add(db, asked["add"], role or people.EDITOR, terminal)
        if wants_change:
            people.change(db, name, who(), role=role)
        if asked["remove"]:
            people.remove(db, asked["remove"], who())
        if asked["reset"]:
            _reset(db, asked["reset"], terminal)
        _tell(terminal, people.all(db))
    return DONE


def _add(db: Database, name: str, role: str, terminal: Terminal) -> None:
    people.permit(db, people.MANAGER)  # before anything is asked
    people.add(db, name, role, signing.new_password(name, terminal.language), who())


def _reset(db: Database, name: str, terminal: Terminal) -> None:
    people.permit(db, people.MANAGER)
    password = signing.new_password(name, terminal.language)
    if password is None:
        raise signing.NoPassword(variable=signing.NEW_PASSWORD)
    people.change(db, name, who(), password=password)


def _tell(terminal: Terminal, found: list[people.Person]) -> None:
    terminal.answer(
        {
            "people": [
                {"name": each.name, "role": each.role, "password": each.protected} for each in found
            ]
        },
        *(
            LINE.filled(
                name=each.name,
                role=people.ROLE_WORDS[each.role],
                open=Words("", "") if each.protected else OPEN,
            )
            for each in found
        ),
        *([] if found else [NOBODY]),
    )
