"""What is said of a project's percentage by its works, and how it is written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from renewtrack.ui import move_dialog, year_dialog
from renewtrack.ui.session import Session
from renewtrack.words import Words

if TYPE_CHECKING:
    from renewtrack.ui.main_window import MainWindow

SAID = Words(
    "改造内容汇总 {percent}%（{weights}，{works} 项）", "{percent}% by its {works} works, {weights}"
)
LEFT_OUT = Words("{said}，{count} 项没有进度未计", "{said}; {count} without a percentage left out")
DETAIL = Words("{count} 个项目的进度按口径汇总", "of {count} projects, progress by its basis")
DONE = Words("已更新 {count} 条记录的进度", "The progress of {count} records was updated")
SAME = Words("进度都已是汇总的结果", "All progress is up to date")


def said(session: Session, project_id: int) -> Words | None:
    """Return what a project's works come to, in words; None where nothing is known."""
    from renewtrack.store import progress

    rolled = progress.of_projects(session.db, [project_id]).get(project_id)
    if rolled is None or rolled.whole.percent is None:
        return None
    whole = rolled.whole
    words = SAID.filled(percent=f"{whole.percent:g}", weights=whole.words, works=rolled.works)
    return LEFT_OUT.filled(said=words, count=whole.left_out) if whole.left_out else words


def reckon(session: Session, ids: Sequence[int]) -> int:
    """Write the percentages of some projects and their works, as one action; return how many."""
    from renewtrack.store import progress

    detail = DETAIL.filled(count=len(ids))
    return session.write("bulk_edit", lambda db: progress.reckon(db, ids), detail)


def open_over(window: MainWindow) -> None:
    """Write the percentages of the projects that the selected rows stand for."""
    ids = year_dialog.projects_of(window)
    if not ids:
        window.tell(move_dialog.NOTHING)
        return
    count = reckon(window.session, ids)
    window.tell(DONE.filled(count=count) if count else SAME)
