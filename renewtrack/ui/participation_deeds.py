"""Where the figures of taking part lead: to homes, into the works, out as a workbook."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QFileDialog

from renewtrack.domain.participation import STAIRWELL
from renewtrack.ui import putting_out
from renewtrack.ui.items_model import item_words
from renewtrack.ui.participation_homes import TITLE as BEHIND
from renewtrack.ui.participation_homes import HomesBehind
from renewtrack.ui.participation_rates import RateLine
from renewtrack.ui.participation_scope import ScopeDialog
from renewtrack.ui.screen import Screen
from renewtrack.ui.speaking import text
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

    from renewtrack.domain.scope import ScopeLine
    from renewtrack.store.participation import Behind, Rates

OUT = Words("导出 Excel…", "Export to Excel…")
OUT_NAME = Words("参与改造项", "items")
SUMMED = Words("：{item}汇总到 {count} 栋楼", "{item} summed up into {count} buildings")
WRITTEN = Words("已写入 {count} 栋楼的改造内容", "Written into the works of {count} buildings")


class ParticipationDeeds:
    """Does what the page of a screen asks for; ``tell`` says what came of it."""

    def __init__(self, page: Screen, tell: Callable[[Words], object]) -> None:
        self._page, self._session, self._tell = page, page.session, tell

    def list_behind(
        self,
        found: Rates,
        line: RateLine,
        figure: tuple[str, tuple[str, ...]],
        go: Callable[[Behind], object],
    ) -> None:
        """Read the homes behind a figure (an item and its answers), list them, go to one."""
        item, answers = figure
        ids = list(
            dict.fromkeys(
                spot.building_id
                for spot, _ in found.tallies
                if spot.building_id is not None and line.holds(spot)
            )
        )
        by_stairwell = line.level == STAIRWELL and line.spot is not None
        stairwell = line.spot.stairwell_id if by_stairwell and line.spot else False

        def job(db: Database, _: object) -> list[Behind]:
            from renewtrack.store import participation

            return participation.behind(db, item, ids, answers, stairwell)

        self._page.read(job, partial(self._list, line, item, go))

    def _list(
        self, line: RateLine, item: str, go: Callable[[Behind], object], found: list[Behind]
    ) -> None:
        title = BEHIND.filled(place=line.words, item=item_words(item), count=len(found))
        dialog = HomesBehind(title, found, self._page)
        dialog.exec()
        chosen = dialog.chosen
        dialog.deleteLater()
        if chosen is not None:
            go(chosen)

    # -- into the works

    def ask_scope(self, item: str) -> None:
        """Read what an item's numbers add up to, show it, and write what is ticked."""
        wanted = self._page.choice.filter("buildings", self._session.today)

        def job(db: Database, _: object) -> list[ScopeLine]:
            from renewtrack.store import participation, participation_scope

            return participation_scope.preview(db, participation.buildings(db, wanted), item)

        self._page.read(job, partial(self._preview, item))

    def _preview(self, item: str, lines: list[ScopeLine]) -> None:
        dialog = ScopeDialog(item, lines, self._page)
        accepted = dialog.exec() == QDialog.DialogCode.Accepted
        chosen = dialog.model.chosen()
        dialog.deleteLater()
        if accepted and chosen and self._session.may("editor"):
            self.write_scope(item, chosen)

    def write_scope(self, item: str, lines: list[ScopeLine]) -> None:
        """Write lines of the preview into the works, as one action."""
        who, count = self._session.who, len(lines)

        def job(db: Database, _: object) -> int:
            from renewtrack.store import actions, participation_scope

            detail = SUMMED.filled(item=item_words(item), count=count)
            with actions.act(db, "bulk_edit", who, detail):
                return participation_scope.write(db, item, lines)

        def done(written: int) -> None:
            self._tell(WRITTEN.filled(count=written))

        self._session.run_write(job, done)

    # -- out of the file

    def ask_export(self) -> None:
        """Ask where to, and write the matrix and the rates of the filter, rooms masked."""
        session = self._session
        district = session.file.district if session.file is not None else ""
        near = f"{district}{text(OUT_NAME)}_{session.today}.xlsx"
        folder = session.preferences.folder
        start = str(Path(folder) / near) if folder else near
        found, _ = QFileDialog.getSaveFileName(self._page, text(OUT), start, "*.xlsx")
        if found:
            path = Path(found)
            known = path.suffix.lower() == ".xlsx"  # “3.15” of a date is no ending
            self.export(path if known else path.with_name(f"{path.name}.xlsx"))

    def export(self, path: Path) -> None:
        """Write the workbook in a thread, and record that it went out."""
        wanted = self._page.choice.filter("buildings", self._session.today)
        language = self._session.language

        def write(db: Database, target: Path, seen: putting_out.Seen) -> int:
            from renewtrack.reports import participation_sheet
            from renewtrack.store import participation

            ids = participation.buildings(db, wanted)
            return participation_sheet.write(db, target, ids, language, seen)

        putting_out.run(self._session, write, ("participation", path, ""), self._tell)
