"""The view of pictures: a grid of small ones, and before beside after."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from renewtrack.ui import icons, photo_words, plain
from renewtrack.ui.filtering import Choice
from renewtrack.ui.flow import FlowLayout
from renewtrack.ui.photo_deeds import PhotoDeeds
from renewtrack.ui.photo_filter import PhotoFilter
from renewtrack.ui.photo_grid import PhotoGrid, PhotoModel
from renewtrack.ui.photo_loading import Pictures
from renewtrack.ui.photo_pages import DOUBTFUL, LACKING, DoubtfulPage, MissingPage, PairsPage
from renewtrack.ui.photo_words import PHASES
from renewtrack.ui.screen import Screen
from renewtrack.ui.session import Session
from renewtrack.ui.speaking import say, speech, text
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

    from renewtrack.store.photo_list import Missing, Photo
    from renewtrack.store.photo_pairs import Pair

FOLDER = Words("导入文件夹或相机卡…", "Take in a folder or card…")
FILES, UP = Words("导入照片…", "Take in pictures…"), Words("自动配对", "Pair up")
SHEETS = Words("打印前后对照…", "Print pairs…")
PAIRS_TAB = Words("对比 {count}", "Pairs {count}")
LACKING_TAB = Words("缺照片 {count}", "Missing {count}")
DOUBT_TAB = Words("待核 {count}", "To check {count}")
PAGES = Words("对比、缺少和待核", "Pairs, missing and in question")
PLACE, ITEM = Words("位置…(P)", "Place… (P)"), Words("改造项…(I)", "Item… (I)")
TOGETHER, REMOVE = Words("配成一对(B)", "Make a pair (B)"), Words("移除(Del)", "Remove (Del)")
KEYED = Words("{phase}({key})", "{phase} ({key})")
NONE = Words(
    "还没有照片。把照片、文件夹或相机卡拖到这里，或点“导入”。"
    "程序按文件名、文件夹名和拍摄位置归到楼栋和住户。",
    "No pictures yet. Drop pictures, folders or a camera card here, or press Take in. They find "
    "their buildings and homes by file name, folder name and where they were taken.",
)
KEYS = Words(
    "方向键移动，Shift 连选；1 前 2 中 3 后 0 不注明；P 位置，I 改造项，B 配对，K 位置无误",
    "Arrows move, Shift extends; 1 before, 2 during, 3 after, 0 not said; P place, I item, B pair, "
    "K place is right",
)
COUNTED = Words("{shown} / {every} 张", "{shown} of {every}")
PHASE_KEYS = {"1": "before", "2": "during", "3": "after", "0": None}
THUMB, LARGE = (320, 240), (1400, 1050)  # pixels


@dataclass(frozen=True, slots=True)
class Found:
    """What the view shows."""

    photos: Sequence[Photo] = ()
    pairs: Sequence[Pair] = ()
    missing: Sequence[Missing] = ()


class PhotosScreen(Screen):
    """Pictures of the estates filtered, and those that nobody placed; all by keys."""

    def __init__(self, session: Session, choice: Choice, parent: QWidget | None = None) -> None:
        super().__init__(session, choice, parent)
        self.found = Found()
        self.pictures = Pictures(session.tasks, THUMB, 1500, self)
        self.large = Pictures(session.tasks, LARGE, 12, self)
        self.model = PhotoModel(self.pictures, self)
        self.grid, self.deeds = PhotoGrid(self.model), PhotoDeeds(self)
        self.pairs, self.missing = PairsPage(self.deeds, self.large), MissingPage()
        self.doubtful, self.pages = DoubtfulPage(self.deeds), QTabWidget()
        self.filter = PhotoFilter(self)
        self.none, self.told, self.keys = plain.label(), plain.label(), plain.label()
        self.buttons: list[QPushButton] = []
        self.answers: list[QPushButton] = []  # which say something of the selected pictures
        self._build()

    def show_now(self) -> None:
        """Read the pictures of the estates that are filtered."""
        wanted = self.choice.filter("estates", self.session.today)

        def job(db: Database, _: object) -> Found:
            from renewtrack.store import listing, photo_list, photo_pairs

            within = None if wanted.is_whole else frozenset(listing.ids(db, "estates", wanted))
            photos = photo_list.all(db, within)
            missing = photo_list.missing(db, photos, within)
            return Found(photos, photo_pairs.among(db, photos), missing)

        self.read(job, self._arrived)

    # -- build

    def _build(self) -> None:
        self.setAcceptDrops(True)
        self._give_keys()
        for label, words in ((self.none, NONE), (self.keys, KEYS)):
            label.setProperty("role", "dim")
            label.setWordWrap(True)
            say(label.setText, words)
        self.none.setContentsMargins(12, 12, 12, 12)
        self.none.setAlignment(Qt.AlignmentFlag.AlignTop)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.none, 1)
        column.addWidget(self.grid, 1)
        row = QHBoxLayout()
        row.setContentsMargins(8, 0, 8, 0)
        row.addLayout(self._answers(), 1)
        column.addLayout(row)
        self.told.setContentsMargins(8, 0, 8, 2)
        self.told.setWordWrap(True)
        column.addWidget(self.told)
        self._pages()
        parts = QSplitter(Qt.Orientation.Horizontal)
        parts.addWidget(left)
        parts.addWidget(self.pages)
        parts.setChildrenCollapsible(False)
        parts.setSizes([560, 440])
        bar = QHBoxLayout()
        bar.setContentsMargins(8, 4, 8, 4)
        bar.addLayout(self._bar(), 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(2)
        box.addLayout(bar)
        box.addWidget(parts, 1)
        self.keys.setContentsMargins(8, 0, 8, 4)
        box.addWidget(self.keys)
        self.grid.moved.connect(self._tell)
        self.session.opened.connect(self._another)
        speech.switched.connect(self._spoken)
        self.setFocusProxy(self.grid)
        self._another()

    def _bar(self) -> FlowLayout:
        bar = FlowLayout()
        for words, sign, deed in (
            (FOLDER, "import", self.deeds.ask_folder),
            (FILES, "camera", self.deeds.ask_files),
            (UP, "merge", self.deeds.pair_up),
            (SHEETS, "print", self.deeds.ask_print),
        ):
            bar.addWidget(self._button(words, deed, sign, writes=words is not SHEETS))
        for box in (self.filter.phase, self.filter.state):
            bar.addWidget(box)
        self.filter.changed.connect(self._list)
        return bar

    def _answers(self) -> FlowLayout:
        bar = FlowLayout()
        for key, phase in PHASE_KEYS.items():
            words = KEYED.filled(phase=PHASES[phase or ""], key=key)
            self.answers.append(self._button(words, partial(self.deeds.set_phase, phase)))
        for words, deed in (
            (PLACE, self.deeds.ask_place),
            (ITEM, self.deeds.ask_item),
            (TOGETHER, self._together),
            (REMOVE, self.deeds.remove),
        ):
            self.answers.append(self._button(words, deed))
        for button in self.answers:
            bar.addWidget(button)
        return bar

    def _button(
        self, words: Words, deed: Callable[[], object], sign: str = "", *, writes: bool = True
    ) -> QPushButton:
        button = _made(words, deed, sign)
        if writes:
            self.buttons.append(button)
        return button

    def _give_keys(self) -> None:
        qt = Qt.Key
        phases = (qt.Key_1, qt.Key_2, qt.Key_3, qt.Key_0)
        for key, phase in zip(phases, PHASE_KEYS.values(), strict=True):
            self.grid.keys[key] = partial(self.deeds.set_phase, phase)
        self.grid.keys |= {
            qt.Key_P: self.deeds.ask_place,
            qt.Key_I: self.deeds.ask_item,
            qt.Key_B: self._together,
            qt.Key_K: self._confirm,
            qt.Key_Delete: self.deeds.remove,
            qt.Key_Return: self._compare,
            qt.Key_Enter: self._compare,
        }
        self.grid.doubleClicked.connect(lambda _: self._compare())

    def _pages(self) -> None:
        for page in (self.pairs, self.missing, self.doubtful):
            self.pages.addTab(page, "")
        self.pages.setDocumentMode(True)
        say(self.pages.tabBar().setAccessibleName, PAGES)
        self.missing.asked.connect(self._show_place)
        self.doubtful.asked.connect(lambda photo: self._show_ids([photo.id]))

    def _spoken(self, _: str = "") -> None:
        counts = len(self.found.pairs), len(self.found.missing), len(self._doubted())
        for place, words in enumerate((PAIRS_TAB, LACKING_TAB, DOUBT_TAB)):
            self.pages.setTabText(place, text(words.filled(count=f"{counts[place]:,}")))
        for place, words in ((1, LACKING), (2, DOUBTFUL)):
            self.pages.setTabToolTip(place, text(words))
        self._tell()

    def _another(self) -> None:
        """Forget the pictures of another file."""
        self.pictures.forget()
        self.large.forget()
        if self.session.file is not None:
            from renewtrack.store import contents

            place = partial(contents.place, self.session.path)
            self.model.path_of = self.pairs.path_of = place
        self._arrived(Found())

    # -- what is shown

    def _arrived(self, found: Found) -> None:
        self.found = found
        self.pictures.retry()
        self.large.retry()
        may = self._may()
        for button in self.buttons:
            button.setEnabled(may and (bool(found.photos) or button not in self.answers))
        self.pairs.show_pairs(found.pairs, may)
        self.missing.show_missing(found.missing)
        self.doubtful.show_doubtful(self._doubted(), may)
        self._list()
        self._spoken()

    def _doubted(self) -> list[Photo]:
        return [each for each in self.found.photos if each.questioned]

    def _list(self) -> None:
        """Show the pictures that phase and state choose, the selected ones kept."""
        kept = [each.id for each in self.grid.chosen()]
        at = self.grid.currentIndex().row()
        shown = [each for each in self.found.photos if self.filter.has(each)]
        self.model.show_photos(shown)
        self.none.setVisible(not self.found.photos)
        self._show_grid()
        self.grid.choose(kept)
        if shown and not self.grid.chosen():
            self.grid.setCurrentIndex(self.model.index(min(max(at, 0), len(shown) - 1)))
        self._tell()

    def _show_grid(self) -> None:
        """Show the grid where there are pictures; coming into view it takes the keys."""
        came = self.grid.isHidden() and bool(self.found.photos)
        self.grid.setVisible(bool(self.found.photos))
        focused = self.window().focusWidget()  # also where a receipt stands before it
        if came and focused is not None and self.isAncestorOf(focused):
            self.grid.setFocus()

    def _tell(self) -> None:
        counted = COUNTED.filled(shown=len(self.model.photos), every=len(self.found.photos))
        said = [text(counted)] if self.found.photos else []
        self.told.setText("　".join((*said, *_said(self.grid.front()))))

    def _show_ids(self, ids: Sequence[int]) -> None:
        self.filter.clear()
        self.grid.choose(ids)
        self.grid.setFocus()

    def _show_place(self, lack: Missing) -> None:
        """Show what there is of a place, and let the map show its building."""
        self._show_ids([each.id for each in self.found.photos if each.place == lack.place])
        if lack.place[0] == "building":
            self.picked.emit("buildings", [lack.place[1]])

    # -- deeds of the view itself

    def _compare(self) -> None:
        """Bring the pair of the picture in front to the front."""
        front = self.grid.front()
        if front is None:
            return
        for pair in self.found.pairs:
            if front.id in (pair.before.id, pair.after.id):
                self._bring(pair.id)
                return

    def _together(self) -> None:
        made = self.deeds.pair_chosen()
        if made is not None:
            self._bring(made)

    def _bring(self, pair_id: int) -> None:
        self.pages.setCurrentWidget(self.pairs)
        self.pairs.bring(pair_id)
        self.pairs.view.setFocus()

    def _confirm(self) -> None:
        self.deeds.confirm([each.id for each in self.grid.chosen() if each.questioned])

    def _may(self) -> bool:
        return self.session.file is not None and self.session.may("editor")

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped(event) and self._may():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        sources = _dropped(event)
        if sources:
            event.acceptProposedAction()
            self.deeds.take_in(sources)


def _dropped(event: QDropEvent) -> list[Path]:
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]


def _made(words: Words, deed: Callable[[], object], sign: str) -> QPushButton:
    button = QPushButton()
    say(button.setText, words)
    if sign:
        icons.give(button.setIcon, sign)
    button.clicked.connect(lambda _=False: deed())
    return button


def _said(photo: Photo | None) -> list[str]:
    """Return what is told of the picture in front: its file, when and how far off it was taken."""
    if photo is None:
        return []
    said = photo.name, photo_words.taken(photo), photo_words.off(photo.off_m)
    return [each for each in said if each]
