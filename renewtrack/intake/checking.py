"""Rules that a row's values are held against; each yields issues, none changes a value."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from decimal import Decimal

from renewtrack.domain import dates, money, stages
from renewtrack.intake import headings, ledger_rows, plausible, sentences
from renewtrack.intake.cells import RowRead
from renewtrack.intake.plans import Issue

FEN_PER_SOURCE = 10_000  # 0.01 万元, what each rounded source may be off
AREA_PER_HOUSEHOLD_M2 = (25, 250)
YUAN_PER_M2 = (50, 5_000)
OLDEST = 1900
_ORDERS = (
    ("start_plan", "finish_plan"),
    ("start_actual", "finish_actual"),
    ("finish_actual", "handover_date"),
    ("start_actual", "accept_date"),
)
_ACTUAL = ("start_actual", "finish_actual", "accept_date", "handover_date")

Rule = Callable[[RowRead], Iterator[Issue]]


def dates_in_order(read: RowRead) -> Iterator[Issue]:
    """Nothing ends before it begins."""
    for first, second in _ORDERS:
        a, b = read.words(first), read.words(second)
        if a and b and dates.earliest(a) > dates.latest(b):
            yield _issue(
                read,
                "dates_order",
                second,
                value=read.values[second].raw,
                first=headings.field(first).words,
                second=headings.field(second).words,
                a=a,
                b=b,
            )


def nothing_actual_ahead(read: RowRead) -> Iterator[Issue]:
    """No actual date lies after the sheet's cut-off date."""
    cutoff = read.layout.facts.cutoff
    for key in _ACTUAL if cutoff else ():
        said = read.words(key)
        if said and dates.earliest(said) > dates.latest(str(cutoff)):
            words = headings.field(key).words
            raw = read.values[key].raw
            yield _issue(read, "after_cutoff", key, value=raw, field=words, a=said, b=cutoff)


def stage_goes_with_dates(read: RowRead) -> Iterator[Issue]:
    """An actual start needs S70, an actual finish S80 (side states X are left alone)."""
    stage, _, _ = ledger_rows.stage_of_quietly(read)
    if stage is None or stage.bucket == "blocked":
        return
    for key, least, kind in (
        ("start_actual", "S70", "started_early"),
        ("finish_actual", "S80", "finished_early"),
    ):
        said = read.words(key)
        if said and stage.order < stages.stage(least).order:
            yield _issue(read, kind, key, value=read.values[key].raw, a=said, stage=stage.words)


def percent_goes_with_stage(read: RowRead) -> Iterator[Issue]:
    """1-99 % belongs to building, 100 % to S80 and later."""
    stage, percent, cell = ledger_rows.stage_of_quietly(read)
    if stage is None or percent is None or stage.bucket == "blocked":
        return
    finished = stage.order >= stages.stage("S80").order
    building = stages.stage("S70").order <= stage.order and not finished
    fits = percent == 100 if finished else (building and percent < 100) or percent == 0
    if not fits:
        key = "progress" if read.layout.column("progress") else "status"
        raw = cell.raw if cell else ""
        yield _issue(
            read, "percent_stage", key, value=raw, percent=f"{percent:g}", stage=stage.words
        )


def funds_make_the_total(read: RowRead) -> Iterator[Issue]:
    """The sources add up to the stated total, 0.01 万元 a source allowed for rounding."""
    sources = ledger_rows.money_sources(read)
    added = sum(cell.value for cell in sources.values() if isinstance(cell.value, int))
    for key in ("fund_total", "invest_total"):
        stated = read.get(key)
        if not sources or not isinstance(stated, int):
            continue
        if abs(added - stated) > FEN_PER_SOURCE * len(sources):
            yield _issue(
                read,
                "funds_sum",
                key,
                value=read.values[key].raw,
                field=headings.field(key).words,
                computed=money.wan_text(added),
                stated=money.wan_text(stated),
                difference=money.wan_text(added - stated),
            )
            return


def area_fits_households(read: RowRead) -> Iterator[Issue]:
    """25-250 m2 a household; outside it a unit is usually mistaken."""
    area, households = read.get("gfa"), read.get("house_count")
    if isinstance(area, float) and isinstance(households, int) and households > 0:
        each = area / households
        if not AREA_PER_HOUSEHOLD_M2[0] <= each <= AREA_PER_HOUSEHOLD_M2[1]:
            yield _issue(read, "area_per_household", "gfa", value=f"{each:.4g}")


def money_fits_area(read: RowRead) -> Iterator[Issue]:
    """50-5000 yuan a square metre; outside it a unit is usually mistaken."""
    area, fen = read.get("gfa"), read.get("invest_total")
    if isinstance(area, float) and isinstance(fen, int) and area > 0 and fen > 0:
        each = Decimal(fen) / 100 / Decimal(str(area))
        if not YUAN_PER_M2[0] <= each <= YUAN_PER_M2[1]:
            yield _issue(read, "money_per_area", "invest_total", value=f"{float(each):.4g}")


def rare_figures(read: RowRead) -> Iterator[Issue]:
    """Larger or smaller than nearly every estate has it; what cannot be was left out before."""
    for key, cell in read.values.items():
        if plausible.judge(key, cell.value) == plausible.RARE:
            said = plausible.words(key, cell.value)
            kind = "rare_unit" if said["mixed"] else "rare_count"
            yield _issue(read, kind, key, value=cell.raw, **said)


def some_storeys(read: RowRead) -> Iterator[Issue]:
    """A building has a storey at least."""
    storeys = read.get("floors")
    if isinstance(storeys, int) and storeys < 1:
        yield _issue(read, "storeys", "floors", value=storeys)


def plausible_year(read: RowRead) -> Iterator[Issue]:
    """Built since 1900 and not after the sheet's own cut-off year, else next year."""
    said = read.words("year_built")
    if said is None:
        return
    cutoff = read.layout.facts.cutoff
    latest = int(cutoff[:4]) if cutoff else dt.date.today().year + 1
    if not OLDEST <= int(said[:4]) <= int(said[-4:]) <= latest:
        yield _issue(read, "year_range", "year_built", value=said)


LEDGER_RULES: tuple[Rule, ...] = (
    dates_in_order,
    nothing_actual_ahead,
    stage_goes_with_dates,
    percent_goes_with_stage,
    funds_make_the_total,
    money_fits_area,
)
RULES: tuple[Rule, ...] = (
    *LEDGER_RULES,
    area_fits_households,
    rare_figures,
    some_storeys,
    plausible_year,
)


def check(read: RowRead) -> list[Issue]:
    """Return what the rules find in a row, in their order."""
    return [issue for rule in RULES for issue in rule(read)]


def _issue(read: RowRead, kind: str, key: str, **values: object) -> Issue:
    return sentences.issue(read.layout, read.row, kind, read.layout.column(key), **values)
