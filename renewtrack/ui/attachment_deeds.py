"""What the list of attachments does: add, look, open, save, take off, find again."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QImage, QImageReader, QPixmap
from PySide6.QtWidgets import QFileDialog, QWidget

from renewtrack.errors import UserError
from renewtrack.ui import asking, trouble
from renewtrack.ui.session import Session
from renewtrack.ui.speaking import text
from renewtrack.ui.tasks import Task
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

    from renewtrack.store.attachments import Attachment
    from renewtrack.store.contents import Content

ADD_TITLE = Words("选择要添加的文件", "Choose the files to attach")
SAVE_TITLE = Words("附件另存为", "Save the attachment as")
RELINK_TITLE = Words("在哪个文件夹里找", "Folder to search")
ADDING = Words("正在添加附件…", "Attaching…")
SEARCHING = Words("正在按内容查找…", "Searching by content…")
SEVERAL = Words("{name} 等 {count} 个文件", "{name} and others, {count} files")
FOUND_TITLE = Words("找回附件", "Find attachments again")
FOUND = Words(
    "找回 {count} 个附件。{rest}",
    "Found {count} attachments again. {rest}",
)
STILL = Words("还有 {count} 个没有找到。", "{count} are still missing.")
ALL = Words("现在全部都在。", "All are there now.")
LARGEST = 8_000_000  # pixels of a picture that has to be decoded whole


class AttachmentDeeds(QObject):
    """Does what the buttons of the list say."""

    def __init__(self, session: Session, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._window = session, window

    def folder(self) -> Path:
        """Return where the contents lie."""
        from renewtrack.store import contents

        return contents.folder(self._session.path)

    def ask_add(self, owner: str, owner_id: int) -> None:
        """Ask for files and attach them."""
        found, _ = QFileDialog.getOpenFileNames(self._window, text(ADD_TITLE))
        if found:
            self.add(owner, owner_id, [Path(each) for each in found])

    def add(self, owner: str, owner_id: int, files: Sequence[Path]) -> Task:
        """Attach files to a record in one action, in a thread."""
        project, who = self._session.path, self._session.who

        def attach(db: Database, task: Task) -> None:
            from renewtrack.store import actions, attachments, contents

            kept: list[Content] = []
            for number, each in enumerate(files):
                share = number / len(files)
                kept.append(
                    contents.store(
                        project,
                        each,
                        lambda done, total, at=share: task(  # type: ignore[misc]
                            at + done / max(total, 1) / len(files), 1.0
                        ),
                    )
                )
            with actions.act(db, "attach", who, _named([each.name for each in kept])):
                for content in kept:
                    attachments.attach(db, content, owner, owner_id, who)

        return self._session.run_write(attach, words=ADDING)

    def tell(self, each: Attachment, phase: str | None, day: str | None) -> None:
        """Say what a picture shows and when it was taken, as an action that can be undone."""
        from renewtrack.store import attachments

        try:
            self._session.write(
                "edit", lambda db: attachments.tell(db, each.id, phase, day), each.name
            )
        except UserError as error:
            trouble.show(error, self._window)

    def look(self, each: Attachment, width: int, height: int) -> QPixmap | None:
        """Return a small picture of an image; None for anything else, and for a huge one.

        A JPEG is scaled while it is read, so that this takes no longer than a blink.
        """
        from renewtrack.store import contents

        ratio = self._window.devicePixelRatioF()
        room = QSize(round(width * ratio), round(height * ratio))
        image = _small(contents.place(self._session.path, each.sha256), room)
        if image.isNull():
            return None
        picture = QPixmap.fromImage(image)
        picture.setDevicePixelRatio(ratio)
        return picture

    def open(self, each: Attachment) -> None:
        """Open a copy with the program that the machine has for it."""
        from renewtrack.store import contents

        try:
            copy = contents.opened_copy(self._session.path, each, _room())
        except UserError as refused:
            trouble.show(refused, self._window)
            return
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(copy)))

    def ask_save(self, each: Attachment) -> None:
        """Ask where to, and write the content there."""
        start = str(Path.home() / each.name)
        found, _ = QFileDialog.getSaveFileName(self._window, text(SAVE_TITLE), start)
        if found:
            self.save(each, Path(found))

    def save(self, each: Attachment, target: Path) -> None:
        """Write the content of an attachment to a file."""
        from renewtrack.store import contents

        try:
            contents.copy_to(self._session.path, each, target)
        except UserError as refused:
            trouble.show(refused, self._window)

    def remove(self, each: Attachment) -> None:
        """Take an attachment off its record."""
        from renewtrack.store import attachments

        self._session.write("delete", lambda db: attachments.remove(db, each.id), f"“{each.name}”")

    def ask_relink(self) -> None:
        """Ask for a folder and look there for missing contents."""
        found = QFileDialog.getExistingDirectory(self._window, text(RELINK_TITLE))
        if found:
            self.relink(Path(found))

    def relink(self, searched: Path) -> Task:
        """Look through a folder for missing contents by size and hash, in a thread."""
        project = self._session.path

        def search(db: Database, task: Task) -> tuple[int, int]:
            from renewtrack.store import attachments

            found = attachments.relink(db, project, searched, task)
            return len(found), len(attachments.missing(db, project))

        def told(counts: tuple[int, int]) -> None:
            found, lacking = counts
            rest = STILL.filled(count=lacking) if lacking else ALL
            self._session.changed.emit(frozenset({"attachment"}))
            asking.tell(self._window, FOUND_TITLE, FOUND.filled(count=found, rest=rest))

        return self._session.run_read(search, told, words=SEARCHING)


def _named(names: Sequence[str]) -> Words:
    first = f"“{names[0]}”"
    if len(names) == 1:
        return Words(first, first)
    return SEVERAL.filled(name=first, count=len(names))


def _small(path: Path, room: QSize) -> QImage:
    """Return an image scaled into a room while it is read; a null one for what is no picture."""
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    reader.setDecideFormatFromContent(True)
    size = reader.size()
    if not size.isValid():
        return _of_phone(path, room)
    whole = bytes(reader.format().data()) != b"jpeg"
    if whole and size.width() * size.height() > LARGEST:
        return QImage()
    reader.setScaledSize(size.scaled(room, Qt.AspectRatioMode.KeepAspectRatio))
    return reader.read()


def _of_phone(path: Path, room: QSize) -> QImage:
    """Return a small picture of what Qt does not read, such as HEIC; a null one for the rest."""
    from renewtrack.store import photo_pixels

    found = photo_pixels.small(path, (room.width(), room.height()), quick=True)
    if found is None:
        return QImage()
    wide, high, pixels = found
    return QImage(pixels, wide, high, wide * 3, QImage.Format.Format_RGB888).copy()


@cache
def _room() -> Path:
    """Return a folder for opened copies that only this person can read, gone at the end."""
    made = Path(tempfile.mkdtemp(prefix="renewtrack-open-"))
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return made
