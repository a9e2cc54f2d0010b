"""The dialog of the office's local coordinate systems: control points and what they are off."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from renewtrack.domain import control_points, systems, zones
from renewtrack.domain.control_points import METHODS, Fit
from renewtrack.errors import UserError
from renewtrack.store import local_systems
from renewtrack.store.local_systems import LocalSystem
from renewtrack.ui import asking, dialog_writing, plain
from renewtrack.ui.control_points_table import ControlPointsTable
from renewtrack.ui.print_words import Choice
from renewtrack.ui.session import Session
from renewtrack.ui.speaking import say, speech, text
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

TITLE = Words("地方坐标系", "Local coordinate systems")
ABOUT = Words(
    "地方坐标系、西安80、北京54 没有公开的换算参数。填几个两套坐标都知道的控制点，就能换算，并给出"
    "每个点的残差。测量坐标里 X 朝北、Y 朝东。可以从表格里复制后粘贴。",
    "Local systems, Xi'an 1980 and Beijing 1954 have no public parameters. Give some control "
    "points known in both systems, and coordinates are reckoned by them, with what each point is "
    "off. In surveys X is north and Y east. Rows can be pasted from a spreadsheet.",
)
NAME = Words("名称(&N)", "&Name")
METHOD = Words("参数(&M)", "Para&meters")
KNOWN = Words("已知坐标(&K)", "&Known system")
NEW, SAVE = Words("新建(&W)", "Ne&w"), Words("保存(&S)", "&Save")
REMOVE, CLOSE = Words("删除(&D)…", "&Delete…"), Words("关闭(&C)", "&Close")
REMOVE_ASK = Words("删除地方坐标系“{name}”？", "Delete the local system “{name}”?")
FOUND = Words(
    "点位中误差 {rms} 米 · 尺度 {ppm} ppm · 旋转 {turn}° · 按中央子午线 {meridian}° 换算",
    "Mean error {rms} m · scale {ppm} ppm · turned {turn}° · by the belt of {meridian}°",
)
EXACT = Words(
    "控制点刚够求参数，残差必然是 0，没有检核。请再加一个点。",
    "Just enough points: they fit whatever is in them. Add one more to check them.",
)
SWAPPED = Words(
    "把地方坐标的 X 与 Y 对调后符合得多。请核对哪个朝北。",
    "With local X and Y changed over the points fit far better. Check which is north.",
)
UNREAD = Words("第 {rows} 行不完整，没有算进去。", "Row {rows} is incomplete and left out.")
SAVED = Words("已保存“{name}”。", "“{name}” was saved.")
SAVING = Words("正在保存…", "Saving…")


class LocalSystemsDialog(QDialog):
    """Lists local systems; shows and changes the points of one."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.found: list[LocalSystem] = []
        self.fit: Fit | None = None
        self.list = QListWidget()
        self.name, self.table = QLineEdit(), ControlPointsTable()
        self.method, self.known = Choice(dict(METHODS)), Choice(self._known_systems())
        self.told, self.warned = plain.label(), plain.label()
        self.new, self.save, self.remove, self.shut = (QPushButton() for _ in range(4))
        say(self.setWindowTitle, TITLE)
        self._lay_out()
        self._connect()
        self.resize(920, 560)
        self.show_systems()

    def show_systems(self, name: str = "") -> None:
        """Read the systems of the file and show one of them; without a name a new one."""
        self.found = local_systems.all(self._session.db)
        self.list.clear()
        self.list.addItems([each.name for each in self.found])
        names = [each.name for each in self.found]
        if name in names:
            self.list.setCurrentRow(names.index(name))
        else:
            self.start_new()

    @property
    def chosen(self) -> LocalSystem | None:
        """Return the system whose line is marked; None for a new one."""
        row = self.list.currentRow()
        return self.found[row] if 0 <= row < len(self.found) else None

    def start_new(self) -> None:
        """Begin a system that is not in the file yet."""
        self.list.setCurrentRow(-1)
        self.name.clear()
        self.table.show_points(())
        self.name.setFocus()

    def written(self) -> LocalSystem:
        """Return what the fields say."""
        former = self.chosen
        return LocalSystem(
            former.id if former is not None else 0,
            self.name.text().strip(),
            tuple(self.table.points()),
            self.method.key,
            remark=former.remark if former is not None else "",
        )

    def keep(self) -> None:
        """Store what the fields say, as one action."""
        system, who = self.written(), self._session.who

        def write(db: Database, _: object) -> None:
            from renewtrack.store import actions

            with actions.act(db, "local_system", who, system.name):
                (local_systems.change if system.id else local_systems.add)(db, system)

        self._write(write, lambda _: self._kept(system.name))

    def ask_remove(self) -> None:
        """Delete the marked system, once that is confirmed."""
        system, who = self.chosen, self._session.who
        if system is None or not asking.confirmed(
            self, TITLE, REMOVE_ASK.filled(name=system.name), REMOVE
        ):
            return

        def take_out(db: Database, _: object) -> None:
            from renewtrack.store import actions

            with actions.act(db, "local_system", who, system.name):
                local_systems.remove(db, system.id)

        self._write(take_out, lambda _: self.show_systems())

    def _kept(self, name: str) -> None:
        self.show_systems(name)
        self.told.setText(text(SAVED.filled(name=name)))

    def _write(self, job: Callable[..., object], done: Callable[..., object]) -> None:
        dialog_writing.write(self, self._session, job, done, SAVING)

    def _show_chosen(self) -> None:
        system = self.chosen
        self.remove.setEnabled(system is not None)
        if system is None:
            return
        self.name.setText(system.name)
        self.method.choose(system.method)
        self.table.show_points(system.points)

    def _look(self, _: object = None) -> None:
        """Reckon the system that the fields describe, and tell what its points are off."""
        points = self.table.points()
        self.fit, warning = None, ""
        unread = self.table.unread()
        try:
            if points:
                self.fit = control_points.fit(points, self.method.key)
            self.told.setText(text(self._said(self.fit)) if self.fit is not None else "")
        except UserError as refused:
            self.told.setText(refused.in_(speech.language))
        if len(points) > 1 and control_points.swapped_fits_better(points, self.fit):
            warning = text(SWAPPED)
        elif self.fit is not None and self.fit.exact:
            warning = text(EXACT)
        if unread:
            rows = "、".join(map(str, unread))
            warning = f"{text(UNREAD.filled(rows=rows))} {warning}".strip()
        self.warned.setText(warning)
        self.warned.setVisible(bool(warning))
        self.table.show_fit(self.fit)
        may = self._session.may("editor") and self.fit is not None
        self.save.setEnabled(may and bool(self.name.text().strip()))

    def _said(self, fit: Fit) -> Words:
        return FOUND.filled(
            rms="—" if fit.exact else f"{fit.rms:.3f}",
            ppm=f"{(fit.scale - 1) * 1e6:+.1f}",
            turn=f"{fit.turn:.4f}",
            meridian=fit.meridian,
        )

    # -- how it is built

    def _known_systems(self) -> dict[str, Words]:
        """Return the systems of the known side: degrees, and the belts about the district."""
        offered = {each.key: each.words for each in systems.GEOGRAPHIC[:2]}
        near = zones.nearest(self._longitude())
        for zone in zones.every():
            if zone.width == 3 and abs(zone.number - near.number) <= 1:
                offered[zone.key] = zone.words
        return offered

    def _longitude(self) -> float:
        from renewtrack.store import areas, gpkg, on_map

        district = areas.district(self._session.db)
        if district is not None and district.geom is not None:
            return gpkg.centre(district.geom)[0]
        geoms = [each.geom for each in on_map.areas(self._session.db, "street")]
        return gpkg.centre(geoms[0])[0] if geoms and geoms[0] is not None else 117.0

    def _lay_out(self) -> None:
        about = plain.label()
        about.setWordWrap(True)
        say(about.setText, ABOUT)
        self.told.setWordWrap(True)
        self.warned.setWordWrap(True)
        self.warned.setProperty("role", "refusal")
        say(self.list.setAccessibleName, TITLE)
        self.list.setMaximumWidth(200)
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for words, field in ((NAME, self.name), (METHOD, self.method), (KNOWN, self.known)):
            label = plain.label()
            say(label.setText, words)
            label.setBuddy(field)
            form.addRow(label, field)
        for button, words in (
            (self.new, NEW),
            (self.save, SAVE),
            (self.remove, REMOVE),
            (self.shut, CLOSE),
        ):
            say(button.setText, words)
            button.setAutoDefault(False)
        left, right = QVBoxLayout(), QVBoxLayout()
        left.addWidget(self.list, 1)
        left.addWidget(self.new)
        right.addLayout(form)
        right.addWidget(self.table, 1)
        right.addWidget(self.told)
        right.addWidget(self.warned)
        middle = QHBoxLayout()
        middle.setSpacing(14)
        middle.addLayout(left)
        middle.addLayout(right, 1)
        foot = QHBoxLayout()
        foot.addWidget(self.remove)
        foot.addStretch(1)
        foot.addWidget(self.save)
        foot.addWidget(self.shut)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 18, 20, 14)
        box.setSpacing(12)
        box.addWidget(about)
        box.addLayout(middle, 1)
        box.addLayout(foot)

    def _connect(self) -> None:
        self.list.currentRowChanged.connect(lambda _: self._show_chosen())
        self.table.edited.connect(self._look)
        self.name.textChanged.connect(self._look)
        self.method.currentIndexChanged.connect(self._look)
        self.known.currentIndexChanged.connect(lambda _: self.table.set_known(self.known.key))
        self.new.clicked.connect(self.start_new)
        self.save.clicked.connect(self.keep)
        self.remove.clicked.connect(self.ask_remove)
        self.shut.clicked.connect(self.reject)
        speech.switched.connect(self._look)


def open_over(session: Session, parent: QWidget) -> None:
    """Show the dialog over a window until it is closed."""
    dialog = LocalSystemsDialog(session, parent)
    dialog.exec()
    dialog.deleteLater()
