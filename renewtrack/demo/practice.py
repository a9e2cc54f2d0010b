"""Invented practice sheets that update the invented district."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from random import Random

from renewtrack.demo import district, ledger_sheet, survey_sheet
from renewtrack.demo.ground import written


def sheets(
    folder: Path, seed: int = district.SEED, today: dt.date = district.TODAY
) -> tuple[Path, Path]:
    """Write a ledger (xlsx) and a building survey (csv) for the demo file of the same seed.

    The ledger moves some of this year's projects on, brings two estates that the file lacks and
    one row that cannot be taken in; its stated total is 0.03 off. Returns the two paths.
    """
    invented = district.invent(seed, today)
    rng = Random(seed)
    folder.mkdir(parents=True, exist_ok=True)
    ledger = folder / written("plans")["ledger"]["file"]
    survey = folder / written("plans")["survey"]["file"]
    ledger_sheet.write(ledger, invented, today, rng)
    survey_sheet.write(survey, invented, rng)
    return ledger, survey
