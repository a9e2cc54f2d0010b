"""The frozen annual plan and what changed since: added, dropped, moved to another year, changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from renewtrack.words import Words

ADDED, DROPPED, MOVED, CHANGED = "added", "dropped", "moved", "changed"
KIND_WORDS = {
    ADDED: Words("新增", "Added"),
    DROPPED: Words("删除", "Dropped"),
    MOVED: Words("调出本年度", "Moved to another year"),
    CHANGED: Words("变更", "Changed"),
}
# The four audited numbers (central money is allocated by them), then dates and money.
AUDITED = ("estates", "buildings", "households", "floor_area_m2")
COMPARED = {
    "estates": Words("小区数", "Estates"),
    "buildings": Words("楼栋数", "Buildings"),
    "households": Words("户数", "Households"),
    "floor_area_m2": Words("建筑面积 ㎡", "Floor area m²"),
    "invest_total_fen": Words("总投资 元", "Investment, yuan"),
    "start_plan": Words("计划开工", "Planned start"),
    "finish_plan": Words("计划完工", "Planned finish"),
    "works": Words("改造内容项数", "Works"),
}

Line = Mapping[str, Any]  # one project as it is frozen: uid, name, members and COMPARED


@dataclass(frozen=True, slots=True)
class Adjustment:
    """One change of the plan since it was frozen; ``what`` is a key of ``COMPARED`` or "".

    ``before`` and ``after`` are as stored: fen, m², dates, counts; of a moved project the years.
    """

    kind: str
    uid: str
    name: str
    what: str = ""
    before: Any = None
    after: Any = None


def adjustments(
    frozen: Mapping[str, Line], present: Mapping[str, Line], years: Mapping[str, int | None]
) -> Iterator[Adjustment]:
    """Yield what changed, by project (uid): ``years`` has the plan year of all that still exist."""
    for uid, line in frozen.items():
        now = present.get(uid)
        if now is None:
            yield _gone(uid, line, years)
            continue
        for what in COMPARED:
            if _told(line.get(what)) != _told(now.get(what)):
                name = now["name"] or line["name"]
                yield Adjustment(CHANGED, uid, name, what, line.get(what), now.get(what))
    for uid, line in present.items():
        if uid not in frozen:
            yield Adjustment(ADDED, uid, line["name"])


def _gone(uid: str, line: Line, years: Mapping[str, int | None]) -> Adjustment:
    if uid in years:
        return Adjustment(MOVED, uid, line["name"], "", line.get("plan_year"), years[uid])
    return Adjustment(DROPPED, uid, line["name"])


def sums(lines: Mapping[str, Line]) -> dict[str, float]:
    """Return how many projects a plan has, and the sums of its numbers; unknown ones add 0.

    An estate of several projects counts once, as far as ``members`` tell the estates.
    """
    money = ("invest_total_fen", "works")
    found = {key: sum(line.get(key) or 0 for line in lines.values()) for key in money}
    estates = {member[0]: member for line in lines.values() for member in line.get("members") or ()}
    alone = [line for line in lines.values() if not line.get("members")]
    audited = {
        key: sum(line.get(key) or 0 for line in alone)
        + sum((member[at] or 0 if at else 1) for member in estates.values())
        for at, key in enumerate(AUDITED)
    }
    return {"projects": len(lines), **audited, **found}


def _told(value: Any) -> Any:
    """Return a number as it is told: a sum of areas may differ in its last bits."""
    return round(value, 2) if isinstance(value, float) else value
