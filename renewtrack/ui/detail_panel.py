"""The detail panel: one record with its stage, facts, works, money and history."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QStackedWidget,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from renewtrack.domain import doubts, stages
from renewtrack.ui import columns, glyphs, icons, ledger, plain, record
from renewtrack.ui.attachments_list import AttachmentsList
from renewtrack.ui.detail_deeds import DetailDeeds
from renewtrack.ui.facts_form import FactsForm
from renewtrack.ui.form_fields import GROUPS, MONEY
from renewtrack.ui.look import light
from renewtrack.ui.money_form import MoneyForm
from renewtrack.ui.record import Record
from renewtrack.ui.record_history import RecordHistory
from renewtrack.ui.session import Session
from renewtrack.ui.speaking import say, speech, text
from renewtrack.ui.stepper import Stepper
from renewtrack.ui.value_source import Asked, Sources
from renewtrack.ui.works_list import WorksList
from renewtrack.words import Words

TABS = (
    Words("概况", "Facts"),
    Words("工程", "Works"),
    Words("资金", "Money"),
    Words("附件", "Files"),
    Words("历史", "History"),
)
NOTHING = Words("在表格或地图上选一条记录", "Pick a record in the table or on the map")
PREVIOUS = Words("上一条（K）", "Previous (K)")
NEXT = Words("下一条（J）", "Next (J)")
LOCATE = Words("在地图上定位（Ctrl+J）", "Find on the map (Ctrl+J)")
LATE = Words("已逾期", "Late")
SECTIONS = Words("详情分页", "Detail sections")


class DetailPanel(QWidget):
    """Shows one record; writes through ``DetailDeeds``."""

    stepped = Signal(int)  # -1 previous, 1 next
    located = Signal(str, int)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.record: Record | None = None
        self.closed: Words | None = None  # why nothing may be changed
        self.deeds = DetailDeeds(session, self)
        self._about: tuple[str, int] | None = None
        self._revealed: tuple[str, int] | None = None
        self.title, self.place, self.badge = plain.label(), plain.label(), plain.label()
        self.doubt = plain.label()
        self._sign = QLabel()
        self.stepper = Stepper()
        self.tabs = QTabWidget()
        self.forms = {
            kind: [FactsForm(group) for group in groups] for kind, groups in GROUPS.items()
        }
        self.works, self.money, self.history = WorksList(), MoneyForm(), RecordHistory()
        self.attachments = AttachmentsList(session)
        self.sources = Sources(session, self)
        self._forms = QStackedWidget()
        self._pages = QStackedWidget()
        self._prepare()
        self._connect()

    # -- build

    def _prepare(self) -> None:
        body = QWidget()
        box = QVBoxLayout(body)
        box.setContentsMargins(12, 10, 12, 8)
        box.setSpacing(8)
        box.addLayout(self._heading())
        box.addWidget(self.stepper)
        self.doubt.setProperty("role", "bad")
        self.doubt.setWordWrap(True)
        self.doubt.setTextFormat(Qt.TextFormat.PlainText)
        box.addWidget(self.doubt)
        box.addWidget(self.tabs, 1)
        facts = self._scrolled(self._facts())
        pages = (facts, self.works, self.money, self.attachments, self.history)
        for page, words in zip(pages, TABS, strict=True):
            number = self.tabs.addTab(page, "")
            say(partial(self.tabs.setTabText, number), words, page)
        self.tabs.setDocumentMode(True)
        say(self.tabs.tabBar().setAccessibleName, SECTIONS)
        nothing = plain.label()
        nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        nothing.setWordWrap(True)
        nothing.setProperty("role", "dim")
        say(nothing.setText, NOTHING)
        self._pages.addWidget(nothing)
        self._pages.addWidget(body)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._pages)

    def _heading(self) -> QVBoxLayout:
        for label in (self.title, self.place):
            label.setWordWrap(True)
        self.title.setProperty("role", "title")
        self.place.setProperty("role", "dim")
        self.badge.setProperty("role", "bad")
        top = QHBoxLayout()
        top.setSpacing(4)
        top.addWidget(self.title, 1)
        for words, sign, deed in (
            (LOCATE, "zoom", self._locate),
            (PREVIOUS, "previous", lambda: self.stepped.emit(-1)),
            (NEXT, "next", lambda: self.stepped.emit(1)),
        ):
            button = QToolButton()
            icons.give(button.setIcon, sign)
            say(button.setToolTip, words)
            say(button.setAccessibleName, words)
            button.clicked.connect(deed)
            top.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        below = QHBoxLayout()
        below.setSpacing(6)
        below.addWidget(self._sign)
        below.addWidget(self.place, 1)
        below.addWidget(self.badge)
        heading = QVBoxLayout()
        heading.setSpacing(2)
        heading.addLayout(top)
        heading.addLayout(below)
        return heading

    def _facts(self) -> QWidget:
        for kind, forms in self.forms.items():
            page = QWidget()
            box = QVBoxLayout(page)
            box.setContentsMargins(0, 6, 6, 0)
            for form in forms:
                box.addWidget(form)
            box.addStretch(1)
            page.setObjectName(kind)
            self._forms.addWidget(page)
        return self._forms

    @staticmethod
    def _scrolled(inner: QWidget) -> QScrollArea:
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inner)
        return area

    def _connect(self) -> None:
        deeds = self.deeds
        self.stepper.stepped.connect(lambda key: deeds.move(self.record, key))
        self.works.added.connect(lambda kind: deeds.add_work(self.record, kind))
        self.works.removed.connect(lambda work_id: deeds.remove_work(self.record, work_id))
        self.works.moved.connect(lambda work_id, key: deeds.move_work(self.record, work_id, key))
        self.money.planned.connect(lambda key, fen: deeds.plan_money(self.record, key, fen))
        self.money.total_changed.connect(lambda column, fen: deeds.change(self.record, column, fen))
        for forms in self.forms.values():
            for form in forms:
                form.changed.connect(lambda column, value: deeds.change(self.record, column, value))
                form.reveal_asked.connect(self.ask_reveal)
        self._tell_sources()
        self.session.changed.connect(self.refresh)
        self.session.opened.connect(self.show_nothing)
        speech.switched.connect(self._draw)
        light.switched.connect(self._draw)

    def _tell_sources(self) -> None:
        """Let every field tell where its value came from."""
        for forms in self.forms.values():
            for form in forms:
                for key, field in form.fields.items():
                    self.sources.watch(field, partial(self._stored, form.group.table, key))
        for key, field in self.money.fields.items():
            self.sources.watch(field, partial(self._money_stored, key))
        self.sources.watch(self.works.list, self._work_stored)
        self.sources.watch(self.stepper, partial(self._stored, "project", "stage"))

    def _stored(self, table: str, column: str) -> Asked | None:
        shown = self.record
        row = None if shown is None else shown.project if table == "project" else shown.place
        return None if row is None else (table, row.id, column)

    def _money_stored(self, key: str) -> Asked | None:
        if key in (column.key for column in MONEY):
            return self._stored("project", key)
        held = self.record.funding if self.record is not None else ()
        found = next((each.id for each in held if each.source == key), None)
        return None if found is None else ("funding", found, "planned_fen")

    def _work_stored(self) -> Asked | None:
        picked = self.works.picked
        return ("work", picked, "kind") if picked else None

    # -- what is shown

    def show_record(self, kind: str, row_id: int | None) -> None:
        """Show a record; None shows none."""
        about = (kind, row_id) if row_id is not None else None
        if about != self._about:
            self._revealed = None
        self._about = about
        self.refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_J: 1, Qt.Key.Key_K: -1}.get(Qt.Key(event.key()))
        if step is not None and not event.modifiers():
            self.stepped.emit(step)
        else:
            super().keyPressEvent(event)

    def show_nothing(self) -> None:
        """Show no record."""
        self.show_record("", None)

    def refresh(self) -> None:
        """Read the record again, if anybody can see it."""
        if not self.isVisible() or self.session.file is None or self._about is None:
            self.record = None
        else:
            self.record = record.read(self.session.db, *self._about, self.session.today)
        self._draw()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def _draw(self) -> None:
        shown = self.record
        self._pages.setCurrentIndex(0 if shown is None else 1)
        if shown is None:
            return
        self._draw_heading(shown)
        closed = self.closed is not None
        self._forms.setCurrentIndex(list(self.forms).index(shown.kind))
        for form in self.forms[shown.kind]:
            form.closed = closed
            value = shown.project if form.group.table == "project" else shown.place
            form.show_row(value, self.masked)
        project = shown.project if shown.kind in ("estates", "projects") else None
        self.works.closed = self.attachments.closed = closed
        self.works.show_works(shown.works, shown.taken)
        self.money.show_money(project, shown.funding)
        for field in self.money.fields.values():
            field.setReadOnly(closed)
        self.attachments.show_owner(shown.kind[:-1], shown.row.id)
        self.history.show_history(shown)

    def _draw_heading(self, shown: Record) -> None:
        row = shown.row
        bucket = stages.bucket_of(row.stage)
        self.title.setText(ledger.row_name(row))
        where = " · ".join(part for part in (row.street, row.community) if part)
        words = text(ledger_stage(row.stage))
        percent = f" {row.percent:.0f}%" if row.percent is not None else ""
        self.place.setText(f"{words}{percent}" + (f"   {where}" if where else ""))
        self._sign.setPixmap(glyphs.icon(bucket).pixmap(14, 14))
        self.badge.setText(text(LATE) if row.overdue else "")
        doubt = doubts.of_progress(row.stage, row.percent)
        self.doubt.setText(text(doubt) if doubt is not None else "")
        self.doubt.setVisible(doubt is not None)
        why = columns.OWN_STAGE if shown.kind == "buildings" else None
        if shown.kind in ("estates", "projects") and shown.project is None:
            why = columns.NO_PROJECT
        self.stepper.show_stage(row.stage, self.closed or why)

    def _locate(self) -> None:
        if self._about is not None:
            self.located.emit(*self._about)

    @property
    def masked(self) -> bool:
        """Tell whether the persons of the record shown are masked."""
        return self._revealed != self._about

    def ask_reveal(self) -> None:
        """Show the persons of the record for a reason, which is recorded."""
        if self.record is not None and self.deeds.reveal(self.record):
            self._revealed = self._about
            self._draw()


def ledger_stage(key: str | None) -> Words:
    """Return the words of a stage; a place without a project says so."""
    from renewtrack.ui import cells

    return cells.stage_words(key) if key else stages.NO_PROJECT.words
