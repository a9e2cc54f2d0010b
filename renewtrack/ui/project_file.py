"""The file of one project: its papers, contracts, site log, defects, acceptance and money."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QDialog,
    QPushButton,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from renewtrack.domain import codes, gates, lifecycle
from renewtrack.ui import (
    asking,
    cells,
    icons,
    payment_deeds,
    plain,
    progress_deeds,
    project_entries,
)
from renewtrack.ui.attachments_list import AttachmentsList
from renewtrack.ui.entry_list import EntryList
from renewtrack.ui.session import Session
from renewtrack.ui.speaking import say, speech, text
from renewtrack.ui.vote_panel import VotePanel
from renewtrack.words import Words

if TYPE_CHECKING:
    from renewtrack.ui.main_window import MainWindow

TITLE = Words("项目资料", "Project file")
PAPERS = Words("手续文件", "Papers")
CONTRACTS = Words("合同与变更", "Contracts")
LOGS = Words("施工日志", "Site log")
DEFECTS = Words("质量问题", "Defects")
ITEMS = Words("验收清单", "Acceptance")
MONEY = Words("资金收支", "Money")
STAGES = Words("阶段记录", "Stages")
VOTES = Words("居民表决", "Votes")
SECTIONS = Words("项目资料的各部分", "Parts of the project's file")
FILL = Words("按改造内容生成清单", "Make the list from the works")
PASS_ALL = Words("其余全部合格", "Pass all that are open")
FILLED = Words("“{name}”的验收清单", "of “{name}”, acceptance list")
STANDS = Words("{stage}　计划年度 {year}", "{stage}   plan year {year}")
NEXT = Words("进入“{stage}”还缺：{what}", "Lacking for “{stage}”: {what}")
READY = Words("进入“{stage}”的条件已具备", "Ready for “{stage}”")
CLASH = Words(
    "{place}：{one} 与 {other} 相隔 {days} 天动土，可以一起做",
    "{place}: {one} and {other} dig {days} days apart; they could be done together",
)
MORE = Words("{said}\n另有 {more} 处。", "{said}\n{more} more.")
NOTHING = Words(
    "先选中一个项目，或有项目的小区", "Select a project first, or an estate that has one"
)
FILES = Words("所选条目的附件", "Files of the selected entry")
CLASHES_SHOWN = 3


class ProjectFile(QDialog):
    """Shows one project with all that belongs to it; every list is written at once."""

    def __init__(self, session: Session, project_id: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.project_id = session, project_id
        self.tabs = QTabWidget()
        self.name, self.stands, self.hint = plain.label(), plain.label(), plain.label()
        entries = project_entries
        self.papers = EntryList(session, entries.PAPERS)
        self.contracts = EntryList(session, entries.CONTRACTS)
        self.variations = EntryList(session, entries.VARIATIONS)
        self.logs = EntryList(session, entries.LOGS)
        self.defects = EntryList(session, entries.defects(session.today))
        self.items = EntryList(session, entries.ITEMS)
        self.money = EntryList(session, entries.MONEY)
        self.stages = EntryList(session, entries.STAGES)
        self.votes = VotePanel(session, "project")
        self.fill, self.pass_all = QPushButton(), QPushButton()
        say(self.setWindowTitle, TITLE)
        payment_deeds.add_buttons(self.money)
        self._build()
        session.changed.connect(self._tell)
        speech.switched.connect(self._tell)
        for each in self._lists():
            each.show_of(project_id)
        self.votes.show_of(project_id)
        self._tell()
        self.resize(QSize(980, 640))

    def _lists(self) -> tuple[EntryList, ...]:
        return (
            *(self.papers, self.contracts, self.logs, self.defects),
            *(self.items, self.money, self.stages),
        )

    def _build(self) -> None:
        self.name.setProperty("role", "title")
        self.stands.setProperty("role", "dim")
        for label in (self.name, self.hint):
            label.setWordWrap(True)
        for words, page in (
            (PAPERS, self._with_files(self.papers, "paper")),
            (CONTRACTS, self._with_variations()),
            (LOGS, self._with_files(self.logs, "site_log")),
            (DEFECTS, self._with_files(self.defects, "defect")),
            (ITEMS, self._with_buttons()),
            (MONEY, _padded(self.money)),
            (VOTES, self.votes),
            (STAGES, _padded(self.stages)),
        ):
            number = self.tabs.addTab(page, "")
            say(partial(self.tabs.setTabText, number), words, page)
        self.tabs.setDocumentMode(True)
        say(self.tabs.tabBar().setAccessibleName, SECTIONS)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 14)
        box.setSpacing(8)
        for widget in (self.name, self.stands, self.hint):
            box.addWidget(widget)
        box.addWidget(self.tabs, 1)
        box.addLayout(asking.foot(self))

    def _with_files(self, entries: EntryList, table: str) -> QWidget:
        files = AttachmentsList(self.session)
        files.setObjectName(f"{table}_files")
        head = plain.label()
        head.setProperty("role", "section")
        say(head.setText, FILES)
        under = QWidget()
        column = QVBoxLayout(under)
        column.setContentsMargins(12, 8, 0, 0)
        column.addWidget(head)
        column.addWidget(files, 1)

        def show(row: object) -> None:
            files.closed = not self.session.may("editor")
            under.setVisible(isinstance(row, dict))
            if isinstance(row, dict):
                files.show_owner(table, int(row["id"]))

        entries.picked.connect(show)
        under.hide()
        parts = QSplitter(Qt.Orientation.Horizontal)
        parts.addWidget(_padded(entries))
        parts.addWidget(under)
        parts.setHandleWidth(1)
        for button in files.findChildren(QPushButton):
            button.setAutoDefault(False)
        parts.setSizes([640, 300])
        parts.setChildrenCollapsible(False)
        return parts

    def _with_variations(self) -> QWidget:
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.addWidget(_padded(self.contracts))
        parts.addWidget(_padded(self.variations))
        parts.setHandleWidth(1)
        parts.setChildrenCollapsible(False)
        parts.setSizes([280, 200])

        def show(row: object) -> None:
            self.variations.show_of(int(row["id"]) if isinstance(row, dict) else None)

        self.contracts.picked.connect(show)
        return parts

    def _with_buttons(self) -> QWidget:
        for button, words, icon, deed in (
            (self.fill, FILL, "add", self.make_list),
            (self.pass_all, PASS_ALL, "seen", self.pass_open),
        ):
            say(button.setText, words)
            icons.give(button.setIcon, icon)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False, do=deed: do())
            self.items.bar.addWidget(button)
        return _padded(self.items)

    # -- what it does

    def make_list(self) -> None:
        """Add the items of acceptance that the project's works ask for."""
        from renewtrack.store import acceptance

        detail = FILLED.filled(name=self.name.text())
        self.session.write("edit", lambda db: acceptance.fill(db, self.project_id), detail)

    def pass_open(self) -> None:
        """Let every item of acceptance pass that has no result yet, today."""
        from renewtrack.store import rows

        ids = [row["id"] for row in self.items.model.lines if not row.get("result")]
        values = {"result": ["pass"] * len(ids), "date": [self.session.today] * len(ids)}
        detail = FILLED.filled(name=self.name.text())
        self.session.write(
            "bulk_edit", lambda db: rows.change_many(db, "acceptance_item", ids, values), detail
        )

    def _tell(self, _: object = None) -> None:
        """Say where the project stands and what lacks for its next stage."""
        if self.session.file is None:
            self.reject()
            return
        from renewtrack.store import projects, titles

        db = self.session.db
        project = projects.get(db, self.project_id)
        if project is None:
            self.reject()
            return
        self.name.setText(project.name or titles.title(db, "project", self.project_id).zh)
        stage = cells.stage_words(project.stage or "S00")
        stands = [text(STANDS.filled(stage=stage, year=project.plan_year or "—"))]
        rolled = progress_deeds.said(self.session, self.project_id)
        if rolled is not None:
            stands.append(text(rolled))
        self.stands.setText("　".join(stands))
        said = [self._lacking(project.stage), *self._clashes()]
        self.hint.setText("\n".join(line for line in said if line))
        may = self.session.may("editor")
        self.fill.setEnabled(may)
        self.pass_all.setEnabled(may)

    def _lacking(self, stage: str | None) -> str:
        from renewtrack.store import gating

        ahead = ("S10",) if stage is None else lifecycle.forward(stage)
        if not ahead:
            return ""
        words = cells.stage_words(ahead[0])
        lacks = gating.lacking(self.session.db, "project", [self.project_id], ahead[0])
        if not lacks:
            return text(READY.filled(stage=words))
        what = gates.listed(lacks[self.project_id])
        return text(NEXT.filled(stage=words, what=what))

    def _clashes(self) -> list[str]:
        from renewtrack.store import clashes

        found = clashes.all(self.session.db, self.session.today, self.project_id)
        said = []
        for clash in found[:CLASHES_SHOWN]:
            one, other = (_kind(kind) for kind in clash.kinds)
            told = CLASH.filled(place=clash.place, one=one, other=other, days=clash.days)
            said.append(text(told))
        if len(found) > CLASHES_SHOWN:
            said[-1] = text(MORE.filled(said=said[-1], more=len(found) - CLASHES_SHOWN))
        return said


def open_over(window: MainWindow) -> None:
    """Show the file of the project under the cursor, or of its estate's latest project."""
    project_id = project_of(window)
    if project_id is None:
        window.tell(NOTHING)
        return
    dialog = ProjectFile(window.session, project_id, window)
    dialog.exec()
    dialog.deleteLater()


def project_of(window: MainWindow) -> int | None:
    """Return the project that the row under the cursor stands for."""
    from renewtrack.store import projects

    ledger = window.workspace.ledger
    current = ledger.table.current_id()
    place = ledger.table.ledger.place(current) if current is not None else None
    row = ledger.table.ledger.row(place) if place is not None else None
    if row is None or current is None:
        return None
    if ledger.kind == "projects":
        return current
    found = getattr(row, "project_id", None)
    estate_id = getattr(row, "estate_id", None)
    if found is None and estate_id is not None:
        held = projects.of_estate(window.session.db, estate_id)
        found = held[0].id if held else None
    return found


def _kind(key: str) -> Words:
    entry = codes.code("work_types", key)
    return entry.words if entry else Words(key, key)


def _padded(inner: QWidget) -> QWidget:
    page = QWidget()
    box = QVBoxLayout(page)
    box.setContentsMargins(0, 8, 0, 0)
    box.addWidget(inner)
    return page
