"""The dialog of base maps: which there are, in which order, how each shows and who made it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from renewtrack.errors import UserError
from renewtrack.ui import asking, plain
from renewtrack.ui.base_map_adding import CornersDialog, OnlineDialog
from renewtrack.ui.base_map_fields import BaseMapFields
from renewtrack.ui.session import Session
from renewtrack.ui.speaking import say, speech, text
from renewtrack.ui.tasks import Task
from renewtrack.words import Words

if TYPE_CHECKING:
    from renewtrack.store.base_maps import BaseMap
    from renewtrack.ui.base_maps import ShownBases
    from renewtrack.ui.main_window import MainWindow

TITLE = Words("底图", "Base maps")
ABOUT = Words(
    "底图垫在楼栋下面，列在上面的盖住下面的。署名和审图号会写在地图上，也会打印出来。"
    "文件留在原处，台账只记它的位置。",
    "Base maps lie beneath the buildings, the upper ones on the lower. Attribution and approval "
    "number stand on the map and on paper. The files stay where they are; the ledger only knows "
    "their places.",
)
EMPTY = Words(
    "还没有底图。不用底图时，街道和社区的界线、小区和道路就是地图的底。",
    "No base map yet. Without one, the boundaries, estates and roads are the ground of the map.",
)
LIST = Words("底图列表", "List of base maps")
ADD_FILE = Words("添加文件(&A)…", "&Add a file…")
ADD_ONLINE = Words("添加在线底图(&I)…", "Add an onl&ine source…")
REMOVE = Words("移除(&R)", "&Remove")
UP, DOWN = Words("上移(&U)", "Move &up"), Words("下移(&D)", "Move &down")
FILES = Words("底图文件", "Base map files")
FINE = Words("可以使用。", "Ready.")
LOOKING = Words("正在打开…", "Opening…")
SWITCH_ON = Words("启用在线底图", "Switch on an online base map")
SWITCH_ON_ASK = Words(
    "启用后，地图会向 {host} 请求图片，对方由此知道您在看哪个地方；"
    "台账里的内容不会发出。只对这台电脑有效，可以随时关掉。",
    "The map will ask {host} for pictures, which tells it what place you look at; nothing of the "
    "ledger is sent. It holds for this computer only and can be switched off at any time.",
)
SWITCH = Words("启用", "Switch on")
PAUSE = 250  # milliseconds without a change before the map shows it


class BaseMapsDialog(QDialog):
    """Changes show on the map at once; only OK writes them, as one step of the history."""

    def __init__(
        self, session: Session, shown: ShownBases | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        from renewtrack.store import base_maps

        self._session, self._shown = session, shown
        self._bases: list[BaseMap] = list(reversed(base_maps.all(session.db)))  # uppermost first
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE)
        self._timer.timeout.connect(self._preview)
        self.list = QListWidget()
        self.fields = BaseMapFields()
        self.state = plain.label()
        self.state.setWordWrap(True)
        self.empty = plain.label()
        self.empty.setWordWrap(True)
        self.buttons = asking.buttons()
        self._make_deeds()
        self._lay_out()
        self.list.currentRowChanged.connect(lambda _: self._show_chosen())
        self.list.itemChanged.connect(self._ticked)
        self.fields.edited.connect(self._edited)
        self.fields.online_asked.connect(self._switch_online)
        self.buttons.accepted.connect(self._write)
        self.buttons.rejected.connect(self.reject)
        if shown is not None:
            shown.shown.connect(self._tell_state)
        self._fill(0)

    def bases(self) -> list[BaseMap]:
        """Return the base maps as the dialog has them, from the lowest to the uppermost."""
        return list(reversed(self._bases))

    def add_file(self, path: Path) -> Task:
        """Look at a file in a thread and add it; asks where a picture lies that does not tell."""
        from renewtrack.maps import base_opening

        ledger = self._session.path
        say(self.state.setText, LOOKING)
        return self._session.tasks.run(
            lambda _: base_opening.tried(path, ledger),
            self._found,
            lambda error: self._refused(path, error),
            words=LOOKING,
        )

    def _refused(self, path: Path, error: Exception) -> None:
        """Ask for the corners where only they are missing, else say why it cannot be used."""
        from renewtrack.maps.base_refusals import NoPlace
        from renewtrack.store import base_maps
        from renewtrack.store.base_maps import PICTURE, BaseMap

        self._tell_state()
        if isinstance(error, NoPlace):
            where = base_maps.path_from(self._session.path, path)
            base = BaseMap(name=path.stem, kind=PICTURE, path=where)
            settings = self._corners(base)
            if settings is not None:
                self._found(replace(base, settings=settings))
        elif isinstance(error, UserError):
            asking.tell(self, TITLE, Words(error.in_("zh"), error.in_("en")))
        else:
            raise error

    def _found(self, base: BaseMap) -> None:
        _switch_on(self._session, base)
        self.add(base)

    def add(self, base: BaseMap) -> None:
        """Put a base map on top of the others."""
        self._bases.insert(0, base)
        self._fill(0)
        self._timer.start()

    def _corners(self, base: BaseMap) -> dict[str, object] | None:
        from renewtrack.maps import base_opening

        def check(settings: dict[str, object]) -> None:
            made = replace(base, settings=settings)
            base_opening.open_(made, self._session.path, (base.path,)).close()

        dialog = CornersDialog(base.name, check, self)
        answered = dialog.exec() == QDialog.DialogCode.Accepted
        return dialog.settings() if answered else None

    def _make_deeds(self) -> None:
        self.deeds: dict[str, QPushButton] = {}
        for key, words, deed in (
            ("add", ADD_FILE, self._ask_file),
            ("online", ADD_ONLINE, self._ask_online),
            ("up", UP, lambda: self._move(-1)),
            ("down", DOWN, lambda: self._move(1)),
            ("remove", REMOVE, self._remove),
        ):
            button = self.deeds[key] = QPushButton()
            say(button.setText, words)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False, do=deed: do())

    def _lay_out(self) -> None:
        say(self.setWindowTitle, TITLE)
        say(self.list.setAccessibleName, LIST)
        say(self.empty.setText, EMPTY)
        about = plain.label()
        about.setWordWrap(True)
        say(about.setText, ABOUT)
        grid = QGridLayout()
        grid.setVerticalSpacing(6)
        for place, key in enumerate(("add", "online", "up", "down", "remove")):
            grid.addWidget(self.deeds[key], place // 2, place % 2)
        left = QVBoxLayout()
        left.addWidget(self.list, 1)
        left.addLayout(grid)
        right = QVBoxLayout()
        for widget in (self.empty, self.fields, self.state):
            right.addWidget(widget)
        right.addStretch(1)
        middle = QHBoxLayout()
        middle.setSpacing(18)
        middle.addLayout(left, 4)
        middle.addLayout(right, 5)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 18, 20, 14)
        box.setSpacing(12)
        box.addWidget(about)
        box.addLayout(middle, 1)
        box.addWidget(self.buttons)
        self.resize(760, 460)

    def _fill(self, chosen: int) -> None:
        self.list.blockSignals(True)
        self.list.clear()
        for base in self._bases:
            self.list.addItem(_item(base))
        self.list.setCurrentRow(min(chosen, len(self._bases) - 1))
        self.list.blockSignals(False)
        self._show_chosen()

    def _show_chosen(self) -> None:
        row = self.list.currentRow()
        base = self._bases[row] if 0 <= row < len(self._bases) else None
        self.fields.show_base(base, *_network(self._session, base))
        self.fields.setVisible(base is not None)
        self.empty.setVisible(base is None)
        self.deeds["up"].setEnabled(row > 0)
        self.deeds["down"].setEnabled(0 <= row < len(self._bases) - 1)
        self.deeds["remove"].setEnabled(base is not None)
        self._tell_state()

    def _tell_state(self) -> None:
        """Say of the chosen one whether it can be used, or in one sentence why not."""
        row = self.list.currentRow()
        if not 0 <= row < len(self._bases) or self._shown is None:
            self.state.clear()
            return
        base = self._bases[row]
        why = self._shown.troubles.get((base.kind, base.path)) if base.shown else None
        waiting = self._timer.isActive()
        words = text(LOOKING if waiting else FINE)
        self.state.setText(why.in_(speech.language) if why and not waiting else words)
        self.state.setProperty("role", "bad" if why else "")
        self.state.style().polish(self.state)

    def _edited(self) -> None:
        row, base = self.list.currentRow(), self.fields.value()
        if base is None:
            return
        self._bases[row] = base
        self.list.blockSignals(True)
        self.list.item(row).setText(base.name)
        self.list.blockSignals(False)
        self._timer.start()

    def _ticked(self, item: QListWidgetItem) -> None:
        row = self.list.row(item)
        shown = item.checkState() == Qt.CheckState.Checked
        self._bases[row] = replace(self._bases[row], shown=shown)
        self.list.setCurrentRow(row)
        self._show_chosen()
        self._timer.start()

    def _move(self, by: int) -> None:
        row = self.list.currentRow()
        base = self._bases.pop(row)
        self._bases.insert(row + by, base)
        self._fill(row + by)
        self._timer.start()

    def _remove(self) -> None:
        row = self.list.currentRow()
        del self._bases[row]
        self._fill(row)
        self._timer.start()

    def _preview(self) -> None:
        if self._shown is not None:
            self._shown.show(self.bases(), self._session.path)
        self._tell_state()

    def _ask_file(self) -> None:
        folder = str(self._session.path.parent)
        found, _ = QFileDialog.getOpenFileName(self, text(TITLE), folder, _kinds())
        if found:
            self.add_file(Path(found))

    def _ask_online(self) -> None:
        from renewtrack.maps import online_base
        from renewtrack.store.base_maps import ONLINE, BaseMap

        dialog = OnlineDialog(online_base.check, self)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            address = dialog.address.text().strip()
            name = dialog.name.text().strip() or online_base.host(address)
            self.add(BaseMap(name=name, kind=ONLINE, path=address))

    def _switch_online(self, on: bool) -> None:
        """Let this computer ask an online source, after the person has agreed, or no longer."""
        from renewtrack.maps import online_base

        base, allowed = self.fields.value(), self._session.preferences.online_maps
        if base is None:
            return
        question = SWITCH_ON_ASK.filled(host=online_base.host(base.path))
        others = tuple(each for each in allowed if each != base.path)
        if on and asking.confirmed(self, SWITCH_ON, question, SWITCH):
            others += (base.path,)
        self._session.prefer(online_maps=others)
        self._show_chosen()
        self._timer.start()

    def _write(self) -> None:
        from renewtrack.store import base_maps

        self._timer.stop()
        wanted = self.bases()
        if tuple(wanted) != base_maps.all(self._session.db):
            self._session.write("base_map", lambda db: base_maps.keep(db, wanted))
        self.accept()

    def done(self, result: int) -> None:
        """Close it; what was not written is shown no longer."""
        self._timer.stop()
        super().done(result)
        if self._shown is not None:
            self._shown.reload()


def _network(session: Session, base: BaseMap | None) -> tuple[tuple[str, ...], bool]:
    """Return what may be asked of the network here, and whether a base map needs it."""
    needed = base is not None and base.is_elsewhere(session.path)
    return session.preferences.online_maps, needed


def _switch_on(session: Session, base: BaseMap) -> None:
    """Let this computer open a file that was chosen at it, wherever it lies."""
    allowed = session.preferences.online_maps
    if base.is_elsewhere(session.path) and base.path not in allowed:
        session.prefer(online_maps=(*allowed, base.path))


def _item(base: BaseMap) -> QListWidgetItem:
    made = QListWidgetItem(base.name)
    made.setFlags(made.flags() | Qt.ItemFlag.ItemIsUserCheckable)
    made.setCheckState(Qt.CheckState.Checked if base.shown else Qt.CheckState.Unchecked)
    return made


def _kinds() -> str:
    from renewtrack.maps import base_opening

    return f"{text(FILES)} ({' '.join(f'*{suffix}' for suffix in base_opening.SUFFIXES)})"


def open_over(window: MainWindow) -> None:
    """Show the base maps of the open ledger over the window."""
    dialog = BaseMapsDialog(window.session, window.workspace.map.bases, window)
    dialog.exec()
    dialog.deleteLater()
