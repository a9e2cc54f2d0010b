"""Asks what a site is: its kind, its name and a remark."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QFormLayout, QLineEdit, QVBoxLayout, QWidget

from renewtrack.domain import codes
from renewtrack.domain.codes import Code
from renewtrack.domain.places import Site
from renewtrack.ui import asking, plain
from renewtrack.ui.speaking import say, text
from renewtrack.words import Words

TITLE = Words("场地资料", "Site")
KIND, NAME, REMARK = Words("种类", "Kind"), Words("名称", "Name"), Words("备注", "Remarks")
SIZE = Words("大小", "Size")
KINDS = "site_kinds"
GROUPS = {  # how what is drawn so can be
    "polygon": ("green", "water", "paved", "line"),
    "line": ("green_line", "line", "pipe"),
    "point": ("point", "green", "paved"),
}


class SiteForm(QDialog):
    """Kind, name and remark of a site; ``size`` says what was drawn."""

    def __init__(
        self, shape: str, site: Site | None, size: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        say(self.setWindowTitle, TITLE)
        self.kind, self.name, self.remark = QComboBox(), QLineEdit(), QLineEdit()
        for each in kinds_for(shape):
            self.kind.addItem(text(each.words), each.key)
        form = QFormLayout()
        form.setVerticalSpacing(10)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        shown = plain.label(size)
        for words, field in (
            (KIND, self.kind),
            (NAME, self.name),
            (REMARK, self.remark),
            (SIZE, shown),
        ):
            label = plain.label()
            say(label.setText, words)
            say(field.setAccessibleName, words)
            label.setBuddy(field)
            form.addRow(label, field)
        if site is not None:
            self._fill(site)
        buttons = asking.buttons()
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 18, 20, 14)
        box.setSpacing(12)
        box.addLayout(form)
        box.addWidget(buttons)
        self.setMinimumWidth(400)
        self.name.setFocus()

    def _fill(self, site: Site) -> None:
        place = self.kind.findData(site.kind)
        if place < 0:  # a kind of another program stays as it is
            self.kind.insertItem(0, site.kind, site.kind)
            place = 0
        self.kind.setCurrentIndex(place)
        self.name.setText(site.name or "")
        self.remark.setText(site.remark or "")

    @property
    def values(self) -> dict[str, object]:
        """Return what was filled in, as it is stored."""
        return {
            "kind": self.kind.currentData(),
            "name": self.name.text().strip() or None,
            "remark": self.remark.text().strip() or None,
        }


def kinds_for(shape: str) -> list[Code]:
    """Return the kinds of sites, those first that are usually drawn in such a shape."""
    groups = GROUPS.get(shape, ())
    rank = {group: place for place, group in enumerate(groups)}
    return sorted(codes.table(KINDS), key=lambda each: rank.get(each.group, len(groups)))


def kind_words(kind: str) -> Words:
    """Return the words of a site's kind; an unknown one stands for itself."""
    found = codes.code(KINDS, kind)
    return found.words if found else Words(kind, kind)
