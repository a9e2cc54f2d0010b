"""Viewer, editor, manager: what a connection may do by the role of whom it works for."""

from __future__ import annotations

import sqlite3
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from renewtrack.errors import UserError
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

VIEWER, EDITOR, MANAGER = ROLES = ("viewer", "editor", "manager")  # each may what those before may
ROLE_WORDS = {
    VIEWER: Words("查看", "Viewer"),
    EDITOR: Words("编辑", "Editor"),
    MANAGER: Words("管理员", "Manager"),
}


@dataclass(frozen=True, slots=True)
class Identity:
    """The person that a connection works for."""

    name: str
    role: str


NOBODY = Identity("", VIEWER)  # before the sign-in to a file that names people
UPKEEP = Identity("", MANAGER)  # the program on a file that nobody works in, as in a restoring


class NotAllowed(UserError):
    """The person's role does not cover what was asked for."""

    words = Words(
        "您的角色不能做这件事，没有改动任何内容。请让管理员来做，或请管理员调整您的角色。",
        "Your role does not cover this; nothing was changed. Ask a manager to do it, or to change "
        "your role.",
    )


class NotSignedIn(NotAllowed):
    """The file names people, and none of them has signed in."""

    words = Words(
        "这个文件设有人员，请先登录；没有改动任何内容。命令行请加上 --as 姓名。",
        "This file names people: sign in first; nothing was changed. On the command line add "
        "--as NAME.",
    )


def needed(db: Database) -> bool:
    """Tell whether the file names people, so that somebody has to sign in.

    Where damage has taken the names, nobody could prove a password: what is left is open.
    """
    found = db.execute(
        "SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'person')"
    ).fetchone()
    try:
        return bool(
            found[0]
            and db.execute("SELECT EXISTS (SELECT 1 FROM person WHERE active)").fetchone()[0]
        )
    except sqlite3.DatabaseError as torn:
        if torn.sqlite_errorcode & 0xFF != sqlite3.SQLITE_CORRUPT:
            raise
        return False


def role_of(db: Database) -> str | None:
    """Return the role that the connection works in; None for nobody in a file that names people.

    Where the file names none, everybody is a manager. The file has the last word: whoever was
    removed or given a lesser role while signed in has that at once.
    """
    identity: Identity | None = getattr(db.conn, "identity", None)
    if not needed(db):
        return MANAGER if identity is None else identity.role
    if identity is UPKEEP:  # this very one: nobody gets it by signing in
        return MANAGER
    if identity is None:
        return None
    row = db.execute(
        "SELECT role FROM person WHERE name = :name AND active", {"name": identity.name}
    ).fetchone()
    return None if row is None else min(identity.role, row[0], key=ROLES.index)


def permit(db: Database, role: str) -> None:
    """Raise NotAllowed unless whoever the connection works for has at least this role.

    Raises NotSignedIn, one of them, for nobody in a file that names people.
    """
    mine = role_of(db)
    if mine is None:
        raise NotSignedIn
    if ROLES.index(mine) < ROLES.index(role):
        raise NotAllowed


def signed(db: Database, who: str) -> str:
    """Return the name for the history: that of the signed-in person, else the one given."""
    identity: Identity | None = getattr(db.conn, "identity", None)
    return identity.name if identity is not None and identity.name else who


def spelled(name: str) -> str:
    """Return a name as it is stored: one spelling, no spaces round it, one between words."""
    return " ".join(unicodedata.normalize("NFC", name).split())
