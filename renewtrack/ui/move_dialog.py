"""Moves many projects or works to a stage by the keyboard, with what lacks told before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from renewtrack.domain import stages
from renewtrack.ui import asking, cells, glyphs, plain, stage_asking
from renewtrack.ui.cells import Refusal
from renewtrack.ui.session import Session
from renewtrack.ui.speaking import say, speech, text
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

    from renewtrack.store.gating import Table
    from renewtrack.store.moving import Move
    from renewtrack.ui.main_window import MainWindow

TITLE = Words("调整阶段", "Move to a stage")
ABOUT = {
    "project": Words("所选 {count} 个项目", "{count} selected projects"),
    "work": Words("所选 {count} 项改造内容", "{count} selected works"),
}
NOW = Words("现在", "Now")
STAGE, DATE, REASON = Words("进入阶段", "To stage"), Words("日期", "Date"), Words("理由", "Reason")
HEADS = (NOW, STAGE, DATE, REASON)
COUNTED = Words("{stage} {count}", "{stage} {count}")
BACK = Words("{count} 条退回到较早的阶段。", "{count} go back to an earlier stage.")
NEEDED = Words("请写明理由", "Please give the reason")
TO_COME = Words("这一天还没有到，请核对日期", "This day is still to come; please check it")
NOTHING = Words("先在表里选中要调整的记录", "Select the records to move in the table first")
CLOSED = Words(
    "只能查看：没有编辑权限，或台账是只读打开的。",
    "Looking only: you may not edit, or the ledger is open for reading.",
)
MOVED = Words(
    "已调整 {moved} 条，其中 {forced} 条注明理由后通过", "{moved} moved, {forced} of them forced"
)
DETAIL = Words(" {count} 条 → {stage}", "of {count} to {stage}")
MOVING = Words("正在调整阶段…", "Moving the stages…")
BIG = 200  # records; more are moved in a thread


class MoveDialog(QDialog):
    """Asks for stage, date and, where something lacks, the reason."""

    def __init__(
        self, session: Session, table: Table, ids: Sequence[int], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._table, self._ids = session, table, list(ids)
        self.stage, self.date, self.reason = QComboBox(), QLineEdit(session.today), QLineEdit()
        self.lacks, self.why = plain.label(), plain.label()
        say(self.setWindowTitle, TITLE)
        self._lay()
        self.stage.currentIndexChanged.connect(lambda _: self._look())
        self._begin()
        self._look()

    @property
    def key(self) -> str:
        """Return the stage that is chosen."""
        return str(self.stage.currentData())

    def move(self) -> Move:  # type: ignore[override]
        """Return what was asked for."""
        from renewtrack.store.moving import Move

        return Move(self.key, str(cells.typed(asking.DATE, self.date.text())), self.reason.text())

    def _lay(self) -> None:
        self.now = plain.label()
        self.now.setWordWrap(True)
        form = self._form((NOW, self.now), (STAGE, self.stage), (DATE, self.date))
        for each in stages.STAGES:
            bucket = stages.bucket(each.bucket)
            self.stage.addItem(glyphs.icon(bucket), f"{each.key} {text(each.words)}", each.key)
        self.stage.setMaxVisibleItems(len(stages.STAGES))
        about = plain.label()
        about.setProperty("role", "title")
        say(about.setText, ABOUT[self._table].filled(count=len(self._ids)))
        self.lacks.setWordWrap(True)
        self.why.setProperty("role", "bad")
        buttons = asking.buttons()
        buttons.accepted.connect(self._accept)
        buttons.rejected.connect(self.reject)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 18, 20, 14)
        box.setSpacing(12)
        box.addWidget(about)
        box.addLayout(form)
        box.addWidget(self.lacks)  # what asks for the reason stands before it
        box.addLayout(self._form((REASON, self.reason)))
        box.addWidget(self.why)
        box.addWidget(buttons)
        self.setMinimumWidth(520)

    def _form(self, *lines: tuple[Words, QWidget]) -> QFormLayout:
        form = QFormLayout()
        form.setVerticalSpacing(10)
        wide = max(self.fontMetrics().horizontalAdvance(text(one)) for one in HEADS)
        for words, field in lines:
            label = plain.label()
            label.setMinimumWidth(wide)
            say(label.setText, words)
            say(field.setAccessibleName, words)
            label.setBuddy(field)
            form.addRow(label, field)
        return form

    def suggest(self, stage: str) -> None:
        """Offer a stage in place of the next one."""
        place = self.stage.findData(stage)
        if place >= 0:
            self.stage.setCurrentIndex(place)

    def _begin(self) -> None:
        """Say where the records stand and offer the stage after the most frequent one."""
        from renewtrack.domain import lifecycle
        from renewtrack.store import gating, moving

        found = self._stood = gating.stages_of(self._session.db, self._table, self._ids)
        counts: dict[str, int] = {}
        for key in found.values():
            counts[key or ""] = counts.get(key or "", 0) + 1
        most = sorted(counts.items(), key=lambda item: -item[1])
        said = [text(COUNTED.filled(stage=_words(key), count=count)) for key, count in most[:6]]
        self.now.setText((", " if speech.language == "en" else "、").join(said))
        first = most[0][0] if most else ""
        if lifecycle.is_held(first):
            back = moving.before_hold(self._session.db, self._table, self._ids)
            wanted = next(iter(back.values()), "S30")
        else:
            wanted = next(iter(lifecycle.forward(first)), first) if first else "S30"
        self.stage.setCurrentIndex(max(0, self.stage.findData(wanted)))
        self.stage.setFocus()

    def _look(self) -> None:
        """Say what lacks for the chosen stage, and how many go back to it."""
        from renewtrack.domain import lifecycle

        asked = stage_asking.asked(self._session, self._table, self._ids, self.key)
        back = sum(lifecycle.goes_back(each, self.key) for each in self._stood.values())
        said = [text(BACK.filled(count=back))] if back else []
        said += [] if asked is None else [text(asked)]
        self.lacks.setText("\n".join(said))
        self.lacks.setVisible(bool(said))
        self.reason.setEnabled(asked is not None)
        self.why.setText("")
        self.resize(self.width(), max(self.height(), self.heightForWidth(self.width())))

    def _accept(self) -> None:
        from renewtrack.domain import lateness

        read = cells.typed(asking.DATE, self.date.text())
        if isinstance(read, Refusal) or not read:
            self.why.setText(text(read.words if isinstance(read, Refusal) else asking.NEEDED))
            self.date.setFocus()
        elif str(lateness.first_day(str(read)) or "") > self._session.today:
            self.why.setText(text(TO_COME))
            self.date.setFocus()
        elif self.reason.isEnabled() and not self.reason.text().strip():
            self.why.setText(text(NEEDED))
            self.reason.setFocus()
        else:
            self.accept()


def open_over(window: MainWindow) -> None:
    """Ask for the stage of the selected rows and move them, as one action."""
    ledger = window.workspace.ledger
    current = ledger.table.current_id()
    marked = ledger.table.marked() or ([current] if current is not None else [])
    ask(window, ledger.kind, marked)


def ask(window: MainWindow, kind: str, rows: Sequence[int], stage: str = "") -> None:
    """Ask for the stage of some rows, offering one, and move them as one action."""
    table, ids = subjects(window.session, kind, rows)
    if not ids:
        window.tell(NOTHING)
        return
    if not window.session.may("editor"):
        window.tell(CLOSED)
        return
    dialog = MoveDialog(window.session, table, ids, window)
    dialog.suggest(stage)
    if dialog.exec() == QDialog.DialogCode.Accepted:
        run(window, table, ids, dialog.move())
    dialog.deleteLater()


def subjects(session: Session, kind: str, ids: Sequence[int]) -> tuple[Table, list[int]]:
    """Return what a move of some rows moves: works, or the projects that the rows stand for."""
    from renewtrack.store import listing, works

    if kind == "works":
        return "work", list(ids)
    if kind == "projects":
        return "project", list(ids)
    if kind == "buildings":
        return "work", works.at(session.db, ids, ())
    found = listing.rows(session.db, "estates", ids, session.today)
    return "project", list(dict.fromkeys(row.project_id for row in found if row.project_id))


def run(window: MainWindow, table: Table, ids: Sequence[int], to: Move) -> None:
    """Move records as one action; many in a thread."""
    from renewtrack.store import actions, moving

    session, who = window.session, window.session.who
    detail = DETAIL.filled(count=len(ids), stage=cells.stage_words(to.stage))

    def told(moved: moving.Moved) -> None:
        window.tell(MOVED.filled(moved=moved.moved, forced=moved.forced))

    if len(ids) <= BIG:
        told(session.write("move_stage", lambda db: moving.move(db, table, ids, to), detail))
        return

    def job(db: Database, _: object) -> moving.Moved:
        with actions.act(db, "move_stage", who, detail):
            return moving.move(db, table, ids, to)

    session.run_write(job, told, words=MOVING)


def _words(key: str) -> Words:
    return cells.stage_words(key) if key else stages.NO_PROJECT.words
