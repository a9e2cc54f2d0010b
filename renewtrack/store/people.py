"""Who works in a file and what each may do: viewer, editor, manager."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from renewtrack.errors import UserError
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

VIEWER, EDITOR, MANAGER = ROLES = ("viewer", "editor", "manager")  # each may what those before may


@dataclass(frozen=True, slots=True)
class Identity:
    """The person that a connection works for."""

    name: str
    role: str


class NotAllowed(UserError):
    """The person's role does not cover what was asked for."""

    words = Words(
        "您的角色不能做这件事，没有改动任何内容。请让管理员来做，或请管理员调整您的角色。",
        "Your role does not cover this; nothing was changed. Ask a manager to do it, or to change "
        "your role.",
    )


def permit(db: Database, role: str) -> None:
    """Raise NotAllowed unless whoever the connection works for has at least this role."""
    identity = getattr(db.conn, "identity", None)
    if identity is not None and ROLES.index(identity.role) < ROLES.index(role):
        raise NotAllowed
