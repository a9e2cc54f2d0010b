"""What the commands of the window do, by the keys of the table of commands."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QApplication, QMenu, QMessageBox

from renewtrack.ui import (
    asking,
    base_maps_dialog,
    blocks,
    drafts_dialog,
    erase_dialog,
    exports_view,
    plain,
    print_front,
    records_view,
    report_deeds,
    retention_dialog,
    value_source,
)
from renewtrack.ui.command_palette import CommandPalette
from renewtrack.ui.command_table import FILE, RECENT
from renewtrack.ui.help_window import About, open_manual, page_of
from renewtrack.ui.layer_deeds import LayerDeeds
from renewtrack.ui.look import light, system_is_dark
from renewtrack.ui.speaking import say, speech, text
from renewtrack.ui.work_deeds import WorkDeeds
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

    from renewtrack.store.history import Undone
    from renewtrack.ui.main_window import MainWindow
    from renewtrack.ui.session import Session

UNDO = Words("撤销：{what}", "Undo: {what}")
REDO = Words("重做：{what}", "Redo: {what}")
NO_UNDO = Words("撤销", "Undo")
NO_REDO = Words("重做", "Redo")
WHO_TITLE = Words("操作人姓名", "Your name")
WHO_ASK = Words("记在历史里的姓名：", "The name that stands in the history:")
RUNNING = Words("任务还在进行", "A job is still running")
RUNNING_ASK = Words(
    "“{what}”还没有做完。现在关闭会取消它，已写入的内容不受影响。",
    "“{what}” has not finished. Closing cancels it; what is stored stays stored.",
)
CANCEL_JOB = Words("取消任务并关闭", "Cancel it and close")
WAIT = Words("等它做完再关闭", "Close when it is done")
STAY = Words("不关闭", "Do not close")
UNDONE = Words("已撤销：{what}", "Undone: {what}")
REDONE = Words("已重做：{what}", "Done again: {what}")
PANELS = ("filter", "detail", "history", "visible")
BIG_UNDO = 200  # changes; more are undone and redone in a thread
UNDOING = Words("正在撤销…", "Undoing…")
REDOING = Words("正在重做…", "Redoing…")


class RecentMenu(QMenu):
    """The files opened last, newest first."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._files, self._session = window.files, window.session
        say(self.setTitle, RECENT)
        self._session.preferred.connect(self.fill)
        self.fill()

    def fill(self) -> None:
        """List the files as the preferences know them."""
        self.clear()
        recent = self._session.preferences.recent
        for written in recent:
            act = self.addAction(Path(written).stem)
            act.setToolTip(plain.plain_tip(written))
            act.triggered.connect(partial(self._files.open_path, Path(written)))
        self.setEnabled(bool(recent))


class WindowDeeds:
    """Does what a command says, on one window."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def table(self) -> dict[str, Callable[[], object]]:
        """Return what each command does."""
        window = self._window
        records, workspace = window.records, window.workspace
        tables = workspace.ledger
        deeds: dict[str, Callable[[], object]] = {
            "backups": self.open_backups,
            "close": self.close_file,
            "quit": window.close,
            "undo": lambda: window.guarded(self.undo),
            "redo": lambda: window.guarded(self.redo),
            "copy": lambda: blocks.copy(tables.table),
            "paste": lambda: blocks.paste(tables.table),
            "fill_down": lambda: blocks.fill_down(tables.table),
            "clear_cells": lambda: blocks.clear(tables.table),
            "find": self.find,
            "clear_filter": workspace.choice.clear,
            "record_history": lambda: window.guarded(window.history_deeds.of_record),
            "value_source": lambda: window.guarded(lambda: _open_source(window)),
            "map_panel": self.toggle_map,
            "map_full": self.map_full,
            "columns": lambda: self.columns_menu(QCursor.pos()),
            "zoom": workspace.zoom,
            "zoom_all": workspace.map.zoom_all,
            "next_pane": lambda: window.panes.step(1),
            "previous_pane": lambda: window.panes.step(-1),
            "reset_layout": window.panes.reset,
            "delete_rows": lambda: window.guarded(records.ask_delete),
            "next_record": lambda: workspace.step(1),
            "previous_record": lambda: workspace.step(-1),
            "set_who": self.ask_who,
            "manual": self.open_manual,
            "palette": self.open_palette,
        }
        deeds |= window.people.table() | window.files.table() | _dialogs(window)
        deeds |= WorkDeeds(window).table()
        maps = (*window.map_parts, window.map_sites, window.theme_deeds)
        for part in (*maps, LayerDeeds(window)):
            deeds |= part.table()
        deeds |= {f"{name}_panel": partial(window.panes.toggle, name) for name in PANELS}
        deeds |= {kind: partial(workspace.show_table, kind) for kind in tables.tables}
        deeds |= {f"add_{kind[:-1]}": partial(records.ask_new, kind) for kind in tables.tables}
        return deeds

    # -- undo

    def undo(self) -> None:
        """Take the last action back; a big one in a thread."""
        session = self._window.session
        if self._window.map_tools.step("undo") or _going_back(session):
            return
        target = session.undo_target()
        if target is not None and target.changes > BIG_UNDO:
            self.undo_group(target.id)
            return
        session.undo()
        if target is not None:
            self._window.tell(UNDONE.filled(what=target.words))

    def redo(self) -> None:
        """Do the last undone action again; a big one in a thread."""
        session = self._window.session
        if self._window.map_tools.step("redo") or _going_back(session):
            return
        target = session.redo_target()
        if target is not None and target.changes > BIG_UNDO:
            _redo_big(self._window, target.words)
            return
        session.redo()
        if target is not None:
            self._window.tell(REDONE.filled(what=target.words))

    def undo_group(self, group_id: int) -> None:
        """Take one action back as a whole, in a thread."""
        session = self._window.session
        who = session.who

        def take_back(db: Database, _: object) -> Undone:
            from renewtrack.store import history

            return history.undo_group(db, group_id, who)

        def told(undone: Undone) -> None:
            self._window.tell(UNDONE.filled(what=undone.group.words))

        session.run_write(take_back, told, words=UNDOING)

    def name_undo(self) -> None:
        """Name in menu and tip what undo and redo would do."""
        session, actions = self._window.session, self._window.commands.actions
        for key, target, words, bare in (
            ("undo", session.undo_target(), UNDO, NO_UNDO),
            ("redo", session.redo_target(), REDO, NO_REDO),
        ):
            act = actions[key]
            act.setEnabled(target is not None and session.may("editor"))
            said = bare if target is None else words.filled(what=target.words)
            say(act.setText, said)
            plain.say_tip(act, said)
        self._window.map_tools.name_steps(actions)

    def close_file(self) -> None:
        """Close the file, remembering how the panes stood."""
        self._window.panes.keep()
        self._window.session.close()

    def open_backups(self) -> None:
        """Show the backups of the file."""
        from renewtrack.ui.backups_dialog import BackupsDialog

        BackupsDialog(self._window.session, self._window.backups, self._window).exec()

    # -- looks and words

    def speak(self, language: str) -> None:
        """Switch the language of everything."""
        self._window.session.prefer(language=language)
        speech.switch(language)
        self.tick()

    def dress(self, theme: str) -> None:
        """Switch between light and dark."""
        session = self._window.session
        session.prefer(theme=theme)
        application = cast(QApplication, QApplication.instance())
        session.dark = theme == "dark" or (theme == "system" and system_is_dark(application))
        light.switch(application, session.dark, session.preferences.font_size)
        session.dark_changed.emit(session.dark)
        self.tick()

    def tick(self) -> None:
        """Tick the present language and light in their menus."""
        commands = self._window.commands
        commands.languages[speech.language].setChecked(True)
        commands.themes[self._window.session.preferences.theme].setChecked(True)

    def add_recent(self) -> None:
        """Add the menu of recent files."""
        window = self._window
        menu = RecentMenu(window)
        before = window.commands.actions["demo"]
        window.commands.menus[FILE].insertMenu(before, menu)
        self.tick()

    # -- view

    def find(self) -> None:
        """Go to the search field."""
        self._window.panes.docks["filter"].show()
        self._window.filters.search.setFocus()
        self._window.filters.search.selectAll()

    def open_detail(self, kind: str, row_id: int) -> None:
        """Open the details of a record."""
        self._window.panes.docks["detail"].show()
        self._window.detail.show_record(kind, row_id)

    def toggle_map(self) -> None:
        """Show or hide the map."""
        pane = self._window.workspace.map
        pane.setVisible(pane.isHidden())
        self._window.commands.actions["map_panel"].setChecked(not pane.isHidden())

    def map_full(self) -> None:
        """Let the map fill the window, or give it back."""
        full = self._window.panes.map_full()
        self._window.commands.actions["map_full"].setChecked(full)

    def columns_menu_at(self, place: QPoint) -> None:
        """Show the menu of columns at a head of the table."""
        heads = self._window.workspace.ledger.table.horizontalHeader()
        self.columns_menu(heads.mapToGlobal(place))

    def columns_menu(self, place: QPoint) -> None:
        """Show the menu in which columns are shown and hidden."""
        self.make_columns_menu().popup(place)

    def make_columns_menu(self) -> QMenu:
        """Return a menu with a tick for every column of the table in front."""
        table = self._window.workspace.ledger.table
        heads = table.horizontalHeader()
        menu = QMenu(self._window)
        for number, column in enumerate(table.ledger.columns):
            act = menu.addAction(text(column.words))
            act.setCheckable(True)
            act.setChecked(not heads.isSectionHidden(number))
            act.toggled.connect(lambda on, n=number: heads.setSectionHidden(n, not on))
            act.setEnabled(number > 0)
        return menu

    def open_manual(self) -> None:
        """Open the manual beside the window, at the page of the pane in use."""
        window = self._window
        page = page_of(QApplication.focusWidget()) if window.session.file is not None else ""
        open_manual(page, window)

    def open_palette(self) -> None:
        """Open the command palette."""
        window = self._window
        palette = CommandPalette(window.session, window.commands, window)
        palette.record_chosen.connect(self.go_to)
        palette.open_over(window)

    def go_to(self, kind: str, row_id: int) -> None:
        """Bring a record to the front, in the table and on the map."""
        self._window.workspace.go_to(kind, row_id)

    # -- small things

    def ask_who(self) -> None:
        """Ask for the name that stands in the history."""
        session = self._window.session
        found = asking.line(self._window, WHO_TITLE, WHO_ASK, session.who)
        if found is not None:
            session.prefer(who=found)

    def may_close(self) -> bool:
        """Ask what to do about a running job; True to cancel it and close."""
        window = self._window
        running = window.session.tasks.running
        what = running[0].words if running else Words("", "")
        box = QMessageBox(window)
        box.setWindowTitle(text(RUNNING))
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(text(RUNNING_ASK.filled(what=what)))
        cancel = box.addButton(text(CANCEL_JOB), QMessageBox.ButtonRole.DestructiveRole)
        wait = box.addButton(text(WAIT), QMessageBox.ButtonRole.AcceptRole)
        stay = box.addButton(text(STAY), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(stay)
        box.exec()
        if box.clickedButton() is wait:
            window.session.tasks.ended.connect(lambda _: window.close())
        return box.clickedButton() is cancel


def _open_source(window: MainWindow) -> None:
    """Show where the value came from that has the keyboard, in the details or the table."""
    sources = window.detail.sources
    sources.open(
        sources.of(QApplication.focusWidget())
        or value_source.of_cell(window.workspace.ledger.table)
    )


def _going_back(session: Session) -> bool:
    """Tell whether an earlier press is still at work: what comes next is not known yet."""
    return any(task.words in (UNDOING, REDOING) for task in session.tasks.running)


def _redo_big(window: MainWindow, what: Words) -> None:
    """Do a big action again, in a thread."""
    who = window.session.who

    def redo(db: Database, _: object) -> Undone:
        from renewtrack.store import history

        return history.redo(db, who)

    def told(_: Undone) -> None:
        window.tell(REDONE.filled(what=what))

    window.session.run_write(redo, told, words=REDOING)


def _dialogs(window: MainWindow) -> dict[str, Callable[[], object]]:
    """Return the commands that only open a dialog over the window."""
    return {
        "about": lambda: About(window).exec(),
        "base_maps": lambda: window.guarded(lambda: base_maps_dialog.open_over(window)),
        "drafts": lambda: drafts_dialog.show(window),
        "erase_person": lambda: erase_dialog.open_over(window.session, window),
        "retention": lambda: retention_dialog.open_over(window.session, window),
        **print_front.deeds(window),
        "give_map": lambda: window.guarded(lambda: _give_map(window)),
        "local_systems": lambda: window.guarded(lambda: _open_local_systems(window)),
        "exports": lambda: exports_view.open_over(window.session, window),
        "records": lambda: window.guarded(lambda: records_view.open_over(window.session, window)),
        "report": lambda: window.guarded(lambda: report_deeds.open_over(window.session, window)),
    }


def _give_map(window: MainWindow) -> None:
    """Ask for a map to give away, of all or of what the table lists now."""
    from renewtrack.ui.give_dialog import GiveDialog

    listed, _ = print_front.of(window)
    GiveDialog(window.session, window, listed).ask(window.tell)


def _open_local_systems(window: MainWindow) -> None:
    from renewtrack.ui import local_systems

    local_systems.open_over(window.session, window)
