"""What the file holds is loaded with as many questions for many projects as for few."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlite_utils import Database

from renewtrack.intake import known
from renewtrack.store import actions, estates, funding, projects, works
from tests.intake import offices
from tests.intake.facts import Take
from tests.intake.offices import FACTS, Form


def ledger(folder: Path, count: int) -> Path:
    facts = [replace(FACTS[number % 6], name=f"小区{number}号院") for number in range(count)]
    return offices.save_xlsx(folder / f"台账{count}.xlsx", offices.ledger(Form(), facts))


def test_everything_of_a_project_is_known(db: Database, take: Take, tmp_path: Path) -> None:
    take(ledger(tmp_path, 6))
    found = known.load(db, "ledger")
    assert len(found.projects) == 6
    for estate in estates.all(db):
        assert found.projects[estate.id] == projects.of_estate(db, estate.id)
        for project in found.projects[estate.id]:
            assert found.works[project.id] == works.of_project(db, project.id)
            assert tuple(found.funding[project.id].values()) == funding.of_project(db, project.id)
            assert found.records["project", project.id] == project


@pytest.mark.parametrize("kind", ["ledger", "buildings"])
def test_more_projects_cost_no_more_questions(
    db: Database, take: Take, tmp_path: Path, kind: str
) -> None:
    asked = []
    for count in (6, 60):
        take(ledger(tmp_path, count))
        statements: list[str] = []
        db.conn.set_trace_callback(statements.append)
        known.load(db, kind)
        db.conn.set_trace_callback(None)
        asked.append(len(statements))
    assert asked[0] == asked[1]


def test_an_estate_is_known_by_every_name_and_code(
    db: Database, take: Take, tmp_path: Path
) -> None:
    take(ledger(tmp_path, 1))
    (estate,) = estates.all(db)
    with actions.act(db, "edit", "测试员"):
        estates.change(db, estate.id, {"aliases": ["滨湖大院"], "code": "SD-001"})
    found = known.load(db, "ledger")
    assert found.by_name[known.name_key("滨湖大院")] == [estate.id]
    assert found.codes["estate", "sd-001"] == found.codes["estate", estate.uid] == estate.id
