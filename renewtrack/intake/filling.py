"""A sender's own workbook filled in place with what the file knows now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from renewtrack.intake import filling_new, planning, sheet_rows, writing
from renewtrack.intake.filling_pen import NotSaid, Pen
from renewtrack.intake.filling_rows import Met, Rows, Said
from renewtrack.intake.options import SHEET_WINS, Options
from renewtrack.intake.plans import Plan
from renewtrack.intake.sheet_parts import SUFFIXES, BookParts, CannotFill
from renewtrack.intake.sheet_xml import SheetXml

if TYPE_CHECKING:
    from sqlite_utils import Database


@dataclass(frozen=True, slots=True)
class Filling:
    """What the person wants of a filled workbook."""

    add_rows: bool = False  # for records of the sheet's streets that it lacks
    reveal: bool = False  # persons in clear; the caller has asked for a reason


@dataclass(frozen=True, slots=True)
class Filled:
    """What was filled: numbers of rows and cells, and what was left as it stood.

    ``unknown`` are rows that mean no record of the file, counted from 1; ``computed`` counts
    cells that a formula gives otherwise, ``unsaid`` those whose column has no way to say it.
    """

    path: Path
    sheet: str
    kind: str
    rows: int
    cells: int
    added: int = 0
    unknown: tuple[int, ...] = ()
    computed: int = 0
    unsaid: int = 0


def fill(  # noqa: PLR0913 - what is filled, by what, how
    db: Database,
    template: Path,
    out: Path,
    options: Options | None = None,
    wish: Filling | None = None,
    seen: writing.Seen | None = None,
) -> Filled:
    """Fill a sender's workbook with the present values of the records that its rows mean.

    Only cells that say something else change; looks, formulas, pictures and all other parts stay
    byte for byte. Raises CannotFill, NotWritten, what reading the sheet and ``seen`` raise.
    """
    template, out, wish = Path(template), Path(out), wish or Filling()
    if out.suffix.lower() not in SUFFIXES:
        raise CannotFill(name=out.name)
    said = replace(options or Options(), rule=SHEET_WINS, edits={}, keep=frozenset())
    plan = planning.plan(db, template, said)
    parts = BookParts(template)
    sheet = parts.sheet(plan.layout.sheet.name)
    rows = Rows(db, plan)
    met = rows.met()
    filler = _Filler(plan, Pen(db, plan, parts, wish.reveal), sheet)
    filler.fill(met)
    new = filling_new.rows(rows, met, filler.pen, sheet) if wish.add_rows else {}
    added = sum(map(len, new.values()))
    shift = sheet_rows.put_in(sheet, new, plan.layout.sheet.name) if new else None
    parts.finish(plan.layout.sheet.name, sheet, shift)
    with writing.written(out, len(met) + added, seen) as target:
        parts.write(target)
    return Filled(
        path=out,
        sheet=plan.layout.sheet.name,
        kind=plan.layout.kind,
        rows=len(met),
        cells=filler.cells,
        added=added,
        unknown=rows.unmet(met),
        computed=filler.computed,
        unsaid=filler.unsaid,
    )


class _Filler:
    """Puts what differs into the cells of one sheet, and counts."""

    def __init__(self, plan: Plan, pen: Pen, sheet: SheetXml) -> None:
        self.plan, self.pen, self.sheet = plan, pen, sheet
        self.cells = self.computed = self.unsaid = 0
        self.covered = {
            place
            for merge in plan.layout.sheet.merged
            for place in merge.places()
            if place != (merge.top, merge.left)
        }

    def fill(self, met: list[Met]) -> None:
        """Fill the cells of the rows."""
        years = self.plan.cells.values("plan_year")
        for row in met:
            own = None if years is None else years[row.place]
            year = self.plan.layout.facts.year
            if isinstance(own, str) and own[:4].isdigit():
                year = int(own[:4])
            for said in self._differing(row):
                self._cell(self.plan.cells.rows[row.place], said, year)

    def _differing(self, row: Met) -> Iterator[Said]:
        number = self.plan.cells.rows[row.place]
        for said in row.cells:
            if said.same or (number, said.at) in self.covered:
                continue
            if said.stored is None and not (said.told and self.pen.source(said) is not None):
                continue  # the file never knew it, so what the sheet says stays
            yield said

    def _cell(self, row: int, said: Said, year: int | None) -> None:
        if self.sheet.formula(row, said.at):
            self.computed += 1
            return
        before = self.plan.layout.sheet.rows[row][said.at]
        if isinstance(before, str) and not self.pen.reveal and self._hides(said, before):
            return
        try:
            content = None if said.stored is None else self.pen.words(said, before, year)
        except NotSaid:
            self.unsaid += 1
            return
        if content == before and type(content) is type(before):
            return
        self.pen.put(self.sheet, row, said.at, content)
        self.cells += 1

    def _hides(self, said: Said, before: str) -> bool:
        """Tell whether the cell hides the very person that it would hide again."""
        personal = self.pen.hand(said.at).field.personal
        return ("*" in before and personal) or self.pen.mask.shows(before)
