"""How long personal details of households are kept: dates suggested, those due purged."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from renewtrack.domain import retention as rule
from renewtrack.errors import UserError
from renewtrack.ui import asking, cells, icons, plain, putting_out, trouble
from renewtrack.ui.cells import Refusal
from renewtrack.ui.import_wizard_tables import Head, LinesModel, LinesTable
from renewtrack.ui.session import Session
from renewtrack.ui.speaking import say, speech, text
from renewtrack.ui.tasks import Task
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

    from renewtrack.store.purging import Purged
    from renewtrack.store.retention import Due

TITLE = Words("个人信息保存期限", "How long personal details are kept")
LEAD = Words(
    "到期或已撤回同意的住户列在下面。清除会去掉户主、电话、产权人、特殊情况、入户须知、备注、"
    "屋内照片以及历史里的原值，房号、面积、意愿和表决结果保留。清除不能撤销。",
    "Households whose time is over, or who took their consent back, are listed below. A purge "
    "takes householder, telephone, owners, special care, access, remarks, pictures of the home "
    "and their old values in the history; room, area, answers and votes stay. It cannot be undone.",
)
AS_OF = Words("截至", "As of")
LIST = Words("到期的住户", "Households that are due")
ESTATE, BUILDING = Words("小区", "Estate"), Words("楼号", "Building")
STAIRWELL, ROOM = Words("单元", "Stairwell"), Words("房号", "Room")
UNTIL, WHY = Words("保存至", "Kept until"), Words("原因", "Why")
WHYS = {
    "over": Words("已到期", "Time is over"),
    "withdrawn": Words("已撤回同意", "Consent withdrawn"),
}
NONE = Words("没有到期的住户。", "No household is due.")
NOTHING_HELD = Words("本户没有保存个人信息。", "Nothing personal is held of this household.")
NO_DAY = Words(
    "“截至”应是日期，例如 2026-11-28；没有列出住户。",
    "“As of” is a date such as 2026-11-28; no household is listed.",
)
COUNT = Words("到期 {count} 户", "Households due: {count}")
REASON = Words("理由（记入审计）", "Reason (kept in the audit log)")
PURGE = Words("清除个人信息…", "Purge personal details…")
SURE = Words(
    "将清除 {count} 户的个人信息，不能撤销。确认请输入户数 {count}：",
    "This purges the personal details of {count} households and cannot be undone. Type {count}:",
)
NEED_REASON = Words("请先填写理由。", "Please give the reason first.")
PURGING = Words("正在清除个人信息…", "Purging personal details…")
NAMESAKES = Words(
    "{count} 个姓名与仍在册的人同名，只从这些户的记录里去掉，其他地方保留。",
    "{count} names are those of people who stay as well: they went from these households' records "
    "and stay elsewhere.",
)
SUGGEST = Words("按移交日期填写", "Fill in by handover")
MONTHS = Words("移交后保存（月）", "Months after handover")
HANDED = Words(
    "{name}（{handover}，{dated} / {homes} 户已有日期）",
    "{name} ({handover}; {dated} of {homes} have a date)",
)
ON = Words("{day} 移交", "handed over {day}")
NOT_YET = Words("未移交", "not handed over")
FILLED = Words("已给 {count} 户填写保存日期，可以撤销。", "{count} households were given a date.")
NONE_FILLED = Words(
    "没有填写：该小区还未移交，或各户已有日期。",
    "Nothing was filled in: the estate is not handed over, or all of its homes have a date.",
)
FILL_DETAIL = Words("：{name} 的个人信息保存日期", "how long details are kept, {name}")
CERTIFICATE = Words("清除证明…", "Certificate…")
SAVE = Words("保存清除证明", "Save the certificate")
FILE_NAME = Words("个人信息清除证明", "Certificate of a purge")


def open_over(session: Session, parent: QWidget) -> None:
    """Show the dialog; whoever is no manager is told so."""
    from renewtrack.store import people

    try:
        people.permit(session.db, people.MANAGER)
    except UserError as refused:
        trouble.show(refused, parent)
        return
    RetentionDialog(session, parent).exec()


class RetentionDialog(QDialog):
    """Lists who is due as of a day; ``only`` is one household that goes whatever its date."""

    def __init__(
        self, session: Session, parent: QWidget | None = None, only: int | None = None
    ) -> None:
        super().__init__(parent)
        self.session, self.only = session, only
        self.model: LinesModel[Due] = LinesModel(
            (
                Head(ESTATE, 150, lambda line: line.estate),
                Head(BUILDING, 70, lambda line: line.building),
                Head(STAIRWELL, 70, lambda line: line.stairwell or ""),
                Head(ROOM, 80, lambda line: line.room),
                Head(UNTIL, 110, lambda line: line.keep_until or ""),
                Head(WHY, 120, lambda line: WHYS[line.why]),
            )
        )
        self.table, self.day = LinesTable(LIST), QLineEdit(session.today)
        self.estate, self.months = QComboBox(), QSpinBox()
        self.fill, self.purge, self.proof = QPushButton(), QPushButton(), QPushButton()
        self.reason, self.told, self.bar = QLineEdit(), plain.label(), QProgressBar()
        self._names: dict[int, str] = {}  # of the estates
        self._task: Task | None = None
        self._build()
        self.refresh()
        self.resize(QSize(820, 560))
        speech.switched.connect(self._list_estates)

    # -- build

    def _build(self) -> None:
        say(self.setWindowTitle, TITLE)
        self.table.take(self.model)
        lead = plain.label()
        lead.setProperty("role", "dim")
        say(lead.setText, LEAD)
        for each in (lead, self.told):
            each.setWordWrap(True)
        self.months.setRange(1, 240)
        self.months.setValue(rule.months())
        say(self.months.setAccessibleName, MONTHS)
        say(self.estate.setAccessibleName, ESTATE)
        self.bar.setRange(0, 100)
        self.bar.hide()
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 14)
        box.setSpacing(10)
        box.addWidget(lead)
        if self.only is None:
            box.addLayout(
                _row(
                    (ESTATE, self.estate),
                    (MONTHS, self.months),
                    (None, self.fill),
                )
            )
            box.addLayout(_row((AS_OF, self.day)))
        box.addWidget(self.table, 1)
        box.addWidget(self.told)
        box.addLayout(_row((REASON, self.reason)))
        box.addWidget(self.bar)
        foot = asking.foot(self)
        for place, (button, words, icon, deed) in enumerate(
            (
                (self.purge, PURGE, "remove", self.ask_purge),
                (self.proof, CERTIFICATE, "export", self.ask_certificate),
            )
        ):
            _dress(button, words, icon, deed)
            foot.insertWidget(place, button)
        _dress(self.fill, SUGGEST, "calendar", self.suggest)
        box.addLayout(foot)
        self.day.editingFinished.connect(self.refresh)
        self.reason.textChanged.connect(lambda _: self._enable())

    # -- what is shown

    def refresh(self) -> None:
        """Read who is due, and what the estates have."""
        from renewtrack.store import retention

        found = self._found()
        self.model.show_lines(found)
        self._list_estates()
        self.proof.setEnabled(bool(retention.certificates(self.session.db)))
        if found:
            self._tell(COUNT.filled(count=f"{len(found):,}"))
        elif self.only is not None:
            self._tell(NOTHING_HELD)
        elif self._as_of() is None:
            self._tell(NO_DAY, "bad")
        else:
            self._tell(NONE)
        self._enable()

    def _found(self) -> list[Due]:
        from renewtrack.store import retention

        if self.only is not None:
            return retention.one(self.session.db, self.only)
        day = self._as_of()
        return retention.due(self.session.db, day) if day else []

    def _as_of(self) -> str | None:
        said = cells.typed(asking.DATE, self.day.text())
        if isinstance(said, Refusal) or not said:
            return None
        from renewtrack.domain import lateness

        last: dt.date | None = lateness.last_day(str(said))
        return last.isoformat() if last is not None else None

    def _list_estates(self, _: str = "") -> None:
        from renewtrack.store import retention

        if self.session.file is None:
            return
        kept = self.estate.currentData()
        self.estate.clear()
        for row in retention.estates(self.session.db):
            self._names[row["id"]] = row["name"]
            said = HANDED.filled(
                name=row["name"],
                handover=ON.filled(day=row["handover"]) if row["handover"] else NOT_YET,
                dated=row["dated"],
                homes=row["homes"],
            )
            self.estate.addItem(text(said), row["id"])
        self.estate.setCurrentIndex(max(0, self.estate.findData(kept)))

    def _enable(self) -> None:
        idle = self._task is None
        ready = bool(self.model.lines) and bool(self.reason.text().strip())
        self.purge.setEnabled(idle and ready)
        self.fill.setEnabled(idle and self.session.may("editor") and self.estate.count() > 0)
        self.reason.setEnabled(idle)

    def _tell(self, words: Words, role: str = "") -> None:
        say(self.told.setText, words)
        self.told.setProperty("role", role)
        self.told.style().unpolish(self.told)
        self.told.style().polish(self.told)

    # -- deeds

    def suggest(self) -> None:
        """Give the households of the estate without a date one, all in one action."""
        from renewtrack.store import retention

        estate, months = self.estate.currentData(), self.months.value()
        if estate is None:
            return
        name = self._names[int(estate)]
        count = self.session.write(
            "bulk_edit",
            lambda db: retention.suggest(db, int(estate), months),
            FILL_DETAIL.filled(name=name),
        )
        self.refresh()
        self._tell(FILLED.filled(count=f"{count:,}") if count else NONE_FILLED)

    def ask_purge(self) -> None:
        """Have the number of households typed, then purge them in a thread."""
        count = len(self.model.lines)
        if asking.number(self, PURGE, SURE.filled(count=count), count):
            self.purge_now()

    def purge_now(self) -> Task:
        """Purge those that are listed, in a thread."""
        ids, who = [line.id for line in self.model.lines], self.session.who
        reason = self.reason.text().strip()

        def job(db: Database, task: Task) -> Purged:
            from renewtrack.store import purging

            return purging.purge(db, ids, who, reason, task)

        self.bar.setValue(0)
        self.bar.show()
        self._task = self.session.run_write(
            job,
            self._purged,
            self._failed,
            self._progress,
            PURGING,
        )
        self._tell(PURGING)
        self._enable()
        return self._task

    def _progress(self, done: float) -> None:
        self.bar.setValue(int(done * 100))

    def _purged(self, purged: Purged) -> None:
        from renewtrack.store.erasing import Erased, Trace
        from renewtrack.ui.erase_result import EraseResult

        self._task = None
        self.bar.hide()
        facts = self.session.preferences.print_facts
        self.session.prefer(print_facts={k: purged.gone.redacted(v) for k, v in facts.items()})
        self.reason.clear()
        self.refresh()
        if purged.namesakes:
            self._tell(NAMESAKES.filled(count=purged.namesakes))
        counts = tuple(Trace(table, count) for table, count in purged.rows.items())
        erased = Erased(counts, purged.backups_holding, purged.exports_since)
        EraseResult(self.session, erased, self).exec()

    def _failed(self, error: Exception) -> None:
        self._task = None
        self.bar.hide()
        self._enable()
        if not isinstance(error, UserError):
            trouble.show(error, self)
            return
        self._tell(Words(error.in_("zh"), error.in_("en")), "bad")

    def ask_certificate(self) -> None:
        """Ask where the certificate of the latest purge goes."""
        name = f"{text(FILE_NAME)}_{self.session.today}.html"
        near = self.session.path.parent / name
        found, _ = QFileDialog.getSaveFileName(self, text(SAVE), str(near), "*.html")
        if found:
            self.certify(Path(found))

    def certify(self, path: Path) -> None:
        """Write the certificate of the latest purge as a page to print; it is on record."""
        from renewtrack.reports import person_data
        from renewtrack.store import retention

        db = self.session.db
        lines = retention.certified(db, retention.certificates(db)[0], self.session.path.name)
        seen = putting_out.recorder(self.session, "purge_certificate", path)
        try:
            person_data.certificate(lines, path, speech.language, seen)
        except UserError as refused:
            trouble.show(refused, self)

    def reject(self) -> None:
        """Close; what is being purged is finished first."""
        if self._task is None:
            super().reject()


def _dress(button: QPushButton, words: Words, icon: str, deed: object) -> None:
    say(button.setText, words)
    icons.give(button.setIcon, icon)
    button.setAutoDefault(False)
    button.clicked.connect(deed)


def _row(*parts: tuple[Words | None, QWidget]) -> QHBoxLayout:
    row = QHBoxLayout()
    for words, field in parts:
        if words is not None:
            label = plain.label()
            say(label.setText, words)
            say(field.setAccessibleName, words)
            label.setBuddy(field)
            row.addWidget(label)
        row.addWidget(field, 1 if isinstance(field, QLineEdit | QComboBox) else 0)
    return row
