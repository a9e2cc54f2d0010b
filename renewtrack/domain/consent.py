"""Whether the owners have agreed, reckoned with whole numbers only, and what lacks for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from renewtrack.domain import lateness, tables
from renewtrack.domain.lifts import ConsentRound
from renewtrack.words import Words

Share = tuple[int, int]  # numerator and denominator
YES, NO, ABSTAIN = ANSWERS = ("yes", "no", "abstain")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of consent: the least shares that take part, and that agree.

    ``of_all``: those that agree are measured by all, not by those that take part.
    """

    key: str
    words: Words
    since: str  # ISO date from which it holds
    part: Share
    agree: Share
    of_all: bool = False


@dataclass(frozen=True, slots=True)
class Ballot:
    """The vote of one flat: its owner's number, its area in dm2, and the answer; None = no part.

    ``needed``: its own part is occupied by the works, so that its owner has to agree.
    """

    owner_no: int
    area_dm2: int | None
    answer: str | None
    needed: bool = False


@dataclass(frozen=True, slots=True)
class Tally:
    """Owners and area (dm2): all, that take part, that agree; ``area`` is None where one lacks.

    ``split`` are the owners whose flats answer differently: they take part and do not agree.
    ``needed_open`` counts flats whose consent is needed by itself and is not given.
    """

    owners_total: int
    owners_part: int
    owners_agree: int
    area_total_dm2: int | None
    area_part_dm2: int | None
    area_agree_dm2: int | None
    split: tuple[int, ...] = ()
    needed_open: int = 0


@dataclass(frozen=True, slots=True)
class Missing:
    """How many more owners, and how much more area in dm2, have to take part and agree.

    None where it cannot be told, or where no further consent would do.
    """

    owners: int | None
    area_dm2: int | None
    needed_flats: int = 0

    @property
    def nothing(self) -> bool:
        """Tell whether the vote has passed."""
        return self.owners == 0 and self.area_dm2 == 0 and not self.needed_flats


@cache
def rules() -> tuple[Rule, ...]:
    """Return the rules of ``consent_rules.toml``, oldest first."""
    found = (
        Rule(
            row["key"],
            Words(row["zh"], row["en"]),
            row["from"],
            _share(row["part"]),
            _share(row["agree"]),
            row["of"] == "all",
        )
        for row in tables.document("consent_rules")["code"]
    )
    return tuple(sorted(found, key=lambda rule: rule.since))


def rule_at(day: str | None = None) -> Rule:
    """Return the rule that holds on the last day that an ISO date can mean; the latest without."""
    last = lateness.last_day(day)
    held = [rule for rule in rules() if last is None or rule.since <= last.isoformat()]
    return (held or list(rules()))[-1 if held else 0]


def rule_of(key: str) -> Rule:
    """Return the rule with a key; the latest one for a key that no table has."""
    return next((rule for rule in rules() if rule.key == key), rule_at())


def tally(ballots: Iterable[Ballot]) -> Tally:
    """Count a vote: an owner of several flats counts once, areas count flat by flat.

    An owner takes part where one of his flats answers, and agrees where all that answer say yes
    (Civil Code of the People's Republic of China, article 278).
    """
    every = list(ballots)
    answers: dict[int, set[str]] = {}
    for ballot in every:
        given = answers.setdefault(ballot.owner_no, set())
        if ballot.answer is not None:
            given.add(ballot.answer)
    part = [ballot for ballot in every if ballot.answer is not None]
    agree = [ballot for ballot in every if ballot.answer == YES]
    return Tally(
        owners_total=len(answers),
        owners_part=sum(bool(given) for given in answers.values()),
        owners_agree=sum(given == {YES} for given in answers.values()),
        area_total_dm2=_area(every),
        area_part_dm2=_area(every, part),
        area_agree_dm2=_area(every, agree),
        split=tuple(owner for owner, given in answers.items() if len(given) > 1),
        needed_open=sum(ballot.needed and ballot.answer != YES for ballot in every),
    )


def reached(vote: ConsentRound) -> bool | None:
    """Tell whether a vote reaches its rule by owners and by area; None where a figure lacks.

    Of all owners and of all area enough must take part, and enough must agree (Civil Code of the
    People's Republic of China, article 278). One share that is missed decides.
    """
    rule = rule_of(vote.rule_set)
    of_owners = vote.owners_total if rule.of_all else vote.owners_part
    of_area = vote.area_total_dm2 if rule.of_all else vote.area_part_dm2
    said = [
        _enough(vote.owners_part, vote.owners_total, rule.part),
        _enough(vote.area_part_dm2, vote.area_total_dm2, rule.part),
        _enough(vote.owners_agree, of_owners, rule.agree),
        _enough(vote.area_agree_dm2, of_area, rule.agree),
    ]
    if False in said:
        return False
    return None if None in said else True


def missing(found: Tally, rule: Rule) -> Missing:
    """Return what lacks for a vote to pass, if owners who have not voted yet agree."""
    area = None
    if None not in (found.area_total_dm2, found.area_part_dm2, found.area_agree_dm2):
        area = _missing(
            (found.area_total_dm2 or 0, found.area_part_dm2 or 0, found.area_agree_dm2 or 0), rule
        )
    owners = _missing((found.owners_total, found.owners_part, found.owners_agree), rule)
    return Missing(owners, area, found.needed_open)


def dm2(square_metres: float) -> int:
    """Return an area in whole dm2, the nearest 0.01 m2."""
    return round(square_metres * 100)


def _missing(counts: tuple[int, int, int], rule: Rule) -> int | None:
    """Return the least further number that takes part and agrees; None where none would do."""
    total, part, agree = counts
    if not total:
        return None
    more = -(-rule.part[0] * total // rule.part[1]) - part
    some, every = rule.agree
    if rule.of_all:
        more = max(more, -(-some * total // every) - agree)
    elif some < every:
        more = max(more, -(-(some * part - every * agree) // (every - some)))
    elif agree < part:
        return None
    more = max(more, 0)
    return more if part + more <= total or not more else None


def _area(every: Sequence[Ballot], some: Sequence[Ballot] | None = None) -> int | None:
    """Return the area of some ballots; None where the area of any flat is not known."""
    if any(ballot.area_dm2 is None for ballot in every):
        return None
    return sum(ballot.area_dm2 or 0 for ballot in (every if some is None else some))


def _enough(some: int | None, every: int | None, share: Share) -> bool | None:
    if some is None or not every:
        return None
    return share[1] * some >= share[0] * every


def _share(parts: list[int]) -> Share:
    return parts[0], parts[1]
