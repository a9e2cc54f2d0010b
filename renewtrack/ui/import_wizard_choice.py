"""One file on its way through the import wizard: what was read, said, planned and stored."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from renewtrack.errors import UserError
from renewtrack.intake.layout import UNKNOWN
from renewtrack.intake.options import Options
from renewtrack.intake.plans import Plan, Receipt
from renewtrack.intake.row_classes import DATA
from renewtrack.ui.import_wizard_jobs import Examined, Opened, Planned

FILES, HEADS, COLUMNS, ISSUES, CHANGES, RECEIPT = range(6)  # the steps of the wizard
LEFT_OUT = "none"  # the person's answer: bring no positions in


@dataclass(slots=True)
class Choice:
    """One file; ``options`` is what the person says of it, the rest follows from work."""

    path: Path
    options: Options = field(default_factory=Options)
    opened: Opened | None = None
    examined: Examined | None = None
    planned: Planned | None = None
    receipt: Receipt | None = None
    trouble: UserError | None = None
    no_positions: bool = False  # the coordinate system is not known, and that is all right

    def say(self, **changes: object) -> None:
        """Change the options; what was planned by the old ones is forgotten."""
        self.options = replace(self.options, **changes)  # type: ignore[arg-type]
        self.planned = None

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

    def recognise_again(self) -> None:
        """Forget what was said of head, rows and columns."""
        self.say(head_rows=None, skip=frozenset(), mapping=None, units=None)

    def map_column(self, index: int, key: str) -> None:
        """Say which field a column is, "" for none; a column that had the field gives it up."""
        said = (self.options.mapping or {}).items()
        mapping = {other: had for other, had in said if not key or had != key}
        self.say(mapping={**mapping, index: key})

    def set_unit(self, key: str, unit: str) -> None:
        """Say in which unit the figures of a field stand."""
        self.say(units={**(self.options.units or {}), key: unit})

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
        }.get(step, self.planned is not None)
