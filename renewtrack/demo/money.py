"""Money of the invented projects, in fen that add up to the fen."""

from __future__ import annotations

from random import Random

from renewtrack.demo.ground import written
from renewtrack.domain import stages

_SHEET_STEP = 10_000  # fen: the office writes 万元 with two decimals
_DONE = {"S70": 0.1, "S75": 0.4, "S78": 0.85}


def total(floor_area: float, kinds: int, rng: Random) -> int:
    """Return an investment of 250 to 900 yuan a square metre, more for more kinds of work."""
    per_m2 = rng.uniform(180, 320) + 75 * kinds
    return round(floor_area * per_m2 * 100 / _SHEET_STEP) * _SHEET_STEP


def shared(fen: int, rng: Random) -> dict[str, int]:
    """Return the investment by source; the parts add up to it exactly."""
    table = written("plans")["sources"]
    sources = [*table["always"], *rng.sample(table["often"], rng.randint(1, 3))]
    if rng.random() < 0.45:
        sources.append(rng.choice(table["seldom"]))
    weights = [rng.uniform(1, 4) for _ in sources]
    steps = fen // _SHEET_STEP
    parts = {
        source: int(steps * weight / sum(weights)) * _SHEET_STEP
        for source, weight in zip(sources, weights, strict=True)
    }
    parts[sources[0]] += fen - sum(parts.values())
    return parts


def done(fen: int, stage: str, percent: float | None, rng: Random) -> int | None:
    """Return what has been spent by now; None before the works."""
    if stage.startswith("X") or stages.stage(stage).order < stages.stage("S70").order:
        return None
    share = (percent or 0) / 100 if stage in _DONE else 1.0
    return round(fen * min(1.0, share * rng.uniform(0.85, 1.05)) / _SHEET_STEP) * _SHEET_STEP
