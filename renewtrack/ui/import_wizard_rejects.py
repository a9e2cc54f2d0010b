"""The rows that an import left out, saved as a workbook with the reason beside each."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from renewtrack.intake import rejected_rows, writing
from renewtrack.intake.plans import Plan
from renewtrack.ui import putting_out
from renewtrack.ui.session import Session
from renewtrack.ui.speaking import text
from renewtrack.words import Words

SAVE_AS = Words("拒绝的行另存为", "Save rejected rows as")
SAVED = Words("已保存 {count} 行：{name}", "Saved {count} rows: {name}")
LEFT_OUT = Words("（未导入的行）", " (left out)")


def ask(parent: QWidget, plan: Plan) -> Path | None:
    """Ask where the left-out rows are to be saved."""
    near = plan.path.with_name(f"{plan.path.stem}{text(LEFT_OUT)}.xlsx")
    chosen, _ = QFileDialog.getSaveFileName(parent, text(SAVE_AS), str(near), "Excel (*.xlsx)")
    return Path(chosen) if chosen else None


def save_recorded(session: Session, plan: Plan, path: Path) -> Words:
    """Write the rejected rows, record that they went out, and return what to say of it."""
    seen = putting_out.recorder(session, "rejected", path, putting_out.SENT_BACK)
    return SAVED.filled(count=save([plan], path, session.language, seen), name=path.name)


def save(plans: Sequence[Plan], path: Path, language: str, seen: writing.Seen | None = None) -> int:
    """Write the rejected rows of imports and return how many; raises NotWritten."""
    return rejected_rows.write(plans, path, language, seen)
