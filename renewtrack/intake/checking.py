"""Rules that a row's values are held against; each yields issues, none changes a value."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from renewtrack.domain import dates, fields, money, stages
from renewtrack.domain.stages import Stage
from renewtrack.intake import doubtful, headings, plausible
from renewtrack.intake.columns import Cells
from renewtrack.intake.doubtful import Finder
from renewtrack.intake.layout import Layout
from renewtrack.intake.plans import Issue
from renewtrack.intake.progress import Progress, look
from renewtrack.intake.row_read import Complaint, RowRead, as_issue

FEN_PER_SOURCE = 10_000  # 0.01 万元, what each rounded source may be off
AREA_PER_HOUSEHOLD_M2 = (25, 250)
YUAN_PER_M2 = (50, 5_000)
DONE_OF_TOTAL = 1.1  # investment done may pass the plan; beyond 110 % it is looked at
OLDEST = 1900
_ORDERS = (
    ("start_plan", "finish_plan"),
    ("start_actual", "finish_actual"),
    ("finish_actual", "handover_date"),
    ("start_actual", "accept_date"),
    ("accept_date", "handover_date"),
)
_ACTUAL = ("start_actual", "finish_actual", "accept_date", "handover_date")
_TOTALS = ("fund_total", "invest_total")
_LEAST_STAGE = (
    ("start_actual", "S70", "started_early"),
    ("finish_actual", "S80", "finished_early"),
)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: what it says of a row, the fields it needs and where it may have to speak.

    ``needs`` are fields of which the sheet must have all; one with ``|`` in it is any of several.
    """

    speak: Callable[[RowRead], Iterator[Complaint]]
    needs: tuple[str, ...]
    doubtful: Finder

    def __call__(self, read: RowRead) -> list[Issue]:
        """Return what the rule says of a row."""
        return [as_issue(read.layout, read.row, said) for said in self.speak(read)]

    def applies(self, found: Collection[str]) -> bool:
        """Tell whether a sheet with some fields can be held against the rule."""
        return all(any(key in found for key in need.split("|")) for need in self.needs)


def dates_in_order(read: RowRead) -> Iterator[Complaint]:
    """Nothing ends before it begins."""
    for first, second in _ORDERS:
        a, b = read.words(first), read.words(second)
        if a and b and a > b and dates.earliest(a) > dates.latest(b):
            yield _say(
                "dates_order",
                second,
                value=_raw(read, second),
                first=headings.field(first).words,
                second=headings.field(second).words,
                a=a,
                b=b,
            )


def nothing_actual_ahead(read: RowRead) -> Iterator[Complaint]:
    """No actual date lies after the sheet's cut-off date."""
    cutoff = read.layout.facts.cutoff
    for key in _ACTUAL if cutoff else ():
        said = read.words(key)
        if said and dates.earliest(said) > dates.latest(str(cutoff)):
            words = headings.field(key).words
            raw = _raw(read, key)
            yield _say("after_cutoff", key, value=raw, field=words, a=said, b=cutoff)


def stage_goes_with_dates(read: RowRead) -> Iterator[Complaint]:
    """An actual start needs S70, an actual finish S80 (side states X are left alone)."""
    stage = read.stage().stage
    if stage is None or stage.bucket == "blocked":
        return
    for key, least, kind in _LEAST_STAGE:
        said = read.words(key)
        if said and stage.order < stages.stage(least).order:
            yield _say(kind, key, value=_raw(read, key), a=said, stage=stage.words)


def percent_goes_with_stage(read: RowRead) -> Iterator[Complaint]:
    """1-99 % belongs to building, 100 % to S80 and later."""
    said = read.stage()
    stage, percent = said.stage, said.percent
    if stage is None or percent is None or stage.bucket == "blocked":
        return
    if not percent_fits(stage, percent):
        key = "progress" if read.layout.column("progress") else "status"
        raw = _raw(read, said.key) if said.key else ""
        yield _say("percent_stage", key, value=raw, percent=f"{percent:g}", stage=stage.words)


def funds_make_the_total(read: RowRead) -> Iterator[Complaint]:
    """The sources add up to the stated total, 0.01 万元 a source allowed for rounding."""
    columns = [one for one in read.cells.columns.values() if "funding" in one.field.columns]
    said = [column.values[read.place] for column in columns]
    sources = [one for one in said if isinstance(one, int)]
    for key in _TOTALS if sources else ():
        stated = read.get(key)
        if isinstance(stated, int) and abs(sum(sources) - stated) > FEN_PER_SOURCE * len(sources):
            yield _say(
                "funds_sum",
                key,
                value=_raw(read, key),
                field=headings.field(key).words,
                computed=money.wan_text(sum(sources)),
                stated=money.wan_text(stated),
                difference=money.wan_text(sum(sources) - stated),
            )
            return


def done_within_total(read: RowRead) -> Iterator[Complaint]:
    """Investment done is at most 110 % of the planned total."""
    done, total = read.get("invest_done"), read.get("invest_total")
    if not isinstance(done, int) or not isinstance(total, int) or total <= 0:
        return
    if done > total * DONE_OF_TOTAL:
        yield _say(
            "invest_over",
            "invest_done",
            value=_raw(read, "invest_done"),
            done=money.wan_text(done),
            total=money.wan_text(total),
            percent=f"{done / total * 100:.0f}",
        )


def area_fits_households(read: RowRead) -> Iterator[Complaint]:
    """25-250 m2 a household; outside it a unit is usually mistaken."""
    area, households = read.get("gfa"), read.get("house_count")
    if isinstance(area, float) and isinstance(households, int) and households > 0:
        each = area / households
        if not AREA_PER_HOUSEHOLD_M2[0] <= each <= AREA_PER_HOUSEHOLD_M2[1]:
            yield _say("area_per_household", "gfa", value=f"{each:.4g}")


def money_fits_area(read: RowRead) -> Iterator[Complaint]:
    """50-5000 yuan a square metre; outside it a unit is usually mistaken."""
    area, fen = read.get("gfa"), read.get("invest_total")
    if isinstance(area, float) and isinstance(fen, int) and area > 0 and fen > 0:
        each = Decimal(fen) / 100 / Decimal(str(area))
        if not YUAN_PER_M2[0] <= each <= YUAN_PER_M2[1]:
            yield _say("money_per_area", "invest_total", value=f"{float(each):.4g}")


def rare_figures(read: RowRead) -> Iterator[Complaint]:
    """Larger or smaller than nearly every estate has it; what cannot be was left out before."""
    for key in read.cells.columns:
        value = read.get(key) if plausible.limits(key) else None
        if plausible.judge(key, value) == plausible.RARE:
            said = plausible.words(key, value)
            kind = "rare_unit" if said["mixed"] else "rare_count"
            yield _say(kind, key, value=_raw(read, key), **said)


def some_storeys(read: RowRead) -> Iterator[Complaint]:
    """A building has a storey at least."""
    storeys = read.get("floors")
    if isinstance(storeys, int) and storeys < 1:
        yield _say("storeys", "floors", value=storeys)


def plausible_year(read: RowRead) -> Iterator[Complaint]:
    """Built since 1900 and not after the sheet's own cut-off year, else next year."""
    said = read.words("year_built")
    if said is None:
        return
    if not OLDEST <= int(said[:4]) <= int(said[-4:]) <= _latest_year(read.layout):
        yield _say("year_range", "year_built", value=said)


def percent_fits(stage: Stage, percent: float) -> bool:
    """Tell whether a percentage of work done goes with a stage; any does with a side state."""
    if stage.bucket == "blocked" or (percent == 0 and stage.order < stages.stage("S80").order):
        return True
    if stage.order >= stages.stage("S80").order:
        return percent == 100
    return stage.order >= stages.stage("S70").order and percent < 100


def _latest_year(layout: Layout) -> int:
    cutoff = layout.facts.cutoff
    return int(cutoff[:4]) if cutoff else dt.date.today().year + 1


def _odd_years(cells: Cells) -> Iterable[int]:
    return doubtful.outside("year_built", OLDEST, _latest_year(cells.layout))(cells)


def _any(keys: Collection[str]) -> str:
    return "|".join(keys)


def _limited() -> str:
    """Return the fields that have limits, in whatever sheet."""
    return _any([known.key for known in fields.FIELDS if plausible.limits(known.key)])


_STAGE = "status|progress"
LEDGER_RULES: tuple[Rule, ...] = (
    Rule(
        dates_in_order, (_any({key for pair in _ORDERS for key in pair}),), doubtful.later(_ORDERS)
    ),
    Rule(nothing_actual_ahead, (_any(_ACTUAL),), doubtful.ahead(_ACTUAL)),
    Rule(
        stage_goes_with_dates,
        (_STAGE, "start_actual|finish_actual"),
        doubtful.before_stage([(key, least) for key, least, _ in _LEAST_STAGE]),
    ),
    Rule(percent_goes_with_stage, (_STAGE,), doubtful.with_percent(percent_fits)),
    Rule(funds_make_the_total, (_any(_TOTALS),), doubtful.sums(_TOTALS, FEN_PER_SOURCE)),
    Rule(
        money_fits_area,
        ("gfa", "invest_total"),
        doubtful.ratio("invest_total", "gfa", (YUAN_PER_M2[0] * 100.0, YUAN_PER_M2[1] * 100.0)),
    ),
    Rule(
        done_within_total,
        ("invest_done", "invest_total"),
        doubtful.ratio("invest_done", "invest_total", (0, DONE_OF_TOTAL)),
    ),
)
RULES: tuple[Rule, ...] = (
    *LEDGER_RULES,
    Rule(
        area_fits_households,
        ("gfa", "house_count"),
        doubtful.ratio("gfa", "house_count", AREA_PER_HOUSEHOLD_M2),
    ),
    Rule(rare_figures, (_limited(),), doubtful.unusual),
    Rule(some_storeys, ("floors",), doubtful.outside("floors", 1, float("inf"))),
    Rule(plausible_year, ("year_built",), _odd_years),
)
STEP = 500  # rows looked at between two chances to stop


def rules_for(found: Collection[str]) -> tuple[Rule, ...]:
    """Return the rules that a sheet with some fields can be held against, in their order."""
    return tuple(rule for rule in RULES if rule.applies(found))


def check(read: RowRead) -> list[Issue]:
    """Return what the rules find in one row, in their order."""
    return [issue for rule in RULES for issue in rule(read)]


def of_cells(
    cells: Cells, left_out: Collection[int] = (), progress: Progress | None = None
) -> None:
    """Say of all rows what the rules find in them, but of those at ``left_out`` places.

    Raises Cancelled where ``progress`` returns False.
    """
    rules = rules_for(cells.columns.keys())
    for done, rule in enumerate(rules):
        look(progress, done, len(rules))
        for count, place in enumerate(sorted(rule.doubtful(cells))):
            if count % STEP == 0:
                look(progress)
            if place not in left_out:
                cells.told.setdefault(place, []).extend(rule.speak(RowRead(cells, place)))


def _say(kind: str, key: str, **values: object) -> Complaint:
    return kind, key, values


def _raw(read: RowRead, key: str) -> str:
    said = read.cells.read_at(key, read.place)
    return said.raw if said else ""
