"""Whoever looked at personal details stays on record."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from renewtrack.store import actions, estates, history, projects, reveals
from tests.store.conftest import Dongli

if TYPE_CHECKING:
    from sqlite_utils import Database


def _look(db: Database, dongli: Dongli) -> str:
    project = projects.get(db, dongli.project)
    assert project is not None
    what = reveals.of_project(project.uid)
    with actions.act(db, "reveal", "王工"):
        reveals.note(db, "王工", "核对联系人", what)
    return what


def test_a_look_is_recorded_with_person_reason_and_project(db: Database, dongli: Dongli) -> None:
    what = _look(db, dongli)
    (look,) = reveals.of(db, what)
    assert (look.who, look.reason) == ("王工", "核对联系人")
    assert reveals.latest(db) == [look]
    assert "上地东里" in reveals.title(db, look).zh


def test_undoing_everything_leaves_every_look(db: Database, dongli: Dongli) -> None:
    with actions.act(db, "edit", "李工"):
        estates.change(db, dongli.estate, {"name": "东里花园"})
    what = _look(db, dongli)
    undone = history.undo(db, "李工")
    assert undone.group.action == "edit"
    while history.undo_target(db) is not None:
        history.undo(db, "李工")
    assert len(reveals.of(db, what)) == 1


def test_a_look_outside_an_action_is_refused(db: Database) -> None:
    with pytest.raises(RuntimeError):
        reveals.note(db, "王工", "核对", "projects")
