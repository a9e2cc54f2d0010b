"""What is done with rounds of consultation: opened, balloted, decided, put out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QDialog, QFileDialog

from renewtrack.errors import UserError
from renewtrack.ui import asking, putting_out, trouble
from renewtrack.ui.home_answers import HomeAnswer, HomeAnswers
from renewtrack.ui.speaking import text
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

    from renewtrack.store.consultations import Consultation
    from renewtrack.ui.needs_screen import NeedsScreen

OPENED = Words("：新增征求意见“{title}”", "round “{title}” opened")
CHANGED = Words("：征求意见“{title}”", "round “{title}”")
GONE = Words("征求意见“{title}”", "round “{title}”")
BALLOT = Words("：征求意见“{title}”录入一票", "a ballot of round “{title}”")
TAKEN_BACK = Words("：征求意见“{title}”撤回一票", "a ballot of round “{title}” taken back")
BALLOTS = Words("录入纸质票：{title}", "Ballots: {title}")
NO_OPTIONS = Words(
    "这次征求意见还没有选项。请先在“修改”里填写选项。",
    "This round has no options yet. Fill them in under Edit first.",
)
DELETE = Words("删除征求意见", "Delete the round")
SURE = Words(
    "删除“{title}”和它的票、会议记录？听到的需求保留。可以撤销。",
    "Delete “{title}” with its ballots and meetings? Needs heard in it stay. It can be undone.",
)
PAGE, PAGE_NAME = Words("公示网页", "Notice as a page"), Words("公示_{title}", "notice_{title}")


class RoundDeeds:
    """Does what is asked of the round in front."""

    def __init__(self, screen: NeedsScreen) -> None:
        self._screen = screen

    def add(self) -> None:
        """Ask for a new round and open it."""
        session = self._screen.session
        if not session.may("editor"):
            return
        from renewtrack.store import consultations, exports
        from renewtrack.ui.round_form import RoundForm

        first: dict[str, Any] = {"opened_on": session.today}
        form = RoundForm(session, first, self._screen)
        accepted = form.exec() == QDialog.DialogCode.Accepted
        values = {**first, **form.values}
        place = form.place if accepted else {}
        form.deleteLater()
        if place:
            title = exports.mask(session.db).free(values["title"])
            detail = OPENED.filled(title=title)
            self._write("edit", lambda db: consultations.add(db, place, values), detail)

    def edit(self) -> None:
        """Ask for other values of the round; what is masked stays as it is."""
        found = self._front()
        if found is None:
            return
        from renewtrack.store import belonging, consultations, exports
        from renewtrack.ui import round_form

        db = self._screen.session.db
        stored = round_form.shown(found, belonging.one(db, "consultation", found.id))
        shown = exports.mask(db).record(dict(stored))
        form = round_form.RoundForm(self._screen.session, shown, self._screen)
        form.close_fields([key for key, value in stored.items() if value != shown[key]])
        accepted = form.exec() == QDialog.DialogCode.Accepted
        values = dict(form.values)
        form.deleteLater()
        if accepted and values:
            detail = CHANGED.filled(title=found.title)
            self._write("edit", lambda db: consultations.change(db, found.id, values), detail)

    def ballots(self) -> None:
        """Show the homes of the round; digits enter their paper ballots."""
        found = self._front()
        if found is None:
            return
        if not found.options:
            asking.tell(self._screen, DELETE, NO_OPTIONS)
            return
        from renewtrack.store import consultations

        session = self._screen.session
        homes = [
            HomeAnswer(home.id, home.estate, short(home), home.choice)
            for home in consultations.asked(session.db, found.id)
        ]
        choices = {option: Words(option, option) for option in found.options}

        def write(home_id: int, key: str | None) -> None:
            words = (BALLOT if key is not None else TAKEN_BACK).filled(title=found.title)
            session.write(
                "edit",
                lambda db: consultations.answer(db, found.id, home_id, key, session.today),
                words,
            )

        title = BALLOTS.filled(title=found.title)
        self._screen.enter(HomeAnswers(title, homes, choices, write, self._screen))

    def remove(self) -> None:
        """Delete the round in front after asking."""
        found = self._front()
        if found is None:
            return
        if not asking.confirmed(self._screen, DELETE, SURE.filled(title=found.title), DELETE):
            return
        from renewtrack.store import consultations

        detail = GONE.filled(title=found.title)
        self._write("delete", lambda db: consultations.remove(db, found.id), detail)

    def print_(self) -> None:
        """Show the print dialog with the notice of rounds in front."""
        from renewtrack.ui.print_dialog import PrintDialog

        dialog = PrintDialog(self._screen.session, self._screen)
        dialog.fields.kind.choose("notices")
        dialog.fields.notice.choose("consultation")
        dialog.exec()
        dialog.deleteLater()

    def page(self) -> None:
        """Ask for a file and write the masked notice of the round as one page."""
        found = self._screen.rounds.round
        if found is None:
            return
        from renewtrack.reports import consultation_page

        session = self._screen.session
        near = consultation_page.file_name(found, session.language)
        folder = session.preferences.folder
        start = str(Path(folder) / near) if folder else near
        chosen, _ = QFileDialog.getSaveFileName(self._screen, text(PAGE), start, "*.html")
        if chosen:
            path = Path(chosen)
            self.export(found.id, path if path.suffix else path.with_suffix(".html"))

    def export(self, round_id: int, path: Path) -> None:
        """Write the page in a thread, and record that it went out."""
        session = self._screen.session
        today, language = session.today, session.language

        def write(db: Database, target: Path, seen: putting_out.Seen) -> int:
            from renewtrack.reports import consultation_page

            wanted = consultation_page.Wanted(round_id, today, language)
            return consultation_page.write(db, target, wanted, seen)

        putting_out.run(session, write, ("consultation_page", path, ""), self._screen.tell)

    def _front(self) -> Consultation | None:
        return self._screen.rounds.round if self._screen.session.may("editor") else None

    def _write(self, kind: str, job: Any, detail: Words) -> None:
        try:
            self._screen.session.write(kind, job, detail)
        except UserError as error:
            trouble.show(error, self._screen)


def short(home: Any) -> str:
    """Return a home as a clerk writes it: building-stairwell-room."""
    return "-".join(part for part in (home.building, home.stairwell, home.room) if part)
