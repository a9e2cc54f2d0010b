"""The names of a layer's columns as headings that an office reads, and the fields they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field as slot
from functools import cache
from typing import Any

from renewtrack.domain import field_headings, fields, tables, text

LONGEST = 60  # signs of a name that is kept whole
_SURE = 0.85


@dataclass(frozen=True, slots=True)
class Head:
    """One column: its heading, the field it is ("" for none) and what its words are in ours."""

    label: str
    field: str = ""
    words: dict[str, str] = slot(default_factory=dict)
    other: str = ""  # what every word that is not among them is

    def cell(self, value: Any) -> Any:
        """Return a cell in the office's words."""
        if value is None or not (self.words or self.other):
            return value
        return self.words.get(str(value), self.other or value)


def of(names: Sequence[str]) -> list[Head]:
    """Return a head for each column: ``层数（levels）`` where its name is known, else the name.

    A field goes to one column only; one that can be nothing else comes first.
    """
    plain = [_plain(name) for name in names]
    made: dict[int, Head] = {}
    taken: set[str] = set()
    for place, name in enumerate(names):
        if not _fitting(plain[place], plain) and (key := _written(name)):
            made[place] = Head(name[:LONGEST], key)
            taken.add(key)
    known = [
        (_fitting(name, plain), place) for place, name in enumerate(plain) if place not in made
    ]
    for rules, place in sorted(known, key=lambda one: (_choices(one[0]), one[1])):
        made[place] = _head(names[place], rules, taken)
    return [made[place] for place in range(len(names))]


def _head(name: str, rules: Sequence[dict[str, Any]], taken: set[str]) -> Head:
    for rule in rules:
        if "label" in rule:
            return Head(f"{rule['label']}（{name}）")
        for key in rule["fields"]:
            if key not in taken:
                taken.add(key)
                label = f"{fields.field(key).words.zh}（{name}）"
                return Head(label, key, rule.get("words", {}), rule.get("other", ""))
    return Head(name[:LONGEST])


def _choices(rules: Sequence[dict[str, Any]]) -> int:
    return sum(len(rule.get("fields", ())) for rule in rules)


def _fitting(name: str, others: Sequence[str]) -> list[dict[str, Any]]:
    """Return the rules of a name whose company is there."""
    return [
        rule
        for rule in _rules().get(name, ())
        if ("beside" not in rule or not set(rule["beside"]).isdisjoint(others))
        and set(rule.get("without", ())).isdisjoint(others)
    ]


def _written(name: str) -> str:
    """Return the field that a heading means which somebody wrote in words."""
    if (own := _own().get(text.fold(name))) is not None:
        return own
    found = field_headings.by_heading(name, ())
    return found[0][0].key if found and found[0][1] >= _SURE else ""


def _plain(name: str) -> str:
    return name.strip().lower().replace(" ", "_").replace("-", "_")


@cache
def _own() -> dict[str, str]:
    """Return the fields of areas and sites by every word that heads them."""
    return {
        text.fold(word): each.key
        for kind in ("areas", "sites")
        for each in fields.OWN[kind]
        for word in (each.words.zh, *each.synonyms)
    }


@cache
def _rules() -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for head in tables.document("layer_heads")["head"]:
        for name in head["names"]:
            found[name].append(head)
    return found
