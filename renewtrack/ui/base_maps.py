"""The base maps on the map: opened in a thread whenever the ledger's have changed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from renewtrack.ui.session import Session
from renewtrack.words import Words

if TYPE_CHECKING:
    from renewtrack.errors import UserError
    from renewtrack.maps.base_maps import Opened
    from renewtrack.store.base_maps import BaseMap
    from renewtrack.ui.map_view import MapView

OPENING = Words("正在打开底图…", "Opening base maps…")


class ShownBases(QObject):
    """Keeps the map's ground in step with the base maps of the open ledger."""

    shown = Signal()  # the map has been told

    def __init__(self, session: Session, view: MapView, parent: QObject) -> None:
        super().__init__(parent)
        from renewtrack.maps import base_maps

        self._session, self._view = session, view
        self._maps = base_maps.BaseMaps()
        self._wanted: tuple[object, ...] = ()
        self._asked = 0
        self.troubles: dict[tuple[str, str], UserError] = {}  # kind and path -> why not
        maps = self._maps
        self.destroyed.connect(lambda: maps.use(base_maps.Opened()))
        view.site.put_folder(base_maps.FOLDER, maps.find)
        session.changed.connect(lambda _: self.reload())
        session.opened.connect(self.reload)
        session.preferred.connect(self.reload)

    def reload(self) -> None:
        """Show the base maps of the open ledger, if they are others than before."""
        if self._session.file is None:
            self.show((), Path())
            return
        from renewtrack.store import base_maps

        self.show(base_maps.all(self._session.db), self._session.path)

    def show(self, bases: Sequence[BaseMap], ledger: Path) -> None:
        """Show these, which need not stand in the ledger yet."""
        allowed = frozenset(self._session.preferences.online_maps)
        wanted = (tuple(bases), ledger, allowed)
        if wanted == self._wanted:
            return
        self._wanted = wanted
        self._asked += 1
        asked = self._asked
        self._session.tasks.run(
            lambda _: self._maps.open(bases, ledger, allowed),
            lambda opened: self._take(asked, opened),
            words=OPENING,
            quiet=True,
        )

    def _take(self, asked: int, opened: Opened) -> None:
        if asked != self._asked:
            self._maps.drop(opened)
            return
        self._maps.use(opened)
        self.troubles = {(base.kind, base.path): why for base, why in opened.troubles}
        self._view.keep(self._maps.message())
        self.shown.emit()
