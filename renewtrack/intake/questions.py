"""The questions of a plan about how to read a column, each asked once with its answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from renewtrack.domain import zones
from renewtrack.intake import cells, headings, kind_readers, question_words, shifts
from renewtrack.intake.headings import Column
from renewtrack.intake.layout import Layout
from renewtrack.intake.plans import QUESTION, Issue, Plan
from renewtrack.intake.question_words import ASKED, SYSTEM_KINDS, UNIT_KINDS, Choices
from renewtrack.intake.rivals import Contest
from renewtrack.intake.sheets import Cell, position, raw_text
from renewtrack.words import Words

_YEARS_AROUND = (0, -1, 1)
_RIVALS = ("rival_columns", "rival_taken")
_OF_ALL_CELLS = frozenset({*UNIT_KINDS, *_RIVALS, *SYSTEM_KINDS})


@dataclass(frozen=True, slots=True)
class Written:
    """One way of writing that is asked about, and in how many cells it stands."""

    raw: str
    count: int


@dataclass(frozen=True, slots=True)
class ColumnQuestion:
    """One question about a column; ``answer`` is the person's, "" where there is none yet.

    ``index`` is the zero-based column; ``Options.answers[index, kind]`` takes one of the answers
    of ``choices``.
    """

    index: int
    heading: str
    kind: str
    words: Words
    values: tuple[Written, ...]
    choices: Choices
    answer: str = ""


def of(plan: Plan) -> tuple[ColumnQuestion, ...]:
    """Return what is asked and what was answered, column by column from the left."""
    open_ = _open(plan.issues)
    found = dict(open_)
    for (index, kind), answer in plan.options.answers.items():
        if answer and kind in ASKED:
            found.setdefault((index, kind), Counter())
    columns = {column.index: column for column in plan.layout.columns}
    return tuple(
        _question(plan, columns[index], kind, counted)
        for (index, kind), counted in sorted(found.items())
        if index in columns
    )


def _open(issues: Iterable[Issue]) -> dict[tuple[int, str], Counter[str]]:
    found: dict[tuple[int, str], Counter[str]] = {}
    for issue in issues:
        if issue.level == QUESTION and issue.kind in ASKED and issue.column:
            index = position(f"{issue.column}1")[1]
            counted = found.setdefault((index, issue.kind), Counter())
            if issue.row:
                counted[issue.value] += 1
    return found


def _question(plan: Plan, column: Column, kind: str, counted: Counter[str]) -> ColumnQuestion:
    words, choices = ASKED[kind]
    if not counted:
        counted = Counter(_written(plan.layout, column, kind))
    return ColumnQuestion(
        index=column.index,
        heading=column.label,
        kind=kind,
        words=words,
        values=tuple(Written(raw, count) for raw, count in counted.most_common()),
        choices=(*_more(plan, column, kind), *choices),
        answer=plan.options.answers.get((column.index, kind), ""),
    )


def _more(plan: Plan, column: Column, kind: str) -> Iterator[tuple[str, Words]]:
    """Yield the answers that only the sheet at hand gives."""
    if kind == "date_no_year":
        year = plan.year or _year_of(plan.layout)
        for away in _YEARS_AROUND if year else ():
            yield str(year + away), Words(f"{year + away} 年", str(year + away))
    if kind in SYSTEM_KINDS:
        yield from _systems(plan, kind)
    for contest in _contests(plan.layout, column) if kind in _RIVALS else ():
        for one in contest.columns:
            yield one.letters, Words(f"{one.letters} 列 {one.label}", f"{one.letters} {one.label}")
        yield question_words.BLANK, question_words.NONE_OF_THEM


def _systems(plan: Plan, kind: str) -> Iterator[tuple[str, Words]]:
    """Yield the systems that the district speaks for, and the file's local ones."""
    if plan.around is not None and kind != question_words.OLD_DATUM:
        degrees, far = shifts.meridian(plan.around), shifts.astray(plan.around)
        zone = zones.of_meridian(degrees) if degrees is not None else None
        if zone is not None:
            yield zone.key, zone.words
        if far is not None:
            yield far.best, shifts.name(far.best)
    for key in plan.options.fits:
        yield key, shifts.name(key)


def _contests(layout: Layout, column: Column) -> Iterator[Contest]:
    return (each for each in layout.contests if each.columns[0].index == column.index)


def _year_of(layout: Layout) -> int:
    told = layout.facts.cutoff or ""
    return int(told[:4]) if told[:4].isdigit() else 0


def _written(layout: Layout, column: Column, kind: str) -> Iterator[str]:
    """Yield the cells of a column that a kind of question is about, asked anew without answers."""
    rows = (layout.rows[row][column.index] for row in layout.data)
    if kind in _OF_ALL_CELLS or column.field is None:
        yield from (raw_text(cell) for cell in rows if cell is not None)
        return
    known = headings.field(column.field)
    about = "code" if known.kind.startswith(cells.CODE_TABLES) else known.kind
    readers = {**cells.READERS, **kind_readers.READERS}
    reader = readers.get(about, readers["text"])
    bare = replace(
        column, answers={key: said for key, said in column.answers.items() if key != kind}
    )
    asked: dict[Cell, bool] = {}
    for cell in rows:
        if cell is not None and cell not in asked:
            hearer = _Hearer(layout)
            reader(hearer, known, bare, cell)
            asked[cell] = kind in hearer.kinds
        if cell is not None and asked[cell]:
            yield raw_text(cell)


@dataclass(slots=True)
class _Hearer:
    """Hears what a reader asks about one cell."""

    layout: Layout
    kinds: set[str] = field(default_factory=set)

    def get(self, key: str) -> object:
        """Return None: the other cells of the row are not at hand."""
        return None

    def complain(self, kind: str, key: str = "", **values: object) -> None:
        """Keep the kind of what is said."""
        self.kinds.add(kind)
