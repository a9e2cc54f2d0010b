"""Which files are attached to which record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from renewtrack.store import actions, contents, rows
from renewtrack.store.contents import Content, Progress
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

PHASES = ("before", "during", "after")  # of a renewal, that a picture shows
OWNERS = (
    *("estate", "building", "project", "work", "site"),
    *("lift", "ballot", "paper", "site_log", "defect"),
    *("household", "need", "consultation", "meeting"),
)


@dataclass(frozen=True, slots=True)
class Attachment(Content):
    """One attached file; ``there`` tells whether its content is in the folder.

    ``phase`` is one of ``PHASES``, ``taken_on`` an ISO date; None where nobody said.
    """

    id: int
    uid: str
    added_at: str | None  # UTC, ISO 8601
    who: str | None
    there: bool = True
    phase: str | None = None
    taken_on: str | None = None


def attach(db: Database, content: Content, owner: str, owner_id: int, who: str) -> int:
    """Name a stored content as attached to a record and return the attachment's id.

    Raises ValueError for an owner that has no attachments, RuntimeError outside an action.
    """
    if owner not in OWNERS:
        raise ValueError(f"nothing is attached to {owner}")
    group = rows.fetch(db, "SELECT at FROM action_group WHERE id = ?", (actions.require(db),))
    return rows.add(
        db,
        "attachment",
        {
            f"{owner}_id": owner_id,
            "sha256": content.sha256,
            "size": content.size,
            "name": content.name,
            "added_at": group[0]["at"],
            "who": who,
        },
    )


def of(db: Database, project: Path, owner: str, owner_id: int) -> list[Attachment]:
    """Return what is attached to a record, as it was added."""
    if owner not in OWNERS:
        return []
    found = rows.fetch(
        db,
        f"""
        SELECT * FROM attachment WHERE {owner}_id = ? ORDER BY id
        """,
        (owner_id,),
    )
    return [
        replace(each, there=contents.is_there(project, each.sha256, each.size))
        for each in rows.as_values(Attachment, found)
    ]


def tell(db: Database, attachment_id: int, phase: str | None, taken_on: str | None) -> None:
    """Say what a picture shows and when it was taken.

    Raises ValueError for an unknown phase, RuntimeError outside an action.
    """
    if phase is not None and phase not in PHASES:
        raise ValueError(f"a picture has no phase {phase}")
    rows.change(db, "attachment", attachment_id, {"phase": phase, "taken_on": taken_on})


def remove(db: Database, attachment_id: int) -> None:
    """Take an attachment off its record, out of its pairs of pictures too.

    Its content stays, for undo and for the backups.
    """
    for pair_id in rows.column(
        db,
        "SELECT id FROM photo_pair WHERE before_id = :id OR after_id = :id ORDER BY id",
        {"id": attachment_id},
    ):
        rows.remove(db, "photo_pair", pair_id)
    rows.remove(db, "attachment", attachment_id)


def remove_of(db: Database, owner: str, owner_id: int) -> None:
    """Take every attachment off a record that is going to be deleted."""
    for attachment_id in rows.column(
        db, f"SELECT id FROM attachment WHERE {owner}_id = ? ORDER BY id", (owner_id,)
    ):
        remove(db, attachment_id)


def all_contents(db: Database) -> list[Content]:
    """Return every content that the file names, once each."""
    found = rows.fetch(
        db,
        """
        SELECT sha256, MAX(size) AS size, MIN(name) AS name FROM attachment
        GROUP BY sha256 ORDER BY sha256
        """,
    )
    return [Content(**row) for row in found]


def missing(db: Database, project: Path) -> list[Content]:
    """Return the contents that are not in the folder, or not of their size."""
    return [
        each for each in all_contents(db) if not contents.is_there(project, each.sha256, each.size)
    ]


def check(db: Database, project: Path) -> Iterator[Words]:
    """Read every content and tell which are missing and which are not what was attached."""
    for each in all_contents(db):
        if not contents.is_there(project, each.sha256):
            yield Words("附件“{n}”的内容不见了", 'The content of "{n}" is missing').filled(
                n=each.name
            )
        elif contents.sha256_of(contents.place(project, each.sha256)) != each.sha256:
            yield Words(
                "附件“{n}”的内容与登记时不同", 'The content of "{n}" is not what was attached'
            ).filled(n=each.name)


def relink(
    db: Database, project: Path, searched: Path, progress: Progress | None = None
) -> list[Content]:
    """Look through a folder for missing contents, take them in, and return those found.

    Files are compared by size first and by SHA-256 then, whatever their names. Raises NotAttached.
    """
    wanted = {each.sha256: each for each in missing(db, project)}
    sizes = {each.size for each in wanted.values()}
    candidates = [each for each in sorted(searched.rglob("*")) if _has_size(each, sizes)]
    found = []
    for number, candidate in enumerate(candidates):
        if progress is not None:
            progress(number, len(candidates))
        sha256 = contents.sha256_of(candidate)
        if sha256 in wanted:
            contents.store(project, candidate)
            found.append(wanted.pop(sha256))
    return found


def sweep(db: Database, project: Path) -> int:
    """Delete the contents that neither a record nor the history names; return how many.

    On purpose only: after it, an attachment that an older backup names is missing there.
    """
    named = {each.sha256 for each in all_contents(db)}
    for old in rows.column(
        db, "SELECT old FROM change_log WHERE table_name = 'attachment' AND op = 'delete'"
    ):
        named |= {word for word in str(old).split('"') if len(word) == 64}
    gone = 0
    for each in contents.folder(project).glob("??/*"):
        if len(each.name) == 64 and each.name not in named:
            each.unlink()
            gone += 1
    return gone


def _has_size(path: Path, sizes: set[int]) -> bool:
    try:
        return path.is_file() and not path.is_symlink() and path.stat().st_size in sizes
    except OSError:
        return False
