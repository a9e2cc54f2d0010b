"""Whether the owners have agreed, reckoned with whole numbers only."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from renewtrack.domain import tables
from renewtrack.domain.lifts import ConsentRound
from renewtrack.words import Words

Share = tuple[int, int]  # numerator and denominator


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of consent: the least shares that take part and, of those, that agree."""

    key: str
    words: Words
    since: str  # ISO date from which it holds
    part: Share
    agree: Share


@cache
def rules() -> tuple[Rule, ...]:
    """Return the rules of ``consent_rules.toml``, oldest first."""
    read = tables.document("consent_rules")["code"]
    found = (
        Rule(row["key"], Words(row["zh"], row["en"]), row["from"], *map(_share, _parts(row)))
        for row in read
    )
    return tuple(sorted(found, key=lambda rule: rule.since))


def rule_at(day: str | None = None) -> Rule:
    """Return the rule that holds on an ISO date; the latest without a date."""
    held = [rule for rule in rules() if day is None or rule.since <= day]
    return (held or list(rules()))[-1 if held else 0]


def reached(vote: ConsentRound) -> bool | None:
    """Tell whether a vote reaches its rule by owners and by area; None where a figure lacks.

    Of all owners and of all area enough must take part, and of those enough must agree (Civil
    Code of the People's Republic of China, article 278). One share that is missed decides.
    """
    rule = next((rule for rule in rules() if rule.key == vote.rule_set), rule_at())
    said = [
        _enough(vote.owners_part, vote.owners_total, rule.part),
        _enough(vote.area_part_dm2, vote.area_total_dm2, rule.part),
        _enough(vote.owners_agree, vote.owners_part, rule.agree),
        _enough(vote.area_agree_dm2, vote.area_part_dm2, rule.agree),
    ]
    if False in said:
        return False
    return None if None in said else True


def dm2(square_metres: float) -> int:
    """Return an area in whole dm2, the nearest 0.01 m2."""
    return round(square_metres * 100)


def _enough(some: int | None, every: int | None, share: Share) -> bool | None:
    if some is None or not every:
        return None
    return share[1] * some >= share[0] * every


def _parts(row: dict[str, list[int]]) -> tuple[list[int], list[int]]:
    return row["part"], row["agree"]


def _share(parts: list[int]) -> Share:
    return parts[0], parts[1]
