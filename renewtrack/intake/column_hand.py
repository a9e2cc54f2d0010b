"""How a column of a sheet writes its values, learned from its own cells."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from renewtrack.domain import codes, dates, stages
from renewtrack.domain.fields import Field
from renewtrack.intake import words_back
from renewtrack.intake.headings import Column
from renewtrack.intake.sheets import Cell
from renewtrack.store.batches import CellSource

_WITH_UNIT = re.compile(r"^([^0-9.,-]*)[0-9][0-9,]*(?:\.[0-9]+)?(\s*[^\s0-9.,~～—–-]{1,6})$")
_SHAPES = (  # a date's signs: between year and month, month and day, and at the end
    (re.compile(r"^[0-9]{4}年[0-9]{1,2}月(?:[0-9]{1,2}日)?$"), ("年", "月", "日")),
    (re.compile(r"^[0-9]{4}\.[0-9]{1,2}(?:\.[0-9]{1,2})?$"), (".", ".", "")),
    (re.compile(r"^[0-9]{4}-[0-9]{1,2}(?:-[0-9]{1,2})?$"), ("-", "-", "")),
    (re.compile(r"^[0-9]{4}/[0-9]{1,2}(?:/[0-9]{1,2})?$"), ("/", "/", "")),
)
_COMPACT = re.compile(r"^(?:19|20)[0-9]{4}(?:[0-9]{2})?$")
_YES, _NO = "√", "×"


class Hand:
    """The way one column writes; ``cells`` are those of its data rows, ``read`` what they mean."""

    def __init__(
        self, column: Column, field: Field, cells: Sequence[Cell], read: Sequence[object]
    ) -> None:
        self.column, self.field = column, field
        self.cells = [cell for cell in cells if cell is not None]
        self.words = _vocabulary(cells, read)
        self.as_text = _mostly(self.cells, str)
        self.as_days = _mostly(self.cells, dt.date)

    def write(
        self, stored: object, before: Cell, source: CellSource | None, year: int | None
    ) -> Cell:
        """Return the content that says a stored value as this column would.

        ``before`` is what the cell says now, ``source`` the cell that the value came from and
        ``year`` the one that completes its dates. A day comes back as a date.
        """
        if isinstance(stored, bool):
            return self.words.get(stored, _YES if stored else _NO)
        kind = self.field.kind
        about = kind.partition(":")[2]
        if about:
            return self.words.get(stored) or _code(about, str(stored), source)
        if kind == "date":
            return self._date(str(stored), source, year)
        if kind == "percent":
            return self._percent(stored)
        if isinstance(stored, int | float | Decimal):
            return self._figure(self._in_unit(stored), before)
        return str(stored)

    def years(self, first: int, last: int | None, source: CellSource | None) -> Cell:
        """Return a year or a range of years."""
        found = words_back.year(first, last, source)
        return str(found) if self.as_text and found is not None else found

    def stage(self, key: str | None, percent: float | None, source: CellSource | None) -> Cell:
        """Return stage and percent as this column says them; one of only percents says that."""
        if (known := self.words.get((key, percent))) is not None:
            return known
        if percent is not None and self.only_percents:
            return self._percent(percent)
        return words_back.stage(key, percent, source)

    @property
    def only_percents(self) -> bool:
        """Tell a column of progress that says percents and no stages."""
        said = [pair for pair in self.words if isinstance(pair, tuple)]
        return bool(said) and all(key is None for key, _ in said)

    def _in_unit(self, stored: int | float | Decimal) -> Decimal:
        exact = Decimal(repr(stored)) if isinstance(stored, float) else Decimal(stored)
        return words_back.in_unit(exact, self.field.kind, self.column.unit)

    def _figure(self, figure: Decimal, before: Cell) -> Cell:
        """Return a figure: beside the words that stood around the last one, else as a number."""
        whole = figure == figure.to_integral()
        plain: int | float = int(figure) if whole else float(figure)
        if isinstance(before, str) and (found := _WITH_UNIT.match(before.strip())):
            return f"{found[1]}{_plain(figure)}{found[2]}"
        text = isinstance(before, str) if before is not None else self.as_text
        return _plain(figure) if text and _like_figure(before, self.cells) else plain

    def _percent(self, stored: object) -> Cell:
        percent = float(str(stored))
        if self.cells and _mostly(self.cells, float) and max(map(_number, self.cells)) <= 1:
            return percent / 100
        if self.as_text or not self.cells:
            return f"{percent:.10g}%"
        return percent

    def _date(self, iso: str, source: CellSource | None, year: int | None) -> Cell:
        found = self.words.get(iso)
        if found is not None:
            return found
        full = re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", iso) is not None
        if full and self.as_days:
            return dt.date.fromisoformat(iso)
        own = words_back.date(iso, source, year)
        tries = [own] if source is not None and own == source.raw else []
        tries += [words for words in (self._shaped(iso),) if words]
        for words in (*tries, own, iso):
            if words is not None and words_back.iso_of(words, year) == iso:
                return words
        return iso

    def _shaped(self, iso: str) -> str | None:
        """Return a date in the shape that most of the column's texts have."""
        texts = [cell.strip() for cell in self.cells if isinstance(cell, str)]
        parts = iso.split("-")
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}(-[0-9]{2})?", iso):
            return None
        counted: Counter[tuple[str, str, str]] = Counter()
        padded: set[tuple[str, str, str]] = set()
        for text in texts:
            if _COMPACT.match(text):
                counted["", "", ""] += 1
            for shape, signs in _SHAPES:
                if shape.match(text):
                    counted[signs] += 1
                    padded |= {signs} if re.search(r"[^0-9]0[1-9]", text) else set()
        if not counted:
            return None
        signs = counted.most_common(1)[0][0]
        first, second, last = signs
        bare = first and signs not in padded
        rest = [str(int(part)) for part in parts[1:]] if bare else parts[1:]
        words = parts[0] + first + rest[0]
        if len(rest) == 1:
            return words + ("月" if second == "月" else "")
        return words + second + rest[1] + last


def _vocabulary(cells: Sequence[Cell], read: Sequence[object]) -> dict[object, Cell]:
    """Return the words by what they mean, those that are used most."""
    counted: Counter[tuple[object, Cell]] = Counter()
    for cell, value in zip(cells, read, strict=True):
        meaning = _meaning(value)
        if cell is not None and meaning is not None:
            counted[meaning, cell] += 1
    found: dict[object, Cell] = {}
    for (meaning, cell), _ in counted.most_common():
        found.setdefault(meaning, cell)
    return found


def _meaning(value: object) -> object:
    if isinstance(value, stages.Progress):
        if value.trouble is not None:
            return None
        return (value.stage.key if value.stage else None, value.percent)
    if isinstance(value, dates.PartialDate):
        unsure = value.qualifier or value.precision.endswith("no_year")
        return None if unsure else value.iso
    return value if isinstance(value, str | bool) else None


def _code(about: str, key: str, source: CellSource | None) -> str | None:
    if source is not None and source.raw:
        entry = codes.recognise(about, source.raw)
        if entry is not None and entry.key == key:
            return source.raw
    return words_back.code(about, key)


def _mostly(cells: Sequence[Cell], kind: type) -> bool:
    return sum(isinstance(cell, kind) for cell in cells) * 2 > len(cells)


def _like_figure(before: Cell, cells: Sequence[Cell]) -> bool:
    """Tell whether texts are figures that only were not typed as such."""
    texts = [before] if isinstance(before, str) else [c for c in cells if isinstance(c, str)]
    return any(re.fullmatch(r"\s*[0-9][0-9,]*(\.[0-9]+)?\s*", text) for text in texts)


def _number(cell: Cell) -> float:
    return float(cell) if isinstance(cell, int | float) else 0.0


def _plain(figure: Decimal) -> str:
    return f"{figure.normalize():f}" if figure == figure.to_integral() else f"{float(figure):.12g}"


def serial(day: dt.date, from_1904: bool) -> int:
    """Return a day as workbooks count it."""
    first = dt.date(1904, 1, 1) if from_1904 else dt.date(1899, 12, 30)
    return (day - first).days
