"""Nothing is written outside a named action, and an action is stored whole or not at all."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from renewtrack.store import (
    actions,
    areas,
    batches,
    buildings,
    estates,
    file,
    funding,
    history,
    projects,
    rows,
    sites,
    works,
)
from renewtrack.store.actions import ACTIONS
from renewtrack.store.file import ProjectFile
from renewtrack.store.refusing import UnknownColumn
from tests.store.conftest import Dongli
from tests.store.test_history import content

if TYPE_CHECKING:
    from sqlite_utils import Database

WRITES: dict[str, Callable[[Database], object]] = {
    "areas.ensure": lambda db: areas.ensure(db, "street", "新街道"),
    "areas.change": lambda db: areas.change(db, 1, {"name": "x"}),
    "areas.remove": lambda db: areas.remove(db, 1),
    "estates.add": lambda db: estates.add(db, name="x"),
    "estates.change": lambda db: estates.change(db, 1, {"name": "x"}),
    "estates.remove": lambda db: estates.remove(db, 1),
    "buildings.add": lambda db: buildings.add(db, estate_id=1, number="9"),
    "buildings.change": lambda db: buildings.change(db, 1, {"number": "9"}),
    "buildings.remove": lambda db: buildings.remove(db, 1),
    "sites.add": lambda db: sites.add(db, kind="park", name="x"),
    "projects.add": lambda db: projects.add(db, name="x"),
    "projects.change": lambda db: projects.change(db, 1, {"name": "x"}),
    "projects.remove": lambda db: projects.remove(db, 1),
    "projects.move_to": lambda db: projects.move_to(db, 1, "S80"),
    "projects.link": lambda db: projects.link(db, 1, 2),
    "works.add": lambda db: works.add(db, kind="W15", estate_id=1),
    "works.remove": lambda db: works.remove(db, 1),
    "funding.set_planned": lambda db: funding.set_planned(db, 1, {"city": 5}),
    "batches.add": lambda db: batches.add(db, file="a.csv"),
    "batches.note_cells": lambda db: batches.note_cells(db, 1, []),
}


@pytest.mark.parametrize("write", WRITES)
def test_no_write_outside_an_action(db: Database, dongli: Dongli, write: str) -> None:
    before = content(db)
    with pytest.raises(RuntimeError, match="action"):
        WRITES[write](db)
    assert content(db) == before


def test_not_even_by_bare_sql(project: ProjectFile, dongli: Dongli) -> None:
    for db in (project.db, file.connect(project.path)):
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            db.execute("UPDATE estate SET name = 'x'")
    db.conn.close()


@pytest.mark.parametrize("failure", [ValueError, KeyboardInterrupt])
def test_a_failure_leaves_everything_as_it_was(
    db: Database, dongli: Dongli, failure: type[BaseException]
) -> None:
    before, groups = content(db), history.groups(db)

    def fail() -> None:
        with actions.act(db, "bulk_edit", "李工"):
            estates.change(db, dongli.estate, {"name": "x"})
            estates.remove(db, dongli.estate)
            raise failure

    with pytest.raises(failure):
        fail()
    assert content(db) == before
    assert history.groups(db) == groups
    with pytest.raises(RuntimeError):
        estates.add(db, name="x")


def test_the_context_is_cleared_before_the_action_ends(db: Database, dongli: Dongli) -> None:
    with actions.act(db, "edit", "李工"):
        estates.change(db, dongli.estate, {"name": "x"})
    assert db.execute("SELECT group_id, who FROM change_context").fetchall() == [(None, None)]


def test_actions_do_not_nest(db: Database) -> None:
    with (
        actions.act(db, "edit", "李工"),
        pytest.raises(RuntimeError, match="under way"),
        actions.act(db, "edit", "李工"),
    ):
        pass


def test_an_action_that_changed_nothing_is_not_kept(db: Database, dongli: Dongli) -> None:
    before = history.groups(db)
    with actions.act(db, "edit", "李工"):
        estates.change(db, dongli.estate, {"year_built": 1993})
    assert history.groups(db) == before


def test_an_unknown_action_is_a_bug(db: Database) -> None:
    with pytest.raises(KeyError), actions.act(db, "no_such", "李工"):
        pass


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.key)
def test_every_action_has_a_label_in_both_languages(action: actions.Action) -> None:
    said = action.words.filled(detail="东里")
    assert "东里" in said.zh
    assert "东里" in said.en
    assert said.zh != said.en


def test_braces_in_a_name_are_no_placeholder(db: Database) -> None:
    with actions.act(db, "add_estate", "李工", "{x} ${y}"):
        estates.add(db, name="{x} ${y}")
    assert history.groups(db)[0].words.zh == "新增小区{x} ${y}"
    history.undo(db, "李工")
    assert history.groups(db)[0].words.zh == "撤销：新增小区{x} ${y}"


def test_an_unknown_column_is_refused_by_name(db: Database, dongli: Dongli) -> None:
    hostile = 'name" = "x", "remark'
    for column in ("no_such", hostile, "id", "search", "sort"):
        with actions.act(db, "edit", "李工"), pytest.raises(UnknownColumn) as refused:
            estates.change(db, dongli.estate, {column: "x"})
        assert column in refused.value.in_("zh")


def test_hostile_words_come_back_verbatim(db: Database, dongli: Dongli) -> None:
    hostile = "'; DROP TABLE estate; --\"`${x}<img src=x>\x00\n\\😀{0}%s:word0"
    known = [
        name
        for name in rows.columns(db, "project")
        if name not in ("id", "uid", "search", "sort", "percent", "plan_id")
    ]
    with actions.act(db, "edit", hostile, hostile):
        projects.change(db, dongli.project, dict.fromkeys(known, hostile))
        estates.change(db, dongli.estate, {"name": hostile, "aliases": (hostile,)})
    found = rows.fetch(db, "SELECT * FROM project WHERE id = ?", (dongli.project,))[0]
    assert {name: found[name] for name in known} == dict.fromkeys(known, hostile)
    estate = estates.get(db, dongli.estate)
    assert estate is not None
    assert (estate.name, estate.aliases) == (hostile, (hostile,))
    assert history.groups(db)[0].who == hostile


def test_a_work_stands_at_exactly_one_place(db: Database, dongli: Dongli) -> None:
    for places in ({}, {"estate_id": dongli.estate, "building_id": dongli.buildings[0]}):
        with pytest.raises(sqlite3.IntegrityError), actions.act(db, "add_work", "李工"):
            works.add(db, kind="W15", **places)


def test_two_buildings_of_an_estate_never_share_a_number(db: Database, dongli: Dongli) -> None:
    with pytest.raises(sqlite3.IntegrityError), actions.act(db, "add_building", "李工"):
        buildings.add(db, estate_id=dongli.estate, number="12")
