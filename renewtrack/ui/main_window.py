"""The main window: first page or workspace, panes round it, commands over it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from renewtrack.errors import UserError
from renewtrack.ui import (
    cell_menu,
    draft_wiring,
    drafts_dialog,
    file_banners,
    icons,
    move_dialog,
    panes,
    pasted_rows,
    print_front,
    trouble,
)
from renewtrack.ui.backup_clock import BackupClock
from renewtrack.ui.backup_deeds import BackupDeeds
from renewtrack.ui.banner import Banners
from renewtrack.ui.commands import Commands
from renewtrack.ui.detail_panel import DetailPanel
from renewtrack.ui.doorbell import Doorbell
from renewtrack.ui.file_deeds import FileDeeds
from renewtrack.ui.filter_panel import FilterPanel
from renewtrack.ui.first_page import FirstPage
from renewtrack.ui.history_deeds import HistoryDeeds
from renewtrack.ui.history_view import HistoryView
from renewtrack.ui.map_deeds import MapDeeds
from renewtrack.ui.map_dividing import MapDividing
from renewtrack.ui.map_facts import MapFacts
from renewtrack.ui.map_new_building import MapNewBuilding
from renewtrack.ui.map_sites import MapSites
from renewtrack.ui.map_tools import MapTools
from renewtrack.ui.panes import Panes
from renewtrack.ui.people_deeds import PeopleDeeds
from renewtrack.ui.record_deeds import RecordDeeds
from renewtrack.ui.session import Session
from renewtrack.ui.speaking import speech, text
from renewtrack.ui.status_line import StatusLine
from renewtrack.ui.theme_deeds import ThemeDeeds
from renewtrack.ui.visible_list import VisibleList
from renewtrack.ui.window_deeds import WindowDeeds
from renewtrack.ui.workspace import Workspace
from renewtrack.words import Words

NAME = Words("更新台账", "Renewal Ledger")
DEMO = Words(" · 示范数据", " · demo data")
SMALLEST = 1000, 620
USUAL = 1440, 860
TOLD_FOR = 6_000  # milliseconds that a message stays in the status bar


class MainWindow(QMainWindow):
    """One window on one project file."""

    painted = Signal()  # once, after the first paint

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._painted = False
        self.first = FirstPage(session)
        self.workspace = Workspace(session)
        self.banners = Banners()
        self.bell = Doorbell(self)
        self.filters = FilterPanel(self.workspace.choice)
        self.detail = DetailPanel(session)
        self.history = HistoryView(session)
        self.status = StatusLine(session)
        self.panes = Panes(self, self.workspace, session)
        self.files = FileDeeds(session, self, self.tell)
        self.backups = BackupDeeds(session, self, self.tell)
        self.clock = BackupClock(session, self)
        self.backups.follow(self.clock, self.banners)
        self.records = RecordDeeds(session, self.workspace.ledger, self)
        self.people = PeopleDeeds(self)
        self.map_tools = MapTools(self.workspace.map, self)
        self.map_deeds = MapDeeds(self)
        self.map_parts = (self.map_deeds, MapDividing(self), MapNewBuilding(self))
        self.map_sites = MapSites(self)
        self.theme_deeds = ThemeDeeds(self)
        self.map_facts = MapFacts(session, self.map_tools, self)
        self.visible = VisibleList(session, self.map_tools)
        self.deeds = WindowDeeds(self)
        self.history_deeds = HistoryDeeds(self)
        self.commands = Commands(self, self.deeds.table())
        self.commands.choose({"language": self.deeds.speak, "theme": self.deeds.dress})
        self.deeds.add_recent()
        self.people.add_idle_menu()
        self._build()
        self._connect()
        draft_wiring.connect(self)
        session.drafts.changed.connect(self.offer_drafts)
        self.opened()

    def _build(self) -> None:
        self.setWindowIcon(icons.application_icon())
        self.setMinimumSize(*SMALLEST)
        self.resize(*USUAL)
        self.setAcceptDrops(True)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.first)
        self.pages.addWidget(self._under_banners(self.workspace))
        self.setCentralWidget(self.pages)
        self.setStatusBar(self.status)
        self.setDockOptions(QMainWindow.DockOption.AnimatedDocks)
        side = Qt.DockWidgetArea
        for name, words, inner, area in (
            ("filter", panes.FILTER, self.filters, side.LeftDockWidgetArea),
            ("detail", panes.DETAIL, self.detail, side.RightDockWidgetArea),
            ("history", panes.HISTORY, self.history, side.BottomDockWidgetArea),
            ("visible", panes.VISIBLE, self.visible, side.RightDockWidgetArea),
        ):
            self.panes.add(name, words, inner, area)
            self.panes.tie(name, self.commands.actions[f"{name}_panel"])
        self.panes.docks["history"].add_button(
            "grow", panes.GROW.filled(what=panes.HISTORY), lambda: self.panes.grow("history")
        )
        self.setCorner(Qt.Corner.BottomLeftCorner, side.LeftDockWidgetArea)
        self.setCorner(Qt.Corner.BottomRightCorner, side.RightDockWidgetArea)
        self.commands.actions["map_panel"].setChecked(True)
        self.map_deeds.dress(self.commands)
        self.theme_deeds.dress(self.commands)
        self.panes.restore_geometry()
        self.panes.restore_columns()

    def _under_banners(self, inner: QWidget) -> QWidget:
        page = QWidget()
        box = QVBoxLayout(page)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.banners)
        box.addWidget(inner, 1)
        return page

    def _connect(self) -> None:
        session, workspace, tables = self.session, self.workspace, self.workspace.ledger
        session.opened.connect(self.opened)
        self.bell.rung.connect(self.come_forward)
        session.changed.connect(self._changed)
        session.tasks.troubled.connect(self._troubled)
        speech.switched.connect(self._name)
        self.filters.left.connect(lambda: tables.table.setFocus())
        tables.faceted.connect(self.filters.show_facets)
        tables.counted.connect(self.status.show_sums)
        tables.import_asked.connect(self.files.ask_import)
        tables.add_asked.connect(lambda kind: self.guarded(lambda: self.records.ask_new(kind)))
        tables.told.connect(self.tell)
        tables.opened.connect(lambda kind, row_id: self.deeds.open_detail(kind, row_id))
        tables.pasted.connect(lambda paste: pasted_rows.tell(self, self.records, paste))
        workspace.cursor_moved.connect(self.detail.show_record)
        workspace.screens.opened.connect(self.deeds.open_detail)
        workspace.screens.printed.connect(
            lambda kind: self.guarded(lambda: print_front.ask_chart(self, kind))
        )
        workspace.screens.move_asked.connect(
            lambda *asked: self.guarded(lambda: move_dialog.ask(self, *asked))
        )
        workspace.map.import_asked.connect(self.files.ask_import)
        self.map_deeds.follow(self.visible)
        self.detail.stepped.connect(workspace.step)
        self.detail.located.connect(lambda kind, row_id: workspace.map.zoom(kind, [row_id]))
        self.backups.restored.connect(self.files.open_path)
        self.files.older.connect(lambda path, why: file_banners.offer_copy_in(self, path, why))
        first = self.first
        first.demo_asked.connect(self.files.demo)
        first.import_asked.connect(self.files.ask_import)
        first.new_asked.connect(self.files.new)
        first.open_asked.connect(self.files.ask_open)
        first.folder_asked.connect(self.files.ask_folder)
        first.file_asked.connect(lambda path: self.files.open_path(Path(path)))
        first.language_chosen.connect(self.deeds.speak)
        first.theme_chosen.connect(self.deeds.dress)
        for table in tables.tables.values():
            table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            table.customContextMenuRequested.connect(lambda at: cell_menu.open_at(self, at))
            heads = table.horizontalHeader()
            heads.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            heads.customContextMenuRequested.connect(self.deeds.columns_menu_at)

    # -- what the session tells

    def opened(self) -> None:
        """Show the file that is open now, or the first page."""
        there = self.session.file is not None
        self.commands.enable(there)
        self.pages.setCurrentIndex(1 if there else 0)
        self.commands.bar.setVisible(there)
        self._name()
        self.bell.stand_by(self.session.path if there else None)
        if there:
            self.workspace.choice.clear()
            self.filters.forget()
            self.panes.restore()
            self.workspace.ledger.reload()
            self.workspace.ledger.table.setFocus()
            if self._painted:
                QTimer.singleShot(0, self, self.workspace.map.start)
        else:
            self.panes.hide()
            self.first.refresh()
            self.first.demo.setFocus()
        self.deeds.name_undo()
        self.people.permit()
        file_banners.tell(self)
        self.offer_drafts()

    def offer_drafts(self) -> None:
        """Say over the table what was left unsaved."""
        drafts_dialog.offer(self)

    def _changed(self) -> None:
        self.deeds.name_undo()

    def _troubled(self, error: BaseException) -> None:
        trouble.show(error, self)

    def come_forward(self) -> None:
        """Show the window in front of all others."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def tell(self, words: Words) -> None:
        """Say something in passing."""
        self.status.showMessage(text(words), TOLD_FOR)

    def guarded(self, deed: Callable[[], object]) -> None:
        """Do something that may be refused, and tell the person why."""
        try:
            deed()
        except UserError as error:
            trouble.show(error, self)

    def _name(self) -> None:
        opened = self.session.file
        if opened is None:
            self.setWindowTitle(text(NAME))
            return
        demo = text(DEMO) if opened.demo else ""
        self.setWindowTitle(f"{opened.district}{demo} - {text(NAME)}")

    # -- Qt's hooks

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self, self._after_paint)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.panes.make_room()
        super().resizeEvent(event)

    def _after_paint(self) -> None:
        self.painted.emit()
        if self.session.file is not None:
            self.workspace.map.start()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.session.tasks.running and not self.deeds.may_close():
            event.ignore()
            return
        self.panes.keep()
        self.hide()  # what is still to be written is not to be watched
        self.session.tasks.cancel()
        self.session.tasks.wait()
        self.session.drafts.flush()
        self.clock.finish()
        self.session.end()
        self.bell.close()
        event.accept()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._dropped(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = self._dropped(event)
        if files:
            event.acceptProposedAction()
            QTimer.singleShot(0, self, lambda: self.files.dropped(files))

    @staticmethod
    def _dropped(event: QDropEvent) -> list[Path]:
        return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
