"""How needs are shown in tables: their place, state and words, and how they are counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING

from renewtrack.domain import codes
from renewtrack.domain.need_states import ADOPTED, OPEN, REFERRED, REFUSED, STATE_WORDS
from renewtrack.ui.import_wizard_tables import Head
from renewtrack.ui.speaking import text
from renewtrack.words import Words

if TYPE_CHECKING:
    from renewtrack.store.needs import NeedLine

NAME = Words("需求", "Needs")
PLACE, SAID = Words("地点", "Place"), Words("需求", "Need")
CATEGORY, SOURCE = Words("类别", "Category"), Words("来源", "Source")
ITEM, DECISION = Words("改造项", "Item"), Words("处理", "Decision")
WHY, TO = Words("理由", "Reason"), Words("转办", "Referred to")
DUE, REPLY = Words("期限", "Due"), Words("答复", "Reply")
SAID_ON, SAME = Words("提出日期", "Said on"), Words("相同", "Same")
WHOLE_ESTATE = Words("{estate} 全小区", "{estate}, whole estate")
WHOLE_BUILDING = Words("{estate} {building} 号楼", "{estate}, building {building}")
NUMBERED = Words("{source} {number}", "{source} {number}")
LATE = Words("▲ {day}", "▲ {day}")
SAME_AS = Words("同 {id}", "as {id}")
LINKED = Words("另有 {count} 条", "{count} more")
NONE = Words("（未填）", "(not told)")
SUM = Words("合计", "Total")
BY_BUILDING, BY_ESTATE, BY_ITEM, BY_CATEGORY = BYS = ("building", "estate", "item", "category")
BY_WORDS = {
    BY_BUILDING: Words("按楼栋", "By building"),
    BY_ESTATE: Words("按小区", "By estate"),
    BY_ITEM: Words("按改造项", "By item"),
    BY_CATEGORY: Words("按类别", "By category"),
}


def coded(table: str, key: str | None) -> Words:
    """Return the words of a key; of one that the list lacks, the key itself."""
    entry = codes.code(table, key) if key else None
    return entry.words if entry else Words(key or "", key or "")


def place(line: NeedLine) -> Words:
    """Return where a need comes from, as a clerk writes it: 小区 3-2-301."""
    if line.building is None:
        return WHOLE_ESTATE.filled(estate=line.estate)
    if line.room is None:
        return WHOLE_BUILDING.filled(estate=line.estate, building=line.building)
    short = "-".join(part for part in (line.building, line.stairwell, line.room) if part)
    return Words(f"{line.estate} {short}", f"{line.estate} {short}")


def source(line: NeedLine) -> Words:
    """Return where a need was heard, with its number."""
    words = coded("need_sources", line.source)
    if not line.source_no:
        return words
    return NUMBERED.filled(source=words, number=line.source_no)


def due(line: NeedLine) -> Words:
    """Return by when a need is to be handled; what is overdue bears a sign."""
    day = Words(line.due or "", line.due or "")
    return LATE.filled(day=day) if line.overdue else day


def same(line: NeedLine) -> Words:
    """Return what a need is linked to, or how many are linked to it."""
    if line.same_as_id is not None:
        return SAME_AS.filled(id=line.same_as_id)
    return LINKED.filled(count=line.linked) if line.linked else Words("", "")


def heads() -> tuple[Head[NeedLine], ...]:
    """Return the columns of a list of needs."""
    return (
        Head(PLACE, 150, place),
        Head(SAID, 220, lambda line: line.text),
        Head(DECISION, 92, lambda line: STATE_WORDS[line.state], ink=_ink),
        Head(DUE, 100, due, ink=_due_ink),
        Head(CATEGORY, 110, lambda line: coded("need_categories", line.category)),
        Head(SOURCE, 150, source),
        Head(WHY, 120, lambda line: line.why or ""),
        Head(TO, 96, lambda line: line.referred_to or ""),
        Head(REPLY, 130, lambda line: line.reply or ""),
        Head(ITEM, 96, lambda line: coded("work_types", line.item)),
        Head(SAID_ON, 92, lambda line: line.said_on or ""),
        Head(SAME, 84, same),
    )


@dataclass(frozen=True)  # without slots: what is counted is kept beside the lines
class Group:
    """Some needs that have a place or a key in common; ``key`` is None for all of them."""

    key: object
    words: Words
    lines: tuple[NeedLine, ...]

    def count(self, state: str) -> int:
        """Return how many of them are in a state."""
        return self.states[state]

    @cached_property
    def states(self) -> Counter[str]:
        """How many of them are in each state."""
        return Counter(line.state for line in self.lines)


_KEYS: dict[str, tuple[Callable[[NeedLine], object], Callable[[NeedLine], Words]]] = {
    BY_BUILDING: (
        lambda line: (line.estate_id, line.building_id),
        lambda line: (
            WHOLE_ESTATE.filled(estate=line.estate)
            if line.building is None
            else WHOLE_BUILDING.filled(estate=line.estate, building=line.building)
        ),
    ),
    BY_ESTATE: (lambda line: line.estate_id, lambda line: Words(line.estate, line.estate)),
    BY_ITEM: (lambda line: line.item or "", lambda line: coded("work_types", line.item)),
    BY_CATEGORY: (
        lambda line: line.category or "",
        lambda line: coded("need_categories", line.category),
    ),
}


def groups(lines: Sequence[NeedLine], by: str) -> list[Group]:
    """Return needs by what they have in common, the most first, and all of them before."""
    keyed, named = _KEYS[by]
    found: dict[object, list[NeedLine]] = {}
    for line in lines:
        found.setdefault(keyed(line), []).append(line)
    parts = [
        Group(key, words if (words := named(some[0])).zh else NONE, tuple(some))
        for key, some in found.items()
    ]
    parts.sort(key=lambda group: -len(group.lines))
    return [Group(None, SUM, tuple(lines)), *parts] if lines else []


def group_heads() -> tuple[Head[Group], ...]:
    """Return the columns of the counts."""
    return (
        Head(PLACE, 130, lambda group: group.words),
        Head(SUM, 60, lambda group: f"{len(group.lines):,}", right=True),
        *(
            Head(STATE_WORDS[state], 92, partial(_counted, state), right=True)
            for state in (OPEN, REFERRED, ADOPTED, REFUSED)
        ),
    )


def _counted(state: str, group: Group) -> str:
    return f"{group.count(state):,}"


def only(
    lines: Iterable[NeedLine], state: str = "", category: str = "", heard: str = ""
) -> list[NeedLine]:
    """Return the needs of a state (or ``overdue``), a category and a source; "" is any."""
    return [
        line
        for line in lines
        if (not state or (bool(line.overdue) if state == "overdue" else line.state == state))
        and (not category or line.category == category)
        and (not heard or line.source == heard)
    ]


def counted(lines: Iterable[NeedLine]) -> dict[str, Counter[str]]:
    """Return how many needs have each value of the facets: state, category, source."""
    found: dict[str, Counter[str]] = {key: Counter() for key in ("state", "category", "source")}
    for line in lines:
        found["state"][line.state] += 1
        found["state"]["overdue"] += bool(line.overdue)
        found["category"][line.category or ""] += 1
        found["source"][line.source or ""] += 1
    return found


def said(line: NeedLine, most: int = 20) -> str:
    """Return the first words of a need, for the history."""
    words = " ".join(line.text.split())
    return f"“{words[:most]}”" if words else text(NONE)


def _ink(line: NeedLine) -> str:
    return {OPEN: "text", REFERRED: "text", ADOPTED: "good", REFUSED: "dim"}[line.state]


def _due_ink(line: NeedLine) -> str:
    return "bad" if line.overdue else "text"
