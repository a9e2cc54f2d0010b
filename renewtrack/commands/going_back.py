"""Commands that take the latest action back, and bring it again."""

from __future__ import annotations

from pathlib import Path

from renewtrack.commands.terminal import DONE, Terminal, command, opened, project_file, who
from renewtrack.store import history
from renewtrack.store.history import Undone
from renewtrack.words import Words

TAKEN_BACK = Words("已撤销：{label}", "Undone: {label}")
BROUGHT_AGAIN = Words("已重做：{label}", "Redone: {label}")


@command("undo")
@project_file
def undo(terminal: Terminal, path: Path) -> int:
    """撤销最近一次操作。Take back the latest action."""
    with opened(path) as project:
        done = history.undo(project.db, who())
    _tell(terminal, "undone", done, TAKEN_BACK)
    return DONE


@command("redo")
@project_file
def redo(terminal: Terminal, path: Path) -> int:
    """重做刚撤销的操作。Bring the last undone action again."""
    with opened(path) as project:
        done = history.redo(project.db, who())
    _tell(terminal, "redone", done, BROUGHT_AGAIN)
    return DONE


def _tell(terminal: Terminal, key: str, done: Undone, words: Words) -> None:
    terminal.answer(
        {
            key: done.group.words.in_(terminal.language),
            "group": done.group.id,
            "action": done.group.action,
            "changes": done.group.changes,
            "tables": sorted(done.tables),
        },
        words.filled(label=done.group.words),
    )
