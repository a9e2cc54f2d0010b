"""What keys and buttons of the list of needs write, and how needs go out of the file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QMessageBox

from renewtrack.domain.need_states import ADOPTED, OPEN, REFUSED, STATE_WORDS
from renewtrack.errors import UserError
from renewtrack.ui import asking, needs_model, putting_out, trouble
from renewtrack.ui.columns import Column
from renewtrack.ui.entry_form import EntryForm
from renewtrack.ui.resident_columns import STORED
from renewtrack.ui.speaking import text
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

    from renewtrack.store.needs import NeedLine
    from renewtrack.ui.needs_screen import NeedsScreen

WHY_ASK = Words("{count} 条需求不采纳的理由", "Why {count} needs are not adopted")
NOTED = Words("：登记需求{said}", "a need noted: {said}")
CHANGED = Words("：需求{said}", "need {said}")
GONE = Words("：需求{said}", "need {said}")
DECIDED = Words("：{count} 条需求{state}", "{count} needs: {state}")
REFERRED = Words("：{count} 条需求转办", "{count} needs referred")
REPLIED = Words("：答复 {count} 条需求", "{count} needs answered")
LINKED = Words("：{count} 条需求标为相同", "{count} needs marked as the same")
LET_GO = Words("：{count} 条需求不再标为相同", "{count} needs not the same any more")
DELIVERED = Words("：{count} 条需求兑现", "{count} needs delivered")
REFER, REPLY = Words("转办", "Refer"), Words("答复", "Answer")
EDIT, DELIVER = Words("修改需求", "Edit the need"), Words("登记兑现", "Note a delivery")
DELETE = Words("删除需求", "Delete needs")
SURE = Words("删除所选 {count} 条需求？可以撤销。", "Delete {count} needs? It can be undone.")
REFER_COLUMNS = tuple(each for each in STORED["need"] if each.key in ("referred_to", "due"))
REPLY_COLUMNS = (
    Column("text", Words("答复内容", "Answer"), 0),
    Column("replied_on", Words("答复日期", "Answered on"), 0, "date"),
)
DELIVER_COLUMNS = tuple(
    each for each in STORED["need"] if each.key in ("delivered_on", "delivered_how")
)
_EDITED = ("category", "item", "source", "source_no", "said_on", "due")
EDIT_COLUMNS = (
    Column("text", Words("需求", "Need"), 0),
    *(each for each in STORED["need"] if each.key in _EDITED),
)
OUT, OUT_NAME = Words("导出需求", "Export needs"), Words("需求", "needs")
MASKED = Words("遮盖后导出", "Masked")
ROOMS_ASK = Words(
    "房号、姓名和电话默认遮盖。完整导出要写明理由并留痕。",
    "Rooms, names and telephone numbers are masked. In full takes a reason and is recorded.",
)
FULL = Words("完整导出…", "In full…")


class NeedDeeds:
    """Does what is asked of the needs that are selected on a screen."""

    def __init__(self, screen: NeedsScreen) -> None:
        self._screen = screen

    def decide(self, adopted: bool | None) -> None:
        """Adopt the selected needs, refuse them for a reason, or leave them open again."""
        ids = self._ids()
        if not ids:
            return
        why: str | None = ""
        if adopted is False:
            why = asking.line(self._screen, STATE_WORDS[REFUSED], WHY_ASK.filled(count=len(ids)))
            if not why:
                return
        from renewtrack.store import needs

        reason = why or ""
        state = STATE_WORDS[OPEN if adopted is None else ADOPTED if adopted else REFUSED]
        detail = DECIDED.filled(count=len(ids), state=state)
        self._write("bulk_edit", lambda db: needs.decide(db, ids, adopted, reason), detail)

    def refer(self) -> None:
        """Ask to whom the selected needs are referred, and by when they are handled."""
        chosen = self._chosen()
        if not chosen:
            return
        values = self._ask(REFER, REFER_COLUMNS, self._stored(), {"referred_to", "due"})
        if values is None:
            return
        from renewtrack.store import needs

        ids = [line.id for line in chosen]
        to, due = values["referred_to"] or "", values["due"]
        detail = REFERRED.filled(count=len(ids))
        self._write("bulk_edit", lambda db: needs.refer(db, ids, to, due), detail)

    def reply(self) -> None:
        """Ask what is answered to the selected needs, and on which day."""
        chosen = self._chosen()
        if not chosen:
            return
        today = self._screen.session.today
        stored = self._stored()
        given = {"text": stored["reply"], "replied_on": stored["replied_on"] or today}
        values = self._ask(REPLY, REPLY_COLUMNS, given, {"replied_on"})
        if values is None:
            return
        from renewtrack.store import needs

        ids = [line.id for line in chosen]
        words, day = str(values["text"] or ""), str(values["replied_on"])
        detail = REPLIED.filled(count=len(ids))
        self._write("bulk_edit", lambda db: needs.reply(db, ids, words, day), detail)

    def same(self) -> None:
        """Ask which earlier need says the same as the selected ones."""
        chosen = self._chosen()
        if not chosen:
            return
        from renewtrack.store import needs, needs_alike
        from renewtrack.ui.need_same import SameDialog

        found = needs_alike.of(self._screen.session.db, chosen[0].id)
        linked = any(line.same_as_id is not None for line in chosen)
        dialog = SameDialog(chosen[0].text, found, linked, self._screen)
        dialog.exec()
        first, ids = dialog.first, [line.id for line in chosen]
        dialog.deleteLater()
        if first:
            detail = LINKED.filled(count=len(ids))
            self._write("bulk_edit", lambda db: needs.link(db, ids, first), detail)
        elif first == 0:
            detail = LET_GO.filled(count=len(ids))
            self._write("bulk_edit", lambda db: needs.unlink(db, ids), detail)

    def add(self, consultation_id: int | None = None) -> None:
        """Note a need, at the place of the one in front."""
        if not self._may():
            return
        from renewtrack.store import needs
        from renewtrack.ui.need_form import NeedForm

        form = NeedForm(self._screen.session, self._screen)
        front = next(iter(self._chosen()), None)
        if front is not None:
            form.begin(front.estate_id, front.building_id, front.household_id)
        if consultation_id is not None:
            form.source.setCurrentIndex(form.source.findData("round"))
        accepted = form.exec() == QDialog.DialogCode.Accepted
        place, values = form.place, dict(form.values)
        form.deleteLater()
        if accepted:
            words = str(values.pop("text"))
            values["consultation_id"] = consultation_id
            self._write(
                "edit",
                lambda db: needs.add(db, place, words, **values),
                NOTED.filled(said=""),
            )

    def edit(self) -> None:
        """Ask for other words of the need in front; what is masked stays as it is."""
        chosen = self._chosen()
        if not chosen or not self._may():
            return
        from renewtrack.store import needs

        line, stored = chosen[0], self._stored()
        asked = self._ask(EDIT, EDIT_COLUMNS, stored, {"text"})
        values = {
            column.key: asked[column.key]
            for column in EDIT_COLUMNS
            if asked is not None and asked[column.key] != stored[column.key]
        }
        if values:
            detail = CHANGED.filled(said=needs_model.said(line))
            self._write("edit", lambda db: needs.change(db, line.id, values), detail)

    def remove(self) -> None:
        """Delete the selected needs after asking."""
        chosen = self._chosen()
        question = SURE.filled(count=len(chosen))
        if not chosen or not self._may():
            return
        if not asking.confirmed(self._screen, DELETE, question, DELETE):
            return
        from renewtrack.store import belonging

        def write(db: Database) -> None:
            for line in chosen:
                belonging.remove(db, "need", line.id)

        self._write("delete", write, GONE.filled(said=needs_model.said(chosen[0])))

    def deliver(self, ids: list[int]) -> None:
        """Ask when and how promised needs were delivered."""
        if not ids or not self._may():
            return
        given = self._stored(ids[0])
        given["delivered_on"] = given["delivered_on"] or self._screen.session.today
        values = self._ask(DELIVER, DELIVER_COLUMNS, given, set())
        if values is None:
            return
        from renewtrack.store import needs

        on, what = values["delivered_on"], str(values["delivered_how"] or "")
        detail = DELIVERED.filled(count=len(ids))
        self._write("bulk_edit", lambda db: needs.deliver(db, ids, on, what), detail)

    # -- out of the file

    def ask_papers(self) -> None:
        """Show the print dialog with the answers to needs in front."""
        from renewtrack.ui.print_dialog import PrintDialog

        dialog = PrintDialog(self._screen.session, self._screen)
        dialog.fields.kind.choose("notices")
        dialog.fields.notice.choose("need_answers")
        dialog.exec()
        dialog.deleteLater()

    def ask_export(self) -> None:
        """Ask where to, and whether in full, and write the needs that the list shows."""
        screen, session = self._screen, self._screen.session
        reason = self._how()
        if reason is None:
            return
        district = session.file.district if session.file is not None else ""
        near = f"{district}{text(OUT_NAME)}_{session.today}.xlsx"
        folder = session.preferences.folder
        start = str(Path(folder) / near) if folder else near
        found, _ = QFileDialog.getSaveFileName(screen, text(OUT), start, "*.xlsx")
        if found:
            path = Path(found)
            self.export(path if path.suffix else path.with_suffix(".xlsx"), reason)

    def _how(self) -> str | None:
        """Ask whether persons go out masked ("") or for a reason; None if the person gave up."""
        box = QMessageBox(self._screen)
        box.setWindowTitle(text(OUT))
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(text(ROOMS_ASK))
        masked = box.addButton(text(MASKED), QMessageBox.ButtonRole.AcceptRole)
        full = box.addButton(text(FULL), QMessageBox.ButtonRole.ActionRole)
        box.addButton(text(asking.CANCEL), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(masked)
        box.exec()
        if box.clickedButton() is full:
            return putting_out.reason_or_trouble(self._screen.session, self._screen) or None
        return "" if box.clickedButton() is masked else None

    def export(self, path: Path, reason: str = "") -> None:
        """Write the needs of the list in a thread, and record that they went out."""
        session = self._screen.session
        ids = [line.id for line in self._screen.page.shown()]
        today, language = session.today, session.language

        def write(db: Database, target: Path, seen: putting_out.Seen) -> int:
            from renewtrack.reports import needs_sheet

            return needs_sheet.write(
                db, target, needs_sheet.Wanted(ids, today, language, reason), seen
            )

        putting_out.run(session, write, ("needs", path, reason), self._screen.tell)

    # -- shared

    def _chosen(self) -> list[NeedLine]:
        return self._screen.page.chosen()

    def _ids(self) -> list[int]:
        return [line.id for line in self._chosen()] if self._may() else []

    def _may(self) -> bool:
        return self._screen.session.may("editor")

    def _stored(self, need_id: int | None = None) -> dict[str, Any]:
        """Return what is stored of a need, else of the one in front."""
        from renewtrack.store import belonging

        return belonging.one(self._screen.session.db, "need", need_id or self._chosen()[0].id)

    def _ask(
        self, title: Words, columns: tuple[Column, ...], stored: dict[str, Any], required: set[str]
    ) -> dict[str, Any] | None:
        """Ask for some values and return all with them; None if the person gave up or may not.

        What is masked is shown so, cannot be typed over, and stays as it is stored.
        """
        if not self._may():
            return None
        from renewtrack.store import exports

        shown = exports.mask(self._screen.session.db).record(dict(stored))
        form = EntryForm(title, columns, shown, self._screen)
        form.close_fields([key for key, value in stored.items() if value != shown[key]])
        form.required = frozenset(required)
        accepted = form.exec() == QDialog.DialogCode.Accepted
        values = dict(form.values)
        form.deleteLater()
        return {**stored, **values} if accepted else None

    def _write(self, kind: str, job: Callable[[Database], object], detail: Words) -> None:
        try:
            self._screen.session.write(kind, job, detail)
        except UserError as error:
            trouble.show(error, self._screen)
