"""Where in a sheet's columns a rule may have to speak, told without looking at each row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import cast

from renewtrack.domain import dates, stages
from renewtrack.domain.dates import PartialDate
from renewtrack.domain.stages import Stage
from renewtrack.intake import headings, plausible
from renewtrack.intake.columns import Cells
from renewtrack.intake.row_read import plain

Finder = Callable[[Cells], Iterable[int]]  # places of rows, some of them perhaps in vain


def later(pairs: Sequence[tuple[str, str]]) -> Finder:
    """Find the rows where the first date of a pair seems to lie after the second."""

    def find(cells: Cells) -> set[int]:
        found: set[int] = set()
        said = {key: _isos(cells, key) for key in {key for pair in pairs for key in pair}}
        for first, second in pairs:
            a, b = said[first], said[second]
            if a is not None and b is not None:
                found.update(
                    place
                    for place, (one, other) in enumerate(zip(a, b, strict=True))
                    if one is not None and other is not None and one > other
                )
        return found

    return find


def ahead(keys: Sequence[str]) -> Finder:
    """Find the rows with a date after the sheet's cut-off date."""

    def find(cells: Cells) -> set[int]:
        cutoff = cells.layout.facts.cutoff
        if cutoff is None:
            return set()
        last = dates.latest(cutoff)
        found: set[int] = set()
        for key in keys:
            said = _isos(cells, key) or ()
            late = {one for one in set(said) if one is not None and dates.earliest(one) > last}
            if late:
                found.update(place for place, one in enumerate(said) if one in late)
        return found

    return find


def before_stage(least: Sequence[tuple[str, str]]) -> Finder:
    """Find the rows that have a date though their stage lies before the one it belongs to."""

    def find(cells: Cells) -> set[int]:
        found: set[int] = set()
        for key, stage in least:
            order = stages.stage(stage).order
            for place, said in enumerate(cells.values(key) or ()):
                if said is not None and _order(cells.stage_at(place).stage) < order:
                    found.add(place)
        return found

    return find


def with_percent(fits: Callable[[Stage, float], bool]) -> Finder:
    """Find the rows whose percentage does not go with their stage."""

    def find(cells: Cells) -> Iterable[int]:
        if not {"status", "progress"} & cells.columns.keys():
            return ()
        odd: dict[tuple[str, float], bool] = {}
        found = []
        for place in range(len(cells.rows)):
            said = cells.stage_at(place)
            if said.percent is None or said.stage is None:
                continue
            key = (said.stage.key, said.percent)
            if key not in odd:
                odd[key] = not fits(said.stage, said.percent)
            if odd[key]:
                found.append(place)
        return found

    return find


def sums(totals: Sequence[str], allowed: int) -> Finder:
    """Find the rows whose sources of money do not make a total, ``allowed`` fen a source."""

    def find(cells: Cells) -> Iterable[int]:
        parts = [
            column.values for column in cells.columns.values() if "funding" in column.field.columns
        ]
        stated = [values for key in totals if (values := cells.values(key)) is not None]
        if not parts or not stated:
            return ()
        added = [_sum(row) for row in zip(*parts, strict=True)]
        found: set[int] = set()
        for values in stated:
            found.update(
                place
                for place, (total, one) in enumerate(zip(values, added, strict=True))
                if total is not None and one is not None and abs(cast(int, total) - one) > allowed
            )
        return found

    return find


def ratio(upper: str, lower: str, limits: tuple[float, float]) -> Finder:
    """Find the rows where one figure divided by another is outside limits, as they are stored."""
    least, most = limits

    def find(cells: Cells) -> Iterable[int]:
        above, below = cells.values(upper), cells.values(lower)
        if above is None or below is None:
            return ()
        pairs = cast("Iterable[tuple[float | None, float | None]]", zip(above, below, strict=True))
        return [
            place
            for place, (one, other) in enumerate(pairs)
            if one is not None and other and not least <= one / other <= most
        ]

    return find


def unusual(cells: Cells) -> set[int]:
    """Find the rows with a figure beyond what is usual in its field."""
    found: set[int] = set()
    for key, column in cells.columns.items():
        limits = plausible.limits(key)
        if limits is None:
            continue
        times = 100 if headings.field(key).kind == "money" else 1
        least, most = (limit * times for limit in limits.usual)
        values = cast("Sequence[float | None]", column.values)
        figures = list(filter(None, values))
        if not figures or (least <= min(figures) and max(figures) <= most):
            continue
        found.update(
            place for place, value in enumerate(values) if value and not least <= value <= most
        )
    return found


def outside(key: str, least: float, most: float) -> Finder:
    """Find the rows where the figure that a value begins with is outside limits."""

    def find(cells: Cells) -> Iterable[int]:
        values = cells.values(key)
        if values is None:
            return ()
        bad = {
            value
            for value in set(values)
            if value is not None and not _within(str(value), least, most)
        }
        return [place for place, value in enumerate(values) if value in bad] if bad else ()

    return find


def _within(words: str, least: float, most: float) -> bool:
    first, _, last = words.partition("/")
    return least <= float(first[:4]) and float((last or first)[:4]) <= most


def _isos(cells: Cells, key: str) -> list[str | None] | None:
    values = cells.values(key)
    if values is None:
        return None
    try:
        return [None if value is None else cast(PartialDate, value).iso for value in values]
    except AttributeError:  # not a column of dates
        return cast("list[str | None]", list(map(plain, values)))


def _order(stage: Stage | None) -> float:
    """Return how far along a stage is; none and the side states stand behind all."""
    return float("inf") if stage is None or stage.bucket == "blocked" else stage.order


def _sum(row: Sequence[object]) -> int | None:
    """Return what the filled cells add up to, None where none is filled."""
    try:
        return sum(cast("Sequence[int]", row))
    except TypeError:
        filled = [cast(int, one) for one in row if one is not None]
        return sum(filled) if filled else None
