"""What the detail panel writes: stages, facts, works, money, and who looked at personal details."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from renewtrack.domain import stages
from renewtrack.domain.works import Project, Work
from renewtrack.ui import (
    asking,
    cells,
    draft_places,
    drafts,
    edits,
    form_fields,
    ledger,
    stage_asking,
)
from renewtrack.ui.columns import Column
from renewtrack.ui.draft_places import REASON, REVEAL, Place
from renewtrack.ui.record import Record
from renewtrack.ui.session import Session
from renewtrack.words import Words

if TYPE_CHECKING:
    from renewtrack.store.gating import Table
    from renewtrack.store.moving import Move

MOVE_TITLE = Words("调整阶段", "Move stage")
MOVE_QUESTION = Words(
    "“{name}”进入“{stage}”阶段的日期（可填 2026-3-5、2026年3月 等）：",
    "Date on which “{name}” came to “{stage}” (such as 2026-3-5 or 2026-03):",
)
FILLS = Words("{question}\n\n{promise}", "{question}\n\n{promise}")
PROMISE = Words(
    "将同时填入：{what}。可一起撤销。", "This also fills in: {what}. One undo takes it back."
)
LEFT_EMPTY = Words("{promise}\n仍未填写：{what}。", "{promise}\nStill empty: {what}.")
WHOLE = Words("形象进度 100 %", "progress 100 %")
MOVED = Words("“{name}”→ {stage}", "of “{name}” to {stage}")
FIELD = Words("“{name}”的{field}", "{field} of “{name}”")
WORK = Words("“{work}”：{name}", "“{work}”: {name}")
REVEAL_TITLE = Words("查看个人信息", "See personal details")
REVEAL_QUESTION = Words(
    "查看会记入日志（谁、何时、哪条、理由）。请填写理由：",
    "Looking is recorded (who, when, which, why). Please give your reason:",
)


class DetailDeeds:
    """Turns what was clicked and typed in the panel into named actions."""

    def __init__(self, session: Session, window: QWidget) -> None:
        self._session, self._window = session, window

    def move(self, shown: Record | None, stage: str) -> None:
        """Move a work, or the project of a record, to a stage, asking for the date."""
        from renewtrack.store.moving import Move

        moved = _moved_of(shown)
        if shown is None or moved is None:
            return
        words = cells.stage_words(stage)
        filled = {"name": ledger.row_name(shown.row), "stage": words}
        question = MOVE_QUESTION.filled(**filled)
        if isinstance(moved, Project):
            question = _with_promise(question, moved, stage)
        date = asking.date(self._window, MOVE_TITLE, question, self._session.today)
        if date is None:
            return
        table: Table = "project" if isinstance(moved, Project) else "work"
        reason = stage_asking.of_move(self._window, self._session, table, [moved.id], stage)
        if reason is not None:
            self.move_on(table, moved.id, Move(stage, date, reason), MOVED.filled(**filled))

    def move_on(self, table: Table, row_id: int, to: Move, detail: Words) -> None:
        """Move a project or a work to a stage, with the facts that this tells."""
        from renewtrack.store import moving

        self._session.write("move_stage", lambda db: moving.move(db, table, [row_id], to), detail)

    def change(self, shown: Record | None, column: Column, value: object) -> None:
        """Write one field of the record or of its project."""
        if shown is None:
            return
        row = shown.project if column.table == "project" else shown.place
        row_id = getattr(row, "id", None)
        if row_id is None:
            return
        detail = FIELD.filled(name=ledger.row_name(shown.row), field=column.words)
        self._session.write(
            "edit", lambda db: edits.change(db, column.table, row_id, {column.key: value}), detail
        )
        self._saved(shown, column.table, column.key)

    def plan_money(self, shown: Record | None, source: str, fen: int | None) -> None:
        """Write the planned money of one source."""
        if shown is None or shown.project is None:
            return
        from renewtrack.store import funding

        project_id = shown.project.id
        words = cells.code_words("fund_sources", source)
        detail = FIELD.filled(name=ledger.row_name(shown.row), field=words)
        self._session.write(
            "fund", lambda db: funding.set_planned(db, project_id, {source: fen}), detail
        )
        self._saved(shown, "funding", source)

    def _saved(self, shown: Record, table: str, column: str) -> None:
        """Forget the words that stood in a field before they were saved."""
        place = Place(draft_places.FIELD, shown.kind, shown.row.id, table, column)
        self._session.drafts.drop(place)

    def add_work(self, shown: Record | None, kind: str) -> None:
        """Add a work of a kind to the record's place, once."""
        if shown is None or kind in shown.taken:
            return
        from renewtrack.store import projects, works

        values: dict[str, object] = {"kind": kind}
        if shown.project is not None:
            values["project_id"] = shown.project.id
        if shown.kind == "projects":
            held = projects.estates_of(self._session.db, shown.row.id)
            if not held:
                return
            values["estate_id"] = held[0]
        else:
            values["estate_id" if shown.kind == "estates" else "building_id"] = shown.row.id
        self._session.write(
            "add_work", lambda db: works.add(db, **values), self._about(shown, kind)
        )

    def remove_work(self, shown: Record | None, work_id: int) -> None:
        """Take a work away."""
        from renewtrack.store import works

        kind = self._kind(shown, work_id)
        if shown is not None and kind:
            self._session.write(
                "delete", lambda db: works.remove(db, work_id), self._about(shown, kind)
            )

    def move_work(self, shown: Record | None, work_id: int, stage: str | None) -> None:
        """Give a work a stage of its own, or let it follow its project."""
        from renewtrack.store import moving, works
        from renewtrack.store.moving import Move

        kind, today = self._kind(shown, work_id), self._session.today
        if shown is None or not kind:
            return
        about = self._about(shown, kind)
        if stage is None:
            alone: dict[str, object] = {"stage": None}
            self._session.write("move_stage", lambda db: works.change(db, work_id, alone), about)
            return
        reason = stage_asking.of_move(self._window, self._session, "work", [work_id], stage)
        if reason is not None:
            to = Move(stage, today, reason, fills=False)
            self._session.write(
                "move_stage", lambda db: moving.move(db, "work", [work_id], to), about
            )

    def reveal(self, shown: Record) -> bool:
        """Ask why personal details are wanted and record it; False if the person gave up."""
        place = Place(REASON, shown.kind, shown.row.id, "", REVEAL)
        reason = drafts.ask(self._session, self._window, REVEAL_TITLE, REVEAL_QUESTION, place)
        if not reason or shown.project is None:
            return False
        from renewtrack.store import reveals

        who, what = self._session.who, reveals.of_project(shown.project.uid)
        self._session.write("reveal", lambda db: reveals.note(db, who, reason, what))
        self._session.drafts.drop(place)
        return True

    @staticmethod
    def _kind(shown: Record | None, work_id: int) -> str:
        works = shown.works if shown is not None else ()
        return next((work.kind for work in works if work.id == work_id), "")

    @staticmethod
    def _about(shown: Record, kind: str) -> Words:
        words = cells.code_words("work_types", kind)
        return WORK.filled(work=words, name=ledger.row_name(shown.row))


def _moved_of(shown: Record | None) -> Project | Work | None:
    """Return what a click on a step moves: the work shown, else the project of the record."""
    if shown is None:
        return None
    return shown.place if isinstance(shown.place, Work) else shown.project


def _with_promise(question: Words, project: Project, stage: str) -> Words:
    """Return a question that also says what the move will fill in and what stays empty."""
    from renewtrack.store import projects

    told = projects.told_by(project, stage)
    if told:
        promise = PROMISE.filled(what=_listed([key for key in told if key != "percent"], told))
        question = FILLS.filled(question=question, promise=promise)
    lacking = [key for key in _lacking(stage) if getattr(project, key) is None and key not in told]
    return LEFT_EMPTY.filled(promise=question, what=_listed(lacking)) if lacking else question


def _lacking(stage: str) -> tuple[str, ...]:
    """Return the dates that a project at a stage must have had."""
    bucket = stages.stage(stage).bucket
    if bucket == "building":
        return ("start_actual",)
    return ("start_actual", "finish_actual") if bucket == "done" else ()


def _listed(keys: list[str], told: Mapping[str, object] | None = None) -> Words:
    words = [form_fields.field_of("project", key).words for key in keys]
    if told is not None and "percent" in told:
        words.append(WHOLE)
    return Words("、".join(each.zh for each in words), ", ".join(each.en for each in words))
