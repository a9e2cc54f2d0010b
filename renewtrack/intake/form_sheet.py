"""The workbook that a surveyor fills without the program: her street, lists, locked keys, ids."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from renewtrack import paths
from renewtrack.domain import codes, stages, text
from renewtrack.errors import UserError
from renewtrack.intake import (
    export_lines,
    form_drawing,
    form_keys,
    known,
    own_heads,
    record_lines,
    writing,
)
from renewtrack.intake.form_drawing import Choice, FormColumn
from renewtrack.intake.papers import Line
from renewtrack.store import areas
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

KINDS = ("buildings", "households", "ledger")
VERSION = "1"


class NothingThere(UserError):
    """No record of the file is in the place that a form was asked for."""

    words = Words(
        "“{place}”没有可填的{what}，没有写出外业表。请检查街道、社区、小区的名称，或先导入数据。",
        "There is nothing of {what} to fill in for “{place}”; no form was written. Check the "
        "names of the street, community and estate, or import the records first.",
    )


@dataclass(frozen=True, slots=True)
class Where:
    """The place that a form is for; None is any."""

    street: str | None = None
    community: str | None = None
    estate: str | None = None

    @property
    def label(self) -> str:
        """Return the place as the title has it."""
        return "".join(filter(None, (self.street, self.community, self.estate)))

    def holds(self, line: Line) -> bool:
        """Tell whether a record is in the place."""
        return (
            _agrees(self.street, line.get("street"), known.street_key)
            and _agrees(self.community, line.get("community"), known.community_key)
            and _agrees(self.estate, line.get("estate_name"), known.name_key)
        )


def write(  # noqa: PLR0913 - what goes out, to where, how
    db: Database,
    path: Path,
    what: str,
    where: Where,
    reveal: bool = False,
    seen: writing.Seen | None = None,
) -> int:
    """Write a form for the records of a place and return their number.

    What tells a record is locked and grey, the rest is open, with lists and limits where the
    office has them. Raises NothingThere, NotWritten, and what ``seen`` raises.
    """
    form = _form(what)
    kind = str(form["kind"])
    lines = [line for line in export_lines.lines(db, kind, None, reveal, whole=True)
             if where.holds(line)]  # fmt: skip
    if not lines:
        raise NothingThere(place=where.label or areas.district_name(db), what=_words(kind))
    columns = _columns(form, lines)
    facts = {
        "form": what,
        "version": VERSION,
        "kind": kind,
        "district": areas.district_name(db),
        "place": where.label,
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "keys": ",".join(form_keys.KEYS[kind]),
    }
    drawn = form_drawing.Form(
        title=str(form["title"]).format(place=where.label or areas.district_name(db)),
        columns=columns,
        lines=[{**line, **_hidden(kind, line, columns)} for line in lines],
        new_rows=int(form["new_rows"]),
        facts=facts,
    )
    with writing.written(path, len(lines), seen) as target:
        form_drawing.draw(target, drawn)
    return len(lines)


def _hidden(kind: str, line: Line, columns: Sequence[FormColumn]) -> dict[str, str]:
    shown = {column.field for column in columns}
    keys = [line.get(key) if key in shown else None for key in form_keys.KEYS[kind]]
    uid = str(line.get("uid") or "")
    return {own_heads.ID: uid, own_heads.CHECK: form_keys.check(kind, uid, keys)}


def _columns(form: Mapping[str, Any], lines: list[Line]) -> tuple[FormColumn, ...]:
    made = [_column(told) for told in form["column"]]
    items = record_lines.item_columns(lines) if "items" in form else ()
    ticks = Choice("items", tuple(form.get("items", ())))
    return (*made[:-1], *(FormColumn(item, f"item:{item}", choice=ticks) for item in items),
            *made[-1:])  # fmt: skip


def _column(told: Mapping[str, Any]) -> FormColumn:
    choice = None
    if "list" in told:
        words = tuple(entry.words.zh for entry in codes.table(told["list"]))
        choice = Choice(told["list"], words)
    elif told.get("stages"):
        choice = Choice("stages", tuple(stage.words.zh for stage in stages.STAGES), strict=False)
    plain = {key: told[key] for key in ("group", "locked", "least", "most", "decimal", "say")
             if key in told}  # fmt: skip
    return FormColumn(told["heading"], told["field"], choice=choice, **plain)


@cache
def _form(what: str) -> Mapping[str, Any]:
    return tomllib.loads(paths.resources("forms", f"{what}.toml").read_text("utf-8"))


def _words(kind: str) -> Words:
    from renewtrack.intake.papers import paper

    told = paper(kind).told
    return Words(str(told["zh"]), str(told["en"]))


def _agrees(wanted: str | None, said: object, key: Any) -> bool:
    return wanted is None or (said is not None and key(text.tidy(wanted)) == key(str(said)))
