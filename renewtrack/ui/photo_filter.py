"""Which pictures are listed: of a phase, and all, unplaced, unpaired or doubtful ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QComboBox

from renewtrack.ui.photo_words import PHASES
from renewtrack.ui.speaking import say, speech, text
from renewtrack.words import Words

if TYPE_CHECKING:
    from renewtrack.store.photo_list import Photo

PHASE, STATE = Words("阶段", "Phase"), Words("显示", "Show")
ANY_PHASE = Words("全部阶段", "Every phase")
STATES = {
    "all": Words("全部照片", "All pictures"),
    "nowhere": Words("未归位", "Without a place"),
    "single": Words("未配对", "In no pair"),
    "doubtful": Words("位置待核", "Place in question"),
}


class PhotoFilter(QObject):
    """Two choices; ``changed`` when the person makes another one."""

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.phase, self.state = QComboBox(), QComboBox()
        for key in ("", *(key for key in PHASES if key)):
            self.phase.addItem("", key)
        for key in STATES:
            self.state.addItem("", key)
        for words, box in ((PHASE, self.phase), (STATE, self.state)):
            say(box.setAccessibleName, words)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            box.currentIndexChanged.connect(self._told)
        speech.switched.connect(self._spoken)
        self._spoken()

    def has(self, photo: Photo) -> bool:
        """Tell whether a picture is listed."""
        phase, state = self.phase.currentData(), self.state.currentData()
        if phase and photo.phase != phase:
            return False
        if state == "nowhere":
            return photo.place is None
        if state == "single":
            return not photo.paired
        return photo.questioned if state == "doubtful" else True

    def clear(self) -> None:
        """List all pictures."""
        self.phase.setCurrentIndex(0)
        self.state.setCurrentIndex(0)

    def _told(self, _: int) -> None:
        self.changed.emit()

    def _spoken(self, _: str = "") -> None:
        for place in range(self.phase.count()):
            key = self.phase.itemData(place)
            self.phase.setItemText(place, text(PHASES[key] if key else ANY_PHASE))
        for place, words in enumerate(STATES.values()):
            self.state.setItemText(place, text(words))
