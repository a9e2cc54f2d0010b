"""The other sheets of a batch, written one by one as long as nothing is left to be said."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from renewtrack.intake import plans
from renewtrack.intake.matching import MATCHED, NEW
from renewtrack.ui.import_wizard_batch import Batch
from renewtrack.ui.import_wizard_choice import (
    CHANGES,
    COLUMNS,
    FILES,
    HEADS,
    ISSUES,
    RECEIPT,
    Choice,
)
from renewtrack.ui.import_wizard_columns import SURE_ENOUGH
from renewtrack.ui.import_wizard_runner import Runner
from renewtrack.ui.import_wizard_writing import Writing
from renewtrack.words import Words

NOT_KNOWN = Words(
    "这张表要您看：没有认出是哪种表。", "This sheet needs you: its kind is not known."
)
NO_ROWS = Words("这张表要您看：没有数据行。", "This sheet needs you: it has no rows of data.")
NOT_SURE = Words(
    "这张表要您看：有 {count} 列认不准。", "This sheet needs you: {count} columns are not sure."
)
NO_SYSTEM = Words(
    "这张表要您看：请选定坐标系。", "This sheet needs you: say which coordinate system it has."
)
ASKS = Words(
    "这张表要您看：没有回答的问题 {questions} 个，没有定的名称 {places} 个。",
    "This sheet needs you: {questions} questions and {places} names are open.",
)
LEAVES_OUT = Words(
    "这张表要您看：有 {count} 行会被拒绝。", "This sheet needs you: {count} rows would be rejected."
)
DIFFERS = Words(
    "这张表要您看：有 {count} 处合计对不上。",
    "This sheet needs you: {count} totals do not add up.",
)
WRITES_OVER = Words(
    "这张表要您看：会更新 {count} 行已有的内容。",
    "This sheet needs you: it would change {count} rows of the file.",
)


class Rest(QObject):
    """Reads, plans and writes what waits, and stops at the first sheet that needs a person."""

    halted = Signal(int, object)  # the step to show, Words that say why a person is needed

    def __init__(self, batch: Batch, runner: Runner, writing: Writing) -> None:
        super().__init__(batch)
        self.active = False
        self._batch, self._runner, self._writing = batch, runner, writing
        later = Qt.ConnectionType.QueuedConnection  # when the wizard has taken the answer itself
        for arrived in (runner.looked_over, runner.planned, runner.stored):
            arrived.connect(self._go_on, later)
        runner.refused.connect(self._refused)
        runner.stopped.connect(self._end)
        writing.withheld.connect(lambda count: self._halt(CHANGES, WRITES_OVER.filled(count=count)))

    def begin(self) -> None:
        """Write what waits, one after the other."""
        self.active = self._writing.alone = True
        self._batch.read_next()
        self._go_on()

    def give_up(self) -> None:
        """Do nothing more by itself."""
        self.active = self._writing.alone = False

    def _go_on(self) -> None:
        if not self.active or self._runner.busy:
            return
        if not self._batch.go_to_waiting():
            self._end()
            return
        choice = self._batch.choice
        assert choice is not None
        if choice.unread:
            self._batch.read_next()
        elif (halt := _unfit(choice)) is not None:
            self._halt(*halt)
        elif choice.planned is None or choice.stale:
            self._runner.plan(choice)
        elif (halt := self._open(choice)) is not None:
            self._halt(*halt)
        else:
            self._writing.write(choice)

    @staticmethod
    def _open(choice: Choice) -> tuple[int, Words] | None:
        """Return the step and the reason where a plan has something for a person to say."""
        planned = choice.planned
        assert planned is not None
        questions = sum(not each.answer for each in planned.questions)
        places = sum(each.state not in (MATCHED, NEW) for each in planned.places)
        if questions or places:
            return ISSUES, ASKS.filled(questions=questions, places=places)
        if differ := len(planned.plan.totals_differ):
            return ISSUES, DIFFERS.filled(count=differ)
        if rejected := planned.plan.counts[plans.REJECTED]:
            return CHANGES, LEAVES_OUT.filled(count=rejected)
        return None

    def _refused(self, choice: Choice) -> None:
        """Go on after a file that cannot be read; stop where a plan or its writing failed."""
        if not self.active:
            return
        if choice.opened is None:
            QTimer.singleShot(0, self, self._go_on)
        else:
            self._end()

    def _halt(self, step: int, why: Words | None) -> None:
        self.give_up()
        self.halted.emit(step, why)

    def _end(self) -> None:
        if self.active:
            self._batch.go_to_written()
            self._halt(RECEIPT, None)


def _unfit(choice: Choice) -> tuple[int, Words] | None:
    """Return the step and the reason where a sheet cannot be planned yet."""
    if not choice.known:
        return COLUMNS, NOT_KNOWN
    if not choice.may_leave(HEADS):
        return HEADS, NO_ROWS
    if doubtful := _doubtful(choice):
        return COLUMNS, NOT_SURE.filled(count=doubtful)
    if choice.asks_for_system:
        return FILES, NO_SYSTEM
    return None


def _doubtful(choice: Choice) -> int:
    """Return how many columns were recognised without certainty and not said by the person."""
    said = choice.options.mapping or {}
    columns = choice.examined.layout.columns if choice.examined is not None else ()
    return sum(
        bool(each.field) and each.confidence < SURE_ENOUGH and each.index not in said
        for each in columns
    )
