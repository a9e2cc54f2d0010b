"""What is done with pictures: taken in, placed, told of, put together, taken away."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from renewtrack.errors import UserError
from renewtrack.ui import asking, photo_words, trouble
from renewtrack.ui.photo_receipt import ReceiptDialog
from renewtrack.ui.photo_words import PHASES
from renewtrack.ui.speaking import text
from renewtrack.ui.tasks import Task
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

    from renewtrack.store.photo_list import Photo
    from renewtrack.store.photo_pairs import Pair
    from renewtrack.store.photos import Receipt
    from renewtrack.ui.photos_screen import PhotosScreen

FOLDER_TITLE = Words("选择照片文件夹或相机卡", "Choose a folder of pictures or a camera card")
FILES_TITLE = Words("选择照片", "Choose pictures")
PICTURES = Words("照片", "Pictures")
TAKING = Words("正在导入照片…", "Taking pictures in…")
STILL = Words(
    "上一批照片还在导入，请等它结束再导入下一批。",
    "Pictures are still being taken in. Wait until that ends, then take in more.",
)
PLACE_TITLE = Words("照片的位置", "Place of the pictures")
PLACE_ASK = Words(
    "{count} 张照片属于哪里？写小区、楼号、单元和房号，如 上地东里3号楼2单元301 或 3-2-301；"
    "留空则不归任何位置",
    "Where do {count} pictures belong? Write estate, building, stairwell and room, such as "
    "上地东里3号楼2单元301 or 3-2-301; empty for no place",
)
NOT_FOUND = Words(
    "筛选出的小区里没有找到唯一的这个位置，请写全小区和楼号",
    "No single such place in the estates shown: write estate and building in full",
)
ITEM_TITLE = Words("照片的改造项", "Item of the pictures")
ITEM_ASK = Words("{count} 张照片拍的是哪个改造项？", "Which item do {count} pictures show?")
PHASED = Words("：{count} 张照片为{phase}", "{count} pictures: {phase}")
PLACED = Words("：{count} 张照片的位置", "place of {count} pictures")
ITEMED = Words("：{count} 张照片的改造项", "item of {count} pictures")
CONFIRMED = Words("：确认 {count} 张照片的位置", "place of {count} pictures confirmed")
REMOVED = Words("{count} 张照片", "{count} pictures")
PAIRED = Words("：配对前后照片", "pictures put into pairs")
PARTED = Words("一对前后照片", "a pair of pictures")
ALIGNED = Words("：对齐前后照片", "pictures of a pair aligned")
OPENED = Words("：对比照片公开与否", "whether a pair is public")
PAIRS_TITLE = Words("配对", "Pairs")
PAIRS_MADE = Words("配成 {count} 对。", "{count} pairs made.")
TWO = Words("请选两张照片，一张改造前、一张改造后。", "Choose two pictures: one before, one after.")
REMOVE_TITLE = Words("移除照片", "Remove pictures")
REMOVE_ASK = Words(
    "从台账中移除 {count} 张照片（可以撤销，附件文件夹里的内容保留）？",
    "Remove {count} pictures from the ledger (this can be undone; their contents are kept)?",
)


class PhotoDeeds(QObject):
    """Does what the buttons and keys of the view of pictures say."""

    def __init__(self, screen: PhotosScreen) -> None:
        super().__init__(screen)
        self._screen, self._session = screen, screen.session

    # -- taking in

    def ask_folder(self) -> None:
        """Ask for a folder or a card and take its pictures in."""
        found = QFileDialog.getExistingDirectory(self._screen, text(FOLDER_TITLE))
        if found:
            self.take_in([Path(found)])

    def ask_files(self) -> None:
        """Ask for files and take them in."""
        found, _ = QFileDialog.getOpenFileNames(self._screen, text(FILES_TITLE))
        if found:
            self.take_in([Path(each) for each in found])

    def take_in(self, sources: Sequence[Path]) -> Task | None:
        """Take in files, folders and cards in a thread, as one action, and show the receipt.

        One batch after the other: what one takes back on its way the next would count as there.
        """
        if not self._may():
            return None
        if any(task.words is TAKING for task in self._session.tasks.running):
            asking.tell(self._screen, PICTURES, STILL)
            return None
        project, who = self._session.path, self._session.who
        wanted = self._screen.choice.filter("estates", self._session.today)

        def job(db: Database, task: Task) -> Receipt:
            from renewtrack.store import listing, photos

            within = None if wanted.is_whole else listing.ids(db, "estates", wanted)
            return photos.index(db, project, sources, photos.Wish(who, within), task)

        return self._session.run_write(job, self._told, words=TAKING)

    def _told(self, receipt: Receipt) -> None:
        dialog = ReceiptDialog(receipt, self._screen)
        dialog.open()

    # -- saying what pictures are

    def set_phase(self, phase: str | None) -> None:
        """Say of the selected pictures what they show."""
        ids = self._ids()
        if not ids:
            return
        from renewtrack.store import photos

        said = PHASES[phase or ""]
        self._session.write(
            "bulk_edit",
            lambda db: photos.set_phase(db, ids, phase),
            PHASED.filled(count=len(ids), phase=said),
        )

    def ask_place(self) -> None:
        """Ask where the selected pictures belong, in one line."""
        ids, front = self._ids(), self._screen.grid.front()
        if not ids:
            return
        known = photo_words.place(front, front.named) if front is not None and front.place else ""
        dialog = asking.LineDialog(
            PLACE_TITLE, PLACE_ASK.filled(count=len(ids)), self._check, known, self._screen
        )
        accepted = dialog.exec()
        said = dialog.line.text().strip()
        dialog.deleteLater()
        if accepted:
            self.give_place(ids, self._place(said) if said else None)

    def give_place(self, ids: Sequence[int], place: tuple[str, int] | None) -> None:
        """Give pictures to a place by hand, or to none."""
        from renewtrack.store import photos

        self._session.write(
            "bulk_edit",
            lambda db: photos.assign(db, ids, place),
            PLACED.filled(count=len(ids)),
        )

    def _check(self, said: str) -> Words | None:
        return NOT_FOUND if said and self._place(said) is None else None

    def _place(self, said: str) -> tuple[str, int] | None:
        """Return the one place that some words mean among the estates shown."""
        from renewtrack.domain import photo_names
        from renewtrack.store import listing, photo_guide

        wanted = self._screen.choice.filter("estates", self._session.today)
        db = self._session.db
        within = None if wanted.is_whole else listing.ids(db, "estates", wanted)
        match = photo_guide.read(db, within).match([photo_names.told(said)], None, None)
        return (match.owner, match.owner_id) if match is not None else None

    def ask_item(self) -> None:
        """Ask which item the selected pictures show."""
        ids, front = self._ids(), self._screen.grid.front()
        if not ids:
            return
        known = photo_words.item(front.item) if front is not None else ""
        dialog = asking.LineDialog(
            ITEM_TITLE, ITEM_ASK.filled(count=len(ids)), lambda _: None, known, self._screen
        )
        accepted = dialog.exec()
        said = dialog.line.text().strip()
        dialog.deleteLater()
        if not accepted:
            return
        from renewtrack.domain import codes, homes
        from renewtrack.store import photos

        entry = codes.recognise("work_types", said) if said else None
        item = entry.key if entry else homes.item_of(said) if said else None
        self._session.write(
            "bulk_edit",
            lambda db: photos.set_item(db, ids, item),
            ITEMED.filled(count=len(ids)),
        )

    def confirm(self, ids: Sequence[int]) -> None:
        """Say that pictures taken far off belong to their places all the same."""
        if not ids or not self._may():
            return
        from renewtrack.store import photos

        self._session.write(
            "bulk_edit", lambda db: photos.confirm(db, ids), CONFIRMED.filled(count=len(ids))
        )

    def remove(self) -> None:
        """Take the selected pictures out of the ledger, after a question."""
        ids = self._ids()
        count = len(ids)
        if not ids or not asking.confirmed(
            self._screen, REMOVE_TITLE, REMOVE_ASK.filled(count=count)
        ):
            return
        from renewtrack.store import attachments

        def change(db: Database) -> None:
            for one in ids:
                attachments.remove(db, one)

        self._session.write("delete", change, REMOVED.filled(count=count))

    # -- pairs

    def pair_up(self) -> None:
        """Make the pairs that suggest themselves among the pictures shown."""
        if not self._may():
            return
        from renewtrack.store import photo_pairs

        photos = self._screen.found.photos
        made = self._session.write("edit", lambda db: photo_pairs.pair_up(db, photos), PAIRED)
        asking.tell(self._screen, PAIRS_TITLE, PAIRS_MADE.filled(count=len(made)))

    def pair_chosen(self) -> int | None:
        """Put the two selected pictures together, before and after by phase, else by time."""
        chosen = self._screen.grid.chosen()
        if not self._may():
            return None
        if len(chosen) != 2:
            asking.tell(self._screen, PAIRS_TITLE, TWO)
            return None
        from renewtrack.store import photo_pairs

        before, after = sorted(chosen, key=_order)
        return self._session.write(
            "edit", lambda db: photo_pairs.add(db, before.id, after.id), PAIRED
        )

    def part(self, pair: Pair) -> None:
        """Take a pair apart."""
        from renewtrack.store import photo_pairs

        if self._may():
            self._session.write("delete", lambda db: photo_pairs.remove(db, [pair.id]), PARTED)

    def align(self, pair: Pair, shift_x: float, shift_y: float, zoom: float) -> None:
        """Keep how after is laid over before."""
        from renewtrack.store import photo_pairs

        if self._may():
            self._session.write(
                "edit",
                lambda db: photo_pairs.align(db, pair.id, shift_x, shift_y, zoom),
                ALIGNED,
            )

    def publish(self, pair: Pair) -> None:
        """Let a pair stand on the public page, or no longer."""
        from renewtrack.store import photo_pairs

        if not self._may():
            return
        try:
            self._session.write(
                "edit", lambda db: photo_pairs.publish(db, pair, not pair.public), OPENED
            )
        except UserError as refused:
            trouble.show(refused, self._screen)

    def ask_print(self) -> None:
        """Show the print dialog on the pairs of the estates that are filtered."""
        from renewtrack.store import listing
        from renewtrack.ui.print_dialog import PrintDialog
        from renewtrack.ui.print_kinds import PAIRS, Range

        screen = self._screen
        wanted, rows = screen.choice.filter("estates", self._session.today), None
        if not wanted.is_whole:
            rows = Range("estates", frozenset(listing.ids(self._session.db, "estates", wanted)))
        dialog = PrintDialog(self._session, screen, rows)
        dialog.fields.kind.choose(PAIRS)
        dialog.exec()
        dialog.deleteLater()

    def _ids(self) -> list[int]:
        return [each.id for each in self._screen.grid.chosen()] if self._may() else []

    def _may(self) -> bool:
        return self._session.may("editor")


def _order(photo: Photo) -> tuple[int, str, int]:
    phases = {"before": 0, "during": 1, None: 1, "after": 2}
    return phases.get(photo.phase, 1), photo.taken_at or photo.taken_on or "", photo.id
