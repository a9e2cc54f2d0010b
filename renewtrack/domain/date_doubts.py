"""What a date that is asked about may mean, by the answer to the question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from renewtrack.domain.dates import PartialDate
from renewtrack.domain.reading_results import Question

# The answer that holds until a person gives one; the other kinds wait.
CAUTIOUS = {"ambiguous_1_or_10": "1", "short_year": "20", "month_and_day": "taken"}


def readings(asked: Question) -> Mapping[str, PartialDate]:
    """Return the dates that a question of ``dates.read_date`` leaves open, by answer."""
    likeliest = asked.suggestion
    if not isinstance(likeliest, PartialDate):
        return {}
    iso = likeliest.iso
    if asked.kind == "ambiguous_1_or_10":
        return {"1": likeliest, "10": replace(likeliest, iso=f"{iso[:5]}10")}
    if asked.kind == "short_year":
        return {
            century: replace(likeliest, iso="/".join(century + part[2:] for part in iso.split("/")))
            for century in ("19", "20")
        }
    if asked.kind == "day_or_month_first":
        return {"m/d": likeliest, "d/m": replace(likeliest, iso=f"{iso[:4]}-{iso[8:]}-{iso[5:7]}")}
    return {"taken": likeliest}
