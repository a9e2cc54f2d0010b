"""What the dialog of backups does: make, check, test, copy to another disk, restore."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from renewtrack.errors import UserError
from renewtrack.ui import asking, trouble
from renewtrack.ui.record_history import local
from renewtrack.ui.session import Session
from renewtrack.ui.speaking import text
from renewtrack.ui.tasks import Task
from renewtrack.words import LANGUAGES, Words

if TYPE_CHECKING:
    from sqlite_utils import Database

    from renewtrack.store.backups import Backup
    from renewtrack.store.restoring import Rehearsal, Restored
    from renewtrack.ui.backup_clock import BackupClock
    from renewtrack.ui.banner import Banners

READING = Words("正在核对备份…", "Checking the backups…")
MAKING = Words("正在备份…", "Backing up…")
TESTING = Words("正在试恢复…", "Testing a restore…")
COPYING = Words("正在复制备份…", "Copying a backup…")
RESTORING = Words("正在恢复…", "Restoring…")
MADE = Words("已备份：{name}", "Backed up: {name}")
COPIED = Words("备份已复制到 {folder}，并核对过", "The backup was copied to {folder} and checked")
SECOND_TITLE = Words("另一块磁盘上的文件夹", "A folder on another disk")
RESTORE_TITLE = Words("恢复备份", "Restore a backup")
RESTORE_YES = Words("恢复", "Restore")
RESTORE_SAME = Words(
    "恢复到 {at} 的备份？现在的文件会另存在旁边，不会丢失。",
    "Restore the backup of {at}? The present file is kept beside it; nothing is lost.",
)
RESTORE_ASK = Words(
    "恢复到 {at} 的备份后，此后的 {count} 处改动不在新的台账里。\n"
    "现在的文件会另存在旁边（{kept}），不会丢失。\n确认请输入 {count}：",
    "The backup of {at} does not have the {count} changes made since.\n"
    "The present file is kept beside it ({kept}); nothing is lost.\nTo confirm, type {count}:",
)
RESTORED_TITLE = Words("已恢复", "Restored")
RESTORED = Words(
    "台账已恢复到 {at} 的备份。\n原来的文件保存为：{kept}",
    "The ledger is now that of the backup of {at}.\nThe file before is kept as: {kept}",
)
TEST_TITLE = Words("试恢复", "Test restore")
TEST_GOOD = Words(
    "试恢复成功：{at} 的备份可以完整恢复，清点与清单一致。",
    "The test went well: the backup of {at} restores whole and agrees with its manifest.",
)
TEST_OLDER = Words(
    "较新的备份没有通过：{what}\n{at} 的备份可以完整恢复。请马上再做一次备份。",
    "A newer backup failed: {what}\nThe backup of {at} restores whole. Make a new backup now.",
)
TEST_BAD = Words(
    "试恢复没有成功：{what}\n请马上做一次新的备份，并检查这块磁盘。",
    "The test failed: {what}\nMake a new backup now, and have this disk checked.",
)
NEVER_TESTED = Words(
    "还没有试恢复过（每月自动一次）", "No restore was tested yet (monthly, by itself)"
)
TESTED = Words("上次试恢复：{at}，{how}", "Last test restore: {at}, {how}")
WELL = Words("成功", "went well")
BADLY = Words("没有成功", "failed")
NO_SECOND = Words(
    "这台机器坏了，备份也会一起丢：建议每周复制一份到另一块磁盘（移动硬盘、U 盘）。",
    "A broken machine takes its backups along: copy one to another disk every week.",
)
SECOND = Words("另一块磁盘：{folder}，最近一次 {at}", "Other disk: {folder}, last copy {at}")
SECOND_OLD = Words(
    "另一块磁盘：{folder}，已 {days} 天没有复制", "Other disk: {folder}, no copy for {days} days"
)
SAME_DISK = Words("（与台账在同一块磁盘上）", " (the same disk as the ledger)")
FAILED = Words("自动备份没有完成。{why}", "The automatic backup was not made. {why}")
OUR_FAULT = Words("原因见技术日志。", "The technical log says why.")
REMIND = Words(
    "已有一周没有把备份复制到另一块磁盘。这台机器坏了，备份也会一起丢。",
    "No backup was copied to another disk for a week. A broken machine takes its backups along.",
)
COPY_NOW = Words("现在复制…", "Copy now…")
LATER = Words("下次再说", "Later")


@dataclass(frozen=True, slots=True)
class Books:
    """What the present file holds, and what is wrong with each backup, by its file's name."""

    now: Mapping[str, str]
    faults: Mapping[str, Sequence[str]]


class BackupDeeds(QObject):
    """Works on the backups of the open file, in threads."""

    restored = Signal(object)  # Path of the file that is open again

    def __init__(self, session: Session, window: QWidget, tell: Callable[[Words], object]) -> None:
        super().__init__(window)
        self._session, self._window, self._tell = session, window, tell
        self.found: list[Backup] = []

    def follow(self, clock: BackupClock, banners: Banners) -> None:
        """Say over the table what the clock has to tell: trouble, a failed test, a missing copy."""

        def failed(error: Exception) -> None:
            self._tell_failed(error, banners)

        def tested(rehearsal: Rehearsal) -> None:
            if rehearsal.findings:
                banners.once("rehearsal", how_it_went(rehearsal))

        def reminded(_: object) -> None:
            copy = COPY_NOW, lambda: self.ask_second(lambda: banners.drop("second_disk"))
            banners.tell("second_disk", REMIND, copy, (LATER, lambda: banners.drop("second_disk")))

        clock.failed.connect(failed)
        clock.made.connect(lambda _: banners.drop("backup"))
        clock.tested.connect(tested)
        clock.reminded.connect(reminded)

    def _tell_failed(self, error: Exception, banners: Banners) -> None:
        trouble.log.error("%s", trouble.diagnosis(error))
        why = Words(*(_said(error, language) for language in LANGUAGES))
        banners.once("backup", FAILED.filled(why=why))

    # -- looking

    def read(self, then: Callable[[Books], object]) -> Task:
        """List the backups, check each against its manifest, and count the present file."""
        path = self._session.path

        def look(db: Database, task: Task) -> tuple[list[Backup], Books]:
            from renewtrack.store import backups, proving
            from renewtrack.ui.backups_dialog import held

            found, faults = backups.all(path), {}
            for number, backup in enumerate(found):
                task(number, len(found))
                faults[backup.path.name] = tuple(text(each) for each in backups.verify(backup))
            now = proving.measured(db.conn)
            return found, Books(held(now.counts, now.money), faults)

        def show(read: tuple[list[Backup], Books]) -> None:
            self.found = read[0]
            then(read[1])

        return self._session.run_read(look, show, words=READING)

    def second_words(self) -> Words:
        """Return what to say of the copy on another disk."""
        from renewtrack.store import second_disk

        second = second_disk.of(self._session.path)
        if second.folder is None or second.last_at is None:
            return NO_SECOND
        same = SAME_DISK if second.same_disk else Words("", "")
        words = SECOND_OLD if second.due else SECOND
        said = words.filled(folder=second.folder, at=local(second.last_at), days=second.days)
        return Words(said.zh + same.zh, said.en + same.en)

    def rehearsal_words(self) -> Words:
        """Return how the last test restore went."""
        from renewtrack.store import restoring

        last = restoring.last_rehearsal(self._session.path)
        if last is None:
            return NEVER_TESTED
        return TESTED.filled(at=local(last.at), how=WELL if last.ok else BADLY)

    def open_folder(self) -> None:
        """Show the folder of backups in the system's file manager."""
        from renewtrack.store import backups

        QDesktopServices.openUrl(QUrl.fromLocalFile(str(backups.folder(self._session.path))))

    # -- making

    def make(self, then: Callable[[], object]) -> Task:
        """Make a backup now."""
        path, who = self._session.path, self._session.who

        def make(task: Task) -> Backup:
            from renewtrack.store import backups

            return backups.make(path, "manual", progress=task, who=who)

        def done(backup: Backup) -> None:
            self._tell(MADE.filled(name=backup.name))
            then()

        return self._session.tasks.run(make, done, words=MAKING)

    def ask_second(self, then: Callable[[], object]) -> None:
        """Ask for a folder on another disk and copy the newest good backup there."""
        found = QFileDialog.getExistingDirectory(self._window, text(SECOND_TITLE))
        if found:
            self.copy_to(Path(found), then)

    def copy_to(self, folder: Path, then: Callable[[], object]) -> Task:
        """Copy the newest good backup to a folder and check it there."""
        path = self._session.path

        def copy(task: Task) -> None:
            from renewtrack.store import second_disk

            second_disk.copy_to(path, folder, task)

        def done(_: object) -> None:
            self._tell(COPIED.filled(folder=folder))
            then()

        return self._session.tasks.run(copy, done, words=COPYING)

    def rehearse(self, then: Callable[[], object]) -> Task:
        """Restore the newest backup into a folder that is thrown away, and say how it went."""
        path = self._session.path

        def test(_: Task) -> Rehearsal:
            from renewtrack.store import restoring

            return restoring.rehearse(path)

        def done(rehearsal: Rehearsal) -> None:
            asking.tell(self._window, TEST_TITLE, how_it_went(rehearsal))
            then()

        return self._session.tasks.run(test, done, words=TESTING)

    # -- restoring

    def may_restore(self) -> bool:
        """Tell whether the person's role covers restoring; a damaged file may be read-only."""
        from renewtrack.store import people

        opened = self._session.file
        return opened is not None and people.role_of(opened.db) == people.MANAGER

    def ask_restore(self, backup: Backup) -> bool:
        """Ask by number of the changes that will be gone, and restore; False if given up."""
        from renewtrack.store import people, proving

        people.permit(self._session.db, people.MANAGER)
        newest = proving.measured(self._session.db.conn).change_id
        since = max(0, newest - backup.manifest.change_id)
        at = local(backup.manifest.created_at)
        if since:
            kept = f"{self._session.path.name}.before-restore-…"
            asked = RESTORE_ASK.filled(at=at, count=since, kept=kept)
            agreed = asking.number(self._window, RESTORE_TITLE, asked, since)
        else:
            asked = RESTORE_SAME.filled(at=at)
            agreed = asking.confirmed(self._window, RESTORE_TITLE, asked, RESTORE_YES)
        if agreed:
            self.restore(self._session.path, backup)
        return agreed

    def restore(self, path: Path, backup: Backup) -> Task:
        """Put a backup in the place of the file, which is closed meanwhile, and open it again."""
        who = self._session.who
        if self._session.file is not None:
            self._session.close()

        def put(_: Task) -> Restored:
            from renewtrack.store import restoring

            return restoring.restore(path, backup, who)

        def done(restored: Restored) -> None:
            self.restored.emit(path)
            said = RESTORED.filled(at=local(backup.manifest.created_at), kept=restored.kept)
            asking.tell(self._window, RESTORED_TITLE, said)

        def failed(error: Exception) -> None:
            trouble.show(error, self._window)
            self.restored.emit(path)

        return self._session.tasks.run(put, done, failed, words=RESTORING)


def how_it_went(rehearsal: Rehearsal) -> Words:
    """Return in words how a test restore went, older backups that had to serve included."""
    what = Words(
        "；".join(each.zh for each in rehearsal.findings[:3]),
        "; ".join(each.en for each in rehearsal.findings[:3]),
    )
    if rehearsal.backup is None or not rehearsal.ok:
        return TEST_BAD.filled(what=what)
    words = TEST_OLDER if rehearsal.findings else TEST_GOOD
    return words.filled(at=local(rehearsal.backup.manifest.created_at), what=what)


def _said(error: Exception, language: str) -> str:
    return error.in_(language) if isinstance(error, UserError) else OUR_FAULT.in_(language)
