"""Who works in a file: added, given a role, given a password, removed; each a manager's action."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from renewtrack.errors import UserError
from renewtrack.store import actions, audits, limits, passwords, rows
from renewtrack.store.roles import (
    EDITOR,
    MANAGER,
    NOBODY,
    ROLE_WORDS,
    ROLES,
    VIEWER,
    Identity,
    NotAllowed,
    NotSignedIn,
    needed,
    permit,
    role_of,
    signed,
    spelled,
)
from renewtrack.store.signing_in import (
    TooManyTries,
    WrongPassword,
    change_password,
    sign_in,
)
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

__all__ = [
    "EDITOR",
    "MANAGER",
    "NOBODY",
    "ROLES",
    "ROLE_WORDS",
    "VIEWER",
    "Identity",
    "LastManager",
    "NameTaken",
    "NameUnfit",
    "NoSuchPerson",
    "NotAllowed",
    "NotSignedIn",
    "PasswordNeeded",
    "Person",
    "TooManyTries",
    "WrongPassword",
    "add",
    "all",
    "change",
    "change_password",
    "needed",
    "permit",
    "remove",
    "role_of",
    "sign_in",
    "signed",
    "spelled",
]

LONGEST_NAME = 40
_ADDED = Words("：新增{name}（{role}）", ": add {name} ({role})")
_ROLE = Words("：{name}改为{role}", ": {name} becomes {role}")
_PASSWORD = Words("：重设{name}的密码", ": new password for {name}")
_REMOVED = Words("：移除{name}", ": remove {name}")


class NameTaken(UserError):
    """Somebody of that name works in the file already."""

    words = Words(
        "已经有叫“{name}”的人员，没有改动任何内容。请换一个写法，例如加上科室。",
        "Somebody called “{name}” is there already; nothing was changed. Write the name in another "
        "way, such as with the section.",
    )


class NameUnfit(UserError):
    """A name is empty or too long."""

    words = Words(
        "姓名要有 1 到 {longest} 个字，没有改动任何内容。请改一改姓名。",
        "A name has 1 to {longest} signs; nothing was changed. Please mend the name.",
    )


class NoSuchPerson(UserError):
    """Nobody of that name works in the file."""

    words = Words(
        "没有叫“{name}”的人员，没有改动任何内容。请核对姓名。",
        "Nobody called “{name}” is there; nothing was changed. Check the name.",
    )


class LastManager(UserError):
    """The file would be left without a manager."""

    words = Words(
        "文件里至少要有一名管理员，没有改动任何内容。请先让另一个人成为管理员。",
        "A file keeps at least one manager; nothing was changed. Make somebody else a manager "
        "first.",
    )


class PasswordNeeded(UserError):
    """A manager works with a password."""

    words = Words(
        "管理员必须有密码，没有改动任何内容。请同时设一个密码。",
        "A manager needs a password; nothing was changed. Set one along with it.",
    )


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who signs in to the file; ``protected`` by a password."""

    id: int
    name: str
    role: str
    protected: bool
    added_at: str | None  # UTC, ISO 8601


def all(db: Database) -> list[Person]:  # noqa: A001 - reads as people.all(db)
    """Return who may sign in, managers first."""
    with limits.lifted(db.conn):  # whether there is a password is no secret
        found = rows.fetch(
            db,
            """
            SELECT id, name, role, password IS NOT NULL AS protected, added_at FROM person
            WHERE active
            ORDER BY role = 'manager' DESC, role = 'editor' DESC, id
            """,
        )
    for row in found:
        row["protected"] = bool(row["protected"])
    return rows.as_values(Person, found)


def add(db: Database, name: str, role: str, password: str | None, who: str) -> int:
    """Let somebody sign in from now on and return the person's id.

    The first one must be a manager: from then on nobody works in the file without signing in. A
    name that was removed comes back as the same person. Raises NameTaken, NameUnfit, LastManager,
    PasswordNeeded, PasswordTooShort, NotAllowed.
    """
    permit(db, MANAGER)
    name = spelled(name)
    if not 1 <= len(name) <= LONGEST_NAME:
        raise NameUnfit(longest=LONGEST_NAME)
    if _id(db, name) is not None:
        raise NameTaken(name=name)
    if role != MANAGER and not needed(db):
        raise LastManager
    stored = _stored(role, password)
    with actions.act(db, "people", who, _ADDED.filled(name=name, role=ROLE_WORDS[role])):
        person = rows.value(
            db,
            """
            INSERT INTO person (uid, name, role, password, added_at)
            VALUES (:uid, :name, :role, :password, strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
            ON CONFLICT (name) DO UPDATE SET active = 1, role = excluded.role,
                password = excluded.password, failed = 0, locked_until = NULL
            RETURNING id
            """,
            {"uid": str(uuid.uuid4()), "name": name, "role": role, "password": stored},
        )
        audits.note(db, signed(db, who), "people", add=name, role=role)
    return int(person)


def change(
    db: Database, name: str, who: str, *, role: str | None = None, password: str | None = None
) -> None:
    """Give somebody another role, another password, or both; what is None stays.

    A new password also ends the waiting after wrong tries. Raises NoSuchPerson, LastManager,
    PasswordNeeded, PasswordTooShort, NotAllowed.
    """
    permit(db, MANAGER)
    person = _known(db, name)
    if role is not None and role != MANAGER:
        _keep_a_manager(db, person)
    stored = passwords.hashed(password) if password is not None else None
    if role == MANAGER and not person.protected and stored is None:
        raise PasswordNeeded
    label = _PASSWORD.filled(name=person.name)
    if role is not None:
        label = _ROLE.filled(name=person.name, role=ROLE_WORDS[role])
    with actions.act(db, "people", who, label):
        db.execute(
            """
            UPDATE person SET role = COALESCE(:role, role), password = COALESCE(:password, password)
            WHERE id = :id
            """,
            {"role": role, "password": stored, "id": person.id},
        )
        if stored is not None:
            db.execute(
                "UPDATE person SET failed = 0, locked_until = NULL WHERE id = :id",
                {"id": person.id},
            )
        said = {"change": person.name, "role": role, "password": "new" if stored else None}
        told = {key: value for key, value in said.items() if value is not None}
        audits.note(db, signed(db, who), "people", **told)


def remove(db: Database, name: str, who: str) -> None:
    """Let somebody sign in no longer; the history keeps the name. Raises NoSuchPerson, LastManager.

    The password is forgotten at once.
    """
    permit(db, MANAGER)
    person = _known(db, name)
    _keep_a_manager(db, person)
    with actions.act(db, "people", who, _REMOVED.filled(name=person.name)):
        db.execute(
            """
            UPDATE person SET active = 0, password = NULL, failed = 0, locked_until = NULL
            WHERE id = :id
            """,
            {"id": person.id},
        )
        audits.note(db, signed(db, who), "people", remove=person.name)


def _stored(role: str, password: str | None) -> str | None:
    if password is None and role == MANAGER:
        raise PasswordNeeded
    if role not in ROLES:
        raise KeyError(role)
    return None if password is None else passwords.hashed(password)


def _id(db: Database, name: str) -> int | None:
    found: int | None = rows.value(db, "SELECT id FROM person WHERE name = ? AND active", (name,))
    return found


def _known(db: Database, name: str) -> Person:
    for person in all(db):
        if person.name == spelled(name):
            return person
    raise NoSuchPerson(name=name)


def _keep_a_manager(db: Database, leaving: Person) -> None:
    """Raise LastManager where nobody else could add a person any more."""
    others = [each for each in all(db) if each.role == MANAGER and each.id != leaving.id]
    if leaving.role == MANAGER and not others:
        raise LastManager
