"""What is done with a payment on record: corrected by a second one, given to another project."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCompleter, QDialog, QPushButton

from renewtrack.domain import money
from renewtrack.ui import asking, icons
from renewtrack.ui.columns import Column
from renewtrack.ui.entry_form import EntryForm
from renewtrack.ui.entry_list import EntryList
from renewtrack.ui.speaking import say
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

CORRECT = Words("更正…", "Correct…")
CORRECT_TITLE = Words("更正收支：原记录保留，差额另记一笔", "Correct: the difference is added")
MOVE = Words("改归其他项目…", "Move to a project…")
MOVE_TITLE = Words("改归其他项目", "Move to another project")
MOVE_ASK = Words(
    "这笔收支（连同它的更正）归哪个项目？", "Which project does this payment belong to?"
)
NO_SUCH = Words("没有叫“{name}”的项目，请从列表里选", "No project is called “{name}”: choose one")
SHOULD = Column("amount_fen", Words("应为 元", "Should be, yuan"), 0, "yuan_fen")
WHY = Column("remark", Words("更正原因", "Reason"), 0)
CORRECTED = Words("：更正收支为 {yuan} 元", "payment corrected to {yuan} yuan")
MOVED = Words("：收支改归“{name}”", "payment moved to “{name}”")


def add_buttons(entries: EntryList) -> None:
    """Give a list of payments its two further buttons."""
    for words, icon, deed in ((CORRECT, "pen", correct), (MOVE, "next", move)):
        button = QPushButton()
        say(button.setText, words)
        icons.give(button.setIcon, icon)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _=False, do=deed: do(entries))
        entries.bar.insertWidget(entries.bar.count() - 1, button)
        entries.picked.connect(
            lambda row, it=button: it.setEnabled(
                isinstance(row, dict) and entries.session.may("editor")
            )
        )
        button.setEnabled(False)


def correct(entries: EntryList) -> None:
    """Ask what the payment under the cursor should come to, and why; add the difference."""
    row = entries.row
    if row is None:
        return
    from renewtrack.store import money_events

    event_id = int(row["id"])
    stands = money_events.stands(entries.session.db, event_id)
    form = EntryForm(CORRECT_TITLE, (SHOULD, WHY), {"amount_fen": stands}, entries)
    form.required = frozenset(("amount_fen", "remark"))
    accepted = form.exec() == QDialog.DialogCode.Accepted
    values = dict(form.values)
    form.deleteLater()
    if not accepted or "amount_fen" not in values:
        return
    fen, today = int(values["amount_fen"]), entries.session.today
    detail = CORRECTED.filled(yuan=money.yuan_text(fen))

    def write(db: Database) -> None:
        money_events.correct(db, event_id, fen, str(values["remark"]), today)

    entries.session.write("edit", write, detail)
    entries.changed.emit()


def move(entries: EntryList) -> None:
    """Ask for the project that the payment under the cursor belongs to, and move it there."""
    row = entries.row
    if row is None:
        return
    from renewtrack.store import money_events, projects

    known = projects.labels(entries.session.db)
    dialog = asking.LineDialog(
        MOVE_TITLE,
        MOVE_ASK,
        lambda said: None if said in known else NO_SUCH.filled(name=said),
        parent=entries,
    )
    completer = QCompleter(list(known), dialog)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    dialog.line.setCompleter(completer)
    name = dialog.line.text().strip() if dialog.exec() == QDialog.DialogCode.Accepted else ""
    dialog.deleteLater()
    if name:
        event_id, project_id = int(row["id"]), known[name]
        entries.session.write(
            "edit",
            lambda db: money_events.move(db, [event_id], project_id),
            MOVED.filled(name=name),
        )
        entries.changed.emit()
