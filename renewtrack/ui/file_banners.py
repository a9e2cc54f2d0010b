"""What stands over the table of an opened file: why it is only read, and what can be done."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from renewtrack.errors import Cancelled, UserError
from renewtrack.ui import asking, trouble
from renewtrack.ui.banner import Deed
from renewtrack.ui.speaking import text
from renewtrack.ui.tasks import Task
from renewtrack.words import Words

if TYPE_CHECKING:
    from renewtrack.store.file import ProjectFile
    from renewtrack.ui.main_window import MainWindow

READONLY, NOTICE = "readonly", "notice"  # the keys of the banners
COPY_IN = Words("复制到本机…", "Copy to this machine…")
COPY_TITLE = Words("复制到本机的哪个文件夹", "Folder of this machine for the copy")
COPYING = Words("正在复制台账…", "Copying the ledger…")
COPIED = Words("已复制并打开：{path}", "Copied and opened: {path}")
FOR_CHANGES = Words("打开以修改", "Open for changes")
OLDER = Words("要先复制到本机", "To be copied first")
TAKE_OVER = Words("接管", "Take over")
RESTORE = Words("恢复备份…", "Restore a backup…")


def tell(window: MainWindow) -> None:
    """Say of the file that is open now what is out of the ordinary, and nothing of others."""
    banners, opened = window.banners, window.session.file
    for key in tuple(banners.bars):
        if key.startswith((READONLY, NOTICE)):
            banners.drop(key)
    if opened is None:
        return
    if opened.why is not None:
        banners.tell(READONLY, opened.why.words, *_deeds(window, opened))
    for number, notice in enumerate(opened.notices):
        banners.once(f"{NOTICE}{number}", notice)


def _deeds(window: MainWindow, opened: ProjectFile) -> tuple[Deed, ...]:
    assert opened.why is not None
    path = Path(opened.path)
    copy = COPY_IN, lambda: ask_copy_in(window, path)
    again = FOR_CHANGES, lambda: open_for_changes(window, path)
    restore = window.commands.actions.get("backups")
    deeds: dict[str, tuple[Deed, ...]] = {
        "network": (copy,),
        "medium": (copy,),
        "linked": (copy,),
        "in_use": (again, copy),
        "asked": (again,),
        "damaged": () if restore is None else ((RESTORE, restore.trigger),),
    }
    return deeds.get(opened.why.key, ())


def ask_copy_in(window: MainWindow, path: Path) -> None:
    """Ask for a folder of this machine, copy a ledger there and open the copy."""
    found = QFileDialog.getExistingDirectory(window, text(COPY_TITLE), str(window.files.folder()))
    if found:
        copy_in(window, path, Path(found))


def copy_in(window: MainWindow, path: Path, folder: Path) -> Task:
    """Copy a ledger and its attachments into a folder in a thread, and open the copy."""

    def work(_: Task) -> Path:
        from renewtrack.store import medium

        return medium.copy_in(path, folder)

    def done(copy: Path) -> None:
        said = COPIED.filled(path=copy)
        window.files.open_path(copy, lambda: window.tell(said))

    return window.session.tasks.run(work, done, words=COPYING)


def offer_copy_in(window: MainWindow, path: Path, older: UserError) -> None:
    """Offer to copy an older ledger in, which cannot be brought up to date where it lies."""
    told = Words(older.in_("zh"), older.in_("en"))
    if asking.confirmed(window, OLDER, told, COPY_IN):
        ask_copy_in(window, path)


def open_for_changes(window: MainWindow, path: Path) -> None:
    """Open a file anew to change it; a holder that cannot be asked is taken over on purpose."""
    from renewtrack.store.holding import StaleElsewhere

    session = window.session
    try:
        session.open(path, reading=False)
    except StaleElsewhere as held:
        told = Words(held.in_("zh"), held.in_("en"))
        if asking.confirmed(window, TAKE_OVER, told, TAKE_OVER):
            window.guarded(lambda: session.open(path, take_over=True))
    except Cancelled:
        return
    except UserError as held:
        trouble.show(held, window)
