"""What the office says of one base map: name, source, approval number, how strongly it shows."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QSlider,
    QWidget,
)

from renewtrack.ui import plain
from renewtrack.ui.speaking import say, text
from renewtrack.words import Words

if TYPE_CHECKING:
    from renewtrack.store.base_maps import BaseMap

NAME = Words("名称(&N)", "&Name")
SOURCE = Words("来源", "From")
ATTRIBUTION = Words("图上署名(&T)", "A&ttribution")
ATTRIBUTION_HINT = Words("如：区测绘院，2025 年", "as: District survey office, 2025")
APPROVAL = Words("审图号(&S)", "Approval n&o.")
APPROVAL_HINT = Words("如：京S(2025)001号", "as: 京S(2025)001号")
STRENGTH = Words("不透明度(&V)", "Opacit&y")
SYSTEM = Words("坐标(&Z)", "&Coordinates")
ONLINE = Words("在这台电脑上联网取图(&W)", "Ask the net&work from this computer")
SYSTEMS = {
    "wgs84": Words("WGS 84 或 2000 国家坐标系", "WGS 84 or CGCS2000"),
    "gcj02": Words("GCJ-02（高德、腾讯等的偏移瓦片）", "GCJ-02 (shifted tiles of web maps)"),
}
_TILES = ("mbtiles", "pmtiles", "online")


class BaseMapFields(QWidget):
    """The form of the base map that is chosen in the list."""

    edited = Signal()
    online_asked = Signal(bool)  # the person wants to switch the network on or off for it

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._base: BaseMap | None = None
        self.name, self.attribution, self.approval = QLineEdit(), QLineEdit(), QLineEdit()
        self.source = QLineEdit()
        self.source.setReadOnly(True)
        self.strength = QSlider(Qt.Orientation.Horizontal)
        self.strength.setRange(10, 100)
        self.percent = plain.label()
        self.percent.setMinimumWidth(44)
        self.system = QComboBox()
        for key in SYSTEMS:
            self.system.addItem("", key)
        say(self._say_systems, Words("zh", "en"), self)
        self.online = QCheckBox()
        say(self.online.setText, ONLINE)
        say(self.attribution.setPlaceholderText, ATTRIBUTION_HINT)
        say(self.approval.setPlaceholderText, APPROVAL_HINT)
        self._lay_out()
        for line in (self.name, self.attribution, self.approval):
            line.textEdited.connect(lambda _: self.edited.emit())
        self.strength.valueChanged.connect(self._strength_moved)
        self.system.activated.connect(lambda _: self.edited.emit())
        self.online.clicked.connect(self.online_asked)

    def _lay_out(self) -> None:
        self._form = QFormLayout(self)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        row = QHBoxLayout()
        row.addWidget(self.strength, 1)
        row.addWidget(self.percent)
        for words, field, buddy in (
            (NAME, self.name, self.name),
            (SOURCE, self.source, self.source),
            (ATTRIBUTION, self.attribution, self.attribution),
            (APPROVAL, self.approval, self.approval),
            (STRENGTH, row, self.strength),
            (SYSTEM, self.system, self.system),
        ):
            label = plain.label()
            say(label.setText, words)
            label.setBuddy(buddy)
            say(buddy.setAccessibleName, _bare(words))
            self._form.addRow(label, field)
        self._form.addRow("", self.online)

    def show_base(
        self, base: BaseMap | None, allowed: Collection[str], elsewhere: bool = False
    ) -> None:
        """Show a base map, or an empty form; ``elsewhere`` it needs the network."""
        self._base = base
        self.setEnabled(base is not None)
        for line, value in (
            (self.name, base.name if base else ""),
            (self.attribution, base.attribution if base else ""),
            (self.approval, base.approval_number if base else ""),
        ):
            line.setText(value)
        self.source.setText(base.path if base else "")
        self.source.setCursorPosition(0)
        self.strength.blockSignals(True)
        self.strength.setValue(round(base.opacity * 100) if base else 100)
        self.strength.blockSignals(False)
        self.percent.setText(f"{self.strength.value()} %")
        tiles = base is not None and base.kind in _TILES
        self._form.setRowVisible(self.system, tiles)
        system = str(base.settings.get("system", "wgs84")) if base else "wgs84"
        self.system.setCurrentIndex(max(0, self.system.findData(system)))
        self.online.setVisible(elsewhere)
        self.online.setChecked(base is not None and base.path in allowed)

    def value(self) -> BaseMap | None:
        """Return the base map as the form says it."""
        base = self._base
        if base is None:
            return None
        settings = dict(base.settings)
        if base.kind in _TILES:
            settings["system"] = str(self.system.currentData())
            if settings["system"] == "wgs84":
                del settings["system"]
        return replace(
            base,
            name=self.name.text().strip() or base.name,
            attribution=self.attribution.text().strip(),
            approval_number=self.approval.text().strip(),
            opacity=self.strength.value() / 100,
            settings=settings,
        )

    def _strength_moved(self, value: int) -> None:
        self.percent.setText(f"{value} %")
        self.edited.emit()

    def _say_systems(self, _: str) -> None:
        for place, words in enumerate(SYSTEMS.values()):
            self.system.setItemText(place, text(words))


def _bare(words: Words) -> Words:
    """Return a label's words without the key that leads to it."""
    return Words(words.zh.partition("(&")[0], words.en.replace("&", ""))
