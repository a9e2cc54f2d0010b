"""What an import would do: rows with their changes, issues and totals, nothing written."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from renewtrack.intake.layout import Layout
from renewtrack.intake.options import Options
from renewtrack.words import Words

if TYPE_CHECKING:
    from renewtrack.intake.columns import Cells
    from renewtrack.intake.reconciling import Place
    from renewtrack.intake.rows import Surroundings
    from renewtrack.intake.wanted import Wanted

NEW, CHANGED, SAME, REJECTED = "new", "changed", "same", "rejected"
STATES = (NEW, CHANGED, SAME, REJECTED)
ERROR, WARNING, QUESTION = "error", "warning", "question"

Key = tuple[object, ...]  # table and identity, such as ("estate", street, community, name)


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing to look at: where it stands, what it says and what to do about it.

    ``row`` is the sheet's own number (1 is the first; 0 the whole sheet), ``column`` its letters.
    An error leaves the row out, a warning leaves at most the cell out, a question waits.
    """

    row: int
    column: str
    kind: str
    value: str
    message: Words
    level: str = WARNING
    heading: str = ""
    sheet: str = ""
    file: str = ""


@dataclass(frozen=True, slots=True)
class Value:
    """A value on its way to a column, with the cell and the words it came from."""

    value: object
    raw: str = ""
    cell: str = ""
    precision: str = ""
    qualifier: str = ""


@dataclass(frozen=True, slots=True)
class Write:
    """One record to make (``id`` None) or to change, and the records it belongs to."""

    table: str
    key: Key
    id: int | None
    values: dict[str, Value]
    parents: dict[str, Key] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CellChange:
    """One column of one record as it is and as it would be; ``old`` is None for a new one."""

    table: str
    column: str
    cell: str
    old: object
    new: object
    raw: str


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """One data row of the sheet and what becomes of it."""

    row: int
    state: str
    name: str
    changes: tuple[CellChange, ...] = ()
    writes: tuple[Write, ...] = ()
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True)
class TotalDiffers:
    """A stated total that is not the sum of its rows; both in the sheet's own unit."""

    row: int
    column: str
    heading: str
    label: str
    stated: float
    computed: float
    unit: str

    @property
    def difference(self) -> float:
        """Return stated minus computed, free of binary dust."""
        return round(self.stated - self.computed, 6)


class Rows(Sequence[PlannedRow], ABC):
    """The data rows of a plan, each made when it is looked at."""

    @abstractmethod
    def issues(self) -> Iterator[Issue]:
        """Yield the issues of all rows in their order."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole import as it would be; ``planning.plan`` makes it, ``storing.store`` runs it.

    ``states`` are those of ``rows``, ready without looking at any row; ``wanted`` is what would
    be written.
    """

    path: Path
    sha256: str
    layout: Layout
    options: Options
    rows: Rows
    states: Sequence[str]
    wanted: Wanted
    cells: Cells
    sheet_issues: tuple[Issue, ...]
    totals_differ: tuple[TotalDiffers, ...]
    year: int | None = None
    around: Surroundings | None = None

    @property
    def places(self) -> tuple[Place, ...]:
        """Return what the sheet names, and the records that are meant."""
        from renewtrack.intake import reconciling

        return reconciling.places(self.around) if self.around is not None else ()

    @property
    def rows_read(self) -> int:
        """Return the number of data rows; new + changed + same + rejected is always that."""
        return len(self.states)

    @property
    def counts(self) -> dict[str, int]:
        """Return the number of rows in each state."""
        counted = Counter(self.states)
        return {state: counted[state] for state in STATES}

    @property
    def skipped(self) -> dict[str, int]:
        """Return the number of rows of each class that is no data."""
        return self.layout.skipped()

    @property
    def issues(self) -> tuple[Issue, ...]:
        """Return every issue, those of the whole sheet first, then by row."""
        return (*self.sheet_issues, *self.rows.issues())


@dataclass(frozen=True, slots=True)
class Receipt:
    """What an import did; ``batch`` is None where nothing had to be written."""

    plan: Plan
    batch: int | None
    stored: int
