"""A plan carried out: one action, one batch, and the source of every value beside it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from renewtrack.intake import no_cycles
from renewtrack.intake.bulk_writer import BulkWriter
from renewtrack.intake.plans import CHANGED, NEW, Plan, Receipt
from renewtrack.intake.progress import Progress, look
from renewtrack.store import actions, batches

if TYPE_CHECKING:
    from sqlite_utils import Database


def store(db: Database, plan: Plan, who: str, progress: Progress | None = None) -> Receipt:
    """Write the new and changed rows of a plan as one action that can be undone as a whole.

    Nothing at all is written where every row is the same. Raises Cancelled where ``progress``
    returns False; nothing of the import is left then.
    """
    wanted = [place for place, state in enumerate(plan.states) if state in (NEW, CHANGED)]
    if not wanted:
        return Receipt(plan, None, 0)
    with no_cycles.unsearched(), actions.act(db, "import", who, detail=plan.path.name):
        batch = _batch(db, plan)
        _in_bulk(db, plan, batch, progress)
        look(progress, len(wanted), len(wanted))
    return Receipt(plan, batch, len(wanted))


def _in_bulk(db: Database, plan: Plan, batch: int, progress: Progress | None) -> None:
    writer = BulkWriter(db, plan, batch)
    count = sum(len(entries.places) for entries in plan.wanted.entries)
    done = 0
    for entries in plan.wanted.entries:
        for written in writer.write(entries):
            look(progress, done, count)
            done += written


def _batch(db: Database, plan: Plan) -> int:
    return batches.add(
        db,
        kind=plan.layout.kind,
        file=plan.path.name,
        file_sha256=plan.sha256,
        rows_read=plan.rows_read,
        skipped=json.dumps(plan.skipped),
        cutoff_date=plan.layout.facts.cutoff,
        **plan.counts,
    )
