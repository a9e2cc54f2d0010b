"""A project that comes to a stage gets the facts that this tells, and no others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renewtrack.domain.works import Project
from renewtrack.store import actions, funding, history, projects, works
from tests.store.conftest import Dongli

if TYPE_CHECKING:
    from sqlite_utils import Database


def _project(db: Database, dongli: Dongli) -> Project:
    found = projects.get(db, dongli.project)
    assert found is not None
    return found


def _empty(db: Database, dongli: Dongli, **values: object) -> None:
    dates = ("start_actual", "finish_actual", "accept_date", "handover_date")
    with actions.act(db, "edit", "李工"):
        projects.change(db, dongli.project, {**dict.fromkeys(dates), "percent": 62.0, **values})


def _move(db: Database, dongli: Dongli, stage: str, date: str) -> None:
    with actions.act(db, "move_stage", "李工"):
        projects.move_to(db, dongli.project, stage, date, fill=True)


def test_acceptance_fills_its_dates_and_the_whole_percentage(db: Database, dongli: Dongli) -> None:
    _empty(db, dongli)
    _move(db, dongli, "S85", "2026-03")
    moved = _project(db, dongli)
    assert (moved.finish_actual, moved.accept_date, moved.percent) == ("2026-03", "2026-03", 100)
    assert (moved.start_actual, moved.handover_date) == (None, None)


def test_what_is_filled_already_stays(db: Database, dongli: Dongli) -> None:
    _empty(db, dongli, start_actual="2025-04-01")
    _move(db, dongli, "S70", "2026-03")
    assert _project(db, dongli).start_actual == "2025-04-01"
    assert _project(db, dongli).percent == 62.0


def test_undo_takes_stage_and_filled_facts_back_together(db: Database, dongli: Dongli) -> None:
    _empty(db, dongli, stage="S70")
    before = _project(db, dongli)
    _move(db, dongli, "S90", "2026-03-05")
    assert _project(db, dongli).handover_date == "2026-03-05"
    history.undo(db, "李工")
    assert _project(db, dongli) == before


def test_a_plain_move_fills_nothing(db: Database, dongli: Dongli) -> None:
    _empty(db, dongli)
    with actions.act(db, "import", "李工"):
        projects.move_to(db, dongli.project, "S85", "2026-03")
    assert _project(db, dongli).accept_date is None


def test_deleted_works_and_sources_are_still_known_by_name(db: Database, dongli: Dongli) -> None:
    with actions.act(db, "add_work", "李工"):
        work = works.add(db, kind="W01", project_id=dongli.project, estate_id=dongli.estate)
        source = funding.add(db, project_id=dongli.project, source="other", planned_fen=5)
    with actions.act(db, "delete", "李工"):
        works.remove(db, work)
        funding.remove(db, source)
    assert works.kinds_ever(db, "estate_id", dongli.estate)[work] == "W01"
    assert works.kinds_ever(db, "project_id", dongli.project)[dongli.work]
    assert funding.sources_ever(db, dongli.project)[source] == "other"
