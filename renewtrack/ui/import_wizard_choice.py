"""One file on its way through the import wizard: what was read, said, planned and stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from renewtrack.errors import UserError
from renewtrack.intake import senders, shifts
from renewtrack.intake.layout import UNKNOWN
from renewtrack.intake.options import SHEET_WINS, Options
from renewtrack.intake.plans import Plan, Receipt
from renewtrack.intake.row_classes import DATA
from renewtrack.intake.sheets import SheetCells
from renewtrack.ui.import_wizard_jobs import Examined, Opened, Planned, Seen
from renewtrack.words import Words

if TYPE_CHECKING:
    from renewtrack.intake.saved_layout import SavedLayout

FILES, HEADS, COLUMNS, ISSUES, CHANGES, RECEIPT = range(6)  # the steps of the wizard
LEFT_OUT = "none"  # the person's answer: bring no positions in


@dataclass(slots=True)
class Mended:
    """What was said in the preview, so that it can be taken back; rows are zero-based."""

    rows: set[int] = field(default_factory=set)
    left_rows: set[int] = field(default_factory=set)
    left_columns: dict[int, str | None] = field(default_factory=dict)  # with the field before


@dataclass(slots=True)
class Choice:
    """One file; ``options`` is what the person says of it, the rest follows from work."""

    path: Path
    options: Options = field(default_factory=Options)
    opened: Opened | None = None
    examined: Examined | None = None
    planned: Planned | None = None
    receipt: Receipt | None = None
    undone: bool = False  # what the receipt tells was taken back here
    trouble: UserError | None = None
    no_positions: bool = False  # the coordinate system is not known, and that is all right
    sheet: str = ""  # the sheet that is meant, once the file is read
    ticked: bool = True  # whether it is taken in
    why_not: Words | None = None  # why it is not ticked by itself
    password: str | None = None
    pasted: tuple[SheetCells, ...] | None = None  # its cells, where they came by the clipboard
    saved: SavedLayout | None = None  # what is remembered of this sender
    stale: bool = False  # the plan is older than what was said since
    mended: Mended = field(default_factory=Mended)
    remember: bool = True  # keep the corrections as the layout of this sender
    layout_name: str = ""  # the name to keep them by; "" is the sheet's own

    def say(self, **changes: object) -> None:
        """Change the options; what was planned by the old ones is forgotten."""
        self.options = replace(self.options, **changes)  # type: ignore[arg-type]
        self.planned, self.stale = None, False

    def amend(self, **changes: object) -> None:
        """Change the options; the plan by the old ones stays in sight until the next is made."""
        self.options = replace(self.options, **changes)  # type: ignore[arg-type]
        self.stale = True

    @property
    def unread(self) -> bool:
        """Tell whether its file is still to be read."""
        return self.opened is None and self.trouble is None

    def of_sheet(self, seen: Seen) -> Choice:
        """Be about one sheet of the file, as it was seen."""
        self.sheet, self.examined, self.options = seen.sheet, seen.examined, seen.options
        self.saved, self.ticked, self.why_not = seen.saved, seen.ticked, seen.why_not
        return self

    def sibling(self, seen: Seen) -> Choice:
        """Return a choice about another sheet of the same file."""
        made = Choice(self.path, opened=self.opened, password=self.password, pasted=self.pasted)
        return made.of_sheet(seen)

    @property
    def known(self) -> bool:
        """Tell whether the sheet is of a kind that can be taken in."""
        return self.examined is not None and self.examined.layout.kind != UNKNOWN

    @property
    def asks_for_system(self) -> bool:
        """Tell whether the coordinate system has still to be said."""
        return (
            self.examined is not None
            and self.examined.system == ""
            and self.options.crs is None
            and not self.no_positions
        )

    def answer_system(self, system: str) -> None:
        """Take the answer to the question for the coordinate system; "" asks again."""
        self.no_positions = system == LEFT_OUT
        self.say(crs=None if system in ("", LEFT_OUT) else system)

    def set_head(self, first: int, last: int) -> None:
        """Say which rows (zero-based) are the head; what was left out below it is taken back."""
        self.say(head_rows=tuple(range(first, last + 1)), mapping=None, skip=frozenset())

    def start_at(self, row: int) -> None:
        """Say at which row (zero-based) the rows begin; those between it and the head go."""
        assert self.examined is not None
        head = self.examined.layout.head_rows
        first = head[-1] + 1 if head else 0
        kept = frozenset(number for number in self.options.skip if number >= row)
        self.say(skip=kept | frozenset(range(first, row)))

    def leave_out(self, rows: list[int]) -> None:
        """Leave rows (zero-based) out, or take them in again where all are out already."""
        chosen = frozenset(rows)
        skip = self.options.skip
        self.say(skip=skip - chosen if chosen <= skip else skip | chosen)

    def fill_down(self, filled: bool) -> None:
        """Say that a blank street or community means the one above, though not merged."""
        self.say(fill_down=frozenset(("street", "community")) if filled else frozenset())

    def go_by(self, saved: SavedLayout | None) -> None:
        """Recognise by a remembered layout, or by none of them."""
        assert self.examined is not None
        name = saved.name if saved is not None else ""
        bare = Options(
            sheet=self.options.sheet, crs=self.options.crs, year=self.options.year, sender=name
        )
        self.saved = saved
        self.options, _ = senders.applied(self.examined.layout.sheet, bare)
        self.say()

    def recognise_again(self) -> None:
        """Forget what was said of head, rows and columns, and what is remembered of them."""
        self.saved = None
        self.say(head_rows=None, skip=frozenset(), mapping=None, units=None, sender="")

    def map_column(self, index: int, key: str) -> None:
        """Say which field a column is, "" for none; a column that had the field gives it up."""
        said = (self.options.mapping or {}).items()
        mapping = {other: had for other, had in said if not key or had != key}
        self.say(mapping={**mapping, index: key})

    def set_unit(self, key: str, unit: str) -> None:
        """Say in which unit the figures of a field stand."""
        self.say(units={**(self.options.units or {}), key: unit})

    # -- what is settled while the plan is looked at

    def answer(self, index: int, kind: str, said: str | None) -> None:
        """Answer a question for a whole column; None asks again."""
        answers = {key: had for key, had in self.options.answers.items() if key != (index, kind)}
        self.amend(answers=answers | ({(index, kind): said} if said is not None else {}))

    def answer_shift(self, system: str) -> None:
        """Say the coordinate system, even against what the sheet's head names."""
        columns = self.examined.layout.columns if self.examined is not None else ()
        index = next((each.index for each in columns if each.field in shifts.FIELDS), None)
        said = self.options.answers.items()
        kept = {key: answer for key, answer in said if key[1] not in shifts.KINDS}
        if index is not None:
            self.amend(answers={**kept, (index, shifts.KINDS[0]): system})

    def settle_places(self, said: Mapping[tuple[str, str], str | None]) -> None:
        """Say which records written places are; None leaves one to the matching again."""
        places = {**self.options.places, **said}
        self.amend(places={key: uid for key, uid in places.items() if uid is not None})

    def mend(self, row: int, column: int, words: str) -> None:
        """Write a cell (zero-based) anew for this import; the file itself stays as it is."""
        self.mended.rows.add(row)
        self.amend(edits={**self.options.edits, (row, column): words})

    def keep(self, row: int, column: int) -> None:
        """Leave the value that the file has in a cell (zero-based)."""
        at = frozenset(((row, column),))
        self.amend(keep=self.options.keep | at, take=self.options.take - at)

    def take(self, row: int, column: int) -> None:
        """Take the sheet's value of a cell (zero-based), whatever the rule says."""
        at = frozenset(((row, column),))
        self.amend(keep=self.options.keep - at, take=self.options.take | at)

    def leave_row(self, row: int) -> None:
        """Leave a row (zero-based) out from within the preview."""
        self.mended.left_rows.add(row)
        self.amend(skip=self.options.skip | {row})

    def leave_column(self, index: int) -> None:
        """Leave a column out from within the preview."""
        mapping = dict(self.options.mapping or {})
        self.mended.left_columns.setdefault(index, mapping.get(index))
        self.amend(mapping={**mapping, index: ""})

    def take_back(self) -> None:
        """Forget everything that was said in the preview."""
        mapping = dict(self.options.mapping or {})
        for index, had in self.mended.left_columns.items():
            mapping.pop(index, None)
            if had is not None:
                mapping[index] = had
        skip = self.options.skip - self.mended.left_rows
        self.mended = Mended()
        self.amend(
            edits={},
            keep=frozenset(),
            take=frozenset(),
            rule=SHEET_WINS,
            skip=skip,
            mapping=mapping or None,
        )

    @property
    def mendings(self) -> int:
        """Return how many things were said in the preview."""
        options, mended = self.options, self.mended
        said = len(options.edits) + len(options.keep) + len(options.take)
        return said + len(mended.left_rows) + len(mended.left_columns)

    @property
    def corrected(self) -> bool:
        """Tell whether anything was said that a remembered layout would hold."""
        said = self.options
        return bool(said.mapping or said.units or said.answers or said.head_rows or said.layout)

    @property
    def waits(self) -> bool:
        """Tell whether it is still to be written."""
        return self.ticked and self.receipt is None and self.trouble is None

    @property
    def first_data(self) -> int:
        """Return the first data row, zero-based; 0 where there is none."""
        if self.examined is None:
            return 0
        classes = self.examined.layout.classes
        return next((row for row, kind in enumerate(classes) if kind == DATA), 0)

    @property
    def plan(self) -> Plan | None:
        """Return what was planned last, or what was written by it."""
        if self.receipt is not None:
            return self.receipt.plan
        return self.planned.plan if self.planned else None

    def may_leave(self, step: int) -> bool:
        """Tell whether everything that a step needs is there."""
        if step == RECEIPT:
            return True
        if self.examined is None or self.trouble is not None:
            return False
        return {
            FILES: not self.asks_for_system,
            HEADS: bool(self.examined.layout.data),
            COLUMNS: self.known,
        }.get(step, self.planned is not None and not self.stale)
