"""What is to be said of a whole sheet: what was left out, hidden, masked or is in question."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from renewtrack.domain import fields, text
from renewtrack.intake import (
    headings,
    items_of,
    own_heads,
    placing,
    row_classes,
    rows,
    sentences,
    shifts,
)
from renewtrack.intake import layout as layouts
from renewtrack.intake.columns import Cells
from renewtrack.intake.headings import Column
from renewtrack.intake.layout import Layout
from renewtrack.intake.options import Options
from renewtrack.intake.plans import QUESTION, Issue
from renewtrack.intake.rows import Surroundings
from renewtrack.intake.sheets import SheetCells, letters

_USED = (
    *("seq", "street", "community", "street_community", "district", "estate_name", "bldg_no"),
    *("content", "status", "progress", "percent", "plan_year", "project_name", "crs", "fund_total"),
    *("province", "city", "estate_count", *placing.FIELDS),
)
_USED_BY = {
    "bookings": ("unit_no", "bldg_unit", "house_no", "booking_time", "need", "items", "disagree"),
    "lifts": ("unit_no", "bldg_unit", "floors", "house_count", "agree_count"),
    "payments": ("project_code", "remark"),
    "needs": ("need_address", "unit_no", "house_no"),
}
_HOMES = {  # the records that a kind of sheet tells of
    "ledger": {"project", "estate", "funding"},
    "buildings": {"building"},
    "estates": {"estate"},
    "bookings": {"household"},
    "lifts": {"lift"},
    "payments": {"money_event", "funding"},
    "needs": {"need"},
    "readings": {"facility", "reading"},
    "areas": {"area"},
    "sites": {"site"},
}
_CALLERS = frozenset({"caller", "caller_phone", "need_rating"})  # read and never kept
_SHOWN_ROWS = 20
_DISTRICT_END = re.compile("(?<=..)[区县市旗]$")
_DOUBTFUL = 0.5


def of_book(sheets: Sequence[SheetCells], layout: Layout, options: Options) -> Iterator[Issue]:
    """Yield what a workbook has besides the sheet that is taken in."""
    others = [sheet for sheet in sheets if sheet is not layout.sheet and sheet.rows]
    if options.sheet is None:
        more = [
            sheet.name
            for sheet in others
            if not sheet.hidden and layouts.recognise(sheet).kind != layouts.UNKNOWN
        ]
        if more:
            names = "、".join(more)
            yield _issue(layout, "other_sheets", value=names, sheet=layout.sheet.name)
    hidden = [sheet.name for sheet in others if sheet.hidden]
    ours = any(column.heading in own_heads.OURS for column in layout.columns)
    if hidden and not ours:  # a form's own lists are nobody's concern
        yield _issue(layout, "hidden_sheets", value="、".join(hidden))


def of_rows(around: Surroundings, cells: Cells, other_system: str | None) -> Iterator[Issue]:
    """Yield what the rows of a sheet have in common."""
    layout = around.layout
    yield from _of_columns(layout)
    yield from _of_contests(layout)
    yield from _of_streets(around)
    yield from _of_district(around, cells)
    if layout.beside:
        places = "、".join(map(letters, layout.beside))
        yield _issue(layout, "table_beside", layout.beside[0], value=places)
    if layout.other_table is not None:
        yield _issue(layout, "other_table", value=layout.other_table + 1)
    yield from _of_cells(cells)
    yield from _of_positions(around, other_system)
    if kept := set(around.notes.get("file_kept", ())):
        yield _issue(layout, "file_kept", count=len(kept))
    yield from _of_kind(around)
    if around.options.edits:
        yield _issue(layout, "edited", count=len(around.options.edits))
    if layout.kind == "ledger" and around.year is None and layout.column("plan_year") is None:
        yield _issue(layout, "no_year", level=QUESTION)


def _of_kind(around: Surroundings) -> Iterator[Issue]:
    """Yield what is said once of the rows of one kind of sheet."""
    notes = around.notes
    if made := notes.get("places_made"):
        shown = "、".join(str(row + 1) for row in made[:_SHOWN_ROWS])
        more = "…" if len(made) > _SHOWN_ROWS else ""
        yield _issue(around.layout, "places_made", value=shown + more)
    if years := notes.get("visits_of_year"):
        column = around.layout.column("booking_time")
        yield _issue(around.layout, "visits_of_year", column, value=years[0])
    callers = [each.label for each in around.layout.columns if each.field in _CALLERS]
    if callers:
        yield _issue(around.layout, "callers_not_kept", value="、".join(callers))
    if loose := notes.get("no_projects"):
        yield _issue(around.layout, "no_projects", value=len(loose))


def _of_columns(layout: Layout) -> Iterator[Issue]:
    if layout.sender:
        yield _issue(layout, "known_sender", value=layout.sender)
    asked = {column.index for contest in layout.contests for column in contest.columns}
    asked |= {column.index for column in items_of.columns(layout)} | set(layout.beside)
    unknown = [
        column.label
        for column in layout.columns
        if column.field is None
        and column.index not in asked
        and column.heading not in own_heads.OURS
    ]
    if unknown:
        yield _issue(layout, "unused_columns", value="、".join(unknown))
    doubtful = [
        f"{column.letters} {column.label} → {headings.field(column.field).words.zh}"
        for column in layout.columns
        if column.field and column.confidence < _DOUBTFUL
    ]
    if doubtful:
        yield _issue(layout, "low_confidence", value="、".join(doubtful), level=QUESTION)
    homeless = [column.label for column in layout.columns if not _kept(column, layout.kind)]
    if homeless:
        yield _issue(layout, "not_kept", value="、".join(homeless))


def _of_contests(layout: Layout) -> Iterator[Issue]:
    for contest in layout.contests:
        if contest.said:
            continue
        yield _issue(
            layout,
            "rival_taken" if contest.taken else "rival_columns",
            contest.columns[0],
            level=QUESTION,
            value="、".join(f"{column.letters} {column.label}" for column in contest.columns),
            field=headings.field(contest.field).words,
            taken=contest.columns[0].letters,
        )


def _of_streets(around: Surroundings) -> Iterator[Issue]:
    """Ask about the street of a sheet that has no column for it, where new estates need one."""
    layout = around.layout
    if layout.street is not None and around.made:
        yield _issue(layout, "street_told", level=QUESTION, value=layout.street)
    elif not rows.street_expected(layout) and (lost := around.notes["no_street"]):
        yield _issue(layout, "no_streets", level=QUESTION, count=len(lost))


def _of_district(around: Surroundings, cells: Cells) -> Iterator[Issue]:
    """Warn once of the rows that name another district than the file's; it stands at the first."""
    told = cells.values("district") or ()
    named = [(cells.rows[place], str(said)) for place, said in enumerate(told) if said]
    other = [(row, said) for row, said in named if not _same_district(said, around.district)]
    if other and around.district:
        shown = "、".join(str(row + 1) for row, _ in other[:_SHOWN_ROWS])
        yield sentences.issue(
            around.layout,
            other[0][0],
            "other_district",
            rows=shown + ("…" if len(other) > _SHOWN_ROWS else ""),
            value="、".join(dict.fromkeys(said for _, said in other)),
            district=around.district,
        )


def _same_district(said: str, own: str) -> bool:
    """Tell whether two spellings are one district: 北京市示范区, 示范区 and 示范 are."""
    first, second = (_DISTRICT_END.sub("", text.fold(name)) for name in (said, own))
    return first.endswith(second) or second.endswith(first)


def _kept(column: Column, kind: str) -> bool:
    if column.field is None or column.field in _USED:
        return True
    own = any(known.key == column.field for known in fields.OWN.get(kind, ()))
    if own or column.field in _USED_BY.get(kind, ()):
        return True
    return bool(_HOMES[kind] & set(headings.field(column.field).columns))


def _of_cells(cells: Cells) -> Iterator[Issue]:
    layout = cells.layout
    for key, places in cells.masked.items():
        yield _issue(layout, "masked", layout.column(key), count=len(places))
    uncached = Counter(
        column
        for (row, column), flaw in layout.sheet.flaws.items()
        if flaw == "uncached"
        and row < len(layout.classes)
        and layout.classes[row] == row_classes.DATA
    )
    columns = {column.index: column for column in layout.columns}
    for index, count in sorted(uncached.items()):
        yield _issue(layout, "uncached", columns.get(index, index), count=count)
    hidden = sum(1 for row in layout.data if row in layout.sheet.hidden_rows)
    if hidden:
        yield _issue(layout, "hidden_rows", count=hidden)


def _of_positions(around: Surroundings, other_system: str | None) -> Iterator[Issue]:
    layout = around.layout
    column = next(filter(None, map(layout.column, placing.FIELDS)), None)
    if other_system is not None:
        given = around.options.crs
        yield _issue(layout, "two_systems", column, named=other_system, given=given)
    old = bool(around.notes.get("old_datum"))  # some 100 m off: another system only seems near
    likely = [] if old else list(shifts.issues(around, shifts.compare(around)))
    for kind in ("which_system", "old_datum"):
        if around.notes.get(kind) and not (likely and kind == "which_system"):
            yield _issue(layout, kind, column, level=QUESTION)
    yield from likely
    if turned := around.notes.get("swapped"):
        shown = "、".join(str(row + 1) for row in turned[:_SHOWN_ROWS])
        more = "…" if len(turned) > _SHOWN_ROWS else ""
        yield _issue(layout, "swapped", column, count=len(turned), rows=shown + more)
    for kind in ("estate_by_place", "no_estate_there", "no_level"):
        if told := around.notes.get(kind):
            yield _issue(layout, kind, layout.column("estate_name"), count=len(told))


def _issue(
    layout: Layout, kind: str, column: Column | int | None = None, **values: object
) -> Issue:
    return sentences.issue(layout, -1, kind, column, **values)
