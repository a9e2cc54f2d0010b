"""What a Gantt chart on paper is made of: the bars of some rows, or of a street, or of all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from renewtrack.errors import UserError
from renewtrack.printing import gantt_page, make
from renewtrack.printing.folio import Folio, Progress
from renewtrack.printing.gantt_page import Chart
from renewtrack.printing.make import Options
from renewtrack.printing.status_map import Paper
from renewtrack.store import exports, spans
from renewtrack.store.choosing import Filter
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

KINDS = ("projects", "works")
MOST = 20_000  # lines on one chart


class TooManyBars(UserError):
    """A chart of so many lines is of no use to anybody."""

    words = Words(
        "横道图最多 {most} 行，所选超过此数。请先按街道或条件筛选。",
        "A chart has at most {most} lines; more were chosen. Filter by street or otherwise first.",
    )


@dataclass(frozen=True, slots=True)
class Rows:
    """Which lines: of ``kind`` projects or works, some ids, or those of a street, or all."""

    kind: str
    ids: Collection[int] | None = None
    street: str = ""


def compose(
    db: Database, rows: Rows, options: Options, paper: Paper, told: Progress | None = None
) -> Folio:
    """Return the pages of a chart. Raises TooManyBars, NoChineseFont."""
    today = options.today or dt.date.today().isoformat()
    facts = make.facts(db, options, today)
    if not options.title:
        place = make.place_of(db, options) + rows.street
        facts = replace(facts, title=gantt_page.TITLE.filled(place=place).in_(options.language))
    chosen = {"street": frozenset({rows.street})} if rows.street else {}
    only = None if rows.ids is None else frozenset(rows.ids)
    wanted = Filter(chosen=chosen, only=only, today=today)
    mask = exports.mask(db)
    bars = [
        replace(bar, name=mask.free(bar.name), group=mask.free(bar.group))
        for bar in spans.read(db, rows.kind, wanted, MOST + 1)  # type: ignore[arg-type]
    ]
    if len(bars) > MOST:
        raise TooManyBars(most=MOST)
    baseline = spans.baseline(db, rows.kind)  # type: ignore[arg-type]
    held = {bar.id for bar in bars}
    baseline = {row_id: span for row_id, span in baseline.items() if row_id in held}
    chart = Chart(bars, baseline, dt.date.fromisoformat(today))
    return gantt_page.compose(chart, paper, facts, spans.ends(bars, baseline), told)
