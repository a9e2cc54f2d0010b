"""Why a stage is forced, left or given up: asked for before the move, kept with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from renewtrack.ui import asking, cells, edits
from renewtrack.ui.edits import Edit
from renewtrack.ui.session import Session
from renewtrack.words import Words

if TYPE_CHECKING:
    from renewtrack.store.gating import Table

TITLE = Words("请写明理由", "Please give a reason")
LACKS = Words(
    "{count} 条记录进入“{stage}”还缺：{what}。\n可以继续，理由会记入阶段记录：",
    "{count} records lack for “{stage}”: {what}.\nYou may go on; the reason is kept with the move:",
)
HELD = Words(
    "{count} 条记录改为“{stage}”的理由（记入阶段记录）：",
    "Reason to set {count} records to “{stage}” (kept with the move):",
)
_MOST = 5  # needs that are named


def of_edits(parent: QWidget, session: Session, wanted: Sequence[Edit]) -> str | None:
    """Return the reason for edits of stages, "" where none is needed, None if given up."""
    for (table, stage), ids in edits.moves(wanted).items():
        reason = of_move(parent, session, table, ids, stage)  # type: ignore[arg-type]
        if reason != "":
            return reason
    return ""


def of_move(
    parent: QWidget, session: Session, table: Table, ids: Sequence[int], stage: str
) -> str | None:
    """Return the reason for a move, "" where none is needed, None if the person gave up."""
    question = asked(session, table, ids, stage)
    return "" if question is None else asking.line(parent, TITLE, question)


def asked(session: Session, table: Table, ids: Sequence[int], stage: str) -> Words | None:
    """Return what is to be asked before a move; None where nothing is."""
    from renewtrack.domain import gates, lifecycle
    from renewtrack.store import gating

    starts = gating.stages_of(session.db, table, ids)
    going = [each for each in ids if starts.get(each) != stage]
    words = cells.stage_words(stage)
    if not going:
        return None
    if lifecycle.is_held(stage):
        return HELD.filled(count=len(going), stage=words)
    lacks = gating.lacking(session.db, table, going, stage)
    if not lacks:
        return None
    named = list(gating.counted(lacks).items())
    said = gates.listed([need for need, _ in named[:_MOST]])
    if len(named) > _MOST:
        said = Words(f"{said.zh}等 {len(named)} 项", f"{said.en} and {len(named) - _MOST} more")
    return LACKS.filled(count=len(lacks), stage=words, what=said)
