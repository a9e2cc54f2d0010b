"""A map to give away, gathered by the same rules as the printed one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from renewtrack.maps import give_away, looks
from renewtrack.printing import pdf
from renewtrack.printing.facts import PaperFacts
from renewtrack.printing.pdf import Seen
from renewtrack.printing.status_map import ESTATES, StatusMap
from renewtrack.store import exports, on_map, sites
from renewtrack.store.on_map import Placed
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

T = TypeVar("T")
CUTOFF = Words("数据截止 {date}", "Data as of {date}")
COMPILED = Words("编制：{who}", "Compiled by {who}")
CHECKED = Words("审核：{who}", "Checked by {who}")
SOURCE = Words("资料来源：{source}", "Source: {source}")
MADE = Words("制作于 {date}", "Made on {date}")
GIVEN_LEVELS = ("district", "street", "community")


@dataclass(frozen=True, slots=True)
class Receipt:
    """What went out: buildings by class, those without a position, and the file's size."""

    counts: dict[str, int]
    unplaced: int
    size: int
    path: Path


def write(db: Database, path: Path, status_map: StatusMap, seen: Seen | None = None) -> Receipt:
    """Write a status map as one HTML file; an existing one is replaced only when all is well.

    No person goes out: of buildings only outline, class and name, and names with persons hidden.
    Raises NotWritten, NeedsApproval, and what ``seen`` raises.
    """
    text, receipt = page(db, status_map)
    content = text.encode("utf-8")
    count = sum(receipt.counts.values())
    pdf.put(path, content, (lambda part: seen(part, count)) if seen is not None else None)
    return Receipt(receipt.counts, receipt.unplaced, len(content), path)


def page(db: Database, status_map: StatusMap) -> tuple[str, Receipt]:
    """Return the text of the file and what is in it."""
    placed = _placed(db, status_map)
    by_id = {each.id: each for each in status_map.features}
    there = [by_id[one] for one in placed.ids]
    look = looks.of_keys(
        status_map.theme, [each.class_key for each in there], [each.overdue for each in there]
    )
    beneath = give_away.of_sites([site for site in sites.all(db) if site.geom is not None])
    for level in GIVEN_LEVELS:
        beneath += give_away.of_areas(on_map.areas(db, level))
    facts = _facts(status_map.facts, status_map.unplaced)
    text = give_away.page(placed, look, beneath, facts, exports.mask(db).free)
    return text, Receipt(give_away.counts(look), status_map.unplaced, len(text), Path())


def _placed(db: Database, status_map: StatusMap) -> Placed:
    """Return the buildings, or estates, of the range as columns."""
    wanted = {each.id for each in status_map.features}
    if status_map.counted is ESTATES:
        found = [each for each in on_map.estates(db) if each.id in wanted]
        return Placed(
            [each.id for each in found],
            [each.id for each in found],
            [each.label for each in found],
            [each.geom for each in found],
        )
    every = on_map.placed(db)
    rows = [row for row, one in enumerate(every.ids) if one in wanted]
    return Placed(
        _picked(every.ids, rows),
        _picked(every.estate_ids, rows),
        _picked(every.labels, rows),
        _picked(every.geoms, rows),
    )


def _picked(values: Sequence[T], rows: Sequence[int]) -> list[T]:
    return [values[row] for row in rows]


def _facts(paper: PaperFacts, unplaced: int) -> give_away.Facts:
    """Return what the sheet would say of itself, as lines."""
    language = paper.language
    told = (
        (CUTOFF, {"date": paper.cutoff}),
        (COMPILED, {"who": paper.compiled_by}),
        (CHECKED, {"who": paper.checked_by}),
    )
    lines = [words.in_(language).format(**values) for words, values in told if all(values.values())]
    if paper.subtitle:
        lines.insert(0, paper.subtitle)
    notes = (
        paper.secrecy_line(),
        SOURCE.in_(language).format(source=paper.source),
        MADE.in_(language).format(date=paper.made_on),
    )
    return give_away.Facts(paper.title, tuple(lines), notes, unplaced, language)
