"""What the history view asks for: taking back, going back, writing the list out, thinning."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QFileDialog

from renewtrack.store.history import HistoryFilter
from renewtrack.ui import asking, trouble
from renewtrack.ui.history_view import PLACED
from renewtrack.ui.speaking import text
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

    from renewtrack.store.history import Undone
    from renewtrack.store.thinning import Thinned
    from renewtrack.ui.main_window import MainWindow
    from renewtrack.ui.tasks import Task

TAKE_BACK = Words("撤销操作", "Undo an action")
UNDONE = Words("已撤销：{what}", "Undone: {what}")
UNDOING = Words("正在撤销…", "Undoing…")
BIG = Words(
    "{what}：涉及 {count} 条记录，将全部撤销。之前会自动备份，之后可以重做。\n"
    "确认请输入记录条数 {count}：",
    "{what}: this undoes the changes of {count} records. A backup is made before, and it can be "
    "redone.\nTo confirm, type the number {count}:",
)
CHANGED = Words(
    "{why}\n\n可以只撤销其余部分：之后有改动的记录保持现在的样子，其余恢复原样。以后仍可重做。",
    "{why}\n\nThe rest can be undone: records that were changed since stay as they are now, the "
    "others go back. It can be redone later.",
)
REST = Words("保留这些，撤销其余", "Leave these, undo the rest")
KEPT = Words(
    "已撤销：{what}。之后又有改动的 {count} 条记录保持不变：\n{names}",
    "Undone: {what}. {count} records that were changed since stay as they are:\n{names}",
)
MORE = Words("…等", "… and more")
BACK = Words("回到此处", "Back to here")
BACK_ASK = Words(
    "将回到刚做完这项操作的时候：{what}。\n"
    "此后的 {count} 项操作依次撤销；之前会自动备份，之后可以逐项重做。\n"
    "确认请输入操作项数 {count}：",
    "Back to the moment after: {what}.\nThe {count} later actions are undone; a backup is "
    "made before, and they can be redone one by one.\nTo confirm, type the number {count}:",
)
NOTHING_LATER = Words("之后没有可撤销的操作。", "There is nothing to undo after it.")
WENT_BACK = Words("已撤销 {count} 项操作", "{count} actions undone")
EXPORT_TITLE = Words("导出历史清单", "Export the history")
EXPORT_NAME = Words("历史", "history")
EXPORTING = Words("正在导出…", "Exporting…")
EXPORTED = Words("已导出 {count} 项：{name}", "Exported {count} actions: {name}")
THINNING = Words("正在精简历史…", "Thinning the history…")
THINNED = Words("已删除 {count} 条改动明细", "{count} details removed")


class HistoryDeeds:
    """Does what the history view asks for, on one window."""

    def __init__(self, window: MainWindow) -> None:
        self._window, self._session = window, window.session
        view = window.history
        view.undo_asked.connect(lambda row: window.guarded(lambda: self.take_back(row)))
        view.back_asked.connect(lambda row: window.guarded(lambda: self.back_to(row)))
        view.export_asked.connect(self.ask_export)
        view.thin_asked.connect(lambda: window.guarded(self.ask_thin))
        view.record_asked.connect(window.deeds.go_to)

    # -- one record

    def of_record(self) -> None:
        """Show the history of the record with the cursor."""
        from renewtrack.store import titles

        tables = self._window.workspace.ledger
        row_id = tables.table.current_id()
        if row_id is None:
            return
        table = next(table for table, kind in PLACED.items() if kind == tables.kind)
        self._window.panes.docks["history"].show()
        name = titles.title(self._session.db, table, row_id)
        self._window.history.only(table, row_id, name)

    # -- taking back

    def take_back(self, group_id: int) -> None:
        """Take one action back as a whole; by number and after a backup where it is big."""
        from renewtrack.store import history, sizing

        db = self._session.db
        group = next(iter(history.groups(db, None, 1, group_id + 1)), None)
        count = history.size(db, group_id)
        big = sizing.is_big(count, history.record_count(db))
        if group is None or (
            big
            and not asking.number(
                self._window, TAKE_BACK, BIG.filled(what=group.words, count=count), count
            )
        ):
            return
        self._run(group_id, history.undo_group, backed_up=big)

    def _run(
        self, group_id: int, way: Callable[[Database, int, str], Undone], *, backed_up: bool = False
    ) -> None:
        who = self._session.who

        def job(db: Database, _: Task) -> Undone:
            return way(db, group_id, who)

        def failed(error: Exception) -> None:
            from renewtrack.store.history import ChangedSince, take_back

            if isinstance(error, ChangedSince) and way is not take_back:
                why = Words(error.in_("zh"), error.in_("en"))
                question = CHANGED.filled(why=why)
                if asking.confirmed(self._window, TAKE_BACK, question, REST):
                    self._run(group_id, take_back)
            else:
                trouble.show(error, self._window)

        safe = self._session.backed_up("mass", job) if backed_up else job
        self._session.run_write(safe, self._told, failed, words=UNDOING)

    def _told(self, undone: Undone) -> None:
        what = undone.group.words
        if not undone.left:
            self._window.tell(UNDONE.filled(what=what))
            return
        names = [*undone.left, *([MORE] if undone.left_count > len(undone.left) else [])]
        listed = Words("\n".join(each.zh for each in names), "\n".join(each.en for each in names))
        message = KEPT.filled(what=what, count=undone.left_count, names=listed)
        asking.tell(self._window, TAKE_BACK, message)

    def back_to(self, group_id: int) -> None:
        """Undo all that came after an action, once the person has typed how many that are."""
        from renewtrack.store import history

        db, who = self._session.db, self._session.who
        (group,) = history.groups(db, None, 1, group_id + 1)
        count = len(history.later(db, group_id))
        if not count:
            asking.tell(self._window, BACK, NOTHING_LATER)
            return
        question = BACK_ASK.filled(what=group.words, count=count)
        if not asking.number(self._window, BACK, question, count):
            return

        def job(db: Database, _: Task) -> list[Undone]:
            return history.undo_to(db, group_id, who)

        def done(undone: list[Undone]) -> None:
            self._window.tell(WENT_BACK.filled(count=len(undone)))

        def failed(error: Exception) -> None:
            from renewtrack.ui.session import EVERYTHING

            self._session.changed.emit(EVERYTHING)  # some of it may be done
            trouble.show(error, self._window)

        self._session.run_write(self._session.backed_up("mass", job), done, failed, words=UNDOING)

    # -- the list

    def ask_export(self, which: HistoryFilter) -> None:
        """Ask where to, and write the list out as it is filtered."""
        district = self._session.file.district if self._session.file is not None else ""
        name = f"{district}{text(EXPORT_NAME)}_{self._session.today}.xlsx"
        found, _ = QFileDialog.getSaveFileName(
            self._window,
            text(EXPORT_TITLE),
            str(self._window.files.folder() / name),
            "*.xlsx",
        )
        if found:
            path = Path(found)
            self.export(path if path.suffix else path.with_suffix(".xlsx"), which)

    def export(self, path: Path, which: HistoryFilter) -> Task:
        """Write the list out in a thread, and record that it went out."""
        who = self._session.who

        def job(db: Database, _: Task) -> int:
            from renewtrack.intake import history_sheet

            return history_sheet.write(db, path, which, who)

        def done(count: int) -> None:
            self._window.tell(EXPORTED.filled(count=f"{count:,}", name=path.name))

        return self._session.run_write(job, done, words=EXPORTING)

    # -- thinning

    def ask_thin(self) -> None:
        """Ask which details to remove and why, and remove them after a backup."""
        from renewtrack.ui.thin_dialog import ThinDialog

        dialog = ThinDialog(self._session, self._window)
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return
        before, reason, who = dialog.before(), dialog.reason(), self._session.who
        if before is None:
            return

        def job(db: Database, _: Task) -> Thinned:
            from renewtrack.store import thinning

            found = thinning.thin(db, before, who, reason)
            thinning.pack(db)
            return found

        def done(found: Thinned) -> None:
            self._window.tell(THINNED.filled(count=f"{found.entries:,}"))

        self._session.run_write(self._session.backed_up("mass", job), done, words=THINNING)
