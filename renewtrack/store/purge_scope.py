"""What belongs to households whose personal details are purged: rows, old lines, words, files."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from renewtrack.store import rows

if TYPE_CHECKING:
    from sqlite_utils import Database

# Columns that are emptied, by table; and free texts that stay without the persons in them.
EMPTIED = {
    "household": ("holder", "phone", "vulnerable", "access", "remark"),
    "ballot": ("owner", "remark"),
    **dict.fromkeys(
        ("appointment", "satisfaction", "consultation_ballot", "privacy_consent"), ("remark",)
    ),
}
REWORDED = {
    "household": ("added_why",),
    "need": ("text", "why", "referred_to", "reply", "delivered_how"),
    "objection": ("text", "mediator", "outcome"),
}
# Rows that go, with every line of the log about them, in an order that leaves no link broken.
GONE = ("photo_pair", "attachment", "ownership", "owner")
_NAMES = {"household": ("holder",), "ballot": ("owner",), "owner": ("name",)}
_PHONES = {"household": ("phone",), "owner": ("phone",)}
_ID = re.compile(r"(?<![0-9A-Za-z])(\d{17}\d?)(?:(?<=\d{18})|[Xx])(?![0-9A-Za-z])")
_PARTED = re.compile(r"[、，,;；/|\s（）()]+")
_HUNG = (*EMPTIED, *REWORDED, "ownership")


@dataclass(slots=True)
class Scope:
    """The ids of each table, deleted rows included; ``owners`` own no flat that stays."""

    households: list[int]
    ids: dict[str, list[int]] = field(default_factory=dict)
    owners: list[int] = field(default_factory=list)
    contents: set[str] = field(default_factory=set)  # SHA-256 of the pictures and papers


def of(db: Database, household_ids: Sequence[int]) -> Scope:
    """Return what belongs to some households."""
    homes = sorted({int(each) for each in household_ids})
    found = Scope(homes, {"household": homes})
    given = {"homes": json.dumps(homes)}
    for table in dict.fromkeys(_HUNG):
        if table != "household":
            found.ids[table] = _hung(db, table, "household_id", homes)
    found.owners = rows.column(
        db,
        """
        SELECT DISTINCT owner_id FROM ownership AS mine
        WHERE household_id IN (SELECT value FROM json_each(:homes)) AND NOT EXISTS (
            SELECT 1 FROM ownership AS other WHERE other.owner_id = mine.owner_id
            AND other.household_id NOT IN (SELECT value FROM json_each(:homes)))
        ORDER BY owner_id
        """,
        given,
    )
    found.ids["owner"] = sorted({*found.owners, *_former(db, found.ids["ownership"])})
    found.ids["attachment"] = sorted(
        {
            *_hung(db, "attachment", "household_id", homes),
            *_hung(db, "attachment", "need_id", found.ids["need"]),
            *_hung(db, "attachment", "ballot_id", found.ids["ballot"]),
        }
    )
    found.ids["photo_pair"] = sorted(
        {
            *_hung(db, "photo_pair", "before_id", found.ids["attachment"]),
            *_hung(db, "photo_pair", "after_id", found.ids["attachment"]),
        }
    )
    found.contents = _contents(db, found.ids["attachment"])
    return found


def names(db: Database, scope: Scope) -> set[str]:
    """Return every name that stands or stood in the fields of these households and owners."""
    return parts(_told(db, scope, _NAMES))


def parts(fields: Iterable[str]) -> set[str]:
    """Return what stands in fields of persons, whole and parted where one holds several."""
    return {part for words in fields for part in (words.strip(), *_PARTED.split(words)) if part}


def phones(db: Database, scope: Scope) -> set[str]:
    """Return every telephone that stands or stood in its field, and the ID numbers in remarks.

    A telephone in a remark may be that of a caretaker whom other homes name as well: it goes with
    the remark alone.
    """
    remarks = _told(db, scope, EMPTIED)
    return _told(db, scope, _PHONES) | {
        found[1] for words in remarks for found in _ID.finditer(words)
    }


def _told(db: Database, scope: Scope, columns: Mapping[str, Sequence[str]]) -> set[str]:
    """Return the texts of columns: as they stand, stood in the log, and came by imports."""
    found: set[str] = set()
    for table, names_ in columns.items():
        ids = scope.ids.get(table, [])
        found.update(_live(db, table, ids, names_))
        found.update(_logged(db, table, ids, names_))
        found.update(
            rows.column(
                db,
                """
                SELECT raw FROM cell_source WHERE table_name = :table AND raw IS NOT NULL
                AND row_id IN (SELECT value FROM json_each(:ids))
                AND column_name IN (SELECT value FROM json_each(:columns))
                """,
                _parameters(table, ids, names_),
            )
        )
    return found


def _live(db: Database, table: str, ids: Sequence[int], columns: Sequence[str]) -> Iterator[str]:
    listed = ", ".join(f'{table}."{name}" AS "{name}"' for name in columns)
    for row in rows.fetch(
        db,
        f'SELECT {listed} FROM "{table}" WHERE id IN (SELECT value FROM json_each(:ids))',
        {"ids": json.dumps(list(ids))},
    ):
        yield from (str(value) for value in row.values() if value)


def _logged(db: Database, table: str, ids: Sequence[int], columns: Sequence[str]) -> Iterator[str]:
    for row in rows.fetch(
        db,
        """
        SELECT op, column_name, old, new FROM change_log
        WHERE table_name = :table AND row_id IN (SELECT value FROM json_each(:ids))
          AND (op = 'delete' OR column_name IN (SELECT value FROM json_each(:columns)))
        """,
        _parameters(table, ids, columns),
    ):
        told: Iterable[Any] = (row["old"], row["new"])
        if row["op"] == "delete":
            told = (json.loads(row["old"]).get(name) for name in columns)
        yield from (str(value) for value in told if value)


def _parameters(table: str, ids: Sequence[int], columns: Sequence[str]) -> dict[str, str]:
    return {"table": table, "ids": json.dumps(list(ids)), "columns": json.dumps(list(columns))}


def _hung(db: Database, table: str, column: str, owner_ids: Sequence[int]) -> list[int]:
    """Return the rows that hang on some records by a column, and those that did when deleted."""
    found = rows.column(
        db,
        f"""
        SELECT id FROM "{table}" WHERE "{column}" IN (SELECT value FROM json_each(:owners))
        UNION SELECT row_id FROM change_log
        WHERE table_name = :table AND op = 'delete'
          AND json_extract(old, :path) IN (SELECT value FROM json_each(:owners))
        """,
        {"owners": json.dumps(list(owner_ids)), "table": table, "path": f"$.{column}"},
    )
    return sorted({int(each) for each in found})


def _former(db: Database, ownership_ids: Sequence[int]) -> list[int]:
    """Return the owners of old ownerships who own nothing that stays."""
    return rows.column(
        db,
        """
        SELECT DISTINCT json_extract(old, '$.owner_id') AS owner FROM change_log
        WHERE table_name = 'ownership' AND op = 'delete'
          AND row_id IN (SELECT value FROM json_each(:ids))
          AND owner NOT IN (SELECT id FROM owner)
        """,
        {"ids": json.dumps(list(ownership_ids))},
    )


def _contents(db: Database, attachment_ids: Sequence[int]) -> set[str]:
    given = {"ids": json.dumps(list(attachment_ids))}
    return {
        *rows.column(
            db,
            """
            SELECT sha256 FROM attachment WHERE id IN (SELECT value FROM json_each(:ids))
            UNION SELECT json_extract(old, '$.sha256') FROM change_log
            WHERE table_name = 'attachment' AND op = 'delete'
              AND row_id IN (SELECT value FROM json_each(:ids))
            """,
            given,
        )
    } - {None}
