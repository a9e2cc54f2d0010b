"""The rows of a register of money: one event for each amount that a row tells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from renewtrack.domain import codes
from renewtrack.domain.money_events import KINDS, MoneyEvent
from renewtrack.intake import headings, known_below, payment_projects, rows
from renewtrack.intake.columns import NOWHERE, Cells
from renewtrack.intake.entries import Entries, Filled, of_column
from renewtrack.intake.row_read import RowRead
from renewtrack.intake.rows import Rejected, Surroundings
from renewtrack.intake.wanted import Wanted

_AMOUNTS = {f"money_{kind}": kind for kind in KINDS}
_TOLD = {"date": "event_date", "document_no": "document_no", "payee": "payee"}


@dataclass(frozen=True, slots=True)
class _Event:
    """One amount of a row: where it stands and what it is."""

    place: int
    column: int
    source: str
    kind: str
    fen: int
    project: int  # 0 where there is none


def plan(cells: Cells, around: Surroundings) -> Wanted:
    """Return what the rows of a register of money would write."""
    wanted = Wanted.of(cells)
    told = rows.each(cells, wanted, lambda place: _events(RowRead(cells, place), around))
    events = [event for _, found in told for event in found]
    wanted.entries = (_entries(cells, around, events),)
    return wanted


def _events(read: RowRead, around: Surroundings) -> tuple[list[_Event], str]:
    """Return the events of a row, and its name.

    Raises Rejected where it tells none or an earlier row has it.
    """
    project, name = payment_projects.of_row(read, around)
    found = [
        _Event(read.place, column, source, kind, fen, project)
        for column, source, kind, fen in _amounts(read)
        if fen
    ]
    if not found:
        raise Rejected("no_amount")
    for event in found:
        key = known_below.event_key(_as_event(read, event), str(project) if project else name)
        around.claim(("money_event", *key), read.row)
    return found, name or read.words("document_no") or ""


def _amounts(read: RowRead) -> Iterator[tuple[int, str, str, int]]:
    """Yield column, source, kind and fen of every amount of a row; raises Rejected."""
    columns = read.cells.columns
    said = read.words("money_kind") or _kind_of_title(read)
    for key, column in columns.items():
        fen = column.values[read.place]
        if not isinstance(fen, int) or isinstance(fen, bool):
            continue
        source = headings.field(key).columns.get("funding")
        kind = _AMOUNTS.get(key) or (said if key == "money_amount" or source else None)
        if kind is None and (key == "money_amount" or source):
            raise Rejected("no_money_kind", "money_kind")
        if kind is not None:
            yield column.column.index, source or _source(read), kind, fen


def _source(read: RowRead) -> str:
    """Return a row's source of money; what it does not tell is ``other`` and said."""
    told = read.words("money_source")
    if told is None:
        if "money_source" in read.cells.columns:
            read.complain("no_source", "money_source")
        return "other"
    return told


def _kind_of_title(read: RowRead) -> str | None:
    entry = codes.recognise("money_kinds", read.layout.title) if read.layout.title else None
    return entry.key if entry else None


def _as_event(read: RowRead, event: _Event) -> MoneyEvent:
    return MoneyEvent(
        id=0,
        uid="",
        source=event.source,
        kind=event.kind,
        amount_fen=event.fen,
        date=read.words("event_date"),
        document_no=read.words("document_no"),
        payee=read.words("payee"),
    )


def _entries(cells: Cells, around: Surroundings, events: Sequence[_Event]) -> Entries:
    found = Entries("money_event", [event.place for event in events])
    late: list[object] = []  # the project of an event that was stored before it was known
    for event in events:
        known = _known(RowRead(cells, event.place), around, event)
        found.refs.append(known.id if known is not None else around.fresh("money_event"))
        loose = known is not None and known.project_id is None
        late.append(event.project if loose and event.project else None)
    found.columns = {
        "amount_fen": Filled([event.fen for event in events], [event.column for event in events]),
        "kind": Filled([event.kind for event in events], NOWHERE),
        "source": _told(cells, events, "money_source", [event.source for event in events]),
        "project_name": _told(cells, events, "project_name", None, "estate_name"),
        "project_id": Filled(late, NOWHERE),
        "remark": _told(cells, events, "money_note", None, "remark"),
        **{name: _told(cells, events, key, None) for name, key in _TOLD.items()},
    }
    found.parents = {"project_id": ("project", [event.project for event in events])}
    return found


def _known(read: RowRead, around: Surroundings, event: _Event) -> MoneyEvent | None:
    """Return the event that the file has: of the same project, or of its name as written."""
    said, events = _as_event(read, event), around.known.below.events
    names = [str(event.project)] if event.project else []
    names.append(read.words("project_name") or read.words("estate_name") or "")
    found = (events.get(known_below.event_key(said, name)) for name in names)
    return next((one for one in found if one is not None), None)


def _told(
    cells: Cells, events: Sequence[_Event], key: str, values: list[str] | None, other: str = ""
) -> Filled:
    """Return a field of the rows, or given values that stand in its column, for each event."""
    column = cells.columns.get(key) or cells.columns.get(other)
    if values is None and column is not None:
        return of_column(column, [event.place for event in events])
    return Filled([*values] if values else [None] * len(events), cells.index(key, other))
