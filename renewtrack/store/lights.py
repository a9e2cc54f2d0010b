"""SQL for the light of ``domain.lateness``, for lists and totals over many works at once."""

from __future__ import annotations

from collections.abc import Mapping

from renewtrack.domain import lateness
from renewtrack.domain.lateness import Limit

COLUMNS = ("stage", "percent", "start_plan", "finish_plan", "finish_forecast")


def light(column: Mapping[str, str]) -> str:
    """Return SQL for one of ``lateness.LIGHTS``; it needs the parameter ``:today`` (ISO).

    ``column`` gives the SQL of each of ``COLUMNS``. ``domain.lateness.light`` says the same; here
    days are compared as text wherever that will do, which is several times quicker.
    """
    stage, start, finish = column["stage"], column["start_plan"], column["finish_plan"]
    red, yellow = lateness.limits()[lateness.RED], lateness.limits()[lateness.YELLOW]
    least = Limit(min(red.days, yellow.days), min(red.points, yellow.points))
    return f"""(CASE
        WHEN {stage} >= 'X' OR COALESCE({start}, {finish}, '') = '' THEN '{lateness.NONE}'
        WHEN {stage} >= 'S80' THEN '{lateness.GREEN}'
        WHEN {_behind(column, least)} THEN CASE
            WHEN {_behind(column, red)} THEN '{lateness.RED}'
            WHEN {_behind(column, yellow)} THEN '{lateness.YELLOW}'
            ELSE '{lateness.GREEN}' END
        ELSE '{lateness.GREEN}' END)"""


def _behind(column: Mapping[str, str], limit: Limit) -> str:
    """Return the condition, for a WHEN, that a plan is missed by more than a limit.

    Behind WHEN what is dear is not reckoned once the answer is known, and NULL is no.
    """
    stage, percent, start, finish, forecast = (column[name] for name in COLUMNS)
    since = f"date(:today, '-{limit.days} days')"
    due, begins = _day(last(finish)), _day(first(start))
    points = f"MIN(MAX(100.0 * (julianday(:today) - {begins}) / ({due} - {begins}), 0), 100)"
    return f"""(
        {_over(finish)} < {since}
        OR ({start} IS NOT NULL AND ({stage} IS NULL OR {stage} < 'S70')
            AND {_over(start)} < {since})
        OR ({stage} >= 'S70' AND {percent} < 100 - {limit.points} AND {due} > {begins}
            AND {points} - {percent} > {limit.points})
        OR ({forecast} IS NOT NULL AND {_day(last(forecast))} - {due} > {limit.days}))"""


def _over(date: str) -> str:
    """Return SQL for a text that is less than a later day exactly where the date is over by then.

    The sign behind it is greater than any of a date's: 2025-09 is over on 2025-10-01, not before.
    """
    return f"(substr({date}, instr({date}, '/') + 1) || '~')"


def last(date: str) -> str:
    """Return SQL for the last day that a date can mean; NULL for none."""
    part = f"substr({date}, instr({date}, '/') + 1)"
    return f"""CASE WHEN length({date}) = 10 THEN {date} ELSE
        CASE length({part}) WHEN 10 THEN {part} WHEN 4 THEN {part} || '-12-31'
        WHEN 7 THEN date({part} || '-01', '+1 month', '-1 day') END END"""


def first(date: str) -> str:
    """Return SQL for the first day that a date can mean; NULL for none."""
    part = f"substr({date} || '/', 1, instr({date} || '/', '/') - 1)"
    return f"""CASE WHEN length({date}) = 10 THEN {date} ELSE
        CASE length({part}) WHEN 10 THEN {part} WHEN 4 THEN {part} || '-01-01'
        WHEN 7 THEN {part} || '-01' END END"""


def _day(date: str) -> str:
    return f"julianday({date})"
